import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { findUserById, revokeSessions } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { personId } from './make-password-link'
import { parseInput } from './parse-input'

/** Ends all sessions of a person on all their devices. Needs role admin. */
export async function signOutPerson(ctx: Context, id: string): Promise<{ id: string }> {
  requireRole(ctx, 'admin')
  const userId = parseInput(personId, id)
  await transaction(async (client) => {
    if ((await findUserById(client, userId)) === null) throw notFound()
    await revokeSessions(client, userId, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'user.signed_out',
      object: `user:${userId}`,
      before: null,
      after: null,
    })
  })
  return { id: userId }
}
