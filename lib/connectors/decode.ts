/** Bytes → text: what a file is, how its text is encoded, and decoding as a stream. */
import { createHash } from 'node:crypto'
import { invalid } from '@/lib/core/errors'

/** What one look over a file's (unpacked) bytes found. */
export interface FileScan {
  /** SHA-256 of the unpacked bytes */
  readonly hash: string
  readonly bytes: number
  readonly kind: 'text' | 'xlsx'
  /** a name TextDecoder knows; null for XLSX */
  readonly encoding: string | null
  /** the first characters of the text, without a byte order mark */
  readonly head: string
}

const HEAD = 64 * 1024

/**
 * Reads all bytes once: hash, kind, encoding (byte order mark, else strict UTF-8, else null = not UTF-8).
 * `forced` skips the detection.
 */
export async function scanBytes(
  chunks: AsyncIterable<Uint8Array>,
  forced: string | null,
): Promise<Omit<FileScan, 'head'> & { readonly first: Uint8Array }> {
  const hash = createHash('sha256')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let strict = true
  let bytes = 0
  let first = new Uint8Array(0)
  for await (const chunk of chunks) {
    hash.update(chunk)
    bytes += chunk.length
    if (first.length < HEAD) first = Buffer.concat([first, chunk.subarray(0, HEAD - first.length)])
    if (strict && forced === null) strict = decodes(utf8, chunk)
  }
  if (strict && forced === null) strict = decodes(utf8, null)
  const kind = isZip(first) ? 'xlsx' : 'text'
  const encoding = kind === 'xlsx' ? null : (forced ?? markOf(first) ?? (strict ? 'utf-8' : null))
  return { hash: hash.digest('hex'), bytes, kind, encoding, first }
}

function decodes(decoder: TextDecoder, chunk: Uint8Array | null): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true })
    else decoder.decode()
    return true
  } catch {
    return false
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** Whether all bytes are sound in an encoding. */
export async function isSound(chunks: AsyncIterable<Uint8Array>, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of chunks) if (!decodes(decoder, chunk)) return false
  return decodes(decoder, null)
}

/** The canonical name of an encoding. Throws AppError `invalid` for one that is not known. */
export function encodingName(name: string): string {
  try {
    return new TextDecoder(name).encoding
  } catch {
    throw invalid(
      `The encoding "${name}" is not known; use utf-8, gb18030, gbk, big5, utf-16le or windows-1252.`,
    )
  }
}

/** Text as a stream; a byte order mark is left out, unsound bytes become U+FFFD. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** The start of a text, for a look at its header. */
export function headText(first: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(first, { stream: true })
}
