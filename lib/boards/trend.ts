/** Zone D: today in quarter-hours over the same weekday of eight weeks, and what is likely ahead. Pure. */
import { bucketStart, buckets } from '@/lib/core/grain'
import { dayNumberAt, startOfDay, startOfDayNumber, weekdayOf } from '@/lib/core/zone'
import { targetAt } from '@/lib/metrics/targets'
import type { QueryRow } from '@/lib/metrics/types'
import { type Day, forecastDay, slotValues } from '@/lib/stats/forecast'
import { quantile } from '@/lib/stats/wilson'
import { ageOf, isStale, numberOf, slotOf } from './answers'
import type { BoardParts, BoardQuery } from './board'
import { bandOf } from './state'
import type { TileValue, TrendResult } from './types'

const METRIC = 'frt_avg'
export const BAND_WEEKS = 8
const HOUR_MS = 3_600_000
/** A band of one or two days is no band. */
const BAND_DAYS_LEAST = 3
/** Breach in sight: the forecast is over the limit within this time. */
const SIGHT_MS = 15 * 60_000
const SLOTS = 96

const pastDay = (week: number): BoardQuery => ({
  id: `trendWeek${week}`,
  everyMs: HOUR_MS,
  input: (now, zone) => {
    const day = dayNumberAt(now, zone) - 7 * week
    return {
      metrics: [METRIC],
      grain: '15m',
      period: {
        from: new Date(startOfDayNumber(day, zone)).toISOString(),
        to: new Date(startOfDayNumber(day + 1, zone)).toISOString(),
      },
    }
  },
})

// Each week is a question of its own: eight single days are read, not the 57 around them.
const PAST: readonly BoardQuery[] = Array.from({ length: BAND_WEEKS }, (_, i) => pastDay(i + 1))

export const TREND_QUERIES: readonly BoardQuery[] = [
  {
    id: 'trendToday',
    everyMs: 5_000,
    input: () => ({ metrics: [METRIC], grain: '15m', period: { preset: 'today' } }),
  },
  ...PAST,
]

const timeOf = (row: QueryRow): number => (row.time === undefined ? Number.NaN : Date.parse(row.time))

/** Values by the slot of the local clock; a quarter-hour that comes twice when clocks change is one. */
function dayOf(rows: readonly QueryRow[], zone: string): Day {
  const day = new Map<number, { value: number; weight: number }>()
  for (const row of rows) {
    const at = timeOf(row)
    const value = numberOf(row, METRIC)
    const weight = row.n[METRIC] ?? 0
    if (Number.isNaN(at) || value === null || weight <= 0) continue
    const slot = slotOf(at, zone)
    const known = day.get(slot)
    const sum = (known?.weight ?? 0) + weight
    day.set(slot, {
      value: ((known?.value ?? 0) * (known?.weight ?? 0) + value * weight) / sum,
      weight: sum,
    })
  }
  return day
}

/** Quarter-hours of fewer cases than this on the average say more about chance than about the day. */
const QUARTER_CASES = 10

function isThin(rows: readonly QueryRow[]): boolean {
  const counts = rows.flatMap((row) => ((row.n[METRIC] ?? 0) > 0 ? [row.n[METRIC] ?? 0] : []))
  return counts.length > 0 && counts.reduce((sum, n) => sum + n, 0) / counts.length < QUARTER_CASES
}

/** Quarter-hours put together into the hours of the local clock, each case weighing the same. */
function hourly(rows: readonly QueryRow[], zone: string): QueryRow[] {
  const hours = new Map<number, { sum: number; n: number }>()
  for (const row of rows) {
    const at = bucketStart(timeOf(row), 'hour', zone)
    const n = row.n[METRIC] ?? 0
    const known = hours.get(at) ?? { sum: 0, n: 0 }
    hours.set(at, { sum: known.sum + (numberOf(row, METRIC) ?? 0) * n, n: known.n + n })
  }
  return [...hours].map(([at, { sum, n }]) => ({
    time: new Date(at).toISOString(),
    [METRIC]: n === 0 ? null : sum / n,
    n: { [METRIC]: n },
  }))
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Today, its band and what is ahead. Past answers of another weekday (the day has just rolled over) are left out. */
export function trendOf(parts: BoardParts): TrendResult {
  const { now, zone } = parts
  const weekday = weekdayOf(dayNumberAt(now, zone))
  const start = startOfDay(now, zone)
  const dayEnd = startOfDayNumber(dayNumberAt(now, zone) + 1, zone)
  const quarters = (parts.results.trendToday?.rows ?? []).filter(
    (row) => timeOf(row) >= start && timeOf(row) <= now,
  )
  const pastQuarters = PAST.map(({ id }) =>
    (parts.results[id]?.rows ?? []).filter((row) => weekdayOf(dayNumberAt(timeOf(row), zone)) === weekday),
  )
  const thin = isThin([...quarters, ...pastQuarters.flat()])
  const rows = thin ? hourly(quarters, zone) : quarters
  const past = pastQuarters.map((day) => dayOf(thin ? hourly(day, zone) : day, zone))
  const grain = thin ? 'hour' : '15m'
  const times = buckets(start, dayEnd, grain, zone)
  const band = times.map((at) => {
    const slot = slotOf(at, zone)
    const known = past.filter((day) => [slot - 1, slot, slot + 1].some((s) => day.has(s))).length
    const values = known < BAND_DAYS_LEAST ? [] : slotValues(past, slot).map(({ value }) => value)
    const low = quantile(values, 0.1)
    const high = quantile(values, 0.9)
    return {
      time: new Date(at).toISOString(),
      low: low === null ? null : round(low),
      high: high === null ? null : round(high),
    }
  })
  const points = rows.map((row) => ({
    time: row.time ?? '',
    value: numberOf(row, METRIC),
    n: row.n[METRIC] ?? 0,
  }))
  const target = targetAt(parts.metric(METRIC), {})?.value ?? null
  const next = slotOf(now, zone) + 1
  const bySlot = new Map(
    forecastDay(past, dayOf(rows, zone), next, SLOTS).map((ahead) => [ahead.slot, ahead]),
  )
  const forecast = times.flatMap((at) => {
    const ahead = at > now ? bySlot.get(slotOf(at, zone)) : undefined
    return ahead === undefined
      ? []
      : [
          {
            time: new Date(at).toISOString(),
            value: round(ahead.value),
            low: round(ahead.low),
            high: round(ahead.high),
          },
        ]
  })
  const last = points.findLast(({ value }) => value !== null)?.value ?? null
  const across = target !== null && last !== null && last > target
  const crossing = target === null || across ? undefined : forecast.find(({ value }) => value > target)
  return {
    metric: METRIC,
    unit: 'seconds',
    target,
    points,
    band,
    weeks: BAND_WEEKS,
    grain,
    forecast,
    crossesAt: crossing?.time ?? null,
    annotations: parts.live.annotations,
  }
}

/** Whether the limit is likely to be crossed within a quarter of an hour. */
export function isInSight(trend: TrendResult, now: number): boolean {
  return trend.crossesAt !== null && Date.parse(trend.crossesAt) - now <= SIGHT_MS
}

export function trendTile(parts: BoardParts, trend: TrendResult): TileValue {
  const metric = parts.metric(METRIC)
  const last = trend.points.at(-1)
  const small = last === undefined || last.value === null || last.n < (metric?.minSample ?? 0)
  const band = bandOf(last?.value ?? null, targetAt(metric, {}), 'seconds')
  const judged = band === 'ok' && isInSight(trend, parts.now) ? 'watch' : band
  return {
    value: last?.value ?? null,
    n: last?.n ?? null,
    state: parts.company.state === 'closed' ? 'closed' : isStale(parts) || small ? 'none' : judged,
    ageSeconds: ageOf(parts),
    result: trend,
  }
}
