/**
 * The outbox: messages that wait, are being sent, and what came of them. One lane a target: whatever stands still in
 * one moves on in the others. A message is taken with a lease (owner, token, end), and only the token that took it may
 * write what came of it. The clock is the database's unless a test gives its own.
 */
import { randomUUID } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import type { AlarmMessage, TargetKind } from '@/lib/notify/types'
import { DELIVERIES_CHANNEL } from './deliveries-plan'
import { pool } from './pool'

/** Epoch ms of a test's clock; null = the database's. */
export type Clock = number | null

export const INBOX_TARGET = '00000000-0000-8000-8000-000000000001'
export const WALL_TARGET = '00000000-0000-8000-8000-000000000002'

/** Hours after which a message is given up. */
const GIVE_UP = "interval '24 hours'"
/** Failures in a row after which the fallback is told as well. */
export const FAILURES_TO_FALL_BACK = 3

const clock = (parameter: string) =>
  `coalesce(to_timestamp(${parameter}::double precision / 1000), clock_timestamp())`
const ms = (parameter: string) => `make_interval(secs => ${parameter}::double precision / 1000)`

/** What may be taken: it waits and its time has come, or its lease ran out, or its sender is dead. */
const due = (
  at: string,
) => `(d.state IN ('waiting', 'sending') AND (d.next_at <= ${at} OR (d.state = 'sending' AND
  EXISTS (SELECT 1 FROM worker_registry w WHERE w.id = d.lease_owner AND w.stopped_at IS NOT NULL))))`

export interface DueDelivery {
  readonly id: string
  readonly incidentId: string | null
  readonly about: string
  readonly step: string
  readonly recipient: string
  readonly message: AlarmMessage
  readonly state: 'waiting' | 'sending'
  readonly attempts: number
  readonly resent: boolean
  readonly createdAt: number
}

export interface TakenDelivery {
  readonly id: string
  /** the fencing token: only who holds it may write the result */
  readonly token: number
  readonly message: AlarmMessage
  readonly recipient: string
  readonly resent: boolean
  /** attempts before this one */
  readonly attempts: number
}

/** Targets beside inbox and wall that have something to send now. */
export async function dueTargets(at: Clock, reader: Pool | ClientBase = pool()): Promise<string[]> {
  const { rows } = await reader.query<{ id: string }>(
    `WITH t AS MATERIALIZED (SELECT ${clock('$1')} AS now)
     SELECT n.id FROM notify_target n LEFT JOIN notify_lane l ON l.target_id = n.id, t
     WHERE n.enabled AND n.deleted_at IS NULL AND n.kind NOT IN ('inbox', 'wall')
       AND (l.next_send_at IS NULL OR l.next_send_at <= t.now)
       AND EXISTS (SELECT 1 FROM delivery d WHERE d.target_id = n.id AND ${due('t.now')})
     ORDER BY n.id`,
    [at],
  )
  return rows.map((row) => row.id)
}

/** Epoch ms of the next instant at which something may be sent; null = nothing waits. */
export async function nextDue(at: Clock, reader: Pool | ClientBase = pool()): Promise<number | null> {
  const { rows } = await reader.query<{ at: number | null }>(
    `SELECT min(greatest(d.next_at, coalesce(l.next_send_at, d.next_at), ${clock('$1')})) AS at
     FROM delivery d JOIN notify_target n ON n.id = d.target_id AND n.enabled AND n.deleted_at IS NULL
       LEFT JOIN notify_lane l ON l.target_id = d.target_id
     WHERE d.state IN ('waiting', 'sending')`,
    [at],
  )
  return rows[0]?.at ?? null
}

/**
 * Puts what waits for the inbox into it, and notes what waits for the wall as shown; both are in the database, so
 * that each happens exactly once. Answers how many.
 */
export async function settleInside(at: Clock): Promise<number> {
  const { rowCount } = await pool().query(
    `WITH t AS MATERIALIZED (SELECT ${clock('$1')} AS now), taken AS (
       SELECT d.id, d.target_id, d.incident_id, d.recipient, d.message,
         d.target_id = '${WALL_TARGET}' OR u.id IS NOT NULL AS known
       FROM delivery d LEFT JOIN app_user u ON u.id::text = d.recipient AND u.disabled_at IS NULL, t
       WHERE d.target_id IN ('${INBOX_TARGET}', '${WALL_TARGET}') AND d.state = 'waiting' AND d.next_at <= t.now
       ORDER BY d.created_at LIMIT 2000 FOR UPDATE OF d SKIP LOCKED
     ), put AS (
       INSERT INTO inbox_item (id, user_id, delivery_id, incident_id, message, at)
       SELECT gen_random_uuid(), recipient::uuid, id, incident_id, message, t.now FROM taken, t
       WHERE target_id = '${INBOX_TARGET}' AND known ON CONFLICT (delivery_id) DO NOTHING
     )
     UPDATE delivery d SET state = CASE WHEN taken.known THEN 'sent' ELSE 'dropped' END, attempts = 1,
       first_at = t.now, sent_at = CASE WHEN taken.known THEN t.now END,
       error = CASE WHEN taken.known THEN NULL ELSE 'nobody' END
     FROM taken, t WHERE d.id = taken.id`,
    [at],
  )
  return rowCount ?? 0
}

export interface Lane {
  /** epoch ms */
  readonly now: number
  readonly kind: TargetKind
  readonly config: unknown
  readonly secret: string | null
  readonly locale: 'zh' | 'en'
  /** false = nothing may be sent there (any more), or all automation is off */
  readonly open: boolean
  /** epoch ms before which nothing is sent; null = free */
  readonly nextSendAt: number | null
  /** attempts in a row that failed */
  readonly failures: number
  /** physical messages of the last minute, over all workers, and when the oldest of them went */
  readonly used: number
  readonly oldestAt: number | null
}

/** Locks a target's lane until the transaction ends; null where there is no such target. */
export async function lockLane(client: ClientBase, targetId: string, at: Clock): Promise<Lane | null> {
  const lock = () => client.query('SELECT 1 FROM notify_lane WHERE target_id = $1 FOR UPDATE', [targetId])
  if ((await lock()).rowCount === 0) {
    await client.query(
      'INSERT INTO notify_lane (target_id) SELECT id FROM notify_target WHERE id = $1 ON CONFLICT DO NOTHING',
      [targetId],
    )
    await lock()
  }
  const { rows } = await client.query<Lane>(
    `WITH t AS MATERIALIZED (SELECT ${clock('$2')} AS now)
     SELECT t.now, n.kind, n.config, n.secret, n.locale, n.enabled AND n.deleted_at IS NULL AND NOT EXISTS (
         SELECT 1 FROM setting WHERE key = 'automation' AND value -> 'off' = 'true') AS open,
       n.failures, l.next_send_at AS "nextSendAt", s.used, s.oldest AS "oldestAt"
     FROM t, notify_target n JOIN notify_lane l ON l.target_id = n.id, LATERAL (
       SELECT count(*)::int AS used, min(at) AS oldest FROM notify_send
       WHERE target_id = n.id AND at > (SELECT now FROM t) - interval '60 seconds'
     ) s WHERE n.id = $1`,
    [targetId, at],
  )
  return rows[0] ?? null
}

/** The oldest messages of a lane that are due, locked; the lane must be. */
export async function dueDeliveries(
  client: ClientBase,
  targetId: string,
  now: number,
  most: number,
): Promise<DueDelivery[]> {
  const { rows } = await client.query<DueDelivery>(
    `SELECT d.id, d.incident_id AS "incidentId", d.about, d.step, d.recipient, d.message, d.state, d.attempts,
       d.resent, d.created_at AS "createdAt"
     FROM delivery d WHERE d.target_id = $1 AND ${due('$2::timestamptz')}
     ORDER BY d.created_at, d.id LIMIT $3 FOR UPDATE OF d`,
    [targetId, new Date(now), most],
  )
  return rows
}

/** Takes one message for `owner` until `now + leaseMs`; what was already being sent, or may have arrived, is marked. */
export async function takeDelivery(
  client: ClientBase,
  one: DueDelivery,
  lease: { readonly owner: string; readonly now: number; readonly leaseMs: number },
): Promise<TakenDelivery> {
  const { rows } = await client.query<{ token: number; resent: boolean }>(
    `UPDATE delivery SET state = 'sending', lease_owner = $2, lease_token = lease_token + 1,
       lease_until = $3::timestamptz + ${ms('$4')}, next_at = $3::timestamptz + ${ms('$4')},
       first_at = coalesce(first_at, $3), resent = resent OR state = 'sending'
     WHERE id = $1 RETURNING lease_token AS token, resent`,
    [one.id, lease.owner, new Date(lease.now), lease.leaseMs],
  )
  const { id, message, recipient, attempts } = one
  return { id, message, recipient, attempts, token: rows[0]?.token ?? -1, resent: rows[0]?.resent ?? false }
}

/** Folds messages into one that lists them; it is a message of its own, to the same target and recipient. */
export async function foldDeliveries(
  client: ClientBase,
  targetId: string,
  folded: readonly DueDelivery[],
  message: AlarmMessage,
  now: number,
): Promise<DueDelivery> {
  const id = randomUUID()
  const recipient = folded[0]?.recipient ?? ''
  const about = `summary:${id}`
  const resent = folded.some((one) => one.resent)
  // the youngest of them says when it is given up
  const createdAt = Math.max(...folded.map((one) => one.createdAt))
  await client.query(
    `INSERT INTO delivery (id, about, step, target_id, recipient, kind, message, state, created_at, next_at, resent)
     VALUES ($1, $2, 'digest', $3, $4, $5, $6, 'waiting', $7, $8, $9)`,
    [
      id,
      about,
      targetId,
      recipient,
      message.kind,
      JSON.stringify(message),
      new Date(createdAt),
      new Date(now),
      resent,
    ],
  )
  await client.query(
    `UPDATE delivery SET state = 'digested', digest_id = $2, first_at = coalesce(first_at, $3), lease_owner = NULL,
       lease_until = NULL WHERE id = ANY($1::uuid[])`,
    [folded.map((one) => one.id), id, new Date(now)],
  )
  return {
    id,
    incidentId: null,
    about,
    step: 'digest',
    recipient,
    message,
    state: 'waiting',
    attempts: 0,
    resent,
    createdAt,
  }
}

/** Counts one physical message and closes the lane for `spacingMs`. */
export async function countSend(
  client: ClientBase,
  targetId: string,
  now: number,
  spacingMs: number,
): Promise<void> {
  await client.query(
    `WITH old AS (DELETE FROM notify_send WHERE target_id = $1 AND at < $2::timestamptz - interval '10 minutes'),
       sent AS (INSERT INTO notify_send (target_id, at) VALUES ($1, $2))
     UPDATE notify_lane SET next_send_at = $2::timestamptz + ${ms('$3')} WHERE target_id = $1`,
    [targetId, new Date(now), spacingMs],
  )
}

/** Closes the lane until an instant. */
export async function holdLane(client: ClientBase, targetId: string, until: number): Promise<void> {
  await client.query(
    'UPDATE notify_lane SET next_send_at = greatest(next_send_at, $2) WHERE target_id = $1',
    [targetId, new Date(until)],
  )
}

/** What is written of one attempt. `retryMs`: milliseconds until the next; null = none. */
export interface AttemptResult {
  readonly id: string
  readonly token: number
  readonly targetId: string
  readonly ok: boolean
  readonly status: number | null
  readonly response: string
  readonly error: string | null
  readonly retryMs: number | null
  /** it may have arrived though we never heard */
  readonly uncertain: boolean
  /** whether it says something about the target, not only about one recipient */
  readonly counts: boolean
  /** milliseconds for which the whole lane waits */
  readonly laneMs: number
}

export interface Written {
  /** false: the lease was somebody else's by then, and nothing was written */
  readonly written: boolean
  readonly state: 'sent' | 'waiting' | 'failed' | null
}

/** Writes what came of an attempt, if its token still holds, and how the target does. */
export async function finishDelivery(client: ClientBase, result: AttemptResult, at: Clock): Promise<Written> {
  const { rows } = await client.query<{ state: 'sent' | 'waiting' | 'failed' }>(
    `WITH t AS MATERIALIZED (SELECT ${clock('$3')} AS now)
     UPDATE delivery d SET
       state = CASE WHEN $4 THEN 'sent'
         WHEN $8::double precision IS NULL OR d.created_at + ${GIVE_UP} < t.now + ${ms('$8')} THEN 'failed'
         ELSE 'waiting' END,
       attempts = d.attempts + 1, sent_at = CASE WHEN $4 THEN t.now END, status = $5, response = $6, error = $7,
       next_at = CASE WHEN $8::double precision IS NULL THEN d.next_at ELSE t.now + ${ms('$8')} END,
       resent = d.resent OR $9, lease_owner = NULL, lease_until = NULL
     FROM t WHERE d.id = $1 AND d.lease_token = $2 AND d.state = 'sending' RETURNING d.state`,
    [
      result.id,
      result.token,
      at,
      result.ok,
      result.status,
      result.response,
      result.error,
      result.retryMs,
      result.uncertain,
    ],
  )
  const state = rows[0]?.state ?? null
  if (state === null) return { written: false, state }
  if (result.ok) {
    await client.query(
      // noted now and then: many that are sent at once must not wait for one row
      `WITH t AS MATERIALIZED (SELECT ${clock('$2')} AS now)
       UPDATE notify_target SET failures = 0, last_ok_at = t.now, last_error = NULL FROM t
       WHERE id = $1 AND (failures > 0 OR last_error IS NOT NULL OR last_ok_at IS NULL
         OR last_ok_at < t.now - interval '5 seconds')`,
      [result.targetId, at],
    )
    const was = await client.query(
      'UPDATE notify_lane SET failing_since = NULL, noticed_at = NULL WHERE target_id = $1 AND failing_since IS NOT NULL',
      [result.targetId],
    )
    // it works again: nobody waits for the end of a back-off
    if (was.rowCount === 1) {
      await client.query(
        `UPDATE delivery SET next_at = least(next_at, ${clock('$2')}) WHERE target_id = $1 AND state = 'waiting'`,
        [result.targetId, at],
      )
    }
  } else if (result.counts) {
    await client.query('UPDATE notify_target SET failures = failures + 1, last_error = $2 WHERE id = $1', [
      result.targetId,
      result.error,
    ])
    await client.query(
      `WITH t AS MATERIALIZED (SELECT ${clock('$2')} AS now)
       UPDATE notify_lane SET failing_since = coalesce(failing_since, t.now),
         next_send_at = greatest(next_send_at, t.now + ${ms('$3')})
       FROM t WHERE target_id = $1`,
      [result.targetId, at, result.laneMs],
    )
  }
  return { written: true, state }
}

/**
 * Puts what a target could not be told into its fallback, once: given up, tried three times, or waiting behind three
 * failures in a row. A group's message to a fallback of persons goes to the administrators. Answers how many are new.
 */
export async function fallBack(client: ClientBase, targetId: string | null, at: Clock): Promise<number> {
  const { rowCount } = await client.query(
    `WITH t AS MATERIALIZED (SELECT ${clock('$2')} AS now), stuck AS (
       SELECT d.*, f.id AS fallback, f.kind AS fallback_kind, f.config AS fallback_config
       FROM notify_target n JOIN notify_target f ON f.id = n.fallback_id AND f.enabled AND f.deleted_at IS NULL
         JOIN delivery d ON d.target_id = n.id, t
       WHERE ($1::uuid IS NULL AND n.failures >= ${FAILURES_TO_FALL_BACK} OR n.id = $1)
         AND d.created_at > t.now - interval '25 hours' AND d.kind <> 'test'
         AND (d.state = 'failed' OR (d.state = 'waiting'
           AND (d.attempts >= ${FAILURES_TO_FALL_BACK} OR n.failures >= ${FAILURES_TO_FALL_BACK})))
         AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.target_id = f.id AND x.fallback_of = d.id)
     ), told AS (
       SELECT s.*, CASE
         WHEN NOT (fallback_kind = 'inbox' OR fallback_kind IN ('email', 'sms')
           AND coalesce(fallback_config ->> 'to', '[]') IN ('', '[]')) THEN ''
         WHEN s.recipient <> '' THEN s.recipient
         ELSE u.id::text END AS who
       FROM stuck s LEFT JOIN app_user u ON s.recipient = '' AND u.role = 'admin' AND u.disabled_at IS NULL
         AND (fallback_kind = 'inbox' OR fallback_kind IN ('email', 'sms')
           AND coalesce(fallback_config ->> 'to', '[]') IN ('', '[]'))
     )
     INSERT INTO delivery (id, incident_id, about, step, target_id, recipient, kind, message, state, created_at,
       next_at, fallback_of)
     SELECT gen_random_uuid(), incident_id, about, step, fallback, who, kind, message, 'waiting', t.now, t.now, id
     FROM told, t WHERE who IS NOT NULL ORDER BY about, step, fallback, who
     ON CONFLICT (about, step, target_id, recipient) DO NOTHING`,
    [targetId, at],
  )
  return rowCount ?? 0
}

export interface FailingTarget {
  readonly name: string
  readonly failures: number
  readonly fallback: string | null
  readonly failingSince: number
  readonly lastError: string | null
  readonly admins: readonly string[]
}

/** A target that has just failed for the third time in a row, once; null where it has not, or where it was told. */
export async function newlyFailing(
  client: ClientBase,
  targetId: string,
  at: Clock,
): Promise<FailingTarget | null> {
  const { rows } = await client.query<FailingTarget>(
    `UPDATE notify_lane l SET noticed_at = ${clock('$2')} FROM notify_target n
       LEFT JOIN notify_target f ON f.id = n.fallback_id AND f.enabled AND f.deleted_at IS NULL
     WHERE l.target_id = $1 AND n.id = l.target_id AND l.noticed_at IS NULL AND l.failing_since IS NOT NULL
       AND n.failures >= ${FAILURES_TO_FALL_BACK}
     RETURNING n.name, n.failures, f.name AS fallback, l.failing_since AS "failingSince",
       n.last_error AS "lastError",
       ARRAY(SELECT id::text FROM app_user WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id) AS admins`,
    [targetId, at],
  )
  return rows[0] ?? null
}

/** Takes back what waits for a target that is switched off or gone. Answers how many. */
export async function dropWaiting(client: ClientBase, targetId: string, why: string): Promise<number> {
  const { rowCount } = await client.query(
    "UPDATE delivery SET state = 'dropped', error = $2 WHERE target_id = $1 AND state = 'waiting'",
    [targetId, why],
  )
  return rowCount ?? 0
}

/** Lets a lane start afresh, e.g. after its target was changed: what waits is due now. */
export async function reopenLane(client: ClientBase, targetId: string, at: Clock): Promise<void> {
  await client.query('UPDATE notify_target SET failures = 0, last_error = NULL WHERE id = $1', [targetId])
  await client.query(
    'UPDATE notify_lane SET next_send_at = NULL, failing_since = NULL, noticed_at = NULL WHERE target_id = $1',
    [targetId],
  )
  await client.query(
    `UPDATE delivery SET next_at = least(next_at, ${clock('$2')}) WHERE target_id = $1 AND state = 'waiting'`,
    [targetId, at],
  )
}

/** A message that one asks for, taken already: for the test button. */
export async function insertTaken(
  client: ClientBase,
  one: {
    readonly about: string
    readonly step: string
    readonly targetId: string
    readonly recipient: string
    readonly message: AlarmMessage
    readonly owner: string
    readonly leaseMs: number
  },
  at: Clock,
): Promise<TakenDelivery> {
  const id = randomUUID()
  await client.query(
    `WITH t AS MATERIALIZED (SELECT ${clock('$8')} AS now)
     INSERT INTO delivery (id, about, step, target_id, recipient, kind, message, state, created_at, next_at, first_at,
       lease_owner, lease_token, lease_until)
     SELECT $1, $2, $3, $4, $5, $6, $7, 'sending', t.now, t.now + ${ms('$10')}, t.now, $9, 1, t.now + ${ms('$10')}
     FROM t`,
    [
      id,
      one.about,
      one.step,
      one.targetId,
      one.recipient,
      one.message.kind,
      JSON.stringify(one.message),
      at,
      one.owner,
      one.leaseMs,
    ],
  )
  return { id, token: 1, message: one.message, recipient: one.recipient, resent: false, attempts: 0 }
}

/** Name, address, telephone and language of a person who may be told; null where there is none (any more). */
export async function recipientOf(
  userId: string,
): Promise<{ readonly email: string; readonly phone: string | null; readonly locale: string | null } | null> {
  const { rows } = await pool().query<{ email: string; phone: string | null; locale: string | null }>(
    'SELECT email, phone, locale FROM app_user WHERE id::text = $1 AND disabled_at IS NULL',
    [userId],
  )
  return rows[0] ?? null
}

export interface DeliveryFilter {
  readonly state: readonly string[]
  readonly target: string | null
  readonly incident: string | null
  readonly digest: string | null
  /** created before this instant and id, for the next page */
  readonly before: { readonly at: number; readonly id: string } | null
  readonly limit: number
}

export interface DeliveryRow {
  readonly id: string
  readonly incidentId: string | null
  readonly incidentNumber: number | null
  readonly about: string
  readonly step: string
  readonly targetId: string
  readonly targetName: string
  readonly targetKind: TargetKind
  readonly recipient: string
  /** a person's name where the recipient is one */
  readonly recipientName: string | null
  readonly kind: string
  readonly message: AlarmMessage
  readonly state: string
  readonly attempts: number
  readonly createdAt: number
  readonly nextAt: number
  readonly firstAt: number | null
  readonly sentAt: number | null
  readonly status: number | null
  readonly response: string | null
  readonly error: string | null
  readonly resent: boolean
  readonly digestId: string | null
  /** how the digest it was told in does */
  readonly digestState: string | null
  readonly fallbackOf: string | null
  /** messages folded into this one */
  readonly folded: number
}

const ROW = `d.id, d.incident_id AS "incidentId", i.number AS "incidentNumber", d.about, d.step,
  d.target_id AS "targetId", n.name AS "targetName", n.kind AS "targetKind", d.recipient, u.name AS "recipientName",
  d.kind, d.message, d.state, d.attempts, d.created_at AS "createdAt", d.next_at AS "nextAt",
  d.first_at AS "firstAt", d.sent_at AS "sentAt", d.status, d.response, d.error, d.resent,
  d.digest_id AS "digestId", g.state AS "digestState", d.fallback_of AS "fallbackOf",
  CASE WHEN d.step = 'digest' THEN (SELECT count(*)::int FROM delivery f WHERE f.digest_id = d.id) ELSE 0 END AS folded`
const FROM = `FROM delivery d JOIN notify_target n ON n.id = d.target_id
  LEFT JOIN incident i ON i.id = d.incident_id LEFT JOIN app_user u ON u.id::text = d.recipient
  LEFT JOIN delivery g ON g.id = d.digest_id`

/** The log of messages, newest first. */
export async function listDeliveryRows(filter: DeliveryFilter): Promise<DeliveryRow[]> {
  const { rows } = await pool().query<DeliveryRow>(
    `SELECT ${ROW} ${FROM}
     WHERE (cardinality($1::text[]) = 0 OR d.state = ANY($1)) AND ($2::uuid IS NULL OR d.target_id = $2)
       AND ($3::uuid IS NULL OR d.incident_id = $3) AND ($4::uuid IS NULL OR d.digest_id = $4)
       AND ($5::timestamptz IS NULL OR (d.created_at, d.id) < ($5, $6::uuid))
     ORDER BY d.created_at DESC, d.id DESC LIMIT $7`,
    [
      filter.state,
      filter.target,
      filter.incident,
      filter.digest,
      filter.before === null ? null : new Date(filter.before.at),
      filter.before?.id ?? null,
      filter.limit,
    ],
  )
  return rows
}

/** Sends a message again that ended, as a new one; `going` where it has not ended, `missing` where there is none. */
export async function replayRow(
  client: ClientBase,
  id: string,
  now: number,
): Promise<{ readonly id: string; readonly targetId: string } | 'going' | 'missing'> {
  const found = await client.query<{ state: string }>('SELECT state FROM delivery WHERE id::text = $1', [id])
  const state = found.rows[0]?.state
  if (state === undefined) return 'missing'
  if (state === 'waiting' || state === 'sending') return 'going'
  const { rows } = await client.query<{ id: string; targetId: string }>(
    `INSERT INTO delivery (id, incident_id, about, step, target_id, recipient, kind, message, state, created_at,
       next_at, resent)
     SELECT $2::uuid, incident_id, about, step || ':again:' || $2::uuid::text, target_id, recipient, kind, message, 'waiting', $3, $3,
       state IN ('sent', 'digested') OR resent
     FROM delivery WHERE id::text = $1 RETURNING id, target_id AS "targetId"`,
    [id, randomUUID(), new Date(now)],
  )
  await client.query(`SELECT pg_notify('${DELIVERIES_CHANNEL}', '')`)
  return rows[0] ?? 'missing'
}

/** False where rules that are switched on have not been evaluated for two minutes, or messages stand for as long. */
export async function alarmsAreAlive(): Promise<boolean> {
  const { rows } = await pool().query<{ alive: boolean }>(
    `SELECT NOT EXISTS (SELECT 1 FROM alert_rule
         WHERE enabled AND deleted_at IS NULL AND next_slot < now() - interval '2 minutes')
       AND NOT EXISTS (SELECT 1 FROM delivery d JOIN notify_target n ON n.id = d.target_id
         LEFT JOIN notify_lane l ON l.target_id = n.id
         WHERE d.state = 'waiting' AND d.next_at < now() - interval '2 minutes' AND n.enabled AND n.deleted_at IS NULL
           AND n.failures = 0 AND (l.next_send_at IS NULL OR l.next_send_at < now() - interval '2 minutes')) AS alive`,
  )
  return rows[0]?.alive ?? false
}
