/** Zone B: every channel against its own limits. Pure. */
import { isHiddenChannel } from '@/lib/i18n/names'
import { targetAt } from '@/lib/metrics/targets'
import type { QueryRow } from '@/lib/metrics/types'
import { ageOf, byKey, enoughOf, instantText, isStale, numberOf, seriesBy } from './answers'
import { type BoardParts, sourceLights } from './board'
import { bandOf, byUrgency, worst } from './state'
import type { ChannelsResult, TileState, TileValue } from './types'

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
  const queueMetric = parts.metric('queue_now')
  const stale = isStale(parts)
  const names = new Set([...recent.keys(), ...today.keys()])
  const rows = [...names].map((channel): ChannelRow => {
    const now = recent.get(channel) ?? null
    const day = today.get(channel) ?? null
    const frt = enoughOf(parts, now, 'frt_avg')
    const queue = numberOf(now, 'queue_now') ?? 0
    const volume = numberOf(now, 'tickets_opened') ?? 0
    const volumeBefore = numberOf(before.get(channel), 'tickets_opened')
    const target = targetAt(frtMetric, { channel })
    const queueTarget = targetAt(queueMetric, { channel })
    const behind = (sourcesOf.get(channel) ?? []).flatMap((source) => lights.get(source) ?? [])
    const ages = behind.flatMap(({ lagSeconds }) => lagSeconds ?? [])
    const silent = stale || (behind.length > 0 && behind.every((light) => light.silent))
    const hours = parts.hours({ channel })
    const judged = worst([
      queueState(parts, { channel, queue }),
      frt === null ? 'ok' : bandOf(frt, target, 'seconds'),
    ])
    const state: TileState = hours.state === 'closed' ? 'closed' : silent ? 'none' : judged
    return {
      channel,
      state,
      frt,
      frtN: now?.n.frt_avg ?? 0,
      frtToday: enoughOf(parts, day, 'frt_avg'),
      target: target?.value ?? null,
      within: enoughOf(parts, now, 'frt_within_target'),
      withinN: now?.n.frt_within_target ?? 0,
      missed: [...missed(parts, channel, 'frt_within_target', now), ...missed(parts, channel, 'csat', day)],
      queue,
      queueTarget: queueTarget?.value ?? null,
      volume,
      volumeChange: volumeBefore === null || volumeBefore === 0 ? null : volume / volumeBefore - 1,
      csat: enoughOf(parts, day, 'csat'),
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

/** The metric where a channel's share misses its target on enough cases. */
function missed<Id extends 'frt_within_target' | 'csat'>(
  parts: BoardParts,
  channel: string | null,
  id: Id,
  row: QueryRow | null,
): Id[] {
  const target = targetAt(parts.metric(id), { channel })
  return bandOf(enoughOf(parts, row, id), target, 'share') === 'bad' ? [id] : []
}

/** How a channel's queue stands against what is still fine there. */
export function queueState(
  parts: Pick<BoardParts, 'metric'>,
  { channel, queue }: Pick<ChannelRow, 'channel' | 'queue'>,
): TileState {
  return bandOf(queue, targetAt(parts.metric('queue_now'), { channel }), 'count')
}

/** How far a channel is out of its limits: 1 = at one of them. */
export function burn(row: Pick<ChannelRow, 'frt' | 'target' | 'queue' | 'queueTarget'>): number {
  return Math.max(ratio(row.frt, row.target), ratio(row.queue, row.queueTarget))
}

/** 1 = at the limit; without one nothing is out of it. */
function ratio(value: number | null, limit: number | null): number {
  if (value === null || limit === null) return 0
  return limit > 0 ? value / limit : value > 0 ? 1 + value : 0
}

/** Those the company lists; the others count in every figure of the whole. */
export const listedChannels = (rows: readonly ChannelRow[]): readonly ChannelRow[] =>
  rows.filter(({ channel }) => !isHiddenChannel(channel))

/** The tile `channels`: value = how many are in trouble. */
export function channelsTile(parts: BoardParts, all: readonly ChannelRow[]): TileValue {
  const rows = listedChannels(all)
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
