import { unavailable } from '@/lib/core/errors'
import { HANDOVER_HEADER, handoverEnabled, offerHandover } from '@/lib/core/handover'
import { isShuttingDown } from '@/lib/core/shutdown'
import { methods, type RouteHandler, route } from '@/lib/http/route'
import { sessionIdOf } from '@/lib/http/session'
import { hub, MAX_CLIENTS } from '@/lib/live/hub'
import { streamSink } from '@/lib/live/stream-sink'
import type { Principal } from '@/lib/services/context'
import { openBoard } from '@/lib/services/read-board'
import type { Credential } from '@/lib/services/watch-credentials'

export const dynamic = 'force-dynamic'

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

const live: RouteHandler = (request, context) => {
  // A reader that goes is told of by this signal only, and only to who listens from the start.
  const gone = new AbortController()
  if (request.signal.aborted) gone.abort()
  request.signal.addEventListener('abort', () => gone.abort())
  return route({ auth: 'any', path: '/api/v1/live/{board}' }, async ({ ctx, params }) => {
    const access = openBoard(ctx, params.board ?? '')
    if (isShuttingDown()) throw unavailable('This process is ending; come back.', 2)
    if (hub().size >= MAX_CLIENTS) throw unavailable('Too many screens watch at once.', 30)
    if (request.method === 'HEAD') return new Response(null, { headers: HEADERS })
    const credential = await credentialOf(ctx.principal, request)
    const subscription = { access, credential, lastEventId: request.headers.get('last-event-id') }
    if (handoverEnabled()) {
      const token = offerHandover((sink) => hub().attach(subscription, sink))
      return new Response(null, { headers: { ...HEADERS, [HANDOVER_HEADER]: token } })
    }
    const body = streamSink(gone.signal, request, (sink) => hub().attach(subscription, sink))
    return new Response(body, { headers: HEADERS })
  })(request, context)
}

async function credentialOf(principal: Principal, request: Request): Promise<Credential> {
  switch (principal.kind) {
    case 'user':
      return { kind: 'session', id: (await sessionIdOf(request.headers)) ?? '' }
    case 'screen':
      return { kind: 'screen', id: principal.id }
    case 'key':
      return { kind: 'key', id: principal.id }
    case 'system':
      throw unavailable()
  }
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: live, HEAD: live })
