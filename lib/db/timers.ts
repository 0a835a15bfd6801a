/**
 * Limits that run out unless somebody acts: rows with `due_at`, set and cleared by the applier, fired by the
 * worker on the database's clock. They follow from the facts alone.
 */
import type { ClientBase } from 'pg'
import type { TicketFacts } from '@/lib/facts/shapes'
import { instantArray, textArray, uuidArray } from './arrays'

export interface Timer {
  readonly ticketId: string
  readonly kind: 'first_reply' | 'next_reply' | 'resolution'
  /** epoch ms */
  readonly dueAt: number
}

/**
 * The timers that must stand for a ticket. Chats and calls run on the wall clock, other tickets in working time
 * (which is the wall clock until a calendar is set). While an episode waits, its timer is the only one for a reply:
 * the reply that ends the round ends the wait.
 */
export function timersOf(facts: TicketFacts): Timer[] {
  const { ticket } = facts
  if (ticket === null) return []
  const { ticketId } = ticket
  const business = ticket.channelKind === 'ticket'
  const timers: Timer[] = []
  const waiting = facts.episode.filter((episode) => episode.outcome === 'waiting')
  for (const episode of waiting) {
    timers.push({ ticketId, kind: 'first_reply', dueAt: business ? episode.dueBizAt : episode.dueAt })
  }
  for (const round of waiting.length > 0 ? [] : facts.round) {
    const dueAt = business ? round.dueBizAt : round.dueAt
    if (round.outcome === 'open' && dueAt !== null) timers.push({ ticketId, kind: 'next_reply', dueAt })
  }
  const resolution = business ? ticket.resolutionDueBizAt : ticket.resolutionDueAt
  if (ticket.state === 'open' && resolution !== null) {
    timers.push({ ticketId, kind: 'resolution', dueAt: resolution })
  }
  return timers
}

const sorted = (timers: readonly Timer[]) =>
  [...timers].sort(
    (a, b) =>
      (a.ticketId < b.ticketId ? -1 : a.ticketId > b.ticketId ? 1 : 0) ||
      (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) ||
      a.dueAt - b.dueAt,
  )

const columns = (timers: readonly Timer[]) => [
  uuidArray(timers.map((timer) => timer.ticketId)),
  textArray(timers.map((timer) => timer.kind)),
  instantArray(timers.map((timer) => timer.dueAt)),
]

/** Clears and sets timers; one that stands (fired or not) is left as it is. */
export async function writeTimers(
  client: ClientBase,
  gone: readonly Timer[],
  set: readonly Timer[],
): Promise<void> {
  if (gone.length > 0) {
    await client.query(
      `DELETE FROM timer AS t USING unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS u(ticket_id, kind, due_at)
       WHERE t.ticket_id = u.ticket_id AND t.kind = u.kind AND t.due_at = u.due_at`,
      columns(sorted(gone)),
    )
  }
  if (set.length > 0) {
    await client.query(
      `INSERT INTO timer (ticket_id, kind, due_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) ON CONFLICT DO NOTHING`,
      columns(sorted(set)),
    )
  }
}
