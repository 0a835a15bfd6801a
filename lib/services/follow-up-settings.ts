import { transaction } from '@/lib/db/pool'
import { holdSetting, readFollowUp } from '@/lib/db/settings'
import { type FollowUpSettings, followUpForm } from '@/lib/follow-up/settings'
import { changeSetting } from './change-setting'
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
    await holdSetting(client, 'follow_up')
    const stood = await readFollowUp(ctx.now, client)
    const begins =
      (asked.callback.enabled && !stood.callback.enabled) ||
      (asked.complaint.enabled && !stood.complaint.enabled)
    const after: FollowUpSettings = { ...asked, since: begins ? ctx.now : stood.since }
    await changeSetting(ctx, client, 'follow_up', after, 'follow_up.changed', { stood })
    return after
  })
}
