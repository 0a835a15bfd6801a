import { type Assignable, listAssignable } from '@/lib/db/incidents'
import type { Context } from './context'
import { actingUser, reachedIncident } from './incident-access'
import { requireHands } from './waiting-ticket'

/**
 * Who can take an incident on: the asker first, then people of its teams, then everybody else. Throws 403 for those who
 * act on none, 404 where the asker does not reach it.
 */
export async function listIncidentPeople(
  ctx: Context,
  id: string,
): Promise<readonly (Omit<Assignable, 'email'> & { readonly me: boolean })[]> {
  requireHands(ctx)
  const { teams } = await reachedIncident(ctx, id)
  const me = actingUser(ctx)
  return (await listAssignable(teams))
    .map(({ email: _, ...person }) => ({ ...person, me: person.id === me }))
    .sort((a, b) => Number(b.me) - Number(a.me))
}
