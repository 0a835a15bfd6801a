/** A metric that moved against what it usually is at this time. */
import { z } from 'zod'
import { keyOf } from '../keys'
import type { AlertKind } from '../types'
import {
  checkWatched,
  comparedRows,
  questionOf,
  type Reading,
  readingsOf,
  unitOf,
  watchedFields,
} from './scopes'
import { windowPeriod, windowSchema } from './window'

const changeShare = z.number().min(0.01).max(100)

export const changeSchema = z
  .strictObject({
    ...watchedFields,
    window: windowSchema,
    /** the same weekday a week before, the mean of four of them, or the period directly before */
    against: z.enum(['same_weekday', 'average', 'previous_period']).default('average'),
    direction: z.enum(['up', 'down', 'either']),
    /** 0.5 = half as much again (or half of it gone) */
    change: changeShare,
    /** back within this counts as recovered; null = the change itself */
    recoverChange: changeShare.nullable().default(null),
  })
  .superRefine((params, ctx) => {
    const add = (path: readonly string[], message: string) =>
      ctx.addIssue({ code: 'custom', path: [...path], message })
    checkWatched(params, add)
    if (params.recoverChange !== null && params.recoverChange > params.change) {
      add(['recoverChange'], 'It must recover at a smaller change than it fires at.')
    }
    if (params.direction === 'down' && params.change >= 1) {
      add(['change'], 'Nothing falls by 100 % or more and can still be measured; choose less than 1.')
    }
  })
export type ChangeParams = z.infer<typeof changeSchema>

/** The limits a change means, [low, high]; null = there is none on this side. */
export function changeLimits(
  before: number,
  direction: ChangeParams['direction'],
  change: number,
): readonly [number | null, number | null] {
  return [
    direction === 'up' || change >= 1 ? null : before * (1 - change),
    direction === 'down' ? null : before * (1 + change),
  ]
}

/** Whether a value lies beyond either limit, and which. */
export function crossed(
  value: number,
  [low, high]: readonly [number | null, number | null],
): 'low' | 'high' | null {
  if (high !== null && value > high) return 'high'
  return low !== null && value < low ? 'low' : null
}

export const change: AlertKind<ChangeParams> = {
  id: 'change',
  schema: changeSchema,
  fires: 'evaluation',
  text: {
    zh: { label: '同比变化', sentence: '某个指标比往常同一时段高出或低出一个比例' },
    en: { label: 'Change', sentence: 'A metric is some share above or below its usual at this time' },
  },
  queries: (params, now, zone) => [
    questionOf(params, windowPeriod(params.window, now, zone), { compare: params.against }),
  ],
  evaluate: ([result], params, { known }) => {
    if (result === undefined) return []
    const now = readingsOf(params, result.rows, known)
    // What counted before and is gone now has fallen to nothing, which is what such a rule is for.
    const before = new Map(
      readingsOf(
        params,
        comparedRows(result),
        now.map(({ scope }) => scope),
      ).map((reading) => [keyOf(reading.scope), reading]),
    )
    return now.map((reading) => judged(reading, before.get(keyOf(reading.scope)), params))
  },
}

function judged(reading: Reading, before: Reading | undefined, params: ChangeParams) {
  const { scope, value, n } = reading
  const usual = before?.value ?? null
  const small = Math.max(n, before?.n ?? 0) < params.minSample
  const seen = value === null || usual === null || usual <= 0 || small ? null : { value, usual }
  const limits = seen === null ? null : changeLimits(seen.usual, params.direction, params.change)
  const beyond = seen === null || limits === null ? null : crossed(seen.value, limits)
  const back = params.recoverChange ?? params.change
  return {
    key: keyOf(scope),
    scope,
    verdict: seen === null ? ('no_data' as const) : beyond === null ? ('ok' as const) : ('breach' as const),
    value,
    limit: limits === null ? null : ((beyond === 'low' ? limits[0] : limits[1]) ?? limits[0]),
    recovered:
      seen !== null && crossed(seen.value, changeLimits(seen.usual, params.direction, back)) === null,
    metric: params.metric,
    unit: unitOf(params.metric),
    n,
    expected: usual === null ? null : ([usual, usual] as const),
  }
}
