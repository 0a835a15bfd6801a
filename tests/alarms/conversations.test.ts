import { beforeEach, describe, expect, it } from 'vitest'
import type { RuleInput } from '@/lib/alerts/rule'
import { pool } from '@/lib/db/pool'
import '../database'
import {
  addLadder,
  addPerson,
  addRule,
  alarms,
  answers,
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

const NO_REPLY: RuleInput = {
  name: '3 分钟无回复',
  kind: 'conversation',
  params: { clock: 'reply', limitSeconds: 180 },
}

beforeEach(async () => {
  await freshCompany()
})

describe('limits of conversations', () => {
  it('alarm once when they run out, tell those in charge, and close with the answer as proof', async () => {
    await addPerson('云舒', 'agent')
    await addPerson('阿蓝', 'lead', ['直播组'])
    await addPerson('旁人', 'lead', ['热线组'])
    await addRule(NO_REPLY)
    await happen(asks('a', T0), T0)
    await alarms(T0 + 179_000)
    expect(await incidents()).toEqual([])
    await alarms(T0 + 180_000)
    await alarms(T0 + 181_000)
    expect(await incidents()).toMatchObject([
      { key: 'source=shop&subject=a', state: 'open', severity: 'bad' },
    ])
    const fired = ['fired:1 fired wall', 'fired:1 fired 云舒', 'fired:1 fired 阿蓝']
    expect(await told()).toEqual(fired)

    await happen(answers('a', T0 + 200_000), T0 + 201_000)
    await alarms(T0 + 202_000)
    expect(await incidents()).toMatchObject([{ state: 'resolved' }])
    expect((await told()).slice(3)).toEqual([
      'recovered:1 recovered wall',
      'recovered:1 recovered 云舒',
      'recovered:1 recovered 阿蓝',
    ])
    expect(await timeline()).toEqual(['opened', 'told', 'recovered', 'resolved'])
    const { rows } = await pool().query<{ resolution: unknown }>('SELECT resolution FROM incident')
    expect(rows[0]?.resolution).toMatchObject({ by: 'number', proof: { answered: 1 } })
  })

  it('never alarm where the answer came in time', async () => {
    await addRule(NO_REPLY)
    await happen(asks('a', T0), T0)
    await happen(answers('a', T0 + 170_000), T0 + 171_000)
    await alarms(T0 + 5 * minute)
    expect(await incidents()).toEqual([])
    expect(await count('rule_timer')).toBe(0)
  })

  it('are stricter for VIPs and warn before they run out; the warning becomes the alarm', async () => {
    await addPerson('阿蓝', 'lead', ['直播组'])
    await addRule({
      ...NO_REPLY,
      params: {
        clock: 'reply',
        limitSeconds: 180,
        vip: { limitSeconds: 30, warnSeconds: 10 },
      },
    })
    await happen([...asks('a', T0, { tier: 'vip' }), ...asks('b', T0)], T0)
    await alarms(T0 + 20_000)
    expect(await incidents()).toMatchObject([{ state: 'open', severity: 'watch' }])
    await alarms(T0 + 30_000)
    expect(await incidents()).toMatchObject([{ state: 'open', severity: 'bad' }])
    expect(await told()).toEqual([
      'fired:1 fired wall',
      'fired:1 fired 阿蓝',
      'worse:1 worse wall',
      'worse:1 worse 阿蓝',
    ])
  })

  it('together make one incident where the rule groups by channel, until none waits', async () => {
    await addRule({ ...NO_REPLY, groupBy: 'channel', recoverTimes: 1, everySeconds: 30 })
    await happen(
      [...asks('a', T0), ...asks('b', T0 + 1_000), ...asks('c', T0, { channel: 'web' })],
      T0 + 1_000,
    )
    await alarms(T0 + 182_000)
    expect(await incidents()).toMatchObject([
      { key: 'channel=douyin', state: 'open' },
      { key: 'channel=web', state: 'open' },
    ])
    expect(await count('incident_member')).toBe(3)
    await happen(answers('a', T0 + 190_000), T0 + 190_000)
    await alarms(T0 + 300_000)
    expect((await incidents()).map(({ state }) => state)).toEqual(['open', 'open'])
    await happen(answers('b', T0 + 301_000), T0 + 301_000)
    await alarms(T0 + 302_000)
    expect((await incidents()).map(({ state }) => state)).toEqual(['open', 'open'])
    await alarms(T0 + 362_000)
    expect((await incidents()).map(({ state }) => state)).toEqual(['resolved', 'open'])
  })

  it('open the same incident again when it relapses within the hour', async () => {
    await addRule(NO_REPLY)
    await happen(asks('a', T0), T0)
    await alarms(T0 + 180_000)
    await happen(answers('a', T0 + 190_000), T0 + 190_000)
    await alarms(T0 + 191_000)
    await happen(asks('a', T0 + 10 * minute).slice(1, 2), T0 + 10 * minute)
    await alarms(T0 + 13 * minute)
    expect(await incidents()).toMatchObject([{ state: 'open', relapses: 1 }])
    expect(await told()).toContain('fired:2 reopened wall')
  })

  it('follow the rule when it is switched on, changed and switched off', async () => {
    const id = await addRule(NO_REPLY, T0, false)
    await happen(asks('a', T0), T0)
    await alarms(T0 + 1_000)
    expect(await count('rule_timer')).toBe(0)
    await pool().query('UPDATE alert_rule SET enabled = true')
    await alarms(T0 + 2_000)
    const due = async () =>
      (await pool().query<{ due: number }>('SELECT due_at AS due FROM rule_timer')).rows.map((row) => row.due)
    expect(await due()).toEqual([T0 + 180_000])
    await pool().query(
      `UPDATE alert_rule SET version = 2, body = jsonb_set(body, '{params,limitSeconds}', '60') WHERE id = $1`,
      [id],
    )
    await alarms(T0 + 3_000)
    expect(await due()).toEqual([T0 + 60_000])
    await alarms(T0 + 60_000)
    expect(await incidents()).toMatchObject([{ state: 'open' }])
    await pool().query('UPDATE alert_rule SET enabled = false')
    await alarms(T0 + 61_000)
    expect(await due()).toEqual([])
    expect(await incidents()).toMatchObject([{ state: 'resolved' }])
  })
})

describe('ladders', () => {
  it('climb by minutes without acknowledgement, faster for VIPs, and stop when somebody acknowledges', async () => {
    const lead = await addPerson('阿蓝', 'lead', ['直播组'])
    await addPerson('主管', 'supervisor')
    await addPerson('经理', 'manager')
    const ladder = await addLadder([
      { afterMinutes: 0, audiences: ['lead'], users: [], targets: [] },
      { afterMinutes: 5, afterMinutesVip: 1, audiences: ['supervisor'], users: [], targets: [] },
      { afterMinutes: 15, afterMinutesVip: 3, audiences: ['manager'], users: [], targets: [] },
    ])
    await addRule({ ...NO_REPLY, ladder })
    await happen([...asks('a', T0), ...asks('v', T0, { tier: 'vip' })], T0)
    const at = T0 + 180_000
    await alarms(at)
    await alarms(at + minute)
    expect((await incidents()).map(({ step }) => step).sort()).toEqual([0, 1])
    await alarms(at + 5 * minute)
    expect((await incidents()).map(({ step }) => step).sort()).toEqual([1, 2])
    await pool().query(
      'UPDATE incident SET acknowledged_at = $1, acknowledged_by = $2, next_step_at = NULL WHERE NOT vip',
      [new Date(at + 6 * minute), lead],
    )
    await alarms(at + 60 * minute)
    expect((await incidents()).map(({ step }) => step).sort()).toEqual([1, 2])
    const lines = (await told()).filter((line) => !line.endsWith('wall'))
    expect(lines.sort()).toEqual([
      'escalated:1 escalated 主管',
      'escalated:1 escalated 主管',
      'escalated:2 escalated 经理',
      'fired:1 fired 阿蓝',
      'fired:1 fired 阿蓝',
    ])
  })
})

describe('a limit that another alarm explains', () => {
  /** Fires when three conversations began within a quarter of an hour; names the rule that it explains. */
  const cause = (): Promise<string> =>
    addRule({
      name: '总咨询量',
      kind: 'threshold',
      params: { metric: 'tickets_opened', over: 'all', window: 15, op: '>', limit: 2 },
    })
  const waits = async () =>
    (await incidents()).filter(({ key }) => key !== '').map(({ key, state }) => [key, state])
  const held = () => count('rule_timer WHERE held_at IS NOT NULL')
  const until = async (from: number, to: number) => {
    for (let at = from; at <= to; at += 30_000) await alarms(at)
  }

  it('is told when that one is over and the conversation still waits, and not where it was answered', async () => {
    await addPerson('阿蓝', 'lead', ['直播组'])
    await addRule({ ...NO_REPLY, inhibitedBy: [await cause()] })
    await happen([...asks('a', T0), ...asks('b', T0), ...asks('c', T0)], T0)
    await until(T0, T0 + 4 * minute)
    expect(await waits()).toEqual([])
    expect(await held()).toBe(3)
    await happen(answers('b', T0 + 5 * minute), T0 + 5 * minute)
    expect(await held()).toBe(2)
    await until(T0 + 5 * minute, T0 + 14 * minute)
    expect(await waits()).toEqual([])
    const before = (await told()).length
    // the cause is back after a quarter of an hour without a new conversation
    await until(T0 + 14 * minute, T0 + 20 * minute)
    expect(await waits()).toEqual([
      ['source=shop&subject=a', 'open'],
      ['source=shop&subject=c', 'open'],
    ])
    expect(await held()).toBe(0)
    const later = (await told()).slice(before)
    expect(later.filter((line) => line.startsWith('fired')).sort()).toEqual([
      'fired:1 fired wall',
      'fired:1 fired wall',
      'fired:1 fired 阿蓝',
      'fired:1 fired 阿蓝',
    ])
    // once each, and not again at the next look
    await until(T0 + 20 * minute, T0 + 23 * minute)
    expect((await told()).slice(before)).toEqual(later)
    const { rows } = await pool().query<{ limit: number; wait: number }>(
      `SELECT "limit", extract(epoch FROM breached_at - $1)::int AS wait FROM incident WHERE key <> ''`,
      [new Date(T0)],
    )
    expect(rows).toEqual([
      { limit: 180, wait: 180 },
      { limit: 180, wait: 180 },
    ])
  })

  it('is one summary where many still wait, and who heard it there hears of the recovery, nobody else', async () => {
    await addPerson('阿蓝', 'lead', ['直播组'])
    await addPerson('旁人', 'lead', ['热线组'])
    await addRule({ ...NO_REPLY, inhibitedBy: [await cause()] })
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    await happen(
      names.flatMap((name) => asks(name, T0)),
      T0,
    )
    await until(T0, T0 + 14 * minute)
    expect(await waits()).toEqual([])
    const before = (await told()).length
    await until(T0 + 14 * minute, T0 + 18 * minute)
    expect(await waits()).toHaveLength(7)
    const summary = ['summary summary wall', 'summary summary 阿蓝']
    const since = async () =>
      (await told()).slice(before).filter((line) => !line.startsWith('recovered') || line.includes('阿蓝'))
    const ofWaits = (await since()).filter((line) => line.startsWith('summary'))
    expect(ofWaits).toEqual(summary)
    expect((await since()).filter((line) => line.startsWith('fired'))).toEqual([])
    const heard = (await since()).length
    await happen(answers('a', T0 + 19 * minute), T0 + 19 * minute)
    await until(T0 + 19 * minute, T0 + 20 * minute)
    expect((await waits()).filter(([, state]) => state === 'resolved')).toHaveLength(1)
    expect((await since()).slice(heard)).toEqual(['recovered:1 recovered 阿蓝'])
    expect((await told()).some((line) => line.includes('旁人'))).toBe(false)
  })
})
