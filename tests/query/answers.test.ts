import { beforeAll, describe, expect, it } from 'vitest'
import { unitId } from '@/lib/core/ids'
import type { UnifiedEvent } from '@/lib/facts/event'
import { type Context, systemContext } from '@/lib/services/context'
import { runQuery } from '@/lib/services/run-query'
import { freshDatabase } from '../database'
import { load } from './world'

const at = (text: string) => Date.parse(`2026-11-${text}+08:00`)
const NOW = at('20T12:00:00')
const all = systemContext('test', NOW)
const lead = (teams: readonly string[]): Context => ({
  principal: { kind: 'user', id: unitId('user', 'l'), email: 'l@example.com', role: 'lead', teams },
  now: NOW,
  locale: 'zh',
})

let next = 0
const event = (subject: string, time: number, type: string, data: Record<string, unknown>): UnifiedEvent => {
  next += 1
  return { id: `e${next}`, source: 'shop', subject, time, type, data }
}

/** Opened, asked, answered after `wait` seconds, resolved, rated. */
function chat(
  subject: string,
  opened: number,
  wait: number,
  data: Record<string, unknown>,
  score?: number,
): UnifiedEvent[] {
  return [
    event(subject, opened, 'ticket.opened', data),
    event(subject, opened, 'message.sent', { from: 'customer', text: 'hi' }),
    event(subject, opened + wait * 1000, 'message.sent', { from: 'agent', agent: 'amy', text: 'hello' }),
    event(subject, opened + wait * 1000 + 60_000, 'ticket.resolved', { agent: 'amy' }),
    ...(score === undefined
      ? []
      : [event(subject, opened + wait * 1000 + 120_000, 'survey.answered', { kind: 'csat', score })]),
  ]
}

beforeAll(async () => {
  await freshDatabase()
  await load([
    ...chat('1', at('10T09:00:00'), 30, { channel: 'jd', team: 'A' }, 5),
    ...chat('2', at('10T09:59:59'), 90, { channel: 'jd', team: 'A' }, 3),
    ...chat('3', at('10T11:00:00'), 50, { channel: 'web', team: 'B' }),
    ...chat('4', at('17T11:00:00'), 10, { channel: 'web', team: 'B' }, 4),
    ...Array.from({ length: 5 }, (_, i) =>
      chat(`p${i}`, at(`12T10:0${i}:00`), 20, { channel: 'app', product: `item-${i}` }, 5),
    ).flat(),
  ])
})

const day = { from: '2026-11-10T00:00:00+08:00', to: '2026-11-11T00:00:00+08:00' }

describe('an answer', () => {
  it('repeats the question, and has numbers with their sample sizes and intervals', async () => {
    const answer = await runQuery(all, { metrics: ['frt_avg', 'csat'], dimensions: ['channel'], period: day })
    expect(answer.query).toMatchObject({
      metrics: ['frt_avg', 'csat'],
      limit: 100,
      period: day,
      zone: 'Asia/Shanghai',
    })
    expect(answer.rows).toEqual([
      {
        channel: 'jd',
        frt_avg: 60,
        csat: 0.5,
        n: { frt_avg: 2, csat: 2 },
        interval: { csat: [expect.closeTo(0.0945, 3), expect.closeTo(0.9055, 3)] },
      },
      { channel: 'web', frt_avg: 50, csat: null, n: { frt_avg: 1, csat: 0 } },
    ])
    expect(answer.columns.map((column) => column.id)).toEqual(['channel', 'frt_avg', 'csat'])
    expect(answer.meta.completeUntil).toBe('2026-11-20T12:00:00+08:00')
    expect(answer.meta.freshness).toEqual([{ source: 'shop', lagSeconds: expect.any(Number) }])
    expect(answer.meta.warnings.map(({ code }) => code)).toContain('small_sample')
  })

  it('shows every bucket: counts of nothing are 0 where there is data, other numbers null', async () => {
    const { rows } = await runQuery(all, {
      metrics: ['tickets_opened', 'frt_p50'],
      grain: 'hour',
      period: { from: '2026-11-10T08:30:00+08:00', to: '2026-11-10T11:30:00+08:00' },
    })
    expect(rows).toEqual([
      {
        time: '2026-11-10T08:00:00+08:00',
        tickets_opened: null,
        frt_p50: null,
        n: { tickets_opened: 0, frt_p50: 0 },
      },
      {
        time: '2026-11-10T09:00:00+08:00',
        tickets_opened: 2,
        frt_p50: 60,
        n: { tickets_opened: 2, frt_p50: 2 },
      },
      {
        time: '2026-11-10T10:00:00+08:00',
        tickets_opened: 0,
        frt_p50: null,
        n: { tickets_opened: 0, frt_p50: 0 },
      },
      {
        time: '2026-11-10T11:00:00+08:00',
        tickets_opened: 1,
        frt_p50: 50,
        n: { tickets_opened: 1, frt_p50: 1 },
      },
    ])
    const future = await runQuery(all, {
      metrics: ['tickets_opened'],
      period: { from: '2027-01-01T00:00:00+08:00', to: '2027-01-02T00:00:00+08:00' },
    })
    expect(future.rows).toEqual([{ tickets_opened: null, n: { tickets_opened: 0 } }])
  })

  it('sets a compared period beside it, row by row', async () => {
    const { rows, comparison } = await runQuery(all, {
      metrics: ['tickets_opened'],
      dimensions: ['channel'],
      grain: 'day',
      period: { from: '2026-11-17T00:00:00+08:00', to: '2026-11-18T00:00:00+08:00' },
      compare: 'same_weekday',
    })
    expect(rows).toEqual([
      { channel: 'web', time: '2026-11-17T00:00:00+08:00', tickets_opened: 1, n: { tickets_opened: 1 } },
    ])
    expect(comparison).toEqual({
      period: day,
      rows: [
        { channel: 'web', time: '2026-11-10T00:00:00+08:00', tickets_opened: 1, n: { tickets_opened: 1 } },
      ],
    })
  })

  it('compares with the average of the four same weekdays before', async () => {
    const period = { from: '2026-11-17T00:00:00+08:00', to: '2026-11-18T00:00:00+08:00' }
    const { comparison, query } = await runQuery(all, {
      metrics: ['tickets_opened', 'frt_avg', 'csat', 'frt_p50'],
      period,
      compare: 'average',
    })
    expect(query.compare).toBe('average')
    // Of the four Tuesdays only the last lies in the time of the data: three tickets, not three quarters of one.
    expect(comparison).toEqual({
      period: { from: '2026-10-20T00:00:00+08:00', to: '2026-11-11T00:00:00+08:00' },
      periods: ['11-10', '11-03', '10-27', '10-20'].map((day) => ({
        from: `2026-${day}T00:00:00+08:00`,
        to: expect.any(String),
      })),
      rows: [
        {
          tickets_opened: 3,
          frt_avg: expect.closeTo((30 + 90 + 50) / 3, 9),
          csat: 0.5,
          frt_p50: 50,
          n: { tickets_opened: 3, frt_avg: 3, csat: 2, frt_p50: 3 },
          interval: { csat: expect.any(Array) },
        },
      ],
    })
    const later = await runQuery(all, {
      metrics: ['tickets_opened', 'frt_avg', 'frt_p50'],
      period: { from: '2026-11-24T00:00:00+08:00', to: '2026-11-25T00:00:00+08:00' },
      compare: 'average',
    })
    // Two Tuesdays: three tickets and one.
    expect(later.comparison?.rows).toEqual([
      {
        tickets_opened: 2,
        frt_avg: 45,
        frt_p50: 40,
        n: { tickets_opened: 4, frt_avg: 4, frt_p50: 4 },
      },
    ])
  })

  it('gives means an interval where it is asked to', async () => {
    const ask = { metrics: ['frt_avg', 'csat_avg'], dimensions: ['channel'], period: day }
    const plain = await runQuery(all, ask)
    expect(plain.rows[0]?.interval).toBeUndefined()
    const { rows, query } = await runQuery(all, { ...ask, intervals: true })
    expect(query.intervals).toBe(true)
    // 30 and 90 seconds: 60 ± 12.7062 × 42.4264 ÷ √2
    expect(rows[0]?.interval).toEqual({
      frt_avg: [expect.closeTo(60 - 381.186, 2), expect.closeTo(60 + 381.186, 2)],
      csat_avg: [expect.closeTo(4 - 12.7062, 3), expect.closeTo(4 + 12.7062, 3)],
    })
    // one value has no spread
    expect(rows[1]).toEqual({ channel: 'web', frt_avg: 50, csat_avg: null, n: { frt_avg: 1, csat_avg: 0 } })
  })

  it('takes the groups of the limit by the order over the whole period, and says that there are more', async () => {
    const ask = (orderBy: unknown) =>
      runQuery(all, {
        metrics: ['frt_avg'],
        dimensions: ['channel'],
        grain: 'day',
        period: { from: '2026-11-10T00:00:00+08:00', to: '2026-11-13T00:00:00+08:00' },
        orderBy,
        limit: 1,
      })
    const slowest = await ask([{ id: 'frt_avg', direction: 'desc' }])
    expect(new Set(slowest.rows.map((row) => row.channel))).toEqual(new Set(['jd']))
    expect(slowest.rows).toHaveLength(3)
    expect(slowest.meta.truncated).toBe(true)
    expect(slowest.meta.warnings.map(({ code }) => code)).toContain('truncated')
    const most = await ask([])
    expect(most.rows[0]?.channel).toBe('app')
  })

  it('keeps to the teams of the asker; another team’s name finds no rows', async () => {
    const ask = (teams: readonly string[], more: Record<string, unknown> = {}) =>
      runQuery(lead(teams), { metrics: ['tickets_opened', 'queue_now'], period: day, ...more })
    expect((await ask(['A'])).rows).toEqual([
      { tickets_opened: 2, queue_now: 0, n: { tickets_opened: 2, queue_now: 0 } },
    ])
    expect((await ask(['A'], { dimensions: ['team'] })).rows.map((row) => row.team)).toEqual(['A'])
    const filters = [{ dimension: 'team', op: 'in', values: ['B'] }]
    expect((await ask(['A'], { filters })).rows).toEqual([])
    expect((await ask(['A'], { filters, dimensions: ['channel'] })).rows).toEqual([])
    expect((await ask([])).rows).toEqual([])
    expect((await ask(['A', 'B'], { filters })).rows[0]?.tickets_opened).toBe(1)
  })

  it('marks what may still move, and nothing older', async () => {
    const provisional = async (period: unknown) =>
      (await runQuery(all, { metrics: ['fcr', 'csat', 'resolution_avg'], period })).rows[0]?.provisional
    expect(await provisional(day)).toBeUndefined()
    expect(await provisional({ from: '2026-11-17T00:00:00+08:00', to: '2026-11-18T00:00:00+08:00' })).toEqual(
      ['fcr', 'resolution_avg'],
    )
  })

  it('refuses what would be too long an answer, with the cure', async () => {
    await expect(
      runQuery(all, {
        metrics: ['tickets_opened'],
        grain: '15m',
        period: { from: '2026-01-01T00:00:00+08:00', to: '2026-11-01T00:00:00+08:00' },
      }),
    ).rejects.toMatchObject({
      code: 'invalid_query',
      status: 400,
      message: expect.stringContaining('coarser grain'),
    })
    await expect(
      runQuery(all, {
        metrics: ['tickets_opened'],
        dimensions: ['channel'],
        grain: 'hour',
        period: { from: '2026-06-01T00:00:00+08:00', to: '2026-11-20T00:00:00+08:00' },
      }),
    ).rejects.toMatchObject({ code: 'invalid_query', message: expect.stringContaining('12384 rows') })
  })

  it('answers an empty database with no data', async () => {
    await freshDatabase()
    const answer = await runQuery(all, {
      metrics: ['tickets_opened', 'csat', 'queue_now'],
      period: { preset: 'today' },
    })
    expect(answer.rows).toEqual([
      { tickets_opened: null, csat: null, queue_now: null, n: { tickets_opened: 0, csat: 0, queue_now: 0 } },
    ])
    expect(answer.meta.completeUntil).toBeNull()
  })
})
