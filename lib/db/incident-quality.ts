/** How good the alarms are: what became of the incidents of a period, rule by rule. Instants are epoch milliseconds. */
import { REACHED, type Reach, reachValues } from './incidents'
import { pool } from './pool'

/** Back within this time without anybody's doing, an alarm cried wolf. */
export const WOLF_SECONDS = 300

export interface RuleQuality {
  readonly ruleId: string
  readonly name: string
  readonly enabled: boolean
  readonly deleted: boolean
  readonly fired: number
  /** seconds; null = never */
  readonly acknowledgeP50: number | null
  readonly acknowledgeP90: number | null
  readonly recoverP50: number | null
  readonly recoverP90: number | null
  readonly unacknowledged: number
  /** acknowledged, and followed by words, a task or a cause */
  readonly acted: number
  readonly wolf: number
  readonly flapping: number
  readonly relapses: number
  readonly lastAt: number
}

const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

/**
 * Of incidents that opened within [from, to) and that somebody was told of, by rule, those that fired most first.
 * `reach` as in `incidents.ts`.
 */
export async function readRuleQuality(
  reach: Reach,
  period: { readonly from: number; readonly to: number },
): Promise<readonly RuleQuality[]> {
  const { rows } = await pool().query<RuleQuality>(
    `WITH own AS (
       SELECT i.id, i.rule_id, i.flapping, i.relapses, i.opened_at, i.cause,
         coalesce(i.recovered_at, i.resolved_at) AS back_at,
         e.acknowledged_at, coalesce(e.spoken, false) AS spoken,
         EXISTS (SELECT 1 FROM task t WHERE t.incident_id = i.id) AS tasked
       FROM incident i
       LEFT JOIN LATERAL (
         SELECT min(at) FILTER (WHERE kind = 'acknowledged') AS acknowledged_at,
           bool_or(kind = 'commented') AS spoken
         FROM incident_event WHERE incident_id = i.id) e ON true
       WHERE i.opened_at >= ${instant('$4')} AND i.opened_at < ${instant('$5')} AND i.quiet IS NULL
         AND ${REACHED}
     ), timed AS (
       SELECT *, extract(epoch FROM acknowledged_at - opened_at)::float8 AS acknowledge,
         extract(epoch FROM back_at - opened_at)::float8 AS recover
       FROM own
     )
     SELECT q.rule_id AS "ruleId", coalesce(r.name, '') AS name, coalesce(r.enabled, false) AS enabled,
       r.id IS NULL OR r.deleted_at IS NOT NULL AS deleted,
       count(*)::int AS fired,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY acknowledge) AS "acknowledgeP50",
       percentile_cont(0.9) WITHIN GROUP (ORDER BY acknowledge) AS "acknowledgeP90",
       percentile_cont(0.5) WITHIN GROUP (ORDER BY recover) AS "recoverP50",
       percentile_cont(0.9) WITHIN GROUP (ORDER BY recover) AS "recoverP90",
       count(*) FILTER (WHERE acknowledge IS NULL)::int AS unacknowledged,
       count(*) FILTER (WHERE acknowledge IS NOT NULL AND (spoken OR tasked OR cause IS NOT NULL))::int AS acted,
       count(*) FILTER (WHERE acknowledge IS NULL AND NOT spoken AND NOT tasked AND recover < $6)::int AS wolf,
       count(*) FILTER (WHERE flapping)::int AS flapping,
       sum(relapses)::int AS relapses,
       max(opened_at) AS "lastAt"
     FROM timed q LEFT JOIN alert_rule r ON r.id = q.rule_id
     GROUP BY q.rule_id, r.id, r.name, r.enabled, r.deleted_at
     ORDER BY fired DESC, name`,
    [...reachValues(reach), period.from, period.to, WOLF_SECONDS],
  )
  return rows
}

export interface SilentRule {
  readonly id: string
  readonly name: string
  readonly updatedAt: number
}

/** Rules that are on and opened no incident within [from, to). */
export async function readSilentRules(period: {
  readonly from: number
  readonly to: number
}): Promise<readonly SilentRule[]> {
  const { rows } = await pool().query<SilentRule>(
    `SELECT r.id, r.name, r.updated_at AS "updatedAt" FROM alert_rule r
     WHERE r.enabled AND r.deleted_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM incident i WHERE i.rule_id = r.id
         AND i.opened_at >= ${instant('$1')} AND i.opened_at < ${instant('$2')})
     ORDER BY r.name`,
    [period.from, period.to],
  )
  return rows
}

/** Causes written down on incidents that were resolved within [from, to), the most first; null = none yet. */
export async function countCauses(
  reach: Reach,
  period: { readonly from: number; readonly to: number },
): Promise<readonly { readonly cause: string | null; readonly n: number }[]> {
  const { rows } = await pool().query<{ cause: string | null; n: number }>(
    `SELECT i.cause, count(*)::int AS n FROM incident i
     WHERE i.state = 'resolved' AND i.resolved_at >= ${instant('$4')} AND i.resolved_at < ${instant('$5')}
       AND ${REACHED}
     GROUP BY i.cause ORDER BY n DESC, i.cause`,
    [...reachValues(reach), period.from, period.to],
  )
  return rows
}
