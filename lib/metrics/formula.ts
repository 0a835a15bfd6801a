/** From measures to a metric's number: the same arithmetic for the database's sums and the reference's. */
import { wilson } from '@/lib/stats/wilson'
import type { Calendar, Measure, MeasureRef, Metric } from './types'

/** A metric as one question asks it: on one clock. */
export interface AskedMetric {
  readonly metric: Metric
  readonly calendar: Calendar
}

/** One number: null = no data. `hits` and `interval` of shares only. */
export interface Figure {
  readonly value: number | null
  readonly n: number
  readonly hits?: number
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

/**
 * The number of a metric made of measures; undefined where every measure is zero (nothing happened).
 * `quantile` gives the sketch's q-quantile in the measure's own unit.
 */
export function evaluate(
  asked: AskedMetric,
  sumOf: (measure: Measure) => number,
  quantile: (sketch: Measure, q: number) => number | null,
): Figure | undefined {
  const { metric, calendar } = asked
  const value = (ref: MeasureRef) => sumOf(onClock(ref, calendar))
  const total = (refs: readonly MeasureRef[]) => refs.reduce((sum, ref) => sum + value(ref), 0)
  switch (metric.type) {
    case 'count': {
      const count = total(metric.of)
      return count === 0 ? undefined : { value: count, n: count }
    }
    case 'mean': {
      const n = value(metric.count)
      return n === 0 ? undefined : { value: scaled(value(metric.sum) / n, metric.scale), n }
    }
    case 'ratio': {
      const hits = total(metric.numerator)
      const n = total(metric.denominator)
      return share(hits, n)
    }
    case 'quantile': {
      const n = value(metric.count)
      if (n === 0) return undefined
      const found = quantile(onClock(metric.sketch, calendar), metric.q)
      return { value: found === null ? null : scaled(found, metric.scale), n }
    }
    case 'derived': {
      const n = value(metric.n)
      const inputs = metric.inputs.map(value)
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
