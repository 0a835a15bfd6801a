/**
 * People, their sessions and API keys. Small tables, asked through Prisma. What is audited takes the
 * pg client of the caller's transaction instead: the deed and its entry in the audit chain, which is made under an
 * advisory lock, must stand or fall together. Instants are epoch milliseconds.
 */
import type { ClientBase } from 'pg'
import type { Prisma } from './generated/client'
import { pool } from './pool'
import { prisma } from './prisma'

/** Lists are of people-sized tables; beyond this somebody has made rows by machine. */
const LIST_MAX = 10_000
/** Uses are noted this seldom, in milliseconds. */
const NOTE_EVERY = 60_000

export interface UserRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  readonly passwordHash: string | null
  /** for messages by SMS */
  readonly phone: string | null
  readonly disabledAt: number | null
  readonly createdAt: number
}

const USER_FIELDS = {
  id: true,
  email: true,
  name: true,
  role: true,
  teams: true,
  passwordHash: true,
  phone: true,
  disabledAt: true,
  createdAt: true,
} satisfies Prisma.AppUserSelect

function userRow(user: Prisma.AppUserGetPayload<{ select: typeof USER_FIELDS }>): UserRow {
  return { ...user, disabledAt: user.disabledAt?.getTime() ?? null, createdAt: user.createdAt.getTime() }
}

const USER_COLUMNS = `id, email, name, role, teams, password_hash AS "passwordHash", phone,
  disabled_at AS "disabledAt",
  created_at AS "createdAt"`

const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

/** The person with this address (already in lower case), or null; in the caller's transaction where it has one. */
export async function findUserByEmail(email: string, client?: ClientBase): Promise<UserRow | null> {
  if (client === undefined) {
    const user = await prisma().appUser.findUnique({ where: { email }, select: USER_FIELDS })
    return user === null ? null : userRow(user)
  }
  const found = await client.query<UserRow>(`SELECT ${USER_COLUMNS} FROM app_user WHERE email = $1`, [email])
  return found.rows[0] ?? null
}

/** The person bound to this subject of this OIDC issuer, or null. */
export async function findUserByIdentity(issuer: string, subject: string): Promise<UserRow | null> {
  const user = await prisma().appUser.findUnique({
    where: { oidcIssuer_oidcSubject: { oidcIssuer: issuer, oidcSubject: subject } },
    select: USER_FIELDS,
  })
  return user === null ? null : userRow(user)
}

/** Everybody, by address. */
export async function listUserRows(): Promise<UserRow[]> {
  const users = await prisma().appUser.findMany({
    select: USER_FIELDS,
    orderBy: { email: 'asc' },
    take: LIST_MAX,
  })
  return users.map(userRow)
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

/** The person with this id, or null; locked until the caller's transaction ends. */
export async function findUserById(client: ClientBase, id: string): Promise<UserRow | null> {
  const found = await client.query<UserRow>(`SELECT ${USER_COLUMNS} FROM app_user WHERE id = $1 FOR UPDATE`, [
    id,
  ])
  return found.rows[0] ?? null
}

/** Makes a person without a password. Answers false where the address is taken. */
export async function insertUser(
  client: ClientBase,
  user: Pick<UserRow, 'id' | 'email' | 'name' | 'role' | 'teams' | 'phone'> & { readonly at: number },
): Promise<boolean> {
  const done = await client.query(
    `INSERT INTO app_user (id, email, name, role, teams, phone, session_version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, 1, ${instant('$7')}) ON CONFLICT (email) DO NOTHING`,
    [user.id, user.email, user.name, user.role, user.teams, user.phone, user.at],
  )
  return done.rowCount === 1
}

/** Writes what can be changed of a person; address and password stay. `disabledAt` null enables. */
export async function updateUserRow(
  client: ClientBase,
  user: Pick<UserRow, 'id' | 'name' | 'role' | 'teams' | 'phone' | 'disabledAt'>,
): Promise<void> {
  await client.query(
    `UPDATE app_user SET name = $2, role = $3, teams = $4, phone = $5,
       disabled_at = ${instant('$6')}, session_version = session_version + 1 WHERE id = $1`,
    [user.id, user.name, user.role, user.teams, user.phone, user.disabledAt],
  )
}

/** Ids of the administrators who can sign in, locked, so that two who leave at once do not both count the other. */
export async function lockAdmins(client: ClientBase): Promise<string[]> {
  const found = await client.query<{ id: string }>(
    `SELECT id FROM app_user WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  )
  return found.rows.map(({ id }) => id)
}

/** Sets a person's password; all their sessions end with it. */
export async function setPassword(
  client: ClientBase,
  userId: string,
  passwordHash: string,
  at: number,
): Promise<void> {
  await client.query(
    'UPDATE app_user SET password_hash = $2, session_version = session_version + 1 WHERE id = $1',
    [userId, passwordHash],
  )
  await revokeSessions(client, userId, at)
}

/** When each person signed in last, and until when a link to set their password is open; by id. */
export async function listSignIns(
  at: number,
): Promise<Map<string, { readonly lastSignInAt: number | null; readonly linkUntil: number | null }>> {
  const [sessions, links] = await Promise.all([
    prisma().session.groupBy({ by: ['userId'], _max: { createdAt: true } }),
    prisma().passwordLink.findMany({ where: { expiresAt: { gt: new Date(at) } } }),
  ])
  const known = new Map<string, { lastSignInAt: number | null; linkUntil: number | null }>()
  const of = (id: string) => {
    const found = known.get(id) ?? { lastSignInAt: null, linkUntil: null }
    known.set(id, found)
    return found
  }
  for (const { userId, _max } of sessions) of(userId).lastSignInAt = _max.createdAt?.getTime() ?? null
  for (const { userId, expiresAt } of links) of(userId).linkUntil = expiresAt.getTime()
  return known
}

/** Stores a link to set a password; an older one of the person gives way. */
export async function insertPasswordLink(
  client: ClientBase,
  link: { id: string; userId: string; hash: string; createdBy: string; at: number; expiresAt: number },
): Promise<void> {
  await client.query(
    `INSERT INTO password_link (id, user_id, hash, created_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, ${instant('$5')}, ${instant('$6')})
     ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, hash = excluded.hash, created_by = excluded.created_by,
       created_at = excluded.created_at, expires_at = excluded.expires_at`,
    [link.id, link.userId, link.hash, link.createdBy, link.at, link.expiresAt],
  )
}

/** The living link of this id with whose it is, locked; null where it has ended or was used, or the person is disabled. */
export async function findPasswordLink(
  client: ClientBase,
  id: string,
  at: number,
): Promise<{
  readonly hash: string
  readonly userId: string
  readonly email: string
  readonly name: string
} | null> {
  const found = await client.query<{ hash: string; userId: string; email: string; name: string }>(
    `SELECT l.hash, l.user_id AS "userId", u.email, u.name FROM password_link l JOIN app_user u ON u.id = l.user_id
     WHERE l.id = $1 AND l.expires_at > ${instant('$2')} AND u.disabled_at IS NULL FOR UPDATE OF l`,
    [id, at],
  )
  return found.rows[0] ?? null
}

/** Ends the link of a person: used, or no longer wanted. */
export async function removePasswordLink(client: ClientBase, userId: string): Promise<void> {
  await client.query('DELETE FROM password_link WHERE user_id = $1', [userId])
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

/**
 * The person behind a session that is alive at `at`, or null; without the password hash. In SQL, not through
 * Prisma: every request of a browser asks this, and Prisma took 0.4 to 1.1 ms more for it when it was measured.
 */
export async function findSessionUser(id: string, at: number): Promise<UserRow | null> {
  const found = await pool().query<UserRow>(
    `SELECT u.id, u.email, u.name, u.role, u.teams, NULL AS "passwordHash", NULL AS phone, NULL AS "disabledAt",
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

function keyRow(key: Prisma.ApiKeyGetPayload<object>): KeyRow {
  return {
    ...key,
    createdAt: key.createdAt.getTime(),
    lastUsedAt: key.lastUsedAt?.getTime() ?? null,
    revokedAt: key.revokedAt?.getTime() ?? null,
  }
}

const KEY_COLUMNS = `id, name, hash, scopes, created_by AS "createdBy",
  created_at AS "createdAt",
  last_used_at AS "lastUsedAt",
  revoked_at AS "revokedAt"`

/** The key with this id, revoked ones included, or null. */
export async function findKey(id: string): Promise<KeyRow | null> {
  const key = await prisma().apiKey.findUnique({ where: { id } })
  return key === null ? null : keyRow(key)
}

/** The key with this name, revoked ones included, or null; locked until the caller's transaction ends. */
export async function findKeyByName(client: ClientBase, name: string): Promise<KeyRow | null> {
  const found = await client.query<KeyRow>(`SELECT ${KEY_COLUMNS} FROM api_key WHERE name = $1 FOR UPDATE`, [
    name,
  ])
  return found.rows[0] ?? null
}

/** All keys by name, revoked ones included. */
export async function listKeyRows(): Promise<KeyRow[]> {
  const keys = await prisma().apiKey.findMany({ orderBy: { name: 'asc' }, take: LIST_MAX })
  return keys.map(keyRow)
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
  await prisma().apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(at - NOTE_EVERY) } }] },
    data: { lastUsedAt: new Date(at) },
  })
}

/** Which of these sessions are alive at `at`: one look for all open pages. */
export async function liveSessionIds(ids: readonly string[], at: number): Promise<string[]> {
  const alive = await prisma().session.findMany({
    where: {
      id: { in: [...ids] },
      revokedAt: null,
      expiresAt: { gt: new Date(at) },
      user: { disabledAt: null },
    },
    select: { id: true },
  })
  return alive.map((session) => session.id)
}

/** Which of these API keys are alive. */
export async function liveKeyIds(ids: readonly string[]): Promise<string[]> {
  const alive = await prisma().apiKey.findMany({
    where: { id: { in: [...ids] }, revokedAt: null },
    select: { id: true },
  })
  return alive.map((key) => key.id)
}
