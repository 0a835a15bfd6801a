/**
 * The unified event as the product holds it after the door: already checked, times in epoch milliseconds.
 * The wire form (CloudEvents 1.0 JSON) and its checks are in `lib/facts/parse-event.ts`.
 */

/** Epoch milliseconds, UTC. Finer digits of a source are cut off at the door. */
export type Instant = number
/** A length of time in whole milliseconds. */
export type Millis = number

export const TICKET_EVENT_TYPES = [
  'ticket.opened',
  'ticket.updated',
  'ticket.queued',
  'ticket.assigned',
  'ticket.transferred',
  'message.sent',
  'call.ringing',
  'call.answered',
  'call.held',
  'call.resumed',
  'call.ended',
  'call.wrapup_ended',
  'ticket.abandoned',
  'ticket.resolved',
  'ticket.reopened',
  'ticket.closed',
] as const

export const SURVEY_KINDS = [
  'csat',
  'csat_first_response',
  'csat_solution',
  'csat_complaint',
  'csat_process',
  'nps',
  'ces',
  'resolved',
] as const
export type SurveyKind = (typeof SURVEY_KINDS)[number]

export type EventData = { readonly [field: string]: unknown }

/** One accepted event. `data` has been checked for the types we know; unknown types keep theirs untouched. */
export interface UnifiedEvent {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: Instant
  readonly subject: string | null
  readonly data: EventData
}

/** Order of events that makes every number independent of arrival: by time, ties by id in code-point order. */
export function compareEvents(a: UnifiedEvent, b: UnifiedEvent): number {
  if (a.time !== b.time) return a.time - b.time
  return compareCodePoints(a.id, b.id)
}

/** Code-point order (not UTF-16 order, not a locale's): -1, 0 or 1. */
export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0
  let i = 0
  while (i < a.length && i < b.length) {
    const x = a.codePointAt(i) ?? 0
    const y = b.codePointAt(i) ?? 0
    if (x !== y) return x < y ? -1 : 1
    i += x > 0xffff ? 2 : 1
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}
