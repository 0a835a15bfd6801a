/** The pieces metric SQL is made of: parameters, conditions, columns; and how statements are run. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type AppError, busy, isOvertime, tooHeavy } from '@/lib/core/errors'
import type { Instant } from '@/lib/facts/event'
import { bucketCount, type Question } from '@/lib/metrics/cells'
import type { Dimension, Family, Measure, Predicate } from '@/lib/metrics/types'
import { instantArray, timeText } from './arrays'
import { snakeCase } from './columns'
import { readPool } from './pool'

/** One statement and what to do with its rows (arrays of column values). */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  readonly take: (rows: readonly (readonly unknown[])[]) => void
  /** rows it may have to read */
  readonly estimate?: number
}

/** Collects parameters: `add` gives the place holder. */
export class Params {
  readonly values: unknown[] = []

  add(value: unknown, cast = ''): string {
    this.values.push(value)
    return `$${this.values.length}${cast}`
  }

  instant(at: Instant): string {
    return this.add(timeText(at), '::timestamptz')
  }

  instants(at: readonly Instant[]): string {
    return this.add(instantArray(at), '::timestamptz[]')
  }

  texts(values: readonly string[]): string {
    return this.add(values, '::text[]')
  }
}

/** The fact column a dimension is read from in a family. */
export function dimensionColumn(family: Family, dimension: Dimension): string {
  return snakeCase(dimension === 'team' ? family.team : dimension === 'agent' ? family.agent : dimension)
}

/** `column` in the values, or not; null = no value. In facts that is NULL, in rollups ''. */
function valueCondition(
  params: Params,
  column: string,
  op: 'in' | 'not_in',
  values: readonly (string | null)[],
  none: 'null' | 'empty',
): string {
  const [only] = values
  // An index that begins with the column stays in the order of its next columns only behind a plain "=".
  if (op === 'in' && values.length === 1 && only !== undefined && (only !== null || none === 'empty')) {
    return `${column} = ${params.add(only ?? '', '::text')}`
  }
  if (none === 'empty') {
    const list = params.texts(values.map((value) => value ?? ''))
    return op === 'in' ? `${column} = ANY(${list})` : `${column} <> ALL(${list})`
  }
  const named = values.filter((value) => value !== null)
  const list = params.texts(named)
  if (op === 'in') {
    return named.length < values.length
      ? `(${column} = ANY(${list}) OR ${column} IS NULL)`
      : `${column} = ANY(${list})`
  }
  return named.length < values.length
    ? `(${column} IS NOT NULL AND ${column} <> ALL(${list}))`
    : `(${column} <> ALL(${list}) OR ${column} IS NULL)`
}

/** Conditions of the question's filters and team scope; `column` names the column of a dimension. */
export function questionConditions(
  question: Pick<Question, 'filters' | 'scope'>,
  params: Params,
  column: (dimension: Dimension) => string,
  none: 'null' | 'empty',
): string[] {
  const conditions = question.filters.map(({ dimension, op, values }) =>
    valueCondition(params, column(dimension), op, values, none),
  )
  if (question.scope !== null) {
    const teams = question.scope.filter((team) => team !== '')
    conditions.push(`${column('team')} = ANY(${params.texts(teams)})`)
  }
  return conditions
}

/** A measure's predicate over fact columns of the alias f; null compares as false, as in the interpreter. */
export function predicateSql(predicate: Predicate, params: Params, now: Instant): string {
  const column = `f.${snakeCase(predicate.column)}`
  switch (predicate.op) {
    case 'eq':
      return typeof predicate.value === 'boolean'
        ? `${column} IS ${predicate.value ? 'TRUE' : 'FALSE'}`
        : `${column} = ${literal(predicate.value)}`
    case 'in':
      return `${column} IN (${predicate.values.map(literal).join(', ')})`
    case 'gte':
      return `${column} >= ${literal(predicate.value)}`
    case 'lte':
      return `${column} <= ${literal(predicate.value)}`
    case 'gt':
      return `${column} > ${literal(predicate.value)}`
    case 'lt':
      return `${column} < ${literal(predicate.value)}`
    case 'not_null':
      return `${column} IS NOT NULL`
    case 'is_null':
      return `${column} IS NULL`
    case 'before_now':
      return `${column} < ${params.instant(now)}`
  }
}

/** Constants of our own measures stand in the text, so that partial indexes match them. */
function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}

/** All predicates of a measure, or '' where it has none. */
export function measureCondition(measure: Measure, params: Params, now: Instant): string {
  return measure.where.map((predicate) => predicateSql(predicate, params, now)).join(' AND ')
}

/** `count(*)` or `sum(column)` over the rows a measure counts, as a number that JavaScript holds exactly. */
export function aggregateSql(measure: Measure, params: Params, now: Instant): string {
  const condition = measureCondition(measure, params, now)
  const filter = condition === '' ? '' : ` FILTER (WHERE ${condition})`
  return measure.agg === 'count' || measure.column === undefined
    ? `count(*)${filter}`
    : `coalesce(sum(f.${snakeCase(measure.column)})${filter}, 0)::float8`
}

/** SQL of the bucket an instant column lies in, 0-based; '' where there is one bucket only. */
export function bucketSql(question: Question, params: Params, column: string): string {
  if (bucketCount(question) <= 1) return ''
  const { boundaries, pooled } = question
  const index = () => `width_bucket(${column}, ${params.instants(boundaries)})`
  return pooled === undefined ? `${index()} - 1` : `(${params.add(pooled.slots, '::int[]')})[${index()}]`
}

/** Conditions that an instant column lies in one of the stretches. */
export function stretchSql(
  stretches: readonly { readonly from: Instant; readonly to: Instant }[],
  params: Params,
  column: string,
): string {
  const parts = stretches.map(
    ({ from, to }) => `${column} >= ${params.instant(from)} AND ${column} < ${params.instant(to)}`,
  )
  return parts.length === 1 ? (parts[0] as string) : `(${parts.map((part) => `(${part})`).join(' OR ')})`
}

/** GROUP BY of the first `count` output columns, or '' of none. */
export const groupBy = (count: number): string =>
  count === 0 ? '' : ` GROUP BY ${Array.from({ length: count }, (_, i) => i + 1).join(', ')}`

const NAMED_AT_MOST = 300
const seen = new Map<string, string>()

/** A name under which each connection prepares a statement once; the many rare ones go without. */
function nameOf(text: string): string | undefined {
  const known = seen.get(text)
  if (known !== undefined) return known
  if (seen.size >= NAMED_AT_MOST) return undefined
  const name = `m_${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`
  seen.set(text, name)
  return name
}

/**
 * The planner's cost from which a statement is too much for 4 s on a loaded machine, by the costs our connections set:
 * some two million rows in the order of an index.
 */
const HEAVY_COST = 80_000

/**
 * What to say of statements that did not end in time: `too_heavy` where the planner thinks them dear, else `busy`.
 * Asks on the pool, for the connection of a failed statement answers nothing more.
 */
export async function overtime(
  statements: readonly { readonly text: string; readonly values: readonly unknown[] }[],
  db: pg.Pool = readPool(),
): Promise<AppError> {
  let cost = 0
  try {
    for (const { text, values } of statements) {
      const { rows } = await db.query<{ 'QUERY PLAN': [{ Plan: { 'Total Cost': number } }] }>(
        `EXPLAIN (FORMAT JSON) ${text}`,
        [...values],
      )
      cost += rows[0]?.['QUERY PLAN'][0].Plan['Total Cost'] ?? 0
      if (cost > HEAVY_COST) return tooHeavy()
    }
  } catch {
    // It cannot even be asked what they cost.
  }
  return busy()
}

/** Runs one statement on a connection or a pool. */
export async function runStatement(db: pg.Pool | pg.ClientBase, statement: Statement): Promise<void> {
  const name = nameOf(statement.text)
  try {
    const { rows } = await db.query({
      text: statement.text,
      values: [...statement.values],
      rowMode: 'array',
      ...(name === undefined ? {} : { name }),
    })
    statement.take(rows as unknown[][])
  } catch (error) {
    if (isOvertime(error)) throw await overtime([statement])
    throw error
  }
}
