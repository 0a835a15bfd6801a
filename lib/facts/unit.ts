import { unitId } from '@/lib/core/ids'
import { TICKET_EVENT_TYPES } from './event'

/** Which unit an event belongs to: the thing that is folded again when the event arrives. */
export interface Unit {
  readonly kind: 'ticket' | 'agent' | 'customer' | 'loose' | 'none'
  /** uuid of the unit; null for `none` */
  readonly id: string | null
}

const NONE: Unit = { kind: 'none', id: null }
const OF_TICKET = new Set<string>(TICKET_EVENT_TYPES)
const OF_TICKET_OR_LOOSE = new Set([
  'survey.sent',
  'survey.answered',
  'complaint.filed',
  'suggestion.submitted',
  'suggestion.decided',
])
const OF_CUSTOMER = new Set(['customer.updated', 'customer.active', 'order.placed'])

/** What `unitOf` reads of an event; a UnifiedEvent fits. */
export interface UnitSource {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string | null
  readonly data: { readonly [field: string]: unknown }
}

/**
 * The unit of an event:
 * - `ticket` (source, subject): known ticket, message, call, survey, complaint and suggestion types with a subject
 * - `agent` (agent): agent.status
 * - `customer` (source, customer): customer.updated, customer.active, order.placed
 * - `loose`: a survey, complaint or suggestion without a ticket. An answer, a sending and a complaint are each
 *   a unit of their own, named by the event's own key; a suggestion is a unit by (source, suggestion), so that
 *   its submission and its decision meet
 * - `none`: source.heartbeat, unknown types
 */
export function unitOf(event: UnitSource): Unit {
  const { type, source, subject } = event
  if (OF_TICKET.has(type)) return subject === null ? NONE : ticketUnit(source, subject)
  if (OF_TICKET_OR_LOOSE.has(type)) {
    if (subject !== null) return ticketUnit(source, subject)
    const suggestion = event.data.suggestion
    if (type.startsWith('suggestion.') && typeof suggestion === 'string' && suggestion !== '') {
      return { kind: 'loose', id: unitId('suggestion', source, suggestion) }
    }
    return { kind: 'loose', id: eventKey(event) }
  }
  if (type === 'agent.status') {
    const agent = event.data.agent
    return typeof agent === 'string' && agent !== '' ? { kind: 'agent', id: unitId('agent', agent) } : NONE
  }
  if (OF_CUSTOMER.has(type)) {
    const customer = event.data.customer
    if (typeof customer !== 'string' || customer === '') return NONE
    return { kind: 'customer', id: unitId('customer', source, customer) }
  }
  return NONE
}

function ticketUnit(source: string, subject: string): Unit {
  return { kind: 'ticket', id: ticketId(source, subject) }
}

/** The uuid of a ticket, from its source and the source's own id. */
export function ticketId(source: string, subject: string): string {
  return unitId('ticket', source, subject)
}

/** The uuid of an event, from its idempotency key (source, id). */
export function eventKey(event: { readonly source: string; readonly id: string }): string {
  return unitId('event', event.source, event.id)
}
