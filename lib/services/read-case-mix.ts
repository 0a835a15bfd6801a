import { z } from 'zod'
import { DAY } from '@/lib/core/zone'
import { canBeMixed, type MixRow, readMix } from '@/lib/db/query-mix'
import { metricById } from '@/lib/metrics/catalogue'
import { parseQuery } from '@/lib/metrics/parse-query'
import { type Context, requireScope, teamScope } from './context'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { runQuery } from './run-query'

export type { MixRow } from '@/lib/db/query-mix'

/** Days a case mix may span: beyond, the single facts behind it are too many to read while somebody waits. */
const CASE_MIX_DAYS = 31
/** Cases it may hold: some 60,000 are read in a quarter of a second. */
const CASE_MIX_CASES = 60_000

const caseMixInput = z.looseObject({
  metric: z.string(),
  by: z.enum(['agent', 'team', 'channel']),
})

/**
 * One metric by agent, team or channel, split by kind of case (channel × issue type × part of the day). Input: `metric`,
 * `by`, and `period`, `filters`, `calendar` as in `POST /query`. Null where the period is longer than 31 days, holds
 * more than 60,000 cases, or the metric is no mean and no share. Only the asker's teams are in it. Throws 400 `invalid_query`, 403, 503.
 */
export async function readCaseMix(ctx: Context, input: unknown): Promise<readonly MixRow[] | null> {
  requireScope(ctx, 'read')
  const { metric: id, by, ...rest } = parseInput(caseMixInput, input)
  const { zone } = await readTenant(ctx.now)
  const query = parseQuery(
    { ...rest, metrics: [id], dimensions: [by] },
    { now: ctx.now, zone, scope: teamScope(ctx.principal) },
  )
  const metric = metricById(id)
  if (metric === undefined || !canBeMixed(metric)) return null
  if (query.period.to - query.period.from > CASE_MIX_DAYS * DAY) return null
  // the rollups know at once how many cases there are
  const { rows } = await runQuery(ctx, { ...rest, metrics: [id] })
  if ((rows[0]?.n[id] ?? 0) > CASE_MIX_CASES) return null
  return readMix(query, metric, by, { now: ctx.now, zone })
}
