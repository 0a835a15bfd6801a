/**
 * All settings as one file: what it holds, how it is read from the tables and written back, item by item. People are
 * named by their addresses in it, because ids differ from database to database; secrets are never in it. Writing
 * belongs to the caller's transaction.
 */
import type { ClientBase, Pool } from 'pg'
import { z } from 'zod'
import { causesSchema } from '@/lib/alerts/causes'
import { parseRuleBody, ruleBodySchema } from '@/lib/alerts/rule'
import { businessCalendarSchema } from '@/lib/core/calendar'
import { invalid } from '@/lib/core/errors'
import { PERSON_ROLES } from '@/lib/core/roles'
import { companyForm, retentionForm, SETTINGS_FILE_VERSION } from '@/lib/core/settings-forms'
import { targetSettingsSchema } from '@/lib/facts/config'
import { followUpForm } from '@/lib/follow-up/settings'
import { metricTargetsSchema, storedTargets } from '@/lib/metrics/target-settings'
import { outgoingSchema } from '@/lib/notify/outgoing'
import { TARGET_KINDS } from '@/lib/notify/types'
import { addRule, changeRule, writeLadder } from './alert-rules'
import { writeCauses } from './incidents'
import { writeOutgoing, writeTarget } from './notify-targets'
import { writeOrganisationItem } from './organisation'
import { insertUser, updateUserRow } from './people'
import {
  assignCalendar,
  assignmentSchema,
  readFollowUp,
  readTenant,
  writeCalendar,
  writeSetting,
} from './settings'

const email = z.string().min(3).max(200)
const name = z.string().max(200)
const label = name.nullable()
const emails = z.array(email).max(200)
const object = z.record(z.string(), z.unknown())

/** The file. Lists are in the order of their keys, so that two files of equal settings are equal texts. */
export const settingsFileSchema = z.strictObject({
  format: z.literal('helmline-settings', 'not a file of Helmline’s settings'),
  version: z.literal(
    SETTINGS_FILE_VERSION,
    `this product reads version ${SETTINGS_FILE_VERSION} of the file`,
  ),
  exportedAt: z.string(),
  settings: z.strictObject({
    company: companyForm,
    limits: targetSettingsSchema.nullable(),
    /** files of before it could be set have none */
    metricTargets: metricTargetsSchema.nullable().default(null),
    retention: retentionForm.nullable(),
    followUp: followUpForm.nullable(),
    outgoing: outgoingSchema.nullable(),
    causes: causesSchema.nullable(),
  }),
  people: z
    .array(
      z.strictObject({
        email,
        name,
        role: z.enum(PERSON_ROLES),
        teams: z.array(name).max(200),
        phone: z.string().max(40).nullable(),
        disabled: z.boolean(),
      }),
    )
    .max(10_000),
  calendars: z.array(z.strictObject({ id: name.min(1), name, calendar: businessCalendarSchema })).max(1_000),
  assignments: z.array(assignmentSchema).max(5_000),
  teams: z.array(z.strictObject({ team: name.min(1), label, leads: emails, supervisors: emails })).max(2_000),
  agents: z
    .array(
      z.strictObject({
        agent: name.min(1),
        label,
        team: label,
        user: email.nullable(),
        newcomer: z.boolean(),
      }),
    )
    .max(20_000),
  channels: z
    .array(z.strictObject({ channel: name.min(1), label, owners: emails, hidden: z.boolean() }))
    .max(1_000),
  products: z.array(z.strictObject({ product: name.min(1), label, owners: emails })).max(10_000),
  duties: z
    .array(
      z.strictObject({
        id: z.uuid(),
        kind: z.enum(['shift', 'duty']),
        user: email,
        team: label,
        channel: label,
        weekdays: z.array(z.int().min(1).max(7)).max(7),
        from: z.string().max(10),
        to: z.string().max(10),
        validFrom: z.iso.datetime().nullable(),
        validTo: z.iso.datetime().nullable(),
      }),
    )
    .max(20_000),
  targets: z
    .array(
      z.strictObject({
        id: z.uuid(),
        name,
        kind: z.enum(TARGET_KINDS),
        config: object,
        locale: z.enum(['zh', 'en']),
        enabled: z.boolean(),
        fallback: z.uuid().nullable(),
      }),
    )
    .max(1_000),
  ladders: z
    .array(
      z.strictObject({
        id: z.uuid(),
        name,
        steps: z
          .array(
            z.strictObject({
              afterMinutes: z.number().min(0),
              afterMinutesVip: z.number().min(0).optional(),
              audiences: z.array(z.string().max(40)).max(20),
              users: emails,
              targets: z.array(z.uuid()).max(200),
            }),
          )
          .max(20),
      }),
    )
    .max(1_000),
  rules: z.array(z.strictObject({ id: z.uuid(), enabled: z.boolean(), body: ruleBodySchema })).max(2_000),
  silences: z
    .array(
      z.strictObject({
        id: z.uuid(),
        rule: z.uuid().nullable(),
        matcher: object,
        from: z.iso.datetime(),
        until: z.iso.datetime(),
        reason: z.string().max(1_000),
      }),
    )
    .max(1_000),
})
export type SettingsFile = z.infer<typeof settingsFileSchema>

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
/** Addresses of the people with these ids; who is gone is left out. */
const mails = (column: string) =>
  `coalesce((SELECT jsonb_agg(u.email ORDER BY u.email) FROM app_user u WHERE u.id = ANY(${column})), '[]')`
const mail = (column: string) => `(SELECT u.email FROM app_user u WHERE u.id = ${column})`
const list = (row: string, from: string, order: string) =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object(${row}) ORDER BY ${order}), '[]') FROM ${from})`

const READ = `SELECT
  ${list(`'email', email, 'name', name, 'role', role, 'teams', teams, 'phone', phone, 'disabled', disabled_at IS NOT NULL`, 'app_user', 'email')} AS people,
  ${list(`'id', id, 'name', name, 'calendar', jsonb_build_object('zone', zone, 'versions', versions)`, 'calendar', 'id')} AS calendars,
  ${list(`'scope', scope, 'key', key, 'calendarId', calendar_id, 'validFrom', valid_from`, 'calendar_assignment', 'scope, key, valid_from')} AS assignments,
  ${list(`'team', t.team, 'label', t.label, 'leads', ${mails('t.leads')}, 'supervisors', ${mails('t.supervisors')}`, 'org_team t', 't.team')} AS teams,
  ${list(`'agent', a.agent, 'label', a.label, 'team', a.team, 'user', ${mail('a.user_id')}, 'newcomer', a.newcomer`, 'org_agent a', 'a.agent')} AS agents,
  ${list(`'channel', c.channel, 'label', c.label, 'owners', ${mails('c.owners')}, 'hidden', c.hidden`, 'org_channel c', 'c.channel')} AS channels,
  ${list(`'product', p.product, 'label', p.label, 'owners', ${mails('p.owners')}`, 'org_product p', 'p.product')} AS products,
  ${list(`'id', d.id, 'kind', d.kind, 'user', u.email, 'team', d.team, 'channel', d.channel, 'weekdays', d.weekdays, 'from', d."from", 'to', d."to", 'validFrom', ${iso('d.valid_from')}, 'validTo', ${iso('d.valid_to')}`, 'org_duty d JOIN app_user u ON u.id = d.user_id', 'd.id')} AS duties,
  ${list(`'id', id, 'name', name, 'kind', kind, 'config', config, 'locale', locale, 'enabled', enabled, 'fallback', fallback_id`, 'notify_target WHERE deleted_at IS NULL', 'id')} AS targets,
  ${list(`'id', id, 'name', name, 'steps', steps`, 'escalation_ladder', 'id')} AS ladders,
  ${list(`'id', id, 'enabled', enabled, 'body', body`, 'alert_rule WHERE deleted_at IS NULL', 'id')} AS rules,
  ${list(`'id', id, 'rule', rule_id, 'matcher', matcher, 'from', ${iso('"from"')}, 'until', ${iso('until')}, 'reason', reason`, 'silence WHERE ended_at IS NULL AND until > $1', 'id')} AS silences,
  (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM setting
    WHERE key IN ('targets', 'metric_targets', 'retention', 'follow_up', 'outgoing', 'causes')) AS settings`

type Lists = Omit<SettingsFile, 'format' | 'version' | 'exportedAt' | 'settings'>

/** All settings as they stand at `now` (epoch ms), checked by the schema of the file. */
export async function readSettingsFile(reader: ClientBase | Pool, now: number): Promise<SettingsFile> {
  const { rows } = await reader.query<Lists & { settings: Record<string, unknown> }>(READ, [new Date(now)])
  const found = rows[0]
  if (found === undefined) throw new Error('the settings returned no row')
  const { settings, ladders, ...lists } = found
  const { company, zone, baseUrl, locale } = await readTenant(reader)
  const byId = new Map(
    (await reader.query<{ id: string; email: string }>('SELECT id, email FROM app_user')).rows.map((user) => [
      user.id,
      user.email,
    ]),
  )
  const { since: _, ...followUp } = (settings.follow_up ?? {}) as { since?: number }
  return settingsFileSchema.parse({
    format: 'helmline-settings',
    version: SETTINGS_FILE_VERSION,
    exportedAt: new Date(now).toISOString(),
    settings: {
      company: { company, zone, baseUrl, locale },
      limits: settings.targets ?? null,
      metricTargets: settings.metric_targets === undefined ? null : storedTargets(settings.metric_targets),
      retention: settings.retention ?? null,
      followUp: settings.follow_up === undefined ? null : followUp,
      outgoing: settings.outgoing ?? null,
      causes: settings.causes ?? null,
    },
    ...lists,
    ladders: ladders.map((ladder) => ({
      ...ladder,
      steps: ladder.steps.map((step) => ({
        ...step,
        users: step.users.flatMap((id) => byId.get(id) ?? []).sort(),
      })),
    })),
  })
}

/** Who writes: for editions of rules and silences. */
interface Writer {
  readonly client: ClientBase
  readonly actor: string
  readonly now: number
  /** seconds between evaluations of a rule; null = fires by timers */
  readonly everyOf: (body: ReturnType<typeof parseRuleBody>) => number | null
}

/** Items of a section by key, with what they are called. */
interface Section<Item> {
  readonly key: (item: Item) => string
  readonly name: (item: Item) => string
  readonly write: (writer: Writer, item: Item, idOf: (email: string) => string) => Promise<unknown>
}

type ListKey = keyof Lists
type ItemOf<Key extends ListKey> = SettingsFile[Key][number]

/** In the order in which they are written: what others point at comes first. */
const SECTIONS: { readonly [Key in ListKey]: Section<ItemOf<Key>> } = {
  people: {
    key: (person) => person.email,
    name: (person) => person.name,
    write: writePerson,
  },
  calendars: {
    key: ({ id }) => id,
    name: (calendar) => calendar.name,
    write: ({ client, now }, item) => writeCalendar(client, item, now),
  },
  assignments: {
    key: ({ scope, key, validFrom }) => JSON.stringify([scope, key, validFrom]),
    name: ({ scope, key, validFrom }) => [scope, key, validFrom].filter((part) => part !== '').join(' · '),
    write: ({ client, now }, item) => assignCalendar(client, item, now),
  },
  teams: {
    key: ({ team }) => team,
    name: ({ team }) => team,
    write: ({ client, now }, item, idOf) =>
      writeOrganisationItem(
        client,
        'teams',
        item.team,
        { ...item, leads: item.leads.map(idOf), supervisors: item.supervisors.map(idOf) },
        now,
      ),
  },
  agents: {
    key: ({ agent }) => agent,
    name: ({ agent }) => agent,
    write: ({ client, now }, item, idOf) =>
      writeOrganisationItem(
        client,
        'agents',
        item.agent,
        { ...item, userId: item.user === null ? null : idOf(item.user) },
        now,
      ),
  },
  channels: {
    key: ({ channel }) => channel,
    name: (item) => item.label ?? item.channel,
    write: ({ client, now }, item, idOf) =>
      writeOrganisationItem(
        client,
        'channels',
        item.channel,
        { ...item, owners: item.owners.map(idOf) },
        now,
      ),
  },
  products: {
    key: ({ product }) => product,
    name: (item) => item.label ?? item.product,
    write: ({ client, now }, item, idOf) =>
      writeOrganisationItem(
        client,
        'products',
        item.product,
        { ...item, owners: item.owners.map(idOf) },
        now,
      ),
  },
  duties: {
    key: ({ id }) => id,
    name: ({ user, from, to }) => `${user} ${from}–${to}`,
    write: ({ client, now }, item, idOf) =>
      writeOrganisationItem(client, 'duties', item.id, { ...item, userId: idOf(item.user) }, now),
  },
  targets: {
    key: ({ id }) => id,
    name: (target) => target.name,
    write: writeTargetItem,
  },
  ladders: {
    key: ({ id }) => id,
    name: (ladder) => ladder.name,
    write: ({ client, now }, { id, name: called, steps }, idOf) =>
      writeLadder(
        client,
        {
          id,
          name: called,
          steps: steps.map(({ audiences, users, afterMinutes, afterMinutesVip, targets }) => ({
            afterMinutes,
            ...(afterMinutesVip === undefined ? {} : { afterMinutesVip }),
            audiences: audiences as never,
            users: users.map(idOf),
            targets,
          })),
        },
        now,
        false,
      ),
  },
  rules: { key: ({ id }) => id, name: ({ body }) => body.name, write: writeRule },
  silences: {
    key: ({ id }) => id,
    name: ({ reason }) => reason,
    write: ({ client, actor, now }, silence) =>
      client.query(
        `INSERT INTO silence (id, rule_id, matcher, "from", until, reason, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET rule_id = excluded.rule_id, matcher = excluded.matcher, "from" = excluded."from",
           until = excluded.until, reason = excluded.reason, ended_at = NULL`,
        [
          silence.id,
          silence.rule,
          JSON.stringify(silence.matcher),
          silence.from,
          silence.until,
          silence.reason,
          actor,
          new Date(now),
        ],
      ),
  },
}

async function writePerson({ client, now }: Writer, person: ItemOf<'people'>): Promise<void> {
  const { rows } = await client.query<{ id: string; disabledAt: number | null }>(
    'SELECT id, disabled_at AS "disabledAt" FROM app_user WHERE email = $1 FOR UPDATE',
    [person.email],
  )
  const stood = rows[0]
  const id = stood?.id ?? crypto.randomUUID()
  if (stood === undefined) await insertUser(client, { ...person, id, at: now })
  await updateUserRow(client, {
    ...person,
    id,
    disabledAt: person.disabled ? (stood?.disabledAt ?? now) : null,
  })
}

/** The secret stays where the target is there already; a new one has none until somebody enters it. */
async function writeTargetItem({ client, now }: Writer, target: ItemOf<'targets'>): Promise<void> {
  const { rows } = await client.query<{ secret: string | null; kind: string }>(
    'SELECT secret, kind FROM notify_target WHERE id = $1 FOR UPDATE',
    [target.id],
  )
  const stood = rows[0]
  if (stood !== undefined && stood.kind !== target.kind)
    throw invalid(`The target "${target.name}" is of another kind here.`, [
      { path: 'targets', message: target.id },
    ])
  await writeTarget(
    client,
    // A fallback may come later in the file; it is set when all targets are there.
    { ...target, secret: stood?.secret ?? null, fallbackId: null },
    now,
  )
  await client.query('UPDATE notify_target SET deleted_at = NULL WHERE id = $1', [target.id])
}

async function writeRule(writer: Writer, { id, enabled, body }: ItemOf<'rules'>): Promise<void> {
  const { client, actor, now, everyOf } = writer
  const checked = parseRuleBody(body)
  const { rows } = await client.query<{ version: number }>(
    'UPDATE alert_rule SET deleted_at = NULL WHERE id = $1 RETURNING version',
    [id],
  )
  const stood = rows[0]
  const rule = { id, enabled, body: checked, every: everyOf(checked), actor, now }
  if (stood !== undefined) await changeRule(client, { ...rule, version: stood.version + 1 })
  else if (!(await addRule(client, { ...rule, version: 1 })))
    throw invalid(`The preset of the rule "${checked.name}" is here under another id.`, [
      { path: 'rules', message: id },
    ])
}

/** What an import does to one item. */
export interface ItemChange {
  readonly section: ListKey | keyof SettingsFile['settings']
  readonly name: string
  /** null = new */
  readonly before: unknown
  readonly after: unknown
}

export const LIST_SECTIONS = Object.keys(SECTIONS) as readonly ListKey[]

const WRITE_SETTING: {
  readonly [Key in keyof SettingsFile['settings']]: (
    writer: Writer,
    value: NonNullable<SettingsFile['settings'][Key]>,
  ) => Promise<unknown>
} = {
  company: async ({ client, now }, value) =>
    writeSetting(client, 'tenant', { ...(await readTenant(client)), ...value }, now),
  limits: ({ client, now }, value) => writeSetting(client, 'targets', value, now),
  metricTargets: ({ client, now }, value) => writeSetting(client, 'metric_targets', value, now),
  retention: ({ client, now }, value) => writeSetting(client, 'retention', value, now),
  followUp: async ({ client, now }, value) =>
    writeSetting(client, 'follow_up', { ...(await readFollowUp(now, client)), ...value }, now),
  outgoing: ({ client, now }, value) => writeOutgoing(client, value, now),
  causes: ({ client, now }, value) => writeCauses(client, value, now),
}

/**
 * Brings the settings to what the file says: what differs is written, what the file does not hold stays. Answers every
 * change. Throws 400 with the place where something in it is wrong.
 */
export async function applySettingsFile(writer: Writer, file: SettingsFile): Promise<readonly ItemChange[]> {
  const { client, now } = writer
  const stands = await readSettingsFile(client, now)
  const changes: ItemChange[] = []
  const differ = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b))

  const setting = async <Key extends keyof SettingsFile['settings']>(key: Key): Promise<void> => {
    const [before, after] = [stands.settings[key], file.settings[key]]
    if (after === null || after === undefined || !differ(before, after)) return
    changes.push({ section: key, name: key, before, after })
    await WRITE_SETTING[key](writer, after as never)
  }
  for (const key of Object.keys(WRITE_SETTING) as (keyof SettingsFile['settings'])[]) await setting(key)

  let ids = await idsByMail(client)
  const section = async <Key extends ListKey>(key: Key): Promise<void> => {
    const { key: keyOf, name: nameOf, write } = SECTIONS[key]
    const standing = new Map((stands[key] as ItemOf<Key>[]).map((item) => [keyOf(item), item]))
    for (const item of file[key] as ItemOf<Key>[]) {
      const before = standing.get(keyOf(item)) ?? null
      if (!differ(before, item)) continue
      changes.push({ section: key, name: nameOf(item), before, after: item })
      await write(writer, item, (address) => {
        const id = ids.get(address)
        if (id === undefined)
          throw invalid(`Nobody has the address "${address}", neither here nor in the file.`, [
            { path: key, message: nameOf(item) },
          ])
        return id
      })
    }
    if (key === 'people') ids = await idsByMail(client)
  }
  for (const key of LIST_SECTIONS) await section(key)
  for (const { id, fallback } of file.targets)
    await client.query(
      'UPDATE notify_target SET fallback_id = $2 WHERE id = $1 AND fallback_id IS DISTINCT FROM $2',
      [id, fallback],
    )
  return changes
}

async function idsByMail(client: ClientBase): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ email: string; id: string }>('SELECT email, id FROM app_user')
  return new Map(rows.map((row) => [row.email, row.id]))
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([k, v]) => [k, sorted(v)]),
  )
}

/** Targets of the file whose secret is not here: names, for the administrator to enter them. */
export async function targetsWithoutSecret(
  client: ClientBase,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM notify_target WHERE id = ANY($1::uuid[]) AND secret IS NULL AND kind NOT IN ('inbox', 'wall')
     ORDER BY name`,
    [ids],
  )
  return rows.map((row) => row.name)
}
