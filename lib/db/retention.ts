/**
 * Clearing away what need not be kept: texts of people first of all. Events stay, for every figure is folded from
 * them; only words go that no figure is made of, from the event and from the fact that shows them at once, so that a
 * rebuild makes the same bytes before and after. All in small transactions.
 */
import type { ClientBase } from 'pg'
import { holdApplier } from './apply'
import { pool, transaction } from './pool'

/** Fields of events that hold words, by type: what `free` fields of lib/facts/event-spec.ts say. */
const TEXT_FIELDS: readonly { readonly type: string; readonly fields: readonly string[] }[] = [
  { type: 'message.sent', fields: ['text'] },
  { type: 'survey.answered', fields: ['comment'] },
  { type: 'complaint.filed', fields: ['text'] },
  { type: 'suggestion.submitted', fields: ['text'] },
  { type: 'suggestion.decided', fields: ['text'] },
  { type: 'ticket.opened', fields: ['title'] },
  { type: 'ticket.updated', fields: ['title'] },
  { type: 'ticket.abandoned', fields: ['reason'] },
  ...['ringing', 'answered', 'held', 'resumed', 'ended', 'wrapup_ended'].map((step) => ({
    type: `call.${step}`,
    fields: ['reason'],
  })),
]
const FIELDS = [...new Set(TEXT_FIELDS.flatMap(({ fields }) => fields))]

/** Texts cleared in one transaction. */
const BATCH = 2_000

/** How far texts have been cleared. */
export interface RetentionMark {
  /** epoch ms: events before it hold no words, except those that arrived after `at` */
  readonly textsBefore: number
  readonly at: number
}

const KEY = 'retention_mark'

/** Where the last clearing came to, or null. */
export async function readRetentionMark(): Promise<RetentionMark | null> {
  const { rows } = await pool().query<{ value: RetentionMark }>('SELECT value FROM setting WHERE key = $1', [
    KEY,
  ])
  return rows[0]?.value ?? null
}

/** Keeps where a clearing has come to. */
export async function writeRetentionMark(mark: RetentionMark): Promise<void> {
  await pool().query(
    `INSERT INTO setting AS s (key, value, version, updated_at) VALUES ($1, $2, 1, now())
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = s.version + 1, updated_at = excluded.updated_at`,
    [KEY, JSON.stringify(mark)],
  )
}

/** When the first ticket was opened, epoch ms; null = there is none. */
export async function firstOpenedAt(): Promise<number | null> {
  const { rows } = await pool().query<{ at: number | null }>('SELECT min(opened_at) AS at FROM ticket')
  return rows[0]?.at ?? null
}

/** Events by their own time, `from` null = from the first on; or those before `to` that arrived since an instant. */
export type TextRange =
  | { readonly from: number | null; readonly to: number }
  | { readonly arrivedSince: number; readonly to: number }

const HOLDS_WORDS = 'e.data ?| $1::text[] AND e.type = ANY($2::text[])'

function within(range: TextRange): { readonly sql: string; readonly values: readonly unknown[] } {
  const words = [FIELDS, TEXT_FIELDS.map(({ type }) => type)]
  if ('arrivedSince' in range)
    return {
      sql: `${HOLDS_WORDS} AND e.time < $3 AND e.received_at >= $4`,
      values: [...words, new Date(range.to), new Date(range.arrivedSince)],
    }
  return range.from === null
    ? { sql: `${HOLDS_WORDS} AND e.time < $3`, values: [...words, new Date(range.to)] }
    : {
        sql: `${HOLDS_WORDS} AND e.time < $3 AND e.time >= $4`,
        values: [...words, new Date(range.to), new Date(range.from)],
      }
}

/** How many events of the range hold words. */
export async function countTexts(range: TextRange): Promise<number> {
  const { sql, values } = within(range)
  const { rows } = await pool().query<{ n: number }>(`SELECT count(*) AS n FROM event e WHERE ${sql}`, [
    ...values,
  ])
  return rows[0]?.n ?? 0
}

const COMMENTED = ['survey.answered']
const TITLED = ['ticket.opened', 'ticket.updated']

/**
 * Clears the words of up to some thousand events of the range, and of the facts that show them. The applier waits
 * meanwhile, or it would fold from an event as it was before. Answers how many events; 0 = none is left.
 */
export async function clearTexts(range: TextRange, now: number): Promise<number> {
  return await transaction(async (client) => {
    await holdApplier(client)
    const { sql, values } = within(range)
    const { rows } = await client.query<{ unit: string | null; type: string }>(
      `WITH due AS (SELECT e.event_key FROM event e WHERE ${sql} LIMIT ${BATCH})
       UPDATE event e SET data = e.data - $1::text[] FROM due WHERE e.event_key = due.event_key
       RETURNING e.unit_id AS unit, e.type`,
      [...values],
    )
    const units = (types: readonly string[]) => [
      ...new Set(rows.flatMap(({ unit, type }) => (unit !== null && types.includes(type) ? [unit] : []))),
    ]
    await clearFacts(client, units(COMMENTED), units(TITLED), now)
    return rows.length
  })
}

/** Facts say what their events say: what an event that is kept says stays. The applier folds them once more. */
async function clearFacts(
  client: ClientBase,
  commented: readonly string[],
  titled: readonly string[],
  now: number,
): Promise<void> {
  await client.query(
    `UPDATE answer a SET comment = NULL WHERE a.ticket_id = ANY($1::uuid[]) AND a.comment IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM event e WHERE e.unit_id = a.ticket_id AND e.type = 'survey.answered'
         AND e.time = a.at AND e.data ? 'comment')`,
    [commented],
  )
  await client.query(
    `UPDATE ticket t SET title = NULL WHERE t.ticket_id = ANY($1::uuid[]) AND t.title IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM event e WHERE e.unit_id = t.ticket_id
         AND e.type IN ('ticket.opened', 'ticket.updated') AND e.data ? 'title')`,
    [titled],
  )
  await client.query(
    `INSERT INTO dirty_unit (unit_id, kind, parts, reason, marked_at)
     SELECT DISTINCT u.unit, 'ticket', '{}'::text[], 'words cleared', $2::timestamptz
     FROM unnest($1::uuid[]) AS u(unit) ON CONFLICT (unit_id) DO NOTHING`,
    [[...new Set([...commented, ...titled])], new Date(now)],
  )
}

/** What is kept beside events, with the column that says how old a row is. Table and column are constants of ours. */
const AGED = {
  notes: { from: `ticket_note`, age: 'written_at', more: '' },
  payloads: { from: 'event_conflict', age: 'last_seen_at', more: '' },
  deliveries: { from: 'delivery', age: 'created_at', more: ` AND state NOT IN ('waiting', 'sending')` },
  inbox: { from: 'inbox_item', age: '"at"', more: '' },
  evaluations: { from: 'evaluation_hour', age: '"hour"', more: '' },
} as const
export type Aged = keyof typeof AGED

/** How many rows of a kind are older than the instant. */
export async function countAged(kind: Aged, before: number): Promise<number> {
  const { from, age, more } = AGED[kind]
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*) AS n FROM ${from} WHERE ${age} < $1${more}`,
    [new Date(before)],
  )
  return rows[0]?.n ?? 0
}

/** Deletes some thousand rows of a kind that are older than the instant; answers how many. */
export async function clearAged(kind: Aged, before: number): Promise<number> {
  const { from, age, more } = AGED[kind]
  const { rowCount } = await pool().query(
    `DELETE FROM ${from} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${from} WHERE ${age} < $1${more} LIMIT ${BATCH}))`,
    [new Date(before)],
  )
  return rowCount ?? 0
}

/** Words of customers in messages that were sent, before the instant: how many messages hold some. */
export async function countQuotes(before: number): Promise<number> {
  const { rows } = await pool().query<{ n: number }>(
    `SELECT (SELECT count(*) FROM delivery WHERE created_at < $1 AND message ->> 'note' IS NOT NULL)
       + (SELECT count(*) FROM inbox_item WHERE "at" < $1 AND message ->> 'note' IS NOT NULL) AS n`,
    [new Date(before)],
  )
  return rows[0]?.n ?? 0
}

/** Takes the words of customers out of messages that were sent before the instant; answers how many. */
export async function clearQuotes(before: number): Promise<number> {
  return await transaction(async (client) => {
    let cleared = 0
    for (const [table, age] of [
      ['delivery', 'created_at'],
      ['inbox_item', '"at"'],
    ] as const) {
      const { rowCount } = await client.query(
        `UPDATE ${table} SET message = jsonb_set(message, '{note}', 'null')
         WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table}
           WHERE ${age} < $1 AND message ->> 'note' IS NOT NULL LIMIT ${BATCH}))`,
        [new Date(before)],
      )
      cleared += rowCount ?? 0
    }
    return cleared
  })
}
