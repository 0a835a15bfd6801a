/** Where the rows behind a number stand: tickets, or the page of the agents or customers that it counts. */
import { metricById } from '@/lib/metrics/catalogue'
import { hasTickets } from '@/lib/metrics/ticket-parts'
import { rowsQuery, type ViewState, viewQuery } from './view-state'

/** Address of the rows behind a metric's number on a page with this view. */
export function rowsHref(
  view: ViewState,
  zone: string,
  now: number,
  extra: Parameters<typeof rowsQuery>[3] & { readonly metric: string },
): string {
  const metric = metricById(extra.metric)
  if (metric === undefined || hasTickets(metric)) return `/tickets?${rowsQuery(view, zone, now, extra)}`
  const own = extra.filters ?? []
  const others = view.filters.filter((filter) => !own.some((it) => it.dimension === filter.dimension))
  const query = viewQuery({ ...view, filters: [...others, ...own] })
  const path = metric.group === 'people' ? '/agents' : '/customers'
  return query === '' ? path : `${path}?${query}`
}
