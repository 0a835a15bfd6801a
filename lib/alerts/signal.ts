/** The number a rule watches, as a series of the past: windows pooled, changes and bands worked out. Pure. */
import { DAY, MINUTE, wallAt } from '@/lib/core/zone'
import { metricById } from '@/lib/metrics/catalogue'
import type { GaugeId, Metric } from '@/lib/metrics/types'
import type { Point } from './backtest'
import { type AdaptiveParams, BAND_WEEKS, bandOf } from './kinds/adaptive'
import { WIDTHS } from './kinds/band-widths'
import type { ChangeParams } from './kinds/change'
import { conditionLimit } from './kinds/condition-limit'
import type { Limit } from './kinds/limits'
import type { Watched } from './kinds/scopes'
import type { ThresholdParams } from './kinds/threshold'
import { type Window, windowMinutes, windowPeriod } from './kinds/window'
import type { RuleKind } from './types'

const WEEK = 7 * DAY
const QUARTER = 15 * MINUTE

/** What the numbers of a signal are: the metric itself, its change against the usual, or spreads from the usual. */
export type SignalScale = 'value' | 'change' | 'spread'

/** The states of now whose past stands in the facts. Who had how many chats against which capacity is not kept. */
const PAST_STATES = [
  'queue_now',
  'oldest_wait_now',
  'agents_online',
  'agents_available',
] as const satisfies readonly GaugeId[]
export type PastState = (typeof PAST_STATES)[number]

/** How a rule's number is made from the buckets of its metric. */
export interface SignalPlan {
  readonly watched: Watched
  readonly scale: SignalScale
  /** the state it is, looked at when each bucket ends; null = a number over a window */
  readonly state: PastState | null
  readonly grain: '15m' | 'hour'
  /** how far before the period buckets are needed */
  readonly lookbackMs: number
  readonly limit: Limit
  /** percentiles and other formulas are pooled by their cases, which is close but not the same */
  readonly approximate: boolean
  /** it looks back over so many weeks that percentiles by the hour are taken from sketches */
  readonly sketched: boolean
  readonly make: (raw: RawSeries, from: number, zone: string) => readonly SignalPoint[]
}

/** Buckets of a metric end to end; `starts` ascending. */
export interface RawSeries {
  readonly starts: readonly number[]
  readonly values: readonly (number | null)[]
  readonly n: readonly number[]
  /** the end of the last bucket */
  readonly end: number
}

export interface SignalPoint extends Point {
  readonly n: number
}

/** How to make the number of a rule; null where its kind watches none, or nothing of its past is kept. */
export function signalPlan(kind: RuleKind, params: unknown): SignalPlan | null {
  switch (kind) {
    case 'threshold':
      return thresholdPlan(params as ThresholdParams)
    case 'change':
      return changePlan(params as ChangeParams)
    case 'adaptive':
      return adaptivePlan(params as AdaptiveParams)
    default:
      return null
  }
}

const isApproximate = (metric: Metric, window: Window): boolean =>
  windowMinutes(window) !== 15 && (metric.type === 'quantile' || metric.type === 'derived')

function thresholdPlan(params: ThresholdParams): SignalPlan | null {
  const metric = metricById(params.metric)
  if (metric === undefined || metric.type === 'scan') return null
  if (metric.type === 'gauge') return statePlan(params, metric.gauge)
  return {
    watched: params,
    scale: 'value',
    state: null,
    grain: grainOf(params.window),
    lookbackMs: lookback(params.window),
    limit: params,
    approximate: isApproximate(metric, params.window),
    sketched: false,
    make: (raw, from, zone) => enough(windowed(raw, params.window, metric, from, zone), params.minSample),
  }
}

/** A state of now is the same whatever the window. */
function statePlan(params: ThresholdParams, gauge: GaugeId): SignalPlan | null {
  const state = PAST_STATES.find((it) => it === gauge)
  if (state === undefined) return null
  return {
    watched: params,
    scale: 'value',
    state,
    grain: '15m',
    lookbackMs: 0,
    limit: params,
    approximate: false,
    sketched: false,
    make: ({ starts, values, n, end }) =>
      enough(
        starts.map((_, i) => ({ at: starts[i + 1] ?? end, value: values[i] ?? null, n: n[i] ?? 0 })),
        params.minSample,
      ),
  }
}

/** A window of a day or more moves little in a quarter of an hour. */
const grainOf = (window: Window): '15m' | 'hour' => (windowMinutes(window) >= 1_440 ? 'hour' : '15m')

const lookback = (window: Window): number => Math.min(28 * DAY, windowMinutes(window) * MINUTE)

function changePlan(params: ChangeParams): SignalPlan | null {
  const metric = metricById(params.metric)
  if (metric === undefined || metric.type === 'gauge' || metric.type === 'scan') return null
  const weeks = params.against === 'average' ? 4 : 1
  const shifts =
    params.against === 'previous_period'
      ? [windowMinutes(params.window) * MINUTE]
      : Array.from({ length: weeks }, (_, i) => (i + 1) * WEEK)
  return {
    watched: params,
    scale: 'change',
    state: null,
    grain: grainOf(params.window),
    lookbackMs: Math.max(...shifts) + lookback(params.window),
    limit: conditionLimit({ kind: 'change', params }),
    approximate: isApproximate(metric, params.window),
    sketched: metric.type === 'quantile',
    make: (raw, from, zone) => {
      const all = windowed(raw, params.window, metric, raw.starts[0] ?? from, zone)
      const by = new Map(all.map((point) => [point.at, point]))
      return all
        .filter(({ at }) => at > from)
        .map(({ at, value, n }) => {
          const before = shifts.flatMap((shift) => by.get(at - shift) ?? []).filter((it) => it.value !== null)
          const usual = pool(before, metric.type === 'count')
          const small = Math.max(n, ...before.map((it) => it.n)) < params.minSample
          const change = value === null || usual === null || usual <= 0 || small ? null : value / usual - 1
          return {
            at,
            n,
            value: change !== null && params.direction === 'either' ? Math.abs(change) : change,
          }
        })
    },
  }
}

/** Several stretches as one: counts on the average, the rest by their cases. */
function pool(points: readonly SignalPoint[], counted: boolean): number | null {
  if (points.length === 0) return null
  if (counted) return points.reduce((sum, { value }) => sum + (value ?? 0), 0) / points.length
  const n = points.reduce((sum, point) => sum + point.n, 0)
  return n === 0 ? null : points.reduce((sum, point) => sum + (point.value ?? 0) * point.n, 0) / n
}

function adaptivePlan(params: AdaptiveParams): SignalPlan | null {
  const metric = metricById(params.metric)
  if (metric === undefined || metric.type === 'gauge' || metric.type === 'scan') return null
  return {
    watched: params,
    scale: 'spread',
    state: null,
    grain: 'hour',
    lookbackMs: BAND_WEEKS * WEEK,
    limit: conditionLimit({ kind: 'adaptive', params }),
    approximate: true,
    sketched: metric.type === 'quantile',
    make: (raw, from, zone) => {
      const byWall = new Map(raw.starts.map((start, i) => [wallAt(start, zone), i]))
      return raw.starts.flatMap((start, i): SignalPoint[] => {
        if (start < from) return []
        const at = raw.starts[i + 1] ?? raw.end
        const n = raw.n[i] ?? 0
        const value = raw.values[i] ?? null
        const past = Array.from({ length: BAND_WEEKS }, (_, week) =>
          byWall.get(wallAt(start, zone) - (week + 1) * WEEK),
        )
        const values = past.flatMap((index) => {
          const known = index === undefined ? null : (raw.values[index] ?? null)
          return known === null || (raw.n[index ?? 0] ?? 0) === 0 ? [] : [known]
        })
        const band = bandOf(values, 'medium')
        if (band === null || value === null || n < params.minSample) return [{ at, n, value: null }]
        // The band's half-width is so many spreads.
        const spread = (band.high - band.middle) / WIDTHS.medium
        const distance = spread === 0 ? 0 : (value - band.middle) / spread
        return [{ at, n, value: params.direction === 'either' ? Math.abs(distance) : distance }]
      })
    },
  }
}

const enough = (points: readonly SignalPoint[], minSample: number): readonly SignalPoint[] =>
  minSample === 0 ? points : points.map((point) => (point.n < minSample ? { ...point, value: null } : point))

/**
 * The number over its window, as it stood at the end of each bucket after `from`: counts added up, everything else by
 * its cases. Windows no longer than a bucket are the bucket.
 */
export function windowed(
  raw: RawSeries,
  window: Window,
  metric: Pick<Metric, 'type'>,
  from: number,
  zone: string,
): readonly SignalPoint[] {
  const counted = metric.type === 'count'
  const weights = [0]
  const sums = [0]
  for (let i = 0; i < raw.starts.length; i++) {
    const n = raw.n[i] ?? 0
    const value = raw.values[i] ?? null
    weights.push((weights[i] ?? 0) + n)
    sums.push((sums[i] ?? 0) + (value === null ? 0 : counted ? value : value * n))
  }
  let low = 0
  return raw.starts.flatMap((start, i): SignalPoint[] => {
    const at = raw.starts[i + 1] ?? raw.end
    if (at <= from) return []
    if (windowMinutes(window) * MINUTE <= at - start) {
      return [{ at, value: raw.values[i] ?? null, n: raw.n[i] ?? 0 }]
    }
    const period = windowPeriod(window, at - 1, zone)
    while (low < raw.starts.length && (raw.starts[low] ?? 0) < period.from - QUARTER / 2) low++
    const high = indexAt(raw.starts, Math.min(period.to, at), i + 1)
    const begun = (raw.starts[0] ?? start) > period.from + QUARTER / 2
    if (begun || high <= low) return [{ at, value: null, n: 0 }]
    const n = (weights[high] ?? 0) - (weights[low] ?? 0)
    const sum = (sums[high] ?? 0) - (sums[low] ?? 0)
    return [{ at, value: counted ? sum : n === 0 ? null : sum / n, n }]
  })
}

/** How many of the first `most` starts lie before an instant. */
function indexAt(starts: readonly number[], at: number, most: number): number {
  let index = most
  while (index > 0 && (starts[index - 1] ?? 0) >= at) index--
  return index
}
