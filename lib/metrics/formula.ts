/** From measures to a metric's number: the same arithmetic for the database's sums and the reference's. */
import { studentQuantile } from '@/lib/stats/student'
import { wilson } from '@/lib/stats/wilson'
import type { Calendar, Measure, MeasureRef, Metric } from './types'

/** A metric as one question asks it: on one clock. */
export interface AskedMetric {
  readonly metric: Metric
  readonly calendar: Calendar
}

/** One number: null = no data. `hits` of shares only, `interval` of shares and of means whose spread is known. */
export interface Figure {
  readonly value: number | null
  readonly n: number
  readonly hits?: number
  /** the value as a part of a whole, where neither is `hits` nor `n` (time) */
  readonly part?: readonly [part: number, whole: number]
  readonly interval?: readonly [number, number]
}

/** The measure a reference means on this clock. */
export const onClock = (ref: MeasureRef, calendar: Calendar): Measure =>
  'all_hours' in ref ? ref[calendar] : ref

const refsOf = (metric: Metric): readonly MeasureRef[] => {
  switch (metric.type) {
    case 'count':
      return metric.of
    case 'mean':
      return [metric.sum, metric.count]
    case 'ratio':
      return [...metric.numerator, ...metric.denominator]
    case 'quantile':
      return [metric.count]
    case 'derived':
      return [...metric.inputs, metric.n]
    case 'gauge':
    case 'scan':
      return []
  }
}

/** The counts and sums a metric needs, each once; a quantile's sketch is not among them (see `sketchOf`). */
export function measuresOf({ metric, calendar }: AskedMetric): readonly Measure[] {
  return [...new Set(refsOf(metric).map((ref) => onClock(ref, calendar)))]
}

/** The sketch measure of a quantile metric on this clock; null for other metrics. */
export function sketchOf({ metric, calendar }: AskedMetric): Measure | null {
  return metric.type === 'quantile' ? onClock(metric.sketch, calendar) : null
}

/** Whether the metric has a wall-clock and a working-time form. */
export function isClocked(metric: Metric): boolean {
  const refs = metric.type === 'quantile' ? [metric.sketch] : refsOf(metric)
  return refs.some((ref) => 'all_hours' in ref)
}

/** The clock a query means for a metric; metrics without one are always `all_hours`. */
export function calendarOf(metric: Metric, asked: Calendar | null): Calendar {
  return isClocked(metric) ? (asked ?? metric.defaultCalendar) : 'all_hours'
}

/** What was added up in one cell. */
export interface Sums {
  sum(measure: Measure): number
  /** the sketch's q-quantile in the measure's own unit; null = none */
  quantile(sketch: Measure, q: number): number | null
  /** the sample variance of what is summed, in its own unit squared; null = not known */
  variance(sum: Measure): number | null
}

function total(refs: readonly MeasureRef[], calendar: Calendar, sums: Sums): number {
  let sum = 0
  for (const ref of refs) sum += sums.sum(onClock(ref, calendar))
  return sum
}

/** The number of a metric made of measures; undefined where every measure is zero (nothing happened). */
export function evaluate({ metric, calendar }: AskedMetric, sums: Sums): Figure | undefined {
  switch (metric.type) {
    case 'count': {
      const count = total(metric.of, calendar, sums)
      return count === 0 ? undefined : { value: count, n: count }
    }
    case 'mean': {
      const n = sums.sum(onClock(metric.count, calendar))
      if (n === 0) return undefined
      const sum = onClock(metric.sum, calendar)
      const mean = sums.sum(sum) / n
      const variance = n < 2 ? null : sums.variance(sum)
      if (variance === null) return { value: scaled(mean, metric.scale), n }
      const half = studentQuantile(0.975, n - 1) * Math.sqrt(Math.max(0, variance) / n)
      const interval = [scaled(mean - half, metric.scale), scaled(mean + half, metric.scale)] as const
      return { value: scaled(mean, metric.scale), n, interval }
    }
    case 'ratio':
      return share(total(metric.numerator, calendar, sums), total(metric.denominator, calendar, sums))
    case 'quantile': {
      const n = sums.sum(onClock(metric.count, calendar))
      if (n === 0) return undefined
      const found = sums.quantile(onClock(metric.sketch, calendar), metric.q)
      return { value: found === null ? null : scaled(found, metric.scale), n }
    }
    case 'derived': {
      const n = sums.sum(onClock(metric.n, calendar))
      const inputs = metric.inputs.map((ref) => sums.sum(onClock(ref, calendar)))
      if (n === 0 && inputs.every((input) => input === 0)) return undefined
      return { value: metric.compute(inputs), n }
    }
    case 'gauge':
    case 'scan':
      return undefined
  }
}

/** value × scale; thousandths by division, which leaves no dust behind the last digit (20993 → 20.993). */
export const scaled = (value: number, scale: number): number =>
  scale < 1 ? value / Math.round(1 / scale) : value * scale

/** hits ÷ n with its 95 % Wilson interval; no value where n is 0, undefined where both are. */
export function share(hits: number, n: number): Figure | undefined {
  if (n === 0) return hits === 0 ? undefined : { value: null, n, hits }
  const interval = hits <= n ? wilson(hits, n) : null
  return { value: hits / n, n, hits, ...(interval === null ? {} : { interval }) }
}

/** Figures of several periods as one: parts of the sums of their wholes. Only shares are pooled from figures. */
export function poolFigures(figures: readonly Figure[]): Figure | undefined {
  const n = figures.reduce((sum, figure) => sum + figure.n, 0)
  if (figures.some(({ part }) => part !== undefined)) {
    const [some, whole] = figures.reduce<readonly [number, number]>(
      ([a, b], { part }) => [a + (part?.[0] ?? 0), b + (part?.[1] ?? 0)],
      [0, 0],
    )
    return { value: whole > 0 ? some / whole : null, n, part: [some, whole] }
  }
  return share(
    figures.reduce((sum, { hits }) => sum + (hits ?? 0), 0),
    n,
  )
}
