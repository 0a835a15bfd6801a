import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { closePools, withClient } from '@/lib/db/pool'
import { hub } from '@/lib/live/hub'
import { connectTo, freshDatabase } from '../database'
import { watch } from '../live/frames'
import { type App, startApp } from './app'
import { type FaultProxy, faultProxy } from './fault-proxy'
import { makeKey, makeUser, signInBy } from './people'

let app: App
let proxy: FaultProxy
let key: Record<string, string>
let cookie: string

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  process.env.LOG_LEVEL = 'silent'
  proxy = await faultProxy(await freshDatabase())
  await connectTo(proxy.url)
  resetEnv()
  app = await startApp()
  key = { authorization: `Bearer ${await makeKey('k', 'ingest', 'read')}` }
  await makeUser('p@example.com', 'admin')
  cookie = (await signInBy(app.url, 'p@example.com')).cookie
})
afterAll(async () => {
  await hub().stop()
  await app.close()
  await closePools()
  await proxy.close()
})

afterEach(() => proxy.heal())

const QUERY = { metrics: ['tickets_opened'], dimensions: ['channel'], period: { preset: 'last_7_days' } }
const post = (path: string, body: unknown, headers: Record<string, string>) =>
  fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const calls: Record<string, () => Promise<Response>> = {
  query: () => post('/api/v1/query', QUERY, key),
  'query by session': () => post('/api/v1/query', QUERY, { cookie }),
  tickets: () => fetch(`${app.url}/api/v1/tickets`, { headers: key }),
  csv: () => fetch(`${app.url}/api/v1/tickets`, { headers: { ...key, accept: 'text/csv' } }),
  ticket: () => fetch(`${app.url}/api/v1/tickets/a/b`, { headers: { cookie } }),
  events: () => post('/api/v1/events', [], { ...key, 'content-type': 'application/cloudevents-batch+json' }),
  live: () => fetch(`${app.url}/api/v1/live/overview`, { headers: { cookie } }),
  health: () => fetch(`${app.url}/api/health`),
  ready: () => fetch(`${app.url}/api/readyz`),
  'sign-in': async () => (await signInBy(app.url, 'p@example.com')).response,
}

describe.each(['hang', 'cut'] as const)('a database that is away (%s)', (fault) => {
  it('costs no request more than 5 s, is said so on the screen within 10 s, and is forgotten 5 s after it is back', async () => {
    const stream = await watch(`${app.url}/api/v1/live/overview`, { cookie })
    await stream.frame((frame) => frame.full)
    proxy[fault]()
    const away = Date.now()
    const said = stream.next((event) => event.event === 'status', 10_000)
    const answers = await Promise.all(
      Object.entries(calls).map(async ([name, call]) => {
        const began = Date.now()
        const { status, headers } = await call()
        return { name, status, retry: headers.get('retry-after'), took: Date.now() - began }
      }),
    )
    for (const { name, status, retry, took } of answers) {
      expect([name, status]).toEqual([name, 503])
      expect(Number(retry), name).toBeGreaterThan(0)
      expect(took, name).toBeLessThanOrEqual(5_000)
    }
    const { data } = await said
    expect(data).toMatchObject({ database: 'down' })
    expect(Date.now() - away).toBeLessThan(10_000)
    expect(Math.abs(Date.parse((data as { since: string }).since) - away)).toBeLessThan(10_000)

    proxy.heal()
    const back = Date.now()
    const up = await stream.next((event) => event.event === 'status', 5_000)
    expect(up.data).toMatchObject({ database: 'up' })
    await expect
      .poll(async () => (await calls.query?.())?.status, { timeout: 5_000, interval: 100 })
      .toBe(200)
    await expect
      .poll(async () => (await calls.events?.())?.status, { timeout: 5_000, interval: 100 })
      .toBe(200)
    expect(Date.now() - back).toBeLessThan(5_000)
    stream.close()
  })

  it('greys every tile and lets it age, and never shows a state it cannot know', async () => {
    await withClient((client) =>
      client.query(
        `INSERT INTO source (source, first_seen_at, last_event_at, last_received_at, events)
         VALUES ('shop', now(), now(), now(), 1) ON CONFLICT (source) DO UPDATE SET last_event_at = now()`,
      ),
    )
    const stream = await watch(`${app.url}/api/v1/live/overview`, { cookie })
    await stream.frame((frame) => frame.tiles.sources?.state === 'ok')
    proxy[fault]()
    await stream.next((event) => event.event === 'status', 10_000)
    const { frame } = await stream.frame(({ tiles }) => tiles.sources !== undefined, 10_000)
    for (const tile of Object.values(frame.tiles)) expect(tile.state).toBe('none')
    expect(frame.tiles.sources?.value).toBe(1)
    expect((await calls.live?.())?.status).toBe(503)
    proxy.heal()
    await stream.frame(({ tiles }) => tiles.sources?.state === 'ok', 10_000)
    stream.close()
  })
})
