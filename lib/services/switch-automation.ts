import { automationForm } from '@/lib/core/settings-forms'
import { transaction } from '@/lib/db/pool'
import { type Automation, readAutomation } from '@/lib/db/settings'
import { actorOf } from './actor'
import { changeSetting } from './change-setting'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'
import { forgetAutomation } from './read-automation'

/**
 * Stops all automation or lets it go on, `{off, reason}`; stopping owes a reason. Throwing the switch to where it
 * stands changes nothing but the reason. Needs role admin or manager.
 */
export async function switchAutomation(ctx: Context, input: unknown): Promise<Automation> {
  requireRole(ctx, 'admin', 'manager')
  const { off, reason } = parseInput(automationForm, input)
  const automation = await transaction(async (client) => {
    const stood = await readAutomation(client)
    if (stood.off === off && (!off || stood.reason === reason)) return stood
    const next: Automation = {
      off,
      since: stood.off === off ? stood.since : ctx.now,
      by: actorOf(ctx.principal),
      reason,
    }
    const action = off ? 'automation.stopped' : 'automation.started'
    await changeSetting(ctx, client, 'automation', next, action, { stood })
    return next
  })
  forgetAutomation()
  return automation
}
