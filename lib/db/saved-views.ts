/** Pages with their filters that people keep under a name. People-sized; instants are epoch milliseconds. */
import type { ClientBase } from 'pg'
import { pool } from './pool'

export interface SavedViewRow {
  readonly id: string
  readonly ownerId: string
  /** mail address of the owner; null where the person is gone */
  readonly owner: string | null
  readonly name: string
  readonly path: string
  readonly query: string
  readonly shared: boolean
  /** teams it is shared with; empty = everybody */
  readonly teams: readonly string[]
  readonly updatedAt: number
}

const COLUMNS = `v.id, v.owner_id AS "ownerId", u.email AS owner, v.name, v.path, v.query, v.shared, v.teams,
  v.updated_at AS "updatedAt"`
const FROM = 'saved_view v LEFT JOIN app_user u ON u.id = v.owner_id'
const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`
const LIST_MAX = 500

/**
 * A person's own views and those shared with them, by name. `teams` of the reader: null = all. Views of a disabled
 * person stay with those they are shared with.
 */
export async function listSavedViewRows(
  ownerId: string,
  teams: readonly string[] | null,
): Promise<SavedViewRow[]> {
  const { rows } = await pool().query<SavedViewRow>(
    `SELECT ${COLUMNS} FROM ${FROM}
     WHERE v.owner_id = $1
        OR (v.shared AND (v.teams = '{}' OR $2::text[] IS NULL OR v.teams && $2))
     ORDER BY v.name, v.id LIMIT ${LIST_MAX}`,
    [ownerId, teams],
  )
  return rows
}

/** One view, locked until the caller's transaction ends, or null. */
export async function lockSavedView(client: ClientBase, id: string): Promise<SavedViewRow | null> {
  const { rows } = await client.query<SavedViewRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE v.id = $1 FOR UPDATE OF v`,
    [id],
  )
  return rows[0] ?? null
}

/** How many views a person has. */
export async function countSavedViews(client: ClientBase, ownerId: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM saved_view WHERE owner_id = $1',
    [ownerId],
  )
  return rows[0]?.n ?? 0
}

type Written = Omit<SavedViewRow, 'owner' | 'updatedAt'>

const values = (view: Written, now: number) => [
  view.id,
  view.ownerId,
  view.name,
  view.path,
  view.query,
  view.shared,
  view.teams,
  now,
]

/** Stores a new view; false where the owner has one of this name, or the id is taken. */
export async function addSavedView(client: ClientBase, view: Written, now: number): Promise<boolean> {
  const done = await client.query(
    `INSERT INTO saved_view (id, owner_id, name, path, query, shared, teams, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, ${instant('$8')}, ${instant('$8')}) ON CONFLICT DO NOTHING`,
    values(view, now),
  )
  return done.rowCount === 1
}

/** Changes a view; false where the owner has another one of this name. */
export async function changeSavedView(client: ClientBase, view: Written, now: number): Promise<boolean> {
  const done = await client.query(
    `UPDATE saved_view SET name = $3, path = $4, query = $5, shared = $6, teams = $7, updated_at = ${instant('$8')}
     WHERE id = $1 AND owner_id = $2
       AND NOT EXISTS (SELECT 1 FROM saved_view o WHERE o.owner_id = $2 AND o.name = $3 AND o.id <> $1)`,
    values(view, now),
  )
  return done.rowCount === 1
}

/** Takes a view away. */
export async function deleteSavedViewRow(client: ClientBase, id: string): Promise<void> {
  await client.query('DELETE FROM saved_view WHERE id = $1', [id])
}
