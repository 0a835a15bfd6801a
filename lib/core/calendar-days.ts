/** The days on which a business calendar is unlike its weeks: holidays, and days worked in their stead (调休). */
import type { BusinessCalendar, CalendarException } from './calendar'
import { dayNumberAt, parseDate, startOfDayNumber } from './zone'

export interface SpecialDays {
  /** null where the calendar gives it none */
  readonly name: string | null
  readonly kind: 'closed' | 'other_hours' | 'make_up'
  /** epoch ms, half-open */
  readonly from: number
  readonly to: number
}

const kindOf = (exception: CalendarException): SpecialDays['kind'] =>
  'as' in exception ? 'make_up' : exception.spans.length === 0 ? 'closed' : 'other_hours'

/** Runs of such days that touch [from, to), in order; days in a row of one name and kind are one run. */
export function specialDays(calendar: BusinessCalendar, from: number, to: number): SpecialDays[] {
  const { zone, versions } = calendar
  const last = dayNumberAt(to - 1, zone)
  const first = dayNumberAt(from, zone)
  const days = versions
    .flatMap((version, i) =>
      Object.entries(version.exceptions).flatMap(([date, exception]) => {
        // A version holds up to the next one; the first one also before its date.
        const next = versions[i + 1]?.validFrom
        if ((i > 0 && date < version.validFrom) || (next !== undefined && date >= next)) return []
        const day = parseDate(date)
        return day === null ? [] : [{ day, name: exception.name ?? null, kind: kindOf(exception) }]
      }),
    )
    .sort((a, b) => a.day - b.day)
  const runs: { name: string | null; kind: SpecialDays['kind']; first: number; last: number }[] = []
  for (const { day, name, kind } of days) {
    const run = runs.at(-1)
    if (run !== undefined && run.last === day - 1 && run.name === name && run.kind === kind) run.last = day
    else runs.push({ name, kind, first: day, last: day })
  }
  return runs
    .filter((run) => run.last >= first && run.first <= last)
    .map(({ name, kind, first: begin, last: end }) => ({
      name,
      kind,
      from: startOfDayNumber(begin, zone),
      to: startOfDayNumber(end + 1, zone),
    }))
}
