/** How a metric is put into words and figures for the catalogue: its formula, its bands. */
import { watchLimit } from './bands'
import { isClocked } from './formula'
import { scopedTargets } from './target-overrides'
import type { Locale, MeasureRef, Metric, Target } from './types'

const idOf = (ref: MeasureRef): string => ('all_hours' in ref ? ref.all_hours.id : ref.id)
const sumOf = (refs: readonly MeasureRef[]): string => refs.map(idOf).join(' + ')
const bracketed = (refs: readonly MeasureRef[]): string =>
  refs.length > 1 ? `(${sumOf(refs)})` : sumOf(refs)

const bandsOf = ({ unit }: Metric, target: Target) => ({
  watch: watchLimit(target, unit),
  bad: target.value,
  op: target.op,
})

/** The aggregate as arithmetic of measures, e.g. `csat_good ÷ csat_answers`. */
export function formulaText(metric: Metric): string {
  switch (metric.type) {
    case 'count':
      return sumOf(metric.of)
    case 'mean':
      return `${idOf(metric.sum)} ÷ ${idOf(metric.count)}`
    case 'ratio':
      return `${bracketed(metric.numerator)} ÷ ${bracketed(metric.denominator)}`
    case 'quantile':
      return `p${Math.round(metric.q * 100)}(${idOf(metric.sketch)})`
    case 'derived':
      return `f(${metric.inputs.map(idOf).join(', ')})`
    case 'gauge':
      return `now(${metric.gauge})`
    case 'scan':
      return `scan(${metric.scan})`
  }
}

/** Names of the fact tables a metric is made from. */
export function factsOf(metric: Metric): readonly string[] {
  const families = (refs: readonly MeasureRef[]) =>
    refs.map((ref) => ('all_hours' in ref ? ref.all_hours : ref).family.fact)
  switch (metric.type) {
    case 'count':
      return [...new Set(families(metric.of))]
    case 'mean':
      return families([metric.sum])
    case 'ratio':
      return [...new Set(families([...metric.numerator, ...metric.denominator]))]
    case 'quantile':
      return families([metric.sketch])
    case 'derived':
      return [...new Set(families(metric.inputs))]
    case 'gauge':
      if (metric.gauge === 'load') return ['agent_span', 'contact']
      return metric.gauge.startsWith('agents') ? ['agent_span'] : ['episode']
    case 'scan':
      if (metric.scan === 'occupancy') return ['agent_span', 'contact']
      return metric.scan === 'repurchase_rate' ? ['ticket', 'customer'] : ['customer']
  }
}

/** One metric as `GET /metrics` shows it. Durations in seconds, shares 0–1. */
export function describeMetric(metric: Metric) {
  const both = <T>(read: (locale: Locale) => T): Record<Locale, T> => ({ zh: read('zh'), en: read('en') })
  return {
    id: metric.id,
    label: both((l) => metric.text[l].label),
    definition: both((l) => metric.text[l].definition),
    synonyms: both((l) => metric.text[l].synonyms),
    unit: metric.unit,
    direction: metric.polarity,
    group: metric.group,
    type: metric.type,
    formula: formulaText(metric),
    facts: factsOf(metric),
    dimensions: metric.dimensions,
    minSample: metric.minSample,
    target: metric.target,
    /** bad past the target, watched from `watch` on; null = no target */
    bands: metric.target === null ? null : bandsOf(metric, metric.target),
    /** where another target holds, the one that wins first */
    scopes: scopedTargets(metric).map(({ scope, key, target }) => ({
      scope,
      key,
      own: target.own === true,
      bands: bandsOf(metric, target),
    })),
    calendars: isClocked(metric) ? (['all_hours', 'business'] as const) : (['all_hours'] as const),
    defaultCalendar: metric.defaultCalendar,
    matureAfterSeconds: metric.matureAfterSeconds,
    version: metric.version,
    card: metric.card,
  }
}
export type MetricDescription = ReturnType<typeof describeMetric>
