/** From hourly answers to the hours of a week, and to the cells of their heat map. Pure. */
import { DAY, dayNumberAt, localParts } from '@/lib/core/zone'
import type { Metric, QueryResult } from '@/lib/metrics/types'
import type { HourCell } from '@/lib/stats/weekly'

/** One hour of the week: its figure, the cases behind it, and how many such hours the period holds. */
export interface WeekHour {
  readonly value: number | null
  readonly n: number
}

/** Monday first; 24 hours each. */
export type Week = readonly (readonly WeekHour[])[]

const cellsOf = (answer: QueryResult, id: string, zone: string, from: number): HourCell[] => {
  const firstDay = dayNumberAt(from, zone)
  return answer.rows.flatMap((row): HourCell[] => {
    const value = row[id]
    if (row.time === undefined || typeof value !== 'number') return []
    const at = Date.parse(row.time)
    const { weekday, hour } = localParts(at, zone)
    const n = row.n[id] ?? 0
    const week = Math.floor((dayNumberAt(at, zone) - firstDay) / 7)
    return n === 0 ? [] : [{ week, weekday, hour, sum: value * n, n }]
  })
}

/** The hours of a metric's hourly answer, by week, weekday and hour. `from` = start of the period. */
export function hourCells(answer: QueryResult, metric: Metric, zone: string, from: number): HourCell[] {
  return cellsOf(answer, metric.id, zone, from)
}

/**
 * Weekday × hour of an hourly answer. Shares and means pool by their cases; a count becomes its mean per such hour of
 * the period, so that a weekday that the period holds more often is not higher for it.
 */
export function weekOf(
  answer: QueryResult,
  metric: Metric,
  zone: string,
  period: { readonly from: number; readonly to: number },
): Week {
  const sums = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => ({ sum: 0, n: 0 })))
  for (const cell of cellsOf(answer, metric.id, zone, period.from)) {
    const place = sums[cell.weekday - 1]?.[cell.hour]
    if (!place) continue
    place.sum += metric.type === 'count' ? cell.n : cell.sum
    place.n += cell.n
  }
  const days = daysByWeekday(period, zone)
  return sums.map((hours, weekday) =>
    hours.map(({ sum, n }): WeekHour => {
      if (metric.type === 'count') {
        const times = days[weekday] ?? 0
        return { value: times === 0 ? null : sum / times, n }
      }
      return { value: n === 0 ? null : sum / n, n }
    }),
  )
}

/** How many Mondays, Tuesdays … begin in a period. */
export function daysByWeekday(
  period: { readonly from: number; readonly to: number },
  zone: string,
): number[] {
  const days = [0, 0, 0, 0, 0, 0, 0]
  const last = dayNumberAt(period.to - 1, zone)
  for (let day = dayNumberAt(period.from, zone); day <= last; day++) {
    const weekday = localParts(day * DAY, 'UTC').weekday
    days[weekday - 1] = (days[weekday - 1] ?? 0) + 1
  }
  return days
}

export interface Ramp {
  /** value at the pale end, and at the dark, worse end */
  readonly pale: number
  readonly dark: number
  /** some hours lie beyond the dark end */
  readonly beyond: boolean
}

/** The worst hours that may lie beyond the ramp, so that a few of them do not leave all others pale. */
const BEYOND = 0.02

/** Both ends of the ramp over the judged hours: the dark end is the worse one; null where nothing is judged. */
export function rampOf(week: Week, minSample: number, worse: 'high' | 'low'): Ramp | null {
  const values = week
    .flat()
    .filter((hour) => hour.value !== null && hour.n >= minSample)
    .map((hour) => hour.value ?? 0)
    .sort((a, b) => (worse === 'high' ? a - b : b - a))
  const pale = values[0]
  const worst = values.at(-1)
  const most = values[Math.ceil(values.length * (1 - BEYOND)) - 1]
  if (pale === undefined || worst === undefined || most === undefined) return null
  // Where nearly all hours are alike the few that are not make the ramp: else none of them would show.
  const dark = most === pale ? worst : most
  return { pale, dark, beyond: dark !== worst }
}

/** Step of the ramp, 0 pale … 6 dark. */
export function stepOf(value: number, { pale, dark }: Omit<Ramp, 'beyond'>): number {
  if (dark === pale) return 0
  return Math.min(6, Math.max(0, Math.round(((value - pale) / (dark - pale)) * 6)))
}

/** First and last hour with any cases, both inside; a whole day where there are none. */
export function hoursShown(week: Week): readonly [number, number] {
  const used = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    week.some((day) => (day[hour]?.n ?? 0) > 0),
  )
  return [used[0] ?? 0, used.at(-1) ?? 23]
}
