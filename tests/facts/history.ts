import { DEFAULT_CONFIG, type FoldConfig } from '@/lib/facts/config'
import type { EventData, UnifiedEvent } from '@/lib/facts/event'
import { foldTicket } from '@/lib/facts/fold'
import type { TicketFact, TicketFacts } from '@/lib/facts/shapes'

/** Zero of the histories below: Wednesday 18 November 2026, 10:00 in Shanghai. */
export const T0 = Date.UTC(2026, 10, 18, 2)
export const MINUTE = 60
export const HOUR = 3600
export const DAY = 86_400

export type Line = readonly [seconds: number, type: string, data?: EventData]

/** Events of one ticket: seconds after T0, type, data. Ids follow the order of writing. */
export function history(lines: readonly Line[], subject = 't1'): UnifiedEvent[] {
  return lines.map(([seconds, type, data = {}], i) => ({
    id: `e${String(i).padStart(4, '0')}`,
    source: 'shop',
    type,
    time: T0 + Math.round(seconds * 1000),
    subject,
    data,
  }))
}

export interface Folded extends Omit<TicketFacts, 'ticket'> {
  ticket: TicketFact
}

export function fold(lines: readonly Line[], config: FoldConfig = DEFAULT_CONFIG): Folded {
  const facts = foldTicket(history(lines), config)
  if (facts.ticket === null) throw new Error('no ticket')
  return { ...facts, ticket: facts.ticket }
}

export const at = (seconds: number): number => T0 + seconds * 1000

export const opened = (data: EventData = {}, seconds = 0): Line => [
  seconds,
  'ticket.opened',
  { channel: 'web', ...data },
]
export const customer = (seconds: number): Line => [seconds, 'message.sent', { from: 'customer', text: 'x' }]
export const agent = (seconds: number, name: string | null = 'ann', data: EventData = {}): Line => [
  seconds,
  'message.sent',
  { from: 'agent', ...(name === null ? {} : { agent: name }), ...data },
]
export const resolved = (seconds: number): Line => [seconds, 'ticket.resolved']
export const closed = (seconds: number): Line => [seconds, 'ticket.closed']
export const assigned = (seconds: number, name: string, team?: string): Line => [
  seconds,
  'ticket.assigned',
  { agent: name, ...(team === undefined ? {} : { team }) },
]
export const call = (seconds: number, what: string, data: EventData = {}): Line => [
  seconds,
  `call.${what}`,
  data,
]
