/** One row of a file, whatever its format, and what is known about its place among the others. */
import type { Cell } from './template'

/** A row as the file gives it. `line` counts the file's lines (sheet rows) from 1, `number` its data rows from 1. */
export interface SourceRow {
  readonly line: number
  readonly number: number
  /** cells by the header's order (table) or the parsed object (jsonl) */
  readonly cells: readonly Cell[] | Readonly<Record<string, Cell>>
}

/** A row that could not be read at all: the row report's `column` is null. */
export interface BrokenRow {
  readonly line: number
  readonly number: number
  readonly broken: string
}

/** The place of a row in its group; `number` and `size` count the group's rows, `before` is the row before it. */
export interface GroupPlace {
  readonly key: string
  readonly number: number
  readonly size: number
  readonly first: boolean
  readonly last: boolean
  /** watched cells of the group's row before this one, as text; null for the first row read */
  readonly before: ReadonlyMap<string, string> | null
}

/** The place of a message in its reply thread. */
export interface ThreadPlace {
  /** topmost message that is in the file */
  readonly root: string
  /** replies between it and this one; 0 = it is the root */
  readonly depth: number
  /** the direct reply to the root that this one is under; '' for the root itself */
  readonly branch: string
  /** the message the root answers, where that is not in the file; else '' */
  readonly outside: string
  /** how many direct replies to the root are answers, and which of them (1 = earliest) this one is under; 0 = none */
  readonly answers: number
  readonly answer: number
  /** watched cells of the root, as text */
  readonly rootCells: ReadonlyMap<string, string>
}

/** A row's place as the index knows it; null where the mapping does not ask for it. */
export interface RowPlace {
  readonly group: GroupPlace | null
  readonly thread: ThreadPlace | null
}

/** Why a row was rejected. `column` names the column(s) or field; null for the whole row. */
export interface RowReport {
  readonly line: number
  readonly row: number
  readonly column: string | null
  readonly code: string
  readonly reason: string
}
