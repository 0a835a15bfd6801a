/** The scene of the channels: zone B with every row, and each channel's day. */
import { bucketStart, buckets } from '@/lib/core/grain'
import { startOfDay } from '@/lib/core/zone'
import { ageOf, isStale, keyOf, numberOf } from './answers'
import type { Assembled, Board, BoardParts } from './board'
import { type ChannelRow, channelRows, channelsTile, listedChannels } from './channel-rows'
import { FOCUS_QUERIES, focusQuestions, focusTile } from './focus'
import { CHANNEL_QUERIES, SHARED_QUERIES, sceneOf } from './shared'
import { worst } from './state'
import { trendTile } from './trend'
import { type ChannelTrendsResult, SHARED_TILES, type TileValue } from './types'

function channelTrends(parts: BoardParts, channels: readonly ChannelRow[]): TileValue {
  const { now, zone } = parts
  const start = startOfDay(now, zone)
  const times = buckets(start, now + 1, '15m', zone)
  const places = new Map(times.map((at, i) => [at, i]))
  const metric = parts.metric('frt_avg')
  const values = new Map<string | null, (number | null)[]>()
  for (const row of parts.results.channelsDay?.rows ?? []) {
    const at = row.time === undefined ? Number.NaN : bucketStart(Date.parse(row.time), '15m', zone)
    const place = places.get(at)
    if (place === undefined) continue
    const channel = keyOf(row, 'channel')
    const list = values.get(channel) ?? new Array<number | null>(times.length).fill(null)
    list[place] = numberOf(row, 'frt_avg')
    values.set(channel, list)
  }
  const rows = listedChannels(channels).map(({ channel, target, state }) => ({
    channel,
    target,
    state,
    values: values.get(channel) ?? new Array<number | null>(times.length).fill(null),
  }))
  return {
    value: rows.length,
    n: null,
    state: isStale(parts) ? 'none' : worst(rows.map(({ state }) => state)),
    ageSeconds: ageOf(parts),
    result: {
      metric: 'frt_avg',
      unit: metric?.unit ?? 'seconds',
      times: times.map((at) => new Date(at).toISOString()),
      rows,
    } satisfies ChannelTrendsResult,
  }
}

function assemble(parts: BoardParts): Assembled {
  const { tiles, alarms, channels, trend } = sceneOf(parts)
  return {
    tiles: {
      ...tiles,
      channels: channelsTile(parts, channels),
      channelTrends: channelTrends(parts, channels),
      trend: trendTile(parts, trend),
      focus: focusTile(parts, channels, ageOf(parts)),
    },
    alarms,
  }
}

/** The board `channels`. */
export const channels: Board = {
  id: 'channels',
  tiles: [...SHARED_TILES, 'channels', 'channelTrends', 'trend', 'focus'],
  queries: [
    ...SHARED_QUERIES,
    ...CHANNEL_QUERIES,
    ...FOCUS_QUERIES,
    {
      id: 'channelsDay',
      everyMs: 15_000,
      input: () => ({
        metrics: ['frt_avg'],
        dimensions: ['channel'],
        grain: '15m',
        period: { preset: 'today' },
        limit: 40,
      }),
    },
  ],
  readings: ['words', 'annotations'],
  follow: (parts) => focusQuestions(parts, channelRows(parts)),
  assemble,
}
