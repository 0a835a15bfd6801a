/** SQL of a metric by kind of case: what fair comparisons of agents, teams and channels are made from. */
import type { Instant } from '@/lib/facts/event'
import { calendarOf, onClock } from '@/lib/metrics/formula'
import type { Dimension, Measure, Metric, MetricQuery } from '@/lib/metrics/types'
import { snakeCase } from './columns'
import { databaseError, readPool } from './pool'
import {
  aggregateSql,
  dimensionColumn,
  groupBy,
  measureCondition,
  Params,
  questionConditions,
  runStatement,
  stretchSql,
} from './query-sql'

/** Local hours at which a new part of the day begins: night, morning, afternoon, evening. */
export const PARTS_OF_DAY = [8, 12, 18] as const

/** One group's cases of one kind. `sum` and `squares` in the metric's unit (seconds, hits, points). */
export interface MixRow {
  /** value of the compared dimension; null = none */
  readonly group: string | null
  readonly channel: string | null
  readonly issueType: string | null
  /** 0 night … 3 evening, by the tenant's clock */
  readonly part: number
  readonly n: number
  readonly sum: number
  readonly squares: number
}

/** Means of one column and shares of counts can be taken apart by kind of case; percentiles and states cannot. */
export function canBeMixed(metric: Metric): boolean {
  if (metric.type === 'mean') return true
  if (metric.type !== 'ratio') return false
  const refs = [...metric.numerator, ...metric.denominator].map((ref) => onClock(ref, 'all_hours'))
  return refs.every((measure) => measure.agg === 'count' && measure.family === refs[0]?.family)
}

const num = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? 0))
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Sum of squares of what a measure sums, each value in the metric's unit. */
function squaresSql(measure: Measure, scale: number, params: Params, now: Instant): string {
  const condition = measureCondition(measure, params, now)
  const filter = condition === '' ? '' : ` FILTER (WHERE ${condition})`
  return `coalesce(sum((f.${snakeCase(measure.column ?? '')}::float8 * ${scale}) ^ 2)${filter}, 0)`
}

/**
 * The one metric of a query by `by` × channel × issue type × part of the day, from the facts: the period should be
 * short. Throws AppError `too_heavy` where it reads too much, `busy` where the database did not answer in time, `unavailable` where the database is away, and a
 * plain error for a metric that cannot be taken apart.
 */
export async function readMix(
  query: MetricQuery,
  metric: Metric,
  by: Dimension,
  at: { readonly now: Instant; readonly zone: string },
): Promise<readonly MixRow[]> {
  if (!canBeMixed(metric)) throw new Error(`${metric.id} cannot be taken apart by kind of case`)
  if (query.scope !== null && query.scope.length === 0) return []
  const calendar = calendarOf(metric, query.calendar)
  const params = new Params()
  const refs = metric.type === 'mean' ? [metric.count] : metric.type === 'ratio' ? metric.denominator : []
  const family = onClock(refs[0] ?? never(), calendar).family
  const count = (measures: readonly Measure[]) =>
    measures.map((measure) => aggregateSql(measure, params, at.now)).join(' + ')
  const instant = `f.${snakeCase(family.at)}`
  const column = (dimension: Dimension) => `f.${dimensionColumn(family, dimension)}`
  const hour = `extract(hour FROM ${instant} AT TIME ZONE ${params.add(at.zone, '::text')})::int`
  const figures =
    metric.type === 'mean'
      ? [
          count([onClock(metric.count, calendar)]),
          `(${count([onClock(metric.sum, calendar)])}) * ${metric.scale}`,
          squaresSql(onClock(metric.sum, calendar), metric.scale, params, at.now),
        ]
      : metric.type === 'ratio'
        ? [
            count(metric.denominator.map((ref) => onClock(ref, calendar))),
            count(metric.numerator.map((ref) => onClock(ref, calendar))),
            '0',
          ]
        : []
  const columns = [
    column(by),
    column('channel'),
    column('issueType'),
    `width_bucket(${hour}, ARRAY[${PARTS_OF_DAY.join(', ')}])`,
  ]
  const conditions = [
    stretchSql([query.period], params, instant),
    ...questionConditions(query, params, column, 'null'),
  ]
  const found: MixRow[] = []
  try {
    await runStatement(readPool(), {
      text: `SELECT ${[...columns, ...figures].join(', ')} FROM "${family.fact}" f WHERE ${conditions.join(' AND ')}${groupBy(columns.length)}`,
      values: params.values,
      estimate: Number.POSITIVE_INFINITY,
      take: (rows) => {
        for (const row of rows) {
          const n = num(row[4])
          const sum = num(row[5])
          if (n === 0 && sum === 0) continue
          found.push({
            group: text(row[0]),
            channel: text(row[1]),
            issueType: text(row[2]),
            part: num(row[3]),
            n,
            sum,
            squares: num(row[6]),
          })
        }
      },
    })
  } catch (error) {
    throw databaseError(error)
  }
  return found
}

function never(): never {
  throw new Error('the metric counts nothing')
}
