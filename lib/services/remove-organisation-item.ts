import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { removeOrganisationItem as removeRow } from '@/lib/db/organisation'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { ORGANISATION_OBJECTS, organisationKey, organisationKind } from './save-organisation-item'

/** Takes what is entered about a team, an agent, a channel or a product away, or ends a shift. Needs role admin or manager. */
export async function removeOrganisationItem(
  ctx: Context,
  word: string,
  key: string,
): Promise<{ key: string }> {
  requireRole(ctx, 'admin', 'manager')
  const kind = organisationKind(word)
  const id = organisationKey(kind, key)
  await transaction(async (client) => {
    const before = await removeRow(client, kind, id)
    if (before === null) throw notFound()
    const object = ORGANISATION_OBJECTS[kind]
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: `${object}.deleted`,
      object: `${object}:${id}`,
      before,
      after: null,
    })
  })
  forgetSettings()
  return { key: id }
}
