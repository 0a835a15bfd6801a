/** The description of the business half of the settings: organisation, channels, calendars, limits. */
import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { calendarForm } from '@/lib/core/calendar-form'
import { agentForm, channelForm, dutyForm, productForm, teamForm } from '@/lib/core/organisation-forms'
import { targetSettingsSchema } from '@/lib/facts/config'
import { metricTargetsSchema } from '@/lib/metrics/target-settings'
import { assignCalendarInput } from '@/lib/services/assign-calendar'
import { previewLimitInput } from '@/lib/services/preview-limit'
import { toldInput } from '@/lib/services/who-is-told'
import { json, KEY, problems } from './openapi-parts'

const READS = 'Role admin, manager or auditor, or scope admin.'
const EDITS = 'Role admin or manager, or scope admin.'
const ADMIN = 'Role admin, or scope admin.'
const SEEN =
  'With `If-Match: "<number of the last entry of the audit log>"` it is refused with 409 `changed` where somebody else changed it after that entry.'
const Id = z.object({ id: z.string() })
const calendarBody = {
  body: { required: true, content: { 'application/json': { schema: calendarForm } } },
}
const Kind = z.enum(['teams', 'agents', 'channels', 'products', 'duties'])
const Item = z.object({
  kind: Kind,
  key: z.string().describe('the name as sources write it; the id of a duty'),
})
const Key = z.object({ key: z.string() })
const form = {
  required: true,
  content: {
    'application/json': { schema: z.union([teamForm, agentForm, channelForm, productForm, dutyForm]) },
  },
}
const Person = z.looseObject({ id: z.string(), name: z.string(), role: z.string(), disabled: z.boolean() })

export const ORG_ROUTES: readonly RouteConfig[] = [
  {
    method: 'get',
    path: '/api/v1/settings/organisation',
    summary: 'Who is who and who works when',
    description: `${READS} \`findings\` are gaps in the duty list, people who are disabled, teams nobody leads and shifts entered twice.`,
    security: KEY,
    responses: {
      200: json(
        z
          .looseObject({
            zone: z.string(),
            people: z.array(Person),
            teams: z.array(z.looseObject({ team: z.string() })),
            agents: z.array(z.looseObject({ agent: z.string() })),
            channels: z.array(z.looseObject({ channel: z.string() })),
            products: z.array(z.looseObject({ product: z.string() })),
            duties: z.array(z.looseObject({ id: z.string() })),
            findings: z.array(z.looseObject({ kind: z.string() })),
          })
          .meta({ id: 'Organisation' }),
        'the organisation',
      ),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/settings/organisation/told',
    summary: 'Who would be told of an alarm',
    description: `${READS} By the function alarms ask.`,
    security: KEY,
    request: { query: toldInput },
    responses: {
      200: json(
        z.looseObject({
          at: z.int().describe('epoch milliseconds'),
          audiences: z.array(
            z.object({
              audience: z.string(),
              people: z.array(z.string()),
              insteadOf: z.string().nullable(),
              found: z.string(),
            }),
          ),
          ladders: z.array(z.looseObject({ name: z.string() })),
        }),
        'names of people by the words of ladders',
      ),
      ...problems(400, 401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/settings/organisation/{kind}',
    summary: 'Enter a shift, or an entry of the duty list',
    description: `${EDITS} \`kind\` is duties.`,
    security: KEY,
    request: {
      params: z.object({ kind: z.literal('duties') }),
      body: { required: true, content: { 'application/json': { schema: dutyForm } } },
    },
    responses: { 201: json(Key, 'its id'), ...problems(400, 401, 403, 404, 415, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/organisation/{kind}/{key}',
    summary: 'Enter or change a team, an agent, a channel, a product or a duty',
    description: `${EDITS} People are named by their ids. ${SEEN}`,
    security: KEY,
    request: { params: Item, body: form },
    responses: { 200: json(Key, 'as asked'), ...problems(400, 401, 403, 404, 409, 415, 429) },
  },
  {
    method: 'delete',
    path: '/api/v1/settings/organisation/{kind}/{key}',
    summary: 'Take away what is entered about one of them',
    description: EDITS,
    security: KEY,
    request: { params: Item },
    responses: { 200: json(Key, 'gone'), ...problems(400, 401, 403, 404, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/settings/calendars',
    summary: 'Business calendars and where each holds',
    description: `${READS} \`refolding\` is what still waits to be computed again after a change.`,
    security: KEY,
    responses: {
      200: json(
        z.looseObject({
          calendars: z.array(z.looseObject({ id: z.string(), name: z.string() })),
          assignments: z.array(z.looseObject({ scope: z.string(), key: z.string(), calendarId: z.string() })),
          refolding: z.object({ all: z.boolean(), units: z.int() }),
        }),
        'all calendars',
      ),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/settings/calendars',
    summary: 'Make a calendar',
    description: ADMIN,
    security: KEY,
    request: calendarBody,
    responses: { 201: json(Id, 'its id'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/calendars/{id}',
    summary: 'Change a calendar',
    description: `${ADMIN} Every duration is computed anew, by the worker. ${SEEN}`,
    security: KEY,
    request: { params: Id, ...calendarBody },
    responses: { 200: json(Id, 'changed'), ...problems(400, 401, 403, 404, 409, 415, 429) },
  },
  {
    method: 'delete',
    path: '/api/v1/settings/calendars/{id}',
    summary: 'Take a calendar away, and with it where it holds',
    description: ADMIN,
    security: KEY,
    request: { params: Id },
    responses: { 200: json(Id, 'gone'), ...problems(401, 403, 404, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/calendars/assignments',
    summary: 'Say where a calendar holds, and from which day',
    description: `${ADMIN} \`calendarId\` null takes it away there.`,
    security: KEY,
    request: {
      body: { required: true, content: { 'application/json': { schema: assignCalendarInput } } },
    },
    responses: {
      200: json(z.object({ scope: z.string(), key: z.string() }), 'as asked'),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/settings/limits',
    summary: 'The limits of tickets, by edition',
    description: `${READS} \`limits\` null = the defaults hold.`,
    security: KEY,
    responses: {
      200: json(
        z.looseObject({ limits: targetSettingsSchema.nullable(), defaults: z.looseObject({}) }),
        'limits in seconds',
      ),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'put',
    path: '/api/v1/settings/limits',
    summary: 'Change the limits of tickets',
    description: `${ADMIN} Tickets are measured anew, each by the edition of its day, by the worker. ${SEEN}`,
    security: KEY,
    request: { body: { required: true, content: { 'application/json': { schema: targetSettingsSchema } } } },
    responses: { 200: json(targetSettingsSchema, 'as stored'), ...problems(400, 401, 403, 409, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/settings/metric-targets',
    summary: 'The company’s own targets of metrics',
    description: `${READS} Metrics and scopes that are not among \`overrides\` have the targets of \`GET /metrics\` as shipped.`,
    security: KEY,
    responses: { 200: json(metricTargetsSchema, 'as stored'), ...problems(401, 403, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/metric-targets',
    summary: 'Set the company’s own targets of metrics',
    description: `${ADMIN} All of them at once; what is left out is as shipped again. \`scope\` null = the whole company; else the first of agent, team, product, issueType, region, channel and channelKind that has a target judges a figure. \`value\` and \`watch\` are in the metric’s unit, shares 0–1; \`watch\` null = watching begins by itself. Numbers stay what they are. ${SEEN}`,
    security: KEY,
    request: { body: { required: true, content: { 'application/json': { schema: metricTargetsSchema } } } },
    responses: { 200: json(metricTargetsSchema, 'as stored'), ...problems(400, 401, 403, 409, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/settings/limits/preview',
    summary: 'What part of the last 28 days would have been within a limit',
    description: READS,
    security: KEY,
    request: { query: previewLimitInput },
    responses: {
      200: json(z.object({ n: z.int(), within: z.number().nullable() }), 'values, and the share within'),
      ...problems(400, 401, 403, 429),
    },
  },
]
