import type { Instant, UnifiedEvent } from './event'
import { listOf, names, numberOf, textOf } from './fields'
import { inOrder } from './order'
import type { CustomerFact } from './shapes'

const TEXTS = ['name', 'tier', 'region', 'phone', 'email'] as const

/**
 * One customer of one source from its `customer.updated`, `customer.active` and `order.placed` events, in any
 * order: the latest values (null clears), when it was last active and when it ordered. Null where there is none.
 */
export function foldCustomer(events: readonly UnifiedEvent[]): CustomerFact | null {
  let fact: CustomerFact | null = null
  const orders: Instant[] = []
  for (const { type, source, time, data } of inOrder(events)) {
    const customer = textOf(data, 'customer')
    if (customer === null) continue
    fact ??= {
      source,
      customer,
      name: null,
      tier: null,
      region: null,
      lifetimeValueCents: null,
      tags: null,
      phone: null,
      email: null,
      lastOrderAt: null,
      lastActiveAt: null,
      orders,
    }
    if (type === 'customer.active') fact.lastActiveAt = time
    else if (type === 'order.placed') {
      fact.lastOrderAt = time
      orders.push(time)
    } else if (type === 'customer.updated') {
      for (const field of TEXTS) if (names(data, field)) fact[field] = textOf(data, field)
      const value = numberOf(data, 'lifetimeValue')
      if (value !== null) fact.lifetimeValueCents = cents(value)
      else if (data.lifetimeValue === null) fact.lifetimeValueCents = null
      if (Array.isArray(data.tags)) fact.tags = listOf(data, 'tags')
      else if (data.tags === null) fact.tags = null
    }
  }
  return fact
}

function cents(value: number): number {
  const rounded = Math.round(value * 100)
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, rounded))
}
