/** A sender in its own process: takes its turns until it dies at the step it was told, or is told to end. */
import { closePools } from '@/lib/db/pool'
import { openWorkerSession } from '@/lib/db/workers'
import { systemContext } from '@/lib/services/context'
import { type DeliveryStep, deliverDue } from '@/lib/services/deliver-messages'
import { toolsOf } from '../notify/delivery/world'

const [owner = '', step = '', after = '0'] = process.argv.slice(2)
let left = Number(after)

const session = await openWorkerSession(() => process.exit(3))
await session.register(owner)
const tools = toolsOf(owner, undefined, {
  random: Math.random,
  at: (reached: DeliveryStep) => {
    if (reached !== step) return
    left -= 1
    if (left < 0) process.kill(process.pid, 'SIGKILL')
  },
})
process.send?.('ready')
process.on('message', async (word) => {
  if (word === 'end') {
    await session.retire()
    await session.close()
    await closePools()
    process.exit(0)
  }
  // a busy database is waited for, as the worker's loop does
  const done = await deliverDue(systemContext('worker', Date.now()), tools).catch(() => null)
  process.send?.(done === null ? 1 : done.sent + done.failed)
})
