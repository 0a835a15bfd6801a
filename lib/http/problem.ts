/** RFC 9457 problem documents, and the only place where an error becomes a response. */
import { type AppError, isAppError, isDatabaseAway, AppError as Refusal, toAppError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** The body of a problem document. `code` is stable; `errors` names the places. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly instance: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/** The problem document of a refusal; `instance` is the path of the request. */
export function problemBody(error: AppError, instance: string): Problem {
  const { errors } = error.details
  return {
    type: 'about:blank',
    title: TITLES[error.status] ?? 'Error',
    status: error.status,
    code: error.code,
    detail: error.message,
    instance,
    ...(errors !== undefined && errors.length > 0 ? { errors } : {}),
  }
}

/** Headers of a refusal: content type, Retry-After, Allow, WWW-Authenticate; never cached. */
export function problemHeaders(error: AppError): Record<string, string> {
  const { retryAfter, allow } = error.details
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...(allow === undefined ? {} : { allow: allow.join(', ') }),
    ...(error.status === 401 ? { 'www-authenticate': 'Bearer realm="helmline"' } : {}),
  }
}

/**
 * Any thrown thing as a response. Refusals keep their status; a lost database is 503 with Retry-After; values that
 * Postgres cannot hold (SQLSTATE class 22, or 54) are the client's: 400. What remains is a defect: logged, 500.
 */
export function problemResponse(thrown: unknown, instance: string): Response {
  const error = classify(thrown)
  if (error.status === 500) log('http').error({ err: error.cause ?? thrown, instance }, 'unexpected error')
  return new Response(JSON.stringify(problemBody(error, instance)), {
    status: error.status,
    headers: problemHeaders(error),
  })
}

function classify(thrown: unknown): AppError {
  if (isAppError(thrown) || isDatabaseAway(thrown)) return toAppError(thrown)
  const code = sqlState(thrown)
  if (code !== null && (code.startsWith('22') || code.startsWith('54'))) {
    log('http').warn({ err: thrown }, 'a value reached the database that it cannot hold')
    return new Refusal(
      'invalid',
      400,
      'A value in the request is out of range or holds characters that cannot be stored.',
    )
  }
  return toAppError(thrown)
}

function sqlState(thrown: unknown): string | null {
  let at: unknown = thrown
  for (let depth = 0; depth < 5 && at !== null && typeof at === 'object'; depth++) {
    const { code, cause } = at as { code?: unknown; cause?: unknown }
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
    at = cause
  }
  return null
}
