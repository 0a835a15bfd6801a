/** How the product is: positions of the stream, the worker's pulse, the sources' last signs of life. */
import { databaseError, pool } from './pool'

export interface StreamPositions {
  readonly accepted: number
  readonly applied: number
  readonly appliedAt: number | null
}

/** How far the stream of accepted events is stored and applied. Throws `unavailable` where the database is away. */
export async function readStream(): Promise<StreamPositions> {
  try {
    const found = await pool().query<StreamPositions>(
      'SELECT accepted, applied, applied_at AS "appliedAt" FROM stream WHERE id = 1',
    )
    return found.rows[0] ?? { accepted: 0, applied: 0, appliedAt: null }
  } catch (error) {
    throw databaseError(error)
  }
}

export interface SourceHealth {
  readonly source: string
  readonly firstSeenAt: number
  readonly lastEventAt: number | null
  readonly lastReceivedAt: number
  readonly events: number
  readonly demo: boolean
}

/** Every connected source, by name. */
export async function readSources(): Promise<SourceHealth[]> {
  try {
    const found = await pool().query<SourceHealth>(
      `SELECT source, first_seen_at AS "firstSeenAt", last_event_at AS "lastEventAt", last_received_at AS "lastReceivedAt", events, demo
       FROM source ORDER BY source LIMIT 1000`,
    )
    return found.rows
  } catch (error) {
    throw databaseError(error)
  }
}

export interface WorkerHealth {
  /** the latest tick of any worker; null = none ever */
  readonly lastTickAt: number | null
  /** units whose events cannot be folded */
  readonly quarantined: number
}

/** The worker's pulse. */
export async function readWorker(): Promise<WorkerHealth> {
  try {
    const found = await pool().query<WorkerHealth>(
      `SELECT (SELECT max(last_tick_at) FROM worker_registry) AS "lastTickAt",
        (SELECT count(*) FROM quarantine) AS quarantined`,
    )
    return found.rows[0] ?? { lastTickAt: null, quarantined: 0 }
  } catch (error) {
    throw databaseError(error)
  }
}
