import { conflict, notFound } from '@/lib/core/errors'
import { personChangeForm } from '@/lib/core/settings-forms'
import { appendAudit } from '@/lib/db/audit'
import { findUserById, lockAdmins, removePasswordLink, revokeSessions, updateUserRow } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { personId } from './make-password-link'
import { parseInput } from './parse-input'

/**
 * Changes a person `{name?, role?, teams?, phone?, disabled?}`; what is left out stays. Another role or teams, and
 * being disabled, end the person's sessions at once. Throws 409 where nobody would be left to administer. Needs role
 * admin.
 */
export async function updatePerson(ctx: Context, id: string, input: unknown): Promise<{ id: string }> {
  requireRole(ctx, 'admin')
  const userId = parseInput(personId, id)
  const change = parseInput(personChangeForm, input)
  await transaction(async (client) => {
    const admins = await lockAdmins(client)
    const before = await findUserById(client, userId)
    if (before === null) throw notFound()
    const disabled = change.disabled ?? before.disabledAt !== null
    const after = {
      id: userId,
      name: change.name ?? before.name,
      role: change.role ?? before.role,
      teams: change.teams ?? before.teams,
      phone: change.phone === undefined ? before.phone : change.phone,
      disabledAt: disabled ? (before.disabledAt ?? ctx.now) : null,
    }
    if ((disabled || after.role !== 'admin') && admins.length === 1 && admins[0] === userId)
      throw conflict('This is the last administrator; make another one first.')
    await updateUserRow(client, after)
    if (disabled) await removePasswordLink(client, userId)
    const moved = after.role !== before.role || after.teams.join('\n') !== before.teams.join('\n')
    if (moved || (disabled && before.disabledAt === null)) await revokeSessions(client, userId, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: disabled && before.disabledAt === null ? 'user.disabled' : 'user.changed',
      object: `user:${userId}`,
      before: picture(before),
      after: picture(after),
    })
  })
  return { id: userId }
}

/** What the audit trail says of a person: that there is a phone, not which. */
function picture(user: {
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  readonly phone: string | null
  readonly disabledAt: number | null
}): object {
  const { name, role, teams, phone, disabledAt } = user
  return { name, role, teams, hasPhone: phone !== null, disabled: disabledAt !== null }
}
