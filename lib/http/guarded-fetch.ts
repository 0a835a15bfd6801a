/** The one way out for addresses that somebody typed: checked, connected to directly, no redirects, capped in time and size. */
import type { LookupFunction } from 'node:net'
import { Agent, request as send } from 'undici'
import type { HttpAnswer, OutgoingRequest } from '@/lib/notify/types'
import { checkedHost, RefusedAddress, type Resolve } from './address-guard'

const TIME_CAP = 10_000
const SIZE_CAP = 64 * 1024

export interface GuardOptions {
  /** hosts and ranges of the intranet that may be reached */
  readonly allow: readonly string[]
  /** milliseconds for all of it */
  readonly timeout?: number
  readonly resolve?: Resolve
}

/** Errors after which the other side has certainly seen nothing. */
const UNSENT =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT|TLS|SSL|UND_ERR_CONNECT_TIMEOUT/

/**
 * Sends one request. Never throws: what went wrong is in the answer, without the address asked, which may hold a
 * secret. A redirect is an answer like any other.
 */
export async function guardedFetch(request: OutgoingRequest, options: GuardOptions): Promise<HttpAnswer> {
  const ends = AbortSignal.timeout(options.timeout ?? TIME_CAP)
  let agent: Agent | null = null
  let connecting = false
  try {
    const url = new URL(request.url)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new RefusedAddress('protocol')
    if (url.username !== '' || url.password !== '') throw new RefusedAddress('credentials in the address')
    const checked = await within(ends, checkedHost(url.hostname, options.allow, options.resolve))
    const found: LookupFunction = (_host, asked, done) => {
      if (asked.all === true) done(null, [checked])
      else done(null, checked.address, checked.family)
    }
    agent = new Agent({ connect: { lookup: found }, connections: 1, pipelining: 0 })
    connecting = true
    const answer = await send(url, {
      dispatcher: agent,
      method: request.method,
      headers: request.headers,
      body: request.method === 'GET' ? null : request.body,
      signal: ends,
    })
    return {
      kind: 'answer',
      status: answer.statusCode,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]),
      ),
      body: await capped(answer.body),
    }
  } catch (error) {
    return failed(error, ends.aborted, connecting)
  } finally {
    // what is still coming in is of no use to anybody
    agent?.destroy().catch(() => undefined)
  }
}

async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return await Promise.race([
    work,
    new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error('timeout')), { once: true }),
    ),
  ])
}

async function capped(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= SIZE_CAP) break
  }
  return Buffer.concat(chunks).subarray(0, SIZE_CAP).toString('utf8')
}

function failed(error: unknown, late: boolean, connecting: boolean): HttpAnswer {
  if (error instanceof RefusedAddress)
    return { kind: 'refused_address', detail: error.range, uncertain: false }
  if (late) return { kind: 'timeout', detail: 'no answer in time', uncertain: connecting }
  const code = codeOf(error)
  return { kind: 'failed', detail: code, uncertain: connecting && !UNSENT.test(code) }
}

/** The error's code; its text may hold the address. */
function codeOf(error: unknown): string {
  let at: unknown = error
  for (let depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
    const { code, cause } = at as { code?: unknown; cause?: unknown }
    if (typeof code === 'string') return code
    at = cause
  }
  return error instanceof TypeError ? 'invalid request' : 'failed'
}
