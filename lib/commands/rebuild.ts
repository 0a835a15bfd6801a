/**
 * `npm run --silent rebuild -- --check`: folds everything again from the events and compares with what is stored.
 * Prints {"tickets": n, "differences": 0}; exit code 1 where they differ. Without --check it puts right what does.
 */
import { parseArgs } from 'node:util'
import { systemContext } from '@/lib/services/context'
import { rebuild } from '@/lib/services/rebuild'
import { runCommand, tell } from './command-line'

const USAGE = `npm run --silent rebuild -- --check    compares what is stored with what the events say
npm run --silent rebuild               puts right what differs`

/** Milliseconds between two lines of progress. */
const TELL_EVERY = 5_000

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
  const check = values.check === true
  let told = Date.now()
  const { tickets, differences, byTable, unfolded } = await rebuild(
    systemContext('command:rebuild', Date.now()),
    { check },
    (done) => {
      if (Date.now() - told < TELL_EVERY) return
      told = Date.now()
      tell(`${done} tickets …`)
    },
  )
  for (const [table, count] of Object.entries(byTable)) tell(`${table}: ${count} differ`)
  if (unfolded > 0)
    tell(`${unfolded} units have events that cannot be folded; what stands of them was left alone`)
  process.stdout.write(`{"tickets": ${tickets}, "differences": ${differences}}\n`)
  return check && differences > 0 ? 1 : 0
})
