import type { BoardQuery } from '@/lib/boards/board'
import { causeFound, causeQuestions, type Subject } from '@/lib/boards/focus'
import type { FocusResult } from '@/lib/boards/types'
import { DAY } from '@/lib/core/zone'
import { metricById } from '@/lib/metrics/catalogue'
import type { QueryResult } from '@/lib/metrics/types'
import { type Context, requireScope, systemContext } from './context'
import { reachedIncident } from './incident-access'
import { readTenant } from './read-tenant'
import { runQuery } from './run-query'

export type IncidentCause = Omit<NonNullable<FocusResult['cause']>, 'period'>

/**
 * Why the number of a channel's incident is what it is, with the arithmetic the wall uses: its change, the volume's, and
 * the part that grew most. Null where that explains nothing: other scopes, other metrics, states of a time gone by.
 * Errors as `getIncident`.
 */
export async function explainIncident(ctx: Context, id: string): Promise<IncidentCause | null> {
  requireScope(ctx, 'read')
  const incident = await reachedIncident(ctx, id)
  const metric = metricById(incident.metric ?? '')
  const { channel, ...others } = incident.scope
  const applies = metric !== undefined && (metric.group === 'response' || metric.id === 'queue_now')
  if (!applies || channel === undefined || Object.keys(others).length > 0) return null
  if (metric.type === 'gauge' && incident.state !== 'open') return null
  const now = incident.recoveredAt ?? incident.resolvedAt ?? ctx.now
  const subject: Subject = { channel, metric: metric.id, window: 'lastHour' }
  const { zone } = await readTenant(ctx.now)
  const asker = systemContext('incident', ctx.now, ctx.locale)
  let results: Record<string, QueryResult | undefined> = {}
  // First what drives it, then how it is without that.
  for (let round = 0; round < 2; round++) {
    const open = causeQuestions({ results, metric: metricById }, subject).filter((it) => !(it.id in results))
    const ask = async ({ id: question, input }: BoardQuery) =>
      [question, await runQuery(asker, input(now, zone))] as const
    results = { ...results, ...Object.fromEntries(await Promise.all(open.map(ask))) }
  }
  const found = causeFound({ results, metric: metricById }, subject)
  if (found === null || now - incident.breachedAt > DAY) return null
  // A figure that is no worse than usual, with no more to do than usual, has nothing to explain.
  const worse = found.driver !== null || (found.change ?? 0) > 0 || (found.volumeChange ?? 0) > 0
  return worse ? found : null
}
