/** The slow, plain way to the rows behind a number: fact rows in memory, one by one. */
import type { Instant } from '@/lib/facts/event'
import type { TicketFact, TicketFacts } from '@/lib/facts/shapes'
import { closed } from './families'
import { anchorOf, dimensionOf, matches, type Row } from './interpret'
import type { TicketQuery } from './parse-tickets'
import { admits, type FactBase, type ReadDimension } from './reference'
import { isInState, metricParts, OPENED, type Part, pointsOf } from './ticket-parts'
import type { Dimension } from './types'

/** How one ticket counts in a population. */
export interface CountedTicket {
  readonly ticketId: string
  /** the latest instant that puts it into the period */
  readonly at: Instant
  readonly n: number
  readonly hits: number
  /** in the metric's unit, in time order */
  readonly values: readonly number[]
}

interface Counted {
  readonly ticketId: string
  readonly at: Instant
  readonly no: number
  readonly n: number
  readonly hits: number
  readonly value: number | null
}

const inRange = ({ range }: TicketQuery, value: number): boolean =>
  range === null || ((range.min === null || value >= range.min) && (range.max === null || value < range.max))

function ofTicket({ customer, states }: TicketQuery, ticket: TicketFact | null): boolean {
  if (states !== null && (ticket === null || !isInState(ticket, states))) return false
  return (
    customer === null ||
    (ticket !== null && ticket.source === customer.source && ticket.customer === customer.customer)
  )
}

const inStretches = ({ stretches }: TicketQuery, at: Instant): boolean =>
  stretches.some(({ from, to }) => at >= from && at < to)

function partRows(query: TicketQuery, part: Part, facts: TicketFacts): Counted[] {
  const { family } = part
  const found = facts[family.fact]
  const rows = (found === null ? [] : Array.isArray(found) ? found : [found]) as unknown as readonly Row[]
  return rows.flatMap((row): Counted[] => {
    const at = anchorOf(family, row)
    const read: ReadDimension = (dimension) => dimensionOf(family, dimension, row)
    if (at === null || !inStretches(query, at)) return []
    if (part === OPENED) {
      const { scope, filters } = query
      if (!admits({ filters, scope: null }, read) || facts.ticket === null) return []
      if (scope !== null && !facts.ticket.teams.some((team) => scope.includes(team))) return []
      const named = filters.some(({ dimension, op }) => dimension === 'team' && op === 'in')
      if (scope !== null && named && !scope.includes(read('team') ?? '')) return []
    } else if (!admits(query, read)) return []
    if (family.fact === 'complaint' && query.customer !== null) {
      const { customer, source } = query.customer
      if (row.customer !== customer || row.source !== source) return []
      if (!ofTicket({ ...query, customer: null }, facts.ticket)) return []
    } else if (!ofTicket(query, facts.ticket)) return []
    if (
      query.scores !== null &&
      !(typeof row.normalMilli === 'number' && query.scores.includes(pointsOf(row.normalMilli)))
    ) {
      return []
    }
    const count = (measures: Part['n']) => measures.filter((m) => matches(m, row, query.now)).length
    const n = part === OPENED ? 1 : count(part.n)
    const hit = count(part.hits)
    if (part !== OPENED && n === 0 && hit === 0) return []
    const stored = part.value === null ? null : row[part.value.field]
    const value =
      part.value !== null && typeof stored === 'number' ? stored / Math.round(1 / part.value.scale) : null
    if (part.value !== null && query.range !== null && (value === null || !inRange(query, value))) return []
    return [
      { ticketId: String(row.ticketId), at, no: Number(row.no), n, hits: hit - count(part.misses), value },
    ]
  })
}

function waiting(query: TicketQuery, facts: TicketFacts): Counted[] {
  return facts.episode.flatMap((row): Counted[] => {
    const value = Math.max(0, query.now - row.startedAt) / 1000
    const read: ReadDimension = (d) => (row as unknown as Record<Dimension, string | null>)[d]
    if (row.outcome !== 'waiting' || !admits(query, read)) return []
    if (!inRange(query, value) || !ofTicket(query, facts.ticket)) return []
    return [{ ticketId: row.ticketId, at: row.startedAt, no: row.no, n: 1, hits: 0, value }]
  })
}

function openChats(base: FactBase, query: TicketQuery): Counted[] {
  const able = base.spans.filter(
    (span) =>
      span.endedAt === null &&
      span.status !== 'offline' &&
      span.capacity !== null &&
      admits(query, (d) => (span as unknown as Record<string, string | null>)[d] ?? null),
  )
  return base.tickets.flatMap((facts): Counted[] => {
    const kind = facts.ticket?.channelKind ?? null
    const live = facts.contact.filter(
      (row) => row.endedAt === null && able.some((s) => s.agent === row.agent),
    )
    const last = live[0]
    if (kind !== 'chat' || last === undefined || !ofTicket(query, facts.ticket)) return []
    const at = Math.max(...live.map((row) => row.startedAt))
    const hits = new Set(live.map((row) => row.agent)).size
    return [{ ticketId: last.ticketId, at, no: 0, n: 0, hits, value: null }]
  })
}

const NINETY_DAYS = 90 * 86_400_000

/** Each customer counts once, on the ticket closed first in the period. */
function served(base: FactBase, query: TicketQuery): Counted[] {
  const who = (of: { readonly source: string; readonly customer: string | null }) =>
    JSON.stringify([of.source, of.customer])
  const orders = new Map(base.customers.map((customer) => [who(customer), customer.orders]))
  const groups = new Map<string, { ticket: TicketFact; at: Instant }[]>()
  for (const { ticket } of base.tickets) {
    const at = ticket?.closedAt ?? null
    if (ticket === null || at === null || ticket.customer === null || !inStretches(query, at)) continue
    if (!admits(query, (d) => dimensionOf(closed, d, ticket as unknown as Row))) continue
    if (!ofTicket(query, ticket)) continue
    groups.set(who(ticket), [...(groups.get(who(ticket)) ?? []), { ticket, at }])
  }
  return [...groups].flatMap(([customer, list]) => {
    const sorted = list.sort((a, b) => a.at - b.at || (a.ticket.ticketId < b.ticket.ticketId ? -1 : 1))
    const again = sorted.some(({ at }) =>
      (orders.get(customer) ?? []).some((order) => order > at && order <= at + NINETY_DAYS),
    )
    return sorted.map(
      ({ ticket, at }, i): Counted => ({
        ticketId: ticket.ticketId,
        at,
        no: 0,
        n: i === 0 ? 1 : 0,
        hits: i === 0 && again ? 1 : 0,
        value: null,
      }),
    )
  })
}

function counted(base: FactBase, query: TicketQuery): Counted[] {
  const { asked, scope } = query
  if (scope !== null && scope.length === 0) return []
  if (asked?.metric.type === 'gauge') {
    return asked.metric.gauge === 'load'
      ? openChats(base, query)
      : base.tickets.flatMap((facts) => waiting(query, facts))
  }
  if (asked?.metric.type === 'scan') return served(base, query)
  const parts = asked === null ? [OPENED] : metricParts(asked)
  return base.tickets.flatMap((facts) => parts.flatMap((part) => partRows(query, part, facts)))
}

/** The tickets of a population, newest first; not cut into pages. */
export function referenceTickets(base: FactBase, query: TicketQuery): readonly CountedTicket[] {
  const byTicket = new Map<string, Counted[]>()
  for (const fact of counted(base, query)) {
    byTicket.set(fact.ticketId, [...(byTicket.get(fact.ticketId) ?? []), fact])
  }
  return [...byTicket]
    .map(([ticketId, facts]): CountedTicket => {
      const inOrder = facts.sort((a, b) => a.at - b.at || a.no - b.no)
      return {
        ticketId,
        at: Math.max(...facts.map((fact) => fact.at)),
        n: facts.reduce((sum, fact) => sum + fact.n, 0),
        hits: facts.reduce((sum, fact) => sum + fact.hits, 0),
        values: inOrder.flatMap((fact) => (fact.value === null ? [] : [fact.value])),
      }
    })
    .sort((a, b) => b.at - a.at || (a.ticketId < b.ticketId ? 1 : -1))
}
