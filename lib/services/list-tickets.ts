import { stringify } from 'csv-stringify/sync'
import { formatInZone } from '@/lib/core/grain'
import { maskText } from '@/lib/core/masking'
import { type ListedTicket, readTickets, streamTicketRows } from '@/lib/db/query-tickets'
import { encodeCursor, parseTicketQuery, type TicketQuery } from '@/lib/metrics/parse-tickets'
import { type Context, requireScope, teamScope } from './context'
import { readTenant } from './read-tenant'
import { shownName } from './rows-input'

export { TicketListSchema } from '@/lib/metrics/parse-tickets'

/**
 * One ticket of a list. Times are RFC 3339 in the tenant's offset, durations seconds, shares 0–1; null = no
 * value. `subject` is null for an answer or complaint that came without a ticket; then only `source` is known.
 */
export interface TicketRow {
  readonly source: string
  readonly subject: string | null
  readonly channel: string | null
  readonly channelKind: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly region: string | null
  readonly customerTier: string | null
  readonly campaign: string | null
  readonly priority: string | null
  readonly customer: string | null
  /** the customer's name, or else the id, as everybody may read it: 何** */
  readonly who: string | null
  readonly direction: string | null
  readonly title: string | null
  readonly state: string | null
  readonly openedAt: string | null
  readonly resolvedAt: string | null
  readonly closedAt: string | null
  readonly lastAt: string | null
  readonly waitingSince: string | null
  readonly answered: boolean | null
  readonly transferred: boolean | null
  readonly reopened: boolean | null
  readonly messagesIn: number | null
  readonly messagesOut: number | null
  readonly firstResponseSeconds: number | null
  readonly handleSeconds: number | null
  readonly resolutionSeconds: number | null
  /** when it last counted in the period (with a metric: its anchor) */
  readonly at: string
  /** with a metric: the metric over this ticket alone */
  readonly value?: number | null
  /** how often the ticket counts; over all rows they add up to the metric's n */
  readonly n?: number
  /** for shares: how often it hits; Σ hits ÷ Σ n is the metric (nps: promoters − detractors) */
  readonly hits?: number
  /** the single values behind a mean or percentile */
  readonly values?: readonly number[]
  /** for answers: the last score on its own scale, and its comment (masked) */
  readonly score?: number | null
  readonly comment?: string | null
}

export interface TicketPage {
  readonly rows: readonly TicketRow[]
  /** null on the last page */
  readonly nextCursor: string | null
  /** tickets in all */
  readonly total: number
  /** true where counting stopped at the asker's `countUpTo`: there are at least `total` */
  readonly totalAtLeast?: true
}

const FACT_COLUMNS = [
  'source',
  'subject',
  'channel',
  'channelKind',
  'team',
  'agent',
  'product',
  'issueType',
  'region',
  'customerTier',
  'campaign',
  'priority',
  'customer',
  'who',
  'direction',
  'title',
  'state',
  'openedAt',
  'resolvedAt',
  'closedAt',
  'lastAt',
  'waitingSince',
  'answered',
  'transferred',
  'reopened',
  'messagesIn',
  'messagesOut',
  'firstResponseSeconds',
  'handleSeconds',
  'resolutionSeconds',
  'at',
] as const satisfies readonly (keyof TicketRow)[]
const METRIC_COLUMNS = [
  'value',
  'n',
  'hits',
  'values',
  'score',
  'comment',
] as const satisfies readonly (keyof TicketRow)[]

/** Columns of the CSV, in order; the second list is there with a metric only. */
export const ticketColumns = (withMetric: boolean): readonly (keyof TicketRow)[] =>
  withMetric ? [...FACT_COLUMNS, ...METRIC_COLUMNS] : FACT_COLUMNS

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const hidden = (value: unknown): string | null => (typeof value === 'string' ? maskText(value) : null)
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null)
const count = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const seconds = (value: unknown): number | null => (typeof value === 'number' ? value / 1000 : null)

function metricPart(query: TicketQuery, ticket: ListedTicket): Partial<TicketRow> {
  const { asked } = query
  if (asked === null) return {}
  const { n, hits, values } = ticket
  const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  const isAnswer = ticket.score !== null
  const own = { n, ...(isAnswer ? { score: ticket.score, comment: hidden(ticket.comment) } : {}) }
  switch (asked.metric.type) {
    case 'count':
      return { value: n, ...own }
    case 'mean':
    case 'quantile':
      return { value: mean, ...own, values }
    case 'gauge':
      return asked.metric.gauge === 'load' ? { value: null, ...own, hits } : { value: mean, ...own, values }
    case 'derived':
      return { value: n === 0 ? null : (100 * hits) / n, ...own, hits }
    case 'ratio':
    case 'scan':
      return { value: n === 0 ? null : hits / n, ...own, hits }
  }
}

function rowOf(query: TicketQuery, zone: string, ticket: ListedTicket): TicketRow {
  const facts = ticket.facts ?? {}
  const time = (value: unknown): string | null =>
    typeof value === 'number' ? formatInZone(value, zone) : null
  return {
    source: ticket.source,
    subject: text(facts.subject),
    channel: text(facts.channel),
    channelKind: text(facts.channelKind),
    team: text(facts.teamLast),
    agent: text(facts.agentLast),
    product: text(facts.product),
    issueType: text(facts.issueType),
    region: text(facts.region),
    customerTier: text(facts.customerTier),
    campaign: text(facts.campaign),
    priority: text(facts.priority),
    customer: hidden(facts.customer),
    who: shownName(ticket.customerName, text(facts.customer)),
    direction: text(facts.direction),
    title: hidden(facts.title),
    state: text(facts.state),
    openedAt: time(facts.openedAt),
    resolvedAt: time(facts.resolvedAt),
    closedAt: time(facts.closedAt),
    lastAt: time(facts.lastAt),
    waitingSince: time(facts.waitingSince),
    answered: flag(facts.answered),
    transferred: flag(facts.transferred),
    reopened: flag(facts.reopened),
    messagesIn: count(facts.messagesIn),
    messagesOut: count(facts.messagesOut),
    firstResponseSeconds: seconds(ticket.firstResponseMs),
    handleSeconds: seconds(facts.ahtMs),
    resolutionSeconds: seconds(facts.resolutionMs),
    at: formatInZone(ticket.at, zone),
    ...metricPart(query, ticket),
  }
}

async function prepare(ctx: Context, search: URLSearchParams): Promise<{ query: TicketQuery; zone: string }> {
  requireScope(ctx, 'read')
  const { zone } = await readTenant(ctx.now)
  return { zone, query: parseTicketQuery(search, { now: ctx.now, zone, scope: teamScope(ctx.principal) }) }
}

/**
 * One page of the tickets behind a number (`metric=ID`), or of those opened in the period; newest first, within
 * the asker's teams. `search` holds the parameters of `GET /tickets`. Throws 400 `invalid_query` naming wrong
 * parameters, 403 without the scope `read`, 503 while the database is away. `countUpTo`: facts that are counted for
 * the total; all of them where it is not given.
 */
export async function listTickets(
  ctx: Context,
  search: URLSearchParams,
  options: { readonly countUpTo?: number } = {},
): Promise<TicketPage> {
  const { query, zone } = await prepare(ctx, search)
  const { tickets, total, atLeast, more } = await readTickets(query, options.countUpTo ?? null)
  const last = tickets.at(-1)
  return {
    rows: tickets.map((ticket) => rowOf(query, zone, ticket)),
    nextCursor:
      more && last !== undefined
        ? encodeCursor({ at: last.at, ticketId: last.ticketId, now: query.now, total, atLeast })
        : null,
    total,
    ...(atLeast ? { totalAtLeast: true as const } : {}),
  }
}

/** All of them, one by one, from one snapshot; the same checks and errors, before the first row. */
export async function streamTickets(
  ctx: Context,
  search: URLSearchParams,
): Promise<{ readonly columns: readonly (keyof TicketRow)[]; readonly rows: AsyncGenerator<TicketRow> }> {
  const { query, zone } = await prepare(ctx, search)
  async function* rows(): AsyncGenerator<TicketRow> {
    for await (const ticket of streamTicketRows(query)) yield rowOf(query, zone, ticket)
  }
  return { columns: ticketColumns(query.asked !== null), rows: rows() }
}

const CHUNK = 500

/** The whole list as CSV (RFC 4180, UTF-8, header first) in pieces of text; formulas are defused. */
export async function ticketsCsv(ctx: Context, search: URLSearchParams): Promise<AsyncGenerator<string>> {
  const { columns, rows } = await streamTickets(ctx, search)
  const write = (records: readonly (readonly unknown[])[]): string =>
    stringify(
      records.map((record) => [...record]),
      {
        record_delimiter: 'windows',
        escape_formulas: true,
        cast: {
          boolean: String,
          // Numbers are ours: a minus sign begins no formula.
          number: (value) => ({ value: String(value), escape_formulas: false }),
          object: (value) => (Array.isArray(value) ? value.join(';') : ''),
        },
      },
    )
  async function* pieces(): AsyncGenerator<string> {
    try {
      // The first row before the header: what goes wrong with the database is told before anything is sent.
      let step = await rows.next()
      yield write([columns])
      let waiting: unknown[][] = []
      while (step.done !== true) {
        const row = step.value
        waiting.push(columns.map((column) => row[column] ?? null))
        if (waiting.length >= CHUNK) {
          yield write(waiting)
          waiting = []
        }
        step = await rows.next()
      }
      if (waiting.length > 0) yield write(waiting)
    } finally {
      await rows.return(undefined)
    }
  }
  return pieces()
}
