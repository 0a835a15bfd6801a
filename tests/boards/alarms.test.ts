import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AlarmBook, type AlarmCandidate } from '@/lib/boards/alarm-book'
import { severityOf } from '@/lib/boards/alarms'
import type { BoardParts, LiveReadings } from '@/lib/boards/board'
import { overview } from '@/lib/boards/overview'
import type { AlarmsResult, TileState } from '@/lib/boards/types'
import { answer, channel, NOW, parts, resultOf, tilesOf } from './parts'

const candidate = (
  id: string,
  state: TileState,
  severity = 1,
  more: Partial<AlarmCandidate> = {},
): AlarmCandidate => ({
  id,
  metric: 'queue_now',
  unit: 'count',
  scope: { channel: id },
  state,
  from: 'bad',
  value: 17,
  limit: 10,
  severity,
  canHelp: [],
  ...more,
})

const DAY_START = NOW - 60_000_000

describe('the book of alarms', () => {
  it('opens after the pending time, says since when it was out, and closes after two good looks', () => {
    const book = new AlarmBook()
    const at = (seconds: number, state: TileState) =>
      book.take([candidate('douyin', state)], NOW + seconds * 1_000, DAY_START)
    expect(at(0, 'ok').rows).toEqual([])
    expect(at(1, 'bad').rows).toEqual([])
    const open = at(5, 'bad')
    expect(open.rows).toMatchObject([
      { id: 'douyin', state: 'bad', value: 17, limit: 10, since: new Date(NOW + 1_000).toISOString() },
    ])
    expect(open.unacknowledged).toBe(1)
    expect(at(6, 'ok').rows).toHaveLength(1)
    const closed = at(11, 'ok')
    expect(closed.rows).toEqual([])
    expect(closed.recovered).toMatchObject([{ id: 'douyin', at: new Date(NOW + 11_000).toISOString() }])
  })

  it('calls nothing recovered whose data are lost or which has closed', () => {
    for (const state of ['none', 'closed'] as const) {
      const book = new AlarmBook()
      expect(book.take([candidate('x', 'bad')], NOW, DAY_START).rows).toHaveLength(1)
      const after = book.take([candidate('x', state)], NOW + 1_000, DAY_START)
      expect([after.rows, after.recovered]).toEqual([[], []])
    }
    const book = new AlarmBook()
    book.take([candidate('x', 'bad')], NOW, DAY_START)
    expect(book.take([], NOW + 1_000, DAY_START)).toMatchObject({ rows: [], recovered: [] })
  })

  it('orders the worst first and lets one at most take the screen', () => {
    const book = new AlarmBook()
    const { rows } = book.take(
      [candidate('mild', 'bad', 1.2), candidate('worse', 'bad', 1.7), candidate('worst', 'bad', 2.4)],
      NOW,
      DAY_START,
    )
    expect(rows.map(({ id, worst }) => [id, worst])).toEqual([
      ['worst', true],
      ['worse', false],
      ['mild', false],
    ])
    const calm = new AlarmBook().take([candidate('mild', 'bad', 1.2)], NOW, DAY_START)
    expect(calm.rows[0]?.worst).toBe(false)
  })

  it('forgets at midnight what recovered the day before', () => {
    const book = new AlarmBook()
    book.take([candidate('x', 'bad')], NOW, DAY_START)
    book.take([candidate('x', 'ok')], NOW + 1_000, DAY_START)
    expect(book.take([candidate('x', 'ok')], NOW + 6_000, DAY_START).recovered).toHaveLength(1)
    expect(book.take([candidate('x', 'ok')], NOW + 7_000, NOW + 6_500).recovered).toEqual([])
  })

  it('holds whatever comes: open alarms began before now, are open until they close, and are never doubled', () => {
    const state = fc.constantFrom<TileState>('ok', 'watch', 'bad', 'none', 'closed')
    const step = fc.record({
      after: fc.integer({ min: -2_000, max: 9_000 }),
      states: fc.dictionary(fc.constantFrom('a', 'b', 'c'), state),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = new AlarmBook()
        let now = NOW
        let latest = NOW
        const since = new Map<string, string>()
        for (const { after, states } of steps) {
          now += after
          latest = Math.max(latest, now)
          const taken = book.take(
            Object.entries(states).map(([id, own]) => candidate(id, own)),
            now,
            DAY_START,
          )
          const ids = taken.rows.map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          expect(taken.recovered.length).toBeLessThanOrEqual(20)
          for (const row of taken.rows) {
            expect(Date.parse(row.since)).toBeLessThanOrEqual(latest)
            expect(since.get(row.id) ?? row.since).toBe(row.since)
            expect(['ok', 'watch', 'bad']).toContain(states[row.id])
          }
          since.clear()
          for (const row of taken.rows) since.set(row.id, row.since)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('what may become an alarm', () => {
  const alarms = (
    results: BoardParts['results'],
    readings: Partial<LiveReadings> = {},
    more: Partial<BoardParts> = {},
  ) => resultOf<AlarmsResult>(tilesOf(overview, parts(results, readings, more), new AlarmBook()).alarms)

  const burning = {
    now: answer([{ frt_avg: 90, frt_within_target: 0.7, n: { frt_avg: 200, frt_within_target: 220 } }]),
    channelsNow: answer([
      channel('douyin', { frt_avg: 132, frt_within_target: 0.5, tickets_opened: 186, queue_now: 17 }, 186),
      channel('wechat', { frt_avg: 30, frt_within_target: 0.95, tickets_opened: 96, queue_now: 3 }, 96),
    ]),
  }

  it('is each figure out of its limit, of the channel where one is, and says who can help', () => {
    const { rows } = alarms(burning, {
      people: [
        { agent: '青禾', team: '官网组', status: 'available', open: 0, capacity: 3 },
        { agent: '南星', team: '官网组', status: 'available', open: 2, capacity: 3 },
        { agent: '知夏', team: '官网组', status: 'break', open: 0, capacity: 3 },
      ],
    })
    expect(rows.map(({ id }) => id)).toEqual([
      'frt_within_target:douyin',
      'frt_avg:douyin',
      'queue_now:douyin',
    ])
    expect(rows[0]?.worst).toBe(true)
    expect(rows[2]).toMatchObject({
      value: 17,
      limit: 10,
      canHelp: [
        { agent: '青禾', team: '官网组' },
        { agent: '南星', team: '官网组' },
      ],
    })
  })

  it('is the company’s where no channel is out of that limit', () => {
    const { rows } = alarms({
      now: answer([{ frt_avg: 90, n: { frt_avg: 200 } }]),
      channelsNow: answer([channel('wechat', { frt_avg: 30, tickets_opened: 96, queue_now: 3 }, 96)]),
    })
    expect(rows).toMatchObject([{ id: 'frt_avg', scope: {}, value: 90, limit: 60 }])
  })

  it('is nothing on a small sample, outside opening hours, or on old data', () => {
    const few = { channelsNow: answer([channel('jd', { frt_avg: 400, tickets_opened: 2, queue_now: 1 }, 2)]) }
    expect(alarms(few).rows).toEqual([])
    const closed = { state: 'closed', until: null } as const
    expect(alarms(burning, {}, { hours: () => closed, company: closed }).rows).toEqual([])
    const old = { sources: [{ source: 'shop', lastAt: NOW - 3_600_000, meanGapMs: 1_000 }] }
    expect(alarms(burning, old).rows.map(({ metric }) => metric)).toEqual(['source_silent'])
  })

  it('is one alarm where no source says anything', () => {
    const { rows } = alarms(
      {},
      {
        sources: [
          { source: 'shop', lastAt: NOW - 3_600_000, meanGapMs: 1_000 },
          { source: 'weibo', lastAt: NOW - 12 * 60_000, meanGapMs: 1_000 },
        ],
      },
    )
    expect(rows).toMatchObject([{ id: 'source_silent', state: 'bad', scope: {}, value: 720, worst: true }])
  })

  it('is a source that fell silent, since it should have spoken', () => {
    const { rows } = alarms(
      {},
      {
        sources: [
          { source: 'shop', lastAt: NOW - 1_000, meanGapMs: 1_000 },
          { source: 'weibo', lastAt: NOW - 12 * 60_000, meanGapMs: 1_000 },
        ],
      },
    )
    expect(rows).toMatchObject([
      {
        id: 'source_silent:weibo',
        state: 'watch',
        value: 720,
        limit: 600,
        scope: { source: 'weibo' },
        since: new Date(NOW - 2 * 60_000).toISOString(),
        worst: false,
      },
    ])
  })

  it('is a VIP past the limit', () => {
    const row = {
      channel: 'douyin',
      waiting: 4,
      overdue: 2,
      soon: 1,
      vipOverdue: 1,
      vipOverdueSince: NOW - 40_000,
    }
    expect(alarms({}, { waitingBy: [row] }).rows).toMatchObject([
      {
        id: 'vip_overdue:douyin',
        value: 1,
        limit: 0,
        since: new Date(NOW - 40_000).toISOString(),
        worst: true,
      },
    ])
  })

  it('measures how far out a figure is, of ceilings and of floors', () => {
    expect(severityOf(132, { value: 60, op: '<=' })).toBeCloseTo(2.2)
    expect(severityOf(0.78, { value: 0.9, op: '>=' })).toBeCloseTo(2.2)
    expect(severityOf(2, { value: 0, op: '<=' })).toBe(3)
  })
})
