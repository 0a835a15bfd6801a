/**
 * Wall screens and televisions that wait to be paired. People-sized tables; what is audited takes the pg client of
 * the caller's transaction. Instants are epoch milliseconds; secrets, codes and claims are here as hashes only.
 */
import type { ClientBase } from 'pg'
import type { Prisma } from './generated/client'
import { pool } from './pool'
import { prisma } from './prisma'

const LIST_MAX = 10_000
/** Uses are noted this seldom, in milliseconds. */
const NOTE_EVERY = 60_000

export interface Viewport {
  readonly width: number
  readonly height: number
  readonly dpr: number
}

export interface ScreenRow {
  readonly id: string
  readonly board: string
  readonly scope: { readonly team?: string | null }
  readonly secretHash: string
  readonly label: string
  /** as lib/boards/screen-settings writes and reads it */
  readonly settings: unknown
  readonly command: unknown
  readonly build: string | null
  readonly viewport: Viewport | null
  readonly scene: string | null
  readonly density: string | null
  readonly createdAt: number
  readonly lastSeenAt: number | null
  readonly revokedAt: number | null
}

function screenRow(screen: Prisma.ScreenGetPayload<object>): ScreenRow {
  return {
    ...screen,
    // as insertScreen and noteHeartbeat wrote them
    scope: screen.scope as ScreenRow['scope'],
    viewport: screen.viewport as Viewport | null,
    createdAt: screen.createdAt.getTime(),
    lastSeenAt: screen.lastSeenAt?.getTime() ?? null,
    revokedAt: screen.revokedAt?.getTime() ?? null,
  }
}

const COLUMNS = `id, board, scope, secret_hash AS "secretHash", label, settings, command, build, viewport, scene,
  density, created_at AS "createdAt", last_seen_at AS "lastSeenAt", revoked_at AS "revokedAt"`

const instant = (parameter: string) => `to_timestamp(${parameter}::double precision / 1000)`

/** The screen with this id, revoked ones included, or null. */
export async function findScreen(id: string): Promise<ScreenRow | null> {
  const screen = await prisma().screen.findUnique({ where: { id } })
  return screen === null ? null : screenRow(screen)
}

/** The live screen with this id, locked until the caller's transaction ends, or null. */
export async function lockScreen(client: ClientBase, id: string): Promise<ScreenRow | null> {
  const { rows } = await client.query<ScreenRow>(
    `SELECT ${COLUMNS} FROM screen WHERE id = $1 AND revoked_at IS NULL FOR UPDATE`,
    [id],
  )
  return rows[0] ?? null
}

/** Which of these screens are alive: one look for all open walls. */
export async function liveScreenIds(ids: readonly string[]): Promise<string[]> {
  const alive = await prisma().screen.findMany({
    where: { id: { in: [...ids] }, revokedAt: null },
    select: { id: true },
  })
  return alive.map((screen) => screen.id)
}

/** All screens, newest first, revoked ones included. */
export async function listScreenRows(): Promise<ScreenRow[]> {
  const screens = await prisma().screen.findMany({ orderBy: { createdAt: 'desc' }, take: LIST_MAX })
  return screens.map(screenRow)
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
    settings: object
    at: number
  },
): Promise<void> {
  await client.query(
    `INSERT INTO screen (id, board, scope, secret_hash, label, settings, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, ${instant('$7')})`,
    [
      screen.id,
      screen.board,
      JSON.stringify(screen.scope),
      screen.secretHash,
      screen.label,
      JSON.stringify(screen.settings),
      screen.at,
    ],
  )
}

/** Changes what a live screen shows and is called. */
export async function writeScreen(
  client: ClientBase,
  screen: {
    id: string
    board: string
    scope: { readonly team?: string | null }
    label: string
    settings: object
  },
): Promise<void> {
  await client.query('UPDATE screen SET board = $2, scope = $3, label = $4, settings = $5 WHERE id = $1', [
    screen.id,
    screen.board,
    JSON.stringify(screen.scope),
    screen.label,
    JSON.stringify(screen.settings),
  ])
}

/** Stores what a screen is told; null takes it back. */
export async function writeCommand(client: ClientBase, id: string, command: object | null): Promise<void> {
  await client.query('UPDATE screen SET command = $2 WHERE id = $1', [
    id,
    command === null ? null : JSON.stringify(command),
  ])
}

/** Ends a screen for good. */
export async function revokeScreenRow(client: ClientBase, id: string, at: number): Promise<void> {
  await client.query(`UPDATE screen SET revoked_at = ${instant('$2')} WHERE id = $1`, [id, at])
}

/** Notes that a screen was seen, at most once a minute. */
export async function touchScreen(id: string, at: number): Promise<void> {
  await prisma().screen.updateMany({
    where: { id, OR: [{ lastSeenAt: null }, { lastSeenAt: { lt: new Date(at - NOTE_EVERY) } }] },
    data: { lastSeenAt: new Date(at) },
  })
}

/** What a screen says of itself; what it leaves out stays as it was. */
export interface Heartbeat {
  readonly build?: string | undefined
  readonly viewport?: Viewport | undefined
  readonly scene?: string | undefined
  readonly density?: string | undefined
}

/** Notes a heartbeat and answers the screen as it stands; null where it has ended. */
export async function noteHeartbeat(id: string, beat: Heartbeat, at: number): Promise<ScreenRow | null> {
  const { rows } = await pool().query<ScreenRow>(
    `UPDATE screen SET last_seen_at = greatest(last_seen_at, ${instant('$2')}),
       build = coalesce($3, build), viewport = coalesce($4::jsonb, viewport), scene = coalesce($5, scene),
       density = coalesce($6, density)
     WHERE id = $1 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
    [
      id,
      at,
      beat.build ?? null,
      beat.viewport === undefined ? null : JSON.stringify(beat.viewport),
      beat.scene ?? null,
      beat.density ?? null,
    ],
  )
  return rows[0] ?? null
}

/** What opens one more pairing; `full` where as many as may be are open already, `taken` where the code is in use. */
export async function openPairing(
  client: ClientBase,
  pairing: { claimHash: string; codeHash: string; at: number; expiresAt: number },
  most: number,
): Promise<'opened' | 'full' | 'taken'> {
  // One at a time, so that the count holds.
  await client.query("SELECT pg_advisory_xact_lock(hashtext('helmline.screen_pairing'))")
  await client.query(`DELETE FROM screen_pairing WHERE expires_at <= ${instant('$1')}`, [pairing.at])
  const { rows } = await client.query<{ open: number }>('SELECT count(*)::int AS open FROM screen_pairing')
  if ((rows[0]?.open ?? 0) >= most) return 'full'
  const made = await client.query(
    `INSERT INTO screen_pairing (claim_hash, code_hash, created_at, expires_at)
     VALUES ($1, $2, ${instant('$3')}, ${instant('$4')}) ON CONFLICT DO NOTHING`,
    [pairing.claimHash, pairing.codeHash, pairing.at, pairing.expiresAt],
  )
  return made.rowCount === 1 ? 'opened' : 'taken'
}

/** Gives a screen to the television that shows this code; false where none does (any more). */
export async function bindPairing(
  client: ClientBase,
  pairing: { codeHash: string; screenId: string; at: number; expiresAt: number },
): Promise<boolean> {
  // What is paired has its full time to be fetched, also where the code was typed in its last second.
  const done = await client.query(
    `UPDATE screen_pairing SET screen_id = $2, expires_at = ${instant('$4')}
     WHERE code_hash = $1 AND screen_id IS NULL AND expires_at > ${instant('$3')}`,
    [pairing.codeHash, pairing.screenId, pairing.at, pairing.expiresAt],
  )
  return done.rowCount === 1
}

/** A television's pairing: `gone` = unknown or expired, `pending` = nobody has typed the code yet. */
export type Claimed =
  | { readonly state: 'gone' }
  | { readonly state: 'pending' }
  | { readonly state: 'paired'; readonly screenId: string; readonly board: string }

/**
 * Hands a paired screen over, once: the pairing is forgotten and the screen's secret becomes `secretHash`. Of two
 * that ask at the same moment one gets it.
 */
export async function takePairing(
  client: ClientBase,
  claim: { claimHash: string; secretHash: string; at: number },
): Promise<Claimed> {
  const { rows } = await client.query<{ screenId: string | null }>(
    `SELECT screen_id AS "screenId" FROM screen_pairing
     WHERE claim_hash = $1 AND expires_at > ${instant('$2')} FOR UPDATE`,
    [claim.claimHash, claim.at],
  )
  const found = rows[0]
  if (found === undefined) return { state: 'gone' }
  const { screenId } = found
  if (screenId === null) return { state: 'pending' }
  await client.query('DELETE FROM screen_pairing WHERE claim_hash = $1', [claim.claimHash])
  const taken = await client.query<{ board: string }>(
    'UPDATE screen SET secret_hash = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING board',
    [screenId, claim.secretHash],
  )
  const board = taken.rows[0]?.board
  return board === undefined ? { state: 'gone' } : { state: 'paired', screenId, board }
}
