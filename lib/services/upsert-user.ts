import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { appendAudit } from '@/lib/db/audit'
import { findUserByEmail, revokeSessions, writeUser } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, ROLES, requireRole } from './context'
import { parseInput } from './parse-input'
import { hashPassword } from './password'

const plain = /^[^\p{Cc}\p{Cs}]*$/u

/** `{email, role, team? | teams?, password?, name?}`; `team` may hold several, separated by commas. */
export const upsertUserInput = z.strictObject({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(200)
    .regex(/^[^\s@"<>,;]+@[^\s@"<>,;]+$/u, 'not a mail address')
    .regex(plain, 'no control characters'),
  role: z.enum(ROLES, `known roles: ${ROLES.join(', ')}`),
  team: z.string().max(2_000).regex(plain, 'no control characters').nullish(),
  teams: z.array(z.string().trim().min(1).max(200).regex(plain, 'no control characters')).max(200).nullish(),
  password: z.string().min(8, 'at least 8 characters').max(500).nullish(),
  name: z.string().trim().max(200).regex(plain, 'no control characters').nullish(),
})

/**
 * Makes a person or changes the one with this address (enabling a disabled one). Without teams those stored stay.
 * A new person without a password gets a random one, answered once as `password`. A new password or role ends the
 * person's sessions. Needs role admin.
 */
export async function upsertUser(
  ctx: Context,
  input: unknown,
): Promise<{
  id: string
  email: string
  role: string
  teams: readonly string[]
  created: boolean
  password?: string
}> {
  requireRole(ctx, 'admin')
  const wanted = parseInput(upsertUserInput, input)
  const named = wanted.teams ?? (wanted.team ?? '').split(',').map((team) => team.trim())
  const teamsGiven = wanted.teams != null || wanted.team != null
  const teams = [...new Set(named.filter((team) => team !== ''))].sort()
  return await transaction(async (client) => {
    const before = await findUserByEmail(wanted.email, client)
    const made = before === null && wanted.password == null ? randomBytes(12).toString('base64url') : null
    const password = wanted.password ?? made
    const row = await writeUser(client, {
      id: before?.id ?? randomUUID(),
      email: wanted.email,
      name: wanted.name ?? before?.name ?? wanted.email.slice(0, wanted.email.indexOf('@')),
      role: wanted.role,
      teams: teamsGiven ? teams : (before?.teams ?? []),
      passwordHash: password === null ? null : await hashPassword(password),
      at: ctx.now,
    })
    if (before !== null && (password !== null || before.role !== row.role))
      await revokeSessions(client, row.id, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: before === null ? 'user.created' : 'user.changed',
      object: `user:${row.id}`,
      before:
        before === null
          ? null
          : { role: before.role, teams: before.teams, disabled: before.disabledAt !== null },
      after: { role: row.role, teams: row.teams, disabled: false, passwordChanged: password !== null },
    })
    const { id, email, role } = row
    return {
      id,
      email,
      role,
      teams: row.teams,
      created: before === null,
      ...(made === null ? {} : { password: made }),
    }
  })
}
