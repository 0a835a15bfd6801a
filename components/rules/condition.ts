/** The condition of a draft that is looked at, its limit, and the other conditions beside it. Pure. */
import type { Backtest, PastOfRule } from '@/lib/alerts/backtest-answer'
import type { CompoundParams } from '@/lib/alerts/kinds/compound'
import { conditionLimit, type MetricCondition } from '@/lib/alerts/kinds/condition-limit'
import type { Limit } from '@/lib/alerts/kinds/limits'
import type { SourceParams } from '@/lib/alerts/kinds/source'
import { type Beside, linesOf } from './trial'
import type { Draft } from './types'

/** The conditions of a draft on metrics, in their order; none of rules that time, promise or listen. */
export function conditionsOf(draft: Draft): readonly MetricCondition[] {
  switch (draft.kind) {
    case 'compound':
      return (draft.params as CompoundParams).conditions
    case 'threshold':
    case 'change':
    case 'adaptive':
      return [{ kind: draft.kind, params: draft.params } as MetricCondition]
    default:
      return []
  }
}

/** A draft with one of its conditions changed. */
export function withCondition(draft: Draft, index: number, next: MetricCondition): Draft {
  if (draft.kind !== 'compound') return { ...draft, kind: next.kind, params: next.params }
  const params = draft.params as CompoundParams
  return {
    ...draft,
    params: { ...params, conditions: params.conditions.map((it, i) => (i === index ? next : it)) },
  }
}

/** The answers to so many conditions, or to a source; [] where they are of another rule, or not there. */
export function answersOf(kind: Draft['kind'], count: number, past: PastOfRule | null): readonly Backtest[] {
  if (past === null) return []
  const found = 'conditions' in past ? past.conditions : 'series' in past ? [past] : []
  const silent = found[0]?.metric === 'source_silent'
  return (kind === 'source' ? silent : !silent && found.length === count) ? found : []
}

const ALONE: Beside = { joined: null, whole: false }

/** The other conditions of a draft under their limits. */
export function besideOf(draft: Draft, answers: readonly Backtest[], index: number): Beside {
  const conditions = conditionsOf(draft)
  const isWhole = (condition: MetricCondition | undefined) => condition?.params.over === 'all'
  if (conditions.length < 2) return ALONE
  return {
    whole: isWhole(conditions[index]),
    joined: {
      join: (draft.params as CompoundParams).join,
      parts: conditions.flatMap((condition, i) => {
        const answer = answers[i]
        if (i === index || answer === undefined) return []
        return [{ lines: linesOf(answer), limit: conditionLimit(condition), whole: isWhole(condition) }]
      }),
    },
  }
}

/** The limit silence is held against; without one of the rule, each source has its own. */
export const silenceLimit = ({ afterSeconds }: SourceParams, own: number | undefined): Limit => ({
  op: '>',
  limit: afterSeconds ?? own ?? 0,
  recoverAt: null,
})

/** The limit of the stored edition, where it is of the same number as the drafted one. */
export function savedLimitOf(first: Draft, draft: Draft, index: number): number | null {
  if (first.kind === 'source' && draft.kind === 'source') return (first.params as SourceParams).afterSeconds
  const before = conditionsOf(first)[index]
  const now = conditionsOf(draft)[index]
  if (before === undefined || now === undefined || before.kind !== now.kind) return null
  return before.params.metric === now.params.metric ? conditionLimit(before).limit : null
}

/** The same number against the band of its own history. */
export function adaptiveOf(condition: MetricCondition & { readonly kind: 'threshold' }): MetricCondition {
  const { metric, over, values, where, minSample, calendar, op } = condition.params
  return {
    kind: 'adaptive',
    params: {
      metric,
      over,
      ...(values === undefined ? {} : { values }),
      where,
      minSample,
      calendar,
      window: 60,
      direction: op === '<' || op === '<=' ? 'down' : 'up',
      sensitivity: 'medium',
    },
  }
}
