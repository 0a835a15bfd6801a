import type { Rule } from '@/lib/alerts/types'
import { notFound } from '@/lib/core/errors'
import { findRule, listEditions } from '@/lib/db/alert-rules'
import { listUserRows } from '@/lib/db/people'
import type { Context } from './context'
import { requireId, requireRuleReader, ruleNameOf, storedRule } from './rule-access'

export interface Edition {
  readonly version: number
  readonly name: string
  readonly body: unknown
  /** shown name of who saved it; null = the product */
  readonly savedBy: string | null
  readonly savedAt: number
}

/** A rule with its editions, newest first. Throws 404. Needs a role that reads rules. */
export async function getRule(
  ctx: Context,
  input: { readonly id: string },
): Promise<{ readonly rule: Rule; readonly editions: readonly Edition[] }> {
  requireRuleReader(ctx)
  const id = requireId(input.id)
  const [row, editions, people] = await Promise.all([findRule(id), listEditions(id), listUserRows()])
  const rule = row === null ? null : storedRule(row)
  if (rule === null) throw notFound()
  const names = new Map(people.map((person) => [`user:${person.id}`, person.name]))
  return {
    rule,
    editions: editions.map(({ version, body, savedBy, savedAt }) => ({
      version,
      name: ruleNameOf(body) ?? rule.name,
      body,
      savedBy: savedBy.startsWith('system:') ? null : (names.get(savedBy) ?? savedBy),
      savedAt,
    })),
  }
}
