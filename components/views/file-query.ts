import type { QueryResult } from '@/lib/metrics/types'

/** The question of an answer in its wire form, with the period as instants: a file made later holds the same hours. */
export function fileQuery(result: QueryResult): Readonly<Record<string, unknown>> {
  const { metrics, dimensions, grain, period, filters, calendar, compare, orderBy, limit } = result.query
  const { from, to } = period as { readonly from: string; readonly to: string }
  return { metrics, dimensions, grain, period: { from, to }, filters, calendar, compare, orderBy, limit }
}
