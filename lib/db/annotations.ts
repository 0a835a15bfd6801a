/** What explains a stretch of time: notes by hand and outages of sources. Instants are epoch milliseconds. */
import type { ClientBase } from 'pg'
import { pool } from './pool'

export interface AnnotationRow {
  readonly id: string
  readonly at: number
  readonly until: number | null
  readonly kind: string
  readonly text: string
  readonly channel: string | null
  readonly team: string | null
  readonly createdBy: string
}

export interface OutageRow {
  readonly source: string
  readonly since: number
  readonly until: number | null
}

const COLUMNS = 'id, at, until, kind, text, channel, team, created_by AS "createdBy"'
const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

/** A period is asked for with what is in it; `channels`, `teams`: null = all, else those and what concerns everybody. */
export interface AnnotationQuestion {
  readonly from: number
  readonly to: number
  readonly channels: readonly string[] | null
  readonly teams: readonly string[] | null
  readonly limit: number
}

/** Notes by hand that touch the period, the newest first. */
export async function listAnnotationRows(asked: AnnotationQuestion): Promise<AnnotationRow[]> {
  const { rows } = await pool().query<AnnotationRow>(
    `SELECT ${COLUMNS} FROM annotation
     WHERE at < ${instant('$2')} AND coalesce(until, at) >= ${instant('$1')}
       AND ($3::text[] IS NULL OR channel IS NULL OR channel = ANY ($3))
       AND ($4::text[] IS NULL OR team IS NULL OR team = ANY ($4))
     ORDER BY at DESC, id LIMIT $5`,
    [asked.from, asked.to, asked.channels, asked.teams, asked.limit],
  )
  return rows
}

/** One note, locked until the caller's transaction ends, or null. */
export async function lockAnnotation(client: ClientBase, id: string): Promise<AnnotationRow | null> {
  const { rows } = await client.query<AnnotationRow>(
    `SELECT ${COLUMNS} FROM annotation WHERE id = $1 FOR UPDATE`,
    [id],
  )
  return rows[0] ?? null
}

const values = (row: AnnotationRow, now: number) => [
  row.id,
  row.at,
  row.until,
  row.kind,
  row.text,
  row.channel,
  row.team,
  row.createdBy,
  now,
]

/** Stores a new note; false where the id is taken. */
export async function addAnnotation(client: ClientBase, row: AnnotationRow, now: number): Promise<boolean> {
  const done = await client.query(
    `INSERT INTO annotation (id, at, until, kind, text, channel, team, created_by, created_at, updated_at)
     VALUES ($1, ${instant('$2')}, ${instant('$3')}, $4, $5, $6, $7, $8, ${instant('$9')}, ${instant('$9')})
     ON CONFLICT DO NOTHING`,
    values(row, now),
  )
  return done.rowCount === 1
}

/** Changes a note. */
export async function changeAnnotation(client: ClientBase, row: AnnotationRow, now: number): Promise<void> {
  await client.query(
    `UPDATE annotation SET at = ${instant('$2')}, until = ${instant('$3')}, kind = $4, text = $5, channel = $6,
       team = $7, created_by = $8, updated_at = ${instant('$9')} WHERE id = $1`,
    values(row, now),
  )
}

/** Takes a note away. */
export async function deleteAnnotationRow(client: ClientBase, id: string): Promise<void> {
  await client.query('DELETE FROM annotation WHERE id = $1', [id])
}

export interface IncidentSpan {
  readonly id: string
  readonly number: number
  readonly at: number
  /** null = it stands */
  readonly until: number | null
  readonly title: { readonly zh: string; readonly en: string }
  readonly channel: string | null
}

/** An alarm shorter than this explains no stretch of a chart. */
const SPAN_LEAST = "interval '5 minutes'"
/** One of a single channel shows beside the numbers of all of them from here on. */
const SPAN_OF_ALL = "interval '2 hours'"

/**
 * Alarms about numbers (not about single conversations, nor silent sources, which are notes of their own) that touch
 * the period, the newest first; `teams` of the asker: null = all.
 */
export async function listIncidentSpans(asked: AnnotationQuestion): Promise<IncidentSpan[]> {
  const { rows } = await pool().query<IncidentSpan>(
    `SELECT id, number, breached_at AS at, coalesce(recovered_at, resolved_at) AS until, title,
       scope ->> 'channel' AS channel
     FROM incident
     WHERE metric IS NOT NULL AND opened_at < ${instant('$2')} AND opened_at > ${instant('$1')} - interval '30 days'
       AND coalesce(recovered_at, resolved_at, 'infinity') >= ${instant('$1')}
       AND coalesce(recovered_at, resolved_at, 'infinity') - breached_at >= ${SPAN_LEAST}
       AND quiet IS NULL
       AND (scope ->> 'channel' IS NULL OR scope ->> 'channel' = ANY ($3) OR ($3::text[] IS NULL
         AND coalesce(recovered_at, resolved_at, 'infinity') - breached_at >= ${SPAN_OF_ALL}))
       AND ($4::text[] IS NULL OR teams && $4)
     ORDER BY opened_at DESC, id LIMIT $5`,
    [asked.from, asked.to, asked.channels, asked.teams, asked.limit],
  )
  return rows
}

/** Stretches of silence that touch the period, the newest first. */
export async function listOutages(from: number, to: number, limit: number): Promise<OutageRow[]> {
  const { rows } = await pool().query<OutageRow>(
    `SELECT source, since, until FROM source_outage
     WHERE since < ${instant('$2')} AND coalesce(until, 'infinity') >= ${instant('$1')}
     ORDER BY since DESC, source LIMIT $3`,
    [from, to, limit],
  )
  return rows
}

/** Silences that have not ended. */
export async function listOpenOutages(): Promise<OutageRow[]> {
  const { rows } = await pool().query<OutageRow>(
    'SELECT source, since, until FROM source_outage WHERE until IS NULL',
  )
  return rows
}

/** Notes that sources fell silent; those of which it is known already stay. Answers how many are new. */
export async function openOutages(outages: readonly { source: string; since: number }[]): Promise<number> {
  if (outages.length === 0) return 0
  const done = await pool().query(
    `INSERT INTO source_outage (source, since)
     SELECT source, to_timestamp(since / 1000) FROM unnest($1::text[], $2::double precision[]) AS o (source, since)
     ON CONFLICT DO NOTHING`,
    [outages.map((outage) => outage.source), outages.map((outage) => outage.since)],
  )
  return done.rowCount ?? 0
}

/** Notes that sources are heard again. Answers how many silences ended. */
export async function closeOutages(heard: readonly { source: string; until: number }[]): Promise<number> {
  if (heard.length === 0) return 0
  const done = await pool().query(
    `UPDATE source_outage o SET until = greatest(to_timestamp(h.until / 1000), o.since)
     FROM unnest($1::text[], $2::double precision[]) AS h (source, until)
     WHERE o.source = h.source AND o.until IS NULL`,
    [heard.map((row) => row.source), heard.map((row) => row.until)],
  )
  return done.rowCount ?? 0
}
