/** How many waits of the past were longer than some limits, for rules that time conversations. Read from the facts. */
import { databaseError, readPool } from './pool'

export interface WaitsAsked {
  readonly clock: 'reply' | 'first_reply' | 'next_reply' | 'queue' | 'unresolved'
  readonly business: boolean
  /** epoch ms */
  readonly from: number
  readonly to: number
  /** seconds */
  readonly limits: readonly number[]
  /** values of a dimension the conversation must have; null = any */
  readonly channels: readonly string[] | null
  readonly teams: readonly string[] | null
  readonly tiers: readonly string[] | null
  readonly issueTypes: readonly string[] | null
}

const SOURCE = {
  reply: { table: 'round', at: 'started_at', ms: 'response', team: 'team' },
  next_reply: { table: 'round', at: 'started_at', ms: 'response', team: 'team' },
  first_reply: { table: 'episode', at: 'started_at', ms: 'wait', team: 'team' },
  queue: { table: 'episode', at: 'started_at', ms: 'wait', team: 'team' },
  unresolved: { table: 'ticket', at: 'opened_at', ms: 'resolution', team: 'team_last' },
} as const

/** How many waits began in the period, and for each limit how many of them were longer. */
export async function countPastWaits(
  asked: WaitsAsked,
): Promise<{ readonly waits: number; readonly longer: readonly number[] }> {
  const { table, at, ms, team } = SOURCE[asked.clock]
  const column = asked.business ? `${ms}_biz_ms` : `${ms}_ms`
  const counts = asked.limits.map((_, i) => `count(*) FILTER (WHERE ${column} > $${i + 7}::bigint)::int`)
  const later = asked.clock === 'next_reply' ? 'AND NOT first' : ''
  try {
    const { rows } = await readPool().query<{ waits: number; longer: number[] }>(
      `SELECT count(*)::int AS waits, ARRAY[${counts.join(', ')}]::int[] AS longer FROM ${table}
       WHERE ${at} >= $1 AND ${at} < $2 AND ${column} IS NOT NULL ${later}
         AND ($3::text[] IS NULL OR channel = ANY($3)) AND ($4::text[] IS NULL OR ${team} = ANY($4))
         AND ($5::text[] IS NULL OR customer_tier = ANY($5)) AND ($6::text[] IS NULL OR issue_type = ANY($6))`,
      [
        new Date(asked.from),
        new Date(asked.to),
        asked.channels,
        asked.teams,
        asked.tiers,
        asked.issueTypes,
        ...asked.limits.map((seconds) => seconds * 1000),
      ],
    )
    return rows[0] ?? { waits: 0, longer: asked.limits.map(() => 0) }
  } catch (error) {
    throw databaseError(error)
  }
}
