import { conflict } from '@/lib/core/errors'
import type { IncidentRow } from '@/lib/db/incidents'
import { formats } from '@/lib/i18n/format'
import type { Context } from './context'
import { actingUser, actOnIncident, type ShownIncident } from './incident-access'
import { readTenant } from './read-tenant'

/**
 * 确认: somebody is on it. The ladder stops, and where nobody owns the incident the person does. Again by the same
 * asker is no error. Throws 409 naming who was first, or where the incident is resolved; else as `actOnIncident`.
 */
export async function acknowledgeIncident(ctx: Context, id: string): Promise<ShownIncident> {
  const me = actingUser(ctx)
  const { zone } = await readTenant(ctx.now)
  return await actOnIncident(ctx, id, (incident) => {
    if (incident.acknowledgedAt !== null) {
      if (incident.acknowledgedBy === me) return null
      throw conflict(firstSaid(incident, formats(ctx.locale, zone).time(incident.acknowledgedAt), ctx))
    }
    if (incident.state === 'resolved') throw conflict(resolvedSaid(ctx))
    const assigneeId = incident.assigneeId ?? me
    return {
      action: 'incident.acknowledged',
      change: {
        acknowledgedAt: ctx.now,
        acknowledgedBy: me,
        assigneeId,
        nextStepAt: null,
        nextRepeatAt: null,
        snoozedUntil: null,
      },
      event: {
        kind: 'acknowledged',
        body: { afterSeconds: Math.max(0, Math.round((ctx.now - incident.openedAt) / 1000)) },
      },
      before: { acknowledged: false, assigneeId: incident.assigneeId },
      after: { acknowledged: true, assigneeId },
    }
  })
}

function firstSaid({ acknowledgedName }: IncidentRow, at: string, { locale }: Context): string {
  const who = acknowledgedName ?? ''
  return locale === 'zh'
    ? `${who || '已有人'}在 ${at} 先确认了。`
    : `${who || 'Somebody'} acknowledged it first, at ${at}.`
}

/** Why nothing can be done to a resolved incident. */
export const resolvedSaid = ({ locale }: Context): string =>
  locale === 'zh' ? '这条告警已经解决，要继续处理请先重开。' : 'It is resolved already; reopen it to go on.'
