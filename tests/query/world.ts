/** Random companies for query tests: events of every kind, applied to a database, and the facts read back. */
import fc from 'fast-check'
import { applyAll } from '@/lib/db/apply'
import { AGENT_SPAN_TABLE, CUSTOMER_TABLE, FACT_NAMES, FACT_TABLES } from '@/lib/db/columns'
import { selectList } from '@/lib/db/fact-store'
import { storeEvents } from '@/lib/db/ingest'
import { pool, transaction } from '@/lib/db/pool'
import { assignCalendar, writeCalendar, writeSetting } from '@/lib/db/settings'
import type { UnifiedEvent } from '@/lib/facts/event'
import { noFacts } from '@/lib/facts/fold'
import type { TicketFacts } from '@/lib/facts/shapes'
import type { FactBase } from '@/lib/metrics/reference'
import { history, WHOLE } from '../oracle/histories'

const MINUTE = 60_000
const DAY = 86_400_000
/** the first day of the histories */
export const START = WHOLE.from + DAY

const sources = ['src', 'other'] as const
const optional = <T extends string>(...values: T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined })

/** Dimension values that the shared histories do not name. */
const described = fc.record({
  source: fc.constantFrom(...sources),
  product: optional('tea', 'cup'),
  region: optional('上海', '北京', '广东'),
  customerTier: optional('vip', 'normal'),
  campaign: optional('1111'),
  priority: optional('high', 'low'),
})

const agentStatus = fc.record({
  agent: fc.constantFrom('amy', 'bo', 'cai'),
  team: optional('red', 'blue'),
  status: fc.constantFrom('available', 'busy', 'wrapup', 'break', 'away', 'offline'),
  capacity: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  source: fc.constantFrom(...sources),
  at: fc.integer({ min: 0, max: 14 * 24 * 60 }),
})

const shopping = fc.record({
  type: fc.constantFrom('order.placed', 'customer.active', 'customer.updated'),
  customer: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
  source: fc.constantFrom(...sources),
  at: fc.integer({ min: -120, max: 100 }),
  tier: optional('vip', 'new'),
  region: optional('上海', '北京'),
  lifetimeValue: fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }),
})

const loose = fc.record({
  type: fc.constantFrom('survey.answered', 'complaint.filed'),
  source: fc.constantFrom(...sources),
  at: fc.integer({ min: 0, max: 14 * 24 * 60 }),
  score: fc.integer({ min: 1, max: 5 }),
})

const defined = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))

/** Events of `tickets` tickets, their agents and customers, over two weeks. */
export const world = (tickets: number): fc.Arbitrary<UnifiedEvent[]> =>
  fc
    .record({
      events: history({ min: tickets, max: tickets }),
      described: fc.array(described, { minLength: tickets, maxLength: tickets }),
      statuses: fc.array(agentStatus, { minLength: 6, maxLength: 30 }),
      shopping: fc.array(shopping, { minLength: 4, maxLength: 20 }),
      loose: fc.array(loose, { maxLength: 6 }),
    })
    .map((drawn) => {
      const tickets = drawn.events.map((event): UnifiedEvent => {
        const index = Number(event.subject?.slice(1) ?? 0)
        const { source = 'src', ...extra } = drawn.described[index] ?? {}
        const data =
          event.type === 'ticket.opened' ? { ...defined(extra), ...event.data } : (event.data ?? {})
        return {
          id: event.id,
          source,
          subject: event.subject ?? null,
          time: event.time,
          type: event.type,
          data,
        }
      })
      const statuses = drawn.statuses.map(
        ({ at, source, ...data }, i): UnifiedEvent => ({
          id: `status-${i}`,
          source,
          subject: null,
          type: 'agent.status',
          time: START + at * MINUTE,
          data: defined(data),
        }),
      )
      const shop = drawn.shopping.map(
        ({ at, source, type, customer, ...more }, i): UnifiedEvent => ({
          id: `shop-${i}`,
          source,
          subject: null,
          type,
          time: START + at * DAY,
          data: type === 'customer.updated' ? defined({ customer, ...more }) : { customer },
        }),
      )
      const lone = drawn.loose.map(
        ({ at, source, type, score }, i): UnifiedEvent => ({
          id: `loose-${i}`,
          source,
          subject: null,
          type,
          time: START + at * MINUTE,
          data: type === 'survey.answered' ? { kind: 'csat', score } : { category: 'late' },
        }),
      )
      return [...tickets, ...statuses, ...shop, ...lone]
    })

/** Sets the tenant's zone, and working hours with a lunch break where they are wanted. */
export async function settle(zone: string, withCalendar: boolean): Promise<void> {
  const hours = ['09:00-12:00', '13:30-18:00']
  const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours }
  await transaction(async (client) => {
    await writeSetting(client, 'tenant', { company: 'Test', zone, demo: false }, START)
    if (!withCalendar) return
    const versions = [{ validFrom: '2026-01-01', weekly, exceptions: {} }]
    await writeCalendar(client, { id: 'office', name: 'Office', calendar: { zone, versions } }, START)
    await assignCalendar(client, { scope: 'tenant', key: '', calendarId: 'office', validFrom: '' }, START)
  })
}

/** Stores and applies events in a few requests. */
export async function load(events: readonly UnifiedEvent[], requests = 3): Promise<void> {
  const size = Math.ceil(events.length / requests)
  for (let i = 0; i < events.length; i += size) {
    await storeEvents(events.slice(i, i + size), { receivedAt: START + 15 * DAY })
  }
  await applyAll()
}

/** Every stored fact. */
export async function readFacts(): Promise<FactBase> {
  const units = new Map<string, TicketFacts>()
  for (const name of FACT_NAMES) {
    const table = FACT_TABLES[name]
    const { rows } = await pool().query<{ ticketId: string }>(
      `SELECT ${selectList(table)} FROM ${table.name}`,
    )
    for (const row of rows) {
      const facts = units.get(row.ticketId) ?? noFacts()
      units.set(row.ticketId, facts)
      if (name === 'ticket') facts.ticket = row as unknown as NonNullable<TicketFacts['ticket']>
      else (facts[name] as unknown[]).push(row)
    }
  }
  const spans = await pool().query(`SELECT ${selectList(AGENT_SPAN_TABLE)} FROM agent_span`)
  const customers = await pool().query(`SELECT ${selectList(CUSTOMER_TABLE)} FROM customer`)
  return { tickets: [...units.values()], spans: spans.rows, customers: customers.rows }
}
