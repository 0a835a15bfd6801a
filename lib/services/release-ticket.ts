import { conflict, forbidden } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { deleteClaim, lockClaim, tellBoards } from '@/lib/db/claims'
import { transaction } from '@/lib/db/pool'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { openWait, requireHands, ticketKeySchema } from './waiting-ticket'

const MAY_RELEASE_OTHERS = new Set(['admin', 'manager', 'supervisor', 'lead'])

/**
 * Takes a claim back, `{source, subject}`: one's own, or anybody's for those who lead. Throws 409 where nobody has
 * claimed it, 403 where it is somebody else's, 404 where the ticket is not of the asker's teams.
 */
export async function releaseTicket(ctx: Context, input: unknown): Promise<{ claimedBy: null }> {
  requireHands(ctx)
  const key = parseInput(ticketKeySchema, input)
  const { principal } = ctx
  const leads = principal.kind !== 'user' || MAY_RELEASE_OTHERS.has(principal.role)
  return await transaction(async (client) => {
    const { actor, since } = await openWait(client, ctx, key)
    const holder = since === null ? null : await lockClaim(client, key, since)
    if (holder === null) throw conflict('Nobody has claimed this ticket.')
    if (holder.by !== actor.by && !leads)
      throw forbidden(`${holder.name} has claimed it; ask them to release it.`)
    await deleteClaim(client, key)
    await appendAudit(client, {
      at: ctx.now,
      actor: actor.by,
      action: 'ticket.released',
      object: `ticket:${key.source}/${key.subject}`,
      before: { claimedBy: holder.by },
      after: null,
    })
    await tellBoards(client)
    return { claimedBy: null }
  })
}
