/** Who is behind a credential. Each answers a Principal, or null where the credential is dead or unknown. */
import { log } from '@/lib/core/log'
import { hashSecret, parseToken, sameText } from '@/lib/core/token'
import { findKey, findScreen, findSessionUser, touchKey, touchScreen } from '@/lib/db/people'
import { type Principal, ROLES, SCOPES, teamsOfRole } from './context'

/** Milliseconds for which a looked-up key is believed: a revoked one is dead within this time. */
const KEY_TTL = 3_000
const CACHE_MAX = 2_000

const keys = new Map<string, { readonly principal: Principal | null; readonly until: number }>()

/** The API key of a token `hl_…`. Believed for 3 s. Throws where the database is away. */
export async function authenticateKey(token: string, now: number): Promise<Principal | null> {
  const parts = parseToken('hl', token)
  if (parts === null) return null
  const hashed = hashSecret(parts.secret)
  const slot = `${parts.id}:${hashed}`
  const known = keys.get(slot)
  if (known !== undefined && known.until > now && known.until <= now + KEY_TTL) return known.principal
  const row = await findKey(parts.id)
  const alive = row !== null && sameText(row.hash, hashed) && row.revokedAt === null
  const principal: Principal | null = alive
    ? {
        kind: 'key',
        id: row.id,
        name: row.name,
        scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
      }
    : null
  if (keys.size >= CACHE_MAX) keys.clear()
  keys.set(slot, { principal, until: now + KEY_TTL })
  if (principal !== null) touchKey(parts.id, now).catch(quiet)
  return principal
}

/** The wall screen of a token `hs_…`. Looked up each time. Throws where the database is away. */
export async function authenticateScreen(token: string, now: number): Promise<Principal | null> {
  const parts = parseToken('hs', token)
  if (parts === null) return null
  const row = await findScreen(parts.id)
  if (row === null || row.revokedAt !== null || !sameText(row.secretHash, hashSecret(parts.secret)))
    return null
  touchScreen(row.id, now).catch(quiet)
  return { kind: 'screen', id: row.id, board: row.board, scope: { team: row.scope.team ?? null } }
}

/** The person behind a session id; null where it ended, or the person is disabled. Looked up each time. */
export async function authenticateSession(sid: string, now: number): Promise<Principal | null> {
  if (!/^[0-9a-f-]{36}$/.test(sid)) return null
  const row = await findSessionUser(sid, now)
  const role = ROLES.find((known) => known === row?.role)
  if (row === null || role === undefined) return null
  return { kind: 'user', id: row.id, email: row.email, role, teams: teamsOfRole(role, row.teams) }
}

function quiet(error: unknown): void {
  log('auth').debug({ err: error }, 'could not note the use of a credential')
}
