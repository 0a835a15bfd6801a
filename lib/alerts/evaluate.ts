/** One evaluation of a rule of a kind that asks metrics. Pure. */
import type { Instant } from '@/lib/facts/event'
import type { MetricQuery, QueryResult } from '@/lib/metrics/types'
import { kindOf } from './kinds'
import { blind } from './kinds/blind'
import type { AlarmScope, Evaluation, EvaluationMoment, Rule } from './types'

type Asked = Pick<Rule, 'kind' | 'params'>

/** What a rule asks of the query door at `now`; timers ask nothing. */
export function ruleQueries(rule: Asked, now: Instant, zone: string): readonly MetricQuery[] {
  return kindOf(rule.kind)?.queries(rule.params, now, zone) ?? []
}

/** Whether a rule is evaluated at planned instants (or fires by timers of single conversations). */
export const isPlanned = (kind: Rule['kind']): boolean => kindOf(kind)?.fires === 'evaluation'

/** A key that has a state. */
export interface KnownKey {
  readonly key: string
  readonly scope: AlarmScope
}

/**
 * What the answers to `ruleQueries`, in the same order, say about each key. Keys that have a state and are in no answer
 * any more (a channel without tickets) are without data.
 */
export function evaluateRule(
  rule: Asked,
  results: readonly QueryResult[],
  known: readonly KnownKey[],
  moment: Omit<EvaluationMoment, 'known'>,
): readonly Evaluation[] {
  const scopes = known.map(({ scope }) => scope)
  const evaluations = kindOf(rule.kind)?.evaluate(results, rule.params, { ...moment, known: scopes }) ?? []
  const seen = new Set(evaluations.map(({ key }) => key))
  const gone = known.filter(({ key }) => !seen.has(key))
  return [...evaluations, ...gone.map(({ key, scope }) => blind(key, scope, 'no_data'))]
}

/** What a failed question says about the keys that have a state; at least about the rule as a whole. */
export function failedRule(known: readonly KnownKey[], error: string): readonly Evaluation[] {
  const keys = known.length === 0 ? [{ key: '', scope: {} }] : known
  return keys.map(({ key, scope }) => ({ ...blind(key, scope, 'error'), error }))
}
