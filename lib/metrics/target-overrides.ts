/**
 * What a company has set in place of the targets of the catalogue: what it may be, and metrics with it. A definition
 * stays what it is: only where its colours change is the company's. Pure.
 */
import { KINDS, placeOf, TARGET_SCOPES, type TargetScope } from './targets'
import type { Metric, Target, Unit } from './types'

/** A target of the company's own: of a metric everywhere (`scope` null, `key` ''), or where `scope` is `key`. */
export interface TargetOverride {
  readonly metric: string
  readonly scope: TargetScope | null
  /** a value of the dimension; of `channelKind`: phone, chat or ticket */
  readonly key: string
  /** in the metric's unit: beyond it a figure is bad */
  readonly value: number
  /** from it on a figure is watched; equal to `value` = never only watched; null = where it begins by itself */
  readonly watch: number | null
}

export interface TargetOverrides {
  readonly overrides: readonly TargetOverride[]
}

/**
 * Which way a target of the metric points: as shipped, else by what is better; null = it can have none: neither way is
 * better, or it counts what is the more the longer the period.
 */
export function targetOp(metric: Pick<Metric, 'type' | 'polarity' | 'target'>): Target['op'] | null {
  if (metric.target !== null) return metric.target.op
  if (metric.type === 'count') return null
  return metric.polarity === 'up' ? '>=' : metric.polarity === 'down' ? '<=' : null
}

/** The scopes a metric's target may differ by. */
export function targetScopes(metric: Pick<Metric, 'dimensions'>): readonly TargetScope[] {
  return TARGET_SCOPES.filter((scope) =>
    metric.dimensions.includes(scope === 'channelKind' ? 'channel' : scope),
  )
}

/** The metric with the company's own targets; the same object where it has none. What cannot hold is left out. */
export function withTargets(metric: Metric, { overrides }: TargetOverrides): Metric {
  const op = targetOp(metric)
  const own = overrides.filter((it) => it.metric === metric.id)
  if (op === null || own.length === 0) return metric
  const targetOf = ({ value, watch }: TargetOverride): Target => ({
    value,
    op,
    ...(watch === null ? {} : { watch }),
    own: true,
  })
  const company = own.find(({ scope }) => scope === null)
  const shipped = metric.target
  const { from, byKind } = shipped ?? {}
  const scoped = own.flatMap((it) =>
    it.scope === null ? [] : [[placeOf(it.scope, it.key), targetOf(it)] as const],
  )
  return {
    ...metric,
    target:
      company === undefined
        ? shipped
        : {
            ...targetOf(company),
            ...(from === undefined || from >= company.value ? {} : { from }),
            ...(byKind === undefined ? {} : { byKind }),
          },
    ...(scoped.length === 0 ? {} : { scopedTargets: Object.fromEntries(scoped) }),
  }
}

/** What values of a unit may be, both ends included. */
export function unitRange(unit: Unit): readonly [number, number] {
  if (unit === 'share') return [0, 1]
  if (unit === 'score') return [1, 5]
  if (unit === 'points') return [-100, 100]
  return [0, unit === 'seconds' ? 366 * 86_400 : 1e12]
}

export interface TargetFault {
  /** place in the list of overrides */
  readonly at: number
  readonly field: 'metric' | 'scope' | 'key' | 'value' | 'watch'
  readonly code:
    | 'unknown_metric'
    | 'no_direction'
    | 'no_dimension'
    | 'no_key'
    | 'unknown_kind'
    | 'twice'
    | 'out_of_range'
    | 'watch_out_of_range'
    | 'watch_beyond'
}

/** What of a metric its targets hang on. */
export type TargetMetric = Pick<Metric, 'id' | 'type' | 'unit' | 'polarity' | 'dimensions' | 'target'>

/** What is wrong with overrides, each with its place; none = they can be kept. */
export function targetFaults(
  overrides: readonly TargetOverride[],
  metricOf: (id: string) => TargetMetric | undefined,
): TargetFault[] {
  const seen = new Set<string>()
  return overrides.flatMap((override, at): TargetFault[] => {
    const { scope, key, value, watch } = override
    const place = JSON.stringify([override.metric, scope, key])
    const twice = seen.has(place)
    seen.add(place)
    const metric = metricOf(override.metric)
    if (metric === undefined) return [{ at, field: 'metric', code: 'unknown_metric' }]
    const op = targetOp(metric)
    if (op === null) return [{ at, field: 'metric', code: 'no_direction' }]
    const found: TargetFault[] = []
    if (scope !== null && !targetScopes(metric).includes(scope))
      found.push({ at, field: 'scope', code: 'no_dimension' })
    else if ((scope === null) !== (key === '')) found.push({ at, field: 'key', code: 'no_key' })
    else if (scope === 'channelKind' && !KINDS.some((kind) => kind === key))
      found.push({ at, field: 'key', code: 'unknown_kind' })
    else if (twice) found.push({ at, field: 'key', code: 'twice' })
    const [low, high] = unitRange(metric.unit)
    const outside = (it: number) => !(it >= low && it <= high)
    if (outside(value)) found.push({ at, field: 'value', code: 'out_of_range' })
    if (watch !== null) {
      if (outside(watch)) found.push({ at, field: 'watch', code: 'watch_out_of_range' })
      else if (op === '<=' ? watch > value : watch < value)
        found.push({ at, field: 'watch', code: 'watch_beyond' })
    }
    return found
  })
}

/** The targets of a metric where they differ from the company's: those of its scopes, and the shipped ones of kinds. */
export function scopedTargets(
  metric: Metric,
): readonly { readonly scope: TargetScope; readonly key: string; readonly target: Target }[] {
  return TARGET_SCOPES.flatMap((scope) => {
    const start = placeOf(scope, '')
    const own = Object.entries(metric.scopedTargets ?? {})
      .filter(([place]) => place.startsWith(start))
      .map(([place, target]) => ({ scope, key: place.slice(start.length), target }))
    if (scope !== 'channelKind') return own
    return KINDS.flatMap((kind) => {
      const set = own.find(({ key }) => key === kind)
      const shipped = metric.target?.byKind?.[kind]
      if (set !== undefined) return [set]
      return metric.target === null || shipped === undefined
        ? []
        : [{ scope, key: kind, target: { value: shipped, op: metric.target.op } }]
    })
  })
}
