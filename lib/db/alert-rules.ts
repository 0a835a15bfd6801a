/** Rules and their editions, ladders and silences. People-sized; instants are epoch milliseconds. */
import type { ClientBase } from 'pg'
import type { KnownTrouble } from '@/lib/alerts/backtest-answer'
import type { Silence } from '@/lib/alerts/quiet'
import type { RuleBody } from '@/lib/alerts/rule'
import type { AlarmScope, Ladder, LadderStep } from '@/lib/alerts/types'
import { pool } from './pool'

export interface RuleRow {
  readonly id: string
  readonly enabled: boolean
  readonly version: number
  /** as it was stored; `ruleOf` checks it */
  readonly body: unknown
  readonly createdBy: string
  readonly createdAt: number
  readonly updatedAt: number
}

const COLUMNS = `id, enabled, version, body, created_by AS "createdBy", created_at AS "createdAt",
  updated_at AS "updatedAt"`
const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

/** The first planned instant after now: a multiple of the interval on the database's clock; null = fires by timers. */
const nextSlot = (every: string) =>
  `CASE WHEN ${every}::int IS NULL THEN NULL
    ELSE to_timestamp((floor(extract(epoch FROM clock_timestamp()) / ${every}::int) + 1) * ${every}::int) END`

/** How a rule has done: over 28 days, and its evaluations over one. */
export interface RuleRecord {
  readonly ruleId: string
  readonly open: number
  readonly incidents: number
  readonly lastAt: number | null
  readonly planned: number
  readonly done: number
  readonly failed: number
  readonly caughtUp: number
  readonly missed: number
  readonly lagMs: number
}

/** Every rule that is not deleted, by name. */
export async function listRuleRows(): Promise<RuleRow[]> {
  const { rows } = await pool().query<RuleRow>(
    `SELECT ${COLUMNS} FROM alert_rule WHERE deleted_at IS NULL ORDER BY name, id LIMIT 2000`,
  )
  return rows
}

/** One rule, or null. */
export async function findRule(id: string): Promise<RuleRow | null> {
  const { rows } = await pool().query<RuleRow>(
    `SELECT ${COLUMNS} FROM alert_rule WHERE id = $1 AND deleted_at IS NULL`,
    [id],
  )
  return rows[0] ?? null
}

/** One rule, locked until the caller's transaction ends, or null. */
export async function lockRule(client: ClientBase, id: string): Promise<RuleRow | null> {
  const { rows } = await client.query<RuleRow>(
    `SELECT ${COLUMNS} FROM alert_rule WHERE id = $1 AND deleted_at IS NULL FOR UPDATE`,
    [id],
  )
  return rows[0] ?? null
}

/** What every rule came to in the 28 days, and its evaluations in the 24 hours before `now`. */
export async function listRuleRecords(now: number): Promise<RuleRecord[]> {
  const { rows } = await pool().query<RuleRecord>(
    `SELECT r.id AS "ruleId", coalesce(i.open, 0)::int AS open, coalesce(i.n, 0)::int AS incidents,
       i.last AS "lastAt", coalesce(e.planned, 0)::int AS planned, coalesce(e.done, 0)::int AS done,
       coalesce(e.failed, 0)::int AS failed, coalesce(e.caught_up, 0)::int AS "caughtUp",
       coalesce(e.missed, 0)::int AS missed, coalesce(e.lag_ms, 0)::int AS "lagMs"
     FROM alert_rule r
     LEFT JOIN (SELECT rule_id, count(*) AS n, count(*) FILTER (WHERE state = 'open') AS open, max(opened_at) AS last
       FROM incident WHERE opened_at > ${instant('$1')} - interval '28 days' GROUP BY rule_id) i ON i.rule_id = r.id
     LEFT JOIN (SELECT rule_id, sum(planned) AS planned, sum(done) AS done, sum(failed) AS failed,
         sum(caught_up) AS caught_up, sum(missed) AS missed, max(lag_ms) AS lag_ms
       FROM evaluation_hour WHERE hour > now() - interval '24 hours' GROUP BY rule_id) e ON e.rule_id = r.id
     WHERE r.deleted_at IS NULL`,
    [now],
  )
  return rows
}

interface WrittenRule {
  readonly id: string
  readonly version: number
  readonly enabled: boolean
  readonly body: RuleBody
  /** seconds between evaluations; null = fires by timers */
  readonly every: number | null
  readonly actor: string
  readonly now: number
}

/** Stores a new rule and its first edition; false where the id or the preset is taken. */
export async function addRule(client: ClientBase, rule: WrittenRule): Promise<boolean> {
  const done = await client.query(
    `INSERT INTO alert_rule (id, name, kind, preset, enabled, version, body, next_slot, created_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, ${nextSlot('$8')}, $9, ${instant('$10')}, ${instant('$10')})
     ON CONFLICT DO NOTHING`,
    [
      rule.id,
      rule.body.name,
      rule.body.kind,
      rule.body.preset,
      rule.enabled,
      rule.version,
      JSON.stringify(rule.body),
      rule.every,
      rule.actor,
      rule.now,
    ],
  )
  if (done.rowCount !== 1) return false
  await addEdition(client, rule)
  return true
}

/** Stores a further edition of a rule. */
export async function changeRule(client: ClientBase, rule: WrittenRule): Promise<void> {
  await client.query(
    `UPDATE alert_rule SET name = $2, kind = $3, enabled = $4, version = $5, body = $6, next_slot = ${nextSlot('$7')},
       updated_at = ${instant('$8')} WHERE id = $1`,
    [
      rule.id,
      rule.body.name,
      rule.body.kind,
      rule.enabled,
      rule.version,
      JSON.stringify(rule.body),
      rule.every,
      rule.now,
    ],
  )
  await addEdition(client, rule)
}

async function addEdition(client: ClientBase, { id, version, body, actor, now }: WrittenRule): Promise<void> {
  await client.query(
    `INSERT INTO alert_rule_version (rule_id, version, body, saved_by, saved_at) VALUES ($1, $2, $3, $4, ${instant('$5')})`,
    [id, version, JSON.stringify(body), actor, now],
  )
}

/** Switches a rule on or off; what is planned begins anew. */
export async function switchRule(
  client: ClientBase,
  id: string,
  enabled: boolean,
  every: number | null,
  now: number,
): Promise<void> {
  await client.query(
    `UPDATE alert_rule SET enabled = $2, next_slot = ${nextSlot('$3')}, updated_at = ${instant('$4')} WHERE id = $1`,
    [id, enabled, every, now],
  )
}

/** Takes a rule away; its incidents keep what it was. A preset's place is free again. */
export async function removeRule(client: ClientBase, id: string, now: number): Promise<void> {
  await client.query(
    `UPDATE alert_rule SET enabled = false, deleted_at = ${instant('$2')}, updated_at = ${instant('$2')}, next_slot = NULL
     WHERE id = $1`,
    [id, now],
  )
}

export interface EditionRow {
  readonly version: number
  readonly body: unknown
  /** as the audit trail names them */
  readonly savedBy: string
  readonly savedAt: number
}

/** A rule's editions, newest first. */
export async function listEditions(ruleId: string): Promise<EditionRow[]> {
  const { rows } = await pool().query<EditionRow>(
    `SELECT version, body, saved_by AS "savedBy", saved_at AS "savedAt" FROM alert_rule_version
     WHERE rule_id = $1 ORDER BY version DESC LIMIT 200`,
    [ruleId],
  )
  return rows
}

// ---- ladders -------------------------------------------------------------------------------------------------

export interface LadderRow extends Ladder {
  /** rules that climb it */
  readonly rules: number
  readonly updatedAt: number
}

/** Every ladder, by name. */
export async function listLadderRows(): Promise<LadderRow[]> {
  const { rows } = await pool().query<LadderRow>(
    `SELECT l.id, l.name, l.steps, l.updated_at AS "updatedAt",
       (SELECT count(*)::int FROM alert_rule r WHERE r.deleted_at IS NULL AND r.body ->> 'ladder' = l.id::text) AS rules
     FROM escalation_ladder l ORDER BY l.name, l.id`,
  )
  return rows
}

/** One ladder, locked until the caller's transaction ends, or null. */
export async function lockLadder(client: ClientBase, id: string): Promise<Ladder | null> {
  const { rows } = await client.query<Ladder>(
    'SELECT id, name, steps FROM escalation_ladder WHERE id = $1 FOR UPDATE',
    [id],
  )
  return rows[0] ?? null
}

/** Stores a ladder; false where `fresh` is asked and there is one. */
export async function writeLadder(
  client: ClientBase,
  ladder: { readonly id: string; readonly name: string; readonly steps: readonly LadderStep[] },
  now: number,
  fresh: boolean,
): Promise<boolean> {
  const done = await client.query(
    `INSERT INTO escalation_ladder (id, name, steps, created_at, updated_at)
     VALUES ($1, $2, $3, ${instant('$4')}, ${instant('$4')})
     ON CONFLICT (id) ${fresh ? 'DO NOTHING' : 'DO UPDATE SET name = excluded.name, steps = excluded.steps, updated_at = excluded.updated_at'}`,
    [ladder.id, ladder.name, JSON.stringify(ladder.steps), now],
  )
  return done.rowCount === 1
}

/** Names of the rules that climb a ladder. */
export async function rulesOfLadder(client: ClientBase, id: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM alert_rule WHERE deleted_at IS NULL AND body ->> 'ladder' = $1 ORDER BY name LIMIT 50`,
    [id],
  )
  return rows.map(({ name }) => name)
}

/** Takes a ladder away. */
export async function removeLadder(client: ClientBase, id: string): Promise<void> {
  await client.query('DELETE FROM escalation_ladder WHERE id = $1', [id])
}

// ---- silences ------------------------------------------------------------------------------------------------

export interface SilenceRow extends Silence {
  readonly reason: string
  readonly createdBy: string
  readonly createdAt: number
}

const SILENCE = `id, rule_id AS "ruleId", matcher, "from", until, ended_at AS "endedAt", reason,
  created_by AS "createdBy", created_at AS "createdAt"`

/** Silences that end after an instant, ended early or not: the latest first. */
export async function listSilenceRows(after: number): Promise<SilenceRow[]> {
  const { rows } = await pool().query<SilenceRow>(
    `SELECT ${SILENCE} FROM silence WHERE until > ${instant('$1')} ORDER BY until DESC, id LIMIT 500`,
    [after],
  )
  return rows
}

/** One silence, locked until the caller's transaction ends, or null. */
export async function lockSilence(client: ClientBase, id: string): Promise<SilenceRow | null> {
  const { rows } = await client.query<SilenceRow>(`SELECT ${SILENCE} FROM silence WHERE id = $1 FOR UPDATE`, [
    id,
  ])
  return rows[0] ?? null
}

/** Stores a silence. */
export async function addSilence(
  client: ClientBase,
  silence: {
    readonly id: string
    readonly ruleId: string | null
    readonly matcher: AlarmScope
    readonly from: number
    readonly until: number
    readonly reason: string
    readonly createdBy: string
    readonly now: number
  },
): Promise<void> {
  await client.query(
    `INSERT INTO silence (id, rule_id, matcher, "from", until, reason, created_by, created_at)
     VALUES ($1, $2, $3, ${instant('$4')}, ${instant('$5')}, $6, $7, ${instant('$8')})`,
    [
      silence.id,
      silence.ruleId,
      JSON.stringify(silence.matcher),
      silence.from,
      silence.until,
      silence.reason,
      silence.createdBy,
      silence.now,
    ],
  )
}

/** Ends a silence before its time. */
export async function endSilenceRow(client: ClientBase, id: string, at: number): Promise<void> {
  await client.query(`UPDATE silence SET ended_at = ${instant('$2')} WHERE id = $1 AND ended_at IS NULL`, [
    id,
    at,
  ])
}

// ---- what is known of the past -------------------------------------------------------------------------------

/**
 * Incidents of the period that somebody acknowledged or solved, of a metric or a rule; those closed as false alarms are
 * none.
 */
export async function listKnownIncidents(asked: {
  readonly from: number
  readonly to: number
  readonly ruleId: string | null
  readonly metric: string | null
  readonly locale: 'zh' | 'en'
}): Promise<KnownTrouble[]> {
  const { rows } = await pool().query<KnownTrouble>(
    `SELECT breached_at AS "from", coalesce(recovered_at, resolved_at, ${instant('$2')}) AS "to",
       title ->> $5 AS text, scope
     FROM incident
     WHERE breached_at < ${instant('$2')} AND coalesce(recovered_at, resolved_at, ${instant('$2')}) > ${instant('$1')}
       AND (rule_id = $3 OR metric = $4) AND (acknowledged_at IS NOT NULL OR resolved_at IS NOT NULL)
       AND cause IS DISTINCT FROM 'false_alarm'
     ORDER BY breached_at LIMIT 500`,
    [asked.from, asked.to, asked.ruleId, asked.metric, asked.locale],
  )
  return rows
}
