import { dayNumberAt, formatInZone, parseDate, startOfDayNumber } from '@/lib/core/zone'
import { type ImprovementRow, readImprovements } from '@/lib/db/improvements'
import { LEAST_DAYS, type MeasuredEffect, measureEffect, WEEKS_BEFORE } from '@/lib/follow-up/effect'
import { metricById } from '@/lib/metrics/catalogue'
import type { Dimension } from '@/lib/metrics/types'
import { type Context, requireScope, teamScope } from './context'
import { readTenant } from './read-tenant'
import { runQuery } from './run-query'

export interface ShownImprovement extends ImprovementRow {
  readonly effect: MeasuredEffect | null
  /** why there is no effect: nothing to measure, not begun, or fewer than five days to compare */
  readonly unmeasured: 'no_metric' | 'not_started' | 'too_early' | null
  /** whether the measured change goes the expected way and is clear of chance; null = not known */
  readonly verdict: 'better' | 'worse' | 'unclear' | null
}

/** Days after the beginning that are measured. */
const AFTER = 28

/** The improvement list within the asker's teams, each with what it did. Needs the scope `read`. */
export async function listImprovements(ctx: Context): Promise<readonly ShownImprovement[]> {
  requireScope(ctx, 'read')
  const rows = await readImprovements(teamScope(ctx.principal))
  return Promise.all(rows.map((row) => measured(ctx, row)))
}

/** An improvement with its effect, asked of the one query door. */
export async function measured(ctx: Context, row: ImprovementRow): Promise<ShownImprovement> {
  const none = (unmeasured: ShownImprovement['unmeasured']): ShownImprovement => ({
    ...row,
    effect: null,
    unmeasured,
    verdict: null,
  })
  const metric = row.metric === null ? undefined : metricById(row.metric)
  if (metric === undefined) return none('no_metric')
  const started = row.startedOn === null ? null : parseDate(row.startedOn)
  const { zone } = await readTenant(ctx.now)
  const today = dayNumberAt(ctx.now, zone)
  if (started === null || started >= today) return none('not_started')
  const end = Math.min(today, started + AFTER)
  if (end - started < LEAST_DAYS) return none('too_early')
  const midnight = (day: number) => formatInZone(startOfDayNumber(day, zone), zone)
  const result = await runQuery(ctx, {
    metrics: [metric.id],
    grain: 'day',
    period: { from: midnight(started - WEEKS_BEFORE * 7), to: midnight(end) },
    filters: (Object.entries(row.scope) as [Dimension, string][]).map(([dimension, value]) => ({
      dimension,
      op: 'in',
      values: [value],
    })),
  })
  const days = result.rows.map((cell) => {
    const value = cell[metric.id]
    return {
      day: dayNumberAt(Date.parse(cell.time ?? ''), zone),
      value: typeof value === 'number' ? value : null,
    }
  })
  const effect = measureEffect(days, started)
  if (effect === null) return none('too_early')
  const better = metric.polarity === 'down' ? effect.change < 0 : effect.change > 0
  return {
    ...row,
    effect,
    unmeasured: null,
    verdict: !effect.clear || metric.polarity === 'none' ? 'unclear' : better ? 'better' : 'worse',
  }
}
