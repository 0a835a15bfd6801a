/** XLSX sheets as rows: checked as a zip first, then parsed in a thread of its own with a limited heap. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Row } from 'read-excel-file/node'
import { invalid } from '@/lib/core/errors'
import type { TableRows } from './read-table'
import type { BrokenRow, SourceRow } from './row'
import type { Cell } from './template'
import { checkZip } from './zip-directory'

/** Packed size of a sheet we take, and the heap its parser may use. */
export const MAX_XLSX = 50 * 1024 * 1024
const HEAP_MB = 1024

// The thread is plain JavaScript in a string so that it starts alike from sources, bundles and tests.
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
const plain = (cell) => {
  if (!(cell instanceof Date)) return cell
  const iso = cell.toISOString()
  if (iso < '1900-01-02') return iso.slice(11, 19)
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
}
import(workerData.reader).then(async ({ readSheet }) => {
  const rows = await readSheet(Buffer.from(workerData.file), workerData.sheet)
  for (let i = 0; i < rows.length; i += 1000) {
    parentPort.postMessage({ rows: rows.slice(i, i + 1000).map((row) => row.map(plain)) })
  }
  parentPort.postMessage({ done: true })
}).catch((error) => parentPort.postMessage({ error: String(error && error.message || error) }))
`

type Message = { rows?: Row[]; done?: boolean; error?: string }

/**
 * The rows of one sheet (its name, or its number from 1). Dates become `2026-11-01` or `2026-11-01 09:00:00`,
 * times of day `09:00:00`. Throws AppError `invalid` for a file that is too big, damaged or has no such sheet.
 */
export async function readXlsx(file: Buffer, sheet: string | number = 1): Promise<TableRows> {
  if (file.length > MAX_XLSX) {
    throw invalid(
      `The XLSX file has ${Math.ceil(file.length / 1_048_576)} MB, more than ${MAX_XLSX / 1_048_576}; save the sheet as CSV and import that.`,
    )
  }
  await checkZip(file)
  const all = await parseInThread(file, sheet)
  const top = all.findIndex((row) => row.some((cell) => !isBlank(cell)))
  if (top < 0) throw invalid('The sheet is empty: its first row must name the columns.')
  const header = (all[top] ?? []).map((cell) => (isBlank(cell) ? '' : String(cell).trim()))
  while (header.length > 0 && header[header.length - 1] === '') header.pop()
  return { header, rows: () => sheetRows(all, top, header.length), close: async () => undefined }
}

function isBlank(cell: Cell): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '')
}

async function* sheetRows(
  all: readonly (readonly Cell[])[],
  top: number,
  width: number,
): AsyncGenerator<SourceRow | BrokenRow> {
  let number = 0
  for (let i = top + 1; i < all.length; i++) {
    const row = all[i] ?? []
    if (row.every(isBlank)) continue
    number += 1
    const beyond = row.slice(width).findIndex((cell) => !isBlank(cell))
    yield beyond >= 0
      ? { line: i + 1, number, broken: `has a cell in column ${width + beyond + 1}, which has no header` }
      : { line: i + 1, number, cells: row.slice(0, width) }
  }
}

function parseInThread(file: Buffer, sheet: string | number): Promise<Cell[][]> {
  const reader = pathToFileURL(createRequire(import.meta.url).resolve('read-excel-file/node')).href
  return new Promise((resolve, reject) => {
    const rows: Cell[][] = []
    const thread = new Worker(THREAD, {
      eval: true,
      execArgv: [],
      workerData: { file, sheet, reader },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    const end = (settle: () => void) => {
      settle()
      void thread.terminate()
    }
    thread.on('message', (message: Message) => {
      if (message.rows) for (const row of message.rows) rows.push(row)
      if (message.done) end(() => resolve(rows))
      if (message.error !== undefined) {
        const reason = message.error
        end(() =>
          reject(
            invalid(`The XLSX file cannot be read: ${reason}. Check the sheet's name, or save it as CSV.`),
          ),
        )
      }
    })
    thread.on('error', (error) => {
      const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      const reason = full ? `needs more than ${HEAP_MB} MB of memory` : `cannot be read (${error.message})`
      end(() => reject(invalid(`The XLSX file ${reason}; save the sheet as CSV and import that.`)))
    })
  })
}
