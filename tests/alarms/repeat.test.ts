import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '@/lib/db/pool'
import '../database'
import { addPerson, addRule, alarms, alarmsUntil, asks, count, freshCompany, happen, T0, told } from './world'

const minute = 60_000

beforeEach(async () => {
  await freshCompany()
  await addPerson('阿蓝', 'lead', ['直播组'])
})

describe('repeats', () => {
  it('come while nobody acknowledges, and not while it is put off', async () => {
    await addRule({
      name: 'wait',
      kind: 'conversation',
      params: { clock: 'reply', limitSeconds: 60 },
      repeatMinutes: 10,
    })
    await happen(asks('a', T0), T0)
    await alarmsUntil(T0, T0 + 12 * minute)
    const repeats = async () =>
      (await told()).filter((line) => line.startsWith('repeated') && line.endsWith('阿蓝'))
    expect(await repeats()).toEqual(['repeated:1 repeated 阿蓝'])
    await pool().query('UPDATE incident SET next_repeat_at = $1, snoozed_until = $1', [
      new Date(T0 + 31 * minute),
    ])
    await alarmsUntil(T0 + 12 * minute, T0 + 30 * minute)
    expect(await repeats()).toHaveLength(1)
    await alarms(T0 + 31 * minute)
    expect(await repeats()).toEqual(['repeated:1 repeated 阿蓝', 'repeated:3 repeated 阿蓝'])
    await pool().query('UPDATE incident SET acknowledged_at = now(), next_repeat_at = $1', [
      new Date(T0 + 41 * minute),
    ])
    await alarms(T0 + 45 * minute)
    expect(await repeats()).toHaveLength(2)
  })
})

describe('numbers that come and go', () => {
  it('say once that they flap, and stay one incident', async () => {
    await addRule({
      name: 'many',
      kind: 'threshold',
      params: { metric: 'tickets_opened', over: 'all', window: 1, op: '>', limit: 2 },
      everySeconds: 60,
      recoverTimes: 1,
      flap: { changes: 4, minutes: 60 },
    })
    await alarms(T0)
    for (let m = 1; m <= 16; m++) {
      const now = T0 + m * minute
      if (m % 2 === 1)
        await happen(
          [0, 1, 2].flatMap((n) => asks(`f${m}-${n}`, now - 10_000)),
          now,
        )
      await alarms(now)
    }
    expect(await count('incident')).toBe(1)
    expect((await told()).filter((line) => line.includes('flapping') && line.endsWith('wall'))).toHaveLength(
      1,
    )
    expect(await count("incident WHERE flapping AND state = 'open'")).toBe(1)
  })
})
