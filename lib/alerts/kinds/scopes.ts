/** What several kinds share: over what a metric is watched, narrowed to what, and how answers become scopes. Pure. */
import { z } from 'zod'
import { metricById } from '@/lib/metrics/catalogue'
import { isStorable } from '@/lib/metrics/parse-query'
import type { Dimension, Filter, Metric, MetricQuery, QueryResult, QueryRow, Unit } from '@/lib/metrics/types'
import { CALENDARS } from '@/lib/metrics/types'
import { SCOPE_DIMENSIONS } from '../keys'
import type { AlarmScope, ScopeDimension } from '../types'

/** Most groups of one question; the query door gives no more. */
const MOST_GROUPS = 1_000

const name = z.string().min(1).max(400).refine(isStorable, { error: 'Text holds NUL or half a character.' })

/** One to many names; one is not told twice. */
export const namesSchema = z.array(name).min(1).max(200)

/** Which part of the company: one list a dimension, all of them must hold. */
const whereSchema = z.strictObject({
  channel: namesSchema.optional(),
  team: namesSchema.optional(),
  agent: namesSchema.optional(),
  product: namesSchema.optional(),
  issueType: namesSchema.optional(),
  region: namesSchema.optional(),
  customerTier: namesSchema.optional(),
  campaign: namesSchema.optional(),
  priority: namesSchema.optional(),
})

/** Fields of every kind that watches a metric. */
export const watchedFields = {
  metric: z.string().refine((id) => metricById(id) !== undefined, {
    error: 'There is no such metric; the page Catalogue lists them.',
  }),
  /** all = one number; a dimension = one number for each of its values */
  over: z.enum(['all', ...SCOPE_DIMENSIONS]),
  /** the values that are watched; absent = each that has numbers */
  values: namesSchema.optional(),
  where: whereSchema.default({}),
  minSample: z.int().min(0).max(1_000_000).default(0),
  calendar: z.enum(CALENDARS).nullable().default(null),
} as const

export interface Watched {
  readonly metric: string
  readonly over: 'all' | ScopeDimension
  readonly values?: readonly string[] | undefined
  readonly where: { readonly [dimension in ScopeDimension]?: readonly string[] | undefined }
  readonly minSample: number
  readonly calendar: 'all_hours' | 'business' | null
}

/** Says where a metric cannot be asked the way it is watched; `path` within the params. */
export function checkWatched(
  { metric, over, values, where }: Pick<Watched, 'metric' | 'over' | 'values' | 'where'>,
  add: (path: readonly string[], message: string) => void,
): void {
  const asked = metricById(metric)
  if (asked === undefined) return
  const known: readonly Dimension[] = asked.dimensions
  const cure = `it has ${known.length === 0 ? 'none' : known.join(', ')}`
  if (over !== 'all' && !known.includes(over)) {
    add(['over'], `The metric "${metric}" has no dimension "${over}"; ${cure}.`)
  }
  if (over === 'all' && values !== undefined)
    add(['values'], 'Values belong to a dimension; choose one in "over".')
  for (const dimension of SCOPE_DIMENSIONS) {
    if (where[dimension] !== undefined && !known.includes(dimension)) {
      add(['where', dimension], `The metric "${metric}" has no dimension "${dimension}"; ${cure}.`)
    }
  }
}

/**
 * The question of a watched metric. Watched values are picked from the answer and not asked for, so that a thousand
 * rules about single values of a dimension are one question. Where only one value of one dimension is narrowed to and
 * nothing is told apart, that is the same question too.
 */
export function questionOf(
  watched: Watched,
  period: MetricQuery['period'],
  more: Partial<Pick<MetricQuery, 'grain' | 'compare'>> = {},
): MetricQuery {
  const single = singleOf(watched)
  const dimension = watched.over === 'all' ? single?.dimension : watched.over
  const filters = SCOPE_DIMENSIONS.flatMap((each): Filter[] => {
    const values = watched.where[each]
    return values === undefined || each === single?.dimension ? [] : [{ dimension: each, op: 'in', values }]
  })
  return {
    metrics: [watched.metric],
    dimensions: dimension === undefined ? [] : [dimension],
    grain: more.grain ?? null,
    period,
    filters,
    calendar: watched.calendar,
    compare: more.compare ?? null,
    orderBy: [],
    limit: MOST_GROUPS,
    scope: null,
  }
}

function singleOf({ over, where }: Watched): { dimension: ScopeDimension; value: string } | null {
  if (over !== 'all') return null
  const narrowed = SCOPE_DIMENSIONS.filter((dimension) => where[dimension] !== undefined)
  const [dimension] = narrowed
  const [value, ...others] = dimension === undefined ? [] : (where[dimension] ?? [])
  if (dimension === undefined || value === undefined || others.length > 0 || narrowed.length > 1) return null
  return { dimension, value }
}

/** A number of the answer with what it is about. */
export interface Reading {
  readonly scope: AlarmScope
  readonly value: number | null
  readonly n: number
}

/** The unit of a metric. */
export const unitOf = (metric: string): Unit => metricById(metric)?.unit ?? 'count'

/** Whether no row at all means 0: nothing to count is a count. */
export function isZeroWhereEmpty(metric: Metric): boolean {
  return metric.type === 'count' || (metric.type === 'gauge' && isQueue(metric.gauge))
}

const isQueue = (gauge: string): boolean => gauge === 'queue_now' || gauge === 'oldest_wait_now'

/** The numbers a rule watches, from the rows of its question: watched values that have no row too. */
export function readingsOf(
  watched: Watched,
  rows: readonly QueryRow[],
  known: readonly AlarmScope[],
): readonly Reading[] {
  const metric = metricById(watched.metric)
  if (metric === undefined) return []
  const empty = isZeroWhereEmpty(metric) ? 0 : null
  const of = (scope: AlarmScope, row: QueryRow | undefined): Reading => ({
    scope,
    value: numberOf(row, watched.metric) ?? empty,
    n: row?.n[watched.metric] ?? 0,
  })
  const single = singleOf(watched)
  if (watched.over === 'all') {
    const scope = fixedScope(watched)
    if (single === null) return [of(scope, rows[0])]
    return [
      of(
        scope,
        rows.find((row) => row[single.dimension] === single.value),
      ),
    ]
  }
  const { over, values } = watched
  const fixed = fixedScope(watched)
  if (values !== undefined) {
    return values.map((value) =>
      of(
        { ...fixed, [over]: value },
        rows.find((row) => row[over] === value),
      ),
    )
  }
  const seen = rows.map((row) => {
    const value = row[over]
    return of({ ...fixed, [over]: typeof value === 'string' ? value : null }, row)
  })
  if (empty === null) return seen
  const gone = known.filter((scope) => !seen.some((reading) => reading.scope[over] === (scope[over] ?? null)))
  return [...seen, ...gone.map((scope) => of({ ...fixed, [over]: scope[over] ?? null }, undefined))]
}

/** Dimensions narrowed to one value are part of what an alarm is about. */
function fixedScope({ where }: Watched): AlarmScope {
  return Object.fromEntries(
    SCOPE_DIMENSIONS.flatMap((dimension) => {
      const [value, ...others] = where[dimension] ?? []
      return value === undefined || others.length > 0 ? [] : [[dimension, value]]
    }),
  )
}

function numberOf(row: QueryRow | undefined, metric: string): number | null {
  const value = row?.[metric]
  return typeof value === 'number' ? value : null
}

/** The rows a question was compared with, in the form `readingsOf` takes. */
export const comparedRows = (result: QueryResult | undefined): readonly QueryRow[] =>
  result?.comparison?.rows ?? []
