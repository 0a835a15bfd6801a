import {
  DAY,
  dayNumberAt,
  instantOfWall,
  MINUTE,
  startOfDay,
  startOfDayNumber,
  startOfMonth,
  startOfWeek,
  wallAt,
} from './zone'

/** Named periods, resolved against the tenant's zone and a given now. */
export const PERIOD_PRESETS = [
  'today',
  'yesterday',
  'last_15m',
  'last_7_days',
  'last_28_days',
  'this_week',
  'this_month',
  'last_month',
] as const
export type PeriodPreset = (typeof PERIOD_PRESETS)[number]

/** What a period can be compared with. */
export const PERIOD_COMPARES = ['previous_period', 'same_weekday', 'average', 'previous_year'] as const
export type PeriodCompare = (typeof PERIOD_COMPARES)[number]

/** A period holds `from` and not `to`. */
export interface Period {
  readonly from: number
  readonly to: number
}

/**
 * A preset as instants. Periods that run up to now end one millisecond after it, so that what happens at `now`
 * is inside. `last_7_days` and `last_28_days` are 7 and 28 local days of which today, up to now, is the last.
 */
export function resolvePreset(preset: PeriodPreset, now: number, zone: string): Period {
  const end = Math.floor(now) + 1
  switch (preset) {
    case 'today':
      return { from: startOfDay(now, zone), to: end }
    case 'yesterday': {
      const today = dayNumberAt(now, zone)
      return { from: startOfDayNumber(today - 1, zone), to: startOfDayNumber(today, zone) }
    }
    case 'last_15m':
      return { from: end - 15 * MINUTE, to: end }
    case 'last_7_days':
      return { from: startOfDayNumber(dayNumberAt(now, zone) - 6, zone), to: end }
    case 'last_28_days':
      return { from: startOfDayNumber(dayNumberAt(now, zone) - 27, zone), to: end }
    case 'this_week':
      return { from: startOfWeek(now, zone), to: end }
    case 'this_month':
      return { from: startOfMonth(now, zone), to: end }
    case 'last_month': {
      const to = startOfMonth(now, zone)
      return { from: startOfMonth(to - 1, zone), to }
    }
  }
}

/**
 * The period to compare with.
 *
 * - `previous_period`: of the same length directly before. Where both ends are local midnights, as many local
 *   days before (so 23- and 25-hour days match). Presets keep their sense: `today` → the same hours of
 *   yesterday, `this_week` → the same stretch of last week, `this_month` → of last month, `last_7_days` and
 *   `last_28_days` → 7 and 28 local days before, `last_month` → the month before it.
 * - `same_weekday`: 7 local days before, or the fewest whole weeks that keep a longer period from overlapping
 *   itself.
 * - `average`: the first of the periods of `comparePeriods`.
 * - `previous_year`: the same local dates and times a year before; 29 February becomes 28 February (as an end
 *   at midnight: 1 March).
 */
export function comparePeriod(
  period: Period & { readonly preset?: PeriodPreset | undefined },
  compare: PeriodCompare,
  zone: string,
): Period {
  const { from, to } = period
  if (compare === 'same_weekday' || compare === 'average') return weeksBefore(period, 1, zone)
  if (compare === 'previous_year') {
    return { from: shiftMonths(from, 12, zone, false), to: shiftMonths(to, 12, zone, true) }
  }
  switch (period.preset) {
    case 'today':
    case 'yesterday':
      return shiftDays(period, 1, zone)
    case 'last_7_days':
    case 'this_week':
      return shiftDays(period, 7, zone)
    case 'last_28_days':
      return shiftDays(period, 28, zone)
    case 'this_month':
      return { from: shiftMonths(from, 1, zone, false), to: Math.min(shiftMonths(to, 1, zone, true), from) }
    case 'last_month':
      return { from: shiftMonths(from, 1, zone, false), to: from }
    default:
      break
  }
  if (startOfDay(from, zone) === from && startOfDay(to, zone) === to && from < to) {
    const first = dayNumberAt(from, zone)
    return { from: startOfDayNumber(first - (dayNumberAt(to, zone) - first), zone), to: from }
  }
  return { from: from - (to - from), to: from }
}

/** Periods that `average` is made of. */
const AVERAGED = 4

/**
 * The periods a comparison is made of, the latest first: one, or for `average` four, on the same weekdays at the
 * same local times 7, 14, 21 and 28 days before; for a period longer than a week every time the fewest whole
 * weeks before that keep them apart.
 */
export function comparePeriods(
  period: Period & { readonly preset?: PeriodPreset | undefined },
  compare: PeriodCompare,
  zone: string,
): readonly Period[] {
  if (compare !== 'average') return [comparePeriod(period, compare, zone)]
  return Array.from({ length: AVERAGED }, (_, i) => weeksBefore(period, i + 1, zone))
}

/** The period `times` times the fewest whole weeks earlier that keep it from overlapping itself. */
function weeksBefore(period: Period, times: number, zone: string): Period {
  const days = Math.ceil((wallAt(period.to, zone) - wallAt(period.from, zone)) / DAY)
  return shiftDays(period, Math.max(1, Math.ceil(days / 7)) * 7 * times, zone)
}

/** The same local clock times `days` local days before. */
function shiftDays({ from, to }: Period, days: number, zone: string): Period {
  return {
    from: instantOfWall(wallAt(from, zone) - days * DAY, zone),
    to: instantOfWall(wallAt(to, zone) - days * DAY, zone),
  }
}

function shiftMonths(instant: number, months: number, zone: string, isEnd: boolean): number {
  const wall = wallAt(instant, zone)
  const date = new Date(wall)
  const time = ((wall % DAY) + DAY) % DAY
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1))
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const day = date.getUTCDate()
  const beyond = day > length
  const target = beyond && isEnd && time === 0 ? length + 1 : Math.min(day, length)
  return instantOfWall(first.getTime() + (target - 1) * DAY + time, zone)
}

/** Earliest and latest instants an event may carry: the years 2000 to 2100, in UTC. */
export const FIRST_INSTANT = Date.UTC(2000, 0, 1)
export const END_OF_INSTANTS = Date.UTC(2101, 0, 1)

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/**
 * Strict RFC 3339: `2026-11-01T09:30:00.123+08:00`, the offset required, `t` and `z` in either case, digits
 * beyond milliseconds cut off, a leap second (`:60`) read as the second after it. Epoch milliseconds, or null
 * where the text is something else or lies outside the years 2000–2100.
 */
export function parseRfc3339(text: string): number | null {
  const length = text.length
  if (length < 20) return null
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null
  const t = text.charCodeAt(10)
  if (t !== 84 && t !== 116) return null
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  // Not-a-number (a character that is no digit) fails each of these comparisons too.
  if (!(year >= 1999 && year <= 2101 && month >= 1 && month <= 12 && day >= 1)) return null
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return null
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (day > (leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0))) return null

  let i = 19
  let millis = 0
  if (text.charCodeAt(i) === 46) {
    i++
    const start = i
    for (let scale = 100; ; i++) {
      const digit = text.charCodeAt(i) - 48
      if (!(digit >= 0 && digit <= 9)) break
      if (i - start < 3) {
        millis += digit * scale
        scale /= 10
      }
    }
    if (i === start) return null
  }
  let offset = 0
  const sign = text.charCodeAt(i)
  if (sign === 90 || sign === 122) {
    if (i + 1 !== length) return null
  } else if (sign === 43 || sign === 45) {
    if (i + 6 !== length || text.charCodeAt(i + 3) !== 58) return null
    const hh = two(text, i + 1)
    const mm = two(text, i + 4)
    if (!(hh <= 23 && mm <= 59)) return null
    offset = (hh * 60 + mm) * MINUTE * (sign === 45 ? -1 : 1)
  } else return null

  const at = Date.UTC(year, month - 1, day, hour, minute, second) + millis - offset
  if (second === 60 && (at - millis) % DAY !== 0) return null
  return at >= FIRST_INSTANT && at < END_OF_INSTANTS ? at : null
}

function two(text: string, at: number): number {
  const a = text.charCodeAt(at) - 48
  const b = text.charCodeAt(at + 1) - 48
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : Number.NaN
}
