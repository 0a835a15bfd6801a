import { type DeskCounts, readDeskCounts } from '@/lib/db/desk'
import {
  type Automation,
  type Retention,
  readAutomation,
  readFollowUp,
  readRetention,
  readSettings,
} from '@/lib/db/settings'
import type { FollowUpSettings } from '@/lib/follow-up/settings'
import { type Context, requireRole } from './context'
import { listScreens } from './list-screens'

export interface Desk extends DeskCounts {
  readonly company: string
  readonly zone: string
  /** date of the version of the limits that stands last; null = defaults */
  readonly limitsFrom: string | null
  /** targets of metrics the company has set itself */
  readonly metricTargets: number
  readonly automation: Automation
  readonly followUp: FollowUpSettings
  readonly retention: Retention
  readonly screens: { readonly live: number; readonly count: number }
}

/** How every section of the settings stands. Needs role admin, manager or auditor. */
export async function readDesk(ctx: Context): Promise<Desk> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const [counts, settings, automation, followUp, retention, screens] = await Promise.all([
    readDeskCounts(ctx.now),
    readSettings(),
    readAutomation(),
    readFollowUp(ctx.now),
    readRetention(),
    listScreens(ctx),
  ])
  const standing = screens.filter(({ state }) => state !== 'ended')
  return {
    ...counts,
    company: settings.tenant.company,
    zone: settings.tenant.zone,
    limitsFrom: settings.targets?.versions.at(-1)?.validFrom ?? null,
    metricTargets: settings.metricTargets.overrides.length,
    automation,
    followUp,
    retention,
    screens: { live: standing.filter(({ state }) => state === 'live').length, count: standing.length },
  }
}
