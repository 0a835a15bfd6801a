/** Who is behind a credential. Each answers a Principal, or null where the credential is dead or unknown. */
import { settingsOf } from '@/lib/boards/screen-settings'
import { log } from '@/lib/core/log'
import { hashSecret, parseToken, sameText } from '@/lib/core/token'
import { findKey, findSessionUser, touchKey } from '@/lib/db/people'
import { findScreen, touchScreen } from '@/lib/db/screens'
import { type Principal, ROLES, SCOPES, teamsOfRole } from './context'

/** Milliseconds for which a looked-up key or screen is believed: a revoked one is dead within this time. */
const BELIEVED = 3_000
/** Milliseconds between two notes of when a credential was used last. */
const TOUCH_EVERY = 60_000
const CACHE_MAX = 5_000

interface Belief {
  readonly until: number
  readonly principal: Promise<Principal | null>
}

const beliefs = new Map<string, Belief>()
const touched = new Map<string, number>()

/** Looks a credential up once for all who ask at the same time and shortly after. */
function believed(
  slot: string,
  now: number,
  look: () => Promise<Principal | null>,
): Promise<Principal | null> {
  const known = beliefs.get(slot)
  if (known !== undefined && known.until > now && known.until <= now + BELIEVED) return known.principal
  if (beliefs.size >= CACHE_MAX) beliefs.clear()
  const principal = look()
  beliefs.set(slot, { until: now + BELIEVED, principal })
  // A look-up that failed is not believed.
  principal.catch(() => beliefs.delete(slot))
  return principal
}

function noteUse(id: string, now: number, touch: (id: string, at: number) => Promise<void>): void {
  if (now - (touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCH_EVERY) return
  if (touched.size >= CACHE_MAX) touched.clear()
  touched.set(id, now)
  touch(id, now).catch((error: unknown) =>
    log('auth').debug({ err: error }, 'could not note the use of a credential'),
  )
}

/** The API key of a token `hl_…`. Believed for 3 s. Throws where the database is away. */
export async function authenticateKey(token: string, now: number): Promise<Principal | null> {
  const parts = parseToken('hl', token)
  if (parts === null) return null
  const hashed = hashSecret(parts.secret)
  const principal = await believed(`hl:${parts.id}:${hashed}`, now, async () => {
    const row = await findKey(parts.id)
    if (row === null || row.revokedAt !== null || !sameText(row.hash, hashed)) return null
    return {
      kind: 'key',
      id: row.id,
      name: row.name,
      scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    }
  })
  if (principal !== null) noteUse(parts.id, now, touchKey)
  return principal
}

/** The wall screen of a token `hs_…`. Believed for 3 s. Throws where the database is away. */
export async function authenticateScreen(token: string, now: number): Promise<Principal | null> {
  const parts = parseToken('hs', token)
  if (parts === null) return null
  const hashed = hashSecret(parts.secret)
  const principal = await believed(`hs:${parts.id}:${hashed}`, now, async () => {
    const row = await findScreen(parts.id)
    if (row === null || row.revokedAt !== null || !sameText(row.secretHash, hashed)) return null
    const { scenes } = settingsOf(row.settings)
    return { kind: 'screen', id: row.id, board: row.board, scenes, scope: { team: row.scope.team ?? null } }
  })
  if (principal !== null) noteUse(parts.id, now, touchScreen)
  return principal
}

/** The person behind a session id; null where it ended, or the person is disabled. Looked up each time. */
export async function authenticateSession(sid: string, now: number): Promise<Principal | null> {
  if (!/^[0-9a-f-]{36}$/.test(sid)) return null
  const row = await findSessionUser(sid, now)
  const role = ROLES.find((known) => known === row?.role)
  if (row === null || role === undefined) return null
  return { kind: 'user', id: row.id, email: row.email, role, teams: teamsOfRole(role, row.teams) }
}
