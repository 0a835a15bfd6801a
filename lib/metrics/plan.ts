/**
 * Where each part of a question is answered from. A rollup answers a family when one of its cubes has every
 * dimension that is asked for or filtered by, and buckets that fit the grain; what sticks out at either end of
 * the period comes from the facts. Everything else comes from the facts. Pure.
 */

import { invalidQuery } from '@/lib/core/errors'
import { bucketStart, buckets, isBucketStart, nextBucket } from '@/lib/core/grain'
import type { Instant } from '@/lib/facts/event'
import { type AskedMean, type AskedQuantile, meansOf, periodsOf, type Question, quantilesOf } from './cells'
import type { Cube } from './cubes'
import { measuresOf } from './formula'
import type { Dimension, Family, Grain, Measure } from './types'

/** Rows an answer may have: groups × buckets. */
export const MAX_ROWS = 10_000

export interface Stretch {
  readonly from: Instant
  readonly to: Instant
}

export interface FamilyPlan {
  readonly family: Family
  /** counts and sums that the rollup of the family keeps */
  readonly measures: readonly Measure[]
  /** counts that depend on now: always from the facts */
  readonly live: readonly Measure[]
  readonly quantiles: readonly AskedQuantile[]
  /** means that want an interval */
  readonly means: readonly AskedMean[]
  /** the cube that is read for `middles`; null = facts only */
  readonly cube: Cube | null
  readonly middles: readonly Stretch[]
  /** what the facts answer: the whole period, or its ragged ends */
  readonly edges: readonly Stretch[]
  /** rows that reading it may touch, roughly */
  readonly estimate: number
}

/** The buckets of a period: their true starts, and the boundaries cut to the period (one more than buckets). */
export interface Buckets {
  readonly times: readonly Instant[]
  readonly boundaries: readonly Instant[]
}

/**
 * The buckets of a period. Throws `invalid_query` where there are more than an answer may have rows.
 */
export function bucketsOf(period: Stretch, grain: Grain | null, zone: string): Buckets {
  if (grain === null) return { times: [period.from], boundaries: [period.from, period.to] }
  const times = buckets(period.from, period.to, grain, zone, MAX_ROWS)
  if (times.length > MAX_ROWS) throw tooManyRows(`more than ${MAX_ROWS} ${grain} buckets`)
  return { times, boundaries: [period.from, ...times.slice(1), period.to] }
}

/** 400: the answer would be too long. `what` says how long. */
export function tooManyRows(what: string) {
  const cure = 'Ask for a shorter period, a coarser grain, a smaller limit or fewer dimension values.'
  return invalidQuery(`The answer would have ${what}; at most ${MAX_ROWS} rows fit. ${cure}`, [
    { path: 'grain', message: cure },
  ])
}

/** How many values a dimension usually has: only the choice between cubes hangs on it. */
const USUAL_VALUES: Readonly<Record<Dimension, number>> = {
  channel: 12,
  team: 10,
  agent: 80,
  product: 60,
  issueType: 24,
  region: 35,
  customerTier: 6,
  source: 12,
  campaign: 12,
  priority: 5,
}
const USUAL_FACTS_PER_HOUR = 300
const HOUR = 3_600_000

/** Dimensions that a question asks for, filters by, or is limited to. */
export function neededDimensions(question: Question): readonly Dimension[] {
  return [
    ...new Set<Dimension>([
      ...question.dimensions,
      ...question.filters.map((filter) => filter.dimension),
      ...(question.scope === null ? [] : (['team'] as const)),
    ]),
  ]
}

interface Route {
  readonly cube: Cube | null
  readonly middles: readonly Stretch[]
  readonly edges: readonly Stretch[]
  readonly estimate: number
}

/** The way through all periods of a question; null where no whole bucket of the cube lies in any of them. */
function routeOver(cube: Cube, periods: readonly Stretch[], zone: string): Route | null {
  const parts = periods.map((period): Route => {
    const facts = { cube, middles: [], edges: [period], estimate: factRows([period]) }
    return routeOverOne(cube, period, zone) ?? facts
  })
  const middles = parts.flatMap((part) => part.middles)
  if (middles.length === 0) return null
  return {
    cube,
    middles,
    edges: parts.flatMap((part) => part.edges),
    estimate: parts.reduce((sum, part) => sum + part.estimate, 0),
  }
}

function routeOverOne(cube: Cube, whole: Stretch, zone: string): Route | null {
  const from = isBucketStart(whole.from, cube.bucket, zone)
    ? whole.from
    : nextBucket(whole.from, cube.bucket, zone)
  const to = bucketStart(whole.to, cube.bucket, zone)
  if (from >= to) return null
  const edges = [
    { from: whole.from, to: from },
    { from: to, to: whole.to },
  ].filter((edge) => edge.from < edge.to)
  const cells = cube.dimensions.reduce((product, dimension) => product * USUAL_VALUES[dimension], 1)
  const length = cube.bucket === 'hour' ? HOUR : 24 * HOUR
  return {
    cube,
    middles: [{ from, to }],
    edges,
    estimate: ((to - from) / length) * cells + factRows(edges),
  }
}

function factRows(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + ((to - from) / HOUR) * USUAL_FACTS_PER_HOUR, 0)
}

/** Grains whose bucket boundaries are boundaries of the cube's buckets as well. */
function fits(cube: Cube, grain: Grain | null): boolean {
  if (grain === '15m') return false
  return cube.bucket === 'hour' || grain !== 'hour'
}

/** The cheapest way through the families; where percentiles are asked for, by a cube that has their sketches. */
function route(question: Question, grain: Grain | null, cubes: readonly Cube[], percentiles: boolean): Route {
  const periods = periodsOf(question)
  const needed = neededDimensions(question)
  const facts: Route = { cube: null, middles: [], edges: periods, estimate: factRows(periods) }
  const usable = cubes.filter(
    (cube) => fits(cube, grain) && needed.every((dimension) => cube.dimensions.includes(dimension)),
  )
  const sketched = percentiles ? usable.filter((cube) => cube.sketched) : []
  return (sketched.length > 0 ? sketched : usable)
    .map((cube) => routeOver(cube, periods, question.zone))
    .filter((found) => found !== null)
    .reduce((best, found) => (best.cube === null || found.estimate < best.estimate ? found : best), facts)
}

/** The plan of every family the question needs. `cubes`: those the rollups hold, none where they are cut in another zone. */
export function planFamilies(
  question: Question,
  grain: Grain | null,
  cubes: readonly Cube[],
): readonly FamilyPlan[] {
  const measures = [...new Set(question.metrics.flatMap(measuresOf))]
  const quantiles = quantilesOf(question.metrics)
  const means = meansOf(question)
  const families = [...new Set(measures.map((measure) => measure.family))]
  const way = route(question, grain, cubes, quantiles.length > 0)
  return families.map((family) => {
    const own = measures.filter((measure) => measure.family === family)
    return {
      family,
      measures: own.filter((measure) => measure.live !== true),
      live: own.filter((measure) => measure.live === true),
      quantiles: quantiles.filter(({ sketch }) => sketch.family === family),
      means: means.filter(({ sum }) => sum.family === family),
      ...way,
    }
  })
}
