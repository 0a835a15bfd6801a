/** The overview: strip A, channels (B), trend (D), stream (E) and the lights of the sources. */
import { dayNumberAt, HOUR, MINUTE, startOfDay, startOfDayNumber, weekdayOf } from '@/lib/core/zone'
import { channelKind } from '@/lib/facts/config'
import type { Locale, Metric, QueryResult, QueryRow, Target } from '@/lib/metrics/types'
import { type Board, type BoardParts, type BoardQuery, STALE_AFTER, sourceLights } from './board'
import { bandOf, byUrgency, worst } from './state'
import {
  type ChannelsResult,
  type FigureResult,
  OVERVIEW_TILES,
  type StreamResult,
  type TileState,
  type TileValue,
  type TrendResult,
} from './types'

const QUARTER = 15 * MINUTE
const SPARK_QUARTERS = 12
const BAND_WEEKS = 8
/** queue of one channel that is still fine */
export const QUEUE_LIMIT = 10

const quarters = (now: number) => ({
  from: new Date(Math.floor(now / QUARTER) * QUARTER - (SPARK_QUARTERS - 1) * QUARTER).toISOString(),
  to: new Date(now + 1).toISOString(),
})

// Each question costs a look at the stream and the sources beside its own statements: what has the same period and
// dimensions is asked together.
const QUERIES: readonly BoardQuery[] = [
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
  {
    id: 'trendToday',
    everyMs: 5_000,
    input: () => ({ metrics: ['frt_avg'], grain: 'hour', period: { preset: 'today' } }),
  },
  {
    id: 'trendBand',
    everyMs: 600_000,
    input: (now, zone) => {
      const today = dayNumberAt(now, zone)
      return {
        metrics: ['frt_avg'],
        grain: 'hour',
        period: {
          from: new Date(startOfDayNumber(today - 7 * BAND_WEEKS, zone)).toISOString(),
          to: new Date(startOfDayNumber(today, zone)).toISOString(),
        },
      }
    },
  },
]

const LABELS = {
  last15: { zh: '近 15 分钟', en: 'last 15 min' },
  today: { zh: '今天', en: 'today' },
  now: { zh: '此刻', en: 'now' },
} satisfies Record<string, Record<Locale, string>>

/** The board `overview`. */
export const overview: Board = { id: 'overview', tiles: OVERVIEW_TILES, queries: QUERIES, assemble }

function assemble(parts: BoardParts): Readonly<Record<string, TileValue>> {
  const age = ageOf(parts)
  const stale = age === null || age > STALE_AFTER
  const recent = firstRow(parts.results.now)
  const recentBefore = firstRow(parts.results.recentBefore?.comparison ?? undefined)
  const today = firstRow(parts.results.today)
  const todayBefore = firstRow(parts.results.todayBefore?.comparison ?? undefined)
  const channels = channelRows(parts, stale)

  const figure = (
    tile: {
      metric: string
      period: 'last15' | 'today' | 'now'
      row: QueryRow | null
      before: QueryRow | null
    },
    more: {
      spark?: readonly (number | null)[]
      beside?: FigureResult['beside']
      state?: TileState
      target?: Target
    },
  ): TileValue => {
    const metric = parts.metric(tile.metric)
    const value = numberOf(tile.row, tile.metric)
    const n = metric !== undefined && 'gauge' in metric ? null : (tile.row?.n[tile.metric] ?? null)
    const before = numberOf(tile.before, tile.metric)
    const unit = metric?.unit ?? 'count'
    const target = more.target ?? metric?.target ?? null
    const small = value !== null && n !== null && n < (metric?.minSample ?? 0)
    const judged = more.state ?? bandOf(value, target, unit)
    const result: FigureResult = {
      metric: tile.metric,
      unit,
      target: target === null ? null : { value: target.value, op: target.op },
      before,
      change: value === null || before === null ? null : value - before,
      interval: tile.row?.interval?.[tile.metric] ?? null,
      smallSample: small,
      provisional: tile.row?.provisional?.includes(tile.metric) ?? false,
      spark: more.spark ?? [],
      period: periodOf(parts, tile.period),
      ...(more.beside === undefined ? {} : { beside: more.beside }),
    }
    return { value, n, state: stale || small || value === null ? 'none' : judged, ageSeconds: age, result }
  }

  const online = numberOf(recent, 'agents_online')
  const available = numberOf(recent, 'agents_available')
  const queue = numberOf(recent, 'queue_now')
  const { overdue, soon } = parts.live

  return {
    frt: figure(
      { metric: 'frt_avg', period: 'last15', row: recent, before: recentBefore },
      { spark: series(parts.results.sparkQuarters, 'frt_avg') },
    ),
    queue_now: figure(
      { metric: 'queue_now', period: 'now', row: recent, before: null },
      {
        beside: { oldest_wait_now: numberOf(recent, 'oldest_wait_now') },
        target: { value: QUEUE_LIMIT, op: '<=' },
        // The limit is a channel's: the company's queue is as bad as its worst channel.
        state: worst(
          channels.map((row) => bandOf(row.queue, { value: QUEUE_LIMIT, op: '<=' }, 'count')).concat('ok'),
        ),
      },
    ),
    frt_within_target: figure(
      { metric: 'frt_within_target', period: 'last15', row: recent, before: recentBefore },
      { spark: series(parts.results.sparkQuarters, 'frt_within_target') },
    ),
    agents_available: figure(
      { metric: 'agents_available', period: 'now', row: recent, before: null },
      {
        beside: {
          agents_online: online,
          busy: online === null || available === null ? null : online - available,
          handled: numberOf(today, 'tickets_resolved'),
          handled_before: numberOf(todayBefore, 'tickets_resolved'),
        },
        state: available === null || available > 0 ? 'ok' : (queue ?? 0) > 0 ? 'bad' : 'watch',
      },
    ),
    csat: figure(
      { metric: 'csat', period: 'today', row: today, before: todayBefore },
      { spark: series(parts.results.sparkHours, 'csat') },
    ),
    overdue_now: {
      value: overdue,
      n: null,
      state: stale ? 'none' : overdue > 0 ? 'bad' : soon > 0 ? 'watch' : 'ok',
      ageSeconds: age,
      result: {
        metric: 'overdue_now',
        unit: 'count',
        target: { value: 0, op: '<=' },
        before: null,
        change: null,
        interval: null,
        smallSample: false,
        provisional: false,
        spark: [],
        period: periodOf(parts, 'now'),
        beside: { soon },
      } satisfies FigureResult,
    },
    tickets_opened: figure(
      { metric: 'tickets_opened', period: 'today', row: today, before: todayBefore },
      { spark: series(parts.results.sparkHours, 'tickets_opened') },
    ),
    messages_in: figure(
      { metric: 'messages_in', period: 'today', row: today, before: todayBefore },
      { spark: series(parts.results.sparkHours, 'messages_in') },
    ),
    channels: {
      value: channels.filter((row) => row.state === 'bad' || row.state === 'watch').length,
      n: null,
      state: stale ? 'none' : worst(channels.map((row) => row.state)),
      ageSeconds: age,
      result: { rows: channels } satisfies ChannelsResult,
    },
    trend: trend(parts, age, stale),
    stream: stream(parts, age, stale),
    sources: sources(parts),
  }
}

/** Seconds since the newest thing we know of: the freshest source's last event, or the applier where it is behind. */
function ageOf(parts: BoardParts): number | null {
  const newest = Math.max(
    ...parts.live.sources.map((s) => s.lastAt ?? Number.NEGATIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  )
  if (newest === Number.NEGATIVE_INFINITY) return null
  const known = parts.live.behindSince === null ? newest : Math.min(newest, parts.live.behindSince)
  return Math.max(0, Math.floor((parts.now - known) / 1000))
}

function periodOf(parts: BoardParts, kind: 'last15' | 'today' | 'now'): FigureResult['period'] {
  const from =
    kind === 'last15' ? parts.now - QUARTER : kind === 'today' ? startOfDay(parts.now, parts.zone) : parts.now
  return { from: new Date(from).toISOString(), to: new Date(parts.now).toISOString(), label: LABELS[kind] }
}

function channelRows(parts: BoardParts, stale: boolean): ChannelsResult['rows'][number][] {
  const recent = byChannel(parts.results.channelsNow?.rows)
  const today = byChannel(parts.results.channelsToday?.rows)
  const before = byChannel(parts.results.channelsBefore?.comparison?.rows)
  const sparks = new Map<string | null, (number | null)[]>()
  for (const row of parts.results.channelSparks?.rows ?? []) {
    const channel = channelOf(row)
    const list = sparks.get(channel) ?? []
    list.push(numberOf(row, 'frt_avg'))
    sparks.set(channel, list)
  }
  const lights = new Map(sourceLights(parts.live.sources, parts.now).map((light) => [light.source, light]))
  const sourcesOf = new Map(parts.live.channelSources.map((c) => [c.channel, c.sources]))
  const frtMetric = parts.metric('frt_avg')
  const minSample = frtMetric?.minSample ?? 0
  const names = new Set([...recent.keys(), ...today.keys()])
  const rows = [...names].map((channel) => {
    const now = recent.get(channel) ?? null
    const day = today.get(channel) ?? null
    const frt = numberOf(now, 'frt_avg')
    const frtN = now?.n.frt_avg ?? 0
    const queue = numberOf(now, 'queue_now') ?? 0
    const volume = numberOf(now, 'tickets_opened') ?? 0
    const volumeBefore = numberOf(before.get(channel) ?? null, 'tickets_opened')
    const target = targetOf(frtMetric, channel)
    const behind = (sourcesOf.get(channel) ?? []).flatMap((source) => lights.get(source) ?? [])
    const ages = behind.flatMap(({ lagSeconds }) => lagSeconds ?? [])
    const ageSeconds = ages.length === 0 ? ageOf(parts) : Math.min(...ages)
    const silent = stale || (behind.length > 0 && behind.every((light) => light.silent))
    const judged = worst([
      bandOf(queue, { value: QUEUE_LIMIT, op: '<=' }, 'count'),
      frt === null || frtN < minSample
        ? 'ok'
        : bandOf(frt, target === null ? null : { value: target, op: '<=' }, 'seconds'),
    ])
    const state: TileState = silent ? 'none' : judged
    return {
      channel,
      state,
      frt,
      frtN,
      frtToday: numberOf(day, 'frt_avg'),
      target,
      within: numberOf(now, 'frt_within_target'),
      queue,
      volume,
      volumeChange: volumeBefore === null || volumeBefore === 0 ? null : volume / volumeBefore - 1,
      csat: numberOf(day, 'csat'),
      csatN: day?.n.csat ?? 0,
      ageSeconds,
      spark: sparks.get(channel) ?? [],
    }
  })
  return rows.sort(
    (a, b) =>
      byUrgency(a.state, b.state) ||
      burn(b) - burn(a) ||
      b.volume - a.volume ||
      (String(a.channel) < String(b.channel) ? -1 : 1),
  )
}

function burn(row: { frt: number | null; target: number | null; queue: number }): number {
  return Math.max(row.frt === null || row.target === null ? 0 : row.frt / row.target, row.queue / QUEUE_LIMIT)
}

function targetOf(metric: Metric | undefined, channel: string | null): number | null {
  const target = metric?.target
  if (target === undefined || target === null) return null
  return target.byKind?.[channelKind(channel)] ?? target.value
}

function trend(parts: BoardParts, age: number | null, stale: boolean): TileValue {
  const metric = parts.metric('frt_avg')
  const rows = parts.results.trendToday?.rows ?? []
  const start = startOfDay(parts.now, parts.zone)
  const weekday = weekdayOf(dayNumberAt(parts.now, parts.zone))
  const hours = new Map<number, number[]>()
  for (const row of parts.results.trendBand?.rows ?? []) {
    const at = row.time === undefined ? Number.NaN : Date.parse(row.time)
    const value = numberOf(row, 'frt_avg')
    if (Number.isNaN(at) || value === null || weekdayOf(dayNumberAt(at, parts.zone)) !== weekday) continue
    const hour = Math.round((at - startOfDay(at, parts.zone)) / HOUR)
    hours.set(hour, [...(hours.get(hour) ?? []), value])
  }
  const points = rows.flatMap((row) =>
    row.time === undefined
      ? []
      : [{ time: row.time, value: numberOf(row, 'frt_avg'), n: row.n.frt_avg ?? 0 }],
  )
  const dayEnd = startOfDayNumber(dayNumberAt(parts.now, parts.zone) + 1, parts.zone)
  const band: { time: string; low: number | null; high: number | null }[] = []
  for (let at = start; at < dayEnd; at += HOUR) {
    const values = (hours.get(Math.round((at - start) / HOUR)) ?? []).sort((a, b) => a - b)
    // A band of one or two days is no band.
    const known = values.length >= 3
    band.push({
      time: new Date(at).toISOString(),
      low: known ? quantile(values, 0.1) : null,
      high: known ? quantile(values, 0.9) : null,
    })
  }
  const last = points.at(-1)
  const target = metric?.target?.value ?? null
  const result: TrendResult = {
    metric: 'frt_avg',
    unit: 'seconds',
    target,
    points,
    band,
    weeks: BAND_WEEKS,
    forecast: [],
    crossesAt: null,
    annotations: [],
  }
  return {
    value: last?.value ?? null,
    n: last?.n ?? null,
    state:
      stale || last === undefined || last.n < (metric?.minSample ?? 0)
        ? 'none'
        : bandOf(last.value, metric?.target ?? null, 'seconds'),
    ageSeconds: age,
    result,
  }
}

/** Linear between the two nearest of sorted values. */
function quantile(sorted: readonly number[], q: number): number {
  const place = (sorted.length - 1) * q
  const low = sorted[Math.floor(place)] ?? 0
  const high = sorted[Math.ceil(place)] ?? low
  return low + (high - low) * (place - Math.floor(place))
}

/** Left part of the limit from which a waiting conversation is watched. */
const SOON = 0.2

function stream(parts: BoardParts, age: number | null, stale: boolean): TileValue {
  const { waiting, overdue, soon, recent } = parts.live
  const breaching = waiting.map((row): StreamResult['breaching'][number] => {
    const limit = Math.max(0, row.dueAt - row.since)
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
      agentLoad: null,
      claimedBy: null,
      dueAt: new Date(row.dueAt).toISOString(),
      limitSeconds: Math.round(limit / 1000),
      state: left < 0 ? 'bad' : left <= SOON * limit ? 'watch' : 'ok',
    }
  })
  const result: StreamResult = { breaching, overdue, soon, recent }
  return {
    value: overdue + soon,
    n: null,
    state: stale ? 'none' : overdue > 0 ? 'bad' : soon > 0 ? 'watch' : 'ok',
    ageSeconds: age,
    result,
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

function firstRow(result: Pick<QueryResult, 'rows'> | undefined): QueryRow | null {
  return result?.rows[0] ?? null
}

function numberOf(row: QueryRow | null, id: string): number | null {
  const value = row?.[id]
  return typeof value === 'number' ? value : null
}

function channelOf(row: QueryRow): string | null {
  return typeof row.channel === 'string' ? row.channel : null
}

function byChannel(rows: readonly QueryRow[] | undefined): Map<string | null, QueryRow> {
  return new Map((rows ?? []).map((row) => [channelOf(row), row]))
}

function series(result: QueryResult | undefined, id: string): (number | null)[] {
  return (result?.rows ?? []).map((row) => numberOf(row, id))
}
