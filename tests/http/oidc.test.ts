import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { disableUser } from '@/lib/services/disable-user'
import { freshDatabase } from '../database'
import { type App, startApp } from './app'
import { makeUser, system } from './people'

/** A provider that vouches for whoever `person` is, with code flow, PKCE and signed tokens. */
let provider: Server
let issuer: string
let app: App
let person: Record<string, unknown> = {}
const grants = new Map<string, { nonce: string; challenge: string }>()
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function idToken(nonce: string): string {
  const now = Math.floor(Date.now() / 1000)
  const body = `${b64({ alg: 'RS256', kid: 'k' })}.${b64({ iss: issuer, aud: 'helmline', iat: now, exp: now + 60, nonce, ...person })}`
  return `${body}.${createSign('RSA-SHA256').update(body).sign(privateKey).toString('base64url')}`
}

beforeAll(async () => {
  provider = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const reply = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (url.pathname.endsWith('openid-configuration')) {
      return reply({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['RS256'],
        subject_types_supported: ['public'],
        code_challenge_methods_supported: ['S256'],
      })
    }
    if (url.pathname === '/jwks') {
      return reply({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] })
    }
    if (url.pathname === '/authorize') {
      const code = String(grants.size + 1)
      grants.set(code, {
        nonce: url.searchParams.get('nonce') ?? '',
        challenge: url.searchParams.get('code_challenge') ?? '',
      })
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      return response.writeHead(302, { location: back.href }).end()
    }
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const form = new URLSearchParams(text)
      const grant = grants.get(form.get('code') ?? '')
      const verifier = form.get('code_verifier') ?? ''
      if (
        grant === undefined ||
        createHash('sha256').update(verifier).digest('base64url') !== grant.challenge
      ) {
        return reply({ error: 'invalid_grant' }, 400)
      }
      reply({ access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: idToken(grant.nonce) })
    })
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  Object.assign(process.env, {
    NEXTAUTH_SECRET: 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c',
    LOG_LEVEL: 'silent',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'helmline',
    OIDC_CLIENT_SECRET: 'shh',
  })
  await freshDatabase()
  resetEnv()
  app = await startApp()
})
afterAll(async () => {
  await app.close()
  provider.closeAllConnections()
  await new Promise((resolve) => provider.close(resolve))
})

/** Goes the way a browser goes; answers where it ends and who is signed in. */
async function signIn(): Promise<{ where: string; user: Record<string, unknown> | undefined }> {
  const jar = new Map<string, string>()
  const go = async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      const at = pair.indexOf('=')
      jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
  const { csrfToken } = (await (await go(`${app.url}/api/auth/csrf`)).json()) as { csrfToken: string }
  const begun = await go(`${app.url}/api/auth/signin/oidc`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl: '/', json: 'true' }),
  })
  const { url } = (await begun.json()) as { url: string }
  const authorized = await go(url)
  const back = await go(authorized.headers.get('location') ?? '')
  const session = (await (await go(`${app.url}/api/auth/session`)).json()) as {
    user?: Record<string, unknown>
  }
  return { where: back.headers.get('location') ?? '', user: session.user }
}

describe('signing in by OIDC', () => {
  it('makes a person who sees nothing yet, and knows them by issuer and subject whatever their mail', async () => {
    person = { sub: 'u-1', email: 'New@Example.com', name: 'New' }
    const first = await signIn()
    expect(first.user).toMatchObject({ email: 'new@example.com', role: 'agent', teams: [] })
    expect(first.where).toBe(`${app.url}/`)
    person = { sub: 'u-1', email: 'married@example.com', name: 'New' }
    expect((await signIn()).user).toMatchObject({ email: 'new@example.com' })
  })

  it('never takes over an account by its mail', async () => {
    await makeUser('boss@example.com', 'admin')
    person = { sub: 'u-2', email: 'boss@example.com' }
    const { where, user } = await signIn()
    expect(user).toBeUndefined()
    expect(where).toContain('error=OAuthAccountNotLinked')
  })

  it('lets no disabled person in', async () => {
    person = { sub: 'u-3', email: 'gone@example.com' }
    expect((await signIn()).user).toBeDefined()
    await disableUser(system(), { email: 'gone@example.com' })
    expect((await signIn()).user).toBeUndefined()
  })
})
