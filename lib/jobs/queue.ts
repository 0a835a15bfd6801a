/**
 * Planned runs and jobs on graphile-worker. A job of a worker that was killed is released at once: its session
 * lock is free, so the next tick of any other worker gives its jobs back.
 */
import { EventEmitter } from 'node:events'
import {
  Logger,
  makeWorkerUtils,
  parseCronItems,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import { log } from '@/lib/core/log'
import { createQueuePool, openWorkerSession, strayJobHolders, type WorkerSession } from '@/lib/db/workers'
import { systemContext } from '@/lib/services/context'
import { CRON_JOBS, runCronJob } from '@/lib/services/run-cron-job'
import { expireExport, runExport } from '@/lib/services/run-export'
import { Pause, repeat } from './repeat'

const SCHEMA = 'helmline_jobs'
const TICK = 2_000
/** Milliseconds a job in work may go on after we are told to end. */
const PATIENCE = 3_000

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const

function logger(): Logger {
  return new Logger(() => (level, message) => {
    log('queue')[LEVELS[level]](message)
  })
}

/** The planned instant of a cron run, epoch ms; null for a job that was queued otherwise. */
function plannedAt(payload: unknown): number | null {
  const cron = (payload as { _cron?: { ts?: unknown } } | null)?._cron
  const at = typeof cron?.ts === 'string' ? Date.parse(cron.ts) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** Jobs that are queued one by one: files of long tables, and their end. */
const ASKED: TaskList = {
  export: async (payload, { job }) => {
    const rows = await runExport(
      systemContext('worker', Date.now()),
      idOf(payload),
      job.attempts >= job.max_attempts,
    )
    log('queue').info({ job: 'export', rows }, 'ran')
  },
  export_expire: async (payload) => {
    await expireExport(systemContext('worker', Date.now()), idOf(payload))
  },
}

function idOf(payload: unknown): string {
  const id = (payload as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : ''
}

function tasks(owner: string): TaskList {
  const planned = Object.fromEntries(
    Object.keys(CRON_JOBS).map((job) => [
      job,
      async (payload: unknown) => {
        const slot = plannedAt(payload)
        const now = Date.now()
        const outcome = await runCronJob(
          systemContext('worker', now),
          job,
          slot === null ? undefined : { slot, owner },
        )
        log('queue').debug({ job, ran: outcome.ran, done: outcome.done }, 'ran')
      },
    ]),
  )
  return { ...planned, ...ASKED }
}

/** Runs the queue until the signal; comes back by itself when the database does. */
export async function queueLoop(owner: string, signal: AbortSignal): Promise<void> {
  await repeat('queue', signal, async () => {
    await runQueue(owner, signal)
    return 0
  })
}

async function runQueue(owner: string, signal: AbortSignal): Promise<void> {
  const pool = createQueuePool()
  // queue and session fail together: whichever breaks first ends this round, and the loop begins a new one
  const broken = new AbortController()
  const noted = (error: unknown) => log('queue').debug({ err: error }, 'a connection broke')
  pool.on('error', noted)
  pool.on('connect', (client) => client.on('error', noted))
  let session: WorkerSession | null = null
  let runner: Awaited<ReturnType<typeof run>> | null = null
  let failure: unknown = null
  const fail = (error: unknown) => {
    failure ??= error
    broken.abort()
  }
  try {
    session = await openWorkerSession(() =>
      fail(new Error('Connection terminated: the worker lost its session')),
    )
    const living = session
    await living.register(owner)
    const utils = await makeWorkerUtils({ pgPool: pool, schema: SCHEMA, logger: logger() })
    await utils.migrate()
    const events: WorkerEvents = new EventEmitter()
    events.on('worker:create', ({ worker }) => {
      living.register(worker.workerId).catch(fail)
    })
    runner = await run({
      pgPool: pool,
      schema: SCHEMA,
      taskList: tasks(owner),
      parsedCronItems: parseCronItems(
        Object.entries(CRON_JOBS).map(([job, { cron }]) => ({
          task: job,
          match: cron,
          identifier: job,
          // a day without a worker: every planned run gets its row, however late
          options: { backfillPeriod: 86_400_000, maxAttempts: 5 },
        })),
      ),
      concurrency: 3,
      pollInterval: 2_000,
      noHandleSignals: true,
      gracefulShutdownAbortTimeout: PATIENCE,
      logger: logger(),
      events,
    })
    runner.promise.then(
      () => fail(new Error('the queue ended')),
      (error: unknown) => fail(error),
    )
    const pause = new Pause()
    broken.signal.addEventListener('abort', () => pause.wake())
    while (!signal.aborted && !broken.signal.aborted) {
      await living.tick()
      const dead = [...(await living.reap()), ...(await strayJobHolders(SCHEMA))]
      if (dead.length > 0) {
        await utils.forceUnlockWorkers(dead)
        log('queue').warn({ workers: dead.length }, 'gave back the jobs of dead workers')
      }
      await pause.wait(TICK, signal)
    }
  } catch (error) {
    fail(error)
  }
  // stop() waits for jobs in work and rejects where the queue has ended already
  if (runner !== null) {
    const stopped = runner.stop().catch(() => undefined)
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, PATIENCE).unref())])
  }
  if (!broken.signal.aborted || signal.aborted) await session?.retire().catch(() => undefined)
  await session?.close()
  pool.end().catch(() => undefined)
  if (failure !== null && !signal.aborted) throw failure
}
