/**
 * What every board of the wall holds: strip A, the two counts of the day, opening, sources, alarms and the stream; and
 * the questions they need. Pure.
 */

import type { AlarmCandidate } from './alarm-book'
import { alarmCandidates } from './alarms'
import { ageOf, figure, firstRow, instantText, isStale, numberOf, quarters, series } from './answers'
import { type BoardParts, type BoardQuery, sourceLights } from './board'
import { type ChannelRow, channelRows, queueState } from './channel-rows'
import { radarState } from './radar'
import { worst } from './state'
import { type Helper, helpersOf, type TeamRow, teamRows } from './team-rows'
import { isInSight, TREND_QUERIES, trendOf } from './trend'
import type { FigureResult, OpeningResult, StreamResult, TileState, TileValue, TrendResult } from './types'

// Each question costs a look at the stream and the sources beside its own statements: what has the same period and
// dimensions is asked together.
export const SHARED_QUERIES: readonly BoardQuery[] = [
  {
    id: 'now',
    everyMs: 0,
    input: () => ({
      metrics: [
        'frt_avg',
        'frt_within_target',
        'queue_now',
        'oldest_wait_now',
        'agents_online',
        'agents_available',
      ],
      period: { preset: 'last_15m' },
    }),
  },
  {
    id: 'today',
    everyMs: 0,
    input: () => ({
      metrics: ['tickets_opened', 'messages_in', 'tickets_resolved', 'csat'],
      period: { preset: 'today' },
    }),
  },
  {
    id: 'channelsNow',
    everyMs: 0,
    input: () => ({
      metrics: ['frt_avg', 'frt_within_target', 'tickets_opened', 'queue_now'],
      dimensions: ['channel'],
      period: { preset: 'last_15m' },
      limit: 100,
    }),
  },
  {
    id: 'teamsNow',
    everyMs: 2_000,
    input: () => ({
      metrics: ['frt_avg', 'frt_within_target', 'queue_now'],
      dimensions: ['team'],
      period: { preset: 'last_15m' },
      limit: 100,
    }),
  },
  {
    id: 'channelsToday',
    everyMs: 2_000,
    input: () => ({
      metrics: ['frt_avg', 'tickets_opened', 'csat'],
      dimensions: ['channel'],
      period: { preset: 'today' },
      limit: 100,
    }),
  },
  {
    id: 'recentBefore',
    everyMs: 60_000,
    input: () => ({
      metrics: ['frt_avg', 'frt_within_target'],
      period: { preset: 'last_15m' },
      compare: 'same_weekday',
    }),
  },
  {
    id: 'todayBefore',
    everyMs: 60_000,
    input: () => ({
      metrics: ['tickets_opened', 'messages_in', 'tickets_resolved', 'csat'],
      period: { preset: 'today' },
      compare: 'same_weekday',
    }),
  },
  {
    id: 'sparkQuarters',
    everyMs: 30_000,
    input: (now) => ({ metrics: ['frt_avg', 'frt_within_target'], grain: '15m', period: quarters(now) }),
  },
  {
    id: 'sparkHours',
    everyMs: 60_000,
    input: () => ({
      metrics: ['tickets_opened', 'messages_in', 'csat'],
      grain: 'hour',
      period: { preset: 'today' },
    }),
  },
  // The forecast is behind the state of the first figure of the strip: breach in sight.
  ...TREND_QUERIES,
]

/** Questions of zone B beside the shared ones. */
export const CHANNEL_QUERIES: readonly BoardQuery[] = [
  {
    id: 'channelsBefore',
    everyMs: 60_000,
    input: () => ({
      metrics: ['tickets_opened'],
      dimensions: ['channel'],
      period: { preset: 'last_15m' },
      compare: 'same_weekday',
      limit: 100,
    }),
  },
  {
    id: 'channelSparks',
    everyMs: 30_000,
    input: (now) => ({
      metrics: ['frt_avg'],
      dimensions: ['channel'],
      grain: '15m',
      period: quarters(now),
      limit: 100,
    }),
  },
]

/** Questions of zone C beside the shared ones. */
export const TEAM_QUERIES: readonly BoardQuery[] = [
  {
    id: 'teamsToday',
    everyMs: 5_000,
    input: () => ({
      metrics: ['tickets_resolved'],
      dimensions: ['team'],
      period: { preset: 'today' },
      limit: 100,
    }),
  },
]

/** What the tiles of a board are made from, worked out once a frame. */
export interface Scene {
  readonly channels: readonly ChannelRow[]
  readonly teams: readonly TeamRow[]
  readonly helpers: readonly Helper[]
  readonly trend: TrendResult
  /** the shared tiles, without `alarms` */
  readonly tiles: Readonly<Record<string, TileValue>>
  readonly alarms: readonly AlarmCandidate[]
}

/** Works out what every board shares. */
export function sceneOf(parts: BoardParts): Scene {
  const channels = channelRows(parts)
  const teams = teamRows(parts)
  const helpers = helpersOf(parts.live.people, teams)
  const trend = trendOf(parts)
  return {
    channels,
    teams,
    helpers,
    trend,
    tiles: {
      ...strip(parts, channels, trend),
      opening: opening(parts),
      sources: sources(parts),
      stream: stream(parts),
    },
    alarms: alarmCandidates(parts, channels, helpers),
  }
}

function strip(
  parts: BoardParts,
  channels: readonly ChannelRow[],
  trend: TrendResult,
): Readonly<Record<string, TileValue>> {
  const { company: hours, live } = parts
  const recent = firstRow(parts.results.now)
  const recentBefore = firstRow(parts.results.recentBefore?.comparison)
  const today = firstRow(parts.results.today)
  const todayBefore = firstRow(parts.results.todayBefore?.comparison)
  const online = numberOf(recent, 'agents_online')
  const available = numberOf(recent, 'agents_available')
  const queue = numberOf(recent, 'queue_now')
  const ofDay = (metric: string) =>
    figure(parts, {
      metric,
      period: 'today',
      row: today,
      before: todayBefore,
      spark: series(parts.results.sparkHours, metric),
    })
  return {
    frt: figure(parts, {
      metric: 'frt_avg',
      period: 'last15',
      row: recent,
      before: recentBefore,
      spark: series(parts.results.sparkQuarters, 'frt_avg'),
      hours,
      soon: isInSight(trend, parts.now),
    }),
    queue_now: figure(parts, {
      metric: 'queue_now',
      period: 'now',
      row: recent,
      before: null,
      beside: { oldest_wait_now: numberOf(recent, 'oldest_wait_now') },
      // The limit is a channel's: the company's queue is as bad as its worst channel.
      state: worst(channels.map((row) => queueState(parts, row)).concat('ok')),
      hours,
    }),
    frt_within_target: figure(parts, {
      metric: 'frt_within_target',
      period: 'last15',
      row: recent,
      before: recentBefore,
      spark: series(parts.results.sparkQuarters, 'frt_within_target'),
      hours,
    }),
    agents_available: figure(parts, {
      metric: 'agents_available',
      period: 'now',
      row: recent,
      before: null,
      beside: {
        agents_online: online,
        busy: online === null || available === null ? null : online - available,
        handled: numberOf(today, 'tickets_resolved'),
        handled_before: numberOf(todayBefore, 'tickets_resolved'),
      },
      state: available === null || available > 0 ? 'ok' : (queue ?? 0) > 0 ? 'bad' : 'watch',
      hours,
    }),
    csat: ofDay('csat'),
    overdue_now: overdueTile(parts, live.overdue, live.soon),
    tickets_opened: ofDay('tickets_opened'),
    messages_in: ofDay('messages_in'),
  }
}

function overdueTile(parts: BoardParts, overdue: number, soon: number): TileValue {
  const result: FigureResult = {
    metric: 'overdue_now',
    unit: 'count',
    target: { value: 0, op: '<=' },
    before: null,
    change: null,
    interval: null,
    smallSample: false,
    provisional: false,
    spark: [],
    period: {
      from: instantText(parts.now) ?? '',
      to: instantText(parts.now) ?? '',
      label: { zh: '此刻', en: 'now' },
    },
    beside: { soon },
  }
  return { value: overdue, n: null, state: urgencyOf(parts), ageSeconds: ageOf(parts), result }
}

/** Whoever waits past the limit waits at any hour: the stream knows no closing time. */
function urgencyOf(parts: BoardParts): TileState {
  if (isStale(parts)) return 'none'
  return parts.live.overdue > 0 ? 'bad' : parts.live.soon > 0 ? 'watch' : 'ok'
}

function stream(parts: BoardParts): TileValue {
  const { waiting, overdue, soon, recent, people } = parts.live
  const loads = new Map(people.map(({ agent, open, capacity }) => [agent, { open, capacity }]))
  const breaching = waiting.map((row): StreamResult['breaching'][number] => {
    const limit = Math.max(0, row.limitMs ?? row.dueAt - row.since)
    const left = row.dueAt - parts.now
    return {
      source: row.source,
      subject: row.subject,
      who: row.who,
      vip: row.vip,
      channel: row.channel,
      team: row.team,
      agent: row.agent,
      waitingFor: row.waitingFor,
      since: new Date(row.since).toISOString(),
      dueAt: new Date(row.dueAt).toISOString(),
      limitSeconds: Math.round(limit / 1000),
      state: radarState(left / 1000, limit / 1000),
      agentLoad: (row.agent === null ? undefined : loads.get(row.agent)) ?? null,
      claimedBy: row.claimedBy ?? null,
    }
  })
  return {
    value: overdue + soon,
    n: null,
    state: urgencyOf(parts),
    ageSeconds: ageOf(parts),
    result: { breaching, overdue, soon, recent } satisfies StreamResult,
  }
}

function sources(parts: BoardParts): TileValue {
  const rows = sourceLights(parts.live.sources, parts.now)
  const silent = rows.filter((row) => row.silent).length
  return {
    value: rows.length - silent,
    n: rows.length,
    state: rows.length === 0 || silent === rows.length ? 'none' : silent > 0 ? 'watch' : 'ok',
    ageSeconds: ageOf(parts),
    result: { rows },
  }
}

function opening(parts: BoardParts): TileValue {
  const { state, until } = parts.company
  return {
    value: state === 'closed' ? 0 : 1,
    n: null,
    state: state === 'closed' ? 'closed' : 'ok',
    ageSeconds: null,
    result: { state, until: instantText(until) } satisfies OpeningResult,
  }
}
