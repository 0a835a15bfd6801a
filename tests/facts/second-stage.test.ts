import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventData, UnifiedEvent } from '@/lib/facts/event'
import { foldAgent } from '@/lib/facts/fold-agent'
import { foldCustomer } from '@/lib/facts/fold-customer'
import { countedComplaints, fcrRepeats, type ResolvedTicket } from '@/lib/facts/second-stage'
import { unitOf } from '@/lib/facts/unit'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ticket = (
  ticketId: string,
  openedAt: number | null,
  resolvedAt: number | null,
  issueType: string | null = 'refund',
): ResolvedTicket => ({ ticketId, openedAt, resolvedAt, issueType })

describe('fcrRepeats: "another ticket of the same customer … opened after the resolution and within 7 days, of the same latest issue type; where this ticket’s type is unknown, any within 24 h"', () => {
  it.each([
    ['within 7 days', [ticket('a', 0, 10), ticket('b', 10 + 7 * DAY, null)], ['a']],
    ['later than 7 days', [ticket('a', 0, 10), ticket('b', 11 + 7 * DAY, null)], []],
    ['at the resolution itself, not after it', [ticket('a', 0, 10), ticket('b', 10, null)], []],
    ['before the resolution', [ticket('a', 0, 10), ticket('b', 5, 8)], []],
    ['of another type', [ticket('a', 0, 10), ticket('b', 20, null, 'delivery')], []],
    ['of unknown type, this one known', [ticket('a', 0, 10), ticket('b', 20, null, null)], []],
    [
      'any type within 24 h where this one’s is unknown',
      [ticket('a', 0, 10, null), ticket('b', 10 + DAY, null)],
      ['a'],
    ],
    [
      'later than 24 h where this one’s is unknown',
      [ticket('a', 0, 10, null), ticket('b', 11 + DAY, null)],
      [],
    ],
    ['without an opening', [ticket('a', 0, 10), ticket('b', null, null)], []],
    ['alone', [ticket('a', 0, 10)], []],
    ['itself, opened by a wrong clock after its resolution', [ticket('a', 20, 10), ticket('b', 0, null)], []],
    ['not resolved', [ticket('a', 0, null), ticket('b', 5, null)], []],
    ['a chain', [ticket('a', 0, 10), ticket('b', 20, 30), ticket('c', 40, 50)], ['a', 'b']],
  ])('%s', (_, tickets, repeats) => {
    expect([...fcrRepeats(tickets)].sort()).toEqual(repeats)
  })

  it('equals the plain reading of the sentence for any customer', () => {
    const instants = fc.integer({ min: 0, max: 20 }).map((n) => n * 12 * HOUR)
    const tickets = fc.array(
      fc.record({
        openedAt: fc.option(instants),
        resolvedAt: fc.option(instants),
        issueType: fc.option(fc.constantFrom('x', 'y')),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(tickets, (list) => {
        const all = list.map((each, i) => ({ ...each, ticketId: `t${i}` }))
        const plain = all.filter(({ ticketId, resolvedAt, issueType }) =>
          all.some(
            (other) =>
              other.ticketId !== ticketId &&
              resolvedAt !== null &&
              other.openedAt !== null &&
              other.openedAt > resolvedAt &&
              (issueType === null
                ? other.openedAt - resolvedAt <= DAY
                : other.issueType === issueType && other.openedAt - resolvedAt <= 7 * DAY),
          ),
        )
        expect([...fcrRepeats(all)].sort()).toEqual(plain.map(({ ticketId }) => ticketId).sort())
      }),
      { numRuns: 1000 },
    )
  })
})

describe('countedComplaints: "one per customer, issue and 7 days"; "the 7 days run from the last one counted"', () => {
  const filed = (key: string, day: number, issue: string | null = 'late') => ({
    key,
    filedAt: day * DAY,
    issue,
  })
  it.each([
    ['one', [filed('a', 0)], ['a']],
    ['a second within 7 days', [filed('a', 0), filed('b', 7)], ['a']],
    ['a second after 7 days', [filed('a', 0), filed('b', 7.01)], ['a', 'b']],
    [
      'the days run from the last one counted',
      [filed('a', 0), filed('b', 5), filed('c', 8), filed('d', 14)],
      ['a', 'c'],
    ],
    [
      'another issue',
      [filed('a', 0), filed('b', 1, 'rude'), filed('c', 2, null), filed('d', 3, null)],
      ['a', 'b', 'c'],
    ],
    ['out of order', [filed('c', 8), filed('a', 0), filed('b', 5)], ['a', 'c']],
    ['at the same instant', [filed('b', 0), filed('a', 0)], ['a']],
  ])('%s', (_, complaints, counted) => {
    expect([...countedComplaints(complaints)].sort()).toEqual(counted)
  })
})

const event = (id: string, type: string, time: number, data: EventData, source = 's'): UnifiedEvent => ({
  id,
  source,
  type,
  time,
  subject: null,
  data,
})

describe('foldAgent', () => {
  const status = (id: string, time: number, data: EventData) =>
    event(id, 'agent.status', time, { agent: 'ann', ...data })

  it('a status lasts until the next; team and capacity hold until named again', () => {
    const events = [
      status('1', 0, { status: 'available', team: 'a', capacity: 5 }),
      status('2', 10, { status: 'busy' }),
      status('3', 20, { status: 'busy' }),
      status('4', 30, { status: 'break', team: 'b' }),
      status('5', 30, { status: 'available' }),
      status('6', 40, { status: 'offline' }),
    ]
    const spans = foldAgent(events)
    expect(spans).toEqual([
      { agent: 'ann', source: 's', status: 'available', team: 'a', capacity: 5, startedAt: 0, endedAt: 10 },
      { agent: 'ann', source: 's', status: 'busy', team: 'a', capacity: 5, startedAt: 10, endedAt: 30 },
      { agent: 'ann', source: 's', status: 'available', team: 'b', capacity: 5, startedAt: 30, endedAt: 40 },
      { agent: 'ann', source: 's', status: 'offline', team: 'b', capacity: 5, startedAt: 40, endedAt: null },
    ])
    expect(foldAgent([...events].reverse())).toEqual(spans)
    expect(foldAgent([...events, ...events])).toEqual(spans)
  })

  it('a status taken back at the same instant leaves no gap', () => {
    expect(
      foldAgent([
        status('1', 0, { status: 'busy' }),
        status('2', 9, { status: 'away' }),
        status('3', 9, { status: 'busy' }),
      ]),
    ).toMatchObject([{ status: 'busy', startedAt: 0, endedAt: null }])
  })
})

describe('foldCustomer', () => {
  it('keeps the latest values, null clearing, and when the customer was seen', () => {
    const events = [
      event('1', 'customer.updated', 0, {
        customer: 'c',
        name: 'Li',
        tier: 'vip',
        lifetimeValue: 1234.56,
        tags: ['x'],
      }),
      event('2', 'customer.updated', 5, { customer: 'c', tier: null, region: '华东' }),
      event('3', 'order.placed', 8, { customer: 'c', amount: 5 }),
      event('4', 'order.placed', 3, { customer: 'c' }),
      event('5', 'customer.active', 9, { customer: 'c' }),
    ]
    const fact = foldCustomer(events)
    expect(fact).toEqual({
      source: 's',
      customer: 'c',
      name: 'Li',
      tier: null,
      region: '华东',
      lifetimeValueCents: 123_456,
      tags: ['x'],
      phone: null,
      email: null,
      lastOrderAt: 8,
      lastActiveAt: 9,
      orders: [3, 8],
    })
    expect(foldCustomer([...events, ...events].reverse())).toEqual(fact)
    expect(foldCustomer([])).toBeNull()
  })
})

describe('unitOf', () => {
  it.each([
    ['ticket.opened', 't', {}, 'ticket'],
    ['survey.answered', 't', {}, 'ticket'],
    ['survey.answered', null, {}, 'loose'],
    ['complaint.filed', null, {}, 'loose'],
    ['suggestion.decided', null, { suggestion: 'x' }, 'loose'],
    ['agent.status', null, { agent: 'a' }, 'agent'],
    ['order.placed', null, { customer: 'c' }, 'customer'],
    ['source.heartbeat', null, {}, 'none'],
    ['ticket.merged', 't', {}, 'none'],
  ])('%s with subject %s', (type, subject, data, kind) => {
    expect(unitOf({ ...event('1', type, 0, data), subject }).kind).toBe(kind)
  })

  it('a suggestion’s submission and decision meet; answers stay apart', () => {
    const id = (eventId: string, type: string, data: EventData) => unitOf(event(eventId, type, 0, data)).id
    expect(id('1', 'suggestion.submitted', { suggestion: 'x' })).toBe(
      id('2', 'suggestion.decided', { suggestion: 'x' }),
    )
    expect(id('1', 'survey.answered', {})).not.toBe(id('2', 'survey.answered', {}))
  })
})
