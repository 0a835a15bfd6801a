/**
 * The one door from a metric query to figures: plan → parameterised SQL → cells → answer. All statements of a
 * question read one snapshot, so that rollups, ragged ends and live counts belong together.
 */
import type pg from 'pg'
import type { Instant } from '@/lib/facts/event'
import { type AnswerSource, answer, type Collect, type Standing } from '@/lib/metrics/answer'
import { Cells, poolInto, type Question, Tally } from '@/lib/metrics/cells'
import type { Cube } from '@/lib/metrics/cubes'
import { planFamilies } from '@/lib/metrics/plan'
import type { Grain, Locale, Measure, MetricQuery, QueryResult } from '@/lib/metrics/types'
import { snapshot } from './pool'
import { familyQuantiles, familySums, familyVariances, hasMeasures } from './query-families'
import { sliceSums } from './query-slice'
import { overtime, runStatement, type Statement } from './query-sql'
import { NO_DATA, type StandingData, standingStatement } from './query-standing'
import { gaugeStatement, scanStatement } from './query-states'

export interface QueryOptions {
  readonly now: Instant
  readonly zone: string
  readonly locale: Locale
  /** connections to ask on; the read pool where it is not given */
  readonly pool?: pg.Pool
  /** percentiles from the sketches alone where a cube keeps them, of few values too: close, and far quicker */
  readonly sketched?: boolean
}

/** Milliseconds after which a question begins no further statement. */
const BUDGET = 4_000

type Run = (statement: Statement) => Promise<void>

async function collect(
  question: Question,
  grain: Grain | null,
  {
    cubes,
    stamp,
    sketched,
  }: { readonly cubes: readonly Cube[]; readonly stamp: string; readonly sketched: boolean },
  run: Run,
) {
  const cells = new Cells()
  const sources = new Set<AnswerSource>()
  const without = new Set<Measure>()
  if (question.scope !== null && question.scope.length === 0) return { cells, sources, without }
  if (hasMeasures(question)) {
    const tally = new Tally(question.metrics)
    for (const plan of planFamilies(question, grain, cubes)) {
      if (plan.cube !== null) sources.add('rollup')
      if (plan.cube === null || plan.edges.length > 0 || plan.live.length > 0) sources.add('facts')
      if (await sliceSums(question, plan, tally, { cubes, stamp, run })) continue
      for (const statement of familySums(question, plan, tally)) await run(statement)
      if (await familyQuantiles(question, plan, tally, run, sketched)) sources.add('facts')
      const spread = await familyVariances(question, plan, tally, run)
      if (spread.read) sources.add('facts')
      for (const { sum } of spread.without) without.add(sum)
    }
    tally.into(cells)
  }
  for (const [i, { metric }] of question.metrics.entries()) {
    if (metric.type !== 'gauge' && metric.type !== 'scan') continue
    sources.add(metric.type === 'gauge' ? 'live' : 'facts')
    if (metric.type === 'gauge') {
      const statement = gaugeStatement(question, metric.gauge, cells, i)
      if (statement !== null) await run(statement)
      continue
    }
    const scan = async (asked: Question, into: Cells) => {
      const statement = scanStatement(asked, metric.scan, into, i)
      if (statement !== null) await run(statement)
    }
    if (question.pooled === undefined) {
      await scan(question, cells)
      continue
    }
    const found: Cells[] = []
    for (const part of question.pooled.parts) {
      const own = new Cells()
      await scan(part, own)
      found.push(own)
    }
    poolInto(cells, i, found, question.pooled.buckets)
  }
  return { cells, sources, without }
}

/**
 * Answers a checked query. Throws AppError `invalid_query` where the answer would be too long, `too_heavy` where it
 * would read too much, `busy` where the database did not answer in time, `unavailable` where it is away.
 */
export async function queryMetrics(query: MetricQuery, options: QueryOptions): Promise<QueryResult> {
  const started = performance.now()
  const elapsed = () => Math.round((performance.now() - started) * 10) / 10
  return snapshot((client) => answerOn(client, query, options, elapsed), options.pool)
}

async function answerOn(
  client: pg.ClientBase,
  query: MetricQuery,
  { now, zone, locale, sketched = false }: QueryOptions,
  elapsed: () => number,
): Promise<QueryResult> {
  // One connection answers one statement after the other; compared periods wait for their turn.
  let turn: Promise<unknown> = Promise.resolve()
  const asked: Statement[] = []
  let over: unknown
  const run: Run = (statement) => {
    const next = turn.then(() => {
      // After a failure the connection is given back; what still waits for its turn must not follow it there.
      if (over !== undefined) throw over
      asked.push(statement)
      if (elapsed() > BUDGET) return overtime(asked).then((error) => Promise.reject(error))
      return runStatement(client, statement)
    })
    turn = next.catch((error) => {
      over ??= error
    })
    return next
  }
  let data: StandingData = NO_DATA
  await run(
    standingStatement(now, (found) => {
      data = found
    }),
  )
  const { rollupZone, rollupCubes, stamp, ...known } = data
  const cubes = rollupZone === zone ? rollupCubes : []
  const standing: Standing = { ...known, now, zone, locale }
  const collector: Collect = (question, grain) => collect(question, grain, { cubes, stamp, sketched }, run)
  return answer(query, standing, collector, elapsed)
}
