import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '@/lib/db/pool'
import { systemContext } from '@/lib/services/context'
import { readHealth } from '@/lib/services/read-health'
import { watchAlarms } from '@/lib/services/watch-alarms'
import '../database'
import { addPerson, addRule, count, freshCompany, incidents, told } from './world'

const watch = () => watchAlarms(systemContext('worker', Date.now()))

beforeEach(async () => {
  await freshCompany()
  await addPerson('主管', 'supervisor')
})

describe('the watch over the engine', () => {
  it('alarms by another path when rules are behind, once, and closes when they have caught up', async () => {
    await addRule(
      {
        name: 'r',
        kind: 'threshold',
        params: { metric: 'frt_avg', over: 'all', window: 15, op: '>', limit: 60 },
      },
      Date.now() - 300_000,
    )
    // Right after a start everything is behind: that is catching up.
    expect(await watch()).toEqual({ opened: 0, closed: 0 })
    await pool().query(
      `INSERT INTO worker_registry (id, lock_key, pid, host, started_at, last_tick_at)
       VALUES ('w', 1, 1, 'h', now() - interval '10 minutes', now())`,
    )
    expect(await watch()).toEqual({ opened: 1, closed: 0 })
    expect(await watch()).toEqual({ opened: 0, closed: 0 })
    expect(await incidents()).toMatchObject([{ state: 'open', severity: 'bad' }])
    expect(await told()).toEqual(['fired:1 fired wall', 'fired:1 fired 主管'])
    const health = await readHealth(Date.now())
    expect(health.status).toBe('degraded')
    expect(health.alarms?.lagMs).toBeGreaterThan(200_000)

    await pool().query("UPDATE alert_rule SET next_slot = now() + interval '1 minute'")
    expect(await watch()).toEqual({ opened: 0, closed: 1 })
    expect(await incidents()).toMatchObject([{ state: 'resolved' }])
    expect((await readHealth(Date.now())).status).toBe('ok')
    expect(await count("delivery WHERE kind = 'recovered'")).toBe(2)
  })
})
