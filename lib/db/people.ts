/**
 * People, their sessions, API keys and wall screens. Small tables; each write takes the client of the caller's
 * transaction so that its audit entry stands or falls with it. Instants are epoch milliseconds.
 */
import type { ClientBase } from 'pg'
import { pool } from './pool'

export interface UserRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  readonly passwordHash: string | null
  readonly disabledAt: number | null
  readonly createdAt: number
}

const USER_COLUMNS = `id, email, name, role, teams, password_hash AS "passwordHash",
  disabled_at AS "disabledAt",
  created_at AS "createdAt"`

const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

/** The person with this address (already in lower case), or null. */
export async function findUserByEmail(email: string, client?: ClientBase): Promise<UserRow | null> {
  const found = await (client ?? pool()).query<UserRow>(
    `SELECT ${USER_COLUMNS} FROM app_user WHERE email = $1`,
    [email],
  )
  return found.rows[0] ?? null
}

/** The person bound to this subject of this OIDC issuer, or null. */
export async function findUserByIdentity(issuer: string, subject: string): Promise<UserRow | null> {
  const found = await pool().query<UserRow>(
    `SELECT ${USER_COLUMNS} FROM app_user WHERE oidc_issuer = $1 AND oidc_subject = $2`,
    [issuer, subject],
  )
  return found.rows[0] ?? null
}

/** Everybody, by address. */
export async function listUserRows(): Promise<UserRow[]> {
  const found = await pool().query<UserRow>(`SELECT ${USER_COLUMNS} FROM app_user ORDER BY email LIMIT 10000`)
  return found.rows
}

export interface UserWrite {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  /** null leaves the stored one */
  readonly passwordHash: string | null
  readonly at: number
}

/** Makes the person or changes the one with this address; a disabled one is enabled again. Answers the stored row. */
export async function writeUser(client: ClientBase, user: UserWrite): Promise<UserRow> {
  const written = await client.query<UserRow>(
    `INSERT INTO app_user (id, email, name, role, teams, password_hash, session_version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, 1, ${instant('$7')})
     ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, teams = excluded.teams,
       password_hash = coalesce(excluded.password_hash, app_user.password_hash),
       disabled_at = NULL, session_version = app_user.session_version + 1
     RETURNING ${USER_COLUMNS}`,
    [user.id, user.email, user.name, user.role, user.teams, user.passwordHash, user.at],
  )
  const row = written.rows[0]
  if (row === undefined) throw new Error('app_user returned no row')
  return row
}

/** Binds a person to a subject of an OIDC issuer. */
export async function bindIdentity(
  client: ClientBase,
  id: string,
  issuer: string,
  subject: string,
): Promise<void> {
  await client.query('UPDATE app_user SET oidc_issuer = $2, oidc_subject = $3 WHERE id = $1', [
    id,
    issuer,
    subject,
  ])
}

/** Disables a person and ends all their sessions. False where there is none with this address. */
export async function disableUserRow(client: ClientBase, email: string, at: number): Promise<boolean> {
  const done = await client.query<{ id: string }>(
    `UPDATE app_user SET disabled_at = coalesce(disabled_at, ${instant('$2')}), session_version = session_version + 1
     WHERE email = $1 RETURNING id`,
    [email, at],
  )
  const id = done.rows[0]?.id
  if (id === undefined) return false
  await revokeSessions(client, id, at)
  return true
}

/** Ends all sessions of a person. */
export async function revokeSessions(client: ClientBase, userId: string, at: number): Promise<void> {
  await client.query(
    `UPDATE session SET revoked_at = ${instant('$2')} WHERE user_id = $1 AND revoked_at IS NULL`,
    [userId, at],
  )
}

/** Begins a session that ends at `expiresAt`; old dead ones of the person are cleared away. */
export async function insertSession(
  client: ClientBase,
  session: { id: string; userId: string; at: number; expiresAt: number },
): Promise<void> {
  await client.query(`DELETE FROM session WHERE user_id = $1 AND expires_at < ${instant('$2')}`, [
    session.userId,
    session.at,
  ])
  await client.query(
    `INSERT INTO session (id, user_id, created_at, expires_at, last_seen_at)
     VALUES ($1, $2, ${instant('$3')}, ${instant('$4')}, ${instant('$3')})`,
    [session.id, session.userId, session.at, session.expiresAt],
  )
}

/** The person behind a session that is alive at `at`, or null. */
export async function findSessionUser(id: string, at: number): Promise<UserRow | null> {
  const found = await pool().query<UserRow>(
    `SELECT u.id, u.email, u.name, u.role, u.teams, NULL AS "passwordHash", NULL AS "disabledAt",
       u.created_at AS "createdAt"
     FROM session s JOIN app_user u ON u.id = s.user_id
     WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > ${instant('$2')} AND u.disabled_at IS NULL`,
    [id, at],
  )
  return found.rows[0] ?? null
}

/** Ends one session. */
export async function revokeSession(client: ClientBase, id: string, at: number): Promise<void> {
  await client.query(
    `UPDATE session SET revoked_at = ${instant('$2')} WHERE id = $1 AND revoked_at IS NULL`,
    [id, at],
  )
}

export interface KeyRow {
  readonly id: string
  readonly name: string
  readonly hash: string
  readonly scopes: readonly string[]
  readonly createdBy: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
}

const KEY_COLUMNS = `id, name, hash, scopes, created_by AS "createdBy",
  created_at AS "createdAt",
  last_used_at AS "lastUsedAt",
  revoked_at AS "revokedAt"`

/** The key with this id, revoked ones included, or null. */
export async function findKey(id: string): Promise<KeyRow | null> {
  const found = await pool().query<KeyRow>(`SELECT ${KEY_COLUMNS} FROM api_key WHERE id = $1`, [id])
  return found.rows[0] ?? null
}

/** The key with this name, revoked ones included, or null. */
export async function findKeyByName(client: ClientBase, name: string): Promise<KeyRow | null> {
  const found = await client.query<KeyRow>(`SELECT ${KEY_COLUMNS} FROM api_key WHERE name = $1 FOR UPDATE`, [
    name,
  ])
  return found.rows[0] ?? null
}

/** All keys by name, revoked ones included. */
export async function listKeyRows(): Promise<KeyRow[]> {
  const found = await pool().query<KeyRow>(`SELECT ${KEY_COLUMNS} FROM api_key ORDER BY name LIMIT 10000`)
  return found.rows
}

/** Stores a new key; a revoked one of the same name gives way to it. */
export async function insertKey(
  client: ClientBase,
  key: { id: string; name: string; hash: string; scopes: readonly string[]; createdBy: string; at: number },
): Promise<void> {
  await client.query('DELETE FROM api_key WHERE name = $1 AND revoked_at IS NOT NULL', [key.name])
  await client.query(
    `INSERT INTO api_key (id, name, hash, scopes, created_by, created_at) VALUES ($1, $2, $3, $4, $5, ${instant('$6')})`,
    [key.id, key.name, key.hash, key.scopes, key.createdBy, key.at],
  )
}

/** Ends the live key of this name; answers its id, or null where there is none. */
export async function revokeKeyRow(client: ClientBase, name: string, at: number): Promise<string | null> {
  const done = await client.query<{ id: string }>(
    `UPDATE api_key SET revoked_at = ${instant('$2')} WHERE name = $1 AND revoked_at IS NULL RETURNING id`,
    [name, at],
  )
  return done.rows[0]?.id ?? null
}

/** Notes that a key was used, at most once a minute. */
export async function touchKey(id: string, at: number): Promise<void> {
  await pool().query(
    `UPDATE api_key SET last_used_at = ${instant('$2')}
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < ${instant('$2')} - interval '1 minute')`,
    [id, at],
  )
}

export interface ScreenRow {
  readonly id: string
  readonly board: string
  readonly scope: { readonly team?: string | null }
  readonly secretHash: string
  readonly label: string
  readonly createdAt: number
  readonly lastSeenAt: number | null
  readonly revokedAt: number | null
}

const SCREEN_COLUMNS = `id, board, scope, secret_hash AS "secretHash", label,
  created_at AS "createdAt",
  last_seen_at AS "lastSeenAt",
  revoked_at AS "revokedAt"`

/** The screen with this id, revoked ones included, or null. */
export async function findScreen(id: string): Promise<ScreenRow | null> {
  const found = await pool().query<ScreenRow>(`SELECT ${SCREEN_COLUMNS} FROM screen WHERE id = $1`, [id])
  return found.rows[0] ?? null
}

/** Which of these screens are alive: one look for all open walls. */
export async function liveScreenIds(ids: readonly string[]): Promise<string[]> {
  const found = await pool().query<{ id: string }>(
    'SELECT id FROM screen WHERE id = ANY($1) AND revoked_at IS NULL',
    [ids],
  )
  return found.rows.map((row) => row.id)
}

/** Which of these sessions are alive at `at`: one look for all open pages. */
export async function liveSessionIds(ids: readonly string[], at: number): Promise<string[]> {
  const found = await pool().query<{ id: string }>(
    `SELECT s.id FROM session s JOIN app_user u ON u.id = s.user_id
     WHERE s.id = ANY($1) AND s.revoked_at IS NULL AND s.expires_at > ${instant('$2')} AND u.disabled_at IS NULL`,
    [ids, at],
  )
  return found.rows.map((row) => row.id)
}

/** All screens, newest first, revoked ones included. */
export async function listScreenRows(): Promise<ScreenRow[]> {
  const found = await pool().query<ScreenRow>(
    `SELECT ${SCREEN_COLUMNS} FROM screen ORDER BY created_at DESC LIMIT 10000`,
  )
  return found.rows
}

/** Stores a new screen. */
export async function insertScreen(
  client: ClientBase,
  screen: {
    id: string
    board: string
    scope: { team: string | null }
    secretHash: string
    label: string
    at: number
  },
): Promise<void> {
  await client.query(
    `INSERT INTO screen (id, board, scope, secret_hash, label, created_at) VALUES ($1, $2, $3, $4, $5, ${instant('$6')})`,
    [screen.id, screen.board, JSON.stringify(screen.scope), screen.secretHash, screen.label, screen.at],
  )
}

/** Ends a screen; false where it is not there or already ended. */
export async function revokeScreenRow(client: ClientBase, id: string, at: number): Promise<boolean> {
  const done = await client.query(
    `UPDATE screen SET revoked_at = ${instant('$2')} WHERE id = $1 AND revoked_at IS NULL`,
    [id, at],
  )
  return done.rowCount === 1
}

/** Notes that a screen was seen, at most once a minute. */
export async function touchScreen(id: string, at: number): Promise<void> {
  await pool().query(
    `UPDATE screen SET last_seen_at = ${instant('$2')}
     WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < ${instant('$2')} - interval '1 minute')`,
    [id, at],
  )
}

/** Which of these API keys are alive. */
export async function liveKeyIds(ids: readonly string[]): Promise<string[]> {
  const found = await pool().query<{ id: string }>(
    'SELECT id FROM api_key WHERE id = ANY($1) AND revoked_at IS NULL',
    [ids],
  )
  return found.rows.map((row) => row.id)
}
