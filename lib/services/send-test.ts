import { randomUUID } from 'node:crypto'
import { invalid, notFound, rateLimited } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { countSend, insertTaken, lockLane, settleInside } from '@/lib/db/deliveries'
import { planDeliveries } from '@/lib/db/deliveries-plan'
import { findTarget, readOutgoing } from '@/lib/db/notify-targets'
import { transaction } from '@/lib/db/pool'
import { readTenant } from '@/lib/db/settings'
import { translator } from '@/lib/i18n/translate'
import { limitedUntil } from '@/lib/notify/lanes'
import type { AlarmMessage } from '@/lib/notify/types'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { type DeliveryTools, limitsOf, type SendJob, sendTaken, writeOutcome } from './deliver-messages'

export interface TestAnswer {
  readonly ok: boolean
  /** HTTP status or SMTP code; null where there was no answer */
  readonly status: number | null
  /** what the other side said, cut */
  readonly response: string
  readonly why: string | null
  readonly tookMs: number
  readonly deliveryId: string
}

const LEASE = 60_000

/**
 * Sends a test message now and answers what the other side said. It counts against the target's limits and is not
 * tried again. Targets of persons send it to whoever asks. Throws 404, 429 where the lane is full, 400 where a target
 * of persons is tested by a key. Needs role admin.
 */
export async function sendTest(ctx: Context, id: string, tools: DeliveryTools): Promise<TestAnswer> {
  requireRole(ctx, 'admin')
  const target = await findTarget(id)
  if (target === null || target.deletedAt !== null) throw notFound()
  const about = `test:${randomUUID()}`
  const message = testMessage(ctx.now)
  const me = ctx.principal.kind === 'user' ? ctx.principal.id : null
  const inside = target.kind === 'inbox' || target.kind === 'wall'
  const fixed = target.config.to
  const personal =
    target.kind === 'inbox' ||
    ((target.kind === 'email' || target.kind === 'sms') && (!Array.isArray(fixed) || fixed.length === 0))
  if (personal && me === null)
    throw invalid('This target tells each person at their own address: test it as a person.')
  const recipient = personal ? (me ?? '') : ''
  const audit = {
    at: ctx.now,
    actor: actorOf(ctx.principal),
    action: 'target.tested',
    object: `target:${id}`,
    before: null,
    after: { name: target.name },
  }
  if (inside) {
    await transaction(async (client) => {
      await planDeliveries(
        client,
        [{ incidentId: null, about, step: 'test', targetId: id, recipient, message }],
        ctx.now,
      )
      await appendAudit(client, audit)
    })
    await settleInside(null)
    return { ok: true, status: null, response: '', why: null, tookMs: 0, deliveryId: about }
  }
  const job = await transaction(async (client): Promise<SendJob> => {
    const lane = await lockLane(client, id, null)
    if (lane === null) throw notFound()
    const until = limitedUntil(limitsOf(lane.kind).limits, lane.used, lane.oldestAt)
    if (until !== null)
      throw rateLimited('The target has had its messages of this minute.', (until - lane.now) / 1000)
    const taken = await insertTaken(
      client,
      { about, step: 'test', targetId: id, recipient, message, owner: tools.owner, leaseMs: LEASE },
      null,
    )
    await countSend(client, id, lane.now, 0)
    await appendAudit(client, audit)
    const tenant = await readTenant(client)
    const outgoing = await readOutgoing(client)
    return { lane, targetId: id, taken, tenant, outgoing, digested: 0 }
  })
  const began = performance.now()
  const outcome = await sendTaken(job, tools)
  const tookMs = Math.round(performance.now() - began)
  await transaction((client) => writeOutcome(client, id, job, outcome, tools, false))
  return {
    ok: outcome.ok,
    status: outcome.status,
    response: outcome.response,
    why: outcome.ok ? null : outcome.why,
    tookMs,
    deliveryId: job.taken.id,
  }
}

/** A test message for the wall, the inbox and every target. */
function testMessage(now: number): AlarmMessage {
  const zh = translator('zh')
  const en = translator('en')
  return {
    kind: 'test',
    incident: null,
    title: { zh: zh('notify.test.title'), en: en('notify.test.title') },
    severity: 'watch',
    metric: null,
    unit: 'count',
    value: null,
    limit: null,
    since: now,
    at: now,
    scope: [],
    owner: null,
    trend: [3, 4, 4, 6, 7, 9],
    path: '/settings/targets',
    vip: false,
    note: null,
  }
}
