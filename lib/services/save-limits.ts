import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { writeSetting } from '@/lib/db/settings'
import { type TargetSettings, targetSettingsSchema } from '@/lib/facts/config'
import { actorOf } from './actor'
import { requireUnchanged } from './changed-meanwhile'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/**
 * Changes the limits of tickets, `{versions}`. Tickets are measured anew, each by the edition of its day, by the worker.
 * Throws 400 with the places, 409 where somebody else changed them after `seen`. Needs role admin.
 */
export async function saveLimits(
  ctx: Context,
  input: unknown,
  seen: number | null = null,
): Promise<TargetSettings> {
  requireRole(ctx, 'admin')
  const limits = parseInput(targetSettingsSchema, input)
  return await transaction(async (client) => {
    const { before, after } = await writeSetting(client, 'targets', limits, ctx.now)
    await requireUnchanged(ctx, client, 'setting:targets', seen)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'limits.changed',
      object: 'setting:targets',
      before,
      after,
    })
    return limits
  })
}
