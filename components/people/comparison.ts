/** Two figures side by side: their difference, and whether it may be chance. Pure. */
import { isSmall, nOf, numberOf } from '@/components/views/answers'
import type { Metric, QueryRow } from '@/lib/metrics/types'
import { type Difference, differenceOfMeans, differenceOfShares, errorOf } from '@/lib/stats/difference'

/** At most this many stand side by side. */
export const COMPARED_MAX = 4

/** chance = the interval holds 0 · better, worse, more, fewer = it does not · few = samples too small · open = no interval */
export type Verdict = 'chance' | 'better' | 'worse' | 'more' | 'fewer' | 'few' | 'open'

export interface ComparedFigures {
  /** first − second, in the metric's unit; null where one has no figure */
  readonly value: number | null
  readonly interval: readonly [number, number] | null
  readonly verdict: Verdict
}

interface Figure {
  readonly value: number
  readonly n: number
  readonly interval: readonly [number, number] | null
}

function figureOf(row: QueryRow | null | undefined, id: string): Figure | null {
  const value = numberOf(row, id)
  return value === null ? null : { value, n: nOf(row, id), interval: row?.interval?.[id] ?? null }
}

function difference(metric: Metric, a: Figure, b: Figure): Difference | null {
  if (metric.unit === 'share' && metric.type === 'ratio') {
    // A share times its sample is the count it came from.
    return differenceOfShares(
      { hits: Math.round(a.value * a.n), n: a.n },
      { hits: Math.round(b.value * b.n), n: b.n },
    )
  }
  if (metric.type !== 'mean' || a.interval === null || b.interval === null) return null
  const one = errorOf(a.interval, a.n)
  const two = errorOf(b.interval, b.n)
  if (one === null || two === null) return null
  return differenceOfMeans({ mean: a.value, error: one, n: a.n }, { mean: b.value, error: two, n: b.n })
}

/** The first against the second by one metric. Counts are told apart as they are: a count has no interval here. */
export function compareFigures(
  metric: Metric,
  first: QueryRow | null | undefined,
  second: QueryRow | null | undefined,
): ComparedFigures {
  const a = figureOf(first, metric.id)
  const b = figureOf(second, metric.id)
  if (a === null || b === null) return { value: null, interval: null, verdict: 'open' }
  const value = a.value - b.value
  if (isSmall(metric, a.n) || isSmall(metric, b.n)) return { value: null, interval: null, verdict: 'few' }
  const found = difference(metric, a, b)
  if (found === null) return { value, interval: null, verdict: 'open' }
  if (!found.clear) return { value, interval: found.interval, verdict: 'chance' }
  if (metric.polarity === 'none') {
    return { value, interval: found.interval, verdict: found.value > 0 ? 'more' : 'fewer' }
  }
  const better = metric.polarity === 'up' ? found.value > 0 : found.value < 0
  return { value, interval: found.interval, verdict: better ? 'better' : 'worse' }
}

/** Places of labels that would run into each other, moved apart; places 0–1 from the top, `gap` the least distance. */
export function spread(places: readonly number[], gap: number): number[] {
  const order = places.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at)
  const out = new Array<number>(places.length).fill(0)
  let last = Number.NEGATIVE_INFINITY
  for (const { at, i } of order) {
    last = Math.max(at, last + gap)
    out[i] = last
  }
  const over = last - 1
  if (over > 0) {
    let limit = 1
    for (const { i } of [...order].reverse()) {
      out[i] = Math.min(out[i] ?? 0, limit)
      limit = (out[i] ?? 0) - gap
    }
  }
  return out
}
