import { beforeAll, describe, expect, test } from 'vitest'
import { COMMENTS, type Mood } from '@/lib/demo/comments'
import {
  AGENTS,
  agentsIn,
  CAMPAIGN,
  DEMO_PREFIX,
  DEMO_SOURCES,
  FRAIL_SOURCE,
  ISSUE_TYPES,
  PRODUCTS,
  SOURCES,
  TEAMS,
} from '@/lib/demo/company'
import { campaignDay, silencesOn } from '@/lib/demo/curves'
import { DemoFeed } from '@/lib/demo/feed'
import { deliveriesOfDay, heartbeats, SPILL_DAYS } from '@/lib/demo/generate'
import { DAY, type DemoPlan, dayOf, HOUR, MINUTE, startOfDay, weekdayOf } from '@/lib/demo/plan'
import { rosterOf, shiftsOn } from '@/lib/demo/staffing'
import { toCloudEvent } from '@/lib/demo/wire'
import { type FoldConfig, foldConfig } from '@/lib/facts/config'
import { SURVEY_KINDS, TICKET_EVENT_TYPES, type UnifiedEvent } from '@/lib/facts/event'
import { foldTicket } from '@/lib/facts/fold'
import { foldAgent } from '@/lib/facts/fold-agent'
import { checkEvent } from '@/lib/facts/parse-event'
import { fcrRepeats } from '@/lib/facts/second-stage'
import type { AnswerFact, EpisodeFact, TicketFact, TicketFacts } from '@/lib/facts/shapes'

/** Friday 20 November 2026, 14:37 in Shanghai. */
const ANCHOR = Date.parse('2026-11-20T14:37:00+08:00')
const PLAN: DemoPlan = { seed: 1, anchor: ANCHOR, days: 90, perDay: 700 }
const HISTORY = 28

const config: FoldConfig = foldConfig({ zone: 'Asia/Shanghai', targets: null, calendars: [] })

const events: UnifiedEvent[] = []
let facts: TicketFacts[] = []
let tickets: TicketFact[] = []
let episodes: EpisodeFact[] = []
let answers: AnswerFact[] = []

beforeAll(() => {
  const roster = rosterOf(PLAN)
  const last = dayOf(ANCHOR)
  for (let day = last - HISTORY; day <= last; day += 1) {
    for (const { at, event } of deliveriesOfDay(PLAN, day, roster)) if (at <= ANCHOR) events.push(event)
  }
  const byTicket = new Map<string, UnifiedEvent[]>()
  for (const event of events) {
    if (event.subject === null) continue
    const key = `${event.source} ${event.subject}`
    const list = byTicket.get(key)
    if (list === undefined) byTicket.set(key, [event])
    else list.push(event)
  }
  facts = [...byTicket.values()].map((list) => foldTicket(list, config))
  tickets = facts.flatMap((fact) => (fact.ticket === null ? [] : [fact.ticket]))
  episodes = facts.flatMap((fact) => fact.episode)
  answers = facts.flatMap((fact) => fact.answer)
}, 60_000)

const share = <T>(items: readonly T[], test: (item: T) => boolean): number =>
  items.filter(test).length / Math.max(1, items.length)
const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)
const seconds = (list: readonly EpisodeFact[]): number[] =>
  list.map((episode) => (episode.waitMs ?? 0) / 1000)
const answeredIn = (from: number, to: number, channel: string): EpisodeFact[] =>
  episodes.filter(
    (e) => e.channel === channel && e.outcome === 'answered' && e.startedAt >= from && e.startedAt < to,
  )

describe('the company', () => {
  test('has 13 channels, 8 teams and 60 people with names of their own', () => {
    expect(new Set(SOURCES.map((source) => source.channel)).size).toBe(13)
    expect(TEAMS).toHaveLength(8)
    expect(new Set(AGENTS.map((agent) => agent.agent)).size).toBe(60)
    expect(PRODUCTS.length).toBeGreaterThanOrEqual(8)
    expect(ISSUE_TYPES).toHaveLength(12)
  })

  test('marks every source as demo by its name', () => {
    expect(DEMO_SOURCES.every((source) => source.startsWith(DEMO_PREFIX))).toBe(true)
    expect(new Set(events.map((event) => event.source)).size).toBe(DEMO_SOURCES.length)
    expect(events.every((event) => DEMO_SOURCES.includes(event.source))).toBe(true)
  })

  test('has 40 comments and more for each mood, none twice', () => {
    for (const mood of ['good', 'middling', 'bad'] satisfies Mood[]) {
      const all = [...COMMENTS[mood].zh, ...COMMENTS[mood].en]
      expect(new Set(all).size).toBe(all.length)
      expect(all.length).toBeGreaterThanOrEqual(40)
    }
  })

  test('always has somebody at work in every team, and rests everybody', () => {
    const roster = rosterOf(PLAN)
    const monday = dayOf(ANCHOR) - 4
    for (const team of TEAMS) {
      for (let hour = 0; hour < 48; hour += 0.5) {
        const at = startOfDay(monday) + hour * HOUR
        const shifts = [...shiftsOn(PLAN, team, dayOf(at) - 1), ...shiftsOn(PLAN, team, dayOf(at))]
        expect(shifts.some((shift) => at >= shift.from && at < shift.to)).toBe(true)
        expect(roster.onDuty(team, at).length).toBeGreaterThan(0)
      }
      for (const agent of agentsIn(team)) {
        const days = Array.from({ length: 12 }, (_, i) => shiftsOn(PLAN, team, monday + i))
        const worked = days.filter((shifts) => shifts.some((shift) => shift.agent === agent)).length
        expect(worked).toBeLessThan(12)
        expect(worked).toBeGreaterThan(7)
      }
    }
  })
})

describe('the events', () => {
  test('are the same for the same seed, and others for another', () => {
    const day = dayOf(ANCHOR) - 3
    const again = deliveriesOfDay({ ...PLAN }, day)
    expect(again).toEqual(deliveriesOfDay(PLAN, day))
    const other = deliveriesOfDay({ ...PLAN, seed: 2 }, day)
    expect(other).not.toEqual(again)
    // a day does not depend on which days were made before it
    const roster = rosterOf(PLAN)
    deliveriesOfDay(PLAN, day - 5, roster)
    expect(deliveriesOfDay(PLAN, day, roster)).toEqual(again)
  })

  test('pass the door, each one', () => {
    const rejects = events.flatMap((event): unknown[] => {
      const parsed = checkEvent(JSON.parse(JSON.stringify(toCloudEvent(event))), 0, ANCHOR + DAY)
      if (!parsed.ok) return [{ event, reject: parsed.reject }]
      return parsed.event.time === event.time && parsed.event.id === event.id ? [] : [{ event, reject: null }]
    })
    expect(rejects).toEqual([])
    expect(events.length).toBeGreaterThan(100_000)
  })

  test('have an id of their own within their source; profiles come again unchanged', () => {
    const seen = new Map<string, UnifiedEvent>()
    for (const event of events) {
      const key = `${event.source} ${event.id}`
      const before = seen.get(key)
      if (before !== undefined) {
        expect(event.type).toBe('customer.updated')
        expect(event).toEqual(before)
      }
      seen.set(key, event)
    }
  })

  test('use every type of the contract and every kind of survey', () => {
    const types = new Set(events.map((event) => event.type))
    for (const type of TICKET_EVENT_TYPES) expect(types).toContain(type)
    for (const type of [
      'survey.sent',
      'survey.answered',
      'complaint.filed',
      'suggestion.submitted',
      'suggestion.decided',
      'agent.status',
      'customer.updated',
      'customer.active',
      'order.placed',
    ]) {
      expect(types).toContain(type)
    }
    expect(new Set(answers.map((answer) => answer.kind))).toEqual(new Set([...SURVEY_KINDS, 'ces1']))
  })

  test('reach no further ahead than is looked back for', () => {
    for (const back of [0, 7, 20]) {
      const day = dayOf(ANCHOR) - back
      const latest = Math.max(...deliveriesOfDay(PLAN, day).map(({ at }) => at))
      expect(latest).toBeLessThan(startOfDay(day + SPILL_DAYS))
    }
  })

  test('show telephone numbers that belong to nobody, to be masked', () => {
    const texts = events.flatMap((event) => (typeof event.data.text === 'string' ? [event.data.text] : []))
    const numbers = texts.flatMap((text) => text.match(/1[3-9]\d{9}/g) ?? [])
    expect(numbers.length).toBeGreaterThan(50)
    expect(numbers.every((number) => number.startsWith('1380000'))).toBe(true)
  })
})

describe('the figures', () => {
  const chat = (list: readonly EpisodeFact[]): EpisodeFact[] =>
    list.filter((e) => !['phone', 'email', 'sms', 'store', 'weibo'].includes(e.channel ?? ''))

  test('first response of chats, and how much of it is in time', () => {
    const answered = chat(episodes).filter((episode) => episode.outcome === 'answered')
    expect(mean(seconds(answered))).toBeGreaterThan(28)
    expect(mean(seconds(answered))).toBeLessThan(52)
    expect(share(answered, (episode) => episode.within === true)).toBeGreaterThan(0.82)
    expect(share(answered, (episode) => episode.within === true)).toBeLessThan(0.96)
  })

  test('abandons, resolutions, reopenings and transfers', () => {
    const ended = episodes.filter((e) => ['answered', 'abandoned'].includes(e.outcome) && !e.shortAbandon)
    const abandoned = share(ended, (episode) => episode.outcome === 'abandoned')
    expect(abandoned).toBeGreaterThan(0.015)
    expect(abandoned).toBeLessThan(0.06)
    expect(share(tickets, (ticket) => ticket.state === 'open')).toBeLessThan(0.02)
    const answered = tickets.filter((ticket) => ticket.answered)
    expect(share(answered, (ticket) => ticket.transferred)).toBeGreaterThan(0.02)
    expect(share(answered, (ticket) => ticket.transferred)).toBeLessThan(0.08)
  })

  test('first-contact resolution', () => {
    const byCustomer = new Map<string, TicketFact[]>()
    for (const ticket of tickets) {
      const key = `${ticket.source} ${ticket.customer}`
      byCustomer.set(key, [...(byCustomer.get(key) ?? []), ticket])
    }
    const repeats = new Set([...byCustomer.values()].flatMap((list) => [...fcrRepeats(list)]))
    const resolved = tickets.filter((ticket) => ticket.resolvedAt !== null)
    const fcr = share(resolved, (t) => !t.reopened && !t.transferredTeam && !repeats.has(t.ticketId))
    expect(fcr).toBeGreaterThan(0.82)
    expect(fcr).toBeLessThan(0.91)
    const reopened = share(resolved, (ticket) => ticket.reopened72)
    expect(reopened).toBeGreaterThan(0.02)
    expect(reopened).toBeLessThan(0.07)
  })

  test('satisfaction, recommendation, effort, complaints', () => {
    const csat = answers.filter((answer) => answer.kind === 'csat')
    expect(csat.length).toBeGreaterThan(500)
    expect(share(csat, (answer) => answer.normalMilli >= 4000)).toBeGreaterThan(0.83)
    expect(share(csat, (answer) => answer.normalMilli >= 4000)).toBeLessThan(0.92)
    const nps = answers.filter((answer) => answer.kind === 'nps')
    const net = 100 * (share(nps, (a) => a.scoreMilli >= 9000) - share(nps, (a) => a.scoreMilli <= 6000))
    expect(net).toBeGreaterThan(20)
    expect(net).toBeLessThan(50)
    const ces = answers.filter((answer) => answer.kind === 'ces')
    expect(share(ces, (answer) => answer.scoreMilli >= 5000)).toBeGreaterThan(0.65)
    const ended = tickets.filter((ticket) => ticket.endedAt !== null).length
    const complaints = facts.flatMap((fact) => fact.complaint).length / ended
    expect(complaints).toBeGreaterThan(0.004)
    expect(complaints).toBeLessThan(0.013)
  })

  test('a slow first response costs satisfaction', () => {
    const rated = facts.flatMap((fact) => {
      const answer = fact.answer.find((one) => one.kind === 'csat')
      const episode = fact.episode[0]
      if (answer === undefined || episode?.outcome !== 'answered' || fact.ticket?.channelKind !== 'chat')
        return []
      return [{ good: answer.normalMilli >= 4000, wait: (episode.waitMs ?? 0) / 1000 }]
    })
    const quick = rated.filter(({ wait }) => wait <= 60)
    const slow = rated.filter(({ wait }) => wait > 60)
    expect(share(quick, ({ good }) => good) - share(slow, ({ good }) => good)).toBeGreaterThan(0.06)
  })

  test('people differ, and stay as they are', () => {
    const byAgent = new Map<string, EpisodeFact[]>()
    for (const episode of chat(episodes)) {
      if (episode.agent !== null) byAgent.set(episode.agent, [...(byAgent.get(episode.agent) ?? []), episode])
    }
    const medians = [...byAgent.values()]
      .filter((list) => list.length > 80)
      .map((list) => seconds(list).sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0)
    expect(Math.max(...medians) / Math.min(...medians)).toBeGreaterThan(1.3)
  })

  test('the last Friday has a Douyin surge with its campaign', () => {
    const friday = campaignDay(PLAN)
    expect(weekdayOf(friday)).toBe(5)
    expect(friday).toBeLessThan(dayOf(ANCHOR))
    const start = startOfDay(friday)
    const surge = answeredIn(start + 14 * HOUR, start + 17 * HOUR, 'douyin')
    const before = answeredIn(start - 7 * DAY + 14 * HOUR, start - 7 * DAY + 17 * HOUR, 'douyin')
    expect(surge.length).toBeGreaterThan(2 * before.length)
    expect(mean(seconds(surge))).toBeGreaterThan(1.7 * mean(seconds(before)))
    const named = share(surge, (episode) => episode.campaign === CAMPAIGN)
    expect(named).toBeGreaterThan(0.45)
    expect(named).toBeLessThan(0.75)
  })

  test('days and weeks have their shape', () => {
    const hour = (ticket: TicketFact): number => new Date((ticket.openedAt ?? 0) + 8 * HOUR).getUTCHours()
    const taobao = tickets.filter((ticket) => ticket.channel === 'taobao')
    expect(share(taobao, (t) => hour(t) >= 20 && hour(t) < 22)).toBeGreaterThan(
      4 * share(taobao, (t) => hour(t) >= 4 && hour(t) < 6),
    )
    const english = tickets.filter((ticket) => ticket.source === 'demo-web-global')
    expect(share(english, (t) => hour(t) < 8)).toBeGreaterThan(0.2)
    const mail = tickets.filter((ticket) => ticket.source === 'demo-mail-cn')
    expect(share(mail, (t) => weekdayOf(dayOf(t.openedAt ?? 0)) > 5)).toBeLessThan(2 / 7)
  })

  test('the frail source was silent for hours, and its customers waited', () => {
    const [silence] = silencesOn(PLAN, FRAIL_SOURCE, dayOf(ANCHOR) - 12)
    if (silence === undefined) throw new Error('no outage')
    const within = (event: UnifiedEvent) =>
      event.source === FRAIL_SOURCE && event.time >= silence.from && event.time < silence.to
    const handed = deliveriesOfDay(PLAN, dayOf(ANCHOR) - 12).filter(({ event }) => within(event))
    expect(handed.length).toBeGreaterThan(0)
    expect(handed.every(({ at, event }) => at >= silence.to || event.type === 'customer.updated')).toBe(true)
    expect(
      events.filter((event) => within(event) && event.data.from === 'agent' && event.data.auto !== true),
    ).toEqual([])
  })
})

describe('live traffic', () => {
  test('goes on where history ended: nothing twice, nothing missing', () => {
    const later = ANCHOR + 40 * MINUTE
    const feed = new DemoFeed(PLAN, ANCHOR)
    while (!feed.ready(later)) expect(feed.dueAt()).not.toBeUndefined()
    const told: UnifiedEvent[] = []
    for (let at = ANCHOR; at <= later; at += 1500) {
      for (;;) {
        const { events: due, until } = feed.take(at, 50)
        told.push(...due)
        if (until >= at) break
      }
    }
    const roster = rosterOf(PLAN)
    const expected: UnifiedEvent[] = []
    for (let day = dayOf(ANCHOR) - SPILL_DAYS; day <= dayOf(later); day += 1) {
      for (const { at, event } of deliveriesOfDay(PLAN, day, roster))
        if (at > ANCHOR && at <= later) expected.push(event)
    }
    const ids = (list: readonly UnifiedEvent[]): string[] => list.map((e) => `${e.source} ${e.id}`).sort()
    expect(ids(told)).toEqual(ids(expected))
    expect(told.length).toBeGreaterThan(100)
    expect(told.every((event) => event.time <= later)).toBe(true)
  })

  test('a restart finishes what was open', () => {
    const first = new DemoFeed(PLAN, ANCHOR)
    const stop = ANCHOR + 10 * MINUTE
    while (!first.ready(stop)) first.dueAt()
    const a = first.take(stop, 100_000)
    const second = new DemoFeed(PLAN, a.until)
    const end = ANCHOR + 20 * MINUTE
    while (!second.ready(end)) second.dueAt()
    const b = second.take(end, 100_000)
    const whole = new DemoFeed(PLAN, ANCHOR)
    while (!whole.ready(end)) whole.dueAt()
    expect([...a.events, ...b.events]).toEqual(whole.take(end, 100_000).events)
  })

  test('sources show that they are alive, the frail one not always', () => {
    const hour = Math.ceil(ANCHOR / HOUR) * HOUR
    const beats = heartbeats(PLAN, hour, hour + HOUR)
    const of = (source: string): number => beats.filter((beat) => beat.source === source).length
    expect(of('demo-taobao-flagship')).toBe(60)
    expect(of(FRAIL_SOURCE)).toBe(48)
    expect(
      heartbeats(PLAN, hour, hour + 30_000).length + heartbeats(PLAN, hour + 30_000, hour + MINUTE).length,
    ).toBe(heartbeats(PLAN, hour, hour + MINUTE).length)
  })

  test('statuses fold into spans that end', () => {
    const spans = foldAgent(events.filter((e) => e.type === 'agent.status' && e.data.agent === '星野'))
    expect(spans.length).toBeGreaterThan(40)
    expect(new Set(spans.map((span) => span.status))).toEqual(
      new Set(['available', 'busy', 'break', 'away', 'offline']),
    )
    expect(spans.filter((span) => span.endedAt === null)).toHaveLength(1)
  })
})
