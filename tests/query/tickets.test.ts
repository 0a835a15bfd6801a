import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { unitId } from '@/lib/core/ids'
import { pool } from '@/lib/db/pool'
import { METRICS } from '@/lib/metrics/catalogue'
import { hasTickets } from '@/lib/metrics/ticket-parts'
import { type Context, systemContext } from '@/lib/services/context'
import { getTicket } from '@/lib/services/get-ticket'
import { listTickets, type TicketRow, ticketsCsv } from '@/lib/services/list-tickets'
import { runQuery } from '@/lib/services/run-query'
import { freshDatabase } from '../database'
import { fromRows } from './rows'
import { load, START, world } from './world'

const DAY = 86_400_000
const NOW = START + 9 * DAY
const iso = (at: number) => new Date(at).toISOString()

const lead = (teams: readonly string[]): Context => ({
  principal: { kind: 'user', id: unitId('user', 'l'), email: 'l@example.com', role: 'lead', teams },
  now: NOW,
  locale: 'en',
})
const all = systemContext('test', NOW)

async function everyRow(ctx: Context, search: string, limit: number): Promise<TicketRow[]> {
  const rows: TicketRow[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listTickets>> = await listTickets(
      ctx,
      new URLSearchParams(`${search}&limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`),
    )
    rows.push(...page.rows)
    cursor = page.nextCursor
    expect(page.total).toBeGreaterThanOrEqual(rows.length)
    if (cursor === null) expect(page.total).toBe(rows.length)
  } while (cursor !== null)
  return rows
}

const WITH_TICKETS = METRICS.filter(hasTickets).filter((m) => m.id !== 'load')

beforeAll(async () => {
  await freshDatabase()
  const events = fc.sample(world(160), { seed: 11, numRuns: 1 })[0] ?? []
  await load([
    ...events,
    {
      id: 'pii-1',
      source: 'src',
      subject: 't0',
      type: 'message.sent',
      time: START + DAY,
      data: { from: 'customer', text: '我的电话 13812345678，邮箱 a.b@example.com' },
    },
    {
      id: 'formula',
      source: 'src',
      subject: 'formula',
      type: 'ticket.opened',
      time: START + DAY,
      data: { channel: 'web', title: '=HYPERLINK("http://x")', team: 'green', customer: '+1' },
    },
  ])
})

describe('the rows behind a number', () => {
  const periods = [
    { from: START - DAY, to: START + 60 * DAY },
    { from: START + DAY + 4321, to: START + 4 * DAY + 999 },
  ]
  const narrowings = ['', '&channel=web,phone', '&issueType!=refund', '&team=red', '&agent=', '&source=other']

  it.each(WITH_TICKETS.map((m) => m.id))('%s: rows add up to the number', async (id) => {
    const metric = METRICS.find((m) => m.id === id)
    for (const period of periods) {
      for (const narrowing of narrowings) {
        const [name, value] = narrowing.replace('&', '').split(/!?=/)
        if (name && !metric?.dimensions.includes(name as never)) continue
        for (const calendar of ['all_hours', 'business']) {
          const search = `metric=${id}&from=${iso(period.from)}&to=${iso(period.to)}&calendar=${calendar}${narrowing}`
          const rows = await everyRow(all, search, 37)
          const filters = name
            ? [
                {
                  dimension: name,
                  op: narrowing.includes('!=') ? 'not_in' : 'in',
                  values: value === '' ? [null] : value?.split(','),
                },
              ]
            : []
          const answer = await runQuery(all, {
            metrics: [id],
            period: { from: iso(period.from), to: iso(period.to) },
            filters,
            calendar,
          })
          const found = fromRows(id, rows)
          expect(found.n, search).toBe(answer.rows[0]?.n[id])
          const expected = answer.rows[0]?.[id]
          if (typeof expected === 'number') expect(found.value, search).toBeCloseTo(expected, 6)
          else if (metric?.type !== 'count' && metric?.id !== 'queue_now')
            expect(found.value, search).toBeNull()
        }
      }
    }
  })

  it('counts no further than it is asked to, and says so on every page', async () => {
    for (const metric of ['', 'metric=messages_in', 'metric=tickets_opened']) {
      const search = new URLSearchParams(`${metric}&limit=5`)
      const whole = await listTickets(all, search)
      expect(whole.totalAtLeast).toBeUndefined()
      const some = await listTickets(all, search, { countUpTo: 20 })
      expect(some.totalAtLeast).toBe(true)
      expect(some.total).toBeLessThanOrEqual(20)
      expect(some.rows).toEqual(whole.rows)
      search.set('cursor', some.nextCursor ?? '')
      const next = await listTickets(all, search, { countUpTo: 20 })
      expect([next.total, next.totalAtLeast]).toEqual([some.total, true])
      expect((await listTickets(all, new URLSearchParams(metric), { countUpTo: 1e6 })).total).toBe(
        whole.total,
      )
    }
  })

  it('lists each ticket once, newest first, and no other team’s', async () => {
    const rows = await everyRow(all, '', 11)
    const keys = rows.map((row) => `${row.source}/${row.subject}`)
    expect(new Set(keys).size).toBe(keys.length)
    const { rows: counted } = await pool().query<{ n: number }>(
      'SELECT count(*) AS n FROM ticket WHERE opened_at IS NOT NULL',
    )
    expect(rows).toHaveLength(counted[0]?.n ?? -1)
    const times = rows.map((row) => Date.parse(row.at))
    expect(times).toEqual([...times].sort((a, b) => b - a))
    const own = await everyRow(lead(['red']), '', 11)
    expect(own.length).toBeGreaterThan(0)
    expect(own.length).toBeLessThan(rows.length)
    expect(await everyRow(lead(['red']), 'team=blue', 11)).toEqual([])
    expect(await everyRow(lead([]), '', 11)).toEqual([])
    const frt = await everyRow(lead(['red']), 'metric=frt_avg', 50)
    const answer = await runQuery(lead(['red']), {
      metrics: ['frt_avg'],
      period: { from: iso(START - DAY), to: iso(START + 90 * DAY) },
    })
    expect(fromRows('frt_avg', frt).n).toBe(answer.rows[0]?.n.frt_avg)
  })

  it('writes the whole list as CSV with formulas defused and numbers left alone', async () => {
    let csv = ''
    for await (const piece of await ticketsCsv(all, new URLSearchParams('metric=nps'))) csv += piece
    const nps: Record<string, string>[] = parse(csv, { columns: true })
    expect(nps.some((row) => row.value === '-100')).toBe(true)
    let list = ''
    for await (const piece of await ticketsCsv(all, new URLSearchParams(''))) list += piece
    const records: Record<string, string>[] = parse(list, { columns: true })
    const formula = records.find((row) => row.subject === 'formula')
    expect(formula?.title?.startsWith("'=HYPERLINK")).toBe(true)
    expect(formula?.customer).toBe("'+1")
    expect(records).toHaveLength((await listTickets(all, new URLSearchParams('limit=1'))).total)
  })

  it.each([
    ['metric=nope', 'metric'],
    ['metric=agents_online', 'metric'],
    ['colour=red', 'colour'],
    ['from=yesterday', 'from'],
    ['preset=tomorrow', 'preset'],
    ['preset=today&from=2026-01-01T00:00:00Z', 'preset'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=ten', 'limit'],
    ['cursor=abc', 'cursor'],
    ['metric=queue_now&agent=amy', 'agent'],
    ['calendar=lunar', 'calendar'],
    ['limit=1&limit=2', 'limit'],
    ['weekday=8&preset=today', 'weekday'],
    ['weekday=mon&preset=today', 'weekday'],
    ['hour=24&preset=today', 'hour'],
    ['hour=9', 'hour'],
    ['hour=9&metric=queue_now&preset=today', 'hour'],
    ['min=ten&metric=frt_avg', 'min'],
    ['min=3', 'min'],
    ['max=3&metric=csat', 'max'],
    ['min=3&max=3&metric=frt_avg', 'max'],
    ['score=5', 'score'],
    ['score=5&metric=frt_avg', 'score'],
    ['score=11&metric=csat', 'score'],
    ['state=asleep', 'state'],
    ['customer=c1', 'customer'],
    ['customer=c1&source=a,b', 'customer'],
    ['customer=c1&customer=c2&source=a', 'customer'],
    ['from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', 'to'],
  ])('refuses %s by name', async (search, path) => {
    await expect(listTickets(all, new URLSearchParams(search))).rejects.toMatchObject({
      code: 'invalid_query',
      status: 400,
      details: { errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    })
  })
})

describe('one ticket', () => {
  it('shows facts, segments, messages and events with personal numbers hidden', async () => {
    const { rows } = await pool().query<{ source: string }>(
      "SELECT source FROM ticket WHERE subject = 't0' AND source = 'src'",
    )
    expect(rows).toHaveLength(1)
    const detail = await getTicket(all, 'src', 't0')
    expect(detail.ticket.subject).toBe('t0')
    expect(detail.messages.some(({ text }) => text === '我的电话 138****5678，邮箱 a***@example.com')).toBe(
      true,
    )
    expect(JSON.stringify(detail)).not.toContain('13812345678')
    expect(detail.events.length).toBeGreaterThan(0)
    for (const segment of detail.segments) expect(segment.seconds).toBeGreaterThanOrEqual(0)
  })

  it('answers absent and foreign tickets with the same refusal', async () => {
    const absent = await getTicket(all, 'src', 'no such').catch((error: unknown) => error)
    const foreign = await getTicket(lead(['red']), 'src', 'formula').catch((error: unknown) => error)
    expect(absent).toMatchObject({ code: 'not_found', status: 404 })
    expect(foreign).toEqual(absent)
    await expect(getTicket(lead(['green']), 'src', 'formula')).resolves.toMatchObject({ subject: 'formula' })
  })
})
