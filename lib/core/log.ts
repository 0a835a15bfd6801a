/** Structured logs to stdout, one JSON object a line. No bodies, no tokens, no personal data. */
import { type Logger, pino } from 'pino'
import { env } from './env'

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'apiKey',
  'email',
  'phone',
  'name',
  'text',
  'comment',
  'body',
  'data',
]

let root: Logger | null = null

function make(): Logger {
  return pino({
    level: env().LOG_LEVEL,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `headers["${field}"]`]),
      censor: '[hidden]',
    },
    serializers: { err: safeError, error: safeError },
  })
}

/**
 * A log of one part of the product: `log('ingest').info({ batch, accepted }, 'stored')`. Counts, ids, codes and
 * durations are fine as fields; what people wrote or are called is not.
 */
export function log(part: string): Logger {
  root ??= make()
  return root.child({ part })
}

/** An error without what it may quote: Postgres puts row values into `detail` and parameters into messages. */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = (error as { code?: unknown }).code
  const cause = error.cause
  return {
    type: error.name,
    message: masked(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: (error.stack ?? '').split('\n').slice(1, 12).join('\n'),
    ...(cause instanceof Error ? { cause: safeError(cause) } : {}),
  }
}

/** Numbers long enough to be phones, cards or identity numbers, and mail addresses, never reach a log. */
function masked(message: string): string {
  return message
    .slice(0, 500)
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[mail]')
    .replace(/\d{11,}/g, '[number]')
    .replace(/hl_[\w-]+/g, '[key]')
    .replace(/(postgres(?:ql)?:\/\/[^:/@\s]+):[^@\s]+@/g, '$1:[hidden]@')
}
