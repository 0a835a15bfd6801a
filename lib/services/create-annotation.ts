import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { forbidden, invalid } from '@/lib/core/errors'
import { type AnnotationRow, addAnnotation } from '@/lib/db/annotations'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { annotationFields, mayAnnotate, requireAnnotator } from './annotation-input'
import type { Context } from './context'
import { parseInput } from './parse-input'

/** `id` brings one back that was just deleted; without it a new one is made. */
export const createAnnotationInput = annotationFields.extend({ id: z.uuid().optional() })

/**
 * Writes a note on the time line. Throws 403 where its team is out of the asker's reach, 400 where it ends before it
 * begins. Needs role admin, manager or supervisor.
 */
export async function createAnnotation(ctx: Context, input: unknown): Promise<{ readonly id: string }> {
  requireAnnotator(ctx)
  const {
    id,
    at,
    until = null,
    kind,
    text,
    channel = null,
    team = null,
  } = parseInput(createAnnotationInput, input)
  checkSpan(at, until)
  if (!mayAnnotate(ctx, team)) throw forbidden('Your teams do not reach this note; give one of your teams.')
  const row: AnnotationRow = {
    id: id ?? randomUUID(),
    at,
    until,
    kind,
    text,
    channel,
    team,
    createdBy: actorOf(ctx.principal),
  }
  await transaction(async (client) => {
    if (!(await addAnnotation(client, row, ctx.now))) {
      throw invalid('There is such a note already.', [{ path: 'id', message: 'taken' }])
    }
    await appendAudit(client, {
      at: ctx.now,
      actor: row.createdBy,
      action: 'annotation.created',
      object: `annotation:${row.id}`,
      before: null,
      after: { at, until, kind, text, channel, team },
    })
  })
  return { id: row.id }
}

/** Throws 400 where a note ends before it begins. */
export function checkSpan(at: number, until: number | null): void {
  if (until === null || until >= at) return
  throw invalid('until: it ends before it begins', [{ path: 'until', message: 'before `at`' }])
}
