/** Everything stored of one ticket: its facts and its events. */
import type { UnifiedEvent } from '@/lib/facts/event'
import { noFacts } from '@/lib/facts/fold'
import type { TicketFact, TicketFacts } from '@/lib/facts/shapes'
import { FACT_NAMES, FACT_TABLES, type Table } from './columns'
import { snapshot } from './pool'

export interface StoredTicket {
  readonly facts: TicketFacts & { readonly ticket: TicketFact }
  /** in order of time; at most `MAX_EVENTS`, the first ones */
  readonly events: readonly UnifiedEvent[]
  readonly moreEvents: boolean
}

const MAX_EVENTS = 5_000

const columns = (table: Table) => table.columns.map((c) => `f.${c.name} AS "${c.field}"`).join(', ')

/**
 * The facts and events of a ticket that one of the teams ever had (null = any team); null where there is none.
 * All from one snapshot. Throws `unavailable` where the database is away.
 */
export async function readTicket(
  ticketId: string,
  scope: readonly string[] | null,
): Promise<StoredTicket | null> {
  return snapshot(async (client) => {
    const found = await client.query<Record<string, unknown>>({
      name: 'one_ticket',
      text: `SELECT ${columns(FACT_TABLES.ticket)} FROM ticket f WHERE f.ticket_id = $1 AND ($2::text[] IS NULL OR f.teams && $2::text[])`,
      values: [ticketId, scope],
    })
    const ticket = found.rows[0]
    const facts = noFacts()
    let events: UnifiedEvent[] = []
    if (ticket !== undefined) {
      for (const name of FACT_NAMES) {
        if (name === 'ticket') continue
        const { rows } = await client.query({
          name: `one_ticket_${name}`,
          text: `SELECT ${columns(FACT_TABLES[name])} FROM "${name}" f WHERE f.ticket_id = $1 ORDER BY f.no`,
          values: [ticketId],
        })
        ;(facts[name] as unknown[]).push(...rows)
      }
      const stored = await client.query<UnifiedEvent>({
        name: 'one_ticket_events',
        text: `SELECT id, source, type, time, subject, data FROM event WHERE unit_id = $1 ORDER BY time, id COLLATE "C" LIMIT ${MAX_EVENTS + 1}`,
        values: [ticketId],
      })
      events = stored.rows
    }
    if (ticket === undefined) return null
    return {
      facts: { ...facts, ticket: ticket as unknown as TicketFact },
      events: events.slice(0, MAX_EVENTS),
      moreEvents: events.length > MAX_EVENTS,
    }
  })
}
