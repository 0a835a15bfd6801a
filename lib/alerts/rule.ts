/** Rules as they are written and stored: their schema and defaults. Pure. */
import { z } from 'zod'
import { type ErrorPlace, invalid } from '@/lib/core/errors'
import { kindOf } from './kinds'
import { RULE_KINDS, type Rule, type RuleKind, SEVERITIES } from './types'

const DAY_SECONDS = 86_400

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, {
  error: 'Write a time of the day as "22:00".',
})

export const muteWindowSchema = z
  .strictObject({
    from: clockTime,
    to: clockTime,
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: 'The window ends when it begins; for a whole day write 00:00 to 24:00.',
  })

/** Column `body` of `alert_rule`: a rule without id, version and whether it is on. Unknown fields are refused. */
export const ruleBodySchema = z
  .strictObject({
    name: z.string().trim().min(1, { error: 'A rule needs a name.' }).max(80),
    preset: z.string().max(80).nullable().default(null),
    kind: z.enum(RULE_KINDS),
    params: z.unknown(),
    severity: z.enum(SEVERITIES).default('bad'),
    everySeconds: z.int().min(15).max(DAY_SECONDS).default(60),
    forSeconds: z
      .int()
      .min(0)
      .max(7 * DAY_SECONDS)
      .default(0),
    keepFiringSeconds: z.int().min(0).max(DAY_SECONDS).default(0),
    recoverTimes: z.int().min(1).max(100).default(2),
    noData: z.enum(['keep', 'ok', 'alarm']).default('keep'),
    onError: z.enum(['keep', 'ok', 'alarm']).default('keep'),
    groupBy: z.enum(['key', 'channel', 'team', 'rule']).default('key'),
    inhibitedBy: z.array(z.uuid()).max(50).default([]),
    activeIn: z.enum(['always', 'business']).default('always'),
    mute: z.array(muteWindowSchema).max(20).default([]),
    repeatMinutes: z.int().min(5).max(10_080).nullable().default(null),
    flap: z
      .strictObject({ changes: z.int().min(2).max(100), minutes: z.int().min(1).max(1_440) })
      .nullable()
      .default({ changes: 6, minutes: 60 }),
    ladder: z.uuid().nullable().default(null),
    task: z
      .strictObject({ title: z.string().trim().min(1).max(120), dueHours: z.number().min(0.25).max(8_760) })
      .nullable()
      .default(null),
  })
  .transform((body, ctx): RuleBody => {
    const schema = kindOf(body.kind)?.schema
    const checked = schema?.safeParse(body.params)
    if (checked?.success !== true) {
      for (const issue of checked?.error.issues ?? []) {
        ctx.addIssue({ code: 'custom', path: ['params', ...issue.path], message: issue.message })
      }
      if (checked === undefined)
        ctx.addIssue({ code: 'custom', path: ['kind'], message: 'Not a kind of rule.' })
      return z.NEVER
    }
    return { ...body, params: checked.data }
  })

export type RuleBody = Omit<Rule, 'id' | 'version' | 'enabled'>

/** What a client may leave out, the defaults fill in. */
export type RuleInput = Partial<Omit<RuleBody, 'name' | 'kind' | 'params'>> & {
  readonly name: string
  readonly kind: RuleKind
  readonly params: unknown
}

/** The body of a rule. Throws 400 `invalid` that names every wrong place and its cure. */
export function parseRuleBody(input: unknown): RuleBody {
  const checked = ruleBodySchema.safeParse(input)
  if (checked.success) return checked.data
  const places = rulePlaces(checked.error.issues)
  const first = places[0]
  throw invalid(first === undefined ? 'The rule is wrong.' : `${first.path}: ${first.message}`, places)
}

/** Where a rule is wrong, place by place. */
export function rulePlaces(issues: readonly z.core.$ZodIssue[]): readonly ErrorPlace[] {
  return issues.map((issue) => ({
    path: issue.path.reduce<string>(
      (text, part) =>
        typeof part === 'number'
          ? `${text}[${part}]`
          : text === ''
            ? String(part)
            : `${text}.${String(part)}`,
      '',
    ),
    message: issue.message,
  }))
}

/** A stored row as a rule. Throws 400 `invalid` where the body is of an older making and no longer fits. */
export function ruleOf(row: {
  readonly id: string
  readonly version: number
  readonly enabled: boolean
  readonly body: unknown
}): Rule {
  const { id, version, enabled, body } = row
  return { id, version, enabled, ...parseRuleBody(body) }
}
