import { z } from 'zod'
import { maskText } from '@/lib/core/masking'
import { appendAudit } from '@/lib/db/audit'
import { insertNote } from '@/lib/db/claims'
import { transaction } from '@/lib/db/pool'
import { isStorable } from '@/lib/metrics/parse-query'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { openWait, requireHands, ticketKeySchema } from './waiting-ticket'

const noteText = z
  .string()
  .trim()
  .min(1, 'write what colleagues should know')
  .max(500)
  .refine(isStorable, { error: 'Text holds NUL or half a character.' })
export const noteInput = z.strictObject({ text: noteText })

/**
 * Leaves a note on a ticket, `{source, subject, text}` (at most 500 characters; personal numbers are covered before
 * it is stored). Throws 404 where the ticket is not of the asker's teams; 403 for auditors and screens.
 */
export async function noteTicket(
  ctx: Context,
  input: unknown,
): Promise<{ text: string; by: string; at: string }> {
  requireHands(ctx)
  const { text, ...key } = parseInput(ticketKeySchema.extend({ text: noteText }), input)
  const kept = maskText(text)
  return await transaction(async (client) => {
    const { actor } = await openWait(client, ctx, key)
    await insertNote(client, key, kept, actor, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actor.by,
      action: 'ticket.noted',
      object: `ticket:${key.source}/${key.subject}`,
      before: null,
      after: { length: kept.length },
    })
    return { text: kept, by: actor.name, at: new Date(ctx.now).toISOString() }
  })
}
