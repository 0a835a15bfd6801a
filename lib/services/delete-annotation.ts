import { notFound } from '@/lib/core/errors'
import { deleteAnnotationRow, lockAnnotation } from '@/lib/db/annotations'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { mayAnnotate, requireAnnotator } from './annotation-input'
import type { Context } from './context'
import { idOf } from './update-annotation'

/**
 * Takes a note by hand away. Throws 404 where there is none within the asker's teams. Needs role admin, manager or
 * supervisor.
 */
export async function deleteAnnotation(ctx: Context, id: string): Promise<{ readonly id: string }> {
  requireAnnotator(ctx)
  await transaction(async (client) => {
    const row = await lockAnnotation(client, idOf(id))
    if (row === null || !mayAnnotate(ctx, row.team)) throw notFound()
    await deleteAnnotationRow(client, id)
    const { createdBy: _, ...before } = row
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'annotation.deleted',
      object: `annotation:${id}`,
      before,
      after: null,
    })
  })
  return { id }
}
