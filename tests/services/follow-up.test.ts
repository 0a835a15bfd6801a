/** Tasks on a real database: what makes itself a task, once; who may do what; reminders; and the end that needs proof. */
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { applyAll } from '@/lib/db/apply'
import { firstBrokenSeal } from '@/lib/db/audit'
import { storeEvents } from '@/lib/db/ingest'
import { transaction, withClient } from '@/lib/db/pool'
import { writeSetting } from '@/lib/db/settings'
import { defaultFollowUp } from '@/lib/follow-up/settings'
import { actOnTask } from '@/lib/services/act-on-task'
import { type Context, ROLES, type Role, systemContext, teamsOfRole } from '@/lib/services/context'
import { createImprovement } from '@/lib/services/create-improvement'
import { createTask } from '@/lib/services/create-task'
import { getTask } from '@/lib/services/get-task'
import { listImprovements } from '@/lib/services/list-improvements'
import { listTasks } from '@/lib/services/list-tasks'
import { makeFollowUps } from '@/lib/services/make-follow-ups'
import { readWeek } from '@/lib/services/read-week'
import { remindOfTasks } from '@/lib/services/remind-of-tasks'
import { updateImprovement } from '@/lib/services/update-improvement'
import { updateTask } from '@/lib/services/update-task'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const HOUR = 3_600_000
const iso = (at: number) => new Date(at).toISOString()

const IDS = { lead: randomUUID(), boss: randomUUID(), product: randomUUID(), agent: randomUUID() }
const person = (role: Role, id: string = randomUUID(), ...teams: string[]): Context => ({
  principal: { kind: 'user', id, email: `${id}@example.com`, role, teams: teamsOfRole(role, teams) },
  now: NOW,
  locale: 'zh',
})
const admin = person('admin')
const worker = (now = NOW) => systemContext('worker', now)
const status = async (work: () => Promise<unknown>): Promise<number> => {
  try {
    await work()
    return 200
  } catch (error) {
    return (error as { status?: number }).status ?? 500
  }
}

let made = 0
async function tell(...events: { type: string; at: number; subject: string; data: object }[]): Promise<void> {
  await storeEvents(
    events.map(({ type, at, subject, data }) => ({
      id: `f${made++}`,
      source: 'shop',
      type,
      time: at,
      subject,
      data: { ...data },
    })),
    { receivedAt: NOW + 60 * HOUR },
  )
  await applyAll()
}

const ticket = (subject: string, at: number, more: object = {}) => ({
  type: 'ticket.opened',
  at,
  subject,
  data: { channel: 'taobao', customer: 'c1', team: 'east', product: 'lamp', ...more },
})
const rated = (subject: string, at: number, score: number, comment?: string) => ({
  type: 'survey.answered',
  at,
  subject,
  data: { kind: 'csat', score, ...(comment === undefined ? {} : { comment }) },
})

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  await withClient(async (client) => {
    const user = (id: string, name: string, role: string, teams: string[]) =>
      client.query(
        `INSERT INTO app_user (id, email, name, role, teams, created_at) VALUES ($1, $2, $3, $4, $5, now())`,
        [id, `${name}@example.com`, name, role, teams],
      )
    await user(IDS.lead, '林晓', 'lead', ['east'])
    await user(IDS.boss, '周远', 'supervisor', ['east'])
    await user(IDS.product, '产品经理', 'manager', [])
    await user(IDS.agent, '青禾', 'agent', ['east'])
    await client.query(
      `INSERT INTO org_product (product, owners, updated_at) VALUES ('lamp', ARRAY[$1]::uuid[], now())`,
      [IDS.product],
    )
  })
  await transaction((client) => writeSetting(client, 'follow_up', defaultFollowUp(NOW - 10 * HOUR), NOW))
})
beforeEach(async () => {
  await withClient((client) => client.query('TRUNCATE task, task_event, improvement, delivery CASCADE'))
})

const steps = async (): Promise<string[]> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ step: string; recipient: string }>(
      "SELECT split_part(step, ':', 1) AS step, recipient FROM delivery ORDER BY 1, 2",
    )
    const name = Object.fromEntries(Object.entries(IDS).map(([key, id]) => [id, key]))
    return rows.map((row) => `${row.step} → ${name[row.recipient] ?? row.recipient}`)
  })

describe('what becomes a task by itself', () => {
  it('is a low rating, once, however often the job runs and however often the answer comes', async () => {
    const answer = rated('low', NOW - 2 * HOUR, 1, '没解决，电话 13800138000')
    await tell(ticket('low', NOW - 3 * HOUR), answer, rated('good', NOW - 2 * HOUR, 5))
    await Promise.all([makeFollowUps(worker()), makeFollowUps(worker())])
    await tell(answer)
    await makeFollowUps(worker())
    const { rows } = await listTasks(admin, {})
    expect(
      rows.map(({ kind, subject, ownerName, priority }) => [kind, subject, ownerName, priority]),
    ).toEqual([['callback', 'low', '林晓', 'high']])
    expect(rows[0]?.note).toContain('138****8000')
    expect(rows[0]?.dueAt).toBe(NOW + 24 * HOUR)
    expect(await steps()).toEqual(['given → lead'])
  })

  it('is a complaint about quality: to the owner of the product and the superior, 4 h and 24 h, no second call-back', async () => {
    await tell(
      ticket('bad', NOW - 3 * HOUR),
      { type: 'complaint.filed', at: NOW - 2 * HOUR, subject: 'bad', data: { category: '产品质量' } },
      rated('bad', NOW - HOUR, 1),
      ticket('late', NOW - 3 * HOUR, { customer: 'c2' }),
      { type: 'complaint.filed', at: NOW - 2 * HOUR, subject: 'late', data: { category: '物流' } },
    )
    await makeFollowUps(worker())
    const { rows } = await listTasks(admin, { kind: 'complaint' })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      subject: 'bad',
      priority: 'high',
      ownerName: '产品经理',
      superiorName: '周远',
      respondBy: NOW + 2 * HOUR,
      dueAt: NOW + 22 * HOUR,
    })
    expect((await listTasks(admin, { kind: 'callback' })).rows.map(({ subject }) => subject)).not.toContain(
      'bad',
    )
  })

  it('finds a complaint about quality behind hundreds of others', async () => {
    const others = Array.from({ length: 210 }, (_, i) => [
      ticket(`o${i}`, NOW - 9 * HOUR, { customer: `o${i}` }),
      { type: 'complaint.filed', at: NOW - 8 * HOUR + i, subject: `o${i}`, data: { category: '物流' } },
    ]).flat()
    await tell(...others, ticket('behind', NOW - 3 * HOUR, { customer: 'behind' }), {
      type: 'complaint.filed',
      at: NOW - 2 * HOUR,
      subject: 'behind',
      data: { category: '产品质量' },
    })
    await makeFollowUps(worker())
    const { rows } = await listTasks(admin, { kind: 'complaint' })
    expect(rows.map(({ subject }) => subject)).toContain('behind')
    expect(rows.map(({ subject }) => subject)).not.toContain('o0')
  })

  it('is nothing while automation is off, nor what happened before it was switched on', async () => {
    await tell(ticket('old', NOW - 30 * HOUR), rated('old', NOW - 20 * HOUR, 1))
    await makeFollowUps(worker())
    expect((await listTasks(admin, {})).rows.map(({ subject }) => subject)).not.toContain('old')
    await transaction((client) =>
      writeSetting(client, 'automation', { off: true, since: NOW, by: 'test', reason: 'drill' }, NOW),
    )
    await withClient((client) => client.query('TRUNCATE task, task_event CASCADE'))
    expect(await makeFollowUps(worker())).toEqual({ made: 0, answered: 0 })
    await transaction((client) =>
      writeSetting(client, 'automation', { off: false, since: NOW, by: 'test', reason: '' }, NOW),
    )
  })

  it('notes the first reply after a complaint as its first response', async () => {
    await tell(ticket('q', NOW - 3 * HOUR, { customer: 'c9' }), {
      type: 'complaint.filed',
      at: NOW - 2 * HOUR,
      subject: 'q',
      data: { category: '质量问题' },
    })
    await makeFollowUps(worker())
    await tell({
      type: 'message.sent',
      at: NOW - HOUR,
      subject: 'q',
      data: { from: 'agent', agent: '青禾', text: '您好' },
    })
    expect((await makeFollowUps(worker())).answered).toBe(1)
    const { rows } = await listTasks(admin, { kind: 'complaint', source: 'shop', subject: 'q' })
    expect(rows[0]?.respondedAt).toBe(NOW - HOUR)
  })
})

describe('reminders', () => {
  it('go to the owner before a limit and to the superior too at it, once each, also with two workers', async () => {
    await tell(ticket('r', NOW - 3 * HOUR, { customer: 'c10' }), {
      type: 'complaint.filed',
      at: NOW,
      subject: 'r',
      data: { category: 'quality' },
    })
    await makeFollowUps(worker())
    await withClient((client) => client.query("DELETE FROM task WHERE kind <> 'complaint' OR subject <> 'r'"))
    await withClient((client) => client.query('TRUNCATE delivery'))
    await Promise.all([remindOfTasks(worker(NOW + 3.5 * HOUR)), remindOfTasks(worker(NOW + 3.5 * HOUR))])
    expect(await steps()).toEqual(['respond_soon → product'])
    await remindOfTasks(worker(NOW + 4.1 * HOUR))
    await remindOfTasks(worker(NOW + 4.2 * HOUR))
    expect((await steps()).filter((step) => step.startsWith('respond_overdue')).sort()).toEqual(
      ['respond_overdue → boss', 'respond_overdue → product'].sort(),
    )
    // A day without a worker: what is late is said once.
    await remindOfTasks(worker(NOW + 49 * HOUR))
    expect((await steps()).filter((step) => step.startsWith('overdue'))).toHaveLength(2)
  })
})

describe('who may do what', () => {
  it('makes tasks: admin, manager, supervisor, lead, within their teams', async () => {
    const may: string[] = []
    for (const role of ROLES) {
      const ctx = person(role, randomUUID(), 'east')
      if ((await status(() => createTask(ctx, { title: 'x', team: 'east' }))) === 200) may.push(role)
    }
    expect(may).toEqual(['admin', 'manager', 'supervisor', 'lead'])
    const lead = person('lead', IDS.lead, 'east')
    expect(await status(() => createTask(lead, { title: 'x', team: 'west' }))).toBe(403)
    expect(await status(() => createTask(lead, { title: 'x', dueAt: NOW - 1 }))).toBe(400)
  })

  it('hides another team’s task as if it were not there, and lets its owner act', async () => {
    const { number } = await createTask(admin, { title: '排班', team: 'west', ownerId: IDS.agent })
    const other = person('lead', IDS.lead, 'east')
    const key = String(number)
    expect(await status(() => getTask(other, key))).toBe(404)
    expect(await status(() => updateTask(other, key, { note: 'x' }))).toBe(404)
    expect(await status(() => actOnTask(other, key, 'start', {}))).toBe(404)
    const owner = person('agent', IDS.agent, 'east')
    expect(await status(() => actOnTask(owner, key, 'start', {}))).toBe(200)
    expect(await status(() => updateTask(owner, key, { ownerId: IDS.lead }))).toBe(403)
    expect(await status(() => updateTask(person('auditor'), key, { note: 'x' }))).toBe(403)
    expect((await listTasks(owner, {})).rows).toHaveLength(1)
    expect((await listTasks(person('agent', randomUUID(), 'west'), {})).rows).toHaveLength(0)
  })
})

describe('the end of a task', () => {
  it('needs an outcome, the checklist and, of a complaint, the call-back; over is over until reopened', async () => {
    const { number, id } = await createTask(admin, {
      title: '补排班',
      checklist: [{ text: '问过夜班', done: false }],
    })
    const key = String(number)
    expect(await status(() => actOnTask(admin, key, 'done', {}))).toBe(400)
    expect(await status(() => actOnTask(admin, key, 'done', { text: '排好了' }))).toBe(400)
    await updateTask(admin, key, { checklist: [{ text: '问过夜班', done: true }] })
    await withClient((client) => client.query("UPDATE task SET kind = 'complaint' WHERE id = $1", [id]))
    expect(await status(() => actOnTask(admin, key, 'done', { text: '排好了' }))).toBe(400)
    await actOnTask(admin, key, 'callback', { text: '客户满意' })
    await actOnTask(admin, key, 'done', { text: '排好了' })
    await actOnTask(admin, key, 'done', { text: '排好了' })
    expect(await status(() => actOnTask(admin, key, 'start', {}))).toBe(409)
    expect(await status(() => updateTask(admin, key, { title: 'y' }))).toBe(400)
    await updateTask(admin, key, { grade: 'serious' })
    const { task, events } = await getTask(admin, key)
    expect([task.state, task.grade, task.nextAt]).toEqual(['done', 'serious', null])
    // All in one instant of the test's clock.
    expect(events.map(({ kind }) => kind).sort()).toEqual([
      'called_back',
      'changed',
      'checked',
      'done',
      'made',
    ])
    await actOnTask(admin, key, 'reopen', {})
    expect((await getTask(admin, key)).task.state).toBe('open')
    expect(await withClient(firstBrokenSeal)).toBeNull()
  })
})

describe('the improvement list', () => {
  it('measures a change against the same weekdays before, through the query door', async () => {
    const start = NOW - 10 * 24 * HOUR
    const events = []
    for (let day = -38; day < 0; day++) {
      const at = NOW + day * 24 * HOUR
      const wait = at >= start - 12 * HOUR ? 20_000 : 60_000
      for (let i = 0; i < 3; i++) {
        const subject = `i${day}-${i}`
        events.push(ticket(subject, at + i * 60_000, { customer: `x${day}${i}` }), {
          type: 'message.sent',
          at: at + i * 60_000 + wait + i * 1000,
          subject,
          data: { from: 'agent', agent: '青禾' },
        })
      }
    }
    await tell(...events)
    const { number } = await createImprovement(admin, {
      title: '高峰加一班',
      state: 'running',
      metric: 'frt_avg',
      startedOn: iso(start).slice(0, 10),
      scope: { channel: 'taobao' },
      expected: -30,
    })
    const [row] = await listImprovements(admin)
    expect(row?.effect?.change).toBeCloseTo(-40, 0)
    expect(row?.effect?.clear).toBe(true)
    expect(row?.verdict).toBe('better')
    expect(await status(() => createImprovement(admin, { title: 'x', metric: 'nope' }))).toBe(400)
    expect(await status(() => createImprovement(person('agent'), { title: 'x' }))).toBe(403)
    expect(
      await status(() =>
        updateImprovement(person('lead', IDS.lead, 'east'), number, { title: 'x', team: 'east' }),
      ),
    ).toBe(403)
    await updateImprovement(admin, number, { title: '高峰加一班', state: 'kept' })
    expect((await listImprovements(admin))[0]).toMatchObject({ state: 'kept', unmeasured: 'no_metric' })
  })
})

describe('a week looked back on', () => {
  it('counts tasks made, done, in time and overdue, and complaints by grade', async () => {
    const { number } = await createTask(admin, { title: 'a', dueAt: NOW + HOUR })
    await createTask({ ...admin, now: NOW - 2 * HOUR }, { title: 'b', dueAt: NOW - HOUR })
    await actOnTask(admin, String(number), 'done', { text: 'ok' })
    const week = await readWeek(admin, { from: NOW - 24 * HOUR, to: NOW + 24 * HOUR })
    expect(week.tasks).toEqual({ made: 2, done: 1, onTime: 1, overdue: 1 })
    expect(week.incidents.opened).toBe(0)
  })
})
