/**
 * A worker of `drill:alarms`, as a process of its own: `<owner> <step>`. It enters itself, says that it is ready, runs the
 * alarm engine once at the instant it is told, and kills itself with SIGKILL where the engine comes to the step.
 */
import { openWorkerSession } from '@/lib/db/workers'
import { systemContext } from '@/lib/services/context'
import { runAlarms } from '@/lib/services/run-alarms'

const [owner = 'worker', step = ''] = process.argv.slice(2)
const session = await openWorkerSession(() => process.exit(1))
await session.register(owner)
process.on('message', async ({ now }: { now: number }) => {
  await runAlarms(systemContext('worker', now), Date.now() + 60_000, {
    owner,
    failpoint: (here) => {
      if (here === step) process.kill(process.pid, 'SIGKILL')
    },
  })
  process.send?.({ done: true })
})
process.send?.({ ready: true })
