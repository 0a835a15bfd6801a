import { transaction } from '@/lib/db/pool'
import type { TargetOverrides } from '@/lib/metrics/target-overrides'
import { metricTargetsSchema } from '@/lib/metrics/target-settings'
import { changeSetting } from './change-setting'
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
  await transaction((client) =>
    changeSetting(ctx, client, 'metric_targets', targets, 'metric_targets.changed', { seen }),
  )
  forgetSettings()
  return targets
}
