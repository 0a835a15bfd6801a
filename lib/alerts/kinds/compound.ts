/** Several conditions on metrics, all of which or any of which must hold. */
import { z } from 'zod'
import type { QueryResult } from '@/lib/metrics/types'
import type { AlertKind, Evaluation, EvaluationMoment } from '../types'
import { adaptive, adaptiveSchema } from './adaptive'
import { blind } from './blind'
import { change, changeSchema } from './change'
import { threshold, thresholdSchema } from './threshold'

const conditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('threshold'), params: thresholdSchema }),
  z.strictObject({ kind: z.literal('change'), params: changeSchema }),
  z.strictObject({ kind: z.literal('adaptive'), params: adaptiveSchema }),
])
type Condition = z.infer<typeof conditionSchema>

export const compoundSchema = z
  .strictObject({
    join: z.enum(['and', 'or']),
    conditions: z.array(conditionSchema).min(2).max(5),
  })
  .superRefine(({ conditions }, ctx) => {
    const dimensions = new Set(conditions.flatMap(({ params: { over } }) => (over === 'all' ? [] : [over])))
    if (dimensions.size > 1) {
      ctx.addIssue({
        code: 'custom',
        path: ['conditions'],
        message: `Conditions must watch the same dimension or the whole; these watch ${[...dimensions].join(' and ')}.`,
      })
    }
  })
export type CompoundParams = z.infer<typeof compoundSchema>

const queriesOf = (condition: Condition, now: number, zone: string) => {
  switch (condition.kind) {
    case 'threshold':
      return threshold.queries(condition.params, now, zone)
    case 'change':
      return change.queries(condition.params, now, zone)
    case 'adaptive':
      return adaptive.queries(condition.params, now, zone)
  }
}

const evaluationsOf = (
  condition: Condition,
  results: readonly QueryResult[],
  moment: EvaluationMoment,
): readonly Evaluation[] => {
  switch (condition.kind) {
    case 'threshold':
      return threshold.evaluate(results, condition.params, moment)
    case 'change':
      return change.evaluate(results, condition.params, moment)
    case 'adaptive':
      return adaptive.evaluate(results, condition.params, moment)
  }
}

export const compound: AlertKind<CompoundParams> = {
  id: 'compound',
  schema: compoundSchema,
  fires: 'evaluation',
  text: {
    zh: { label: '组合条件', sentence: '几个条件同时成立，或任一成立' },
    en: { label: 'Several conditions', sentence: 'Several conditions hold together, or any of them does' },
  },
  queries: ({ conditions }, now, zone) => conditions.flatMap((condition) => queriesOf(condition, now, zone)),
  evaluate: (results, { join, conditions }, moment) => {
    let from = 0
    const each = conditions.map((condition) => {
      const count = queriesOf(condition, moment.now, moment.zone).length
      const own = results.slice(from, from + count)
      from += count
      const evaluations = evaluationsOf(condition, own, moment)
      return { whole: condition.params.over === 'all', evaluations }
    })
    const apart = each.filter(({ whole }) => !whole)
    // A condition on the whole holds for every key of the others.
    const named = (apart.length === 0 ? each.slice(0, 1) : apart).flatMap(({ evaluations }) => evaluations)
    const keys = new Map(named.map((evaluation) => [evaluation.key, evaluation]))
    return [...keys.values()].map((evaluation) => {
      const parts = each.flatMap(
        ({ whole, evaluations }) =>
          (whole ? evaluations[0] : evaluations.find(({ key }) => key === evaluation.key)) ?? [],
      )
      return joined(join, evaluation, parts, conditions.length)
    })
  },
}

/**
 * Three-valued: what is not known decides only where the rest does not. The value shown is that of the first condition
 * that decides.
 */
function joined(
  join: CompoundParams['join'],
  { key, scope }: Evaluation,
  parts: readonly Evaluation[],
  wanted: number,
): Evaluation {
  const out = parts.find(({ verdict }) => verdict === 'breach')
  const ok = parts.find(({ verdict }) => verdict === 'ok')
  const unsure = parts.find(({ verdict }) => verdict === 'no_data' || verdict === 'error')
  const lacking = parts.length < wanted
  const decides = join === 'and' ? (ok ?? unsure ?? out) : (out ?? unsure ?? ok)
  const unknown = lacking && (join === 'and' ? ok === undefined : out === undefined)
  const shown = out ?? decides ?? parts[0]
  if (decides === undefined || shown === undefined) return blind(key, scope, 'no_data')
  const inside = parts.filter(({ verdict, recovered }) => verdict === 'ok' && recovered).length
  return {
    ...shown,
    key,
    scope,
    verdict: unknown ? 'no_data' : decides.verdict,
    recovered: join === 'and' ? inside > 0 && decides.verdict === 'ok' : inside === wanted,
  }
}
