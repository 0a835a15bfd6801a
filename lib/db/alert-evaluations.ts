/**
 * Planned evaluations of rules. A slot is an instant that is a multiple of the rule's interval; its row is unique, its
 * owner works on it, and only the owner ends it. All instants are epoch milliseconds of the database's clock, handed in
 * by the caller, so that one turn of a worker sees one time.
 */
import type { ClientBase } from 'pg'
import { ruleOf } from '@/lib/alerts/rule'
import type { Rule } from '@/lib/alerts/types'
import { log } from '@/lib/core/log'
import { instantArray, numberArray, textArray, uuidArray } from './arrays'
import { pool, type Reader } from './pool'

let known: { stamp: string; rules: readonly Rule[] } | null = null

/**
 * Every rule that is switched on; the same array until one changes. One that an older version stored and that no longer
 * fits is left out and logged.
 */
export async function readActiveRules(reader: Reader = pool()): Promise<readonly Rule[]> {
  const stamp = await reader.query<{ stamp: string }>(
    `SELECT concat_ws(' ', current_database(), count(*), sum(version), max(updated_at), max(created_at),
       count(*) FILTER (WHERE enabled), count(*) FILTER (WHERE deleted_at IS NULL)) AS stamp FROM alert_rule`,
  )
  const text = stamp.rows[0]?.stamp ?? ''
  if (known?.stamp === text) return known.rules
  const { rows } = await reader.query<{ id: string; version: number; enabled: boolean; body: unknown }>(
    `SELECT id, version, enabled, body FROM alert_rule WHERE enabled AND deleted_at IS NULL ORDER BY id`,
  )
  const rules = rows.flatMap((row) => {
    try {
      return [ruleOf(row)]
    } catch (error) {
      log('alarms').error({ err: error, rule: row.id }, 'a rule does not fit and is left out')
      return []
    }
  })
  known = { stamp: text, rules }
  return rules
}

/** The database's clock, epoch ms: what slots, timers and ladders go by. */
export async function readClock(reader: Reader = pool()): Promise<number> {
  const { rows } = await reader.query<{ now: number }>('SELECT clock_timestamp() AS now')
  return rows[0]?.now ?? Date.now()
}

export interface Slot {
  readonly ruleId: string
  /** epoch ms */
  readonly slot: number
  /** slots of the rule before it that were passed over, because nobody was at work */
  readonly behind: number
}

/** Passed-over slots of one rule that get a row of their own; older ones are counted only. */
const ROWS_BEHIND = 20
/** Slots older than this when somebody is at work again were missed: the promise is a day. */
const CAUGHT_UP_MS = 86_400_000

/**
 * Takes up to `limit` rules whose slot has come: the newest slot of each for `owner`, `running`, or `paused` where all
 * automation is off; those before it are caught up by it. The plan moves on at once, so that no slot is planned twice.
 */
export async function claimSlots(
  client: ClientBase,
  { owner, now, limit, paused }: { owner: string; now: number; limit: number; paused: boolean },
): Promise<Slot[]> {
  const { rows } = await client.query<{ id: string; slot: number; first: number; every: number }>(
    `WITH due AS (
       SELECT id, next_slot, ((body ->> 'everySeconds')::bigint * 1000) AS every FROM alert_rule
       WHERE enabled AND deleted_at IS NULL AND next_slot <= $1 ORDER BY next_slot LIMIT $2 FOR UPDATE SKIP LOCKED
     ), planned AS (
       SELECT id, next_slot, every,
         next_slot + floor((extract(epoch FROM $1::timestamptz - next_slot) * 1000) / every) * every * interval '1 millisecond' AS slot
       FROM due WHERE every > 0
     ), moved AS (
       UPDATE alert_rule r SET next_slot = p.slot + p.every * interval '1 millisecond' FROM planned p WHERE r.id = p.id
     )
     SELECT id, slot, next_slot AS first, every FROM planned ORDER BY id`,
    [new Date(now), limit],
  )
  if (rows.length === 0) return []
  const state = paused ? 'paused' : 'running'
  const inserted = await client.query<{ ruleId: string; slot: number }>(
    `INSERT INTO evaluation (rule_id, slot, state, owner, started_at, finished_at)
     SELECT id, slot, $3, $4, $5, CASE WHEN $3 = 'paused' THEN $5::timestamptz END
     FROM unnest($1::uuid[], $2::timestamptz[]) AS s(id, slot)
     ON CONFLICT (rule_id, slot) DO NOTHING RETURNING rule_id AS "ruleId", slot`,
    [
      uuidArray(rows.map(({ id }) => id)),
      instantArray(rows.map(({ slot }) => slot)),
      state,
      owner,
      new Date(now),
    ],
  )
  const behind = rows.filter(({ first, slot }) => slot > first)
  if (behind.length > 0) await countBehind(client, behind, { owner, now, paused })
  if (paused) await countPaused(client, rows)
  const of = new Map(rows.map((row) => [row.id, row]))
  return inserted.rows.map(({ ruleId, slot }) => {
    const row = of.get(ruleId)
    return { ruleId, slot, behind: row === undefined ? 0 : Math.round((row.slot - row.first) / row.every) }
  })
}

/** Slots nobody was there for: the newest get rows, all are counted by hour. */
async function countBehind(
  client: ClientBase,
  rows: readonly { id: string; slot: number; first: number; every: number }[],
  { owner, now, paused }: { owner: string; now: number; paused: boolean },
): Promise<void> {
  const columns = [
    uuidArray(rows.map(({ id }) => id)),
    instantArray(rows.map(({ first }) => first)),
    instantArray(rows.map(({ slot }) => slot)),
    numberArray(rows.map(({ every }) => every)),
  ]
  const passed = `unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::bigint[]) AS r(id, first, slot, every)`
  await client.query(
    `INSERT INTO evaluation (rule_id, slot, state, owner, started_at, finished_at)
     SELECT r.id, s, CASE WHEN s < $7 THEN 'missed' ELSE $8 END, $5, $6, $6 FROM ${passed},
       generate_series(greatest(r.first, r.slot - ${ROWS_BEHIND} * r.every * interval '1 millisecond'),
         r.slot - r.every * interval '1 millisecond', r.every * interval '1 millisecond') AS s
     ON CONFLICT (rule_id, slot) DO NOTHING`,
    [...columns, owner, new Date(now), new Date(now - CAUGHT_UP_MS), paused ? 'paused' : 'caught_up'],
  )
  // Slots are first, first + every …; how many lie in an hour is arithmetic: a day of a thousand rules is no list.
  const ms = (at: string) => `(extract(epoch FROM ${at}) * 1000)::bigint`
  const before = (at: string) => `ceil((${ms(at)} - ${ms('r.first')})::numeric / r.every)`
  const inHour = (end: string) => `greatest(0, ${before(end)} - ${before('greatest(r.first, h)')})::int`
  const end = `least(r.slot, h + interval '1 hour')`
  await client.query(
    `INSERT INTO evaluation_hour AS e (rule_id, hour, planned, done, failed, caught_up, missed, lag_ms)
     SELECT id, hour, planned, 0, 0, CASE WHEN $6 THEN 0 ELSE planned - old END, CASE WHEN $6 THEN 0 ELSE old END, 0
     FROM (
       SELECT r.id, h AS hour, ${inHour(end)} AS planned, ${inHour(`least(${end}, $5)`)} AS old
       FROM ${passed}, generate_series(date_trunc('hour', r.first), r.slot, interval '1 hour') AS h
     ) AS counted WHERE planned > 0 ORDER BY 1, 2
     ON CONFLICT (rule_id, hour) DO UPDATE SET planned = e.planned + excluded.planned,
       caught_up = e.caught_up + excluded.caught_up, missed = e.missed + excluded.missed`,
    [...columns, new Date(now - CAUGHT_UP_MS), paused],
  )
}

async function countPaused(client: ClientBase, rows: readonly { id: string; slot: number }[]): Promise<void> {
  await client.query(
    `INSERT INTO evaluation_hour AS h (rule_id, hour, planned, done, failed, caught_up, missed, lag_ms)
     SELECT id, date_trunc('hour', slot), 1, 0, 0, 0, 0, 0
     FROM unnest($1::uuid[], $2::timestamptz[]) AS s(id, slot) ORDER BY 1, 2
     ON CONFLICT (rule_id, hour) DO UPDATE SET planned = h.planned + 1`,
    [uuidArray(rows.map(({ id }) => id)), instantArray(rows.map(({ slot }) => slot))],
  )
}

/** A worker that is entered and gone is dead at once; one that was never entered, or hangs, after this long. */
const UNKNOWN_MS = 30_000
const HUNG_MS = 120_000

/** Takes over slots whose owner is dead or hangs. Each is taken by one caller. */
export async function takeOverSlots(
  client: ClientBase,
  { owner, now, limit }: { owner: string; now: number; limit: number },
): Promise<Slot[]> {
  const { rows } = await client.query<{ ruleId: string; slot: number }>(
    `WITH left_over AS (
       SELECT rule_id, slot FROM evaluation e
       WHERE state = 'running' AND owner <> $1 AND (
         started_at < $2 OR EXISTS (SELECT FROM worker_registry w WHERE w.id = e.owner AND w.stopped_at IS NOT NULL)
         OR (started_at < $3 AND NOT EXISTS (SELECT FROM worker_registry w WHERE w.id = e.owner)))
       ORDER BY slot LIMIT $4 FOR UPDATE SKIP LOCKED
     )
     UPDATE evaluation e SET owner = $1, started_at = $5 FROM left_over l
     WHERE e.rule_id = l.rule_id AND e.slot = l.slot RETURNING e.rule_id AS "ruleId", e.slot`,
    [owner, new Date(now - HUNG_MS), new Date(now - UNKNOWN_MS), limit, new Date(now)],
  )
  return rows.map((row) => ({ ...row, behind: 0 }))
}

/** What an evaluation came to. */
interface SlotEnd {
  readonly ruleId: string
  readonly slot: number
  readonly keys: number
  readonly firing: number
  /** null = done; else why it failed */
  readonly error: string | null
}

/**
 * Ends slots of ours, and counts them. Answers those that were still ours: what else was found out about the others
 * belongs to whoever has them now.
 */
export async function finishSlots(
  client: ClientBase,
  owner: string,
  ends: readonly SlotEnd[],
  now: number,
): Promise<ReadonlySet<string>> {
  if (ends.length === 0) return new Set()
  const rows = [...ends].sort((a, b) =>
    a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : a.slot - b.slot,
  )
  const finished = await client.query<{ ruleId: string; slot: number; failed: boolean }>(
    `UPDATE evaluation e SET state = CASE WHEN u.error IS NULL THEN 'done' ELSE 'failed' END, finished_at = $7,
       keys = u.keys, firing = u.firing, error = u.error
     FROM unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::int[], $5::text[]) AS u(rule_id, slot, keys, firing, error)
     WHERE e.rule_id = u.rule_id AND e.slot = u.slot AND e.state = 'running' AND e.owner = $6
     RETURNING e.rule_id AS "ruleId", e.slot, e.error IS NOT NULL AS failed`,
    [
      uuidArray(rows.map(({ ruleId }) => ruleId)),
      instantArray(rows.map(({ slot }) => slot)),
      numberArray(rows.map(({ keys }) => keys)),
      numberArray(rows.map(({ firing }) => firing)),
      textArray(rows.map(({ error }) => error)),
      owner,
      new Date(now),
    ],
  )
  const ours = finished.rows.sort((a, b) =>
    a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : a.slot - b.slot,
  )
  await client.query(
    `INSERT INTO evaluation_hour AS h (rule_id, hour, planned, done, failed, caught_up, missed, lag_ms)
     SELECT id, date_trunc('hour', slot), count(*), count(*) FILTER (WHERE NOT failed), count(*) FILTER (WHERE failed),
       0, 0, max(greatest(0, extract(epoch FROM $4::timestamptz - slot) * 1000))::int
     FROM unnest($1::uuid[], $2::timestamptz[], $3::bool[]) AS s(id, slot, failed) GROUP BY 1, 2 ORDER BY 1, 2
     ON CONFLICT (rule_id, hour) DO UPDATE SET planned = h.planned + excluded.planned, done = h.done + excluded.done,
       failed = h.failed + excluded.failed, lag_ms = greatest(h.lag_ms, excluded.lag_ms)`,
    [
      uuidArray(ours.map(({ ruleId }) => ruleId)),
      instantArray(ours.map(({ slot }) => slot)),
      `{${ours.map(({ failed }) => (failed ? 't' : 'f')).join(',')}}`,
      new Date(now),
    ],
  )
  return new Set(ours.map(({ ruleId, slot }) => `${ruleId} ${slot}`))
}

/**
 * Locks rules in one order until the caller's transaction ends, so that evaluations of one rule follow each other.
 * Answers the version of those that are still on.
 */
export async function lockRules(
  client: ClientBase,
  rules: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; version: number; live: boolean }>(
    `SELECT id, version, enabled AND deleted_at IS NULL AS live FROM alert_rule
     WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [uuidArray(rules)],
  )
  return new Map(rows.flatMap(({ id, version, live }) => (live ? [[id, version] as const] : [])))
}

/** Slots and timers that are due and not done: 0 = the engine has caught up. */
export async function readBacklog(client: ClientBase, now: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM (SELECT FROM alert_rule
         WHERE enabled AND deleted_at IS NULL AND next_slot <= $1 LIMIT 1) r)
       + (SELECT count(*) FROM (SELECT FROM evaluation WHERE state = 'running' LIMIT 1) e)
       + (SELECT count(*) FROM (SELECT FROM rule_timer WHERE fired_at IS NULL AND due_at <= $1 LIMIT 1) t) AS count`,
    [new Date(now - 1_000)],
  )
  return rows[0]?.count ?? 0
}

/** The next instant at which a rule is planned, epoch ms; null = none is. */
export async function nextSlotAt(reader: Reader = pool()): Promise<number | null> {
  const { rows } = await reader.query<{ at: number | null }>(
    'SELECT min(next_slot) AS at FROM alert_rule WHERE enabled AND deleted_at IS NULL',
  )
  return rows[0]?.at ?? null
}

/** How the evaluating is doing. */
interface EvaluationHealth {
  /** how far the oldest planned evaluation, running slot or timer is behind, ms */
  readonly lagMs: number
  /** planned evaluations of the last day that never happened */
  readonly missed: number
  /** a worker has been there for some minutes: what is behind now is not the catching up after a start */
  readonly settled: boolean
}

/** Reads how far the rules are behind the database's clock, and what was missed in a day. */
export async function readEvaluationHealth(reader: Reader = pool()): Promise<EvaluationHealth> {
  const { rows } = await reader.query<EvaluationHealth>(
    `SELECT greatest(0, (extract(epoch FROM now() - least(
         (SELECT min(next_slot) FROM alert_rule WHERE enabled AND deleted_at IS NULL),
         (SELECT min(slot) FROM evaluation WHERE state = 'running'),
         (SELECT min(due_at) FROM rule_timer WHERE fired_at IS NULL AND NOT EXISTS (
           SELECT FROM setting WHERE key = 'automation' AND (value ->> 'off')::bool)), now())) * 1000)::bigint) AS "lagMs",
       (SELECT coalesce(sum(missed), 0) FROM evaluation_hour WHERE hour > now() - interval '1 day')::bigint AS missed,
       EXISTS (SELECT FROM worker_registry WHERE stopped_at IS NULL AND started_at < now() - interval '3 minutes') AS settled`,
  )
  return rows[0] ?? { lagMs: 0, missed: 0, settled: false }
}

const PURGED_AT_ONCE = 100_000

/** Deletes rows of evaluations after some hours; their hours keep the counts, for 400 days. Answers how many. */
export async function purgeEvaluations(reader: Reader = pool()): Promise<number> {
  const rows = await reader.query(
    `DELETE FROM evaluation WHERE ctid = ANY(ARRAY(SELECT ctid FROM evaluation
       WHERE slot < now() - interval '3 hours' AND state <> 'running' ORDER BY slot LIMIT ${PURGED_AT_ONCE}))`,
  )
  await reader.query("DELETE FROM evaluation_hour WHERE hour < now() - interval '400 days'")
  return rows.rowCount ?? 0
}
