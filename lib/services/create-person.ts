import { randomUUID } from 'node:crypto'
import { conflict } from '@/lib/core/errors'
import { personForm } from '@/lib/core/settings-forms'
import { appendAudit } from '@/lib/db/audit'
import { insertUser } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { linkFor, type PasswordLink } from './make-password-link'
import { parseInput } from './parse-input'

/**
 * Makes a person `{email, name, role, teams?, phone?}` and a one-time link by which they set their password, answered
 * this once. Throws 409 where the address is taken. Needs role admin.
 */
export async function createPerson(
  ctx: Context,
  input: unknown,
): Promise<{ id: string; email: string; link: PasswordLink }> {
  requireRole(ctx, 'admin')
  const person = parseInput(personForm, input)
  const id = randomUUID()
  return await transaction(async (client) => {
    if (!(await insertUser(client, { ...person, id, at: ctx.now })))
      throw conflict('There is a person with this address already; change that one.')
    const { email, name, role, teams, phone } = person
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'user.created',
      object: `user:${id}`,
      before: null,
      after: { email, name, role, teams, hasPhone: phone !== null, disabled: false },
    })
    return { id, email, link: await linkFor(ctx, client, id) }
  })
}
