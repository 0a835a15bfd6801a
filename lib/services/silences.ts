import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { SCOPE_FIELDS } from '@/lib/alerts/keys'
import { holds } from '@/lib/alerts/quiet'
import type { AlarmScope } from '@/lib/alerts/types'
import { conflict, forbidden, invalid, notFound } from '@/lib/core/errors'
import {
  addSilence,
  endSilenceRow,
  findRule,
  listSilenceRows,
  lockSilence,
  type SilenceRow,
} from '@/lib/db/alert-rules'
import { appendAudit } from '@/lib/db/audit'
import { listUserRows } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole, teamScope } from './context'
import { parseInput } from './parse-input'
import { requireId, requireRuleReader, ruleNameOf } from './rule-access'

const DAY = 86_400_000
const LONGEST_DAYS = 30

const matcherSchema = z.strictObject(
  Object.fromEntries(
    SCOPE_FIELDS.map((field) => [field, z.string().min(1).max(400).nullable().optional()]),
  ) as Record<(typeof SCOPE_FIELDS)[number], z.ZodOptional<z.ZodNullable<z.ZodString>>>,
)

/** `{ruleId?, matcher?, from?, until, reason}`; instants in epoch ms or RFC 3339; `from` absent = now. */
export const silenceInput = z.strictObject({
  ruleId: z.uuid().nullish(),
  matcher: matcherSchema.default({}),
  from: z.union([z.int(), z.iso.datetime({ offset: true })]).optional(),
  until: z.union([z.int(), z.iso.datetime({ offset: true })]),
  reason: z.string().trim().min(2, { error: 'Say in a few words why; the others read it.' }).max(300),
})

export interface SilenceInfo extends SilenceRow {
  readonly ruleName: string | null
  readonly state: 'holds' | 'comes' | 'ended'
  readonly by: string | null
}

/** Silences that hold or come, and those that ended in the last 30 days. Needs a role that reads rules. */
export async function listSilences(ctx: Context): Promise<readonly SilenceInfo[]> {
  requireRuleReader(ctx)
  const [rows, people] = await Promise.all([listSilenceRows(ctx.now - LONGEST_DAYS * DAY), listUserRows()])
  const names = new Map(people.map((person) => [`user:${person.id}`, person.name]))
  const teams = teamScope(ctx.principal)
  const seen = rows.filter(
    ({ matcher }) => teams === null || matcher.team == null || teams.includes(matcher.team),
  )
  const rules = new Map(
    await Promise.all(
      [...new Set(seen.flatMap(({ ruleId }) => ruleId ?? []))].map(
        async (id) => [id, ruleNameOf((await findRule(id))?.body)] as const,
      ),
    ),
  )
  const rank = { holds: 0, comes: 1, ended: 2 }
  return seen
    .map(
      (row): SilenceInfo => ({
        ...row,
        ruleName: row.ruleId === null ? null : (rules.get(row.ruleId) ?? null),
        state: holds(row, ctx.now) ? 'holds' : ctx.now < row.from && row.endedAt === null ? 'comes' : 'ended',
        by: names.get(row.createdBy) ?? null,
      }),
    )
    .sort((a, b) => rank[a.state] - rank[b.state] || a.until - b.until)
}

const instantOf = (value: number | string): number => (typeof value === 'number' ? value : Date.parse(value))

/**
 * Silences what the matcher covers until its end, at most 30 days away. A supervisor of teams silences those teams only.
 * Throws 400, 403, 404 for a rule that is not there. Needs role admin, manager or supervisor.
 */
export async function createSilence(ctx: Context, input: unknown): Promise<{ readonly id: string }> {
  requireRole(ctx, 'admin', 'manager', 'supervisor')
  const wanted = parseInput(silenceInput, input)
  const matcher: AlarmScope = Object.fromEntries(
    Object.entries(wanted.matcher).filter(([, value]) => value !== undefined),
  )
  const teams = teamScope(ctx.principal)
  if (teams !== null && (matcher.team == null || !teams.includes(matcher.team))) {
    throw forbidden('You may silence your own teams; name one of them.')
  }
  const from = wanted.from === undefined ? ctx.now : instantOf(wanted.from)
  const until = instantOf(wanted.until)
  if (until <= from || until <= ctx.now) {
    throw invalid('until: The silence would be over before it begins.', [
      { path: 'until', message: 'The silence would be over before it begins; choose a later end.' },
    ])
  }
  if (until - from > LONGEST_DAYS * DAY) {
    throw invalid(`until: A silence lasts ${LONGEST_DAYS} days at most.`, [
      { path: 'until', message: `At most ${LONGEST_DAYS} days; for longer switch the rule off.` },
    ])
  }
  const ruleId = wanted.ruleId ?? null
  if (ruleId !== null && (await findRule(ruleId)) === null) throw notFound()
  const id = randomUUID()
  const actor = actorOf(ctx.principal)
  await transaction(async (client) => {
    await addSilence(client, {
      id,
      ruleId,
      matcher,
      from,
      until,
      reason: wanted.reason,
      createdBy: actor,
      now: ctx.now,
    })
    await appendAudit(client, {
      at: ctx.now,
      actor,
      action: 'silence.created',
      object: `silence:${id}`,
      before: null,
      after: { ruleId, matcher, from, until, reason: wanted.reason },
    })
  })
  return { id }
}

/** Ends a silence now. Throws 404, 409 where it has ended. Needs role admin, manager or supervisor. */
export async function endSilence(
  ctx: Context,
  input: { readonly id: string },
): Promise<{ readonly id: string }> {
  requireRole(ctx, 'admin', 'manager', 'supervisor')
  const id = requireId(input.id)
  const teams = teamScope(ctx.principal)
  await transaction(async (client) => {
    const row = await lockSilence(client, id)
    const reached =
      row !== null && (teams === null || (row.matcher.team != null && teams.includes(row.matcher.team)))
    if (!reached) throw notFound()
    if (row.endedAt !== null || row.until <= ctx.now) throw conflict('This silence has ended already.')
    await endSilenceRow(client, id, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'silence.ended',
      object: `silence:${id}`,
      before: { until: row.until },
      after: { endedAt: ctx.now },
    })
  })
  return { id }
}
