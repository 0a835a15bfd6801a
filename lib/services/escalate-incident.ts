import { conflict } from '@/lib/core/errors'
import { resolvedSaid } from './acknowledge-incident'
import type { Context } from './context'
import { actOnIncident, type ShownIncident } from './incident-access'

/**
 * 升级: the next step of the ladder is told now, whoever has acknowledged so far; somebody of that step is to
 * acknowledge. Asked again before it was told is no error. Throws 409 where nobody further is in the ladder, or it is
 * not open; else as `actOnIncident`.
 */
export async function escalateIncident(ctx: Context, id: string): Promise<ShownIncident> {
  return await actOnIncident(ctx, id, (incident) => {
    if (incident.state === 'resolved') throw conflict(resolvedSaid(ctx))
    if (incident.state !== 'open') {
      throw conflict(
        ctx.locale === 'zh'
          ? '指标已经回到目标以内，不用再升级。'
          : 'The number is back inside its limit; nobody further need be told.',
      )
    }
    if (incident.ladder?.steps[incident.step + 1] === undefined) {
      throw conflict(
        ctx.locale === 'zh'
          ? '升级阶梯已经到头，请直接转交给能处理的人。'
          : 'The ladder ends here; hand it over to somebody who can help.',
      )
    }
    if (incident.acknowledgedAt === null && incident.nextStepAt !== null && incident.nextStepAt <= ctx.now)
      return null
    return {
      action: 'incident.escalated',
      change: { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null, nextStepAt: ctx.now },
      event: { kind: 'escalated', body: { byHand: true, step: incident.step + 1 } },
      before: { acknowledged: incident.acknowledgedAt !== null, step: incident.step },
      after: { acknowledged: false, step: incident.step + 1 },
    }
  })
}
