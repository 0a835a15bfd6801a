/** States of a tile and of the rows in it that do not flicker, and the order of rows that follows them. Pure. */
import { byUrgency, type Steady, worst } from './state'
import type {
  ChannelsResult,
  ChannelTrendsResult,
  SatisfactionResult,
  TeamsResult,
  TileState,
  TileValue,
} from './types'

interface Row {
  readonly state: TileState
}

const inTrouble = ({ state }: Row): boolean => state === 'bad' || state === 'watch'

/**
 * All tiles of a board with their states held steady: those of the tiles, and of the rows of channels, teams and kinds
 * of answers by `tile:row`. Rows that are ordered by urgency are put in order anew, equals as they came, and their tile
 * is as bad as they are. Whatever is not on the board any more is forgotten.
 */
export function steadyTiles(
  tiles: Readonly<Record<string, TileValue>>,
  steady: Steady,
  now: number,
): Record<string, TileValue> {
  const known = new Set<string>()
  const next = (key: string, state: TileState): TileState => {
    known.add(key)
    return steady.next(key, state, now)
  }
  const held = <R extends Row>(id: string, rows: readonly R[], keyOf: (row: R) => string | null): R[] =>
    rows.map((row) => ({ ...row, state: next(`${id}:${JSON.stringify(keyOf(row))}`, row.state) }))
  const urgent = <R extends Row>(id: string, rows: readonly R[], keyOf: (row: R) => string | null): R[] =>
    held(id, rows, keyOf).sort((a, b) => byUrgency(a.state, b.state))

  const out: Record<string, TileValue> = {}
  let channels: ChannelsResult['rows'] = []
  for (const [id, tile] of Object.entries(tiles)) {
    if (id === 'channels' && tile.result !== undefined) {
      const result = tile.result as ChannelsResult
      channels = urgent(id, result.rows, (row) => row.channel)
      out[id] = ofRows(tile, channels, { ...result, rows: channels })
    } else if (id === 'teams' && tile.result !== undefined) {
      const result = tile.result as TeamsResult
      const rows = urgent(id, result.rows, (row) => row.team)
      out[id] = ofRows(tile, rows, { ...result, rows })
    } else if (id === 'satisfaction' && tile.result !== undefined) {
      const result = tile.result as SatisfactionResult
      const kinds = held(id, result.kinds, (row) => row.metric)
      const judged = kinds.map(({ state }) => state).filter((state) => state !== 'none')
      out[id] = { ...tile, state: worst(judged), result: { ...result, kinds } }
    } else {
      out[id] = { ...tile, state: next(id, tile.state) }
    }
  }
  const { channelTrends } = out
  if (channelTrends?.result !== undefined) {
    const result = channelTrends.result as ChannelTrendsResult
    const order = new Map(channels.map(({ channel, state }, i) => [channel, { state, i }]))
    const rows = result.rows
      .map((row) => ({ ...row, state: order.get(row.channel)?.state ?? row.state }))
      .sort((a, b) => (order.get(a.channel)?.i ?? order.size) - (order.get(b.channel)?.i ?? order.size))
    out.channelTrends = { ...channelTrends, result: { ...result, rows } }
  }
  steady.forget(known)
  return out
}

/** The tile of rows by urgency: without data, or closed, it is as it came. */
function ofRows(tile: TileValue, rows: readonly Row[], result: unknown): TileValue {
  const judged = tile.state !== 'none' && tile.state !== 'closed'
  return {
    ...tile,
    value: tile.value === null ? null : rows.filter(inTrouble).length,
    state: judged ? worst(rows.map(({ state }) => state)) : tile.state,
    result,
  }
}
