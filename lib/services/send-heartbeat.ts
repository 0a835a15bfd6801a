import { alarmsAreAlive } from '@/lib/db/deliveries'
import { readOutgoing } from '@/lib/db/notify-targets'
import { claimSlot, finishSlot } from '@/lib/db/workers'
import { type Context, requireRole } from './context'
import type { DeliveryTools } from './deliver-messages'

const MINUTE = 60_000

/**
 * Says to the service outside that alarms are at work: once a minute over all workers, where an address is set. It
 * keeps silent while rules are not evaluated or messages stand, so that somebody is told by another way. Answers
 * whether it was said. Needs role admin (the worker has it).
 */
export async function sendHeartbeat(ctx: Context, tools: DeliveryTools): Promise<boolean> {
  requireRole(ctx, 'admin')
  const { heartbeatUrl, allow } = await readOutgoing()
  if (heartbeatUrl === null) return false
  const slot = ctx.now - (ctx.now % MINUTE)
  if (!(await claimSlot('heartbeat', slot, tools.owner))) return false
  const alive = await alarmsAreAlive()
  const answer = alive
    ? await tools.fetch(
        { method: 'GET', url: heartbeatUrl, headers: { 'user-agent': 'Helmline' }, body: '' },
        { allow },
      )
    : null
  const ok = answer?.kind === 'answer' && answer.status < 400
  await finishSlot('heartbeat', slot, tools.owner, ok || !alive ? 'done' : 'failed', { alive, ok })
  return ok
}
