/** Signed-in and busy time of agents by hour: what the metric `occupancy` is made of, hour by hour. */
import type { Instant } from '@/lib/facts/event'
import type { Filter } from '@/lib/metrics/types'
import { snakeCase } from './columns'
import { questionConditions } from './query-sql'
import { rowsOf } from './rows-question'

export interface HourTime {
  /** place of the hour among the boundaries */
  readonly bucket: number
  /** somebody signed in, summed over agents, seconds; and of it with a live contact */
  readonly signed: number
  readonly busy: number
  readonly agents: number
}

const SECONDS = (ranges: string): string =>
  `(SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r))), 0) FROM unnest(${ranges}) r)`

/**
 * FROM: the contacts (c) of a relation's agents that were live at an instant or later, agent by agent: from an index in
 * the order of their ends, not from everybody's.
 */
export const contactsSince = (agents: string, since: string): string =>
  `(SELECT DISTINCT agent FROM ${agents}) who CROSS JOIN LATERAL (
    SELECT * FROM contact WHERE agent = who.agent AND ended_at > ${since}
    UNION ALL SELECT * FROM contact WHERE agent = who.agent AND ended_at IS NULL
  ) c`

/**
 * For each stretch between two boundaries (rising) the time agents were signed in and the part of it with a live
 * contact; several contacts at once count once. Filters by team, agent and source of the status.
 */
export async function readHourTimes(
  boundaries: readonly Instant[],
  now: Instant,
  filters: readonly Filter[],
  scope: readonly string[] | null,
): Promise<HourTime[]> {
  if (boundaries.length < 2 || (scope !== null && scope.length === 0)) return []
  return rowsOf<HourTime>((params) => {
    const all = params.instants(boundaries)
    const first = params.instant(boundaries[0] ?? 0)
    const end = params.instant(Math.min(boundaries.at(-1) ?? 0, now))
    const conditions = questionConditions(
      { filters, scope },
      params,
      (dimension) => `f.${snakeCase(dimension)}`,
      'null',
    )
    // Each span is cut at the hours it touches; a span knows its first and last hour, so no hour is tried in vain.
    const pieces = (alias: string) => `CROSS JOIN LATERAL (
      SELECT tstzrange(greatest(${alias}.started_at, ${first}), least(coalesce(${alias}.ended_at, ${end}), ${end})) AS whole
    ) w CROSS JOIN LATERAL generate_series(
      width_bucket(lower(w.whole), ${all}), width_bucket(upper(w.whole) - interval '1 microsecond', ${all})
    ) AS i`
    const cut = `w.whole * tstzrange((${all})[i], (${all})[i + 1])`
    const touches = `f.started_at < ${end} AND (f.ended_at > ${first} OR f.ended_at IS NULL) AND f.ended_at IS DISTINCT FROM f.started_at`
    return `WITH signed AS (
  SELECT i, f.agent, range_agg(${cut}) AS span FROM agent_span f ${pieces('f')}
  WHERE f.status <> 'offline' AND ${[touches, ...conditions].join(' AND ')} GROUP BY 1, 2
), busy AS (
  SELECT i, c.agent, range_agg(${cut}) AS span FROM ${contactsSince('signed', first)} ${pieces('c')}
  WHERE c.started_at < ${end} AND c.ended_at IS DISTINCT FROM c.started_at GROUP BY 1, 2
)
SELECT s.i - 1 AS bucket, sum(${SECONDS('s.span')})::float8 AS signed,
  sum(${SECONDS("s.span * coalesce(b.span, '{}'::tstzmultirange)")})::float8 AS busy, count(*) AS agents
FROM signed s LEFT JOIN busy b ON b.i = s.i AND b.agent = s.agent GROUP BY 1 ORDER BY 1`
  })
}
