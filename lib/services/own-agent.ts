import { findUserByEmail } from '@/lib/db/people'
import type { Context } from './context'

/**
 * Which agent a person with the role `agent` is: sources name agents, and the account carries the same name. Null for
 * every other role, for keys and for screens.
 */
export async function ownAgent(ctx: Context): Promise<string | null> {
  const { principal } = ctx
  if (principal.kind !== 'user' || principal.role !== 'agent') return null
  const user = await findUserByEmail(principal.email)
  return user === null || user.name === '' ? null : user.name
}
