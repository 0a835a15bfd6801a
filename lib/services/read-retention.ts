import { retentionForm } from '@/lib/core/settings-forms'
import { listAuditRows } from '@/lib/db/audit'
import { pool } from '@/lib/db/pool'
import { type Aged, countAged, countQuotes, countTexts, readRetentionMark } from '@/lib/db/retention'
import { readRetention as load, type Retention } from '@/lib/db/settings'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'
import { limitsOf, type Purged } from './purge-expired'

export interface RetentionState {
  readonly retention: Retention
  /** the newest proof; null = nothing has run yet */
  readonly last: { readonly at: number; readonly purged: Partial<Purged>; readonly complete: boolean } | null
}

/** How long data are kept, and the last nightly clearing. Needs role admin, manager or auditor. */
export async function readRetentionState(ctx: Context): Promise<RetentionState> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const filter = { actor: null, object: null, action: 'retention.purged', from: null, to: null }
  const [retention, [proof]] = await Promise.all([load(), listAuditRows(pool(), filter, null, 1)])
  if (proof === undefined) return { retention, last: null }
  const {
    textsBefore: _,
    complete,
    ...purged
  } = proof.after as Partial<Purged> & {
    textsBefore?: string
    complete?: boolean
  }
  return { retention, last: { at: proof.at, purged, complete: complete === true } }
}

/** What the next run would clear by these days, kind by kind. Needs role admin, manager or auditor. */
export async function previewRetention(ctx: Context, input: unknown): Promise<Purged> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const limits = limitsOf(parseInput(retentionForm, input), ctx.now)
  const mark = await readRetentionMark()
  const aged = (kind: Aged) => countAged(kind, limits[kind])
  const from = mark?.textsBefore ?? null
  const [texts, late, quotes, notes, payloads, deliveries, inbox, evaluations] = await Promise.all([
    from !== null && from >= limits.texts ? 0 : countTexts({ from, to: limits.texts }),
    mark === null ? 0 : countTexts({ arrivedSince: mark.at, to: Math.min(mark.textsBefore, limits.texts) }),
    countQuotes(limits.texts),
    aged('notes'),
    aged('payloads'),
    aged('deliveries'),
    aged('inbox'),
    aged('evaluations'),
  ])
  return { texts: texts + late, quotes, notes, payloads, deliveries, inbox, evaluations }
}
