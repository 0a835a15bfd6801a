import { z } from 'zod'
import { conflict, notFound } from '@/lib/core/errors'
import { makeToken } from '@/lib/core/token'
import { appendAudit } from '@/lib/db/audit'
import { findUserById, insertPasswordLink } from '@/lib/db/people'
import { type Connection, transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** How long a link can be used, milliseconds. */
const LINK_MS = 72 * 3_600_000

export interface PasswordLink {
  /** path of our own with the token in its fragment, which no server's log ever holds */
  readonly path: string
  /** epoch ms */
  readonly expiresAt: number
}

export const personId = z.uuid('not the id of a person')

/** A link for a person inside the caller's transaction, audited without its token. */
export async function linkFor(ctx: Context, client: Connection, userId: string): Promise<PasswordLink> {
  const { token, id, hash } = makeToken('hp')
  const expiresAt = ctx.now + LINK_MS
  const actor = actorOf(ctx.principal)
  await insertPasswordLink(client, { id, userId, hash, createdBy: actor, at: ctx.now, expiresAt })
  await appendAudit(client, {
    at: ctx.now,
    actor,
    action: 'user.link_made',
    object: `user:${userId}`,
    before: null,
    after: { expiresAt: new Date(expiresAt).toISOString() },
  })
  return { path: `/welcome#${token}`, expiresAt }
}

/** A new link by which a person sets their password; an older one is dead. Answered this once. Needs role admin. */
export async function makePasswordLink(ctx: Context, id: string): Promise<PasswordLink> {
  requireRole(ctx, 'admin')
  const userId = parseInput(personId, id)
  return await transaction(async (client) => {
    const user = await findUserById(client, userId)
    if (user === null) throw notFound()
    if (user.disabledAt !== null) throw conflict('This person is disabled; enable them first.')
    return await linkFor(ctx, client, userId)
  })
}
