/** The description of the API, made from the schemas that check its input. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { screenSettingsSchema } from '@/lib/boards/screen-settings'
import { wireEventSchema } from '@/lib/facts/event-schema'
import { REJECT_CODES } from '@/lib/facts/parse-event'
import { QuerySchema } from '@/lib/metrics/parse-query'
import { DIMENSIONS } from '@/lib/metrics/types'
import { ANNOTATION_KINDS } from '@/lib/services/annotation-input'
import { claimPairingInput } from '@/lib/services/claim-pairing'
import { commandScreenInput } from '@/lib/services/command-screen'
import { createAnnotationInput } from '@/lib/services/create-annotation'
import { exportInput } from '@/lib/services/export-content'
import { AnswerListSchema } from '@/lib/services/list-answers'
import { ComplaintListSchema } from '@/lib/services/list-complaints'
import { CustomerListSchema } from '@/lib/services/list-customers'
import { TicketListSchema } from '@/lib/services/list-tickets'
import { noteInput } from '@/lib/services/note-ticket'
import { screenSessionInput } from '@/lib/services/open-screen-session'
import { pairScreenInput } from '@/lib/services/pair-screen'
import { radarInput } from '@/lib/services/read-radar'
import { CRON_JOBS } from '@/lib/services/run-cron-job'
import { saveViewInput } from '@/lib/services/save-view'
import { SearchSchema } from '@/lib/services/search'
import { updateAnnotationInput } from '@/lib/services/update-annotation'
import { updateSavedViewInput } from '@/lib/services/update-saved-view'
import { updateScreenInput } from '@/lib/services/update-screen'
import { INCIDENT_ROUTES } from './openapi-incidents'
import { NOTIFY_ROUTES } from './openapi-notify'
import { ORG_ROUTES } from './openapi-org'
import { json, KEY, problems } from './openapi-parts'
import { RULE_ROUTES } from './openapi-rules'
import { SETTINGS_ROUTES } from './openapi-settings'
import { TASK_ROUTES } from './openapi-tasks'

const Event = wireEventSchema.meta({ id: 'Event' })

const Ingested = z
  .object({
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.array(
      z.object({
        index: z.int(),
        id: z.string().nullable(),
        code: z.enum(REJECT_CODES),
        path: z.string(),
        message: z.string(),
      }),
    ),
    position: z.int().describe('health’s `applied` reaches it once these events are in every figure'),
    conflicts: z
      .array(z.object({ index: z.int(), id: z.string() }))
      .describe('of the duplicates, those with other content: the first stays'),
  })
  .meta({ id: 'Ingested' })

const Row = z.looseObject({
  time: z.string().optional(),
  n: z.record(z.string(), z.number()).describe('sample size of each number'),
  interval: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  provisional: z.array(z.string()).optional(),
})

const QueryAnswer = z
  .object({
    query: z.looseObject({}).describe('the question as understood'),
    columns: z.array(z.looseObject({ id: z.string(), kind: z.enum(['dimension', 'time', 'metric']) })),
    rows: z.array(Row).describe('durations in seconds, shares 0–1; null = no data'),
    comparison: z
      .object({
        period: z.object({ from: z.string(), to: z.string() }),
        periods: z
          .array(z.object({ from: z.string(), to: z.string() }))
          .optional()
          .describe('the periods of an average, the latest first'),
        rows: z.array(Row),
      })
      .nullable(),
    meta: z.looseObject({
      source: z.string(),
      completeUntil: z.string().nullable(),
      freshness: z.array(z.object({ source: z.string(), lagSeconds: z.number() })),
      warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    }),
  })
  .meta({ id: 'QueryAnswer' })

const Health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    database: z.enum(['up', 'down']),
    worker: z.object({ lastTickAt: z.string().nullable(), quarantined: z.int() }),
    alarms: z
      .strictObject({ lagMs: z.int(), missed: z.int() })
      .nullable()
      .describe('how far rules and timers are behind; evaluations of the last day that never happened'),
    accepted: z.int().nullable(),
    applied: z.int().nullable(),
    sources: z.array(
      z.object({
        source: z.string(),
        lagSeconds: z.int().nullable(),
        lastEventAt: z.string().nullable(),
        lastReceivedAt: z.string(),
        events: z.int(),
        demo: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Health' })

const MetricList = z
  .object({ metrics: z.array(z.looseObject({ id: z.string() })) })
  .meta({ id: 'MetricList' })
const TicketPage = z
  .object({
    rows: z.array(z.looseObject({ source: z.string(), subject: z.string() })),
    nextCursor: z.string().nullable(),
    total: z.int(),
  })
  .meta({ id: 'TicketPage' })
const Ticket = z.looseObject({ source: z.string(), subject: z.string() }).meta({ id: 'Ticket' })

const TicketKey = z.object({ source: z.string(), subject: z.string() })
const Radar = z
  .object({
    at: z.string().describe('the server’s clock, RFC 3339'),
    rows: z.array(
      z.looseObject({
        source: z.string(),
        subject: z.string(),
        dueAt: z.string(),
        secondsLeft: z.int().describe('below 0: over its limit'),
        state: z.enum(['bad', 'watch', 'ok']),
      }),
    ),
    nextCursor: z.string().nullable(),
    channels: z.array(z.looseObject({ channel: z.string().nullable(), waiting: z.int() })),
    waiting: z.int(),
    overdue: z.int(),
    soon: z.int(),
    free: z.array(z.object({ agent: z.string(), team: z.string().nullable(), room: z.int() })),
  })
  .meta({ id: 'Radar' })

const ScreenCommand = z
  .object({
    id: z.string().describe('another one with each command'),
    scene: z.string().nullable().describe('null = back to its rotation'),
    notice: z.object({ text: z.string(), until: z.string().describe('RFC 3339') }).nullable(),
  })
  .meta({ id: 'ScreenCommand' })

const Screen = z
  .looseObject({
    id: z.string(),
    label: z.string(),
    board: z.string(),
    scope: z.object({ team: z.string().nullable() }),
    settings: screenSettingsSchema,
    command: ScreenCommand.nullable(),
    state: z.enum(['live', 'lost', 'waiting', 'ended']),
    build: z.string().nullable(),
    oldBuild: z.boolean(),
    lastSeenAt: z.int().nullable().describe('epoch milliseconds'),
  })
  .meta({ id: 'Screen' })

const Annotation = z
  .object({
    id: z.string(),
    at: z.int().describe('epoch milliseconds'),
    until: z.int().nullable(),
    kind: z.enum(ANNOTATION_KINDS),
    text: z.string(),
    channel: z.string().nullable(),
    team: z.string().nullable(),
    origin: z.enum(['hand', 'calendar', 'source', 'incident']),
  })
  .meta({ id: 'Annotation' })
const SavedView = z
  .object({
    id: z.string(),
    name: z.string(),
    path: z.string(),
    query: z.string(),
    shared: z.boolean(),
    mine: z.boolean(),
    owner: z.string().nullable(),
  })
  .meta({ id: 'SavedView' })

const FactPage = z
  .object({
    rows: z.array(z.looseObject({ source: z.string() })),
    nextCursor: z.string().nullable(),
  })
  .loose()
  .meta({ id: 'FactPage' })
const Customer = z.looseObject({ source: z.string(), customer: z.string() }).meta({ id: 'Customer' })

const ExportJob = z
  .object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    page: z.string(),
    format: z.enum(['csv', 'xlsx']),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'expired']),
    done: z.int().describe('rows written'),
    total: z.int().nullable(),
    error: z.string().nullable(),
    bytes: z.int().nullable(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    expiresAt: z.string().describe('the file is deleted then'),
  })
  .meta({ id: 'ExportJob' })

const ROUTES: readonly RouteConfig[] = [
  {
    method: 'post',
    path: '/api/v1/events',
    summary: 'Take events in',
    description:
      'Scope ingest. One event, an array, or one a line; at most 5,000 events or 10 MB unpacked. Good ones are kept whatever the others are; what is called accepted is on disk. `Content-Encoding: gzip` is honoured.',
    security: KEY,
    request: {
      body: {
        required: true,
        content: {
          'application/cloudevents+json': { schema: Event },
          'application/cloudevents-batch+json': { schema: z.array(Event).max(5_000) },
          'application/x-ndjson': { schema: z.string().describe('one event a line') },
        },
      },
    },
    responses: { 200: json(Ingested, 'what became of them'), ...problems(400, 401, 403, 413, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/metrics',
    summary: 'The metric centre',
    description:
      'Scope read. Every metric with its card in both languages, unit, direction, dimensions and target.',
    security: KEY,
    responses: { 200: json(MetricList, 'all metrics'), ...problems(401, 403, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/query',
    summary: 'Answer one semantic query',
    description: 'Scope read. Within the asker’s teams: a filter by another team finds nothing.',
    security: KEY,
    request: {
      body: {
        required: true,
        content: { 'application/json': { schema: QuerySchema.meta({ id: 'Query' }) } },
      },
    },
    responses: { 200: json(QueryAnswer, 'the answer'), ...problems(400, 401, 403, 413, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/tickets',
    summary: 'The rows behind a number',
    description: `Scope read. With \`metric\` exactly that metric’s population. Each of ${DIMENSIONS.join(', ')} filters: \`channel=jd,douyin\` (or repeated), \`channel!=jd\` for all but, \`channel=\` for no value. A part of a population, such as a heat map’s cell or a histogram’s bar: \`weekday\`, \`hour\`, \`min\`, \`max\`, \`score\`, \`state\`, \`customer\`. \`Accept: text/csv\` streams the whole list.`,
    security: KEY,
    request: { query: TicketListSchema },
    responses: {
      200: {
        description: 'one page, or the whole list as CSV',
        content: { 'application/json': { schema: TicketPage }, 'text/csv': { schema: z.string() } },
      },
      ...problems(400, 401, 403, 406, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/search',
    summary: 'Find things by name or id',
    description:
      'Scope read. At most six each of metrics, channels, teams, agents, and, by the beginning of the id from three characters on, customers and tickets. Within the asker’s teams; customers masked.',
    security: KEY,
    request: { query: SearchSchema },
    responses: {
      200: json(
        z.looseObject({
          metrics: z.array(z.looseObject({ id: z.string() })),
          channels: z.array(z.string()),
          teams: z.array(z.string()),
          agents: z.array(z.string()),
          customers: z.array(z.looseObject({ source: z.string(), customer: z.string() })),
          tickets: z.array(z.looseObject({ source: z.string(), subject: z.string() })),
        }),
        'what was found',
      ),
      ...problems(400, 401, 403, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/attention',
    summary: 'What wants somebody’s eye now',
    description:
      'Scope read. Waiting conversations past their limit and about to be, within the asker’s teams.',
    security: KEY,
    responses: {
      200: json(
        z.object({
          overdue: z.int().nullable(),
          soon: z.int().nullable(),
          automation: z
            .object({ off: z.boolean(), since: z.string().nullable(), reason: z.string() })
            .nullable(),
          incidents: z.int().describe('open ones nobody has acknowledged'),
          unread: z.int().describe('messages in the asker’s inbox'),
          newest: z.uuid().nullable(),
        }),
        'the counts',
      ),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/tickets/{source}/{subject}',
    summary: 'One ticket',
    description: 'Scope read. Its clock segments, messages and events.',
    security: KEY,
    request: { params: z.object({ source: z.string(), subject: z.string() }) },
    responses: { 200: json(Ticket, 'the ticket'), ...problems(400, 401, 403, 404, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/radar',
    summary: 'Every conversation that waits, by the time left to its limit',
    description:
      'Of equals the VIP first; those over by more than a day come last. Names masked. Counts by channel are of all the asker reaches, whatever is filtered.',
    security: KEY,
    request: { query: radarInput },
    responses: { 200: json(Radar, 'a page of at most 500'), ...problems(400, 401, 403, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/tickets/{source}/{subject}/claim',
    summary: 'Say that one looks after a waiting conversation',
    description: 'Holds until the reply comes. Not for auditors; keys need the scope admin.',
    security: KEY,
    request: { params: TicketKey },
    responses: {
      200: json(z.object({ claimedBy: z.string(), at: z.string() }), 'claimed'),
      ...problems(400, 401, 403, 404, 409, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/tickets/{source}/{subject}/release',
    summary: 'Take a claim back',
    description: 'One’s own; anybody’s for those who lead.',
    security: KEY,
    request: { params: TicketKey },
    responses: {
      200: json(z.object({ claimedBy: z.null() }), 'released'),
      ...problems(400, 401, 403, 404, 409, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/tickets/{source}/{subject}/note',
    summary: 'Leave a note on a ticket',
    description: 'Personal numbers are covered before it is stored.',
    security: KEY,
    request: {
      params: TicketKey,
      body: { required: true, content: { 'application/json': { schema: noteInput } } },
    },
    responses: {
      200: json(z.object({ text: z.string(), by: z.string(), at: z.string() }), 'noted'),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/customers',
    summary: 'Customers with tickets in a period, or those a search finds',
    description:
      'Scope read. Names are masked. Period and dimensions as in `GET /tickets`, meaning the tickets of the period; a customer is visible through each ticket a team ever had.',
    security: KEY,
    request: { query: CustomerListSchema },
    responses: { 200: json(FactPage, 'one page'), ...problems(400, 401, 403, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/customers/{source}/{customer}',
    summary: 'One customer',
    description:
      'Scope read. Tickets of all channels with ratings, complaints and suggestions, orders, figures, and who may be the same person. Masked.',
    security: KEY,
    request: { params: z.object({ source: z.string(), customer: z.string() }) },
    responses: { 200: json(Customer, 'the customer'), ...problems(400, 401, 403, 404, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/customers/{source}/{customer}/reveal',
    summary: 'Name, telephone number and address of one customer, unmasked',
    description: 'Role supervisor, manager or admin. Who asked and why goes to the audit trail.',
    security: KEY,
    request: {
      params: z.object({ source: z.string(), customer: z.string() }),
      body: {
        required: true,
        content: { 'application/json': { schema: z.object({ reason: z.string().min(4).max(300) }) } },
      },
    },
    responses: {
      200: json(
        z.object({
          name: z.string().nullable(),
          phone: z.string().nullable(),
          email: z.string().nullable(),
        }),
        'as stored',
      ),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/answers',
    summary: 'Answers of surveys with their comments',
    description: 'Scope read. Newest first; period and dimensions as in `GET /tickets`. Comments are masked.',
    security: KEY,
    request: { query: AnswerListSchema },
    responses: { 200: json(FactPage, 'one page'), ...problems(400, 401, 403, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/complaints',
    summary: 'Complaints',
    description: 'Scope read. Newest first; period and dimensions as in `GET /tickets`. Texts are masked.',
    security: KEY,
    request: { query: ComplaintListSchema },
    responses: { 200: json(FactPage, 'one page'), ...problems(400, 401, 403, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/live/{board}',
    summary: 'Frames of a board as they change',
    description:
      'A session, a key with scope read, or that board’s screen. Server-sent events: `frame` (id = a rising number; the first is full, or what was missed since `Last-Event-ID`), `ping`, `status` ({database, since}), `bye`.',
    security: [...KEY, { screen: [] }],
    request: {
      params: z.object({ board: z.enum(KNOWN_BOARDS as [string, ...string[]]) }),
      headers: z.object({ 'last-event-id': z.string().optional() }),
    },
    responses: {
      200: { description: 'the stream', content: { 'text/event-stream': { schema: z.string() } } },
      ...problems(401, 403, 404, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/annotations',
    summary: 'What explains a period',
    description:
      'Scope read. Notes by hand, holidays of the calendars in use and silences of sources that touch the period, by time.',
    security: KEY,
    request: {
      query: z.object({
        from: z.string(),
        to: z.string(),
        channel: z.string().optional().describe('several with commas between'),
        team: z.string().optional(),
      }),
    },
    responses: {
      200: json(
        z.object({
          annotations: z.array(Annotation),
          mayWrite: z.boolean(),
          teams: z.array(z.string()).nullable().describe('whose notes the asker may write; null = all'),
        }),
        'the notes',
      ),
      ...problems(400, 401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/annotations',
    summary: 'Write a note on the time line',
    description: 'Role admin, manager or supervisor within their teams.',
    security: KEY,
    request: {
      body: { required: true, content: { 'application/json': { schema: createAnnotationInput } } },
    },
    responses: {
      201: json(z.object({ id: z.string() }), 'written'),
      ...problems(400, 401, 403, 415, 429),
    },
  },
  {
    method: 'patch',
    path: '/api/v1/annotations/{id}',
    summary: 'Change a note',
    security: KEY,
    request: {
      params: z.object({ id: z.string() }),
      body: { required: true, content: { 'application/json': { schema: updateAnnotationInput } } },
    },
    responses: {
      200: json(z.object({ id: z.string() }), 'changed'),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
  {
    method: 'delete',
    path: '/api/v1/annotations/{id}',
    summary: 'Take a note away',
    security: KEY,
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: json(z.object({ id: z.string() }), 'gone'), ...problems(401, 403, 404, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/exports',
    summary: 'Export a table as CSV or XLSX',
    description:
      'Scope read, within the asker’s teams. A short file is sent at once from `href`; beyond 50,000 rows as CSV or 20,000 as XLSX a job makes it.',
    security: KEY,
    request: { body: { required: true, content: { 'application/json': { schema: exportInput } } } },
    responses: {
      200: json(z.object({ href: z.string() }), 'where the file is'),
      202: json(ExportJob, 'queued'),
      ...problems(400, 401, 403, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/exports',
    summary: 'The asker’s own exports',
    security: KEY,
    responses: {
      200: json(z.object({ exports: z.array(ExportJob) }), 'newest first'),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/exports/{id}',
    summary: 'How far an export is',
    security: KEY,
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: json(ExportJob, 'the export'), ...problems(401, 403, 404, 429) },
  },
  {
    method: 'delete',
    path: '/api/v1/exports/{id}',
    summary: 'Cancel an export, or delete its file',
    security: KEY,
    request: { params: z.object({ id: z.string() }) },
    responses: { 204: { description: 'cancelled or gone' }, ...problems(401, 403, 404, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/exports/{id}/file',
    summary: 'Download a finished export',
    description: 'Only its owner, while their teams reach what is in it, for 24 hours.',
    security: KEY,
    request: { params: z.object({ id: z.string() }) },
    responses: {
      200: { description: 'the file', content: { 'text/csv': {} } },
      ...problems(401, 403, 404, 409, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/views',
    summary: 'The asker’s saved views, and those shared with them',
    security: [{ session: [] }],
    responses: {
      200: json(z.object({ views: z.array(SavedView), mayShare: z.boolean() }), 'by name'),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/views',
    summary: 'Keep a page with its filters under a name',
    description: 'Sharing needs role lead or above.',
    security: [{ session: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: saveViewInput } } } },
    responses: {
      201: json(z.object({ id: z.string() }), 'kept'),
      ...problems(400, 401, 403, 409, 415, 429),
    },
  },
  {
    method: 'patch',
    path: '/api/v1/views/{id}',
    summary: 'Rename, change, share or hide a view',
    security: [{ session: [] }],
    request: {
      params: z.object({ id: z.string() }),
      body: { required: true, content: { 'application/json': { schema: updateSavedViewInput } } },
    },
    responses: {
      200: json(z.object({ id: z.string() }), 'changed'),
      ...problems(400, 401, 403, 404, 409, 415, 429),
    },
  },
  {
    method: 'delete',
    path: '/api/v1/views/{id}',
    summary: 'Take a view away',
    security: [{ session: [] }],
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: json(z.object({ id: z.string() }), 'gone'), ...problems(401, 403, 404, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/screens',
    summary: 'The paired screens',
    description:
      'Role admin, manager or auditor, or scope admin. Within the asker’s teams, newest first, ended ones included.',
    security: KEY,
    responses: {
      200: json(z.object({ screens: z.array(Screen) }), 'all screens'),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/screens',
    summary: 'Pair a screen',
    description:
      'Role admin or manager, or scope admin. With `code` the television that shows it; without, the answer holds the `path` to open, this once.',
    security: KEY,
    request: {
      body: {
        required: true,
        content: { 'application/json': { schema: pairScreenInput.partial({ code: true }) } },
      },
    },
    responses: {
      201: json(z.object({ id: z.string(), board: z.string(), path: z.string().optional() }), 'paired'),
      ...problems(400, 401, 403, 415, 429),
    },
  },
  {
    method: 'patch',
    path: '/api/v1/screens/{id}',
    summary: 'Change what a screen shows and is called',
    description: 'Role admin or manager, or scope admin. The screen follows within 10 s.',
    security: KEY,
    request: {
      params: z.object({ id: z.string() }),
      body: { required: true, content: { 'application/json': { schema: updateScreenInput } } },
    },
    responses: {
      200: json(z.object({ id: z.string() }), 'changed'),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
  {
    method: 'delete',
    path: '/api/v1/screens/{id}',
    summary: 'End a screen for good',
    description: 'Role admin or manager, or scope admin. It goes dark within 10 s.',
    security: KEY,
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: json(z.object({ id: z.string() }), 'ended'), ...problems(401, 403, 404, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/screens/{id}/command',
    summary: 'Switch a screen’s scene, or announce something on it',
    description:
      'Role admin or manager, or scope admin. The screen follows within 10 s; a notice ends by itself.',
    security: KEY,
    request: {
      params: z.object({ id: z.string() }),
      body: { required: true, content: { 'application/json': { schema: commandScreenInput } } },
    },
    responses: {
      200: json(z.object({ command: ScreenCommand.nullable() }), 'told'),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/screens/pairing',
    summary: 'Ask for a code to be paired by',
    description: 'For televisions; nobody is signed in there. The code can be typed for 10 minutes.',
    responses: {
      201: json(
        z.object({ code: z.string(), claim: z.string(), expiresAt: z.string() }),
        'the code to show, and what proves to be the same television',
      ),
      ...problems(429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/screens/pairing/claim',
    summary: 'Whether the television has been paired',
    request: { body: { required: true, content: { 'application/json': { schema: claimPairingInput } } } },
    responses: {
      200: json(z.object({ path: z.string() }), 'the address to open; answered once'),
      202: json(z.object({ state: z.literal('pending') }), 'nobody has typed the code yet'),
      ...problems(400, 404, 415),
    },
  },
  {
    method: 'post',
    path: '/api/v1/screens/session',
    summary: 'Change a wall’s token for its cookie; its heartbeat',
    description:
      'The wall page sends the token of its URL’s fragment before it connects and every 10 s; the cookie goes to the live path only. A `build` that differs from the page’s own calls for a reload.',
    request: {
      body: { required: true, content: { 'application/json': { schema: screenSessionInput } } },
    },
    responses: {
      200: json(
        z.object({
          board: z.string(),
          scope: z.object({ team: z.string().nullable() }),
          company: z.string(),
          zone: z.string(),
          demo: z.boolean(),
          names: z
            .object({
              channel: z.record(z.string(), z.string()),
              team: z.record(z.string(), z.string()),
              agent: z.record(z.string(), z.string()),
              product: z.record(z.string(), z.string()),
              hidden: z.array(z.string()).describe('channels that are shown to nobody'),
            })
            .describe('what the company calls them, by id'),
          build: z.string(),
          settings: screenSettingsSchema,
          command: ScreenCommand.nullable(),
        }),
        'paired',
      ),
      ...problems(400, 401, 415),
    },
  },
  {
    method: 'get',
    path: '/api/v1/openapi.json',
    summary: 'This description',
    responses: { 200: json(z.looseObject({}), 'OpenAPI 3.1'), ...problems() },
  },
  {
    method: 'post',
    path: '/api/cron/{job}',
    summary: 'Run a scheduled job now',
    description: 'For outside schedulers: bearer CRON_SECRET. Safe at any time, twice, or from two at once.',
    security: [{ cron: [] }],
    request: { params: z.object({ job: z.enum(Object.keys(CRON_JOBS) as [string, ...string[]]) }) },
    responses: {
      200: json(z.looseObject({ job: z.string(), ran: z.boolean(), done: z.int() }), 'what it did'),
      ...problems(401, 404),
    },
  },
  {
    method: 'get',
    path: '/api/health',
    summary: 'How the product is',
    responses: {
      200: json(Health, 'the database answers'),
      503: json(Health, 'it does not'),
      405: problems()[405] as never,
    },
  },
  {
    method: 'get',
    path: '/api/livez',
    summary: 'This process answers',
    responses: { 200: json(z.object({ status: z.literal('ok') }), 'alive') },
  },
  {
    method: 'get',
    path: '/api/readyz',
    summary: 'This process can do its work',
    responses: { 200: json(z.object({ status: z.literal('ok') }), 'ready'), ...problems() },
  },
  {
    method: 'get',
    path: '/api/metrics',
    summary: 'Figures about the product, for Prometheus',
    description: 'Bearer METRICS_TOKEN.',
    security: [{ prometheus: [] }],
    responses: {
      200: { description: 'the figures', content: { 'text/plain': { schema: z.string() } } },
      ...problems(401),
    },
  },
  {
    method: 'get',
    path: '/api/auth/csrf',
    summary: 'Begin a sign-in',
    responses: { 200: json(z.object({ csrfToken: z.string() }), 'the token, and its cookie') },
  },
  {
    method: 'post',
    path: '/api/auth/callback/credentials',
    summary: 'Sign in',
    description:
      'After 10 wrong passwords in 5 minutes for an account, or 30 for a socket address: 429. With `json=true` the answer is JSON, else a redirect.',
    request: {
      body: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: z.object({
              email: z.string(),
              password: z.string(),
              csrfToken: z.string(),
              callbackUrl: z.string().optional(),
              json: z.literal('true').optional(),
            }),
          },
        },
      },
    },
    responses: {
      200: json(z.object({ url: z.string() }), 'signed in; the session cookie is set'),
      302: { description: 'signed in, or back to the sign-in page with `error`' },
      401: json(z.object({ url: z.string() }), 'address and password do not fit'),
      ...problems(400, 413, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/auth/session',
    summary: 'Who is signed in',
    responses: {
      200: json(
        z.object({
          expires: z.string().optional(),
          user: z
            .object({
              email: z.string(),
              name: z.string(),
              role: z.string(),
              teams: z.array(z.string()).nullable().describe('null = all'),
            })
            .optional(),
        }),
        'the person, or nobody',
      ),
    },
  },
]

let made: string | null = null

/** The OpenAPI 3.1 document as JSON text; made once. */
export function openApiDocument(): string {
  if (made !== null) return made
  const registry = new OpenAPIRegistry()
  const bearer = (description: string) => ({ type: 'http' as const, scheme: 'bearer', description })
  registry.registerComponent('securitySchemes', 'apiKey', bearer('an API key: hl_…'))
  registry.registerComponent('securitySchemes', 'screen', bearer('a wall screen’s token: hs_…'))
  registry.registerComponent('securitySchemes', 'cron', bearer('CRON_SECRET'))
  registry.registerComponent('securitySchemes', 'prometheus', bearer('METRICS_TOKEN'))
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'next-auth.session-token',
    description: 'a signed-in browser; writing calls must come from our own pages',
  })
  for (const route of [
    ...ROUTES,
    ...SETTINGS_ROUTES,
    ...ORG_ROUTES,
    ...INCIDENT_ROUTES,
    ...RULE_ROUTES,
    ...TASK_ROUTES,
    ...NOTIFY_ROUTES,
  ])
    registry.registerPath(route)
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Helmline',
      version: '1',
      description:
        'Events in, metrics out. Errors are RFC 9457 problem documents with a stable `code`: invalid, invalid_query, invalid_json, too_heavy, unauthorized, forbidden, not_found, method_not_allowed, not_acceptable, conflict, too_large, unsupported_media, rate_limited, busy, unavailable.',
    },
    servers: [{ url: '/' }],
  })
  made = JSON.stringify(document)
  return made
}
