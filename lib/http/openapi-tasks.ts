/** The description of tasks and of the improvement list. */
import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { improvementForm, taskForm } from '@/lib/follow-up/forms'
import { followUpForm, followUpSchema } from '@/lib/follow-up/settings'
import { PRIORITIES, TASK_KINDS, TASK_STATES } from '@/lib/follow-up/task'
import { TASK_DEEDS, taskDeedInput } from '@/lib/services/act-on-task'
import { updateTaskInput } from '@/lib/services/update-task'
import { json, KEY, problems } from './openapi-parts'

const instant = z.int().nullable().describe('epoch ms')

const Task = z
  .object({
    id: z.uuid(),
    number: z.int(),
    kind: z.enum(TASK_KINDS),
    title: z.string(),
    priority: z.enum(PRIORITIES),
    state: z.enum(TASK_STATES),
    urgency: z.enum(['bad', 'watch', 'ok']).describe('past a limit, near one, or neither'),
    team: z.string().nullable(),
    ownerId: z.uuid().nullable(),
    ownerName: z.string().nullable(),
    incidentNumber: z.int().nullable(),
    source: z.string().nullable(),
    subject: z.string().nullable(),
    respondBy: instant,
    respondedAt: instant,
    dueAt: instant,
    callbackAt: instant,
    doneAt: instant,
  })
  .loose()
  .meta({ id: 'Task' })

const TaskDetail = z
  .object({ task: Task, events: z.array(z.object({}).loose()), missing: z.array(z.string()) })
  .loose()
  .meta({ id: 'TaskDetail' })

const Improvement = z
  .object({
    number: z.int(),
    title: z.string(),
    state: z.string(),
    metric: z.string().nullable(),
    effect: z
      .object({ change: z.number(), interval: z.array(z.number()), days: z.int(), clear: z.boolean() })
      .loose()
      .nullable()
      .describe('days since it began against the same weekdays of the four weeks before'),
    verdict: z.enum(['better', 'worse', 'unclear']).nullable(),
  })
  .loose()
  .meta({ id: 'Improvement' })

const body = (schema: z.ZodType) => ({
  required: true,
  content: { 'application/json': { schema } },
})

export const TASK_ROUTES: readonly RouteConfig[] = [
  {
    method: 'get',
    path: '/api/v1/settings/follow-up',
    summary: 'What becomes a task by itself',
    security: KEY,
    responses: { 200: json(followUpSchema, 'as it stands'), ...problems(401, 403, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/follow-up',
    summary: 'Say what becomes a task by itself',
    description: 'Role admin or manager.',
    security: KEY,
    request: { body: body(followUpForm) },
    responses: { 200: json(followUpSchema, 'as it stands now'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/tasks',
    summary: 'Tasks, the most urgent first',
    description: 'Scope read, within the asker’s teams; an agent sees their own.',
    security: KEY,
    request: {
      query: z.object({
        state: z
          .string()
          .optional()
          .describe(`of ${TASK_STATES.join(', ')}, several with commas between`),
        kind: z
          .string()
          .optional()
          .describe(`of ${TASK_KINDS.join(', ')}`),
        priority: z.enum(PRIORITIES).optional(),
        owner: z.string().optional().describe('a person’s id, `me` or `nobody`'),
        team: z.string().optional(),
        incident: z.uuid().optional(),
        source: z.string().optional().describe('with `subject`: those of one ticket'),
        subject: z.string().optional(),
        overdue: z.enum(['true', 'false']).optional(),
        limit: z.int().optional().describe('1–500, default 100'),
        offset: z.int().optional(),
      }),
    },
    responses: {
      200: json(
        z.object({
          rows: z.array(Task),
          total: z.int(),
          counts: z.object({ open: z.int(), overdue: z.int(), mine: z.int(), nobodys: z.int() }),
        }),
        'the tasks',
      ),
      ...problems(400, 401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/tasks',
    summary: 'Make a task',
    description: 'Role admin, manager, supervisor or lead, within their teams. Its owner is told.',
    security: KEY,
    request: { body: body(taskForm) },
    responses: {
      201: json(z.object({ id: z.uuid(), number: z.int() }), 'made'),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/tasks/{id}',
    summary: 'One task with its history',
    security: KEY,
    request: { params: z.object({ id: z.string().describe('its id or its number') }) },
    responses: { 200: json(TaskDetail, 'the task'), ...problems(401, 403, 404, 429) },
  },
  {
    method: 'patch',
    path: '/api/v1/tasks/{id}',
    summary: 'Change a task',
    description: 'Its owner ticks, notes and writes the outcome; a lead and above change the rest.',
    security: KEY,
    request: { params: z.object({ id: z.string() }), body: body(updateTaskInput) },
    responses: { 200: json(TaskDetail, 'changed'), ...problems(400, 401, 403, 404, 415, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/tasks/{id}/{deed}',
    summary: 'Act on a task',
    description:
      'Its owner, or a lead and above. `done` needs the outcome, the whole checklist and, of a complaint, the call-back.',
    security: KEY,
    request: { params: z.object({ id: z.string(), deed: z.enum(TASK_DEEDS) }), body: body(taskDeedInput) },
    responses: { 200: json(TaskDetail, 'as it is now'), ...problems(400, 401, 403, 404, 409, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/improvements',
    summary: 'The improvement list with measured effects',
    description: 'Scope read, within the asker’s teams.',
    security: KEY,
    responses: {
      200: json(z.object({ rows: z.array(Improvement) }), 'the list'),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/improvements',
    summary: 'Put an improvement on the list',
    security: KEY,
    request: { body: body(improvementForm) },
    responses: { 201: json(z.object({ number: z.int() }), 'made'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/improvements/{number}',
    summary: 'Change an improvement, whole',
    security: KEY,
    request: { params: z.object({ number: z.int() }), body: body(improvementForm) },
    responses: {
      200: json(z.object({ number: z.int() }), 'changed'),
      ...problems(400, 401, 403, 404, 415, 429),
    },
  },
]
