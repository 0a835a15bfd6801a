import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '@/lib/db/pool'
import { rebuild } from '@/lib/db/rebuild'
import type { UnifiedEvent } from '@/lib/facts/event'
import '../database'
import {
  addRule,
  alarms,
  alarmsUntil,
  answers,
  asks,
  count,
  freshCompany,
  happen,
  incidents,
  T0,
  told,
} from './world'

const minute = 60_000

/** What happens in each of eight minutes: some are answered in time, some late, some never, some ask again. */
function minutes(): UnifiedEvent[][] {
  return Array.from({ length: 8 }, (_, m) => {
    const at = T0 + m * minute
    const begin = [0, 1, 2].flatMap((n) => asks(`m${m}-${n}`, at + n * 7_000, n === 0 ? { tier: 'vip' } : {}))
    const soon = m < 1 ? [] : answers(`m${m - 1}-1`, at + 5_000)
    const late = m < 5 ? [] : answers(`m${m - 5}-0`, at + 9_000)
    const again = m < 6 ? [] : asks(`m${m - 6}-0`, at + 11_000).slice(1, 2)
    return [...begin, ...soon, ...late, ...again]
  })
}

/** The same order each time: as if by chance. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const left = [...items]
  let state = seed
  return items.flatMap(() => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return left.splice(state % left.length, 1)
  })
}

async function play(order: (events: readonly UnifiedEvent[], m: number) => readonly UnifiedEvent[][]) {
  await freshCompany()
  await addRule({
    name: 'wait',
    kind: 'conversation',
    params: { clock: 'reply', limitSeconds: 180, vip: { limitSeconds: 90, warnSeconds: 30 } },
  })
  await addRule({
    name: 'many',
    kind: 'threshold',
    params: { metric: 'tickets_opened', over: 'channel', window: 3, op: '>', limit: 8 },
    everySeconds: 60,
  })
  for (const [m, events] of minutes().entries()) {
    const now = T0 + (m + 1) * minute
    for (const batch of order(events, m)) await happen(batch, now - 1_000)
    await alarms(now)
    await alarms(now + 30_000)
  }
  const keys = await pool().query(
    `SELECT r.name, i.key, i.state, i.severity, i.relapses, i.breached_at AS breached FROM incident i
     JOIN alert_rule r ON r.id = i.rule_id ORDER BY r.name, i.key`,
  )
  return { incidents: keys.rows, told: (await told()).sort() }
}

describe('late, doubled and disordered events', () => {
  it('give the same incidents and messages as events in order', async () => {
    const expected = await play((events) => [[...events]])
    expect(expected.incidents.length).toBeGreaterThan(6)
    const disordered = await play((events, m) => {
      const mixed = shuffled(events, m + 1)
      const half = Math.ceil(mixed.length / 2)
      return [mixed.slice(0, half), mixed.slice(half), mixed.slice(0, 3)]
    })
    expect(disordered).toEqual(expected)
  }, 180_000)
})

describe('a restart', () => {
  beforeEach(async () => {
    await freshCompany()
  })

  it('loses nothing: what ran out meanwhile is told, what was answered meanwhile is not', async () => {
    await addRule({ name: 'wait', kind: 'conversation', params: { clock: 'reply', limitSeconds: 60 } })
    await happen([...asks('a', T0), ...asks('b', T0)], T0)
    await alarms(T0 + 1_000)
    // Nobody is at work for ten minutes; b is answered after its limit, and the answer is applied before anybody fires.
    await happen(answers('b', T0 + 5 * minute), T0 + 10 * minute)
    await alarms(T0 + 10 * minute)
    expect((await incidents()).map(({ key, state }) => [key, state])).toEqual([
      ['source=shop&subject=a', 'open'],
    ])
    expect(await told()).toEqual(['fired:1 fired wall'])
  })

  it('after a rebuild of all facts sets the same timers, and fires none twice', async () => {
    await addRule({ name: 'wait', kind: 'conversation', params: { clock: 'reply', limitSeconds: 60 } })
    await happen([...asks('a', T0), ...asks('b', T0 + 2 * minute)], T0 + 2 * minute)
    await alarms(T0 + 2 * minute)
    const timers = async () =>
      (
        await pool().query(
          'SELECT phase, since, due_at AS due, fired_at AS fired FROM rule_timer ORDER BY since',
        )
      ).rows
    const before = await timers()
    await rebuild()
    await alarms(T0 + 2 * minute + 1_000)
    expect(await timers()).toEqual(before)
    await alarmsUntil(T0 + 2 * minute, T0 + 4 * minute)
    expect(await count('incident')).toBe(2)
    expect(await count("delivery WHERE step LIKE 'fired%'")).toBe(2)
  })

  it('tells what ran out while nobody was there in one summary', async () => {
    await addRule({ name: 'wait', kind: 'conversation', params: { clock: 'reply', limitSeconds: 60 } })
    await happen(Array.from({ length: 9 }, (_, i) => asks(`c${i}`, T0 + i * 1_000)).flat(), T0 + 10_000)
    await alarms(T0 + 30 * minute)
    expect(await count('incident')).toBe(9)
    expect(await told()).toEqual(['summary summary wall'])
    const { rows } = await pool().query<{ about: string; items: number }>(
      `SELECT about, jsonb_array_length(message -> 'items') AS items FROM delivery`,
    )
    expect(rows).toEqual([{ about: expect.stringMatching(/^summary:/), items: 9 }])
  })
})
