import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { deleteSavedViewRow, lockSavedView } from '@/lib/db/saved-views'
import { actorOf } from './actor'
import type { Context } from './context'
import { personOf } from './list-saved-views'
import { idOf } from './update-annotation'

/**
 * Takes a view away: one's own, or as an administrator any shared one. Throws 404 where there is none of those. For
 * people.
 */
export async function deleteSavedView(ctx: Context, id: string): Promise<{ readonly id: string }> {
  const person = personOf(ctx)
  await transaction(async (client) => {
    const row = await lockSavedView(client, idOf(id))
    if (row === null || (row.ownerId !== person.id && !(person.role === 'admin' && row.shared)))
      throw notFound()
    await deleteSavedViewRow(client, id)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(person),
      action: 'view.deleted',
      object: `view:${id}`,
      before: { name: row.name, path: row.path, query: row.query, shared: row.shared, teams: row.teams },
      after: null,
    })
  })
  return { id }
}
