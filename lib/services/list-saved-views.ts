import { forbidden } from '@/lib/core/errors'
import { listSavedViewRows, type SavedViewRow } from '@/lib/db/saved-views'
import { type Context, type Principal, type Role, teamScope } from './context'

/** Roles that share views with others. */
const SHARERS: readonly Role[] = ['admin', 'manager', 'supervisor', 'lead']

export type Person = Extract<Principal, { kind: 'user' }>

/** A page with its filters under a name; `path` and `query` make its address. */
export interface SavedView {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly query: string
  readonly shared: boolean
  readonly mine: boolean
  /** who shares it, without the mail's domain; null where it is one's own or the person is gone */
  readonly owner: string | null
}

/** The person who asks. Throws 403 for anybody who is none: views are kept by people. */
export function personOf(ctx: Context): Person {
  if (ctx.principal.kind !== 'user') throw forbidden('Views are kept by people; sign in.')
  return ctx.principal
}

export function sharesViews(person: Person): boolean {
  return SHARERS.includes(person.role)
}

export function viewOf(row: SavedViewRow, person: Person): SavedView {
  const { id, name, path, query, shared, ownerId, owner } = row
  const mine = ownerId === person.id
  return { id, name, path, query, shared, mine, owner: mine ? null : (owner?.split('@')[0] ?? null) }
}

/** The asker's own views and those shared with them, by name. For people. */
export async function listSavedViews(
  ctx: Context,
): Promise<{ readonly views: readonly SavedView[]; readonly mayShare: boolean }> {
  const person = personOf(ctx)
  const rows = await listSavedViewRows(person.id, teamScope(person))
  return { views: rows.map((row) => viewOf(row, person)), mayShare: sharesViews(person) }
}
