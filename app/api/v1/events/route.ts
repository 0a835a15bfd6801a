import { AppError } from '@/lib/core/errors'
import { enter, inTurn } from '@/lib/http/admission'
import { decodeUtf8, mediaType, readUnpacked } from '@/lib/http/body'
import { countEvents } from '@/lib/http/prometheus'
import { json, methods, route, withDeadline } from '@/lib/http/route'
import { type IngestFormat, ingestEvents } from '@/lib/services/ingest-events'

export const dynamic = 'force-dynamic'

const MAX_BYTES = 10 * 1024 * 1024
const FORMATS: Readonly<Record<string, IngestFormat>> = {
  'application/cloudevents+json': 'single',
  'application/cloudevents-batch+json': 'batch',
  'application/x-ndjson': 'ndjson',
}

// A client may send slowly: the clock for our answer starts when its body is in.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ auth: 'ingest', ownDeadline: true }, async ({ request, ctx, left }) => {
    const format = FORMATS[mediaType(request)]
    if (format === undefined) {
      throw new AppError(
        'unsupported_media',
        415,
        `Send events as one of ${Object.keys(FORMATS).join(', ')}.`,
      )
    }
    const { leave } = enter(sizeOf(request))
    try {
      const text = decodeUtf8(await readUnpacked(request, MAX_BYTES))
      const answer = await withDeadline(left, () =>
        inTurn(() => ingestEvents({ ...ctx, now: Date.now() }, { format, text })),
      )
      countEvents(answer.accepted, answer.duplicates, answer.rejected.length)
      return json(answer)
    } finally {
      leave()
    }
  }),
})

/** Bytes the body may come to: what it declares, else the most we read. */
function sizeOf(request: Request): number {
  const declared = Number(request.headers.get('content-length') ?? MAX_BYTES)
  return Number.isFinite(declared) ? Math.min(Math.max(0, declared), MAX_BYTES) : MAX_BYTES
}
