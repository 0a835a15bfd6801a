import { ruleTimersOf } from '@/lib/alerts/conversation-timers'
import { readActiveRules } from '@/lib/db/alert-evaluations'
import { applierPool, holdApplier } from '@/lib/db/apply'
import { transaction, withClient } from '@/lib/db/pool'
import {
  noteTimersSet,
  readOpenFacts,
  rulesToSet,
  syncRuleTimers,
  ticketsOfRules,
} from '@/lib/db/rule-timers'
import { readFoldConfig } from '@/lib/db/settings'
import { type Context, requireRole } from './context'

const TICKETS_AT_ONCE = 500

interface TimersSet {
  /** rules whose timers now are as the rules are */
  readonly rules: number
  readonly tickets: number
}

/**
 * Sets the timers of open conversations for rules that are new, changed, switched or deleted, some hundred conversations
 * at a time, each under the applier's lock, so that neither overwrites what the other knows better. Needs role admin.
 */
export async function setRuleTimers(ctx: Context, until: number): Promise<TimersSet> {
  requireRole(ctx, 'admin')
  const asked = await withClient((client) => rulesToSet(client))
  if (asked.length === 0) return { rules: 0, tickets: 0 }
  const ids = asked.map(({ id }) => id)
  const tickets = await withClient((client) => ticketsOfRules(client, ids), applierPool())
  let from = 0
  for (; from < tickets.length && Date.now() < until; from += TICKETS_AT_ONCE) {
    const some = tickets.slice(from, from + TICKETS_AT_ONCE)
    await transaction(async (client) => {
      await holdApplier(client)
      const rules = (await readActiveRules(client)).filter(({ id }) => ids.includes(id))
      const config = await readFoldConfig(client)
      const facts = await readOpenFacts(client, some)
      const wanted = [...facts.values()].flatMap((one) => ruleTimersOf(one, rules, config))
      await syncRuleTimers(client, some, wanted, ctx.now, ids)
    }, applierPool())
  }
  // Out of time: it begins again with the next call, for then other conversations may be open.
  if (from < tickets.length) return { rules: 0, tickets: from }
  await withClient((client) => noteTimersSet(client, asked))
  return { rules: asked.length, tickets: tickets.length }
}
