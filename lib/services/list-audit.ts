import { z } from 'zod'
import { type Difference, differences } from '@/lib/core/differences'
import { parseDate, startOfDayNumber } from '@/lib/core/zone'
import { listAuditChoices, listAuditRows } from '@/lib/db/audit'
import { pool } from '@/lib/db/pool'
import { nameActors } from './actor-names'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'

const date = z
  .string()
  .refine((text) => parseDate(text) !== null, 'not a date of the calendar; write it as "2026-10-01"')

/** Filters of the log, all optional; `from` and `to` are local dates, both inside; `before` is `nextCursor`. */
export const auditInput = z.strictObject({
  actor: z.string().max(300).optional(),
  object: z.string().max(500).optional().describe('exactly, or with a colon at its end all of a kind: user:'),
  action: z.string().max(100).optional().describe('exactly, or with a dot at its end all of a kind: user.'),
  from: date.optional(),
  to: date.optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export interface AuditEntry {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly actorName: string
  readonly action: string
  readonly object: string
  /** of a person: the name; else what stands behind the colon */
  readonly objectName: string
  readonly changes: readonly Difference[]
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** `before` of the next, older page; null = this is the last */
  readonly nextCursor: number | null
}

/** The audit log from the newest entry on. Needs role admin or auditor. Throws 400 for filters that are none. */
export async function listAudit(ctx: Context, input: unknown): Promise<AuditPage> {
  requireRole(ctx, 'admin', 'auditor')
  const asked = parseInput(auditInput, input)
  const { zone } = await readTenant(ctx.now)
  const dayStart = (text: string | undefined, more: number): number | null => {
    const day = text === undefined ? null : parseDate(text)
    return day === null ? null : startOfDayNumber(day + more, zone)
  }
  const rows = await listAuditRows(
    pool(),
    {
      actor: asked.actor ?? null,
      object: asked.object ?? null,
      action: asked.action ?? null,
      from: dayStart(asked.from, 0),
      to: dayStart(asked.to, 1),
    },
    asked.before ?? null,
    asked.limit + 1,
  )
  const page = rows.slice(0, asked.limit)
  const names = await nameActors(page.flatMap(({ actor, object }) => [actor, object]))
  const nameOf = (actor: string) => names.get(actor) ?? actor
  return {
    entries: page.map(({ seq, at, actor, action, object, before, after }) => ({
      seq,
      at,
      actor,
      actorName: nameOf(actor),
      action,
      object,
      objectName: nameOf(object),
      changes: differences(before, after),
    })),
    nextCursor: rows.length > asked.limit ? (page.at(-1)?.seq ?? null) : null,
  }
}

/** Actors (with names) and actions that are in the log, for its filters. Needs role admin or auditor. */
export async function auditChoices(ctx: Context): Promise<{
  readonly actors: readonly { readonly actor: string; readonly name: string }[]
  readonly actions: readonly string[]
}> {
  requireRole(ctx, 'admin', 'auditor')
  const { actors, actions } = await listAuditChoices(pool())
  const names = await nameActors(actors)
  return { actors: actors.map((actor) => ({ actor, name: names.get(actor) ?? actor })), actions }
}
