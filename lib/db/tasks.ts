/** Tasks and their history. People-sized; instants are epoch milliseconds. Written in the caller's transaction. */
import { randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Instant } from '@/lib/facts/event'
import type { Checklist, Grade, Priority, TaskKind, TaskState } from '@/lib/follow-up/task'
import { readRows } from './pool'

export interface TaskRow {
  readonly id: string
  readonly number: number
  readonly kind: TaskKind
  readonly title: string
  readonly note: string | null
  readonly priority: Priority
  readonly state: TaskState
  readonly incidentId: string | null
  readonly incidentNumber: number | null
  readonly source: string | null
  readonly subject: string | null
  readonly customer: string | null
  /** what made it by itself, once; null = a person */
  readonly origin: string | null
  readonly team: string | null
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly superiorId: string | null
  readonly superiorName: string | null
  readonly respondBy: Instant | null
  readonly respondedAt: Instant | null
  readonly dueAt: Instant | null
  readonly callbackAt: Instant | null
  readonly grade: Grade | null
  readonly checklist: Checklist
  readonly outcome: string | null
  readonly nextAt: Instant | null
  readonly createdBy: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly doneAt: Instant | null
}

export type NewTask = Omit<
  TaskRow,
  'number' | 'incidentNumber' | 'ownerName' | 'superiorName' | 'updatedAt' | 'doneAt'
>

/** Whose tasks somebody reaches: within these teams (null = all), and always those that are theirs. */
export interface TaskReach {
  readonly teams: readonly string[] | null
  readonly userId: string | null
}

export interface TaskFilter {
  readonly states: readonly TaskState[] | null
  readonly kinds: readonly TaskKind[] | null
  readonly priority: Priority | null
  /** null = anybody's; '' = nobody's */
  readonly ownerId: string | null
  readonly team: string | null
  readonly incidentId: string | null
  readonly ticket: { readonly source: string; readonly subject: string } | null
  readonly overdueAt: Instant | null
  /** made between these instants */
  readonly made: readonly [Instant, Instant] | null
}

const FIELDS = `k.id, k.number, k.kind, k.title, k.note, k.priority, k.state, k.incident_id AS "incidentId",
  i.number AS "incidentNumber", k.source, k.subject, k.customer, k.origin, k.team, k.owner_id AS "ownerId",
  o.name AS "ownerName", k.superior_id AS "superiorId", s.name AS "superiorName", k.respond_by AS "respondBy",
  k.responded_at AS "respondedAt", k.due_at AS "dueAt", k.callback_at AS "callbackAt", k.grade, k.checklist,
  k.outcome, k.next_at AS "nextAt", k.created_by AS "createdBy", k.created_at AS "createdAt",
  k.updated_at AS "updatedAt", k.done_at AS "doneAt"`
const FROM = `task k LEFT JOIN app_user o ON o.id = k.owner_id LEFT JOIN app_user s ON s.id = k.superior_id
  LEFT JOIN incident i ON i.id = k.incident_id`
const REACH = `($1::text[] IS NULL OR k.team = ANY($1) OR k.owner_id = $2::uuid OR k.superior_id = $2::uuid)`

const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at))

function filtered(filter: TaskFilter, values: unknown[]): string[] {
  const add = (value: unknown) => `$${values.push(value)}`
  const conditions: string[] = []
  if (filter.states !== null) conditions.push(`k.state = ANY(${add(filter.states)}::text[])`)
  if (filter.kinds !== null) conditions.push(`k.kind = ANY(${add(filter.kinds)}::text[])`)
  if (filter.priority !== null) conditions.push(`k.priority = ${add(filter.priority)}`)
  if (filter.ownerId === '') conditions.push('k.owner_id IS NULL')
  else if (filter.ownerId !== null) conditions.push(`k.owner_id = ${add(filter.ownerId)}::uuid`)
  if (filter.team !== null) conditions.push(`k.team = ${add(filter.team)}`)
  if (filter.incidentId !== null) conditions.push(`k.incident_id = ${add(filter.incidentId)}::uuid`)
  if (filter.ticket !== null) {
    conditions.push(`k.source = ${add(filter.ticket.source)} AND k.subject = ${add(filter.ticket.subject)}`)
  }
  if (filter.overdueAt !== null) {
    const at = add(date(filter.overdueAt))
    conditions.push(`k.state IN ('open', 'doing') AND (k.due_at < ${at}
      OR (k.respond_by < ${at} AND k.responded_at IS NULL))`)
  }
  if (filter.made !== null) {
    conditions.push(
      `k.created_at >= ${add(date(filter.made[0]))} AND k.created_at < ${add(date(filter.made[1]))}`,
    )
  }
  return conditions
}

/** What is still to be done first, by its next limit; then what is over, newest first. `total` counts all. */
export async function readTasks(
  reach: TaskReach,
  filter: TaskFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly TaskRow[]; readonly total: number }> {
  const values: unknown[] = [reach.teams, reach.userId]
  const where = [REACH, ...filtered(filter, values)].join(' AND ')
  const [rows, counted] = await Promise.all([
    readRows<TaskRow>(
      `SELECT ${FIELDS} FROM ${FROM} WHERE ${where}
       ORDER BY (k.state IN ('open', 'doing')) DESC,
         CASE WHEN k.state IN ('open', 'doing')
           THEN least(k.due_at, CASE WHEN k.responded_at IS NULL THEN k.respond_by END) END ASC NULLS LAST,
         CASE k.priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, k.number DESC
       LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
    readRows<{ n: number }>(`SELECT count(*)::int AS n FROM task k WHERE ${where}`, values),
  ])
  return { rows, total: counted[0]?.n ?? 0 }
}

/** How many tasks are to be done, past a limit, and nobody's, within reach. */
export async function countTasks(
  reach: TaskReach,
  now: Instant,
): Promise<{
  readonly open: number
  readonly overdue: number
  readonly mine: number
  readonly nobodys: number
}> {
  const [row] = await readRows<{ open: number; overdue: number; mine: number; nobodys: number }>(
    `SELECT count(*)::int AS open,
       (count(*) FILTER (WHERE k.due_at < $3 OR (k.respond_by < $3 AND k.responded_at IS NULL)))::int AS overdue,
       (count(*) FILTER (WHERE k.owner_id = $2::uuid))::int AS mine,
       (count(*) FILTER (WHERE k.owner_id IS NULL))::int AS nobodys
     FROM task k WHERE ${REACH} AND k.state IN ('open', 'doing')`,
    [reach.teams, reach.userId, new Date(now)],
  )
  return row ?? { open: 0, overdue: 0, mine: 0, nobodys: 0 }
}

/** One task by its number or id, within reach; null = there is none. Locked where a client is given. */
export async function readTask(
  reach: TaskReach,
  key: string | number,
  client?: ClientBase,
): Promise<TaskRow | null> {
  const [row] = await readRows<TaskRow>(
    `SELECT ${FIELDS} FROM ${FROM} WHERE ${REACH} AND ${typeof key === 'number' ? 'k.number = $3' : 'k.id = $3::uuid'}
     ${client === undefined ? '' : 'FOR UPDATE OF k'}`,
    [reach.teams, reach.userId, key],
    client,
  )
  return row ?? null
}

/** Stores a task; null where its origin has made one already. Answers its number. */
export async function addTask(client: ClientBase, task: NewTask): Promise<number | null> {
  const [row] = await readRows<{ number: number }>(
    `INSERT INTO task (id, kind, title, note, priority, state, incident_id, source, subject, customer, origin, team,
       owner_id, superior_id, respond_by, responded_at, due_at, callback_at, grade, checklist, outcome, next_at,
       created_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
       $24, $24)
     ON CONFLICT (origin) DO NOTHING RETURNING number`,
    [
      task.id,
      task.kind,
      task.title,
      task.note,
      task.priority,
      task.state,
      task.incidentId,
      task.source,
      task.subject,
      task.customer,
      task.origin,
      task.team,
      task.ownerId,
      task.superiorId,
      date(task.respondBy),
      date(task.respondedAt),
      date(task.dueAt),
      date(task.callbackAt),
      task.grade,
      JSON.stringify(task.checklist),
      task.outcome,
      date(task.nextAt),
      task.createdBy,
      new Date(task.createdAt),
    ],
    client,
  )
  return row?.number ?? null
}

/** Stores what may change of a task. */
export async function writeTask(client: ClientBase, task: TaskRow, now: Instant): Promise<void> {
  await readRows(
    `UPDATE task SET title = $2, note = $3, priority = $4, state = $5, owner_id = $6, superior_id = $7,
       responded_at = $8, due_at = $9, callback_at = $10, grade = $11, checklist = $12, outcome = $13, next_at = $14,
       done_at = $15, updated_at = $16 WHERE id = $1`,
    [
      task.id,
      task.title,
      task.note,
      task.priority,
      task.state,
      task.ownerId,
      task.superiorId,
      date(task.respondedAt),
      date(task.dueAt),
      date(task.callbackAt),
      task.grade,
      JSON.stringify(task.checklist),
      task.outcome,
      date(task.nextAt),
      date(task.doneAt),
      new Date(now),
    ],
    client,
  )
}

export interface TaskEventRow {
  readonly at: Instant
  /** made, given, changed, commented, responded, called_back, checked, reminded, done, cancelled, reopened */
  readonly kind: string
  /** as the audit trail names them */
  readonly actor: string
  /** their name; null where it was the product */
  readonly name: string | null
  readonly body: Readonly<Record<string, unknown>>
}

export async function addTaskEvent(
  client: ClientBase,
  taskId: string,
  event: Omit<TaskEventRow, 'name'>,
): Promise<string> {
  const id = randomUUID()
  await readRows(
    'INSERT INTO task_event (id, task_id, at, kind, actor, body) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, taskId, new Date(event.at), event.kind, event.actor, JSON.stringify(event.body)],
    client,
  )
  return id
}

/** What happened to a task, oldest first. */
export async function readTaskEvents(taskId: string): Promise<TaskEventRow[]> {
  return readRows<TaskEventRow>(
    `SELECT e.at, e.kind, e.actor, u.name, e.body FROM task_event e
     LEFT JOIN app_user u ON e.actor = 'user:' || u.id::text
     WHERE e.task_id = $1 ORDER BY e.at, e.id`,
    [taskId],
  )
}

/** Tasks whose next reminder is due, locked for the caller; another worker's are left to it. */
export async function takeDueTasks(client: ClientBase, now: Instant, limit: number): Promise<TaskRow[]> {
  return readRows<TaskRow>(
    `SELECT ${FIELDS} FROM ${FROM} WHERE k.next_at <= $1 AND k.state IN ('open', 'doing')
     ORDER BY k.next_at LIMIT ${limit} FOR UPDATE OF k SKIP LOCKED`,
    [new Date(now)],
    client,
  )
}

// ── what becomes a task by itself ────────────────────────────────────────────

export interface LowAnswer {
  readonly ticketId: string
  readonly no: number
  readonly at: Instant
  readonly kind: string
  /** on 1–5 */
  readonly score: number
  readonly comment: string | null
  readonly source: string
  readonly subject: string
  readonly customer: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
}

/**
 * Ratings of at most `maxScore` of five that came since, belong to a ticket, and have no task yet; a ticket whose
 * complaint is being followed up anyway is left to that.
 */
export async function readLowAnswers(since: Instant, maxScore: number, limit: number): Promise<LowAnswer[]> {
  return readRows<LowAnswer>(
    `SELECT f.ticket_id AS "ticketId", f.no, f.at, f.kind, f.normal_milli / 1000.0 AS score, f.comment, t.source,
       t.subject, t.customer, f.channel, f.team, f.agent, f.product
     FROM answer f JOIN ticket t ON t.ticket_id = f.ticket_id
     WHERE f.at >= $1 AND f.kind LIKE 'csat%' AND f.normal_milli <= $2 AND f.on_ticket
       AND NOT EXISTS (SELECT FROM task k WHERE k.origin = 'callback:' || f.ticket_id)
       AND NOT EXISTS (SELECT FROM task k WHERE k.kind = 'complaint' AND k.source = t.source
         AND k.subject = t.subject AND k.state IN ('open', 'doing'))
     ORDER BY f.at, f.ticket_id, f.no LIMIT ${limit}`,
    [new Date(since), Math.round(maxScore * 1000)],
  )
}

export interface FiledComplaint {
  readonly ticketId: string
  readonly no: number
  readonly at: Instant
  readonly level: string
  readonly category: string | null
  readonly source: string
  readonly subject: string | null
  readonly customer: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
}

/** Complaints filed since that the rate counts and that have no task yet, a page of them after `after` (null = first). */
export async function readFiledComplaints(
  since: Instant,
  after: FiledComplaint | null,
  limit: number,
): Promise<FiledComplaint[]> {
  return readRows<FiledComplaint>(
    `SELECT f.ticket_id AS "ticketId", f.no, f.filed_at AS at, f.level, f.category, f.source, t.subject, f.customer,
       f.channel, f.team, f.agent, f.product, f.issue_type AS "issueType"
     FROM complaint f LEFT JOIN ticket t ON t.ticket_id = f.ticket_id
     WHERE f.filed_at >= $1 AND f.counted
       AND NOT EXISTS (SELECT FROM task k WHERE k.origin = 'complaint:' || f.ticket_id || ':' || f.no)
       AND ($2::timestamptz IS NULL OR (f.filed_at, f.ticket_id, f.no) > ($2, $3::uuid, $4::int))
     ORDER BY f.filed_at, f.ticket_id, f.no LIMIT ${limit}`,
    [new Date(since), after === null ? null : new Date(after.at), after?.ticketId ?? null, after?.no ?? null],
  )
}

export interface IncidentToFollow {
  readonly id: string
  readonly number: number
  readonly title: Readonly<Record<'zh' | 'en', string>>
  readonly severity: string
  readonly openedAt: Instant
  readonly scope: Readonly<Record<string, string | null>>
  readonly teams: readonly string[]
  readonly assigneeId: string | null
  readonly task: { readonly title: string; readonly dueHours: number }
}

/** Incidents opened since whose rule asks for a task, and that have none yet. */
export async function readIncidentsToFollow(since: Instant, limit: number): Promise<IncidentToFollow[]> {
  return readRows<IncidentToFollow>(
    `SELECT i.id, i.number, i.title, i.severity, i.opened_at AS "openedAt", i.scope, i.teams,
       i.assignee_id AS "assigneeId", r.body->'task' AS task
     FROM incident i JOIN alert_rule r ON r.id = i.rule_id
     WHERE i.opened_at >= $1 AND jsonb_typeof(r.body->'task') = 'object'
       AND NOT EXISTS (SELECT FROM task k WHERE k.origin = 'incident:' || i.id)
     ORDER BY i.opened_at, i.id LIMIT ${limit}`,
    [new Date(since)],
  )
}

/**
 * Notes the first public reply of an agent after a complaint as its first response. Answers how many complaints were
 * found answered.
 */
export async function answerComplaintTasks(client: ClientBase, now: Instant): Promise<number> {
  const answered = await readRows<{ id: string; at: Instant }>(
    `UPDATE task AS k SET responded_at = r.at, updated_at = $1
     FROM (
       SELECT w.id, min(m.at) AS at FROM task w
       JOIN ticket t ON t.source = w.source AND t.subject = w.subject
       JOIN complaint c ON w.origin = 'complaint:' || c.ticket_id || ':' || c.no AND c.ticket_id = t.ticket_id
       JOIN message m ON m.ticket_id = t.ticket_id AND m.direction = 'out' AND m.at >= c.filed_at
       WHERE w.kind = 'complaint' AND w.state IN ('open', 'doing') AND w.responded_at IS NULL GROUP BY w.id
     ) r WHERE k.id = r.id AND k.responded_at IS NULL RETURNING k.id, k.responded_at AS at`,
    [new Date(now)],
    client,
  )
  for (const { id, at } of answered) {
    await addTaskEvent(client, id, { at, kind: 'responded', actor: 'system:worker', body: {} })
  }
  return answered.length
}

/** The teams of an incident; null = there is none. */
export async function readIncidentTeams(client: ClientBase, id: string): Promise<readonly string[] | null> {
  const [row] = await readRows<{ teams: string[] }>('SELECT teams FROM incident WHERE id = $1', [id], client)
  return row?.teams ?? null
}
