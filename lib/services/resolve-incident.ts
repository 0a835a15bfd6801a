import { z } from 'zod'
import type { Evaluation } from '@/lib/alerts/types'
import { conflict, invalid } from '@/lib/core/errors'
import { anotherStands, type IncidentRow } from '@/lib/db/incidents'
import { pool } from '@/lib/db/pool'
import { formats } from '@/lib/i18n/format'
import { checkCause } from './comment-incident'
import type { Context } from './context'
import { actingUser, actOnIncident, reachedIncident, type ShownIncident, wordsInput } from './incident-access'
import { evaluateAt, recoveryOf, ruleOfIncident } from './incident-proof'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { tellEverybody } from './tell-of-incident'
import { requireHands } from './waiting-ticket'

/** Characters of a reason that stands in for the proof. */
export const REASON_LEAST = 8

export const resolveIncidentInput = z.strictObject({
  cause: z.string().min(1).max(40).describe('a cause from `GET /causes`'),
  reason: wordsInput(1_000)
    .optional()
    .describe(
      `needed, with at least ${REASON_LEAST} characters, while the number is not back inside its limit`,
    ),
})

/**
 * 解决: closes an incident with its cause. It needs proof that the number is back (stored evaluations, and the rule's
 * question asked again), or a written reason in its place. Again by the same person is no error. Throws 409 where the
 * number is not back and no reason is given, or somebody else was first; 400 for an unknown cause or a reason that is
 * too short; else as `actOnIncident`.
 */
export async function resolveIncident(ctx: Context, id: string, input: unknown): Promise<ShownIncident> {
  requireHands(ctx)
  const { cause, reason } = parseInput(resolveIncidentInput, input)
  const me = actingUser(ctx)
  const { zone } = await readTenant(ctx.now)
  const asked = await askAgain(ctx, id)
  return await actOnIncident(ctx, id, async (incident, client) => {
    await checkCause(client, cause, ctx)
    if (incident.state === 'resolved') {
      if (resolvedBy(incident) === (me ?? '')) return null
      const at = formats(ctx.locale, zone).time(incident.resolvedAt ?? ctx.now)
      throw conflict(
        ctx.locale === 'zh' ? `这条告警在 ${at} 已经解决。` : `It was resolved already, at ${at}.`,
      )
    }
    const { proof } = await recoveryOf(client, ctx.now, incident, asked)
    if (reason !== undefined && proof === null && [...reason].length < REASON_LEAST) {
      const message =
        ctx.locale === 'zh'
          ? `原因至少写 ${REASON_LEAST} 个字，让下一个人看得懂。`
          : `Write at least ${REASON_LEAST} characters, so that the next person understands.`
      throw invalid(message, [{ path: 'reason', message }])
    }
    if (proof === null && reason === undefined) throw conflict(notBack(incident, ctx, zone))
    const resolution = { by: me ?? '', reason: reason ?? null, cause, proof }
    return {
      action: 'incident.resolved',
      change: {
        state: 'resolved',
        resolvedAt: ctx.now,
        recoveredAt: incident.recoveredAt ?? proof?.from ?? null,
        cause,
        resolution,
        nextStepAt: null,
        nextRepeatAt: null,
        snoozedUntil: null,
        // Who closes it has seen it.
        ...(incident.acknowledgedAt === null ? { acknowledgedAt: ctx.now, acknowledgedBy: me } : {}),
        ...(incident.assigneeId === null && me !== null ? { assigneeId: me } : {}),
      },
      event: { kind: 'resolved', body: resolution },
      before: { state: incident.state, cause: incident.cause },
      after: { state: 'resolved', cause, proven: proof !== null },
      also: (connection) =>
        tellEverybody(
          connection,
          incident,
          { kind: 'resolved', step: `resolved:${incident.relapses + 1}`, note: reason ?? null },
          ctx.now,
        ),
    }
  })
}

/** What the rule says of the number now; before the incident is locked, because questions may take their time. */
async function askAgain(ctx: Context, id: string): Promise<readonly Evaluation[] | null> {
  const incident = await reachedIncident(ctx, id)
  const rule = incident.state === 'resolved' ? null : await ruleOfIncident(pool(), incident)
  return rule === null ? null : await evaluateAt(rule, ctx.now, ctx)
}

const resolvedBy = ({ resolution }: IncidentRow): string | null =>
  typeof resolution === 'object' && resolution !== null && 'by' in resolution ? String(resolution.by) : null

function notBack(incident: IncidentRow, { locale }: Context, zone: string): string {
  const f = formats(locale, zone)
  const { unit, value, limit } = incident
  const now = value === null || limit === null ? '' : `${f.value(unit, value)} / ${f.value(unit, limit)}`
  return locale === 'zh'
    ? `指标还没有回到目标以内${now === '' ? '' : `（现在 ${now}）`}。要关闭请写明原因，至少 ${REASON_LEAST} 个字。`
    : `The number is not back inside its limit${now === '' ? '' : ` (now ${now})`}. To close it, write the reason, at least ${REASON_LEAST} characters.`
}

export const reopenIncidentInput = z.strictObject({ reason: wordsInput(500) })

/**
 * 重开: takes a resolved incident up again, with the reason. Who reopens it is on it. Throws 409 where it is not resolved,
 * or another incident of the same thing stands; else as `actOnIncident`.
 */
export async function reopenIncident(ctx: Context, id: string, input: unknown): Promise<ShownIncident> {
  const { reason } = parseInput(reopenIncidentInput, input)
  const me = actingUser(ctx)
  return await actOnIncident(ctx, id, async (incident, client) => {
    if (incident.state !== 'resolved') return null
    const other = await anotherStands(client, incident)
    if (other !== null) {
      throw conflict(
        ctx.locale === 'zh'
          ? `同一问题已有新的告警 A-${other}，请到那里处理。`
          : `A newer incident of the same thing stands: A-${other}. Go on there.`,
      )
    }
    return {
      action: 'incident.reopened',
      change: {
        state: 'open',
        resolvedAt: null,
        recoveredAt: null,
        resolution: null,
        acknowledgedAt: ctx.now,
        acknowledgedBy: me,
        ...(incident.assigneeId === null && me !== null ? { assigneeId: me } : {}),
      },
      event: { kind: 'reopened', body: { reason, before: incident.resolution } },
      before: { state: 'resolved', cause: incident.cause },
      after: { state: 'open' },
      also: (connection, eventId) =>
        tellEverybody(
          connection,
          incident,
          { kind: 'reopened', step: `reopened:${eventId}`, note: reason },
          ctx.now,
        ),
    }
  })
}
