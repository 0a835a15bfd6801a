/** The description of notification targets and of the log of messages. */
import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { SET_UP_KINDS } from '@/lib/notify/fields'
import { outgoingSchema } from '@/lib/notify/outgoing'
import { DELIVERY_STATES, TARGET_KINDS } from '@/lib/notify/types'
import { DeliveryListSchema } from '@/lib/services/list-deliveries'
import { createTargetInput, updateTargetInput } from '@/lib/services/target-input'
import { json, KEY, problems } from './openapi-parts'

const instant = z.int().nullable().describe('epoch ms')

const Target = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(TARGET_KINDS),
    builtIn: z.boolean(),
    locale: z.enum(['zh', 'en']),
    enabled: z.boolean(),
    fallbackId: z.uuid().nullable(),
    fields: z.record(z.string(), z.unknown()).describe('without secrets'),
    hints: z.record(z.string(), z.string()).describe('which secrets are set'),
    state: z.enum(['ok', 'new', 'failing', 'down', 'off']),
    failures: z.int(),
    lastOkAt: instant,
    lastError: z.string().nullable(),
    failingSince: instant,
    nextSendAt: instant,
    sent: z.int().describe('of the last 24 hours'),
    failed: z.int(),
    waiting: z.int(),
  })
  .meta({ id: 'NotifyTarget' })

const Delivery = z
  .object({
    id: z.uuid(),
    incidentId: z.uuid().nullable(),
    incidentNumber: z.int().nullable(),
    about: z.string(),
    step: z.string(),
    targetId: z.uuid(),
    targetName: z.string(),
    recipient: z.string(),
    kind: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    createdAt: z.int(),
    sentAt: instant,
    status: z.int().nullable().describe('HTTP status or SMTP code of the last answer'),
    response: z.string().nullable(),
    error: z.string().nullable(),
    resent: z.boolean().describe('it may have arrived before, and says so'),
    digestId: z.uuid().nullable().describe('the message it was told in'),
    fallbackOf: z.uuid().nullable(),
  })
  .loose()
  .meta({ id: 'Delivery' })

const id = { params: z.object({ id: z.uuid() }) }
const body = (schema: z.ZodType) => ({
  required: true,
  content: { 'application/json': { schema } },
})
const saved = z.object({
  id: z.uuid(),
  secret: z.string().nullable().describe('made here; shown this once'),
  unknownHost: z.boolean().describe('no name server knows its host at the moment'),
})

export const NOTIFY_ROUTES: RouteConfig[] = [
  {
    method: 'get',
    path: '/api/v1/targets',
    summary: 'Where messages can go, and how each does',
    security: KEY,
    responses: {
      200: json(z.object({ targets: z.array(Target), outgoing: outgoingSchema }), 'all that are not deleted'),
      ...problems(401, 403),
    },
  },
  {
    method: 'post',
    path: '/api/v1/targets',
    summary: `Set up a target: ${SET_UP_KINDS.join(', ')}`,
    security: KEY,
    request: { body: body(createTargetInput) },
    responses: { 201: json(saved, 'made'), ...problems(400, 401, 403) },
  },
  {
    method: 'patch',
    path: '/api/v1/targets/{id}',
    summary: 'Change a target; secrets that are left out stay',
    security: KEY,
    request: { ...id, body: body(updateTargetInput) },
    responses: { 200: json(saved, 'changed'), ...problems(400, 401, 403, 404) },
  },
  {
    method: 'delete',
    path: '/api/v1/targets/{id}',
    summary: 'End a target; what waits for it is dropped',
    security: KEY,
    request: id,
    responses: { 200: json(z.object({ id: z.uuid() }), 'ended'), ...problems(401, 403, 404, 409) },
  },
  {
    method: 'post',
    path: '/api/v1/targets/{id}/test',
    summary: 'Send a test message now and hear the answer',
    security: KEY,
    request: id,
    responses: {
      200: json(
        z.object({
          ok: z.boolean(),
          status: z.int().nullable(),
          response: z.string(),
          why: z.string().nullable(),
          tookMs: z.int(),
          deliveryId: z.string(),
        }),
        'what the other side said',
      ),
      ...problems(400, 401, 403, 404, 429),
    },
  },
  {
    method: 'patch',
    path: '/api/v1/targets/outgoing',
    summary: 'Which hosts of the intranet may be reached, and where the heartbeat goes',
    security: KEY,
    request: { body: body(outgoingSchema) },
    responses: { 200: json(outgoingSchema, 'stored'), ...problems(400, 401, 403) },
  },
  {
    method: 'get',
    path: '/api/v1/deliveries',
    summary: 'The log of messages, newest first',
    security: KEY,
    request: {
      query: z.object({
        state: z
          .string()
          .optional()
          .describe(`of ${DELIVERY_STATES.join(', ')}, by commas`),
        target: DeliveryListSchema.shape.target,
        incident: DeliveryListSchema.shape.incident,
        digest: DeliveryListSchema.shape.digest,
        before: DeliveryListSchema.shape.before,
        limit: z.int().optional(),
      }),
    },
    responses: {
      200: json(z.object({ deliveries: z.array(Delivery), next: z.string().nullable() }), 'a page of it'),
      ...problems(400, 401, 403),
    },
  },
  {
    method: 'post',
    path: '/api/v1/deliveries/{id}/replay',
    summary: 'Send a message again that ended',
    security: KEY,
    request: id,
    responses: { 201: json(z.object({ id: z.uuid() }), 'the new message'), ...problems(401, 403, 404, 409) },
  },
]
