/** Reads the results of the wall's tiles; null where a tile is missing or of another shape. */
import type {
  AlarmsResult,
  AutomationResult,
  CampaignResult,
  ComplaintsResult,
  FocusResult,
  NightResult,
  OpeningResult,
  SatisfactionResult,
  TeamsResult,
  TileValue,
} from '@/lib/boards/types'

function read<Result>(tile: TileValue | undefined, key: keyof Result & string): Result | null {
  const result = tile?.result
  return typeof result === 'object' && result !== null && key in result ? (result as Result) : null
}

export const teamsOf = (tile: TileValue | undefined) => read<TeamsResult>(tile, 'canHelp')
export const alarmsOf = (tile: TileValue | undefined) => read<AlarmsResult>(tile, 'unacknowledged')
export const focusOf = (tile: TileValue | undefined) => read<FocusResult>(tile, 'words')
export const automationOf = (tile: TileValue | undefined) => read<AutomationResult>(tile, 'off')
export const openingOf = (tile: TileValue | undefined) => read<OpeningResult>(tile, 'until')
export const satisfactionOf = (tile: TileValue | undefined) => read<SatisfactionResult>(tile, 'kinds')
export const complaintsOf = (tile: TileValue | undefined) => read<ComplaintsResult>(tile, 'byIssue')
export const campaignOf = (tile: TileValue | undefined) => read<CampaignResult>(tile, 'rest')
export const nightOf = (tile: TileValue | undefined) => read<NightResult>(tile, 'hours')
