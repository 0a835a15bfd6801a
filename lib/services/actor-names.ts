import { listUserRows } from '@/lib/db/people'

/** Names of actors of the audit trail (`user:<id>` …): people by their names, others by what stands behind the colon. */
export async function nameActors(actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(actors)]
  const people = wanted.some((actor) => actor.startsWith('user:'))
    ? new Map((await listUserRows()).map(({ id, name }) => [`user:${id}`, name]))
    : new Map<string, string>()
  return new Map(wanted.map((actor) => [actor, people.get(actor) ?? actor.slice(actor.indexOf(':') + 1)]))
}
