import { METRICS } from '@/lib/metrics/catalogue'
import { describeMetric, type MetricDescription } from '@/lib/metrics/describe'
import { type Context, requireScope } from './context'
import { readMetrics } from './read-metrics'

/** Every metric of the metric centre with its card in both languages. Throws 403 without the scope `read`. */
export async function listMetrics(ctx: Context): Promise<{ readonly metrics: readonly MetricDescription[] }> {
  requireScope(ctx, 'read')
  const metricOf = await readMetrics(ctx.now)
  return { metrics: METRICS.map((metric) => describeMetric(metricOf(metric.id) ?? metric)) }
}
