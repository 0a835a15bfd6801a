import { listTeamNames } from '@/lib/db/desk'
import { listSourceChannels, readOrganisation } from '@/lib/db/organisation'
import { readRefolding } from '@/lib/db/refolding'
import { readSettings, type StoredAssignment, type StoredCalendar } from '@/lib/db/settings'
import { type Context, requireRole } from './context'

export interface Calendars {
  readonly zone: string
  readonly calendars: readonly StoredCalendar[]
  readonly assignments: readonly StoredAssignment[]
  /** what a calendar can be given to */
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  /** what still waits to be computed again */
  readonly refolding: { readonly all: boolean; readonly units: number }
}

/** Business calendars, where each holds, and what still waits to be computed again. Needs role admin, manager or auditor. */
export async function listCalendars(ctx: Context): Promise<Calendars> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const [settings, { channels }, seen, teams, refolding] = await Promise.all([
    readSettings(),
    readOrganisation(),
    listSourceChannels(ctx.now),
    listTeamNames(),
    readRefolding(),
  ])
  return {
    zone: settings.tenant.zone,
    calendars: settings.calendars,
    assignments: settings.assignments,
    channels: [...new Set([...channels, ...seen].map(({ channel }) => channel))].sort(),
    teams,
    refolding,
  }
}
