/** Targets as people edit them: what is typed for each metric and place, and what becomes of it. Pure. */
import { durationText, parseDuration } from '@/lib/core/duration-text'
import { watchLimit } from './bands'
import {
  type TargetMetric,
  type TargetOverride,
  type TargetOverrides,
  targetFaults,
  targetOp,
} from './target-overrides'
import { KINDS, type TargetScope } from './targets'
import type { Limit, Locale, Unit } from './types'

/** A place of a metric: the company (`scope` null) or one value of a scope. Texts as typed; '' = as shipped, by itself. */
export interface DraftRow {
  readonly scope: TargetScope | null
  readonly key: string
  readonly target: string
  readonly watch: string
}

/** Rows by metric; the company's row is the first of each. */
export type TargetDraft = Readonly<Record<string, readonly DraftRow[]>>

/** What is typed for a figure of this unit; null = not understood. Shares are per cent. */
export function readFigure(text: string, unit: Unit): number | null {
  const plain = text.trim().replace('％', '%')
  if (unit === 'seconds') return parseDuration(plain)
  const found = /^([+-]?\d+(?:\.\d+)?)\s*(%?)$/.exec(plain)
  if (found === null || (found[2] === '%' && unit !== 'share')) return null
  const number = Number(found[1])
  return unit === 'share' ? Math.round(number * 1e6) / 1e8 : number
}

/** A figure as `readFigure` reads it. */
export function figureText(value: number, unit: Unit, locale: Locale): string {
  if (unit === 'seconds') return durationText(value, locale)
  return unit === 'share' ? `${Number((value * 100).toFixed(6))}%` : String(Number(value.toFixed(6)))
}

/** Rows of every metric: the company, kinds of channels that ship with targets, and what is set. */
export function targetDraft(
  metrics: readonly TargetMetric[],
  { overrides }: TargetOverrides,
  locale: Locale,
): TargetDraft {
  return Object.fromEntries(
    metrics.map((metric) => {
      const row = (scope: TargetScope | null, key: string): DraftRow => {
        const set = overrides.find((it) => it.metric === metric.id && it.scope === scope && it.key === key)
        return {
          scope,
          key,
          target: set === undefined ? '' : figureText(set.value, metric.unit, locale),
          watch: set === undefined || set.watch === null ? '' : figureText(set.watch, metric.unit, locale),
        }
      }
      const kinds = KINDS.filter((kind) => metric.target?.byKind?.[kind] !== undefined)
      const others = overrides.filter(
        ({ metric: id, scope, key }) =>
          id === metric.id &&
          scope !== null &&
          !(scope === 'channelKind' && kinds.some((kind) => kind === key)),
      )
      return [
        metric.id,
        [
          row(null, ''),
          ...kinds.map((kind) => row('channelKind', kind)),
          ...others.map(({ scope, key }) => row(scope, key)),
        ],
      ]
    }),
  )
}

/** The shipped target of a place; null = it has none of its own. */
export function shippedAt(
  metric: TargetMetric,
  { scope, key }: Pick<DraftRow, 'scope' | 'key'>,
): number | null {
  if (scope === null) return metric.target?.value ?? null
  const kind = scope === 'channelKind' ? KINDS.find((it) => it === key) : undefined
  return (kind === undefined ? undefined : metric.target?.byKind?.[kind]) ?? null
}

/** `watch_beyond`: watching would begin past the target `value`, which is a ceiling or a floor. */
export type RowFault =
  | { readonly field: 'target' | 'watch'; readonly code: 'unreadable' | 'out_of_range' | 'no_target' }
  | {
      readonly field: 'watch'
      readonly code: 'watch_beyond'
      readonly value: number
      readonly ceiling: boolean
    }

export interface RowReading {
  /** what judges there; null = nothing, or it cannot be read */
  readonly limit: Limit | null
  /** what is to be kept; null = as shipped */
  readonly override: TargetOverride | null
  readonly fault: RowFault | null
}

/** What a row says, with what is wrong about it. */
export function readRow(metric: TargetMetric, row: DraftRow): RowReading {
  const op = targetOp(metric)
  const not = (fault: RowFault): RowReading => ({ limit: null, override: null, fault })
  if (op === null) return { limit: null, override: null, fault: null }
  const typed = row.target.trim() === '' ? null : readFigure(row.target, metric.unit)
  if (row.target.trim() !== '' && typed === null) return not({ field: 'target', code: 'unreadable' })
  const watch = row.watch.trim() === '' ? null : readFigure(row.watch, metric.unit)
  if (row.watch.trim() !== '' && watch === null) return not({ field: 'watch', code: 'unreadable' })
  const value = typed ?? shippedAt(metric, row)
  if (value === null) {
    // A place of its own without a target is a row somebody has not finished.
    return watch !== null || row.scope !== null
      ? not({ field: 'target', code: 'no_target' })
      : { limit: null, override: null, fault: null }
  }
  const override = { metric: metric.id, scope: row.scope, key: row.key, value, watch }
  const [fault] = targetFaults([override], () => metric)
  if (fault?.code === 'watch_beyond')
    return not({ field: 'watch', code: 'watch_beyond', value, ceiling: op === '<=' })
  if (fault !== undefined)
    return not({ field: fault.field === 'watch' ? 'watch' : 'target', code: 'out_of_range' })
  return {
    limit: { value, op, ...(watch === null ? {} : { watch }) },
    override: typed === null && watch === null ? null : override,
    fault: null,
  }
}

/** What is saved: every row that says something, in the order of metrics and rows. */
export function draftOverrides(metrics: readonly TargetMetric[], draft: TargetDraft): TargetOverride[] {
  return metrics.flatMap((metric) =>
    (draft[metric.id] ?? []).flatMap((row) => readRow(metric, row).override ?? []),
  )
}

/** The bands of a limit as ranges: from where to where a value is fine, watched, bad; `watch` null = never. */
export interface Bands {
  readonly op: Limit['op']
  readonly bad: number
  readonly watch: number | null
}

export const bandsOf = (limit: Limit, unit: Unit): Bands => ({
  op: limit.op,
  bad: limit.value,
  watch: watchLimit(limit, unit),
})
