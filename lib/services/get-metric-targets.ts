import { readSettings } from '@/lib/db/settings'
import type { TargetOverrides } from '@/lib/metrics/target-overrides'
import { type Context, requireRole } from './context'

/** The targets of metrics that the company has set in place of the shipped ones. Needs role admin, manager or auditor. */
export async function getMetricTargets(ctx: Context): Promise<TargetOverrides> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  return (await readSettings()).metricTargets
}
