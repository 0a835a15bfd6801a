import { forbidden } from '@/lib/core/errors'
import { readOrganisation } from '@/lib/db/organisation'
import { type Context, requireScope, teamScope } from './context'

/** Somebody work can be given to. */
export interface Colleague {
  readonly id: string
  readonly name: string
  readonly role: string
}

/**
 * The people a task or an incident can be given to: those of the asker's teams, and everybody who oversees all. By
 * name. Throws 403 for agents and screens.
 */
export async function listColleagues(ctx: Context): Promise<readonly Colleague[]> {
  requireScope(ctx, 'read')
  const { principal } = ctx
  if (principal.kind === 'user' && principal.role === 'agent')
    throw forbidden('Ask your lead whom to give it to.')
  const teams = teamScope(principal)
  const { users } = await readOrganisation()
  return users
    .filter(
      (user) =>
        !user.disabled &&
        user.role !== 'auditor' &&
        (teams === null ||
          user.teams.some((team) => teams.includes(team)) ||
          user.role === 'admin' ||
          user.role === 'manager' ||
          (user.role === 'supervisor' && user.teams.length === 0)),
    )
    .map(({ id, name, email, role }) => ({ id, name: name === '' ? email : name, role }))
    .sort((a, b) => a.name.localeCompare(b.name))
}
