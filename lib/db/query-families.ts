/** SQL of metrics made of measures: sums from rollups and facts, percentiles from facts and sketches. */
import type { Instant } from '@/lib/facts/event'
import {
  type AskedMean,
  type AskedQuantile,
  bucketCount,
  type GroupKey,
  INTERVAL_VALUES,
  periodsOf,
  type Question,
  segmentsOf,
  type Tally,
} from '@/lib/metrics/cells'
import type { Cube } from '@/lib/metrics/cubes'
import { measuresOf } from '@/lib/metrics/formula'
import type { FamilyPlan, Stretch } from '@/lib/metrics/plan'
import type { Dimension, Measure, Predicate } from '@/lib/metrics/types'
import { SKETCH_BINS, SKETCH_EDGES, sketchColumn, sketchQuantile } from '@/lib/stats/sketch'
import { snakeCase } from './columns'
import {
  aggregateSql,
  bucketSql,
  dimensionColumn,
  groupBy,
  measureCondition,
  Params,
  predicateSql,
  questionConditions,
  type Statement,
  stretchSql,
} from './query-sql'

/** Percentiles are exact up to this many values in a question, and in cells below the second figure. */
const EXACT_VALUES = 20_000
const EXACT_CELL = 200
/** Facts that an exact percentile may read through to find its values. */
export const EXACT_SCAN = 500_000

type Row = readonly unknown[]
const num = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? 0))
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Reads the leading columns (bucket where there are several, then dimensions) of a row. */
function place(question: Question, first: 0 | 1, row: Row): { key: GroupKey; bucket: number; next: number } {
  const key = question.dimensions.map((_, i) => text(row[first + i]))
  return { key, bucket: first === 1 ? num(row[0]) : 0, next: first + key.length }
}

/** How many columns the bucket takes. */
const bucketColumns = (question: Question): 0 | 1 => (bucketCount(question) > 1 ? 1 : 0)

interface Source {
  readonly table: string
  readonly at: string
  readonly column: (dimension: Dimension) => string
}

export function factSource({ family }: FamilyPlan): Source {
  return {
    table: `"${family.fact}"`,
    at: `f.${snakeCase(family.at)}`,
    column: (dimension) => `f.${dimensionColumn(family, dimension)}`,
  }
}

function cubeSource(table: string, cube: Cube): Source {
  return {
    table,
    at: 'f.bucket',
    column: (dimension) => (cube.dimensions.indexOf(dimension) === 1 ? 'f.k2' : 'f.k1'),
  }
}

/** `bucket, dimensions…` of a select list; [] where there are none. */
function leading(question: Question, params: Params, source: Source): string[] {
  const bucket = bucketSql(question, params, source.at)
  return [...(bucket === '' ? [] : [bucket]), ...question.dimensions.map(source.column)]
}

function sums(
  question: Question,
  source: Source,
  stretches: readonly Stretch[],
  none: 'null' | 'empty',
  own: (params: Params) => {
    readonly select: readonly string[]
    readonly where?: readonly string[]
    /** the rows `f`, where they are not simply the source's table */
    readonly from?: string
  },
  take: (key: GroupKey, bucket: number, values: Row) => void,
  estimate: number,
): Statement {
  const params = new Params()
  const columns = leading(question, params, source)
  const { select, where = [], from = `${source.table} f` } = own(params)
  const first = bucketColumns(question)
  const conditions = [
    ...where,
    stretchSql(stretches, params, source.at),
    ...questionConditions(question, params, source.column, none),
  ]
  return {
    text: `SELECT ${[...columns, ...select].join(', ')} FROM ${from} WHERE ${conditions.join(' AND ')}${groupBy(columns.length)}`,
    values: params.values,
    estimate,
    take: (rows) => {
      for (const row of rows) {
        const { key, bucket, next } = place(question, first, row)
        take(key, bucket, row.slice(next))
      }
    },
  }
}

const adder = (tally: Tally, measures: readonly Measure[]) => {
  const slots = measures.map((measure) => tally.slot(measure))
  return (key: GroupKey, bucket: number, values: Row): void => {
    const { sums } = tally.cell(key, bucket)
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number
      sums[slot] = (sums[slot] ?? 0) + num(values[i])
    }
  }
}

function rollupSums(question: Question, plan: FamilyPlan, cube: Cube, tally: Tally): Statement {
  return sums(
    question,
    cubeSource(`rollup_${plan.family.id}`, cube),
    plan.middles,
    'empty',
    (params) => ({
      where: [`f.cube = ${params.add(cube.id)}`],
      select: plan.measures.map((measure) => `sum(f.${measure.id})::float8`),
    }),
    adder(tally, plan.measures),
    plan.estimate,
  )
}

/** Sums straight from the facts; where no cube is used, exact percentiles come along. */
function factSums(question: Question, plan: FamilyPlan, tally: Tally): Statement {
  const measures = plan.cube === null ? [...plan.measures, ...plan.live] : plan.measures
  const quantiles = plan.cube === null ? plan.quantiles : []
  const means = plan.cube === null ? plan.means : []
  const add = adder(tally, measures)
  return sums(
    question,
    factSource(plan),
    plan.edges,
    'null',
    (params) => ({
      select: [
        ...measures.map((measure) => aggregateSql(measure, params, question.now)),
        ...quantiles.map((quantile) => percentileSql(quantile, params, question)),
        ...means.map((mean) => varianceSql(mean, params, question)),
      ],
    }),
    (key, bucket, values) => {
      add(key, bucket, values)
      quantiles.forEach(({ sketch, q }, i) => {
        const value = values[measures.length + i]
        if (value !== null) tally.cell(key, bucket).setQuantile({ sketch, q }, num(value))
      })
      takeVariances(tally, means, key, bucket, values.slice(measures.length + quantiles.length))
    },
    plan.estimate,
  )
}

/** Exact, whatever the order of the values: whole numbers are squared and added as such. */
function varianceSql({ sum }: AskedMean, params: Params, question: Question): string {
  const condition = measureCondition(sum, params, question.now)
  const filter = condition === '' ? '' : ` FILTER (WHERE ${condition})`
  return `(var_samp(f.${snakeCase(sum.column ?? '')})${filter})::float8`
}

function takeVariances(
  tally: Tally,
  means: readonly AskedMean[],
  key: GroupKey,
  bucket: number,
  values: Row,
): void {
  means.forEach(({ sum }, i) => {
    const value = values[i]
    if (value !== null && value !== undefined) tally.cell(key, bucket).setVariance(sum, num(value))
  })
}

const same = (a: Predicate, b: Predicate): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Counts that hang on now, over the whole period: what they share is the condition of a partial index. */
function liveSums(question: Question, plan: FamilyPlan, tally: Tally): Statement {
  const [first, ...others] = plan.live
  const shared = (first?.where ?? []).filter((p) => others.every((m) => m.where.some((o) => same(o, p))))
  return sums(
    question,
    factSource(plan),
    periodsOf(question),
    'null',
    (params) => ({
      where: shared.map((predicate) => predicateSql(predicate, params, question.now)),
      select: plan.live.map((measure) => aggregateSql(measure, params, question.now)),
    }),
    adder(tally, plan.live),
    0,
  )
}

function percentileSql({ sketch, q }: AskedQuantile, params: Params, question: Question): string {
  const condition = measureCondition(sketch, params, question.now)
  const filter = condition === '' ? '' : ` FILTER (WHERE ${condition})`
  return `percentile_cont(${q}) WITHIN GROUP (ORDER BY f.${snakeCase(sketch.column ?? '')})${filter}`
}

/** The statements that bring the counts and sums of one family. */
export function familySums(question: Question, plan: FamilyPlan, tally: Tally): Statement[] {
  const { cube } = plan
  if (cube === null) return [factSums(question, plan, tally)]
  return [
    ...(plan.measures.length > 0 ? [rollupSums(question, plan, cube, tally)] : []),
    ...(plan.measures.length > 0 && plan.edges.length > 0 ? [factSums(question, plan, tally)] : []),
    ...(plan.live.length > 0 ? [liveSums(question, plan, tally)] : []),
  ]
}

interface WantedCell {
  readonly key: GroupKey
  readonly bucket: number
}

/** Exact percentiles of the sketches of one family, everywhere or in the given cells only. */
function exactPercentiles(
  question: Question,
  plan: FamilyPlan,
  quantiles: readonly AskedQuantile[],
  only: readonly WantedCell[] | null,
  tally: Tally,
): Statement {
  const source = factSource(plan)
  const wanted = only === null ? null : new Set(only.map(({ key, bucket }) => JSON.stringify([bucket, key])))
  return sums(
    question,
    source,
    periodsOf(question),
    'null',
    (params) => ({
      where: [
        ...commonConditions(
          quantiles.map(({ sketch }) => sketch),
          params,
          question,
        ),
        ...(only === null ? [] : [cellsSql(question, source, only, params)]),
      ],
      select: quantiles.map((quantile) => percentileSql(quantile, params, question)),
      ...(only === null ? {} : { from: rowsOfBuckets(question, source, only, params) }),
    }),
    (key, bucket, values) => {
      if (wanted !== null && !wanted.has(JSON.stringify([bucket, key]))) return
      quantiles.forEach(({ sketch, q }, i) => {
        if (values[i] !== null) tally.cell(key, bucket).setQuantile({ sketch, q }, num(values[i]))
      })
    },
    EXACT_SCAN,
  )
}

/** What all the measures ask for: the condition of a partial index, perhaps. */
function commonConditions(measures: readonly Measure[], params: Params, question: Question): string[] {
  const [first, ...others] = measures
  return (first?.where ?? [])
    .filter((p) => others.every(({ where }) => where.some((o) => same(o, p))))
    .map((predicate) => predicateSql(predicate, params, question.now))
}

/** The facts of the cells' buckets alone: a few quiet hours of a week are read as such, not as the whole week. */
function rowsOfBuckets(
  question: Question,
  source: Source,
  cells: readonly WantedCell[],
  params: Params,
): string {
  const table = `${source.table} f`
  const buckets = new Set(cells.map((cell) => cell.bucket))
  // where most of the period is asked for, one run through it is cheaper
  if (buckets.size * 2 > bucketCount(question)) return table
  const from: Instant[] = []
  const to: Instant[] = []
  for (const segment of segmentsOf(question)) {
    if (!buckets.has(segment.bucket)) continue
    if (to.at(-1) === segment.from) to[to.length - 1] = segment.to
    else {
      from.push(segment.from)
      to.push(segment.to)
    }
  }
  return `unnest(${params.instants(from)}, ${params.instants(to)}) AS s(since, until) JOIN ${table} ON ${source.at} >= s.since AND ${source.at} < s.until`
}

/** The condition that a fact lies in one of these cells. */
function cellsSql(question: Question, source: Source, cells: readonly WantedCell[], params: Params): string {
  const bucket = bucketSql(question, params, source.at)
  const columns = [
    ...(bucket === '' ? [] : [bucket]),
    ...question.dimensions.map((dimension) => `coalesce(${source.column(dimension)}, '')`),
  ]
  const lists = [
    ...(bucket === ''
      ? []
      : [
          params.add(
            cells.map((cell) => cell.bucket),
            '::int[]',
          ),
        ]),
    ...question.dimensions.map((_, i) => params.texts(cells.map((cell) => cell.key[i] ?? ''))),
  ]
  return `(${columns.join(', ')}) IN (SELECT * FROM unnest(${lists.join(', ')}))`
}

/** Counters of a sketch by cell. */
export class Bins {
  private readonly cells = new Map<string, { key: GroupKey; bucket: number; bins: number[] }>()

  add(key: GroupKey, bucket: number, bin: number, count: number): void {
    const id = JSON.stringify([bucket, key])
    let cell = this.cells.get(id)
    if (!cell) {
      cell = { key, bucket, bins: new Array<number>(SKETCH_BINS).fill(0) }
      this.cells.set(id, cell)
    }
    cell.bins[bin] = (cell.bins[bin] ?? 0) + count
  }

  all(): IterableIterator<{ key: GroupKey; bucket: number; bins: number[] }> {
    return this.cells.values()
  }
}

const BIN_SUMS = Array.from({ length: SKETCH_BINS }, (_, i) => `sum(f.${sketchColumn(i)})`)

/** Adds up the stored counters of a sketch. */
export function sketchedBins(
  question: Question,
  plan: FamilyPlan,
  cube: Cube,
  sketch: Measure,
  bins: Bins,
): Statement {
  return sums(
    question,
    cubeSource('rollup_sketch', cube),
    plan.middles,
    'empty',
    (params) => ({
      where: [`f.measure = ${params.add(sketch.id)}`, `f.cube = ${params.add(cube.id)}`],
      select: BIN_SUMS,
    }),
    (key, bucket, values) => {
      values.forEach((count, bin) => {
        if (count !== null) bins.add(key, bucket, bin, num(count))
      })
    },
    plan.estimate,
  )
}

/** Counts the values at the ragged ends of the periods into the same counters. */
export function raggedBins(question: Question, plan: FamilyPlan, sketch: Measure, bins: Bins): Statement {
  const source = factSource(plan)
  const params = new Params()
  const first = bucketColumns(question)
  const columns = [
    ...leading(question, params, source),
    `width_bucket(f.${snakeCase(sketch.column ?? '')}, ${params.add(`{${SKETCH_EDGES.join(',')}}`, '::bigint[]')})`,
  ]
  const conditions = [
    measureCondition(sketch, params, question.now),
    stretchSql(plan.edges, params, source.at),
    ...questionConditions(question, params, source.column, 'null'),
  ].filter((condition) => condition !== '')
  return {
    text: `SELECT ${[...columns, 'count(*)'].join(', ')} FROM ${source.table} f WHERE ${conditions.join(' AND ')}${groupBy(columns.length)}`,
    values: params.values,
    estimate: plan.estimate,
    take: (rows) => {
      for (const row of rows) {
        const { key, bucket, next } = place(question, first, row)
        bins.add(key, bucket, num(row[next]), num(row[next + 1]))
      }
    },
  }
}

/** How many facts of the family lie in the period, whoever they belong to. */
export function scanSize(plan: FamilyPlan, take: (n: number) => void): Statement {
  const params = new Params()
  return {
    text: `SELECT coalesce(sum(f.n), 0)::float8 FROM rollup_${plan.family.id} f WHERE f.cube = 'priority' AND ${stretchSql(plan.middles, params, 'f.bucket')}`,
    values: params.values,
    take: (rows) => take(num(rows[0]?.[0])),
  }
}

/**
 * Brings the percentiles of a family that is answered from a cube, once its counts are in the tally. True where
 * facts were read for them. `sketched`: small cells are not counted out either.
 */
export async function familyQuantiles(
  question: Question,
  plan: FamilyPlan,
  tally: Tally,
  run: (statement: Statement) => Promise<void>,
  sketched = false,
): Promise<boolean> {
  const { cube, quantiles } = plan
  if (cube === null || quantiles.length === 0) return false
  const countOf = new Map(quantiles.map((quantile) => [quantile.count, [...tally.counts(quantile.count)]]))
  const totals = [...countOf.values()].map((cells) => cells.reduce((sum, { n }) => sum + n, 0))
  const values = Math.max(0, ...totals)
  if (values === 0) return false
  const close = sketched && cube.sketched
  let scan = values
  if (!close && (question.filters.length > 0 || question.scope !== null)) {
    await run(scanSize(plan, (n) => (scan = n)))
  }
  const allSmall = [...countOf.values()].every((cells) => cells.every(({ n }) => n < EXACT_CELL))
  // A cube without sketches leaves nothing but the facts; where every cell is counted out, sketches add nothing.
  if (!cube.sketched || (!close && scan <= EXACT_SCAN && (values <= EXACT_VALUES || allSmall))) {
    await run(exactPercentiles(question, plan, quantiles, null, tally))
    return true
  }
  let usedFacts = plan.edges.length > 0
  for (const sketch of new Set(quantiles.map((quantile) => quantile.sketch))) {
    const bins = new Bins()
    await run(sketchedBins(question, plan, cube, sketch, bins))
    if (plan.edges.length > 0) await run(raggedBins(question, plan, sketch, bins))
    for (const { key, bucket, bins: counts } of bins.all()) {
      for (const { sketch: own, q } of quantiles) {
        if (own === sketch) tally.cell(key, bucket).setQuantile({ sketch, q }, sketchQuantile(counts, q))
      }
    }
  }
  if (close) return usedFacts
  for (const [count, cells] of countOf) {
    const small = cells.filter(({ n }) => n < EXACT_CELL)
    if (small.length === 0 || scan > EXACT_SCAN) continue
    usedFacts = true
    await run(
      exactPercentiles(
        question,
        plan,
        quantiles.filter((quantile) => quantile.count === count),
        small,
        tally,
      ),
    )
  }
  return usedFacts
}

/**
 * Brings the spread of the values behind the means of a family that is answered from a cube, once its counts are
 * in the tally; those of too many values stay without. True where facts were read for them.
 */
export async function familyVariances(
  question: Question,
  plan: FamilyPlan,
  tally: Tally,
  run: (statement: Statement) => Promise<void>,
): Promise<{ readonly read: boolean; readonly without: readonly AskedMean[] }> {
  if (plan.cube === null || plan.means.length === 0) return { read: false, without: [] }
  const counted = new Map(
    plan.means.map((mean) => {
      const cells = [...tally.counts(mean.count)]
      return [mean, cells.reduce((sum, { n }) => sum + n, 0)]
    }),
  )
  const some = plan.means.filter((mean) => (counted.get(mean) ?? 0) > 1)
  if (some.length === 0) return { read: false, without: [] }
  let scan = 0
  if (question.filters.length > 0 || question.scope !== null) {
    await run(scanSize(plan, (n) => (scan = n)))
  }
  const means = some.filter((mean) => (counted.get(mean) ?? 0) <= INTERVAL_VALUES && scan <= EXACT_SCAN)
  if (means.length > 0) {
    await run(
      sums(
        question,
        factSource(plan),
        periodsOf(question),
        'null',
        (params) => ({
          where: commonConditions(
            means.map(({ sum }) => sum),
            params,
            question,
          ),
          select: means.map((mean) => varianceSql(mean, params, question)),
        }),
        (key, bucket, values) => takeVariances(tally, means, key, bucket, values),
        EXACT_SCAN,
      ),
    )
  }
  return { read: means.length > 0, without: some.filter((mean) => !means.includes(mean)) }
}

/** Whether a metric of the question is made of measures at all. */
export const hasMeasures = (question: Question): boolean =>
  question.metrics.some((asked) => measuresOf(asked).length > 0)
