/**
 * Lists of customers: those with tickets in a period, or those found by an id, a telephone number or an address.
 * A page walks an index and stops when it is full; counts are read for the customers of the page alone.
 */
import type { Instant } from '@/lib/facts/event'
import * as families from '@/lib/metrics/families'
import type { Dimension } from '@/lib/metrics/types'
import { textArray } from './arrays'
import { dimensionColumn, type Params, questionConditions, stretchSql } from './query-sql'
import { type RowsQuestion, rowsOf } from './rows-question'

export const CUSTOMER_SORTS = ['recent', 'value', 'tickets'] as const
export type CustomerSort = (typeof CUSTOMER_SORTS)[number]
/** Only customers with, among their tickets of the period: one open now, one with a complaint, one rated low. */
export const CUSTOMER_ONLY = ['open', 'complaint', 'low'] as const
export type CustomerOnly = (typeof CUSTOMER_ONLY)[number]

export interface CustomerKey {
  /** what the list is ordered by: instant, value in hundredths (−1 = none) or count */
  readonly by: number
  readonly source: string
  readonly customer: string
}

export interface CustomerListing {
  readonly sort: CustomerSort
  readonly only: CustomerOnly | null
  /** first letter of the name, as it is shown masked; null = any */
  readonly initial: string | null
}

export interface ListedCustomer {
  readonly source: string
  readonly customer: string
  readonly name: string | null
  readonly tier: string | null
  readonly region: string | null
  readonly tags: readonly string[] | null
  readonly lifetimeValueCents: number | null
  /** opening of the latest visible ticket, whatever the period */
  readonly lastAt: Instant | null
  readonly lastChannel: string | null
  /** tickets opened in the period that match the filters */
  readonly tickets: number
  /** visible tickets open now */
  readonly open: number
  /** the last rating of satisfaction, on 1–5 in thousandths; looked for in the latest 200 tickets */
  readonly ratingMilli: number | null
  readonly ratedAt: Instant | null
  /** complaints filed in the period */
  readonly complaints: number
}

/** Tickets opened in the period that match, under an alias; a team scope lets through every ticket a team ever had. */
function matching(question: RowsQuestion, params: Params, alias: string): string[] {
  const { filters, scope, stretches } = question
  const column = (dimension: Dimension) => `${alias}.${dimensionColumn(families.opened, dimension)}`
  const named = filters.some((filter) => filter.dimension === 'team' && filter.op === 'in')
  return [
    `${alias}.customer IS NOT NULL`,
    stretchSql(stretches, params, `${alias}.opened_at`),
    ...questionConditions({ filters, scope: null }, params, column, 'null'),
    ...visible(scope, params, alias),
    ...(scope !== null && named ? [`${alias}.team_opened = ANY(${params.texts(scope)})`] : []),
  ]
}

const visible = (scope: readonly string[] | null, params: Params, alias: string): string[] =>
  scope === null ? [] : [`${alias}.teams && ${params.texts(scope)}`]

function onlySql(only: CustomerOnly | null, alias: string): string[] {
  switch (only) {
    case null:
      return []
    case 'open':
      return [`${alias}.state = 'open'`]
    case 'complaint':
      return [`EXISTS (SELECT FROM complaint x WHERE x.ticket_id = ${alias}.ticket_id)`]
    case 'low':
      return [
        `EXISTS (SELECT FROM answer x WHERE x.ticket_id = ${alias}.ticket_id AND x.kind LIKE 'csat%' AND x.normal_milli < 3000)`,
      ]
  }
}

const initialSql = (initial: string | null, params: Params, name: string): string[] =>
  initial === null ? [] : [`left(${name}, 1) = ${params.add(initial)}`]

const NAME = '(SELECT n.name FROM customer n WHERE n.source = f.source AND n.customer = f.customer)'

/** By the latest ticket: along the index of openings, each customer at their last one. */
function recentSql(
  question: RowsQuestion,
  { only, initial }: CustomerListing,
  after: CustomerKey | null,
  limit: number,
  params: Params,
): string {
  const conditions = [
    ...matching(question, params, 'f'),
    ...onlySql(only, 'f'),
    ...initialSql(initial, params, NAME),
    // A scalar subquery, so that it is asked for each row in turn and never becomes a join over all of them.
    `(SELECT true FROM ticket o WHERE o.source = f.source AND o.customer = f.customer AND o.opened_at >= f.opened_at
      AND (o.opened_at, o.ticket_id) > (f.opened_at, f.ticket_id) AND ${[...matching(question, params, 'o'), ...onlySql(only, 'o')].join(' AND ')}
      LIMIT 1) IS NULL`,
    ...(after === null
      ? []
      : [
          `f.opened_at <= ${params.instant(after.by)}`,
          `(f.opened_at, f.source, f.customer) < (${params.instant(after.by)}, ${params.add(after.source)}, ${params.add(after.customer)})`,
        ]),
  ]
  return `SELECT f.source, f.customer, f.opened_at AS by FROM ticket f WHERE ${conditions.join(' AND ')}
  ORDER BY f.opened_at DESC, f.source DESC, f.customer DESC LIMIT ${limit + 1}`
}

/** By value: along the index of values, those with a ticket that matches. */
function valueSql(
  question: RowsQuestion,
  { only, initial }: CustomerListing,
  after: CustomerKey | null,
  limit: number,
  params: Params,
): string {
  const tickets = [...matching(question, params, 'f'), ...onlySql(only, 'f')]
  const conditions = [
    'c.lifetime_value_cents IS NOT NULL',
    ...initialSql(initial, params, 'c.name'),
    ...(after === null
      ? []
      : [
          `(c.lifetime_value_cents, c.source, c.customer) < (${params.add(after.by, '::bigint')}, ${params.add(after.source)}, ${params.add(after.customer)})`,
        ]),
    `(SELECT true FROM ticket f WHERE f.source = c.source AND f.customer = c.customer AND ${tickets.join(' AND ')} LIMIT 1)`,
  ]
  return `SELECT c.source, c.customer, c.lifetime_value_cents AS by FROM customer c WHERE ${conditions.join(' AND ')}
  ORDER BY c.lifetime_value_cents DESC, c.source DESC, c.customer DESC LIMIT ${limit + 1}`
}

/** Every customer of the period's tickets, then ordered: for periods of few tickets, and for orders no index has. */
function groupedSql(
  question: RowsQuestion,
  { sort, only, initial }: CustomerListing,
  after: CustomerKey | null,
  limit: number,
  params: Params,
): string {
  const tickets = [
    ...matching(question, params, 'f'),
    ...onlySql(only, 'f'),
    ...initialSql(initial, params, NAME),
  ]
  const value =
    '(SELECT c.lifetime_value_cents FROM customer c WHERE c.source = g.source AND c.customer = g.customer)'
  const by = sort === 'tickets' ? 'g.n' : `coalesce(${value}, -1)`
  const key =
    after === null
      ? ''
      : `WHERE (p.by, p.source, p.customer) < (${params.add(after.by, '::bigint')}, ${params.add(after.source)}, ${params.add(after.customer)})`
  return `SELECT p.source, p.customer, p.by FROM (
  SELECT g.source, g.customer, ${by} AS by FROM (
    SELECT f.source, f.customer, count(*) AS n FROM ticket f WHERE ${tickets.join(' AND ')} GROUP BY 1, 2
  ) g
) p ${key} ORDER BY p.by DESC, p.source DESC, p.customer DESC LIMIT ${limit + 1}`
}

/**
 * Keys of one page; one more than `limit` where there are more. `grouped` reads every ticket of the period: only for
 * periods known to hold few.
 */
export async function readCustomerKeys(
  question: RowsQuestion,
  listing: CustomerListing,
  grouped: boolean,
  after: CustomerKey | null,
  limit: number,
): Promise<CustomerKey[]> {
  if (question.scope !== null && question.scope.length === 0) return []
  return rowsOf<CustomerKey>((params) => {
    if (listing.sort === 'recent') return recentSql(question, listing, after, limit, params)
    return grouped || listing.sort === 'tickets'
      ? groupedSql(question, listing, after, limit, params)
      : valueSql(question, listing, after, limit, params)
  })
}

/** What somebody types to find one customer. */
export interface CustomerSearch {
  /** an id or its beginning */
  readonly id: string
  /** digits of a telephone number, or null */
  readonly phone: string | null
  /** an address in lower case, or null */
  readonly email: string | null
}

/** Backslash, percent and underscore stand for themselves. */
const likePrefix = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

/** Customers found by id, telephone number or address, within the teams, the last to write first. */
export async function findCustomers(
  search: CustomerSearch,
  scope: readonly string[] | null,
  limit: number,
): Promise<CustomerKey[]> {
  if (scope !== null && scope.length === 0) return []
  return rowsOf<CustomerKey>((params) => {
    const known = [
      `SELECT source, customer FROM customer WHERE customer LIKE ${params.add(likePrefix(search.id))} LIMIT 200`,
    ]
    if (search.phone !== null)
      known.push(`SELECT source, customer FROM customer WHERE phone = ${params.add(search.phone)} LIMIT 200`)
    if (search.email !== null)
      known.push(
        `SELECT source, customer FROM customer WHERE email IS NOT NULL AND lower(email) = ${params.add(search.email)} LIMIT 200`,
      )
    // Not every customer with a ticket has a profile; the index wants the source named.
    known.push(
      `SELECT DISTINCT f.source, f.customer FROM source s JOIN ticket f ON f.source = s.source
        AND f.customer = ${params.add(search.id)} AND f.opened_at IS NOT NULL LIMIT 200`,
    )
    const last = `SELECT max(f.opened_at) FROM ticket f WHERE ${['f.source = k.source', 'f.customer = k.customer', 'f.opened_at IS NOT NULL', ...visible(scope, params, 'f')].join(' AND ')}`
    return `SELECT p.source, p.customer, coalesce(p.at, 'epoch'::timestamptz) AS by FROM (
  SELECT k.source, k.customer, (${last}) AS at FROM (${known.map((sql) => `(${sql})`).join(' UNION ')}) k
) p ${scope === null ? '' : 'WHERE p.at IS NOT NULL'} ORDER BY p.at DESC NULLS LAST, p.source, p.customer LIMIT ${limit + 1}`
  })
}

/** These customers with their figures, in the order of the keys. */
export async function readCustomerRows(
  keys: readonly { readonly source: string; readonly customer: string }[],
  question: RowsQuestion,
): Promise<ListedCustomer[]> {
  if (keys.length === 0) return []
  return rowsOf<ListedCustomer>((params) => {
    const { scope, stretches } = question
    const own = (alias: string) => [
      `${alias}.source = u.source`,
      `${alias}.customer = u.customer`,
      `${alias}.opened_at IS NOT NULL`,
      ...visible(scope, params, alias),
    ]
    const complaints = [
      'x.source = u.source',
      'x.customer = u.customer',
      stretchSql(stretches, params, 'x.filed_at'),
      ...(scope === null ? [] : [`x.team = ANY(${params.texts(scope)})`]),
    ]
    return `SELECT u.source, u.customer, c.name, coalesce(c.tier, l.customer_tier) AS tier, coalesce(c.region, l.region) AS region, c.tags,
  c.lifetime_value_cents AS "lifetimeValueCents", l.opened_at AS "lastAt", l.channel AS "lastChannel", n.tickets, n.open,
  r.normal_milli AS "ratingMilli", r.at AS "ratedAt",
  (SELECT count(*) FROM complaint x WHERE ${complaints.join(' AND ')}) AS complaints
FROM unnest(${params.add(textArray(keys.map((key) => key.source)), '::text[]')}, ${params.add(textArray(keys.map((key) => key.customer)), '::text[]')})
  WITH ORDINALITY AS u(source, customer, i)
LEFT JOIN customer c ON c.source = u.source AND c.customer = u.customer
LEFT JOIN LATERAL (
  SELECT f.opened_at, f.channel, f.customer_tier, f.region FROM ticket f WHERE ${own('f').join(' AND ')}
  ORDER BY f.opened_at DESC LIMIT 1
) l ON TRUE
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE ${matching(question, params, 'f').join(' AND ')}) AS tickets,
    count(*) FILTER (WHERE f.state = 'open') AS open
  FROM ticket f WHERE ${own('f').join(' AND ')}
) n
LEFT JOIN LATERAL (
  SELECT a.normal_milli, a.at FROM (
    SELECT f.ticket_id FROM ticket f WHERE ${own('f').join(' AND ')} ORDER BY f.opened_at DESC LIMIT 200
  ) x JOIN answer a ON a.ticket_id = x.ticket_id WHERE a.kind LIKE 'csat%' ORDER BY a.at DESC LIMIT 1
) r ON TRUE
ORDER BY u.i`
  })
}
