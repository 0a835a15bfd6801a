import { forbidden, notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { changeSavedView, lockSavedView } from '@/lib/db/saved-views'
import { actorOf } from './actor'
import { type Context, teamScope } from './context'
import { personOf, sharesViews } from './list-saved-views'
import { parseInput } from './parse-input'
import { nameTaken, viewFields } from './save-view'
import { idOf } from './update-annotation'

/** What is left out stays. */
export const updateSavedViewInput = viewFields
  .partial()
  .extend({ shared: viewFields.shape.shared.unwrap().optional() })

/**
 * Renames, changes, shares or hides a view of the asker. Throws 404 where there is none of theirs, 409 where another of
 * theirs has the name, 403 where their role does not share. For people.
 */
export async function updateSavedView(
  ctx: Context,
  id: string,
  input: unknown,
): Promise<{ readonly id: string }> {
  const person = personOf(ctx)
  const change = parseInput(updateSavedViewInput, input)
  if (change.shared === true && !sharesViews(person)) throw forbidden('Your role does not share views.')
  await transaction(async (client) => {
    const row = await lockSavedView(client, idOf(id))
    if (row === null || row.ownerId !== person.id) throw notFound()
    const before = { name: row.name, path: row.path, query: row.query, shared: row.shared, teams: row.teams }
    const shared = change.shared ?? row.shared
    const after = {
      name: change.name ?? row.name,
      path: change.path ?? row.path,
      query: change.query ?? row.query,
      shared,
      teams: change.shared === true ? [...(teamScope(person) ?? [])] : shared ? row.teams : [],
    }
    if (!(await changeSavedView(client, { id, ownerId: person.id, ...after }, ctx.now))) throw nameTaken()
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(person),
      action: 'view.changed',
      object: `view:${id}`,
      before,
      after,
    })
  })
  return { id }
}
