/**
 * The one function that says which target judges a figure, and what it hangs on. Browsers take it too: what sets targets
 * stands apart, in `target-overrides`. Pure.
 */
import { channelKind } from '@/lib/facts/channel-kind'
import type { ChannelKind } from '@/lib/facts/shapes'
import type { Filter, Metric, Target } from './types'

/** Where a target may hold, the most specific first: of several that fit a figure the first one judges it. */
export const TARGET_SCOPES = [
  'agent',
  'team',
  'product',
  'issueType',
  'region',
  'channel',
  'channelKind',
] as const
export type TargetScope = (typeof TARGET_SCOPES)[number]

/** What a figure is narrowed to; a dimension that is left out is every value of it. */
export type Scope = Partial<Record<Exclude<TargetScope, 'channelKind'>, string | null>>

/** What of a metric says how its figures are judged; plain data. */
export type Judged = Pick<Metric, 'target' | 'scopedTargets'>

/** A metric by its id with the company's own targets. */
export type MetricLookup = (id: string) => Metric | undefined

export const KINDS = ['phone', 'chat', 'ticket'] as const satisfies readonly ChannelKind[]

/** Where a target of a scope stands in `Metric.scopedTargets`. */
export const placeOf = (scope: TargetScope, key: string): string => `${scope}:${key}`

/**
 * The target that judges a figure of a metric where it is narrowed to `scope`: the first of agent, team, product, issue
 * type, region, channel and kind of channel that has one of its own, else the company's. Where kinds of channels differ
 * and the figure mixes them, `mixed` says whether the company's judges it or nothing does. null = none.
 */
export function targetAt(
  metric: Judged | undefined,
  scope: Scope,
  mixed: 'company' | 'none' = 'company',
): Target | null {
  if (metric === undefined) return null
  const { target, scopedTargets } = metric
  const kind = scope.channel === undefined ? undefined : channelKind(scope.channel)
  for (const place of TARGET_SCOPES) {
    const key = place === 'channelKind' ? kind : scope[place]
    const own = key === undefined || key === null ? undefined : scopedTargets?.[placeOf(place, key)]
    if (own !== undefined) return own
  }
  if (target === null) return null
  const { byKind, ...company } = target
  const ofKind = kind === undefined ? undefined : byKind?.[kind]
  if (ofKind !== undefined) return { value: ofKind, op: target.op }
  return mixed === 'none' && kind === undefined && kindsDiffer(metric) ? null : company
}

/** What filters narrow a figure to: dimensions of which one value is left. */
export function scopeOf(filters: readonly Filter[]): Scope {
  return Object.fromEntries(
    filters.flatMap(({ dimension, op, values }) => {
      const [only] = values
      return op === 'in' && values.length === 1 && only !== undefined ? [[dimension, only]] : []
    }),
  )
}

/** Whether kinds of channels are judged by different targets. */
function kindsDiffer({ target, scopedTargets }: Judged): boolean {
  return (
    target?.byKind !== undefined ||
    KINDS.some((kind) => scopedTargets?.[placeOf('channelKind', kind)] !== undefined)
  )
}
