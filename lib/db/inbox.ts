/** A person's inbox: what was told to them in the app. Instants are epoch milliseconds. */
import type { AlarmMessage } from '@/lib/notify/types'
import { pool } from './pool'

export interface InboxRow {
  readonly id: string
  readonly incidentId: string | null
  readonly message: AlarmMessage
  readonly at: number
  readonly readAt: number | null
}

const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

/** The newest first; one more than `limit` where there are more. `after`: where the page before ended. */
export async function listInboxRows(
  userId: string,
  asked: {
    readonly unread: boolean
    readonly after: readonly [at: number, id: string] | null
    readonly limit: number
  },
): Promise<readonly InboxRow[]> {
  const { rows } = await pool().query<InboxRow>(
    `SELECT id, incident_id AS "incidentId", message, at, read_at AS "readAt" FROM inbox_item
     WHERE user_id = $1 AND (NOT $2::boolean OR read_at IS NULL)
       AND ($3::double precision IS NULL OR at < ${instant('$3')} OR (at = ${instant('$3')} AND id < $4::uuid))
     ORDER BY at DESC, id DESC LIMIT $5`,
    [userId, asked.unread, asked.after?.[0] ?? null, asked.after?.[1] ?? null, asked.limit + 1],
  )
  return rows
}

/** How many are unread, and the newest of them. */
export async function readUnread(
  userId: string,
): Promise<{ readonly unread: number; readonly newest: string | null }> {
  const { rows } = await pool().query<{ unread: number; newest: string | null }>(
    `SELECT count(*)::int AS unread, (array_agg(id::text ORDER BY at DESC, id DESC))[1] AS newest
     FROM (SELECT id, at FROM inbox_item WHERE user_id = $1 AND read_at IS NULL ORDER BY at DESC LIMIT 1000) u`,
    [userId],
  )
  return rows[0] ?? { unread: 0, newest: null }
}

/** Marks a person's own messages as read: these, or all that came up to `before`. Answers how many were not yet. */
export async function markInboxRead(
  userId: string,
  which: { readonly ids: readonly string[] } | { readonly before: number },
  now: number,
): Promise<number> {
  const done = await pool().query(
    `UPDATE inbox_item SET read_at = ${instant('$4')} WHERE user_id = $1 AND read_at IS NULL
       AND ($2::uuid[] IS NULL OR id = ANY ($2)) AND ($3::double precision IS NULL OR at <= ${instant('$3')})`,
    [userId, 'ids' in which ? which.ids : null, 'before' in which ? which.before : null, now],
  )
  return done.rowCount ?? 0
}
