import { isDatabaseAway, toAppError } from '@/lib/core/errors'
import { readEvaluationHealth } from '@/lib/db/alert-evaluations'
import { readSources, readStream, readWorker } from '@/lib/db/health'

export interface Health {
  readonly status: 'ok' | 'degraded' | 'down'
  readonly database: 'up' | 'down'
  readonly worker: { readonly lastTickAt: string | null; readonly quarantined: number }
  /** how far rules and timers are behind, and planned evaluations of the last day that never happened; null while the database is away */
  readonly alarms: { readonly lagMs: number; readonly missed: number } | null
  /** positions in the stream of accepted events; null while the database is away */
  readonly accepted: number | null
  readonly applied: number | null
  readonly sources: readonly {
    readonly source: string
    readonly lagSeconds: number | null
    readonly lastEventAt: string | null
    readonly lastReceivedAt: string
    readonly events: number
    readonly demo: boolean
  }[]
}

/** Milliseconds after which a database that does not answer counts as away. */
const PATIENCE = 2_500
/** The worker ticks every few seconds; without one for this long it is not at work. */
const WORKER_SILENT = 60_000
/** Rules and timers this far behind are not watched any more; where an outside scheduler does it, a minute is usual. */
export const ALARMS_STALLED = 90_000

/**
 * How the product is. `down` = the database is away or hung; `degraded` = it is there, the worker is not at
 * work or the alarms are more than 90 s behind.
 * Holds no secret and no personal data; never throws for a database that is away; answers within 3 s.
 */
export async function readHealth(now: number): Promise<Health> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE)
  })
  try {
    const seen = await Promise.race([
      Promise.all([readStream(), readWorker(), readSources(), readEvaluationHealth()]),
      late,
    ])
    if (seen === null) return away()
    const [stream, worker, sources, evaluation] = seen
    const ticking = worker.lastTickAt !== null && now - worker.lastTickAt < WORKER_SILENT
    return {
      status: ticking && evaluation.lagMs < ALARMS_STALLED ? 'ok' : 'degraded',
      database: 'up',
      worker: { lastTickAt: iso(worker.lastTickAt), quarantined: worker.quarantined },
      alarms: { lagMs: evaluation.lagMs, missed: evaluation.missed },
      accepted: stream.accepted,
      applied: stream.applied,
      sources: sources.map((source) => ({
        source: source.source,
        lagSeconds:
          source.lastEventAt === null ? null : Math.max(0, Math.floor((now - source.lastEventAt) / 1000)),
        lastEventAt: iso(source.lastEventAt),
        lastReceivedAt: new Date(source.lastReceivedAt).toISOString(),
        events: source.events,
        demo: source.demo,
      })),
    }
  } catch (error) {
    if (isDatabaseAway(error) || toAppError(error).status === 503) return away()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function away(): Health {
  return {
    status: 'down',
    database: 'down',
    worker: { lastTickAt: null, quarantined: 0 },
    alarms: null,
    accepted: null,
    applied: null,
    sources: [],
  }
}
