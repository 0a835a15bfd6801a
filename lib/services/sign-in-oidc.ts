import { randomUUID } from 'node:crypto'
import { conflict } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { bindIdentity, findUserByEmail, findUserByIdentity, writeUser } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { beginSession, type SignedIn } from './sign-in'

export interface OidcIdentity {
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  readonly name: string | null
}

/**
 * Begins a session for a person the OIDC provider vouches for, found by issuer and subject, never by mail. An
 * unknown subject becomes a new person of role agent without teams, who sees nothing until an administrator says
 * so. Null where the person is disabled. Throws 409 where the mail belongs to somebody already.
 */
export async function signInOidc(identity: OidcIdentity, now: number): Promise<SignedIn | null> {
  const known = await findUserByIdentity(identity.issuer, identity.subject)
  if (known !== null) {
    if (known.disabledAt !== null) return null
    return await beginSession({ id: known.id, email: known.email, name: known.name }, 'oidc', now)
  }
  const id = randomUUID()
  const email = identity.email?.trim().toLowerCase() || `${id}@oidc.invalid`
  const name = identity.name?.trim() || email
  await transaction(async (client) => {
    if ((await findUserByEmail(email, client)) !== null) {
      throw conflict('This mail address belongs to another account here; ask an administrator.')
    }
    await writeUser(client, { id, email, name, role: 'agent', teams: [], passwordHash: null, at: now })
    await bindIdentity(client, id, identity.issuer, identity.subject)
    await appendAudit(client, {
      at: now,
      actor: `user:${id}`,
      action: 'user.created',
      object: `user:${id}`,
      before: null,
      after: { role: 'agent', teams: [], how: 'oidc' },
    })
  })
  return await beginSession({ id, email, name }, 'oidc', now)
}
