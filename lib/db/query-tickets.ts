/**
 * The rows behind a number: for each ticket how often it counts (`n`), how often it hits (shares), and its
 * values. Made from the same measures as the number, so that the rows add up to it.
 */
import type pg from 'pg'
import { rateLimited } from '@/lib/core/errors'
import type { Instant } from '@/lib/facts/event'
import type { FactName } from '@/lib/facts/shapes'
import * as families from '@/lib/metrics/families'
import type { TicketCursor, TicketQuery } from '@/lib/metrics/parse-tickets'
import { metricParts, OPENED, type Part, storedBound, type TicketState } from '@/lib/metrics/ticket-parts'
import type { Dimension, Measure } from '@/lib/metrics/types'
import { uuidArray } from './arrays'
import { FACT_TABLES, snakeCase } from './columns'
import { databaseError, readPool, snapshot } from './pool'
import {
  dimensionColumn,
  measureCondition,
  Params,
  questionConditions,
  runStatement,
  stretchSql,
} from './query-sql'

/** One ticket of a list. Facts are null where the answer or complaint came without a ticket. */
export interface ListedTicket {
  readonly ticketId: string
  /** the latest instant that puts it into the period */
  readonly at: Instant
  readonly n: number
  readonly hits: number
  /** the measured values in time order: seconds for durations, points for scores */
  readonly values: readonly number[]
  /** the last answer's score on its own scale and its comment, for metrics made of answers */
  readonly score: number | null
  readonly comment: string | null
  readonly source: string
  readonly facts: Readonly<Record<string, unknown>> | null
  /** the customer's name; null where there is none */
  readonly customerName: string | null
  readonly firstResponseMs: number | null
}

/** Ids of the tickets a statement is narrowed to; null = all of the population. */
type Only = readonly string[] | null

const onlySql = (alias: string, only: Only, params: Params): string[] =>
  only === null ? [] : [`${alias}.ticket_id = ANY(${params.add(uuidArray(only), '::uuid[]')})`]

/** Stretches up to which an index is searched for each; of more the whole period is read. */
const FEW_STRETCHES = 64

/** Condition that an anchor lies in the asked parts of the period. */
function periodSql({ period, stretches }: TicketQuery, params: Params, column: string): string {
  if (stretches.length === 0) return 'FALSE'
  if (stretches.length <= FEW_STRETCHES) return stretchSql(stretches, params, column)
  const edges = params.instants(stretches.flatMap(({ from, to }) => [from, to]))
  return `${stretchSql([period], params, column)} AND width_bucket(${column}, ${edges}) % 2 = 1`
}

const quoted = (word: string): string => `'${word.replaceAll("'", "''")}'`

/** States stand in the text: partial indexes match them. */
function stateSql(states: readonly TicketState[], alias: string): string {
  const plain = states.filter((state) => state !== 'waiting')
  return `(${[
    ...(plain.length > 0 ? [`${alias}.state IN (${plain.map(quoted).join(', ')})`] : []),
    ...(plain.length < states.length
      ? [`(${alias}.state = 'open' AND ${alias}.waiting_since IS NOT NULL)`]
      : []),
  ].join(' OR ')})`
}

/** Conditions on the ticket a fact belongs to: its customer and its state. */
function ticketConditions(query: TicketQuery, params: Params, alias: string, fact: FactName): string[] {
  const { customer, states } = query
  if (customer === null && states === null) return []
  const own = fact === 'ticket'
  const of = own ? alias : 'o'
  const inTicket = [
    ...(customer === null || fact === 'complaint'
      ? []
      : [
          `${of}.source = ${params.add(customer.source)} AND ${of}.customer = ${params.add(customer.customer)}`,
        ]),
    ...(states === null ? [] : [stateSql(states, of)]),
  ]
  const outside =
    customer !== null && fact === 'complaint' ? [`${alias}.customer = ${params.add(customer.customer)}`] : []
  if (own || inTicket.length === 0) return [...inTicket, ...outside]
  // Few tickets of one customer are looked up first; a state is looked up ticket by ticket.
  const inner =
    customer === null
      ? `EXISTS (SELECT 1 FROM ticket o WHERE o.ticket_id = ${alias}.ticket_id AND ${inTicket.join(' AND ')})`
      : `${alias}.ticket_id IN (SELECT o.ticket_id FROM ticket o WHERE ${inTicket.join(' AND ')})`
  return [inner, ...outside]
}

/** Conditions on the value that a fact measures. */
function rangeSql({ range }: TicketQuery, { value }: Part, params: Params): string[] {
  if (range === null || value === null) return []
  const column = `f.${snakeCase(value.field)}`
  const bound = (at: number) => params.add(storedBound(at, value.scale), '::bigint')
  return [
    ...(range.min === null ? [] : [`${column} >= ${bound(range.min)}`]),
    ...(range.max === null ? [] : [`${column} < ${bound(range.max)}`]),
  ]
}

/** `ticket_id, at, no, n, hits, value, score, comment, source` of every fact that counts. */
function factRowsSql(query: TicketQuery, part: Part, params: Params, only: Only): string {
  const { family } = part
  const at = `f.${snakeCase(family.at)}`
  const condition = (measure: Measure) => measureCondition(measure, params, query.now) || 'TRUE'
  const total = (measures: readonly Measure[]) =>
    measures.length === 0 ? '0' : measures.map((m) => `coalesce((${condition(m)})::int, 0)`).join(' + ')
  const counted = part === OPENED ? '1' : total(part.n)
  const hits = part.misses.length === 0 ? total(part.hits) : `${total(part.hits)} - (${total(part.misses)})`
  const value =
    part.value === null
      ? 'NULL::float8'
      : `(f.${snakeCase(part.value.field)} / ${Math.round(1 / part.value.scale)}::float8)`
  const isAnswer = family.fact === 'answer'
  const column = (dimension: Dimension) => `f.${dimensionColumn(family, dimension)}`
  const counts = [...part.n, ...part.hits].map((m) => `(${condition(m)})`)
  const conditions = [
    periodSql(query, params, at),
    ...(part === OPENED
      ? openedConditions(query, params)
      : questionConditions(query, params, column, 'null')),
    ...(counts.length > 0 ? [`(${counts.join(' OR ')})`] : []),
    ...rangeSql(query, part, params),
    ...(query.scores === null || !isAnswer
      ? []
      : [`(f.normal_milli + 500) / 1000 = ANY(${params.add(query.scores, '::int[]')})`]),
    ...ticketConditions(query, params, 'f', family.fact),
    ...onlySql('f', only, params),
  ]
  return `SELECT f.ticket_id, ${at} AS at, f.no, ${counted} AS n, ${hits} AS hits, ${value} AS value,
    ${isAnswer ? 'f.score_milli / 1000.0::float8' : 'NULL::float8'} AS score, ${isAnswer ? 'f.comment' : 'NULL::text'} AS comment, f.source
  FROM "${family.fact}" f WHERE ${conditions.join(' AND ')}`
}

/** Without a metric a ticket is visible to every team that ever had it, and filters mean the opening. */
function openedConditions(query: TicketQuery, params: Params): string[] {
  const column = (dimension: Dimension) => `f.${dimensionColumn(families.opened, dimension)}`
  const conditions = questionConditions({ ...query, scope: null }, params, column, 'null')
  const { scope } = query
  if (scope === null) return conditions
  const named = query.filters.some((filter) => filter.dimension === 'team' && filter.op === 'in')
  return [
    ...conditions,
    `f.teams && ${params.texts(scope)}`,
    // Who asks for a team by name gets that team's tickets, and none of another's.
    ...(named ? [`(f.team_opened = ANY(${params.texts(scope)}))`] : []),
  ]
}

function waitingSql(query: TicketQuery, params: Params, only: Only): string {
  const column = (dimension: Dimension) => `f.${snakeCase(dimension)}`
  const value = `greatest(0, extract(epoch FROM ${params.instant(query.now)} - f.started_at))::float8`
  const { range } = query
  const conditions = [
    "f.outcome = 'waiting'",
    ...questionConditions(query, params, column, 'null'),
    ...(range?.min == null ? [] : [`${value} >= ${params.add(range.min, '::float8')}`]),
    ...(range?.max == null ? [] : [`${value} < ${params.add(range.max, '::float8')}`]),
    ...ticketConditions(query, params, 'f', 'episode'),
    ...onlySql('f', only, params),
  ]
  return `SELECT f.ticket_id, f.started_at AS at, f.no, 1 AS n, 0 AS hits,
    ${value} AS value,
    NULL::float8 AS score, NULL::text AS comment, f.source
  FROM episode f WHERE ${conditions.join(' AND ')}`
}

/** Open chats of agents online with a capacity: the numerator, so they hit and count nothing. */
function loadSql(query: TicketQuery, params: Params, only: Only): string {
  const column = (dimension: Dimension) => `s.${snakeCase(dimension)}`
  const conditions = [
    's.ended_at IS NULL',
    "s.status <> 'offline'",
    's.capacity IS NOT NULL',
    'c.ended_at IS NULL',
    "t.channel_kind = 'chat'",
    ...questionConditions(query, params, column, 'null'),
    ...ticketConditions(query, params, 't', 'ticket'),
    ...onlySql('c', only, params),
  ]
  return `SELECT c.ticket_id, max(c.started_at) AS at, 0 AS no, 0 AS n, count(DISTINCT c.agent)::int AS hits,
    NULL::float8 AS value, NULL::float8 AS score, NULL::text AS comment, c.source
  FROM agent_span s JOIN contact c ON c.agent = s.agent JOIN ticket t ON t.ticket_id = c.ticket_id
  WHERE ${conditions.join(' AND ')} GROUP BY c.ticket_id, c.source`
}

/** Each customer counts once, on the ticket closed first in the period. */
function servedSql(query: TicketQuery, params: Params, only: Only): string {
  const column = (dimension: Dimension) => `f.${dimensionColumn(families.closed, dimension)}`
  const conditions = [
    'f.customer IS NOT NULL',
    periodSql(query, params, 'f.closed_at'),
    ...questionConditions(query, params, column, 'null'),
    ...ticketConditions(query, params, 'f', 'ticket'),
  ]
  return `SELECT w.ticket_id, w.at, 0 AS no, (w.place = 1)::int AS n, (w.place = 1 AND w.again)::int AS hits,
    NULL::float8 AS value, NULL::float8 AS score, NULL::text AS comment, w.source
  FROM (
    SELECT f.ticket_id, f.closed_at AS at, f.source,
      row_number() OVER (PARTITION BY f.source, f.customer ORDER BY f.closed_at, f.ticket_id) AS place,
      bool_or(EXISTS (SELECT 1 FROM unnest(c.orders) o WHERE o > f.closed_at AND o <= f.closed_at + interval '2160 hours'))
        OVER (PARTITION BY f.source, f.customer) AS again
    FROM ticket f LEFT JOIN customer c ON c.source = f.source AND c.customer = f.customer
    WHERE ${conditions.join(' AND ')}
  ) w${only === null ? '' : ` WHERE ${onlySql('w', only, params).join('')}`}`
}

/** Every counting fact of the population. */
function populationSql(query: TicketQuery, params: Params, only: Only = null): string {
  const { asked } = query
  if (asked === null) return factRowsSql(query, OPENED, params, only)
  const { metric } = asked
  if (metric.type === 'gauge') {
    return metric.gauge === 'load' ? loadSql(query, params, only) : waitingSql(query, params, only)
  }
  if (metric.type === 'scan') return servedSql(query, params, only)
  return metricParts(asked)
    .map((part) => factRowsSql(query, part, params, only))
    .join('\n  UNION ALL ')
}

/** Facts of the ticket family are one row a ticket: no grouping, and the index gives the order. */
function isSingle({ asked }: TicketQuery): boolean {
  if (asked === null) return true
  const parts = metricParts(asked)
  return parts.length === 1 && parts[0]?.family.fact === 'ticket'
}

function rowsSql(query: TicketQuery, params: Params, only: Only): string {
  const population = populationSql(query, params, only)
  if (isSingle(query)) {
    return `SELECT p.ticket_id, p.at, p.n, p.hits, CASE WHEN p.value IS NULL THEN NULL ELSE ARRAY[p.value] END AS values,
    p.score, p.comment, p.source FROM (${population}) p`
  }
  return `SELECT p.ticket_id, max(p.at) AS at, sum(p.n)::float8 AS n, sum(p.hits)::float8 AS hits,
    array_agg(p.value ORDER BY p.at, p.no) FILTER (WHERE p.value IS NOT NULL) AS values,
    (array_agg(p.score ORDER BY p.at DESC, p.no DESC))[1] AS score,
    (array_agg(p.comment ORDER BY p.at DESC, p.no DESC))[1] AS comment, min(p.source) AS source
  FROM (${population}) p GROUP BY p.ticket_id`
}

const FACTS = FACT_TABLES.ticket.columns
const SELECT_FACTS = FACTS.map((column) => `t.${column.name}`).join(', ')

/** The list in order with the facts of each ticket: all of it, or these tickets. */
function listSql(query: TicketQuery, params: Params, only: Only): string {
  return `SELECT r.ticket_id, r.at, r.n, r.hits, r.values, r.score, r.comment, r.source, e.wait_ms, c.name, ${SELECT_FACTS}
FROM (${rowsSql(query, params, only)}) r
LEFT JOIN ticket t ON t.ticket_id = r.ticket_id
LEFT JOIN episode e ON e.ticket_id = r.ticket_id AND e.no = 0
LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
ORDER BY r.at DESC, r.ticket_id DESC`
}

/** Which tickets make the next page, in order. */
function pageSql(query: TicketQuery, params: Params): string {
  const population = populationSql(query, params)
  const { after, limit } = query
  const seek =
    after === null
      ? ''
      : ` WHERE (r.at, r.ticket_id) < (${params.instant(after.at)}, ${params.add(after.ticketId, '::uuid')})`
  const rows = isSingle(query)
    ? `SELECT p.ticket_id, p.at FROM (${population}) p`
    : `SELECT p.ticket_id, max(p.at) AS at FROM (${population}) p GROUP BY p.ticket_id`
  return `SELECT r.ticket_id FROM (${rows}) r${seek} ORDER BY r.at DESC, r.ticket_id DESC LIMIT ${limit + 1}`
}

const num = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? 0))
const OWN = 10

function listed(row: readonly unknown[]): ListedTicket {
  const [ticketId, at, n, hits, values, score, comment, source, waited, name] = row
  const facts = Object.fromEntries(FACTS.map((column, i) => [column.field, row[OWN + i] ?? null]))
  return {
    ticketId: String(ticketId),
    at: num(at),
    n: num(n),
    hits: num(hits),
    values: Array.isArray(values) ? values.map(num) : [],
    score: score === null || score === undefined ? null : num(score),
    comment: typeof comment === 'string' ? comment : null,
    source: String(source),
    facts: facts.ticketId === null ? null : facts,
    customerName: typeof name === 'string' ? name : null,
    firstResponseMs: waited === null || waited === undefined ? null : num(waited),
  }
}

const nothing = (query: TicketQuery): boolean => query.scope !== null && query.scope.length === 0

type Read = (write: (params: Params) => string) => Promise<readonly (readonly unknown[])[]>

/** Facts read at first for each ticket of a page; more where tickets count often. */
const FACTS_A_TICKET = 3

/**
 * The tickets of the next page, found from the newest facts on: a ticket's place is that of its latest fact, so a
 * page needs no more than the facts it is made of. `limit + 1` of them where there are more.
 */
async function newestTickets(query: TicketQuery, read: Read): Promise<readonly string[]> {
  const { after, limit } = query
  for (let size = (limit + 1) * FACTS_A_TICKET; ; size *= 4) {
    const facts = await read((params) => {
      const population = populationSql(query, params)
      const seek = after === null ? '' : ` WHERE p.at <= ${params.instant(after.at)}`
      return `SELECT p.ticket_id FROM (${population}) p${seek} ORDER BY p.at DESC, p.ticket_id DESC LIMIT ${size}`
    })
    const found = [...new Set(facts.map(([ticketId]) => String(ticketId)))]
    const left = after === null ? found : await notBefore(query, after, found, read)
    if (left.length > limit || facts.length < size) return left.slice(0, limit + 1)
  }
}

/** Those of the tickets that come after a cursor: their latest fact decides, which may lie before it. */
async function notBefore(
  query: TicketQuery,
  after: TicketCursor,
  ids: readonly string[],
  read: Read,
): Promise<readonly string[]> {
  if (ids.length === 0) return ids
  const latest = await read(
    (params) =>
      `SELECT p.ticket_id FROM (${populationSql(query, params, ids)}) p GROUP BY p.ticket_id
        HAVING (max(p.at), p.ticket_id) < (${params.instant(after.at)}, ${params.add(after.ticketId, '::uuid')})`,
  )
  const kept = new Set(latest.map(([ticketId]) => String(ticketId)))
  return ids.filter((id) => kept.has(id))
}

/** Whether the facts of a population can be read from the newest on. */
const hasFacts = ({ asked }: TicketQuery): boolean => asked !== null && metricParts(asked).length > 0

export interface ListedTickets {
  readonly tickets: readonly ListedTicket[]
  readonly total: number
  /** true where counting stopped: there are at least `total` */
  readonly atLeast: boolean
  readonly more: boolean
}

/**
 * One page of tickets in the order of the latest anchor, newest first, and how many there are in all; with
 * `countUpTo` no more facts than that are counted.
 */
export async function readTickets(
  query: TicketQuery,
  countUpTo: number | null = null,
  pool: pg.Pool = readPool(),
): Promise<ListedTickets> {
  if (nothing(query)) return { tickets: [], total: 0, atLeast: false, more: false }
  return snapshot(async (client) => {
    const read: Read = async (write) => {
      const params = new Params()
      const text = write(params)
      let found: readonly (readonly unknown[])[] = []
      const take = (rows: readonly (readonly unknown[])[]) => {
        found = rows
      }
      await runStatement(client, { text, values: params.values, take, estimate: Number.POSITIVE_INFINITY })
      return found
    }
    const page =
      hasFacts(query) && !isSingle(query)
        ? await newestTickets(query, read)
        : (await read((params) => pageSql(query, params))).map(([ticketId]) => String(ticketId))
    const more = page.length > query.limit
    const ids = page.slice(0, query.limit)
    const tickets = ids.length === 0 ? [] : await read((params) => listSql(query, params, ids))
    const counted =
      query.after !== null
        ? { total: query.after.total, atLeast: query.after.atLeast }
        : more
          ? await countTickets(query, countUpTo, read)
          : { total: page.length, atLeast: false }
    return { tickets: tickets.map(listed), ...counted, more }
  }, pool)
}

async function countTickets(
  query: TicketQuery,
  upTo: number | null,
  read: Read,
): Promise<{ readonly total: number; readonly atLeast: boolean }> {
  const [row] = await read((params) => {
    const population = populationSql(query, params)
    const distinct = isSingle(query) ? 'count(*)' : 'count(DISTINCT p.ticket_id)'
    return upTo === null
      ? `SELECT ${distinct}, 0 FROM (${population}) p`
      : `SELECT ${distinct}, count(*) FROM (SELECT f.ticket_id FROM (${population}) f LIMIT ${upTo + 1}) p`
  })
  const atLeast = upTo !== null && num(row?.[1]) > upTo
  return { total: num(row?.[0]) - (atLeast && isSingle(query) ? 1 : 0), atLeast }
}

const FETCH = 1_000
const STREAM_TIMEOUT = 30_000
/** Whole lists that may be read at once; each holds a connection for as long as its reader takes. */
const STREAMS_AT_MOST = 3
let streams = 0

/**
 * The whole list in the same order, read through a cursor of the database, one snapshot from first to last.
 * Throws 429 where too many lists are being read; a reader who stands still for half a minute loses the list.
 */
export async function* streamTicketRows(
  query: TicketQuery,
  pool: pg.Pool = readPool(),
): AsyncGenerator<ListedTicket> {
  if (nothing(query)) return
  if (streams >= STREAMS_AT_MOST)
    throw rateLimited('Too many whole lists are being read; try again shortly.', 10)
  streams += 1
  try {
    yield* readAll(query, await pool.connect())
  } catch (error) {
    throw databaseError(error)
  } finally {
    streams -= 1
  }
}

async function* readAll(query: TicketQuery, client: pg.PoolClient): AsyncGenerator<ListedTicket> {
  let held = true
  const giveBack = (broken: boolean) => {
    if (held) client.release(broken)
    held = false
  }
  // The server ends a transaction that stands still; the connection leaves the pool at once, not at the next read.
  const broken = () => giveBack(true)
  client.on('error', broken)
  let done = false
  try {
    await client.query('BEGIN READ ONLY')
    await client.query(
      `SET LOCAL statement_timeout = ${STREAM_TIMEOUT}; SET LOCAL idle_in_transaction_session_timeout = ${STREAM_TIMEOUT}`,
    )
    const params = new Params()
    const text = listSql(query, params, null)
    await client.query(`DECLARE tickets NO SCROLL CURSOR FOR ${text}`, params.values)
    for (;;) {
      const { rows } = await client.query({ text: `FETCH ${FETCH} FROM tickets`, rowMode: 'array' })
      for (const row of rows as unknown[][]) yield listed(row)
      if (rows.length < FETCH) break
    }
    await client.query('COMMIT')
    done = true
  } finally {
    client.off('error', broken)
    // A reader who goes away in the middle leaves an open transaction: the connection is closed with it.
    giveBack(!done)
  }
}
