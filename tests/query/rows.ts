/** The value of a metric as its rows have it. Shared with the walk through the pages in the browser. */
import { metricById } from '@/lib/metrics/catalogue'
import { quantile } from '@/lib/stats/wilson'

/** What a row of `GET /tickets` with a metric says of it. */
export interface MetricRow {
  readonly n?: number
  readonly hits?: number
  readonly values?: readonly number[]
}

const total = (rows: readonly MetricRow[], read: (row: MetricRow) => number | undefined): number =>
  rows.reduce((sum, row) => sum + (read(row) ?? 0), 0)

/**
 * The metric computed from its rows, and its sample size. `capacity` is what the open chats of `load` are divided
 * by: agents are no tickets, so the rows only have its numerator.
 */
export function fromRows(
  id: string,
  rows: readonly MetricRow[],
  capacity = 0,
): { readonly value: number | null; readonly n: number } {
  const metric = metricById(id)
  const n = total(rows, (row) => row.n)
  const hits = total(rows, (row) => row.hits)
  const values = rows.flatMap((row) => row.values ?? [])
  switch (metric?.type) {
    case 'count':
      return { value: n, n }
    case 'mean':
      return { value: n === 0 ? null : values.reduce((sum, value) => sum + value, 0) / n, n }
    case 'quantile':
      return { value: quantile(values, metric.q), n }
    case 'derived':
      return { value: n === 0 ? null : (100 * hits) / n, n }
    case 'gauge':
      if (metric.gauge === 'queue_now') return { value: n, n }
      if (metric.gauge === 'load') return { value: capacity > 0 ? hits / capacity : null, n: capacity }
      return { value: values.length === 0 ? null : Math.max(...values), n }
    default:
      return { value: n === 0 ? null : hits / n, n }
  }
}
