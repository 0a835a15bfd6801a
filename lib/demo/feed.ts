/** The demo company read on from an instant: what its sources hand over as time goes by. */
import type { Instant, UnifiedEvent } from '@/lib/facts/event'
import { byDelivery, deliveriesOfDay, SPILL_DAYS } from './generate'
import { type DemoPlan, dayOf } from './plan'
import { type Roster, rosterOf } from './staffing'
import type { Delivery } from './writer'

export class DemoFeed {
  private readonly roster: Roster
  private queue: Delivery[] = []
  private head = 0
  private nextDay: number

  /** Begins with what is handed over after `from`, later events of earlier days included. */
  constructor(
    private readonly plan: DemoPlan,
    private readonly from: Instant,
  ) {
    this.roster = rosterOf(plan)
    this.nextDay = dayOf(from) - SPILL_DAYS
  }

  /** False while days before the instant are still missing: each call works out one of them. */
  ready(now: Instant): boolean {
    if (this.nextDay > dayOf(now)) return true
    const fresh = deliveriesOfDay(this.plan, this.nextDay, this.roster).filter(({ at }) => at > this.from)
    this.queue = [...this.queue.slice(this.head), ...fresh].sort(byDelivery)
    this.head = 0
    this.nextDay += 1
    return this.nextDay > dayOf(now)
  }

  /** Takes what is due by now, oldest first, at most `max`; only when `ready(now)`. */
  take(now: Instant, max: number): { events: UnifiedEvent[]; until: Instant } {
    const events: UnifiedEvent[] = []
    let next = this.queue[this.head]
    while (next !== undefined && next.at <= now && events.length < max) {
      events.push(next.event)
      this.head += 1
      next = this.queue[this.head]
    }
    return { events, until: next !== undefined && next.at <= now ? next.at - 1 : now }
  }

  /** When the next delivery is due, as far as days are worked out. */
  dueAt(): Instant | null {
    return this.queue[this.head]?.at ?? null
  }
}
