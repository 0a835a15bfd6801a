import { readWeek as read, type WeekCounts } from '@/lib/db/review'
import { type Context, requireScope, teamScope } from './context'

/** Incidents, tasks, grades and suggestions of a stretch of time (epoch ms), within the asker's teams. */
export async function readWeek(
  ctx: Context,
  period: { readonly from: number; readonly to: number },
): Promise<WeekCounts> {
  requireScope(ctx, 'read')
  return read(period.from, period.to, teamScope(ctx.principal))
}
