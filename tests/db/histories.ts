/** Random histories as unified events, and what a database holds after them, for comparing. */
import fc from 'fast-check'
import { AGENT_SPAN_TABLE, CUSTOMER_TABLE, FACT_NAMES, ROLLUP_TABLES } from '@/lib/db/columns'
import { pool } from '@/lib/db/pool'
import type { UnifiedEvent } from '@/lib/facts/event'
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
  'timer',
]

/** Every row of every fact table and rollup as text, sorted: two databases agree when these are equal. */
export async function contents(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const table of COMPARED) {
    const columns = table === 'timer' ? 'ticket_id, kind, due_at' : '*'
    const { rows } = await pool().query<{ line: string }>(
      `SELECT t::text AS line FROM (SELECT ${columns} FROM ${table}) AS t ORDER BY t::text COLLATE "C"`,
    )
    found[table] = rows.map((row) => row.line)
  }
  return found
}
