/**
 * The alarm engine in the worker, in two loops, so that a long evaluation holds up no conversation's limit: one fires
 * timers and carries incidents on, the other evaluates rules. Both go by the database's clock. The cron job `alerts`
 * does the same for outside schedulers.
 */
import { nextSlotAt, purgeEvaluations, readClock } from '@/lib/db/alert-evaluations'
import { escalateIncidents, recoverIncidents } from '@/lib/services/carry-incidents'
import { systemContext } from '@/lib/services/context'
import { evaluateRules } from '@/lib/services/evaluate-rules'
import { fireRuleTimers } from '@/lib/services/fire-rule-timers'
import { setRuleTimers } from '@/lib/services/set-rule-timers'
import { repeat } from './repeat'

/** Timers are looked at this often; slots when the next is due, and at the latest after `SLOTS_MOST`. */
const TIMERS_EVERY = 500
const CARRY_EVERY = 1_000
const SLOTS_MOST = 1_000
const SET_BUDGET = 30_000
const PURGE_EVERY = 300_000

/** Runs until the signal. `owner` is the worker's name in the registry. */
export async function alarmLoop(owner: string, signal: AbortSignal): Promise<void> {
  await Promise.all([
    repeat('timers', signal, () => timersTurn(signal)),
    repeat('rules', signal, () => rulesTurn(owner, signal)),
    repeat('rule timers', signal, async () => {
      await setRuleTimers(systemContext('worker', await readClock()), Date.now() + SET_BUDGET)
      return CARRY_EVERY
    }),
    repeat('evaluation rows', signal, async () => {
      await purgeEvaluations()
      return PURGE_EVERY
    }),
  ])
}

let carriedAt = 0

async function timersTurn(signal: AbortSignal): Promise<number> {
  const ctx = systemContext('worker', await readClock())
  const { more } = await fireRuleTimers(ctx)
  if (more && !signal.aborted) return 0
  if (Math.abs(ctx.now - carriedAt) >= CARRY_EVERY) {
    carriedAt = ctx.now
    const recovered = await recoverIncidents(ctx)
    const escalated = await escalateIncidents(ctx)
    if ((recovered.more || escalated.more) && !signal.aborted) return 0
  }
  return TIMERS_EVERY
}

async function rulesTurn(owner: string, signal: AbortSignal): Promise<number> {
  const now = await readClock()
  const { more } = await evaluateRules(systemContext('worker', now), { owner })
  if (more && !signal.aborted) return 0
  const next = await nextSlotAt()
  return next === null ? SLOTS_MOST : Math.min(SLOTS_MOST, Math.max(20, next - now))
}
