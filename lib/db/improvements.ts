/** The improvement list (服务改进清单). People-sized; instants are epoch milliseconds, days are local dates. */
import type { ClientBase } from 'pg'
import type { AlarmScope } from '@/lib/alerts/types'
import type { Instant } from '@/lib/facts/event'
import type { ImprovementState } from '@/lib/follow-up/improvement'
import { readRows } from './pool'

export interface ImprovementRow {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly note: string | null
  readonly state: ImprovementState
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly team: string | null
  /** local dates, `2026-11-20` */
  readonly dueOn: string | null
  readonly startedOn: string | null
  readonly metric: string | null
  readonly scope: Pick<AlarmScope, 'channel' | 'team' | 'product' | 'issueType'>
  /** the change that is expected, in the metric's unit */
  readonly expected: number | null
  readonly incidentId: string | null
  readonly incidentNumber: number | null
  /** id of the customers' suggestion it takes up */
  readonly suggestion: string | null
  readonly createdBy: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly closedAt: Instant | null
}

export type WrittenImprovement = Omit<
  ImprovementRow,
  'number' | 'ownerName' | 'incidentNumber' | 'createdBy' | 'createdAt' | 'updatedAt' | 'closedAt'
>

const FIELDS = `p.id, p.number, p.title, p.note, p.state, p.owner_id AS "ownerId", o.name AS "ownerName", p.team,
  p.due_on AS "dueOn", p.started_on AS "startedOn", p.metric, p.scope, p.expected, p.incident_id AS "incidentId",
  i.number AS "incidentNumber", p.suggestion, p.created_by AS "createdBy", p.created_at AS "createdAt",
  p.updated_at AS "updatedAt", p.closed_at AS "closedAt"`
const FROM = `improvement p LEFT JOIN app_user o ON o.id = p.owner_id LEFT JOIN incident i ON i.id = p.incident_id`
/** What has no team concerns everybody. */
const REACH = '($1::text[] IS NULL OR p.team IS NULL OR p.team = ANY($1))'
const LIST_MAX = 1_000

/** What runs first, then what is planned, then what is over, newest first. `teams` of the reader: null = all. */
export async function readImprovements(teams: readonly string[] | null): Promise<ImprovementRow[]> {
  return readRows<ImprovementRow>(
    `SELECT ${FIELDS} FROM ${FROM} WHERE ${REACH}
     ORDER BY array_position(ARRAY['running', 'planned', 'kept', 'dropped'], p.state), p.due_on NULLS LAST,
       p.number DESC LIMIT ${LIST_MAX}`,
    [teams],
  )
}

/** One of them by number, within reach; null = there is none. Locked where a client is given. */
export async function readImprovement(
  teams: readonly string[] | null,
  number: number,
  client?: ClientBase,
): Promise<ImprovementRow | null> {
  const [row] = await readRows<ImprovementRow>(
    `SELECT ${FIELDS} FROM ${FROM} WHERE ${REACH} AND p.number = $2 ${client === undefined ? '' : 'FOR UPDATE OF p'}`,
    [teams, number],
    client,
  )
  return row ?? null
}

const values = (row: WrittenImprovement, now: Instant) => [
  row.id,
  row.title,
  row.note,
  row.state,
  row.ownerId,
  row.team,
  row.dueOn,
  row.startedOn,
  row.metric,
  JSON.stringify(row.scope),
  row.expected,
  row.incidentId,
  row.suggestion,
  new Date(now),
]

/** Stores a new one; answers its number. */
export async function addImprovement(
  client: ClientBase,
  row: WrittenImprovement,
  by: string,
  now: Instant,
): Promise<number> {
  const [stored] = await readRows<{ number: number }>(
    `INSERT INTO improvement (id, title, note, state, owner_id, team, due_on, started_on, metric, scope, expected,
       incident_id, suggestion, created_at, updated_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15) RETURNING number`,
    [...values(row, now), by],
    client,
  )
  if (stored === undefined) throw new Error('improvement returned no row')
  return stored.number
}

/** Changes one that is there; `closedAt` follows from its state. */
export async function writeImprovement(
  client: ClientBase,
  row: WrittenImprovement,
  now: Instant,
): Promise<void> {
  await readRows(
    `UPDATE improvement SET title = $2, note = $3, state = $4, owner_id = $5, team = $6, due_on = $7, started_on = $8,
       metric = $9, scope = $10, expected = $11, incident_id = $12, suggestion = $13, updated_at = $14,
       closed_at = CASE WHEN $4 IN ('kept', 'dropped') THEN coalesce(closed_at, $14) END
     WHERE id = $1`,
    values(row, now),
    client,
  )
}
