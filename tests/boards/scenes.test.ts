import { describe, expect, it } from 'vitest'
import type { BoardParts, LiveReadings, PersonReading } from '@/lib/boards/board'
import { campaign } from '@/lib/boards/campaign'
import { channels } from '@/lib/boards/channels'
import { hoursOf, together } from '@/lib/boards/hours'
import { night, nightOf } from '@/lib/boards/night'
import { overview } from '@/lib/boards/overview'
import { findBoard, KNOWN_BOARDS } from '@/lib/boards/registry'
import { satisfaction } from '@/lib/boards/satisfaction'
import { helpersOf, teamRows } from '@/lib/boards/team-rows'
import { teams } from '@/lib/boards/teams'
import {
  type CampaignResult,
  type ChannelsResult,
  type ChannelTrendsResult,
  type ComplaintsResult,
  type FigureResult,
  type NightResult,
  type SatisfactionResult,
  SHARED_TILES,
  type StreamResult,
  type TeamsResult,
} from '@/lib/boards/types'
import type { BusinessCalendar } from '@/lib/core/calendar'
import { foldConfig } from '@/lib/facts/config'
import { answer, channel, NOW, parts, resultOf, tilesOf, ZONE } from './parts'

const STALE: Partial<LiveReadings> = {
  sources: [{ source: 'shop', lastAt: NOW - 12 * 60_000, meanGapMs: 1_000 }],
}
const CLOSED = { state: 'closed', until: NOW + 3_600_000 } as const
const SHUT: Partial<BoardParts> = { hours: () => CLOSED, company: CLOSED }

describe.each(KNOWN_BOARDS)('the board %s', (id) => {
  const board = findBoard(id)
  if (board === null) throw new Error(id)

  it('holds what every scene holds, and exactly the tiles it names', () => {
    const made = Object.keys(tilesOf(board, parts()))
    expect([...made, 'alarms', 'automation'].sort()).toEqual([...board.tiles].sort())
    for (const tile of SHARED_TILES) expect(board.tiles).toContain(tile)
  })

  it('shows no state and no zero for a figure without data', () => {
    const empty = tilesOf(board, parts({}, { sources: [] }))
    for (const [tile, { state }] of Object.entries(empty)) {
      if (tile !== 'opening') expect([tile, state]).toEqual([tile, 'none'])
    }
  })

  it('holds no state where the data are old', () => {
    for (const [tile, { state }] of Object.entries(tilesOf(board, parts({}, STALE)))) {
      if (tile !== 'opening') expect([tile, state]).toEqual([tile, 'none'])
    }
  })
})

describe('outside opening hours', () => {
  it('the figures of serving are closed and say until when; whoever waits still waits', () => {
    const tiles = tilesOf(
      overview,
      parts(
        {
          now: answer([{ frt_avg: 300, queue_now: 40, n: { frt_avg: 50 } }]),
          today: answer([{ csat: 0.9, n: { csat: 40 } }]),
          channelsNow: answer([channel('jd', { frt_avg: 300, queue_now: 40, tickets_opened: 5 }, 50)]),
        },
        { overdue: 1 },
        SHUT,
      ),
    )
    for (const id of [
      'frt',
      'queue_now',
      'frt_within_target',
      'agents_available',
      'opening',
      'trend',
      'channels',
    ])
      expect([id, tiles[id]?.state]).toEqual([id, 'closed'])
    expect(resultOf<FigureResult>(tiles.frt).until).toBe(new Date(NOW + 3_600_000).toISOString())
    expect(resultOf<ChannelsResult>(tiles.channels).rows[0]).toMatchObject({
      state: 'closed',
      until: new Date(NOW + 3_600_000).toISOString(),
    })
    expect(tiles.csat?.state).toBe('ok')
    expect(tiles.stream?.state).toBe('bad')
  })

  const office: BusinessCalendar = {
    zone: ZONE,
    versions: [
      {
        validFrom: '2026-01-01',
        weekly: { fri: ['09:00-12:00', '13:00-18:00', '22:00-26:00'], sat: ['10:00-12:00'] },
        exceptions: {},
      },
    ],
  }
  const always: BusinessCalendar = {
    zone: ZONE,
    versions: [
      {
        validFrom: '2026-01-01',
        weekly: Object.fromEntries(
          ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['00:00-24:00']]),
        ),
        exceptions: {},
      },
    ],
  }
  const config = foldConfig({
    zone: ZONE,
    calendars: [
      { scope: 'tenant', key: '', calendar: office },
      { scope: 'channel', key: 'phone', calendar: always },
    ],
  })
  const at = (text: string) => Date.parse(`2026-11-20T${text}:00+08:00`)

  it('go by the calendar of the channel, else the company’s, and say when that changes', () => {
    expect(hoursOf(config, {}, at('10:00'))).toEqual({ state: 'open', until: at('12:00') })
    expect(hoursOf(config, { channel: 'jd' }, at('12:30'))).toEqual({ state: 'closed', until: at('13:00') })
    expect(hoursOf(config, { channel: 'phone' }, at('12:30'))).toEqual({ state: 'open', until: null })
    // over midnight it is one opening
    expect(hoursOf(config, {}, at('23:00'))).toEqual({
      state: 'open',
      until: Date.parse('2026-11-21T02:00:00+08:00'),
    })
    expect(hoursOf(foldConfig({ zone: ZONE }), {}, NOW)).toEqual({ state: 'always', until: null })
  })

  it('the company serves while anybody does', () => {
    const open = { state: 'open', until: 5 } as const
    const shut = { state: 'closed', until: 9 } as const
    expect(together([open, shut])).toEqual(open)
    expect(together([open, { state: 'open', until: 7 }])).toEqual({ state: 'open', until: 7 })
    expect(together([shut, { state: 'closed', until: 3 }])).toEqual({ state: 'closed', until: 3 })
    expect(together([{ state: 'closed', until: null }])).toEqual({ state: 'closed', until: null })
    expect(together([shut, { state: 'always', until: null }])).toEqual({ state: 'always', until: null })
  })
})

const person = (
  agent: string,
  team: string,
  open: number,
  status = 'available',
  capacity: number | null = 4,
) => ({ agent, team, open, status, capacity }) satisfies PersonReading

describe('the teams', () => {
  const people = [
    person('云舒', '直播组', 5, 'busy'),
    person('北辰', '直播组', 4, 'busy'),
    person('青禾', '官网组', 1),
    person('南星', '官网组', 0),
    person('知夏', '官网组', 0, 'break'),
    person('阿元', '热线组', 0, 'available', null),
  ]
  const rows = teamRows(
    parts(
      {
        teamsNow: answer([
          { team: '直播组', queue_now: 17, frt_avg: 132, n: { frt_avg: 90 } },
          { team: '官网组', queue_now: 1, frt_avg: 400, n: { frt_avg: 2 } },
        ]),
        teamsToday: answer([{ team: '直播组', tickets_resolved: 88, n: {} }]),
      },
      { people },
    ),
  )

  it('are as full as their open conversations against the capacity of those signed in', () => {
    expect(rows.map(({ team, state, load, online, free }) => [team, state, load, online, free])).toEqual([
      ['直播组', 'bad', 9 / 8, 2, 0],
      ['官网组', 'ok', 1 / 12, 3, 2],
      ['热线组', 'ok', null, 1, 1],
    ])
    expect(rows[0]).toMatchObject({ queue: 17, handled: 88, open: 9, capacity: 8 })
    expect(rows[1]).toMatchObject({ frt: null, frtN: 2 })
    expect(rows[2]).toMatchObject({ capacity: null, load: null })
  })

  it('name helpers with room, never from a team that is in trouble or on a break', () => {
    expect(helpersOf(people, rows)).toEqual([
      { agent: '南星', team: '官网组', room: 4 },
      { agent: '青禾', team: '官网组', room: 3 },
      { agent: '阿元', team: '热线组', room: 1 },
    ])
    const tile = tilesOf(teams, parts({}, { people })).teams
    expect(tile).toMatchObject({ value: 1, state: 'bad' })
    const { rows: drawn } = resultOf<TeamsResult>(tile)
    expect(drawn[0]?.members.map(({ agent }) => agent)).toEqual(['云舒', '北辰'])
  })

  it('are closed where nobody is there outside hours, and not where somebody still is', () => {
    const shut = teamRows(
      parts(
        { teamsNow: answer([{ team: '夜班组', queue_now: 3, n: {} }]) },
        { people: [person('a', '早班组', 0)] },
        SHUT,
      ),
    )
    expect(shut.map(({ team, state }) => [team, state])).toEqual([
      ['早班组', 'ok'],
      ['夜班组', 'closed'],
    ])
  })
})

describe('the stream', () => {
  it('says how much the agent has in hand and who has claimed it', () => {
    const waiting = {
      source: 's',
      subject: '1',
      who: '陈**',
      vip: true,
      channel: 'jd',
      team: 't',
      agent: '青禾',
      waitingFor: 'first_reply' as const,
      since: NOW - 20_000,
      dueAt: NOW + 40_000,
      claimedBy: '林晓',
    }
    const tiles = tilesOf(
      overview,
      parts(
        {},
        { waiting: [waiting, { ...waiting, subject: '2', agent: '谁' }], people: [person('青禾', 't', 2)] },
      ),
    )
    expect(resultOf<StreamResult>(tiles.stream).breaching).toMatchObject([
      { agentLoad: { open: 2, capacity: 4 }, claimedBy: '林晓', since: new Date(NOW - 20_000).toISOString() },
      { agentLoad: null },
    ])
  })
})

describe('the scene of the channels', () => {
  it('draws each channel’s day in the order of urgency, with gaps where nothing was', () => {
    const at = (time: string) => `2026-11-20T${time}:00+08:00`
    const tiles = tilesOf(
      channels,
      parts({
        channelsNow: answer([
          channel('jd', { frt_avg: 20, tickets_opened: 30 }, 30),
          channel('douyin', { frt_avg: 100, tickets_opened: 30 }, 30),
        ]),
        channelsDay: answer([
          { channel: 'douyin', time: at('14:00'), frt_avg: 70, n: { frt_avg: 9 } },
          { channel: 'douyin', time: at('14:30'), frt_avg: 99, n: { frt_avg: 9 } },
          { channel: 'jd', time: at('14:15'), frt_avg: 20, n: { frt_avg: 9 } },
        ]),
      }),
    )
    const { times, rows } = resultOf<ChannelTrendsResult>(tiles.channelTrends)
    expect(times).toHaveLength(59)
    expect(rows.map((row) => [row.channel, row.state, row.values.slice(-3)])).toEqual([
      ['douyin', 'bad', [70, null, 99]],
      ['jd', 'ok', [null, 20, null]],
    ])
  })
})

describe('rows of channels', () => {
  it('hold no figure that rests on fewer cases than its metric asks for, and say how many those are', () => {
    const of = (n: number, csatN: number) =>
      resultOf<ChannelsResult>(
        tilesOf(
          channels,
          parts({
            channelsNow: answer([
              channel('web', { frt_avg: 300, frt_within_target: 0.25, queue_now: 0, tickets_opened: n }, n),
            ]),
            channelsToday: answer([{ channel: 'web', csat: 0.5, n: { csat: csatN } }]),
          }),
        ).channels,
      ).rows[0]
    expect(of(4, 19)).toMatchObject({
      state: 'ok',
      frt: null,
      frtN: 4,
      within: null,
      withinN: 4,
      csat: null,
      csatN: 19,
      missed: [],
    })
    expect(of(20, 20)).toMatchObject({
      state: 'bad',
      frt: 300,
      within: 0.25,
      csat: 0.5,
      missed: ['frt_within_target', 'csat'],
    })
  })
})

describe('the scene of satisfaction', () => {
  it('judges each kind by its own limit, and marks small samples without judging them', () => {
    const tiles = tilesOf(
      satisfaction,
      parts(
        {
          voices: answer([
            {
              csat: 0.8,
              csat_solution: 0.91,
              nps: 12,
              complaint_rate: 0.02,
              survey_response_rate: 0.3,
              n: { csat: 120, csat_solution: 60, nps: 4, complaint_rate: 300, survey_response_rate: 400 },
              interval: { csat: [0.72, 0.86] },
            },
          ]),
        },
        {
          answers: { spread: [{ score: 5, count: 90 }], low: [] },
          complaints: { today: 6, before: 2, byIssue: [{ issue: '物流', count: 4, usual: 1.5 }], open: [] },
        },
      ),
    )
    const { kinds, responseRate, spread } = resultOf<SatisfactionResult>(tiles.satisfaction)
    expect(tiles.satisfaction).toMatchObject({ value: 0.8, n: 120, state: 'bad' })
    expect(kinds.map(({ metric, state, smallSample }) => [metric, state, smallSample])).toEqual([
      ['csat', 'bad', false],
      ['csat_first_response', 'none', false],
      ['csat_solution', 'watch', false],
      ['csat_complaint', 'none', false],
      ['csat_process', 'none', false],
      ['nps', 'none', true],
      ['ces', 'none', false],
      ['fcr_said', 'none', false],
    ])
    expect(kinds[0]?.interval).toEqual([0.72, 0.86])
    expect([responseRate, spread.length]).toEqual([0.3, 1])
    expect(tiles.complaints).toMatchObject({ value: 6, state: 'bad' })
    expect(resultOf<ComplaintsResult>(tiles.complaints)).toMatchObject({ today: 6, before: 2, rate: 0.02 })
    const few = tilesOf(
      satisfaction,
      parts({
        voices: answer([
          {
            complaint_rate: 0.5,
            survey_response_rate: 1,
            n: { complaint_rate: 4, survey_response_rate: 2 },
          },
        ]),
      }),
    )
    expect(resultOf<ComplaintsResult>(few.complaints).rate).toBeNull()
    expect(resultOf<SatisfactionResult>(few.satisfaction)).toMatchObject({ responseRate: null, responseN: 2 })
  })
})

describe('the scene of campaigns', () => {
  it('sets today’s campaigns against everything else', () => {
    const row = (campaign: string | null, volume: number, frt: number) => ({
      campaign,
      tickets_opened: volume,
      frt_avg: frt,
      frt_within_target: 0.8,
      n: { frt_avg: volume, frt_within_target: volume },
    })
    const tiles = tilesOf(
      campaign,
      parts({
        campaigns: answer([row(null, 300, 40), row('满减券', 40, 50), row('促销活动A', 60, 150)]),
        volumeToday: answer(
          [{ time: '2026-11-20T14:00:00+08:00', tickets_opened: 90, n: {} }],
          [{ time: '2026-11-13T14:00:00+08:00', tickets_opened: 30, n: {} }],
        ),
      }),
    )
    const result = resultOf<CampaignResult>(tiles.campaign)
    expect(result.rows.map(({ campaign: name, share }) => [name, share])).toEqual([
      ['促销活动A', 0.15],
      ['满减券', 0.1],
    ])
    expect(result.rest).toEqual({ volume: 300, frt: 40, within: 0.8 })
    expect(result.volume).toEqual([{ time: '2026-11-20T14:00:00+08:00', value: 90, before: 30 }])
    expect(tiles.campaign).toMatchObject({ value: 100, n: 400, state: 'bad' })
    const few = tilesOf(campaign, parts({ campaigns: answer([row('会员日', 4, 400), row(null, 3, 9)]) }))
    expect(resultOf<CampaignResult>(few.campaign)).toMatchObject({
      rows: [{ volume: 4, frt: null, frtN: 4, within: null, withinN: 4, csat: null, csatN: 0 }],
      rest: { volume: 3, frt: null, within: null },
    })
    expect(few.campaign?.state).toBe('ok')
  })
})

describe('the scene of the night', () => {
  it('runs from 22 to 8 of the local clock, and ends with now while it runs', () => {
    const local = (text: string) => Date.parse(`${text}+08:00`)
    expect(nightOf(local('2026-11-20T14:00:00'), ZONE)).toEqual({
      from: local('2026-11-19T22:00:00'),
      to: local('2026-11-20T08:00:00'),
    })
    expect(nightOf(local('2026-11-20T23:00:00'), ZONE)).toEqual({
      from: local('2026-11-20T22:00:00'),
      to: local('2026-11-20T23:00:00') + 1,
    })
    expect(nightOf(local('2026-11-20T03:00:00'), ZONE).from).toBe(local('2026-11-19T22:00:00'))
  })

  it('is eleven hours long where clocks go back, and nine where they go forward', () => {
    const length = (at: string) => {
      const { from, to } = nightOf(Date.parse(at), 'Europe/Berlin')
      return (to - from) / 3_600_000
    }
    expect(length('2026-10-25T12:00:00Z')).toBe(11)
    expect(length('2026-03-29T12:00:00Z')).toBe(9)
  })

  it('says what the night left, and is bad where somebody waits and nobody is there', () => {
    const made = (online: number) =>
      tilesOf(
        night,
        parts({
          now: answer([{ queue_now: 3, oldest_wait_now: 600, agents_online: online, n: {} }]),
          night: answer([
            {
              tickets_opened: 40,
              frt_avg: 30,
              abandon_rate: 0.1,
              n: { tickets_opened: 40, frt_avg: 36, abandon_rate: 40 },
            },
          ]),
        }),
      ).night
    expect(resultOf<NightResult>(made(2))).toMatchObject({
      from: '2026-11-19T14:00:00.000Z',
      opened: 40,
      answered: 36,
      abandoned: 4,
      waiting: 3,
      oldestSeconds: 600,
      online: 2,
    })
    expect(resultOf<NightResult>(made(2)).answeredShare).toBe(0.9)
    expect([made(2)?.state, made(0)?.state]).toEqual(['ok', 'bad'])
  })

  it('knows nothing where nobody says, and blames nobody for it', () => {
    const unheard = tilesOf(
      night,
      parts({ now: answer([{ queue_now: 3, agents_online: null, n: {} }]), night: answer([]) }),
    ).night
    expect(resultOf<NightResult>(unheard)).toMatchObject({
      opened: null,
      answered: null,
      answeredShare: null,
      abandoned: null,
      waiting: 3,
      online: null,
    })
    expect(unheard?.state).not.toBe('bad')
    const few = tilesOf(
      night,
      parts({
        night: answer([{ tickets_opened: 4, frt_avg: 30, n: { tickets_opened: 4, frt_avg: 3 } }]),
        nightHours: answer([
          { time: '2026-11-20T02:00:00+08:00', tickets_opened: null, frt_avg: 30, n: { frt_avg: 3 } },
        ]),
      }),
    ).night
    expect(resultOf<NightResult>(few)).toMatchObject({
      opened: 4,
      answered: 3,
      answeredShare: null,
      hours: [{ opened: null, frt: null }],
    })
  })
})
