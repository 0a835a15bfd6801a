import { METRICS } from '@/lib/metrics/catalogue'
import { describeMetric, type MetricDescription } from '@/lib/metrics/describe'
import { type Context, requireScope } from './context'

/** Every metric of the metric centre with its card in both languages. Throws 403 without the scope `read`. */
export function listMetrics(ctx: Context): { readonly metrics: readonly MetricDescription[] } {
  requireScope(ctx, 'read')
  return { metrics: METRICS.map(describeMetric) }
}
