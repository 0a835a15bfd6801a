/** The audit trail: append-only, each entry sealed with a hash over itself and the entry before it. */
import { hash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { pool } from './pool'

/** What somebody did. `before` and `after` hold settings and states, never secrets, hashes or message texts. */
export interface AuditRecord {
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly before: unknown
  readonly after: unknown
}

/** Any number will do as long as nobody else takes it: the lock that keeps the chain single. */
const CHAIN_LOCK = 7_226_115_001

/** JSON with sorted keys, so that the seal can be computed again from what jsonb gives back. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** The seal of an entry that follows the one with `previous` ('' for the first). */
export function sealOf(previous: string, record: AuditRecord): string {
  const { at, actor, action, object, before, after } = record
  return hash('sha256', canonicalJson([previous, at, actor, action, object, before ?? null, after ?? null]))
}

/** Appends one entry inside the caller's transaction, so that a deed and its entry stand or fall together. */
export async function appendAudit(client: ClientBase, record: AuditRecord): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK])
  const last = await client.query<{ hash: string }>('SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1')
  const previous = last.rows[0]?.hash ?? ''
  await client.query(
    `INSERT INTO audit_entry (at, actor, action, object, before, after, prev_hash, hash)
     VALUES (to_timestamp($1::double precision / 1000), $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8)`,
    [
      record.at,
      record.actor,
      record.action,
      record.object,
      record.before === undefined || record.before === null ? null : canonicalJson(record.before),
      record.after === undefined || record.after === null ? null : canonicalJson(record.after),
      previous,
      sealOf(previous, record),
    ],
  )
}

/** The number of the last entry; 0 = there is none. */
export async function latestAudit(reader: Pool | ClientBase = pool()): Promise<number> {
  const { rows } = await reader.query<{ seq: string }>('SELECT coalesce(max(seq), 0) AS seq FROM audit_entry')
  return Number(rows[0]?.seq ?? 0)
}

/** Who but `me` last changed an object, by itself or with a file of all settings, after an entry; null = nobody. */
export async function changedSince(
  client: ClientBase,
  object: string,
  seq: number,
  me: string,
): Promise<string | null> {
  const { rows } = await client.query<{ actor: string }>(
    `SELECT actor FROM audit_entry WHERE seq > $2 AND (object = $1 OR action = 'settings.imported') AND actor <> $3
     ORDER BY seq DESC LIMIT 1`,
    [object, seq, me],
  )
  return rows[0]?.actor ?? null
}

/** How far a walk along the chain came. */
export interface SealCheck {
  /** entries looked at */
  readonly checked: number
  /** sequence number of the first entry whose seal is broken; null = none so far */
  readonly broken: number | null
  /** where to go on; null = the end was reached */
  readonly next: number | null
}

interface StoredEntry {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly before: unknown
  readonly after: unknown
  readonly prev_hash: string
  readonly hash: string
}

const PAGE = 1000

/** Walks up to `limit` entries of the chain behind the entry `after` (0 = from the first). */
export async function checkSeals(client: ClientBase, after: number, limit: number): Promise<SealCheck> {
  const start = await client.query<{ hash: string }>('SELECT hash FROM audit_entry WHERE seq = $1', [after])
  // An entry that is not there any more is a break of its own: the next one's seal will not fit.
  let previous = start.rows[0]?.hash ?? ''
  let at = after
  let checked = 0
  while (checked < limit) {
    const page = await client.query<StoredEntry>(
      'SELECT * FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2',
      [at, Math.min(PAGE, limit - checked)],
    )
    if (page.rows.length === 0) return { checked, broken: null, next: null }
    for (const row of page.rows) {
      checked++
      if (row.prev_hash !== previous || row.hash !== sealOf(previous, row))
        return { checked, broken: Number(row.seq), next: null }
      previous = row.hash
      at = Number(row.seq)
    }
  }
  return { checked, broken: null, next: at }
}

/** Walks the whole chain; answers the sequence number of the first entry whose seal is broken, or null. */
export async function firstBrokenSeal(client: ClientBase): Promise<number | null> {
  return (await checkSeals(client, 0, Number.MAX_SAFE_INTEGER)).broken
}

export interface AuditFilter {
  /** exactly this actor, `user:<id>` */
  readonly actor: string | null
  /** exactly this object, or with a colon at its end all of a kind: `user:` */
  readonly object: string | null
  /** exactly this action, or with a dot at its end all of a kind: `user.` */
  readonly action: string | null
  /** epoch ms; `to` is outside */
  readonly from: number | null
  readonly to: number | null
}

export interface AuditRow extends AuditRecord {
  readonly seq: number
}

/** Entries from the newest on, those before the entry `before` (null = from the newest). */
export async function listAuditRows(
  reader: ClientBase | Pool,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<AuditRow[]> {
  const { rows } = await reader.query<AuditRow>(
    `SELECT seq, at, actor, action, object, before, after FROM audit_entry
     WHERE ($1::bigint IS NULL OR seq < $1)
       AND ($2::text IS NULL OR actor = $2)
       AND ($3::text IS NULL OR object = $3 OR (right($3, 1) = ':' AND starts_with(object, $3)))
       AND ($4::text IS NULL OR action = $4 OR (right($4, 1) = '.' AND starts_with(action, $4)))
       AND ($5::double precision IS NULL OR at >= to_timestamp($5 / 1000))
       AND ($6::double precision IS NULL OR at < to_timestamp($6 / 1000))
     ORDER BY seq DESC LIMIT $7`,
    [before, filter.actor, filter.object, filter.action, filter.from, filter.to, limit],
  )
  return rows
}

/** Who is in the log, and what was done: actors and actions there are. */
export async function listAuditChoices(
  reader: ClientBase | Pool,
): Promise<{ readonly actors: readonly string[]; readonly actions: readonly string[] }> {
  // Skips along the indexes: a few hundred steps, however long the log.
  const skip = (column: string) =>
    `WITH RECURSIVE step AS (
       (SELECT ${column} AS it FROM audit_entry ORDER BY ${column} LIMIT 1)
       UNION ALL
       SELECT (SELECT ${column} FROM audit_entry WHERE ${column} > step.it ORDER BY ${column} LIMIT 1)
       FROM step WHERE step.it IS NOT NULL
     ) SELECT it FROM step WHERE it IS NOT NULL LIMIT 1000`
  const [actors, actions] = await Promise.all([
    reader.query<{ it: string }>(skip('actor')),
    reader.query<{ it: string }>(skip('action')),
  ])
  return { actors: actors.rows.map(({ it }) => it), actions: actions.rows.map(({ it }) => it) }
}
