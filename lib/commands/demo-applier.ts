/**
 * Applies what the demo's loader stores, as a process of its own beside it, so that each has a core. Messages
 * out: {events} after each round, {done: position} at the end. A message in, {until: position}, says where that is.
 */
import { applyOnce, closeApplier } from '@/lib/db/apply'
import { closePools } from '@/lib/db/pool'

/** Large rounds: neighbouring tickets share the rollup cells of their hours and days. */
const ROUND = 20_000
const PAUSE = 40

let until: number | null = null
process.on('message', (message: { until: number }) => {
  until = message.until
})
// without the loader there is nothing to do: what it stored waits for the next applier
process.once('disconnect', () => process.exit(1))

for (;;) {
  const { events, applied, busy, more } = await applyOnce({ maxEvents: ROUND })
  if (events > 0) process.send?.({ events })
  if (until !== null && applied >= until) break
  if (busy || !more) await new Promise((resolve) => setTimeout(resolve, PAUSE))
}
await closeApplier()
await closePools()
process.send?.({ done: until })
process.removeAllListeners('disconnect')
process.disconnect?.()
