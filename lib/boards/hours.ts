/** Whether somebody serves now, by the business calendars. Pure. */
import { isOpen, nextClosing, nextOpening } from '@/lib/core/calendar'
import type { FoldConfig } from '@/lib/facts/config'

/** `until` = when that changes next; null = never within 400 days, or no calendar is set. */
export interface Hours {
  readonly state: 'open' | 'closed' | 'always'
  readonly until: number | null
}

export const ALWAYS: Hours = { state: 'always', until: null }

type Calendars = Pick<FoldConfig, 'calendarFor'>

/** The hours of a channel, a team, or of whoever has neither (both null). */
export function hoursOf(
  config: Calendars,
  scope: { readonly channel?: string | null; readonly team?: string | null },
  at: number,
): Hours {
  const calendar = config.calendarFor({ channel: scope.channel ?? null, team: scope.team ?? null, at })
  if (calendar === null) return ALWAYS
  return isOpen(calendar, at)
    ? { state: 'open', until: nextClosing(calendar, at) }
    : { state: 'closed', until: nextOpening(calendar, at) }
}

/** Several hours as one: open while any is. It closes when the last of them does, as far as can be seen from now. */
export function together(all: readonly Hours[]): Hours {
  if (all.length === 0 || all.some(({ state }) => state === 'always')) return ALWAYS
  const open = all.filter(({ state }) => state === 'open')
  const untils = (open.length > 0 ? open : all).map(({ until }) => until)
  if (open.length > 0) {
    return { state: 'open', until: untils.includes(null) ? null : Math.max(...untils.map((at) => at ?? 0)) }
  }
  const known = untils.filter((at) => at !== null)
  return { state: 'closed', until: known.length === 0 ? null : Math.min(...known) }
}
