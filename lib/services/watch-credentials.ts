import { liveKeyIds, liveSessionIds } from '@/lib/db/people'
import { liveScreenIds } from '@/lib/db/screens'

/** What an open stream was let in by. */
export interface Credential {
  readonly kind: 'screen' | 'session' | 'key'
  readonly id: string
}

/** Ids of those credentials that are dead by now. Throws where the database is away. */
export async function deadCredentials(
  credentials: readonly Credential[],
  now: number,
): Promise<ReadonlySet<string>> {
  const ids = (kind: Credential['kind']) => [
    ...new Set(
      credentials.filter((credential) => credential.kind === kind).map((credential) => credential.id),
    ),
  ]
  const [screens, sessions, keys] = [ids('screen'), ids('session'), ids('key')]
  const alive = await Promise.all([
    screens.length === 0 ? [] : liveScreenIds(screens),
    sessions.length === 0 ? [] : liveSessionIds(sessions, now),
    keys.length === 0 ? [] : liveKeyIds(keys),
  ])
  const living = new Set(alive.flat())
  return new Set([...screens, ...sessions, ...keys].filter((id) => !living.has(id)))
}
