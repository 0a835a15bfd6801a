/**
 * `npm run drill:messages [-- --kills 60 --incidents 240]`: senders are killed with SIGKILL at every named step while
 * they send. Afterwards the receivers' journals are the judge: every message arrived, one arrived twice only where a kill
 * fell inside its sending, and the second says 重发. Prints one line of JSON; exit code 1 where anything is missing,
 * doubled without cause, or not marked.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { resetEnv } from '@/lib/core/env'
import { pool } from '@/lib/db/pool'
import { openWorkerSession } from '@/lib/db/workers'
import { sweepTemporary, temporaryServer } from '../../lib/launch/postgres.mjs'
import { dropDatabases, freshDatabase } from '../clone'
import { addMail, addRobot, allowLoopback, tell } from '../notify/delivery/world'
import { startMailReceiver, startReceiver } from '../receivers'

const { values } = parseArgs({ options: { kills: { type: 'string' }, incidents: { type: 'string' } } })
const KILLS = Number(values.kills ?? 60)
const INCIDENTS = Number(values.incidents ?? 240)
const STEPS = ['taken', 'sent', 'written'] as const
/** of one life; far more than one is meant to live */
const LIFE_MS = 30_000

const say = (line: string) => process.stderr.write(`${line}\n`)

interface Life {
  readonly died: boolean
  /** messages that were being sent when it died */
  readonly interrupted: readonly string[]
}

let serial = 0

/** One sender from its start to its death. */
async function live(step: string, after: number): Promise<Life> {
  serial += 1
  const owner = `drill-${serial}`
  const file = fileURLToPath(new URL('./message-worker.ts', import.meta.url))
  const child: ChildProcess = fork(file, [owner, step, String(after)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--import', 'tsx'],
  })
  const died = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), LIFE_MS)
    child.once('exit', (_code, signal) => {
      clearTimeout(timer)
      resolve(signal === 'SIGKILL')
    })
    child.on('message', (word) => {
      if (word === 'ready') child.send('turn')
      else child.send(word === 0 ? 'end' : 'turn')
    })
  })
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id::text AS id FROM delivery WHERE state = 'sending' AND lease_owner = $1",
    [owner],
  )
  return { died, interrupted: rows.map(({ id }) => id) }
}

async function main(): Promise<boolean> {
  let stop: (() => Promise<void>) | null = null
  if (process.env.TEST_DATABASE_URL === undefined) {
    sweepTemporary(tmpdir())
    const server = await temporaryServer(process.cwd(), tmpdir())
    process.env.TEST_DATABASE_URL = server.url
    stop = server.stop
  }
  process.env.NEXTAUTH_SECRET ??= 'a-drill-secret-that-is-long-enough-0123456789'
  process.env.NEXTAUTH_URL = 'https://helm.example.com'
  process.env.LOG_LEVEL = 'silent'
  resetEnv()
  process.env.DATABASE_URL = await freshDatabase()
  const http = await startReceiver()
  const mail = await startMailReceiver()
  await allowLoopback()
  const targets = [
    { id: await addRobot(http, 'webhook', 'a') },
    { id: await addRobot(http, 'webhook', 'b') },
    { id: await addMail(mail, 'mail', ['duty@example.com']) },
  ]
  const began = Date.now()
  const told = new Set<string>()
  for (let i = 0; i < INCIDENTS; i++) {
    // mail gathers: it gets a tenth, each at its own step, so that what is counted is what was planned
    const message = await tell(i % 10 === 0 ? targets : targets.slice(0, 2), Date.now())
    told.add(`A-${message.incident?.number}`)
  }
  // told by those that die which of their peers are dead, as workers do
  const reaper = await openWorkerSession(() => undefined)
  await reaper.register('reaper')
  const reap = async () => {
    while ((await reaper.reap()).length === 0) {
      const { rows } = await pool().query(
        "SELECT 1 FROM worker_registry WHERE id LIKE 'drill-%' AND stopped_at IS NULL LIMIT 1",
      )
      if (rows.length === 0) return
    }
  }
  let kills = 0
  const interrupted: string[] = []
  const byStep: Record<string, number> = {}
  while (kills < KILLS) {
    const step = STEPS[kills % STEPS.length] ?? 'sent'
    const life = await live(step, kills % 4)
    await reap()
    if (!life.died) {
      // all is sent: more trouble comes
      for (let i = 0; i < 40; i++) {
        const message = await tell(targets.slice(0, 2), Date.now())
        told.add(`A-${message.incident?.number}`)
      }
      continue
    }
    kills += 1
    byStep[step] = (byStep[step] ?? 0) + 1
    interrupted.push(...life.interrupted)
    if (kills % 10 === 0) say(`${kills} kills, ${http.journal.length} requests`)
  }
  for (;;) {
    interrupted.push(...(await live('never', 0)).interrupted)
    await reap()
    const { rows } = await pool().query<{ open: number }>(
      "SELECT count(*)::int AS open FROM delivery WHERE state IN ('waiting', 'sending')",
    )
    if (rows[0]?.open === 0) break
  }
  const rows = (
    await pool().query<{ id: string; kind: string; state: string; attempts: number }>(
      `SELECT d.id::text AS id, n.kind, d.state, d.attempts FROM delivery d JOIN notify_target n ON n.id = d.target_id`,
    )
  ).rows
  const heard = new Map<string, boolean[]>()
  for (const { headers, body } of http.journal) {
    const id = String(headers['webhook-id'])
    heard.set(id, [...(heard.get(id) ?? []), body.includes('"resent":true')])
  }
  for (const { raw } of mail.journal) {
    const id = /^Message-ID: <([0-9a-f-]{36})@/im.exec(raw)?.[1] ?? raw
    const { subject } = mail.journal.find((one) => one.raw === raw) ?? { subject: '' }
    heard.set(id, [...(heard.get(id) ?? []), subject.includes('重发')])
  }
  const missed = rows.filter(({ id, state }) => state !== 'digested' && !heard.has(id))
  const notSent = rows.filter(({ state }) => state !== 'sent' && state !== 'digested')
  const all = [...http.journal.map(({ body }) => body), ...mail.journal.map(({ text }) => text)].join('\n')
  const unnamed = [...told].filter((number) => !all.includes(`${number.slice(2)}`))
  let repeats = 0
  let unmarked = 0
  let causeless = 0
  for (const [id, marks] of heard) {
    repeats += marks.length - 1
    unmarked += marks.slice(1).filter((marked) => !marked).length
    const kills = interrupted.filter((one) => one === id).length
    if (marks.length - 1 > kills) causeless += 1
  }
  await reaper.close()
  await http.close()
  await mail.close()
  await dropDatabases()
  await stop?.()
  const result = {
    drill: 'messages',
    kills,
    byStep,
    deliveries: rows.length,
    missed: missed.length + notSent.length + unnamed.length,
    interrupted: interrupted.length,
    repeats,
    unmarked,
    causeless,
    seconds: Math.round((Date.now() - began) / 1000),
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return result.missed === 0 && unmarked === 0 && causeless === 0 && repeats <= interrupted.length
}

process.exit((await main()) ? 0 : 1)
