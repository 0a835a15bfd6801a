import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { assignCalendar as assign, assignmentSchema, readSettings } from '@/lib/db/settings'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { parseInput } from './parse-input'

/** Where a calendar holds; `calendarId` null takes it away there. */
export const assignCalendarInput = assignmentSchema
  .extend({ calendarId: z.string().min(1).max(200).nullable() })
  .refine(({ scope, key }) => (scope === 'tenant') === (key === ''), {
    path: ['key'],
    error: 'name the channel or the team; the company has none',
  })

/**
 * Says from which day a calendar holds for the company, a channel or a team, or with `calendarId` null that it does no
 * longer. Every duration is computed anew, by the worker. Needs role admin.
 */
export async function assignCalendar(ctx: Context, input: unknown): Promise<{ scope: string; key: string }> {
  requireRole(ctx, 'admin')
  const asked = parseInput(assignCalendarInput, input)
  await transaction(async (client) => {
    const { assignments } = await readSettings(client)
    const stood = assignments.find(
      ({ scope, key, validFrom }) =>
        scope === asked.scope && key === asked.key && validFrom === asked.validFrom,
    )
    if (asked.calendarId === null && stood === undefined) throw notFound()
    await assign(client, asked, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'calendar.assigned',
      object: `calendar:${asked.calendarId ?? stood?.calendarId ?? ''}`,
      before: stood ?? null,
      after: asked.calendarId === null ? null : asked,
    })
  })
  forgetSettings()
  return { scope: asked.scope, key: asked.key }
}
