import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { readFollowUp, writeSetting } from '@/lib/db/settings'
import { type FollowUpSettings, followUpForm } from '@/lib/follow-up/settings'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** What becomes a task by itself. Needs role admin, manager or auditor. */
export async function getFollowUp(ctx: Context): Promise<FollowUpSettings> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  return readFollowUp(ctx.now)
}

/**
 * Changes what becomes a task by itself. What is switched on begins now: nothing that lies before becomes a task. Needs
 * role admin or manager; throws 400 with the places.
 */
export async function changeFollowUp(ctx: Context, input: unknown): Promise<FollowUpSettings> {
  requireRole(ctx, 'admin', 'manager')
  const asked = parseInput(followUpForm, input)
  return transaction(async (client) => {
    const before = await readFollowUp(ctx.now, client)
    const begins =
      (asked.callback.enabled && !before.callback.enabled) ||
      (asked.complaint.enabled && !before.complaint.enabled)
    const after: FollowUpSettings = { ...asked, since: begins ? ctx.now : before.since }
    await writeSetting(client, 'follow_up', after, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'follow_up.changed',
      object: 'setting:follow_up',
      before,
      after,
    })
    return after
  })
}
