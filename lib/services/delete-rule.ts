import { notFound } from '@/lib/core/errors'
import { lockRule, removeRule } from '@/lib/db/alert-rules'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import type { Context } from './context'
import { requireId, requireRuleWriter } from './rule-access'

/** Deletes a rule; its incidents stay and keep what it was. Throws 404. Needs role admin or manager. */
export async function deleteRule(
  ctx: Context,
  input: { readonly id: string },
): Promise<{ readonly id: string }> {
  requireRuleWriter(ctx)
  const id = requireId(input.id)
  await transaction(async (client) => {
    const row = await lockRule(client, id)
    if (row === null) throw notFound()
    await removeRule(client, id, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'rule.deleted',
      object: `rule:${id}`,
      before: row.body,
      after: null,
    })
  })
  return { id }
}
