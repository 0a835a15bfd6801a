import { stringify } from 'csv-stringify/sync'
import { writeXlsx } from '@/lib/connectors/write-xlsx'
import type { Locale } from '@/lib/i18n/locale'
import { translator } from '@/lib/i18n/translate'
import type { ExportCell, ExportTable } from './export-content'

export type ExportFormat = 'csv' | 'xlsx'

export const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const CHUNK = 500

function lines(records: readonly (readonly ExportCell[])[]): string {
  return stringify(
    records.map((record) => [...record]),
    {
      record_delimiter: 'windows',
      escape_formulas: true,
      // Numbers are ours: a minus sign begins no formula.
      cast: { number: (value) => ({ value: String(value), escape_formulas: false }) },
    },
  )
}

async function* csv(table: ExportTable, count: (rows: number) => void): AsyncGenerator<Buffer> {
  const { head, columns, rows } = table
  try {
    // The first row before the heading: what goes wrong with the database is told before anything is sent.
    let step = await rows.next()
    // Excel takes UTF-8 without a mark for the local code page.
    yield Buffer.from(
      `\uFEFF${lines(head.map(({ label, text }) => [label, text]))}\r\n${lines([columns.map(({ label }) => label)])}`,
      'utf8',
    )
    let waiting: (readonly ExportCell[])[] = []
    while (step.done !== true) {
      waiting.push(step.value)
      if (waiting.length >= CHUNK) {
        yield Buffer.from(lines(waiting), 'utf8')
        count(waiting.length)
        waiting = []
      }
      step = await rows.next()
    }
    if (waiting.length > 0) yield Buffer.from(lines(waiting), 'utf8')
    count(waiting.length)
  } finally {
    await rows.return(undefined)
  }
}

async function* xlsx(
  table: ExportTable,
  locale: Locale,
  count: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const t = translator(locale)
  const { head, columns, rows } = table
  const first = await rows.next()
  async function* counted(): AsyncGenerator<readonly ExportCell[]> {
    for (let step = first; step.done !== true; step = await rows.next()) {
      yield step.value
      count(1)
    }
  }
  try {
    yield* writeXlsx([
      {
        name: t('exports.sheetAbout'),
        head: false,
        columns: [
          { label: '', width: 16 },
          { label: '', width: 80 },
        ],
        rows: head.map(({ label, text }) => [label, text]),
      },
      { name: t('exports.sheetRows'), head: true, columns, rows: counted() },
    ])
  } finally {
    await rows.return(undefined)
  }
}

/**
 * The file of a table in pieces: heading lines and rows as CSV (UTF-8 with its mark, formulas defused), or a book of
 * two sheets. `count` is told how many rows have been written since. What the rows throw is thrown.
 */
export function exportPieces(
  table: ExportTable,
  format: ExportFormat,
  locale: Locale,
  count: (rows: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  return format === 'csv' ? csv(table, count) : xlsx(table, locale, count)
}

/** A file's name from its title and time: no character a disk refuses, and never a path. */
export function exportName(title: string, at: string, format: ExportFormat): string {
  const safe = title
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\\/:*?"<>|]+/gu, ' ')
    .trim()
    .slice(0, 80)
  return `${safe || 'helmline'} ${at.slice(0, 16).replace('T', ' ').replace(':', '')}.${format}`
}
