/** Who reads and who changes rules, ladders and silences, and what is said of a rule. */
import { kindOf } from '@/lib/alerts/kinds'
import { type RuleBody, ruleOf } from '@/lib/alerts/rule'
import type { Rule } from '@/lib/alerts/types'
import { notFound } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import type { RuleRow } from '@/lib/db/alert-rules'
import { type Context, requireRole } from './context'

/** Everybody but agents reads rules. */
export function requireRuleReader(ctx: Context): void {
  requireRole(ctx, 'admin', 'manager', 'supervisor', 'lead', 'auditor')
}

/** Administrators and managers change them. */
export function requireRuleWriter(ctx: Context): void {
  requireRole(ctx, 'admin', 'manager')
}

/** Seconds between a rule's planned evaluations; null = it fires by timers of single conversations. */
export function plannedEvery(body: Pick<RuleBody, 'kind' | 'everySeconds'>): number | null {
  return kindOf(body.kind)?.fires === 'evaluation' ? body.everySeconds : null
}

/** A stored rule, or null where an older version stored what no longer fits; that is logged. */
export function storedRule(row: RuleRow): Rule | null {
  try {
    return ruleOf(row)
  } catch (error) {
    log('rules').error({ err: error, rule: row.id }, 'a stored rule does not fit')
    return null
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id as it is; throws 404 where it cannot be one. */
export function requireId(id: string): string {
  if (!UUID.test(id)) throw notFound()
  return id
}

/** The name in a stored body, whether or not the rest of it fits. */
export function ruleNameOf(body: unknown): string | null {
  const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : null
  return typeof name === 'string' ? name : null
}
