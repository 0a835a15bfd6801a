/** Reads the results of the drawn tiles out of a frame; null where a tile is missing or of another shape. */
import type { ChannelsResult, StreamResult, TileValue, TrendResult } from '@/lib/boards/types'

type Tiles = Readonly<Record<string, TileValue>>

function resultOf(tiles: Tiles, id: string): object | null {
  const result = tiles[id]?.result
  return typeof result === 'object' && result !== null ? result : null
}

export function channelsOf(tiles: Tiles): ChannelsResult | null {
  const result = resultOf(tiles, 'channels')
  return result && 'rows' in result ? (result as ChannelsResult) : null
}

export function trendOf(tiles: Tiles): TrendResult | null {
  const result = resultOf(tiles, 'trend')
  return result && 'points' in result ? (result as TrendResult) : null
}

export function streamOf(tiles: Tiles): StreamResult | null {
  const result = resultOf(tiles, 'stream')
  return result && 'breaching' in result ? (result as StreamResult) : null
}
