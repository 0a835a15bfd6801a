/** Reading answers of the query door and live readings apart, as every tile does. Pure. */
import { DAY, startOfDay, wallAt } from '@/lib/core/zone'
import { STALE_AFTER } from '@/lib/facts/source-reading'
import { targetAt } from '@/lib/metrics/targets'
import type { Dimension, Limit, Locale, QueryResult, QueryRow } from '@/lib/metrics/types'
import type { BoardParts } from './board'
import type { Hours } from './hours'
import { bandOf } from './state'
import type { FigureResult, TileState, TileValue } from './types'

const QUARTER = 15 * 60_000
/** Quarter-hours of a sparkline. */
const SPARK_QUARTERS = 12

/** The last three hours in whole quarter-hours. */
export const quarters = (now: number) => ({
  from: new Date(Math.floor(now / QUARTER) * QUARTER - (SPARK_QUARTERS - 1) * QUARTER).toISOString(),
  to: new Date(now + 1).toISOString(),
})

/** Which quarter of the local clock's day the instant lies in, 0–95. */
export const slotOf = (at: number, zone: string): number => {
  const wall = wallAt(at, zone)
  return Math.floor((((wall % DAY) + DAY) % DAY) / QUARTER)
}

export function firstRow(result: Pick<QueryResult, 'rows'> | undefined | null): QueryRow | null {
  return result?.rows[0] ?? null
}

export function numberOf(row: QueryRow | null | undefined, id: string): number | null {
  const value = row?.[id]
  return typeof value === 'number' ? value : null
}

/** The same where it rests on as many cases as its metric asks for; null where on fewer: such a value says nothing. */
export function enoughOf(parts: BoardParts, row: QueryRow | null | undefined, id: string): number | null {
  return (row?.n[id] ?? 0) < (parts.metric(id)?.minSample ?? 0) ? null : numberOf(row, id)
}

/** The value of a dimension; null = none. */
export function keyOf(row: QueryRow, dimension: Dimension): string | null {
  const value = row[dimension]
  return typeof value === 'string' ? value : null
}

export function byKey(
  rows: readonly QueryRow[] | undefined,
  dimension: Dimension,
): Map<string | null, QueryRow> {
  return new Map((rows ?? []).map((row) => [keyOf(row, dimension), row]))
}

export function series(result: Pick<QueryResult, 'rows'> | undefined, id: string): (number | null)[] {
  return (result?.rows ?? []).map((row) => numberOf(row, id))
}

/** Series of several groups from one answer with a grain. */
export function seriesBy(
  result: Pick<QueryResult, 'rows'> | undefined,
  dimension: Dimension,
  id: string,
): Map<string | null, (number | null)[]> {
  const all = new Map<string | null, (number | null)[]>()
  for (const row of result?.rows ?? []) {
    const key = keyOf(row, dimension)
    const list = all.get(key) ?? []
    list.push(numberOf(row, id))
    all.set(key, list)
  }
  return all
}

/** Seconds since the newest thing we know of: the freshest source's last event, or the applier where it is behind. */
export function ageOf(parts: BoardParts): number | null {
  const newest = Math.max(
    ...parts.live.sources.map((s) => s.lastAt ?? Number.NEGATIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  )
  if (newest === Number.NEGATIVE_INFINITY) return null
  const known = parts.live.behindSince === null ? newest : Math.min(newest, parts.live.behindSince)
  return Math.max(0, Math.floor((parts.now - known) / 1000))
}

/** True where nothing is current any more. */
export function isStale(parts: BoardParts): boolean {
  const age = ageOf(parts)
  return age === null || age > STALE_AFTER
}

const LABELS = {
  last15: { zh: '近 15 分钟', en: 'last 15 min' },
  lastHour: { zh: '近 1 小时', en: 'last hour' },
  today: { zh: '今天', en: 'today' },
  now: { zh: '此刻', en: 'now' },
} satisfies Record<string, Record<Locale, string>>
export type PeriodKind = keyof typeof LABELS

export function periodOf(parts: BoardParts, kind: PeriodKind): FigureResult['period'] {
  const from = {
    last15: parts.now - QUARTER,
    lastHour: parts.now - 4 * QUARTER,
    today: startOfDay(parts.now, parts.zone),
    now: parts.now,
  }[kind]
  return { from: new Date(from).toISOString(), to: new Date(parts.now).toISOString(), label: LABELS[kind] }
}

export const instantText = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString()

export interface FigureAsk {
  readonly metric: string
  readonly period: PeriodKind
  readonly row: QueryRow | null
  readonly before: QueryRow | null
  readonly spark?: readonly (number | null)[]
  readonly beside?: FigureResult['beside']
  /** where the band of the target is not what judges it */
  readonly state?: TileState
  readonly target?: Limit
  /** whose opening the figure hangs on; none = it stands at any hour */
  readonly hours?: Hours
  /** the figure is about to cross its limit */
  readonly soon?: boolean
}

/** A plain figure: what it is, against what, on how much. */
export function figure(parts: BoardParts, ask: FigureAsk): TileValue {
  const metric = parts.metric(ask.metric)
  const value = numberOf(ask.row, ask.metric)
  const n = metric !== undefined && 'gauge' in metric ? null : (ask.row?.n[ask.metric] ?? null)
  const before = numberOf(ask.before, ask.metric)
  const unit = metric?.unit ?? 'count'
  const target = ask.target ?? targetAt(metric, {})
  const small = value !== null && n !== null && n < (metric?.minSample ?? 0)
  const band = ask.state ?? bandOf(value, target, unit)
  const judged = band === 'ok' && ask.soon === true ? 'watch' : band
  const closed = ask.hours?.state === 'closed'
  const result: FigureResult = {
    metric: ask.metric,
    unit,
    target: target === null ? null : { value: target.value, op: target.op },
    before,
    change: value === null || before === null ? null : value - before,
    interval: ask.row?.interval?.[ask.metric] ?? null,
    smallSample: small,
    provisional: ask.row?.provisional?.includes(ask.metric) ?? false,
    spark: ask.spark ?? [],
    period: periodOf(parts, ask.period),
    ...(closed ? { until: instantText(ask.hours?.until ?? null) } : {}),
    ...(ask.beside === undefined ? {} : { beside: ask.beside }),
  }
  const state = closed ? 'closed' : isStale(parts) || small || value === null ? 'none' : judged
  return { value, n, state, ageSeconds: ageOf(parts), result }
}
