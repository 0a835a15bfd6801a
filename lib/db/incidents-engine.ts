/**
 * Incidents as the engine opens, carries on and closes them: many at a time, in the caller's transaction, locked in one
 * order. Instants are epoch milliseconds. What people do with them is in `incidents.ts`.
 */
import { randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { QuietReason, Silence } from '@/lib/alerts/quiet'
import type { AlarmScope, Ladder } from '@/lib/alerts/types'
import { instantArray, textArray, uuidArray } from './arrays'
import { type IncidentBase, incidentColumns } from './incident-shape'

/** A resolved incident whose number leaves its limit again within this time is the same incident. */
const RELAPSE_MS = 3_600_000

/** Why nobody was told; `late` = it was found when the engine came back, and waits for the summary. */
export interface Quiet {
  readonly reasons: readonly (QuietReason | { readonly kind: 'late'; readonly until: number })[]
}

/** Row of `incident`, as the engine carries it on. */
export interface EngineIncident extends IncidentBase {
  readonly nextRepeatAt: number | null
  readonly quiet: Quiet | null
}

const COLUMNS = `${incidentColumns('incident')}, next_repeat_at AS "nextRepeatAt"`

interface GroupRef {
  readonly ruleId: string
  readonly key: string
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
export const groupId = ({ ruleId, key }: GroupRef) => `${ruleId} ${key}`

/**
 * Locks the incidents that stand for these groups, and those resolved so shortly that they would relapse; the latest of
 * a group where there are several.
 */
export async function lockGroups(
  client: ClientBase,
  groups: readonly GroupRef[],
  now: number,
): Promise<Map<string, EngineIncident>> {
  if (groups.length === 0) return new Map()
  const { rows } = await client.query<EngineIncident>(
    `SELECT ${COLUMNS} FROM incident
     WHERE id IN (
       SELECT i.id FROM unnest($1::uuid[], $2::text[]) AS g(rule_id, key)
       CROSS JOIN LATERAL (SELECT id FROM incident WHERE rule_id = g.rule_id AND key = g.key
         AND (state <> 'resolved' OR resolved_at > $3) ORDER BY state = 'resolved', resolved_at DESC LIMIT 1) i)
     ORDER BY id FOR UPDATE`,
    [
      uuidArray(groups.map(({ ruleId }) => ruleId)),
      textArray(groups.map(({ key }) => key)),
      new Date(now - RELAPSE_MS),
    ],
  )
  return new Map(rows.map((row) => [groupId(row), row]))
}

/** Locks every standing incident of these rules. */
export async function lockStanding(
  client: ClientBase,
  rules: readonly string[],
): Promise<Map<string, EngineIncident>> {
  const { rows } = await client.query<EngineIncident>(
    `SELECT ${COLUMNS} FROM incident WHERE rule_id = ANY($1::uuid[]) AND state <> 'resolved' ORDER BY id FOR UPDATE`,
    [uuidArray(rules)],
  )
  return new Map(rows.map((row) => [groupId(row), row]))
}

/** Locks incidents by id, in one order. */
export async function lockIncidents(client: ClientBase, ids: readonly string[]): Promise<EngineIncident[]> {
  const { rows } = await client.query<EngineIncident>(
    `SELECT ${COLUMNS} FROM incident WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [uuidArray(ids)],
  )
  return rows
}

const RECORD = `id uuid, "ruleId" uuid, "ruleVersion" int, key text, kind text, title jsonb, severity text, state text,
  scope jsonb, teams jsonb, vip bool, metric text, unit text, value float8, "limit" float8, worst float8,
  "openedAt" float8, "breachedAt" float8, "updatedAt" float8, "recoveredAt" float8, "resolvedAt" float8,
  "acknowledgedAt" float8, "acknowledgedBy" uuid, "assigneeId" uuid, "snoozedUntil" float8, resolution jsonb,
  relapses int, flapping bool, ladder jsonb, step int, "nextStepAt" float8, "nextRepeatAt" float8, quiet jsonb`

const at = (field: string) => `to_timestamp(u."${field}" / 1000)`
const TEAMS = `ARRAY(SELECT jsonb_array_elements_text(u.teams))`
/** JSON's null is a value of jsonb; in these columns it is no value. */
const orNull = (field: string) => `CASE WHEN jsonb_typeof(u.${field}) <> 'null' THEN u.${field} END`

/**
 * Stores new incidents; where another worker has opened one of the group meanwhile, that one stands. Answers the
 * numbers of those that are new, by id.
 */
export async function insertIncidents(
  client: ClientBase,
  incidents: readonly Omit<EngineIncident, 'number'>[],
): Promise<ReadonlyMap<string, number>> {
  if (incidents.length === 0) return new Map()
  const sorted = [...incidents].sort((a, b) => order(groupId(a), groupId(b)))
  const { rows } = await client.query<{ id: string; number: number }>(
    `INSERT INTO incident (id, rule_id, rule_version, key, kind, title, severity, state, scope, teams, vip, metric, unit,
       value, "limit", worst, opened_at, breached_at, updated_at, relapses, flapping, ladder, step, next_step_at,
       next_repeat_at, quiet, assignee_id)
     SELECT u.id, u."ruleId", u."ruleVersion", u.key, u.kind, u.title, u.severity, u.state, u.scope, ${TEAMS}, u.vip,
       u.metric, u.unit, u.value, u."limit", u.worst, ${at('openedAt')}, ${at('breachedAt')}, ${at('updatedAt')},
       u.relapses, u.flapping, ${orNull('ladder')}, u.step, ${at('nextStepAt')}, ${at('nextRepeatAt')}, ${orNull('quiet')},
       u."assigneeId"
     FROM jsonb_to_recordset($1::jsonb) AS u(${RECORD}) ORDER BY u."ruleId", u.key
     ON CONFLICT (rule_id, key) WHERE state <> 'resolved' DO NOTHING RETURNING id, number`,
    [JSON.stringify(sorted)],
  )
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** Writes locked incidents back. */
export async function updateIncidents(
  client: ClientBase,
  incidents: readonly EngineIncident[],
): Promise<void> {
  if (incidents.length === 0) return
  await client.query(
    `UPDATE incident i SET rule_version = u."ruleVersion", title = u.title, severity = u.severity, state = u.state,
       teams = ${TEAMS}, vip = u.vip, value = u.value, "limit" = u."limit", worst = u.worst,
       breached_at = ${at('breachedAt')}, updated_at = ${at('updatedAt')}, recovered_at = ${at('recoveredAt')},
       resolved_at = ${at('resolvedAt')}, acknowledged_at = ${at('acknowledgedAt')},
       acknowledged_by = u."acknowledgedBy", snoozed_until = ${at('snoozedUntil')}, resolution = ${orNull('resolution')},
       relapses = u.relapses, flapping = u.flapping, step = u.step, ladder = ${orNull('ladder')},
       next_step_at = ${at('nextStepAt')}, next_repeat_at = ${at('nextRepeatAt')}, quiet = ${orNull('quiet')}
     FROM jsonb_to_recordset($1::jsonb) AS u(${RECORD}) WHERE i.id = u.id`,
    [JSON.stringify(incidents)],
  )
}

/** One line of a timeline. */
interface NewEvent {
  readonly incidentId: string
  readonly at: number
  readonly kind: string
  readonly actor: string
  readonly body: unknown
}

/** The engine in timelines. */
export const ENGINE = 'system:alarms'

/** Appends to timelines. */
export async function insertEvents(client: ClientBase, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  await client.query(
    `INSERT INTO incident_event (id, incident_id, at, kind, actor, body)
     SELECT id, "incidentId", to_timestamp(at / 1000), kind, actor, body
     FROM jsonb_to_recordset($1::jsonb) AS u(id uuid, "incidentId" uuid, at float8, kind text, actor text, body jsonb)`,
    [JSON.stringify(events.map((event) => ({ ...event, id: randomUUID() })))],
  )
}

/** A conversation that belongs to an incident. */
export interface NewMember {
  readonly incidentId: string
  readonly ruleId: string
  readonly ticketId: string
  readonly source: string
  readonly subject: string
  readonly phase: string
  readonly since: number
  readonly dueAt: number
}

/** Adds conversations to incidents; one that is there already stays. */
export async function insertMembers(
  client: ClientBase,
  members: readonly NewMember[],
  now: number,
): Promise<void> {
  if (members.length === 0) return
  await client.query(
    `INSERT INTO incident_member (incident_id, rule_id, ticket_id, source, subject, phase, since, due_at, fired_at)
     SELECT *, $9::timestamptz FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
       $7::timestamptz[], $8::timestamptz[])
     ON CONFLICT (incident_id, ticket_id, phase, since) DO NOTHING`,
    [
      uuidArray(members.map((one) => one.incidentId)),
      uuidArray(members.map((one) => one.ruleId)),
      uuidArray(members.map((one) => one.ticketId)),
      textArray(members.map((one) => one.source)),
      textArray(members.map((one) => one.subject)),
      textArray(members.map((one) => one.phase)),
      instantArray(members.map((one) => one.since)),
      instantArray(members.map((one) => one.dueAt)),
      new Date(now),
    ],
  )
}

/** How many conversations of these incidents still wait. */
export async function countOpenMembers(
  client: ClientBase,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; open: number }>(
    `SELECT incident_id AS id, count(DISTINCT ticket_id) AS open FROM incident_member
     WHERE incident_id = ANY($1::uuid[]) AND closed_at IS NULL GROUP BY 1`,
    [uuidArray(incidents)],
  )
  return new Map(rows.map(({ id, open }) => [id, open]))
}

/** Whom each incident was told to so far, and how often it was said that it got worse. */
export interface Told {
  readonly targets: readonly { readonly targetId: string; readonly recipient: string }[]
  readonly worse: number
}

/** Reads whom incidents were told to, by messages of their own and by summaries in which they are listed. */
export async function readTold(
  client: ClientBase,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, Told>> {
  if (incidents.length === 0) return new Map()
  const ids = uuidArray(incidents)
  const [{ rows }, worse] = [
    await client.query<{ id: string; targetId: string; recipient: string }>(
      `SELECT incident_id AS id, target_id AS "targetId", recipient FROM delivery
       WHERE incident_id = ANY($1::uuid[]) AND about = incident_id::text
       UNION
       SELECT i.id, d.target_id, d.recipient FROM incident i
         JOIN incident_event e ON e.incident_id = i.id AND e.kind = 'digest'
         JOIN delivery d ON d.about = 'summary:' || (e.body ->> 'summary')
           AND d.message -> 'items' @> jsonb_build_array(jsonb_build_object('path', '/incidents/' || i.number))
       WHERE i.id = ANY($1::uuid[]) ORDER BY 1, 2, 3`,
      [ids],
    ),
    await client.query<{ id: string; count: number }>(
      `SELECT incident_id AS id, count(*) AS count FROM incident_event
       WHERE incident_id = ANY($1::uuid[]) AND kind = 'worse' GROUP BY 1`,
      [ids],
    ),
  ]
  const told = new Map<string, { targets: { targetId: string; recipient: string }[]; worse: number }>()
  const of = (id: string) => {
    const known = told.get(id) ?? { targets: [], worse: 0 }
    told.set(id, known)
    return known
  }
  for (const { id, targetId, recipient } of rows) of(id).targets.push({ targetId, recipient })
  for (const { id, count } of worse.rows) of(id).worse = count
  return told
}

/** Incidents that stand open: what inhibits others. */
export async function readFiring(
  client: ClientBase,
  rules: readonly string[],
): Promise<{ ruleId: string; scope: AlarmScope }[]> {
  if (rules.length === 0) return []
  const { rows } = await client.query<{ ruleId: string; scope: AlarmScope }>(
    `SELECT rule_id AS "ruleId", scope FROM incident WHERE state = 'open' AND rule_id = ANY($1::uuid[])`,
    [uuidArray(rules)],
  )
  return rows
}

/** Incidents whose ladder, repeat or quiet time is due, each with why; unlocked, to be looked at again under a lock. */
export async function listDueIncidents(client: ClientBase, now: number, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `(SELECT id FROM incident WHERE next_step_at <= $1 AND state = 'open' AND acknowledged_at IS NULL ORDER BY next_step_at LIMIT $2)
     UNION
     (SELECT id FROM incident WHERE next_repeat_at <= $1 AND state = 'open' ORDER BY next_repeat_at LIMIT $2)`,
    [new Date(now), limit],
  )
  return rows.map(({ id }) => id)
}

/** Incidents of conversations of which none waits any more; and those of metrics that have been back long enough. */
export async function listBackIncidents(
  client: ClientBase,
  limit: number,
): Promise<{ readonly quiet: readonly string[]; readonly recovered: readonly string[] }> {
  const quiet = await client.query<{ id: string }>(
    `SELECT id FROM incident i WHERE state = 'open' AND kind IN ('conversation', 'sla')
       AND NOT EXISTS (SELECT FROM incident_member m WHERE m.incident_id = i.id AND m.closed_at IS NULL)
     ORDER BY opened_at LIMIT $1`,
    [limit],
  )
  const recovered = await client.query<{ id: string }>(
    `SELECT id FROM incident WHERE state = 'recovered' ORDER BY recovered_at LIMIT $1`,
    [limit],
  )
  return { quiet: quiet.rows.map(({ id }) => id), recovered: recovered.rows.map(({ id }) => id) }
}

interface ClosedMembers {
  /** when the last of its conversations was answered */
  readonly closedAt: number
  readonly members: number
  /** it is about one conversation: its answer is proof enough */
  readonly single: boolean
  readonly proofMs: number
}

/** Those of the incidents of which no conversation waits any more. */
export async function membersClosedAt(
  client: ClientBase,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, ClosedMembers>> {
  if (incidents.length === 0) return new Map()
  const { rows } = await client.query<ClosedMembers & { id: string }>(
    `SELECT i.id, coalesce(max(m.closed_at), i.opened_at) AS "closedAt", count(DISTINCT m.ticket_id) AS members,
       r.body ->> 'groupBy' = 'key' AS single,
       greatest(2, (r.body ->> 'recoverTimes')::int) * (r.body ->> 'everySeconds')::int * 1000 AS "proofMs"
     FROM incident i JOIN alert_rule r ON r.id = i.rule_id LEFT JOIN incident_member m ON m.incident_id = i.id
     WHERE i.id = ANY($1::uuid[]) GROUP BY i.id, r.id HAVING bool_and(m.closed_at IS NOT NULL OR m.incident_id IS NULL)`,
    [uuidArray(incidents)],
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** Standing incidents of rules that are off or gone: nothing will bring their number back. */
export async function listOrphans(client: ClientBase, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT i.id FROM incident i JOIN alert_rule r ON r.id = i.rule_id
     WHERE i.state <> 'resolved' AND (NOT r.enabled OR r.deleted_at IS NOT NULL) ORDER BY i.opened_at LIMIT $1`,
    [limit],
  )
  return rows.map(({ id }) => id)
}

/** Ladders by id. */
export async function readLadders(client: ClientBase): Promise<ReadonlyMap<string, Ladder>> {
  const { rows } = await client.query<Ladder>('SELECT id, name, steps FROM escalation_ladder')
  return new Map(rows.map((row) => [row.id, row]))
}

/** Values that were remembered of what belongs to these incidents, for a small trend: oldest first. */
export async function readTrends(
  client: ClientBase,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, readonly (number | null)[]>> {
  if (incidents.length === 0) return new Map()
  const { rows } = await client.query<{ id: string; trend: readonly (number | null)[] | null }>(
    `SELECT DISTINCT ON (incident_id) incident_id AS id, body -> 'trend' AS trend FROM alert_state
     WHERE incident_id = ANY($1::uuid[]) ORDER BY incident_id, (body ->> 'value')::float8 DESC NULLS LAST`,
    [uuidArray(incidents)],
  )
  return new Map(rows.map(({ id, trend }) => [id, trend ?? []]))
}

/** Silences that have not ended. */
export async function readSilences(client: ClientBase, now: number): Promise<Silence[]> {
  const { rows } = await client.query<Silence>(
    `SELECT id, rule_id AS "ruleId", matcher, "from", until, ended_at AS "endedAt" FROM silence
     WHERE until > $1 AND (ended_at IS NULL OR ended_at > $1) ORDER BY id`,
    [new Date(now)],
  )
  return rows
}
