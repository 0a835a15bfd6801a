/** The shapes of the metric centre: measures, metrics, queries and answers. Data only; nothing here runs. */
import type { Instant } from '@/lib/facts/event'
import type { FactName } from '@/lib/facts/shapes'

export type Locale = 'zh' | 'en'
export type Calendar = 'all_hours' | 'business'
export const CALENDARS = ['all_hours', 'business'] as const

export const DIMENSIONS = [
  'channel',
  'team',
  'agent',
  'product',
  'issueType',
  'region',
  'customerTier',
  'source',
  'campaign',
  'priority',
] as const
export type Dimension = (typeof DIMENSIONS)[number]

export const GRAINS = ['15m', 'hour', 'day', 'week', 'month'] as const
export type Grain = (typeof GRAINS)[number]

/**
 * A family is a fact seen from one anchor: which instant puts it into a period, and whose team and agent it is
 * credited to. Each family is one rollup table `rollup_<id>`.
 */
export interface Family {
  readonly id: string
  readonly fact: FactName
  /** fact field (camelCase) of the anchor; rows where it is null are not in the family */
  readonly at: string
  readonly team: string
  readonly agent: string
}

/** `eq` also takes booleans; `before_now` is true where the instant lies before the query's now (never in a rollup). */
export type Predicate =
  | { readonly column: string; readonly op: 'eq'; readonly value: string | number | boolean }
  | { readonly column: string; readonly op: 'in'; readonly values: readonly (string | number)[] }
  | { readonly column: string; readonly op: 'gte' | 'lte' | 'gt' | 'lt'; readonly value: number }
  | { readonly column: string; readonly op: 'not_null' | 'is_null' | 'before_now' }

/**
 * An aggregation over one family that merges and subtracts. `column` and `where` may differ by calendar: the
 * field named in `byCalendar` (all_hours name → business name) is swapped when a query asks for `business`.
 * `live` measures hold a `before_now` predicate: they are read from the facts with the query's now, never rolled up.
 */
export interface Measure {
  readonly id: string
  readonly family: Family
  readonly agg: 'count' | 'sum' | 'sketch'
  /** fact field that is summed or sketched (whole numbers: milliseconds or thousandths) */
  readonly column?: string
  readonly where: readonly Predicate[]
  readonly live?: boolean
}

/** A measure that has a working-time twin. `business` is a measure of its own in the rollup (`<id>_biz`). */
export interface ClockedMeasure {
  readonly all_hours: Measure
  readonly business: Measure
}
export type MeasureRef = Measure | ClockedMeasure

export type Unit = 'count' | 'seconds' | 'share' | 'score' | 'points' | 'people' | 'money'

export type Formula =
  | { readonly type: 'count'; readonly of: readonly MeasureRef[] }
  /** sum ÷ count × scale (scale turns milliseconds into seconds, thousandths into points) */
  | { readonly type: 'mean'; readonly sum: MeasureRef; readonly count: MeasureRef; readonly scale: number }
  /** sums of counts; a share 0–1 with a Wilson interval */
  | {
      readonly type: 'ratio'
      readonly numerator: readonly MeasureRef[]
      readonly denominator: readonly MeasureRef[]
    }
  | {
      readonly type: 'quantile'
      readonly sketch: MeasureRef
      readonly count: MeasureRef
      readonly q: number
      readonly scale: number
    }
  /** anything else that is arithmetic of measures; `inputs` in order, `n` is the sample size */
  | {
      readonly type: 'derived'
      readonly inputs: readonly MeasureRef[]
      readonly n: MeasureRef
      readonly compute: (values: readonly number[]) => number | null
    }
  /** the state now, whatever the period: read from the live facts by a named reader in lib/db and in the reference */
  | { readonly type: 'gauge'; readonly gauge: GaugeId }
  /** distinct customers or agents' time over a period: read from the facts by a named reader */
  | { readonly type: 'scan'; readonly scan: ScanId }

export type GaugeId = 'queue_now' | 'oldest_wait_now' | 'agents_online' | 'agents_available' | 'load'
export type ScanId = 'occupancy' | 'repurchase_rate' | 'churn_rate' | 'customer_value'

export interface MetricText {
  readonly label: string
  readonly definition: string
  readonly synonyms: readonly string[]
}

export interface Target {
  /** in the metric's unit (seconds, share 0–1, points) */
  readonly value: number
  readonly op: '<=' | '>='
  /** for figures that can also be too low (load, occupancy): the healthy range begins here */
  readonly from?: number
  /** by channel kind where it differs */
  readonly byKind?: { readonly phone?: number; readonly chat?: number; readonly ticket?: number }
  /** from it on a value is watched; equal to `value` = never only watched; without it watching begins by itself */
  readonly watch?: number
  /** set by the company */
  readonly own?: true
}

/** What judges one value. */
export type Limit = Pick<Target, 'value' | 'op' | 'watch'>

export type Metric = Formula & {
  readonly id: string
  readonly unit: Unit
  /** which way is better; `none` = neither */
  readonly polarity: 'up' | 'down' | 'none'
  readonly dimensions: readonly Dimension[]
  readonly minSample: number
  /** of the whole company; what judges a figure is asked of `targetAt` */
  readonly target: Target | null
  /** the company's own targets of channels, teams and others, by scope and value; never in the catalogue */
  readonly scopedTargets?: Readonly<Record<string, Target>>
  readonly defaultCalendar: Calendar
  /** seconds after the anchor until the value no longer moves by definition; 0 = at once */
  readonly matureAfterSeconds: number
  /** gauges and scans name the family whose rows stand behind them in GET /tickets */
  readonly group: 'volume' | 'response' | 'handling' | 'resolution' | 'satisfaction' | 'people' | 'customers'
  readonly version: { readonly number: number; readonly validFrom: string }
  readonly card: {
    readonly population: Record<Locale, string>
    readonly unitOfAnalysis: Record<Locale, string>
    readonly clockStart: Record<Locale, string>
    readonly clockStop: Record<Locale, string>
    /** what stops the clock while it runs */
    readonly pauses: Record<Locale, string>
    readonly anchor: Record<Locale, string>
    readonly attribution: Record<Locale, string>
    readonly exclusions: Record<Locale, string>
    readonly twins: Record<Locale, string>
  }
  readonly text: Record<Locale, MetricText>
}

export const PRESETS = [
  'today',
  'yesterday',
  'last_15m',
  'last_7_days',
  'last_28_days',
  'this_week',
  'this_month',
  'last_month',
] as const
export type Preset = (typeof PRESETS)[number]
/**
 * `average` = the four same weekdays and times before (7, 14, 21 and 28 days earlier; longer periods go back whole
 * weeks without overlap). Shares, means and percentiles are those of the four together, pooled; counts are the mean
 * of a period, of those that lie in the time of the data.
 */
export type Compare = 'previous_period' | 'same_weekday' | 'average' | 'previous_year'

export interface Filter {
  readonly dimension: Dimension
  readonly op: 'in' | 'not_in'
  /** null = "no value" */
  readonly values: readonly (string | null)[]
}

/** A checked question. Periods are resolved to instants before planning; `to` is not inside the period. */
export interface MetricQuery {
  readonly metrics: readonly string[]
  readonly dimensions: readonly Dimension[]
  readonly grain: Grain | null
  readonly period: { readonly from: Instant; readonly to: Instant; readonly preset?: Preset }
  readonly filters: readonly Filter[]
  /** null = each metric's default */
  readonly calendar: Calendar | null
  readonly compare: Compare | null
  /** whether means get 95 % intervals, read from the single facts */
  readonly intervals?: boolean
  readonly orderBy: readonly { readonly id: string; readonly direction: 'asc' | 'desc' }[]
  readonly limit: number
  /** team scope of the asker, added by the service; null = all teams */
  readonly scope: readonly string[] | null
}

export interface QueryRow {
  /** dimension values (null = none) and numbers (null = no data) by id */
  readonly [id: string]:
    | string
    | number
    | null
    | Record<string, number>
    | Record<string, readonly [number, number]>
    | readonly string[]
    | undefined
  readonly time?: string
  /** sample size of each number */
  readonly n: Record<string, number>
  /** 95 % intervals: Wilson's of shares, Student's of means where they were asked for */
  readonly interval?: Record<string, readonly [number, number]>
  /** metrics whose value may still move by definition (younger than matureAfterSeconds) */
  readonly provisional?: readonly string[]
}

export interface QueryResult {
  readonly query: Record<string, unknown>
  readonly columns: readonly {
    readonly id: string
    readonly kind: 'dimension' | 'time' | 'metric'
    readonly unit?: Unit
    readonly label?: Record<Locale, string>
  }[]
  readonly rows: readonly QueryRow[]
  readonly comparison: {
    /** from the start of the earliest to the end of the latest, where it is made of several */
    readonly period: { readonly from: string; readonly to: string }
    /** the periods of an average, the latest first */
    readonly periods?: readonly { readonly from: string; readonly to: string }[]
    readonly rows: readonly QueryRow[]
  } | null
  readonly meta: {
    readonly source: 'rollup' | 'facts' | 'rollup+facts' | 'live'
    readonly completeUntil: string | null
    readonly freshness: readonly { readonly source: string; readonly lagSeconds: number }[]
    readonly truncated: boolean
    readonly tookMs: number
    readonly warnings: readonly { readonly code: string; readonly message: string }[]
  }
}
