import type { Board } from './board'
import { campaign } from './campaign'
import { channels } from './channels'
import { night } from './night'
import { overview } from './overview'
import { satisfaction } from './satisfaction'
import { teams } from './teams'

/** Every board the product can show; a new one is one file and one line here. */
const BOARDS: readonly Board[] = [overview, channels, teams, satisfaction, campaign, night]

/** The board of this id, or null. */
export function findBoard(id: string): Board | null {
  return BOARDS.find((board) => board.id === id) ?? null
}

/** Ids of all boards. */
export const KNOWN_BOARDS: readonly string[] = BOARDS.map((board) => board.id)
