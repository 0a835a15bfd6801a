/** Tickets of `GET /tickets` as rows of a table. Pure. */
import { ticketHref } from '@/components/boards/figure'
import { agentHref, agentName, type Names } from '@/components/people/agent-names'
import { bandOf } from '@/lib/boards/state'
import type { TileState } from '@/lib/boards/types'
import type { Formats } from '@/lib/i18n/format'
import { dimensionValueName } from '@/lib/i18n/names'
import type { Translate } from '@/lib/i18n/translate'
import { type Judged, targetAt } from '@/lib/metrics/targets'
import type { Unit } from '@/lib/metrics/types'
import type { SummedRow } from './ticket-sum'
import type { TableCell, TableColumn, TableRow } from './types'

/** One ticket, as `GET /tickets` describes it; only what a table shows. */
export interface ListedTicket extends SummedRow {
  readonly source: string
  readonly subject: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly region: string | null
  readonly campaign: string | null
  readonly priority: string | null
  readonly who: string | null
  readonly customerTier: string | null
  readonly title: string | null
  readonly state: string | null
  readonly waitingSince: string | null
  readonly firstResponseSeconds: number | null
  readonly handleSeconds: number | null
  readonly resolutionSeconds: number | null
  readonly messagesIn: number | null
  readonly messagesOut: number | null
  readonly at: string
  readonly score?: number | null
  readonly comment?: string | null
}

/** What is known of the number behind which the tickets stand. */
export interface AskedFigure {
  readonly id: string
  readonly label: string
  readonly unit: Unit
}

export interface TicketWords {
  readonly state: string
  readonly at: string
  readonly subject: string
  readonly customer: string
  readonly reason: string
  readonly frt: string
  readonly status: string
  readonly handling: string
  readonly resolution: string
  readonly messagesIn: string
  readonly messagesOut: string
  readonly score: string
  readonly hits: string
  readonly n: string
  readonly unassigned: string
  readonly yes: string
  readonly no: string
  readonly states: Readonly<Record<'open' | 'waiting' | 'resolved' | 'closed' | 'abandoned', string>>
  readonly verdicts: Readonly<Record<'ok' | 'watch' | 'bad', string>>
  readonly dimension: (id: string) => string
}

/** The words of a list of tickets in the language of a translator of all texts. */
export function ticketWords(t: Translate): TicketWords {
  return {
    state: t('table.state'),
    at: t('tickets.opened'),
    subject: t('tickets.subject'),
    customer: t('tickets.customer'),
    reason: t('tickets.reason'),
    frt: t('tickets.frt'),
    status: t('tickets.state'),
    handling: t('tickets.handling'),
    resolution: t('tickets.resolution'),
    messagesIn: t('tickets.messagesIn'),
    messagesOut: t('tickets.messagesOut'),
    score: t('tickets.score'),
    hits: t('tickets.hits'),
    n: t('tickets.counted'),
    unassigned: t('tickets.unassigned'),
    yes: t('tickets.yes'),
    no: t('tickets.no'),
    states: {
      open: t('tickets.stateOpen'),
      waiting: t('tickets.stateWaiting'),
      resolved: t('tickets.stateResolved'),
      closed: t('tickets.stateClosed'),
      abandoned: t('tickets.stateAbandoned'),
    },
    verdicts: { ok: t('state.ok'), watch: t('state.watch'), bad: t('state.bad') },
    dimension: (id) => t(`dimension.${id as 'channel'}`),
  }
}

/** The columns of a list of tickets; a metric adds its value, and what it counted where that can be more than one. */
export function ticketColumns(words: TicketWords, figure: AskedFigure | null): TableColumn[] {
  const own = figure !== null && figure.unit !== 'count' && figure.id !== 'frt_avg'
  return [
    { id: 'verdict', label: words.state, glyph: true, fixed: true },
    { id: 'at', label: words.at, first: 'desc', phone: 'more', width: 128 },
    { id: 'subject', label: words.subject, fixed: true, phone: 'more' },
    { id: 'customer', label: words.customer, phone: 'title', width: 132 },
    { id: 'channel', label: words.dimension('channel'), width: 96 },
    { id: 'reason', label: words.reason, grow: true, phone: 'sub' },
    ...(own
      ? [{ id: 'value', label: figure.label, align: 'right', phone: 'key', fixed: true } as const]
      : []),
    ...(figure === null
      ? []
      : [{ id: 'n', label: words.n, align: 'right', defaultHidden: true, width: 72 } as const]),
    { id: 'frt', label: words.frt, align: 'right', phone: own ? 'more' : 'key', width: 96 },
    { id: 'status', label: words.status, width: 88 },
    { id: 'team', label: words.dimension('team'), width: 116 },
    { id: 'agent', label: words.dimension('agent'), width: 100 },
    { id: 'issueType', label: words.dimension('issueType'), defaultHidden: true },
    { id: 'product', label: words.dimension('product'), defaultHidden: true },
    { id: 'region', label: words.dimension('region'), defaultHidden: true },
    { id: 'campaign', label: words.dimension('campaign'), defaultHidden: true },
    { id: 'priority', label: words.dimension('priority'), defaultHidden: true },
    { id: 'source', label: words.dimension('source'), defaultHidden: true },
    { id: 'handling', label: words.handling, align: 'right', defaultHidden: true },
    { id: 'resolution', label: words.resolution, align: 'right', defaultHidden: true },
    { id: 'messagesIn', label: words.messagesIn, align: 'right', defaultHidden: true },
    { id: 'messagesOut', label: words.messagesOut, align: 'right', defaultHidden: true },
  ]
}

/** How a ticket stands against the target of its first response: late is bad, who waits is judged by the wait so far. */
function verdictOf(
  row: Pick<
    ListedTicket,
    'channel' | 'team' | 'agent' | 'issueType' | 'waitingSince' | 'firstResponseSeconds'
  > &
    Partial<Pick<ListedTicket, 'product' | 'region'>>,
  frt: Judged | undefined,
  now: number,
): Extract<TileState, 'ok' | 'watch' | 'bad'> | null {
  const { channel, team, agent, issueType, product = null, region = null } = row
  const target = targetAt(frt, { channel, team, agent, issueType, product, region })
  const waits = row.waitingSince !== null
  const taken = waits ? (now - Date.parse(row.waitingSince ?? '')) / 1000 : row.firstResponseSeconds
  if (target === null || taken === null) return null
  const band = bandOf(taken, target, 'seconds')
  return band === 'bad' ? 'bad' : waits && band === 'watch' ? 'watch' : 'ok'
}

function statusOf(row: ListedTicket, { states }: TicketWords): string {
  if (row.state === null) return '—'
  if (row.state === 'open') return row.waitingSince === null ? states.open : states.waiting
  if (row.state === 'resolved') return states.resolved
  return row.state === 'closed' ? states.closed : states.abandoned
}

function valueCell(row: ListedTicket, figure: AskedFigure, words: TicketWords, f: Formats): TableCell {
  if (row.score !== null && row.score !== undefined)
    return { value: row.score, text: String(row.score), hint: row.comment ?? undefined }
  const { value } = row
  if (value === null || value === undefined) return { value: null, text: '—' }
  if (figure.unit === 'share' && (row.n ?? 1) === 1) return { value, text: value >= 1 ? words.yes : words.no }
  return { value, text: f.value(figure.unit, value) }
}

/** Today only the time, else the day with it. */
function whenText(at: string, f: Formats, now: number): string {
  return f.day(at) === f.day(now) ? f.timeSeconds(at) : `${f.day(at)} ${f.time(at)}`
}

/** One ticket as a row. `ids` tells apart rows of a list that have no ticket. */
export function ticketRow(
  row: ListedTicket,
  index: number,
  context: {
    readonly words: TicketWords
    readonly f: Formats
    readonly figure: AskedFigure | null
    /** what judges first responses */
    readonly frt: Judged | undefined
    readonly now: number
    /** how the reader sees agents */
    readonly names: Names
  },
): TableRow {
  const { words, f, figure, frt, now, names } = context
  const verdict = verdictOf(row, frt, now)
  const href = row.subject === null ? undefined : ticketHref(row.source, row.subject)
  const text = (value: string | null): TableCell => ({ value, text: value ?? '—' })
  const named = (dimension: string, value: string | null): TableCell =>
    value === null ? text(null) : { value, text: dimensionValueName(f.locale, dimension, value) }
  const seconds = (value: number | null): TableCell => ({ value, text: f.duration(value) })
  const number = (value: number | null): TableCell => ({ value, text: f.integer(value) })
  const reason = row.title ?? row.comment ?? row.issueType
  return {
    id: `${row.source}\u0000${row.subject ?? `\u0000${index}`}`,
    href,
    cells: {
      verdict: { value: verdict, text: verdict ? words.verdicts[verdict] : '', state: verdict },
      at: { value: row.at, text: whenText(row.at, f, now) },
      subject: row.subject === null ? text(null) : { value: row.subject, text: row.subject, href },
      customer: { ...text(row.who), ...(row.customerTier === 'vip' ? { vip: true } : {}) },
      channel: named('channel', row.channel),
      reason: text(reason),
      ...(figure ? { value: valueCell(row, figure, words, f), n: number(row.n ?? null) } : {}),
      frt: {
        ...seconds(row.firstResponseSeconds),
        ...(verdict === 'bad' && row.waitingSince === null ? { state: 'bad' as const } : {}),
      },
      status: text(statusOf(row, words)),
      team: named('team', row.team),
      agent:
        row.agent === null
          ? { value: null, text: words.unassigned }
          : {
              value: agentName(names, row.agent),
              text: agentName(names, row.agent),
              href: agentHref(names, row.agent),
            },
      issueType: text(row.issueType),
      product: named('product', row.product),
      region: text(row.region),
      campaign: text(row.campaign),
      priority: named('priority', row.priority),
      source: text(row.source),
      handling: seconds(row.handleSeconds),
      resolution: seconds(row.resolutionSeconds),
      messagesIn: number(row.messagesIn),
      messagesOut: number(row.messagesOut),
    },
  }
}
