/** Setting targets up: who may, what is refused, what is never sent back, what a test says; the log and its replay. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { firstBrokenSeal } from '@/lib/db/audit'
import { pool, withClient } from '@/lib/db/pool'
import { hostRefusal } from '@/lib/http/delivery-tools'
import { type Context, ROLES, type Role, teamsOfRole } from '@/lib/services/context'
import { deleteTarget } from '@/lib/services/delete-target'
import { deliverDue } from '@/lib/services/deliver-messages'
import { listDeliveries } from '@/lib/services/list-deliveries'
import { listTargets } from '@/lib/services/list-targets'
import { replayDelivery } from '@/lib/services/replay-delivery'
import { saveOutgoing } from '@/lib/services/save-outgoing'
import { createTarget, updateTarget } from '@/lib/services/save-target'
import { sendHeartbeat } from '@/lib/services/send-heartbeat'
import { sendTest } from '@/lib/services/send-test'
import { freshDatabase } from '../../database'
import { type HttpReceiver, type MailReceiver, startMailReceiver, startReceiver } from '../../receivers'
import { addUser, tell, toolsOf, worker } from './world'

let http: HttpReceiver
let mail: MailReceiver
const now = Date.now()
let me = ''
const person = (role: Role): Context => ({
  principal: { kind: 'user', id: me, email: 'me@example.com', role, teams: teamsOfRole(role, []) },
  now,
  locale: 'zh',
})
const admin = () => person('admin')
const status = async (work: () => Promise<unknown>) => {
  try {
    await work()
    return 200
  } catch (error) {
    return (error as { status?: number }).status ?? 500
  }
}
const places = async (work: () => Promise<unknown>) => {
  try {
    await work()
    return []
  } catch (error) {
    return (error as { details: { errors: { path: string }[] } }).details.errors.map(({ path }) => path)
  }
}
const robot = (more: object = {}) => ({
  kind: 'wecom',
  name: '客服值班群',
  locale: 'zh',
  enabled: true,
  fallbackId: null,
  fields: { url: `${http.url('wecom', 'duty')}?key=very-secret-key` },
  ...more,
})

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a-test-secret-that-is-long-enough-0123456789'
  process.env.NEXTAUTH_URL = 'https://helm.example.com'
  resetEnv()
  await freshDatabase()
  http = await startReceiver()
  mail = await startMailReceiver()
  me = await addUser('me', 'admin', { phone: '13800000001' })
})
afterAll(async () => {
  await http.close()
  await mail.close()
})

describe('targets', () => {
  it('are set up by administrators; an address in the intranet needs the allow-list', async () => {
    for (const role of ROLES)
      if (role !== 'admin')
        expect(await status(() => createTarget(person(role), robot(), hostRefusal)), role).toBe(403)
    expect(await places(() => createTarget(admin(), robot(), hostRefusal))).toEqual(['fields.address'])
    await saveOutgoing(admin(), { allow: ['127.0.0.0/8'], heartbeatUrl: null })
    const { id, secret } = await createTarget(admin(), robot(), hostRefusal)
    expect(secret).toBeNull()
    expect((await listTargets(person('auditor'))).targets.map((one) => one.id)).toContain(id)
    expect(await status(() => listTargets(person('supervisor')))).toBe(403)
  })

  it('never send a secret back, nor store or log one in the open', async () => {
    const { targets } = await listTargets(admin())
    const found = targets.find((one) => one.kind === 'wecom')
    expect(found?.hints.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/…-key$/)
    expect(JSON.stringify(targets)).not.toContain('very-secret')
    const stored = await pool().query('SELECT config, secret FROM notify_target')
    expect(JSON.stringify(stored.rows)).not.toContain('very-secret')
    const trail = await pool().query("SELECT before, after FROM audit_entry WHERE action LIKE 'target.%'")
    expect(JSON.stringify(trail.rows)).not.toMatch(/very-secret|-key/)
    expect(await withClient(firstBrokenSeal)).toBeNull()
  })

  it('keep a secret that is left out, and take a new one', async () => {
    const { targets } = await listTargets(admin())
    const id = targets.find((one) => one.kind === 'wecom')?.id ?? ''
    const { kind: _kind, ...rest } = robot()
    await updateTarget(admin(), id, { ...rest, name: '改名', fields: { url: '' } }, hostRefusal)
    http.journal.length = 0
    expect(await sendTest(admin(), id, toolsOf('test', undefined))).toMatchObject({ ok: true, status: 200 })
    expect(http.journal[0]?.path).toContain('very-secret-key')
    const url = `${http.url('wecom', 'other')}?key=x`
    await updateTarget(admin(), id, { ...rest, fields: { url } }, hostRefusal)
    await sendTest(admin(), id, toolsOf('test', undefined))
    expect(http.journal[1]?.name).toBe('other')
  })

  it('say what is wrong with them, place by place', async () => {
    const at = (more: object) => places(() => createTarget(admin(), robot(more), hostRefusal))
    expect(await at({ fields: { url: 'not an address' } })).toEqual(['fields.url'])
    expect(await at({ fields: {} })).toEqual(['fields.url'])
    expect(await at({ name: '' })).toEqual(['name'])
    expect(await at({ fallbackId: '0b5c6ee0-0000-4000-8000-000000000009' })).toEqual(['fallbackId'])
    expect(await at({ kind: 'inbox' })).toEqual(['kind'])
    expect(await at({ fields: { url: 'http://169.254.169.254/latest' } })).toEqual(['fields.address'])
    const mailAt = (fields: object) => at({ kind: 'email', fields })
    const server = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'a@example.com' }
    expect(await mailAt({ ...server, to: ['a@example.com\nBcc: b@example.com'] })).toEqual(['fields.to'])
    expect(await mailAt({ ...server, from: 'A <a@example.com>' })).toEqual(['fields.from'])
    expect(await mailAt({ ...server, port: 99_999 })).toEqual(['fields.port'])
    expect(await at({ kind: 'sms', fields: { url: 'http://127.0.0.1/', template: '{"x":1}' } })).toEqual([
      'fields.template',
    ])
  })

  it('with a host that nobody knows are stored, and it is said', async () => {
    const unknown = robot({ name: 'typo', fields: { url: 'http://no-such-host.invalid/x' } })
    const { id, unknownHost } = await createTarget(admin(), unknown, hostRefusal)
    expect(unknownHost).toBe(true)
    expect(await sendTest(admin(), id, toolsOf('test', undefined))).toMatchObject({
      ok: false,
      why: 'failed',
    })
    await deleteTarget(admin(), id)
  })

  it('a webhook without a secret is given one, shown once', async () => {
    const made = await createTarget(
      admin(),
      robot({ kind: 'webhook', fields: { url: http.url('webhook', 'hook') } }),
      hostRefusal,
    )
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(JSON.stringify(await listTargets(admin()))).not.toContain(made.secret)
  })

  it('cannot be their own fallback, round any corner', async () => {
    const a = await createTarget(admin(), robot({ name: 'a' }), hostRefusal)
    const b = await createTarget(admin(), robot({ name: 'b', fallbackId: a.id }), hostRefusal)
    const { kind: _kind, ...rest } = robot({ name: 'a', fallbackId: b.id })
    expect(await places(() => updateTarget(admin(), a.id, rest, hostRefusal))).toEqual(['fallbackId'])
  })

  it('are not deleted while a ladder tells them; then what waits is dropped', async () => {
    const { id } = await createTarget(admin(), robot({ name: 'gone' }), hostRefusal)
    await pool().query(
      `INSERT INTO escalation_ladder (id, name, steps, created_at, updated_at)
       VALUES (gen_random_uuid(), '升级', $1, now(), now())`,
      [JSON.stringify([{ afterMinutes: 0, audiences: [], users: [], targets: [id] }])],
    )
    expect(await status(() => deleteTarget(admin(), id))).toBe(409)
    await pool().query('DELETE FROM escalation_ladder')
    await tell([{ id }], now + 3_600_000)
    await deleteTarget(admin(), id)
    const { rows } = await pool().query(
      'SELECT d.state, n.secret FROM delivery d JOIN notify_target n ON n.id = d.target_id WHERE n.id = $1',
      [id],
    )
    expect(rows).toEqual([{ state: 'dropped', secret: null }])
    expect(await status(() => deleteTarget(admin(), id))).toBe(404)
    expect(await status(() => sendTest(admin(), id, toolsOf('test', undefined)))).toBe(404)
  })
})

describe('the test button', () => {
  it('says what the other side answered, and does not try again', async () => {
    const { id } = await createTarget(
      admin(),
      robot({ kind: 'feishu', fields: { url: http.url('feishu', 'wrong'), secret: 's' } }),
      hostRefusal,
    )
    http.script('wrong', 'rejected')
    const answer = await sendTest(admin(), id, toolsOf('test', undefined))
    expect(answer).toMatchObject({ ok: false, why: 'rejected', status: 200 })
    expect(answer.response).toContain('19021')
    const { deliveries } = await listDeliveries(admin(), { target: id })
    expect(deliveries.map(({ state, kind }) => [state, kind])).toEqual([['failed', 'test']])
    expect(await status(() => sendTest(person('manager'), id, toolsOf('test', undefined)))).toBe(403)
  })

  it('counts against the limit of the target', async () => {
    const { id } = await createTarget(admin(), robot({ name: 'busy' }), hostRefusal)
    await pool().query(
      'INSERT INTO notify_send (target_id, at) SELECT $1, now() FROM generate_series(1, 17)',
      [id],
    )
    expect(await sendTest(admin(), id, toolsOf('test', undefined))).toMatchObject({ ok: true })
    expect(await status(() => sendTest(admin(), id, toolsOf('test', undefined)))).toBe(429)
  })

  it('tells whoever presses it where each person has an address of their own', async () => {
    const { id } = await createTarget(
      admin(),
      robot({
        kind: 'email',
        fields: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'a@example.com', to: [] },
      }),
      hostRefusal,
    )
    expect(await sendTest(admin(), id, toolsOf('test', undefined))).toMatchObject({ ok: true })
    expect(mail.journal.at(-1)).toMatchObject({ to: ['me@example.com'] })
    expect(await status(() => sendTest(worker(now), id, toolsOf('test', undefined)))).toBe(400)
  })
})

describe('the log', () => {
  it('is read by those who may, filtered and paged', async () => {
    expect(await status(() => listDeliveries(person('supervisor'), {}))).toBe(403)
    expect(await status(() => listDeliveries(admin(), { state: ['x'] }))).toBe(400)
    const first = await listDeliveries(person('manager'), { limit: 3 })
    expect(first.deliveries).toHaveLength(3)
    const second = await listDeliveries(person('manager'), { limit: 3, before: first.next })
    const ids = [...first.deliveries, ...second.deliveries].map(({ id }) => id)
    expect(new Set(ids).size).toBe(6)
  })

  it('sends one again, which says so where it had arrived', async () => {
    const { id } = await createTarget(admin(), robot({ name: 'again' }), hostRefusal)
    await tell([{ id }], now)
    await deliverDue(worker(now), toolsOf('test', undefined))
    const [sent] = (await listDeliveries(admin(), { target: id })).deliveries
    expect(sent?.state).toBe('sent')
    expect(await status(() => replayDelivery(person('auditor'), sent?.id ?? ''))).toBe(403)
    const again = await replayDelivery(person('manager'), sent?.id ?? '')
    expect(await status(() => replayDelivery(admin(), again.id))).toBe(409)
    http.journal.length = 0
    await deliverDue(worker(now), toolsOf('test', undefined))
    expect(http.journal.map(({ body }) => body.includes('重发'))).toEqual([true])
    expect(await status(() => replayDelivery(admin(), '0b5c6ee0-0000-4000-8000-000000000009'))).toBe(404)
  })
})

describe('the heartbeat', () => {
  it('is said once a minute over all workers, and not while rules stand still', async () => {
    await saveOutgoing(admin(), { allow: ['127.0.0.1'], heartbeatUrl: http.url('webhook', 'beat') })
    expect((await listTargets(person('manager'))).outgoing.heartbeatUrl).not.toContain('beat')
    http.journal.length = 0
    await pool().query(
      `INSERT INTO worker_registry (id, lock_key, pid, host, started_at, last_tick_at)
       SELECT id, key, 1, 'here', now(), now() FROM unnest(ARRAY['a', 'b', 'c']) WITH ORDINALITY AS w (id, key)`,
    )
    const beats = ['a', 'b', 'c'].map((owner) => sendHeartbeat(worker(now), toolsOf(owner, undefined)))
    expect((await Promise.all(beats)).filter(Boolean)).toHaveLength(1)
    expect(http.journal).toHaveLength(1)
    await pool().query(
      `INSERT INTO alert_rule (id, name, kind, enabled, version, body, next_slot, created_by, created_at, updated_at)
       VALUES (gen_random_uuid(), 'r', 'threshold', true, 1, '{}', now() - interval '10 minutes', 'x', now(), now())`,
    )
    expect(await sendHeartbeat(worker(now + 60_000), toolsOf('a', undefined))).toBe(false)
    expect(http.journal).toHaveLength(1)
  })
})
