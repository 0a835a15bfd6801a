/**
 * The wrapper of every API route: who asks → may they → parse, call a service, answer; every error becomes a
 * problem document. Routes hold no logic of their own.
 */
import { AppError, forbidden, invalid, unauthorized, unavailable } from '@/lib/core/errors'
import { type Context, requireScope, type Scope } from '@/lib/services/context'
import { problemBody, problemHeaders, problemResponse } from './problem'
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
}

export interface RouteOptions {
  readonly auth: RouteAuth
  /** milliseconds until the answer must have begun, counted from the call; 0 = the handler sees to it. Default 4,700 */
  readonly deadline?: number
}

type NextParams = { readonly params: Promise<Record<string, string | string[] | undefined>> }
export type RouteHandler = (request: Request, context: NextParams) => Promise<Response>

const DEADLINE = 4_700
const NOBODY: Context = { principal: { kind: 'system', name: 'nobody' }, now: 0, locale: 'en' }

/**
 * Makes a Next route handler. The handler may throw AppError. With `auth: 'none'` nobody is looked up and `ctx`
 * must not be used for permission.
 */
export function route(options: RouteOptions, handle: (input: RouteInput) => Promise<Response>): RouteHandler {
  return async (request, context) => {
    const url = new URL(request.url)
    try {
      return await withDeadline(options.deadline ?? DEADLINE, async () => {
        const params = checkedParams(await context.params)
        checkText(url)
        const ctx = options.auth === 'none' ? NOBODY : await contextFrom(request.headers)
        if (ctx === null) throw unauthorized()
        if (options.auth !== 'none') {
          checkSameOrigin(request, ctx)
          if (options.auth !== 'any') requireScope(ctx, options.auth)
          await limitPrincipal(ctx.principal)
        }
        return await handle({ request, url, ctx, params })
      })
    } catch (error) {
      return problemResponse(error, url.pathname)
    }
  }
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

function checkedParams(params: Record<string, string | string[] | undefined>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value === undefined) continue
    const text = decoded(Array.isArray(value) ? value.join('/') : value)
    if (!storable(text))
      throw invalid('The path holds a character that cannot be stored.', [
        { path: name, message: 'NUL or a lone surrogate' },
      ])
    out[name] = text
  }
  return out
}

/** Next hands on parameters still percent-encoded where a character is special; decoding twice is harmless only for those. */
function decoded(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
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
