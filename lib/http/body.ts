/** Reading what a client sends: bounded, whole or not at all. */
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AppError, invalid } from '@/lib/core/errors'

const unzip = promisify(gunzip)

/** Bytes we still read and throw away after a refusal, so that the client gets to see the answer. */
const DRAIN_LIMIT = 64 * 1024 * 1024

function tooLarge(limit: number): AppError {
  return new AppError(
    'too_large',
    413,
    `The body is larger than ${Math.floor(limit / (1024 * 1024))} MB; send it in several requests.`,
  )
}

function mismatch(): AppError {
  return invalid('The body does not match its Content-Length; it was refused whole. Send it again.')
}

/**
 * The body's bytes as sent. Throws 413 beyond `limit` bytes, 400 where the body ends early or its length differs
 * from Content-Length.
 */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  const declared = contentLength(request)
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body !== null) {
    const reader = request.body.getReader()
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        size += value.byteLength
        if (size > limit) chunks.length = 0
        else chunks.push(value)
        if (size > limit + DRAIN_LIMIT) {
          await reader.cancel()
          break
        }
      }
    } catch {
      throw mismatch()
    }
  }
  if (size > limit) throw tooLarge(limit)
  if (declared !== null && declared !== size) throw mismatch()
  return chunks.length === 1 ? Buffer.from(chunks[0] ?? []) : Buffer.concat(chunks, size)
}

function contentLength(request: Request): number | null {
  const header = request.headers.get('content-length')
  if (header === null) return null
  if (!/^\d{1,15}$/.test(header.trim())) throw mismatch()
  return Number(header)
}

/**
 * The body unpacked: `Content-Encoding: gzip` (or none, or identity) is honoured with `limit` on the unpacked
 * size. Throws 415 for another encoding, 400 for broken gzip, 413 beyond the limit.
 */
export async function readUnpacked(request: Request, limit: number): Promise<Buffer> {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== '') {
    await drain(request)
    throw new AppError(
      'unsupported_media',
      415,
      `Content-Encoding "${encoding.slice(0, 40)}" is not known here; send gzip or none.`,
    )
  }
  const bytes = await readBytes(request, limit)
  if (encoding !== 'gzip') return bytes
  try {
    return await unzip(bytes, { maxOutputLength: limit })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit)
    throw invalid('The body says it is gzip but cannot be unpacked.')
  }
}

/** Reads a body to its end and forgets it, up to a bound. */
export async function drain(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed) return
  let size = 0
  const reader = request.body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      size += value.byteLength
      if (size > DRAIN_LIMIT) return await reader.cancel()
    }
  } catch {
    // A client that hangs up while we ignore what it sends needs no answer.
  }
}

/** The bytes as text. Throws 400 `invalid_json` where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('invalid_json', 400, 'The body is not UTF-8.')
  }
}

/**
 * A JSON body of at most 1 MB. Throws 415 unless the content type is application/json, 400 `invalid_json` with the
 * place where the text is not JSON.
 */
export async function readJson(request: Request, limit = 1024 * 1024): Promise<unknown> {
  const type = mediaType(request)
  if (type !== 'application/json') {
    await drain(request)
    throw new AppError('unsupported_media', 415, 'Send the body as "Content-Type: application/json".')
  }
  return parseJson(decodeUtf8(await readUnpacked(request, limit)))
}

/** JSON.parse that throws 400 `invalid_json` with the place. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const place = error instanceof Error ? placeOf(error.message) : ''
    throw new AppError('invalid_json', 400, `The body is not JSON${place}.`)
  }
}

/** V8 quotes what stands at the place; only the position may leave, the text may be personal. */
function placeOf(message: string): string {
  const found = /position (\d+)/.exec(message)
  return found === null ? '' : ` (at character ${found[1]})`
}

/** The media type in lower case without parameters; '' where there is none. A charset other than UTF-8 counts as none. */
export function mediaType(request: Request): string {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').split(';')
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=')
    if (name.trim().toLowerCase() !== 'charset') continue
    if (!/^"?utf-?8"?$/i.test(value.trim())) return ''
  }
  return type.trim().toLowerCase()
}
