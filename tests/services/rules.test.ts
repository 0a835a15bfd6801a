/** Rules, ladders and silences: what ships, editions, who may, and what the audit trail says. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { PRESET_LADDERS, PRESETS } from '@/lib/alerts/presets'
import { resetEnv } from '@/lib/core/env'
import { firstBrokenSeal } from '@/lib/db/audit'
import { withClient } from '@/lib/db/pool'
import { backtestRule } from '@/lib/services/backtest-rule'
import { type Context, type Role, systemContext, teamsOfRole } from '@/lib/services/context'
import { deleteRule } from '@/lib/services/delete-rule'
import { getRule } from '@/lib/services/get-rule'
import { installPresets } from '@/lib/services/install-presets'
import { listLadders } from '@/lib/services/list-ladders'
import { listRules } from '@/lib/services/list-rules'
import { deleteLadder, saveLadder } from '@/lib/services/save-ladder'
import { createRule, saveRule } from '@/lib/services/save-rule'
import { createSilence, endSilence, listSilences } from '@/lib/services/silences'
import { switchRule } from '@/lib/services/switch-rule'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const HOUR = 3_600_000
const person = (role: Role, ...teams: string[]): Context => ({
  principal: {
    kind: 'user',
    id: randomUUID(),
    email: `${role}@example.com`,
    role,
    teams: teamsOfRole(role, teams),
  },
  now: NOW,
  locale: 'zh',
})
const manager = person('manager')
const system = systemContext('test', NOW)
const threshold = {
  name: '首响过慢',
  kind: 'threshold',
  params: { metric: 'frt_avg', over: 'channel', window: 'last_15m', op: '>', limit: 60 },
}
const status = async (work: () => Promise<unknown>): Promise<number> => {
  try {
    await work()
    return 200
  } catch (error) {
    return (error as { status?: number }).status ?? 500
  }
}
const row = (id: string) =>
  withClient(async (client) => {
    const { rows } = await client.query(
      'SELECT version, enabled, next_slot, deleted_at FROM alert_rule WHERE id = $1',
      [id],
    )
    return rows[0] as {
      version: number
      enabled: boolean
      next_slot: number | null
      deleted_at: number | null
    }
  })

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
})

describe('presets', () => {
  it('are put in once, and stay as people made them', async () => {
    expect(await installPresets(system, { locale: 'zh' })).toEqual({ installed: PRESETS.length })
    const [first] = PRESETS
    if (first === undefined) throw new Error('nothing ships')
    await deleteRule(manager, { id: first.ruleId })
    const both = await Promise.all([
      installPresets(system, { locale: 'zh' }),
      installPresets(system, { locale: 'en' }),
    ])
    expect(both).toEqual([{ installed: 0 }, { installed: 0 }])
    const rules = await listRules(manager)
    expect(rules).toHaveLength(PRESETS.length - 1)
    expect(rules.filter(({ rule }) => rule.enabled)).toHaveLength(
      PRESETS.filter(({ enabled, id }) => enabled && id !== first.id).length,
    )
    const { ladders } = await listLadders(manager)
    expect(ladders.map(({ id }) => id).sort()).toEqual(PRESET_LADDERS.map(({ id }) => id).sort())
  })

  it('plan the evaluations of those that are evaluated, on multiples of their interval', async () => {
    for (const { rule } of await listRules(manager)) {
      const { next_slot } = await row(rule.id)
      const timed = rule.kind === 'conversation' || rule.kind === 'sla'
      expect(next_slot === null).toBe(timed)
      if (next_slot !== null) expect(next_slot % (rule.everySeconds * 1000)).toBe(0)
    }
  })
})

describe('a rule', () => {
  it('goes through editions, each kept', async () => {
    const made = await createRule(manager, { rule: threshold })
    expect(made.version).toBe(1)
    const next = { ...threshold, params: { ...threshold.params, limit: 75 } }
    const saved = await saveRule(manager, made.id, { version: 1, rule: next })
    expect(saved.version).toBe(2)
    expect(await status(() => saveRule(manager, made.id, { version: 1, rule: next }))).toBe(409)
    const { rule, editions } = await getRule(manager, { id: made.id })
    expect(rule.params).toMatchObject({ limit: 75 })
    expect(editions.map(({ version }) => version)).toEqual([2, 1])
  })

  it('is saved by one of two who save at once', async () => {
    const { id } = await createRule(manager, { rule: threshold })
    const answers = await Promise.all(
      [70, 80, 90].map((limit) =>
        status(() =>
          saveRule(manager, id, {
            version: 1,
            rule: { ...threshold, params: { ...threshold.params, limit } },
          }),
        ),
      ),
    )
    expect(answers.sort()).toEqual([200, 409, 409])
    expect((await row(id)).version).toBe(2)
  })

  it('is refused where it is wrong, place by place', async () => {
    const attempt = (rule: object) => createRule(manager, { rule })
    await expect(
      attempt({ ...threshold, params: { ...threshold.params, metric: 'nope' } }),
    ).rejects.toMatchObject({
      status: 400,
      details: { errors: [{ path: 'params.metric' }] },
    })
    await expect(
      attempt({ ...threshold, params: { ...threshold.params, recoverAt: 70 } }),
    ).rejects.toMatchObject({ details: { errors: [{ path: 'params.recoverAt' }] } })
    expect(await status(() => attempt({ ...threshold, ladder: randomUUID() }))).toBe(400)
    expect(await status(() => attempt({ ...threshold, everySeconds: 5 }))).toBe(400)
    expect(await status(() => attempt({ ...threshold, unknown: 1 }))).toBe(400)
  })

  it('is switched on and off, and deleted', async () => {
    const { id } = await createRule(manager, { rule: threshold, enabled: false })
    await switchRule(manager, id, { enabled: true })
    expect((await row(id)).enabled).toBe(true)
    await deleteRule(manager, { id })
    expect((await row(id)).deleted_at).not.toBeNull()
    expect(await status(() => getRule(manager, { id }))).toBe(404)
    expect(await status(() => getRule(manager, { id: 'no uuid' }))).toBe(404)
  })

  it('is changed by administrators and managers, read by all but agents', async () => {
    const { id } = await createRule(person('admin'), { rule: threshold })
    for (const role of ['supervisor', 'lead', 'auditor', 'agent'] as const) {
      const ctx = person(role, 'a')
      expect(await status(() => createRule(ctx, { rule: threshold }))).toBe(403)
      expect(await status(() => saveRule(ctx, id, { version: 1, rule: threshold }))).toBe(403)
      expect(await status(() => switchRule(ctx, id, { enabled: false }))).toBe(403)
      expect(await status(() => deleteRule(ctx, { id }))).toBe(403)
      expect(await status(() => getRule(ctx, { id }))).toBe(role === 'agent' ? 403 : 200)
      expect(await status(() => listRules(ctx))).toBe(role === 'agent' ? 403 : 200)
    }
  })
})

describe('a backtest', () => {
  const past = async (kind: string, params: object) => backtestRule(manager, { kind, params })
  const queue = { metric: 'queue_now', over: 'all', window: 'last_15m', op: '>', limit: 5 }

  it('answers a line without values where there are no data, and says why where there is none', async () => {
    const found = await past('threshold', { ...threshold.params, over: 'all' })
    if (!('series' in found)) throw new Error('no line')
    expect(found.at).toHaveLength(28 * 96)
    expect(found.series[0]?.values.every((value) => value === null)).toBe(true)
    expect(await past('source', {})).toEqual({ reason: 'no_events' })
    expect(await past('threshold', { ...queue, metric: 'load' })).toEqual({ reason: 'not_kept' })
    expect(await status(() => backtestRule(manager, { kind: 'threshold', params: {} }))).toBe(400)
    expect(await status(() => backtestRule(person('agent', 'a'), { kind: 'source', params: {} }))).toBe(403)
  })

  it('rebuilds a state of now: nobody waited', async () => {
    const found = await past('threshold', queue)
    if (!('series' in found)) throw new Error('no line')
    expect(found.reading).toBe('state')
    expect(new Set(found.series[0]?.values)).toEqual(new Set([0]))
  })

  it('answers every condition of several, of the same values', async () => {
    const found = await past('compound', {
      join: 'and',
      conditions: [
        { kind: 'threshold', params: { ...threshold.params, over: 'channel', values: ['web', 'app'] } },
        { kind: 'threshold', params: { ...queue, over: 'channel' } },
        { kind: 'threshold', params: queue },
      ],
    })
    if (!('conditions' in found)) throw new Error('no conditions')
    const keys = found.conditions.map(({ series }) => series.map(({ key }) => key))
    expect(keys).toEqual([['channel=web', 'channel=app'], ['channel=web', 'channel=app'], ['']])
  })

  it('counts the waits of a timer, of VIPs apart, and of each promise', async () => {
    const timer = await past('conversation', {
      clock: 'reply',
      limitSeconds: 60,
      vip: { limitSeconds: 30 },
    })
    const promise = await past('sla', {
      policies: [
        { name: 'a', firstResponse: { limitSeconds: 60 }, solution: { limitSeconds: 600 } },
        { name: 'b', match: { complaints: [] }, solution: { limitSeconds: 600 } },
      ],
    })
    const parts = [timer, promise].map((it) =>
      'waits' in it ? it.waits.map(({ policy, part, notKept }) => [policy?.name, part, notKept]) : [],
    )
    expect(parts).toEqual([
      [
        [undefined, 'wait', false],
        [undefined, 'vip', false],
      ],
      [
        ['a', 'firstResponse', false],
        ['a', 'solution', false],
        // Working hours from a complaint on are not kept.
        ['b', 'solution', true],
      ],
    ])
  })
})

describe('a ladder', () => {
  it('is made, changed, and deleted once no rule climbs it', async () => {
    const steps = [{ afterMinutes: 0, audiences: ['manager'] }]
    const { id } = await saveLadder(manager, null, { name: '夜班', steps })
    const { id: rule } = await createRule(manager, { rule: { ...threshold, ladder: id } })
    expect(await status(() => deleteLadder(manager, { id }))).toBe(409)
    await deleteRule(manager, { id: rule })
    await saveLadder(manager, id, { name: '夜班二', steps })
    await deleteLadder(manager, { id })
    expect(await status(() => saveLadder(manager, id, { name: 'x', steps }))).toBe(404)
    expect(await status(() => saveLadder(manager, null, { name: 'x', steps: [] }))).toBe(400)
    expect(await status(() => saveLadder(person('supervisor'), null, { name: 'x', steps }))).toBe(403)
  })
})

describe('a silence', () => {
  const until = NOW + HOUR

  it('holds until it ends or is ended', async () => {
    const { id } = await createSilence(manager, { matcher: { channel: 'jd' }, until, reason: '大促演练' })
    const state = async () => (await listSilences(manager)).find((silence) => silence.id === id)?.state
    expect(await state()).toBe('holds')
    await endSilence(manager, { id })
    expect(await state()).toBe('ended')
    expect(await status(() => endSilence(manager, { id }))).toBe(409)
  })

  it('must have a reason and an end that comes, at most thirty days away', async () => {
    const attempt = (change: object) =>
      status(() => createSilence(manager, { until, reason: '演练', ...change }))
    expect(await attempt({ reason: '' })).toBe(400)
    expect(await attempt({ until: NOW - 1 })).toBe(400)
    expect(await attempt({ until: NOW + 31 * 24 * HOUR })).toBe(400)
    expect(await attempt({ ruleId: randomUUID() })).toBe(404)
    expect(await attempt({ until: '2026-11-20T16:00:00+08:00' })).toBe(200)
  })

  it('is a supervisor’s for own teams only', async () => {
    const own = person('supervisor', 'a')
    const attempt = (ctx: Context, matcher: object) =>
      status(() => createSilence(ctx, { matcher, until, reason: '演练' }))
    expect(await attempt(own, {})).toBe(403)
    expect(await attempt(own, { team: 'b' })).toBe(403)
    expect(await attempt(own, { team: 'a' })).toBe(200)
    expect(await attempt(person('supervisor'), {})).toBe(200)
    expect(await attempt(person('lead', 'a'), { team: 'a' })).toBe(403)
    const { id } = await createSilence(manager, { matcher: { team: 'b' }, until, reason: '演练' })
    expect(await status(() => endSilence(own, { id }))).toBe(404)
  })
})

it('leaves an unbroken audit trail', async () => {
  const entries = await withClient(async (client) => {
    const { rows } = await client.query<{ action: string }>('SELECT DISTINCT action FROM audit_entry')
    return rows.map(({ action }) => action)
  })
  for (const action of [
    'rule.presets_installed',
    'rule.created',
    'rule.changed',
    'rule.enabled',
    'rule.deleted',
    'ladder.created',
    'ladder.changed',
    'ladder.deleted',
    'silence.created',
    'silence.ended',
  ]) {
    expect(entries).toContain(action)
  }
  expect(await withClient((client) => firstBrokenSeal(client))).toBeNull()
})
