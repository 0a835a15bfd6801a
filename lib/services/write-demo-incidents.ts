import { keyOf } from '@/lib/alerts/keys'
import type { Evaluation, Rule } from '@/lib/alerts/types'
import { uuidOf } from '@/lib/core/ids'
import { DAY, startOfDay } from '@/lib/core/zone'
import { readActiveRules } from '@/lib/db/alert-evaluations'
import { readDemo } from '@/lib/db/demo'
import { addDemoIncidents, type DemoIncident, hasDemoIncidents } from '@/lib/db/demo-incidents'
import { transaction } from '@/lib/db/pool'
import { queryMetrics } from '@/lib/db/query'
import { courseOf, type Trouble, troublesOf } from '@/lib/demo/incidents'
import { CHAT_CHANNELS } from '@/lib/facts/config'
import type { MetricQuery, Unit } from '@/lib/metrics/types'
import { metricTitle } from './alarm-titles'
import { readServing } from './alarm-world'
import { type Context, requireRole } from './context'
import { readTenant } from './read-tenant'

const DAYS = 28
const HOUR = 3_600_000

interface Watch {
  /** the shipped rule whose past it is */
  readonly preset: string
  readonly metric: string
  readonly unit: Unit
  readonly grain: 'hour' | 'day'
  readonly byChannel: boolean
  readonly limit: number
  readonly above: boolean
  readonly minSample: number
}

const WATCHES: readonly Watch[] = [
  {
    preset: 'channel_frt_60',
    metric: 'frt_avg',
    unit: 'seconds',
    grain: 'hour',
    byChannel: true,
    limit: 60,
    above: true,
    minSample: 8,
  },
  {
    preset: 'csat_live',
    metric: 'csat',
    unit: 'share',
    grain: 'day',
    byChannel: false,
    limit: 0.85,
    above: false,
    minSample: 30,
  },
]

/**
 * Writes what alarms the demo's last four weeks would have raised: the troubles are those of its numbers, their courses
 * are made up, and each timeline says that it is the demo's. Once; nothing where there is no demo. Needs role admin.
 */
export async function writeDemoIncidents(ctx: Context): Promise<number> {
  requireRole(ctx, 'admin')
  const demo = await readDemo()
  if (demo === null || demo.state === 'removing') return 0
  const { zone } = await readTenant(ctx.now)
  const to = startOfDay(ctx.now, zone)
  const rules = await readActiveRules()
  const past: DemoIncident[] = []
  for (const watch of WATCHES) {
    const rule = rules.find(({ preset }) => preset === watch.preset)
    if (rule !== undefined)
      past.push(...(await pastOf(rule, watch, { from: to - DAYS * DAY, to }, zone, demo.seed)))
  }
  return await transaction(async (client) => {
    if (await hasDemoIncidents(client)) return 0
    await addDemoIncidents(client, past)
    return past.length
  })
}

async function pastOf(
  rule: Rule,
  watch: Watch,
  period: { readonly from: number; readonly to: number },
  zone: string,
  seed: number,
): Promise<DemoIncident[]> {
  const { metric, grain, byChannel } = watch
  const query: MetricQuery = {
    metrics: [metric],
    dimensions: byChannel ? ['channel'] : [],
    grain,
    period,
    filters: byChannel ? [{ dimension: 'channel', op: 'in', values: [...CHAT_CHANNELS] }] : [],
    calendar: null,
    compare: null,
    orderBy: [],
    limit: 20_000,
    scope: null,
  }
  const { rows } = await queryMetrics(query, { now: period.to, zone, locale: 'zh' })
  const serving = await readServing(period.to, zone)
  const series = new Map<string | null, { at: number; value: number | null; n: number }[]>()
  for (const row of rows) {
    const channel = byChannel ? (row.channel as string | null) : null
    if (row.time === undefined) continue
    const value = row[metric]
    series.set(channel, [
      ...(series.get(channel) ?? []),
      {
        at: Date.parse(row.time),
        value: typeof value === 'number' ? value : null,
        n: row.n[metric] ?? 0,
      },
    ])
  }
  return [...series].flatMap(([channel, points]) => {
    const scope = byChannel ? { channel } : {}
    const key = keyOf(scope)
    const stepMs = grain === 'hour' ? HOUR : DAY
    const troubles = troublesOf(key, points, {
      value: watch.limit,
      above: watch.above,
      minSample: watch.minSample,
      stepMs,
    })
    return troubles.map((trouble): DemoIncident => {
      const course = courseOf(seed, trouble)
      return {
        course,
        incident: {
          ...about(rule, watch, trouble, scope, zone),
          teams: channel === null ? [] : (serving.get(channel) ?? []),
          openedAt: course.openedAt,
          breachedAt: trouble.from,
          updatedAt: course.resolvedAt,
        },
      }
    })
  })
}

function about(
  rule: Rule,
  { metric, unit, limit }: Watch,
  { key, from, worst }: Trouble,
  scope: { readonly channel?: string | null },
  zone: string,
) {
  const evaluation: Evaluation = {
    key,
    scope,
    verdict: 'breach',
    value: worst,
    limit,
    recovered: false,
    metric,
    unit,
    n: null,
    expected: null,
  }
  return {
    id: uuidOf(`demo incident ${rule.id} ${key} ${from}`),
    ruleId: rule.id,
    ruleVersion: rule.version,
    key,
    kind: rule.kind,
    title: metricTitle(rule, scope, evaluation, zone),
    severity: rule.severity,
    state: 'open',
    scope,
    vip: false,
    metric,
    unit,
    value: worst,
    limit,
    worst,
    recoveredAt: null,
    resolvedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    assigneeId: null,
    snoozedUntil: null,
    resolution: null,
    relapses: 0,
    flapping: false,
    ladder: null,
    step: 0,
    nextStepAt: null,
    nextRepeatAt: null,
    quiet: null,
  } as const
}
