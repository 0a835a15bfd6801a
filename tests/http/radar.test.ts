import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { overview } from '@/lib/boards/overview'
import type { RadarPage } from '@/lib/boards/radar'
import type { StreamResult } from '@/lib/boards/types'
import { resetEnv } from '@/lib/core/env'
import { firstBrokenSeal } from '@/lib/db/audit'
import { pool, withClient } from '@/lib/db/pool'
import { type Context, systemContext } from '@/lib/services/context'
import { getTicket } from '@/lib/services/get-ticket'
import { listTickets } from '@/lib/services/list-tickets'
import { boardReader } from '@/lib/services/read-board'
import { readRadar } from '@/lib/services/read-radar'
import { freshDatabase } from '../database'
import { happen, NOW, status, talk } from '../services/company'
import { type App, startApp } from './app'
import { makeKey, makeUser, signInBy } from './people'

let app: App
const cookies: Record<string, string> = {}
let reader: string

const at = (now = NOW): Context => systemContext('test', now)
const subjects = (page: RadarPage) => page.rows.map(({ subject }) => subject)

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  process.env.LOG_LEVEL = 'fatal'
  await freshDatabase()
  resetEnv()
  await happen(
    [
      talk({ subject: 'over', at: NOW - 98_000, customer: '周平' }),
      talk({ subject: 'soon', at: NOW - 51_000, tier: 'vip', customer: '陈晓' }),
      talk({ subject: 'equal', at: NOW - 30_000, channel: 'jd', team: '京东组' }),
      talk({ subject: 'equal-vip', at: NOW - 30_000, channel: 'jd', team: '京东组', tier: 'vip' }),
      talk({
        subject: 'next',
        at: NOW - 300_000,
        reply: 10,
        again: 285,
        team: '京东组',
        channel: 'jd',
        agent: '南星',
      }),
      talk({ subject: 'answered', at: NOW - 60_000, reply: 5 }),
      talk({ subject: 'mail', at: NOW - 60_000, channel: 'email', team: '邮件组' }),
      talk({ subject: 'forgotten', at: NOW - 3 * 86_400_000, team: '京东组' }),
      status('南星', '京东组', 3),
      status('青禾', '直播组', 2),
    ].flat(),
  )
  for (const [name, role, team] of [
    ['boss', 'manager', undefined],
    ['lin', 'supervisor', undefined],
    ['nan', 'agent', '京东组'],
    ['zhou', 'lead', '京东组'],
    ['watcher', 'auditor', undefined],
  ] as const) {
    await makeUser(`${name}@example.com`, role, team)
    await pool().query('UPDATE app_user SET name = $2 WHERE email = $1', [`${name}@example.com`, name])
  }
  app = await startApp()
  for (const name of ['boss', 'lin', 'nan', 'zhou', 'watcher'])
    cookies[name] = (await signInBy(app.url, `${name}@example.com`)).cookie
  reader = await makeKey('reader', 'read')
})
afterAll(async () => {
  await app.close()
})

describe('the breach radar', () => {
  it('lists everybody who waits by the time left, VIPs first among equals, the forgotten last', async () => {
    const page = await readRadar(at(), {})
    expect(page.rows.map(({ subject, secondsLeft, state }) => [subject, secondsLeft, state])).toEqual([
      ['over', -38, 'bad'],
      ['soon', 9, 'watch'],
      ['equal-vip', 30, 'ok'],
      ['equal', 30, 'ok'],
      ['next', 35, 'ok'],
      ['mail', 240, 'ok'],
      ['forgotten', 60 - 3 * 86_400, 'bad'],
    ])
    expect(page.rows[0]).toMatchObject({
      who: '周**',
      channel: 'douyin',
      limitSeconds: 60,
      vip: false,
      claim: null,
    })
    // the same person by the same name wherever the ticket is shown
    expect((await getTicket(at(), 'shop', 'over')).who).toBe('周**')
    const { rows: listed } = await listTickets(at(), new URLSearchParams('source=shop&limit=50'))
    expect(listed.find(({ subject }) => subject === 'over')?.who).toBe('周**')
    expect(page.rows[4]).toMatchObject({
      waitingFor: 'next_reply',
      limitSeconds: 40,
      agent: '南星',
      agentLoad: { open: 1, capacity: 3 },
    })
    expect(page).toMatchObject({ waiting: 7, overdue: 2, soon: 1, nextCursor: null })
    expect(page.free).toEqual([
      { agent: '南星', team: '京东组', room: 2 },
      { agent: '青禾', team: '直播组', room: 2 },
    ])
    expect(page.channels.map(({ channel, waiting, vipOverdue }) => [channel, waiting, vipOverdue])).toEqual(
      expect.arrayContaining([
        ['douyin', 3, 0],
        ['jd', 3, 0],
        ['email', 1, 0],
      ]),
    )
    expect(JSON.stringify(page)).not.toContain('周平')
  })

  it('pages through all of them once, whatever the page holds', async () => {
    const whole = subjects(await readRadar(at(), {}))
    for (const limit of [1, 2, 3]) {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page: RadarPage = await readRadar(at(), { limit, ...(cursor === undefined ? {} : { cursor }) })
        expect(page.rows.length).toBeLessThanOrEqual(limit)
        found.push(...subjects(page))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(found).toEqual(whole)
    }
    await expect(readRadar(at(), { cursor: 'x' })).rejects.toMatchObject({ status: 400 })
    await expect(readRadar(at(), { limit: 501 })).rejects.toMatchObject({ status: 400 })
  })

  it('is narrowed by channel, team and VIP, within the asker’s teams', async () => {
    expect(subjects(await readRadar(at(), { channel: 'jd,email' }))).toEqual([
      'equal-vip',
      'equal',
      'next',
      'mail',
    ])
    expect(subjects(await readRadar(at(), { vip: '1' }))).toEqual(['soon', 'equal-vip'])
    expect(subjects(await readRadar(at(), { team: '邮件组' }))).toEqual(['mail'])
    const lead: Context = {
      principal: { kind: 'user', id: 'x', email: 'x', role: 'lead', teams: ['邮件组'] },
      now: NOW,
      locale: 'zh',
    }
    expect(await readRadar(lead, {})).toMatchObject({ waiting: 1, rows: [{ subject: 'mail' }], free: [] })
    expect((await readRadar(lead, { team: '京东组' })).rows).toEqual([])
  })
})

const call = async (who: string, path: string, body?: object) => {
  const response = await fetch(`${app.url}/api/v1/tickets/shop/${path}`, {
    method: 'POST',
    headers: {
      cookie: cookies[who] ?? '',
      origin: app.url,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const claimOf = async (subject: string) =>
  (await readRadar(at(), {})).rows.find((row) => row.subject === subject)?.claim ?? null

describe('looking after a conversation', () => {
  it('is said once, by whoever comes first; the others are told', async () => {
    expect(await call('nan', 'equal/claim')).toMatchObject({ status: 200, body: { claimedBy: 'nan' } })
    expect((await call('nan', 'equal/claim')).status).toBe(200)
    expect((await call('lin', 'equal/claim')).status).toBe(409)
    expect(await claimOf('equal')).toMatchObject({ name: 'nan', mine: false })
    const stream = (await boardReader({ board: overview, teams: null }).read(NOW)).stream
      ?.result as StreamResult
    expect(
      stream.breaching.flatMap((row) => (row.claimedBy === null ? [] : [[row.subject, row.claimedBy]])),
    ).toEqual([['equal', 'nan']])
    const both = await Promise.all([call('lin', 'over/claim'), call('boss', 'over/claim')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('is taken back by the same person or by whoever leads, and by nobody else', async () => {
    await call('boss', 'next/claim')
    expect((await call('nan', 'next/release')).status).toBe(403)
    expect((await call('zhou', 'next/release')).status).toBe(200)
    expect((await call('zhou', 'next/release')).status).toBe(409)
    expect(await claimOf('next')).toBeNull()
    expect((await call('nan', 'equal/release')).status).toBe(200)
  })

  it('is not for auditors, strangers and reading keys, nor for other teams’ tickets', async () => {
    expect((await call('watcher', 'soon/claim')).status).toBe(403)
    expect((await call('nobody', 'soon/claim')).status).toBe(401)
    expect((await call('nan', 'soon/claim')).status).toBe(404)
    expect((await call('nan', 'no-such/claim')).status).toBe(404)
    const byKey = await fetch(`${app.url}/api/v1/tickets/shop/soon/claim`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader}` },
    })
    expect(byKey.status).toBe(403)
    expect(await claimOf('soon')).toBeNull()
  })

  it('ends with the reply, and the next wait is anybody’s', async () => {
    expect((await call('lin', 'answered/claim')).status).toBe(409)
    expect((await call('lin', 'mail/claim')).status).toBe(200)
    await happen([
      {
        id: 'mail-reply',
        source: 'shop',
        subject: 'mail',
        type: 'message.sent',
        time: NOW,
        data: { from: 'agent', agent: '青禾', public: true },
      },
      {
        id: 'mail-again',
        source: 'shop',
        subject: 'mail',
        type: 'message.sent',
        time: NOW + 5_000,
        data: { from: 'customer' },
      },
    ])
    const page = await readRadar(at(NOW + 6_000), {})
    expect(page.rows.find(({ subject }) => subject === 'mail')).toMatchObject({
      waitingFor: 'next_reply',
      claim: null,
    })
    expect((await call('boss', 'mail/claim')).status).toBe(200)
  })

  it('leaves notes with covered numbers, the newest on the radar', async () => {
    expect((await call('lin', 'soon/note', { text: '' })).status).toBe(400)
    expect((await call('lin', 'soon/note', { text: 'x'.repeat(501) })).status).toBe(400)
    expect((await call('watcher', 'soon/note', { text: '看看' })).status).toBe(403)
    await call('lin', 'soon/note', { text: '老客户，先道歉' })
    expect(await call('lin', 'soon/note', { text: '回电 13812345678' })).toMatchObject({
      status: 200,
      body: { text: '回电 138****5678', by: 'lin' },
    })
    const page = await readRadar(at(), {})
    expect(page.rows.find(({ subject }) => subject === 'soon')?.note).toMatchObject({
      text: '回电 138****5678',
      by: 'lin',
    })
    const ticket = await getTicket(at(), 'shop', 'soon')
    expect(ticket.notes.map(({ text }) => text)).toEqual(['老客户，先道歉', '回电 138****5678'])
    expect(ticket).toMatchObject({ waits: true, mayAct: true })
  })

  it('is written in the audit trail, without the texts', async () => {
    const { rows } = await pool().query<{ action: string; object: string; after: unknown }>(
      "SELECT action, object, after FROM audit_entry WHERE action LIKE 'ticket.%' ORDER BY seq",
    )
    expect(rows[0]).toEqual({
      action: 'ticket.claimed',
      object: 'ticket:shop/equal',
      after: { claimed: true },
    })
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set(['ticket.claimed', 'ticket.released', 'ticket.noted']),
    )
    expect(JSON.stringify(rows)).not.toContain('道歉')
    expect(await withClient(firstBrokenSeal)).toBeNull()
  })

  it('is read over HTTP by whoever reads', async () => {
    const get = async (headers: Record<string, string>, query = '') =>
      await fetch(`${app.url}/api/v1/radar${query}`, { headers })
    expect((await get({})).status).toBe(401)
    const answer = await get({ authorization: `Bearer ${reader}` }, '?limit=3')
    expect(answer.status).toBe(200)
    expect(((await answer.json()) as RadarPage).rows.length).toBeLessThanOrEqual(3)
    expect((await get({ authorization: `Bearer ${reader}` }, '?vip=maybe')).status).toBe(400)
    expect((await get({ authorization: `Bearer ${reader}` }, '?colour=red')).status).toBe(400)
  })
})
