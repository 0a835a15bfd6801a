import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { readImprovement, writeImprovement } from '@/lib/db/improvements'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, teamScope } from './context'
import { parseImprovement, requireImprover } from './improvement-input'

/** Changes an improvement, whole. Throws 404 where the asker does not reach it, else as `createImprovement`. */
export async function updateImprovement(ctx: Context, number: number, input: unknown): Promise<void> {
  const asked = parseImprovement(input)
  await transaction(async (client) => {
    const before = await readImprovement(teamScope(ctx.principal), number, client)
    if (before === null) throw notFound()
    requireImprover(ctx, before.team)
    requireImprover(ctx, asked.team)
    await writeImprovement(client, { id: before.id, ...asked }, ctx.now)
    const fields = (Object.keys(asked) as (keyof typeof asked)[]).filter(
      (field) => JSON.stringify(asked[field]) !== JSON.stringify(before[field]),
    )
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'improvement.changed',
      object: `improvement:${before.id}`,
      before: Object.fromEntries(fields.map((field) => [field, before[field]])),
      after: Object.fromEntries(fields.map((field) => [field, asked[field]])),
    })
  })
}
