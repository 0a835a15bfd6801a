/**
 * The wrapper of every API route: who asks → may they → parse, call a service, answer; every error becomes a
 * problem document. Routes hold no logic of their own.
 */
import { AppError, forbidden, invalid, unauthorized, unavailable } from '@/lib/core/errors'
import { type Context, requireScope, type Scope } from '@/lib/services/context'
import { drain } from './body'
import { problemBody, problemHeaders, problemResponse } from './problem'
import { countRequest } from './prometheus'
import { limitPrincipal } from './rate-limit'
import { contextFrom } from './session'

/** `none` = open to all; `any` = anybody signed in, a key or a screen; a scope = as `requireScope`. */
export type RouteAuth = 'none' | 'any' | Scope

export interface RouteInput {
  readonly request: Request
  readonly url: URL
  /** who asks; only routes with `auth: 'none'` see null */
  readonly ctx: Context
  /** path parameters, decoded */
  readonly params: Readonly<Record<string, string>>
  /** milliseconds left of the deadline after finding out who asks */
  readonly left: number
}

export interface RouteOptions {
  readonly auth: RouteAuth
  /** the path's pattern, `/api/v1/tickets/{source}/{subject}`: parameters are then read from the path itself */
  readonly path?: string
  /** the handler keeps the deadline by itself, e.g. because a client may send slowly */
  readonly ownDeadline?: boolean
}

type NextParams = { readonly params: Promise<Record<string, string | string[] | undefined>> }
export type RouteHandler = (request: Request, context: NextParams) => Promise<Response>

const DEADLINE = 4_200
const NOBODY: Context = { principal: { kind: 'system', name: 'nobody' }, now: 0, locale: 'en' }

/**
 * Makes a Next route handler. The handler may throw AppError. With `auth: 'none'` nobody is looked up and `ctx`
 * must not be used for permission.
 */
export function route(options: RouteOptions, handle: (input: RouteInput) => Promise<Response>): RouteHandler {
  return async (request) => {
    const url = new URL(request.url)
    const began = performance.now()
    const counted = (response: Response): Response => {
      // A path without a pattern has no parameters in it.
      countRequest(options.path ?? url.pathname, request.method, response.status, performance.now() - began)
      return response
    }
    try {
      const { ctx, params } = await withDeadline(DEADLINE, () => admit(options, request, url))
      const left = Math.max(1, DEADLINE - (performance.now() - began))
      return counted(
        await withDeadline(options.ownDeadline === true ? 0 : left, () =>
          handle({ request, url, ctx, params, left }),
        ),
      )
    } catch (error) {
      await drain(request)
      return counted(problemResponse(error, url.pathname))
    }
  }
}

async function admit(
  options: RouteOptions,
  request: Request,
  url: URL,
): Promise<{ ctx: Context; params: Record<string, string> }> {
  const params = options.path === undefined ? {} : paramsOf(options.path, url)
  checkText(url)
  if (options.auth === 'none') return { ctx: NOBODY, params }
  const ctx = await contextFrom(request.headers)
  if (ctx === null) throw unauthorized()
  checkSameOrigin(request, ctx)
  if (options.auth !== 'any') requireScope(ctx, options.auth)
  await limitPrincipal(ctx.principal)
  return { ctx, params }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]

/**
 * All methods of one path, for `export const { GET, … } = methods({ GET: route(…) })`: those not given answer 405
 * with Allow; HEAD follows GET; OPTIONS says what there is.
 */
export function methods(handlers: Partial<Record<Method, RouteHandler>>): Record<Method, RouteHandler> {
  const get = handlers.GET
  const head: RouteHandler | undefined =
    get === undefined
      ? undefined
      : async (request, context) => {
          const response = await get(request, context)
          await response.body?.cancel()
          return new Response(null, { status: response.status, headers: response.headers })
        }
  const given: Partial<Record<Method, RouteHandler>> =
    head === undefined ? handlers : { HEAD: head, ...handlers }
  const allow = METHODS.filter((method) => given[method] !== undefined || method === 'OPTIONS')
  const refuse: RouteHandler = async (request) => {
    const path = new URL(request.url).pathname
    const error = new AppError('method_not_allowed', 405, `This path knows ${allow.join(', ')}.`, { allow })
    return new Response(JSON.stringify(problemBody(error, path)), {
      status: 405,
      headers: problemHeaders(error),
    })
  }
  const options: RouteHandler = async () =>
    new Response(null, { status: 204, headers: { allow: allow.join(', ') } })
  const of = (method: Method): RouteHandler => given[method] ?? refuse
  return {
    GET: of('GET'),
    HEAD: of('HEAD'),
    POST: of('POST'),
    PUT: of('PUT'),
    PATCH: of('PATCH'),
    DELETE: of('DELETE'),
    OPTIONS: handlers.OPTIONS ?? options,
  }
}

/** A JSON answer, never cached. */
export function json(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status: init.status ?? 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...init.headers,
    },
  })
}

/** Runs `work`; throws 503 where it has not ended after `ms`. What it does later is not heard any more. */
export async function withDeadline<T>(ms: number, work: () => Promise<T>): Promise<T> {
  if (ms === 0) return await work()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(unavailable('The answer took too long; the database may be busy or away.')),
      ms,
    )
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Next decodes parameters by rules of its own; the path says exactly what was asked for. */
function paramsOf(pattern: string, url: URL): Record<string, string> {
  const names = pattern.split('/')
  const parts = url.pathname.split('/')
  const out: Record<string, string> = {}
  names.forEach((name, index) => {
    if (!name.startsWith('{')) return
    const key = name.slice(1, -1)
    const text = decoded(parts[index] ?? '', key)
    if (!storable(text)) {
      throw invalid('The path holds a character that cannot be stored.', [
        { path: key, message: 'NUL or a lone surrogate' },
      ])
    }
    out[key] = text
  })
  return out
}

function decoded(part: string, key: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalid('The path is not properly percent-encoded.', [
      { path: key, message: 'wrong percent-encoding' },
    ])
  }
}

function checkText(url: URL): void {
  for (const [name, value] of url.searchParams) {
    if (!storable(name) || !storable(value)) {
      throw invalid('A parameter holds a character that cannot be stored.', [
        { path: storable(name) ? name : '', message: 'NUL or a lone surrogate' },
      ])
    }
  }
}

/** False for text that Postgres cannot hold: NUL, lone surrogates. */
function storable(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text)
}

/** A browser sends cookies along with other sites' requests; writing ones must come from our own pages. */
function checkSameOrigin(request: Request, ctx: Context): void {
  if (ctx.principal.kind !== 'user' || request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') throw foreign()
  const origin = request.headers.get('origin')
  if (origin === null) return
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  let from: string | null = null
  try {
    from = new URL(origin).host
  } catch {
    throw foreign()
  }
  if (from !== host) throw foreign()
}

function foreign(): AppError {
  return forbidden('This request comes from another site. Send an API key, or use our own pages.')
}
