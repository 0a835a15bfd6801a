import { beforeAll, describe, expect, it } from 'vitest'
import { findBoard, KNOWN_BOARDS } from '@/lib/boards/registry'
import type {
  AlarmsResult,
  CampaignResult,
  ChannelsResult,
  FocusResult,
  SatisfactionResult,
  StreamResult,
  TeamsResult,
  TileValue,
  TrendResult,
} from '@/lib/boards/types'
import { resetEnv } from '@/lib/core/env'
import { readQueueHistory } from '@/lib/db/live'
import type { UnifiedEvent } from '@/lib/facts/event'
import { boardReader } from '@/lib/services/read-board'
import { freshDatabase } from '../database'
import { happen, NOW, status, talk, WEEK } from './company'

const MINUTE = 60_000

/** `count` conversations of 抖音 within the quarter-hour before `end`, each answered after `reply` seconds. */
const rush = (name: string, end: number, count: number, reply: number, campaign?: string): UnifiedEvent[] =>
  Array.from({ length: count }, (_, i) =>
    talk({
      subject: `${name}-${i}`,
      at: end - 14 * MINUTE + Math.floor((i * 10 * MINUTE) / count),
      reply,
      done: end < NOW,
      issueType: i % 2 === 0 ? '优惠与活动' : '物流',
      ...(campaign === undefined ? {} : { campaign, tags: ['没到账'] }),
    }),
  ).flat()

const resultOf = <T>(tile: TileValue | undefined): T => tile?.result as T
const read = async (id: string, teams: readonly string[] | null = null, now = NOW) => {
  const board = findBoard(id)
  if (board === null) throw new Error(id)
  return await boardReader({ board, teams }).read(now)
}

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  await happen(
    [
      // The usual Friday: 68 conversations, a minute each, three of them about the campaign.
      ...rush('before-plain', NOW - WEEK, 65, 60),
      ...rush('before-campaign', NOW - WEEK, 3, 60, '促销活动A'),
      // Today: three times as many, 122 of them about the campaign, which is what makes it slow.
      ...rush('plain', NOW, 64, 57),
      ...rush('campaign', NOW, 122, 171.344, '促销活动A'),
      ...Array.from({ length: 17 }, (_, i) =>
        talk({ subject: `waiting-${i}`, at: NOW - 20_000 - i * 1_000, agent: '北辰' }),
      ).flat(),
      talk({ subject: 'vip', at: NOW - 98_000, tier: 'vip', customer: '陈晓' }),
      talk({
        subject: 'calm',
        at: NOW - 12 * MINUTE,
        channel: 'wechat',
        team: '微信组',
        agent: '阿元',
        reply: 20,
      }),
      status('云舒', '直播组', 8, 'busy'),
      status('阿元', '微信组', 3),
      status('沈星', '微信组', 3),
      status('走了', '微信组', 3, 'offline'),
      { id: 'beat', source: 'shop', subject: null, type: 'source.heartbeat', time: NOW - 1_000, data: {} },
      {
        id: 'rated',
        source: 'shop',
        subject: 'plain-0',
        type: 'survey.answered',
        time: NOW - 30_000,
        data: { kind: 'csat', score: 2 },
      },
      {
        id: 'complained',
        source: 'shop',
        subject: 'plain-1',
        type: 'complaint.filed',
        time: NOW - 40_000,
        data: { category: '物流', level: 'high' },
      },
    ].flat(),
  )
})

describe('a channel that burns because of a campaign', () => {
  it('is said with its arithmetic: response +120 %, volume +200 %, 60 % about 促销活动A', async () => {
    const tiles = await read('overview')
    const { cause, words } = resultOf<FocusResult>(tiles.focus)
    expect(tiles.focus?.state).toBe('bad')
    expect(cause).toMatchObject({ metric: 'frt_avg', channel: 'douyin', volume: 204 })
    // The 18 who still wait are in the volume: 204 against 68.
    expect(cause?.value).toBeCloseTo(132, 0)
    expect(cause?.before).toBe(60)
    expect(cause?.change).toBeCloseTo(1.2, 2)
    expect(cause?.volumeChange).toBe(2)
    expect(cause?.driver).toMatchObject({ dimension: 'campaign', value: '促销活动A', count: 122 })
    expect(cause?.driver?.share).toBeCloseTo(0.6, 2)
    expect(cause?.driver?.usualShare).toBeCloseTo(3 / 68, 6)
    expect(cause?.without).toBe(57)
    expect(words).toContainEqual({ text: '促销活动A', kind: 'campaign', count: 122 })
    expect(words).toContainEqual({ text: '没到账', kind: 'tag', count: 122 })
  })

  it('is red in its row, and alarms name it and who can help', async () => {
    const tiles = await read('overview')
    const { rows } = resultOf<ChannelsResult>(tiles.channels)
    expect(rows.map(({ channel, state }) => [channel, state])).toEqual([
      ['douyin', 'bad'],
      ['wechat', 'ok'],
    ])
    expect(rows[0]).toMatchObject({ queue: 18, volume: 204 })
    const alarms = resultOf<AlarmsResult>(tiles.alarms)
    expect(alarms.rows.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'frt_avg:douyin',
        'queue_now:douyin',
        'vip_overdue:douyin',
        'frt_within_target:douyin',
      ]),
    )
    const queue = alarms.rows.find(({ id }) => id === 'queue_now:douyin')
    expect(queue).toMatchObject({ value: 18, limit: 10, canHelp: [{ agent: '沈星' }, { agent: '阿元' }] })
    expect(tiles.alarms?.value).toBe(alarms.rows.length)
    expect(alarms.rows.filter(({ worst }) => worst)).toHaveLength(1)
  })

  it('shows who waits by the time left, VIPs as such, names masked', async () => {
    const tiles = await read('overview')
    const { breaching, overdue } = resultOf<StreamResult>(tiles.stream)
    expect(overdue).toBe(1)
    expect(breaching[0]).toMatchObject({
      subject: 'vip',
      who: '陈**',
      vip: true,
      state: 'bad',
      limitSeconds: 60,
      waitingFor: 'first_reply',
      dueAt: new Date(NOW - 38_000).toISOString(),
    })
    const times = breaching.map(({ dueAt }) => dueAt)
    expect(times).toEqual([...times].sort())
  })

  it('fills its team: what is open against the capacity of those signed in', async () => {
    const { rows, canHelp } = resultOf<TeamsResult>((await read('teams')).teams)
    const live = rows.find(({ team }) => team === '直播组')
    // Every answered conversation is still in 云舒's hands.
    expect(live).toMatchObject({ state: 'bad', open: 186, capacity: 8, online: 1, free: 0, queue: 18 })
    expect(rows.find(({ team }) => team === '微信组')).toMatchObject({
      state: 'ok',
      online: 2,
      open: 1,
      free: 2,
    })
    expect(canHelp.map(({ agent, room }) => [agent, room])).toEqual([
      ['沈星', 3],
      ['阿元', 2],
    ])
  })
})

describe('the queue of a channel', () => {
  it('is known for the last hour, with whoever has been answered since', async () => {
    const history = await readQueueHistory(NOW, null, 'douyin')
    expect(history).toHaveLength(13)
    expect(history.at(-1)).toEqual({ time: new Date(NOW).toISOString(), value: 18 })
    // Ten minutes before, those of the rush that had begun and were answered within three minutes.
    const begun = (ms: number, count: number, reply: number) =>
      Array.from(
        { length: count },
        (_, i) => NOW - 14 * MINUTE + Math.floor((i * 10 * MINUTE) / count),
      ).filter((at) => at <= NOW - ms && at + reply * 1_000 > NOW - ms).length
    expect(history.at(-3)?.value).toBe(begun(10 * MINUTE, 64, 57) + begun(10 * MINUTE, 122, 171.344))
    expect(history[0]?.value).toBe(0)
    expect((await readQueueHistory(NOW, ['微信组'], 'douyin')).every(({ value }) => value === 0)).toBe(true)
  })
})

describe('every board', () => {
  it.each(KNOWN_BOARDS)('%s is read whole', async (id) => {
    const tiles = await read(id)
    expect(Object.keys(tiles).sort()).toEqual([...(findBoard(id)?.tiles ?? [])].sort())
    expect(tiles.queue_now?.value).toBe(18)
    expect(tiles.tickets_opened?.value).toBe(205)
  })

  it('shows the same figures as the overview in what it shares', async () => {
    const overview = await read('overview')
    for (const id of KNOWN_BOARDS) {
      const tiles = await read(id)
      for (const tile of ['frt', 'queue_now', 'frt_within_target', 'overdue_now', 'alarms'])
        expect([id, tile, tiles[tile]?.value]).toEqual([id, tile, overview[tile]?.value])
    }
  })

  it('sees only the teams it is narrowed to', async () => {
    const tiles = await read('overview', ['微信组'])
    expect(tiles.tickets_opened?.value).toBe(1)
    expect(tiles.queue_now?.value ?? 0).toBe(0)
    expect(resultOf<StreamResult>(tiles.stream).breaching).toEqual([])
    expect(resultOf<TeamsResult>(tiles.teams).rows.map(({ team }) => team)).toEqual(['微信组'])
    expect(resultOf<FocusResult>(tiles.focus)).toMatchObject({ cause: null, words: [] })
    expect(resultOf<AlarmsResult>(tiles.alarms).rows.map(({ metric }) => metric)).not.toContain('queue_now')
  })

  it('begins the day anew at midnight of the company’s zone', async () => {
    const after = Date.parse('2026-11-21T00:00:30+08:00')
    const before = await read('overview', null, after - 60_000)
    expect(before.tickets_opened?.value).toBe(205)
    const tiles = await read('overview', null, after)
    expect(tiles.tickets_opened?.value).toBe(0)
    const { points, band } = resultOf<TrendResult>(tiles.trend)
    expect(points.map(({ time }) => Date.parse(time))).toEqual([after - 30_000])
    expect(Date.parse(band[0]?.time ?? '')).toBe(after - 30_000)
  })
})

describe('the scenes', () => {
  it('count the campaign of today against everything else', async () => {
    const { rows, rest } = resultOf<CampaignResult>((await read('campaign')).campaign)
    expect(rows).toMatchObject([{ campaign: '促销活动A', volume: 122, share: 122 / 205 }])
    expect(rest.volume).toBe(83)
  })

  it('spread the ratings of the day and list the low ones and the complaints', async () => {
    const tiles = await read('satisfaction')
    const { spread, low } = resultOf<SatisfactionResult>(tiles.satisfaction)
    expect(spread).toEqual([1, 2, 3, 4, 5].map((score) => ({ score, count: score === 2 ? 1 : 0 })))
    expect(low).toMatchObject([{ score: 2, subject: 'plain-0', channel: 'douyin' }])
    expect(tiles.complaints).toMatchObject({ value: 1 })
    expect(tiles.complaints?.result).toMatchObject({
      today: 1,
      before: 0,
      byIssue: [{ issue: '物流', count: 1, usual: 0 }],
      open: [{ subject: 'plain-1', level: 'high', issue: '物流' }],
    })
  })
})
