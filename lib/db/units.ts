/** Units and their events as the applier and the rebuild read them, and the folding of each. */
import type { ClientBase } from 'pg'
import type { FoldConfig } from '@/lib/facts/config'
import type { UnifiedEvent } from '@/lib/facts/event'
import { foldLoose, foldTicket } from '@/lib/facts/fold'
import type { TicketFacts } from '@/lib/facts/shapes'
import { uuidArray } from './arrays'

export interface StoredEvent extends UnifiedEvent {
  readonly unit: string
  readonly batch: number
}

// The words of a message change no figure; they are most of what there is.
const EVENT_COLUMNS = `e.unit_id AS unit, e.batch, e.id, e.source, e.type, e.time, e.subject,
  CASE WHEN e.type = 'message.sent' THEN e.data - 'text' ELSE e.data END AS data`

/** Events of requests behind the position stay out: facts are a function of the events up to `applied`. */
export const notBeyond = (position: string) =>
  `NOT EXISTS (SELECT 1 FROM ingest_batch later WHERE later.batch = e.batch AND later.position > ${position})`

/** All events of the units up to a position of the stream, each unit's in order of time. */
export async function readEvents(
  client: ClientBase,
  units: readonly string[],
  upTo: number,
): Promise<Map<string, StoredEvent[]>> {
  const { rows } = await client.query<StoredEvent>(
    `SELECT ${EVENT_COLUMNS} FROM event e WHERE e.unit_id = ANY($1::uuid[]) AND ${notBeyond('$2')}
     ORDER BY e.unit_id, e.time`,
    [uuidArray(units), upTo],
  )
  return groupEvents(rows)
}

/** Rows in order of unit as one list a unit. */
export function groupEvents(rows: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const groups = new Map<string, StoredEvent[]>()
  for (const row of rows) {
    const list = groups.get(row.unit)
    if (list === undefined) groups.set(row.unit, [row])
    else list.push(row)
  }
  return groups
}

export const eventColumns = EVENT_COLUMNS

export type UnitKind = 'ticket' | 'agent' | 'customer'

/** What a unit is, by any event of it; facts of loose units (answers without a ticket, …) are kept like a ticket's. */
export function kindOf(event: { readonly type: string }): UnitKind {
  switch (event.type) {
    case 'agent.status':
      return 'agent'
    case 'customer.updated':
    case 'customer.active':
    case 'order.placed':
      return 'customer'
    default:
      return 'ticket'
  }
}

/** The facts of a ticket or of a loose unit. */
export function foldUnit(events: readonly UnifiedEvent[], config: FoldConfig): TicketFacts {
  return events[0]?.subject === null ? foldLoose(events) : foldTicket(events, config)
}
