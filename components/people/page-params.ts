/** What the people pages keep in the address beside the view: metric and basis of the comparison, metric of the trend. */
import type { SearchParams } from '@/components/views/view-state'
import { BASES, type Basis } from './standings'

export interface PeopleParams {
  /** metric of the fair comparison; null = the page's first */
  readonly rank: string | null
  readonly basis: Basis
  /** metric of the trend; null = the page's first */
  readonly trend: string | null
}

const first = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

/** Reads them; a metric that is not among those offered is left out. */
export function parsePeople(
  params: SearchParams,
  offered: { readonly rank?: readonly string[]; readonly trend?: readonly string[] },
): PeopleParams {
  const rank = first(params.rank) ?? ''
  const trend = first(params.trend) ?? ''
  return {
    rank: offered.rank?.includes(rank) ? rank : null,
    basis: BASES.find((it) => it === first(params.basis)) ?? 'adjusted',
    trend: offered.trend?.includes(trend) ? trend : null,
  }
}

/** The same as a query string, without "?" and without what is the default. */
export function peopleQuery(params: PeopleParams, changes: Partial<PeopleParams> = {}): string {
  const next = { ...params, ...changes }
  const query = new URLSearchParams()
  if (next.rank) query.set('rank', next.rank)
  if (next.basis !== 'adjusted') query.set('basis', next.basis)
  if (next.trend) query.set('trend', next.trend)
  return query.toString()
}

/** Query strings joined; empty ones left out. */
export const joinQuery = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('&')
