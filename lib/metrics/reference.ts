/**
 * The slow, plain way to every figure: fact rows in memory, one by one. What SQL answers is tested against it.
 */
import { channelKind } from '@/lib/facts/config'
import type { Instant } from '@/lib/facts/event'
import type { AgentSpanFact, ContactFact, CustomerFact, TicketFacts } from '@/lib/facts/shapes'
import type { Collected } from './answer'
import {
  bucketCount,
  bucketOf,
  bucketOfNow,
  Cells,
  type GroupKey,
  meansOf,
  poolInto,
  type Question,
  quantilesOf,
  Tally,
} from './cells'
import { FactTally } from './fact-tally'
import { closed } from './families'
import { type Figure, share } from './formula'
import { dimensionOf, familyRows, type Row } from './interpret'
import type { Dimension, Family, GaugeId, ScanId } from './types'

export interface FactBase {
  /** facts of tickets and of loose units */
  readonly tickets: readonly TicketFacts[]
  readonly spans: readonly AgentSpanFact[]
  readonly customers: readonly CustomerFact[]
}

export type ReadDimension = (dimension: Dimension) => string | null

/** Whether a thing with these dimension values passes the filters and the asker's team scope. */
export function admits(question: Pick<Question, 'filters' | 'scope'>, dimensionsOf: ReadDimension): boolean {
  const { filters, scope } = question
  if (scope !== null) {
    const team = dimensionsOf('team')
    if (team === null || !scope.includes(team)) return false
  }
  return filters.every(
    ({ dimension, op, values }) => values.includes(dimensionsOf(dimension)) === (op === 'in'),
  )
}

const keyOf = (question: Question, dimensionsOf: ReadDimension): GroupKey =>
  question.dimensions.map(dimensionsOf)
const ofFamily =
  (family: Family, row: Row): ReadDimension =>
  (dimension) =>
    dimensionOf(family, dimension, row)
const ofSpan =
  (span: AgentSpanFact): ReadDimension =>
  (dimension) =>
    dimension === 'team'
      ? span.team
      : dimension === 'agent'
        ? span.agent
        : dimension === 'source'
          ? span.source
          : null
const ofCustomer =
  (customer: CustomerFact): ReadDimension =>
  (dimension) =>
    dimension === 'customerTier'
      ? customer.tier
      : dimension === 'region'
        ? customer.region
        : dimension === 'source'
          ? customer.source
          : null

/** Things by group, in the order they come. */
class Grouped<T> {
  private readonly found = new Map<string, { readonly key: GroupKey; readonly items: T[] }>()
  add(key: GroupKey, item: T): void {
    const text = JSON.stringify(key)
    const group = this.found.get(text)
    if (group) group.items.push(item)
    else this.found.set(text, { key, items: [item] })
  }
  entries(): IterableIterator<{ readonly key: GroupKey; readonly items: readonly T[] }> {
    return this.found.values()
  }
}

/** The figures of a question, from fact rows. */
export function referenceCells(base: FactBase, question: Question): Collected {
  const cells = new Cells()
  const tally = new Tally(question.metrics)
  const counted = new FactTally(question, tally, {
    measures: tally.measures,
    quantiles: quantilesOf(question.metrics),
    means: meansOf(question),
  })
  for (const facts of base.tickets) {
    for (const { family, row } of familyRows(facts)) {
      if (admits(question, ofFamily(family, row))) counted.add(family, row)
    }
  }
  counted.finish()
  tally.into(cells)
  question.metrics.forEach(({ metric }, i) => {
    if (metric.type === 'gauge') gauge(base, question, metric.gauge, cells, i)
    if (metric.type !== 'scan') return
    if (question.pooled === undefined) {
      scan(base, question, metric.scan, cells, i)
      return
    }
    const found = question.pooled.parts.map((part) => {
      const own = new Cells()
      scan(base, part, metric.scan, own, i)
      return own
    })
    poolInto(cells, i, found, question.pooled.buckets)
  })
  return { cells, sources: new Set(['facts']) }
}

function gauge(base: FactBase, question: Question, id: GaugeId, cells: Cells, metric: number): void {
  const bucket = bucketOfNow(question)
  const put = (key: GroupKey, figure: Figure | undefined) => cells.put(key, bucket, metric, figure)
  if (id === 'queue_now' || id === 'oldest_wait_now') {
    const waiting = new Grouped<Instant>()
    for (const { episode } of base.tickets) {
      for (const row of episode) {
        const dimensionsOf: ReadDimension = (d) => (row as unknown as Record<Dimension, string | null>)[d]
        if (row.outcome === 'waiting' && admits(question, dimensionsOf))
          waiting.add(keyOf(question, dimensionsOf), row.startedAt)
      }
    }
    for (const { key, items } of waiting.entries()) {
      const n = items.length
      put(key, {
        value: id === 'queue_now' ? n : Math.max(0, question.now - Math.min(...items)) / 1000,
        n,
      })
    }
    return
  }
  const current = new Grouped<AgentSpanFact>()
  for (const span of base.spans) {
    if (span.endedAt === null && admits(question, ofSpan(span)))
      current.add(keyOf(question, ofSpan(span)), span)
  }
  const open = new Map<string, Set<string>>()
  for (const { contact } of base.tickets) {
    for (const row of contact) {
      if (row.endedAt !== null || row.channel === null || channelKind(row.channel) !== 'chat') continue
      open.set(row.agent, (open.get(row.agent) ?? new Set()).add(row.ticketId))
    }
  }
  for (const { key, items } of current.entries()) {
    if (id === 'load') {
      const able = items.filter((span) => span.status !== 'offline' && span.capacity !== null)
      const chats = able.reduce((sum, span) => sum + (open.get(span.agent)?.size ?? 0), 0)
      const capacity = able.reduce((sum, span) => sum + (span.capacity ?? 0), 0)
      if (able.length > 0) {
        put(key, { value: capacity > 0 ? chats / capacity : null, n: capacity, hits: chats })
      }
      continue
    }
    const counted = items.filter(({ status }) =>
      id === 'agents_online' ? status !== 'offline' : status === 'available',
    )
    put(key, { value: counted.length, n: items.length })
  }
}

const NINETY_DAYS = 90 * 86_400_000

function scan(base: FactBase, question: Question, id: ScanId, cells: Cells, metric: number): void {
  SCANS[id](base, question, cells, metric)
}

const SCANS: Readonly<
  Record<ScanId, (base: FactBase, question: Question, cells: Cells, metric: number) => void>
> = { occupancy, repurchase_rate: repurchase, churn_rate: churn, customer_value: customerValue }

type Range = readonly [Instant, Instant]

/** The union of ranges, in order and apart. */
function union(ranges: readonly Range[]): Range[] {
  const out: [Instant, Instant][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (from >= to) continue
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}

const cut = (ranges: readonly Range[], from: Instant, to: Instant): Range[] =>
  ranges.map(([a, b]): Range => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => a < b)

const lengthOf = (ranges: readonly Range[]): number => ranges.reduce((sum, [from, to]) => sum + to - from, 0)

function occupancy(base: FactBase, question: Question, cells: Cells, metric: number): void {
  const contacts = new Map<string, Range[]>()
  const rangeOf = (row: ContactFact | AgentSpanFact): Range => [
    row.startedAt,
    Math.min(row.endedAt ?? question.now, question.now),
  ]
  for (const { contact } of base.tickets) {
    for (const row of contact) contacts.set(row.agent, [...(contacts.get(row.agent) ?? []), rangeOf(row)])
  }
  for (let bucket = 0; bucket < bucketCount(question); bucket++) {
    const from = question.boundaries[bucket] ?? 0
    const to = question.boundaries[bucket + 1] ?? 0
    const signedIn = new Grouped<AgentSpanFact>()
    for (const span of base.spans) {
      if (span.status === 'offline' || !admits(question, ofSpan(span))) continue
      if (cut([rangeOf(span)], from, to).length > 0) signedIn.add(keyOf(question, ofSpan(span)), span)
    }
    for (const { key, items } of signedIn.entries()) {
      let busy = 0
      let present = 0
      for (const agent of new Set(items.map((span) => span.agent))) {
        const here = union(cut(items.filter((s) => s.agent === agent).map(rangeOf), from, to))
        const live = union(contacts.get(agent) ?? [])
        present += lengthOf(here)
        busy += here.reduce((sum, [a, b]) => sum + lengthOf(cut(live, a, b)), 0)
      }
      const agents = new Set(items.map((span) => span.agent)).size
      const value = present > 0 ? busy / present : null
      cells.put(key, bucket, metric, { value, n: agents, part: [busy, present] })
    }
  }
}

function repurchase(base: FactBase, question: Question, cells: Cells, metric: number): void {
  const orders = new Map(base.customers.map((c) => [JSON.stringify([c.source, c.customer]), c.orders]))
  const served = new Grouped<{ readonly bucket: number; readonly who: string; readonly again: boolean }>()
  for (const { ticket } of base.tickets) {
    if (ticket === null || ticket.closedAt === null || ticket.customer === null) continue
    const { closedAt } = ticket
    const bucket = bucketOf(question, closedAt)
    const dimensionsOf = ofFamily(closed, ticket as unknown as Row)
    if (bucket < 0 || !admits(question, dimensionsOf)) continue
    const who = JSON.stringify([ticket.source, ticket.customer])
    const again = (orders.get(who) ?? []).some((at) => at > closedAt && at <= closedAt + NINETY_DAYS)
    served.add(keyOf(question, dimensionsOf), { bucket, who, again })
  }
  for (const { key, items } of served.entries()) {
    for (let bucket = 0; bucket < bucketCount(question); bucket++) {
      const here = items.filter((item) => item.bucket === bucket)
      const all = new Set(here.map(({ who }) => who)).size
      const again = new Set(here.filter((item) => item.again).map(({ who }) => who)).size
      cells.put(key, bucket, metric, share(again, all))
    }
  }
}

/** Customers the asker may see: all, or those with a ticket of a visible team. */
function visible(base: FactBase, question: Question): readonly CustomerFact[] {
  const { scope } = question
  const filtered = { ...question, scope: null }
  const seen =
    scope === null
      ? null
      : new Set(
          base.tickets.flatMap(({ ticket }) =>
            ticket?.teams.some((team) => scope.includes(team))
              ? [JSON.stringify([ticket.source, ticket.customer])]
              : [],
          ),
        )
  return base.customers.filter(
    (c) =>
      (seen === null || seen.has(JSON.stringify([c.source, c.customer]))) && admits(filtered, ofCustomer(c)),
  )
}

function churn(base: FactBase, question: Question, cells: Cells, metric: number): void {
  const known = new Grouped<Instant>()
  for (const customer of visible(base, question)) {
    const last = Math.max(customer.lastOrderAt ?? -Infinity, customer.lastActiveAt ?? -Infinity)
    if (Number.isFinite(last)) known.add(keyOf(question, ofCustomer(customer)), last)
  }
  for (const { key, items } of known.entries()) {
    for (let bucket = 0; bucket < bucketCount(question); bucket++) {
      if ((question.boundaries[bucket] ?? 0) > question.now) continue
      const end = Math.min(question.boundaries[bucket + 1] ?? 0, question.now)
      cells.put(
        key,
        bucket,
        metric,
        share(items.filter((last) => last < end - NINETY_DAYS).length, items.length),
      )
    }
  }
}

function customerValue(base: FactBase, question: Question, cells: Cells, metric: number): void {
  const valued = new Grouped<number>()
  for (const customer of visible(base, question)) {
    if (customer.lifetimeValueCents !== null)
      valued.add(keyOf(question, ofCustomer(customer)), customer.lifetimeValueCents)
  }
  for (const { key, items } of valued.entries()) {
    const sum = items.reduce((total, cents) => total + cents, 0)
    cells.put(key, bucketOfNow(question), metric, { value: sum / items.length / 100, n: items.length })
  }
}
