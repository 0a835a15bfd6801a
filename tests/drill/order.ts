/**
 * `npm run drill:order [-- --histories 10000 --seed 1]`: random ticket histories, in order and at once in one
 * database; shuffled, doubled, split and late in another. Facts, rollups and timers must be the same bytes, and a
 * rebuild must find no difference. Prints one line of JSON; exit code 1 where anything differs.
 */
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { closeApplier } from '@/lib/db/apply'
import { rebuild } from '@/lib/db/rebuild'
import { sweepTemporary, temporaryServer } from '../../lib/launch/postgres.mjs'
import { dropDatabases, freshDatabase } from '../clone'
import { contents, inDisorder, inOneGo, sampleHistories, secondStageErrors } from '../db/histories'

const { values } = parseArgs({ options: { histories: { type: 'string' }, seed: { type: 'string' } } })
const HISTORIES = Number(values.histories ?? 10_000)
const SEED = Number(values.seed ?? 1)
const AT_ONCE = 500

async function chunk(count: number, seed: number): Promise<{ events: number; wrong: string[] }> {
  const events = sampleHistories(count, seed).flat()
  await freshDatabase()
  await inOneGo(events)
  const expected = await contents()
  const wrong = await secondStageErrors()
  await freshDatabase()
  await inDisorder(events, seed, 25)
  const found = await contents()
  for (const table of Object.keys(expected)) {
    if (expected[table]?.join('\n') !== found[table]?.join('\n')) wrong.push(`${table} (seed ${seed})`)
  }
  const { differences } = await rebuild({ check: true })
  if (differences > 0) wrong.push(`rebuild: ${differences} differences (seed ${seed})`)
  await closeApplier()
  await dropDatabases()
  return { events: events.length, wrong }
}

let stop: () => Promise<void> = async () => undefined
if (process.env.TEST_DATABASE_URL === undefined) {
  sweepTemporary(tmpdir())
  const server = await temporaryServer(process.cwd(), tmpdir())
  process.env.TEST_DATABASE_URL = server.url
  stop = server.stop
}
const began = performance.now()
let events = 0
const wrong: string[] = []
for (let done = 0; done < HISTORIES; done += AT_ONCE) {
  const part = await chunk(Math.min(AT_ONCE, HISTORIES - done), SEED + done)
  events += part.events
  wrong.push(...part.wrong)
  process.stderr.write(
    `${Math.min(done + AT_ONCE, HISTORIES)} of ${HISTORIES} histories, ${wrong.length} wrong\n`,
  )
}
await stop()
const seconds = Math.round((performance.now() - began) / 1000)
process.stdout.write(
  `${JSON.stringify({ histories: HISTORIES, events, differences: wrong.length, wrong, seconds })}\n`,
)
process.exit(wrong.length === 0 ? 0 : 1)
