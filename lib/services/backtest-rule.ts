import { z } from 'zod'
import type { Backtest, NoBacktest, PastWaits } from '@/lib/alerts/backtest-answer'
import { covers, keyOf } from '@/lib/alerts/keys'
import { kindOf } from '@/lib/alerts/kinds'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import { questionOf, readingsOf, type Watched } from '@/lib/alerts/kinds/scopes'
import { type RawSeries, type SignalPlan, signalPlan } from '@/lib/alerts/signal'
import type { AlarmScope, RuleKind } from '@/lib/alerts/types'
import { RULE_KINDS } from '@/lib/alerts/types'
import { buckets } from '@/lib/core/grain'
import { DAY, dayNumberAt, startOfDay, startOfDayNumber } from '@/lib/core/zone'
import { listKnownIncidents } from '@/lib/db/alert-rules'
import { countPastWaits } from '@/lib/db/past-waits'
import { queryMetrics } from '@/lib/db/query'
import { dimensionValueName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import type { Locale, MetricQuery, QueryRow } from '@/lib/metrics/types'
import { type Context, teamScope } from './context'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { requireRuleReader } from './rule-access'

const DAYS = 28
/** Values of a dimension that are tried; those with most cases. */
const SERIES_MOST = 12
/** Rows one question may have, with room for a change of the clock. */
const ROWS_MOST = 9_600
/** Quarter-hours are read from single facts: no more than these series over no more than these days. */
const QUARTERS = { series: 3, days: 36 }

const backtestInput = z.strictObject({
  kind: z.enum(RULE_KINDS),
  params: z.unknown(),
  /** the rule it is, where it is stored: its own incidents are known troubles */
  ruleId: z.uuid().nullish(),
})

/**
 * The numbers a rule of `{kind, params, ruleId?}` would have seen in the 28 whole days before today, of the values with
 * most cases, and the troubles that are known of them. Firings and alternatives follow from it without the server
 * (`lib/alerts/backtest`). Throws 400 with the wrong places. Needs a role that reads rules.
 */
export async function backtestRule(ctx: Context, input: unknown): Promise<Backtest | NoBacktest> {
  requireRuleReader(ctx)
  const started = performance.now()
  const { kind, params: given, ruleId } = parseInput(backtestInput, input)
  const params = parseInput(z.object({ params: schemaOf(kind) }), { params: given }).params
  if (kind === 'sla') return { reason: 'timers' }
  if (kind === 'conversation') {
    return { reason: 'timers', waits: await pastWaits(ctx, params as ConversationParams) }
  }
  if (kind === 'source' || kind === 'compound') return { reason: kind }
  const plan = signalPlan(kind, params)
  if (plan === null) return { reason: 'state_of_now' }

  const { zone } = await readTenant(ctx.now)
  const asker: Asker = { now: ctx.now, zone, locale: ctx.locale, scope: teamScope(ctx.principal) }
  const to = startOfDay(ctx.now, zone)
  const from = startOfDayNumber(dayNumberAt(ctx.now, zone) - DAYS, zone)
  const { scopes, leftOut } = await scopesOf(plan.watched, { from, to }, asker)
  const fine = scopes.length <= QUARTERS.series && plan.lookbackMs + DAYS * DAY <= QUARTERS.days * DAY
  const grain = fine ? plan.grain : 'hour'
  const [raw, known] = await Promise.all([
    readRaw(plan.watched, grain, scopes, { from: from - plan.lookbackMs, to }, asker),
    listKnownIncidents({
      from,
      to,
      ruleId: ruleId ?? null,
      metric: plan.watched.metric,
      locale: ctx.locale,
    }),
  ])
  const made = raw.map((series) => plan.make(series, from, zone))
  const at = (made[0] ?? []).map((point) => point.at)
  const metric = metricById(plan.watched.metric)
  return {
    from,
    to,
    at,
    stepMs: grain === '15m' ? 900_000 : 3_600_000,
    scale: plan.scale,
    unit: metric?.unit ?? 'count',
    metric: plan.watched.metric,
    label: metric?.text[ctx.locale].label ?? plan.watched.metric,
    series: scopes.map((scope, i) => ({
      key: keyOf(scope),
      scope,
      label: labelOf(plan.watched, scope, ctx.locale),
      values: (made[i] ?? []).map(({ value }) => (value === null ? null : Math.round(value * 1e4) / 1e4)),
    })),
    leftOut,
    approximate: plan.approximate || grain !== plan.grain,
    known: known.filter((it) => scopes.some((scope) => covers(it.scope, scope) || covers(scope, it.scope))),
    target: plan.scale === 'value' ? targetOf(plan.watched.metric) : null,
    mostCases: Math.max(0, ...made.flatMap((points) => points.map(({ n }) => n))),
    tookMs: Math.round(performance.now() - started),
  }
}

/** Limits that are tried beside a rule's own, as parts of it. */
const PARTS = [0.5, 0.75, 1, 1.5, 2, 3] as const

async function pastWaits(ctx: Context, params: ConversationParams): Promise<PastWaits> {
  const { zone } = await readTenant(ctx.now)
  const { match, clock, calendar, limitSeconds } = params
  const limits = [...new Set(PARTS.map((part) => Math.max(5, Math.round(limitSeconds * part))))]
  const own = teamScope(ctx.principal)
  // Where one of several is enough, narrowing by each would leave out what the others let in.
  const any = match.any === true
  const { waits, longer } = await countPastWaits({
    clock,
    business: calendar === 'business',
    from: startOfDayNumber(dayNumberAt(ctx.now, zone) - DAYS, zone),
    to: startOfDay(ctx.now, zone),
    limits,
    channels: any ? null : (match.channels ?? null),
    teams: own ?? (any ? null : (match.teams ?? null)),
    tiers: any ? null : (match.customerTiers ?? null),
    issueTypes: any ? null : (match.issueTypes ?? null),
  })
  const { entryPages, products, priorities, tags, complaints } = match
  const others = [entryPages, products, priorities, tags, complaints].some((it) => it !== undefined)
  return {
    waits,
    limits: limits.map((seconds, i) => ({ seconds, longer: longer[i] ?? 0 })),
    partly: others || any || (own !== null && match.teams !== undefined),
  }
}

const schemaOf = (kind: RuleKind): z.ZodType => kindOf(kind)?.schema ?? z.never()

const targetOf = (metric: string): number | null => metricById(metric)?.target?.value ?? null

interface Asker {
  readonly now: number
  readonly zone: string
  readonly locale: Locale
  readonly scope: MetricQuery['scope']
}

const ask = async (query: MetricQuery, asker: Asker) =>
  queryMetrics({ ...query, scope: asker.scope }, { now: asker.now, zone: asker.zone, locale: asker.locale })

/** What is tried: the watched values, or those with most cases. */
async function scopesOf(
  watched: Watched,
  period: MetricQuery['period'],
  asker: Asker,
): Promise<{ readonly scopes: readonly AlarmScope[]; readonly leftOut: boolean }> {
  if (watched.over === 'all') {
    return { scopes: readingsOf(watched, [], []).map(({ scope }) => scope), leftOut: false }
  }
  const values = watched.values
  if (values !== undefined) {
    const scopes = readingsOf(watched, [], []).map(({ scope }) => scope)
    return { scopes: scopes.slice(0, SERIES_MOST), leftOut: scopes.length > SERIES_MOST }
  }
  const { rows, meta } = await ask({ ...questionOf(watched, period), limit: SERIES_MOST }, asker)
  return {
    scopes: [...readingsOf(watched, rows, [])].sort((a, b) => b.n - a.n).map(({ scope }) => scope),
    leftOut: meta.truncated,
  }
}

/** The buckets of each scope, asked in as many stretches as fit into an answer. */
async function readRaw(
  watched: Watched,
  grain: SignalPlan['grain'],
  scopes: readonly AlarmScope[],
  period: { readonly from: number; readonly to: number },
  asker: Asker,
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

function labelOf({ over }: Watched, scope: AlarmScope, locale: Locale): string {
  return over === 'all' ? '' : dimensionValueName(locale, over, scope[over] ?? null)
}
