import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTickets } from '@/lib/db/query-tickets'
import { METRICS } from '@/lib/metrics/catalogue'
import { encodeCursor, parseTicketQuery, type TicketQuery } from '@/lib/metrics/parse-tickets'
import type { FactBase } from '@/lib/metrics/reference'
import { referenceTickets } from '@/lib/metrics/reference-tickets'
import { hasTickets } from '@/lib/metrics/ticket-parts'
import { stretchesOf, weekHourAt } from '@/lib/metrics/week-hours'
import { freshDatabase } from '../database'
import { load, readFacts, START, settle, world } from './world'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WORLDS = 8
const QUESTIONS = 60
const ZONES = ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'] as const

const WITH_TICKETS = METRICS.filter(hasTickets)
const listOf = (from: number, to: number) =>
  fc
    .uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: Math.ceil((to - from) / 2) })
    .map((l) => l.join(','))
/** Mostly nothing: a question with every narrowing at once finds no rows. */
const sometimes = <T>(of: fc.Arbitrary<T>, weight = 1) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight, arbitrary: of })

/** Parameters of `GET /tickets` as one would type them; those a metric does not take are left out. */
const ask = fc
  .record({
    metric: sometimes(fc.constantFrom(...WITH_TICKETS.map(({ id }) => id)), 12),
    from: fc.integer({ min: -2 * 24 * 60, max: 12 * 24 * 60 }),
    length: fc.integer({ min: 1, max: 120 * 24 }),
    weekday: sometimes(listOf(1, 7)),
    hour: sometimes(listOf(0, 23)),
    min: sometimes(fc.constantFrom(0, 0, 0.001, 3, 4.5, 30, 60, 600, 7200)),
    width: sometimes(fc.constantFrom(0.001, 1.5, 60, 3600, 86_400)),
    score: sometimes(listOf(0, 10), 1),
    state: sometimes(
      fc.subarray(['open', 'waiting', 'resolved', 'closed', 'abandoned'], { minLength: 1 }).map(String),
    ),
    customer: sometimes(fc.constantFrom('c1', 'c2', 'nobody'), 4),
    source: sometimes(fc.constantFrom('src', 'other'), 3),
    channel: sometimes(fc.constantFrom('web,phone', 'douyin', ''), 4),
    calendar: sometimes(fc.constantFrom('all_hours', 'business')),
    scope: fc.constantFrom(null, null, null, ['red'], ['blue', 'green'], []),
  })
  .map((drawn) => {
    const metric = WITH_TICKETS.find(({ id }) => id === drawn.metric)
    const gauge = metric?.type === 'gauge'
    const valued =
      metric?.type === 'mean' || metric?.type === 'quantile' || (gauge && metric.gauge !== 'load')
    const source = drawn.customer === undefined ? drawn.source : (drawn.source ?? 'src')
    const knows = (dimension: 'source' | 'channel') => metric?.dimensions.includes(dimension) ?? true
    const from = START + drawn.from * MINUTE
    const search = new URLSearchParams()
    const set = (key: string, value: string | number | undefined) => {
      if (value !== undefined) search.set(key, String(value))
    }
    set('metric', drawn.metric)
    set('from', new Date(from).toISOString())
    set('to', new Date(from + drawn.length * HOUR).toISOString())
    set('calendar', drawn.calendar)
    if (!gauge) set('weekday', drawn.weekday)
    if (!gauge) set('hour', drawn.hour)
    if (valued) set('min', drawn.min)
    if (valued && drawn.width !== undefined) set('max', (drawn.min ?? 0) + drawn.width)
    if (metric !== undefined && isOfAnswers(metric.id)) set('score', drawn.score)
    set('state', drawn.state)
    if (knows('source')) set('source', source)
    if (knows('source')) set('customer', drawn.customer)
    if (knows('channel')) set('channel', drawn.channel)
    return { search, scope: drawn.scope }
  })

const isOfAnswers = (id: string) => /^(csat|nps|ces|fcr_said)/.test(id)

/** Page after page, as a client reads them. */
async function everyTicket(query: TicketQuery) {
  const tickets = []
  let page = { ...query, limit: 7 }
  for (;;) {
    const { tickets: found, total, more } = await readTickets(page)
    tickets.push(...found)
    const last = found.at(-1)
    if (!more || last === undefined) {
      expect(total).toBe(tickets.length)
      return tickets
    }
    const cursor = { at: last.at, ticketId: last.ticketId, now: query.now, total, atLeast: false }
    expect(encodeCursor(cursor).length).toBeGreaterThan(20)
    page = { ...page, after: cursor }
  }
}

async function compare(base: FactBase, query: TicketQuery, where: string): Promise<number> {
  const expected = referenceTickets(base, query)
  const found = await everyTicket(query)
  const plain = found.map(({ ticketId, at, n, hits, values }) => ({ ticketId, at, n, hits, values }))
  // Waits run with the clock; their last digit is the database's.
  const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 1000) / 1000)
  expect(
    plain.map((ticket) => ({ ...ticket, values: rounded(ticket.values) })),
    where,
  ).toEqual(expected.map((ticket) => ({ ...ticket, values: rounded(ticket.values) })))
  return expected.length
}

describe('narrowed rows over random histories', () => {
  it('are the reference’s, ticket by ticket', { timeout: 240_000 }, async () => {
    let listed = 0
    await fc.assert(
      fc.asyncProperty(
        world(70),
        fc.array(ask, { minLength: QUESTIONS, maxLength: QUESTIONS }),
        fc.integer({ min: 0, max: 20 * 24 * 60 }),
        fc.constantFrom(...ZONES),
        async (events, questions, later, zone) => {
          await freshDatabase()
          await settle(zone, later % 2 === 0)
          await load(events)
          const base = await readFacts()
          const now = START + later * MINUTE
          for (const { search, scope } of questions) {
            const query = parseTicketQuery(search, { now, zone, scope })
            listed += await compare(base, query, `${search} ${zone} ${now} ${JSON.stringify(scope)}`)
          }
        },
      ),
      {
        numRuns: WORLDS,
        endOnFailure: true,
        reporter: (run) => {
          if (run.failed) throw new Error(`seed ${run.seed}: ${String(run.errorInstance)}`)
        },
      },
    )
    expect(listed).toBeGreaterThan(WORLDS * 50)
  })
})

describe('weekdays and hours of a period', () => {
  const summer = {
    from: Date.parse('2026-10-31T00:00:00-04:00'),
    to: Date.parse('2026-11-03T00:00:00-05:00'),
  }
  it('hold the repeated hour twice and the skipped hour never', () => {
    const zone = 'America/New_York'
    const one = stretchesOf(summer, { weekdays: [7], hours: [1] }, zone)
    expect(one).toEqual([
      { from: Date.parse('2026-11-01T01:00:00-04:00'), to: Date.parse('2026-11-01T02:00:00-05:00') },
    ])
    const spring = {
      from: Date.parse('2026-03-08T00:00:00-05:00'),
      to: Date.parse('2026-03-09T00:00:00-04:00'),
    }
    expect(stretchesOf(spring, { weekdays: null, hours: [2] }, zone)).toEqual([])
    expect(stretchesOf(spring, { weekdays: [7], hours: null }, zone)).toEqual([spring])
  })
  it('cut the period into cells that are whole together', () => {
    for (const zone of ZONES) {
      const period = { from: START + 17 * MINUTE, to: START + 10 * DAY + 5 * MINUTE }
      let length = 0
      for (let weekday = 1; weekday <= 7; weekday++) {
        for (let hour = 0; hour < 24; hour++) {
          for (const { from, to } of stretchesOf(period, { weekdays: [weekday], hours: [hour] }, zone)) {
            length += to - from
            expect(weekHourAt(from, zone)).toEqual({ weekday, hour })
            expect(weekHourAt(to - 1, zone)).toEqual({ weekday, hour })
          }
        }
      }
      expect(length).toBe(period.to - period.from)
    }
  })
})
