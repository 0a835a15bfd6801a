import { forbidden, notFound } from '@/lib/core/errors'
import { changeAnnotation, lockAnnotation } from '@/lib/db/annotations'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { annotationFields, mayAnnotate, requireAnnotator } from './annotation-input'
import type { Context } from './context'
import { checkSpan } from './create-annotation'
import { parseInput } from './parse-input'

/** What is left out stays. */
export const updateAnnotationInput = annotationFields.partial()

/**
 * Changes a note by hand. Throws 404 where there is none within the asker's teams, 403 where it would leave them. Needs
 * role admin, manager or supervisor.
 */
export async function updateAnnotation(
  ctx: Context,
  id: string,
  input: unknown,
): Promise<{ readonly id: string }> {
  requireAnnotator(ctx)
  const change = parseInput(updateAnnotationInput, input)
  await transaction(async (client) => {
    const row = await lockAnnotation(client, idOf(id))
    if (row === null || !mayAnnotate(ctx, row.team)) throw notFound()
    const { createdBy, ...before } = row
    const after = {
      id: before.id,
      at: change.at ?? before.at,
      until: change.until === undefined ? before.until : change.until,
      kind: change.kind ?? before.kind,
      text: change.text ?? before.text,
      channel: change.channel === undefined ? before.channel : change.channel,
      team: change.team === undefined ? before.team : change.team,
    }
    checkSpan(after.at, after.until)
    if (!mayAnnotate(ctx, after.team)) throw forbidden('Your teams do not reach this note.')
    await changeAnnotation(client, { ...after, createdBy }, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'annotation.changed',
      object: `annotation:${id}`,
      before,
      after,
    })
  })
  return { id }
}

/** An id as the database takes it. Throws 404 for what cannot be one. */
export function idOf(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw notFound()
  return text
}
