import { describe, expect, it } from 'vitest'
import { pool } from '@/lib/db/pool'
import { claimSlot, finishSlot, openWorkerSession, purgeEnded } from '@/lib/db/workers'
import { systemContext } from '@/lib/services/context'
import { CRON_JOBS, runCronJob } from '@/lib/services/run-cron-job'
import { freshDatabase } from '../database'

const SLOT = Date.UTC(2026, 10, 21, 12)
const noLoss = () => undefined

describe('workers', () => {
  it('finds a worker dead the moment its session is gone, and tells one reaper only', async () => {
    await freshDatabase()
    const [first, second, third] = await Promise.all([
      openWorkerSession(noLoss),
      openWorkerSession(noLoss),
      openWorkerSession(noLoss),
    ])
    await Promise.all([first.register('a'), first.register('b'), second.register('c'), third.register('d')])
    expect(await second.reap()).toEqual([])
    await first.close()
    await expect
      .poll(async () => (await Promise.all([second.reap(), third.reap()])).flat().sort())
      .toEqual(['a', 'b'])
    expect(await second.reap()).toEqual([])
    await Promise.all([second.retire(), third.retire()])
    const { rows } = await pool().query('SELECT id FROM worker_registry WHERE stopped_at IS NULL')
    expect(rows).toEqual([])
    await Promise.all([second.close(), third.close()])
  })

  it('tells when its session breaks', async () => {
    await freshDatabase()
    let lost = 0
    const session = await openWorkerSession(() => {
      lost += 1
    })
    await session.register('a')
    await pool().query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'helmline-worker' AND datname = current_database()`,
    )
    await expect.poll(() => lost).toBe(1)
    await expect(session.tick()).rejects.toMatchObject({ code: 'unavailable' })
    expect(lost).toBe(1)
  })

  it('gives a planned run to one of many workers, and again where that one died or failed', async () => {
    await freshDatabase()
    const sessions = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (id) => {
        const session = await openWorkerSession(noLoss)
        await session.register(id)
        return { id, session }
      }),
    )
    const claims = await Promise.all(
      sessions.flatMap(({ id }) =>
        [0, 1, 2].map(async () => ((await claimSlot('kpi', SLOT, id)) ? id : null)),
      ),
    )
    const owners = claims.filter((id) => id !== null)
    expect(owners).toHaveLength(1)
    const dead = sessions.find(({ id }) => id === owners[0])
    const living = sessions.filter((one) => one !== dead)
    await dead?.session.close()
    const [reaper] = living
    await expect.poll(async () => reaper?.session.reap()).toEqual([dead?.id])

    const again = await Promise.all(
      living.map(async ({ id }) => ((await claimSlot('kpi', SLOT, id)) ? id : null)),
    )
    const [heir = ''] = again.filter((id) => id !== null)
    expect(again.filter((id) => id !== null)).toHaveLength(1)
    await finishSlot('kpi', SLOT, heir, 'failed', {})
    expect(await claimSlot('kpi', SLOT, heir)).toBe(true)
    await finishSlot('kpi', SLOT, heir, 'done', { done: 3 })
    expect(await claimSlot('kpi', SLOT, heir)).toBe(false)
    const { rows } = await pool().query('SELECT state, owner, result FROM cron_slot')
    expect(rows).toEqual([{ state: 'done', owner: heir, result: { done: 3 } }])
    await Promise.all(living.map(({ session }) => session.close()))
  })

  it('forgets what has served and keeps what is in use', async () => {
    await freshDatabase()
    await pool().query(
      `INSERT INTO cron_slot (job, slot, state, finished_at) VALUES
         ('kpi', now() - interval '40 days', 'done', now() - interval '40 days'), ('kpi', now(), 'done', now());
       INSERT INTO worker_registry (id, lock_key, pid, host, started_at, last_tick_at, stopped_at) VALUES
         ('old', 1, 1, 'h', now(), now(), now() - interval '8 days'), ('new', 2, 1, 'h', now(), now(), NULL);`,
    )
    expect(await purgeEnded()).toMatchObject({ sessions: 0, slots: 1, workers: 1, rateLimits: 0 })
    expect(await purgeEnded()).toEqual({
      sessions: 0,
      slots: 0,
      workers: 0,
      rateLimits: 0,
      evaluations: 0,
      deliveries: 0,
    })
  })
})

describe('runCronJob', () => {
  const ctx = () => systemContext('cron', Date.now())

  it('answers what each job did, at any time and twice at once', async () => {
    await freshDatabase()
    for (const job of Object.keys(CRON_JOBS)) {
      const outcomes = await Promise.all([runCronJob(ctx(), job), runCronJob(ctx(), job)])
      for (const outcome of outcomes) expect(outcome).toMatchObject({ job, ran: true, done: 0 })
    }
  })

  it('runs a planned instant once and closes one that is long past without work', async () => {
    await freshDatabase()
    const session = await openWorkerSession(noLoss)
    await Promise.all([session.register('a'), session.register('b')])
    const now = Date.now()
    const slot = Math.floor(now / 60_000) * 60_000
    const both = await Promise.all(
      ['a', 'b'].map((owner) => runCronJob(systemContext('worker', now), 'alerts', { slot, owner })),
    )
    expect(both.map(({ ran }) => ran).sort()).toEqual([false, true])
    const late = await runCronJob(systemContext('worker', now), 'alerts', {
      slot: slot - 3_600_000,
      owner: 'a',
    })
    expect(late).toMatchObject({ ran: false, done: 0 })
    const { rows } = await pool().query('SELECT state FROM cron_slot ORDER BY slot')
    expect(rows).toEqual([{ state: 'caught_up' }, { state: 'done' }])
    await session.close()
  })

  it('refuses a job that is not there, and whoever may not', async () => {
    await expect(runCronJob(ctx(), 'constructor')).rejects.toMatchObject({ code: 'not_found' })
    const agent = {
      ...ctx(),
      principal: { kind: 'user', id: 'u', email: 'a@b.c', role: 'agent', teams: [] },
    } as const
    await expect(runCronJob(agent, 'kpi')).rejects.toMatchObject({ code: 'forbidden' })
  })
})
