import { PRESET_LADDERS, PRESETS } from '@/lib/alerts/presets'
import { parseRuleBody } from '@/lib/alerts/rule'
import { addRule, writeLadder } from '@/lib/db/alert-rules'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import type { Locale } from '@/lib/metrics/types'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { plannedEvery } from './rule-access'

/**
 * Puts in the shipped ladders and rules that were never there; what somebody changed or deleted stays so. Answers the
 * numbers of rules put in. Safe at any time, twice, or from two at once. Needs role admin.
 */
export async function installPresets(
  ctx: Context,
  input: { readonly locale: Locale },
): Promise<{ readonly installed: number }> {
  requireRole(ctx, 'admin')
  return await transaction(async (client) => {
    for (const { id, names, steps } of PRESET_LADDERS) {
      await writeLadder(client, { id, name: names[input.locale], steps }, ctx.now, true)
    }
    const installed: string[] = []
    for (const preset of PRESETS) {
      const body = parseRuleBody({ ...preset.rule, name: preset.name[input.locale], preset: preset.id })
      const fresh = await addRule(client, {
        id: preset.ruleId,
        version: 1,
        enabled: preset.enabled,
        body,
        every: plannedEvery(body),
        actor: actorOf(ctx.principal),
        now: ctx.now,
      })
      if (fresh) installed.push(preset.id)
    }
    if (installed.length > 0) {
      await appendAudit(client, {
        at: ctx.now,
        actor: actorOf(ctx.principal),
        action: 'rule.presets_installed',
        object: 'rules',
        before: null,
        after: { presets: installed },
      })
    }
    return { installed: installed.length }
  })
}
