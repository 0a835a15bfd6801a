import { z } from 'zod'
import { conflict, invalid } from '@/lib/core/errors'
import { DAY, MINUTE } from '@/lib/core/zone'
import { putOffTelling } from '@/lib/db/incidents'
import { resolvedSaid } from './acknowledge-incident'
import { instantInput } from './annotation-input'
import type { Context } from './context'
import { actOnIncident, type ShownIncident } from './incident-access'
import { parseInput } from './parse-input'

const LONGEST = 7 * DAY

export const snoozeIncidentInput = z.union([
  z.strictObject({
    minutes: z
      .int()
      .min(1)
      .max(LONGEST / MINUTE),
  }),
  z.strictObject({ until: instantInput.nullable().describe('null = no longer') }),
])

/**
 * 稍后: nobody is told anything until then; escalation and reminders wait, the number is watched on. `{until: null}`
 * ends it. Throws 400 beyond seven days or in the past, 409 where it is resolved; else as `actOnIncident`.
 */
export async function snoozeIncident(ctx: Context, id: string, input: unknown): Promise<ShownIncident> {
  const asked = parseInput(snoozeIncidentInput, input)
  const until = 'minutes' in asked ? ctx.now + asked.minutes * MINUTE : asked.until
  if (until !== null && (until <= ctx.now || until > ctx.now + LONGEST)) {
    const message =
      ctx.locale === 'zh' ? '只能推迟到将来，最多 7 天。' : 'At most seven days ahead, and not in the past.'
    throw invalid(message, [{ path: 'until', message }])
  }
  return await actOnIncident(ctx, id, (incident) => {
    if (incident.state === 'resolved') throw conflict(resolvedSaid(ctx))
    if (incident.snoozedUntil === until) return null
    const due = incident.nextStepAt
    return {
      action: 'incident.snoozed',
      change: {
        snoozedUntil: until,
        // What was put off is due again.
        ...(until === null && due !== null && due === incident.snoozedUntil ? { nextStepAt: ctx.now } : {}),
      },
      event: { kind: 'snoozed', body: { until: until === null ? null : new Date(until).toISOString() } },
      before: { snoozedUntil: incident.snoozedUntil },
      after: { snoozedUntil: until },
      ...(until === null ? {} : { also: (client) => putOffTelling(client, incident.id, until) }),
    }
  })
}
