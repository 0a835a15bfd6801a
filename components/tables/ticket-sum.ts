/** What the rows behind a number add up to: the same arithmetic as the number's, over rows of `GET /tickets`. Pure. */
import type { Metric } from '@/lib/metrics/types'
import { quantile } from '@/lib/stats/wilson'

export interface SummedRow {
  readonly value?: number | null
  readonly n?: number
  readonly hits?: number
  readonly values?: readonly number[]
}

/** How rows of a metric become its number. */
export type SumKind =
  | { readonly how: 'count' }
  | { readonly how: 'mean' }
  | { readonly how: 'share' }
  | { readonly how: 'points' }
  | { readonly how: 'quantile'; readonly q: number }
  | { readonly how: 'rows' }
  | { readonly how: 'longest' }

/** null = the number is no arithmetic of its rows (load: open chats ÷ places). */
export function sumKind(metric: Metric): SumKind | null {
  switch (metric.type) {
    case 'count':
      return { how: 'count' }
    case 'mean':
      return { how: 'mean' }
    case 'quantile':
      return { how: 'quantile', q: metric.q }
    case 'ratio':
    case 'scan':
      return { how: 'share' }
    case 'derived':
      return metric.unit === 'points' ? { how: 'points' } : null
    case 'gauge':
      if (metric.gauge === 'queue_now') return { how: 'rows' }
      return metric.gauge === 'oldest_wait_now' ? { how: 'longest' } : null
  }
}

export interface RowsSum {
  /** in the metric's unit; null = no data */
  readonly value: number | null
  /** how often the rows count */
  readonly n: number
  readonly hits: number
}

/** All rows as one number. */
export function sumRows(kind: SumKind, rows: readonly SummedRow[]): RowsSum {
  let n = 0
  let hits = 0
  const values: number[] = []
  for (const row of rows) {
    n += row.n ?? 0
    hits += row.hits ?? 0
    for (const value of row.values ?? []) values.push(value)
  }
  const result = (value: number | null): RowsSum => ({ value, n, hits })
  switch (kind.how) {
    case 'count':
      return result(n)
    case 'rows':
      return result(rows.length)
    case 'mean':
      return result(values.length === 0 ? null : values.reduce((sum, it) => sum + it, 0) / values.length)
    case 'quantile':
      return result(quantile(values, kind.q))
    case 'share':
      return result(n === 0 ? null : hits / n)
    case 'points':
      return result(n === 0 ? null : (100 * hits) / n)
    case 'longest':
      return result(values.length === 0 ? null : Math.max(...values))
  }
}
