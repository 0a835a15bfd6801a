/** Notification targets as they are set up, and what may be reached outside. Secrets are here sealed only. */
import type { ClientBase, Pool } from 'pg'
import { NO_OUTGOING, type Outgoing, outgoingSchema } from '@/lib/notify/outgoing'
import type { TargetKind } from '@/lib/notify/types'
import { pool } from './pool'

export interface TargetRow {
  readonly id: string
  readonly name: string
  readonly kind: TargetKind
  /** fields that are no secrets, and hints at those that are */
  readonly config: Readonly<Record<string, unknown>>
  readonly secret: string | null
  readonly locale: 'zh' | 'en'
  readonly enabled: boolean
  readonly fallbackId: string | null
  readonly failures: number
  readonly lastOkAt: number | null
  readonly lastError: string | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly deletedAt: number | null
}

export interface TargetState extends TargetRow {
  readonly failingSince: number | null
  readonly nextSendAt: number | null
  /** of the last 24 hours */
  readonly sent: number
  readonly failed: number
  readonly waiting: number
}

const COLUMNS = `n.id, n.name, n.kind, n.config, n.secret, n.locale, n.enabled, n.fallback_id AS "fallbackId",
  n.failures, n.last_ok_at AS "lastOkAt", n.last_error AS "lastError", n.created_at AS "createdAt",
  n.updated_at AS "updatedAt", n.deleted_at AS "deletedAt"`

/** All targets that are not deleted, the built-in ones first, each with how it does. */
export async function listTargetRows(now: number): Promise<TargetState[]> {
  const { rows } = await pool().query<TargetState>(
    `SELECT ${COLUMNS.replace('n.last_ok_at AS', 'greatest(n.last_ok_at, s.last) AS')}, l.failing_since AS "failingSince", l.next_send_at AS "nextSendAt",
       coalesce(s.sent, 0) AS sent, coalesce(s.failed, 0) AS failed, coalesce(s.waiting, 0) AS waiting
     FROM notify_target n LEFT JOIN notify_lane l ON l.target_id = n.id LEFT JOIN (
       SELECT target_id, count(*) FILTER (WHERE state = 'sent')::int AS sent,
         count(*) FILTER (WHERE state = 'failed')::int AS failed,
         count(*) FILTER (WHERE state IN ('waiting', 'sending'))::int AS waiting, max(sent_at) AS last
       FROM delivery WHERE created_at > $1::timestamptz - interval '24 hours' GROUP BY target_id
     ) s ON s.target_id = n.id
     WHERE n.deleted_at IS NULL ORDER BY n.kind NOT IN ('inbox', 'wall'), n.kind, n.name, n.id`,
    [new Date(now)],
  )
  return rows
}

/** The target with this id, deleted ones included, or null; locked where `client` is in a transaction of a change. */
export async function findTarget(
  id: string,
  reader: Pool | ClientBase = pool(),
  lock = false,
): Promise<TargetRow | null> {
  const { rows } = await reader.query<TargetRow>(
    `SELECT ${COLUMNS} FROM notify_target n WHERE n.id::text = $1${lock ? ' FOR UPDATE' : ''}`,
    [id],
  )
  return rows[0] ?? null
}

export interface TargetWrite {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly config: object
  readonly secret: string | null
  readonly locale: string
  readonly enabled: boolean
  readonly fallbackId: string | null
}

/** Makes a target, or changes all of one that is there. */
export async function writeTarget(client: ClientBase, target: TargetWrite, now: number): Promise<void> {
  await client.query(
    `INSERT INTO notify_target (id, name, kind, config, secret, locale, enabled, fallback_id, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, config = excluded.config, secret = excluded.secret,
       locale = excluded.locale, enabled = excluded.enabled, fallback_id = excluded.fallback_id,
       updated_at = excluded.updated_at`,
    [
      target.id,
      target.name,
      target.kind,
      JSON.stringify(target.config),
      target.secret,
      target.locale,
      target.enabled,
      target.fallbackId,
      new Date(now),
    ],
  )
}

/** Ends a target for good; its secret is forgotten at once, and it is nobody's fallback any more. */
export async function endTarget(client: ClientBase, id: string, now: number): Promise<void> {
  await client.query(
    'UPDATE notify_target SET deleted_at = $2, enabled = false, secret = NULL, updated_at = $2 WHERE id = $1',
    [id, new Date(now)],
  )
  await client.query('UPDATE notify_target SET fallback_id = NULL, updated_at = $2 WHERE fallback_id = $1', [
    id,
    new Date(now),
  ])
}

/** Names of ladders that tell this target. */
export async function laddersWith(client: ClientBase, id: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM escalation_ladder l WHERE EXISTS (
       SELECT 1 FROM jsonb_array_elements(l.steps) AS s WHERE s -> 'targets' ? $1) ORDER BY name`,
    [id],
  )
  return rows.map((row) => row.name)
}

/** What may be reached outside, as stored. */
export async function readOutgoing(reader: Pool | ClientBase = pool()): Promise<Outgoing> {
  const { rows } = await reader.query<{ value: unknown }>("SELECT value FROM setting WHERE key = 'outgoing'")
  const stored = outgoingSchema.safeParse(rows[0]?.value)
  return stored.success ? stored.data : NO_OUTGOING
}

/** Stores what may be reached outside; answers what stood before. */
export async function writeOutgoing(client: ClientBase, value: Outgoing, now: number): Promise<Outgoing> {
  const before = await readOutgoing(client)
  await client.query(
    `INSERT INTO setting AS s (key, value, version, updated_at) VALUES ('outgoing', $1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = s.version + 1, updated_at = excluded.updated_at`,
    [JSON.stringify(value), new Date(now)],
  )
  return before
}
