import { beforeEach, describe, expect, it } from 'vitest'
import type { RuleInput } from '@/lib/alerts/rule'
import { pool } from '@/lib/db/pool'
import { openWorkerSession } from '@/lib/db/workers'
import '../database'
import {
  addPerson,
  addRule,
  alarms,
  alarmsUntil,
  asks,
  count,
  freshCompany,
  happen,
  incidents,
  T0,
  timeline,
  told,
} from './world'

const minute = 60_000

/** More than two new conversations in a quarter of an hour, in any channel. */
const MANY: RuleInput = {
  name: '咨询量过高',
  kind: 'threshold',
  params: { metric: 'tickets_opened', over: 'channel', window: 15, op: '>', limit: 2 },
  everySeconds: 60,
  recoverTimes: 2,
}

const burst = (at: number, channel = 'douyin', many = 3) =>
  Array.from({ length: many }, (_, i) => asks(`${channel}-${at}-${i}`, at, { channel })).flat()

const states = async () =>
  (
    await pool().query<{ state: string; count: number }>(
      'SELECT state, count(*) AS count FROM evaluation GROUP BY state ORDER BY state',
    )
  ).rows

beforeEach(async () => {
  await freshCompany()
})

describe('planned evaluations', () => {
  it('open an incident when a number leaves its limit, recover it, and close it with proof', async () => {
    await addPerson('主管', 'supervisor')
    await addRule(MANY)
    await happen(burst(T0), T0)
    await alarms(T0 + minute)
    expect(await incidents()).toMatchObject([{ key: 'channel=douyin', state: 'open', opened: T0 + minute }])
    const [incident] = (
      await pool().query<{ title: unknown; value: number; limit: number; teams: string[] }>(
        'SELECT title, value, "limit", teams FROM incident',
      )
    ).rows
    expect(incident).toEqual({
      title: { zh: '抖音 咨询量超过 2', en: 'Douyin: Tickets opened above 2' },
      value: 3,
      limit: 2,
      teams: ['直播组'],
    })
    // A quarter of an hour later they are out of the window; two evaluations inside, and the number is back.
    await alarmsUntil(T0 + minute, T0 + 15 * minute)
    expect(await incidents()).toMatchObject([{ state: 'open' }])
    await alarms(T0 + 16 * minute)
    expect(await incidents()).toMatchObject([{ state: 'recovered' }])
    await alarmsUntil(T0 + 16 * minute, T0 + 19 * minute)
    expect(await incidents()).toMatchObject([{ state: 'resolved' }])
    expect(await timeline()).toEqual(['opened', 'told', 'recovered', 'resolved'])
    expect(await told()).toEqual([
      'fired:1 fired wall',
      'fired:1 fired 主管',
      'recovered:1 recovered wall',
      'recovered:1 recovered 主管',
    ])
    const { rows } = await pool().query<{ resolution: { proof: { values: number[] } } }>(
      'SELECT resolution FROM incident',
    )
    expect(rows[0]?.resolution.proof.values.at(-1)).toBe(0)
  })

  it('happen once each with two workers, and none is left out', async () => {
    for (let i = 0; i < 40; i++) await addRule({ ...MANY, name: `rule ${i}`, everySeconds: 15 })
    await happen(burst(T0), T0)
    for (let at = T0; at <= T0 + 150_000; at += 15_000) {
      await Promise.all([alarms(at, 'worker-a'), alarms(at, 'worker-b'), alarms(at, 'worker-a')])
    }
    const done = await states()
    expect(done).toEqual([{ state: 'done', count: 40 * 11 }])
    expect(await count('incident')).toBe(40)
    expect(await count("incident_event WHERE kind = 'opened'")).toBe(40)
    expect(await count('delivery')).toBe(40)
    const { rows } = await pool().query(
      'SELECT sum(planned)::int AS planned, sum(done)::int AS done, sum(missed)::int AS missed FROM evaluation_hour',
    )
    expect(rows).toEqual([{ planned: 440, done: 440, missed: 0 }])
  })

  it('of a worker that died are done by another, once', async () => {
    await addRule(MANY, T0 + minute)
    await happen(burst(T0), T0)
    const session = await openWorkerSession(() => undefined)
    await session.register('dying')
    class Dead extends Error {}
    for (const where of ['claimed', 'answered']) {
      const at = where === 'claimed' ? T0 + minute : T0 + 2 * minute
      await expect(
        alarms(at, 'dying', (name) => {
          if (name === where) throw new Dead(where)
        }),
      ).rejects.toThrow(where)
    }
    await alarms(T0 + 2 * minute + 1_000, 'worker-b')
    expect(await states()).toEqual([{ state: 'running', count: 2 }])
    await session.retire()
    await session.close()
    await alarms(T0 + 2 * minute + 2_000, 'worker-b')
    expect(await states()).toEqual([{ state: 'done', count: 2 }])
    expect(await incidents()).toMatchObject([{ state: 'open' }])
    expect(await count('delivery')).toBe(1)
  })

  it('thrown away where another worker has taken the slot over', async () => {
    await addRule(MANY)
    await happen(burst(T0), T0)
    await alarms(T0 + minute, 'slow', async (name) => {
      if (name !== 'answered') return
      await pool().query("UPDATE evaluation SET owner = 'heir' WHERE state = 'running'")
    })
    expect(await count("evaluation WHERE state = 'running'")).toBe(1)
    expect(await incidents()).toEqual([])
    await alarms(T0 + minute + 31_000, 'heir-2')
    expect(await incidents()).toMatchObject([{ state: 'open' }])
  })

  it('after an outage catch up: the present state once, all slots counted, one summary', async () => {
    await addPerson('主管', 'supervisor')
    const channels = ['douyin', 'web', 'taobao', 'jd', 'pdd', 'wechat', 'phone', 'app']
    await addRule(MANY)
    await alarms(T0)
    const back = T0 + 24 * 60 * minute
    await happen(
      channels.flatMap((channel) => burst(back - minute, channel)),
      back,
    )
    // Breached and recovered while nobody was there: nobody is told of it.
    await happen(burst(T0 + 60 * minute, 'sms'), back)
    await alarms(back)
    expect(await count('incident')).toBe(channels.length)
    expect((await told()).sort()).toEqual(['summary summary wall', 'summary summary 主管'])
    const { rows } = await pool().query(
      `SELECT sum(planned)::int AS planned, sum(done)::int AS done, sum(caught_up)::int AS "caughtUp",
         sum(missed)::int AS missed FROM evaluation_hour`,
    )
    expect(rows).toEqual([{ planned: 1441, done: 2, caughtUp: 1439, missed: 0 }])
    const [summary] = (
      await pool().query<{ message: { items: unknown[]; value: number } }>('SELECT message FROM delivery')
    ).rows
    expect(summary?.message.items).toHaveLength(channels.length)
    await alarms(back + minute)
    expect(await count('delivery')).toBe(2)
  })

  it('of a thousand rules are caught up with after a day, each slot counted', async () => {
    await addRule({ ...MANY, everySeconds: 15 })
    await pool().query(
      `INSERT INTO alert_rule (id, name, kind, enabled, version, body, next_slot, created_by, created_at, updated_at)
       SELECT gen_random_uuid(), name, kind, enabled, version, body, next_slot + i * interval '7 seconds', created_by, created_at, updated_at
       FROM alert_rule, generate_series(1, 999) AS i`,
    )
    const back = T0 + 26 * 60 * minute
    await alarms(back)
    const { rows } = await pool().query<{ planned: number; kept: number; missed: number; expected: number }>(
      `SELECT sum(planned)::int AS planned, sum(done + caught_up + missed)::int AS kept, sum(missed)::int AS missed,
         (SELECT sum(floor(extract(epoch FROM $1::timestamptz - (first + i * interval '7 seconds')) / 15) + 1)
           FROM generate_series(0, 999) AS i, (SELECT $2::timestamptz AS first) f)::int AS expected
       FROM evaluation_hour`,
      [new Date(back), new Date(T0)],
    )
    expect(rows[0]?.planned).toBe(rows[0]?.expected)
    expect(rows[0]?.kept).toBe(rows[0]?.planned)
    expect(rows[0]?.missed).toBeGreaterThan(0)
    expect(await count("evaluation WHERE state = 'done'")).toBe(1_000)
  })

  it('rest while automation is off, and nothing is told', async () => {
    await addRule(MANY)
    await addRule({
      name: 'r',
      kind: 'conversation',
      params: { clock: 'reply', limitSeconds: 60 },
    })
    await happen(burst(T0), T0)
    const off = { off: true, since: T0, by: 'user:x', reason: 'test' }
    await pool().query(
      "INSERT INTO setting (key, value, version, updated_at) VALUES ('automation', $1, 1, now())",
      [JSON.stringify(off)],
    )
    await alarmsUntil(T0, T0 + 5 * minute)
    expect(await states()).toEqual([{ state: 'paused', count: 6 }])
    expect(await count('incident')).toBe(0)
    await pool().query("DELETE FROM setting WHERE key = 'automation'")
    await alarms(T0 + 6 * minute)
    expect(await count('incident')).toBe(4)
  })

  it('keep quiet during a silence and tell when it ends, if it still stands', async () => {
    await addRule({ ...MANY, params: { ...(MANY.params as object), window: 60 } })
    await pool().query(
      `INSERT INTO silence (id, rule_id, matcher, "from", until, reason, created_by, created_at)
       VALUES (gen_random_uuid(), NULL, '{"channel":"douyin"}', $1, $2, 'test', 'test', now())`,
      [new Date(T0), new Date(T0 + 10 * minute)],
    )
    await happen([...burst(T0), ...burst(T0, 'web')], T0)
    await alarmsUntil(T0, T0 + 9 * minute)
    expect(await count('incident')).toBe(2)
    expect(await told()).toEqual(['fired:1 fired wall'])
    await alarmsUntil(T0 + 9 * minute, T0 + 11 * minute)
    expect(await told()).toEqual(['fired:1 fired wall', 'fired:1 fired wall'])
  })

  it('open no incident that another one explains, until that is over', async () => {
    const cause = await addRule({
      ...MANY,
      name: 'cause',
      params: { metric: 'tickets_opened', over: 'all', window: 15, op: '>', limit: 2 },
    })
    await addRule({
      ...MANY,
      name: 'effect',
      inhibitedBy: [cause],
      params: { ...(MANY.params as object), window: 60 },
    })
    await happen(burst(T0), T0)
    await alarms(T0 + minute)
    expect((await incidents()).map(({ key }) => key)).toEqual([''])
    await alarmsUntil(T0 + minute, T0 + 18 * minute)
    expect((await incidents()).map(({ key, state }) => [key, state])).toEqual([
      ['', 'resolved'],
      ['channel=douyin', 'open'],
    ])
  })

  it('recover what a changed rule no longer watches, and close what a rule that is off left', async () => {
    await addRule(MANY)
    await happen([...burst(T0), ...burst(T0, 'web')], T0)
    await alarms(T0 + minute)
    await pool().query(
      `UPDATE alert_rule SET version = 2, body = jsonb_set(body, '{params,values}', '["web"]')`,
    )
    await alarms(T0 + 2 * minute)
    expect((await incidents()).map(({ key, state }) => [key, state]).sort()).toEqual([
      ['channel=douyin', 'recovered'],
      ['channel=web', 'open'],
    ])
    expect(await count('alert_state')).toBe(1)
    await pool().query('UPDATE alert_rule SET enabled = false')
    await alarms(T0 + 3 * minute)
    expect((await incidents()).map(({ state }) => state)).toEqual(['resolved', 'resolved'])
  })

  it('of two workers over one slot make one incident and one set of messages, every time', async () => {
    await addRule(MANY, T0 + minute)
    await happen(burst(T0), T0)
    for (let i = 1; i <= 50; i++) {
      const at = T0 + i * minute
      await Promise.all([alarms(at, 'a'), alarms(at, 'b')])
      expect(await count("evaluation WHERE state <> 'done'")).toBe(0)
    }
    expect(await count("incident_event WHERE kind = 'opened'")).toBe(1)
    expect(await told()).toEqual(['fired:1 fired wall', 'recovered:1 recovered wall'])
  })
})
