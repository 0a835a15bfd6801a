/** The description of rules, ladders and silences. */
import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { ladderSchema } from '@/lib/alerts/ladder'
import { RULE_KINDS, SEVERITIES } from '@/lib/alerts/types'
import { silenceInput } from '@/lib/services/silences'
import { json, KEY, problems } from './openapi-parts'

const Rule = z
  .object({
    name: z.string().max(80),
    kind: z.enum(RULE_KINDS),
    params: z
      .record(z.string(), z.unknown())
      .describe('by kind, e.g. {metric, over, values?, where?, window, op, limit, recoverAt?, minSample?}'),
    severity: z.enum(SEVERITIES).optional(),
    everySeconds: z.int().min(15).optional().describe('15 to 86,400, default 60'),
    forSeconds: z.int().min(0).optional().describe('how long it must be beyond its limit'),
    keepFiringSeconds: z.int().min(0).optional(),
    recoverTimes: z.int().min(1).optional().describe('looks inside in a row, default 2'),
    noData: z.enum(['keep', 'ok', 'alarm']).optional(),
    onError: z.enum(['keep', 'ok', 'alarm']).optional(),
    groupBy: z.enum(['key', 'channel', 'team', 'rule']).optional(),
    inhibitedBy: z.array(z.uuid()).optional(),
    activeIn: z.enum(['always', 'business']).optional(),
    mute: z.array(z.object({ from: z.string(), to: z.string() }).loose()).optional(),
    repeatMinutes: z.int().nullable().optional(),
    flap: z.object({ changes: z.int(), minutes: z.int() }).nullable().optional(),
    ladder: z.uuid().nullable().optional(),
    task: z.object({ title: z.string(), dueHours: z.number() }).nullable().optional(),
  })
  .meta({ id: 'Rule' })
const StoredRule = Rule.extend({ id: z.uuid(), version: z.int(), enabled: z.boolean() }).meta({
  id: 'StoredRule',
})
const Ladder = z
  .object({ id: z.uuid(), name: z.string(), steps: z.array(z.object({ afterMinutes: z.int() }).loose()) })
  .meta({ id: 'Ladder' })
const Silence = z
  .object({ id: z.uuid(), state: z.enum(['holds', 'comes', 'ended']), reason: z.string() })
  .loose()
  .meta({ id: 'Silence' })

const id = z.object({ id: z.uuid() })
const body = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } })
const READS = 'Every role but agent, or a key with scope read and admin.'
const WRITES = 'Role admin or manager, or a key with scope admin.'
const SILENCES = 'Role admin, manager or supervisor (own teams), or a key with scope admin.'

type Method = RouteConfig['method']

const described = (
  method: Method,
  path: string,
  summary: string,
  description: string,
  answer: z.ZodType,
  more: Pick<RouteConfig, 'request'> & {
    readonly status?: 200 | 201
    readonly refusals?: readonly number[]
  } = {},
): RouteConfig => ({
  method,
  path: `/api/v1${path}`,
  summary,
  description,
  security: KEY,
  ...(more.request === undefined ? {} : { request: more.request }),
  responses: {
    [more.status ?? 200]: json(answer, 'as it stands'),
    ...problems(401, 403, 429, ...(more.refusals ?? [])),
  },
})

const edited = body(z.object({ version: z.int(), enabled: z.boolean().optional(), rule: Rule }))

export const RULE_ROUTES: readonly RouteConfig[] = [
  described(
    'get',
    '/rules',
    'Rules, what they came to, and how they are evaluated',
    READS,
    z.object({ rules: z.array(z.object({ rule: StoredRule }).loose()) }),
  ),
  described('post', '/rules', 'Make a rule', WRITES, StoredRule, {
    status: 201,
    request: { body: body(z.object({ enabled: z.boolean().optional(), rule: Rule })) },
    refusals: [400, 415],
  }),
  described(
    'get',
    '/rules/{id}',
    'One rule with its editions',
    READS,
    z.object({ rule: StoredRule }).loose(),
    {
      request: { params: id },
      refusals: [404],
    },
  ),
  described(
    'put',
    '/rules/{id}',
    'Save the next edition',
    `409 where another one was saved since \`version\`. ${WRITES}`,
    StoredRule,
    {
      request: { params: id, body: edited },
      refusals: [400, 404, 409, 415],
    },
  ),
  described('delete', '/rules/{id}', 'Delete a rule', `Its incidents stay. ${WRITES}`, id, {
    request: { params: id },
    refusals: [404],
  }),
  described(
    'post',
    '/rules/{id}/switch',
    'Switch a rule on or off',
    WRITES,
    id.extend({ enabled: z.boolean() }),
    {
      request: { params: id, body: body(z.object({ enabled: z.boolean() })) },
      refusals: [400, 404, 415],
    },
  ),
  described(
    'post',
    '/rules/backtest',
    'Try a rule on the last 28 days',
    `\`series\`: the numbers it would have seen, in quarter-hours for up to three values, in hours for more, and known troubles. \`conditions\`: the same for each of several. \`waits\`: of rules that time conversations or keep promises, how many waits outlasted which limits. \`reason\` where nothing of the past is kept. ${READS}`,
    z.object({}).loose(),
    {
      request: {
        body: body(
          z.object({
            kind: z.enum(RULE_KINDS),
            params: z.record(z.string(), z.unknown()),
            ruleId: z.uuid().nullish(),
          }),
        ),
      },
      refusals: [400, 415],
    },
  ),
  described(
    'post',
    '/rules/test',
    'Send yourself a test of a rule',
    `Into the inbox of the person who asks. ${WRITES}`,
    z.object({ sent: z.literal(true) }),
    {
      request: { body: body(z.object({ rule: Rule })) },
      refusals: [400, 415],
    },
  ),
  described(
    'get',
    '/rules/entry-pages',
    'Pages customers came from lately',
    `For conditions on entry pages; of the newest 20,000 conversations, the most frequent first. ${WRITES}`,
    z.object({ pages: z.array(z.object({ page: z.string(), tickets: z.int() })) }),
  ),
  described(
    'get',
    '/ladders',
    'Ladders, where they find nobody, and whom a step can name',
    READS,
    z.object({ ladders: z.array(Ladder) }).loose(),
  ),
  described('post', '/ladders', 'Make a ladder', WRITES, Ladder, {
    status: 201,
    request: { body: body(ladderSchema) },
    refusals: [400, 415],
  }),
  described(
    'put',
    '/ladders/{id}',
    'Change a ladder',
    `Incidents that are open keep the one they opened with. ${WRITES}`,
    Ladder,
    {
      request: { params: id, body: body(ladderSchema) },
      refusals: [400, 404, 415],
    },
  ),
  described('delete', '/ladders/{id}', 'Delete a ladder', `409 while rules climb it. ${WRITES}`, id, {
    request: { params: id },
    refusals: [404, 409],
  }),
  described(
    'get',
    '/silences',
    'Silences that hold, come, or ended in the last 30 days',
    READS,
    z.object({ silences: z.array(Silence) }),
  ),
  described(
    'post',
    '/silences',
    'Tell nobody for a while',
    `Rules are evaluated and incidents open all the same. ${SILENCES}`,
    id,
    {
      status: 201,
      request: { body: body(silenceInput) },
      refusals: [400, 404, 415],
    },
  ),
  described('delete', '/silences/{id}', 'End a silence now', SILENCES, id, {
    request: { params: id },
    refusals: [404, 409],
  }),
]
