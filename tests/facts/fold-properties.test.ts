import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chinaCalendar } from '@/lib/core/calendar-presets'
import { DEFAULT_CONFIG, foldConfig } from '@/lib/facts/config'
import type { EventData, UnifiedEvent } from '@/lib/facts/event'
import { foldTicket } from '@/lib/facts/fold'
import type { TicketFacts } from '@/lib/facts/shapes'
import { clockSegments } from '@/lib/facts/timeline'
import { T0 } from './history'

const OFFICE = foldConfig({
  zone: 'Asia/Shanghai',
  calendars: [{ scope: 'tenant', key: '', calendar: chinaCalendar(['09:00-12:00', '13:30-18:00']) }],
})

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const agents = fc.constantFrom('ann', 'bob', 'eve')
const teams = fc.constantFrom('a', 'b', 'c')
const defined = (data: Record<string, unknown>): EventData =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))

const about = fc.record({
  channel: fc.constantFrom('phone', 'web', 'douyin', 'email'),
  team: maybe(teams),
  agent: maybe(agents),
  direction: maybe(fc.constantFrom('in', 'out')),
  issueType: maybe(fc.constantFrom('refund', 'delivery')),
  product: maybe(fc.constantFrom('p1', 'p2')),
})
const kinds: fc.Arbitrary<{ type: string; data: EventData }> = fc.oneof(
  { weight: 2, arbitrary: about.map((data) => ({ type: 'ticket.opened', data: defined(data) })) },
  { weight: 6, arbitrary: fc.constant({ type: 'message.sent', data: { from: 'customer' } }) },
  {
    weight: 6,
    arbitrary: fc
      .record({ agent: maybe(agents), public: maybe(fc.boolean()), auto: maybe(fc.boolean()) })
      .map((data) => ({ type: 'message.sent', data: defined({ from: 'agent', ...data }) })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'message.sent', data: { from: 'bot' } }) },
  {
    weight: 3,
    arbitrary: fc
      .record({ agent: agents, team: maybe(teams) })
      .map((data) => ({ type: 'ticket.assigned', data: defined(data) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ team: maybe(teams) })
      .map((data) => ({ type: 'ticket.queued', data: defined(data) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ toTeam: maybe(teams), toAgent: maybe(agents) })
      .map((data) => ({ type: 'ticket.transferred', data: defined(data) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        team: fc.option(teams),
        issueType: fc.option(fc.constant('refund')),
        channel: maybe(fc.constantFrom('web', 'phone')),
      })
      .map((data) => ({ type: 'ticket.updated', data: defined(data) })),
  },
  {
    weight: 6,
    arbitrary: fc
      .record({
        what: fc.constantFrom('ringing', 'answered', 'held', 'resumed', 'ended', 'wrapup_ended'),
        agent: maybe(agents),
        direction: maybe(fc.constantFrom('in', 'out')),
      })
      .map(({ what, ...data }) => ({ type: `call.${what}`, data: defined(data) })),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('resolved', 'reopened', 'closed', 'abandoned')
      .map((what) => ({ type: `ticket.${what}`, data: {} })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'survey.sent', data: { kind: 'csat' } }) },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 1, max: 5 })
      .map((score) => ({ type: 'survey.answered', data: { kind: 'csat', score } })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'complaint.filed', data: { category: 'late' } }) },
  {
    weight: 1,
    arbitrary: fc
      .boolean()
      .map((adopted) => ({ type: 'suggestion.decided', data: { suggestion: 's', adopted } })),
  },
)
/** Seconds between events: ties, moments, nights and weeks. */
const gaps = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 90 }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.integer({ min: 0, max: 700_000 }),
)
const histories: fc.Arbitrary<UnifiedEvent[]> = fc
  .array(fc.tuple(kinds, gaps), { minLength: 1, maxLength: 25 })
  .map((steps) => {
    let time = T0
    return steps.map(([{ type, data }, gap], i) => {
      time += gap * 1000
      // ids that do not follow the order of writing, so that ties are broken otherwise
      return { id: `${(i * 7) % 26}-${i}`, source: 'shop', type, time, subject: 't1', data }
    })
  })

const shuffled = (events: readonly UnifiedEvent[]) =>
  fc.shuffledSubarray([...events, ...events.slice(0, Math.ceil(events.length / 2))], {
    minLength: events.length + Math.ceil(events.length / 2),
  })

function durations(facts: TicketFacts): (number | null)[] {
  return [
    facts.ticket?.ahtMs ?? null,
    facts.ticket?.ahtBizMs ?? null,
    facts.ticket?.resolutionMs ?? null,
    facts.ticket?.resolutionBizMs ?? null,
    ...facts.episode.flatMap(({ waitMs, waitBizMs }) => [waitMs, waitBizMs]),
    ...facts.round.flatMap(({ responseMs, responseBizMs }) => [responseMs, responseBizMs]),
    ...facts.assignment.flatMap(({ responseMs, responseBizMs }) => [responseMs, responseBizMs]),
  ]
}

describe('fold, for any history', () => {
  it('shuffled, doubled and late gives what comes once and in order', () => {
    fc.assert(
      fc.property(
        histories.chain((events) => fc.tuple(fc.constant(events), shuffled(events))),
        ([events, disordered]) => {
          const wanted = foldTicket(events, OFFICE)
          expect(foldTicket(disordered, OFFICE)).toEqual(wanted)
          expect(JSON.stringify(foldTicket([...disordered].reverse(), OFFICE))).toBe(JSON.stringify(wanted))
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('has no negative and no fractional duration, on either clock', () => {
    fc.assert(
      fc.property(histories, (events) => {
        for (const value of durations(foldTicket(events, OFFICE))) {
          expect(value === null || (Number.isSafeInteger(value) && value >= 0)).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('has working time equal to wall clock without a calendar, and never above it with one', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const plain = durations(foldTicket(events, DEFAULT_CONFIG))
        const office = durations(foldTicket(events, OFFICE))
        for (let i = 0; i < plain.length; i += 2) {
          expect(plain[i + 1]).toBe(plain[i])
          expect((office[i + 1] ?? 0) <= (office[i] ?? 0)).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps the sense of its parts', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const facts = foldTicket(events, OFFICE)
        const { ticket, episode, round } = facts
        expect(ticket).not.toBeNull()
        // at most one wait and one round are open, and only on an open ticket
        expect(episode.filter(({ outcome }) => outcome === 'waiting').length).toBe(
          ticket?.waitingSince == null ? 0 : 1,
        )
        expect(round.filter(({ outcome }) => outcome === 'open').length).toBe(
          ticket?.roundSince == null ? 0 : 1,
        )
        if (ticket?.state !== 'open') expect(ticket?.waitingSince).toBeNull()
        // what ends is decided, what is decided has ended
        for (const { outcome, endedAt, startedAt, waitMs, dueBizAt, slDueBizAt } of episode) {
          expect(endedAt === null).toBe(outcome === 'waiting')
          expect(waitMs === null).toBe(outcome === 'waiting' || outcome === 'void')
          expect(dueBizAt).toBeGreaterThanOrEqual(startedAt)
          expect(slDueBizAt).toBeGreaterThanOrEqual(dueBizAt)
        }
        // rounds lie one after another, and so do episodes
        for (const rows of [episode, round]) {
          for (let i = 1; i < rows.length; i++) {
            const before = rows[i - 1]
            expect(before?.endedAt ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(rows[i]?.startedAt ?? 0)
          }
        }
        // a resolution that stands belongs to a ticket that is not open
        if (ticket?.resolvedAt != null) {
          expect(ticket.state === 'resolved' || ticket.state === 'closed').toBe(true)
          expect(ticket.everResolvedAt).toBe(ticket.resolvedAt)
        }
        if (ticket?.state === 'resolved' || ticket?.state === 'closed')
          expect(ticket.resolvedAt).not.toBeNull()
        if (ticket?.reopened72) expect(ticket.reopened && ticket.everResolvedAt !== null).toBe(true)
        // every row is described alike and numbered in its place
        for (const rows of [
          episode,
          round,
          facts.assignment,
          facts.message,
          facts.answer,
          facts.complaint,
          facts.contact,
        ]) {
          for (const [no, row] of rows.entries()) {
            expect([row.no, row.ticketId, row.channel, row.issueType]).toEqual([
              no,
              ticket?.ticketId,
              ticket?.channel,
              ticket?.issueType,
            ])
          }
        }
        expect(facts.message.filter(({ direction }) => direction === 'in').length).toBe(ticket?.messagesIn)
        // a due instant is what tells late from in time, on the wall clock
        for (const { outcome, endedAt, dueAt, within } of episode) {
          if (outcome === 'answered') expect((endedAt ?? 0) <= dueAt).toBe(within)
        }
      }),
      { numRuns: 1500 },
    )
  })

  it('lays clock segments one after another, waits as the episodes have them', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { segments, limits } = clockSegments(events, OFFICE)
        for (let i = 1; i < segments.length; i++) {
          expect(segments[i - 1]?.to ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(segments[i]?.from ?? 0)
        }
        for (const { from, to } of segments) expect((to ?? Number.POSITIVE_INFINITY) > from).toBe(true)
        const waited = segments.filter(({ kind, to }) => kind === 'waiting' && to !== null)
        const ended = foldTicket(events, OFFICE).episode.filter(({ endedAt }) => endedAt !== null)
        const sum = (rows: readonly { from: number; to: number | null }[]) =>
          rows.reduce((all, { from, to }) => all + (to ?? from) - from, 0)
        const open = foldTicket(events, OFFICE).ticket?.waitingSince ?? null
        if (open === null)
          expect(sum(waited)).toBe(
            ended.reduce((all, { startedAt, endedAt }) => all + (endedAt ?? startedAt) - startedAt, 0),
          )
        for (let i = 1; i < limits.length; i++)
          expect(limits[i - 1]?.at ?? 0).toBeLessThanOrEqual(limits[i]?.at ?? 0)
      }),
      { numRuns: 500 },
    )
  })

  it('folds at least 20,000 tickets of 8 events a second', () => {
    const tickets = Array.from({ length: 4000 }, (_, i) =>
      (
        [
          ['ticket.opened', 0, { channel: 'taobao', customer: `c${i}`, team: 'a' }],
          ['message.sent', 1, { from: 'customer' }],
          ['ticket.assigned', 5, { agent: 'ann' }],
          ['message.sent', 20, { from: 'agent', agent: 'ann' }],
          ['message.sent', 60, { from: 'customer' }],
          ['message.sent', 90, { from: 'agent', agent: 'ann' }],
          ['ticket.resolved', 120, {}],
          ['survey.answered', 300, { kind: 'csat', score: 5 }],
        ] as const
      ).map(([type, seconds, data], n) => ({
        id: `${i}-${n}`,
        source: 's',
        type,
        time: T0 + seconds * 1000,
        subject: `t${i}`,
        data,
      })),
    )
    for (const events of tickets.slice(0, 1000)) foldTicket(events, OFFICE)
    const cpu = process.cpuUsage()
    for (const events of tickets) foldTicket(events, OFFICE)
    const { user } = process.cpuUsage(cpu)
    expect(tickets.length / (user / 1e6)).toBeGreaterThan(20_000)
  })
})
