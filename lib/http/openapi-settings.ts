/** The description of the settings' part of the API. */
import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import {
  automationForm,
  companyForm,
  keyForm,
  passwordForm,
  personChangeForm,
  personForm,
  retentionForm,
  setupForm,
} from '@/lib/core/settings-forms'
import { importSettingsInput, SettingsFileSchema } from '@/lib/services/import-settings'
import { auditInput } from '@/lib/services/list-audit'
import { testEventsInput } from '@/lib/services/send-test-events'
import { verifyAuditInput } from '@/lib/services/verify-audit'
import { json, KEY, problems } from './openapi-parts'

const body = (schema: z.ZodType) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const Id = z.object({ id: z.string() })

const Person = z
  .looseObject({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.string(),
    teams: z.array(z.string()),
    phone: z.string().nullable().describe('covered: 138****5678'),
    hasPassword: z.boolean(),
    disabledAt: z.int().nullable().describe('epoch milliseconds'),
    lastSignInAt: z.int().nullable(),
    linkUntil: z.int().nullable().describe('until when a link to set the password is open'),
  })
  .meta({ id: 'Person' })

const PasswordLink = z
  .object({ path: z.string().describe('shown this once'), expiresAt: z.int() })
  .meta({ id: 'PasswordLink' })

const ApiKey = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    byName: z.string(),
    createdAt: z.int(),
    lastUsedAt: z.int().nullable(),
    revokedAt: z.int().nullable(),
  })
  .meta({ id: 'ApiKey' })

const Automation = z
  .looseObject({ off: z.boolean(), since: z.int().nullable(), by: z.string(), reason: z.string() })
  .meta({ id: 'Automation' })

const Company = z
  .looseObject({
    company: z.string(),
    zone: z.string(),
    baseUrl: z.string().nullable(),
    locale: z.enum(['zh', 'en']),
    demo: z.boolean(),
  })
  .meta({ id: 'Company' })

const Setup = z
  .looseObject({
    steps: z.array(z.object({ step: z.string(), state: z.enum(['open', 'done', 'skipped']) })),
    missing: z.array(z.string()),
  })
  .meta({ id: 'Setup' })

const READS = 'Role admin, manager or auditor, or scope admin.'
const WRITES = 'Role admin, or scope admin.'

export const SETTINGS_ROUTES: readonly RouteConfig[] = [
  {
    method: 'get',
    path: '/api/v1/people',
    summary: 'Everybody who can sign in',
    description: READS,
    security: KEY,
    responses: { 200: json(z.object({ people: z.array(Person) }), 'everybody'), ...problems(401, 403, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/people',
    summary: 'Make a person',
    description: `${WRITES} The answer holds a one-time link by which they set their password.`,
    security: KEY,
    request: body(personForm),
    responses: {
      201: json(z.object({ id: z.string(), email: z.string(), link: PasswordLink }), 'made'),
      ...problems(400, 401, 403, 409, 415, 429),
    },
  },
  {
    method: 'patch',
    path: '/api/v1/people/{id}',
    summary: 'Change, disable or enable a person',
    description: `${WRITES} Another role or teams end their sessions. 409 where no administrator would be left.`,
    security: KEY,
    request: { params: Id, ...body(personChangeForm) },
    responses: { 200: json(Id, 'changed'), ...problems(400, 401, 403, 404, 409, 415, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/people/{id}/link',
    summary: 'A new one-time link to set the password',
    description: `${WRITES} An older link is dead.`,
    security: KEY,
    request: { params: Id },
    responses: { 201: json(PasswordLink, 'the link, this once'), ...problems(400, 401, 403, 404, 409, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/people/{id}/sign-out',
    summary: 'End all sessions of a person',
    description: WRITES,
    security: KEY,
    request: { params: Id },
    responses: { 200: json(Id, 'ended'), ...problems(400, 401, 403, 404, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/people/password',
    summary: 'Set a password by a one-time link',
    description:
      'Nobody is signed in: the token is the proof. Without `password` the link is only looked at.',
    request: body(passwordForm),
    responses: {
      200: json(z.object({ email: z.string(), name: z.string(), done: z.boolean() }), 'whose it is'),
      ...problems(400, 404, 415),
    },
  },
  {
    method: 'get',
    path: '/api/v1/keys',
    summary: 'All API keys without their secrets',
    description: READS,
    security: KEY,
    responses: { 200: json(z.object({ keys: z.array(ApiKey) }), 'all keys'), ...problems(401, 403, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/keys',
    summary: 'Make an API key',
    description: `${WRITES} The token is answered this once.`,
    security: KEY,
    request: body(keyForm),
    responses: {
      201: json(
        z.object({ id: z.string(), name: z.string(), scopes: z.array(z.string()), token: z.string() }),
        'made',
      ),
      ...problems(400, 401, 403, 409, 415, 429),
    },
  },
  {
    method: 'delete',
    path: '/api/v1/keys/{name}',
    summary: 'End an API key',
    description: `${WRITES} Dead everywhere within 3 s.`,
    security: KEY,
    request: { params: z.object({ name: z.string() }) },
    responses: { 200: json(Id, 'ended'), ...problems(400, 401, 403, 404, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/settings/automation',
    summary: 'Whether automation runs',
    description: READS,
    security: KEY,
    responses: { 200: json(Automation, 'the switch'), ...problems(401, 403, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/automation',
    summary: 'Stop all automation, or let it go on',
    description: 'Role admin or manager, or scope admin. Stopping owes a reason.',
    security: KEY,
    request: body(automationForm),
    responses: { 200: json(Automation, 'the switch'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/audit',
    summary: 'The audit log, the newest entry first',
    description: 'Role admin or auditor, or scope admin. `changes` are the places that differ.',
    security: KEY,
    request: { query: auditInput },
    responses: {
      200: json(
        z.object({
          entries: z.array(
            z.object({
              seq: z.int(),
              at: z.int().describe('epoch milliseconds'),
              actor: z.string(),
              actorName: z.string(),
              action: z.string(),
              object: z.string(),
              objectName: z.string(),
              changes: z.array(
                z.object({
                  path: z.string(),
                  before: z.string().nullable(),
                  after: z.string().nullable(),
                }),
              ),
            }),
          ),
          nextCursor: z.int().nullable().describe('`before` of the next page'),
        }),
        'one page',
      ),
      ...problems(400, 401, 403, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/audit/verify',
    summary: 'Compute the seals of the audit log anew',
    description:
      'Role admin or auditor, or scope admin. Some thousands of entries a call; go on with `next`.',
    security: KEY,
    request: body(verifyAuditInput),
    responses: {
      200: json(
        z.object({
          checked: z.int(),
          broken: z.int().nullable().describe('the first entry whose seal does not fit'),
          next: z.int().nullable().describe('`after` of the next call; null = the end was reached'),
        }),
        'how far it came',
      ),
      ...problems(400, 401, 403, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/settings/company',
    summary: 'The company',
    description: READS,
    security: KEY,
    responses: { 200: json(Company, 'the company'), ...problems(401, 403, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/company',
    summary: 'Change the company',
    description: `${WRITES} Another zone cuts every figure's days anew, by the worker.`,
    security: KEY,
    request: body(companyForm),
    responses: { 200: json(Company, 'the company'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/settings/setup',
    summary: 'How far the first-run wizard has come',
    description: WRITES,
    security: KEY,
    responses: { 200: json(Setup, 'its steps'), ...problems(401, 403, 429) },
  },
  {
    method: 'put',
    path: '/api/v1/settings/setup',
    summary: 'Take or leave one step of the wizard',
    description: `${WRITES} 409 where the settings have gone beyond the wizard.`,
    security: KEY,
    request: body(setupForm),
    responses: { 200: json(Setup, 'its steps'), ...problems(400, 401, 403, 409, 415, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/settings/setup/test-events',
    summary: 'Send some test conversations',
    description: `${WRITES} Under the source helmline-test.`,
    security: KEY,
    request: body(testEventsInput),
    responses: { 201: json(z.object({ accepted: z.int() }), 'sent'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'delete',
    path: '/api/v1/settings/setup/test-events',
    summary: 'Take the test conversations away',
    description: WRITES,
    security: KEY,
    responses: { 200: json(z.object({ events: z.int() }), 'gone'), ...problems(401, 403, 429) },
  },
  {
    method: 'get',
    path: '/api/v1/settings/retention',
    summary: 'How long data are kept, and the last clearing',
    description: READS,
    security: KEY,
    responses: {
      200: json(
        z.object({
          retention: retentionForm,
          last: z
            .object({ at: z.int(), purged: z.record(z.string(), z.int()), complete: z.boolean() })
            .nullable(),
        }),
        'the days',
      ),
      ...problems(401, 403, 429),
    },
  },
  {
    method: 'put',
    path: '/api/v1/settings/retention',
    summary: 'Decide how long data are kept',
    description: `${WRITES} The next nightly run clears by it.`,
    security: KEY,
    request: body(retentionForm),
    responses: { 200: json(retentionForm, 'the days'), ...problems(400, 401, 403, 415, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/settings/retention/preview',
    summary: 'How much the next clearing would take by these days',
    description: READS,
    security: KEY,
    request: body(retentionForm),
    responses: {
      200: json(z.record(z.string(), z.int()), 'rows by kind'),
      ...problems(400, 401, 403, 415, 429),
    },
  },
  {
    method: 'get',
    path: '/api/v1/settings/file',
    summary: 'All settings as one file',
    description: `${WRITES} Without passwords, keys and secrets; people are named by their addresses.`,
    security: KEY,
    responses: { 200: json(SettingsFileSchema, 'the file'), ...problems(401, 403, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/settings/file',
    summary: 'Bring the settings to what a file says',
    description: `${WRITES} All or nothing. With \`preview\` (the default) it only says what would change.`,
    security: KEY,
    request: body(importSettingsInput),
    responses: {
      200: json(
        z.object({
          preview: z.boolean(),
          changes: z.array(
            z.object({
              section: z.string(),
              name: z.string(),
              added: z.boolean(),
              places: z.array(
                z.object({
                  path: z.string(),
                  before: z.string().nullable(),
                  after: z.string().nullable(),
                }),
              ),
            }),
          ),
          withoutSecret: z.array(z.string()),
        }),
        'what changes',
      ),
      ...problems(400, 401, 403, 409, 413, 415, 429),
    },
  },
]
