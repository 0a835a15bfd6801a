import { env } from '@/lib/core/env'
import { isAppError, isDatabaseAway } from '@/lib/core/errors'
import { DAY } from '@/lib/core/zone'
import {
  type AttemptResult,
  type Clock,
  countSend,
  dueDeliveries,
  dueTargets,
  fallBack,
  finishDelivery,
  foldDeliveries,
  holdLane,
  INBOX_TARGET,
  type Lane,
  lockLane,
  newlyFailing,
  recipientOf,
  settleInside,
  type TakenDelivery,
  takeDelivery,
} from '@/lib/db/deliveries'
import { planDeliveries } from '@/lib/db/deliveries-plan'
import { findTarget, readOutgoing } from '@/lib/db/notify-targets'
import { type Connection, transaction } from '@/lib/db/pool'
import { readAutomation, readTenant, type Tenant } from '@/lib/db/settings'
import { translator } from '@/lib/i18n/translate'
import { backOff, digestOf, fitting, foldsFrom, laneBackOff, limitedUntil, spacing } from '@/lib/notify/lanes'
import type { Outgoing } from '@/lib/notify/outgoing'
import { masked } from '@/lib/notify/outside'
import { httpTarget } from '@/lib/notify/targets'
import { EMAIL_LIMITS, EMAIL_MAX_BYTES, emailConfig, mailOf, mailText } from '@/lib/notify/targets/email'
import type {
  AlarmMessage,
  HttpAnswer,
  MessageSetting,
  OutgoingMail,
  OutgoingRequest,
  SendLimits,
  SendOutcome,
  SmtpServer,
} from '@/lib/notify/types'
import { type Context, requireRole } from './context'
import { openFields, wholeConfig } from './target-secrets'

interface Allowed {
  /** hosts and ranges of the intranet that may be reached */
  readonly allow: readonly string[]
}

/** Instants inside a sending, for drills that kill there. */
export type DeliveryStep = 'taken' | 'sent' | 'written'

/** What sending needs of the outside; given by the worker, by routes and by tests. */
export interface DeliveryTools {
  /** the worker's id */
  readonly owner: string
  readonly fetch: (request: OutgoingRequest, options: Allowed) => Promise<HttpAnswer>
  readonly mail: (mail: OutgoingMail, server: SmtpServer, options: Allowed) => Promise<SendOutcome>
  /** in [0, 1), for the jitter of retries */
  readonly random: () => number
  /** a test's clock, epoch ms; absent = the database's */
  readonly now?: () => number
  /** how long a sender that is not known to be dead keeps a message, ms */
  readonly leaseMs?: number
  readonly at?: (step: DeliveryStep) => void
}

export interface Delivered {
  /** physical messages that were taken, and entries of inboxes and walls */
  readonly sent: number
  readonly failed: number
  /** messages told inside another */
  readonly digested: number
}

const LEASE = 60_000
/** Messages looked at for one digest. */
const FOLD_MOST = 400
/** A lane without limits sends this many at once. */
const ABREAST = 4
/** Between two attempts to write what came of a sending, ms. */
const FIRST_WRITE_RETRY = 100
const LAST_WRITE_RETRY = 5_000
/** A lane gives its place back after this long, ms. */
const TURN = 20_000

const clockOf = (tools: DeliveryTools): Clock => tools.now?.() ?? null

/**
 * Sends what is due now, all lanes beside each other, and waits for the end of it. Any number may run at once.
 * Nothing is sent while automation is off. Needs role admin (the worker and cron have it).
 */
export async function deliverDue(ctx: Context, tools: DeliveryTools): Promise<Delivered> {
  requireRole(ctx, 'admin')
  const { inside, lanes } = await dueLanes(ctx, tools)
  const done = await Promise.all(lanes.map((lane) => deliverLane(ctx, lane, tools)))
  return done.reduce(
    (sum, one) => ({
      sent: sum.sent + one.sent,
      failed: sum.failed + one.failed,
      digested: sum.digested + one.digested,
    }),
    { sent: inside, failed: 0, digested: 0 },
  )
}

/** Deals with inbox and wall, and answers the lanes (targets) that have something to send now. */
export async function dueLanes(
  ctx: Context,
  tools: DeliveryTools,
): Promise<{ readonly inside: number; readonly lanes: readonly string[] }> {
  requireRole(ctx, 'admin')
  if ((await readAutomation()).off) return { inside: 0, lanes: [] }
  await transaction((client) => fallBack(client, null, clockOf(tools)))
  const inside = await settleInside(clockOf(tools))
  return { inside, lanes: await dueTargets(clockOf(tools)) }
}

/** Sends what is due in one lane until it is empty, closed by its limits or failing, or its turn is over. */
export async function deliverLane(ctx: Context, targetId: string, tools: DeliveryTools): Promise<Delivered> {
  requireRole(ctx, 'admin')
  const total = { sent: 0, failed: 0, digested: 0 }
  const began = performance.now()
  // one after the other here, so that they do not queue for the lane's lock in the database
  let gate: Promise<unknown> = Promise.resolve()
  const tenant = await readTenant()
  const outgoing = await readOutgoing()
  const take = (): Promise<SendJob | null> => {
    const next = gate.then(() => takeNext(targetId, tools, tenant, outgoing))
    gate = next.catch(() => undefined)
    return next
  }
  const run = async (): Promise<void> => {
    for (;;) {
      const job = await take()
      if (job === null) return
      total.digested += job.digested
      tools.at?.('taken')
      const outcome = await sendTaken(job, tools)
      tools.at?.('sent')
      if (await write(targetId, job, outcome, tools)) total[outcome.ok ? 'sent' : 'failed'] += 1
      tools.at?.('written')
      if (!outcome.ok || performance.now() - began > TURN) return
    }
  }
  // what has no limits need not wait for its slowest answer
  const abreast = (await isAbreast(targetId, tools)) ? ABREAST : 1
  await Promise.all(Array.from({ length: abreast }, run))
  return total
}

async function isAbreast(targetId: string, tools: DeliveryTools): Promise<boolean> {
  if (tools.now !== undefined) return false
  const kind = (await findTarget(targetId))?.kind
  return kind === 'webhook' || kind === 'email' || kind === 'sms'
}

/** A message that is taken, with all that sending it needs. */
export interface SendJob {
  readonly lane: Lane
  readonly targetId: string
  readonly taken: TakenDelivery
  readonly tenant: Tenant
  readonly outgoing: Outgoing
  readonly digested: number
}

/** Limits and size of a kind of target. */
export function limitsOf(kind: Lane['kind']): { readonly limits: SendLimits; readonly maxBytes: number } {
  const target = httpTarget(kind)
  return target === null
    ? { limits: EMAIL_LIMITS, maxBytes: EMAIL_MAX_BYTES }
    : { limits: target.limits, maxBytes: target.maxBytes }
}

async function takeNext(
  targetId: string,
  tools: DeliveryTools,
  tenant: Tenant,
  outgoing: Outgoing,
): Promise<SendJob | null> {
  return transaction(async (client) => {
    const lane = await lockLane(client, targetId, clockOf(tools))
    if (lane === null || !lane.open || (lane.nextSendAt !== null && lane.nextSendAt > lane.now)) return null
    const { limits } = limitsOf(lane.kind)
    const until = limitedUntil(limits, lane.used, lane.oldestAt)
    if (until !== null) {
      await holdLane(client, targetId, until)
      return null
    }
    const due = await dueDeliveries(client, targetId, lane.now, FOLD_MOST)
    const [oldest] = due
    if (oldest === undefined) return null
    const lease = { owner: tools.owner, now: lane.now, leaseMs: tools.leaseMs ?? LEASE }
    const group =
      oldest.state === 'waiting' && canFold(oldest.message)
        ? due.filter(
            (one) => one.state === 'waiting' && one.recipient === oldest.recipient && canFold(one.message),
          )
        : []
    let chosen = oldest
    let digested = 0
    if (foldsFrom(limits, lane.used, group.length)) {
      const count = fits(
        lane,
        tenant,
        group.map((one) => one.message),
      )
      if (count > 1) {
        const folded = group.slice(0, count)
        const message = digestOf(
          folded.map((one) => one.message),
          tenant.zone,
        )
        chosen = await foldDeliveries(client, targetId, folded, message, lane.now)
        digested = count
      }
    }
    const taken = await takeDelivery(client, chosen, lease)
    await countSend(client, targetId, lane.now, spacing(limits, lane.used))
    return { lane, targetId, taken, tenant, outgoing, digested }
  })
}

/** Summaries are not told inside others, and a test is told by itself. */
function canFold(message: AlarmMessage): boolean {
  return message.kind !== 'summary' && message.kind !== 'test' && message.items === undefined
}

function fits(lane: Lane, tenant: Tenant, messages: readonly AlarmMessage[]): number {
  const { maxBytes } = limitsOf(lane.kind)
  const at = settingOf(lane, tenant, { resent: true, deliveryId: '', recipient: '', locale: lane.locale })
  const target = httpTarget(lane.kind)
  const footer = translator(lane.locale)('notify.footer', { company: tenant.company })
  const content =
    target === null
      ? (message: AlarmMessage, setting: MessageSetting) => mailText(message, setting, footer)
      : target.content
  return fitting(messages, content, at, maxBytes)
}

function settingOf(
  lane: Lane,
  tenant: Tenant,
  more: Pick<MessageSetting, 'resent' | 'deliveryId' | 'recipient' | 'locale'>,
): MessageSetting {
  return { now: lane.now, zone: tenant.zone, baseUrl: baseUrlOf(tenant), ...more }
}

/** What links begin with: as the company says, else as the environment does. */
function baseUrlOf(tenant: Tenant): string {
  const { NEXTAUTH_URL, HELMLINE_URL, PORT } = env()
  return (tenant.baseUrl ?? NEXTAUTH_URL ?? HELMLINE_URL ?? `http://127.0.0.1:${PORT}`).replace(/\/+$/, '')
}

const refused = (response: string, recipientOnly = false): SendOutcome => ({
  ok: false,
  why: 'rejected',
  status: null,
  response,
  retryAfterMs: null,
  recipientOnly,
})

/** Sends a message that is taken. Never throws. */
export async function sendTaken(job: SendJob, tools: DeliveryTools): Promise<SendOutcome> {
  const { lane, targetId, taken, tenant } = job
  const { allow, staffNames } = job.outgoing
  const message = staffNames === 'full' ? taken.message : masked(taken.message)
  try {
    const secret = openFields(targetId, lane.secret)
    if (secret === null)
      return refused('the secret cannot be opened with this installation’s key: save it again')
    const config = wholeConfig(lane.config, secret)
    const person = taken.recipient === '' ? null : await recipientOf(taken.recipient)
    if (taken.recipient !== '' && person === null) return refused('the person is not there any more', true)
    const locale = person?.locale === 'zh' || person?.locale === 'en' ? person.locale : lane.locale
    const setting = (recipient: string) =>
      settingOf(lane, tenant, { resent: taken.resent, deliveryId: taken.id, recipient, locale })
    if (lane.kind === 'email') {
      const { to, ...server } = emailConfig.parse(config)
      const addresses = person === null ? to : [person.email]
      if (addresses.length === 0) return refused('nobody to send it to', true)
      const footer = translator(locale)('notify.footer', { company: tenant.company })
      return await tools.mail(mailOf(message, addresses, setting(''), footer), server, { allow })
    }
    const target = httpTarget(lane.kind)
    if (target === null) return refused('not a target that is sent to')
    if (lane.kind !== 'sms') return await post(target, setting(''), config)
    const { to, ...gateway } = config
    const phones = person === null ? (Array.isArray(to) ? to.map(String) : []) : [person.phone ?? '']
    return await texts(
      phones.filter((phone) => phone !== ''),
      (phone) => post(target, setting(phone), gateway),
    )
  } catch (error) {
    return refused(
      error instanceof Error && error.name === 'ZodError' ? 'the settings are incomplete' : 'defect',
    )
  }

  async function post(
    target: NonNullable<ReturnType<typeof httpTarget>>,
    setting: MessageSetting,
    config: unknown,
  ): Promise<SendOutcome> {
    const answer = await tools.fetch(target.request(message, config, setting), { allow })
    if (answer.kind === 'answer') return target.judge(answer.status, answer.headers, answer.body, config)
    const { kind, detail, uncertain } = answer
    return { ok: false, why: kind, status: null, response: detail, retryAfterMs: null, uncertain }
  }
}

/** One text a telephone; the first that fails speaks for all, and those before it may come twice. */
async function texts(
  phones: readonly string[],
  send: (phone: string) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  let last: SendOutcome = refused('no telephone number', true)
  for (const [index, phone] of phones.entries()) {
    last = await send(phone)
    if (!last.ok) return index === 0 ? last : { ...last, uncertain: true }
  }
  return last
}

/**
 * Writes what came of it; false where the lease was somebody else's by then. What has gone out must be known to have:
 * while the database is away this is tried until somebody else may hold the lease.
 */
async function write(
  targetId: string,
  job: SendJob,
  outcome: SendOutcome,
  tools: DeliveryTools,
): Promise<boolean> {
  const ends = performance.now() + (tools.leaseMs ?? LEASE)
  for (let wait = FIRST_WRITE_RETRY; ; wait = Math.min(LAST_WRITE_RETRY, wait * 2)) {
    try {
      return await transaction((client) => writeOutcome(client, targetId, job, outcome, tools, true))
    } catch (error) {
      if (!isDatabaseAway(error) && !isAppError(error)) throw error
      if (performance.now() + wait > ends) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** What came of an attempt, how the target does, and what follows: fallback, a note to administrators. */
export async function writeOutcome(
  client: Connection,
  targetId: string,
  job: SendJob,
  outcome: SendOutcome,
  tools: DeliveryTools,
  again: boolean,
): Promise<boolean> {
  const at = clockOf(tools)
  const result: AttemptResult = {
    id: job.taken.id,
    token: job.taken.token,
    targetId,
    ok: outcome.ok,
    status: outcome.status,
    response: outcome.response,
    error: outcome.ok ? null : `${outcome.why}: ${outcome.response}`.slice(0, 400),
    ...retryOf(job, outcome, tools, again),
  }
  const { written, state } = await finishDelivery(client, result, at)
  if (!written || outcome.ok || !again) return written
  if (state === 'failed' || result.counts) await fallBack(client, targetId, at)
  const failing = await newlyFailing(client, targetId, at)
  if (failing !== null) {
    const now = at ?? job.lane.now
    const message = failingMessage(failing, now)
    await planDeliveries(
      client,
      failing.admins.map((recipient) => ({
        incidentId: null,
        about: `target:${targetId}`,
        step: `failing:${failing.failingSince}`,
        targetId: INBOX_TARGET,
        recipient,
        message,
      })),
      now,
    )
  }
  return written
}

function retryOf(
  job: SendJob,
  outcome: SendOutcome,
  tools: DeliveryTools,
  again: boolean,
): Pick<AttemptResult, 'retryMs' | 'uncertain' | 'counts' | 'laneMs'> {
  if (outcome.ok) return { retryMs: null, uncertain: false, counts: false, laneMs: 0 }
  const uncertain = outcome.uncertain ?? false
  const own = outcome.recipientOnly ?? false
  const attempt = job.taken.attempts + 1
  const random = tools.random()
  const after = outcome.retryAfterMs
  const lane = own ? 0 : Math.max(Math.min(after ?? 0, DAY), laneBackOff(job.lane.failures + 1, random))
  const retry = outcome.why === 'rejected' || !again ? null : Math.max(after ?? 0, backOff(attempt, random))
  // one bad message says nothing of the next: only what is about the target closes its lane
  return {
    retryMs: retry,
    uncertain,
    counts: !own,
    laneMs: !again ? 0 : outcome.why === 'rejected' ? 0 : lane,
  }
}

function failingMessage(
  target: { name: string; failures: number; fallback: string | null; failingSince: number },
  now: number,
): AlarmMessage {
  const title = (locale: 'zh' | 'en') => {
    const t = translator(locale)
    const { name, failures, fallback } = target
    const what = t('notify.failing.title', { name, count: failures })
    return fallback === null
      ? t('notify.failing.none', { what })
      : t('notify.failing.fallback', { what, fallback })
  }
  return {
    kind: 'target_failing',
    incident: null,
    title: { zh: title('zh'), en: title('en') },
    severity: 'bad',
    metric: null,
    unit: 'count',
    value: null,
    limit: null,
    since: target.failingSince,
    at: now,
    scope: [],
    owner: null,
    trend: [],
    path: '/settings/targets',
    vip: false,
    note: null,
  }
}
