/** Tickets and customers by the beginning of their id, from indexes made for it. */
import { databaseError, readPool } from './pool'

export interface FoundTicket {
  readonly source: string
  readonly subject: string
  readonly title: string | null
  readonly channel: string | null
  readonly name: string | null
  readonly vip: boolean
}

export interface FoundCustomer {
  readonly source: string
  readonly customer: string
  readonly name: string | null
  readonly vip: boolean
}

/** How many entries of an index are looked at before the newest are taken: it bounds the work of short beginnings. */
const LOOKED_AT = 400

// `$1` the beginning in lower case as a LIKE pattern, `$2` the teams (null = all), `$3` how many.
const TICKETS = `
  WITH found AS MATERIALIZED (
    SELECT ticket_id FROM ticket WHERE lower(subject) LIKE $1 AND ($2::text[] IS NULL OR teams && $2::text[])
    LIMIT ${LOOKED_AT}
  )
  SELECT t.source, t.subject, t.title, t.channel, coalesce(c.name, t.customer) AS name,
    coalesce(t.customer_tier = 'vip', false) AS vip
  FROM found JOIN ticket t USING (ticket_id)
  LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
  ORDER BY t.last_at DESC LIMIT $3`

const CUSTOMERS = `
  WITH found AS MATERIALIZED (
    SELECT source, customer, name, tier FROM customer WHERE customer LIKE $1 LIMIT ${LOOKED_AT}
  )
  SELECT f.source, f.customer, f.name, coalesce(f.tier = 'vip', false) AS vip FROM found f
  WHERE $2::text[] IS NULL OR EXISTS (
    SELECT FROM ticket t WHERE t.source = f.source AND t.customer = f.customer AND t.opened_at IS NOT NULL
      AND t.teams && $2::text[])
  LIMIT $3`

/** Backslash, percent and underscore stand for themselves. */
const beginning = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

async function rows<T extends object>(text: string, values: readonly unknown[]): Promise<T[]> {
  try {
    return (await readPool().query<T>(text, [...values])).rows
  } catch (error) {
    throw databaseError(error)
  }
}

/** Tickets of the teams whose number begins so, in any case; those that were last touched first. */
export async function findTickets(
  start: string,
  teams: readonly string[] | null,
  limit: number,
): Promise<FoundTicket[]> {
  if (teams !== null && teams.length === 0) return []
  return await rows<FoundTicket>(TICKETS, [beginning(start.toLowerCase()), teams, limit])
}

/** Customers whose id begins so, as it is written, with a ticket of the teams. */
export async function findCustomersByStart(
  start: string,
  teams: readonly string[] | null,
  limit: number,
): Promise<FoundCustomer[]> {
  if (teams !== null && teams.length === 0) return []
  return await rows<FoundCustomer>(CUSTOMERS, [beginning(start), teams, limit])
}
