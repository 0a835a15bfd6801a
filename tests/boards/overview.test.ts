import { describe, expect, it } from 'vitest'
import type { BoardParts, LiveReadings } from '@/lib/boards/board'
import { overview } from '@/lib/boards/overview'
import {
  type ChannelsResult,
  type FigureResult,
  OVERVIEW_TILES,
  type StreamResult,
  type TrendResult,
} from '@/lib/boards/types'
import { metricById } from '@/lib/metrics/catalogue'
import { parseQuery } from '@/lib/metrics/parse-query'
import type { QueryResult, QueryRow } from '@/lib/metrics/types'

const NOW = Date.parse('2026-11-20T06:37:08Z')
const ZONE = 'Asia/Shanghai'

const answer = (rows: readonly QueryRow[], before: readonly QueryRow[] | null = null): QueryResult => ({
  query: {},
  columns: [],
  rows,
  comparison: before === null ? null : { period: { from: '', to: '' }, rows: before },
  meta: { source: 'rollup', completeUntil: null, freshness: [], truncated: false, tookMs: 1, warnings: [] },
})

const live = (more: Partial<LiveReadings> = {}): LiveReadings => ({
  waiting: [],
  overdue: 0,
  soon: 0,
  recent: [],
  sources: [{ source: 'shop', lastAt: NOW - 4_000, meanGapMs: 1_000 }],
  channelSources: [],
  behindSince: null,
  ...more,
})

const tiles = (results: BoardParts['results'], readings: Partial<LiveReadings> = {}) =>
  overview.assemble({ now: NOW, zone: ZONE, results, live: live(readings), metric: metricById })

const resultOf = <T>(tile: { result?: unknown } | undefined): T => {
  if (tile?.result === undefined) throw new Error('the tile has no result')
  return tile.result as T
}
const figure = (tile: { result?: unknown } | undefined) => resultOf<FigureResult>(tile)

describe('the overview', () => {
  it('asks only what the query door understands', () => {
    for (const { id, input } of overview.queries) {
      expect(() => parseQuery(input(NOW, ZONE), { now: NOW, zone: ZONE, scope: null }), id).not.toThrow()
    }
  })

  it('has all its tiles, and without data none of them has a state or a zero', () => {
    const empty = tiles({}, { sources: [] })
    expect(Object.keys(empty).sort()).toEqual([...OVERVIEW_TILES].sort())
    for (const [id, tile] of Object.entries(empty)) expect([id, tile.state]).toEqual([id, 'none'])
    for (const id of ['frt', 'csat', 'queue_now', 'tickets_opened', 'messages_in'])
      expect(empty[id]?.value).toBeNull()
  })

  it('judges a figure by its target and says what it was a week before', () => {
    const { frt } = tiles({
      now: answer([{ frt_avg: 59, frt_within_target: 0.78, n: { frt_avg: 659, frt_within_target: 700 } }]),
      recentBefore: answer([], [{ frt_avg: 42, n: { frt_avg: 500 } }]),
      sparkQuarters: answer([
        { frt_avg: 40, n: { frt_avg: 1 } },
        { frt_avg: null, n: { frt_avg: 0 } },
      ]),
    })
    expect(frt).toMatchObject({ value: 59, n: 659, state: 'watch', ageSeconds: 4 })
    expect(figure(frt)).toMatchObject({
      target: { value: 60, op: '<=' },
      before: 42,
      change: 17,
      smallSample: false,
      spark: [40, null],
      period: { label: { en: 'last 15 min' } },
    })
  })

  it('shows a small sample without judging it', () => {
    const { csat } = tiles({
      today: answer([{ csat: 0.2, n: { csat: 2 }, interval: { csat: [0.05, 0.6] } }]),
    })
    expect(csat).toMatchObject({ value: 0.2, n: 2, state: 'none' })
    expect(figure(csat)).toMatchObject({ smallSample: true, interval: [0.05, 0.6] })
  })

  it('loses every state where no source has been heard of for ten minutes, or nothing is applied', () => {
    const results = { today: answer([{ tickets_opened: 5, n: { tickets_opened: 5 } }]) }
    expect(tiles(results).tickets_opened).toMatchObject({ value: 5, state: 'ok' })
    const silent = tiles(results, {
      sources: [{ source: 'shop', lastAt: NOW - 11 * 60_000, meanGapMs: 1_000 }],
    })
    expect(silent.tickets_opened).toMatchObject({ value: 5, state: 'none', ageSeconds: 660 })
    const behind = tiles(results, { behindSince: NOW - 15 * 60_000 })
    expect(behind.tickets_opened).toMatchObject({ state: 'none', ageSeconds: 900 })
    expect(silent.sources).toMatchObject({ value: 0, n: 1, state: 'none' })
    const quiet = tiles(results, {
      sources: [
        { source: 'shop', lastAt: NOW - 4_000, meanGapMs: 1_000 },
        { source: 'letters', lastAt: NOW - 60 * 60_000, meanGapMs: 20 * 60_000 },
      ],
    })
    expect(quiet.sources).toMatchObject({ value: 2, n: 2, state: 'ok' })
  })

  it('calls the queue as bad as its worst channel, and orders channels by urgency', () => {
    const channel = (name: string, row: Record<string, number>, n: number): QueryRow => ({
      channel: name,
      ...row,
      n: { frt_avg: n, tickets_opened: n, queue_now: n },
    })
    const board = tiles(
      {
        now: answer([{ queue_now: 23, oldest_wait_now: 278, n: {} }]),
        channelsNow: answer([
          channel('phone', { frt_avg: 14, tickets_opened: 38 }, 38),
          channel('douyin', { frt_avg: 132, tickets_opened: 186, queue_now: 17 }, 186),
          channel('wechat', { frt_avg: 34, tickets_opened: 96, queue_now: 6 }, 96),
          channel('email', { frt_avg: 168, tickets_opened: 9 }, 40),
          channel('weibo', { frt_avg: 10, tickets_opened: 1 }, 40),
        ]),
        channelsBefore: answer([], [channel('douyin', { tickets_opened: 62 }, 62)]),
      },
      {
        sources: [
          { source: 'shop', lastAt: NOW - 4_000, meanGapMs: 1_000 },
          { source: 'weibo-api', lastAt: NOW - 12 * 60_000, meanGapMs: 1_000 },
        ],
        channelSources: [{ channel: 'weibo', sources: ['weibo-api'] }],
      },
    )
    expect(board.queue_now).toMatchObject({ value: 23, n: null, state: 'bad' })
    expect(figure(board.queue_now).beside).toEqual({ oldest_wait_now: 278 })
    const { rows } = resultOf<ChannelsResult>(board.channels)
    expect(rows.map((row) => [row.channel, row.state, row.target])).toEqual([
      ['douyin', 'bad', 60],
      ['phone', 'watch', 15],
      ['weibo', 'none', 60],
      ['wechat', 'ok', 60],
      ['email', 'ok', 300],
    ])
    expect(rows[0]).toMatchObject({ frt: 132, queue: 17, volume: 186, volumeChange: 2 })
    expect(board.channels?.value).toBe(2)
  })

  it('draws today over the band of the same weekday, and no band of two days', () => {
    // Friday 20 November in Shanghai; eight Fridays before, and other days that must not count.
    const band: QueryRow[] = []
    for (let week = 1; week <= 8; week++) {
      const midnight = Date.parse('2026-11-20T00:00:00+08:00') - week * 7 * 86_400_000
      band.push({ time: new Date(midnight + 9 * 3_600_000).toISOString(), frt_avg: 10 * week, n: {} })
      band.push({ time: new Date(midnight + 33 * 3_600_000).toISOString(), frt_avg: 9_999, n: {} })
      if (week <= 2) band.push({ time: new Date(midnight + 3 * 3_600_000).toISOString(), frt_avg: 5, n: {} })
    }
    const { trend } = tiles({
      trendBand: answer(band),
      trendToday: answer([{ time: '2026-11-20T14:00:00+08:00', frt_avg: 59, n: { frt_avg: 90 } }]),
    })
    const result = resultOf<TrendResult>(trend)
    expect(result.band).toHaveLength(24)
    expect(result.band[9]).toEqual({ time: '2026-11-20T01:00:00.000Z', low: 17, high: 73 })
    expect(result.band[3]).toMatchObject({ low: null, high: null })
    expect(result.points).toEqual([{ time: '2026-11-20T14:00:00+08:00', value: 59, n: 90 }])
    expect(trend).toMatchObject({ value: 59, n: 90, state: 'watch' })
  })

  it('counts down to the limit, and turns at its last fifth', () => {
    const waiting = (left: number) => ({
      source: 's',
      subject: String(left),
      who: '陈**',
      vip: false,
      channel: 'jd',
      team: 't',
      agent: null,
      waitingFor: 'first_reply' as const,
      since: NOW + left * 1_000 - 60_000,
      dueAt: NOW + left * 1_000,
    })
    const board = tiles({}, { waiting: [waiting(-98), waiting(9), waiting(23)], overdue: 1, soon: 1 })
    const { breaching } = resultOf<StreamResult>(board.stream)
    expect(breaching.map((row) => [row.state, row.limitSeconds])).toEqual([
      ['bad', 60],
      ['watch', 60],
      ['ok', 60],
    ])
    expect(board.overdue_now).toMatchObject({ value: 1, state: 'bad' })
    expect(board.stream?.state).toBe('bad')
  })
})
