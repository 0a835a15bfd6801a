/** The limit of a condition on a metric as one number, whatever its kind, and the condition with another one. Pure. */
import type { AdaptiveParams } from './adaptive'
import { WIDTHS } from './band-widths'
import type { ChangeParams } from './change'
import type { Limit } from './limits'
import type { ThresholdParams } from './threshold'

/** A condition on a metric: what three kinds of rules are, alone or together. */
export type MetricCondition =
  | { readonly kind: 'threshold'; readonly params: ThresholdParams }
  | { readonly kind: 'change'; readonly params: ChangeParams }
  | { readonly kind: 'adaptive'; readonly params: AdaptiveParams }

/** The limit in the metric's unit, as a share of change, or in spreads; falls and lower sides are below 0. */
export function conditionLimit(condition: MetricCondition): Limit {
  switch (condition.kind) {
    case 'threshold':
      return condition.params
    case 'change': {
      const { direction, change, recoverChange } = condition.params
      const sign = direction === 'down' ? -1 : 1
      return {
        op: sign < 0 ? '<' : '>',
        limit: sign * change,
        recoverAt: recoverChange === null ? null : sign * recoverChange,
      }
    }
    case 'adaptive': {
      const { direction, sensitivity } = condition.params
      const sign = direction === 'down' ? -1 : 1
      return { op: sign < 0 ? '<' : '>', limit: sign * WIDTHS[sensitivity], recoverAt: null }
    }
  }
}

/** The condition with its limit moved; the recovery limit keeps its distance, a band takes the nearest width. */
export function withLimit(condition: MetricCondition, limit: number): MetricCondition {
  switch (condition.kind) {
    case 'threshold': {
      const { params } = condition
      const recoverAt = params.recoverAt === null ? null : tidy(limit - (params.limit - params.recoverAt))
      return { ...condition, params: { ...params, limit, recoverAt } }
    }
    case 'change': {
      const { params } = condition
      const change = Math.max(0.01, tidy(Math.abs(limit)))
      const recoverChange =
        params.recoverChange === null
          ? null
          : Math.max(0.01, tidy(change - (params.change - params.recoverChange)))
      return { ...condition, params: { ...params, change, recoverChange } }
    }
    case 'adaptive': {
      const size = Math.abs(limit)
      const sensitivity = size >= 3.5 ? 'low' : size >= 2.5 ? 'medium' : 'high'
      return { ...condition, params: { ...condition.params, sensitivity } }
    }
  }
}

const tidy = (value: number): number => Math.round(value * 1e6) / 1e6
