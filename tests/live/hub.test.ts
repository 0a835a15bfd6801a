import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBoard } from '@/lib/boards/registry'
import { OVERVIEW_TILES } from '@/lib/boards/types'
import { resetEnv } from '@/lib/core/env'
import { enableHandover } from '@/lib/core/handover'
import { withClient } from '@/lib/db/pool'
import { hub } from '@/lib/live/hub'
import { createScreen } from '@/lib/services/create-screen'
import { disableUser } from '@/lib/services/disable-user'
import { revokeApiKey } from '@/lib/services/revoke-api-key'
import { revokeScreen } from '@/lib/services/revoke-screen'
import { freshDatabase } from '../database'
import { type App, startApp } from '../http/app'
import { makeKey, makeUser, signInBy, system } from '../http/people'
import { watch } from './frames'

let app: App
let live: string
let read: Record<string, string>
beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  process.env.LOG_LEVEL = 'fatal'
  await freshDatabase()
  resetEnv()
  app = await startApp()
  live = `${app.url}/api/v1/live/overview`
  read = { authorization: `Bearer ${await makeKey('reader', 'read')}` }
})
afterAll(async () => {
  await hub().stop()
  await app.close()
})

/** A source that has just been heard of, told to everybody as the applier does. */
async function hear(source: string): Promise<void> {
  await withClient(async (client) => {
    await client.query(
      `INSERT INTO source (source, first_seen_at, last_event_at, last_received_at, events)
       VALUES ($1, now(), now(), now(), 1) ON CONFLICT (source) DO UPDATE SET last_event_at = now(), events = source.events + 1`,
      [source],
    )
    await client.query(`SELECT pg_notify('applied', '{"applied":1}')`)
  })
}

const pair = async (team?: string) => {
  const { path } = await createScreen(system(), {
    board: 'overview',
    ...(team === undefined ? {} : { scope: `team=${team}` }),
  })
  return { path, token: path.slice(path.indexOf('#') + 1) }
}

describe.each(['streams', 'handed over'])('live frames, %s', (way) => {
  beforeAll(async () => {
    if (way === 'streams') return
    enableHandover()
    await app.close()
    app = await startApp({ handover: true })
    live = `${app.url}/api/v1/live/overview`
  })

  it('begin with a full one and go on with what changed, in rising order', async () => {
    const stream = await watch(live, read)
    expect(stream.status).toBe(200)
    const first = await stream.frame()
    expect(first.frame).toMatchObject({ board: 'overview', full: true })
    expect(Object.keys(first.frame.tiles).sort()).toEqual([...OVERVIEW_TILES].sort())
    await hear(`shop ${way}`)
    const second = await stream.frame((frame) =>
      JSON.stringify(frame.tiles.sources ?? '').includes(`shop ${way}`),
    )
    expect(second.frame.full).toBe(false)
    expect(Number(second.id)).toBeGreaterThan(Number(first.id))
    expect(second.frame.tiles.sources?.result).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ source: `shop ${way}`, silent: false })]),
    })
    stream.close()
  })

  it('hold back no state: nothing heard is no data, not zero in full ink', async () => {
    const stream = await watch(live, read)
    const { frame } = await stream.frame()
    expect(frame.tiles.csat).toMatchObject({ value: null, state: 'none' })
    stream.close()
  })

  it('resume after the last id that was read, or begin anew where that is unknown', async () => {
    const one = await watch(live, read)
    const first = await one.frame()
    await hear(`resume-a ${way}`)
    const second = await one.frame((frame) =>
      JSON.stringify(frame.tiles.sources ?? '').includes(`resume-a ${way}`),
    )
    one.close()
    await hear(`resume-b ${way}`)
    const other = await watch(live, read)
    await other.frame((frame) => JSON.stringify(frame).includes(`resume-b ${way}`))
    other.close()
    const back = await watch(live, { ...read, 'last-event-id': second.id })
    const resumed = await back.frame()
    expect(resumed.frame.full).toBe(false)
    expect(JSON.stringify(resumed.frame)).toContain(`resume-b ${way}`)
    back.close()
    for (const id of ['1', 'x', '99999999999999999999', String(Number(first.id) - 1_000_000)]) {
      const anew = await watch(live, { ...read, 'last-event-id': id })
      expect((await anew.frame()).frame.full, id).toBe(true)
      anew.close()
    }
  })

  it('are put together once for all who watch the same', async () => {
    const streams = await Promise.all(Array.from({ length: 40 }, () => watch(live, read)))
    await Promise.all(streams.map((stream) => stream.frame()))
    await hear(`many ${way}`)
    const ids = await Promise.all(
      streams.map(
        async (stream) => (await stream.frame((frame) => JSON.stringify(frame).includes(`many ${way}`))).id,
      ),
    )
    expect(new Set(ids).size).toBe(1)
    for (const stream of streams) stream.close()
    await expect.poll(() => hub().size, { timeout: 5_000 }).toBe(0)
  })

  it('come with a ping at least every 15 s', async () => {
    const stream = await watch(live, read)
    await stream.next((event) => event.event === 'ping', 15_000)
    stream.close()
  })
})

describe('who may watch', () => {
  it('a screen its own board only, by bearer or by the cookie of the live path', async () => {
    const { token, path } = await pair()
    const bearer = { authorization: `Bearer ${token}` }
    const stream = await watch(live, bearer)
    await stream.frame()
    expect((await fetch(`${app.url}/api/v1/live/channels`, { headers: bearer })).status).toBe(403)
    const query = await fetch(`${app.url}/api/v1/query`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(query.status).toBe(403)

    const paired = await fetch(`${app.url}/api/v1/screens/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    expect(paired.status).toBe(200)
    const set = paired.headers.getSetCookie()[0] ?? ''
    expect(set).toContain('Path=/api/v1/live')
    expect(set).toContain('HttpOnly')
    const byCookie = await watch(live, { cookie: set.split(';')[0] ?? '' })
    await byCookie.frame()

    await revokeScreen(system(), { screen: `http://127.0.0.1${path}` })
    const ended = Date.now()
    await Promise.all([stream.ended, byCookie.ended])
    expect(Date.now() - ended).toBeLessThan(10_000)
    await expect
      .poll(async () => (await fetch(live, { headers: bearer })).status, { timeout: 5_000 })
      .toBe(401)
    const again = await fetch(`${app.url}/api/v1/screens/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    expect(again.status).toBe(401)
  })

  it('a person while signed in and not disabled', async () => {
    await makeUser('watcher@example.com', 'agent', 'east')
    const { cookie } = await signInBy(app.url, 'watcher@example.com')
    const stream = await watch(live, { cookie })
    await stream.frame()
    await disableUser(system(), { email: 'watcher@example.com' })
    await stream.ended
    expect((await fetch(live, { headers: { cookie } })).status).toBe(401)
  })

  it('a key with scope read while it lives', async () => {
    const ingest = { authorization: `Bearer ${await makeKey('only-ingest', 'ingest')}` }
    expect((await fetch(live, { headers: ingest })).status).toBe(403)
    expect((await fetch(live)).status).toBe(401)
    expect((await fetch(`${app.url}/api/v1/live/nothing`, { headers: read })).status).toBe(404)
    const stream = await watch(live, { authorization: `Bearer ${await makeKey('short-lived', 'read')}` })
    await stream.frame()
    await revokeApiKey(system(), { name: 'short-lived' })
    await stream.ended
  })

  it('a slow reader is dropped at 1 MB, alone', async () => {
    const board = findBoard('overview')
    if (board === null) throw new Error('no overview')
    let pending = 0
    let destroyed = 0
    const before = hub().size
    hub().attach(
      {
        access: { board, teams: null },
        credential: { kind: 'key', id: read.authorization?.split('_')[1] ?? '' },
        lastEventId: null,
      },
      {
        write: (bytes) => {
          pending += bytes.byteLength
        },
        get pending() {
          return pending
        },
        end: () => undefined,
        destroy: () => {
          destroyed++
        },
        onClose: () => undefined,
      },
    )
    const other = await watch(live, read)
    await other.frame()
    expect([hub().size, destroyed]).toEqual([before + 2, 0])
    pending = 1024 * 1024
    await hear('drop the slow one')
    await other.frame((frame) => JSON.stringify(frame).includes('drop the slow one'))
    expect([hub().size, destroyed]).toEqual([before + 1, 1])
    other.close()
  })

  it('and hears goodbye when the process goes', async () => {
    const stream = await watch(live, read)
    await stream.frame()
    const bye = stream.next((event) => event.event === 'bye')
    await hub().stop()
    expect((await bye).data).toEqual({ reason: 'shutdown' })
    await stream.ended
  })
})
