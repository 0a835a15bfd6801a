import type { UnifiedEvent } from './event'
import { listOf, names, textOf } from './fields'
import type { Described } from './shapes'

/** What a ticket is described by: the latest values by event time. */
export interface Description extends Described {
  customer: string | null
  direction: 'in' | 'out'
  title: string | null
  entryPage: string | null
  tags: readonly string[] | null
}

const TEXTS = [
  'channel',
  'product',
  'issueType',
  'region',
  'customerTier',
  'campaign',
  'priority',
  'customer',
  'title',
  'entryPage',
] as const

/**
 * Latest values over events in order: of `ticket.opened` and `ticket.updated` alike the later field wins, and a
 * field set to null (or to the empty text) is cleared. `customer.updated` does not rewrite tickets.
 */
export function describe(source: string, events: readonly UnifiedEvent[]): Description {
  const found: Description = {
    source,
    channel: null,
    product: null,
    issueType: null,
    region: null,
    customerTier: null,
    campaign: null,
    priority: null,
    customer: null,
    direction: 'in',
    title: null,
    entryPage: null,
    tags: null,
  }
  for (const { type, data } of events) {
    if (type !== 'ticket.opened' && type !== 'ticket.updated') continue
    for (const field of TEXTS) if (names(data, field)) found[field] = textOf(data, field)
    if (data.direction === 'in' || data.direction === 'out') found.direction = data.direction
    else if (data.direction === null) found.direction = 'in'
    if (Array.isArray(data.tags)) found.tags = listOf(data, 'tags')
    else if (data.tags === null) found.tags = null
  }
  return found
}
