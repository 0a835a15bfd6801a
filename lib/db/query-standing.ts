/** What is known of the data as a whole: how far it is applied, where it begins, how fresh each source is. */
import type { Instant } from '@/lib/facts/event'
import type { Standing } from '@/lib/metrics/answer'
import { type Cube, cubesOfSet } from '@/lib/metrics/cubes'
import { FAMILIES } from '@/lib/metrics/families'
import type { Statement } from './query-sql'

const FIRST_BUCKET = FAMILIES.map(
  ({ id }) => `(SELECT min(bucket) FROM rollup_${id} WHERE cube = 'all')`,
).join(', ')

const TEXT = `SELECT
  (SELECT min(b.committed_at) FROM ingest_batch b WHERE b.position > s.applied),
  s.accepted > s.applied,
  s.accepted > 0,
  least(${FIRST_BUCKET}),
  EXISTS (SELECT 1 FROM calendar_assignment),
  (SELECT array_agg(source.source ORDER BY source.source) FROM source),
  (SELECT array_agg(source.last_event_at ORDER BY source.source) FROM source),
  s.zone,
  s.cubes,
  current_database() || ' ' || s.xmin
FROM stream s`

export interface StandingData
  extends Pick<Standing, 'dataFrom' | 'completeUntil' | 'sources' | 'calendarSet'> {
  /** the zone in which the rollups' buckets are cut; '' where there are none */
  readonly rollupZone: string
  readonly rollupCubes: readonly Cube[]
  /** another text after every transaction that changed facts; '' = not known */
  readonly stamp: string
}

export const NO_DATA: StandingData = {
  dataFrom: null,
  completeUntil: null,
  sources: [],
  calendarSet: false,
  rollupZone: '',
  rollupCubes: [],
  stamp: '',
}

const instant = (value: unknown): Instant | null => (typeof value === 'number' ? value : null)

/** Reads the standing of the data; `take` gets it. `now` is the watermark where nothing waits to be applied. */
export function standingStatement(now: Instant, take: (standing: StandingData) => void): Statement {
  return {
    text: TEXT,
    values: [],
    take: (rows) => {
      const row = rows[0]
      if (row === undefined) return take(NO_DATA)
      const [waitingSince, behind, any, dataFrom, calendarSet, names, times, zone, cubes, stamp] = row
      const lastEvents = Array.isArray(times) ? (times as unknown[]) : []
      const since = instant(waitingSince)
      take({
        dataFrom: instant(dataFrom),
        completeUntil: any === true ? (behind === true && since !== null ? Math.min(since, now) : now) : null,
        calendarSet: calendarSet === true,
        rollupZone: typeof zone === 'string' ? zone : '',
        rollupCubes: typeof cubes === 'string' ? cubesOfSet(cubes) : [],
        stamp: typeof stamp === 'string' ? stamp : '',
        sources: (Array.isArray(names) ? (names as string[]) : []).map((source, i) => ({
          source,
          lastEventAt: instant(lastEvents[i]),
        })),
      })
    },
  }
}
