import { z } from 'zod'
import type { Cause } from '@/lib/alerts/causes'
import { formatInZone } from '@/lib/core/grain'
import { countCauses, type RuleQuality, readRuleQuality, readSilentRules } from '@/lib/db/incident-quality'
import { readCauses } from '@/lib/db/incidents'
import { instantInput } from './annotation-input'
import { type Context, requireScope } from './context'
import { incidentReach } from './incident-access'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'

export const alarmQualityInput = z
  .strictObject({ from: instantInput, to: instantInput })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'not after from' })

/** Incidents from which a rule can be judged. */
const ENOUGH = 5
const HALF = 0.5
const OFTEN = 0.3

export type QualityVerdict = 'good' | 'wolf' | 'ignored' | 'flapping' | 'few'

/** What to think of a rule by what became of its incidents. */
export function verdictOf(
  rule: Pick<RuleQuality, 'fired' | 'wolf' | 'unacknowledged' | 'flapping' | 'relapses'>,
): QualityVerdict {
  if (rule.fired < ENOUGH) return 'few'
  if (rule.wolf / rule.fired >= HALF) return 'wolf'
  if (rule.unacknowledged / rule.fired >= HALF) return 'ignored'
  return Math.max(rule.flapping, rule.relapses) / rule.fired >= OFTEN ? 'flapping' : 'good'
}

export interface AlarmQuality {
  readonly rules: readonly (Omit<RuleQuality, 'lastAt'> & {
    readonly lastAt: string
    readonly verdict: QualityVerdict
  })[]
  /** rules that are on and never fired; null = the asker sees no rules */
  readonly silent: readonly { readonly id: string; readonly name: string; readonly since: string }[] | null
  readonly causes: readonly { readonly cause: string | null; readonly n: number }[]
  /** the list they are from */
  readonly labels: readonly Cause[]
}

/**
 * Whether the rules are of use: how often they fired in a period, how long until somebody acknowledged and until the
 * number was back, how many led to something, which cry wolf, flap or never fire. Of incidents within the asker's reach
 * that somebody was told of. Throws 403 without the scope `read`.
 */
export async function readAlarmQuality(ctx: Context, input: unknown): Promise<AlarmQuality> {
  requireScope(ctx, 'read')
  const period = parseInput(alarmQualityInput, input)
  const { principal } = ctx
  const seesRules = principal.kind !== 'user' || !['agent', 'lead'].includes(principal.role)
  const [reach, { zone }] = await Promise.all([incidentReach(ctx), readTenant(ctx.now)])
  const [rules, silent, causes, labels] = await Promise.all([
    readRuleQuality(reach, period),
    seesRules ? readSilentRules(period) : null,
    countCauses(reach, period),
    readCauses(),
  ])
  return {
    rules: rules.map((rule) => ({
      ...rule,
      lastAt: formatInZone(rule.lastAt, zone),
      verdict: verdictOf(rule),
    })),
    silent:
      silent?.map(({ id, name, updatedAt }) => ({ id, name, since: formatInZone(updatedAt, zone) })) ?? null,
    causes,
    labels,
  }
}
