/**
 * Workers and planned runs. A worker lives while its session holds the advisory lock of its number: Postgres frees
 * it the moment the process dies, so no clock decides who is dead. All times are the database's.
 */
import { randomInt } from 'node:crypto'
import { hostname } from 'node:os'
import pg from 'pg'
import { databaseUrl } from '@/lib/core/env'
import { purgeEvaluations } from './alert-evaluations'
import { connectionConfig, databaseError, pool } from './pool'

/** Lock numbers of workers lie above every other advisory lock of ours. */
const FIRST_LOCK = 2 ** 40

async function query<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[],
): Promise<pg.QueryResult<Row>> {
  try {
    return await pool().query<Row>(text, values)
  } catch (error) {
    throw databaseError(error)
  }
}

export interface WorkerSession {
  /** enters a worker of this process; it counts as alive until the session ends or `retire` */
  readonly register: (id: string) => Promise<void>
  readonly retire: () => Promise<void>
  /** notes that the workers of this process are at work */
  readonly tick: () => Promise<void>
  /** workers of other processes that are dead, with their entries closed; each is answered by one caller only */
  readonly reap: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** A session of its own for the locks of one process's workers. `lost` is called once when it breaks. */
export async function openWorkerSession(lost: () => void): Promise<WorkerSession> {
  const client = new pg.Client(connectionConfig(databaseUrl(), { name: 'helmline-worker' }))
  const ids = new Set<string>()
  let open = true
  const gone = () => {
    if (!open) return
    open = false
    lost()
  }
  client.on('error', gone)
  client.on('end', gone)
  try {
    await client.connect()
  } catch (error) {
    open = false
    client.end().catch(() => undefined)
    throw databaseError(error)
  }
  let last: Promise<unknown> = Promise.resolve()
  const ask = <Row extends pg.QueryResultRow>(text: string, values: unknown[]) => {
    // a session takes one statement at a time
    const next = last.then(async () => {
      try {
        return await client.query<Row>(text, values)
      } catch (error) {
        gone()
        client.end().catch(() => undefined)
        throw databaseError(error)
      }
    })
    last = next.catch(() => undefined)
    return next
  }
  return {
    async register(id) {
      const key = FIRST_LOCK + randomInt(2 ** 47)
      // known before it is entered: a lock of one's own session is always free to take
      ids.add(id)
      // the lock first: an entry without its lock reads as dead
      await ask('SELECT pg_advisory_lock($1)', [key])
      await ask(
        `INSERT INTO worker_registry (id, lock_key, pid, host, started_at, last_tick_at)
         VALUES ($1, $2, $3, $4, now(), now())`,
        [id, key, process.pid, hostname()],
      )
    },
    async retire() {
      await ask('UPDATE worker_registry SET stopped_at = now() WHERE id = ANY($1::text[])', [[...ids]])
      ids.clear()
    },
    async tick() {
      await ask('UPDATE worker_registry SET last_tick_at = now() WHERE id = ANY($1::text[])', [[...ids]])
    },
    async reap() {
      const { rows } = await ask<{ id: string; key: string }>(
        'SELECT id, lock_key::text AS key FROM worker_registry WHERE stopped_at IS NULL AND id <> ALL($1::text[]) ORDER BY id',
        [[...ids]],
      )
      const dead: string[] = []
      for (const { id, key } of rows) {
        const lock = await ask<{ free: boolean }>('SELECT pg_try_advisory_lock($1::bigint) AS free', [key])
        if (lock.rows[0]?.free !== true) continue
        const closed = await ask(
          'UPDATE worker_registry SET stopped_at = now() WHERE id = $1 AND stopped_at IS NULL',
          [id],
        )
        if (closed.rowCount === 1) dead.push(id)
        await ask('SELECT pg_advisory_unlock($1::bigint)', [key])
      }
      return dead
    },
    async close() {
      open = false
      await client.end().catch(() => undefined)
    },
  }
}

/**
 * Takes a planned run for `owner`. False where somebody has it or it is over; one that failed, or whose owner is
 * dead, can be taken again. `slot` in epoch ms.
 */
export async function claimSlot(job: string, slot: number, owner: string): Promise<boolean> {
  const { rowCount } = await query(
    `INSERT INTO cron_slot AS s (job, slot, state, owner, started_at)
     SELECT $1, $2, 'running', $3, t.at FROM (SELECT now() AS at) AS t
     ON CONFLICT (job, slot) DO UPDATE
       SET state = 'running', owner = excluded.owner, started_at = excluded.started_at
       WHERE s.state = 'failed' OR (s.state = 'running' AND s.owner <> excluded.owner
         AND NOT EXISTS (SELECT 1 FROM worker_registry w WHERE w.id = s.owner AND w.stopped_at IS NULL))`,
    [job, new Date(slot), owner],
  )
  return rowCount === 1
}

export type SlotState = 'done' | 'failed' | 'caught_up'

/** Ends a planned run of ours with what it did. */
export async function finishSlot(
  job: string,
  slot: number,
  owner: string,
  state: SlotState,
  result: unknown,
): Promise<void> {
  await query(
    `UPDATE cron_slot SET state = $4, finished_at = now(), result = $5
     WHERE job = $1 AND slot = $2 AND owner = $3 AND state = 'running'`,
    [job, new Date(slot), owner, state, JSON.stringify(result)],
  )
}

export interface Purged {
  readonly sessions: number
  readonly slots: number
  readonly workers: number
  readonly rateLimits: number
  readonly evaluations: number
  readonly deliveries: number
}

/**
 * Deletes what has served: ended sessions (30 days), runs (30 days), workers (7 days), windows of the rate limiter, rows of
 * evaluations (3 hours), messages that are done (180 days).
 */
export async function purgeEnded(): Promise<Purged> {
  const count = async (text: string) => (await query(text, [])).rowCount ?? 0
  return {
    sessions: await count(
      `DELETE FROM session WHERE least(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '30 days'`,
    ),
    slots: await count(`DELETE FROM cron_slot WHERE finished_at < now() - interval '30 days'`),
    workers: await count(`DELETE FROM worker_registry WHERE stopped_at < now() - interval '7 days'`),
    rateLimits: await count(
      `DELETE FROM rate_limit WHERE expire < (extract(epoch FROM now()) * 1000)::bigint - 3600000`,
    ),
    evaluations: await purgeEvaluations(),
    deliveries: await count(
      `DELETE FROM delivery WHERE created_at < now() - interval '180 days' AND state NOT IN ('waiting', 'sending')`,
    ),
  }
}

/** Connections for the job queue, which reads times as Date and needs longer statements when it migrates. */
export function createQueuePool(): pg.Pool {
  const { types: _, ...config } = connectionConfig(databaseUrl(), {
    name: 'helmline-queue',
    statementTimeout: 15_000,
  })
  return new pg.Pool({ ...config, max: 6, idleTimeoutMillis: 30_000 })
}

/** Ids of workers that hold a job of the queue and are no living worker of ours, their jobs taken over a minute ago. */
export async function strayJobHolders(schema: string): Promise<readonly string[]> {
  const { rows } = await query<{ id: string }>(
    `SELECT DISTINCT j.locked_by AS id FROM ${pg.escapeIdentifier(schema)}._private_jobs j
     WHERE j.locked_by IS NOT NULL AND j.locked_at < now() - interval '1 minute'
       AND NOT EXISTS (SELECT 1 FROM worker_registry w WHERE w.id = j.locked_by AND w.stopped_at IS NULL)`,
    [],
  )
  return rows.map((row) => row.id)
}
