import { type AgentNow, readAgentsNow } from '@/lib/db/agent-status'
import { type Context, requireScope, teamScope } from './context'

/**
 * Everybody as they are now, by team and name, within the asker's teams; only of `teams` where given. Throws 403 without
 * the scope `read`, 503 while the database is away.
 */
export async function listAgentsNow(
  ctx: Context,
  input: { readonly teams?: readonly string[] } = {},
): Promise<readonly AgentNow[]> {
  requireScope(ctx, 'read')
  return readAgentsNow(teamScope(ctx.principal), { teams: input.teams ?? null })
}
