import { describe, expect, it } from 'vitest'
import type { AlarmCandidate } from '@/lib/boards/alarm-book'
import { type StandingAlarm, type StoredAlarms, unwatched, withStored } from '@/lib/boards/stored-alarms'
import type { AlarmsResult } from '@/lib/boards/types'

const NOW = Date.parse('2026-11-20T14:37:08+08:00')
const EMPTY: AlarmsResult = { rows: [], unacknowledged: 0, recovered: [] }

const candidate = (metric: string, channel?: string, value = 90): AlarmCandidate => ({
  id: `${metric}:${channel ?? ''}`,
  metric,
  unit: 'seconds',
  scope: channel === undefined ? {} : { channel },
  state: 'bad',
  from: 'bad',
  value,
  limit: 60,
  severity: value / 60,
  canHelp: [{ agent: '云舒', team: '直播组' }],
})

const alarm = (of: Partial<StandingAlarm>): StandingAlarm => ({
  id: 'one',
  number: 7,
  kind: 'threshold',
  ruleId: 'rule',
  title: { zh: '抖音 首次响应超过 1 分钟', en: 'Douyin: first response above 1:00' },
  severity: 'bad',
  scope: { channel: 'douyin' },
  metric: 'frt_avg',
  unit: 'seconds',
  value: 70,
  limit: 60,
  since: NOW - 600_000,
  vip: false,
  waiting: 0,
  owner: '阿蓝',
  acknowledgedAt: null,
  nextStepAt: NOW + 120_000,
  toldAt: NOW - 60_000,
  recoveredTimes: 1,
  recoverTimes: 2,
  ...of,
})

const stored = (of: Partial<StoredAlarms>): StoredAlarms => ({
  standing: [],
  recovered: [],
  watched: { metrics: [], waits: false, sources: false },
  ...of,
})

describe('stored alarms on boards', () => {
  it('take the place of the judgement where a rule watches, channel by channel', () => {
    const all = [
      candidate('frt_avg', 'douyin'),
      candidate('frt_avg', 'phone'),
      candidate('frt_avg'),
      candidate('vip_overdue', 'web'),
      candidate('source_silent'),
      candidate('csat', 'douyin'),
    ]
    const watching = (watched: StoredAlarms['watched']) =>
      unwatched(all, stored({ watched })).map(({ id }) => id)
    expect(
      watching({
        metrics: [
          { metric: 'frt_avg', channels: ['douyin'], company: false },
          { metric: 'csat', channels: null, company: true },
        ],
        waits: true,
        sources: false,
      }),
    ).toEqual(['frt_avg:phone', 'frt_avg:', 'source_silent:', 'csat:douyin'])
    expect(
      watching({
        metrics: [{ metric: 'frt_avg', channels: null, company: false }],
        waits: false,
        sources: true,
      }),
    ).toEqual(['frt_avg:', 'vip_overdue:web', 'csat:douyin'])
    expect(unwatched(all, stored({}))).toEqual(all)
  })

  it('show the incident with its owner and next step, and the newest number of the board', () => {
    const { rows, unacknowledged } = withStored(
      EMPTY,
      stored({ standing: [alarm({})] }),
      [candidate('frt_avg', 'douyin', 125)],
      NOW,
    )
    expect(rows).toMatchObject([
      { id: 'one', incident: 7, value: 125, limit: 60, owner: '阿蓝', worst: true, others: 0 },
    ])
    expect(rows[0]?.nextStepAt).toBe(new Date(NOW + 120_000).toISOString())
    expect(rows[0]?.notifiedAt).toBe(new Date(NOW - 60_000).toISOString())
    expect(rows[0]?.recovery).toEqual({ done: 1, needed: 2 })
    expect(unacknowledged).toBe(1)
  })

  it('do not take the screen while their number is back inside', () => {
    const standing = [alarm({ value: 200 })]
    const [row] = withStored(EMPTY, stored({ standing }), [candidate('frt_avg', 'douyin', 40)], NOW).rows
    expect(row).toMatchObject({ value: 40, worst: false })
    const floor = [alarm({ metric: 'csat', unit: 'share', value: 0.6, limit: 0.85 })]
    const [low] = withStored(EMPTY, stored({ standing: floor }), [], NOW).rows
    expect(low).toMatchObject({ value: 0.6, worst: true })
  })

  it('are one row for the conversations of a rule and channel, VIPs before all', () => {
    const wait = (id: string, of: Partial<StandingAlarm> = {}) =>
      alarm({ id, metric: null, waiting: 1, value: 180, limit: 180, kind: 'conversation', ...of })
    const { rows } = withStored(
      EMPTY,
      stored({
        standing: [
          wait('a', { since: NOW - 20_000 }),
          wait('b', { since: NOW - 60_000 }),
          wait('v', { vip: true, scope: { channel: 'web' } }),
          wait('c', { acknowledgedAt: NOW, scope: { channel: 'douyin' } }),
        ],
      }),
      [],
      NOW,
    )
    expect(rows.map(({ id, value, unit, others }) => [id, value, unit, others])).toEqual([
      ['v', 780, 'seconds', 0],
      ['b', 2, 'count', 1],
      ['c', 780, 'seconds', 0],
    ])
    // Several conversations do not recover together.
    expect(rows.map(({ recovery }) => recovery?.done)).toEqual([1, undefined, 1])
  })

  it('are one row where several sources are silent', () => {
    const silent = (id: string) =>
      alarm({ id, kind: 'source', metric: null, scope: { source: id }, value: 700, limit: 600 })
    const { rows } = withStored(EMPTY, stored({ standing: [silent('a'), silent('b')] }), [], NOW)
    expect(rows).toMatchObject([{ metric: 'source_silent', scope: {}, others: 1 }])
  })

  it('leave the book alone where there are none', () => {
    expect(withStored(EMPTY, stored({}), [candidate('frt_avg')], NOW)).toBe(EMPTY)
  })
})
