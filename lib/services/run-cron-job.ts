import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { readClock } from '@/lib/db/alert-evaluations'
import { applyOnce } from '@/lib/db/apply'
import { claimSlot, finishSlot, purgeEnded } from '@/lib/db/workers'
import { type Context, requireRole, systemContext } from './context'
import { type DeliveryTools, deliverDue } from './deliver-messages'
import { makeFollowUps } from './make-follow-ups'
import { parseInput } from './parse-input'
import { purgeExpired } from './purge-expired'
import { recordOutages } from './record-outages'
import { remindOfTasks } from './remind-of-tasks'
import { runAlarms } from './run-alarms'
import { watchAlarms } from './watch-alarms'

/** The scheduled jobs, with how often the worker plans a run of each (cron, UTC) and the length of a slot, ms. */
export const CRON_JOBS = {
  kpi: { cron: '* * * * *', every: 60_000 },
  alerts: { cron: '* * * * *', every: 60_000 },
  deliver: { cron: '* * * * *', every: 60_000 },
  pull: { cron: '* * * * *', every: 60_000 },
  outages: { cron: '* * * * *', every: 60_000 },
  tasks: { cron: '* * * * *', every: 60_000 },
  reports: { cron: '*/5 * * * *', every: 300_000 },
  retention: { cron: '17 18 * * *', every: 86_400_000 },
} as const
export type CronJob = keyof typeof CRON_JOBS

/** What a run did; `done` counts the things it dealt with. */
export interface CronOutcome {
  readonly job: CronJob
  /** false: this planned run was somebody else's, or is long past and the present state has been dealt with */
  readonly ran: boolean
  readonly done: number
  readonly [more: string]: unknown
}

type Work = (
  until: number,
  tools: DeliveryTools | null,
) => Promise<{ readonly done: number; readonly [more: string]: unknown }>

const WORK: Readonly<Record<CronJob, Work>> = {
  kpi: applyWaiting,
  alerts: async (until) => {
    const ctx = systemContext('worker', await readClock())
    return runAlarms(ctx, until, { owner: `cron-${randomUUID()}` })
  },
  deliver: sendMessages,
  // no pulled source or mailed report can be set up in this version: there is nothing to do
  pull: async () => ({ done: 0 }),
  reports: async () => ({ done: 0 }),
  outages: async () => {
    const noted = await recordOutages(systemContext('worker', Date.now()))
    const engine = await watchAlarms(systemContext('worker', await readClock()))
    return { done: noted.opened + noted.closed + engine.opened + engine.closed, ...noted, engine }
  },
  tasks: async () => {
    const ctx = systemContext('worker', Date.now())
    const { made, answered } = await makeFollowUps(ctx)
    const reminded = await remindOfTasks(ctx)
    return { done: made + answered + reminded, made, answered, reminded }
  },
  retention: async (until) => {
    const ended = await purgeEnded()
    const { complete, ...expired } = await purgeExpired(systemContext('worker', Date.now()), until)
    const purged = { ...ended, ...expired }
    return { done: Object.values(purged).reduce((sum, n) => sum + n, 0), ...purged, complete }
  },
}

async function applyWaiting(until: number): Promise<{ done: number; [more: string]: unknown }> {
  let events = 0
  for (;;) {
    const { events: taken, refolded, accepted, applied, busy, more } = await applyOnce()
    events += taken
    // where another applier is at work, what waits is being applied already
    if (busy || !more || Date.now() > until) return { done: events, refolded, accepted, applied, busy }
  }
}

/** A target that does not answer is waited for beyond the request. */
async function sendMessages(
  until: number,
  tools: DeliveryTools | null,
): Promise<{ done: number; [more: string]: unknown }> {
  if (tools === null) return { done: 0 }
  const work = deliverDue(systemContext('worker', Date.now()), tools)
  work.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(1, until - Date.now()))
  })
  const told = await Promise.race([work, late])
  clearTimeout(timer)
  return told === null ? { done: 0, going: true } : { done: told.sent, ...told }
}

/** A request must answer within 5 s; what is left over is taken by the next run. */
const BUDGET = 3_500
/** Runs planned longer ago than this many slots are closed without work: jobs deal with the present state. */
const STALE_SLOTS = 2
/** The nightly clearing has nobody waiting for it: a month of texts may go in one planned run. */
const PLANNED_BUDGET: Partial<Record<CronJob, number>> = { retention: 20 * 60_000 }

const slotInput = z.strictObject({
  /** the planned instant, epoch ms */
  slot: z.number().int(),
  /** the worker that runs it */
  owner: z.string().min(1),
})

/**
 * Runs one scheduled job now and answers what it did. Safe to call at any time, twice, or from two schedulers at
 * once: each piece of work is done by one of them. With `planned` it is a planned run, which only one worker gets.
 * `tools`: the way out for messages; without it none is sent. Needs role admin (the route has checked CRON_SECRET). Throws 404 for a job that is not there, 503 while the
 * database is away.
 */
export async function runCronJob(
  ctx: Context,
  job: string,
  planned?: unknown,
  tools: DeliveryTools | null = null,
): Promise<CronOutcome> {
  requireRole(ctx, 'admin')
  if (!Object.hasOwn(CRON_JOBS, job)) throw notFound()
  const name = job as CronJob
  if (planned === undefined) return { job: name, ran: true, ...(await WORK[name](ctx.now + BUDGET, tools)) }

  const { slot, owner } = parseInput(slotInput, planned)
  if (!(await claimSlot(name, slot, owner))) return { job: name, ran: false, done: 0 }
  if (ctx.now - slot > STALE_SLOTS * CRON_JOBS[name].every) {
    await finishSlot(name, slot, owner, 'caught_up', { done: 0 })
    return { job: name, ran: false, done: 0 }
  }
  try {
    const result = await WORK[name](Date.now() + (PLANNED_BUDGET[name] ?? BUDGET), tools)
    await finishSlot(name, slot, owner, 'done', result)
    return { job: name, ran: true, ...result }
  } catch (error) {
    await finishSlot(name, slot, owner, 'failed', { done: 0 }).catch(() => undefined)
    throw error
  }
}
