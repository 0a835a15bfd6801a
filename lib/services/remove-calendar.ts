import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { readSettings, removeCalendar as removeRow } from '@/lib/db/settings'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'

/** Takes a calendar away, and with it every place where it holds. Needs role admin. */
export async function removeCalendar(ctx: Context, id: string): Promise<{ id: string }> {
  requireRole(ctx, 'admin')
  await transaction(async (client) => {
    const { calendars, assignments } = await readSettings(client)
    const calendar = calendars.find((it) => it.id === id)
    if (calendar === undefined) throw notFound()
    await removeRow(client, id, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'calendar.deleted',
      object: `calendar:${id}`,
      before: { ...calendar, assignments: assignments.filter(({ calendarId }) => calendarId === id) },
      after: null,
    })
  })
  forgetSettings()
  return { id }
}
