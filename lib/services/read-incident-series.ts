import { windowMinutes, windowSchema } from '@/lib/alerts/kinds/window'
import type { Evaluation, Rule } from '@/lib/alerts/types'
import { formatInZone } from '@/lib/core/grain'
import { DAY, HOUR, MINUTE } from '@/lib/core/zone'
import { type IncidentRow, readIncidentStates } from '@/lib/db/incidents'
import { readQueueHistory } from '@/lib/db/live'
import { pool } from '@/lib/db/pool'
import { metricById } from '@/lib/metrics/catalogue'
import { DIMENSIONS, type Filter, type QueryResult, type Unit } from '@/lib/metrics/types'
import { type Context, requireScope, systemContext } from './context'
import { reachedIncident } from './incident-access'
import { evaluateAt, ruleOfIncident } from './incident-proof'
import { readTenant } from './read-tenant'
import { runQuery } from './run-query'

/** Points of a trend at most: each is the rule's own question, asked at that instant. */
const POINTS = 24
const AT_ONCE = 4

export interface IncidentSeries {
  readonly metric: string
  readonly unit: Unit
  /** which side of the limit is fine */
  readonly op: '<=' | '>='
  readonly limit: number | null
  /** epoch ms; value null = no data */
  readonly points: readonly { readonly at: number; readonly value: number | null; readonly n: number }[]
  readonly band: readonly { readonly at: number; readonly low: number; readonly high: number }[]
  readonly from: number
  readonly to: number
}

const toFilters = (scope: IncidentRow['scope']): Filter[] =>
  DIMENSIONS.flatMap((dimension) => {
    const value = scope[dimension]
    return value === undefined ? [] : [{ dimension, op: 'in' as const, values: [value] }]
  })

/** The part of the company an incident is about, as far as its metric knows it. */
function filtersOf(incident: IncidentRow): Filter[] {
  const known = metricById(incident.metric ?? '')?.dimensions ?? []
  return toFilters(incident.scope).filter(({ dimension }) => known.includes(dimension))
}

/** The number an incident is about is part of it: whoever reaches the incident sees it, whatever their teams are. */
const asIncident = (ctx: Context): Context => systemContext('incident', ctx.now, ctx.locale)

/** Fine is below an upper limit, above a lower one; the rule says which, else the number that opened it. */
function opOf(rule: Rule | null, incident: IncidentRow): '<=' | '>=' {
  const params = rule?.params
  const op = typeof params === 'object' && params !== null && 'op' in params ? String(params.op) : ''
  if (op.startsWith('<')) return '>='
  if (op.startsWith('>')) return '<='
  const { worst, limit } = incident
  return worst !== null && limit !== null && worst < limit ? '>=' : '<='
}

function stepOf(rule: Rule): number {
  const params = rule.params
  const asked = typeof params === 'object' && params !== null && 'window' in params ? params.window : null
  const window = windowSchema.safeParse(asked)
  const minutes = window.success ? windowMinutes(window.data) : 60
  return minutes <= 60 ? 5 * MINUTE : minutes <= 1_440 ? 15 * MINUTE : DAY
}

/**
 * The number of an incident over time, asked by its rule's own question: from before it left its limit until now, or
 * until a while after it was resolved. Null where it is about no number of the past. Errors as `getIncident`.
 */
export async function readIncidentSeries(ctx: Context, id: string): Promise<IncidentSeries | null> {
  requireScope(ctx, 'read')
  const incident = await reachedIncident(ctx, id)
  const metric = metricById(incident.metric ?? '')
  if (metric === undefined) return null
  const rule = await ruleOfIncident(pool(), incident)
  const base = { metric: metric.id, unit: metric.unit, op: opOf(rule, incident), limit: incident.limit }
  const end = Math.min(ctx.now, incident.resolvedAt === null ? ctx.now : incident.resolvedAt + HOUR / 2)
  if (metric.type === 'gauge') return await gaugeSeries(base, incident, end)
  if (rule === null) return null
  const least = stepOf(rule)
  const begin = Math.min(end - 11 * least, incident.breachedAt - 6 * least)
  const step = Math.ceil(Math.max(least, (end - begin) / (POINTS - 1)) / least) * least
  const last = least === DAY ? end : Math.floor(end / MINUTE) * MINUTE
  const times = Array.from({ length: Math.ceil((last - begin) / step) + 1 }, (_, i) => last - i * step)
    .filter((at) => at <= last)
    .reverse()
  const states = await readIncidentStates(pool(), incident)
  const keys = new Set([incident.key, ...states.map(({ key }) => key)])
  const found: { readonly at: number; readonly said: Evaluation | null }[] = []
  // A few at a time: one page must not take every connection.
  for (let i = 0; i < times.length; i += AT_ONCE) {
    const answered = times.slice(i, i + AT_ONCE).map(async (at) => {
      const said = await evaluateAt(rule, at, ctx)
      return { at, said: said === null ? null : worstOf(said, keys, base.op) }
    })
    found.push(...(await Promise.all(answered)))
  }
  if (found.every(({ said }) => said === null)) return null
  return {
    ...base,
    limit:
      incident.limit ?? found.findLast(({ said }) => typeof said?.limit === 'number')?.said?.limit ?? null,
    points: found.map(({ at, said }) => ({ at, value: said?.value ?? null, n: said?.n ?? 0 })),
    band: found.flatMap(({ at, said }) => {
      const expected = said?.expected ?? null
      return expected === null ? [] : [{ at, low: expected[0], high: expected[1] }]
    }),
    from: times[0] ?? begin,
    to: last,
  }
}

/** Of the incident's keys the one that is farthest out. */
function worstOf(said: readonly Evaluation[], keys: ReadonlySet<string>, op: '<=' | '>='): Evaluation | null {
  const own = said.filter(({ key }) => keys.has(key))
  const [first, ...others] = own.length > 0 ? own : said.length === 1 ? said : []
  if (first === undefined) return null
  const far = ({ value }: Evaluation) =>
    value === null ? Number.NEGATIVE_INFINITY : op === '<=' ? value : -value
  return others.reduce((worst, one) => (far(one) > far(worst) ? one : worst), first)
}

/** States of now are not kept; a channel's queue can be told from its conversations. */
async function gaugeSeries(
  base: Pick<IncidentSeries, 'metric' | 'unit' | 'op' | 'limit'>,
  incident: IncidentRow,
  end: number,
): Promise<IncidentSeries | null> {
  const { channel } = incident.scope
  if (base.metric !== 'queue_now' || channel === undefined) return null
  const history = await readQueueHistory(end, null, channel)
  const points = history.map(({ time, value }) => ({ at: Date.parse(time), value, n: value }))
  const first = points[0]
  return first === undefined ? null : { ...base, points, band: [], from: first.at, to: end }
}

export interface IncidentComparison {
  readonly value: number
  readonly before: number
}

/** The number of the last quarter-hour against the same weekday; null where it has none, or is a state of now. */
export async function readIncidentComparison(ctx: Context, id: string): Promise<IncidentComparison | null> {
  requireScope(ctx, 'read')
  const incident = await reachedIncident(ctx, id)
  const metric = metricById(incident.metric ?? '')
  if (metric === undefined || metric.type === 'gauge') return null
  const { zone } = await readTenant(ctx.now)
  const to = incident.resolvedAt ?? ctx.now
  const result = await runQuery(asIncident(ctx), {
    metrics: [metric.id],
    period: { from: formatInZone(to - HOUR, zone), to: formatInZone(to, zone) },
    filters: filtersOf(incident),
    compare: 'same_weekday',
  })
  const value = numberIn(result, metric.id)
  const past = result.comparison?.rows[0]?.[metric.id]
  return value === null || typeof past !== 'number' ? null : { value, before: past }
}

const numberIn = (result: QueryResult, id: string): number | null => {
  const value = result.rows[0]?.[id]
  return typeof value === 'number' ? value : null
}

export interface IncidentPhase {
  readonly phase: 'before' | 'during' | 'after'
  readonly from: number
  readonly to: number
  readonly value: number | null
  readonly n: number
}

/**
 * The number in the hour before, while it was out of its limit, and in the hour after it came back; of resolved
 * incidents. Empty where it is about no number that periods have.
 */
export async function readIncidentPhases(ctx: Context, id: string): Promise<readonly IncidentPhase[]> {
  requireScope(ctx, 'read')
  const incident = await reachedIncident(ctx, id)
  const metric = metricById(incident.metric ?? '')
  if (metric === undefined || metric.type === 'gauge' || incident.resolvedAt === null) return []
  const { zone } = await readTenant(ctx.now)
  const back = incident.recoveredAt ?? incident.resolvedAt
  const spans = [
    { phase: 'before', from: incident.breachedAt - HOUR, to: incident.breachedAt },
    { phase: 'during', from: incident.breachedAt, to: back },
    { phase: 'after', from: back, to: Math.min(back + HOUR, ctx.now) },
  ] as const
  return await Promise.all(
    spans
      .filter(({ from, to }) => to > from)
      .map(async ({ phase, from, to }) => {
        const result = await runQuery(asIncident(ctx), {
          metrics: [metric.id],
          period: { from: formatInZone(from, zone), to: formatInZone(to, zone) },
          filters: filtersOf(incident),
        })
        return { phase, from, to, value: numberIn(result, metric.id), n: result.rows[0]?.n[metric.id] ?? 0 }
      }),
  )
}
