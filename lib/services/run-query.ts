import { queryMetrics } from '@/lib/db/query'
import { parseQuery } from '@/lib/metrics/parse-query'
import type { QueryResult } from '@/lib/metrics/types'
import { type Context, requireScope, teamScope } from './context'
import { readTenant } from './read-tenant'

/**
 * Answers one semantic query (the body of `POST /query`) within the asker's teams; a filter by another team finds
 * nothing. Throws 400 `invalid_query` with the places and their cure, 403 without the scope `read`, 503 while
 * the database is away.
 */
export async function runQuery(ctx: Context, input: unknown): Promise<QueryResult> {
  requireScope(ctx, 'read')
  const { zone } = await readTenant(ctx.now)
  const query = parseQuery(input, { now: ctx.now, zone, scope: teamScope(ctx.principal) })
  return queryMetrics(query, { now: ctx.now, zone, locale: ctx.locale })
}
