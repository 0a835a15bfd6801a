import { env } from '@/lib/core/env'
import { AppError, rateLimited } from '@/lib/core/errors'
import { readStream } from '@/lib/db/health'
import { storeEvents } from '@/lib/db/ingest'
import type { UnifiedEvent } from '@/lib/facts/event'
import { checkEvent, type Reject } from '@/lib/facts/parse-event'
import { type Context, requireScope } from './context'

/** How the events came: one object, an array, or one object a line. */
export type IngestFormat = 'single' | 'batch' | 'ndjson'

export const MAX_EVENTS = 5_000

export interface IngestInput {
  readonly format: IngestFormat
  readonly text: string
}

export interface IngestAnswer {
  readonly accepted: number
  readonly duplicates: number
  /** with the place in the request from 0: in the array, or among the lines that are not empty */
  readonly rejected: readonly Reject[]
  /** health's `applied` reaches this once these events are in every figure */
  readonly position: number
  /** of the duplicates, those with other content: the first stays */
  readonly conflicts: readonly { readonly index: number; readonly id: string }[]
}

/**
 * Takes events in: checks each, keeps the good ones whatever the others are, and answers once they are committed.
 * Needs scope ingest. Throws 400 where the text is not what its format says, 413 beyond 5,000 events, 429 where
 * too many accepted events wait to be applied, 503 where the database is away (sending again is safe).
 */
export async function ingestEvents(ctx: Context, input: IngestInput): Promise<IngestAnswer> {
  requireScope(ctx, 'ingest')
  await checkBacklog(ctx.now)
  const rejected: Reject[] = []
  const events: UnifiedEvent[] = []
  const contentHashes: string[] = []
  const places: number[] = []
  const take = (value: unknown, index: number) => {
    const checked = checkEvent(value, index, ctx.now)
    if (checked.ok) {
      events.push(checked.event)
      contentHashes.push(checked.contentHash)
      places.push(index)
    } else {
      rejected.push(checked.reject)
    }
  }
  if (input.format === 'ndjson') readLines(input.text, take, rejected)
  else readDocument(input, take)

  const stored = await storeEvents(events, {
    receivedAt: ctx.now,
    contentHashes,
    demo: ctx.principal.kind === 'key' && ctx.principal.name === DEMO_KEY,
  })
  return {
    accepted: stored.accepted,
    duplicates: stored.duplicates,
    rejected,
    position: stored.position,
    conflicts: stored.conflicts.map(({ index, id }) => ({ index: places[index] ?? index, id })),
  }
}

/** The key under which the demo sends: what comes by it is marked on every screen and can be removed. */
export const DEMO_KEY = 'demo'

type Take = (value: unknown, index: number) => void

function readDocument(input: IngestInput, take: Take): void {
  let value: unknown
  try {
    value = JSON.parse(input.text)
  } catch {
    throw new AppError('invalid_json', 400, 'The body is not JSON; nothing of it was kept.')
  }
  if (input.format === 'single') {
    take(value, 0)
    return
  }
  if (!Array.isArray(value)) {
    throw new AppError('invalid', 400, 'A batch is a JSON array of events; nothing of it was kept.', {
      errors: [{ path: '', message: 'not an array' }],
    })
  }
  checkCount(value.length)
  value.forEach((event, index) => {
    take(event, index)
  })
}

function readLines(text: string, take: Take, rejected: Reject[]): void {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  checkCount(lines.length)
  lines.forEach((line, index) => {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      rejected.push({ index, id: null, code: 'invalid_json', path: '', message: 'This line is not JSON.' })
      return
    }
    take(value, index)
  })
}

function checkCount(count: number): void {
  if (count <= MAX_EVENTS) return
  throw new AppError(
    'too_large',
    413,
    `The request holds ${count} events; send at most ${MAX_EVENTS} at a time. Nothing of it was kept.`,
  )
}

const BACKLOG_TTL = 1_000
let backlog = { count: 0, until: 0 }

async function checkBacklog(now: number): Promise<void> {
  if (backlog.until <= now || backlog.until > now + BACKLOG_TTL) {
    const { accepted, applied } = await readStream()
    backlog = { count: accepted - applied, until: now + BACKLOG_TTL }
  }
  if (backlog.count > env().INGEST_MAX_BACKLOG) {
    throw rateLimited('Too many events wait to be applied; send again later.', 10)
  }
}
