/**
 * The store behind the door: events that have been checked, kept once each. What this answers as accepted is
 * committed to disk.
 */
import type pg from 'pg'
import { unitId } from '@/lib/core/ids'
import { log } from '@/lib/core/log'
import type { UnifiedEvent } from '@/lib/facts/event'
import { contentHash } from '@/lib/facts/parse-event'
import { unitOf } from '@/lib/facts/unit'
import { instantArray, numberArray, textArray, uuidArray } from './arrays'
import { pool, transaction } from './pool'

export interface StoreMeta {
  /** epoch ms at which the request arrived */
  readonly receivedAt: number
  /** what `checkEvent` answered beside each event; computed here where absent */
  readonly contentHashes?: readonly string[]
  /** marks a source that is new with these events as made by the demo */
  readonly demo?: boolean
}

export interface Stored {
  /** events that were new and are now on disk */
  readonly accepted: number
  /** events that were there before, or came twice in one request; those with other content included */
  readonly duplicates: number
  /** of the duplicates, those whose content differs from what is kept: the first stays */
  readonly conflicts: readonly { readonly index: number; readonly id: string }[]
  /** health's `applied` reaches this once these events are in every figure */
  readonly position: number
}

interface Prepared {
  readonly index: number
  readonly key: string
  readonly hash: string
  readonly event: UnifiedEvent
}

function prepare(event: UnifiedEvent, index: number, hash: string | undefined): Prepared {
  return { index, event, key: unitId('event', event.source, event.id), hash: hash ?? contentHash(event) }
}

const INSERT = `
  WITH b AS MATERIALIZED (SELECT nextval('ingest_batch_no') AS no),
  stored AS (
    INSERT INTO event (event_key, unit_id, source, id, type, time, subject, data, content_hash, batch, received_at)
    SELECT e.event_key, e.unit_id, e.source, e.id, e.type, e.time, e.subject, e.data, e.content_hash,
      (SELECT no FROM b), $10
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[],
      $8::jsonb[], $9::uuid[]) AS e(event_key, unit_id, source, id, type, time, subject, data, content_hash)
    ON CONFLICT DO NOTHING
    RETURNING source, time
  )
  SELECT (SELECT no FROM b) AS batch, source, count(source) AS stored, max(time) AS latest
  FROM (SELECT 1) AS one LEFT JOIN stored ON true
  GROUP BY source`

const KNOWN = `
  SELECT event_key AS key, content_hash AS hash FROM event WHERE event_key = ANY($1::uuid[]) AND batch <> $2`

const SOURCE = `
  INSERT INTO source AS s (source, first_seen_at, last_event_at, last_received_at, events, demo)
  SELECT u.source, $1, u.latest, $1, u.stored, $2
  FROM unnest($3::text[], $4::timestamptz[], $5::bigint[]) AS u(source, latest, stored)
  ON CONFLICT (source) DO UPDATE SET
    last_event_at = greatest(s.last_event_at, excluded.last_event_at),
    last_received_at = greatest(s.last_received_at, excluded.last_received_at),
    events = s.events + excluded.events`

// Last in the transaction: the lock on this row is what puts commits in order and makes positions dense.
const POSITION = `
  WITH s AS (UPDATE stream SET accepted = accepted + $1 WHERE id = 1 RETURNING accepted)
  INSERT INTO ingest_batch (position, batch, accepted, committed_at) SELECT accepted, $2, $1, $3 FROM s
  RETURNING position`

const CONFLICT = `
  INSERT INTO event_conflict AS c
    (event_key, content_hash, source, id, content, first_seen_at, last_seen_at, times)
  SELECT u.event_key, u.content_hash, u.source, u.id, u.content, $6, $6, 1
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[])
    AS u(event_key, content_hash, source, id, content)
  ON CONFLICT (event_key, content_hash) DO UPDATE SET
    last_seen_at = greatest(c.last_seen_at, excluded.last_seen_at), times = c.times + 1`

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function reportConflicts(client: pg.PoolClient, rows: readonly Prepared[], at: Date): Promise<void> {
  const once = new Map(rows.map((row) => [`${row.key} ${row.hash}`, row]))
  const sorted = [...once].sort(([a], [b]) => compareText(a, b)).map(([, row]) => row)
  await client.query(CONFLICT, [
    uuidArray(sorted.map((row) => row.key)),
    uuidArray(sorted.map((row) => row.hash)),
    textArray(sorted.map((row) => row.event.source)),
    textArray(sorted.map((row) => row.event.id)),
    textArray(
      sorted.map(({ event: { type, time, subject, data } }) => JSON.stringify({ type, time, subject, data })),
    ),
    at,
  ])
}

/**
 * Stores events idempotently on (source, id), in one transaction. Events must have passed `parseEvent`. Throws
 * AppError `unavailable` where the database is away; then nothing is known to be stored, and sending again is safe.
 */
export async function storeEvents(events: readonly UnifiedEvent[], meta: StoreMeta): Promise<Stored> {
  const firsts = new Map<string, Prepared>()
  const clashing: Prepared[] = []
  for (let i = 0; i < events.length; i++) {
    const row = prepare(events[i] as UnifiedEvent, i, meta.contentHashes?.[i])
    const first = firsts.get(row.key)
    if (first === undefined) firsts.set(row.key, row)
    else if (first.hash !== row.hash) clashing.push(row)
  }
  // Everybody takes keys in the same order, so that two senders of the same events cannot wait for each other.
  const rows = [...firsts.values()].sort((a, b) => compareText(a.key, b.key))
  const at = new Date(meta.receivedAt)

  const stored = await transaction(async (client) => {
    const inserted = await insert(client, rows, at)
    const accepted = inserted.sources.reduce((sum, source) => sum + source.stored, 0)
    if (accepted < rows.length) {
      const known = await client.query<{ key: string; hash: string }>(KNOWN, [
        uuidArray(rows.map((row) => row.key)),
        inserted.batch,
      ])
      for (const { key, hash } of known.rows) {
        const row = firsts.get(key)
        if (row !== undefined && row.hash !== hash) clashing.push(row)
      }
    }
    if (clashing.length > 0) await reportConflicts(client, clashing, at)
    await touchSources(client, rows, inserted.sources, at, meta.demo ?? false)
    if (accepted === 0) {
      const { rows: stream } = await client.query<{ accepted: number }>('SELECT accepted FROM stream')
      return { accepted, position: stream[0]?.accepted ?? 0 }
    }
    const { rows: placed } = await client.query<{ position: number }>(POSITION, [
      accepted,
      inserted.batch,
      at,
    ])
    return { accepted, position: placed[0]?.position ?? 0 }
  })

  if (stored.accepted > 0) announceIngested()
  const conflicts = clashing
    .map((row) => ({ index: row.index, id: row.event.id }))
    .sort((a, b) => a.index - b.index)
  return { ...stored, duplicates: events.length - stored.accepted, conflicts }
}

interface StoredOfSource {
  readonly source: string
  readonly stored: number
  readonly latest: number
}

async function insert(
  client: pg.PoolClient,
  rows: readonly Prepared[],
  at: Date,
): Promise<{ batch: number; sources: StoredOfSource[] }> {
  const found = await client.query<{ batch: number; source: string | null; stored: number; latest: number }>({
    name: 'store-events',
    text: INSERT,
    values: [
      uuidArray(rows.map((row) => row.key)),
      uuidArray(rows.map((row) => unitOf(row.event).id)),
      textArray(rows.map((row) => row.event.source)),
      textArray(rows.map((row) => row.event.id)),
      textArray(rows.map((row) => row.event.type)),
      instantArray(rows.map((row) => row.event.time)),
      textArray(rows.map((row) => row.event.subject)),
      textArray(rows.map((row) => JSON.stringify(row.event.data))),
      uuidArray(rows.map((row) => row.hash)),
      at,
    ],
  })
  const sources = found.rows.flatMap(({ source, stored, latest }) =>
    source === null ? [] : [{ source, stored, latest }],
  )
  return { batch: found.rows[0]?.batch ?? 0, sources }
}

/** Once a transaction for each source, in order, shortly before the end: the rows are hot. */
async function touchSources(
  client: pg.PoolClient,
  rows: readonly Prepared[],
  stored: readonly StoredOfSource[],
  at: Date,
  demo: boolean,
): Promise<void> {
  const bySource = new Map(stored.map((row) => [row.source, row]))
  const names = [...new Set(rows.map((row) => row.event.source))].sort(compareText)
  if (names.length === 0) return
  await client.query({
    name: 'touch-sources',
    text: SOURCE,
    values: [
      at,
      demo,
      textArray(names),
      instantArray(names.map((name) => bySource.get(name)?.latest ?? null)),
      numberArray(names.map((name) => bySource.get(name)?.stored ?? 0)),
    ],
  })
}

const ANNOUNCE_EVERY = 50
let announced = 0
let pending = false

/** Tells the worker that something waits: at most twenty times a second, and never within the transaction. */
function announceIngested(): void {
  if (pending) return
  const wait = announced + ANNOUNCE_EVERY - performance.now()
  pending = true
  const to = pool()
  const tell = () => {
    pending = false
    announced = performance.now()
    to.query('NOTIFY ingested').catch((error: unknown) =>
      log('ingest').debug({ err: error }, 'nobody was told of new events'),
    )
  }
  if (wait <= 0) tell()
  else setTimeout(tell, wait)
}
