import { z } from 'zod'
import { conflict } from '@/lib/core/errors'
import { makeToken } from '@/lib/core/token'
import { appendAudit } from '@/lib/db/audit'
import { findKeyByName, insertKey } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole, SCOPES } from './context'
import { parseInput } from './parse-input'

/** `{name, scopes}`: a name of 1–100 characters, and at least one of ingest, read, admin. */
export const createApiKeyInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'name a key, e.g. "shop-events"')
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters'),
  scopes: z
    .array(z.enum(SCOPES, `known scopes: ${SCOPES.join(', ')}`))
    .min(1, `give at least one of ${SCOPES.join(', ')}`),
})

/**
 * Makes an API key. Answers `{id, name, scopes, token}`; the token is shown this once. Needs role admin or scope
 * admin. Throws 409 where a live key has the name.
 */
export async function createApiKey(
  ctx: Context,
  input: unknown,
): Promise<{ id: string; name: string; scopes: readonly string[]; token: string }> {
  requireRole(ctx, 'admin')
  const { name, scopes } = parseInput(createApiKeyInput, input)
  const unique = SCOPES.filter((scope) => scopes.includes(scope))
  const { token, id, hash } = makeToken('hl')
  await transaction(async (client) => {
    const existing = await findKeyByName(client, name)
    if (existing !== null && existing.revokedAt === null) {
      throw conflict(
        `There is a key named "${name}" already; take another name, or end it first with --revoke.`,
      )
    }
    const actor = actorOf(ctx.principal)
    await insertKey(client, { id, name, hash, scopes: unique, createdBy: actor, at: ctx.now })
    await appendAudit(client, {
      at: ctx.now,
      actor,
      action: 'key.created',
      object: `key:${id}`,
      before: null,
      after: { name, scopes: unique },
    })
  })
  return { id, name, scopes: unique, token }
}
