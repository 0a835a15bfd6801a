import { appendAudit } from '@/lib/db/audit'
import { deleteDemoData } from '@/lib/db/demo'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { TEST_SOURCE } from './read-setup'

/** Takes the wizard's test events away again, and everything that was counted from them. Needs role admin. */
export async function removeTestEvents(ctx: Context): Promise<{ events: number }> {
  requireRole(ctx, 'admin')
  const { events } = await deleteDemoData([TEST_SOURCE], ctx.now)
  await transaction((client) =>
    appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'source.removed',
      object: `source:${TEST_SOURCE}`,
      before: { events },
      after: null,
    }),
  )
  return { events }
}
