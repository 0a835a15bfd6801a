/**
 * Frames of a full wall for tests, all telling one moment, and a stand-in for the browser's EventSource that delivers
 * them: what the wall draws can then be looked at without a company that happens to be in that state.
 */
import type { Page } from '@playwright/test'
import type { ChannelsResult, Frame, TileValue } from '@/lib/boards/types'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export interface Scenario {
  /** `zone` and `full`: an alarm that has just begun; `none`: nothing is wrong */
  readonly alarm: 'none' | 'zone' | 'full'
  /** nothing has ever come in */
  readonly empty: boolean
}

const CHANNELS = ['douyin', 'taobao', 'weibo', 'phone', 'pdd', 'wechat', 'email', 'jd', 'web', 'app', 'wecom']
const TEAMS = ['抖音直播组', '淘系组', '京拼组', '热线组', '微信组', '官网 App 组']

/** The frame of a board at `now` (epoch ms). */
export function frameOf(board: string, now: number, { alarm, empty }: Scenario): Frame {
  const iso = (at: number) => new Date(at).toISOString()
  const quarter = Math.floor(now / (15 * MINUTE)) * 15 * MINUTE
  const midnight = now - ((now + 8 * HOUR) % (24 * HOUR))
  const period = (from: number, zh: string, en: string) => ({
    from: iso(from),
    to: iso(now),
    label: { zh, en },
  })
  const last15 = period(now - 15 * MINUTE, '近 15 分钟', 'last 15 min')
  const today = period(midnight, '今天', 'today')
  const wave = (base: number, i: number) => Math.round(base * (1 + 0.35 * Math.sin(i / 2.3)))
  const spark = (base: number) => Array.from({ length: 12 }, (_, i) => (i === 4 ? null : wave(base, i)))
  const figure = (
    metric: string,
    unit: string,
    value: number | null,
    state: TileValue['state'],
    more: Record<string, unknown> = {},
    n: number | null = null,
  ): TileValue => ({
    value: empty ? null : value,
    n: empty ? null : n,
    state: empty ? 'none' : state,
    ageSeconds: empty ? null : 2,
    result: {
      metric,
      unit,
      target: null,
      before: null,
      change: null,
      interval: null,
      smallSample: false,
      provisional: false,
      spark: spark(value ?? 1),
      period: last15,
      ...more,
    },
  })
  const tile = (value: number | null, state: TileValue['state'], result: unknown): TileValue => ({
    value,
    n: null,
    state: empty ? 'none' : state,
    ageSeconds: empty ? null : 2,
    result,
  })

  const counted = (n: number, ...of: Parameters<typeof tile>): TileValue => ({ ...tile(...of), n })

  const channels = CHANNELS.map((channel, i): ChannelsResult['rows'][number] => ({
    channel,
    state: i === 0 ? 'bad' : i === 1 ? 'watch' : i === 2 ? 'none' : 'ok',
    frt: [132, 51, null, 11, 41, 34, 168, 38, 26, 22, 30][i] ?? 30,
    frtN: 186 - i * 14,
    frtToday: 40 + i,
    target: [60, 60, 60, 20, 60, 60, 300, 60, 60, 60, 60][i] ?? 60,
    within: i === 2 || i === 9 ? null : 0.96 - (i === 0 ? 0.3 : i * 0.008),
    withinN: i === 9 ? 7 : 186 - i * 14,
    queue: [17, 6, 0, 1, 2, 3, 2, 1, 1, 1, 0][i] ?? 0,
    queueTarget: 10,
    missed: i === 0 ? ['frt_within_target'] : [],
    volume: [186, 142, 0, 38, 58, 96, 9, 70, 44, 30, 24][i] ?? 0,
    volumeChange: i === 0 ? 2 : 0.1,
    csat: i === 6 ? null : 0.9 - i * 0.005,
    csatN: i === 6 ? 4 : 60 - i * 4,
    ageSeconds: i === 2 ? 12 * 60 : 2,
    spark: i === 2 ? [] : spark([90, 40, 0, 11, 40, 34, 170, 38, 26, 22, 30][i] ?? 30),
  }))
  const teams = TEAMS.map((team, i) => {
    const size = [8, 10, 7, 6, 5, 6][i] ?? 5
    const free = [0, 0, 1, 1, 2, 3][i] ?? 0
    return {
      team,
      state: i === 0 ? 'bad' : i === 1 ? 'watch' : 'ok',
      load: [1.12, 0.88, 0.74, 0.71, 0.52, 0.41][i] ?? 0.4,
      open: [45, 44, 26, 6, 13, 12][i] ?? 3,
      capacity: [40, 50, 35, 8, 25, 30][i] ?? 5,
      online: size,
      free,
      queue: [17, 6, 3, 1, 3, 1][i] ?? 0,
      frt: [132, 51, 40, 11, 34, 26][i] ?? 20,
      frtN: 80,
      within: 0.8,
      withinN: 80,
      handled: 420 - i * 37,
      members: Array.from({ length: size }, (_, k) => ({
        agent: `客服${i}${k}`,
        status: k >= size - free ? 'available' : 'busy',
        open: k >= size - free ? 0 : i === 0 ? 6 : 4 - (k % 2),
        capacity: 5,
      })),
    }
  })
  const canHelp = [
    { agent: '青禾', team: '官网 App 组', room: 5 },
    { agent: '南星', team: '官网 App 组', room: 4 },
    { agent: '知夏', team: '微信组', room: 4 },
    { agent: '远山', team: '微信组', room: 3 },
  ]
  const row = (id: string, metric: string, unit: string, value: number, limit: number, worst: boolean) => ({
    id,
    metric,
    unit,
    scope: { channel: 'douyin' },
    state: 'bad',
    value,
    limit,
    since: iso(now - 372_000),
    canHelp: canHelp.slice(0, 3).map(({ agent, team }) => ({ agent, team })),
    worst,
    acknowledgedAt: null,
  })
  const alarmRows =
    alarm === 'none' || empty
      ? []
      : [
          {
            ...row('queue_now:douyin', 'queue_now', 'people', 17, 10, alarm === 'full'),
            incident: 12,
            owner: '陈晓',
            notifiedAt: iso(now - 5 * MINUTE),
            recovery: { done: 1, needed: 2 },
            ...(alarm === 'full'
              ? {
                  history: Array.from({ length: 13 }, (_, i) => ({
                    time: iso(now - (12 - i) * 5 * MINUTE),
                    value: 2 + Math.round(i * 1.25),
                  })),
                }
              : {}),
          },
          {
            ...row('frt_avg:douyin', 'frt_avg', 'seconds', 132, 60, false),
            acknowledgedAt: iso(now - MINUTE),
          },
          {
            ...row('frt_avg:taobao', 'frt_avg', 'seconds', 51, 60, false),
            state: 'watch',
            scope: { channel: 'taobao' },
          },
        ]
  const people = ['周**', '陈**', '刘**', '钱**', '何**', '吴**', '郑**', '冯**']
  const breaching = people.map((who, i) => {
    const left = [-98, 9, 23, 31, 41, 58, 75, 96][i] ?? 100
    const limitSeconds = i === 1 ? 30 : 180
    return {
      source: 'desk',
      subject: `T-${i}`,
      who,
      vip: i === 1,
      channel: i === 4 ? 'taobao' : 'douyin',
      team: '抖音直播组',
      agent: i % 3 === 0 ? '青禾' : null,
      waitingFor: 'first_reply',
      since: iso(now - (limitSeconds - left) * 1000),
      dueAt: iso(now + left * 1000),
      limitSeconds,
      state: left < 0 ? 'bad' : 'watch',
      agentLoad: i % 3 === 0 ? { open: 4, capacity: 5 } : null,
      claimedBy: i === 3 ? '林晓' : null,
    }
  })
  const recent = (['rated', 'opened', 'complaint', 'resolved', 'opened', 'reopened', 'rated'] as const).map(
    (kind, i) => ({
      at: iso(now - (i + 1) * 47_000),
      kind,
      channel: CHANNELS[i % 5] ?? null,
      who: people[i] ?? '李**',
      vip: i === 1,
      ...(kind === 'rated' ? { score: i === 0 ? 2 : 5 } : {}),
      source: 'desk',
      subject: `R-${i}`,
    }),
  )
  const sources = Array.from({ length: 11 }, (_, i) => ({
    source: i === 10 ? 'weibo-im' : `source-${i}`,
    lagSeconds: i === 10 ? 720 : 3,
    silent: i === 10,
    lastAt: iso(now - (i === 10 ? 720_000 : 3_000)),
  }))
  const hours = Array.from({ length: 30 }, (_, i) => midnight + 8 * HOUR + i * 30 * MINUTE)
  const trend = {
    metric: 'frt_avg',
    unit: 'seconds',
    target: 60,
    points: hours.map((at, i) => ({
      time: iso(at),
      value: at > now ? null : 34 + (i % 5) * 3 + (at > now - HOUR ? 18 : 0),
      n: 60,
    })),
    band: hours.map((at, i) => ({ time: iso(at), low: 26 + (i % 4) * 2, high: 46 + (i % 6) * 3 })),
    weeks: 8,
    forecast: hours
      .filter((at) => at > now)
      .map((at, i) => ({
        time: iso(at),
        value: 58 + 12 * Math.sin(i / 2),
        low: 48 + 10 * Math.sin(i / 2),
        high: 68 + 12 * Math.sin(i / 2),
      })),
    crossesAt: iso(now + 11 * MINUTE),
    annotations: [{ time: iso(now - 32 * MINUTE), text: '促销活动A 上线' }],
  }
  const shared: Record<string, TileValue> = {
    frt: figure('frt_avg', 'seconds', 59, 'watch', { target: { value: 60, op: '<=' }, change: 17 }, 659),
    queue_now: figure('queue_now', 'count', 34, 'bad', { beside: { oldest_wait_now: 278 } }),
    frt_within_target: figure(
      'frt_within_target',
      'share',
      0.78,
      'bad',
      { target: { value: 0.9, op: '>=' }, change: -0.14, interval: [0.75, 0.81] },
      659,
    ),
    agents_available: figure('agents_available', 'people', 7, 'ok', {
      beside: { agents_online: 42, busy: 35, handled: 3186 },
    }),
    csat: figure(
      'csat',
      'share',
      0.88,
      'ok',
      {
        target: { value: 0.85, op: '>=' },
        change: 0.012,
        interval: [0.85, 0.91],
        period: today,
        provisional: true,
      },
      412,
    ),
    overdue_now: figure('overdue_now', 'count', 1, 'bad'),
    opening: tile(null, 'ok', { state: 'open', until: iso(midnight + 22 * HOUR) }),
    sources: tile(1, 'watch', { rows: empty ? [] : sources }),
    alarms: tile(alarmRows.length, alarmRows.length > 0 ? 'bad' : 'ok', {
      rows: alarmRows,
      unacknowledged: alarmRows.filter((it) => it.acknowledgedAt === null).length,
      recovered: empty
        ? []
        : [{ id: 'frt_avg:web', metric: 'frt_avg', scope: { channel: 'web' }, at: iso(now - 15 * MINUTE) }],
    }),
    stream: tile(1, 'bad', {
      breaching: empty ? [] : breaching,
      overdue: empty ? 0 : 1,
      soon: empty ? 0 : 5,
      recent: empty ? [] : recent,
    }),
  }
  const channelsTile = tile(1, 'bad', { rows: empty ? [] : channels })
  const teamsTile = tile(1, 'bad', { rows: empty ? [] : teams, canHelp: empty ? [] : canHelp })
  const trendTile = tile(
    59,
    'watch',
    empty ? { ...trend, points: [], band: [], forecast: [], annotations: [], crossesAt: null } : trend,
  )
  const focusTile = tile(1, 'bad', {
    cause: empty
      ? null
      : {
          metric: 'frt_avg',
          unit: 'seconds',
          channel: 'douyin',
          value: 132,
          before: 60,
          change: 1.2,
          volume: 186,
          volumeChange: 2,
          period: last15,
          driver: { dimension: 'campaign', value: '促销活动A', share: 0.6, usualShare: 0.08, count: 112 },
          without: 57,
        },
    words: empty
      ? []
      : [
          { text: '促销活动A', count: 112, kind: 'campaign' },
          { text: '满减券', count: 47, kind: 'issueType' },
          { text: '没到账', count: 31, kind: 'issueType' },
        ],
  })
  const own: Record<string, Record<string, TileValue>> = {
    overview: { channels: channelsTile, teams: teamsTile, trend: trendTile, focus: focusTile },
    channels: {
      channels: channelsTile,
      trend: trendTile,
      focus: focusTile,
      channelTrends: tile(null, 'ok', {
        metric: 'frt_avg',
        unit: 'seconds',
        times: Array.from({ length: 12 }, (_, i) => iso(quarter - (11 - i) * 15 * MINUTE)),
        rows: empty
          ? []
          : channels.map(({ channel, target, state, spark: values }) => ({ channel, target, state, values })),
      }),
    },
    teams: { teams: teamsTile, trend: trendTile },
    satisfaction: {
      satisfaction: tile(0.88, 'ok', {
        kinds: empty
          ? []
          : [
              {
                metric: 'csat',
                value: 0.88,
                n: 412,
                interval: [0.85, 0.91],
                target: 0.85,
                state: 'ok',
                smallSample: false,
              },
              {
                metric: 'csat_first_response',
                value: 0.81,
                n: 120,
                interval: [0.73, 0.87],
                target: 0.85,
                state: 'bad',
                smallSample: false,
              },
              {
                metric: 'csat_solution',
                value: 0.86,
                n: 96,
                interval: [0.78, 0.92],
                target: 0.85,
                state: 'watch',
                smallSample: false,
              },
              {
                metric: 'csat_complaint',
                value: 1,
                n: 3,
                interval: [0.4, 1],
                target: 0.8,
                state: 'ok',
                smallSample: true,
              },
              {
                metric: 'nps',
                value: 31,
                n: 188,
                interval: [22, 40],
                target: 30,
                state: 'ok',
                smallSample: false,
              },
              {
                metric: 'ces',
                value: null,
                n: 0,
                interval: null,
                target: 2,
                state: 'none',
                smallSample: false,
              },
            ],
        spread: empty
          ? []
          : [1, 2, 3, 4, 5].map((score, i) => ({ score, count: [9, 14, 26, 121, 242][i] ?? 0 })),
        responseRate: empty ? null : 0.37,
        responseN: empty ? 0 : 1_114,
        low: empty ? [] : recent.slice(0, 4).map((it, i) => ({ ...it, score: 1 + (i % 2), vip: i === 1 })),
      }),
      complaints: counted(empty ? 0 : 980, 12, 'watch', {
        today: empty ? 0 : 12,
        before: empty ? null : 8,
        rate: empty ? null : 0.012,
        byIssue: empty
          ? []
          : [
              { issue: '满减券没到账', count: 6, usual: 1.4 },
              { issue: '物流太慢', count: 3, usual: 2.8 },
              { issue: '态度', count: 2, usual: 1 },
              { issue: null, count: 1, usual: null },
            ],
        open: empty
          ? []
          : people.slice(0, 5).map((who, i) => ({
              at: iso(now - (i + 1) * 23 * MINUTE),
              level: i === 0 ? 'high' : null,
              issue: ['满减券没到账', '物流太慢', '满减券没到账', '态度', null][i] ?? null,
              channel: CHANNELS[i] ?? null,
              who,
              vip: i === 1,
              source: 'desk',
              subject: `C-${i}`,
            })),
      }),
    },
    campaign: {
      focus: focusTile,
      campaign: tile(2, 'ok', {
        rows: empty
          ? []
          : ['促销活动A', '会员日', '新品首发'].map((campaign, i) => ({
              campaign,
              volume: 812 - i * 260,
              share: 0.31 - i * 0.1,
              frt: 98 - i * 30,
              frtN: 790 - i * 260,
              within: 0.71 + i * 0.1,
              withinN: 790 - i * 260,
              csat: i === 2 ? null : 0.84,
              csatN: i === 2 ? 3 : 61,
              spark: spark(20),
            })),
        rest: { volume: empty ? 0 : 1402, frt: empty ? null : 41, within: empty ? null : 0.93 },
        annotations: empty ? [] : trend.annotations,
        volume: empty
          ? []
          : hours
              .filter((at) => at <= now)
              .map((at, i) => ({
                time: iso(at),
                value: wave(90, i) + (at > now - HOUR ? 80 : 0),
                before: wave(78, i + 1),
              })),
      }),
    },
    night: {
      night: tile(4, 'watch', {
        from: iso(midnight - 2 * HOUR),
        opened: empty ? null : 236,
        answered: empty ? null : 221,
        answeredShare: empty ? null : 221 / 236,
        waiting: empty ? null : 4,
        oldestSeconds: empty ? null : 2_460,
        abandoned: empty ? null : 11,
        online: empty ? null : 3,
        hours: empty
          ? []
          : Array.from({ length: 12 }, (_, i) => ({
              time: iso(midnight - 2 * HOUR + i * HOUR),
              opened: [41, 33, 22, 14, 9, 5, 4, 6, 12, 24, 31, 35][i] ?? 0,
              frt: i === 5 ? null : 60 + i * 20,
            })),
      }),
    },
  }
  return {
    board,
    at: iso(now),
    full: true,
    tiles: { ...shared, ...(own[board] ?? own.overview) },
  }
}

/**
 * From the next page on, streams deliver these frames, by board; anew each second with the browser's present time.
 * In the page, `__streams.cut()` breaks every stream and keeps new ones from opening until `__streams.mend()`.
 */
export async function deliver(page: Page, frames: Readonly<Record<string, Frame>>): Promise<void> {
  await page.addInitScript((all) => {
    const open = new Set<FakeSource>()
    let broken = false
    const state = {
      frames: all as Record<string, unknown>,
      opened: 0,
      cut() {
        broken = true
        for (const source of [...open]) source.fail()
      },
      mend() {
        broken = false
      },
      /** sends every open stream its frame of now */
      send() {
        for (const source of open) source.send()
      },
    }
    class FakeSource extends EventTarget {
      readonly board: string
      constructor(url: string) {
        super()
        this.board = decodeURIComponent(String(url).split('/').pop() ?? '')
        state.opened += 1
        setTimeout(() => {
          if (broken || state.frames[this.board] === undefined) return this.fail()
          open.add(this)
          this.dispatchEvent(new Event('open'))
          this.send()
        }, 30)
      }
      send() {
        const data = JSON.stringify(state.frames[this.board])
        this.dispatchEvent(new MessageEvent('frame', { data }))
      }
      fail() {
        open.delete(this)
        this.dispatchEvent(new Event('error'))
      }
      close() {
        open.delete(this)
      }
    }
    setInterval(() => {
      for (const source of open) source.dispatchEvent(new MessageEvent('ping', { data: '{}' }))
    }, 2_000)
    Object.assign(window, { EventSource: FakeSource, __streams: state })
  }, frames)
}
