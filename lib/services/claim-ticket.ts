import { conflict } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { tellBoards, writeClaim } from '@/lib/db/claims'
import { transaction } from '@/lib/db/pool'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { openWait, requireHands, ticketKeySchema } from './waiting-ticket'

/**
 * 我来: says that the asker looks after a conversation that waits, `{source, subject}`. It holds until the reply comes
 * or it is released. Claiming again is no error. Throws 409 where nobody waits any more, or somebody else has claimed
 * it; 404 where the ticket is not of the asker's teams; 403 for auditors and screens.
 */
export async function claimTicket(ctx: Context, input: unknown): Promise<{ claimedBy: string; at: string }> {
  requireHands(ctx)
  const key = parseInput(ticketKeySchema, input)
  return await transaction(async (client) => {
    const { actor, since } = await openWait(client, ctx, key)
    if (since === null) throw conflict('Nobody waits on this ticket any more.')
    const holder = await writeClaim(client, key, since, actor, ctx.now)
    if (holder.by !== actor.by) throw conflict(`${holder.name} has claimed it already.`)
    await appendAudit(client, {
      at: ctx.now,
      actor: actor.by,
      action: 'ticket.claimed',
      object: `ticket:${key.source}/${key.subject}`,
      before: null,
      after: { claimed: true },
    })
    await tellBoards(client)
    return { claimedBy: actor.name, at: new Date(ctx.now).toISOString() }
  })
}
