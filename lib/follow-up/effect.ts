/** Whether an improvement did something: each day since it began against the same weekdays before. Pure. */
import { studentQuantile } from '@/lib/stats/student'

/** One local day of a metric; null = no data. */
export interface DayValue {
  /** days since 1970-01-01 of the local calendar */
  readonly day: number
  readonly value: number | null
}

export interface MeasuredEffect {
  /** mean of the days since it began, each weekday as often as it came */
  readonly after: number
  /** mean of the same weekdays before */
  readonly before: number
  /** after − before, in the metric's unit */
  readonly change: number
  /** 95 % of the change (Student's t over the paired days) */
  readonly interval: readonly [number, number]
  /** days that could be compared */
  readonly days: number
  /** whether the interval leaves 0 out */
  readonly clear: boolean
}

/** Fewer days than this say nothing. */
export const LEAST_DAYS = 5
/** How many of the same weekday before are the measure. */
export const WEEKS_BEFORE = 4

/**
 * Every day from `start` on is paired with the mean of the same weekdays of the four weeks before `start`; the change is
 * the mean of the differences. Weekdays thus cancel out. Null where fewer than five days can be compared.
 */
export function measureEffect(days: readonly DayValue[], start: number): MeasuredEffect | null {
  const known = new Map(days.flatMap(({ day, value }) => (value === null ? [] : [[day, value] as const])))
  const usual = (day: number): number | null => {
    const back = Math.floor((day - start) / 7) + 1
    const values = Array.from({ length: WEEKS_BEFORE }, (_, week) =>
      known.get(day - (back + week) * 7),
    ).filter((value): value is number => value !== undefined)
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  }
  const pairs = [...known]
    .filter(([day]) => day >= start)
    .flatMap(([day, value]) => {
      const before = usual(day)
      return before === null ? [] : [{ after: value, before }]
    })
  const n = pairs.length
  if (n < LEAST_DAYS) return null
  const mean = (of: (pair: { after: number; before: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / n
  const change = mean(({ after, before }) => after - before)
  const variance = pairs.reduce((sum, { after, before }) => sum + (after - before - change) ** 2, 0) / (n - 1)
  const reach = studentQuantile(0.975, n - 1) * Math.sqrt(variance / n)
  return {
    after: mean(({ after }) => after),
    before: mean(({ before }) => before),
    change,
    interval: [change - reach, change + reach],
    days: n,
    clear: change - reach > 0 || change + reach < 0,
  }
}
