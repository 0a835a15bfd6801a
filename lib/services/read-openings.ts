import type { Openings } from '@/lib/alerts/heard'
import { openStretches } from '@/lib/core/calendar'
import { DAY } from '@/lib/core/zone'
import type { Context } from './context'
import { currentSettings } from './current-settings'
import { requireRuleReader } from './rule-access'

/** Far enough that no holiday hides what is there every week. */
const DAYS = 56

/** The working hours of the next eight weeks, of every calendar that holds for somebody. Needs a role that reads rules. */
export async function readOpenings(ctx: Context): Promise<Openings> {
  requireRuleReader(ctx)
  const { tenant, calendars, assignments } = await currentSettings(ctx.now)
  const held = new Set(assignments.map(({ calendarId }) => calendarId))
  const [from, to] = [ctx.now, ctx.now + DAYS * DAY]
  return {
    from,
    to,
    zone: tenant.zone,
    always: !assignments.some(({ scope }) => scope === 'tenant'),
    calendars: calendars
      .filter(({ id }) => held.has(id))
      .map(({ name, calendar }) => ({ name, open: openStretches(calendar, from, to) })),
  }
}
