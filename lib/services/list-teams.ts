import { listTeamNames } from '@/lib/db/desk'
import { type Context, requireRole, teamScope } from './context'

/** Names of teams, as the organisation, people and sources know them, within the asker's teams. Needs role admin, manager or auditor. */
export async function listTeams(ctx: Context): Promise<readonly string[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const teams = teamScope(ctx.principal)
  const known = await listTeamNames()
  return teams === null ? known : known.filter((team) => teams.includes(team))
}
