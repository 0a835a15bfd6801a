import type { ScreenCommand, ScreenSettings } from '@/lib/boards/screen-settings'
import { listLabelledAgentsOf } from '@/lib/db/organisation'
import { type CompanyNames, companyNames, maskedAgents, onlyAgents } from '@/lib/i18n/names'
import type { Context } from './context'
import { ownAgent } from './own-agent'

/** What the company calls things, for this reader's browser: the role `agent` gets colleagues' names masked. */
export async function namesForReader(ctx: Context): Promise<CompanyNames> {
  const { principal } = ctx
  if (principal.kind !== 'user' || principal.role !== 'agent') return companyNames()
  return maskedAgents(companyNames(), await ownAgent(ctx))
}

/** Boards that name agents: who holds what waits, who is signed in, who can help. */
const NAMING_AGENTS: readonly string[] = ['overview', 'teams']

/**
 * The same for a television: agents only where a board it shows names them, and on a screen of one team none but that
 * team's.
 */
export async function namesForScreen(screen: {
  readonly team: string | null
  readonly board: string
  readonly settings: ScreenSettings
  readonly command: ScreenCommand | null
}): Promise<CompanyNames> {
  const { team, board, settings, command } = screen
  const shown = [board, ...settings.scenes, command?.scene ?? board]
  if (!shown.some((one) => NAMING_AGENTS.includes(one))) return onlyAgents(companyNames(), [])
  if (team === null) return companyNames()
  return onlyAgents(companyNames(), await listLabelledAgentsOf(team))
}
