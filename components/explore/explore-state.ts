/** What the explore page asks, as it stands in the address, and which questions make sense. Pure. */
import { DAY, HOUR } from '@/lib/core/zone'
import {
  DIMENSIONS,
  type Dimension,
  type Filter,
  GRAINS,
  type Grain,
  type Metric,
  type Unit,
} from '@/lib/metrics/types'
import type { SearchParams } from '../views/view-state'

export const MOST_METRICS = 6
export const MOST_DIMENSIONS = 2
export const CHARTS = ['lines', 'multiples', 'bars', 'heat', 'figures', 'table'] as const
export type ChartForm = (typeof CHARTS)[number]
/** Lines one picture holds; more are told apart as small multiples. */
export const MOST_LINES = 5
/** Buckets that stay readable, and that an answer has room for. */
const MOST_BUCKETS = 1_000

export interface ExploreState {
  readonly metrics: readonly string[]
  readonly by: readonly Dimension[]
  readonly grain: Grain | null
  /** the asked form; null = the one that fits */
  readonly form: ChartForm | null
}

/** What the pickers need to know of a metric. */
export interface MetricChoice {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly unit: Unit
  readonly synonyms: readonly string[]
  readonly dimensions: readonly Dimension[]
  /** the state now: no course over time */
  readonly momentary: boolean
}

export function metricChoice(metric: Metric, locale: 'zh' | 'en'): MetricChoice {
  const other = locale === 'zh' ? 'en' : 'zh'
  const text = metric.text[locale]
  return {
    id: metric.id,
    label: text.label,
    group: metric.group,
    unit: metric.unit,
    synonyms: [...text.synonyms, metric.text[other].label, ...metric.text[other].synonyms],
    dimensions: metric.dimensions,
    momentary: metric.type === 'gauge',
  }
}

const first = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '')
const parts = (value: string | readonly string[] | undefined): readonly string[] =>
  first(value)
    .split(',')
    .filter((part) => part !== '')

/** The question of an address; whatever cannot be read is left out. `known` = ids of metrics there are. */
export function parseExplore(params: SearchParams, known: ReadonlySet<string>): ExploreState {
  const by = parts(params.by).flatMap((part) => DIMENSIONS.filter((it) => it === part))
  return {
    metrics: [...new Set(parts(params.metrics))].filter((id) => known.has(id)).slice(0, MOST_METRICS),
    by: [...new Set(by)].slice(0, MOST_DIMENSIONS),
    grain: GRAINS.find((it) => it === first(params.grain)) ?? null,
    form: CHARTS.find((it) => it === first(params.as)) ?? null,
  }
}

/** The question as parameters of the address, without "?". */
export function exploreQuery(state: ExploreState, changes: Partial<ExploreState> = {}): string {
  const next = { ...state, ...changes }
  const query = new URLSearchParams()
  if (next.metrics.length > 0) query.set('metrics', next.metrics.join(','))
  if (next.by.length > 0) query.set('by', next.by.join(','))
  if (next.grain) query.set('grain', next.grain)
  if (next.form) query.set('as', next.form)
  return query.toString().replaceAll('%2C', ',')
}

/** Why something cannot be chosen; null = it can. */
export type Refusal =
  | { readonly why: 'dimension'; readonly dimension: Dimension }
  | { readonly why: 'metric'; readonly metric: string }
  | { readonly why: 'momentary'; readonly metric: string }
  | { readonly why: 'momentary_now' }
  | { readonly why: 'full' }
  | { readonly why: 'too_fine' }
  | { readonly why: 'too_coarse' }
  | null

/** Whether a metric can be added to what is asked. */
export function refuseMetric(choice: MetricChoice, state: ExploreState, filters: readonly Filter[]): Refusal {
  if (state.metrics.includes(choice.id)) return null
  if (state.metrics.length >= MOST_METRICS) return { why: 'full' }
  if (choice.momentary && state.grain !== null) return { why: 'momentary_now' }
  const missing = [...state.by, ...filters.map((it) => it.dimension)].find(
    (dimension) => !choice.dimensions.includes(dimension),
  )
  return missing ? { why: 'dimension', dimension: missing } : null
}

/** Whether what is asked can be split by a dimension. */
export function refuseDimension(
  dimension: Dimension,
  state: ExploreState,
  chosen: readonly MetricChoice[],
): Refusal {
  if (state.by.includes(dimension)) return null
  if (state.by.length >= MOST_DIMENSIONS) return { why: 'full' }
  const without = chosen.find((metric) => !metric.dimensions.includes(dimension))
  return without ? { why: 'metric', metric: without.label } : null
}

const LENGTH: Readonly<Record<Grain, number>> = {
  '15m': HOUR / 4,
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
}

/** Whether what is asked has a course over time at this grain. */
export function refuseGrain(
  grain: Grain,
  chosen: readonly MetricChoice[],
  period: { readonly from: number; readonly to: number },
): Refusal {
  const now = chosen.find((metric) => metric.momentary)
  if (now) return { why: 'momentary', metric: now.label }
  const length = period.to - period.from
  if (length / LENGTH[grain] > MOST_BUCKETS) return { why: 'too_fine' }
  return LENGTH[grain] > length && grain !== 'day' && grain !== 'hour' && grain !== '15m'
    ? { why: 'too_coarse' }
    : null
}

/** What of the address can be asked together; the rest is named, so that the page can say what it left out. */
export function soundQuestion(
  state: ExploreState,
  choices: readonly MetricChoice[],
  filters: readonly Filter[],
  period: { readonly from: number; readonly to: number },
): { readonly state: ExploreState; readonly left: readonly Exclude<Refusal, null>[] } {
  const left: Exclude<Refusal, null>[] = []
  const of = (id: string) => choices.find((choice) => choice.id === id)
  const chosen = state.metrics.flatMap((id) => of(id) ?? [])
  const by = state.by.filter((dimension) => {
    const refusal = refuseDimension(dimension, { ...state, by: [] }, chosen)
    if (refusal) left.push(refusal)
    return refusal === null
  })
  const metrics = chosen.filter((choice) => {
    const missing = filters.find((filter) => !choice.dimensions.includes(filter.dimension))
    if (missing) left.push({ why: 'dimension', dimension: missing.dimension })
    return missing === undefined
  })
  let { grain } = state
  if (grain !== null) {
    const refusal = refuseGrain(grain, metrics, period)
    if (refusal) {
      left.push(refusal)
      grain = null
    }
  }
  return { state: { ...state, metrics: metrics.map((it) => it.id), by, grain }, left }
}

/** The forms an answer can take, the fitting one first. `groups` = how many groups the answer has. */
export function formsOf(state: ExploreState, groups: number): readonly ChartForm[] {
  const { by, grain, metrics } = state
  if (grain !== null) {
    if (by.length === 0) return metrics.length === 1 ? ['lines', 'table'] : ['multiples', 'table']
    const heat: readonly ChartForm[] = by.length === 1 ? ['heat'] : []
    return metrics.length === 1 && groups <= MOST_LINES
      ? ['lines', 'multiples', ...heat, 'table']
      : ['multiples', ...(groups <= MOST_LINES ? (['lines'] as const) : []), ...heat, 'table']
  }
  if (by.length === 0) return ['figures', 'table']
  return by.length === 1 ? ['bars', 'table'] : ['heat', 'bars', 'table']
}
