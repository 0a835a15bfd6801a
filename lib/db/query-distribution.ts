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
import { matches, type Row } from '@/lib/metrics/interpret'
import { type FamilyPlan, planFamilies } from '@/lib/metrics/plan'
import type { MetricQuery, Target } from '@/lib/metrics/types'
import { quantile } from '@/lib/stats/wilson'
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
import { sliceRows } from './query-slice'
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
  const slice = await sliceRows(question, plan, { cubes: standing.rollupCubes, stamp: standing.stamp, run })
  if (slice !== null) return counted(slicedValues(slice, question, measured), asked, measured, options)
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
  return counted(storedValues(run, question, plan, measured), asked, measured, options)
}

/** The single values of a population, wherever they are. */
interface Values {
  /** `kept`: how many of the `n` values keep the limit; `quantiles`: the 50th, 90th and 95th, none where n is 0 */
  readonly summary: (
    limit: { readonly value: number; readonly op: Target['op'] } | null,
  ) => Promise<{ readonly n: number; readonly kept: number; readonly quantiles: readonly number[] }>
  /** how many there are from each bound on and below the next, the first without a lower end */
  readonly bins: (bounds: readonly number[]) => Promise<readonly number[]>
}

const QUANTILES = [0.5, 0.9, 0.95] as const

function slicedValues(rows: readonly Row[], { now }: Question, { count, field }: Measured): Values {
  const values = rows
    .filter((row) => matches(count, row, now))
    .map((row) => row[field])
    .filter((value) => typeof value === 'number')
  const keeps = (value: number, { value: limit, op }: { value: number; op: Target['op'] }) =>
    op === '<=' ? value <= limit : value >= limit
  return {
    summary: async (limit) => ({
      n: values.length,
      kept: limit === null ? 0 : values.filter((value) => keeps(value, limit)).length,
      quantiles: QUANTILES.map((q) => quantile(values, q)).filter((value) => value !== null),
    }),
    bins: async (bounds) => {
      const counts = [0, ...bounds.map(() => 0)]
      for (const value of values) {
        const bin = bounds.findLastIndex((bound) => value >= bound) + 1
        counts[bin] = (counts[bin] ?? 0) + 1
      }
      return counts
    },
  }
}

function storedValues(run: Run, question: Question, plan: FamilyPlan, { count, field }: Measured): Values {
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
  const ask = async (select: string, rest: string, params: Params) => {
    let found: readonly (readonly unknown[])[] = []
    const text = `SELECT ${select} ${from(params)}${rest}`
    const take = (rows: typeof found) => {
      found = rows
    }
    await run({ text, values: params.values, estimate: plan.estimate, take })
    return found
  }
  return {
    summary: async (limit) => {
      const params = new Params()
      const kept =
        limit === null
          ? '0'
          : `count(*) FILTER (WHERE ${column} ${limit.op} ${params.add(limit.value)}::float8)`
      const quantiles = `percentile_cont(ARRAY[${QUANTILES.join(', ')}]) WITHIN GROUP (ORDER BY ${column})`
      const [row] = await ask(`count(*), ${kept}, ${quantiles}`, '', params)
      const n = num(row?.[0])
      return { n, kept: num(row?.[1]), quantiles: n > 0 && Array.isArray(row?.[2]) ? row[2].map(num) : [] }
    },
    bins: async (bounds) => {
      const params = new Params()
      const bin =
        bounds.length === 0
          ? '0'
          : `width_bucket(${column}, ${params.add(`{${bounds.join(',')}}`, '::bigint[]')})`
      const counts = [0, ...bounds.map(() => 0)]
      for (const [index, size] of await ask(`${bin}, count(*)`, ' GROUP BY 1', params)) {
        counts[num(index)] = num(size)
      }
      return counts
    },
  }
}

async function counted(
  values: Values,
  asked: AskedMetric,
  { scale }: Measured,
  { target, edges: choose }: DistributionOptions,
): Promise<Found> {
  const { n, kept, quantiles } = await values.summary(
    target === null ? null : { value: target.value / scale, op: target.op },
  )
  if (n === 0) return { source: 'facts', n, bins: [], median: null, p90: null, within: null }
  const at = (i: number): number | null => {
    const value = quantiles[i]
    return value === undefined ? null : scaled(value, scale)
  }
  const edges = choose({ p95: at(2) ?? 0, target: target?.value ?? null, unit: asked.metric.unit })
  const bounds = edges.slice(0, -1).map((edge) => beyondEdge(edge, scale))
  return {
    source: 'facts',
    n,
    bins: countedBins(edges, bounds, await values.bins(bounds), scale),
    median: at(0),
    p90: at(1),
    within: target === null ? null : kept / n,
  }
}
