import { escalateIncidents, recoverIncidents } from './carry-incidents'
import { type Context, requireRole } from './context'
import { type EvaluateOptions, evaluateRules } from './evaluate-rules'
import { fireRuleTimers } from './fire-rule-timers'
import { setRuleTimers } from './set-rule-timers'

export interface AlarmsRun {
  readonly done: number
  readonly evaluated: number
  readonly fired: number
  readonly carried: number
  /** conversations whose timers were set for changed rules */
  readonly set: number
  readonly [more: string]: unknown
}

/**
 * All that the alarm engine has to do at `ctx.now` (the database's clock): timers of changed rules, timers that ran out,
 * planned evaluations, ladders, recoveries. Ends at `until` (the machine's clock) at the latest, but for the round it is
 * in. Safe twice and from two at once. Needs role admin.
 */
export async function runAlarms(ctx: Context, until: number, options: EvaluateOptions): Promise<AlarmsRun> {
  requireRole(ctx, 'admin')
  const { failpoint } = options
  const { tickets: set } = await setRuleTimers(ctx, until)
  const fired = await repeated(until, () => fireRuleTimers(ctx, failpoint))
  const evaluated = await repeated(until, () => evaluateRules(ctx, options))
  const recovered = await repeated(until, () => recoverIncidents(ctx, failpoint))
  const escalated = await repeated(until, () => escalateIncidents(ctx, failpoint))
  const carried = recovered + escalated
  return { done: evaluated + fired + carried, evaluated, fired, carried, set }
}

async function repeated(
  until: number,
  work: () => Promise<{ readonly done: number; readonly more: boolean }>,
): Promise<number> {
  let sum = 0
  for (;;) {
    const { done, more } = await work()
    sum += done
    if (!more || Date.now() > until) return sum
  }
}
