/**
 * Millions of facts for the benchmark, made by SQL in a database of its own: a year and a month of a large
 * company's tickets with daily and weekly curves, long-tailed waits, surveys and complaints. Never run on a
 * database that holds anything else.
 */
import type pg from 'pg'
import type { FactName } from '@/lib/facts/shapes'
import { FAMILIES } from '@/lib/metrics/families'
import { FACT_TABLES, snakeCase } from './columns'

/** `end`: the last instant of the facts (ISO), `days`: how far they reach back, `tickets`: about how many. */
export interface BenchFacts {
  readonly tickets: number
  readonly days: number
  readonly end: string
}

/** The fact tables that are filled; messages and contacts are not asked for by any tile. */
export const BENCH_TABLES = ['ticket', 'episode', 'round', 'assignment', 'answer', 'complaint'] as const
type BenchTable = (typeof BENCH_TABLES)[number]

const CHUNK = 500_000

const CHANNELS: readonly (readonly [string, number])[] = [
  ['taobao', 20],
  ['douyin', 17],
  ['wechat', 13],
  ['phone', 11],
  ['jd', 10],
  ['pdd', 9],
  ['web', 7],
  ['app', 6],
  ['email', 3],
  ['wecom', 2],
  ['weibo', 1],
  ['sms', 0.6],
  ['store', 0.4],
]
const TEAM_OF = ['t01', 't02', 't03', 't04', 't05', 't05', 't06', 't07', 't08', 't03', 't03', 't08', 't08']
const HOURS = [20, 11, 7, 5, 5, 8, 16, 32, 58, 80, 88, 82, 66, 70, 78, 78, 72, 62, 58, 70, 84, 88, 66, 38]

/** `{value,…}` and the rising shares below each value but the first, for `width_bucket`. */
function weighted(items: readonly (readonly [string, number])[]): { values: string; steps: string } {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0)
  let below = 0
  const steps: number[] = []
  for (const [, weight] of items.slice(0, -1)) {
    below += weight / total
    steps.push(below)
  }
  return {
    values: `ARRAY[${items.map(([value]) => `'${value}'`).join(',')}]`,
    steps: `ARRAY[${steps.map((step) => step.toFixed(9)).join(',')}]::float8[]`,
  }
}

/** An SQL expression that picks one of the values by weight, from the random stream `salt`. */
function pick(items: readonly (readonly [string, number])[], salt: number): string {
  const { values, steps } = weighted(items)
  return `(${values})[1 + width_bucket(bench_u(i, ${salt}), ${steps})]`
}

const tail = (prefix: string, count: number): (readonly [string, number])[] =>
  Array.from(
    { length: count },
    (_, i) => [`${prefix}${String(i + 1).padStart(2, '0')}`, 1 / (i + 2)] as const,
  )

const HELPERS = `
  CREATE OR REPLACE FUNCTION bench_u(i bigint, salt bigint) RETURNS float8
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT ((hashint8extended(i, salt) >> 12) & 2251799813685247)::float8 / 2251799813685248.0 $$;
  CREATE OR REPLACE FUNCTION bench_normal(i bigint, salt bigint) RETURNS float8
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT sqrt(-2 * ln(1 - bench_u(i, salt))) * cos(2 * pi() * bench_u(i, salt + 1)) $$;`

/** One row a ticket: everything the facts are made of. $1 first number, $2 last, $3 end, $4 days. */
function baseSql(): string {
  const channels = weighted(CHANNELS)
  const hours = weighted(HOURS.map((weight, hour) => [String(hour), weight] as const))
  return `
    CREATE TEMP TABLE bench_base ON COMMIT DROP AS
    SELECT *, (least(600000, exp(ln(CASE kind WHEN 'phone' THEN 9000 WHEN 'chat' THEN 31000 ELSE 140000 END)
        + 0.72 * bench_normal(i, 20)) * skill * CASE WHEN hour IN (12, 20, 21) THEN 1.5 ELSE 1 END))::bigint AS wait,
      CASE WHEN bench_u(i, 30) < 0.042 THEN 'abandoned' WHEN bench_u(i, 30) < 0.05 THEN 'void' ELSE 'answered' END AS fate,
      (60000 + exp(ln(240000) + 0.9 * bench_normal(i, 24)))::bigint AS handling,
      (90000 + exp(ln(CASE kind WHEN 'ticket' THEN 7200000 ELSE 900000 END) + 1.1 * bench_normal(i, 26)))::bigint AS solving
    FROM (
      SELECT *, CASE channel WHEN 'phone' THEN 'phone' WHEN 'email' THEN 'ticket' WHEN 'sms' THEN 'ticket'
          WHEN 'store' THEN 'ticket' ELSE 'chat' END AS kind,
        'a' || team || lpad((1 + floor(25 * bench_u(i, 14)))::int::text, 2, '0') AS agent,
        0.7 + 0.6 * bench_u(i % 25, 77) AS skill
      FROM (
        SELECT i, md5('bench' || i)::uuid AS ticket_id,
          (${channels.values})[c] AS channel,
          (ARRAY[${TEAM_OF.map((team) => `'${team}'`).join(',')}])[c] AS team,
          'bench-' || (${channels.values})[c] AS source,
          hour,
          $3::timestamptz - make_interval(
            days => floor($4::int * power(bench_u(i, 1), 0.92))::int,
            secs => (24 - hour) * 3600 - 3600 * bench_u(i, 3)) AS opened_at,
          ${pick(tail('p', 40), 5)} AS product,
          ${pick(tail('i', 24), 6)} AS issue_type,
          ${pick(tail('r', 34), 7)} AS region,
          ${pick(
            [
              ['normal', 70],
              ['new', 16],
              ['high', 10],
              ['vip', 4],
            ],
            8,
          )} AS tier,
          CASE WHEN bench_u(i, 9) < 0.05 THEN 'sale' || floor(6 * bench_u(i, 10))::int END AS campaign,
          CASE WHEN bench_u(i, 11) < 0.1 THEN 'high' ELSE 'normal' END AS priority,
          'c' || floor(1200000 * bench_u(i, 12))::int AS customer
        FROM (
          SELECT i, 1 + width_bucket(bench_u(i, 4), ${channels.steps}) AS c,
            width_bucket(bench_u(i, 2), ${hours.steps}) AS hour
          FROM generate_series($1::bigint, $2::bigint) AS i
        ) AS drawn
      ) AS placed
    ) AS named`
}

const described = {
  source: 'source',
  channel: 'channel',
  product: 'product',
  issue_type: 'issue_type',
  region: 'region',
  customer_tier: 'tier',
  campaign: 'campaign',
  priority: 'priority',
}
const key = { ticket_id: 'ticket_id', no: '0' }
const ms = (column: string): string => `make_interval(secs => ${column} / 1000.0)`
const reply = `opened_at + ${ms('wait')}`
const solved = `opened_at + ${ms('wait + solving')}`
const settled = `CASE WHEN fate <> 'abandoned' THEN ${solved} END`
const target = `CASE kind WHEN 'phone' THEN 15000 WHEN 'chat' THEN 60000 ELSE 300000 END`
const level = `CASE kind WHEN 'phone' THEN 20000 WHEN 'chat' THEN 60000 ELSE 14400000 END`
const within = `CASE fate WHEN 'answered' THEN wait <= ${target} WHEN 'abandoned' THEN CASE WHEN wait > ${target} THEN false END END`
const slWithin = `CASE WHEN fate = 'answered' THEN wait <= ${level} END`
const surveyed = 'bench_u(i, 40) < 0.5'
const rated = 'bench_u(i, 40) < 0.2'

/** Expressions over bench_base, by column. */
const COLUMNS: Readonly<
  Record<BenchTable, { readonly from: string; readonly columns: Readonly<Record<string, string>> }>
> = {
  ticket: {
    from: 'bench_base',
    columns: {
      ...key,
      ...described,
      subject: `'B-' || i`,
      channel_kind: 'kind',
      customer: 'customer',
      direction: `'in'`,
      title: 'NULL',
      entry_page: 'NULL',
      tags: 'NULL',
      state: `CASE fate WHEN 'abandoned' THEN 'abandoned' ELSE 'resolved' END`,
      first_at: 'opened_at',
      last_at: solved,
      opened_at: 'opened_at',
      team_opened: 'team',
      agent_opened: 'NULL',
      resolved_at: settled,
      ever_resolved_at: settled,
      ended_at: solved,
      closed_at: `CASE WHEN fate = 'abandoned' THEN ${solved} END`,
      team_settled: 'team',
      agent_settled: `CASE WHEN fate = 'answered' THEN agent END`,
      team_closed: `CASE WHEN fate = 'abandoned' THEN team END`,
      agent_closed: 'NULL',
      team_last: 'team',
      agent_last: `CASE WHEN fate = 'answered' THEN agent END`,
      teams: 'ARRAY[team]',
      answered: `fate = 'answered'`,
      transferred: 'bench_u(i, 50) < 0.05',
      transferred_team: 'bench_u(i, 50) < 0.028',
      reopened: 'bench_u(i, 51) < 0.05',
      reopened72: 'bench_u(i, 51) < 0.045',
      aht_ms: `CASE WHEN fate = 'answered' THEN handling END`,
      aht_biz_ms: `CASE WHEN fate = 'answered' THEN handling END`,
      resolution_ms: `CASE WHEN fate <> 'abandoned' THEN wait + solving END`,
      resolution_biz_ms: `CASE WHEN fate <> 'abandoned' THEN wait + solving END`,
      resolution_due_at: `opened_at + interval '24 hours'`,
      resolution_due_biz_at: `opened_at + interval '24 hours'`,
      resolved_within: `CASE WHEN fate <> 'abandoned' THEN wait + solving <= 86400000 END`,
      resolved_within_biz: `CASE WHEN fate <> 'abandoned' THEN wait + solving <= 86400000 END`,
      fcr_repeat: 'bench_u(i, 52) < 0.06',
      survey_sent_at: `CASE WHEN ${surveyed} THEN ${solved} END`,
      survey_answered: rated,
      team_survey: `CASE WHEN ${surveyed} THEN team END`,
      agent_survey: `CASE WHEN ${surveyed} THEN agent END`,
      messages_in: '2',
      messages_out: '2',
      waiting_since: 'NULL',
      round_since: 'NULL',
    },
  },
  episode: {
    from: 'bench_base',
    columns: {
      ...key,
      ...described,
      team: 'team',
      agent: `CASE WHEN fate = 'answered' THEN agent END`,
      started_at: 'opened_at',
      ended_at: reply,
      outcome: 'fate',
      wait_ms: 'wait',
      wait_biz_ms: 'wait',
      within,
      within_biz: within,
      due_at: `opened_at + ${ms(`(${target})`)}`,
      due_biz_at: `opened_at + ${ms(`(${target})`)}`,
      sl_within: slWithin,
      sl_within_biz: slWithin,
      sl_due_at: `opened_at + ${ms(`(${level})`)}`,
      sl_due_biz_at: `opened_at + ${ms(`(${level})`)}`,
      short_abandon: `fate = 'abandoned' AND wait <= CASE kind WHEN 'phone' THEN 5000 WHEN 'chat' THEN 10000 ELSE -1 END`,
    },
  },
  round: {
    from: `bench_base WHERE kind <> 'phone' AND fate = 'answered'`,
    columns: {
      ...key,
      ...described,
      team: 'team',
      agent: 'agent',
      started_at: 'opened_at',
      ended_at: reply,
      outcome: `'answered'`,
      first: 'true',
      response_ms: 'wait',
      response_biz_ms: 'wait',
      breached: 'wait > 40000',
      breached_biz: 'wait > 40000',
      due_at: `opened_at + interval '40 seconds'`,
      due_biz_at: `opened_at + interval '40 seconds'`,
    },
  },
  assignment: {
    from: `bench_base WHERE fate = 'answered'`,
    columns: {
      ...key,
      ...described,
      team: 'team',
      agent: 'agent',
      assigned_at: `opened_at + ${ms('wait * 0.4')}`,
      outcome: `'answered'`,
      response_ms: '(wait * 0.6)::bigint',
      response_biz_ms: '(wait * 0.6)::bigint',
    },
  },
  answer: {
    from: `(SELECT *, ${pick(
      [
        ['csat', 70],
        ['nps', 15],
        ['ces', 15],
      ],
      41,
    )} AS survey, bench_u(i, 42) + CASE WHEN wait > ${target} THEN 0.12 ELSE 0 END AS luck
      FROM bench_base WHERE ${rated}) AS rated`,
    columns: {
      ...key,
      ...described,
      team: 'team',
      agent: 'agent',
      at: `${solved} + ${ms('120000 * bench_u(i, 43)')}`,
      kind: 'survey',
      scale: `CASE survey WHEN 'csat' THEN '1-5' WHEN 'nps' THEN '0-10' ELSE '1-7' END`,
      score_milli: scoreSql(),
      normal_milli: scoreSql(),
      comment: 'NULL',
      on_ticket: 'true',
    },
  },
  complaint: {
    from: 'bench_base WHERE bench_u(i, 60) < 0.008',
    columns: {
      ...key,
      ...described,
      team: 'team',
      agent: 'agent',
      filed_at: `${solved} + interval '20 minutes'`,
      customer: 'customer',
      level: `'normal'`,
      category: 'issue_type',
      counted: 'true',
      on_ticket: 'true',
    },
  },
}

function scoreSql(): string {
  return `1000 * CASE survey
    WHEN 'csat' THEN CASE WHEN luck < 0.66 THEN 5 WHEN luck < 0.88 THEN 4 WHEN luck < 0.94 THEN 3 WHEN luck < 1 THEN 2 ELSE 1 END
    WHEN 'nps' THEN CASE WHEN luck < 0.3 THEN 10 WHEN luck < 0.54 THEN 9 WHEN luck < 0.84 THEN 8 WHEN luck < 0.9 THEN 6 ELSE 3 END
    ELSE CASE WHEN luck < 0.4 THEN 7 WHEN luck < 0.75 THEN 6 WHEN luck < 0.9 THEN 4 ELSE 2 END END`
}

function insertSql(name: BenchTable): string {
  const { from, columns } = COLUMNS[name]
  const table = FACT_TABLES[name satisfies FactName]
  const expressions = table.columns.map((column) => {
    const expression = columns[column.name]
    if (expression === undefined) throw new Error(`the benchmark has nothing for ${name}.${column.name}`)
    return expression
  })
  return `INSERT INTO ${table.name} (${table.columns.map((column) => `"${column.name}"`).join(', ')})
    SELECT ${expressions.join(', ')} FROM ${from}`
}

/** Indexes and keys of the tables, taken away while rows are poured in. Returns the statements that bring them back. */
export async function dropIndexes(client: pg.ClientBase, tables: readonly string[]): Promise<string[]> {
  const constraints = await client.query<{ name: string; tab: string; def: string }>(
    `SELECT conname AS name, conrelid::regclass::text AS tab, pg_get_constraintdef(oid) AS def
     FROM pg_constraint WHERE contype = 'p' AND conrelid::regclass::text = ANY($1)`,
    [tables],
  )
  const indexes = await client.query<{ name: string; def: string }>(
    `SELECT indexname AS name, indexdef AS def FROM pg_indexes
     WHERE schemaname = current_schema() AND tablename = ANY($1)
       AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
    [tables],
  )
  for (const { name, tab } of constraints.rows)
    await client.query(`ALTER TABLE ${tab} DROP CONSTRAINT "${name}"`)
  for (const { name } of indexes.rows) await client.query(`DROP INDEX "${name}"`)
  return [
    ...constraints.rows.map(({ name, tab, def }) => `ALTER TABLE ${tab} ADD CONSTRAINT "${name}" ${def}`),
    ...indexes.rows.map(({ def }) => def),
  ]
}

/** The column whose index has the rows of a table by time: the anchor of the first family that counts them. */
function anchorOf(table: BenchTable): string {
  const family = FAMILIES.find(({ fact }) => fact === table)
  if (family === undefined) throw new Error(`no family counts ${table}`)
  return snakeCase(family.at)
}

/** Pours `tickets` tickets and their facts into an empty, migrated database; `progress` gets shares from 0 to 1. */
export async function fillBenchFacts(
  client: pg.ClientBase,
  facts: BenchFacts,
  progress: (share: number) => void,
): Promise<void> {
  await client.query(
    `SET synchronous_commit = off; SET work_mem = '128MB'; SET maintenance_work_mem = '512MB'`,
  )
  await client.query(HELPERS)
  const restore = await dropIndexes(client, BENCH_TABLES)
  for (let first = 1; first <= facts.tickets; first += CHUNK) {
    const last = Math.min(facts.tickets, first + CHUNK - 1)
    await client.query('BEGIN')
    await client.query(baseSql(), [first, last, facts.end, facts.days])
    for (const table of BENCH_TABLES) await client.query(insertSql(table))
    await client.query('COMMIT')
    progress((0.7 * last) / facts.tickets)
  }
  for (const [index, statement] of restore.entries()) {
    await client.query(statement)
    progress(0.7 + (0.25 * (index + 1)) / restore.length)
  }
  // Poured in without order; in a real table facts lie in the order they came, and so nearly by time.
  for (const table of BENCH_TABLES)
    await client.query(`CLUSTER ${table} USING ${table}_${anchorOf(table)}_idx`)
  for (const table of BENCH_TABLES) await client.query(`VACUUM (ANALYZE) ${table}`)
  progress(1)
}

/** The customers of the tickets, where there are none yet: a tier, a value, one to three orders and a last sign of life. */
export async function fillBenchCustomers(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query('SELECT 1 FROM customer LIMIT 1')
  if (rows.length > 0) return
  await pool.query(`
    INSERT INTO customer (source, customer, name, tier, region, lifetime_value_cents, tags, phone, email,
      last_order_at, last_active_at, orders)
    SELECT DISTINCT ON (t.source, t.customer) t.source, t.customer, '客户' || t.customer, t.customer_tier, t.region,
      (1000 + hashtext(t.customer) % 1000 * 997 + 1000000), NULL, NULL, NULL,
      t.opened_at - interval '3 days', t.opened_at,
      ARRAY[t.opened_at - interval '40 days', t.opened_at - interval '3 days']
    FROM ticket t WHERE t.customer IS NOT NULL ORDER BY t.source, t.customer, t.opened_at DESC`)
  await pool.query('VACUUM (ANALYZE) customer')
}

/** Days back from the end for which agents' time is made. */
const AGENT_DAYS = 90

/** Agents' days (signed in from nine to six, an hour's break) and contacts of the last 90 days, where there are none yet. */
export async function fillBenchAgents(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query('SELECT 1 FROM agent_span LIMIT 1')
  if (rows.length > 0) return
  await pool.query(`
    INSERT INTO contact (ticket_id, no, ${Object.keys(described).join(', ')}, team, agent, started_at, ended_at)
    SELECT ticket_id, 0, ${Object.keys(described).join(', ')}, team_last, agent_last, opened_at + interval '30 seconds',
      opened_at + interval '30 seconds' + ${ms('coalesce(aht_ms, 0)')}
    FROM ticket
    WHERE answered AND agent_last IS NOT NULL
      AND opened_at >= (SELECT max(opened_at) FROM ticket) - interval '${AGENT_DAYS} days'`)
  await pool.query(`
    INSERT INTO agent_span (agent, team, source, status, capacity, started_at, ended_at)
    SELECT a.agent, a.team, 'bench-app', s.status, 5, d.day + s.starts, d.day + s.ends
    FROM (SELECT DISTINCT agent, team FROM contact) a,
      (SELECT date_trunc('day', (SELECT max(opened_at) FROM ticket) AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai'
        - make_interval(days => i) AS day FROM generate_series(0, ${AGENT_DAYS - 1}) AS i) d,
      (VALUES ('available', interval '9 hours', interval '12 hours'), ('break', interval '12 hours', interval '13 hours'),
        ('available', interval '13 hours', interval '18 hours')) AS s(status, starts, ends)`)
  await pool.query('VACUUM (ANALYZE) contact')
  await pool.query('VACUUM (ANALYZE) agent_span')
}

/** Reads the facts of the last `days` once: a server that has been taking events has them in memory. */
export async function readRecentFacts(pool: pg.Pool, days: number): Promise<void> {
  for (const table of BENCH_TABLES) {
    await pool.query(
      `SELECT max(ticket_id::text) FROM "${table}" WHERE ${anchorOf(table)} >= (SELECT max(opened_at) FROM ticket) - make_interval(days => $1)`,
      [days],
    )
  }
}
