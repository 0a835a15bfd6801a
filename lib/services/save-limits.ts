import { transaction } from '@/lib/db/pool'
import { type TargetSettings, targetSettingsSchema } from '@/lib/facts/config'
import { changeSetting } from './change-setting'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
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
  await transaction((client) => changeSetting(ctx, client, 'targets', limits, 'limits.changed', { seen }))
  forgetSettings()
  return limits
}
