import type { Board } from './board'
import { overview } from './overview'

/** Every board the product can show; a new one is one file and one line here. */
const BOARDS: readonly Board[] = [overview]

/** The board of this id, or null. */
export function findBoard(id: string): Board | null {
  return BOARDS.find((board) => board.id === id) ?? null
}

/** Ids of all boards. */
export const KNOWN_BOARDS: readonly string[] = BOARDS.map((board) => board.id)
