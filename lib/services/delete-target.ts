import { conflict, notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { dropWaiting } from '@/lib/db/deliveries'
import { endTarget, findTarget, laddersWith } from '@/lib/db/notify-targets'
import { transaction } from '@/lib/db/pool'
import { isSetUp } from '@/lib/notify/fields'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { auditOf } from './save-target'

/**
 * Ends a target for good; what waits for it is dropped, its log stays. Throws 404, and 409 where a ladder tells it.
 * Needs role admin.
 */
export async function deleteTarget(ctx: Context, id: string): Promise<{ id: string }> {
  requireRole(ctx, 'admin')
  await transaction(async (client) => {
    const target = await findTarget(id, client, true)
    if (target === null || target.deletedAt !== null || !isSetUp(target.kind)) throw notFound()
    const ladders = await laddersWith(client, id)
    if (ladders.length > 0)
      throw conflict(`These ladders tell it: ${ladders.join(', ')}. Take it out of them first.`)
    await endTarget(client, id, ctx.now)
    await dropWaiting(client, id, 'the target was deleted')
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'target.deleted',
      object: `target:${id}`,
      before: auditOf(target),
      after: null,
    })
  })
  return { id }
}
