/** How the names of a mapping are read from a row: columns, places, named values and items of lists. */
import type { Mapping } from './mapping-schema'
import type { RowPlace, SourceRow } from './row'
import { type Cell, cellText, type Reader } from './template'

/** What one evaluation sees. `items` holds the current items of `each`, by their names. */
export interface Scope {
  readonly row: SourceRow
  readonly place: RowPlace
  readonly source: string
  /** named values worked out so far */
  readonly values: Map<string, Cell>
  /** named times worked out so far; null = empty in this row */
  readonly times: Map<string, number | null>
  readonly items: ReadonlyMap<string, Cell>
  /** place of each item in its list, from 1; '' = the running number of the event within the row */
  readonly indexes: ReadonlyMap<string, number>
}

/** A wrong cell: names the column and the cure. The row is rejected, the import goes on. */
export class CellError extends Error {
  constructor(
    readonly column: string | null,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const GROUP = ['key', 'number', 'size', 'first', 'last'] as const
const THREAD = ['root', 'depth', 'branch', 'outside', 'answers', 'answer'] as const

/** Where names are found: the header of a table, or null for JSON rows. */
export interface NameSpace {
  readonly header: readonly string[] | null
  readonly mapping: Mapping
  /** names of list items in reach */
  readonly items: readonly string[]
}

/** A reader for a name. Throws Error with a sentence where no such name can exist. */
export function readerOf(name: string, space: NameSpace): Reader<Scope> {
  if (name.startsWith('@group.')) return groupReader(name, space)
  if (name.startsWith('@thread.')) return threadReader(name, space)
  if (name.startsWith('$')) return valueReader(name.slice(1), space)
  if (name.startsWith('#')) return numberReader(name.slice(1), space)
  const empty = new Set(space.mapping.input.empty ?? [])
  const clean = (cell: Cell): Cell => (typeof cell === 'string' && empty.has(cell.trim()) ? null : cell)
  const [head = '', ...rest] = name.split('.')
  if (space.items.includes(head)) return (scope) => clean(dig(scope.items.get(head), rest))
  if (space.header !== null) {
    const index = columnIndex(name, space)
    if (index < 0) return () => null
    return (scope) => clean((scope.row.cells as readonly Cell[])[index])
  }
  const path = [head, ...rest]
  return (scope) => clean(dig(scope.row.cells, path))
}

/** The value at a path inside JSON; undefined where there is none. */
export function dig(value: Cell, path: readonly string[]): Cell {
  let at = value
  for (const key of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined
    at = (at as Readonly<Record<string, Cell>>)[key]
  }
  return at
}

function columnIndex(name: string, space: NameSpace): number {
  const header = space.header ?? []
  const index = header.indexOf(name)
  if (index < 0 && !(space.mapping.input.optional ?? []).includes(name)) {
    throw new Error(
      `the mapping reads the column "${name}", which the file does not have; it has ${header.map((h) => `"${h}"`).join(', ')}`,
    )
  }
  return index
}

function groupReader(name: string, space: NameSpace): Reader<Scope> {
  const field = GROUP.find((known) => `@group.${known}` === name)
  if (!space.mapping.group) throw new Error(`"${name}" needs "group": {"by": …} in the mapping`)
  if (!field)
    throw new Error(`"${name}" is not known; there are ${GROUP.map((g) => `@group.${g}`).join(', ')}`)
  return (scope) => scope.place.group?.[field]
}

function threadReader(name: string, space: NameSpace): Reader<Scope> {
  if (!space.mapping.thread) throw new Error(`"${name}" needs "thread": {…} in the mapping`)
  if (name.startsWith('@thread.root.')) {
    const column = name.slice('@thread.root.'.length)
    readerOf(column, space)
    return (scope) => scope.place.thread?.rootCells.get(column)
  }
  const field = THREAD.find((known) => `@thread.${known}` === name)
  if (!field) {
    throw new Error(
      `"${name}" is not known; there are ${THREAD.map((t) => `@thread.${t}`).join(', ')} and @thread.root.COLUMN`,
    )
  }
  return (scope) => scope.place.thread?.[field]
}

function valueReader(name: string, space: NameSpace): Reader<Scope> {
  if (name === 'source') return (scope) => scope.source
  if (!Object.hasOwn(space.mapping.values ?? {}, name)) {
    throw new Error(`no value is called "$${name}"; define it under "values" or use $source`)
  }
  return (scope) => scope.values.get(name)
}

function numberReader(name: string, space: NameSpace): Reader<Scope> {
  if (name === 'row') return (scope) => scope.row.number
  if (name === 'line') return (scope) => scope.row.line
  if (name !== '' && !space.items.includes(name)) {
    throw new Error(`"#${name}" is not known; there are #row, #line, # and # with the name of an "each"`)
  }
  return (scope) => scope.indexes.get(name)
}

/** A cell as text after the mapping's empty marks. */
export function textOf(reader: Reader<Scope>, scope: Scope): string {
  return cellText(reader(scope))
}
