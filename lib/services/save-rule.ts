import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { parseRuleBody, type RuleBody } from '@/lib/alerts/rule'
import type { Rule } from '@/lib/alerts/types'
import { type AppError, conflict, invalid, notFound } from '@/lib/core/errors'
import { addRule, changeRule, lockLadder, lockRule } from '@/lib/db/alert-rules'
import { appendAudit } from '@/lib/db/audit'
import { type Connection, transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { plannedEvery, requireId, requireRuleWriter, storedRule } from './rule-access'

const newRuleInput = z.strictObject({ enabled: z.boolean().default(true), rule: z.unknown() })
const editionInput = z.strictObject({
  /** the edition it was made from: somebody else's later one is not lost */
  version: z.int().min(1),
  enabled: z.boolean().optional(),
  rule: z.unknown(),
})

/** Makes a rule of `{enabled?, rule}`. Answers it with version 1. Needs role admin or manager. */
export async function createRule(ctx: Context, input: unknown): Promise<Rule> {
  requireRuleWriter(ctx)
  const { enabled, rule } = parseInput(newRuleInput, input)
  const body: RuleBody = { ...parseRuleBody(rule), preset: null }
  const id = randomUUID()
  await transaction(async (client) => {
    await requireLadder(client, body)
    await addRule(client, {
      id,
      version: 1,
      enabled,
      body,
      every: plannedEvery(body),
      actor: actorOf(ctx.principal),
      now: ctx.now,
    })
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'rule.created',
      object: `rule:${id}`,
      before: null,
      after: { ...body, enabled, version: 1 },
    })
  })
  return { id, version: 1, enabled, ...body }
}

/**
 * Saves `{version, enabled?, rule}` as the next edition. Throws 409 where somebody saved another one since `version`,
 * 404, 400 with every wrong place. Needs role admin or manager.
 */
export async function saveRule(ctx: Context, ruleId: string, input: unknown): Promise<Rule> {
  requireRuleWriter(ctx)
  const id = requireId(ruleId)
  const { version: from, enabled: wanted, rule } = parseInput(editionInput, input)
  const parsed = parseRuleBody(rule)
  return await transaction(async (client) => {
    const row = await lockRule(client, id)
    if (row === null) throw notFound()
    if (row.version !== from) throw outdated(row.version)
    const before = storedRule(row)
    const body: RuleBody = { ...parsed, preset: before?.preset ?? null }
    await requireLadder(client, body)
    const version = row.version + 1
    const enabled = wanted ?? row.enabled
    await changeRule(client, {
      id,
      version,
      enabled,
      body,
      every: plannedEvery(body),
      actor: actorOf(ctx.principal),
      now: ctx.now,
    })
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'rule.changed',
      object: `rule:${id}`,
      before: before === null ? row.body : bodyOf(before),
      after: { ...body, enabled, version },
    })
    return { id, version, enabled, ...body }
  })
}

const bodyOf = ({ id: _, ...rest }: Rule) => rest

function outdated(version: number): AppError {
  return conflict(`Somebody saved version ${version} meanwhile; open it and make your change there.`)
}

async function requireLadder(client: Connection, { ladder }: Pick<RuleBody, 'ladder'>): Promise<void> {
  if (ladder === null || (await lockLadder(client, ladder)) !== null) return
  throw invalid('ladder: There is no such ladder.', [
    { path: 'ladder', message: 'There is no such ladder; choose one of the list, or none.' },
  ])
}
