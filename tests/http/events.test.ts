import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { withClient } from '@/lib/db/pool'
import type { IngestAnswer } from '@/lib/services/ingest-events'
import { revokeApiKey } from '@/lib/services/revoke-api-key'
import { freshDatabase } from '../database'
import { type App, startApp } from './app'
import { makeKey, makeUser, signInBy, system } from './people'

const SINGLE = 'application/cloudevents+json'
const BATCH = 'application/cloudevents-batch+json'
const LINES = 'application/x-ndjson'

let app: App
let key: string
beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  process.env.LOG_LEVEL = 'fatal'
  await freshDatabase()
  resetEnv()
  app = await startApp()
  key = await makeKey('sender', 'ingest')
})
afterAll(() => app.close())

let count = 0
const event = (more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: `e${++count}`,
  source: 'shop',
  type: 'ticket.opened',
  time: '2026-11-20T10:00:00+08:00',
  subject: `t${count}`,
  data: { channel: 'jd' },
  ...more,
})

async function send(
  body: string | Buffer,
  type: string | null = BATCH,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: IngestAnswer & { code: string; detail: string } }> {
  const response = await fetch(`${app.url}/api/v1/events`, {
    method: 'POST',
    body: body as BodyInit,
    headers: {
      authorization: `Bearer ${key}`,
      ...(type === null ? {} : { 'content-type': type }),
      ...headers,
    },
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as never }
}

const stored = async (id: string) =>
  (await withClient((client) => client.query('SELECT * FROM event WHERE id = $1', [id]))).rowCount

describe('POST /api/v1/events', () => {
  it('takes one event, an array, and lines', async () => {
    const one = await send(JSON.stringify(event()), SINGLE)
    expect(one).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 0, rejected: [] } })
    const many = await send(JSON.stringify([event(), event()]), `${BATCH}; charset=utf-8`)
    expect(many.body).toMatchObject({ accepted: 2, position: one.body.position + 2 })
    const lines = await send(`${JSON.stringify(event())}\r\n\n${JSON.stringify(event())}\n`, LINES)
    expect(lines.body).toMatchObject({ accepted: 2, position: one.body.position + 4 })
    expect((await send('[]')).body).toMatchObject({
      accepted: 0,
      duplicates: 0,
      rejected: [],
      position: lines.body.position,
    })
    expect((await send('', LINES)).body).toMatchObject({ accepted: 0 })
  })

  it('has on disk what it calls accepted, when it answers', async () => {
    const sent = event()
    await send(JSON.stringify(sent), SINGLE)
    expect(await stored(sent.id)).toBe(1)
  })

  it('counts a second arrival as a duplicate, and reports other content without taking it', async () => {
    const first = event()
    await send(JSON.stringify(first), SINGLE)
    const again = await send(JSON.stringify([first, { ...first }, event()]))
    expect(again.body).toMatchObject({ accepted: 1, duplicates: 2, conflicts: [] })
    const other = await send(JSON.stringify([{ bad: true }, { ...first, data: { channel: 'douyin' } }]))
    expect(other.body).toMatchObject({ accepted: 0, duplicates: 1, conflicts: [{ index: 1, id: first.id }] })
    const kept = await withClient((client) =>
      client.query('SELECT data FROM event WHERE id = $1', [first.id]),
    )
    expect(kept.rows).toEqual([{ data: { channel: 'jd' } }])
    const elsewhere = await send(JSON.stringify({ ...first, source: 'other' }), SINGLE)
    expect(elsewhere.body.accepted).toBe(1)
  })

  it('keeps the good ones and says of each other where and why', async () => {
    const soon = new Date(Date.now() + 6 * 60_000).toISOString()
    const good = event()
    const answer = await send(
      JSON.stringify([
        event({ subject: undefined }),
        good,
        event({ time: '2026-11-20 10:00' }),
        event({ time: '1999-01-01T00:00:00Z' }),
        event({ time: soon }),
        event({ type: 'survey.answered', data: { kind: 'csat', score: 9 } }),
        event({ data: { channel: 'a\0b' } }),
        event({ data: { channel: 'jd', title: '\ud800' } }),
        event({ data: { channel: 'jd', title: 'x'.repeat(70_000) } }),
        event({ data: { channel: 'jd', more: 'x'.repeat(300_000) } }),
        event({ specversion: '0.3' }),
        event({ data: { channel: 'JD!' } }),
        null,
        7,
        [],
      ]),
    )
    expect(answer.status).toBe(200)
    expect(answer.body.accepted).toBe(1)
    expect(answer.body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, 'missing_subject'],
      [2, 'bad_time'],
      [3, 'bad_time'],
      [4, 'clock_skew'],
      [5, 'bad_score'],
      [6, 'bad_text'],
      [7, 'bad_text'],
      [8, 'too_large'],
      [9, 'too_large'],
      [10, 'invalid_event'],
      [11, 'invalid_event'],
      [12, 'invalid_event'],
      [13, 'invalid_event'],
      [14, 'invalid_event'],
    ])
    for (const { path, message, id } of answer.body.rejected) {
      expect(typeof path).toBe('string')
      expect(message.length).toBeGreaterThan(5)
      expect(id === null || id.startsWith('e')).toBe(true)
    }
    expect(await stored(good.id)).toBe(1)
  })

  it('rejects single lines that are no JSON, and keeps the others', async () => {
    const answer = await send(`${JSON.stringify(event())}\n{"half":\n${JSON.stringify(event())}`, LINES)
    expect(answer.body).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, id: null, code: 'invalid_json' }],
    })
  })

  it('accepts events of any age and unknown types', async () => {
    const answer = await send(
      JSON.stringify([
        event({ time: '2004-02-29T23:59:60Z' }),
        event({ type: 'future.thing', subject: undefined, data: {} }),
      ]),
    )
    expect(answer.body.rejected.filter((reject) => reject.index === 1)).toEqual([])
    expect(answer.status).toBe(200)
  })

  it('refuses what is not JSON or no array', async () => {
    for (const [body, type] of [
      ['{', SINGLE],
      ['', SINGLE],
      ['{}', BATCH],
      ['"x"', BATCH],
      ['null', BATCH],
      ['[', BATCH],
      [Buffer.from([0x5b, 0xff, 0x5d]), BATCH],
    ] as const) {
      const answer = await send(body as string, type)
      expect(answer.status, String(body)).toBe(400)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    const deep = await send(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(deep.status).toBe(200)
    const nest = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
    const nested = await send(
      `[${JSON.stringify(event({ data: { channel: 'jd', deep: 0 } })).replace('"deep":0', `"deep":${nest}`)}]`,
    )
    expect(nested.body).toMatchObject({ accepted: 0, rejected: [{ code: 'invalid_event' }] })
  })

  it('refuses other content types and encodings with 415', async () => {
    for (const type of ['application/json', 'text/plain', `${BATCH}; charset=gbk`, null]) {
      const answer = await send(Buffer.from('[]'), type)
      expect(answer.status, String(type)).toBe(415)
      expect(answer.body.code).toBe('unsupported_media')
    }
    expect((await send('[]', BATCH, { 'content-encoding': 'br' })).status).toBe(415)
  })

  it('unpacks gzip and counts its unpacked size', async () => {
    const packed = await send(gzipSync(JSON.stringify([event()])), BATCH, { 'content-encoding': 'gzip' })
    expect(packed).toMatchObject({ status: 200, body: { accepted: 1 } })
    const bomb = await send(gzipSync(Buffer.alloc(30_000_000, 32)), BATCH, { 'content-encoding': 'gzip' })
    expect(bomb.status).toBe(413)
    expect((await send('not gzip', BATCH, { 'content-encoding': 'gzip' })).status).toBe(400)
  })

  it('refuses more than 5,000 events or 10 MB with 413, whole', async () => {
    const five = Array.from({ length: 5_000 }, () => event())
    expect((await send(JSON.stringify(five))).body.accepted).toBe(5_000)
    const six = Array.from({ length: 5_001 }, () => event())
    const answer = await send(JSON.stringify(six))
    expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' } })
    expect(await stored(six[0]?.id ?? '')).toBe(0)
    expect((await send(six.map((e) => JSON.stringify(e)).join('\n'), LINES)).status).toBe(413)
    expect((await send(`[${' '.repeat(11_000_000)}]`)).status).toBe(413)
    const nearly = await send(`[${' '.repeat(9_990_000)}]`)
    expect(nearly.status).toBe(200)
  })

  it('refuses a body that ends before its Content-Length, whole', async () => {
    const sent = event()
    const body = JSON.stringify([sent])
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(app.port, '127.0.0.1', () => {
        socket.write(
          `POST /api/v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\ncontent-type: ${BATCH}\r\ncontent-length: ${body.length + 500}\r\n\r\n${body}`,
        )
        socket.end()
      })
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
      socket.on('error', () => resolve(text))
    })
    expect(answer === '' || answer.startsWith('HTTP/1.1 400')).toBe(true)
    expect(await stored(sent.id)).toBe(0)
  })

  it('asks for a live key with scope ingest', async () => {
    const body = JSON.stringify([event()])
    const by = async (authorization: string | null, more: Record<string, string> = {}) =>
      (
        await fetch(`${app.url}/api/v1/events`, {
          method: 'POST',
          body,
          headers: { 'content-type': BATCH, ...(authorization === null ? {} : { authorization }), ...more },
        })
      ).status
    expect(await by(null)).toBe(401)
    expect(await by('Bearer nonsense')).toBe(401)
    expect(await by(`Basic ${key}`)).toBe(401)
    expect(await by(`Bearer ${await makeKey('reader', 'read')}`)).toBe(403)
    expect(await by(`bearer ${key}`)).toBe(200)
    const short = await makeKey('short', 'ingest')
    expect(await by(`Bearer ${short}`)).toBe(200)
    await revokeApiKey(system(), { name: 'short' })
    await expect.poll(() => by(`Bearer ${short}`), { timeout: 5_000, interval: 200 }).toBe(401)

    await makeUser('boss@example.com', 'admin')
    await makeUser('lead@example.com', 'lead', 'east')
    const admin = (await signInBy(app.url, 'boss@example.com')).cookie
    const lead = (await signInBy(app.url, 'lead@example.com')).cookie
    expect(await by(null, { cookie: admin })).toBe(200)
    expect(await by(null, { cookie: lead })).toBe(403)
    expect(await by(null, { cookie: admin, origin: 'https://evil.example' })).toBe(403)
    expect(await by(null, { cookie: admin, 'sec-fetch-site': 'cross-site' })).toBe(403)
    // an Authorization header is never mended by a cookie
    expect(await by('Bearer nonsense', { cookie: admin })).toBe(401)
  })

  it('answers other methods with 405 and Allow', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await fetch(`${app.url}/api/v1/events`, { method })
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')).toBe('POST, OPTIONS')
      expect(await answer.json()).toMatchObject({
        code: 'method_not_allowed',
        status: 405,
        instance: '/api/v1/events',
      })
    }
  })

  it('answers 429 with Retry-After where too much waits to be applied or one key asks too often', async () => {
    process.env.INGEST_MAX_BACKLOG = '1000'
    resetEnv()
    const one = async () => await send(JSON.stringify([event()]))
    await expect.poll(async () => (await one()).status, { timeout: 5_000, interval: 100 }).toBe(429)
    const full = await one()
    expect(full.body.code).toBe('rate_limited')
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0)
    delete process.env.INGEST_MAX_BACKLOG
    resetEnv()
    await expect.poll(async () => (await one()).status, { timeout: 5_000, interval: 100 }).toBe(200)
    process.env.INGEST_MAX_IN_FLIGHT = '1'
    resetEnv()
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => (await send(JSON.stringify([event()]))).status),
    )
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    delete process.env.INGEST_MAX_IN_FLIGHT
    resetEnv()
  })
})
