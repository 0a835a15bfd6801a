/** The past of one condition: which values are tried, and their numbers, asked in as few questions as fit. */
import { questionOf, readingsOf, type Watched } from '@/lib/alerts/kinds/scopes'
import type { RawSeries, SignalPlan } from '@/lib/alerts/signal'
import type { AlarmScope } from '@/lib/alerts/types'
import { buckets } from '@/lib/core/grain'
import { DAY, startOfDay } from '@/lib/core/zone'
import { readPastStates, type StateLine } from '@/lib/db/past-states'
import { queryMetrics } from '@/lib/db/query'
import { metricById } from '@/lib/metrics/catalogue'
import type { Locale, MetricQuery, QueryRow } from '@/lib/metrics/types'

/** Values of a dimension that are tried; those with most cases. */
export const SERIES_MOST = 12
/** Of percentiles over weeks of history: their sketches are fifty numbers an hour. */
const SKETCHED_MOST = 6
/** Rows one question may have, with room for a change of the clock. */
const ROWS_MOST = 9_600
/** Quarter-hours are read from single facts: no more than these series over no more than these days. */
const QUARTERS = { series: 3, days: 36 }

export interface Asker {
  readonly now: number
  readonly zone: string
  readonly locale: Locale
  readonly scope: MetricQuery['scope']
}

export interface Period {
  readonly from: number
  readonly to: number
}

export interface ConditionPast {
  readonly scopes: readonly AlarmScope[]
  /** in the order of the scopes */
  readonly raw: readonly RawSeries[]
  readonly leftOut: boolean
  readonly grain: SignalPlan['grain']
  /** percentiles come from sketches */
  readonly sketched: boolean
}

/** `given`: the values that are tried where the condition names none, as another condition beside it found them. */
export async function readCondition(
  plan: SignalPlan,
  period: Period,
  asker: Asker,
  given: readonly AlarmScope[] | null,
): Promise<ConditionPast> {
  if (plan.state !== null) return await readStates(plan, plan.state, period, asker, given)
  const { watched } = plan
  const days = (period.to - period.from + plan.lookbackMs) / DAY
  const most = plan.sketched && days > QUARTERS.days ? SKETCHED_MOST : SERIES_MOST
  const { scopes, leftOut } = await scopesOf(watched, period, asker, given, most)
  const grain = scopes.length <= QUARTERS.series && days <= QUARTERS.days ? plan.grain : 'hour'
  const sketched = plan.sketched && grain === 'hour'
  const whole = { from: period.from - plan.lookbackMs, to: period.to }
  const raw = await readRaw(watched, grain, scopes, whole, { ...asker, sketched })
  return { scopes, raw, leftOut, grain, sketched }
}

const ask = async (query: MetricQuery, asker: Asker & { readonly sketched: boolean }) => {
  const { now, zone, locale, sketched } = asker
  return queryMetrics({ ...query, scope: asker.scope }, { now, zone, locale, sketched })
}

/** What is tried: the watched values, those of another condition, or those with most cases. */
async function scopesOf(
  watched: Watched,
  period: Period,
  asker: Asker,
  given: readonly AlarmScope[] | null,
  most: number,
): Promise<{ readonly scopes: readonly AlarmScope[]; readonly leftOut: boolean }> {
  const named = namedScopes(watched, given)
  if (named !== null) return { scopes: named.slice(0, most), leftOut: named.length > most }
  // Only how many cases each has is looked at, so percentiles may be coarse.
  const { rows, meta } = await ask(
    { ...questionOf(watched, period), limit: most },
    { ...asker, sketched: metricById(watched.metric)?.type === 'quantile' },
  )
  return {
    scopes: [...readingsOf(watched, rows, [])].sort((a, b) => b.n - a.n).map(({ scope }) => scope),
    leftOut: meta.truncated,
  }
}

/** The values that need no looking for; null = those with most cases. */
function namedScopes(watched: Watched, given: readonly AlarmScope[] | null): readonly AlarmScope[] | null {
  const { over, values } = watched
  if (over === 'all' || values !== undefined) return readingsOf(watched, [], []).map(({ scope }) => scope)
  if (given === null) return null
  return readingsOf({ ...watched, values: given.flatMap((scope) => scope[over] ?? []) }, [], []).map(
    ({ scope }) => scope,
  )
}

/** The buckets of each scope, asked in as many stretches as fit into an answer. */
async function readRaw(
  watched: Watched,
  grain: SignalPlan['grain'],
  scopes: readonly AlarmScope[],
  period: Period,
  asker: Asker & { readonly sketched: boolean },
): Promise<readonly RawSeries[]> {
  const question = narrowed(questionOf(watched, period, { grain }), watched, scopes)
  const groups = question.dimensions.length === 0 ? 1 : scopes.length
  const perDay = (grain === '15m' ? 96 : 24) * Math.max(1, groups)
  const days = Math.max(1, Math.floor(ROWS_MOST / perDay))
  const parts: MetricQuery[] = []
  for (let from = period.from; from < period.to; ) {
    const to = Math.min(period.to, startOfDay(from + days * DAY, asker.zone))
    parts.push({ ...question, period: { from, to: to > from ? to : period.to } })
    from = to > from ? to : period.to
  }
  const answers = await Promise.all(parts.map((part) => ask(part, asker)))
  const rows = answers.flatMap((answer) => answer.rows)
  const starts = buckets(period.from, period.to, grain, asker.zone)
  const place = new Map(starts.map((start, i) => [start, i]))
  return seriesOf(watched, scopes, rows).map((own) => {
    const values: (number | null)[] = starts.map(() => null)
    const n: number[] = starts.map(() => 0)
    for (const row of own) {
      const i = row.time === undefined ? undefined : place.get(Date.parse(row.time))
      if (i === undefined) continue
      const value = row[watched.metric]
      values[i] = typeof value === 'number' ? value : null
      n[i] = row.n[watched.metric] ?? 0
    }
    return { starts, values, n, end: period.to }
  })
}

/** Only the tried values are asked for; where one is narrowed to, its dimension is filtered and not told apart. */
function narrowed(query: MetricQuery, { over }: Watched, scopes: readonly AlarmScope[]): MetricQuery {
  const [dimension] = query.dimensions
  if (dimension === undefined) return query
  const field = over === 'all' ? dimension : over
  if (field === 'source') return query
  const values = scopes.map((scope) => scope[field] ?? null)
  return {
    ...query,
    limit: values.length,
    filters: [...query.filters, { dimension: field, op: 'in', values }],
  }
}

function seriesOf(
  watched: Watched,
  scopes: readonly AlarmScope[],
  rows: readonly QueryRow[],
): readonly (readonly QueryRow[])[] {
  if (watched.over === 'all') return [rows]
  const { over } = watched
  return scopes.map((scope) => rows.filter((row) => row[over] === (scope[over] ?? null)))
}

/** A state of now, as it stood at the end of each bucket. */
async function readStates(
  plan: SignalPlan,
  gauge: NonNullable<SignalPlan['state']>,
  period: Period,
  asker: Asker,
  given: readonly AlarmScope[] | null,
): Promise<ConditionPast> {
  const { watched, grain } = plan
  const starts = buckets(period.from, period.to, grain, asker.zone)
  const named = namedScopes(watched, given)
  const question = questionOf(watched, period)
  const asked = named === null ? question : narrowed(question, watched, named)
  const lines = await readPastStates({
    gauge,
    at: [...starts.slice(1), period.to],
    dimension: watched.over === 'all' ? null : watched.over,
    filters: asked.filters,
    scope: asker.scope,
  })
  const { over } = watched
  const busiest = [...lines].sort((a, b) => cases(b) - cases(a))
  const scopes =
    named ??
    readingsOf(
      watched,
      busiest.map(({ key }) => ({ [over]: key, n: {} }) as QueryRow),
      [],
    ).map(({ scope }) => scope)
  const tried = scopes.slice(0, SERIES_MOST)
  const idle = gauge === 'queue_now' || gauge === 'oldest_wait_now' ? 0 : null
  return {
    scopes: tried,
    raw: tried.map((scope) => {
      const line = over === 'all' ? lines[0] : lines.find(({ key }) => key === (scope[over] ?? null))
      return {
        starts,
        values: line?.values ?? starts.map(() => idle),
        n: line?.n ?? starts.map(() => 0),
        end: period.to,
      }
    }),
    leftOut: scopes.length > SERIES_MOST,
    grain,
    sketched: false,
  }
}

const cases = ({ n }: StateLine): number => n.reduce((sum, it) => sum + it, 0)
