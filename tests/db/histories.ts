/** Random histories as unified events, and what a database holds after them, for comparing. */
import fc from 'fast-check'
import { applyAll, applyOnce } from '@/lib/db/apply'
import { AGENT_SPAN_TABLE, CUSTOMER_TABLE, FACT_NAMES, ROLLUP_TABLES } from '@/lib/db/columns'
import { storeEvents } from '@/lib/db/ingest'
import { pool } from '@/lib/db/pool'
import type { UnifiedEvent } from '@/lib/facts/event'
import {
  countedComplaints,
  type FiledComplaint,
  fcrRepeats,
  type ResolvedTicket,
} from '@/lib/facts/second-stage'
import { history } from '../oracle/histories'

const BASE = Date.UTC(2026, 2, 2, 1, 0, 0)
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 2 })
const at = fc.integer({ min: 0, max: 12 * 24 * 60 }).map((minutes) => BASE + minutes * 60_000)

const besides: fc.Arbitrary<{ type: string; time: number; data: Record<string, unknown> }>[] = [
  fc.record({
    type: fc.constant('agent.status'),
    time: at,
    data: fc.record({
      agent: fc.constantFrom('amy', 'bo'),
      status: fc.constantFrom('available', 'busy', 'break', 'offline'),
      team: maybe(fc.constantFrom('red', 'blue')),
      capacity: maybe(fc.integer({ min: 1, max: 6 })),
    }),
  }),
  fc.record({
    type: fc.constantFrom('customer.updated', 'customer.active', 'order.placed'),
    time: at,
    data: fc.record({
      customer: fc.constantFrom('c1', 'c2'),
      tier: maybe(fc.constantFrom('vip', 'normal', null)),
      lifetimeValue: maybe(fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 100)),
      tags: maybe(fc.constantFrom([], ['a', 'b "c" \\ {d},'])),
    }),
  }),
  fc.record({
    type: fc.constant('survey.answered'),
    time: at,
    data: fc.record({ kind: fc.constant('csat'), score: fc.integer({ min: 1, max: 5 }) }),
  }),
  fc.record({
    type: fc.constantFrom('complaint.filed', 'source.heartbeat', 'x.unheard_of'),
    time: at,
    data: fc.record({ category: maybe(fc.constantFrom('late', 'broken')) }),
  }),
  fc.record({
    type: fc.constantFrom('suggestion.submitted', 'suggestion.decided'),
    time: at,
    data: fc.record({ suggestion: fc.constantFrom('s1', 's2'), adopted: fc.boolean() }),
  }),
]

const defined = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))

/** `count` histories of a few tickets each, every one in a source of its own; agents are shared. */
export function sampleHistories(count: number, seed: number): UnifiedEvent[][] {
  const tickets = fc.sample(history({ min: 1, max: 4 }), { numRuns: count, seed })
  const others = fc.sample(fc.array(fc.oneof(...besides), { maxLength: 5 }), { numRuns: count, seed })
  return tickets.map((raw, i) => {
    const source = `src-${i}`
    const rest = (others[i] ?? []).map((event, n) => ({
      id: `other-${n}`,
      source,
      type: event.type,
      time: event.time,
      subject: null,
      data: defined(event.data),
    }))
    const told = raw.map(({ id, subject, time, type, data }) => ({ id, source, subject, time, type, data }))
    return [...told, ...rest] as UnifiedEvent[]
  })
}

/** A small generator of our own, so that a seed says everything. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [copy[i] as T, copy[j] as T]
    copy[i] = b
    copy[j] = a
  }
  return copy
}

export const COMPARED = [
  ...FACT_NAMES,
  AGENT_SPAN_TABLE.name,
  CUSTOMER_TABLE.name,
  ...ROLLUP_TABLES.map((table) => table.name),
  'rollup_sketch',
]

/** Every row of every fact table and rollup as text, sorted: two databases agree when these are equal. */
export async function contents(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const table of COMPARED) {
    const { rows } = await pool().query<{ line: string }>(
      `SELECT t::text AS line FROM (SELECT * FROM ${table}) AS t ORDER BY t::text COLLATE "C"`,
    )
    found[table] = rows.map((row) => row.line)
  }
  return found
}

const META = { receivedAt: Date.UTC(2026, 10, 21) }

/** Stores events in the order in which they are given, and applies them at once. */
export async function inOneGo(events: readonly UnifiedEvent[]): Promise<void> {
  for (let i = 0; i < events.length; i += 5000) await storeEvents(events.slice(i, i + 5000), META)
  await applyAll({ maxEvents: 100_000 })
}

/** Shuffled, split at random, some twice, some late; applied now and then. */
export async function inDisorder(events: readonly UnifiedEvent[], seed: number, cuts: number): Promise<void> {
  const random = randomFrom(seed)
  const doubled = [...events, ...events.filter(() => random() < 0.2)]
  const mixed = shuffled(doubled, random)
  const late = mixed.filter(() => random() < 0.05)
  const order = [...mixed, ...late]
  for (let i = 0; i < cuts; i++) {
    const from = Math.floor((i * order.length) / cuts)
    const to = Math.floor(((i + 1) * order.length) / cuts)
    await storeEvents(order.slice(from, to), META)
    if (random() < 0.7) await applyOnce({ maxEvents: 1 + Math.floor(random() * 3000) })
  }
  await applyAll()
}

/** What the second stage must have decided, by its pure functions: repeats and counted complaints of all facts. */
export async function secondStageErrors(): Promise<string[]> {
  const errors: string[] = []
  const { rows: tickets } = await pool().query<ResolvedTicket & { owner: string; stored: boolean }>(
    `SELECT ticket_id AS "ticketId", opened_at AS "openedAt", resolved_at AS "resolvedAt", issue_type AS "issueType",
       json_build_array(source, customer)::text AS owner, fcr_repeat AS stored
     FROM ticket WHERE customer IS NOT NULL`,
  )
  for (const list of grouped(tickets).values()) {
    const repeats = fcrRepeats(list)
    for (const row of list)
      if (repeats.has(row.ticketId) !== row.stored) errors.push(`repeat ${row.ticketId}`)
  }
  const { rows: complaints } = await pool().query<FiledComplaint & { owner: string; stored: boolean }>(
    `SELECT ticket_id || '/' || no AS key, filed_at AS "filedAt", coalesce(category, issue_type) AS issue,
       json_build_array(source, customer)::text AS owner, counted AS stored
     FROM complaint WHERE customer IS NOT NULL`,
  )
  for (const list of grouped(complaints).values()) {
    const counted = countedComplaints(list)
    for (const row of list) if (counted.has(row.key) !== row.stored) errors.push(`complaint ${row.key}`)
  }
  return errors
}

function grouped<T extends { owner: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(row.owner, [...(groups.get(row.owner) ?? []), row])
  return groups
}
