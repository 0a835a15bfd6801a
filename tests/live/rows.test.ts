import { describe, expect, it } from 'vitest'
import { channels } from '@/lib/boards/channels'
import { satisfaction } from '@/lib/boards/satisfaction'
import { Steady } from '@/lib/boards/state'
import { steadyTiles } from '@/lib/boards/steady-rows'
import { teams } from '@/lib/boards/teams'
import type {
  ChannelsResult,
  ChannelTrendsResult,
  Frame,
  SatisfactionResult,
  TeamsResult,
  TileState,
  TileValue,
} from '@/lib/boards/types'
import { Channel } from '@/lib/live/channel'
import { answer, channel, NOW, parts, resultOf, tilesOf } from '../boards/parts'

const SECOND = 1_000

/** Tiles of a moment with these channels: name → first responses in seconds. */
const moment = (frt: Record<string, number>) =>
  tilesOf(
    channels,
    parts({
      channelsNow: answer(
        Object.entries(frt).map(([name, seconds]) =>
          channel(name, { frt_avg: seconds, queue_now: 0, tickets_opened: 30 }, 30),
        ),
      ),
    }),
  )

const frameOf = (bytes: Uint8Array | null): Frame => {
  const line = new TextDecoder().decode(bytes ?? new Uint8Array()).match(/^data: (.*)$/m)
  if (line?.[1] === undefined) throw new Error('no frame was sent')
  return JSON.parse(line[1]) as Frame
}
const rowsOf = (tiles: Readonly<Record<string, TileValue>>): [string | null, TileState][] =>
  ((tiles.channels?.result as ChannelsResult | undefined)?.rows ?? []).map((row) => [row.channel, row.state])

describe('rows of a frame', () => {
  it('turn red after the pending time, leave it after two good looks, and keep their order meanwhile', () => {
    const live = new Channel({ board: channels, teams: null })
    const take = (frt: Record<string, number>, at: number) => {
      live.take(moment(frt), NOW + at * SECOND)
      return rowsOf(frameOf(live.fullFrame()).tiles)
    }
    expect(take({ web: 20, app: 90 }, 0)).toEqual([
      ['app', 'bad'],
      ['web', 'ok'],
    ])
    // One good answer is no recovery, and one bad one no breach.
    expect(take({ web: 90, app: 20 }, 1)).toEqual([
      ['app', 'bad'],
      ['web', 'watch'],
    ])
    expect(take({ web: 20, app: 90 }, 2)).toEqual([
      ['app', 'bad'],
      ['web', 'ok'],
    ])
    expect(take({ web: 90, app: 20 }, 3)).toEqual([
      ['app', 'bad'],
      ['web', 'watch'],
    ])
    expect(take({ web: 90, app: 20 }, 7)).toEqual([
      ['web', 'bad'],
      ['app', 'ok'],
    ])
  })

  it('make their tile as bad as they are, and the lines of the channels with them', () => {
    const steady = new Steady()
    steadyTiles(moment({ web: 20, app: 90 }), steady, NOW)
    const raw = moment({ web: 90, app: 20 })
    const tiles = steadyTiles(raw, steady, NOW + SECOND)
    expect(tiles.channels).toMatchObject({ state: 'bad', value: 2 })
    const lines = resultOf<ChannelTrendsResult>(tiles.channelTrends).rows
    expect(lines.map((row) => [row.channel, row.state])).toEqual(rowsOf(tiles))
  })

  it('are forgotten with the row, so that memory stays bounded', () => {
    const steady = new Steady()
    steadyTiles(moment({ web: 20, app: 20 }), steady, NOW)
    steadyTiles(moment({ web: 20 }), steady, NOW + SECOND)
    // A channel that comes again has no history: it shows as it is.
    expect(rowsOf(steadyTiles(moment({ web: 20, app: 90 }), steady, NOW + 2 * SECOND))).toEqual([
      ['app', 'bad'],
      ['web', 'ok'],
    ])
  })

  it('hold teams and kinds of answers too, kinds in their own order', () => {
    const steady = new Steady()
    const load = (open: number) =>
      tilesOf(
        teams,
        parts(
          { teamsNow: answer([]) },
          { people: [{ agent: 'a', team: 'blue', status: 'available', open, capacity: 5 }] },
        ),
      )
    const stateOf = (tiles: Readonly<Record<string, TileValue>>) =>
      resultOf<TeamsResult>(tiles.teams).rows[0]?.state
    expect(stateOf(steadyTiles(load(1), steady, NOW))).toBe('ok')
    expect(stateOf(steadyTiles(load(9), steady, NOW + SECOND))).toBe('watch')
    expect(stateOf(steadyTiles(load(9), steady, NOW + 5 * SECOND))).toBe('bad')

    const voices = new Steady()
    const rated = (csat: number) =>
      tilesOf(satisfaction, parts({ voices: answer([{ csat, n: { csat: 200 } }]) }))
    const kindsOf = (csat: number, at: number) => {
      const tile = steadyTiles(rated(csat), voices, NOW + at * SECOND).satisfaction
      const { kinds } = resultOf<SatisfactionResult>(tile)
      return [tile?.state, kinds[0]?.metric, kinds[0]?.state]
    }
    expect(kindsOf(0.95, 0)).toEqual(['ok', 'csat', 'ok'])
    expect(kindsOf(0.5, 1)).toEqual(['watch', 'csat', 'watch'])
    expect(kindsOf(0.5, 5)).toEqual(['bad', 'csat', 'bad'])
    expect(kindsOf(0.95, 6)).toEqual(['bad', 'csat', 'bad'])
  })
})
