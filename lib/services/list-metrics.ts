import { METRICS } from '@/lib/metrics/catalogue'
import { describeMetric, type MetricDescription } from '@/lib/metrics/describe'
import { type Context, requireScope } from './context'
import { ownAgent } from './own-agent'
import { readMetrics } from './read-metrics'

const READS_AGENTS: readonly string[] = ['admin', 'manager', 'auditor']

/**
 * Every metric of the metric centre with its card in both languages. Targets of single agents only for admins, managers
 * and auditors, and an agent's own for themself. Throws 403 without the scope `read`.
 */
export async function listMetrics(ctx: Context): Promise<{ readonly metrics: readonly MetricDescription[] }> {
  requireScope(ctx, 'read')
  const metricOf = await readMetrics(ctx.now)
  const { principal } = ctx
  const all = principal.kind === 'user' && READS_AGENTS.includes(principal.role)
  const own = all ? null : await ownAgent(ctx)
  return {
    metrics: METRICS.map((metric) => {
      const described = describeMetric(metricOf(metric.id) ?? metric)
      if (all) return described
      return {
        ...described,
        scopes: described.scopes.filter(({ scope, key }) => scope !== 'agent' || key === own),
      }
    }),
  }
}
