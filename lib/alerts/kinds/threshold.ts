/** A metric beyond a limit. */
import { z } from 'zod'
import { keyOf } from '../keys'
import type { AlertKind, Evaluation } from '../types'
import { limitFields } from './limit-fields'
import { checkLimit, isBack, isBeyond } from './limits'
import { checkWatched, questionOf, type Reading, readingsOf, unitOf, watchedFields } from './scopes'
import { windowPeriod, windowSchema } from './window'

export const thresholdSchema = z
  .strictObject({ ...watchedFields, window: windowSchema, ...limitFields })
  .superRefine((params, ctx) => {
    const add = (path: readonly string[], message: string) =>
      ctx.addIssue({ code: 'custom', path: [...path], message })
    checkWatched(params, add)
    checkLimit(params, add)
  })
export type ThresholdParams = z.infer<typeof thresholdSchema>

/** What a number says against a limit; fewer cases than the least sample say nothing. */
export function judge({ scope, value, n }: Reading, params: Omit<ThresholdParams, 'window'>): Evaluation {
  const small = n < params.minSample
  const beyond = value !== null && isBeyond(value, params.op, params.limit)
  return {
    key: keyOf(scope),
    scope,
    verdict: value === null || small ? 'no_data' : beyond ? 'breach' : 'ok',
    value,
    limit: params.limit,
    recovered: value !== null && !small && isBack(value, params),
    metric: params.metric,
    unit: unitOf(params.metric),
    n,
    expected: null,
  }
}

export const threshold: AlertKind<ThresholdParams> = {
  id: 'threshold',
  schema: thresholdSchema,
  fires: 'evaluation',
  text: {
    zh: { label: '指标阈值', sentence: '某个指标在一段时间里高于或低于一个值' },
    en: { label: 'Threshold', sentence: 'A metric is above or below a value over some time' },
  },
  queries: (params, now, zone) => [questionOf(params, windowPeriod(params.window, now, zone))],
  evaluate: ([result], params, { known }) =>
    result === undefined
      ? []
      : readingsOf(params, result.rows, known).map((reading) => judge(reading, params)),
}
