/**
 * Signing in with next-auth: credentials, and OIDC where it is set up. next-auth's tokens and cookies; our session
 * row behind each of them.
 */
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type AuthOptions } from 'next-auth'
import credentialsProvider from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { env, prepareNextAuth, requireSecret } from '@/lib/core/env'
import { AppError, invalid, isAppError, isDatabaseAway } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { authenticateSession } from '@/lib/services/authenticate'
import { SESSION_MS, type SignedIn, signIn } from '@/lib/services/sign-in'
import { signInOidc } from '@/lib/services/sign-in-oidc'
import { signOut } from '@/lib/services/sign-out'
import { decodeUtf8, mediaType, parseJson, readUnpacked } from './body'
import { clientAddress } from './peer'
import { problemResponse } from './problem'
import { withDeadline } from './route'
import { cookiesOf } from './session'

const SIGN_IN_PAGE = '/sign-in'
const BODY_LIMIT = 64 * 1024

interface OidcProfile {
  readonly iss?: string
  readonly sub: string
  readonly email?: string
  readonly name?: string
  readonly preferred_username?: string
}

/** True where sign-in by OIDC is set up (OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET). */
export function oidcEnabled(): boolean {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env()
  return OIDC_ISSUER !== undefined && OIDC_CLIENT_ID !== undefined && OIDC_CLIENT_SECRET !== undefined
}

function oidcProvider(): OAuthConfig<OidcProfile>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env()
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) return []
  return [
    {
      id: 'oidc',
      name: OIDC_NAME,
      type: 'oauth',
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
      issuer: OIDC_ISSUER,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      authorization: { params: { scope: 'openid email profile' } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      profile: (profile) => ({ id: profile.sub, name: profile.name ?? null, email: profile.email ?? null }),
    },
  ]
}

/** What one request of next-auth found out: who signed in, or why it was refused. */
interface Outcome {
  signedIn: SignedIn | null
  refusal: unknown
}

function options(request: Request, outcome: Outcome): AuthOptions {
  const now = Date.now()
  return {
    secret: requireSecret('NEXTAUTH_SECRET'),
    session: { strategy: 'jwt', maxAge: SESSION_MS / 1000, updateAge: 24 * 3600 },
    pages: { signIn: SIGN_IN_PAGE, error: SIGN_IN_PAGE },
    logger: {
      error: (code) => log('auth').warn({ code }, 'next-auth refused'),
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [
      credentialsProvider({
        id: 'credentials',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (credentials) => {
          try {
            outcome.signedIn = await signIn(credentials ?? {}, clientAddress(request.headers), now)
          } catch (error) {
            outcome.refusal = error
          }
          return outcome.signedIn
        },
      }),
      ...oidcProvider(),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.provider !== 'oidc') return true
        const claims = profile as OidcProfile | undefined
        const { OIDC_ISSUER } = env()
        if (claims?.sub === undefined || OIDC_ISSUER === undefined) return false
        try {
          outcome.signedIn = await signInOidc(
            {
              issuer: claims.iss ?? OIDC_ISSUER,
              subject: claims.sub,
              email: claims.email ?? null,
              name: claims.name ?? claims.preferred_username ?? null,
            },
            now,
          )
        } catch (error) {
          if (isAppError(error) && error.status === 409) return `${SIGN_IN_PAGE}?error=OAuthAccountNotLinked`
          outcome.refusal = error
        }
        return outcome.signedIn !== null
      },
      jwt: async ({ token }) => {
        const user = outcome.signedIn
        return user === null ? token : { sub: user.id, sid: user.sid, email: user.email, name: user.name }
      },
      session: async ({ session, token }) => {
        const principal =
          typeof token.sid === 'string' ? await authenticateSession(token.sid, Date.now()) : null
        if (principal?.kind !== 'user') return { expires: session.expires }
        const { email, role, teams } = principal
        return { expires: session.expires, user: { email, name: token.name ?? email, role, teams } }
      },
      redirect: async ({ url, baseUrl }) => ownAddress(url, baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string' && typeof token.sub === 'string') {
          await signOut(token.sub, token.sid, Date.now())
        }
      },
    },
  }
}

/** `wanted` where it leads to ourselves, else our first page: no open redirect, and no throw on nonsense. */
export function ownAddress(wanted: string, baseUrl: string): string {
  try {
    const url = new URL(wanted, baseUrl)
    const own = new URL(baseUrl)
    if (url.origin === own.origin && url.username === '' && url.password === '') return url.toString()
  } catch {
    // Nonsense leads home.
  }
  return baseUrl
}

/** Answers everything under /api/auth. Wrong passwords beyond the limit: 429; database away: 503; never a 500 for nonsense. */
export async function handleAuth(request: Request): Promise<Response> {
  const url = new URL(request.url)
  try {
    return await withDeadline(4_200, () => answer(request, url))
  } catch (error) {
    return withUrl(problemResponse(error, url.pathname), url)
  }
}

/** next-auth's own client reads `url` out of every answer of a sign-in, refusals included. */
async function withUrl(response: Response, url: URL): Promise<Response> {
  const problem = (await response.json()) as { code: string }
  const back = `${url.origin}${SIGN_IN_PAGE}?error=${problem.code}`
  return new Response(JSON.stringify({ ...problem, url: back }), response)
}

async function answer(request: Request, url: URL): Promise<Response> {
  prepareNextAuth()
  const action = url.pathname.split('/').slice(3).map(decodeSegment)
  if (action.length > 2 || action.some((part) => !/^[\w-]{1,40}$/.test(part))) {
    throw new AppError('not_found', 404, 'There is nothing here.')
  }
  const body = request.method === 'POST' ? withoutNonsense(await formOf(request), 'callbackUrl') : {}
  const query: Record<string, string | string[]> = {
    ...Object.fromEntries(url.searchParams),
    nextauth: action,
  }
  const outcome: Outcome = { signedIn: null, refusal: null }
  const reply = makeReply()
  const nextRequest = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: CALLBACK_COOKIES.reduce(withoutNonsense, Object.fromEntries(cookiesOf(request.headers))),
    query,
    body,
  } as unknown as NextApiRequest
  try {
    await NextAuth(nextRequest, reply.api, options(request, outcome))
  } catch (error) {
    if (isAppError(error) || isDatabaseAway(error)) throw error
    log('auth').warn({ err: error }, 'next-auth could not answer')
    throw invalid('The sign-in request cannot be understood; begin again at the sign-in page.')
  }
  if (outcome.refusal !== null) throw outcome.refusal
  return reply.response()
}

const CALLBACK_COOKIES = ['next-auth.callback-url', '__Secure-next-auth.callback-url']

/** next-auth takes an address it cannot read for a fault of ours (500): such a field is left out. */
function withoutNonsense(fields: Record<string, string>, name: string): Record<string, string> {
  const value = fields[name]
  if (value === undefined || URL.canParse(value, 'http://localhost')) return fields
  const { [name]: _, ...rest } = fields
  return rest
}

function decodeSegment(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return '%'
  }
}

/** The fields of a posted form (or JSON object); only texts count. */
async function formOf(request: Request): Promise<Record<string, string>> {
  const bytes = await readUnpacked(request, BODY_LIMIT)
  const type = mediaType(request)
  const text = decodeUtf8(bytes)
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text))
  if (type === '' && text === '') return {}
  if (type !== 'application/json') {
    throw new AppError('unsupported_media', 415, 'Send a form (application/x-www-form-urlencoded) or JSON.')
  }
  const value = parseJson(text)
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw invalid('Send a JSON object.')
  const out: Record<string, string> = {}
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'string') out[name] = field
    else if (typeof field === 'boolean' || typeof field === 'number') out[name] = String(field)
    else throw invalid('Every field is a text.', [{ path: name, message: 'not a text' }])
  }
  return out
}

/** next-auth speaks to a response of Next's pages; this one collects what it says. */
function makeReply(): {
  api: NextApiResponse
  response: () => Response
} {
  let status = 200
  let body: string | null = null
  const headers = new Map<string, string | string[]>()
  const cookies = () => [headers.get('set-cookie') ?? []].flat()
  const api = {
    status: (code: number) => {
      status = code
      return api
    },
    setHeader: (name: string, value: string | string[]) => {
      headers.set(name.toLowerCase(), value)
      return api
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    json: (value: unknown) => {
      headers.set('content-type', 'application/json; charset=utf-8')
      body = JSON.stringify(value)
    },
    send: (value: unknown) => {
      if (value === undefined || value === null) return
      if (typeof value === 'string') body = value
      else api.json(value)
    },
    end: () => undefined,
  }
  return {
    api: api as unknown as NextApiResponse,
    response: () => {
      const out = new Headers({ 'cache-control': 'no-store' })
      for (const [name, value] of headers) {
        if (name === 'set-cookie') continue
        out.set(name, String(value))
      }
      for (const cookie of cookies()) out.append('set-cookie', cookie)
      return new Response(body, { status, headers: out })
    },
  }
}
