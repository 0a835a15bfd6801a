/** Screens over HTTP: pairing by a code, their heartbeat, remote control, and who may do what. */

import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { firstBrokenSeal } from '@/lib/db/audit'
import { withClient } from '@/lib/db/pool'
import { freshDatabase } from '../database'
import { type App, startApp } from './app'
import { makeKey, makeUser, signInBy } from './people'

let app: App
let admin = ''
beforeAll(async () => {
  process.env.LOG_LEVEL = 'trace'
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  await freshDatabase()
  resetEnv()
  app = await startApp()
  await makeUser('boss@example.com', 'manager')
  const { response, cookie } = await signInBy(app.url, 'boss@example.com')
  expect(response.status).toBe(200)
  admin = cookie
})
afterAll(async () => {
  await app.close()
})
beforeEach(async () => {
  await withClient((client) => client.query('TRUNCATE screen_pairing, rate_limit'))
})

interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what the server says is what is tested
  readonly body: any
}

async function call(
  method: string,
  path: string,
  options: { body?: unknown; cookie?: string; bearer?: string } = {},
): Promise<Answer> {
  const { body, cookie, bearer } = options
  const response = await fetch(`${app.url}/api/v1/screens${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  }
}

const begin = async () => {
  const { status, body } = await call('POST', '/pairing')
  expect(status).toBe(201)
  return body as { code: string; claim: string; expiresAt: string }
}
const claim = (secret: string) => call('POST', '/pairing/claim', { body: { claim: secret } })
const pair = (code: string, more: object = {}) =>
  call('POST', '', { cookie: admin, body: { code, board: 'overview', ...more } })
const session = (token: string, more: object = {}) => call('POST', '/session', { body: { token, ...more } })
const tokenOf = (path: string) => path.slice(path.indexOf('#') + 1)

async function paired(more: object = {}): Promise<{ id: string; token: string }> {
  const tv = await begin()
  const { body } = await pair(tv.code, more)
  return { id: body.id, token: tokenOf((await claim(tv.claim)).body.path) }
}

describe('pairing by a code', () => {
  it('leads from the code on the television to its board', async () => {
    const tv = await begin()
    expect(tv.code).toMatch(/^[2-9B-DF-HJ-KM-NP-TV-Z]{3}-[2-9B-DF-HJ-KM-NP-TV-Z]{3}$/)
    expect(Date.parse(tv.expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000)
    expect(await claim(tv.claim)).toMatchObject({ status: 202, body: { state: 'pending' } })

    const typed = ` ${tv.code.toLowerCase().replace('-', ' ')} `
    const made = await pair(typed, { label: 'Floor 3', scope: { team: 'east' } })
    expect(made).toMatchObject({ status: 201, body: { board: 'overview' } })
    expect(JSON.stringify(made.body)).not.toContain('hs_')

    const got = await claim(tv.claim)
    expect(got.status).toBe(200)
    expect(got.body.path).toMatch(new RegExp(`^/wall/overview#hs_${made.body.id}_`))
    expect(await session(tokenOf(got.body.path))).toMatchObject({
      status: 200,
      body: { board: 'overview', scope: { team: 'east' }, command: null, settings: { scenes: [] } },
    })
  })

  it('hands the token over once, also where two ask at the same moment', async () => {
    const tv = await begin()
    await pair(tv.code)
    const both = await Promise.all(Array.from({ length: 6 }, () => claim(tv.claim)))
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 404, 404, 404, 404, 404])
    expect((await claim(tv.claim)).status).toBe(404)
  })

  it('gives one code to one screen, also where two type it at the same moment', async () => {
    const [one, two] = [await begin(), await begin()]
    const typed = await Promise.all([pair(one.code), pair(one.code), pair(two.code)])
    expect(typed.map((answer) => answer.status).sort()).toEqual([201, 201, 400])
    const { body } = await call('GET', '', { cookie: admin })
    const ids = typed.filter((answer) => answer.status === 201).map((answer) => answer.body.id)
    expect(body.screens.filter((screen: { id: string }) => ids.includes(screen.id))).toHaveLength(2)
    expect((await claim(two.claim)).body.path).toContain(typed[2]?.body.id)
  })

  it('forgets a code when its time is over, and keeps one that was typed in time', async () => {
    const [late, intime] = [await begin(), await begin()]
    await pair(intime.code)
    await withClient((client) =>
      client.query(
        "UPDATE screen_pairing SET expires_at = now() - interval '1 second' WHERE screen_id IS NULL",
      ),
    )
    expect((await pair(late.code)).status).toBe(400)
    expect((await claim(late.claim)).status).toBe(404)
    expect((await claim(intime.claim)).status).toBe(200)
    expect((await claim('x'.repeat(43))).status).toBe(404)
    expect((await claim('short')).status).toBe(400)
  })

  it('says at which place a wrong code is, and stops guessing after ten', async () => {
    const tv = await begin()
    for (let i = 0; i < 10; i++) {
      const wrong = await pair(i % 2 === 0 ? '222-222' : 'not a code')
      expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid', errors: [{ path: 'code' }] } })
    }
    const blocked = await pair(tv.code)
    expect(blocked).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await claim(tv.claim)).status, 'the right code was refused as well').toBe(202)
  })

  it('does not count right codes as wrong', async () => {
    for (let i = 0; i < 12; i++) expect((await pair((await begin()).code)).status).toBe(201)
  })

  it('lets one address open thirty codes in five minutes, and everybody two hundred at once', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 31; i++) statuses.push((await call('POST', '/pairing')).status)
    expect(statuses.slice(0, 30).every((status) => status === 201)).toBe(true)
    expect(statuses[30]).toBe(429)
    await withClient((client) =>
      client.query(
        `INSERT INTO screen_pairing (claim_hash, code_hash, created_at, expires_at)
         SELECT 'c' || n, 'k' || n, now(), now() + interval '5 minutes' FROM generate_series(1, 170) n`,
      ),
    )
    await withClient((client) => client.query('TRUNCATE rate_limit'))
    expect(await call('POST', '/pairing')).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    await withClient((client) =>
      client.query("UPDATE screen_pairing SET expires_at = now() - interval '1 s'"),
    )
    expect((await call('POST', '/pairing')).status, 'old ones give way').toBe(201)
  })

  it('stores hashes only, and writes no code, claim or token into a log', async () => {
    const lines: string[] = []
    const stream = Reflect.get(log('test'), pino.symbols.streamSym) as { write(line: string): void }
    const write = vi.spyOn(stream, 'write').mockImplementation((line) => void lines.push(line))
    log('test').warn('a line is caught')
    const tv = await begin()
    await pair('222-333')
    await pair(tv.code)
    const token = tokenOf((await claim(tv.claim)).body.path)
    await session(token)
    await session(`${token.slice(0, -3)}xyz`)
    await fetch(`${app.url}/api/v1/screens/pairing/claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"claim":"${tv.claim}"`,
    })
    write.mockRestore()
    expect(lines.join('')).toContain('a line is caught')
    const secret = token.split('_').slice(2).join('_')
    for (const text of [tv.code, tv.code.replace('-', ''), tv.claim, secret]) {
      expect(lines.join('')).not.toContain(text)
      const held = await withClient((client) =>
        client.query<{ text: string }>(
          `SELECT coalesce(string_agg(t::text, ''), '') AS text FROM (
             SELECT to_jsonb(s) AS t FROM screen s UNION ALL SELECT to_jsonb(p) FROM screen_pairing p
             UNION ALL SELECT to_jsonb(a) FROM audit_entry a) all_rows`,
        ),
      )
      expect(held.rows[0]?.text).not.toContain(text)
    }
  })
})

describe('a screen', () => {
  it('tells how it is and hears what to show', async () => {
    const { id, token } = await paired({ label: 'Lobby' })
    const list = async () => {
      const { body } = await call('GET', '', { cookie: admin })
      return body.screens.find((screen: { id: string }) => screen.id === id)
    }
    expect(await list()).toMatchObject({ state: 'waiting', build: null, viewport: null, label: 'Lobby' })
    await session(token, {
      build: 'another-build',
      viewport: { width: 1920, height: 1080, dpr: 1 },
      scene: 'overview',
      density: 'far',
    })
    const seen = await list()
    expect(seen).toMatchObject({
      state: 'live',
      build: 'another-build',
      oldBuild: true,
      viewport: { width: 1920, height: 1080, dpr: 1 },
      scene: 'overview',
      density: 'far',
    })
    expect(JSON.stringify(seen)).not.toMatch(/hash/i)
    await session(token)
    expect(await list(), 'what is left out stays').toMatchObject({ build: 'another-build', density: 'far' })
    await withClient((client) =>
      client.query("UPDATE screen SET last_seen_at = now() - interval '1 minute' WHERE id = $1", [id]),
    )
    expect(await list()).toMatchObject({ state: 'lost' })
    expect((await session(token, { viewport: { width: 'x' } })).status).toBe(400)
  })

  it('follows changes, scenes and notices with its next heartbeat', async () => {
    const { id, token } = await paired()
    const settings = {
      scenes: ['overview'],
      rotateSeconds: 20,
      inches: 65,
      metres: 5,
      density: null,
      locale: 'en',
      sound: true,
      speech: false,
      quiet: { from: '22:00', to: '08:00' },
    }
    const changed = await call('PATCH', `/${id}`, { cookie: admin, body: { label: 'New', settings } })
    expect(changed).toMatchObject({ status: 200, body: { id } })
    expect((await session(token)).body.settings).toEqual(settings)

    const until = new Date(Date.now() + 600_000).toISOString()
    const told = await call('POST', `/${id}/command`, {
      cookie: admin,
      body: { scene: 'overview', notice: { text: ' Maintenance ', until } },
    })
    expect(told.body.command).toMatchObject({ scene: 'overview', notice: { text: 'Maintenance', until } })
    expect((await session(token)).body.command).toEqual(told.body.command)
    const back = await call('POST', `/${id}/command`, { cookie: admin, body: { scene: null } })
    expect(back.body.command).toMatchObject({ scene: null, notice: { text: 'Maintenance' } })
    expect(back.body.command.id).not.toBe(told.body.command.id)
    await call('POST', `/${id}/command`, { cookie: admin, body: { notice: null } })
    expect((await session(token)).body.command).toBeNull()

    for (const body of [
      { notice: { text: 'x', until: new Date(Date.now() - 1_000).toISOString() } },
      { notice: { text: 'x', until: new Date(Date.now() + 8 * 86_400_000).toISOString() } },
      { notice: { text: '', until } },
      { scene: 'nothing' },
    ]) {
      expect((await call('POST', `/${id}/command`, { cookie: admin, body })).status).toBe(400)
    }
    expect((await call('PATCH', `/${id}`, { cookie: admin, body: { board: 'nothing' } })).status).toBe(400)
    expect((await call('PATCH', '/unknown', { cookie: admin, body: {} })).status).toBe(404)
    expect((await call('POST', '/unknown/command', { cookie: admin, body: {} })).status).toBe(404)
  })

  it('lets a notice end by itself', async () => {
    const { id, token } = await paired()
    await withClient((client) =>
      client.query('UPDATE screen SET command = $2 WHERE id = $1', [
        id,
        JSON.stringify({ id: 'c', scene: null, notice: { text: 'old', until: '2026-01-01T00:00:00Z' } }),
      ]),
    )
    expect((await session(token)).body.command).toBeNull()
  })

  it('is dead within 10 s of its end, for good', async () => {
    const { id, token } = await paired()
    expect((await session(token)).status).toBe(200)
    expect((await call('DELETE', `/${id}`, { cookie: admin })).status).toBe(200)
    const began = Date.now()
    expect((await session(token)).status).toBe(401)
    expect(Date.now() - began).toBeLessThan(10_000)
    expect((await call('DELETE', `/${id}`, { cookie: admin })).status).toBe(404)
    expect((await call('PATCH', `/${id}`, { cookie: admin, body: { label: 'x' } })).status).toBe(404)
    const { body } = await call('GET', '', { cookie: admin })
    expect(body.screens.find((screen: { id: string }) => screen.id === id)).toMatchObject({ state: 'ended' })
  })

  it('that was ended before its television fetched it is never handed over', async () => {
    const tv = await begin()
    const { body } = await pair(tv.code)
    await call('DELETE', `/${body.id}`, { cookie: admin })
    expect((await claim(tv.claim)).status).toBe(404)
  })

  it('reads its own boards and nothing else', async () => {
    const { token } = await paired()
    expect((await call('GET', '', { bearer: token })).status).toBe(403)
    expect((await call('POST', '', { bearer: token, body: { board: 'overview' } })).status).toBe(403)
    const frames = await fetch(`${app.url}/api/v1/live/another`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(frames.status).toBe(403)
  })
})

describe('who may', () => {
  it('is decided by role, on every route', async () => {
    const { id } = await paired()
    const roles = ['admin', 'manager', 'supervisor', 'lead', 'agent', 'auditor'] as const
    const may: Record<string, string[]> = {}
    for (const role of roles) {
      await makeUser(`${role}@example.com`, role)
      const { cookie } = await signInBy(app.url, `${role}@example.com`)
      const answers = {
        list: await call('GET', '', { cookie }),
        create: await call('POST', '', { cookie, body: { board: 'overview' } }),
        pair: await call('POST', '', { cookie, body: { board: 'overview', code: '222-222' } }),
        change: await call('PATCH', `/${id}`, { cookie, body: { label: role } }),
        tell: await call('POST', `/${id}/command`, { cookie, body: { scene: null } }),
        end: await call('DELETE', '/unknown', { cookie }),
      }
      for (const [what, answer] of Object.entries(answers)) {
        if (answer.status !== 403) may[what] = [...(may[what] ?? []), role]
      }
    }
    const bosses = ['admin', 'manager']
    expect(may).toEqual({
      list: [...bosses, 'auditor'],
      create: bosses,
      pair: bosses,
      change: bosses,
      tell: bosses,
      end: bosses,
    })
    expect((await call('GET', '')).status).toBe(401)
    expect((await call('GET', '', { bearer: await makeKey('reads', 'read') })).status).toBe(403)
    expect((await call('GET', '', { bearer: await makeKey('rules', 'admin') })).status).toBe(200)
  })

  it('leaves a trail of everything', async () => {
    const { id } = await paired()
    await call('PATCH', `/${id}`, { cookie: admin, body: { label: 'renamed' } })
    await call('PATCH', `/${id}`, { cookie: admin, body: { label: 'renamed' } })
    await call('POST', `/${id}/command`, { cookie: admin, body: { scene: 'overview' } })
    await call('DELETE', `/${id}`, { cookie: admin })
    const entries = await withClient((client) =>
      client.query<{ action: string; actor: string }>(
        'SELECT action, actor FROM audit_entry WHERE object = $1 ORDER BY seq',
        [`screen:${id}`],
      ),
    )
    expect(entries.rows.map((row) => row.action)).toEqual([
      'screen.paired',
      'screen.changed',
      'screen.told',
      'screen.revoked',
    ])
    expect(entries.rows.every((row) => row.actor.startsWith('user:'))).toBe(true)
    expect(await withClient(firstBrokenSeal)).toBeNull()
  })
})
