/** Standing incidents for boards, and what enabled rules watch. Instants are epoch milliseconds. */
import type { Rule } from '@/lib/alerts/types'
import type { StandingAlarm, StoredAlarms } from '@/lib/boards/stored-alarms'
import { readActiveRules } from './alert-evaluations'
import { databaseError, readPool } from './pool'

const STANDING_MOST = 300
const RECOVERED_MOST = 20

const STANDING = `
  SELECT i.id, i.number, i.kind, i.rule_id AS "ruleId", i.title, i.severity, i.scope, i.metric, i.unit, i.value,
    i."limit", i.breached_at AS since, i.vip, i.acknowledged_at AS "acknowledgedAt",
    CASE WHEN i.acknowledged_at IS NULL THEN i.next_step_at END AS "nextStepAt",
    coalesce((SELECT name FROM app_user WHERE id = coalesce(i.assignee_id, i.acknowledged_by)),
      (SELECT u.name FROM incident_event e JOIN app_user u ON u.id::text = e.body -> 'people' ->> 0
       WHERE e.incident_id = i.id AND e.kind IN ('told', 'escalated') ORDER BY e.at DESC LIMIT 1)) AS owner,
    (SELECT max(e.at) FROM incident_event e WHERE e.incident_id = i.id AND e.kind IN ('told', 'escalated')) AS "toldAt",
    (SELECT least(s.times, s.needed) FROM (
       SELECT min((k.body ->> 'recoveredTimes')::int) AS times, min((r.body ->> 'recoverTimes')::int) AS needed
       FROM alert_state k JOIN alert_rule r ON r.id = k.rule_id WHERE k.incident_id = i.id) s) AS "recoveredTimes",
    (SELECT (r.body ->> 'recoverTimes')::int FROM alert_rule r WHERE r.id = i.rule_id) AS "recoverTimes",
    (SELECT count(DISTINCT m.ticket_id) FROM incident_member m WHERE m.incident_id = i.id AND m.closed_at IS NULL) AS waiting
  FROM incident i
  WHERE i.state = 'open' AND i.quiet IS NULL AND (i.snoozed_until IS NULL OR i.snoozed_until <= $1)
    AND ($2::text[] IS NULL OR i.teams && $2)
  ORDER BY i.severity, i.opened_at LIMIT ${STANDING_MOST}`

const RECOVERED = `
  SELECT id, title, metric, scope, recovered_at AS at FROM incident
  WHERE opened_at > $1::timestamptz - interval '30 days' AND recovered_at >= $3 AND recovered_at <= $1
    AND state <> 'open' AND quiet IS NULL AND ($2::text[] IS NULL OR teams && $2)
  ORDER BY recovered_at DESC LIMIT ${RECOVERED_MOST}`

/** Incidents of these teams (null = all) that stand at `now`, those whose number came back since `dayStart`, and what is watched. */
export async function readBoardAlarms(
  now: number,
  dayStart: number,
  teams: readonly string[] | null,
): Promise<StoredAlarms> {
  try {
    const [standing, recovered, rules] = await Promise.all([
      readPool().query<StandingAlarm>(STANDING, [new Date(now), teams]),
      readPool().query<StoredAlarms['recovered'][number]>(RECOVERED, [
        new Date(now),
        teams,
        new Date(dayStart),
      ]),
      readActiveRules(readPool()),
    ])
    return { standing: standing.rows, recovered: recovered.rows, watched: watchedBy(rules) }
  } catch (error) {
    throw databaseError(error)
  }
}

type WatchedMetric = StoredAlarms['watched']['metrics'][number]

function watchedBy(rules: readonly Rule[]): StoredAlarms['watched'] {
  return {
    metrics: rules.flatMap(({ params }) => metricsIn(params)),
    waits: rules.some(({ kind }) => kind === 'conversation' || kind === 'sla'),
    sources: rules.some(({ kind }) => kind === 'source'),
  }
}

interface Watching {
  readonly metric: string
  readonly over?: unknown
  readonly values?: readonly string[]
  readonly where?: Readonly<Record<string, readonly string[] | undefined>>
}

/** Metrics named anywhere in the params of a rule, those of several conditions too, as far as boards show them. */
function metricsIn(params: unknown): WatchedMetric[] {
  if (Array.isArray(params)) return params.flatMap(metricsIn)
  if (typeof params !== 'object' || params === null) return []
  if (!('metric' in params) || typeof params.metric !== 'string')
    return Object.values(params).flatMap(metricsIn)
  const { metric, over, values, where = {} } = params as Watching
  const narrowed = Object.keys(where).some((dimension) => dimension !== 'channel')
  if (narrowed) return []
  if (over === 'channel') return [{ metric, channels: values ?? where.channel ?? null, company: false }]
  if (over !== 'all') return []
  const [channel, ...others] = where.channel ?? []
  return channel !== undefined && others.length === 0
    ? [{ metric, channels: [channel], company: false }]
    : [{ metric, channels: null, company: true }]
}
