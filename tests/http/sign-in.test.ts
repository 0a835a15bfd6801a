import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { firstBrokenSeal } from '@/lib/db/audit'
import { withClient } from '@/lib/db/pool'
import { ownAddress } from '@/lib/http/auth'
import { disableUser } from '@/lib/services/disable-user'
import { freshDatabase } from '../database'
import { type App, startApp } from './app'
import { makeUser, signInBy, system } from './people'

let app: App
let proxied: App
beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  await freshDatabase()
  resetEnv()
  app = await startApp()
  proxied = await startApp({ trustedProxies: ['127.0.0.1'] })
})
afterAll(async () => {
  await app.close()
  await proxied.close()
})

const me = async (cookie: string) => {
  const response = await fetch(`${app.url}/api/auth/session`, { headers: { cookie } })
  return (await response.json()) as { user?: { email: string; role: string; teams: string[] | null } }
}

describe('signing in', () => {
  it('lets the right password in, with a cookie no script reads, and knows role and teams', async () => {
    await makeUser('lead@example.com', 'lead', 'east, west')
    const { response, cookie } = await signInBy(app.url, 'Lead@Example.com')
    expect(response.status).toBe(200)
    const set = response.headers.getSetCookie().find((c) => c.includes('session-token')) ?? ''
    expect(set).toMatch(/HttpOnly/i)
    expect(set).toMatch(/SameSite=Lax/i)
    expect(await me(cookie)).toMatchObject({
      user: { email: 'lead@example.com', role: 'lead', teams: ['east', 'west'] },
    })
  })

  it('refuses a wrong password and an unknown person alike', async () => {
    await makeUser('a@example.com', 'agent')
    const wrong = await signInBy(app.url, 'a@example.com', 'wrong password')
    const nobody = await signInBy(app.url, 'nobody@example.com', 'wrong password')
    expect([wrong.response.status, nobody.response.status]).toEqual([401, 401])
    expect(await wrong.response.text()).toBe(await nobody.response.text())
    expect(wrong.cookie).not.toContain('session-token')
  })

  it('works at once when a person is disabled, and for good', async () => {
    await makeUser('gone@example.com', 'manager')
    const { cookie } = await signInBy(app.url, 'gone@example.com')
    expect((await me(cookie)).user?.email).toBe('gone@example.com')
    await disableUser(system(), { email: 'gone@example.com' })
    expect(await me(cookie)).not.toHaveProperty('user')
    expect((await signInBy(app.url, 'gone@example.com')).response.status).toBe(401)
    await makeUser('gone@example.com', 'manager')
    expect(await me(cookie)).not.toHaveProperty('user')
  })

  it('ends a session at sign-out, whoever still holds its cookie', async () => {
    await makeUser('out@example.com', 'agent')
    const { cookie } = await signInBy(app.url, 'out@example.com')
    const csrf = await fetch(`${app.url}/api/auth/csrf`, { headers: { cookie } })
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    await fetch(`${app.url}/api/auth/signout`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    })
    expect(await me(cookie)).not.toHaveProperty('user')
  })

  it('answers 429 with Retry-After after ten wrong passwords for an account, the right one included', async () => {
    await makeUser('slow@example.com', 'agent')
    const via = { 'x-forwarded-for': '203.0.113.7' }
    for (let i = 0; i < 10; i++) {
      expect((await signInBy(proxied.url, 'slow@example.com', `wrong ${i}`, via)).response.status).toBe(401)
    }
    const blocked = await signInBy(proxied.url, 'slow@example.com', undefined, via)
    expect(blocked.response.status).toBe(429)
    expect(Number(blocked.response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await blocked.response.json()).toMatchObject({ code: 'rate_limited', status: 429 })
  })

  it('answers 429 after thirty wrong passwords from one address, and only trusts named proxies about it', async () => {
    const statuses = new Set<number>()
    for (let i = 0; i < 31; i++) {
      const via = { 'x-forwarded-for': `198.51.100.9, 127.0.0.1` }
      statuses.add(
        (await signInBy(proxied.url, `person${i}@example.com`, 'wrong password', via)).response.status,
      )
    }
    expect([...statuses].sort()).toEqual([401, 429])
    const elsewhere = await signInBy(proxied.url, 'x@example.com', 'wrong', {
      'x-forwarded-for': '198.51.100.10',
    })
    expect(elsewhere.response.status).toBe(401)

    const untrusted = new Set<number>()
    for (let i = 0; i < 31; i++) {
      const via = { 'x-forwarded-for': `192.0.2.${i}` }
      untrusted.add((await signInBy(app.url, `other${i}@example.com`, 'wrong password', via)).response.status)
    }
    expect([...untrusted]).toContain(429)
  })

  it('never answers 5xx to nonsense', async () => {
    const post = (path: string, body: string, type: string) =>
      fetch(`${app.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        body,
        headers: { 'content-type': type },
      })
    const answers = await Promise.all([
      post('/api/auth/callback/credentials', '{', 'application/json'),
      post('/api/auth/callback/credentials', '{"email":{"a":1}}', 'application/json'),
      post('/api/auth/callback/credentials', '[]', 'application/json'),
      post('/api/auth/callback/credentials', 'email=%00&password=%00', 'application/x-www-form-urlencoded'),
      post('/api/auth/callback/credentials', 'x'.repeat(100_000), 'application/x-www-form-urlencoded'),
      post('/api/auth/callback/credentials', 'x', 'multipart/form-data'),
      post('/api/auth/callback/nothing', '', 'application/x-www-form-urlencoded'),
      post('/api/auth/signin', 'callbackUrl=http://[', 'application/x-www-form-urlencoded'),
      fetch(`${app.url}/api/auth/signin?callbackUrl=http://127.0.0.1:3.evil.example/`, {
        redirect: 'manual',
      }),
      fetch(`${app.url}/api/auth/csrf?callbackUrl=%2F%2Fevil`, { redirect: 'manual' }),
      fetch(`${app.url}/api/auth/csrf`, {
        headers: { cookie: 'next-auth.callback-url=http%3A%2F%2F[; next-auth.session-token=x' },
      }),
      fetch(`${app.url}/api/auth/nothing/at/all`),
      fetch(`${app.url}/api/auth`),
    ])
    for (const answer of answers) expect(answer.status, answer.url).toBeLessThan(500)
  })

  it('leads nowhere but home', () => {
    const home = 'http://127.0.0.1:3000'
    expect(ownAddress('/channels?x=1', home)).toBe(`${home}/channels?x=1`)
    for (const evil of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      'http://127.0.0.1:3000@evil.example',
      'http://[',
      'http://127.0.0.1:3000.evil.example/',
    ]) {
      expect(new URL(ownAddress(evil, home)).origin).toBe(home)
    }
  })

  it('leaves a trail whose seals hold', async () => {
    expect(await withClient((client) => firstBrokenSeal(client))).toBeNull()
    const forge = `UPDATE audit_entry SET actor = 'user:nobody' WHERE seq = (SELECT min(seq) + 2 FROM audit_entry)`
    for (const change of [forge, 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
      await expect(
        withClient((client) => client.query(change)),
        change,
      ).rejects.toThrow('append-only')
    // Whoever owns the database can switch the trigger off; the seals tell.
    await withClient(async (client) => {
      await client.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only')
      await client.query(forge)
    })
    expect(await withClient((client) => firstBrokenSeal(client))).not.toBeNull()
  })
})
