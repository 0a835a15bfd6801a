import { DAY } from '@/lib/core/zone'
import { appendAudit, listAuditRows } from '@/lib/db/audit'
import { pool, transaction } from '@/lib/db/pool'
import {
  type Aged,
  clearAged,
  clearQuotes,
  clearTexts,
  firstOpenedAt,
  readRetentionMark,
  type TextRange,
  writeRetentionMark,
} from '@/lib/db/retention'
import { type Retention, readRetention } from '@/lib/db/settings'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'

/** What a clearing took, by kind: events whose words went, messages whose quotes went, and rows deleted. */
export interface Purged {
  readonly texts: number
  readonly quotes: number
  readonly notes: number
  readonly payloads: number
  readonly deliveries: number
  readonly inbox: number
  readonly evaluations: number
}

/** Without anything to clear, proof that it looked is written this seldom. */
const PROOF_EVERY = 20 * 3_600_000

/** Before which instant each kind goes. Payloads hold words too, so they never outlive them. */
export function limitsOf(retention: Retention, now: number): Readonly<Record<Aged | 'texts', number>> {
  const before = (days: number) => now - days * DAY
  return {
    texts: before(retention.textDays),
    notes: before(retention.textDays),
    payloads: before(Math.min(retention.payloadDays, retention.textDays)),
    deliveries: before(retention.deliveryDays),
    inbox: before(retention.deliveryDays),
    evaluations: before(retention.evaluationDays),
  }
}

/**
 * Clears away what is older than decided, until the instant `until`; what is left is taken by the next run. Words go
 * from events and facts, figures stay. Writes proof into the audit log. Needs role admin.
 */
export async function purgeExpired(ctx: Context, until: number): Promise<Purged & { complete: boolean }> {
  requireRole(ctx, 'admin')
  const limits = limitsOf(await readRetention(), ctx.now)
  const inTime = () => Date.now() < until
  const drain = async (step: () => Promise<number>): Promise<{ n: number; done: boolean }> => {
    let n = 0
    while (inTime()) {
      const some = await step()
      n += some
      if (some === 0) return { n, done: true }
    }
    return { n, done: false }
  }
  const texts = await purgeTexts(ctx.now, limits.texts, drain)
  const quotes = await drain(() => clearQuotes(limits.texts))
  const kinds: Record<Aged, number> = { notes: 0, payloads: 0, deliveries: 0, inbox: 0, evaluations: 0 }
  let complete = texts.done && quotes.done
  for (const kind of Object.keys(kinds) as Aged[]) {
    const { n, done } = await drain(() => clearAged(kind, limits[kind]))
    kinds[kind] = n
    complete &&= done
  }
  const purged: Purged = { texts: texts.n, quotes: quotes.n, ...kinds }
  await prove(ctx, purged, limits.texts, complete)
  return { ...purged, complete }
}

type Drain = (step: () => Promise<number>) => Promise<{ n: number; done: boolean }>

/** Day by day from where the last clearing ended, so that a day once cleared is not read again. */
async function purgeTexts(now: number, limit: number, drain: Drain): Promise<{ n: number; done: boolean }> {
  const mark = await readRetentionMark()
  const clear = (range: TextRange) => drain(() => clearTexts(range, now))
  let n = 0
  if (mark !== null) {
    const late = await clear({ arrivedSince: mark.at, to: Math.min(mark.textsBefore, limit) })
    n += late.n
    if (!late.done) return { n, done: false }
  }
  let from = mark?.textsBefore ?? null
  while (from === null || from < limit) {
    const to: number = Math.min(limit, from === null ? ((await firstOpenedAt()) ?? limit) : from + DAY)
    const part = await clear({ from, to })
    n += part.n
    if (!part.done) return { n, done: false }
    await writeRetentionMark({ textsBefore: to, at: now })
    if (to === limit) break
    from = to
  }
  return { n, done: true }
}

async function prove(ctx: Context, purged: Purged, textsBefore: number, complete: boolean): Promise<void> {
  const something = Object.values(purged).some((n) => n > 0)
  if (!something) {
    const filter = {
      actor: null,
      object: null,
      action: 'retention.purged',
      to: null,
      from: ctx.now - PROOF_EVERY,
    }
    if ((await listAuditRows(pool(), filter, null, 1)).length > 0) return
  }
  await transaction((client) =>
    appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'retention.purged',
      object: 'retention:nightly',
      before: null,
      after: { ...purged, textsBefore: new Date(textsBefore).toISOString(), complete },
    }),
  )
}
