import { describe, expect, it } from 'vitest'
import { channelKind, DEFAULT_CONFIG, DEFAULT_TARGETS, foldConfig } from '@/lib/facts/config'
import { foldLoose, foldTicket } from '@/lib/facts/fold'
import {
  agent,
  assigned,
  at,
  call,
  closed,
  customer,
  DAY,
  fold,
  HOUR,
  history,
  type Line,
  MINUTE,
  opened,
  resolved,
} from './history'

const waits = (lines: readonly Line[]) => fold(lines).episode.map(({ outcome, waitMs }) => [outcome, waitMs])
const starts = (lines: readonly Line[]) =>
  fold(lines).episode.map(({ startedAt }) => (startedAt - at(0)) / 1000)
const rounds = (lines: readonly Line[]) =>
  fold(lines).round.map(({ outcome, responseMs }) => [outcome, responseMs])

describe('where episodes begin', () => {
  it('"the first begins when the ticket begins to wait for a human (`ticket.queued`, else the first customer message, else `ticket.opened`; for a call `call.ringing`)"', () => {
    expect(starts([opened(), agent(90)])).toEqual([0])
    expect(starts([opened(), customer(10), agent(90)])).toEqual([10])
    expect(starts([opened(), customer(10), [30, 'ticket.queued'], agent(90)])).toEqual([30])
    expect(starts([opened(), [5, 'ticket.queued'], customer(10), agent(90)])).toEqual([5])
    expect(starts([customer(-5), opened(), agent(90)])).toEqual([-5])
    expect(
      starts([opened({ channel: 'phone' }), call(3, 'ringing'), call(9, 'answered'), call(60, 'ended')]),
    ).toEqual([3])
    expect(
      starts([opened({ channel: 'phone' }), customer(1), call(3, 'ringing'), call(9, 'answered')]),
    ).toEqual([3])
  })

  it('"each reopening (a `ticket.reopened`, or a customer message after `ticket.resolved`) begins a new one"', () => {
    expect(starts([opened(), agent(5), resolved(20), [30, 'ticket.reopened'], agent(40)])).toEqual([0, 30])
    expect(starts([opened(), agent(5), resolved(20), customer(30), customer(35), agent(40)])).toEqual([0, 30])
  })

  it('"A ticket opened without a customer message waits from `ticket.opened` (web forms, mail), unless its `direction` is `out`."', () => {
    expect(waits([opened({ channel: 'email' }), agent(90)])).toEqual([['answered', 90_000]])
    expect(waits([opened({ direction: 'out' })])).toEqual([])
    expect(waits([opened({ direction: 'out' }), agent(90)])).toEqual([])
  })

  it('"An agent who writes first on a ticket without `ticket.opened`, or on an outbound one, opens no episode; one begins when the customer writes."', () => {
    expect(starts([agent(5)])).toEqual([])
    expect(starts([agent(5), customer(20), agent(50)])).toEqual([20])
    expect(starts([opened({ direction: 'out' }), agent(5), customer(20), agent(50)])).toEqual([20])
    expect(starts([opened({ direction: 'out' }), call(1, 'ringing'), call(5, 'answered')])).toEqual([])
  })

  it('an agent who writes first on an inbound ticket ends its wait from the opening', () => {
    expect(waits([opened(), agent(15), customer(20), agent(50)])).toEqual([['answered', 15_000]])
  })

  it('"`ticket.queued` in a later episode does not move that episode’s start, which is the reopening; of two, the first counts; on a call `call.ringing` stays the start."', () => {
    expect(starts([opened(), agent(5), resolved(9), customer(20), [30, 'ticket.queued'], agent(40)])).toEqual(
      [0, 20],
    )
    expect(starts([opened(), [5, 'ticket.queued'], [9, 'ticket.queued'], agent(40)])).toEqual([5])
    expect(
      starts([opened({ channel: 'phone' }), call(3, 'ringing'), [6, 'ticket.queued'], call(9, 'answered')]),
    ).toEqual([3])
  })

  it('a queue after the first reply (a transfer) begins no episode', () => {
    expect(starts([opened(), agent(5), [9, 'ticket.queued', { team: 'b' }], agent(40, 'bob')])).toEqual([0])
  })

  it('"Of two `ticket.opened` the earliest opens; later fields win by event time; a field set to `null` is cleared."', () => {
    const facts = fold([
      opened({ product: 'p1', region: 'east', team: 'a' }),
      [10, 'ticket.opened', { channel: 'app', product: 'p2', region: null }],
      [20, 'ticket.updated', { product: 'p3', team: null }],
    ])
    expect(facts.ticket).toMatchObject({
      openedAt: at(0),
      channel: 'app',
      product: 'p3',
      region: null,
      teamOpened: 'a',
      teamLast: null,
    })
    expect(facts.ticket.teams).toEqual(['a'])
    expect(facts.episode).toHaveLength(1)
    expect(facts.episode[0]).toMatchObject({ startedAt: at(0), channel: 'app', product: 'p3' })
  })
})

describe('rounds', () => {
  it('"A customer message with nobody’s reply yet opens a round; further ones do not move its start."', () => {
    expect(rounds([opened(), customer(10), customer(25), agent(40), customer(60), agent(75)])).toEqual([
      ['answered', 30_000],
      ['answered', 15_000],
    ])
  })

  it('"Agent messages with `public: false` or `auto: true`, bot and system messages end nothing."', () => {
    const facts = fold([
      opened(),
      customer(10),
      agent(11, 'ann', { public: false }),
      agent(12, 'ann', { auto: true }),
      [13, 'message.sent', { from: 'bot' }],
      [14, 'message.sent', { from: 'system' }],
      agent(40),
    ])
    expect(facts.episode).toMatchObject([{ outcome: 'answered', waitMs: 30_000 }])
    expect(facts.round).toMatchObject([{ outcome: 'answered', responseMs: 30_000, first: true }])
  })

  it('"A human reply is a public, non-automatic agent message or an answered call, whatever the channel."', () => {
    const facts = fold([opened({ channel: 'email' }), customer(10), call(70, 'answered', { agent: 'bob' })])
    expect(facts.episode).toMatchObject([{ outcome: 'answered', waitMs: 60_000, agent: 'bob' }])
    expect(facts.round).toMatchObject([{ outcome: 'answered', responseMs: 60_000, agent: 'bob' }])
    expect(fold([opened({ channel: 'phone' }), call(2, 'ringing'), agent(8)]).episode).toMatchObject([
      { outcome: 'answered', waitMs: 6000 },
    ])
  })

  it('"A resolution ends an open round unanswered."', () => {
    const facts = fold([opened(), agent(5), customer(10), resolved(70)])
    expect(facts.round).toMatchObject([
      { outcome: 'unanswered', endedAt: at(70), responseMs: null, breached: true },
    ])
    expect(facts.ticket.roundSince).toBeNull()
  })

  it('an abandonment ends an open round too', () => {
    expect(fold([opened(), customer(10), [20, 'ticket.abandoned']]).round).toMatchObject([
      { outcome: 'unanswered', breached: false },
    ])
  })

  it('an open round says since when the customer waits and when it is due', () => {
    const facts = fold([opened(), customer(10)])
    expect(facts.round).toMatchObject([
      { outcome: 'open', endedAt: null, dueAt: at(50), dueBizAt: at(50), breached: null },
    ])
    expect(facts.ticket).toMatchObject({ roundSince: at(10), waitingSince: at(10) })
  })
})

describe('reopening', () => {
  it('"A customer message, or `call.ringing`, after `ticket.resolved` or `ticket.closed`, and `ticket.reopened`, reopen"', () => {
    const base = [opened(), agent(5), resolved(9)]
    for (const end of [base, [opened(), agent(5), closed(9)], [...base, closed(12)]]) {
      for (const again of [customer(20), call(20, 'ringing'), [20, 'ticket.reopened'] as Line]) {
        const facts = fold([...end, again, agent(25)])
        expect(facts.episode).toMatchObject([
          { outcome: 'answered' },
          { outcome: 'answered', startedAt: at(20), waitMs: 5000 },
        ])
        expect(facts.ticket).toMatchObject({
          state: 'open',
          reopened: true,
          reopened72: true,
          resolvedAt: null,
        })
      }
    }
  })

  it('"`ticket.reopened` on an open ticket changes nothing."', () => {
    expect(fold([opened(), agent(5), [9, 'ticket.reopened']])).toMatchObject({
      ticket: { reopened: false, state: 'open' },
      episode: [{ outcome: 'answered' }],
    })
  })

  it('"Activity after `ticket.abandoned` reopens too"', () => {
    for (const again of [
      customer(60),
      call(60, 'ringing'),
      [60, 'ticket.queued'] as Line,
      [60, 'ticket.reopened'] as Line,
    ]) {
      const facts = fold([opened(), customer(1), [30, 'ticket.abandoned'], again, agent(80)])
      expect(facts.episode).toMatchObject([
        { outcome: 'abandoned', waitMs: 29_000 },
        { outcome: 'answered', startedAt: at(60), waitMs: 20_000 },
      ])
      expect(facts.ticket).toMatchObject({ state: 'open', reopened: true, answered: true })
    }
  })

  it('an agent who writes after an abandonment reopens without an episode; one begins when the customer writes', () => {
    const facts = fold([opened(), customer(1), [30, 'ticket.abandoned'], agent(60), customer(90), agent(95)])
    expect(facts.episode).toMatchObject([
      { outcome: 'abandoned' },
      { outcome: 'answered', startedAt: at(90) },
    ])
    expect(facts.ticket.state).toBe('open')
  })

  it('"`ticket.abandoned` after a human reply is ignored."', () => {
    expect(fold([opened(), customer(1), agent(5), [30, 'ticket.abandoned']])).toMatchObject({
      ticket: { state: 'open' },
      episode: [{ outcome: 'answered' }],
    })
  })

  it('"`reopen_rate`: resolved tickets reopened within 72 h of a resolution ÷ tickets ever resolved"', () => {
    const within = fold([opened(), agent(5), resolved(9), customer(9 + 72 * HOUR), agent(10 + 72 * HOUR)])
    expect(within.ticket).toMatchObject({ reopened: true, reopened72: true, everResolvedAt: at(9) })
    const later = fold([opened(), agent(5), resolved(9), customer(9.001 + 72 * HOUR), agent(10 + 72 * HOUR)])
    expect(later.ticket).toMatchObject({ reopened: true, reopened72: false, everResolvedAt: at(9) })
  })
})

describe('abandonment and what is neither', () => {
  it('"A ticket that is closed, or a call that ends, with no human reply on the ticket up to then is abandoned"', () => {
    expect(fold([opened(), customer(1), closed(31)])).toMatchObject({
      ticket: { state: 'abandoned', closedAt: at(31), resolvedAt: null, endedAt: at(31), answered: false },
      episode: [{ outcome: 'abandoned', waitMs: 30_000, within: true }],
    })
    expect(fold([opened({ channel: 'phone' }), call(2, 'ringing'), call(32, 'ended')])).toMatchObject({
      ticket: { state: 'abandoned', closedAt: null, resolvedAt: null },
      episode: [{ outcome: 'abandoned', waitMs: 30_000, within: false }],
    })
  })

  it('"unless it was resolved (by a bot): then it is resolved, and its episode leaves every rate"', () => {
    const facts = fold([opened(), customer(1), [2, 'message.sent', { from: 'bot' }], resolved(9), closed(60)])
    expect(facts.ticket).toMatchObject({
      state: 'closed',
      resolvedAt: at(9),
      answered: false,
      resolutionMs: 9000,
      ahtMs: null,
    })
    expect(facts.episode).toMatchObject([{ outcome: 'void', waitMs: null, within: null, slWithin: null }])
  })

  it('"The episode stays abandoned though the customer returns and is answered later; the return is a reopening."', () => {
    const facts = fold([opened(), customer(1), closed(31), customer(90), agent(100), resolved(120)])
    expect(facts.episode).toMatchObject([{ outcome: 'abandoned' }, { outcome: 'answered', waitMs: 10_000 }])
    expect(facts.ticket).toMatchObject({
      reopened: true,
      reopened72: false,
      resolvedAt: at(120),
      state: 'resolved',
    })
  })

  it('"A later episode that ends unanswered (the customer’s "thanks", then a closing) is neither answered nor abandoned and leaves every rate; it is no reopening: the earlier resolution stands."', () => {
    const facts = fold([opened(), customer(1), agent(5), resolved(9), customer(20), closed(40)])
    expect(facts.episode).toMatchObject([
      { outcome: 'answered' },
      { outcome: 'void', endedAt: at(40), waitMs: null },
    ])
    expect(facts.ticket).toMatchObject({
      state: 'closed',
      resolvedAt: at(9),
      closedAt: at(40),
      reopened: false,
      reopened72: false,
      resolutionMs: 9000,
      waitingSince: null,
    })
  })

  it('while that episode still waits, the ticket is open', () => {
    expect(fold([opened(), customer(1), agent(5), resolved(9), customer(20)]).ticket).toMatchObject({
      state: 'open',
      resolvedAt: null,
      everResolvedAt: at(9),
      waitingSince: at(20),
      reopened: true,
    })
  })

  it('a call after the resolution that nobody answers leaves the resolution standing', () => {
    const facts = fold([
      opened({ channel: 'phone' }),
      call(1, 'ringing'),
      call(5, 'answered', { agent: 'ann' }),
      call(60, 'ended'),
      call(100, 'ringing'),
      call(130, 'ended'),
    ])
    expect(facts.episode).toMatchObject([{ outcome: 'answered' }, { outcome: 'void' }])
    expect(facts.ticket).toMatchObject({
      state: 'closed',
      resolvedAt: at(60),
      closedAt: at(60),
      reopened: false,
    })
  })

  it('a customer who leaves twice without ever being answered: the ticket is abandoned, and the second wait, a later episode, leaves every rate', () => {
    const facts = fold([
      opened(),
      customer(1),
      [30, 'ticket.abandoned'],
      customer(60),
      [90, 'ticket.abandoned'],
    ])
    expect(facts.episode.map(({ outcome }) => outcome)).toEqual(['abandoned', 'void'])
    expect(facts.ticket).toMatchObject({ state: 'abandoned', reopened: false })
  })

  it('an outbound call that nobody answers ends no wait of the customer', () => {
    const facts = fold([
      opened(),
      customer(1),
      call(20, 'ringing', { direction: 'out' }),
      call(40, 'ended', { direction: 'out' }),
    ])
    expect(facts.episode).toMatchObject([{ outcome: 'waiting', startedAt: at(1) }])
    expect(facts.ticket.state).toBe('open')
  })

  it('"abandons within 5 s (phone) or 10 s (chat) leave both sides", none for tickets; "Within X" includes X', () => {
    const short = (channel: string, seconds: number) =>
      fold([opened({ channel }), [seconds, 'ticket.abandoned']]).episode[0]?.shortAbandon
    expect([short('phone', 5), short('phone', 5.001)]).toEqual([true, false])
    expect([short('web', 10), short('web', 10.001)]).toEqual([true, false])
    expect([short('email', 0), short('email', 1)]).toEqual([false, false])
  })
})

describe('resolution and closing', () => {
  it('"A ticket closed without `ticket.resolved` since its last answered reopening, with a human reply, counts as resolved at its closing"', () => {
    expect(fold([opened(), customer(1), agent(5), closed(60)]).ticket).toMatchObject({
      state: 'closed',
      resolvedAt: at(60),
      closedAt: at(60),
      resolutionMs: 60_000,
    })
    const again = fold([opened(), customer(1), agent(5), resolved(9), customer(20), agent(30), closed(60)])
    expect(again.ticket).toMatchObject({ resolvedAt: at(60), resolutionMs: 60_000, reopened: true })
  })

  it('"such a resolution acts like any other": a message after it reopens, an unanswered return leaves it standing', () => {
    const facts = fold([opened(), customer(1), agent(5), closed(60), customer(90), agent(95)])
    expect(facts.ticket).toMatchObject({
      state: 'open',
      reopened72: true,
      resolvedAt: null,
      everResolvedAt: at(60),
    })
    const thanks = fold([opened(), customer(1), agent(5), closed(60), customer(90), closed(100)])
    expect(thanks.ticket).toMatchObject({ resolvedAt: at(60), closedAt: at(100), reopened: false })
    expect(fold([opened(), customer(1), agent(5), customer(6), closed(60)]).round[1]).toMatchObject({
      outcome: 'unanswered',
    })
  })

  it('"A human reply after a resolution without a reopening changes nothing but rounds, messages and who wrote last."', () => {
    const base = [opened(), customer(1), assigned(2, 'ann', 'a'), agent(5), resolved(9)]
    const before = fold(base)
    const after = fold([...base, agent(20, 'bob'), [30, 'survey.answered', { kind: 'csat', score: 5 }]])
    expect(after.ticket).toMatchObject({
      resolvedAt: at(9),
      agentSettled: 'ann',
      agentLast: 'ann',
      reopened: false,
      ahtMs: before.ticket.ahtMs,
      messagesOut: 2,
    })
    expect(after.episode).toEqual(before.episode)
    expect(after.contact).toEqual(before.contact)
    expect(after.answer).toMatchObject([{ agent: 'bob' }])
  })

  it('"An answered call whose ticket has no resolution or closing is resolved and closed at `call.ended`."', () => {
    const calls = [
      opened({ channel: 'phone' }),
      call(2, 'ringing'),
      call(10, 'answered', { agent: 'ann' }),
      call(100, 'ended'),
    ]
    expect(fold(calls).ticket).toMatchObject({
      state: 'closed',
      resolvedAt: at(100),
      closedAt: at(100),
      agentSettled: 'ann',
      resolutionMs: 100_000,
    })
    expect(fold([...calls, resolved(130)]).ticket).toMatchObject({
      state: 'resolved',
      resolvedAt: at(130),
      closedAt: null,
    })
    expect(fold([...calls, closed(130)]).ticket).toMatchObject({
      state: 'closed',
      resolvedAt: at(130),
      closedAt: at(130),
    })
  })

  it('"The resolution, and the closing, that count are the last"', () => {
    expect(
      fold([opened(), agent(5), resolved(9), resolved(20), closed(30), closed(50)]).ticket,
    ).toMatchObject({ resolvedAt: at(20), closedAt: at(50) })
    expect(
      fold([opened(), agent(5), resolved(9), customer(20), agent(25), resolved(40)]).ticket,
    ).toMatchObject({ resolvedAt: at(40), resolutionMs: 40_000, reopened: true, state: 'resolved' })
  })

  it('"a ticket reopened and not resolved again is open: not in `tickets_resolved`, resolution, FCR or AHT, but in `reopen_rate`’s denominator"', () => {
    expect(
      fold([opened(), customer(1), agent(5), resolved(9), customer(20), agent(25)]).ticket,
    ).toMatchObject({
      state: 'open',
      resolvedAt: null,
      resolutionMs: null,
      resolvedWithin: null,
      ahtMs: null,
      everResolvedAt: at(9),
      reopened72: true,
    })
  })

  it('"A call that rings again while open begins nothing; one without `call.ended` has no AHT and is not resolved."', () => {
    const facts = fold([
      opened({ channel: 'phone' }),
      call(2, 'ringing', { agent: 'ann' }),
      call(20, 'ringing', { agent: 'bob' }),
      call(30, 'answered', { agent: 'bob' }),
    ])
    expect(facts.episode).toMatchObject([{ startedAt: at(2), waitMs: 28_000, agent: 'bob' }])
    expect(facts.ticket).toMatchObject({ state: 'open', resolvedAt: null, ahtMs: null })
    expect(
      fold([opened({ channel: 'phone' }), call(2, 'ringing'), call(30, 'answered'), resolved(90)]).ticket,
    ).toMatchObject({ ahtMs: null, resolvedAt: at(90) })
  })

  it('"Resolution needs a `ticket.opened`."', () => {
    expect(fold([customer(1), agent(5), resolved(9)]).ticket).toMatchObject({
      resolvedAt: at(9),
      resolutionMs: null,
      resolutionDueAt: null,
      resolvedWithin: null,
    })
  })

  it('resolved within 24 h includes 24 h; an open ticket says when it is due', () => {
    expect(fold([opened(), agent(5), resolved(DAY)]).ticket).toMatchObject({
      resolvedWithin: true,
      resolutionDueAt: at(DAY),
    })
    expect(fold([opened(), agent(5), resolved(DAY + 0.001)]).ticket).toMatchObject({ resolvedWithin: false })
  })

  it('no duration is negative, even where clocks disagree', () => {
    const facts = fold([resolved(-50), opened(), customer(-40), agent(-45)])
    expect(facts.ticket.resolutionMs === null || facts.ticket.resolutionMs >= 0).toBe(true)
  })
})

describe('who is credited', () => {
  it('"Descriptive dimensions … are the ticket’s latest values by event time; `customer.updated` does not rewrite tickets."', () => {
    const facts = fold([
      opened({ issueType: 'refund', customerTier: 'normal' }),
      customer(1),
      agent(5),
      [
        DAY,
        'ticket.updated',
        { issueType: 'delivery', customerTier: 'vip', priority: 'p1', campaign: '双11' },
      ],
    ])
    for (const row of [facts.ticket, ...facts.episode, ...facts.round, ...facts.message]) {
      expect(row).toMatchObject({
        issueType: 'delivery',
        customerTier: 'vip',
        priority: 'p1',
        campaign: '双11',
        channel: 'web',
        source: 'shop',
      })
    }
    const events = history([
      opened({ customerTier: 'normal', customer: 'c' }),
      [5, 'customer.updated', { customer: 'c', tier: 'vip' }],
    ])
    expect(foldTicket(events, DEFAULT_CONFIG).ticket?.customerTier).toBe('normal')
  })

  it('"**Team** of FRT, wait, queue: the last named before the first reply (for unanswered ones: the last named)"', () => {
    const named = [opened({ team: 'a' }), customer(1), [3, 'ticket.queued', { team: 'b' }] as Line]
    expect(fold([...named, agent(9), [20, 'ticket.transferred', { toTeam: 'c' }]]).episode[0]?.team).toBe('b')
    expect(fold([...named, [20, 'ticket.transferred', { toTeam: 'c' }]]).episode[0]?.team).toBe('c')
    expect(fold([...named, [20, 'ticket.abandoned']]).episode[0]?.team).toBe('b')
  })

  it('"of AHT, resolution, FCR: the last named by the resolution"', () => {
    const facts = fold([
      opened({ team: 'a' }),
      customer(1),
      agent(5),
      [8, 'ticket.updated', { team: 'b' }],
      resolved(9),
      [20, 'ticket.updated', { team: 'c' }],
      closed(30),
    ])
    expect(facts.ticket).toMatchObject({
      teamOpened: 'a',
      teamSettled: 'b',
      teamClosed: 'c',
      teamLast: 'c',
      teams: ['a', 'b', 'c'],
    })
  })

  it('"of counts, messages, rounds, answers: the last named before the event, its own included"', () => {
    const facts = fold([
      opened({ team: 'a' }),
      customer(1),
      [3, 'ticket.transferred', { toTeam: 'b' }],
      agent(5),
      [9, 'survey.answered', { kind: 'csat', score: 4 }],
      [12, 'complaint.filed', {}],
    ])
    expect(facts.message.map(({ team }) => team)).toEqual(['a', 'b'])
    expect(facts.round[0]?.team).toBe('a')
    expect(facts.answer[0]?.team).toBe('b')
    expect(facts.complaint[0]?.team).toBe('b')
    expect(facts.ticket.teamOpened).toBe('a')
  })

  it('"**Agent** of FRT and rounds: who replied"', () => {
    const facts = fold([opened(), customer(1), assigned(2, 'ann'), agent(5, 'bob')])
    expect(facts.episode[0]?.agent).toBe('bob')
    expect(facts.round[0]?.agent).toBe('bob')
  })

  it('"of AHT, resolution, FCR: the last assigned or replying agent at the resolution"', () => {
    expect(
      fold([opened(), customer(1), assigned(2, 'ann'), agent(5, 'bob'), resolved(9), assigned(20, 'eve')])
        .ticket.agentSettled,
    ).toBe('bob')
    expect(
      fold([opened(), customer(1), agent(5, 'bob'), assigned(7, 'ann'), resolved(9)]).ticket.agentSettled,
    ).toBe('ann')
  })

  it('"of an answer: its `agent`, else the last human who wrote publicly or answered a call before it; of an unanswered episode: none"', () => {
    const facts = fold([
      opened(),
      customer(1),
      agent(5, 'bob'),
      agent(6, 'eve', { public: false }),
      agent(7, 'sam', { auto: true }),
      [9, 'survey.answered', { kind: 'csat', score: 4 }],
      [10, 'survey.answered', { kind: 'csat', score: 4, agent: 'ann' }],
      call(12, 'answered', { agent: 'kim' }),
      [13, 'survey.answered', { kind: 'csat', score: 4 }],
    ])
    expect(facts.answer.map((answer) => answer.agent)).toEqual(['bob', 'ann', 'kim'])
    expect(fold([opened(), assigned(1, 'ann'), [60, 'ticket.abandoned']]).episode[0]?.agent).toBeNull()
  })

  it('"An agent message without `agent` is the assigned agent’s. `ticket.opened.agent` is an assignment."', () => {
    const facts = fold([opened({ agent: 'ann' }), customer(1), agent(5, null)])
    expect(facts.message[1]?.agent).toBe('ann')
    expect(facts.episode[0]?.agent).toBe('ann')
    expect(facts.assignment).toMatchObject([
      { agent: 'ann', assignedAt: at(0), outcome: 'answered', responseMs: 5000 },
    ])
  })

  it('"`agent_frt`: from an assignment (`ticket.assigned`, or a transfer with `toAgent`) to that agent’s first reply"', () => {
    const facts = fold([
      opened({ team: 'a' }),
      customer(1),
      assigned(10, 'ann', 'b'),
      agent(30),
      [40, 'ticket.transferred', { toAgent: 'bob', toTeam: 'c' }],
      agent(70, 'bob'),
    ])
    expect(facts.assignment).toMatchObject([
      { agent: 'ann', team: 'b', assignedAt: at(10), outcome: 'answered', responseMs: 20_000 },
      { agent: 'bob', team: 'c', assignedAt: at(40), outcome: 'answered', responseMs: 30_000 },
    ])
  })

  it('"assigning somebody else, or a resolution, cancels it; assigned twice, the first counts; anchor: the assignment"', () => {
    expect(
      fold([opened(), assigned(10, 'ann'), assigned(20, 'bob'), agent(30, 'ann'), agent(35, 'bob')])
        .assignment,
    ).toMatchObject([
      { agent: 'ann', outcome: 'cancelled', responseMs: null },
      { agent: 'bob', outcome: 'answered', responseMs: 15_000 },
    ])
    expect(fold([opened(), assigned(10, 'ann'), resolved(20), agent(30)]).assignment).toMatchObject([
      { outcome: 'cancelled' },
    ])
    expect(fold([opened(), assigned(10, 'ann'), assigned(20, 'ann'), agent(30)]).assignment).toMatchObject([
      { assignedAt: at(10), responseMs: 20_000 },
    ])
    expect(fold([opened(), assigned(10, 'ann'), agent(30, 'bob')]).assignment).toMatchObject([
      { outcome: 'open' },
    ])
  })

  it('keeps the time an agent has a live contact', () => {
    const facts = fold([
      opened(),
      customer(1),
      assigned(10, 'ann'),
      agent(30),
      [40, 'ticket.transferred', { toTeam: 'b' }],
      assigned(60, 'bob'),
      resolved(90),
    ])
    expect(facts.contact).toMatchObject([
      { agent: 'ann', startedAt: at(10), endedAt: at(40) },
      { agent: 'bob', startedAt: at(60), endedAt: at(90) },
    ])
    expect(fold([opened(), assigned(10, 'ann')]).contact).toMatchObject([{ agent: 'ann', endedAt: null }])
  })
})

describe('single metrics', () => {
  it('""Within X" includes X."', () => {
    const within = (channel: string, seconds: number) => {
      const [episode] = fold([opened({ channel }), agent(seconds)]).episode
      return [episode?.within, episode?.slWithin]
    }
    expect(within('phone', 15)).toEqual([true, true])
    expect(within('phone', 15.001)).toEqual([false, true])
    expect(within('phone', 20.001)).toEqual([false, false])
    expect(within('jd', 60)).toEqual([true, true])
    expect(within('jd', 60.001)).toEqual([false, false])
    expect(within('email', 300)).toEqual([true, true])
    expect(within('email', 4 * HOUR)).toEqual([false, true])
    expect(within('email', 4 * HOUR + 1)).toEqual([false, false])
  })

  it('"Anchors: episode metrics at the episode’s start, rounds at the round’s start"', () => {
    const facts = fold([opened(), customer(10), agent(40)])
    expect(facts.episode[0]?.startedAt).toBe(at(10))
    expect(facts.round[0]?.startedAt).toBe(at(10))
  })

  it('"AHT of text covers resolved tickets with an answered round; the assignment that counts is the last before that reply", each round capped at 5 min', () => {
    expect(
      fold([
        opened(),
        customer(0),
        assigned(10, 'bob'),
        assigned(100, 'ann'),
        agent(130),
        customer(200),
        agent(210),
        resolved(300),
      ]).ticket.ahtMs,
    ).toBe(40_000)
    expect(
      fold([opened(), customer(0), agent(400), customer(500), agent(801), resolved(900)]).ticket.ahtMs,
    ).toBe(600_000)
    expect(fold([opened(), customer(0), agent(30)]).ticket.ahtMs).toBeNull()
    expect(fold([opened(), agent(30), resolved(60)]).ticket.ahtMs).toBeNull()
    expect(fold([opened(), customer(0), agent(30), closed(60)]).ticket).toMatchObject({
      ahtMs: 30_000,
      endedAt: at(60),
    })
  })

  it('"Phone: all calls of the ticket, wrap-up after the resolution included."', () => {
    const facts = fold([
      opened({ channel: 'phone' }),
      call(2, 'ringing'),
      call(10, 'answered', { agent: 'ann' }),
      call(20, 'held'),
      call(30, 'resumed'),
      call(70, 'ended'),
      call(85, 'wrapup_ended'),
      call(100, 'ringing'),
      call(110, 'answered', { agent: 'ann' }),
      call(140, 'ended'),
      resolved(150),
      call(170, 'wrapup_ended'),
      call(180, 'wrapup_ended'),
    ])
    expect(facts.ticket).toMatchObject({ ahtMs: (60 + 15 + 30 + 30) * 1000, resolvedAt: at(150) })
  })

  it('"Transfer to another team: `ticket.transferred` whose `toTeam` differs from the last team named. `transfer_rate` counts any `ticket.transferred`."', () => {
    const transfers = (data: object) => {
      const { transferred, transferredTeam } = fold([
        opened({ team: 'a' }),
        agent(5),
        [9, 'ticket.transferred', data as Line[2]],
      ] as Line[]).ticket
      return [transferred, transferredTeam]
    }
    expect(transfers({ toTeam: 'b' })).toEqual([true, true])
    expect(transfers({ toTeam: 'a' })).toEqual([true, false])
    expect(transfers({ toAgent: 'bob' })).toEqual([true, false])
    expect(fold([opened({ team: 'a' })]).ticket).toMatchObject({ transferred: false, transferredTeam: false })
  })

  it('"`survey_response_rate`: any kind; an answer implies a sending; of several answers of one kind on a ticket each counts"', () => {
    expect(fold([opened(), [9, 'survey.sent', { kind: 'nps' }]]).ticket).toMatchObject({
      surveySentAt: at(9),
      surveyAnswered: false,
    })
    const facts = fold([
      opened(),
      [12, 'survey.answered', { kind: 'csat', score: 5 }],
      [15, 'survey.answered', { kind: 'csat', score: 2 }],
    ])
    expect(facts.ticket).toMatchObject({ surveySentAt: at(12), surveyAnswered: true })
    expect(facts.answer.map(({ scoreMilli }) => scoreMilli)).toEqual([5000, 2000])
  })

  it('"Other scales: 1–2 → 1/5, 1–3 → 1/3/5"; "half points are allowed (4.5 is ≥ 4)"; ces1 is a series of its own', () => {
    const answer = (kind: string, score: number, scale?: string) => {
      const found = fold([opened(), [5, 'survey.answered', { kind, score, ...(scale ? { scale } : {}) }]])
        .answer[0]
      return [found?.kind, found?.scale, found?.scoreMilli, found?.normalMilli]
    }
    expect(answer('csat', 4.5)).toEqual(['csat', '1-5', 4500, 4500])
    expect(answer('csat', 1, '1-2')).toEqual(['csat', '1-2', 1000, 1000])
    expect(answer('csat', 2, '1-2')).toEqual(['csat', '1-2', 2000, 5000])
    expect([1, 2, 3].map((score) => answer('csat_process', score, '1-3')[3])).toEqual([1000, 3000, 5000])
    expect(answer('nps', 9)).toEqual(['nps', '0-10', 9000, 9000])
    expect(answer('ces', 6)).toEqual(['ces', '1-7', 6000, 6000])
    expect(answer('ces', 2, '1-7-effort')).toEqual(['ces1', '1-7-effort', 2000, 2000])
    expect(answer('resolved', 1)).toEqual(['resolved', '0-1', 1000, 1000])
  })

  it('"Answers and complaints may come without a ticket: then the source is their only dimension."', () => {
    const loose = history([[5, 'survey.answered', { kind: 'csat', score: 5, agent: 'ann' }]]).map(
      (event) => ({ ...event, subject: null }),
    )
    const facts = foldLoose(loose)
    expect(facts.ticket).toBeNull()
    expect(facts.answer).toMatchObject([
      {
        source: 'shop',
        channel: null,
        team: null,
        agent: null,
        onTicket: false,
        normalMilli: 5000,
        at: at(5),
      },
    ])
    const complaint = history([[5, 'complaint.filed', { level: 'high', category: 'late' }]]).map((event) => ({
      ...event,
      subject: null,
    }))
    expect(foldLoose(complaint).complaint).toMatchObject([
      { source: 'shop', level: 'high', category: 'late', counted: true, customer: null, onTicket: false },
    ])
  })

  it('a suggestion counts once it is decided, the last decision holding', () => {
    const lines: Line[] = [
      [5, 'suggestion.submitted', { suggestion: 's1' }],
      [9, 'suggestion.decided', { suggestion: 's1', adopted: false }],
      [12, 'suggestion.decided', { suggestion: 's1', adopted: true }],
      [13, 'suggestion.submitted', { suggestion: 's2' }],
    ]
    const wanted = { suggestion: 's1', submittedAt: at(5), decidedAt: at(12), adopted: true }
    expect(fold([opened(), ...lines]).suggestion).toMatchObject([{ ...wanted, onTicket: true }])
    expect(foldLoose(history(lines).map((event) => ({ ...event, subject: null }))).suggestion).toMatchObject([
      { ...wanted, onTicket: false },
    ])
  })

  it('"`tickets_closed` includes implied closings. `messages_out` = public agent messages, automatic ones included."', () => {
    expect(
      fold([opened({ channel: 'phone' }), call(2, 'ringing'), call(9, 'answered'), call(50, 'ended')]).ticket
        .closedAt,
    ).toBe(at(50))
    const facts = fold([
      opened(),
      customer(1),
      agent(2, 'ann', { auto: true }),
      agent(3, 'ann', { public: false }),
      [4, 'message.sent', { from: 'bot' }],
      agent(5),
    ])
    expect(facts.ticket).toMatchObject({ messagesIn: 1, messagesOut: 2 })
    expect(facts.message.map(({ direction }) => direction)).toEqual(['in', 'out', 'out'])
  })

  it('"Channel kinds, for default targets"', () => {
    expect(
      [
        'phone',
        'wechat',
        'wecom',
        'weibo',
        'taobao',
        'jd',
        'pdd',
        'douyin',
        'web',
        'app',
        'email',
        'sms',
        'store',
        'fax',
        null,
      ].map(channelKind),
    ).toEqual([
      'phone',
      'chat',
      'chat',
      'chat',
      'chat',
      'chat',
      'chat',
      'chat',
      'chat',
      'chat',
      'ticket',
      'ticket',
      'ticket',
      'ticket',
      'ticket',
    ])
    expect(DEFAULT_TARGETS).toMatchObject({
      phone: {
        frtMs: 15_000,
        serviceLevelMs: 20_000,
        roundMs: null,
        resolutionMs: 86_400_000,
        shortAbandonMs: 5000,
      },
      chat: {
        frtMs: 60_000,
        serviceLevelMs: 60_000,
        roundMs: 40_000,
        resolutionMs: 86_400_000,
        shortAbandonMs: 10_000,
      },
      ticket: {
        frtMs: 300_000,
        serviceLevelMs: 14_400_000,
        roundMs: 14_400_000,
        resolutionMs: 86_400_000,
        shortAbandonMs: null,
      },
    })
  })

  it('a ticket that never names a channel has null and is of kind ticket', () => {
    expect(fold([customer(1)]).ticket).toMatchObject({ channel: null, channelKind: 'ticket' })
  })
})

describe('configuration', () => {
  const office = {
    zone: 'Asia/Shanghai',
    versions: [
      { validFrom: '2026-01-01', weekly: { wed: ['09:00-18:00'], thu: ['09:00-18:00'] }, exceptions: {} },
    ],
  }

  it('measures working time by the calendar of team, channel or tenant', () => {
    const config = foldConfig({
      zone: 'Asia/Shanghai',
      calendars: [{ scope: 'team', key: 'a', calendar: office }],
    })
    // opened Wednesday 17:58 of the office, answered Thursday 9:05
    const lines = [opened({ channel: 'email', team: 'a' }, 7.9666 * HOUR), agent(23 * HOUR + 5 * MINUTE)]
    const [episode] = fold(lines, config).episode
    expect(episode?.waitBizMs).toBe(Math.round(2.004 * 60_000) + 300_000)
    expect(episode?.within).toBe(false)
    expect(fold([opened({ channel: 'email', team: 'b' }), agent(90)], config).episode[0]).toMatchObject({
      waitMs: 90_000,
      waitBizMs: 90_000,
    })
  })

  it('a limit in working time that is reached at closing is exceeded at the next opening', () => {
    const config = foldConfig({
      zone: 'Asia/Shanghai',
      calendars: [{ scope: 'tenant', key: '', calendar: office }],
    })
    const facts = fold([opened({ channel: 'email' }, 8 * HOUR - 5 * MINUTE)], config)
    expect(facts.episode[0]?.dueBizAt).toBe(at(23 * HOUR))
    expect(facts.episode[0]?.dueAt).toBe(at(8 * HOUR))
  })

  it('takes limits by version, kind, channel and team', () => {
    const config = foldConfig({
      zone: 'Asia/Shanghai',
      targets: {
        versions: [
          {
            validFrom: '2026-01-01',
            kinds: { chat: { frtSeconds: 30 } },
            channels: { jd: { frtSeconds: 20 } },
            teams: { gold: { frtSeconds: 10, roundSeconds: null } },
          },
          { validFrom: '2026-12-01', kinds: { chat: { frtSeconds: 45 } } },
        ],
      },
    })
    const due = (data: object) => (fold([opened(data as Line[2])], config).episode[0]?.dueAt ?? 0) - at(0)
    expect(due({ channel: 'web' })).toBe(30_000)
    expect(due({ channel: 'jd' })).toBe(20_000)
    expect(due({ channel: 'jd', team: 'gold' })).toBe(10_000)
    expect(due({ channel: 'jd', team: 'constructor' })).toBe(20_000)
    expect(due({ channel: 'phone' })).toBe(15_000)
    expect(
      config.targetsFor({ channel: 'web', channelKind: 'chat', team: null, at: at(30 * DAY) }).frtMs,
    ).toBe(45_000)
    expect(
      config.targetsFor({ channel: 'web', channelKind: 'chat', team: null, at: at(-400 * DAY) }).frtMs,
    ).toBe(60_000)
    expect(fold([opened({ team: 'gold' }), customer(1)], config).round[0]?.dueAt).toBeNull()
  })
})

describe('order', () => {
  it('"ties in `time` are broken by `id`, in code-point order"', () => {
    const event = (id: string, product: string) => ({
      id,
      source: 's',
      type: 'ticket.updated',
      time: 1e12,
      subject: 't',
      data: { product },
    })
    // U+FFFD sorts after U+1F600 by UTF-16 code units, before it by code points
    const events = [event('\u{1F600}', 'last'), event('\uFFFD', 'first')]
    expect(foldTicket(events, DEFAULT_CONFIG).ticket?.product).toBe('last')
    expect(foldTicket([...events].reverse(), DEFAULT_CONFIG).ticket?.product).toBe('last')
  })

  it('unknown types change no ticket', () => {
    const known = fold([opened(), customer(1), agent(5)])
    expect(known.ticket.messagesIn).toBe(1)
  })
})
