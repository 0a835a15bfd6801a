/**
 * Incidents as people see and change them. Reads are narrowed to what the asker reaches; changes take the caller's
 * transaction, so that deed, timeline and audit stand or fall together. Instants are epoch milliseconds.
 */
import type { ClientBase, Pool } from 'pg'
import { type Cause, causesSchema, SHIPPED_CAUSES } from '@/lib/alerts/causes'
import type { AlarmScope, KeyState } from '@/lib/alerts/types'
import { type IncidentBase, type IncidentState, incidentColumns } from './incident-shape'
import { pool } from './pool'

/** What an asker reaches: the incidents of their teams, and whatever was given or told to them. */
export interface Reach {
  /** null = all, [] = none by team */
  readonly teams: readonly string[] | null
  /** the person asking; null = no person */
  readonly userId: string | null
  /** the agent the person is, where they see only their own */
  readonly agent: string | null
}

export interface IncidentRow extends IncidentBase {
  readonly cause: string | null
  /** as it stands, or stood when it was deleted */
  readonly ruleName: string
  readonly acknowledgedName: string | null
  readonly assigneeName: string | null
}

/** Which incident: its uuid, or the number people say. */
export type IncidentRef = { readonly id: string } | { readonly number: number }

const COLUMNS = `${incidentColumns('i')}, i.cause,
  coalesce((SELECT name FROM alert_rule WHERE id = i.rule_id), '') AS "ruleName",
  (SELECT name FROM app_user WHERE id = i.acknowledged_by) AS "acknowledgedName",
  (SELECT name FROM app_user WHERE id = i.assignee_id) AS "assigneeName"`

/** Of incident `i`: whether the reach in parameters 1 to 3 holds it. */
export const REACHED = `($1::text[] IS NULL OR i.teams && $1 OR i.assignee_id = $2::uuid OR i.scope->>'agent' = $3
  OR EXISTS (SELECT 1 FROM delivery d WHERE d.incident_id = i.id AND d.recipient = $2::text))`

export const reachValues = ({ teams, userId, agent }: Reach) => [teams, userId, agent]
const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

const named = (ref: IncidentRef) =>
  'id' in ref ? { sql: 'i.id = $4::uuid', value: ref.id } : { sql: 'i.number = $4::int', value: ref.number }

/** One incident within the reach, or null. */
export async function findIncident(ref: IncidentRef, reach: Reach): Promise<IncidentRow | null> {
  const { sql, value } = named(ref)
  const { rows } = await pool().query<IncidentRow>(
    `SELECT ${COLUMNS} FROM incident i WHERE ${sql} AND ${REACHED}`,
    [...reachValues(reach), value],
  )
  return rows[0] ?? null
}

/** One incident within the reach, locked until the caller's transaction ends, or null. */
export async function lockIncident(
  client: ClientBase,
  ref: IncidentRef,
  reach: Reach,
): Promise<IncidentRow | null> {
  const { sql, value } = named(ref)
  const { rows } = await client.query<IncidentRow>(
    `SELECT ${COLUMNS} FROM incident i WHERE ${sql} AND ${REACHED} FOR UPDATE OF i`,
    [...reachValues(reach), value],
  )
  return rows[0] ?? null
}

/** What people change of an incident; what is left out stays. */
export interface IncidentChange {
  readonly state?: IncidentState
  readonly acknowledgedAt?: number | null
  readonly acknowledgedBy?: string | null
  readonly assigneeId?: string | null
  readonly snoozedUntil?: number | null
  readonly nextStepAt?: number | null
  readonly nextRepeatAt?: number | null
  readonly recoveredAt?: number | null
  readonly resolvedAt?: number | null
  readonly cause?: string | null
  readonly resolution?: unknown
}

const WRITES: Readonly<Record<keyof IncidentChange, readonly [column: string, cast: 'instant' | string]>> = {
  state: ['state', 'text'],
  acknowledgedAt: ['acknowledged_at', 'instant'],
  acknowledgedBy: ['acknowledged_by', 'uuid'],
  assigneeId: ['assignee_id', 'uuid'],
  snoozedUntil: ['snoozed_until', 'instant'],
  nextStepAt: ['next_step_at', 'instant'],
  nextRepeatAt: ['next_repeat_at', 'instant'],
  recoveredAt: ['recovered_at', 'instant'],
  resolvedAt: ['resolved_at', 'instant'],
  cause: ['cause', 'text'],
  resolution: ['resolution', 'jsonb'],
}

/** Changes a locked incident. */
export async function changeIncident(
  client: ClientBase,
  id: string,
  change: IncidentChange,
  now: number,
): Promise<void> {
  const values: unknown[] = [id, now]
  const sets = (Object.keys(change) as (keyof IncidentChange)[]).map((field) => {
    const [column, cast] = WRITES[field]
    const value = change[field]
    values.push(cast === 'jsonb' && value !== null ? JSON.stringify(value) : value)
    const parameter = `$${values.length}`
    return `${column} = ${cast === 'instant' ? instant(parameter) : `${parameter}::${cast}`}`
  })
  await client.query(
    `UPDATE incident SET ${[`updated_at = greatest(updated_at, ${instant('$2')})`, ...sets].join(', ')} WHERE id = $1`,
    values,
  )
}

/** Puts off what is told next until `until`; what is told later anyway stays. */
export async function putOffTelling(client: ClientBase, id: string, until: number): Promise<void> {
  await client.query(
    `UPDATE incident SET next_step_at = greatest(next_step_at, ${instant('$2')}),
       next_repeat_at = greatest(next_repeat_at, ${instant('$2')}) WHERE id = $1`,
    [id, until],
  )
}

/** Whether another incident of the same key stands: only one does at a time. */
export async function anotherStands(
  client: ClientBase,
  of: Pick<IncidentRow, 'id' | 'ruleId' | 'key'>,
): Promise<number | null> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM incident WHERE rule_id = $1 AND key = $2 AND state <> 'resolved' AND id <> $3`,
    [of.ruleId, of.key, of.id],
  )
  return rows[0]?.number ?? null
}

export interface IncidentEventRow {
  readonly id: string
  readonly incidentId: string
  readonly at: number
  readonly kind: string
  /** as the audit trail names them */
  readonly actor: string
  readonly body: Readonly<Record<string, unknown>>
}

/** Adds to the timeline; false where an entry with this id is there already. */
export async function addIncidentEvent(client: ClientBase, event: IncidentEventRow): Promise<boolean> {
  const done = await client.query(
    `INSERT INTO incident_event (id, incident_id, at, kind, actor, body)
     VALUES ($1, $2, ${instant('$3')}, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [event.id, event.incidentId, event.at, event.kind, event.actor, JSON.stringify(event.body)],
  )
  return done.rowCount === 1
}

/** Lists. Every field narrows; null = does not. `assignee` 'none' = nobody's. */
export interface IncidentFilter {
  readonly states: readonly IncidentState[] | null
  readonly severity: string | null
  readonly channels: readonly string[] | null
  readonly teams: readonly string[] | null
  readonly rules: readonly string[] | null
  readonly assignee: string | null
  readonly unacknowledged: boolean
  /** '-' = none written yet */
  readonly cause: string | null
  /** it stood at some time within [from, to) */
  readonly from: number | null
  readonly to: number | null
}

/** Parameters 4 to 13. */
const FILTERED = `($4::text[] IS NULL OR i.state = ANY ($4))
  AND ($5::text IS NULL OR i.severity = $5)
  AND ($6::text[] IS NULL OR i.scope->>'channel' = ANY ($6))
  AND ($7::text[] IS NULL OR i.teams && $7 OR i.scope->>'team' = ANY ($7))
  AND ($8::uuid[] IS NULL OR i.rule_id = ANY ($8))
  AND ($9::text IS NULL OR CASE WHEN $9 = 'none' THEN i.assignee_id IS NULL ELSE i.assignee_id::text = $9 END)
  AND (NOT $10::boolean OR (i.state = 'open' AND i.acknowledged_at IS NULL))
  AND ($11::double precision IS NULL OR coalesce(i.resolved_at, 'infinity') >= ${instant('$11')})
  AND ($12::double precision IS NULL OR i.opened_at < ${instant('$12')})
  AND ($13::text IS NULL OR coalesce(i.cause, '-') = $13)`

const filterOf = (filter: IncidentFilter) => [
  filter.states,
  filter.severity,
  filter.channels,
  filter.teams,
  filter.rules,
  filter.assignee,
  filter.unacknowledged,
  filter.from,
  filter.to,
  filter.cause,
]

/** What burns first: open before recovered before resolved, 异常 before 关注, nobody on it before somebody, VIP first. */
const URGENCY = `(CASE i.state WHEN 'open' THEN 0 WHEN 'recovered' THEN 1 ELSE 2 END) * 8
  + (CASE WHEN i.state = 'resolved' THEN 0 ELSE
      (CASE i.severity WHEN 'bad' THEN 0 ELSE 4 END)
      + (CASE WHEN i.acknowledged_at IS NULL THEN 0 ELSE 2 END) + (CASE WHEN i.vip THEN 0 ELSE 1 END) END)`

/** Where a page of the list ended. */
export type IncidentPlace = readonly [urgency: number, openedAt: number, number: number]

export interface ListedIncident extends IncidentRow {
  readonly urgency: number
}

/** Incidents by urgency, then the newest first; one more than `limit` where there are more. */
export async function listIncidentRows(
  reach: Reach,
  filter: IncidentFilter,
  after: IncidentPlace | null,
  limit: number,
): Promise<readonly ListedIncident[]> {
  const [urgency, openedAt, number] = after ?? [null, null, null]
  const { rows } = await pool().query<ListedIncident>(
    `SELECT * FROM (SELECT ${COLUMNS}, ${URGENCY} AS urgency FROM incident i WHERE ${REACHED} AND ${FILTERED}) l
     WHERE $14::int IS NULL OR l.urgency > $14
       OR (l.urgency = $14 AND (l."openedAt" < ${instant('$15')}
         OR (l."openedAt" = ${instant('$15')} AND l.number < $16::int)))
     ORDER BY l.urgency, l."openedAt" DESC, l.number DESC LIMIT $17`,
    [...reachValues(reach), ...filterOf(filter), urgency, openedAt, number, limit + 1],
  )
  return rows
}

export interface IncidentCounts {
  readonly open: number
  readonly unacknowledged: number
  readonly recovered: number
  readonly resolved: number
}

/** How many there are by state, whatever states the filter asks for. */
export async function countIncidents(reach: Reach, filter: IncidentFilter): Promise<IncidentCounts> {
  const { rows } = await pool().query<IncidentCounts>(
    `SELECT count(*) FILTER (WHERE state = 'open')::int AS open,
       count(*) FILTER (WHERE state = 'open' AND acknowledged_at IS NULL)::int AS unacknowledged,
       count(*) FILTER (WHERE state = 'recovered')::int AS recovered,
       count(*) FILTER (WHERE state = 'resolved')::int AS resolved
     FROM incident i WHERE ${REACHED} AND ${FILTERED}`,
    [...reachValues(reach), ...filterOf({ ...filter, states: null, unacknowledged: false })],
  )
  return rows[0] ?? { open: 0, unacknowledged: 0, recovered: 0, resolved: 0 }
}

export interface IncidentFacets {
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  readonly rules: readonly { readonly id: string; readonly name: string }[]
  readonly assignees: readonly { readonly id: string; readonly name: string }[]
}

/** What there is to narrow a list by, among the newest thousand within the reach. */
export async function incidentFacets(reach: Reach): Promise<IncidentFacets> {
  const { rows } = await pool().query<{ [Facet in keyof IncidentFacets]: IncidentFacets[Facet] | null }>(
    `WITH seen AS (SELECT i.* FROM incident i WHERE ${REACHED} ORDER BY opened_at DESC LIMIT 1000)
     SELECT (SELECT jsonb_agg(DISTINCT scope->>'channel') FROM seen WHERE scope->>'channel' IS NOT NULL) AS channels,
       (SELECT jsonb_agg(DISTINCT t) FROM seen, unnest(teams) AS t) AS teams,
       (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY name)
          FROM alert_rule WHERE id IN (SELECT rule_id FROM seen)) AS rules,
       (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY name)
          FROM app_user WHERE id IN (SELECT assignee_id FROM seen)) AS assignees`,
    reachValues(reach),
  )
  const found = rows[0]
  return {
    channels: found?.channels ?? [],
    teams: found?.teams ?? [],
    rules: found?.rules ?? [],
    assignees: found?.assignees ?? [],
  }
}

/** The timeline, oldest first; the newest 500. */
export async function readIncidentEvents(incidentId: string): Promise<readonly IncidentEventRow[]> {
  const { rows } = await pool().query<IncidentEventRow>(
    `SELECT * FROM (
       SELECT id, incident_id AS "incidentId", at, kind, actor, body FROM incident_event
       WHERE incident_id = $1 ORDER BY at DESC, id DESC LIMIT 500
     ) e ORDER BY at, id`,
    [incidentId],
  )
  return rows
}

export interface IncidentDelivery {
  readonly id: string
  readonly step: string
  readonly kind: string
  readonly target: string
  readonly targetKind: string
  /** whom it went to; null = a group */
  readonly person: string | null
  readonly state: string
  readonly attempts: number
  readonly createdAt: number
  readonly sentAt: number | null
  readonly nextAt: number
  readonly error: string | null
  readonly resent: boolean
  readonly digested: boolean
}

/** Who was told, when, by what; the newest 200, oldest first. */
export async function readIncidentDeliveries(incidentId: string): Promise<readonly IncidentDelivery[]> {
  const { rows } = await pool().query<IncidentDelivery>(
    `SELECT * FROM (
       SELECT d.id, d.step, d.kind, coalesce(n.name, '') AS target, coalesce(n.kind, '') AS "targetKind",
         u.name AS person, d.state, d.attempts, d.created_at AS "createdAt", d.sent_at AS "sentAt",
         d.next_at AS "nextAt", d.error, d.resent, d.digest_id IS NOT NULL AS digested
       FROM delivery d LEFT JOIN notify_target n ON n.id = d.target_id
       LEFT JOIN app_user u ON u.id::text = d.recipient
       WHERE d.incident_id = $1 ORDER BY d.created_at DESC, d.id LIMIT 200
     ) r ORDER BY "createdAt", id`,
    [incidentId],
  )
  return rows
}

export interface IncidentMemberRow {
  readonly source: string
  readonly subject: string
  readonly phase: string
  readonly since: number
  readonly dueAt: number
  readonly firedAt: number
  readonly closedAt: number | null
  readonly channel: string | null
  readonly agent: string | null
  readonly customerTier: string | null
  readonly customer: string | null
  readonly customerName: string | null
}

/** Conversations of an incident, those still waiting first, then by when their limit ran out; at most 100. */
export async function readIncidentMembers(incidentId: string): Promise<readonly IncidentMemberRow[]> {
  const { rows } = await pool().query<IncidentMemberRow>(
    `SELECT m.source, m.subject, m.phase, m.since, m.due_at AS "dueAt", m.fired_at AS "firedAt",
       m.closed_at AS "closedAt", t.channel, t.agent_last AS agent, t.customer_tier AS "customerTier", t.customer,
       c.name AS "customerName"
     FROM incident_member m LEFT JOIN ticket t ON t.ticket_id = m.ticket_id
     LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
     WHERE m.incident_id = $1
     ORDER BY m.closed_at IS NOT NULL, m.due_at, m.subject LIMIT 100`,
    [incidentId],
  )
  return rows
}

/** How many of an incident's conversations there are, and how many have been answered. */
export async function countIncidentMembers(
  reader: ClientBase | Pool,
  incidentId: string,
): Promise<{
  readonly all: number
  readonly closed: number
  readonly from: number | null
  readonly to: number | null
}> {
  const { rows } = await reader.query<{
    all: number
    closed: number
    from: number | null
    to: number | null
  }>(
    `SELECT count(*)::int AS "all", count(closed_at)::int AS closed, min(since) AS "from", max(closed_at) AS "to"
     FROM incident_member WHERE incident_id = $1`,
    [incidentId],
  )
  return rows[0] ?? { all: 0, closed: 0, from: null, to: null }
}

export interface IncidentKeyState {
  readonly key: string
  readonly scope: AlarmScope
  readonly state: KeyState
  readonly evaluatedAt: number
}

/** Where the keys of an incident stand, as last evaluated. */
export async function readIncidentStates(
  reader: ClientBase | Pool,
  incident: Pick<IncidentRow, 'id' | 'ruleId' | 'key'>,
): Promise<readonly IncidentKeyState[]> {
  const { rows } = await reader.query<IncidentKeyState>(
    `SELECT key, scope, body AS state, evaluated_at AS "evaluatedAt" FROM alert_state
     WHERE rule_id = $1 AND (incident_id = $2 OR key = $3) ORDER BY key LIMIT 200`,
    [incident.ruleId, incident.id, incident.key],
  )
  return rows
}

export interface StoredRule {
  readonly id: string
  readonly version: number
  readonly enabled: boolean
  readonly body: unknown
}

/** The rule as it was when the incident opened, or as it is now; null = it is not known any more. */
export async function readIncidentRule(
  reader: ClientBase | Pool,
  incident: Pick<IncidentRow, 'ruleId' | 'ruleVersion'>,
): Promise<StoredRule | null> {
  const { rows } = await reader.query<StoredRule>(
    `SELECT r.id, coalesce(v.version, r.version) AS version, r.enabled, coalesce(v.body, r.body) AS body
     FROM alert_rule r LEFT JOIN alert_rule_version v ON v.rule_id = r.id AND v.version = $2
     WHERE r.id = $1`,
    [incident.ruleId, incident.ruleVersion],
  )
  return rows[0] ?? null
}

/** Names of people by id. */
export async function readPeopleNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await pool().query<{ id: string; name: string }>(
    'SELECT id, name FROM app_user WHERE id = ANY ($1::uuid[])',
    [ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export interface Assignable {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: string
  readonly teams: readonly string[]
}

const ASSIGNABLE = `SELECT id, name, email, role, teams FROM app_user WHERE disabled_at IS NULL AND role <> 'auditor'`

/** People who can take an incident on, those of its teams first; at most 200. */
export async function listAssignable(teams: readonly string[]): Promise<readonly Assignable[]> {
  const { rows } = await pool().query<Assignable>(
    `${ASSIGNABLE} ORDER BY NOT (teams && $1::text[]), role = 'agent', name, email LIMIT 200`,
    [teams],
  )
  return rows
}

/** A person by id or address who can take an incident on, or null. */
export async function findAssignable(client: ClientBase, who: string): Promise<Assignable | null> {
  const { rows } = await client.query<Assignable>(`${ASSIGNABLE} AND (id::text = $1 OR email = lower($1))`, [
    who,
  ])
  return rows[0] ?? null
}

const CAUSES = 'causes'

/** The causes incidents are put down to, as the company edits them. */
export async function readCauses(reader: ClientBase | Pool = pool()): Promise<readonly Cause[]> {
  const { rows } = await reader.query<{ value: unknown }>('SELECT value FROM setting WHERE key = $1', [
    CAUSES,
  ])
  const stored = rows[0]?.value
  return stored === undefined ? SHIPPED_CAUSES : causesSchema.parse(stored)
}

/** Keeps another list of causes; answers the list before. */
export async function writeCauses(
  client: ClientBase,
  causes: readonly Cause[],
  now: number,
): Promise<readonly Cause[]> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('helmline.causes'))`)
  const before = await readCauses(client)
  await client.query(
    `INSERT INTO setting AS s (key, value, version, updated_at) VALUES ($1, $2, 1, ${instant('$3')})
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = s.version + 1, updated_at = excluded.updated_at`,
    [CAUSES, JSON.stringify(causes), now],
  )
  return before
}

/** Incidents that wait for somebody's word, within the reach. */
export async function countUnacknowledged(reach: Reach): Promise<number> {
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*)::int AS n FROM incident i WHERE i.state = 'open' AND i.acknowledged_at IS NULL AND i.quiet IS NULL
       AND ${REACHED}`,
    reachValues(reach),
  )
  return rows[0]?.n ?? 0
}
