/** A file under a mapping as a stream of rows with their events: the passes over it and the counting of rows. */
import { type CompiledMapping, compileMapping, type FieldColumns, type WireEvent } from './compile-mapping'
import type { Mapping } from './mapping-schema'
import type { RowFile } from './open-rows'
import type { BrokenRow, RowPlace, RowReport, SourceRow } from './row'
import { RowIndex } from './row-index'

/** A row and what became of it. */
export type MappedRow =
  | {
      readonly kind: 'events'
      readonly row: number
      readonly line: number
      readonly events: readonly WireEvent[]
      readonly columns: readonly FieldColumns[]
    }
  | { readonly kind: 'skip'; readonly row: number; readonly line: number; readonly reason: string }
  | { readonly kind: 'reject'; readonly row: number; readonly line: number; readonly report: RowReport }
  /** done by an earlier run: read, but not mapped again */
  | { readonly kind: 'done'; readonly row: number; readonly line: number }

export interface MapOptions {
  readonly source: string
  /** replaces the mapping's zone */
  readonly zone: string | null
  /** rows up to this number (from 1) are passed by */
  readonly after: number
}

const NOWHERE: RowPlace = { group: null, thread: null }

/**
 * Maps a file row by row. Rows of one file give the same events with the same ids every time, wherever it starts.
 * Throws AppError `invalid` where the mapping does not fit the file.
 */
export async function* mapFile(
  file: RowFile,
  mapping: Mapping,
  options: MapOptions,
): AsyncGenerator<MappedRow> {
  const compiled = compileMapping(mapping, file.header, options.source, options.zone ?? undefined)
  const index = compiled.needsIndex ? await indexRows(file, compiled) : null
  for await (const row of await file.rows()) {
    if ('broken' in row) {
      yield row.number <= options.after ? done(row) : broken(row)
      continue
    }
    // Also for rows that are done: later rows of a group are compared with them.
    const place = index ? index.placeOf(row) : NOWHERE
    if (row.number <= options.after) yield done(row)
    else yield mapRow(compiled, row, place)
  }
}

async function indexRows(file: RowFile, compiled: CompiledMapping): Promise<RowIndex> {
  const index = new RowIndex(compiled)
  for await (const row of await file.rows()) if (!('broken' in row)) index.add(row)
  return index
}

function mapRow(compiled: CompiledMapping, row: SourceRow, place: RowPlace): MappedRow {
  const at = { row: row.number, line: row.line }
  const outcome = compiled.map(row, place)
  switch (outcome.kind) {
    case 'events':
      return { kind: 'events', ...at, events: outcome.events, columns: outcome.columns }
    case 'skip':
      return { kind: 'skip', ...at, reason: outcome.reason }
    case 'reject': {
      const { column, code, reason } = outcome
      return { kind: 'reject', ...at, report: { ...at, column, code, reason } }
    }
  }
}

function done(row: SourceRow | BrokenRow): MappedRow {
  return { kind: 'done', row: row.number, line: row.line }
}

function broken(row: BrokenRow): MappedRow {
  const at = { row: row.number, line: row.line }
  return { kind: 'reject', ...at, report: { ...at, column: null, code: 'unreadable', reason: row.broken } }
}
