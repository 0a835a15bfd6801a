/** How the values behind a mean or percentile spread: counted one by one, or read from the sketch of many. */
import type { Instant } from '@/lib/facts/event'
import { askedMetrics } from '@/lib/metrics/answer'
import { periodsOf, type Question, Tally } from '@/lib/metrics/cells'
import {
  beyondEdge,
  countedBins,
  type Distribution,
  type Extent,
  type Measured,
  measuredBy,
  sketchedDistribution,
} from '@/lib/metrics/distribution'
import { type AskedMetric, scaled } from '@/lib/metrics/formula'
import { type FamilyPlan, planFamilies } from '@/lib/metrics/plan'
import type { MetricQuery, Target } from '@/lib/metrics/types'
import { snakeCase } from './columns'
import { snapshot } from './pool'
import {
  Bins,
  EXACT_SCAN,
  factSource,
  familySums,
  raggedBins,
  scanSize,
  sketchedBins,
} from './query-families'
import {
  measureCondition,
  Params,
  questionConditions,
  runStatement,
  type Statement,
  stretchSql,
} from './query-sql'
import { NO_DATA, type StandingData, standingStatement } from './query-standing'

/** Values up to which each is counted; of more the sketch tells. */
const COUNTED_VALUES = 200_000

export interface DistributionOptions {
  readonly now: Instant
  readonly zone: string
  /** null = no target */
  readonly target: Pick<Target, 'value' | 'op'> | null
  /** upper edges of the bins in the metric's unit, for counted values */
  readonly edges: (extent: Extent) => readonly number[]
  /** values up to which each is counted; 200,000 where it is not given */
  readonly counted?: number
}

type Run = (statement: Statement) => Promise<void>
const num = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? 0))

/**
 * The spread of the values of the first metric of a checked query, over its whole population; null where the
 * metric has no single values. Throws `unavailable` where the database is away.
 */
export async function queryDistribution(
  query: MetricQuery,
  options: DistributionOptions,
): Promise<Distribution | null> {
  const [asked] = askedMetrics(query)
  const measured = asked === undefined ? null : measuredBy(asked)
  if (asked === undefined || measured === null) return null
  const { metric, calendar } = asked
  const about = { metric: metric.id, unit: metric.unit, calendar }
  if (query.scope !== null && query.scope.length === 0) {
    return { ...about, source: 'facts', n: 0, bins: [], median: null, p90: null, within: null }
  }
  return snapshot(async (client) => {
    const run: Run = (statement) => runStatement(client, statement)
    return { ...about, ...(await distributionOn(run, query, asked, measured, options)) }
  })
}

type Found = Omit<Distribution, 'metric' | 'unit' | 'calendar'>

async function distributionOn(
  run: Run,
  query: MetricQuery,
  asked: AskedMetric,
  measured: Measured,
  options: DistributionOptions,
): Promise<Found> {
  let standing: StandingData = NO_DATA
  await run(
    standingStatement(options.now, (found) => {
      standing = found
    }),
  )
  const question: Question = {
    metrics: [asked],
    dimensions: [],
    filters: query.filters,
    scope: query.scope,
    boundaries: [query.period.from, query.period.to],
    grained: false,
    live: false,
    now: options.now,
    zone: options.zone,
  }
  const plan = planFamilies(
    question,
    null,
    standing.rollupZone === options.zone ? standing.rollupCubes.filter((cube) => cube.sketched) : [],
  ).find(({ family }) => family === measured.count.family)
  if (plan === undefined) throw new Error(`no plan for ${asked.metric.id}`)
  const { cube } = plan
  if (cube !== null && measured.sketch !== null) {
    const tally = new Tally(question.metrics)
    for (const statement of familySums(question, plan, tally)) await run(statement)
    const n = [...tally.counts(measured.count)].reduce((sum, cell) => sum + cell.n, 0)
    let scan = n
    if (question.filters.length > 0 || question.scope !== null) {
      await run(scanSize(plan, (size) => (scan = size)))
    }
    if (n > (options.counted ?? COUNTED_VALUES) || scan > EXACT_SCAN) {
      const bins = new Bins()
      await run(sketchedBins(question, plan, cube, measured.sketch, bins))
      if (plan.edges.length > 0) await run(raggedBins(question, plan, measured.sketch, bins))
      const counts = [...bins.all()][0]?.bins ?? []
      return { source: 'sketch', ...sketchedDistribution(counts, measured.scale, options.target) }
    }
  }
  return counted(run, question, plan, asked, measured, options)
}

async function counted(
  run: Run,
  question: Question,
  plan: FamilyPlan,
  asked: AskedMetric,
  { count, field, scale }: Measured,
  { target, edges: choose }: DistributionOptions,
): Promise<Found> {
  const column = `f.${snakeCase(field)}`
  const from = (params: Params): string => {
    const source = factSource(plan)
    const conditions = [
      measureCondition(count, params, question.now),
      `${column} IS NOT NULL`,
      stretchSql(periodsOf(question), params, source.at),
      ...questionConditions(question, params, source.column, 'null'),
    ].filter((condition) => condition !== '')
    return `FROM ${source.table} f WHERE ${conditions.join(' AND ')}`
  }
  const params = new Params()
  const kept =
    target === null
      ? '0'
      : `count(*) FILTER (WHERE ${column} ${target.op} ${params.add(target.value / scale)}::float8)`
  let [n, within, quantiles]: [number, number, readonly unknown[]] = [0, 0, []]
  await run({
    text: `SELECT count(*), ${kept}, percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY ${column}) ${from(params)}`,
    values: params.values,
    estimate: plan.estimate,
    take: ([row]) => {
      n = num(row?.[0])
      within = num(row?.[1])
      quantiles = Array.isArray(row?.[2]) ? row[2] : []
    },
  })
  const at = (i: number): number | null =>
    quantiles[i] === undefined || quantiles[i] === null ? null : scaled(num(quantiles[i]), scale)
  if (n === 0) return { source: 'facts', n, bins: [], median: null, p90: null, within: null }
  const edges = choose({ p95: at(2) ?? 0, target: target?.value ?? null, unit: asked.metric.unit })
  const bounds = edges.slice(0, -1).map((edge) => beyondEdge(edge, scale))
  const counts = edges.map(() => 0)
  const more = new Params()
  const bin =
    bounds.length === 0 ? '0' : `width_bucket(${column}, ${more.add(`{${bounds.join(',')}}`, '::bigint[]')})`
  await run({
    text: `SELECT ${bin}, count(*) ${from(more)} GROUP BY 1`,
    values: more.values,
    estimate: plan.estimate,
    take: (rows) => {
      for (const [index, size] of rows) counts[num(index)] = num(size)
    },
  })
  return {
    source: 'facts',
    n,
    bins: countedBins(edges, bounds, counts, scale),
    median: at(0),
    p90: at(1),
    within: target === null ? null : within / n,
  }
}
