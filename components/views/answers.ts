/** Reads answers of the query door for pages. Pure. */
import type { KpiCardProps } from '@/components/boards/kpi-card'
import { bandOf } from '@/lib/boards/state'
import type { TileState } from '@/lib/boards/types'
import { localParts } from '@/lib/core/zone'
import { type Formats, NONE, shareDecimals } from '@/lib/i18n/format'
import type { Translate } from '@/lib/i18n/translate'
import { targetAt } from '@/lib/metrics/targets'
import type { Grain, Limit, Metric, QueryResult, QueryRow } from '@/lib/metrics/types'

const DAY = 86_400_000

export function numberOf(row: QueryRow | null | undefined, id: string): number | null {
  const value = row?.[id]
  return typeof value === 'number' ? value : null
}

export function textOf(row: QueryRow, id: string): string | null {
  const value = row[id]
  return typeof value === 'string' ? value : null
}

export function nOf(row: QueryRow | null | undefined, id: string): number {
  return row?.n[id] ?? 0
}

/** A count in words, with a plus where there are more. */
export const atLeast = (count: string, more: boolean | undefined): string => (more ? `${count}+` : count)

/** The grain that draws a period in a readable number of points. */
export function grainOf(from: number, to: number): Grain {
  const days = (to - from) / DAY
  if (days <= 2.1) return 'hour'
  return days <= 92 ? 'day' : 'week'
}

/**
 * A figure's state by its target, or null where it must not be judged: too few cases, or no target. `limit` is the
 * target of where the figure stands; null = none.
 */
export function stateOf(
  metric: Metric,
  value: number | null,
  n: number,
  limit: Limit | null = targetAt(metric, {}),
): TileState | null {
  if (value === null) return 'none'
  if (isSmall(metric, n) || limit === null) return null
  return bandOf(value, limit, metric.unit)
}

export function isSmall(metric: Metric, n: number): boolean {
  return metric.minSample > 1 && n < metric.minSample
}

/** The values of one metric, a bucket each. */
export function seriesOf(result: QueryResult | null, id: string): (number | null)[] {
  return (result?.rows ?? []).map((row) => numberOf(row, id))
}

/** A figure of a period as a card: value, target, change, sample, interval, and the words for what is missing. */
export function metricCard(
  metric: Metric,
  answer: { readonly now: QueryResult | null; readonly spark: QueryResult | null },
  page: { readonly t: Translate; readonly f: Formats },
  options: {
    readonly label: string
    readonly href: string
    readonly id?: string
    /** the target of where the figure stands, instead of the company's; null = none */
    readonly limit?: Limit | null | undefined
  },
): KpiCardProps {
  const { t, f } = page
  const id = metric.id
  const row = answer.now?.rows[0] ?? null
  const before = answer.now?.comparison?.rows[0] ?? null
  const value = numberOf(row, id)
  const n = nOf(row, id)
  const interval = row?.interval?.[id] ?? null
  const limit = options.limit === undefined ? targetAt(metric, {}) : options.limit
  const state = stateOf(metric, value, n, limit)
  const provisional = row?.provisional?.includes(id) ?? false
  const target = limit
    ? t('tile.target', { target: f.target(limit.op, metric.unit, limit.value) })
    : undefined
  const common = {
    id: options.id ?? `period_${id}`,
    label: options.label,
    href: value === null ? undefined : options.href,
    figure: { metric: id, value, n },
    spark: seriesOf(answer.spark, id),
    sparkTarget: limit?.value ?? null,
  }
  if (value === null) {
    return {
      ...common,
      state: null,
      digits: NONE,
      quiet: true,
      left1: answer.now ? t('tile.noData') : undefined,
      left2: target,
    }
  }
  if (isSmall(metric, n)) {
    return {
      ...common,
      state: null,
      digits: f.count(n),
      unit: t('tile.caseUnit'),
      quiet: true,
      left1: t('tile.smallSample', { count: metric.minSample }),
      right1: undefined,
      left2: target,
    }
  }
  const shown = f.figure(metric.unit, value, interval)
  const immature = t('tile.immature', { days: Math.round(metric.matureAfterSeconds / 86_400) })
  const beforeValue = numberOf(before, id)
  const decimals = metric.unit === 'share' ? shareDecimals(value, interval) : 1
  return {
    ...common,
    state,
    word: state && state !== 'ok' ? t(`state.${state}`) : undefined,
    aside: provisional ? (state && state !== 'ok' ? t('tile.immatureShort') : immature) : undefined,
    asideTitle: provisional ? immature : undefined,
    digits: shown.digits,
    unit: shown.unit,
    left1: target,
    right1: answer.now?.comparison
      ? beforeValue === null
        ? NONE
        : f.change(metric.unit, value - beforeValue, decimals)
      : undefined,
    left2: metric.unit === 'count' ? undefined : f.n(n),
    right2: interval ? f.interval(metric.unit, interval, value) : undefined,
  }
}

export interface HeatCellValue {
  readonly value: number | null
  readonly n: number
}

/**
 * Hourly shares folded into weekday × hour (0 = Monday). A share's value times its n is the count it came from, so
 * adding both up is exact, not a mean of means.
 */
export function weekdayHours(result: QueryResult, id: string, zone: string): HeatCellValue[][] {
  const sums = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => ({ yes: 0, n: 0 })))
  for (const row of result.rows) {
    const value = numberOf(row, id)
    if (row.time === undefined || value === null) continue
    const { weekday, hour } = localParts(Date.parse(row.time), zone)
    const cell = sums[weekday - 1]?.[hour]
    if (!cell) continue
    const n = nOf(row, id)
    cell.yes += value * n
    cell.n += n
  }
  return sums.map((day) => day.map(({ yes, n }) => ({ value: n === 0 ? null : yes / n, n })))
}
