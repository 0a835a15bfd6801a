/** The scene of the teams: zone C with every row and who is in them. */
import type { Assembled, Board, BoardParts } from './board'
import { SHARED_QUERIES, sceneOf, TEAM_QUERIES } from './shared'
import { teamsTile } from './team-rows'
import { trendTile } from './trend'
import { SHARED_TILES } from './types'

function assemble(parts: BoardParts): Assembled {
  const { tiles, alarms, teams, helpers, trend } = sceneOf(parts)
  return {
    tiles: { ...tiles, teams: teamsTile(parts, teams, helpers), trend: trendTile(parts, trend) },
    alarms,
  }
}

/** The board `teams`. */
export const teams: Board = {
  id: 'teams',
  tiles: [...SHARED_TILES, 'teams', 'trend'],
  queries: [...SHARED_QUERIES, ...TEAM_QUERIES],
  readings: ['annotations'],
  assemble,
}
