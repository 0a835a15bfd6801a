/** Who is who: people of this product, and the teams, agents, channels and products they answer for. */
import type { ClientBase } from 'pg'
import type { Organisation, OrgDuty } from '@/lib/alerts/types'
import type { OrganisationKind } from '@/lib/core/organisation-forms'
import { pool, type Reader } from './pool'
import { readTenant } from './settings'

const READ = `SELECT
  (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'email', email, 'phone', phone, 'role', role,
    'teams', teams, 'locale', locale, 'disabled', disabled_at IS NOT NULL) ORDER BY id) FROM app_user) AS users,
  (SELECT jsonb_agg(jsonb_build_object('team', team, 'leads', leads, 'supervisors', supervisors) ORDER BY team)
    FROM org_team) AS teams,
  (SELECT jsonb_agg(jsonb_build_object('agent', agent, 'team', team, 'userId', user_id) ORDER BY agent)
    FROM org_agent) AS agents,
  (SELECT jsonb_agg(jsonb_build_object('channel', channel, 'label', label, 'owners', owners) ORDER BY channel)
    FROM org_channel) AS channels,
  (SELECT jsonb_agg(jsonb_build_object('product', product, 'owners', owners) ORDER BY product)
    FROM org_product) AS products,
  (SELECT jsonb_agg(jsonb_build_object('userId', user_id, 'team', team, 'channel', channel, 'weekdays', weekdays,
    'from', "from", 'to', "to", 'validFrom', (extract(epoch FROM valid_from) * 1000)::bigint,
    'validTo', (extract(epoch FROM valid_to) * 1000)::bigint) ORDER BY id) FROM org_duty) AS duties`

type Lists = Omit<Organisation, 'zone'>

/** Everything that is needed to know who is in charge; lists nobody has filled in are empty. */
export async function readOrganisation(reader: Reader = pool()): Promise<Organisation> {
  const { zone } = await readTenant(reader)
  const { rows } = await reader.query<{ [K in keyof Lists]: Lists[K] | null }>(READ)
  const found = rows[0]
  return {
    zone,
    users: found?.users ?? [],
    teams: found?.teams ?? [],
    agents: found?.agents ?? [],
    channels: found?.channels ?? [],
    products: found?.products ?? [],
    duties: found?.duties ?? [],
  }
}

/** What is entered about who is who, with all that people edit. Owners, leads and supervisors are ids of people. */
export interface OrganisationRows {
  readonly teams: readonly {
    readonly team: string
    readonly label: string | null
    readonly leads: readonly string[]
    readonly supervisors: readonly string[]
  }[]
  readonly agents: readonly {
    readonly agent: string
    readonly label: string | null
    readonly team: string | null
    readonly userId: string | null
    readonly newcomer: boolean
  }[]
  readonly channels: readonly ChannelRow[]
  readonly products: readonly {
    readonly product: string
    readonly label: string | null
    readonly owners: readonly string[]
  }[]
  readonly duties: readonly DutyRow[]
}

export interface ChannelRow {
  readonly channel: string
  readonly label: string | null
  readonly owners: readonly string[]
  readonly hidden: boolean
}

export interface DutyRow extends OrgDuty {
  readonly id: string
  readonly kind: 'shift' | 'duty'
}

const ROWS = `SELECT
  (SELECT jsonb_agg(jsonb_build_object('team', team, 'label', label, 'leads', leads, 'supervisors', supervisors)
    ORDER BY team) FROM org_team) AS teams,
  (SELECT jsonb_agg(jsonb_build_object('agent', agent, 'label', label, 'team', team, 'userId', user_id,
    'newcomer', newcomer) ORDER BY agent) FROM org_agent) AS agents,
  (SELECT jsonb_agg(jsonb_build_object('channel', channel, 'label', label, 'owners', owners, 'hidden', hidden)
    ORDER BY channel) FROM org_channel) AS channels,
  (SELECT jsonb_agg(jsonb_build_object('product', product, 'label', label, 'owners', owners) ORDER BY product)
    FROM org_product) AS products,
  (SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'userId', user_id, 'team', team, 'channel', channel,
    'weekdays', weekdays, 'from', "from", 'to', "to", 'validFrom', (extract(epoch FROM valid_from) * 1000)::bigint,
    'validTo', (extract(epoch FROM valid_to) * 1000)::bigint) ORDER BY team NULLS FIRST, channel NULLS FIRST, "from", id)
    FROM org_duty) AS duties`

/** Everything that is entered about who is who. */
export async function readOrganisationRows(reader: Reader = pool()): Promise<OrganisationRows> {
  const { rows } = await reader.query<{ [K in keyof OrganisationRows]: OrganisationRows[K] | null }>(ROWS)
  const found = rows[0]
  return {
    teams: found?.teams ?? [],
    agents: found?.agents ?? [],
    channels: found?.channels ?? [],
    products: found?.products ?? [],
    duties: found?.duties ?? [],
  }
}

/** Each distinct value of the leading column of an index, by hops through it: as quick over years as over a day. */
const hops = (name: string, table: string, column: string, where = 'true') =>
  `${name} AS (
    (SELECT ${column} AS value FROM ${table} WHERE ${where} ORDER BY ${column} LIMIT 1)
    UNION ALL
    SELECT (SELECT ${column} FROM ${table} WHERE ${where} AND ${column} > ${name}.value ORDER BY ${column} LIMIT 1)
    FROM ${name} WHERE ${name}.value IS NOT NULL
  )`

/** Agents that sources name, and the team each was last seen in. By name; at most 5,000. */
export async function listSourceAgents(): Promise<{ agent: string; team: string | null }[]> {
  const { rows } = await pool().query<{ agent: string; team: string | null }>(
    `WITH RECURSIVE ${hops('talked', 'contact', 'agent', "agent <> ''")}, ${hops('signed_in', 'agent_span', 'agent', "agent <> ''")}
     SELECT v.value AS agent, coalesce(
       (SELECT team FROM (
          (SELECT team, started_at FROM contact WHERE agent = v.value AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1)
          UNION ALL
          (SELECT team, started_at FROM contact WHERE agent = v.value AND ended_at IS NOT NULL
           ORDER BY ended_at DESC LIMIT 1)) AS newest ORDER BY started_at DESC LIMIT 1),
       (SELECT team FROM agent_span WHERE agent = v.value ORDER BY started_at DESC LIMIT 1)) AS team
     FROM (SELECT value FROM talked UNION SELECT value FROM signed_in) AS v
     WHERE v.value IS NOT NULL ORDER BY v.value LIMIT 5000`,
  )
  return rows
}

/** Agents that have a name of the company's and are in this team: by what is entered, else by their last sign-in. */
export async function listLabelledAgentsOf(team: string): Promise<string[]> {
  const { rows } = await pool().query<{ agent: string }>(
    `SELECT o.agent FROM org_agent o WHERE o.label <> '' AND coalesce(nullif(o.team, ''),
       (SELECT s.team FROM agent_span s WHERE s.agent = o.agent ORDER BY s.started_at DESC LIMIT 1)) = $1
     ORDER BY o.agent`,
    [team],
  )
  return rows.map(({ agent }) => agent)
}

/** Products that tickets name, by name; at most 2,000. */
export async function listSourceProducts(): Promise<string[]> {
  const { rows } = await pool().query<{ product: string }>(
    `SELECT DISTINCT k1 AS product FROM rollup_opened WHERE cube = 'product' AND k1 <> '' ORDER BY k1 LIMIT 2000`,
  )
  return rows.map(({ product }) => product)
}

/** Channels that ever had tickets, with how many in the 28 days before `now` (epoch ms). */
export async function listSourceChannels(
  now: number,
): Promise<{ channel: string; tickets: number; lastDay: number | null }[]> {
  const { rows } = await pool().query<{ channel: string; tickets: string; lastDay: number | null }>(
    `SELECT k2 AS channel, (extract(epoch FROM max(bucket)) * 1000)::bigint AS "lastDay",
       coalesce(sum(opened) FILTER (WHERE bucket >= to_timestamp($1::double precision / 1000) - interval '28 days'), 0)
         AS tickets
     FROM rollup_opened WHERE cube = 'team_channel' AND k2 <> '' GROUP BY k2 ORDER BY k2`,
    [now],
  )
  return rows.map((row) => ({ ...row, tickets: Number(row.tickets) }))
}

interface OrgTable {
  readonly table: string
  readonly key: string
  readonly keyType: 'text' | 'uuid'
  /** field of the form → column and its type */
  readonly columns: Readonly<Record<string, readonly [column: string, type: string]>>
}

const LABEL = ['label', 'text'] as const
const OWNERS = ['owners', 'uuid[]'] as const
const TABLES: Readonly<Record<OrganisationKind, OrgTable>> = {
  teams: {
    table: 'org_team',
    key: 'team',
    keyType: 'text',
    columns: { label: LABEL, leads: ['leads', 'uuid[]'], supervisors: ['supervisors', 'uuid[]'] },
  },
  agents: {
    table: 'org_agent',
    key: 'agent',
    keyType: 'text',
    columns: {
      label: LABEL,
      team: ['team', 'text'],
      userId: ['user_id', 'uuid'],
      newcomer: ['newcomer', 'boolean'],
    },
  },
  channels: {
    table: 'org_channel',
    key: 'channel',
    keyType: 'text',
    columns: { label: LABEL, owners: OWNERS, hidden: ['hidden', 'boolean'] },
  },
  products: {
    table: 'org_product',
    key: 'product',
    keyType: 'text',
    columns: { label: LABEL, owners: OWNERS },
  },
  duties: {
    table: 'org_duty',
    key: 'id',
    keyType: 'uuid',
    columns: {
      kind: ['kind', 'text'],
      userId: ['user_id', 'uuid'],
      team: ['team', 'text'],
      channel: ['channel', 'text'],
      weekdays: ['weekdays', 'int[]'],
      from: ['"from"', 'text'],
      to: ['"to"', 'text'],
      validFrom: ['valid_from', 'timestamptz'],
      validTo: ['valid_to', 'timestamptz'],
    },
  },
}

const PICTURE = "to_jsonb(o) - 'updated_at' AS row"

/** Enters or changes one item inside the caller's transaction; both pictures are rows of the table. */
export async function writeOrganisationItem(
  client: ClientBase,
  kind: OrganisationKind,
  key: string,
  item: Readonly<Record<string, unknown>>,
  now: number,
): Promise<{ before: unknown; after: unknown }> {
  const { table, key: id, keyType, columns } = TABLES[kind]
  const stood = await client.query<{ row: unknown }>(
    `SELECT ${PICTURE} FROM ${table} o WHERE o.${id} = $1::${keyType} FOR UPDATE`,
    [key],
  )
  const fields = Object.entries(columns)
  const names = fields.map(([, [column]]) => column)
  const { rows } = await client.query<{ row: unknown }>(
    `INSERT INTO ${table} AS o (${id}, updated_at, ${names.join(', ')})
     VALUES ($1::${keyType}, $2, ${fields.map(([, [, type]], i) => `$${i + 3}::${type}`).join(', ')})
     ON CONFLICT (${id}) DO UPDATE SET updated_at = excluded.updated_at,
       ${names.map((column) => `${column} = excluded.${column}`).join(', ')} RETURNING ${PICTURE}`,
    [
      key,
      new Date(now),
      ...fields.map(([field, [, type]]) => {
        const value = item[field]
        return type === 'timestamptz' && typeof value === 'number' ? new Date(value) : value
      }),
    ],
  )
  return { before: stood.rows[0]?.row ?? null, after: rows[0]?.row ?? null }
}

/** Takes one item out; answers what it was, null where there was none. */
export async function removeOrganisationItem(
  client: ClientBase,
  kind: OrganisationKind,
  key: string,
): Promise<unknown> {
  const { table, key: id, keyType } = TABLES[kind]
  const { rows } = await client.query<{ row: unknown }>(
    `DELETE FROM ${table} AS o WHERE ${id} = $1::${keyType} RETURNING ${PICTURE}`,
    [key],
  )
  return rows[0]?.row ?? null
}

/** Those of these ids that are nobody's. */
export async function unknownPeople(client: ClientBase, ids: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT asked.id FROM unnest($1::uuid[]) AS asked(id) WHERE NOT EXISTS (SELECT FROM app_user u WHERE u.id = asked.id)',
    [ids],
  )
  return rows.map(({ id }) => id)
}
