/** A file of any kind we take, looked over once and then readable as rows as often as needed. */

import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { invalid, isAppError } from '@/lib/core/errors'
import { decodeText, encodingName, headText, isGzip, isSound, scanBytes } from './decode'
import type { Mapping } from './mapping-schema'
import { guessDelimiter, readCsv, readJsonLines } from './read-table'
import { MAX_XLSX, readXlsx } from './read-xlsx'
import type { BrokenRow, SourceRow } from './row'

/** Bytes that can be read several times, from the start. */
export type OpenBytes = () => AsyncIterable<Uint8Array>

export interface RowFile {
  /** SHA-256 of the unpacked bytes: the same rows have the same hash, packed or not */
  readonly hash: string
  readonly bytes: number
  readonly encoding: string | null
  readonly kind: 'csv' | 'jsonl' | 'xlsx'
  /** column names; null for JSONL */
  readonly header: readonly string[] | null
  /** the rows from the first on; may be called again */
  rows(): Promise<AsyncIterable<SourceRow | BrokenRow>>
}

/**
 * Looks over a file and says how to read it under a mapping. `encoding` overrides mapping and detection.
 * Throws AppError `invalid` with one sentence where it cannot be read.
 */
export async function openRows(open: OpenBytes, mapping: Mapping, encoding: string | null): Promise<RowFile> {
  const bytes: OpenBytes = () => unpacked(open)
  const forced = encoding ?? mapping.input.encoding ?? null
  const scan = await scanBytes(bytes(), forced === null ? null : encodingName(forced))
  if (scan.bytes === 0) throw invalid('The file is empty.')
  if (scan.kind === 'xlsx') {
    if (mapping.input.kind !== 'table') {
      throw invalid(`The file is an XLSX workbook, but the mapping ${mapping.name} reads JSONL.`)
    }
    const sheet = await readXlsx(await wholeFile(bytes()), mapping.input.sheet)
    const { hash, bytes: size } = scan
    return {
      hash,
      bytes: size,
      encoding: null,
      kind: 'xlsx',
      header: sheet.header,
      rows: async () => sheet.rows(),
    }
  }
  const name = scan.encoding ?? (await secondGuess(bytes))
  const text = () => decodeText(bytes(), name)
  const about = { hash: scan.hash, bytes: scan.bytes, encoding: name }
  if (mapping.input.kind === 'jsonl') {
    return { ...about, kind: 'jsonl', header: null, rows: async () => readJsonLines(text()) }
  }
  const options = {
    delimiter: mapping.input.delimiter ?? guessDelimiter(headText(scan.first, name)),
    quote: mapping.input.quote ?? '"',
  }
  const look = await readCsv(text(), options)
  await look.close()
  return {
    ...about,
    kind: 'csv',
    header: look.header,
    rows: async () => (await readCsv(text(), options)).rows(),
  }
}

/** Not UTF-8: GB18030, if every byte is sound in it. */
async function secondGuess(bytes: OpenBytes): Promise<string> {
  if (await isSound(bytes(), 'gb18030')) return 'gb18030'
  throw invalid(
    'The file is neither UTF-8 nor GB18030 text; name its encoding, for example --encoding big5 or --encoding windows-1252.',
  )
}

async function* unpacked(open: OpenBytes): AsyncGenerator<Uint8Array> {
  const source = open()[Symbol.asyncIterator]()
  const first = await source.next()
  if (first.done) return
  const all = (async function* () {
    try {
      yield first.value
      while (true) {
        const next = await source.next()
        if (next.done) return
        yield next.value
      }
    } finally {
      await source.return?.()
    }
  })()
  if (!isGzip(first.value)) {
    yield* all
    return
  }
  const input = Readable.from(all)
  const gunzip = createGunzip()
  input.on('error', (error) => gunzip.destroy(error))
  input.pipe(gunzip)
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) yield chunk
  } catch (error) {
    if (isAppError(error)) throw error
    if (error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))) {
      throw invalid('The .gz file is damaged or cut off; pack it again.')
    }
    throw error
  } finally {
    input.destroy()
    gunzip.destroy()
  }
}

async function wholeFile(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MAX_XLSX) {
      throw invalid(
        `The XLSX file has more than ${MAX_XLSX / 1_048_576} MB; save the sheet as CSV and import that.`,
      )
    }
    parts.push(chunk)
  }
  return Buffer.concat(parts, size)
}
