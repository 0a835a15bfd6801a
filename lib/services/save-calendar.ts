import { randomUUID } from 'node:crypto'
import { calendarForm } from '@/lib/core/calendar-form'
import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { writeCalendar } from '@/lib/db/settings'
import { actorOf } from './actor'
import { requireUnchanged } from './changed-meanwhile'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { parseInput } from './parse-input'

/**
 * Makes a calendar (`id` null) or changes one, `{name, calendar}`. A change computes every duration anew, by the worker.
 * Throws 400 with the places, 404 for one that is not there, 409 where somebody else changed it after `seen`. Needs role admin.
 */
export async function saveCalendar(
  ctx: Context,
  id: string | null,
  input: unknown,
  seen: number | null = null,
): Promise<{ id: string }> {
  requireRole(ctx, 'admin')
  const { name, calendar } = parseInput(calendarForm, input)
  const key = id ?? randomUUID()
  await transaction(async (client) => {
    const { before, after } = await writeCalendar(client, { id: key, name, calendar }, ctx.now)
    // Thrown inside the transaction, so that nothing of it stays.
    if (id !== null && before === null) throw notFound()
    await requireUnchanged(ctx, client, `calendar:${key}`, seen)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: before === null ? 'calendar.created' : 'calendar.changed',
      object: `calendar:${key}`,
      before,
      after,
    })
  })
  forgetSettings()
  return { id: key }
}
