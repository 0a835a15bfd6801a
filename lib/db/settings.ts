/**
 * What the company has decided: tenant, targets, business calendars and where each holds. Reads check what is
 * stored; writes take the caller's transaction, so that the audit entry stands or falls with them.
 */
import type { ClientBase } from 'pg'
import { z } from 'zod'
import { type BusinessCalendar, businessCalendarSchema } from '@/lib/core/calendar'
import { invalid } from '@/lib/core/errors'
import { retentionForm, SETUP_STEPS } from '@/lib/core/settings-forms'
import { isZone, parseDate } from '@/lib/core/zone'
import { type FoldConfig, foldConfig, type TargetSettings, targetSettingsSchema } from '@/lib/facts/config'
import { defaultFollowUp, type FollowUpSettings, followUpSchema } from '@/lib/follow-up/settings'
import { type CompanyNames, NO_NAMES, takeNames } from '@/lib/i18n/names'
import type { TargetOverrides } from '@/lib/metrics/target-overrides'
import { metricTargetsSchema, storedTargets } from '@/lib/metrics/target-settings'
import { pool, type Reader } from './pool'

export const tenantSchema = z.strictObject({
  company: z.string().min(1).max(200),
  zone: z.string().refine(isZone, { error: 'not an IANA time zone; write a name such as "Asia/Shanghai"' }),
  /** what is on the screens was made by the demo */
  demo: z.boolean(),
  /** what links in messages begin with; null = as the environment says */
  baseUrl: z.string().max(300).nullable().default(null),
  /** of messages to groups, and of browsers that have not chosen */
  locale: z.enum(['zh', 'en']).default('zh'),
})
export type Tenant = z.infer<typeof tenantSchema>

export const DEFAULT_TENANT: Tenant = {
  company: 'Helmline',
  zone: 'Asia/Shanghai',
  demo: false,
  baseUrl: null,
  locale: 'zh',
}

/** The switch over all automation. While `off`, no rule fires, nothing is sent and no task is made by itself. */
export const automationSchema = z.strictObject({
  off: z.boolean(),
  /** epoch ms of the last throw of the switch; null = never thrown */
  since: z.number().int().nullable(),
  /** who threw it, as the audit trail names them */
  by: z.string().max(200),
  reason: z.string().max(500),
})
export type Automation = z.infer<typeof automationSchema>

const AUTOMATION_ON: Automation = { off: false, since: null, by: '', reason: '' }

export interface StoredCalendar {
  readonly id: string
  readonly name: string
  readonly calendar: BusinessCalendar
}

export const assignmentSchema = z.strictObject({
  scope: z.enum(['tenant', 'channel', 'team']),
  /** channel or team; '' for the tenant */
  key: z.string().max(200),
  calendarId: z.string().min(1).max(200),
  /** local date from which it holds; '' = always */
  validFrom: z
    .string()
    .refine((text) => text === '' || parseDate(text) !== null, {
      error: 'not a date of the calendar; write it as "2026-10-01"',
    })
    .default(''),
})
export type StoredAssignment = z.infer<typeof assignmentSchema>

export interface Settings {
  readonly tenant: Tenant
  readonly targets: TargetSettings | null
  /** targets of metrics that differ from the catalogue's */
  readonly metricTargets: TargetOverrides
  readonly calendars: readonly StoredCalendar[]
  readonly assignments: readonly StoredAssignment[]
}

const READ = `SELECT
  (SELECT jsonb_object_agg(key, value) FROM setting WHERE key IN ('tenant', 'targets', 'metric_targets')) AS settings,
  (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'zone', zone, 'versions', versions) ORDER BY id)
    FROM calendar) AS calendars,
  (SELECT jsonb_agg(jsonb_build_object('scope', scope, 'key', key, 'calendarId', calendar_id, 'validFrom', valid_from)
    ORDER BY scope, key, valid_from) FROM calendar_assignment) AS assignments,
  (SELECT jsonb_object_agg(kind, labels) FROM (
     SELECT kind, jsonb_object_agg(name, label ORDER BY name) AS labels FROM (
       SELECT 'channel' AS kind, channel AS name, label FROM org_channel
       UNION ALL SELECT 'team', team, label FROM org_team
       UNION ALL SELECT 'agent', agent, label FROM org_agent
       UNION ALL SELECT 'product', product, label FROM org_product
     ) AS one WHERE label <> '' GROUP BY kind) AS l) AS labels,
  (SELECT jsonb_agg(channel ORDER BY channel) FROM org_channel WHERE hidden) AS hidden`

interface Raw {
  readonly settings: Record<string, unknown> | null
  readonly calendars: { id: string; name: string; zone: string; versions: unknown }[] | null
  readonly assignments: unknown[] | null
  /** what channels, teams, agents and products are called, by kind and name */
  readonly labels: Partial<Omit<CompanyNames, 'hidden'>> | null
  readonly hidden: readonly string[] | null
}

function parse(raw: Raw): Settings {
  const tenant = raw.settings?.tenant
  const targets = raw.settings?.targets
  return {
    tenant: tenant === undefined ? DEFAULT_TENANT : tenantSchema.parse(tenant),
    targets: targets === undefined ? null : targetSettingsSchema.parse(targets),
    metricTargets: storedTargets(raw.settings?.metric_targets),
    calendars: (raw.calendars ?? []).map(({ id, name, zone, versions }) => ({
      id,
      name,
      calendar: businessCalendarSchema.parse({ zone, versions }),
    })),
    assignments: (raw.assignments ?? []).map((row) => assignmentSchema.parse(row)),
  }
}

// Compiled calendars hang on the objects: the same text must give the same objects, read after read.
let known: { text: string; settings: Settings; config: FoldConfig } | null = null

async function load(reader: Reader): Promise<{ settings: Settings; config: FoldConfig }> {
  const { rows } = await reader.query<Raw>(READ)
  const raw: Raw = rows[0] ?? {
    settings: null,
    calendars: null,
    assignments: null,
    labels: null,
    hidden: null,
  }
  const text = JSON.stringify(raw)
  if (known === null || known.text !== text) {
    const settings = parse(raw)
    known = { text, settings, config: configOf(settings) }
    // Every process reads its settings before it names anything, so this is where it learns what they are called.
    takeNames({ ...NO_NAMES, ...raw.labels, hidden: raw.hidden ?? [] })
  }
  return known
}

function configOf(settings: Settings): FoldConfig {
  const byId = new Map(settings.calendars.map((row) => [row.id, row.calendar]))
  return foldConfig({
    zone: settings.tenant.zone,
    targets: settings.targets,
    calendars: settings.assignments.flatMap(({ scope, key, calendarId, validFrom }) => {
      const calendar = byId.get(calendarId)
      return calendar === undefined
        ? []
        : [{ scope, key, calendar, ...(validFrom === '' ? {} : { validFrom }) }]
    }),
  })
}

/** All settings as they stand. */
export async function readSettings(reader: Reader = pool()): Promise<Settings> {
  return (await load(reader)).settings
}

/** Company name, zone and whether the data are the demo's. */
export async function readTenant(reader: Reader = pool()): Promise<Tenant> {
  return (await load(reader)).settings.tenant
}

/** The fold's configuration as the settings stand; the same object until they change. */
export async function readFoldConfig(reader: Reader = pool()): Promise<FoldConfig> {
  return (await load(reader)).config
}

/** Whether automation runs, as stored now; workers ask this before each round. */
export async function readAutomation(reader: Reader = pool()): Promise<Automation> {
  const { rows } = await reader.query<{ value: unknown }>(
    "SELECT value FROM setting WHERE key = 'automation'",
  )
  const stored = rows[0]?.value
  return stored === undefined ? AUTOMATION_ON : automationSchema.parse(stored)
}

/**
 * What is followed up by itself. The first to ask stores the default, beginning now: what happened before the product
 * was set up makes no task.
 */
export async function readFollowUp(now: number, reader: Reader = pool()): Promise<FollowUpSettings> {
  const { rows } = await reader.query<{ value: unknown }>(
    `WITH stored AS (
       INSERT INTO setting (key, value, version, updated_at) VALUES ('follow_up', $1, 1, $2)
       ON CONFLICT (key) DO NOTHING RETURNING value
     ) SELECT value FROM stored UNION ALL SELECT value FROM setting WHERE key = 'follow_up' LIMIT 1`,
    [JSON.stringify(defaultFollowUp(now)), new Date(now)],
  )
  return followUpSchema.parse(rows[0]?.value ?? defaultFollowUp(now))
}

export type Retention = z.infer<typeof retentionForm>

export const DEFAULT_RETENTION: Retention = {
  textDays: 180,
  payloadDays: 30,
  deliveryDays: 180,
  evaluationDays: 400,
}

/** How long data are kept, as decided or by default. */
export async function readRetention(reader: Reader = pool()): Promise<Retention> {
  const { rows } = await reader.query<{ value: unknown }>("SELECT value FROM setting WHERE key = 'retention'")
  const stored = rows[0]?.value
  return stored === undefined ? DEFAULT_RETENTION : retentionForm.parse(stored)
}

/** How far the first-run wizard has come. */
export const setupSchema = z.strictObject({
  steps: z.partialRecord(z.enum(SETUP_STEPS), z.enum(['done', 'skipped'])),
  /** nobody wants to be reminded of what is missing */
  dismissed: z.boolean(),
})
export type SetupProgress = z.infer<typeof setupSchema>

/** How far the wizard has come; null = nobody has begun. */
export async function readSetupProgress(reader: Reader = pool()): Promise<SetupProgress | null> {
  const { rows } = await reader.query<{ value: unknown }>("SELECT value FROM setting WHERE key = 'setup'")
  const stored = rows[0]?.value
  return stored === undefined ? null : setupSchema.parse(stored)
}

export type SettingKey =
  | 'tenant'
  | 'targets'
  | 'automation'
  | 'retention'
  | 'setup'
  | 'follow_up'
  | 'metric_targets'
const SCHEMAS = {
  tenant: tenantSchema,
  targets: targetSettingsSchema,
  automation: automationSchema,
  retention: retentionForm,
  setup: setupSchema,
  follow_up: followUpSchema,
  metric_targets: metricTargetsSchema,
} as const

function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalid(
    `${what} is wrong.`,
    result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  )
}

/** Locks a setting for the transaction: what is read of it from here on is what will be written over. */
export async function holdSetting(client: ClientBase, key: SettingKey): Promise<void> {
  await client.query('SELECT 1 FROM setting WHERE key = $1 FOR UPDATE', [key])
}

/**
 * Writes a setting after checking it (AppError `invalid` with places) and answers what stood before (null =
 * nothing). Facts that depend on it are marked to be folded again.
 */
export async function writeSetting(
  client: ClientBase,
  key: SettingKey,
  value: unknown,
  now: number,
): Promise<{ before: unknown; after: unknown }> {
  const after: unknown = checked<unknown>(SCHEMAS[key], value, `The setting "${key}"`)
  const { rows } = await client.query<{ value: unknown }>(
    'SELECT value FROM setting WHERE key = $1 FOR UPDATE',
    [key],
  )
  const before = rows[0]?.value ?? null
  await client.query(
    `INSERT INTO setting AS s (key, value, version, updated_at) VALUES ($1, $2, 1, $3)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = s.version + 1, updated_at = excluded.updated_at`,
    [key, JSON.stringify(after), new Date(now)],
  )
  const zoneOf = (setting: unknown) => (setting as Tenant | null)?.zone ?? DEFAULT_TENANT.zone
  if (key === 'targets') await refoldAll(client, 'targets', now)
  else if (zoneOf(before) !== zoneOf(after)) await refoldAll(client, 'zone', now)
  return { before, after }
}

/** Makes or changes a calendar; answers what stood before. */
export async function writeCalendar(
  client: ClientBase,
  row: { readonly id: string; readonly name: string; readonly calendar: unknown },
  now: number,
): Promise<{ before: StoredCalendar | null; after: StoredCalendar }> {
  const calendar = checked(businessCalendarSchema, row.calendar, `The calendar "${row.name}"`)
  const { rows } = await client.query<{ id: string; name: string; zone: string; versions: unknown }>(
    'SELECT id, name, zone, versions FROM calendar WHERE id = $1 FOR UPDATE',
    [row.id],
  )
  const stood = rows[0]
  const before =
    stood === undefined
      ? null
      : {
          id: stood.id,
          name: stood.name,
          calendar: businessCalendarSchema.parse({ zone: stood.zone, versions: stood.versions }),
        }
  await client.query(
    `INSERT INTO calendar (id, name, zone, versions, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, zone = excluded.zone, versions = excluded.versions,
       updated_at = excluded.updated_at`,
    [row.id, row.name, calendar.zone, JSON.stringify(calendar.versions), new Date(now)],
  )
  if (before !== null) await refoldAll(client, 'calendar', now)
  return { before, after: { id: row.id, name: row.name, calendar } }
}

/** Removes a calendar and its assignments. */
export async function removeCalendar(client: ClientBase, id: string, now: number): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM calendar WHERE id = $1', [id])
  if (rowCount !== null && rowCount > 0) await refoldAll(client, 'calendar', now)
}

/** Says where a calendar holds; `calendarId` null takes the assignment away. */
export async function assignCalendar(
  client: ClientBase,
  assignment: { scope: string; key: string; validFrom?: string; calendarId: string | null },
  now: number,
): Promise<void> {
  const row = checked(
    assignmentSchema,
    { ...assignment, calendarId: assignment.calendarId ?? '-' },
    'The assignment of the calendar',
  )
  if (assignment.calendarId === null) {
    await client.query('DELETE FROM calendar_assignment WHERE scope = $1 AND key = $2 AND valid_from = $3', [
      row.scope,
      row.key,
      row.validFrom,
    ])
  } else {
    const { rowCount } = await client.query('SELECT 1 FROM calendar WHERE id = $1 FOR SHARE', [
      row.calendarId,
    ])
    if (rowCount === 0)
      throw invalid('There is no such calendar.', [{ path: 'calendarId', message: 'unknown' }])
    await client.query(
      `INSERT INTO calendar_assignment (scope, key, valid_from, calendar_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (scope, key, valid_from) DO UPDATE SET calendar_id = excluded.calendar_id`,
      [row.scope, row.key, row.validFrom, row.calendarId],
    )
  }
  await refoldAll(client, 'calendar', now)
}

/**
 * Asks for every ticket to be folded again; the applier works them off beside new events. Durations and limits
 * depend on calendars and targets, and so does everything that is rolled up from them. One row: it is the
 * applier that lists the tickets, so that none it has just made is forgotten and nobody waits here.
 */
export async function refoldAll(client: ClientBase, reason: string, now: number): Promise<void> {
  await client.query(
    "INSERT INTO dirty_unit (unit_id, kind, parts, reason, marked_at) VALUES (gen_random_uuid(), 'all', '{}', $1, $2)",
    [reason, new Date(now)],
  )
}
