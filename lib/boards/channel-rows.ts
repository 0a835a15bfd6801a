/** Zone B: every channel against its own limits. Pure. */
import { ageOf, byKey, instantText, isStale, numberOf, seriesBy, targetOf } from './answers'
import { type BoardParts, sourceLights } from './board'
import { bandOf, byUrgency, worst } from './state'
import type { ChannelsResult, TileState, TileValue } from './types'

/** queue of one channel that is still fine */
export const QUEUE_LIMIT = 10
export const QUEUE_TARGET = { value: QUEUE_LIMIT, op: '<=' } as const

export type ChannelRow = ChannelsResult['rows'][number]

/** The channels by urgency, then by how far they are from their limits. */
export function channelRows(parts: BoardParts): ChannelRow[] {
  const recent = byKey(parts.results.channelsNow?.rows, 'channel')
  const today = byKey(parts.results.channelsToday?.rows, 'channel')
  const before = byKey(parts.results.channelsBefore?.comparison?.rows, 'channel')
  const sparks = seriesBy(parts.results.channelSparks, 'channel', 'frt_avg')
  const lights = new Map(sourceLights(parts.live.sources, parts.now).map((light) => [light.source, light]))
  const sourcesOf = new Map(parts.live.channelSources.map((c) => [c.channel, c.sources]))
  const frtMetric = parts.metric('frt_avg')
  const stale = isStale(parts)
  const names = new Set([...recent.keys(), ...today.keys()])
  const rows = [...names].map((channel): ChannelRow => {
    const now = recent.get(channel) ?? null
    const day = today.get(channel) ?? null
    const frt = numberOf(now, 'frt_avg')
    const frtN = now?.n.frt_avg ?? 0
    const queue = numberOf(now, 'queue_now') ?? 0
    const volume = numberOf(now, 'tickets_opened') ?? 0
    const volumeBefore = numberOf(before.get(channel), 'tickets_opened')
    const target = targetOf(frtMetric, channel)
    const behind = (sourcesOf.get(channel) ?? []).flatMap((source) => lights.get(source) ?? [])
    const ages = behind.flatMap(({ lagSeconds }) => lagSeconds ?? [])
    const silent = stale || (behind.length > 0 && behind.every((light) => light.silent))
    const hours = parts.hours({ channel })
    const judged = worst([
      bandOf(queue, QUEUE_TARGET, 'count'),
      frt === null || frtN < (frtMetric?.minSample ?? 0)
        ? 'ok'
        : bandOf(frt, target === null ? null : { value: target, op: '<=' }, 'seconds'),
    ])
    const state: TileState = hours.state === 'closed' ? 'closed' : silent ? 'none' : judged
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
      ageSeconds: ages.length === 0 ? ageOf(parts) : Math.min(...ages),
      spark: sparks.get(channel) ?? [],
      ...(state === 'closed' ? { until: instantText(hours.until) } : {}),
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

/** How far a channel is out of its limits: 1 = at one of them. */
export function burn(row: Pick<ChannelRow, 'frt' | 'target' | 'queue'>): number {
  return Math.max(row.frt === null || row.target === null ? 0 : row.frt / row.target, row.queue / QUEUE_LIMIT)
}

/** The tile `channels`: value = how many are in trouble. */
export function channelsTile(parts: BoardParts, rows: readonly ChannelRow[]): TileValue {
  return {
    value: rows.filter((row) => row.state === 'bad' || row.state === 'watch').length,
    n: null,
    state: isStale(parts)
      ? rows.every(({ state }) => state === 'closed') && rows.length > 0
        ? 'closed'
        : 'none'
      : worst(rows.map((row) => row.state)),
    ageSeconds: ageOf(parts),
    result: { rows } satisfies ChannelsResult,
  }
}
