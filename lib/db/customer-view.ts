/** One customer whole: who, all tickets of all channels, what they said and bought. All from one snapshot. */
import type { ClientBase } from 'pg'
import { unitId } from '@/lib/core/ids'
import type { Instant } from '@/lib/facts/event'
import { timeText } from './arrays'
import { snapshot } from './pool'

/** Tickets read at most, the latest; and orders. */
export const TICKETS_AT_MOST = 500
export const ORDERS_AT_MOST = 500
const TWINS_AT_MOST = 10

export interface CustomerTicket {
  readonly ticketId: string
  readonly subject: string
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly title: string | null
  readonly state: string
  readonly openedAt: Instant
  readonly resolvedAt: Instant | null
  readonly closedAt: Instant | null
  readonly lastAt: Instant
  readonly waitingSince: Instant | null
  readonly resolutionDueAt: Instant | null
  readonly answered: boolean
  readonly transferred: boolean
  readonly reopened: boolean
  /** first response of the first episode, ms */
  readonly waitMs: number | null
}

export interface CustomerAnswer {
  readonly ticketId: string
  readonly at: Instant
  readonly kind: string
  readonly scale: string
  readonly scoreMilli: number
  readonly normalMilli: number
  readonly comment: string | null
}

export interface CustomerComplaint {
  readonly ticketId: string
  readonly at: Instant
  readonly level: string
  readonly category: string | null
  readonly text: string | null
}

export interface CustomerSuggestion {
  readonly ticketId: string
  readonly at: Instant
  readonly decidedAt: Instant | null
  readonly adopted: boolean | null
  readonly text: string | null
}

export interface CustomerOrder {
  readonly at: Instant
  readonly amount: number | null
  readonly product: string | null
  readonly orderId: string | null
}

/** Figures of a stretch of time, as the metrics of the same name count them for this customer alone. */
export interface CustomerFigures {
  readonly frtSumMs: number
  readonly frtN: number
  readonly csatGood: number
  readonly csatN: number
  readonly fcrHits: number
  readonly fcrN: number
}

export interface CustomerProfile {
  readonly name: string | null
  readonly tier: string | null
  readonly region: string | null
  readonly lifetimeValueCents: number | null
  readonly tags: readonly string[] | null
  readonly phone: string | null
  readonly email: string | null
  readonly lastActiveAt: Instant | null
}

export interface StoredCustomer {
  /** null where the source never described them */
  readonly profile: CustomerProfile | null
  /** the latest first */
  readonly tickets: readonly CustomerTicket[]
  readonly moreTickets: boolean
  readonly answers: readonly CustomerAnswer[]
  readonly complaints: readonly CustomerComplaint[]
  readonly suggestions: readonly CustomerSuggestion[]
  readonly orders: readonly CustomerOrder[]
  /** of all orders; the sum of those that name an amount */
  readonly orderCount: number
  readonly orderSum: number | null
  readonly figures: CustomerFigures
  /** others at other sources with the same telephone number or address */
  readonly twins: readonly {
    readonly source: string
    readonly customer: string
    readonly name: string | null
    readonly by: 'phone' | 'email'
    readonly tickets: number
  }[]
}

const PROFILE = `SELECT name, tier, region, lifetime_value_cents AS "lifetimeValueCents", tags, phone, email,
  last_active_at AS "lastActiveAt" FROM customer WHERE source = $1 AND customer = $2`

// $3 = teams, null = all
const TICKETS = `SELECT f.ticket_id AS "ticketId", f.subject, f.channel, f.team_last AS team, f.agent_last AS agent, f.product,
  f.issue_type AS "issueType", f.title, f.state, f.opened_at AS "openedAt", f.resolved_at AS "resolvedAt", f.closed_at AS "closedAt",
  f.last_at AS "lastAt", f.waiting_since AS "waitingSince", f.resolution_due_at AS "resolutionDueAt", f.answered, f.transferred,
  f.reopened, e.wait_ms AS "waitMs"
FROM ticket f LEFT JOIN episode e ON e.ticket_id = f.ticket_id AND e.no = 0 AND e.outcome = 'answered'
WHERE f.source = $1 AND f.customer = $2 AND f.opened_at IS NOT NULL AND ($3::text[] IS NULL OR f.teams && $3)
ORDER BY f.opened_at DESC, f.ticket_id DESC LIMIT ${TICKETS_AT_MOST + 1}`

const ANSWERS = `SELECT ticket_id AS "ticketId", at, kind, scale, score_milli AS "scoreMilli", normal_milli AS "normalMilli", comment
FROM answer WHERE ticket_id = ANY($1::uuid[]) ORDER BY at DESC`

const COMPLAINTS = `SELECT f.ticket_id AS "ticketId", f.filed_at AS at, f.level, f.category,
  (SELECT v.data->>'text' FROM event v WHERE v.unit_id = f.ticket_id AND v.type = 'complaint.filed'
    ORDER BY v.time, v.id COLLATE "C" OFFSET f.no LIMIT 1) AS text
FROM complaint f WHERE f.ticket_id = ANY($1::uuid[]) ORDER BY f.filed_at DESC`

const SUGGESTIONS = `SELECT v.unit_id AS "ticketId", v.time AS at, g.decided_at AS "decidedAt", g.adopted, v.data->>'text' AS text
FROM event v LEFT JOIN suggestion g ON g.ticket_id = v.unit_id AND g.suggestion = v.data->>'suggestion'
WHERE v.unit_id = ANY($1::uuid[]) AND v.type = 'suggestion.submitted' ORDER BY v.time DESC`

// What is no number is no amount.
const AMOUNT = "CASE WHEN jsonb_typeof(data->'amount') = 'number' THEN (data->>'amount')::float8 END"
const ORDERS = `SELECT time AS at, ${AMOUNT} AS amount, data->>'product' AS product, data->>'orderId' AS "orderId",
  count(*) OVER () AS all, sum(${AMOUNT}) OVER () AS total
FROM event WHERE unit_id = $1 AND type = 'order.placed' ORDER BY time DESC LIMIT ${ORDERS_AT_MOST}`

// $3 = teams, $4 and $5 = the stretch. Credited as the metrics credit: FRT and answers by their own team, FCR by the
// team that settled.
const MINE =
  'f.ticket_id IN (SELECT ticket_id FROM ticket WHERE source = $1 AND customer = $2 AND opened_at IS NOT NULL)'
const within = (at: string) => `${at} >= $4 AND ${at} < $5`
const TEAM = (column: string) => `($3::text[] IS NULL OR ${column} = ANY($3))`
const FIGURES = `SELECT
  (SELECT coalesce(sum(f.wait_ms), 0)::float8 FROM episode f WHERE ${MINE} AND f.outcome = 'answered' AND ${within('f.started_at')} AND ${TEAM('f.team')}) AS "frtSumMs",
  (SELECT count(*) FROM episode f WHERE ${MINE} AND f.outcome = 'answered' AND ${within('f.started_at')} AND ${TEAM('f.team')}) AS "frtN",
  (SELECT count(*) FROM answer f WHERE ${MINE} AND f.kind = 'csat' AND f.normal_milli >= 4000 AND ${within('f.at')} AND ${TEAM('f.team')}) AS "csatGood",
  (SELECT count(*) FROM answer f WHERE ${MINE} AND f.kind = 'csat' AND ${within('f.at')} AND ${TEAM('f.team')}) AS "csatN",
  (SELECT count(*) FROM ticket f WHERE f.source = $1 AND f.customer = $2 AND ${within('f.resolved_at')} AND ${TEAM('f.team_settled')}
    AND NOT f.reopened AND NOT f.transferred_team AND NOT f.fcr_repeat) AS "fcrHits",
  (SELECT count(*) FROM ticket f WHERE f.source = $1 AND f.customer = $2 AND ${within('f.resolved_at')} AND ${TEAM('f.team_settled')}) AS "fcrN"`

const TWINS = `SELECT c.source, c.customer, c.name, c.by, (
    SELECT count(*) FROM ticket f WHERE f.source = c.source AND f.customer = c.customer AND f.opened_at IS NOT NULL
      AND ($3::text[] IS NULL OR f.teams && $3)
  ) AS tickets
FROM (
  (SELECT source, customer, name, 'phone' AS by FROM customer WHERE phone = $1 AND source <> $4 LIMIT 50)
  UNION ALL
  (SELECT source, customer, name, 'email' FROM customer WHERE lower(email) = lower($2) AND email IS NOT NULL AND source <> $4
    AND ($1::text IS NULL OR phone IS DISTINCT FROM $1) LIMIT 50)
) c`

/**
 * One customer as the teams may see them (null = all); null where there is none, or none of their tickets was ever
 * with one of the teams. `period` bounds the figures only. Throws `unavailable` where the database is away.
 */
export async function readCustomer(
  source: string,
  customer: string,
  scope: readonly string[] | null,
  period: { readonly from: Instant; readonly to: Instant },
): Promise<StoredCustomer | null> {
  return snapshot((client) => readOn(client, source, customer, scope, period))
}

async function readOn(
  client: ClientBase,
  source: string,
  customer: string,
  scope: readonly string[] | null,
  period: { readonly from: Instant; readonly to: Instant },
): Promise<StoredCustomer | null> {
  const read = async <Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> =>
    (await client.query({ name: `customer_${name}`, text, values })).rows as Row[]
  const profile = (await read<CustomerProfile>('profile', PROFILE, [source, customer]))[0] ?? null
  const tickets = await read<CustomerTicket>('tickets', TICKETS, [source, customer, scope])
  if (tickets.length === 0 && (profile === null || scope !== null)) return null
  const ids = tickets.slice(0, TICKETS_AT_MOST).map((ticket) => ticket.ticketId)
  const answers = await read<CustomerAnswer>('answers', ANSWERS, [ids])
  const complaints = await read<CustomerComplaint>('complaints', COMPLAINTS, [ids])
  const suggestions = await read<CustomerSuggestion>('suggestions', SUGGESTIONS, [ids])
  const orders = await read<CustomerOrder & { all: number; total: number | null }>('orders', ORDERS, [
    unitId('customer', source, customer),
  ])
  const [figures] = await read<CustomerFigures>('figures', FIGURES, [
    source,
    customer,
    scope,
    timeText(period.from),
    timeText(period.to),
  ])
  const twins =
    profile === null || (profile.phone === null && profile.email === null)
      ? []
      : await read<StoredCustomer['twins'][number]>('twins', TWINS, [
          profile.phone,
          profile.email,
          scope,
          source,
        ])
  return {
    profile,
    tickets: tickets.slice(0, TICKETS_AT_MOST),
    moreTickets: tickets.length > TICKETS_AT_MOST,
    answers,
    complaints,
    suggestions,
    orders: orders.map(({ at, amount, product, orderId }) => ({ at, amount, product, orderId })),
    orderCount: orders[0]?.all ?? 0,
    orderSum: orders[0]?.total ?? null,
    figures: figures ?? { frtSumMs: 0, frtN: 0, csatGood: 0, csatN: 0, fcrHits: 0, fcrN: 0 },
    // Who has no visible ticket would be "not found" on their own page.
    twins: twins.filter((twin) => scope === null || twin.tickets > 0).slice(0, TWINS_AT_MOST),
  }
}

/** Name, telephone number and address as stored, where the teams may see the customer; else null. */
export async function readIdentity(
  source: string,
  customer: string,
  scope: readonly string[] | null,
  client: ClientBase,
): Promise<{
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
} | null> {
  const { rows } = await client.query<{ name: string | null; phone: string | null; email: string | null }>(
    `SELECT c.name, c.phone, c.email FROM customer c WHERE c.source = $1 AND c.customer = $2
       AND ($3::text[] IS NULL OR EXISTS (SELECT FROM ticket f WHERE f.source = c.source AND f.customer = c.customer
         AND f.opened_at IS NOT NULL AND f.teams && $3))`,
    [source, customer, scope],
  )
  return rows[0] ?? null
}
