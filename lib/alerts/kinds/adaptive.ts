/** A metric outside the band learnt from its own weekday and hour of the past weeks. */
import { z } from 'zod'
import { bucketStart, nextBucket } from '@/lib/core/grain'
import { instantOfWall, wallAt } from '@/lib/core/zone'
import type { MetricQuery } from '@/lib/metrics/types'
import { quantile } from '@/lib/stats/wilson'
import { keyOf } from '../keys'
import type { AlertKind, Evaluation } from '../types'
import { WIDTHS } from './band-widths'
import { crossed } from './change'
import { checkWatched, questionOf, readingsOf, unitOf, watchedFields } from './scopes'
import { windowPeriod } from './window'

export const BAND_WEEKS = 8
/** Fewer weeks with data make no band. */
export const BAND_WEEKS_LEAST = 4
const WEEK = 7 * 86_400_000
/** Turns the middle distance from the middle into a standard deviation, were the values normal. */
const ROBUST = 1.4826
/** A band is at least this wide to either side, as a part of its middle: eight equal weeks are no certainty. */
const WIDTH_LEAST = 0.05

export const adaptiveSchema = z
  .strictObject({
    ...watchedFields,
    /** minutes up to now that are compared with the hour */
    window: z.int().min(15).max(60).default(60),
    direction: z.enum(['up', 'down', 'either']),
    /** high = the narrow band */
    sensitivity: z.enum(['low', 'medium', 'high']).default('medium'),
  })
  .superRefine((params, ctx) => {
    checkWatched(params, (path, message) => ctx.addIssue({ code: 'custom', path: [...path], message }))
  })
export type AdaptiveParams = z.infer<typeof adaptiveSchema>

export interface Band {
  readonly low: number
  readonly high: number
  readonly middle: number
}

/** The band of the values of the same hour in past weeks; null where there are too few. */
export function bandOf(values: readonly number[], sensitivity: AdaptiveParams['sensitivity']): Band | null {
  if (values.length < BAND_WEEKS_LEAST) return null
  const middle = quantile(values, 0.5)
  if (middle === null) return null
  const spread =
    (quantile(
      values.map((value) => Math.abs(value - middle)),
      0.5,
    ) ?? 0) * ROBUST
  const reach = Math.max(WIDTHS[sensitivity] * spread, Math.abs(middle) * WIDTH_LEAST)
  return { low: Math.max(0, middle - reach), high: middle + reach, middle }
}

/** The local hour that holds the instant, some weeks before: the same question all through the hour. */
function hourBefore(now: number, weeks: number, zone: string): MetricQuery['period'] {
  const start = bucketStart(now, 'hour', zone)
  const from = instantOfWall(wallAt(start, zone) - weeks * WEEK, zone)
  return { from, to: nextBucket(from, 'hour', zone) }
}

export const adaptive: AlertKind<AdaptiveParams> = {
  id: 'adaptive',
  schema: adaptiveSchema,
  fires: 'evaluation',
  text: {
    zh: { label: '自适应区间', sentence: '某个指标超出自己过去 8 周同一星期几、同一小时的常见区间' },
    en: {
      label: 'Adaptive band',
      sentence: 'A metric is outside the band of its own weekday and hour of the past 8 weeks',
    },
  },
  queries: (params, now, zone) => [
    questionOf(params, windowPeriod(params.window, now, zone)),
    ...Array.from({ length: BAND_WEEKS }, (_, i) => questionOf(params, hourBefore(now, i + 1, zone))),
  ],
  evaluate: ([result, ...weeks], params, { known }) => {
    if (result === undefined) return []
    const readings = readingsOf(params, result.rows, known)
    const scopes = readings.map(({ scope }) => scope)
    const past = weeks.map(
      (week) => new Map(readingsOf(params, week.rows, scopes).map((it) => [keyOf(it.scope), it] as const)),
    )
    // What is counted is compared with as much of the hour as the window has.
    const unit = unitOf(params.metric)
    const part = unit === 'count' ? params.window / 60 : 1
    return readings.map(({ scope, value, n }): Evaluation => {
      const key = keyOf(scope)
      const values = past.flatMap((week) => {
        const reading = week.get(key)
        const usable =
          reading !== undefined && reading.value !== null && reading.n >= Math.min(1, params.minSample)
        return usable ? [(reading.value ?? 0) * part] : []
      })
      const band = bandOf(values, params.sensitivity)
      const blind = band === null || value === null || n < params.minSample
      const limits = band === null ? null : limitsOf(band, params.direction)
      const beyond = blind || limits === null ? null : crossed(value, limits)
      return {
        key,
        scope,
        verdict: blind ? 'no_data' : beyond === null ? 'ok' : 'breach',
        value,
        limit: limits === null ? null : ((beyond === 'low' ? limits[0] : limits[1]) ?? limits[0]),
        recovered: !blind && beyond === null,
        metric: params.metric,
        unit,
        n,
        expected: band === null ? null : [band.low, band.high],
      }
    })
  },
}

/** The sides of a band that are watched. */
export const limitsOf = (
  { low, high }: Pick<Band, 'low' | 'high'>,
  direction: AdaptiveParams['direction'],
): readonly [number | null, number | null] => [
  direction === 'up' ? null : low,
  direction === 'down' ? null : high,
]
