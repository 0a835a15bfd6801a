import { z } from 'zod'
import { invalidQuery } from '@/lib/core/errors'
import { queryDistribution } from '@/lib/db/query-distribution'
import { type Distribution, niceEdges } from '@/lib/metrics/distribution'
import { parseQuery, type QueryInput } from '@/lib/metrics/parse-query'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import type { Filter } from '@/lib/metrics/types'
import { type Context, requireScope, teamScope } from './context'
import { readMetrics } from './read-metrics'
import { readTenant } from './read-tenant'

export type { Distribution, DistributionBin } from '@/lib/metrics/distribution'

const EdgesSchema = z.array(z.number().positive().max(1e9)).min(1).max(100)

export interface DistributionInput {
  /** a mean or a percentile */
  readonly metric: string
  readonly period: QueryInput['period']
  readonly filters?: readonly Filter[]
  readonly calendar?: QueryInput['calendar']
  /** in the metric's unit, where it is not the metric's own; null = none */
  readonly target?: number | null
  /** upper edges of the bins in the metric's unit, rising, each inside its bin; the last bin is open above */
  readonly bins?: readonly number[]
}

/**
 * How the values behind a mean or percentile spread, over the whole population and within the asker's teams:
 * counted one by one up to 200,000 values, from the sketch beyond. Throws 400 `invalid_query` for a wrong question
 * or a metric without single values, 403 without the scope `read`, 503 while the database is away.
 */
export async function readDistribution(ctx: Context, input: DistributionInput): Promise<Distribution> {
  requireScope(ctx, 'read')
  const { zone } = await readTenant(ctx.now)
  const query = parseQuery(
    {
      metrics: [input.metric],
      period: input.period,
      ...(input.filters === undefined ? {} : { filters: input.filters }),
      ...(input.calendar === undefined ? {} : { calendar: input.calendar }),
    },
    { now: ctx.now, zone, scope: teamScope(ctx.principal) },
  )
  const { bins } = input
  if (bins !== undefined) {
    const rising = bins.every((edge, i) => i === 0 || edge > (bins[i - 1] as number))
    if (!EdgesSchema.safeParse(bins).success || !rising) {
      const message = 'Up to 100 positive numbers, rising.'
      throw invalidQuery(message, [{ path: 'bins', message }])
    }
  }
  const own = targetAt((await readMetrics(ctx.now))(input.metric), scopeOf(input.filters ?? []))
  const value = input.target === undefined ? (own?.value ?? null) : input.target
  const found = await queryDistribution(query, {
    now: ctx.now,
    zone,
    target: value === null ? null : { value, op: own?.op ?? '<=' },
    edges: (extent) => bins ?? niceEdges(extent),
  })
  if (found === null) {
    const message = `"${input.metric}" has no single values; ask for a mean or a percentile.`
    throw invalidQuery(message, [{ path: 'metric', message }])
  }
  return found
}
