import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { applyOnce } from '@/lib/db/apply'
import { connectTo, freshDatabase } from '../database'
import { type App, apiPaths, startApp } from './app'
import { makeKey, makeUser, signInBy } from './people'

const CRON = 'c0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
const METRICS = 'd0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'

let app: App
let database: string
const cookies = new Map<string, string>()
const keys = new Map<string, string>()
const ROLES = ['admin', 'manager', 'supervisor', 'lead', 'agent', 'auditor'] as const

beforeAll(async () => {
  Object.assign(process.env, {
    NEXTAUTH_SECRET: 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c',
    CRON_SECRET: CRON,
    METRICS_TOKEN: METRICS,
    LOG_LEVEL: 'fatal',
  })
  database = await freshDatabase()
  resetEnv()
  app = await startApp()
  for (const role of ROLES) {
    const narrow = role === 'lead' || role === 'agent'
    await makeUser(`${role}@example.com`, role, narrow ? 'east' : undefined)
    cookies.set(role, (await signInBy(app.url, `${role}@example.com`)).cookie)
  }
  for (const scope of ['ingest', 'read', 'admin'] as const)
    keys.set(scope, await makeKey(`k-${scope}`, scope))

  const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString()
  const ticket = (subject: string, team: string, from: number) => [
    {
      type: 'ticket.opened',
      time: at(from),
      subject,
      data: { channel: 'jd', team, title: '=1+1', customer: 'c' },
    },
    { type: 'message.sent', time: at(from + 1), subject, data: { from: 'customer', text: 'hello' } },
    {
      type: 'message.sent',
      time: at(from + 2),
      subject,
      data: { from: 'agent', agent: `${team}-1`, text: 'hi' },
    },
  ]
  const events = [
    ...ticket('mine', 'east', 0),
    ...ticket('a/b c%2F#?', 'east', 10),
    ...ticket('theirs', 'west', 20),
  ]
  const sent = await fetch(`${app.url}/api/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.get('ingest')}`,
      'content-type': 'application/cloudevents-batch+json',
    },
    body: JSON.stringify(
      events.map((event, i) => ({ specversion: '1.0', id: `e${i}`, source: 'shop', ...event })),
    ),
  })
  expect(await sent.json()).toMatchObject({ accepted: 9, rejected: [] })
  while ((await applyOnce()).more);
})
afterAll(() => app.close())

type Who = Record<string, string>
const person = (role: (typeof ROLES)[number]): Who => ({ cookie: cookies.get(role) ?? '' })
const key = (scope: string): Who => ({ authorization: `Bearer ${keys.get(scope)}` })

const get = (path: string, who: Who = key('read')) => fetch(`${app.url}${path}`, { headers: who })
const query = (body: unknown, who: Who = key('read'), type = 'application/json') =>
  fetch(`${app.url}/api/v1/query`, {
    method: 'POST',
    headers: { ...who, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const OPENED = { metrics: ['tickets_opened'], period: { preset: 'last_7_days' } }

describe('who reaches what', () => {
  it('answers every reading route by role, key and scope', async () => {
    const everybody: [string, Who][] = [
      ['nobody', {}],
      ...ROLES.map((role): [string, Who] => [role, person(role)]),
      ...['ingest', 'read', 'admin'].map((scope): [string, Who] => [`key ${scope}`, key(scope)]),
    ]
    const calls: ((who: Who) => Promise<Response>)[] = [
      (who) => get('/api/v1/metrics', who),
      (who) => get('/api/v1/tickets', who),
      (who) => get('/api/v1/tickets/shop/mine', who),
      (who) => query(OPENED, who),
    ]
    for (const call of calls) {
      const out: Record<string, number> = {}
      for (const [name, who] of everybody) out[name] = (await call(who)).status
      expect(out).toEqual({
        nobody: 401,
        admin: 200,
        manager: 200,
        supervisor: 200,
        lead: 200,
        agent: 200,
        auditor: 200,
        'key ingest': 403,
        'key read': 200,
        'key admin': 403,
      })
    }
  })

  it('hides another team’s ticket behind the same 404 as one that is not there', async () => {
    for (const role of ['lead', 'agent'] as const) {
      expect((await get('/api/v1/tickets/shop/mine', person(role))).status).toBe(200)
      const theirs = await get('/api/v1/tickets/shop/theirs', person(role))
      const none = await get('/api/v1/tickets/shop/nothing', person(role))
      expect([theirs.status, none.status]).toEqual([404, 404])
      const same = (body: Record<string, unknown>) => ({ ...body, instance: '' })
      expect(same((await theirs.json()) as never)).toEqual(same((await none.json()) as never))
    }
    expect((await get('/api/v1/tickets/shop/theirs', person('manager'))).status).toBe(200)
  })

  it('counts and lists within the teams only; a filter by another team finds nothing', async () => {
    const opened = async (body: unknown, who: Who) => {
      const answer = (await (await query(body, who)).json()) as { rows: { tickets_opened: number }[] }
      return answer.rows[0]?.tickets_opened ?? null
    }
    expect(await opened(OPENED, person('manager'))).toBe(3)
    expect(await opened(OPENED, person('lead'))).toBe(2)
    const west = {
      ...OPENED,
      dimensions: ['team'],
      filters: [{ dimension: 'team', op: 'in', values: ['west'] }],
    }
    expect(((await (await query(west, person('lead'))).json()) as { rows: unknown[] }).rows).toEqual([])
    const listed = async (path: string, who: Who) =>
      ((await (await get(path, who)).json()) as { rows: { subject: string }[]; total: number }).total
    expect(await listed('/api/v1/tickets', person('manager'))).toBe(3)
    expect(await listed('/api/v1/tickets', person('lead'))).toBe(2)
    expect(await listed('/api/v1/tickets?team=west', person('lead'))).toBe(0)
    const csv = await get('/api/v1/tickets', { ...person('lead'), accept: 'text/csv' })
    expect(await csv.text()).not.toContain('theirs')
  })

  it('opens the scheduled route and the figures to their own secrets only', async () => {
    const cron = (job: string, authorization?: string) =>
      fetch(`${app.url}/api/cron/${job}`, {
        method: 'POST',
        headers: authorization === undefined ? {} : { authorization },
      })
    expect((await cron('kpi')).status).toBe(401)
    expect((await cron('kpi', `Bearer ${keys.get('admin')}`)).status).toBe(401)
    expect((await cron('kpi', `Bearer ${METRICS}`)).status).toBe(401)
    expect((await cron('nothing', `Bearer ${CRON}`)).status).toBe(404)
    for (const job of ['kpi', 'alerts', 'deliver', 'pull', 'reports', 'retention']) {
      const both = await Promise.all([cron(job, `Bearer ${CRON}`), cron(job, `Bearer ${CRON}`)])
      expect(
        both.map((answer) => answer.status),
        job,
      ).toEqual([200, 200])
      expect(await both[0]?.json()).toMatchObject({ job, ran: true })
    }
    expect((await get('/api/cron/kpi', { authorization: `Bearer ${CRON}` })).status).toBe(405)
    expect((await get('/api/metrics', {})).status).toBe(401)
    expect((await get('/api/metrics', key('admin'))).status).toBe(401)
    const page = await get('/api/metrics', { authorization: `Bearer ${METRICS}` })
    expect(page.status).toBe(200)
    expect(await page.text()).toMatch(/helmline_stream_accepted 9/)
    delete process.env.CRON_SECRET
    resetEnv()
    expect((await cron('kpi', `Bearer ${CRON}`)).status).toBe(401)
    expect((await cron('kpi', 'Bearer undefined')).status).toBe(401)
    process.env.CRON_SECRET = CRON
    resetEnv()
  })
})

describe('tickets', () => {
  it('are found by whatever their source calls them', async () => {
    const answer = await get(`/api/v1/tickets/shop/${encodeURIComponent('a/b c%2F#?')}`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ source: 'shop', subject: 'a/b c%2F#?' })
    expect((await get('/api/v1/tickets/shop/%00')).status).toBe(400)
    expect((await get('/api/v1/tickets/shop/%E0%A4%A')).status).toBe(400)
    expect((await get('/api/v1/tickets/shop/a/b')).status).toBe(404)
  })

  it('page by page, and as CSV whose cells are no formulas', async () => {
    const first = (await (await get('/api/v1/tickets?limit=2')).json()) as {
      rows: unknown[]
      nextCursor: string
    }
    expect(first.rows).toHaveLength(2)
    const second = (await (await get(`/api/v1/tickets?limit=2&cursor=${first.nextCursor}`)).json()) as never
    expect(second).toMatchObject({ nextCursor: null, total: 3 })
    const csv = await get('/api/v1/tickets', { ...key('read'), accept: 'text/csv' })
    expect(csv.headers.get('content-type')).toContain('text/csv')
    const lines = (await csv.text()).trim().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^source,subject,channel/)
    expect(lines[1]).toContain("'=1+1")
    expect(
      (
        await get('/api/v1/tickets', { ...key('read'), accept: 'application/json, text/csv;q=0.5' })
      ).headers.get('content-type'),
    ).toContain('json')
    expect(
      (await get('/api/v1/tickets?channel=nothing', { ...key('read'), accept: 'text/csv' })).status,
    ).toBe(200)
  })

  it('filter as the contract says', async () => {
    const total = async (search: string) =>
      ((await (await get(`/api/v1/tickets?${search}`)).json()) as { total: number }).total
    expect(await total('channel=jd,douyin')).toBe(3)
    expect(await total('channel=douyin&channel=jd')).toBe(3)
    expect(await total('channel!=jd')).toBe(0)
    expect(await total('channel=')).toBe(0)
    expect(await total('product=')).toBe(3)
    expect(await total('team=east&metric=frt_avg&preset=today')).toBeGreaterThanOrEqual(0)
  })
})

describe('errors', () => {
  it('are problem documents that name the place, whatever is sent', async () => {
    const long = 'x'.repeat(5_000)
    const cases: [Promise<Response>, number, string][] = [
      [query('{'), 400, 'invalid_json'],
      [query(''), 400, 'invalid_json'],
      [query(OPENED, key('read'), 'text/plain'), 415, 'unsupported_media'],
      [query(`{"a":"${'x'.repeat(1_100_000)}"}`), 413, 'too_large'],
      [query([]), 400, 'invalid_query'],
      [query(null), 400, 'invalid_query'],
      [query({}), 400, 'invalid_query'],
      [query({ ...OPENED, metrics: ['nothing'] }), 400, 'invalid_query'],
      [query({ ...OPENED, extra: 1 }), 400, 'invalid_query'],
      [query({ ...OPENED, limit: 1e99 }), 400, 'invalid_query'],
      [query({ ...OPENED, period: { from: 'x', to: 'y' } }), 400, 'invalid_query'],
      [query({ ...OPENED, dimensions: ['__proto__'] }), 400, 'invalid_query'],
      [get('/api/v1/tickets?nothing=1'), 400, 'invalid_query'],
      [get('/api/v1/tickets?limit=99999999999999999999'), 400, 'invalid_query'],
      [get('/api/v1/tickets?limit=1&limit=2'), 400, 'invalid_query'],
      [get('/api/v1/tickets?cursor=x'), 400, 'invalid_query'],
      [get('/api/v1/tickets?from=2026-13-45'), 400, 'invalid_query'],
      [get('/api/v1/tickets?metric=agents_online'), 400, 'invalid_query'],
      [get('/api/v1/tickets?channel=%00'), 400, 'invalid'],
      [get(`/api/v1/tickets?channel=${long}`), 400, 'invalid_query'],
      [get('/api/v1/tickets/shop/none'), 404, 'not_found'],
      [get('/api/v1/nothing'), 404, 'not_found'],
      [get('/api/v1'), 404, 'not_found'],
      [get('/api/nothing/at/all'), 404, 'not_found'],
      [get('/api/v1/live/nothing'), 404, 'not_found'],
      [get('/api/v1/query'), 405, 'method_not_allowed'],
      [get('/api/v1/metrics', {}), 401, 'unauthorized'],
      [get('/api/v1/metrics', { authorization: 'Bearer hl_x_y' }), 401, 'unauthorized'],
      [get('/api/v1/metrics', { authorization: 'nonsense' }), 401, 'unauthorized'],
      [
        get('/api/v1/metrics', { cookie: 'next-auth.session-token=nonsense; a=%E0%A4%A' }),
        401,
        'unauthorized',
      ],
    ]
    for (const [sent, status, code] of cases) {
      const answer = await sent
      const body = (await answer.json()) as Record<string, unknown>
      expect([answer.status, body.code], `${answer.url} ${JSON.stringify(body)}`).toEqual([status, code])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(body).toMatchObject({ status, instance: new URL(answer.url).pathname })
      expect(String(body.detail).length).toBeGreaterThan(10)
      expect(body.title).toBeTruthy()
    }
    const places = (await (
      await query({ ...OPENED, filters: [{ dimension: 'channel', op: 'is', values: [] }] })
    ).json()) as never
    expect(places).toMatchObject({ errors: [{ path: 'filters[0].op' }, { path: 'filters[0].values' }] })
  })

  it('say 503 with Retry-After while the database is away, within 5 s, and all is well when it is back', async () => {
    await connectTo('postgresql://postgres@127.0.0.1:9/nothing')
    const began = Date.now()
    const answers = await Promise.all([
      query(OPENED),
      get('/api/v1/tickets'),
      get('/api/v1/tickets/shop/mine', person('admin')),
      get('/api/v1/live/overview', person('admin')),
      fetch(`${app.url}/api/v1/events`, {
        method: 'POST',
        headers: { ...key('ingest'), 'content-type': 'application/cloudevents-batch+json' },
        body: '[]',
      }),
      get('/api/readyz'),
    ])
    for (const answer of answers) {
      expect(answer.status, answer.url).toBe(503)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await answer.json()).toMatchObject({ code: 'unavailable' })
    }
    const health = await get('/api/health')
    expect(health.status).toBe(503)
    expect(await health.json()).toMatchObject({ status: 'down', database: 'down', accepted: null })
    expect((await get('/api/livez')).status).toBe(200)
    expect(Date.now() - began).toBeLessThan(5_000)
    const login = await signInBy(app.url, 'admin@example.com')
    expect(login.response.status).toBe(503)
    await connectTo(database)
    expect((await query(OPENED)).status).toBe(200)
    expect((await get('/api/readyz')).status).toBe(200)
  })
})

describe('health', () => {
  it('is open to all, holds positions and sources, and no secret', async () => {
    const answer = await get('/api/health', {})
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(JSON.parse(text)).toMatchObject({
      database: 'up',
      accepted: 9,
      applied: 9,
      sources: [{ source: 'shop', events: 9 }],
      worker: {},
    })
    expect(text).not.toMatch(/postgres|hl_|secret|password/i)
  })
})

describe('the description', () => {
  it('has every route, and every route has its description', async () => {
    const document = (await (await get('/api/v1/openapi.json', {})).json()) as {
      openapi: string
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
    }
    expect(document.openapi).toBe('3.1.0')
    const described = Object.keys(document.paths)
      .filter((path) => !path.startsWith('/api/auth/'))
      .sort()
    const there = apiPaths()
      .filter((path) => !path.includes('[...') && !path.includes('[[...'))
      .map((path) => path.replace(/\[(\w+)\]/g, '{$1}'))
      .sort()
    expect(described).toEqual(there)
    for (const [path, methods] of Object.entries(document.paths)) {
      if (path.startsWith('/api/auth/') || path.includes('live')) continue
      const concrete = path.replace(/\{\w+\}/g, 'x')
      const unknown = ['PUT', 'PATCH', 'DELETE', 'POST'].find((method) => !(method.toLowerCase() in methods))
      if (unknown === undefined) throw new Error(`${path} knows every method`)
      const answer = await fetch(`${app.url}${concrete}`, { method: unknown })
      expect(answer.status, path).toBe(405)
      const allow = (answer.headers.get('allow') ?? '').toLowerCase().split(', ')
      for (const method of Object.keys(methods)) expect(allow).toContain(method)
    }
  })
})
