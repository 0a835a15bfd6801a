/**
 * The web process: Next behind our own HTTP server, which notes the client's address, refuses what no route should
 * see, and ends within 10 s however many streams are open. Run by the launcher: PORT, HOST from the environment.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import next from 'next'
import { env, prepareNextAuth, requireSecret } from '@/lib/core/env'
import { AppError, invalid } from '@/lib/core/errors'
import { enableHandover } from '@/lib/core/handover'
import { log } from '@/lib/core/log'
import { runShutdown } from '@/lib/core/shutdown'
import { closePools } from '@/lib/db/pool'
import { watchHandover } from './handover'
import { notePeer } from './peer'
import { problemBody, problemHeaders } from './problem'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
/** Milliseconds for requests in work to end after SIGTERM; the rest is cut. Less than the launcher waits for us. */
const GRACE = 4_000
const HOST_HEADER = /^(?:[a-z0-9._-]{1,255}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i

/** A refusal before Next sees the request, or null. */
export function refusalOf(method: string, target: string, host: string | undefined): AppError | null {
  if (!METHODS.has(method)) {
    return new AppError('method_not_allowed', 405, 'This method is not known here.', { allow: [...METHODS] })
  }
  if (host === undefined || !HOST_HEADER.test(host)) return invalid('The Host header is not a host.')
  if (!target.startsWith('/')) return invalid('The request target is not a path.')
  const path = target.split('?', 1)[0] ?? ''
  try {
    if (decodeURIComponent(path).includes('\0'))
      return invalid('The path holds a character that cannot be stored.')
  } catch {
    return invalid('The path is not properly percent-encoded.')
  }
  return null
}

function refuse(response: ServerResponse, error: AppError, path: string): void {
  response.writeHead(error.status, problemHeaders(error))
  response.end(JSON.stringify(problemBody(error, path)))
}

async function main(): Promise<void> {
  process.title = 'helmline-web'
  const { HOST, PORT, TRUSTED_PROXIES } = env()
  requireSecret('NEXTAUTH_SECRET')
  prepareNextAuth()
  enableHandover()
  const logger = log('web')

  const server = createServer()
  // A slow upload may take minutes; a header that does not end may not.
  server.headersTimeout = 20_000
  server.requestTimeout = 300_000
  server.keepAliveTimeout = 65_000
  const app = next({ dev: false, hostname: HOST, port: PORT, httpServer: server })
  const handle = app.getRequestHandler()
  await app.prepare()

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const target = request.url ?? '/'
    const refusal = refusalOf(request.method ?? '', target, request.headers.host)
    if (refusal !== null) return refuse(response, refusal, target.split('?', 1)[0] ?? '')
    response.setHeader('x-content-type-options', 'nosniff')
    notePeer(request.headers, request.socket.remoteAddress, TRUSTED_PROXIES)
    watchHandover(response)
    handle(request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'a request failed outside its route')
      if (!response.headersSent)
        refuse(response, new AppError('internal', 500, 'Something went wrong on our side.'), target)
      else response.destroy()
    })
  })

  let ending = false
  const end = (why: string) => {
    if (ending) return
    ending = true
    logger.info({ why }, 'ending')
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    const timer = setTimeout(() => server.closeAllConnections(), GRACE)
    // Nothing below may keep the process past 10 s.
    setTimeout(() => process.exit(0), GRACE + 1_000).unref()
    runShutdown()
      .then(() => {
        server.closeIdleConnections()
        return closed
      })
      .then(() => {
        clearTimeout(timer)
        return closePools()
      })
      .then(
        () => process.exit(0),
        () => process.exit(0),
      )
  }
  process.on('SIGTERM', () => end('SIGTERM'))
  process.on('SIGINT', () => end('SIGINT'))
  process.on('disconnect', () => end('the launcher is gone'))
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled rejection'))

  server.on('error', (error) => {
    logger.fatal({ err: error }, 'cannot listen')
    process.exit(1)
  })
  server.listen(PORT, HOST, () => {
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : PORT
    logger.info({ host: HOST, port }, 'listening')
    process.send?.({ type: 'ready', port })
  })
}

if (process.argv[1]?.endsWith('server.ts') === true || process.argv[1]?.endsWith('server.js') === true) {
  main().catch((error: unknown) => {
    log('web').fatal({ err: error }, 'cannot start')
    process.exit(1)
  })
}
