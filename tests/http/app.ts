/**
 * The API as a real HTTP server: every `route.ts` under app/api, found by its folder, behind the same first checks
 * as in production. Next itself is left out: what it adds is tested by the end-to-end tests.
 */
import { readdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Readable } from 'node:stream'
import { watchHandover } from '@/lib/http/handover'
import { notePeer } from '@/lib/http/peer'
import { problemBody, problemHeaders } from '@/lib/http/problem'
import { refusalOf } from '@/lib/http/server'

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>
type RouteModule = Record<string, Handler | undefined>

interface Route {
  readonly pattern: readonly string[]
  readonly file: string
}

const ROOT = path.join(process.cwd(), 'app/api')

function routes(folder = ROOT): Route[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) return routes(full)
    if (entry.name !== 'route.ts') return []
    return [{ pattern: ['api', ...path.relative(ROOT, folder).split(path.sep).filter(Boolean)], file: full }]
  })
}

/** Every path of the API as patterns: `/api/v1/tickets/[source]/[subject]`. */
export function apiPaths(): string[] {
  return routes().map((route) => `/${route.pattern.join('/')}`)
}

function match(pattern: readonly string[], parts: readonly string[]): number | null {
  let score = 0
  for (let i = 0; i < pattern.length; i++) {
    const want = pattern[i] ?? ''
    if (want.startsWith('[[...')) return score
    if (want.startsWith('[...')) return parts.length > i ? score : null
    const have = parts[i]
    if (have === undefined) return null
    if (want.startsWith('[')) score += 1
    else if (want === have) score += 2
    else return null
  }
  return pattern.length === parts.length ? score : null
}

export interface App {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Starts it on a free port of the loopback; with `handover` it hands connections over as the product's server does. */
export async function startApp(
  options: { trustedProxies?: readonly string[]; handover?: boolean } = {},
): Promise<App> {
  const all = routes()
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url ?? '/'
    const refusal = refusalOf(request.method ?? '', target, request.headers.host)
    if (refusal !== null) {
      response.writeHead(refusal.status, problemHeaders(refusal))
      response.end(JSON.stringify(problemBody(refusal, target)))
      return
    }
    notePeer(request.headers, request.socket.remoteAddress, options.trustedProxies ?? [])
    if (options.handover === true) watchHandover(response)
    request.headers['x-forwarded-host'] ??= request.headers.host
    request.headers['x-forwarded-proto'] ??= 'http'
    const url = new URL(target, `http://${request.headers.host}`)
    const parts = url.pathname.split('/').filter((part) => part !== '')
    const best = all
      .map((route) => ({ route, score: match(route.pattern, parts) }))
      .filter((found): found is { route: Route; score: number } => found.score !== null)
      .sort((a, b) => b.score - a.score || b.route.pattern.length - a.route.pattern.length)[0]
    const module = best === undefined ? null : ((await import(best.route.file)) as RouteModule)
    const handler = module?.[request.method ?? '']
    if (handler === undefined) {
      response.writeHead(module === null ? 404 : 405).end()
      return
    }
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) {
      for (const one of [value ?? []].flat()) headers.append(name, one)
    }
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
    const answered = await handler(
      new Request(url, {
        method: request.method ?? 'GET',
        headers,
        signal: gone.signal,
        ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {}),
      } as RequestInit),
      { params: Promise.resolve({}) },
    )
    const out: Record<string, string | string[]> = Object.fromEntries(answered.headers)
    const cookies = answered.headers.getSetCookie()
    if (cookies.length > 0) out['set-cookie'] = cookies
    response.statusCode = answered.status
    for (const [name, value] of Object.entries(out)) response.setHeader(name, value)
    // As Next's compression does: the head is made before the end, and goes out with it.
    if (answered.body === null) response.writeHead(answered.status).end()
    else
      Readable.fromWeb(answered.body as never)
        .on('error', () => response.destroy())
        .pipe(response)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(599, { 'content-type': 'text/plain' })
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
