/**
 * Who asks: an API key or a screen token as `Authorization: Bearer …`, a signed-in browser by next-auth's cookie, a
 * paired wall by its own cookie. Checked against the database on each request (keys: within 3 s).
 */
import { decode } from 'next-auth/jwt'
import { requireSecret } from '@/lib/core/env'
import { LOCALE_COOKIE } from '@/lib/i18n/locale'
import type { Locale } from '@/lib/metrics/types'
import { authenticateKey, authenticateScreen, authenticateSession } from '@/lib/services/authenticate'
import type { Context, Principal } from '@/lib/services/context'

/** next-auth's session cookie: plain over http, prefixed over https. */
export const SESSION_COOKIES = ['__Secure-next-auth.session-token', 'next-auth.session-token'] as const
/** The wall's cookie; the browser sends it to the live path only. */
export const SCREEN_COOKIE = 'helmline-screen'

/** Cookies of a request by name; the first of a name counts; what cannot be decoded is left out. */
export function cookiesOf(headers: Headers): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at < 0) continue
    const name = part.slice(0, at).trim()
    if (out.has(name)) continue
    try {
      out.set(name, decodeURIComponent(part.slice(at + 1).trim()))
    } catch {
      // A cookie we did not write is nobody's.
    }
  }
  return out
}

/** The session id in next-auth's cookie (also where it is split into chunks); null where there is none or it is not ours. */
export async function sessionIdOf(headers: Headers): Promise<string | null> {
  const cookies = cookiesOf(headers)
  for (const name of SESSION_COOKIES) {
    let token = cookies.get(name) ?? ''
    for (let i = 0; token === '' || i > 0; i++) {
      const chunk = cookies.get(`${name}.${i}`)
      if (chunk === undefined) break
      token += chunk
    }
    if (token === '') continue
    try {
      const claims = await decode({ token, secret: requireSecret('NEXTAUTH_SECRET') })
      if (typeof claims?.sid === 'string') return claims.sid
    } catch {
      // A token of another secret, or past its time, is no session.
    }
  }
  return null
}

/**
 * Who sent these headers; null where nobody is named or the credentials are dead. An Authorization header counts
 * before cookies and is never mixed with them. Throws 503 where the database is away.
 */
export async function contextFrom(headers: Headers, now = Date.now()): Promise<Context | null> {
  const principal = await principalFrom(headers, now)
  return principal === null ? null : { principal, now, locale: localeOf(headers) }
}

async function principalFrom(headers: Headers, now: number): Promise<Principal | null> {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const [scheme = '', token = ''] = authorization.trim().split(/\s+/, 2)
    if (scheme.toLowerCase() !== 'bearer') return null
    if (token.startsWith('hs_')) return await authenticateScreen(token, now)
    return await authenticateKey(token, now)
  }
  const sid = await sessionIdOf(headers)
  if (sid !== null) {
    const user = await authenticateSession(sid, now)
    if (user !== null) return user
  }
  const screen = cookiesOf(headers).get(SCREEN_COOKIE)
  return screen === undefined ? null : await authenticateScreen(screen, now)
}

/** The language asked for: our cookie, else Accept-Language, else Chinese. */
export function localeOf(headers: Headers): Locale {
  const chosen = cookiesOf(headers).get(LOCALE_COOKIE)
  if (chosen === 'zh' || chosen === 'en') return chosen
  const wanted = (headers.get('accept-language') ?? '').toLowerCase()
  const zh = wanted.indexOf('zh')
  const en = wanted.indexOf('en')
  return en >= 0 && (zh < 0 || en < zh) ? 'en' : 'zh'
}

/** For pages and layouts: who is looking, or null. A wall's cookie and API keys open no page. */
export async function currentContext(): Promise<Context | null> {
  const { headers } = await import('next/headers')
  const ctx = await contextFrom(new Headers(await headers()))
  return ctx?.principal.kind === 'user' ? ctx : null
}
