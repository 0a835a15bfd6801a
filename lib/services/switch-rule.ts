import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { lockRule, switchRule as writeSwitch } from '@/lib/db/alert-rules'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { plannedEvery, requireId, requireRuleWriter, storedRule } from './rule-access'

const switchInput = z.strictObject({ enabled: z.boolean() })

/** Switches a rule on or off by `{enabled}`. Throws 404. Needs role admin or manager. */
export async function switchRule(
  ctx: Context,
  ruleId: string,
  input: unknown,
): Promise<{ readonly id: string; readonly enabled: boolean }> {
  requireRuleWriter(ctx)
  const id = requireId(ruleId)
  const { enabled } = parseInput(switchInput, input)
  await transaction(async (client) => {
    const row = await lockRule(client, id)
    const rule = row === null ? null : storedRule(row)
    if (row === null || rule === null) throw notFound()
    if (row.enabled === enabled) return
    await writeSwitch(client, id, enabled, plannedEvery(rule), ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: enabled ? 'rule.enabled' : 'rule.disabled',
      object: `rule:${id}`,
      before: { enabled: row.enabled },
      after: { enabled },
    })
  })
  return { id, enabled }
}
