import { conflict, notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { replayRow } from '@/lib/db/deliveries'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'

/**
 * Sends a message again that ended, as a new one; where the first arrived it says 重发. Answers its id. Throws 404,
 * and 409 where it is still on its way. Needs role admin or manager.
 */
export async function replayDelivery(ctx: Context, id: string): Promise<{ id: string }> {
  requireRole(ctx, 'admin', 'manager')
  return transaction(async (client) => {
    const made = await replayRow(client, id, ctx.now)
    if (made === 'missing') throw notFound()
    if (made === 'going') throw conflict('This message is still on its way.')
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'delivery.replayed',
      object: `delivery:${id}`,
      before: null,
      after: { delivery: made.id, target: made.targetId },
    })
    return { id: made.id }
  })
}
