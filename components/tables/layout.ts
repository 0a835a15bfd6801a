/** Order and widths of a table. Pure. */
import type { TableCell, TableColumn, TableRow, TableSort } from './types'

/** Rows up to this many stand in the page as they are, so that the browser finds and prints them. */
export const PLAIN_ROWS = 200

const collators = new Map<string, Intl.Collator>()

function collator(locale: string): Intl.Collator {
  const known = collators.get(locale)
  if (known) return known
  const made = new Intl.Collator(locale === 'zh' ? 'zh-Hans-CN' : locale, { numeric: true })
  collators.set(locale, made)
  return made
}

/** What a cell is sorted by; undefined = no data, which stands last whichever way one sorts. */
export function sortValue(cell: TableCell | undefined): number | string | undefined {
  const value = cell?.value
  if (value === null || value === undefined || value === '') return undefined
  return value
}

/** Ascending order of two values: numbers by size, texts as people order them (汉字 by pinyin, 2 before 10). */
export function compareCells(a: number | string, b: number | string, locale: string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'number') return -1
  if (typeof b === 'number') return 1
  return collator(locale).compare(a, b)
}

/** The direction a first click on a column's head gives: numbers from the largest, texts from the first. */
export const descendsFirst = (column: TableColumn): boolean =>
  column.first ? column.first === 'desc' : column.align === 'right'

/** The order after a click on a column's head: its own direction, the other one, then as the rows were given. */
export function nextSort(current: TableSort | null, column: TableColumn): TableSort | null {
  const first = descendsFirst(column)
  if (current?.id !== column.id) return { id: column.id, desc: first }
  return current.desc === first ? { id: column.id, desc: !first } : null
}

/** An order as an address says it: a column's id, "-" before it where the largest come first; "-" alone = as given. */
export const writeSort = (sort: TableSort | null): string =>
  sort === null ? '-' : `${sort.desc ? '-' : ''}${sort.id}`

/** The order an address says; undefined where it says none, or one of a column that cannot be sorted by. */
export function readSort(text: string | null, columns: readonly TableColumn[]): TableSort | null | undefined {
  if (text === null) return undefined
  if (text === '-') return null
  const desc = text.startsWith('-')
  const id = desc ? text.slice(1) : text
  const column = columns.find((it) => it.id === id)
  return column === undefined || column.sortable === false || column.glyph ? undefined : { id, desc }
}

/** Rows in an order; equal ones stay as they were, those without data stand last. */
export function sortRows(
  rows: readonly TableRow[],
  sort: TableSort | null,
  locale: string,
): readonly TableRow[] {
  if (sort === null) return rows
  const sign = sort.desc ? -1 : 1
  return rows
    .map((row) => ({ row, value: sortValue(row.cells[sort.id]) }))
    .sort((a, b) => {
      if (a.value === undefined) return b.value === undefined ? 0 : 1
      return b.value === undefined ? -1 : sign * compareCells(a.value, b.value, locale)
    })
    .map(({ row }) => row)
}

export type PhonePlace = 'state' | 'title' | 'key' | 'sub' | 'more'

/** Where each column stands on a phone. */
export function phonePlaces(columns: readonly TableColumn[]): Readonly<Record<string, PhonePlace>> {
  const places: Record<string, PhonePlace> = {}
  const taken = (place: PhonePlace) => columns.some((column) => places[column.id] === place)
  for (const column of columns) {
    if (column.glyph) places[column.id] = taken('state') ? 'more' : 'state'
    else if (column.phone) places[column.id] = column.phone
  }
  const give = (place: PhonePlace, fits: (column: TableColumn) => boolean) => {
    if (taken(place)) return
    const found = columns.find((column) => places[column.id] === undefined && fits(column))
    if (found) places[found.id] = place
  }
  give('title', (column) => column.align !== 'right')
  give('key', (column) => column.align === 'right')
  give('sub', (column) => column.align === 'right')
  for (const column of columns) places[column.id] ??= 'more'
  return places
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/

/** Roughly how wide a text of the table is, px at 13 px. */
export function textWidth(text: string): number {
  let width = 0
  for (const char of text) width += WIDE.test(char) ? 13 : 8.2
  return Math.ceil(width)
}

const GLYPH_WIDTH = 36
const PADDING = 18
const SAMPLE = 400
const NARROWEST = 56
const WIDEST = 280
/** What the growing column keeps at least. */
const GROW = 200

export interface ColumnWidth {
  readonly id: string
  /** null = what is left */
  readonly width: number | null
}

/** Widths of a table whose rows are not all there to be measured: from heads and texts of some rows across it. */
export function columnWidths(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
): { readonly columns: readonly ColumnWidth[]; readonly least: number } {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE))
  let least = 0
  const widths = columns.map((column): ColumnWidth => {
    if (column.grow) {
      least += GROW
      return { id: column.id, width: null }
    }
    let width = column.width ?? 0
    if (column.glyph) width = GLYPH_WIDTH
    else if (column.width === undefined) {
      width = textWidth(column.label) + 16
      for (let i = 0; i < rows.length; i += step) {
        const cell = rows[i]?.cells[column.id]
        if (!cell) continue
        const note = cell.note ? Math.max(44, textWidth(cell.note)) + 8 : 0
        width = Math.max(width, textWidth(cell.text) + note + (cell.vip ? 36 : 0))
      }
      width = Math.min(WIDEST, Math.max(NARROWEST, width + PADDING))
    }
    least += width
    return { id: column.id, width }
  })
  return { columns: widths, least }
}
