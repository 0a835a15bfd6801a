/**
 * The events of the demo company, day by day. Each local day is a function of (plan, day) alone: history is the
 * days up to the anchor, live traffic the same days read on. Events of a day reach at most `SPILL_DAYS` ahead.
 */
import type { Instant, UnifiedEvent } from '@/lib/facts/event'
import { writeCall, writeOutboundCall } from './calls'
import { DEMO_SOURCES, type DemoSource, PRODUCTS, SOURCES, TEAMS, WORKFORCE_SOURCE } from './company'
import { type Matter, matterOf, writeConversation } from './conversation'
import { demandOf, growthOf, SLOT_MS, SLOTS, silentUntil } from './curves'
import { type DemoCustomer, someCustomer } from './customers'
import { type DemoPlan, dayCode, dayOf, MINUTE, SECOND, startOfDay } from './plan'
import { randomOf } from './random'
import { type Roster, rosterOf, shiftsOn } from './staffing'
import { type Day, type Delivery, Desk, deliver, TicketWriter } from './writer'

/** Days after its own that a day's events may reach. */
export const SPILL_DAYS = 14
const SHARES = SOURCES.reduce((sum, source) => sum + source.share, 0)

interface Arrival {
  readonly source: DemoSource
  readonly at: Instant
  readonly number: number
}

function arrivalsOf(plan: DemoPlan, day: number): Arrival[] {
  const arrivals: Arrival[] = []
  for (const source of SOURCES) {
    const usual = (plan.perDay * growthOf(plan, day) * source.share) / SHARES / SLOTS
    let number = 0
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const random = randomOf(plan.seed, 'arrivals', source.source, day, slot)
      const count = random.poisson(usual * demandOf(plan, source, day, slot))
      const offsets = Array.from({ length: count }, () => Math.floor(random.next() * SLOT_MS)).sort(
        (a, b) => a - b,
      )
      for (const offset of offsets) {
        number += 1
        arrivals.push({ source, at: startOfDay(day) + slot * SLOT_MS + offset, number })
      }
    }
  }
  return arrivals.sort((a, b) => a.at - b.at)
}

function profileEvent(source: DemoSource, customer: DemoCustomer): UnifiedEvent {
  return {
    id: `profile-${customer.customer}`,
    source: source.source,
    type: 'customer.updated',
    time: customer.registeredAt,
    subject: null,
    data: customer.profile,
  }
}

/** The events of the tickets that open on a local day, their later events and later contacts included. */
function writeTickets(day: Day, localDay: number): void {
  const { plan } = day
  const code = dayCode(localDay)
  for (const { source, at, number } of arrivalsOf(plan, localDay)) {
    const subject = `${source.code}-${code}-${String(number).padStart(4, '0')}`
    const writer = new TicketWriter(day, source, subject, randomOf(plan.seed, source.source, subject))
    const customer = someCustomer(plan, source, writer.random)
    day.deliveries.push({ at, event: profileEvent(source, customer) })
    const matter = matterOf(writer, customer, at)
    if (source.channel === 'phone' && writer.random.chance(0.16)) {
      writeOutboundCall(writer, matter, at)
      continue
    }
    const write = source.channel === 'phone' ? writeCall : writeConversation
    const returns = write(writer, matter, at)
    if (returns !== null) {
      const again: Matter = { ...matter, again: true }
      const later = new TicketWriter(
        day,
        source,
        `${subject}R`,
        randomOf(plan.seed, source.source, subject, 'again'),
      )
      write(later, again, returns.back)
    }
  }
}

/** Orders and visits of a day: some of the same customers buy again. */
function writeShopping(day: Day, localDay: number): void {
  const { plan } = day
  const code = dayCode(localDay)
  const random = randomOf(plan.seed, 'shopping', localDay)
  const usual = plan.perDay * growthOf(plan, localDay)
  const shops = SOURCES.map((source) => [source, source.share] as const)
  const write = (type: string, letter: string, count: number): void => {
    for (let number = 0; number < count; number += 1) {
      const source = random.weighted(shops)
      const customer = someCustomer(plan, source, random).customer
      const product = random.weighted(PRODUCTS.map((item) => [item, item.weight] as const))
      const id = `${letter}-${code}-${String(number).padStart(4, '0')}`
      const amount = Math.round(product.price * (0.82 + 0.18 * random.next()))
      const time = startOfDay(localDay) + Math.floor((7 + 16.5 * random.next()) * 3600) * SECOND
      const data =
        type === 'order.placed'
          ? { customer, product: product.zh, amount, orderId: id }
          : { customer, product: product.zh }
      deliver(day, { id, source: source.source, type, time, subject: null, data })
    }
  }
  write('order.placed', 'O', random.poisson(usual * 0.4))
  write('customer.active', 'A', random.poisson(usual * 0.2))
}

/** Stretches of time, joined where they touch or lie less than `gap` apart. */
function joined(
  spans: readonly { from: Instant; to: Instant }[],
  gap: number,
): { from: Instant; to: Instant }[] {
  const out: { from: Instant; to: Instant }[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out[out.length - 1]
    if (last !== undefined && span.from <= last.to + gap) last.to = Math.max(last.to, span.to)
    else out.push({ ...span })
  }
  return out
}

/** Status of the people whose shift begins on the day; busy spans only around and after the anchor. */
function writeStatus(day: Day, localDay: number): void {
  const { plan } = day
  const fine = localDay >= dayOf(plan.anchor) - 1
  for (const team of TEAMS) {
    for (const shift of shiftsOn(plan, team, localDay)) {
      const { agent, capacity } = shift.agent
      const prefix = `${agent}-${dayCode(localDay)}`
      let number = 0
      const add = (time: Instant, status: string): void => {
        number += 1
        const id = `${prefix}-${String(number).padStart(3, '0')}`
        const data = { agent, team, status, ...(status === 'available' ? { capacity } : {}) }
        deliver(day, {
          id,
          source: WORKFORCE_SOURCE,
          type: 'agent.status',
          time: Math.round(time),
          subject: null,
          data,
        })
      }
      const works: { from: Instant; to: Instant }[] = []
      let from = shift.from
      for (const pause of shift.pauses) {
        works.push({ from, to: pause.from })
        from = pause.to
      }
      works.push({ from, to: shift.to })
      const busy = fine ? joined(day.desk.contacts.get(agent) ?? [], 20 * SECOND) : []
      works.forEach((work, index) => {
        add(work.from, 'available')
        for (const span of busy) {
          const start = Math.max(span.from, work.from + SECOND)
          const end = Math.min(span.to, work.to - SECOND)
          if (end - start < 5 * SECOND) continue
          add(start, 'busy')
          add(end, 'available')
        }
        const pause = shift.pauses[index]
        add(work.to, pause === undefined ? 'offline' : pause.status)
      })
    }
  }
}

/**
 * All that the local day brings about, in the order of delivery. A customer's profile is handed over with each of
 * the customer's tickets, always the same event: whoever stores it keeps it once.
 */
export function deliveriesOfDay(
  plan: DemoPlan,
  localDay: number,
  roster: Roster = rosterOf(plan),
): Delivery[] {
  const day: Day = { plan, roster, desk: new Desk(roster), deliveries: [] }
  writeTickets(day, localDay)
  writeShopping(day, localDay)
  writeStatus(day, localDay)
  return day.deliveries.sort(byDelivery)
}

/** Order of delivery: by its instant, then by when it happened, then by id. */
export function byDelivery(a: Delivery, b: Delivery): number {
  return a.at - b.at || a.event.time - b.event.time || (a.event.id < b.event.id ? -1 : 1)
}

/** One heartbeat a minute for every source that is alive, in [from, to). */
export function heartbeats(plan: DemoPlan, from: Instant, to: Instant): UnifiedEvent[] {
  const events: UnifiedEvent[] = []
  DEMO_SOURCES.forEach((source, index) => {
    const offset = Math.floor((index * MINUTE) / DEMO_SOURCES.length)
    for (let minute = Math.ceil((from - offset) / MINUTE); minute * MINUTE + offset < to; minute += 1) {
      const time = minute * MINUTE + offset
      if (silentUntil(plan, source, time) !== null) continue
      events.push({ id: `beat-${minute}`, source, type: 'source.heartbeat', time, subject: null, data: {} })
    }
  })
  return events.sort((a, b) => a.time - b.time)
}
