import { conflict } from '@/lib/core/errors'
import { keyForm } from '@/lib/core/settings-forms'
import { makeToken } from '@/lib/core/token'
import { appendAudit } from '@/lib/db/audit'
import { findKeyByName, insertKey } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole, SCOPES } from './context'
import { parseInput } from './parse-input'

/**
 * Makes an API key, `{name, scopes}`. Answers `{id, name, scopes, token}`; the token is shown this once. Needs role admin or scope
 * admin. Throws 409 where a live key has the name.
 */
export async function createApiKey(
  ctx: Context,
  input: unknown,
): Promise<{ id: string; name: string; scopes: readonly string[]; token: string }> {
  requireRole(ctx, 'admin')
  const { name, scopes } = parseInput(keyForm, input)
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
