/** The administrator's desk: people, keys, the switch, the company, the audit log and the first-run wizard. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { applyAll } from '@/lib/db/apply'
import { pool, transaction, withClient } from '@/lib/db/pool'
import { readFoldConfig, readSettings, readAutomation as storedAutomation } from '@/lib/db/settings'
import { type Context, ROLES, type Role, systemContext, teamsOfRole } from '@/lib/services/context'
import { createPerson } from '@/lib/services/create-person'
import { currentSettings } from '@/lib/services/current-settings'
import { listAudit } from '@/lib/services/list-audit'
import { listUsers } from '@/lib/services/list-users'
import { makePasswordLink } from '@/lib/services/make-password-link'
import { readDesk } from '@/lib/services/read-desk'
import { readSetup } from '@/lib/services/read-setup'
import { removeTestEvents } from '@/lib/services/remove-test-events'
import { saveCompany } from '@/lib/services/save-company'
import { saveSetupStep } from '@/lib/services/save-setup-step'
import { sendTestEvents } from '@/lib/services/send-test-events'
import { signIn } from '@/lib/services/sign-in'
import { signOutPerson } from '@/lib/services/sign-out-person'
import { switchAutomation } from '@/lib/services/switch-automation'
import { takePasswordLink } from '@/lib/services/take-password-link'
import { updatePerson } from '@/lib/services/update-person'
import { verifyAudit } from '@/lib/services/verify-audit'
import { freshDatabase } from '../database'
import { type App, apiPaths, startApp } from '../http/app'
import { makeKey, makeUser, signInBy } from '../http/people'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const as = (role: Role, id: string = randomUUID()): Context => ({
  principal: { kind: 'user', id, email: `${role}@example.com`, role, teams: teamsOfRole(role, []) },
  now: NOW,
  locale: 'zh',
})
const admin = as('admin')
const statusOf = async (work: Promise<unknown>): Promise<number> => {
  try {
    await work
    return 200
  } catch (error) {
    return (error as { status?: number }).status ?? 500
  }
}
/** Until a connection of this database stands behind another's lock. */
const waitsForALock = () =>
  expect
    .poll(async () => {
      const { rows } = await pool().query<{ n: number }>(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      )
      return rows[0]?.n
    })
    .toBe(1)
const tokenOf = (path: string): string => path.slice(path.indexOf('#') + 1)
const liveSessions = async (id: string): Promise<number> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*) AS n FROM session WHERE user_id = $1 AND revoked_at IS NULL',
      [id],
    )
    return rows[0]?.n ?? 0
  })
const newestAudit = async () => (await listAudit(admin, { limit: 1 })).entries[0]

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  process.env.LOG_LEVEL = 'fatal'
  await freshDatabase()
  resetEnv()
})

describe('people', () => {
  it('are invited by a link that works once, and the trail holds neither token nor phone', async () => {
    const made = await createPerson(admin, {
      email: ' Lin@Example.com ',
      name: '林晓',
      role: 'lead',
      teams: ['b', 'a', 'b'],
      phone: '138 1234 5678',
    })
    expect(made.link.path).toMatch(/^\/welcome#hp_/)
    expect((await listUsers(admin)).find(({ id }) => id === made.id)).toMatchObject({
      email: 'lin@example.com',
      teams: ['a', 'b'],
      phone: '138****5678',
      hasPassword: false,
      lastSignInAt: null,
      linkUntil: made.link.expiresAt,
    })
    const token = tokenOf(made.link.path)
    expect(await takePasswordLink({ token }, NOW)).toMatchObject({ email: 'lin@example.com', done: false })
    expect(await statusOf(takePasswordLink({ token, password: 'short' }, NOW))).toBe(400)
    expect(
      await statusOf(takePasswordLink({ token: `${token.slice(0, -1)}x`, password: 'x'.repeat(12) }, NOW)),
    ).toBe(404)
    expect(await statusOf(takePasswordLink({ token }, made.link.expiresAt + 1))).toBe(404)
    await takePasswordLink({ token, password: 'long enough it is' }, NOW)
    expect(await statusOf(takePasswordLink({ token, password: 'once more, please' }, NOW))).toBe(404)
    expect(
      await signIn({ email: 'lin@example.com', password: 'long enough it is' }, '::1', NOW),
    ).not.toBeNull()
    const trail = JSON.stringify((await listAudit(admin, {})).entries)
    expect(trail).not.toContain(token.slice(4))
    expect(trail).not.toContain('5678')
    expect(await statusOf(createPerson(admin, { email: 'lin@example.com', name: 'x', role: 'agent' }))).toBe(
      409,
    )
  })

  it('get a new link in place of the old, and lose it when they are disabled', async () => {
    const made = await createPerson(admin, { email: 'two@example.com', name: '二', role: 'agent' })
    const again = await makePasswordLink(admin, made.id)
    expect(await statusOf(takePasswordLink({ token: tokenOf(made.link.path) }, NOW))).toBe(404)
    await updatePerson(admin, made.id, { disabled: true })
    expect(await statusOf(takePasswordLink({ token: tokenOf(again.path) }, NOW))).toBe(404)
    expect(await statusOf(makePasswordLink(admin, made.id))).toBe(409)
    expect(await statusOf(updatePerson(admin, randomUUID(), { name: 'x' }))).toBe(404)
  })

  it('are signed out by a new role, by being disabled and by hand, not by a new name', async () => {
    const { id, link } = await createPerson(admin, { email: 'three@example.com', name: '三', role: 'agent' })
    const password = 'a password of three'
    await takePasswordLink({ token: tokenOf(link.path), password }, NOW)
    const enter = () => signIn({ email: 'three@example.com', password }, '::1', NOW)
    await enter()
    await updatePerson(admin, id, { name: '三三' })
    expect(await liveSessions(id)).toBe(1)
    for (const deed of [
      () => updatePerson(admin, id, { role: 'lead' }),
      () => updatePerson(admin, id, { teams: ['x'] }),
      () => signOutPerson(admin, id),
      () => updatePerson(admin, id, { disabled: true }),
    ]) {
      await enter()
      await deed()
      expect(await liveSessions(id)).toBe(0)
    }
    expect(await enter()).toBeNull()
    expect(await newestAudit()).toMatchObject({
      action: 'user.disabled',
      objectName: '三三',
      changes: [{ path: 'disabled', before: 'false', after: 'true' }],
    })
    await updatePerson(admin, id, { disabled: false })
    expect(await enter()).not.toBeNull()
  })

  it('keep their last administrator, also when two leave at once', async () => {
    const [a, b] = await Promise.all(
      ['a', 'b'].map((name) =>
        createPerson(admin, { email: `${name}-boss@example.com`, name, role: 'admin' }),
      ),
    )
    const outcomes = await Promise.all(
      [a, b].map((one) => statusOf(updatePerson(admin, one?.id ?? '', { role: 'manager' }))),
    )
    expect(outcomes.sort()).toEqual([200, 409])
    const left = (await listUsers(admin)).filter(({ role }) => role === 'admin')
    expect(left).toHaveLength(1)
    expect(await statusOf(updatePerson(admin, left[0]?.id ?? '', { disabled: true }))).toBe(409)
  })
})

describe('the switch over all automation', () => {
  it('owes a reason, says since when and who, and is audited', async () => {
    expect(await storedAutomation()).toMatchObject({ off: false, since: null })
    expect(await statusOf(switchAutomation(admin, { off: true, reason: ' ' }))).toBe(400)
    const manager = as('manager')
    await switchAutomation(manager, { off: true, reason: '搬迁数据' })
    expect(await storedAutomation()).toMatchObject({ off: true, since: NOW, reason: '搬迁数据' })
    expect(await newestAudit()).toMatchObject({ action: 'automation.stopped' })
    await switchAutomation(admin, { off: false, reason: '' })
    expect(await storedAutomation()).toMatchObject({ off: false })
    await switchAutomation(admin, { off: false, reason: '' })
    expect((await listAudit(admin, { action: 'automation.' })).entries).toHaveLength(2)
  })
})

describe('the company', () => {
  it('is checked and folds anew where its zone changes', async () => {
    const good = {
      company: '云杉',
      zone: 'Europe/London',
      baseUrl: 'https://helm.example.com/',
      locale: 'en',
    }
    expect(await statusOf(saveCompany(admin, { ...good, zone: 'Mars/Base' }))).toBe(400)
    expect(await statusOf(saveCompany(admin, { ...good, baseUrl: 'javascript:alert(1)' }))).toBe(400)
    await currentSettings(NOW)
    expect(await saveCompany(admin, good)).toMatchObject({ baseUrl: 'https://helm.example.com', demo: false })
    expect((await readFoldConfig()).zone).toBe('Europe/London')
    // a page that is drawn right after is of the new company
    expect((await currentSettings(NOW)).tenant.baseUrl).toBe('https://helm.example.com')

    // while somebody else changes it, the next waits, and has read what they wrote
    let second: Promise<unknown> = Promise.resolve()
    await transaction(async (client) => {
      await client.query("SELECT 1 FROM setting WHERE key = 'tenant' FOR UPDATE")
      second = saveCompany(admin, { ...good, baseUrl: '' })
      await waitsForALock()
      await client.query(
        "UPDATE setting SET value = jsonb_set(value, '{baseUrl}', '\"https://first.example.com\"') WHERE key = 'tenant'",
      )
    })
    await second
    const [entry] = (await listAudit(admin, { action: 'company.changed', limit: 1 })).entries
    expect(JSON.stringify(entry?.changes)).toContain('https://first.example.com')
    await saveCompany(admin, { ...good, zone: 'Asia/Shanghai', baseUrl: '', locale: 'zh' })
    expect((await readSettings()).tenant).toMatchObject({ baseUrl: null, zone: 'Asia/Shanghai' })
  })
})

describe('the audit log', () => {
  it('is filtered, paged by cursor, and every page meets the next', async () => {
    const all = (await listAudit(admin, { limit: 200 })).entries
    const paged = []
    let before: number | null = null
    do {
      const page = await listAudit(admin, { limit: 7, ...(before === null ? {} : { before }) })
      paged.push(...page.entries)
      before = page.nextCursor
    } while (before !== null)
    expect(paged.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq))
    const [first] = all
    const of = (asked: object) => listAudit(admin, asked).then(({ entries }) => entries)
    expect((await of({ actor: first?.actor })).every(({ actor }) => actor === first?.actor)).toBe(true)
    expect((await of({ object: 'user:' })).every(({ object }) => object.startsWith('user:'))).toBe(true)
    expect(await of({ from: '2026-11-20', to: '2026-11-20', limit: 200 })).toHaveLength(all.length)
    expect(await of({ to: '2026-11-19' })).toEqual([])
    expect(await statusOf(listAudit(admin, { from: 'yesterday' }))).toBe(400)
  })

  it('is walked in parts and finds what was forged', async () => {
    expect(await verifyAudit(admin, {})).toMatchObject({ broken: null, next: null })
    const seq = (await newestAudit())?.seq ?? 0
    await withClient(async (client) => {
      await client.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only')
      await client.query(`UPDATE audit_entry SET action = 'user.forged' WHERE seq = $1`, [seq])
      await client.query('ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only')
    })
    expect(await verifyAudit(admin, {})).toMatchObject({ broken: seq })
    expect(await verifyAudit(admin, { after: seq - 1 })).toMatchObject({ broken: seq, checked: 1 })
  })
})

describe('the first-run wizard', () => {
  it('takes its steps in any order, leaves some, and says what is missing', async () => {
    await freshDatabase()
    expect(await readSetup(admin)).toMatchObject({
      fresh: true,
      missing: expect.arrayContaining(['company']),
    })
    await saveSetupStep(admin, { step: 'company', skip: true })
    expect(await readSetup(admin)).toMatchObject({ fresh: false, remind: true })
    await saveSetupStep(admin, {
      step: 'company',
      value: { company: '云杉', zone: 'Asia/Shanghai', baseUrl: null, locale: 'zh' },
    })
    await saveSetupStep(admin, { step: 'channels', value: { channels: ['douyin', 'jd', 'xiaohongshu'] } })
    expect(await statusOf(saveSetupStep(admin, { step: 'hours', value: { always: false } }))).toBe(400)
    await saveSetupStep(admin, {
      step: 'hours',
      value: { always: false, from: '09:00', to: '18:00', weekend: null, holidays: true },
    })
    await saveSetupStep(admin, {
      step: 'limits',
      value: { chat: 30, phone: 20, ticket: 600, resolution: 7200 },
    })
    const config = await readFoldConfig()
    const at = Date.parse('2026-11-20T06:00:00Z')
    expect(config.targetsFor({ channel: 'jd', team: null, at, channelKind: 'chat' }).frtMs).toBe(30_000)
    expect(config.calendarFor({ channel: 'jd', team: null, at })).not.toBeNull()
    // The calendar closes on National Day and opens on the Saturday worked in its stead.
    expect((await readSettings()).calendars[0]?.calendar.versions[0]?.exceptions).toMatchObject({
      '2026-10-01': { spans: [] },
      '2026-10-10': { as: 'mon' },
    })
    expect((await readSetup(admin)).missing).toEqual(['data', 'screen'])
    // Those it has a name for.
    expect((await readDesk(admin)).channels).toBe(2)
    await saveSetupStep(admin, { step: 'all', skip: true })
    expect((await readSetup(admin)).remind).toBe(false)
  })

  it('shows test conversations at once, and takes them away without a trace', async () => {
    const tested = { ...admin, now: Date.now() }
    expect((await sendTestEvents(tested, { channels: ['douyin'] })).accepted).toBeGreaterThan(15)
    await applyAll()
    const tickets = () =>
      withClient(
        async (client) => (await client.query<{ n: number }>('SELECT count(*) AS n FROM ticket')).rows[0]?.n,
      )
    expect(await tickets()).toBe(6)
    expect((await readSetup(tested)).testEvents).toBeGreaterThan(15)
    await removeTestEvents(tested)
    await applyAll()
    expect(await tickets()).toBe(0)
    expect(await readSetup(tested)).toMatchObject({ testEvents: 0 })
  })
})

describe('who may', () => {
  let app: App
  beforeAll(async () => {
    await freshDatabase()
    app = await startApp()
  })
  afterAll(() => app.close())

  /** Status of a role's call by route: reading and writing. */
  const MAY: Readonly<Record<string, { method: string; body?: object; roles: readonly Role[] }>> = {
    'GET /people': { method: 'GET', roles: ['admin', 'manager', 'auditor'] },
    'POST /people': { method: 'POST', body: {}, roles: ['admin'] },
    [`PATCH /people/${randomUUID()}`]: { method: 'PATCH', body: {}, roles: ['admin'] },
    [`POST /people/${randomUUID()}/link`]: { method: 'POST', roles: ['admin'] },
    [`POST /people/${randomUUID()}/sign-out`]: { method: 'POST', roles: ['admin'] },
    'GET /keys': { method: 'GET', roles: ['admin', 'manager', 'auditor'] },
    'POST /keys': { method: 'POST', body: {}, roles: ['admin'] },
    'DELETE /keys/nobody': { method: 'DELETE', roles: ['admin'] },
    'GET /audit': { method: 'GET', roles: ['admin', 'auditor'] },
    'POST /audit/verify': { method: 'POST', body: {}, roles: ['admin', 'auditor'] },
    'GET /settings/automation': { method: 'GET', roles: ['admin', 'manager', 'auditor'] },
    'PUT /settings/automation': { method: 'PUT', body: {}, roles: ['admin', 'manager'] },
    'GET /settings/company': { method: 'GET', roles: ['admin', 'manager', 'auditor'] },
    'PUT /settings/company': { method: 'PUT', body: {}, roles: ['admin'] },
    'GET /settings/setup': { method: 'GET', roles: ['admin'] },
    'PUT /settings/setup': { method: 'PUT', body: {}, roles: ['admin'] },
    'GET /settings/retention': { method: 'GET', roles: ['admin', 'manager', 'auditor'] },
    'PUT /settings/retention': { method: 'PUT', body: {}, roles: ['admin'] },
    'POST /settings/retention/preview': { method: 'POST', body: {}, roles: ['admin', 'manager', 'auditor'] },
    'GET /settings/file': { method: 'GET', roles: ['admin'] },
    'POST /settings/file': { method: 'POST', body: {}, roles: ['admin'] },
    'POST /settings/setup/test-events': { method: 'POST', body: { channels: 1 }, roles: ['admin'] },
    'DELETE /settings/setup/test-events': { method: 'DELETE', roles: ['admin'] },
  }

  it('is the same for every route, whoever asks', async () => {
    const call = (route: string, headers: Record<string, string>) => {
      const { method, body } = MAY[route] ?? { method: 'GET' }
      return fetch(`${app.url}/api/v1${route.slice(route.indexOf(' ') + 1)}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    }
    const reader = { authorization: `Bearer ${await makeKey('reader', 'read')}` }
    const cookies = new Map<Role, string>()
    for (const role of ROLES) {
      await makeUser(`${role}@example.com`, role)
      cookies.set(role, (await signInBy(app.url, `${role}@example.com`)).cookie)
    }
    for (const [route, { roles }] of Object.entries(MAY)) {
      expect([route, 'nobody', (await call(route, {})).status]).toEqual([route, 'nobody', 401])
      expect([route, 'key', (await call(route, reader)).status]).toEqual([route, 'key', 403])
      for (const role of ROLES) {
        const { status } = await call(route, { cookie: cookies.get(role) ?? '' })
        expect([route, role, roles.includes(role) ? status !== 403 && status < 500 : status === 403]).toEqual(
          [route, role, true],
        )
      }
    }
  })

  it('names every route of the desk above', () => {
    const known = apiPaths().filter((path) =>
      /^\/api\/v1\/(people|keys|audit|settings\/(automation|company|setup|retention|file))/.test(path),
    )
    const patterns = Object.keys(MAY).map((route) =>
      `/api/v1${route.slice(route.indexOf(' ') + 1)}`
        .replace(/[0-9a-f-]{36}/, '[id]')
        .replace('/nobody', '/[name]'),
    )
    expect(known.filter((path) => !patterns.includes(path) && path !== '/api/v1/people/password')).toEqual([])
  })
})

it('acts as the product where nobody is signed in', async () => {
  expect((await readDesk(systemContext('test', NOW))).people).toBeGreaterThan(0)
})
