/** The description of incidents, causes and the inbox. */
import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { causesSchema } from '@/lib/alerts/causes'
import { SEVERITIES } from '@/lib/alerts/types'
import { INCIDENT_STATES } from '@/lib/db/incident-shape'
import { assignIncidentInput, handOverIncidentInput } from '@/lib/services/assign-incident'
import { commentIncidentInput } from '@/lib/services/comment-incident'
import { listIncidentsInput } from '@/lib/services/list-incidents'
import { inboxInput, markReadInput } from '@/lib/services/read-inbox'
import { reopenIncidentInput, resolveIncidentInput } from '@/lib/services/resolve-incident'
import { snoozeIncidentInput } from '@/lib/services/snooze-incident'
import { json, KEY, problems } from './openapi-parts'

const Person = z.object({ id: z.uuid(), name: z.string() }).nullable()
const instant = z.string().nullable()

const Incident = z
  .object({
    id: z.uuid(),
    number: z.int(),
    title: z.object({ zh: z.string(), en: z.string() }),
    rule: z.object({ id: z.uuid(), name: z.string() }),
    severity: z.enum(SEVERITIES),
    state: z.enum(INCIDENT_STATES).describe('recovered = the number is back, proof is being gathered'),
    scope: z.record(z.string(), z.string().nullable()).describe('what it is about, by dimension'),
    teams: z.array(z.string()),
    vip: z.boolean(),
    metric: z.string().nullable(),
    unit: z.string(),
    value: z.number().nullable(),
    limit: z.number().nullable(),
    worst: z.number().nullable(),
    openedAt: z.string(),
    breachedAt: z.string().describe('since when the number is out of its limit'),
    recoveredAt: instant,
    resolvedAt: instant,
    acknowledgedAt: instant,
    acknowledgedBy: Person,
    assignee: Person,
    snoozedUntil: instant,
    cause: z.string().nullable(),
    relapses: z.int(),
    flapping: z.boolean(),
    quiet: z.boolean().describe('nobody was told: silenced, or another incident says it'),
    nextStepAt: instant.describe('when the ladder goes on, unless somebody acknowledges'),
  })
  .loose()
  .meta({ id: 'Incident' })

const IncidentDetail = Incident.extend({
  events: z.array(
    z.object({ id: z.uuid(), at: z.string(), kind: z.string(), by: z.string().nullable() }).loose(),
  ),
  members: z
    .array(z.object({ source: z.string(), subject: z.string() }).loose())
    .describe('its conversations'),
  deliveries: z.array(z.object({ step: z.string(), state: z.string() }).loose()).describe('who was told'),
  recovery: z.object({ done: z.int(), needed: z.int() }).loose(),
}).meta({ id: 'IncidentDetail' })

const params = z.object({ id: z.string().describe('uuid or number') })
const body = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } })

const MAY =
  'A signed-in person but an auditor, within their teams or where it was given or told to them; or a key with scope admin.'

/** A deed that needs words, and what it is for. */
const deed = (verb: string, summary: string, description: string, input?: z.ZodType): RouteConfig => ({
  method: 'post',
  path: `/api/v1/incidents/{id}/${verb}`,
  summary,
  description: `${description} ${MAY}`,
  security: KEY,
  request: { params, ...(input === undefined ? {} : { body: body(input) }) },
  responses: {
    200: json(Incident, 'as it now stands'),
    ...(input === undefined
      ? problems(401, 403, 404, 409, 429)
      : problems(400, 401, 403, 404, 409, 415, 429)),
  },
})

const Causes = z.object({ causes: causesSchema })

export const INCIDENT_ROUTES: readonly RouteConfig[] = [
  {
    method: 'get',
    path: '/api/v1/incidents',
    summary: 'Alarms and their follow-up',
    description:
      'Scope read, within the asker’s teams. What burns first: open, recovered, resolved; severity; nobody on it; VIP; the newest. Without a period: all that stand, and those resolved in the last seven days.',
    security: KEY,
    request: { query: listIncidentsInput },
    responses: {
      200: json(
        z.object({
          rows: z.array(Incident),
          nextCursor: z.string().nullable(),
          counts: z.object({
            open: z.int(),
            unacknowledged: z.int(),
            recovered: z.int(),
            resolved: z.int(),
          }),
        }),
        'the incidents',
      ),
      ...problems(400, 401, 403, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/incidents/{id}',
    summary: 'One incident with its timeline',
    description: 'Scope read, within the asker’s teams.',
    security: KEY,
    request: { params },
    responses: { 200: json(IncidentDetail, 'the incident'), ...problems(401, 403, 404, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/incidents/{id}/people',
    summary: 'Who can take it on',
    security: KEY,
    request: { params },
    responses: {
      200: json(
        z.object({
          people: z.array(
            z.object({
              id: z.uuid(),
              name: z.string(),
              role: z.string(),
              teams: z.array(z.string()),
              me: z.boolean(),
            }),
          ),
        }),
        'the people',
      ),
      ...problems(401, 403, 404, 429),
    },
  },
  deed(
    'acknowledge',
    'Somebody is on it',
    'Stops the ladder. Again by the same asker is no error; 409 says who was first.',
  ),
  deed('assign', 'Give it to somebody', 'The person is told.', assignIncidentInput),
  deed('hand-over', 'Give it on, with a note', 'The next person is told.', handOverIncidentInput),
  deed('comment', 'Write into the timeline', 'At any time, resolved or not.', commentIncidentInput),
  deed(
    'snooze',
    'Tell nobody for a while',
    'At most seven days; the number is watched on.',
    snoozeIncidentInput,
  ),
  deed('escalate', 'Tell the next step of the ladder now', '409 where the ladder ends.'),
  deed(
    'resolve',
    'Close it with its cause',
    'Needs proof that the number is back inside its limit, or a written reason; 409 where there is neither.',
    resolveIncidentInput,
  ),
  deed(
    'reopen',
    'Take it up again',
    '409 where another incident of the same thing stands.',
    reopenIncidentInput,
  ),
  {
    method: 'get',
    path: '/api/v1/causes',
    summary: 'What incidents are put down to',
    security: KEY,
    responses: { 200: json(Causes, 'the list'), ...problems(401, 403, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/causes',
    summary: 'Change the list of causes',
    description: 'Role admin or manager. Incidents keep the cause they were closed with.',
    security: KEY,
    request: { body: body(causesSchema) },
    responses: { 200: json(Causes, 'as it now stands'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/inbox',
    summary: 'What was told to the asker in the app',
    description: 'The newest first; keys have no inbox.',
    security: KEY,
    request: { query: inboxInput },
    responses: {
      200: json(
        z.object({
          rows: z.array(
            z.object({ id: z.uuid(), at: z.string(), read: z.boolean(), message: z.object({}).loose() }),
          ),
          nextCursor: z.string().nullable(),
          unread: z.int(),
        }),
        'the messages',
      ),
      ...problems(400, 401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/inbox/read',
    summary: 'Mark messages as read',
    security: KEY,
    request: { body: body(markReadInput) },
    responses: {
      200: json(z.object({ unread: z.int() }), 'how many are left'),
      ...problems(400, 401, 403, 415, 429),
    },
  },
]
