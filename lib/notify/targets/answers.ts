/** What robots' answers have in common: how they are cut for the log, and what a bare HTTP status means. Pure. */
import { maskText } from '@/lib/core/masking'
import type { SendOutcome } from '../types'

const KEPT = 300
const MINUTE = 60_000

type Headers = Readonly<Record<string, string>>

/** An answer as the log keeps it: one line, cut, without personal numbers. */
export function kept(text: string): string {
  return maskText(
    text
      .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim()
      .slice(0, KEPT),
  )
}

/** Milliseconds of Retry-After (seconds, or a date to be compared with the answer's own); null where there is none. */
function retryAfterMs(headers: Headers): number | null {
  const text = headers['retry-after']?.trim()
  if (text === undefined || text === '') return null
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  const now = Date.parse(headers.date ?? '')
  return Number.isNaN(at) || Number.isNaN(now) ? null : Math.max(0, at - now)
}

export function failure(
  why: Extract<SendOutcome, { ok: false }>['why'],
  status: number,
  body: string,
  retryAfter: number | null = null,
): SendOutcome {
  return { ok: false, why, status, response: kept(body), retryAfterMs: retryAfter }
}

/**
 * What a status says where the body does not matter: null for 2xx. 400, 410, 413 and 422 will not get better by
 * trying again; everything else may.
 */
export function judgeStatus(status: number, headers: Headers, body: string): SendOutcome | null {
  if (status >= 200 && status < 300) return null
  const after = retryAfterMs(headers)
  if (status === 429) return failure('rate_limited', status, body, after ?? MINUTE)
  if (status === 400 || status === 410 || status === 413 || status === 422)
    return failure('rejected', status, body)
  return failure('failed', status, body, after)
}

/** The body as a JSON object, or null. */
export function objectOf(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}

/**
 * Reads a robot's answer by the number in its body: 0 is well; `limited` codes wait (`waitMs`), `temporary` ones are
 * tried again, all others will never work as they are. A body without the number is no answer of that robot.
 */
export function judgeCode(
  status: number,
  headers: Headers,
  body: string,
  codes: {
    readonly fields: readonly string[]
    readonly limited: readonly number[]
    readonly temporary: readonly number[]
    readonly waitMs: number
  },
): SendOutcome {
  const found = objectOf(body)
  const code = codes.fields.map((field) => found?.[field]).find((value) => typeof value === 'number')
  if (typeof code !== 'number') return judgeStatus(status, headers, body) ?? failure('failed', status, body)
  if (code === 0 && status >= 200 && status < 300) return { ok: true, status, response: kept(body) }
  if (codes.limited.includes(code)) {
    const after = retryAfterMs(headers)
    return failure('rate_limited', status, body, after ?? codes.waitMs)
  }
  if (codes.temporary.includes(code) || code === 0) return failure('failed', status, body)
  return failure('rejected', status, body)
}

/** The headers of every JSON request of ours. */
export const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Helmline' }
