import { randomUUID } from 'node:crypto'
import { ladderSchema } from '@/lib/alerts/ladder'
import type { Ladder } from '@/lib/alerts/types'
import { conflict, notFound } from '@/lib/core/errors'
import { lockLadder, removeLadder, rulesOfLadder, writeLadder } from '@/lib/db/alert-rules'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { requireId, requireRuleWriter } from './rule-access'

/** Makes a ladder of `{name, steps}`, or with an id changes that one. Throws 404, 400. Needs role admin or manager. */
export async function saveLadder(ctx: Context, ladderId: string | null, input: unknown): Promise<Ladder> {
  requireRuleWriter(ctx)
  const { name, steps } = parseInput(ladderSchema, input)
  const id = ladderId === null ? randomUUID() : requireId(ladderId)
  const ladder: Ladder = {
    id,
    name,
    steps: steps.map(({ afterMinutesVip, ...step }) =>
      afterMinutesVip === undefined ? step : { ...step, afterMinutesVip },
    ),
  }
  await transaction(async (client) => {
    const before = ladderId === null ? null : await lockLadder(client, id)
    if (ladderId !== null && before === null) throw notFound()
    await writeLadder(client, ladder, ctx.now, false)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: before === null ? 'ladder.created' : 'ladder.changed',
      object: `ladder:${id}`,
      before,
      after: ladder,
    })
  })
  return ladder
}

/** Deletes a ladder that no rule climbs. Throws 409 with the rules that do, 404. Needs role admin or manager. */
export async function deleteLadder(
  ctx: Context,
  input: { readonly id: string },
): Promise<{ readonly id: string }> {
  requireRuleWriter(ctx)
  const id = requireId(input.id)
  await transaction(async (client) => {
    const before = await lockLadder(client, id)
    if (before === null) throw notFound()
    const rules = await rulesOfLadder(client, id)
    if (rules.length > 0)
      throw conflict(`Rules climb this ladder: ${rules.join(', ')}. Give them another one first.`)
    await removeLadder(client, id)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'ladder.deleted',
      object: `ladder:${id}`,
      before,
      after: null,
    })
  })
  return { id }
}
