/** The audit trail: append-only, each entry sealed with a hash over itself and the entry before it. */
import { hash } from 'node:crypto'
import type { ClientBase } from 'pg'

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

/** Walks the whole chain; answers the sequence number of the first entry whose seal is broken, or null. */
export async function firstBrokenSeal(client: ClientBase): Promise<number | null> {
  let previous = ''
  let after = 0
  for (;;) {
    const page = await client.query<{
      seq: number
      at: number
      actor: string
      action: string
      object: string
      before: unknown
      after: unknown
      prev_hash: string
      hash: string
    }>('SELECT * FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT 1000', [after])
    if (page.rows.length === 0) return null
    for (const row of page.rows) {
      if (row.prev_hash !== previous || row.hash !== sealOf(previous, row)) return Number(row.seq)
      previous = row.hash
      after = Number(row.seq)
    }
  }
}
