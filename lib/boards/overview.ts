/** The overview: strip A, channels (B), teams (C), trend (D), stream (E) and focus (F). */
import { ageOf } from './answers'
import type { Assembled, Board, BoardParts } from './board'
import { channelRows, channelsTile } from './channel-rows'
import { FOCUS_QUERIES, focusQuestions, focusTile } from './focus'
import { CHANNEL_QUERIES, SHARED_QUERIES, sceneOf, TEAM_QUERIES } from './shared'
import { teamsTile } from './team-rows'
import { trendTile } from './trend'
import { OVERVIEW_TILES } from './types'

function assemble(parts: BoardParts): Assembled {
  const { tiles, alarms, channels, teams, helpers, trend } = sceneOf(parts)
  return {
    tiles: {
      ...tiles,
      channels: channelsTile(parts, channels),
      teams: teamsTile(parts, teams, helpers),
      trend: trendTile(parts, trend),
      focus: focusTile(parts, channels, ageOf(parts)),
    },
    alarms,
  }
}

/** The board `overview`. */
export const overview: Board = {
  id: 'overview',
  tiles: OVERVIEW_TILES,
  queries: [...SHARED_QUERIES, ...CHANNEL_QUERIES, ...TEAM_QUERIES, ...FOCUS_QUERIES],
  readings: ['words', 'annotations'],
  follow: (parts) => focusQuestions(parts, channelRows(parts)),
  assemble,
}
