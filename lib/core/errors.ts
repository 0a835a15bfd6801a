/**
 * What can go wrong, in the words a client sees. Every refusal in the product is an `AppError`; anything else
 * that is thrown is a defect and becomes `internal`.
 */

/** Stable codes of a refusal and the HTTP status each one has unless it is made with another. */
export const STATUS_OF = {
  invalid: 400,
  invalid_query: 400,
  invalid_json: 400,
  too_heavy: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  conflict: 409,
  changed: 409,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  internal: 500,
  busy: 503,
  unavailable: 503,
} as const
export type ErrorCode = keyof typeof STATUS_OF

/** One place in the input that is wrong: `path` in dots and brackets (`filters[0].op`), '' for the whole. */
export interface ErrorPlace {
  readonly path: string
  readonly message: string
}

export interface ErrorDetails {
  /** where the input is wrong, place by place */
  readonly errors?: readonly ErrorPlace[]
  /** whole seconds a client should wait (429, 503) */
  readonly retryAfter?: number
  /** methods a route has (405) */
  readonly allow?: readonly string[]
}

/**
 * A refusal with a stable code. `message` is shown to the client: it names the place and the cure and holds no
 * personal data and no secret. `status` must fit the code; see STATUS_OF.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details: ErrorDetails

  constructor(code: ErrorCode, status: number, message: string, details: ErrorDetails = {}) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.details = details
  }
}

/** True for an AppError, also one made by another copy of this module (Next bundles routes apart). */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error && 'status' in error
}

/** 400: the input is wrong; `errors` says where. */
export function invalid(message: string, errors: readonly ErrorPlace[] = []): AppError {
  return new AppError('invalid', 400, message, { errors })
}

/** 400 `invalid_query`: a metric query that cannot be answered; `errors` says where. */
export function invalidQuery(message: string, errors: readonly ErrorPlace[] = []): AppError {
  return new AppError('invalid_query', 400, message, { errors })
}

/** 401: no credentials, or dead ones. */
export function unauthorized(
  message = 'Sign in, or send an API key as "Authorization: Bearer …".',
): AppError {
  return new AppError('unauthorized', 401, message)
}

/** 403: the role or scope does not reach. */
export function forbidden(message: string): AppError {
  return new AppError('forbidden', 403, message)
}

/** 404: not there, or another team's. The text is the same for both, so that nothing can be guessed from it. */
export function notFound(): AppError {
  return new AppError('not_found', 404, 'There is nothing here.')
}

/** 409: the state does not allow it. */
export function conflict(message: string): AppError {
  return new AppError('conflict', 409, message)
}

/** 429: too many; `retryAfter` in whole seconds. */
export function rateLimited(message: string, retryAfter: number): AppError {
  return new AppError('rate_limited', 429, message, { retryAfter: Math.max(1, Math.ceil(retryAfter)) })
}

/** 503: the database is away or does not answer in time. */
export function unavailable(
  message = 'The database is not available. Try again shortly.',
  retryAfter = 2,
): AppError {
  return new AppError('unavailable', 503, message, { retryAfter })
}

/** 400 `too_heavy`: the facts behind a question are too many to read while somebody waits. */
export function tooHeavy(): AppError {
  return new AppError(
    'too_heavy',
    400,
    'The question reads too many single facts to answer in time. Ask for a shorter period, fewer metrics or dimensions at once, or no filter beside them.',
    { errors: [{ path: 'period', message: 'A shorter period reads fewer facts.' }] },
  )
}

/** 503 `busy`: a question that is usually answered in time was not; the same one again will do. */
export function busy(): AppError {
  return new AppError(
    'busy',
    503,
    'The database is busy and did not answer in time. Ask again in a moment.',
    {
      retryAfter: 5,
    },
  )
}

/** True where a statement ran out of the time a statement may take. */
export function isOvertime(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '57014'
}

/** SQLSTATE classes and codes, and socket errors, that mean "the database is away", not "the request is wrong". */
const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ENOENT',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '53300',
  '53400',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '57P05',
  '25006',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
])
const AWAY_MESSAGE =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|server closed the connection|can't reach database|cannot use a pool after calling end|connection ended|socket hang up|timeout expired|not queryable/i

/** True where a thrown thing means that the database is down, hung, starting, full or cut off. */
export function isDatabaseAway(error: unknown): boolean {
  let at: unknown = error
  for (let depth = 0; depth < 5 && at !== null && typeof at === 'object'; depth++) {
    const e = at as { code?: unknown; message?: unknown; cause?: unknown; errors?: unknown; meta?: unknown }
    if (typeof e.code === 'string' && (AWAY_CODES.has(e.code) || e.code.startsWith('08'))) return true
    if (typeof e.message === 'string' && AWAY_MESSAGE.test(e.message)) return true
    if (Array.isArray(e.errors) && e.errors.some(isDatabaseAway)) return true
    at = e.cause
  }
  return false
}

/** Any thrown thing as an AppError: refusals as they are, a lost database as 503, the rest as `internal`. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error
  if (isDatabaseAway(error)) return unavailable()
  const wrapped = new AppError('internal', 500, 'Something went wrong on our side. It has been logged.')
  wrapped.cause = error
  return wrapped
}
