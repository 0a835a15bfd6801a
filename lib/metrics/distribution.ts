/** How the values behind a mean or percentile spread. Pure: shapes, edges, and what a sketch says of it. */
import { SKETCH_BINS, SKETCH_EDGES, sketchQuantile } from '@/lib/stats/sketch'
import { type AskedMetric, onClock, scaled } from './formula'
import { sketches } from './measures'
import { metricParts, storedBound } from './ticket-parts'
import type { Calendar, Measure, Target, Unit } from './types'

export interface DistributionBin {
  /** in the metric's unit; values from `min` on and below `max`, as `GET /tickets` takes them; null = open */
  readonly min: number | null
  readonly max: number | null
  /** the edges as one writes them: a bin that holds its upper edge begins a stored unit beyond the lower one */
  readonly from: number
  readonly to: number
  readonly count: number
}

export interface Distribution {
  readonly metric: string
  readonly unit: Unit
  readonly calendar: Calendar
  /** `sketch`: too many values to read each; its bins are steps of the logarithm, its quantiles estimates */
  readonly source: 'facts' | 'sketch'
  /** values in all; the bins add up to it */
  readonly n: number
  readonly bins: readonly DistributionBin[]
  /** null = no values */
  readonly median: number | null
  readonly p90: number | null
  /** share of the values that keep the target; null = no target, or no values */
  readonly within: number | null
}

/** Which fact column a metric's values stand in. */
export interface Measured {
  /** which facts have a value */
  readonly count: Measure
  readonly field: string
  /** from stored whole numbers to the metric's unit */
  readonly scale: number
  /** the sketch of the same values, where there is one */
  readonly sketch: Measure | null
}

/** What a mean or percentile measures; null for metrics of another kind. */
export function measuredBy(asked: AskedMetric): Measured | null {
  const [part] = metricParts(asked)
  const count = part?.n[0]
  if (part?.value == null || count === undefined) return null
  const { field, scale } = part.value
  const { metric, calendar } = asked
  const measured =
    metric.type === 'quantile'
      ? onClock(metric.sketch, calendar)
      : metric.type === 'mean'
        ? onClock(metric.sum, calendar)
        : null
  const same = (sketch: Measure) =>
    sketch.column === field && JSON.stringify(sketch.where) === JSON.stringify(measured?.where)
  return { count, field, scale, sketch: sketches(part.family).find(same) ?? null }
}

/** What is known of the values before they are counted, in the metric's unit. */
export interface Extent {
  readonly p95: number
  readonly target: number | null
  readonly unit: Unit
}

const MOST_BINS = 18
const FEWEST_BINS = 8

/**
 * Upper edges of bins of equal width, each inside its bin; whatever lies beyond the last belongs to the last bin.
 * Edges meet the target: a quarter of it each or a multiple. Without a target the 95th percentile decides. Scores
 * have a bin for each point.
 */
export function niceEdges({ p95, target, unit }: Extent): readonly number[] {
  if (unit === 'score') return [1.4995, 2.4995, 3.4995, 4.4995, 5]
  const rough = target !== null && target > 0 ? target / 4 : Math.max(p95 / 16, 0.25)
  const width = rough * Math.max(1, Math.ceil(p95 / rough / MOST_BINS))
  const count = Math.min(MOST_BINS, Math.max(FEWEST_BINS, Math.ceil((p95 + 1e-9) / width)))
  return Array.from({ length: count }, (_, i) => (i + 1) * width)
}

/** The stored whole number at which the bin after an inclusive edge begins. */
export const beyondEdge = (edge: number, scale: number): number =>
  storedBound(edge, scale) + (isWhole(edge, scale) ? 1 : 0)

const isWhole = (edge: number, scale: number): boolean =>
  storedBound(edge, scale) === Number((edge / scale).toFixed(6))

/** Bins of counted facts: `bounds` are the stored starts of every bin but the first. */
export function countedBins(
  edges: readonly number[],
  bounds: readonly number[],
  counts: readonly number[],
  scale: number,
): readonly DistributionBin[] {
  return counts.map((count, i) => ({
    min: i === 0 ? null : scaled(bounds[i - 1] as number, scale),
    max: i === counts.length - 1 ? null : scaled(bounds[i] as number, scale),
    from: i === 0 ? 0 : (edges[i - 1] as number),
    to: edges[i] as number,
    count,
  }))
}

/** A distribution as far as a sketch knows it: 48 counters. Empty bins at either end are left out. */
export function sketchedDistribution(
  counts: readonly number[],
  scale: number,
  target: Pick<Target, 'value' | 'op'> | null,
): Pick<Distribution, 'n' | 'bins' | 'median' | 'p90' | 'within'> {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const first = Math.max(
    0,
    counts.findIndex((count) => count > 0),
  )
  let last = SKETCH_BINS - 1
  while (last > first && (counts[last] ?? 0) <= 0) last -= 1
  const edge = (i: number) => scaled(SKETCH_EDGES[i] as number, scale)
  const at = (q: number) => {
    const value = sketchQuantile(counts, q)
    return value === null ? null : scaled(value, scale)
  }
  return {
    n,
    median: at(0.5),
    p90: at(0.9),
    within: target === null || n === 0 ? null : shareWithin(counts, n, target.value / scale, target.op),
    bins:
      n === 0
        ? []
        : counts.slice(first, last + 1).map((count, i) => {
            const bin = first + i
            return {
              min: bin === 0 ? null : edge(bin - 1),
              max: bin === SKETCH_BINS - 1 ? null : edge(bin),
              from: bin === 0 ? 0 : edge(bin - 1),
              to: edge(Math.min(bin, SKETCH_BINS - 2)),
              count,
            }
          }),
  }
}

/** The share on the good side of a stored value; inside its bin values are taken to lie evenly on the logarithm. */
function shareWithin(counts: readonly number[], n: number, at: number, op: Target['op']): number {
  let below = 0
  for (let bin = 0; bin < SKETCH_BINS; bin++) {
    const low = bin === 0 ? 1 : (SKETCH_EDGES[bin - 1] as number)
    const high = bin === SKETCH_BINS - 1 ? Number.POSITIVE_INFINITY : (SKETCH_EDGES[bin] as number)
    const count = counts[bin] ?? 0
    if (high <= at) below += count
    else if (low < at && Number.isFinite(high)) below += (count * Math.log(at / low)) / Math.log(high / low)
  }
  return op === '<=' ? below / n : 1 - below / n
}
