import { randomUUID } from 'node:crypto'
import { appendAudit } from '@/lib/db/audit'
import { addImprovement } from '@/lib/db/improvements'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import type { Context } from './context'
import { parseImprovement, requireImprover } from './improvement-input'

/** Puts an improvement on the list. Needs admin, manager, supervisor or lead; 403 for another team, 400 with places. */
export async function createImprovement(ctx: Context, input: unknown): Promise<{ readonly number: number }> {
  const asked = parseImprovement(input)
  requireImprover(ctx, asked.team)
  const row = { id: randomUUID(), ...asked }
  return transaction(async (client) => {
    const actor = actorOf(ctx.principal)
    const number = await addImprovement(client, row, actor, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor,
      action: 'improvement.created',
      object: `improvement:${row.id}`,
      before: null,
      after: { ...asked, number },
    })
    return { number }
  })
}
