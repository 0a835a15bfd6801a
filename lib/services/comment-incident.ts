import { z } from 'zod'
import { invalid } from '@/lib/core/errors'
import { readCauses } from '@/lib/db/incidents'
import type { Context } from './context'
import { actOnIncident, type ShownIncident, wordsInput } from './incident-access'
import { parseInput } from './parse-input'

export const commentIncidentInput = z.strictObject({
  text: wordsInput(1_000),
  cause: z.string().min(1).max(40).optional().describe('a cause from `GET /causes`, written down with it'),
  id: z.uuid().optional().describe('yours: sending the same again makes no second comment'),
})

/**
 * 备注: words in the timeline, and the cause where it is known by now; at any time, resolved or not. Throws 400 for a
 * cause that is not in the list; else as `actOnIncident`.
 */
export async function commentIncident(ctx: Context, id: string, input: unknown): Promise<ShownIncident> {
  const { text, cause, id: eventId } = parseInput(commentIncidentInput, input)
  return await actOnIncident(ctx, id, async (incident, client) => {
    if (cause !== undefined) await checkCause(client, cause, ctx)
    return {
      action: 'incident.commented',
      change: cause === undefined ? {} : { cause },
      event: {
        ...(eventId === undefined ? {} : { id: eventId }),
        kind: 'commented',
        body: { text, ...(cause === undefined ? {} : { cause }) },
      },
      before: { cause: incident.cause },
      after: { cause: cause ?? incident.cause, length: text.length },
    }
  })
}

/** Throws 400 where the company's list does not know the cause. */
export async function checkCause(
  client: Parameters<typeof readCauses>[0],
  cause: string,
  { locale }: Context,
): Promise<void> {
  const known = await readCauses(client)
  if (known.some(({ id }) => id === cause)) return
  const message =
    locale === 'zh'
      ? `原因不在列表里，可选：${known.map((it) => it.label.zh).join('、')}。`
      : `Not a cause of the list; known: ${known.map(({ id }) => id).join(', ')}.`
  throw invalid(message, [{ path: 'cause', message }])
}
