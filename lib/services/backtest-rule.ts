import { z } from 'zod'
import type { Backtest, KnownTrouble, NoBacktest, PastOfRule } from '@/lib/alerts/backtest-answer'
import { covers, keyOf } from '@/lib/alerts/keys'
import { kindOf } from '@/lib/alerts/kinds'
import type { CompoundParams } from '@/lib/alerts/kinds/compound'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import type { Watched } from '@/lib/alerts/kinds/scopes'
import type { SlaParams } from '@/lib/alerts/kinds/sla'
import type { SourceParams } from '@/lib/alerts/kinds/source'
import { type SignalPlan, signalPlan } from '@/lib/alerts/signal'
import type { AlarmScope, RuleKind } from '@/lib/alerts/types'
import { RULE_KINDS } from '@/lib/alerts/types'
import { dayNumberAt, startOfDay, startOfDayNumber } from '@/lib/core/zone'
import { listKnownIncidents } from '@/lib/db/alert-rules'
import { dimensionValueName } from '@/lib/i18n/names'
import { targetAt } from '@/lib/metrics/targets'
import type { Locale, Metric } from '@/lib/metrics/types'
import { type Asker, type Period, readCondition } from './backtest-series'
import { pastSilences } from './backtest-sources'
import { pastWaits } from './backtest-waits'
import { type Context, teamScope } from './context'
import { parseInput } from './parse-input'
import { readMetrics } from './read-metrics'
import { readTenant } from './read-tenant'
import { requireRuleReader } from './rule-access'

const DAYS = 28

const backtestInput = z.strictObject({
  kind: z.enum(RULE_KINDS),
  params: z.unknown(),
  /** the rule it is, where it is stored: its own incidents are known troubles */
  ruleId: z.uuid().nullish(),
})

/**
 * The numbers a rule of `{kind, params, ruleId?}` would have seen in the 28 whole days before today, of the values with
 * most cases, and the troubles that are known of them; of several conditions the numbers of each; of rules that time
 * conversations how many waits outlasted which limits. Firings and alternatives follow from it without the server
 * (`lib/alerts/backtest`). Throws 400 with the wrong places. Needs a role that reads rules.
 */
export async function backtestRule(ctx: Context, input: unknown): Promise<PastOfRule> {
  requireRuleReader(ctx)
  const started = performance.now()
  const { kind, params: given, ruleId } = parseInput(backtestInput, input)
  const params = parseInput(z.object({ params: schemaOf(kind) }), { params: given }).params
  const { zone } = await readTenant(ctx.now)
  const asker: Asker = { now: ctx.now, zone, locale: ctx.locale, scope: teamScope(ctx.principal) }
  const period = {
    from: startOfDayNumber(dayNumberAt(ctx.now, zone) - DAYS, zone),
    to: startOfDay(ctx.now, zone),
  }
  const timed = <T extends object>(answer: T): T & { readonly tookMs: number } => ({
    ...answer,
    tookMs: Math.round(performance.now() - started),
  })
  const knownOf = (metric: string) =>
    listKnownIncidents({ ...period, ruleId: ruleId ?? null, metric, locale: ctx.locale })
  switch (kind) {
    case 'conversation':
      return timed(await pastWaits({ kind, params: params as ConversationParams }, period, asker))
    case 'sla':
      return timed(await pastWaits({ kind, params: params as SlaParams }, period, asker))
    case 'source': {
      const [found, known] = await Promise.all([
        pastSilences(params as SourceParams, period, asker),
        knownOf('source_silent'),
      ])
      return 'reason' in found ? found : timed({ ...found, known })
    }
    case 'compound': {
      const found = await pastOfConditions(params as CompoundParams, period, asker, knownOf)
      return 'reason' in found ? found : timed({ conditions: found.map(timed) })
    }
    default: {
      const plan = signalPlan(kind, params)
      if (plan === null) return { reason: 'not_kept' }
      return timed((await pastOfPlan(plan, period, asker, knownOf, null)).past)
    }
  }
}

type Known = (metric: string) => Promise<readonly KnownTrouble[]>
type Untimed = Omit<Backtest, 'tookMs'>

/** Each condition's numbers, of the same values: those the first one that tells values apart has most of. */
async function pastOfConditions(
  { conditions }: CompoundParams,
  period: Period,
  asker: Asker,
  knownOf: Known,
): Promise<readonly Untimed[] | NoBacktest> {
  const plans = conditions.flatMap(({ kind, params }) => signalPlan(kind, params) ?? [])
  if (plans.length < conditions.length) return { reason: 'not_kept' }
  const apart = plans.find(({ watched }) => watched.over !== 'all')
  const leading = apart === undefined ? null : await pastOfPlan(apart, period, asker, knownOf, null)
  return await Promise.all(
    plans.map(async (plan) => {
      if (plan === apart && leading !== null) return leading.past
      return (await pastOfPlan(plan, period, asker, knownOf, leading?.scopes ?? null)).past
    }),
  )
}

async function pastOfPlan(
  plan: SignalPlan,
  period: Period,
  asker: Asker,
  knownOf: Known,
  given: readonly AlarmScope[] | null,
): Promise<{ readonly past: Untimed; readonly scopes: readonly AlarmScope[] }> {
  const { watched } = plan
  const { from } = period
  const [{ scopes, raw, leftOut, grain, sketched }, known] = await Promise.all([
    readCondition(plan, period, asker, given),
    knownOf(watched.metric),
  ])
  const made = raw.map((series) => plan.make(series, from, asker.zone))
  const metric = (await readMetrics(asker.now))(watched.metric)
  const past: Untimed = {
    ...period,
    at: (made[0] ?? []).map((point) => point.at),
    stepMs: grain === '15m' ? 900_000 : 3_600_000,
    scale: plan.scale,
    reading: plan.state === null ? 'window' : 'state',
    unit: metric?.unit ?? 'count',
    metric: watched.metric,
    label: metric?.text[asker.locale].label ?? watched.metric,
    series: scopes.map((scope, i) => ({
      key: keyOf(scope),
      scope,
      label: labelOf(watched, scope, asker.locale),
      values: (made[i] ?? []).map(({ value }) => (value === null ? null : Math.round(value * 1e4) / 1e4)),
    })),
    leftOut,
    approximate: plan.approximate || sketched || grain !== plan.grain,
    known: known.filter((it) => scopes.some((scope) => covers(it.scope, scope) || covers(scope, it.scope))),
    target: plan.scale === 'value' ? targetOf(metric, scopes) : null,
    mostCases: Math.max(0, ...made.map((points) => points.reduce((most, { n }) => Math.max(most, n), 0))),
  }
  return { past, scopes }
}

const schemaOf = (kind: RuleKind): z.ZodType => kindOf(kind)?.schema ?? z.never()

/** The target of all these scopes where they share one, else the company's. */
function targetOf(metric: Metric | undefined, scopes: readonly AlarmScope[]): number | null {
  const targets = new Set(scopes.map((scope) => targetAt(metric, scope)?.value ?? null))
  const [only] = targets
  return (targets.size === 1 ? only : targetAt(metric, {})?.value) ?? null
}

function labelOf({ over }: Watched, scope: AlarmScope, locale: Locale): string {
  return over === 'all' ? '' : dimensionValueName(locale, over, scope[over] ?? null)
}
