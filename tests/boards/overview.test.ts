import { describe, expect, it } from 'vitest'
import type { BoardParts, LiveReadings } from '@/lib/boards/board'
import { overview } from '@/lib/boards/overview'
import { findBoard, KNOWN_BOARDS } from '@/lib/boards/registry'
import { type ChannelsResult, OVERVIEW_TILES, type StreamResult } from '@/lib/boards/types'
import { NO_NAMES, takeNames } from '@/lib/i18n/names'
import { parseQuery } from '@/lib/metrics/parse-query'
import { answer, channel, figureOf as figure, NOW, parts, resultOf, tilesOf, ZONE } from './parts'

const tiles = (results: BoardParts['results'], readings: Partial<LiveReadings> = {}) =>
  tilesOf(overview, parts(results, readings))

describe('the overview', () => {
  it('asks only what the query door understands, like every board', () => {
    for (const board of KNOWN_BOARDS) {
      for (const { id, input } of findBoard(board)?.queries ?? []) {
        expect(
          () => parseQuery(input(NOW, ZONE), { now: NOW, zone: ZONE, scope: null }),
          `${board} ${id}`,
        ).not.toThrow()
      }
    }
  })

  it('means the same question by the same id on every board', () => {
    const known = new Map<string, unknown>()
    for (const board of KNOWN_BOARDS) {
      for (const query of findBoard(board)?.queries ?? []) {
        expect(known.get(query.id) ?? query, `${board} ${query.id}`).toBe(query)
        known.set(query.id, query)
      }
    }
  })

  it('has all its tiles, and without data none of them has a state or a zero', () => {
    const empty = tiles({}, { sources: [] })
    expect([...Object.keys(empty), 'alarms', 'automation'].sort()).toEqual([...OVERVIEW_TILES].sort())
    for (const [id, tile] of Object.entries(empty)) {
      if (id !== 'opening') expect([id, tile.state]).toEqual([id, 'none'])
    }
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

  it('lists a hidden channel no longer, and leaves every figure of the whole as it was', () => {
    const results = {
      now: answer([{ queue_now: 23, oldest_wait_now: 278, n: {} }]),
      channelsNow: answer([
        channel('douyin', { frt_avg: 132, tickets_opened: 186, queue_now: 17 }, 186),
        channel('wechat', { frt_avg: 34, tickets_opened: 96, queue_now: 6 }, 96),
      ]),
    }
    const before = tiles(results)
    try {
      takeNames({ ...NO_NAMES, hidden: ['douyin'] })
      const after = tiles(results)
      const listed = (board: typeof before) =>
        resultOf<ChannelsResult>(board.channels).rows.map((row) => row.channel)
      expect([listed(before), listed(after)]).toEqual([['douyin', 'wechat'], ['wechat']])
      expect(after.queue_now).toEqual(before.queue_now)
    } finally {
      takeNames(NO_NAMES)
    }
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
