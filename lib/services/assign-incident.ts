import { z } from 'zod'
import { conflict, invalid } from '@/lib/core/errors'
import { findAssignable } from '@/lib/db/incidents'
import { resolvedSaid } from './acknowledge-incident'
import type { Context } from './context'
import { actingUser, actOnIncident, type ShownIncident, wordsInput } from './incident-access'
import { parseInput } from './parse-input'
import { tellAssignee } from './tell-of-incident'

/** `me` = the asker; null = nobody. */
export const assignIncidentInput = z.strictObject({
  assignee: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .describe('a person’s id or address, `me`, or null for nobody'),
  note: wordsInput(500).optional(),
})

export const handOverIncidentInput = z.strictObject({
  assignee: z.string().min(1).max(200).describe('a person’s id or address'),
  note: wordsInput(500).describe('what the next person must know'),
})

/**
 * 指派: gives an incident to somebody, who is told; or to nobody. To whom has it already is no error. Throws 400 for
 * somebody who cannot take it on, 409 where it is resolved; else as `actOnIncident`.
 */
export async function assignIncident(ctx: Context, id: string, input: unknown): Promise<ShownIncident> {
  const { assignee, note } = parseInput(assignIncidentInput, input)
  return await give(ctx, id, { assignee, note: note ?? null, kind: 'assigned' })
}

/** 转交: gives it on with a note, and the next person is told. Errors as `assignIncident`. */
export async function handOverIncident(ctx: Context, id: string, input: unknown): Promise<ShownIncident> {
  const { assignee, note } = parseInput(handOverIncidentInput, input)
  return await give(ctx, id, { assignee, note, kind: 'handed_over' })
}

async function give(
  ctx: Context,
  id: string,
  to: {
    readonly assignee: string | null
    readonly note: string | null
    readonly kind: 'assigned' | 'handed_over'
  },
): Promise<ShownIncident> {
  const me = actingUser(ctx)
  return await actOnIncident(ctx, id, async (incident, client) => {
    const who = to.assignee === 'me' ? (me ?? '') : to.assignee
    const person = who === null ? null : await findAssignable(client, who)
    if (who !== null && person === null) {
      const message =
        ctx.locale === 'zh'
          ? '没有这个人，或者已停用、只能查看。'
          : 'There is nobody like that who could take it on.'
      throw invalid(message, [{ path: 'assignee', message }])
    }
    if (incident.state === 'resolved') throw conflict(resolvedSaid(ctx))
    if (incident.assigneeId === (person?.id ?? null)) return null
    return {
      action: to.kind === 'assigned' ? 'incident.assigned' : 'incident.handed_over',
      change: { assigneeId: person?.id ?? null },
      event: {
        kind: to.kind,
        body: {
          assignee: person === null ? null : { id: person.id, name: person.name },
          from:
            incident.assigneeId === null ? null : { id: incident.assigneeId, name: incident.assigneeName },
          note: to.note,
        },
      },
      before: { assigneeId: incident.assigneeId },
      after: { assigneeId: person?.id ?? null },
      ...(person === null || person.id === me
        ? {}
        : {
            also: (connection, eventId) =>
              tellAssignee(connection, { incident, person, note: to.note, eventId, now: ctx.now }),
          }),
    }
  })
}
