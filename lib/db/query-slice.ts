/**
 * Facts that several questions of one page ask for, read once: where a page is narrowed by two dimensions or more, the
 * breakdowns that no cube holds, and often its cards and trend too, all count the same few thousand rows. They are read
 * by the first that asks and counted in memory for each; they stand for that page alone, and never longer than nothing
 * was applied.
 */
import { periodsOf, type Question, type Tally } from '@/lib/metrics/cells'
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

/**
 * Rows a slice may have; more are added up by the database. Where a cube holds what a page is narrowed to, only some
 * of its questions read facts, and fewer rows are worth having.
 */
const SLICE_ROWS = 6_000
const CUBED_SLICE_ROWS = 3_000
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
  most: number,
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
    text: `SELECT ${fields.map((field) => `f.${snakeCase(field)}`).join(', ')} FROM ${source.table} f WHERE ${conditions.join(' AND ')} LIMIT ${most + 1}`,
    values: params.values,
    estimate: plan.estimate,
    take: (found) => {
      if (found.length > most) return take(null)
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

/** Rows that a slice of this question may have; 0 where it is not narrowed enough for one. */
function mostRows(question: Question, cubes: readonly Cube[]): number {
  const narrowed = neededDimensions({ ...question, dimensions: [] })
  if (narrowed.length < 2) return 0
  const held = cubes.some((cube) => narrowed.every((it) => cube.dimensions.includes(it)))
  return held ? CUBED_SLICE_ROWS : SLICE_ROWS
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

/**
 * The percentiles and spreads alone of a family whose counts came from a cube without sketches; false as for `sliceSums`,
 * or where none are asked for.
 */
export async function sliceSpread(
  question: Question,
  plan: FamilyPlan,
  tally: Tally,
  asking: Asking,
): Promise<boolean> {
  const { cube, quantiles, means } = plan
  if (cube === null || cube.sketched || (quantiles.length === 0 && means.length === 0)) return false
  const rows = await sliceRows(question, { ...plan, cube: null, edges: periodsOf(question) }, asking)
  if (rows === null) return false
  const counted = new FactTally(question, tally, { measures: [], quantiles, means })
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
  const most = mostRows(question, cubes)
  if (plan.cube !== null || stamp === '' || most === 0) return null
  const now = performance.now()
  forgetOld(now)
  let found: readonly Row[] | null = null
  const statement = sliceStatement(question, plan, most, (rows) => {
    found = rows
  })
  const key = `${stamp} ${statement.text} ${JSON.stringify(statement.values)}`
  const known = slices.get(key)
  // Whoever reads for all may fail for reasons of its own.
  if (known !== undefined && known.until > now) return known.rows.catch(() => null)
  const rows = run(statement).then(() => found)
  slices.set(key, { until: now + SLICE_MS, rows })
  rows.catch(() => slices.delete(key))
  return rows
}
