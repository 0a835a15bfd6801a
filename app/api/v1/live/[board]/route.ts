import { unavailable } from '@/lib/core/errors'
import { isShuttingDown } from '@/lib/core/shutdown'
import { methods, type RouteHandler, route } from '@/lib/http/route'
import { sessionIdOf } from '@/lib/http/session'
import { hub, MAX_CLIENTS } from '@/lib/live/hub'
import { openBoard } from '@/lib/services/read-board'
import type { Credential } from '@/lib/services/watch-credentials'

export const dynamic = 'force-dynamic'

const live: RouteHandler = (request, context) => {
  // Next tells of a reader that goes only by this signal, and only who listens from the start hears it.
  const gone = new AbortController()
  if (request.signal.aborted) gone.abort()
  request.signal.addEventListener('abort', () => gone.abort())
  return route({ auth: 'any', path: '/api/v1/live/{board}' }, async ({ ctx, params }) => {
    const access = openBoard(ctx, params.board ?? '')
    if (isShuttingDown()) throw unavailable('This process is ending; come back.', 2)
    if (hub().size >= MAX_CLIENTS) throw unavailable('Too many screens watch at once.', 30)
    const { principal } = ctx
    const credential: Credential =
      principal.kind === 'user'
        ? { kind: 'session', id: (await sessionIdOf(request.headers)) ?? '' }
        : principal.kind === 'screen'
          ? { kind: 'screen', id: principal.id }
          : { kind: 'key', id: principal.kind === 'key' ? principal.id : '' }
    const stream = hub().subscribe({
      access,
      credential,
      lastEventId: request.headers.get('last-event-id'),
      gone: gone.signal,
      keep: request,
    })
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  })(request, context)
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: live })
