/** What agents do now and did over a day: status spans and open cases. Read only. */
import { timeText } from './arrays'
import { databaseError, readPool } from './pool'

/** An agent as they are now. */
export interface AgentNow {
  readonly agent: string
  readonly team: string | null
  /** as the source says: available, busy, break, offline … */
  readonly status: string
  /** cases at once; null where the source does not say */
  readonly capacity: number | null
  /** since when they have this status, epoch ms */
  readonly since: number
  /** cases they hold now */
  readonly open: number
}

/** One stretch of one status. */
export interface AgentSpan {
  readonly status: string
  readonly team: string | null
  readonly startedAt: number
  /** null = still */
  readonly endedAt: number | null
}

const NOW = `
  SELECT s.agent, s.team, s.status, s.capacity, s.started_at AS since,
    (SELECT count(DISTINCT c.ticket_id) FROM contact c WHERE c.agent = s.agent AND c.ended_at IS NULL) AS open
  FROM agent_span s
  WHERE s.ended_at IS NULL
    AND ($1::text[] IS NULL OR s.team = ANY($1)) AND ($2::text[] IS NULL OR s.team = ANY($2))
    AND ($3::text IS NULL OR s.agent = $3)
  ORDER BY s.team NULLS LAST, s.agent LIMIT 1000`

const SPANS = `
  SELECT s.status, s.team, s.started_at AS "startedAt", s.ended_at AS "endedAt" FROM agent_span s
  WHERE s.agent = $1 AND s.started_at < $3 AND (s.ended_at IS NULL OR s.ended_at > $2)
    AND ($4::text[] IS NULL OR s.team = ANY($4))
  ORDER BY s.started_at LIMIT 2000`

const KNOWN = `
  SELECT EXISTS (SELECT FROM agent_span s WHERE s.agent = $1 AND ($2::text[] IS NULL OR s.team = ANY($2)))
    OR EXISTS (SELECT FROM contact c WHERE c.agent = $1 AND ($2::text[] IS NULL OR c.team = ANY($2))) AS known`

/**
 * Everybody as they are now, within the teams `scope` (null = all), of the teams `of` and of the one `agent` where
 * given. Throws `unavailable` where the database is away.
 */
export async function readAgentsNow(
  scope: readonly string[] | null,
  of: { readonly teams?: readonly string[] | null; readonly agent?: string | null } = {},
): Promise<readonly AgentNow[]> {
  try {
    const { rows } = await readPool().query<AgentNow>(NOW, [scope, of.teams ?? null, of.agent ?? null])
    return rows
  } catch (error) {
    throw databaseError(error)
  }
}

/** An agent's stretches of status that touch the period, oldest first. Throws `unavailable`. */
export async function readAgentSpans(
  agent: string,
  period: { readonly from: number; readonly to: number },
  scope: readonly string[] | null,
): Promise<readonly AgentSpan[]> {
  try {
    const { rows } = await readPool().query<AgentSpan>(SPANS, [
      agent,
      timeText(period.from),
      timeText(period.to),
      scope,
    ])
    return rows
  } catch (error) {
    throw databaseError(error)
  }
}

/** Whether an agent was ever seen in one of these teams (null = all). Throws `unavailable`. */
export async function isKnownAgent(agent: string, scope: readonly string[] | null): Promise<boolean> {
  try {
    const { rows } = await readPool().query<{ known: boolean }>(KNOWN, [agent, scope])
    return rows[0]?.known ?? false
  } catch (error) {
    throw databaseError(error)
  }
}
