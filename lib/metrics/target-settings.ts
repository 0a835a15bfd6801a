/** The setting `metric_targets` as it is stored, sent and kept in files. */
import { z } from 'zod'
import { metricById } from './catalogue'
import {
  type TargetFault,
  type TargetOverrides,
  targetFaults,
  targetScopes,
  unitRange,
  withTargets,
} from './target-overrides'
import { type MetricLookup, TARGET_SCOPES } from './targets'
import type { Metric } from './types'

const MOST = 2_000

const overrideSchema = z.strictObject({
  metric: z.string().min(1).max(100),
  scope: z.enum(TARGET_SCOPES).nullable().default(null),
  key: z.string().max(200).default(''),
  value: z.number(),
  watch: z.number().nullable().default(null),
})

const shape = z.strictObject({ overrides: z.array(overrideSchema).max(MOST) })

/** `{overrides: [{metric, scope, key, value, watch}]}`; each is checked against its metric. */
export const metricTargetsSchema = shape.superRefine(({ overrides }, check) => {
  for (const fault of targetFaults(overrides, metricById))
    check.addIssue({
      code: 'custom',
      path: ['overrides', fault.at, fault.field],
      message: sentenceOf(fault, overrides[fault.at]?.metric ?? ''),
    })
})

function sentenceOf({ code }: TargetFault, id: string): string {
  const metric = metricById(id)
  const [low, high] = unitRange(metric?.unit ?? 'count')
  const range = `a value of "${id}" lies between ${low} and ${high}`
  switch (code) {
    case 'unknown_metric':
      return 'no such metric; GET /api/v1/metrics lists them'
    case 'no_direction':
      return `"${id}" is neither better high nor low, or grows with its period, and can have no target`
    case 'no_dimension':
      return `"${id}" cannot be told apart by this; it has ${(metric === undefined ? '' : targetScopes(metric).join(', ')) || 'no scopes'}`
    case 'no_key':
      return 'a scope needs the value it holds for, the whole company has none'
    case 'unknown_kind':
      return 'a kind of channel is phone, chat or ticket'
    case 'twice':
      return 'this metric has a target for this scope already'
    case 'out_of_range':
      return range
    case 'watch_out_of_range':
      return range
    case 'watch_beyond':
      return 'watching must begin before the target is missed: at or below a ceiling, at or above a floor'
  }
}

/** What is stored, without what the catalogue no longer has a place for; `undefined` = nothing is set. */
export function storedTargets(value: unknown): TargetOverrides {
  if (value === undefined) return { overrides: [] }
  const { overrides } = shape.parse(value)
  const faulty = new Set(targetFaults(overrides, metricById).map(({ at }) => at))
  return { overrides: overrides.filter((_, at) => !faulty.has(at)) }
}

/** Metrics by id with the company's own targets. */
export function metricsWith(settings: TargetOverrides): MetricLookup {
  if (settings.overrides.length === 0) return metricById
  const known = new Map<string, Metric | undefined>()
  return (id) => {
    if (!known.has(id)) {
      const metric = metricById(id)
      known.set(id, metric === undefined ? undefined : withTargets(metric, settings))
    }
    return known.get(id)
  }
}
