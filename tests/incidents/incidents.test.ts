/** What people do with incidents: who may, what proof it takes, who wins a race, and the trail of it. */

import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { firstBrokenSeal } from '@/lib/db/audit'
import { withClient } from '@/lib/db/pool'
import { acknowledgeIncident } from '@/lib/services/acknowledge-incident'
import { assignIncident, handOverIncident } from '@/lib/services/assign-incident'
import { commentIncident } from '@/lib/services/comment-incident'
import { type Context, ROLES, systemContext } from '@/lib/services/context'
import { escalateIncident } from '@/lib/services/escalate-incident'
import { getIncident } from '@/lib/services/get-incident'
import { listIncidentPeople } from '@/lib/services/incident-people'
import { listIncidents } from '@/lib/services/list-incidents'
import { readAlarmQuality } from '@/lib/services/read-alarm-quality'
import { markRead, readInbox } from '@/lib/services/read-inbox'
import { reopenIncident, resolveIncident } from '@/lib/services/resolve-incident'
import { listCauses, saveCauses } from '@/lib/services/save-causes'
import { snoozeIncident } from '@/lib/services/snooze-incident'
import { freshDatabase } from '../database'
import {
  inboxTarget,
  incident,
  later,
  MINUTE,
  NOW,
  numberBack,
  outcome,
  person,
  RULE,
  rows,
  told,
  watchRule,
} from './company'

const kinds = async (id: string) =>
  (
    await rows<{ kind: string }>('SELECT kind FROM incident_event WHERE incident_id = $1 ORDER BY at, id', [
      id,
    ])
  ).map(({ kind }) => kind)
const trail = async (id: string) =>
  (
    await rows<{ action: string }>('SELECT action FROM audit_entry WHERE object = $1 ORDER BY seq', [
      `incident:${id}`,
    ])
  ).map(({ action }) => action)
const key = (...scopes: ('read' | 'admin')[]): Context => ({
  principal: { kind: 'key', id: randomUUID(), name: 'bot', scopes },
  now: NOW,
  locale: 'en',
})
const status = async (work: () => Promise<unknown>) => (await outcome(work)).status

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  await watchRule()
  await inboxTarget()
})
beforeEach(async () => {
  await withClient((client) =>
    client.query(
      'TRUNCATE incident, incident_event, incident_member, alert_state, delivery, inbox_item, app_user CASCADE',
    ),
  )
})

describe('who reaches an incident', () => {
  it('is everybody of its teams, whoever oversees all, and whom it was given or told to', async () => {
    const own = await incident({ team: 'east' })
    const other = await incident({ team: 'west' })
    const seen: Record<string, [number, number]> = {}
    for (const role of ROLES) {
      const { ctx } = await person(role, role, 'east')
      seen[role] = [await status(() => getIncident(ctx, own)), await status(() => getIncident(ctx, other))]
    }
    expect(seen).toEqual({
      admin: [200, 200],
      manager: [200, 200],
      supervisor: [200, 404],
      lead: [200, 404],
      agent: [404, 404],
      auditor: [200, 200],
    })
    const lead = await person('甲', 'lead', 'east')
    const agent = await person('云舒', 'agent', 'east')
    await told(other, lead.id)
    await told(other, agent.id)
    expect(await status(() => getIncident(lead.ctx, other)), 'told').toBe(200)
    expect(await status(() => getIncident(agent.ctx, other)), 'told').toBe(200)
    const about = await incident({ team: 'west', agent: '云舒' })
    expect(await status(() => getIncident(agent.ctx, about)), 'about them').toBe(200)
    expect((await listIncidents(agent.ctx, {})).rows.map(({ id }) => id).sort()).toEqual(
      [other, about].sort(),
    )
    expect((await listIncidents(lead.ctx, {})).counts).toEqual({
      open: 2,
      unacknowledged: 2,
      recovered: 0,
      resolved: 0,
    })
  })

  it('is acted on by people who reach it, never by auditors, screens and reading keys', async () => {
    const acts: readonly ((ctx: Context, id: string) => Promise<unknown>)[] = [
      acknowledgeIncident,
      (ctx, id) => assignIncident(ctx, id, { assignee: null }),
      (ctx, id) => handOverIncident(ctx, id, { assignee: 'nobody@example.com', note: 'x' }),
      (ctx, id) => commentIncident(ctx, id, { text: 'x' }),
      (ctx, id) => snoozeIncident(ctx, id, { minutes: 10 }),
      (ctx, id) => resolveIncident(ctx, id, { cause: 'other', reason: '已经安排人手处理完毕' }),
      (ctx, id) => reopenIncident(ctx, id, { reason: 'x' }),
      escalateIncident,
      listIncidentPeople,
    ]
    const own = await incident({ team: 'east' })
    const other = await incident({ team: 'west' })
    const screen: Context = {
      principal: { kind: 'screen', id: 's', board: 'overview', scope: { team: null } },
      now: NOW,
      locale: 'zh',
    }
    for (const act of acts) {
      for (const role of ['supervisor', 'lead', 'agent'] as const) {
        const { ctx } = await person(role, role, 'east')
        expect(await status(() => act(ctx, other)), `${role} ${act.name}`).toBe(404)
      }
      const auditor = await person('审计', 'auditor')
      for (const ctx of [auditor.ctx, screen, key('read')]) {
        expect(await status(() => act(ctx, own))).toBe(403)
      }
      expect(await status(() => act(auditor.ctx, randomUUID()))).toBe(403)
    }
    for (const wrong of ['nonsense', '0', '99999999', randomUUID(), 'A-', '1e3']) {
      const { ctx } = await person('经理', 'manager')
      expect(await status(() => getIncident(ctx, wrong)), wrong).toBe(404)
    }
    expect(await trail(own)).toEqual([])
    expect(await kinds(own)).toEqual([])
    expect(await status(() => acknowledgeIncident(key('admin'), own))).toBe(200)
  })
})

describe('acknowledging', () => {
  it('stops the ladder, makes an owner, and is done once', async () => {
    const { ctx, id: me } = await person('林晓', 'lead', 'east')
    const id = await incident()
    const first = await acknowledgeIncident(ctx, id)
    expect(first).toMatchObject({
      acknowledgedBy: { id: me, name: '林晓' },
      assignee: { id: me, name: '林晓' },
      nextStepAt: null,
      state: 'open',
    })
    expect(await acknowledgeIncident(later(ctx, MINUTE), id), 'again by the same').toEqual(first)
    expect(await acknowledgeIncident(ctx, String(first.number)), 'by its number').toEqual(first)
    expect(await kinds(id)).toEqual(['acknowledged'])
    expect(await trail(id)).toEqual(['incident.acknowledged'])
    const second = await person('南星', 'lead', 'east')
    expect(await outcome(() => acknowledgeIncident(second.ctx, id))).toEqual({
      status: 409,
      message: '林晓在 14:41 先确认了。',
    })
    expect(await withClient(firstBrokenSeal)).toBeNull()
  })

  it('has one winner among a thousand at once', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, (_, i) => person(`人${i}`, 'lead', 'east')))
    const id = await incident()
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => {
        const one = people[i % people.length]
        return one === undefined ? null : outcome(() => acknowledgeIncident(one.ctx, id))
      }),
    )
    expect(await kinds(id)).toEqual(['acknowledged'])
    expect(await trail(id)).toEqual(['incident.acknowledged'])
    const ok = answers.filter((answer) => answer?.status === 200)
    // The winner may have asked fifty times; nobody else has a yes.
    expect(ok.length).toBeLessThanOrEqual(50)
    expect(ok.length).toBeGreaterThan(0)
    // Who found no free connection in time is told to ask again, and has acknowledged nothing.
    const others = answers.filter((answer) => answer?.status === 409 || answer?.status === 503)
    expect(others).toHaveLength(1_000 - ok.length)
    expect(others.some((answer) => answer?.status === 409)).toBe(true)
  })

  it('against a step of the ladder ends in exactly one of the two, a thousand times', async () => {
    const { ctx } = await person('林晓', 'lead', 'east')
    let steps = 0
    const ids: string[] = []
    for (let round = 0; round < 1_000; round++) ids.push(await incident({ openedAt: NOW - 6 * MINUTE }))
    await rows(`UPDATE incident SET next_step_at = $1`, [new Date(NOW - 1_000)])
    const escalate = async (id: string, after: number): Promise<boolean> =>
      await withClient(async (client) => {
        for (let i = 0; i < after; i++) await client.query('SELECT 1')
        const done = await client.query(
          `UPDATE incident SET step = step + 1, next_step_at = NULL
           WHERE id = $1 AND acknowledged_at IS NULL AND state = 'open' AND step = 0 AND next_step_at <= $2`,
          [id, new Date(NOW)],
        )
        return done.rowCount === 1
      })
    for (let at = 0; at < ids.length; at += 4) {
      await Promise.all(
        ids.slice(at, at + 4).map(async (id, i) => {
          await Promise.all([acknowledgeIncident(ctx, id), escalate(id, (at + i) % 9)])
        }),
      )
    }
    const found = await rows<{ step: number; acknowledged: boolean; due: boolean }>(
      'SELECT step, acknowledged_at IS NOT NULL AS acknowledged, next_step_at IS NOT NULL AS due FROM incident',
    )
    expect(found).toHaveLength(1_000)
    for (const { step, acknowledged, due } of found) {
      // Acknowledged before the step: it is never told. After it: nothing further is.
      expect([0, 1]).toContain(step)
      expect(acknowledged).toBe(true)
      expect(due).toBe(false)
      if (step === 1) steps++
    }
    expect(steps).toBeGreaterThan(0)
    expect(steps).toBeLessThan(1_000)
  })
})

describe('giving it to somebody', () => {
  it('tells the person once, and nobody who takes it on themselves', async () => {
    const lead = await person('林晓', 'lead', 'east')
    const other = await person('知夏', 'supervisor')
    const id = await incident()
    const given = await assignIncident(lead.ctx, id, {
      assignee: other.id,
      note: '手机 13812345678 的客户在等',
    })
    expect(given.assignee).toEqual({ id: other.id, name: '知夏' })
    await assignIncident(lead.ctx, id, { assignee: other.id })
    const sent = await rows<{ step: string; recipient: string; message: { note: string; path: string } }>(
      'SELECT step, recipient, message FROM delivery',
    )
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      recipient: other.id,
      message: { kind: 'assigned', note: '手机 138****5678 的客户在等', path: `/incidents/${given.number}` },
    })
    expect(sent[0]?.step).toMatch(/^assigned:[0-9a-f-]{36}$/)
    await assignIncident(lead.ctx, id, { assignee: 'me' })
    expect(await rows('SELECT 1 FROM delivery')).toHaveLength(1)
    await handOverIncident(later(lead.ctx, 1), id, { assignee: other.id, note: '我下班了' })
    expect(await kinds(id)).toEqual(['assigned', 'assigned', 'handed_over'])
    expect(await rows('SELECT 1 FROM delivery')).toHaveLength(2)
  })

  it('refuses who cannot take it on, and a hand-over without a word', async () => {
    const lead = await person('林晓', 'lead', 'east')
    const auditor = await person('审计', 'auditor')
    const id = await incident()
    for (const assignee of [auditor.id, randomUUID(), 'nobody@example.com', "x' OR true --"]) {
      expect(await status(() => assignIncident(lead.ctx, id, { assignee })), assignee).toBe(400)
    }
    const other = await person('知夏', 'supervisor')
    expect(await status(() => handOverIncident(lead.ctx, id, { assignee: other.id, note: ' ' }))).toBe(400)
    expect(await status(() => handOverIncident(lead.ctx, id, { assignee: other.id }))).toBe(400)
    const people = await listIncidentPeople(lead.ctx, id)
    expect(people.map(({ name }) => name)).toEqual(['林晓', '知夏'])
  })
})

describe('words, and putting off', () => {
  it('keeps a comment once, without personal numbers, and with its cause', async () => {
    const { ctx } = await person('林晓', 'lead', 'east')
    const id = await incident()
    const own = randomUUID()
    for (let i = 0; i < 3; i++) {
      await commentIncident(ctx, id, { text: '客户 13812345678 投诉', cause: 'campaign', id: own })
    }
    expect(await kinds(id)).toEqual(['commented'])
    const { events, cause } = await getIncident(ctx, id)
    expect(cause).toBe('campaign')
    expect(events[0]).toMatchObject({
      by: '林晓',
      body: { text: '客户 138****5678 投诉', cause: 'campaign' },
    })
    for (const wrong of [{ text: '' }, { text: 'x'.repeat(1_001) }, { text: 'x', cause: 'weather' }, {}]) {
      expect(await status(() => commentIncident(ctx, id, wrong)), JSON.stringify(wrong)).toBe(400)
    }
  })

  it('puts off what is told next, at most a week, and takes it back', async () => {
    const { ctx } = await person('林晓', 'lead', 'east')
    const id = await incident()
    const { snoozedUntil, nextStepAt } = await snoozeIncident(ctx, id, { minutes: 30 })
    expect(snoozedUntil).toBe('2026-11-20T15:11:00+08:00')
    expect(nextStepAt).toBe(snoozedUntil)
    expect((await getIncident(later(ctx, 31 * MINUTE), id)).snoozedUntil, 'over').toBeNull()
    const back = await snoozeIncident(later(ctx, MINUTE), id, { until: null })
    expect([back.snoozedUntil, back.nextStepAt]).toEqual([null, '2026-11-20T14:42:00+08:00'])
    for (const wrong of [
      { minutes: 0 },
      { minutes: 10_081 },
      { until: NOW - 1 },
      { until: NOW + 8 * 86_400_000 },
    ]) {
      expect(await status(() => snoozeIncident(ctx, id, wrong)), JSON.stringify(wrong)).toBe(400)
    }
  })

  it('escalates by hand to the next step of the ladder, until it ends', async () => {
    const { ctx } = await person('林晓', 'lead', 'east')
    const id = await incident()
    await acknowledgeIncident(ctx, id)
    const asked = await escalateIncident(later(ctx, MINUTE), id)
    expect(asked).toMatchObject({ acknowledgedAt: null, nextStepAt: '2026-11-20T14:42:00+08:00' })
    await escalateIncident(later(ctx, MINUTE), id)
    expect(await kinds(id)).toEqual(['acknowledged', 'escalated'])
    expect(await status(async () => escalateIncident(ctx, await incident({ steps: 1 })))).toBe(409)
    expect(await status(async () => escalateIncident(ctx, await incident({ steps: 0 })))).toBe(409)
    expect(await status(async () => escalateIncident(ctx, await incident({ state: 'recovered' })))).toBe(409)
  })
})

describe('resolving', () => {
  it('takes proof that the number is back, or a written reason', async () => {
    const { ctx, id: me } = await person('林晓', 'lead', 'east')
    const id = await incident()
    await told(id, me)
    const refused = await outcome(() => resolveIncident(ctx, id, { cause: 'staffing' }))
    expect(refused.status).toBe(409)
    expect(refused.message).toContain('2:05 / 1:00')
    expect(await status(() => resolveIncident(ctx, id, { cause: 'staffing', reason: '太短' }))).toBe(400)
    expect(
      await status(() => resolveIncident(ctx, id, { cause: 'weather', reason: '已经安排增援两人' })),
    ).toBe(400)
    expect(await status(() => resolveIncident(ctx, id, { reason: '已经安排增援两人' }))).toBe(400)
    expect(await kinds(id)).toEqual([])
    const done = await resolveIncident(ctx, id, { cause: 'staffing', reason: '已经安排增援两人' })
    expect(done).toMatchObject({
      state: 'resolved',
      cause: 'staffing',
      resolution: { by: me, reason: '已经安排增援两人', proof: null },
      acknowledgedBy: { id: me },
    })
    expect(await resolveIncident(later(ctx, 1), id, { cause: 'other' }), 'again').toMatchObject({
      cause: 'staffing',
    })
    const second = await person('南星', 'lead', 'east')
    expect(await status(() => resolveIncident(second.ctx, id, { cause: 'other' }))).toBe(409)
    expect(await rows('SELECT recipient FROM delivery WHERE step = $1', ['resolved:1'])).toEqual([
      { recipient: me },
    ])
    expect(await trail(id)).toEqual(['incident.resolved'])
  })

  it('believes stored evaluations, and keeps their values', async () => {
    const { ctx } = await person('林晓', 'lead', 'east')
    const id = await incident({ key: 'channel=douyin' })
    expect((await getIncident(ctx, id)).recovery).toMatchObject({ done: 0, needed: 2, proof: null })
    await numberBack(id)
    const { recovery } = await getIncident({ ...ctx, now: NOW - 2 * MINUTE }, id)
    expect(recovery, 'not for long enough').toMatchObject({ done: 2, provenAt: NOW - MINUTE, proof: null })
    expect(
      await status(() => resolveIncident({ ...ctx, now: NOW - 2 * MINUTE }, id, { cause: 'volume' })),
    ).toBe(409)
    expect((await getIncident(ctx, id)).recovery).toMatchObject({ done: 2, needed: 2 })
    const { resolution } = await resolveIncident(ctx, id, { cause: 'volume' })
    expect(resolution).toMatchObject({
      reason: null,
      proof: {
        kind: 'number',
        from: NOW - 3 * MINUTE,
        to: NOW,
        values: [{ key: 'channel=douyin', value: 42, limit: 60 }],
      },
    })
  })

  it('counts answered conversations where they are what it is about', async () => {
    const { ctx } = await person('林晓', 'lead', 'east')
    const id = await incident()
    for (const [subject, closed] of [
      ['T-1', true],
      ['T-2', false],
    ] as const) {
      await rows(
        `INSERT INTO incident_member (incident_id, rule_id, ticket_id, source, subject, phase, since, due_at, fired_at, closed_at)
         VALUES ($1, $2, gen_random_uuid(), 'shop', $3, 'limit', $4, $4, $4, $5)`,
        [id, RULE, subject, new Date(NOW - 5 * MINUTE), closed ? new Date(NOW - MINUTE) : null],
      )
    }
    expect((await getIncident(ctx, id)).recovery).toMatchObject({ kind: 'answered', done: 1, needed: 2 })
    expect(await status(() => resolveIncident(ctx, id, { cause: 'staffing' }))).toBe(409)
    await rows('UPDATE incident_member SET closed_at = $1', [new Date(NOW)])
    const { resolution } = await resolveIncident(ctx, id, { cause: 'staffing' })
    expect(resolution).toMatchObject({ proof: { kind: 'answered', answered: 2 } })
  })

  it('is taken back with a reason, unless the same thing stands again', async () => {
    const { ctx, id: me } = await person('林晓', 'lead', 'east')
    const id = await incident({ key: 'channel=jd' })
    await resolveIncident(ctx, id, { cause: 'other', reason: '看起来只是抖动而已' })
    expect(await status(() => acknowledgeIncident(systemContext('x', NOW), id))).toBe(409)
    expect(await status(() => reopenIncident(ctx, id, {}))).toBe(400)
    const again = await reopenIncident(later(ctx, MINUTE), id, { reason: '还没有好' })
    expect(again).toMatchObject({ state: 'open', resolution: null, acknowledgedBy: { id: me } })
    await resolveIncident(later(ctx, 2 * MINUTE), id, { cause: 'other', reason: '这一次真的已经好了' })
    await rows('DELETE FROM alert_state')
    await incident({ key: 'channel=jd' })
    expect((await outcome(() => reopenIncident(later(ctx, 3 * MINUTE), id, { reason: 'x' }))).status).toBe(
      409,
    )
    expect(await kinds(id)).toEqual(['resolved', 'reopened', 'resolved'])
  })
})

describe('the list', () => {
  it('shows what burns first and pages without a gap', async () => {
    const { ctx } = await person('经理', 'manager')
    const resolved = await incident({ state: 'resolved' })
    const watch = await incident({ severity: 'watch' })
    const bad = await incident()
    const vip = await incident({ vip: true })
    const recovered = await incident({ state: 'recovered' })
    const taken = await incident()
    await acknowledgeIncident(ctx, taken)
    const order = [vip, bad, taken, watch, recovered, resolved]
    const all = await listIncidents(ctx, {})
    expect(all.rows.map(({ id }) => id)).toEqual(order)
    expect(all.counts).toEqual({ open: 4, unacknowledged: 3, recovered: 1, resolved: 1 })
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listIncidents>> = await listIncidents(ctx, {
        limit: '2',
        ...(cursor === null ? {} : { cursor }),
      })
      paged.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(paged).toEqual(order)
  })

  it('is narrowed by everything it shows', async () => {
    const { ctx, id: me } = await person('经理', 'manager')
    const a = await incident({ channel: 'jd', team: 'west', severity: 'watch' })
    const b = await incident({ channel: 'douyin', openedAt: NOW - 3 * 86_400_000 })
    await acknowledgeIncident(ctx, b)
    const ids = async (input: object) => (await listIncidents(ctx, input)).rows.map(({ id }) => id)
    expect(await ids({ channel: 'jd,weibo' })).toEqual([a])
    expect(await ids({ team: 'east' })).toEqual([b])
    expect(await ids({ severity: 'watch' })).toEqual([a])
    expect(await ids({ rule: RULE })).toEqual([b, a])
    expect(await ids({ rule: randomUUID() })).toEqual([])
    expect(await ids({ assignee: 'me' })).toEqual([b])
    expect(await ids({ assignee: me })).toEqual([b])
    expect(await ids({ assignee: 'none' })).toEqual([a])
    await commentIncident(ctx, b, { text: '促销', cause: 'campaign' })
    expect(await ids({ cause: 'campaign' })).toEqual([b])
    expect(await ids({ cause: '-' })).toEqual([a])
    expect(await ids({ state: 'unacknowledged' })).toEqual([a])
    expect(await ids({ state: 'standing' })).toEqual([b, a])
    expect(await ids({ state: 'recovered,resolved' })).toEqual([])
    expect(await ids({ from: '2026-11-20T00:00:00+08:00', to: '2026-11-21T00:00:00+08:00' })).toEqual([b, a])
    expect(await ids({ from: '2026-11-01T00:00:00+08:00', to: '2026-11-19T00:00:00+08:00' })).toEqual([b])
    for (const wrong of [
      { state: 'burning' },
      { limit: '0' },
      { cursor: 'x' },
      { rule: 'x' },
      { colour: 'red' },
    ]) {
      expect(await status(() => listIncidents(ctx, wrong)), JSON.stringify(wrong)).toBe(400)
    }
  })
})

describe('the quality of alarms', () => {
  it('tells what came of each rule’s incidents, and which rules are silent', async () => {
    const { ctx } = await person('经理', 'manager')
    const lead = await person('林晓', 'lead', 'east')
    // Back by themselves within five minutes, nobody acted.
    for (let i = 0; i < 4; i++) await incident({ state: 'resolved', openedAt: NOW - 7 * MINUTE })
    const acted = await incident({ openedAt: NOW - 8 * MINUTE })
    await acknowledgeIncident(later(lead.ctx, -6 * MINUTE), acted)
    await commentIncident(lead.ctx, acted, { text: '增援', cause: 'staffing' })
    await incident({ openedAt: NOW - 3 * 86_400_000 * 10 })
    const quiet = await incident()
    await rows(`UPDATE incident SET quiet = '{"reasons": []}' WHERE id = $1`, [quiet])
    const period = { from: NOW - 86_400_000, to: NOW + 1 }
    const { rules, silent, causes } = await readAlarmQuality(ctx, period)
    expect(rules).toHaveLength(1)
    expect(rules[0]).toMatchObject({
      ruleId: RULE,
      fired: 5,
      acknowledgeP50: 120,
      recoverP50: 240,
      unacknowledged: 4,
      acted: 1,
      wolf: 4,
      verdict: 'wolf',
    })
    expect(causes).toEqual([{ cause: null, n: 4 }])
    expect(silent).toEqual([])
    const before = { from: NOW - 86_400_000 * 5, to: NOW - 86_400_000 * 4 }
    expect((await readAlarmQuality(ctx, before)).silent).toMatchObject([{ id: RULE }])
    const west = await person('西', 'lead', 'west')
    expect(await readAlarmQuality(west.ctx, period)).toMatchObject({ rules: [], silent: null, causes: [] })
  })
})

describe('the inbox', () => {
  it('holds one’s own messages, and only those are marked as read', async () => {
    const me = await person('林晓', 'lead', 'east')
    const other = await person('南星', 'lead', 'east')
    for (const [n, who] of [me.id, me.id, me.id, other.id].entries()) {
      await rows(
        `INSERT INTO inbox_item (id, user_id, delivery_id, message, at) VALUES ($1, $2, gen_random_uuid(), $3, $4)`,
        [
          randomUUID(),
          who,
          JSON.stringify({ kind: 'fired', title: { zh: `${n}`, en: `${n}` } }),
          new Date(NOW + n),
        ],
      )
    }
    const first = await readInbox(me.ctx, { limit: '2' })
    expect(first).toMatchObject({ unread: 3, rows: [{ read: false }, { read: false }] })
    const second = await readInbox(me.ctx, { limit: '2', cursor: first.nextCursor ?? '' })
    expect([...first.rows, ...second.rows].map(({ message }) => message.title.zh)).toEqual(['2', '1', '0'])
    expect(second.nextCursor).toBeNull()
    const ids = first.rows.map(({ id }) => id)
    expect(await markRead(other.ctx, { ids }), 'somebody else’s').toEqual({ unread: 1 })
    expect(await markRead(me.ctx, { ids })).toEqual({ unread: 1 })
    expect((await readInbox(me.ctx, { unread: 'true' })).rows).toHaveLength(1)
    expect(await markRead(me.ctx, { before: NOW + 10 })).toEqual({ unread: 0 })
    expect((await readInbox(key('read'), {})).rows).toEqual([])
  })
})

describe('the causes', () => {
  it('are the company’s own, and incidents keep theirs', async () => {
    const manager = await person('经理', 'manager')
    const lead = await person('林晓', 'lead', 'east')
    const id = await incident()
    await commentIncident(lead.ctx, id, { text: '物流停运', cause: 'logistics' })
    const list = [{ id: 'own', label: { zh: '自有原因', en: 'Our own' } }]
    expect(await status(() => saveCauses(lead.ctx, list))).toBe(403)
    expect(await status(() => saveCauses(manager.ctx, [...list, ...list]))).toBe(400)
    expect(await status(() => saveCauses(manager.ctx, []))).toBe(400)
    await saveCauses(manager.ctx, list)
    expect(await listCauses(lead.ctx)).toEqual(list)
    expect(await status(() => commentIncident(lead.ctx, id, { text: 'x', cause: 'logistics' }))).toBe(400)
    expect((await getIncident(lead.ctx, id)).cause).toBe('logistics')
  })
})
