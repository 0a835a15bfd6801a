/** CSV and JSONL texts as rows, streaming. */
import { Readable } from 'node:stream'
import { type CsvError, type Options, parse } from 'csv-parse'
import { invalid } from '@/lib/core/errors'
import type { BrokenRow, SourceRow } from './row'

/** One record may hold at most this many characters: a lost quote must not swallow the file into memory. */
export const MAX_RECORD = 1024 * 1024

export interface CsvOptions {
  readonly delimiter: string
  readonly quote: string
}

/** The rows of a table: the header first, then its rows. */
export interface TableRows {
  readonly header: readonly string[]
  rows(): AsyncIterable<SourceRow | BrokenRow>
  /** gives up what is open; not needed once the rows were read */
  close(): Promise<void>
}

/** The delimiter that cuts the first line into most pieces: comma, semicolon, tab or bar. */
export function guessDelimiter(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  const counts = [',', ';', '\t', '|'].map((one) => ({ one, count: line.split(one).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).one
}

interface BrokenRecord {
  readonly broken: string
  readonly line: number
}

interface CsvRecord {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

/**
 * The rows of a CSV text. Throws AppError `invalid` for a text without a header or with a record that never
 * ends; a row with a wrong number of cells or a stray quote is a BrokenRow.
 */
export async function readCsv(text: AsyncIterable<string>, options: CsvOptions): Promise<TableRows> {
  const records = csvRecords(text, options)
  const first = await records.next()
  if (first.done || 'broken' in first.value) {
    await records.return(undefined)
    throw invalid('The file has no header row: its first line must name the columns.')
  }
  const header = first.value.record.map((name) => name.trim())
  const twice = header.find((name, i) => name !== '' && header.indexOf(name) !== i)
  if (twice !== undefined) {
    await records.return(undefined)
    throw invalid(`The file has two columns called "${twice}"; rename one of them.`)
  }
  const lines = first.value.info.lines
  return {
    header,
    rows: () => csvRows(records, header, lines),
    close: async () => {
      await records.return(undefined)
    },
  }
}

async function* csvRows(
  records: AsyncGenerator<CsvRecord | BrokenRecord>,
  header: readonly string[],
  headerLines: number,
): AsyncGenerator<SourceRow | BrokenRow> {
  let number = 0
  let line = headerLines + 1
  for await (const record of records) {
    if ('broken' in record) {
      number += 1
      yield { line: record.line, number, broken: record.broken }
      line = record.line + 1
      continue
    }
    const at = line
    line = record.info.lines + 1
    const cells = record.record
    if (cells.length === 1 && cells[0]?.trim() === '') continue
    number += 1
    if (cells.length !== header.length) {
      const cure = 'look for a missing quote or a stray delimiter'
      yield {
        line: at,
        number,
        broken: `has ${cells.length} cells where the header has ${header.length}; ${cure}`,
      }
    } else yield { line: at, number, cells }
  }
}

async function* csvRecords(
  text: AsyncIterable<string>,
  { delimiter, quote }: CsvOptions,
): AsyncGenerator<CsvRecord | BrokenRecord> {
  const skipped: BrokenRecord[] = []
  const settings: Options = {
    delimiter,
    quote,
    bom: true,
    info: true,
    relax_column_count: true,
    // A quote inside a cell that is not quoted is text: people write 19" screens.
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD,
    on_skip: (error: CsvError | undefined) => {
      // A record without end is no row: reading on would only find wreckage.
      if (error?.code === 'CSV_MAX_RECORD_SIZE') parser.destroy(error)
      else if (error) skipped.push({ broken: csvReason(error), line: Number(error.lines ?? 0) })
      return undefined
    },
  }
  const parser = parse(settings)
  const input = Readable.from(text, { objectMode: true, highWaterMark: 4 })
  input.on('error', (error) => parser.destroy(error))
  input.pipe(parser)
  try {
    for await (const record of parser as AsyncIterable<CsvRecord>) {
      // The parser reads ahead: a bad record takes its place among the good ones by its line.
      while (skipped[0] && skipped[0].line <= record.info.lines) yield skipped.shift() as BrokenRecord
      yield record
    }
    yield* skipped
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      const lines = 'lines' in error ? ` near line ${String(error.lines)}` : ''
      throw invalid(
        `The file cannot be read as CSV${lines}: ${csvReason(error as CsvError)}. Check its quotes, --mapping and --encoding.`,
      )
    }
    throw error
  } finally {
    input.destroy()
    parser.destroy()
  }
}

function csvReason(error: CsvError): string {
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
      return `one record is longer than ${MAX_RECORD.toLocaleString('en')} characters; a quote is probably not closed`
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed'
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text follows a closing quote; double the quotes inside a cell'
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands in the middle of a cell; quote the whole cell and double the quotes inside'
    default:
      return error.message.split('\n', 1)[0] ?? 'it is malformed'
  }
}

/** The rows of a JSONL text; a line that is not one JSON object is a BrokenRow. Empty lines are left out. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<SourceRow | BrokenRow> {
  let line = 0
  let number = 0
  for await (const content of linesOf(text)) {
    line += 1
    if (content !== null && content.trim() === '') continue
    number += 1
    yield content === null
      ? { line, number, broken: `is longer than ${MAX_RECORD.toLocaleString('en')} characters` }
      : jsonRow(content, line, number)
  }
}

function jsonRow(content: string, line: number, number: number): SourceRow | BrokenRow {
  try {
    const value: unknown = JSON.parse(content)
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return { line, number, cells: value as Record<string, unknown> }
    }
    return { line, number, broken: 'is JSON, but not an object' }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { line, number, broken: `is not JSON: ${detail}` }
  }
}

/** Lines of a text; null for one that is too long to hold. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string | null> {
  let rest = ''
  let tooLong = false
  for await (const chunk of text) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      yield tooLong || part.length > MAX_RECORD ? null : part
      tooLong = false
    }
    if (rest.length > MAX_RECORD) {
      tooLong = true
      rest = ''
    }
  }
  if (rest !== '' || tooLong) yield tooLong ? null : rest
}
