import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { writeSetting } from '@/lib/db/settings'
import type { TargetOverrides } from '@/lib/metrics/target-overrides'
import { metricTargetsSchema } from '@/lib/metrics/target-settings'
import { actorOf } from './actor'
import { requireUnchanged } from './changed-meanwhile'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { parseInput } from './parse-input'

/**
 * Sets the company's own targets of metrics, `{overrides}`: all of them, what is left out is as shipped again. No number
 * changes, only how it is judged. Throws 400 with the places, 409 where somebody else changed them after `seen`. Needs
 * role admin.
 */
export async function saveMetricTargets(
  ctx: Context,
  input: unknown,
  seen: number | null = null,
): Promise<TargetOverrides> {
  requireRole(ctx, 'admin')
  const targets = parseInput(metricTargetsSchema, input)
  await transaction(async (client) => {
    const { before, after } = await writeSetting(client, 'metric_targets', targets, ctx.now)
    await requireUnchanged(ctx, client, 'setting:metric_targets', seen)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'metric_targets.changed',
      object: 'setting:metric_targets',
      before,
      after,
    })
  })
  forgetSettings()
  return targets
}
