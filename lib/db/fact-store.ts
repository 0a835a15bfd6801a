/**
 * Reading and writing fact rows and rollup rows, whole tables at a time, from their descriptors. Rows travel as
 * one array of the table's row type: one parameter a statement, and the quickest way in for wide tables. Names
 * are not qualified with a schema: a rebuild writes into shadow tables by its search_path.
 */
import type { ClientBase } from 'pg'
import type { RollupDelta, SketchDelta } from '@/lib/metrics/interpret'
import { arrayWriter, timeText } from './arrays'
import { BIN_COLUMNS, CELL_KEY, type Column, type RollupTable, type Table } from './columns'

export type FactRecord = Readonly<Record<string, unknown>>

/** Columns of each table in the order in which the database holds them (they are added at the end). */
export type Layout = ReadonlyMap<string, readonly string[]>

/** Reads the layout of tables; once a transaction is enough. */
export async function readLayout(client: ClientBase, tables: readonly string[]): Promise<Layout> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT name AS table, (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
       WHERE attrelid = to_regclass(name) AND attnum > 0 AND NOT attisdropped) AS columns
     FROM unnest($1::text[]) AS name`,
    [tables],
  )
  return new Map(rows.map((row) => [row.table, row.columns]))
}

const SPECIAL = /["\\]/
const SPECIALS = /["\\]/g

/** A text as a field of a row literal within an array literal: escaped for the row, and that for the array. */
function field(text: string): string {
  return SPECIAL.test(text) ? `\\"${text.replace(SPECIALS, '\\\\\\$&')}\\"` : `\\"${text}\\"`
}

function fieldWriter(column: Column): (value: unknown) => string {
  switch (column.type) {
    case 'text':
      return (value) => field(value as string)
    case 'texts':
    case 'instants': {
      const write = arrayWriter(column.type === 'texts' ? 'text' : 'instant')
      return (value) => field(write(value as readonly unknown[]))
    }
    case 'bool':
      return (value) => (value ? 't' : 'f')
    case 'instant':
      return (value) => timeText(value as number)
    case 'uuid':
    case 'int':
    case 'bigint':
      return (value) => String(value)
  }
}

interface Statements {
  readonly upsert: string
  readonly write: (rows: readonly FactRecord[]) => string
  readonly read: string
  readonly remove: string
}

/** What a table is read and written with. `layout` must be of the schema that is written. */
export function statementsOf(table: Table, layout: Layout): Statements {
  const known = new Map(table.columns.map((column) => [column.name, column]))
  const order = (layout.get(table.name) ?? []).map((name) => known.get(name) ?? null)
  const writers = order.map((column) =>
    column === null ? null : { field: column.field, write: fieldWriter(column) },
  )
  const names = table.columns.map((column) => column.name)
  const others = names.filter((name) => !table.key.includes(name))
  return {
    upsert: `INSERT INTO ${table.name} (${names.join(', ')})
      SELECT ${names.map((name) => `u.${name}`).join(', ')} FROM unnest($1::${table.name}[]) AS u
      ON CONFLICT (${table.key.join(', ')}) DO UPDATE SET
        ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    write: (rows) => {
      // Joined arrays: a text grown field by field is a rope that costs four times as much to send.
      const fields = writers.map(() => '')
      const lines = rows.map((row) => {
        for (let c = 0; c < writers.length; c++) {
          const writer = writers[c]
          const value = writer === null || writer === undefined ? null : row[writer.field]
          fields[c] = value === null || value === undefined ? '' : (writer?.write(value) ?? '')
        }
        return rowLiteral(fields)
      })
      return `{${lines.join(',')}}`
    },
    read: `SELECT ${selectList(table)} FROM ${table.name}`,
    remove: `DELETE FROM ${table.name} USING unnest($1::uuid[], $2::int[]) AS u(ticket_id, no)
      WHERE ${table.name}.ticket_id = u.ticket_id AND ${table.name}.no = u.no`,
  }
}

/** A row within an array literal; its fields are escaped already. */
function rowLiteral(fields: readonly string[]): string {
  return `"(${fields.join(',')})"`
}

/** Columns under the names of their fields, so that a row read is a fact. */
export function selectList(table: Table, from?: string): string {
  const prefix = from === undefined ? '' : `${from}.`
  return table.columns.map((column) => `${prefix}${column.name} AS "${column.field}"`).join(', ')
}

/** True where both rows say the same in every column of the table. */
export function sameRow(table: Table, a: FactRecord, b: FactRecord): boolean {
  for (const { field: name } of table.columns) {
    const x = a[name] ?? null
    const y = b[name] ?? null
    if (x === y) continue
    if (!Array.isArray(x) || !Array.isArray(y) || x.length !== y.length) return false
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false
  }
  return true
}

// ---- rollups -------------------------------------------------------------------------------------------------

const CELL = CELL_KEY.join(', ')

function cellFields(cell: { cube: string; bucket: number; k1: string; k2: string }, name: string): string {
  switch (name) {
    case 'cube':
      return field(cell.cube)
    case 'bucket':
      return timeText(cell.bucket)
    case 'k1':
      return field(cell.k1)
    default:
      return field(cell.k2)
  }
}

/** Adds differences to `rollup_<family>` and removes cells that no row contributes to any more. */
export async function writeRollup(
  client: ClientBase,
  table: RollupTable,
  layout: Layout,
  deltas: readonly RollupDelta[],
): Promise<void> {
  if (deltas.length === 0) return
  const place = new Map(table.measures.map((id, i) => [id, i]))
  const order = layout.get(table.name) ?? []
  const isCell = new Set<string>(CELL_KEY)
  const places = order.map((name) => (isCell.has(name) || name === 'n' ? -1 : (place.get(name) ?? -2)))
  const fields = order.map(() => '')
  const lines = deltas.map((delta) => {
    for (let c = 0; c < order.length; c++) {
      const name = order[c] as string
      const at = places[c] as number
      if (at !== -1) fields[c] = String(delta.values[at] ?? 0)
      else fields[c] = name === 'n' ? String(delta.n) : cellFields(delta, name)
    }
    return rowLiteral(fields)
  })
  const columns = ['n', ...table.measures]
  await client.query(
    `INSERT INTO ${table.name} AS t (${CELL}, ${columns.join(', ')})
     SELECT ${CELL}, ${columns.join(', ')} FROM unnest($1::${table.name}[]) AS u
     ON CONFLICT (${CELL}) DO UPDATE SET ${columns.map((name) => `${name} = t.${name} + excluded.${name}`).join(', ')}`,
    [`{${lines.join(',')}}`],
  )
  const fewer = deltas.filter((delta) => delta.n < 0)
  if (fewer.length === 0) return
  await client.query(
    `DELETE FROM ${table.name} AS t USING unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[]) AS u(${CELL})
     WHERE (t.cube, t.bucket, t.k1, t.k2) = (u.cube, u.bucket, u.k1, u.k2) AND t.n = 0`,
    cellArrays(fewer),
  )
}

const writeTexts = arrayWriter('text')
const writeInstants = arrayWriter('instant')

function cellArrays(cells: readonly { cube: string; bucket: number; k1: string; k2: string }[]): string[] {
  return [
    writeTexts(cells.map((cell) => cell.cube)),
    writeInstants(cells.map((cell) => cell.bucket)),
    writeTexts(cells.map((cell) => cell.k1)),
    writeTexts(cells.map((cell) => cell.k2)),
  ]
}

/** Adds differences to `rollup_sketch` and removes sketches that count nothing any more. */
export async function writeSketches(
  client: ClientBase,
  layout: Layout,
  deltas: readonly SketchDelta[],
): Promise<void> {
  if (deltas.length === 0) return
  const order = layout.get('rollup_sketch') ?? []
  const bin = new Map(BIN_COLUMNS.map((name, i) => [name, i]))
  const bins = order.map((name) => bin.get(name) ?? -1)
  const fields = order.map(() => '')
  const lines = deltas.map((delta) => {
    for (let c = 0; c < order.length; c++) {
      const at = bins[c] as number
      const name = order[c] as string
      if (at >= 0) fields[c] = String(delta.bins[at] ?? 0)
      else fields[c] = name === 'measure' ? field(delta.measure) : cellFields(delta, name)
    }
    return rowLiteral(fields)
  })
  await client.query(
    `INSERT INTO rollup_sketch AS t (measure, ${CELL}, ${BIN_COLUMNS.join(', ')})
     SELECT measure, ${CELL}, ${BIN_COLUMNS.join(', ')} FROM unnest($1::rollup_sketch[]) AS u
     ON CONFLICT (measure, ${CELL}) DO UPDATE SET ${BIN_COLUMNS.map((b) => `${b} = t.${b} + excluded.${b}`).join(', ')}`,
    [`{${lines.join(',')}}`],
  )
  const fewer = deltas.filter((delta) => delta.bins.reduce((sum, n) => sum + n, 0) < 0)
  if (fewer.length === 0) return
  await client.query(
    `DELETE FROM rollup_sketch AS t
     USING unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[]) AS u(measure, ${CELL})
     WHERE (t.measure, t.cube, t.bucket, t.k1, t.k2) = (u.measure, u.cube, u.bucket, u.k1, u.k2)
       AND greatest(${BIN_COLUMNS.map((b) => `t.${b}`).join(', ')}) = 0`,
    [writeTexts(fewer.map((delta) => delta.measure)), ...cellArrays(fewer)],
  )
}
