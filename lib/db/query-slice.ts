/**
 * Facts that several questions of one page ask for, read once: where no cube holds what a page is narrowed to, its
 * cards, trend, breakdowns and spreads all count the same few thousand rows. They are read by the first that asks and
 * counted in memory for each; they stand for that page alone, and never longer than nothing was applied.
 */
import type { Question, Tally } from '@/lib/metrics/cells'
import type { Cube } from '@/lib/metrics/cubes'
import { FactTally } from '@/lib/metrics/fact-tally'
import { FAMILIES } from '@/lib/metrics/families'
import type { Row } from '@/lib/metrics/interpret'
import { MEASURES } from '@/lib/metrics/measures'
import { type FamilyPlan, neededDimensions } from '@/lib/metrics/plan'
import { DIMENSIONS, type Family } from '@/lib/metrics/types'
import { snakeCase } from './columns'
import { factSource } from './query-families'
import { Params, questionConditions, type Statement, stretchSql } from './query-sql'

/** Rows a slice may have; more are added up by the database. */
const SLICE_ROWS = 6_000
/** Milliseconds a slice stands: as long as the questions of one page keep coming. */
const SLICE_MS = 2_000
const SLICES = 60

interface Slice {
  readonly until: number
  /** null = there are more than a slice may have */
  readonly rows: Promise<readonly Row[] | null>
}

const slices = new Map<string, Slice>()

const fieldsByFamily = new Map<Family, readonly string[]>()

/** The fields of a fact that any family of the same anchor counts by. */
function fieldsOf(family: Family): readonly string[] {
  const known = fieldsByFamily.get(family)
  if (known !== undefined) return known
  const alike = FAMILIES.filter(({ fact, at }) => fact === family.fact && at === family.at)
  const fields = new Set<string>([family.at])
  for (const dimension of DIMENSIONS) {
    if (dimension !== 'team' && dimension !== 'agent') fields.add(dimension)
  }
  for (const { team, agent } of alike) fields.add(team).add(agent)
  for (const { family: own, column, where } of MEASURES) {
    if (!alike.includes(own)) continue
    if (column !== undefined) fields.add(column)
    for (const predicate of where) fields.add(predicate.column)
  }
  const found = [...fields]
  fieldsByFamily.set(family, found)
  return found
}

function rowOf(fields: readonly string[], values: readonly unknown[]): Row {
  const row: Record<string, unknown> = {}
  for (let i = 0; i < fields.length; i += 1) row[fields[i] as string] = values[i]
  return row
}

function sliceStatement(
  question: Question,
  plan: FamilyPlan,
  take: (rows: readonly Row[] | null) => void,
): Statement {
  const source = factSource(plan)
  const fields = fieldsOf(plan.family)
  const params = new Params()
  const conditions = [
    stretchSql(plan.edges, params, source.at),
    ...questionConditions(question, params, source.column, 'null'),
  ]
  return {
    text: `SELECT ${fields.map((field) => `f.${snakeCase(field)}`).join(', ')} FROM ${source.table} f WHERE ${conditions.join(' AND ')} LIMIT ${SLICE_ROWS + 1}`,
    values: params.values,
    estimate: plan.estimate,
    take: (found) => {
      if (found.length > SLICE_ROWS) return take(null)
      take(found.map((values) => rowOf(fields, values)))
    },
  }
}

function forgetOld(now: number): void {
  for (const [key, { until }] of slices) {
    if (until > now && slices.size <= SLICES) return
    slices.delete(key)
  }
}

/** Whether a question's narrowing alone is more than any cube holds: then all its page reads facts. */
function isNarrow(question: Question, cubes: readonly Cube[]): boolean {
  const narrowed = neededDimensions({ ...question, dimensions: [] })
  return narrowed.length > 1 && !cubes.some((cube) => narrowed.every((it) => cube.dimensions.includes(it)))
}

interface Asking {
  readonly cubes: readonly Cube[]
  /** the standing's: slices are of one state of the facts */
  readonly stamp: string
  readonly run: (statement: Statement) => Promise<void>
}

/** Counts, sums, percentiles and spreads of a family from a slice; false where it is not for slices or too many rows. */
export async function sliceSums(
  question: Question,
  plan: FamilyPlan,
  tally: Tally,
  asking: Asking,
): Promise<boolean> {
  const rows = await sliceRows(question, plan, asking)
  if (rows === null) return false
  const counted = new FactTally(question, tally, {
    measures: [...plan.measures, ...plan.live],
    quantiles: plan.quantiles,
    means: plan.means,
  })
  for (const row of rows) counted.add(plan.family, row)
  counted.finish()
  return true
}

/** The facts of a family's plan that a question reads, from a slice; null where it is not for slices or too many rows. */
export async function sliceRows(
  question: Question,
  plan: FamilyPlan,
  { cubes, stamp, run }: Asking,
): Promise<readonly Row[] | null> {
  if (plan.cube !== null || stamp === '' || !isNarrow(question, cubes)) return null
  const now = performance.now()
  forgetOld(now)
  let found: readonly Row[] | null = null
  const statement = sliceStatement(question, plan, (rows) => {
    found = rows
  })
  const key = `${stamp} ${statement.text} ${JSON.stringify(statement.values)}`
  const known = slices.get(key)
  // Whoever reads for all may fail for reasons of its own.
  if (known !== undefined && known.until > now) return known.rows.catch(() => null)
  const rows = run(statement).then(() => found)
  slices.set(key, { until: now + SLICE_MS, rows })
  const forget = () => {
    if (slices.get(key)?.rows === rows) slices.delete(key)
  }
  rows.catch(forget)
  // After the last question of a page nobody else would throw it away.
  setTimeout(forget, 2 * SLICE_MS).unref()
  return rows
}
