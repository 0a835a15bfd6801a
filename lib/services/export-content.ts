import { z } from 'zod'
import { env } from '@/lib/core/env'
import { PERIOD_PRESETS, resolvePreset } from '@/lib/core/period'
import { formatInZone } from '@/lib/core/zone'
import { type Formats, formats } from '@/lib/i18n/format'
import { dimensionValueName } from '@/lib/i18n/names'
import { type Translate, translator } from '@/lib/i18n/translate'
import { metricById } from '@/lib/metrics/catalogue'
import { DIMENSION_TEXT, TIME_TEXT } from '@/lib/metrics/dimensions'
import { CALENDARS, type Calendar, DIMENSIONS, type Filter, type QueryResult } from '@/lib/metrics/types'
import { type Context, teamScope } from './context'
import { exportVoice } from './export-voice'
import { streamTickets, type TicketRow } from './list-tickets'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { runQuery } from './run-query'

const TITLE = z.string().trim().min(1).max(200)
/** A path of ours, for the link in the file; never an address elsewhere. */
const PAGE = z
  .string()
  .max(8_000)
  .regex(/^\/(?![/\\])[^\s\p{Cc}]*$/u, 'a path of this product, such as /agents?preset=yesterday')
  .default('/')

/** `{kind, format, title, query, page}`: a question of the query door, or the parameters of a list. */
export const exportInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('query'),
    format: z.enum(['csv', 'xlsx']),
    title: TITLE,
    query: z.record(z.string(), z.unknown()).describe('a question, as `POST /query` takes it'),
    page: PAGE,
  }),
  z.strictObject({
    kind: z.literal('tickets'),
    format: z.enum(['csv', 'xlsx']),
    title: TITLE,
    query: z.string().max(32_000).describe('the parameters of `GET /tickets`'),
    page: PAGE,
  }),
  z.strictObject({
    kind: z.enum(['answers', 'complaints']),
    format: z.enum(['csv', 'xlsx']),
    title: TITLE,
    query: z.string().max(32_000).describe('the parameters of `GET /answers` or `GET /complaints`'),
    page: PAGE,
  }),
])
export type ExportInput = z.output<typeof exportInput>

export type ExportCell = string | number | null

export interface ExportColumn {
  readonly label: string
  /** a share 0–1 */
  readonly percent?: boolean
  /** width of the column in characters */
  readonly width?: number
}

/** A table on its way into a file: what it is in words, then its rows. */
export interface ExportTable {
  readonly title: string
  readonly head: readonly { readonly label: string; readonly text: string }[]
  readonly columns: readonly ExportColumn[]
  readonly rows: AsyncGenerator<readonly ExportCell[]>
}

interface Tongue {
  readonly t: Translate
  readonly f: Formats
  readonly zone: string
}

/** `2026-11-20 14:05:11` in the zone. */
const local = (instant: number, zone: string): string =>
  formatInZone(instant, zone).slice(0, 19).replace('T', ' ')
const localText = (text: string | null | undefined): string | null =>
  text ? text.slice(0, 19).replace('T', ' ') : null

function filtersText(filters: readonly Filter[], { t, f }: Tongue): string {
  if (filters.length === 0) return t('exports.noFilters')
  return filters
    .map(({ dimension, op, values }) => {
      const names = f.list(values.map((value) => dimensionValueName(f.locale, dimension, value)))
      const said = op === 'not_in' ? t('exports.notIn', { values: names }) : names
      return `${DIMENSION_TEXT[dimension][f.locale]} ${said}`
    })
    .join(f.locale === 'zh' ? '；' : '; ')
}

function calendarText(calendar: Calendar | null, { t }: Tongue): string {
  if (calendar === null) return t('exports.ownCalendar')
  return calendar === 'business' ? t('exports.business') : t('exports.allHours')
}

/** Heading lines every file begins with. */
function headOf(
  ctx: Context,
  tongue: Tongue,
  input: { readonly title: string; readonly page: string },
  middle: ExportTable['head'],
): ExportTable['head'] {
  const { t, f, zone } = tongue
  const teams = teamScope(ctx.principal)
  const origin = (env().NEXTAUTH_URL ?? env().HELMLINE_URL ?? '').replace(/\/$/, '')
  return [
    { label: t('exports.headTitle'), text: input.title },
    ...middle,
    ...(teams === null ? [] : [{ label: t('exports.headScope'), text: f.list(teams) || '—' }]),
    { label: t('exports.headZone'), text: zone },
    { label: t('exports.headTime'), text: local(ctx.now, zone) },
    { label: t('exports.headLink'), text: `${origin}${input.page}` },
  ]
}

const span = (from: string, to: string): string => `${localText(from)} – ${localText(to)}`

async function queryTable(
  ctx: Context,
  input: Extract<ExportInput, { kind: 'query' }>,
  tongue: Tongue,
): Promise<ExportTable> {
  const { t, f } = tongue
  const result = await runQuery(ctx, input.query)
  const { period, filters, calendar } = result.query as {
    readonly period: { readonly from: string; readonly to: string }
    readonly filters: readonly Filter[]
    readonly calendar: Calendar | null
  }
  const comparison = result.comparison
  const compare = comparison === null ? '' : span(comparison.period.from, comparison.period.to)
  const columns: ExportColumn[] = []
  const readers: ((index: number) => ExportCell)[] = []
  const add = (column: ExportColumn, read: (index: number) => ExportCell) => {
    columns.push(column)
    readers.push(read)
  }
  const rowAt = (index: number) => result.rows[index]
  const figure = (row: QueryResult['rows'][number] | undefined, id: string): number | null => {
    const value = row?.[id]
    return typeof value === 'number' ? value : null
  }
  for (const { id, kind } of result.columns) {
    if (kind === 'dimension') {
      add({ label: DIMENSION_TEXT[id as keyof typeof DIMENSION_TEXT]?.[f.locale] ?? id, width: 18 }, (i) => {
        const value = rowAt(i)?.[id]
        return dimensionValueName(f.locale, id, typeof value === 'string' ? value : null)
      })
    } else if (kind === 'time') {
      add({ label: TIME_TEXT[f.locale], width: 20 }, (i) => localText(rowAt(i)?.time))
    } else addMetric(id)
  }
  function addMetric(id: string): void {
    const metric = metricById(id)
    if (metric === undefined) return
    const label = metric.text[f.locale].label
    const { unit } = metric
    const percent = unit === 'share'
    const name = unit === 'seconds' ? t('exports.seconds', { metric: label }) : label
    add({ label: percent ? t('exports.share', { metric: label }) : name, percent, width: 16 }, (i) =>
      figure(rowAt(i), id),
    )
    if (unit === 'seconds') {
      add({ label: t('exports.readable', { metric: label }), width: 14 }, (i) => {
        const value = figure(rowAt(i), id)
        return value === null ? null : f.duration(value)
      })
    }
    if (result.rows.some((row) => row.interval?.[id] !== undefined)) {
      const edge = (end: 0 | 1) => (i: number) => rowAt(i)?.interval?.[id]?.[end] ?? null
      add({ label: t('exports.low', { metric: label }), percent, width: 16 }, edge(0))
      add({ label: t('exports.high', { metric: label }), percent, width: 16 }, edge(1))
    }
    if (unit !== 'count' && unit !== 'people') {
      add({ label: t('exports.n', { metric: label }), width: 14 }, (i) => rowAt(i)?.n[id] ?? null)
    }
    if (comparison !== null) {
      const before = t('exports.before', { metric: name, compare: t('exports.headCompare') })
      add({ label: before, percent, width: 18 }, (i) => figure(comparison.rows[i], id))
    }
  }
  async function* rows(): AsyncGenerator<readonly ExportCell[]> {
    for (let i = 0; i < result.rows.length; i += 1) yield readers.map((read) => read(i))
  }
  return {
    title: input.title,
    head: headOf(ctx, tongue, input, [
      { label: t('exports.headPeriod'), text: span(period.from, period.to) },
      { label: t('exports.headFilters'), text: filtersText(filters, tongue) },
      { label: t('exports.headCalendar'), text: calendarText(calendar, tongue) },
      ...(compare === '' ? [] : [{ label: t('exports.headCompare'), text: compare }]),
    ]),
    columns,
    rows: rows(),
  }
}

/** What narrows a list beside its period and dimensions, written as it stands in the address. */
const NARROWED = [
  ...['score', 'state', 'customer'],
  ...['kind', 'band', 'frt', 'commented'],
  ...['category', 'level', 'counted', 'open'],
]

/** The period, filters and narrowings of the parameters of a list in words. They have been checked. */
function ticketsHead(search: URLSearchParams, ctx: Context, tongue: Tongue): ExportTable['head'] {
  const { t, f, zone } = tongue
  const preset = PERIOD_PRESETS.find((it) => it === search.get('preset'))
  const from = search.get('from')?.replace(' ', '+')
  const to = search.get('to')?.replace(' ', '+')
  const resolved = preset === undefined ? null : resolvePreset(preset, ctx.now, zone)
  const instant = (text: string) => local(Date.parse(text), zone)
  const period = resolved
    ? `${local(resolved.from, zone)} – ${local(resolved.to, zone)}`
    : from || to
      ? `${from ? instant(from) : ''} – ${to ? instant(to) : ''}`
      : t('exports.allTime')
  const filters = DIMENSIONS.flatMap((dimension) =>
    (['in', 'not_in'] as const).flatMap((op): Filter[] => {
      const all = search.getAll(op === 'in' ? dimension : `${dimension}!`)
      if (all.length === 0) return []
      const values = all.length > 1 ? all : (all[0] ?? '').split(',')
      return [{ dimension, op, values: values.map((value) => (value === '' ? null : value)) }]
    }),
  )
  const more: string[] = []
  const weekdays = search.get('weekday')
  if (weekdays) {
    // 2024-01-01 was a Monday.
    const names = weekdays.split(',').map((day) => f.weekday(Date.UTC(2024, 0, Number(day), 12)))
    more.push(`${t('exports.weekdays')} ${f.list(names)}`)
  }
  const hours = search.get('hour')
  if (hours) more.push(`${t('exports.hours')} ${f.list(hours.split(','))}`)
  const metric = metricById(search.get('metric') ?? '')
  for (const [key, label] of [
    ['min', t('exports.min')],
    ['max', t('exports.max')],
  ] as const) {
    const bound = search.get(key)
    if (bound) more.push(`${label} ${f.value(metric?.unit ?? 'count', Number(bound))}`)
  }
  for (const key of NARROWED) {
    const value = search.get(key)
    if (value) more.push(`${key} ${value}`)
  }
  const calendar = CALENDARS.find((it) => it === search.get('calendar')) ?? null
  const separator = f.locale === 'zh' ? '；' : '; '
  const filterLine = [
    ...(filters.length > 0 || more.length === 0 ? [filtersText(filters, tongue)] : []),
    ...more,
  ]
  return [
    { label: t('exports.headPeriod'), text: period },
    { label: t('exports.headFilters'), text: filterLine.join(separator) },
    ...(metric ? [{ label: t('exports.headCalendar'), text: calendarText(calendar, tongue) }] : []),
  ]
}

type TicketReader = (row: TicketRow) => ExportCell

function ticketReaders(
  tongue: Tongue,
  metricId: string | null,
): readonly (readonly [ExportColumn, TicketReader])[] {
  const { t, f } = tongue
  const { locale } = f
  const named =
    (dimension: string, key: keyof TicketRow): TicketReader =>
    (row) => {
      const value = row[key]
      return typeof value === 'string' ? dimensionValueName(locale, dimension, value) : null
    }
  const plain =
    (key: keyof TicketRow): TicketReader =>
    (row) => {
      const value = row[key]
      return typeof value === 'string' || typeof value === 'number' ? value : null
    }
  const time =
    (key: 'at' | 'openedAt' | 'resolvedAt' | 'closedAt' | 'waitingSince'): TicketReader =>
    (row) =>
      localText(row[key])
  const yes =
    (key: 'answered' | 'transferred' | 'reopened'): TicketReader =>
    (row) =>
      row[key] === null ? null : row[key] ? t('tickets.yes') : t('tickets.no')
  const dimension = (id: keyof typeof DIMENSION_TEXT) => DIMENSION_TEXT[id][locale]
  const seconds = (
    label: string,
    read: (row: TicketRow) => number | null | undefined,
  ): (readonly [ExportColumn, TicketReader])[] => [
    [{ label: t('exports.seconds', { metric: label }), width: 16 }, (row) => read(row) ?? null],
    [
      { label: t('exports.readable', { metric: label }), width: 14 },
      (row) => {
        const value = read(row)
        return value === null || value === undefined ? null : f.duration(value)
      },
    ],
  ]
  const metric = metricId === null ? undefined : metricById(metricId)
  const own: (readonly [ExportColumn, TicketReader])[] = []
  if (metric) {
    const label = metric.text[locale].label
    if (metric.unit === 'seconds') own.push(...seconds(label, (row) => row.value))
    else {
      const percent = metric.unit === 'share'
      own.push([{ label, percent, width: 16 }, plain('value')])
    }
    own.push(
      [{ label: t('exports.n', { metric: label }), width: 12 }, plain('n')],
      [{ label: t('tickets.hits'), width: 12 }, plain('hits')],
      [{ label: t('tickets.values'), width: 20 }, (row) => row.values?.join('; ') ?? null],
      [{ label: t('tickets.score'), width: 10 }, plain('score')],
      [{ label: t('tickets.comment'), width: 40 }, plain('comment')],
    )
  }
  return [
    [{ label: t('tickets.opened'), width: 20 }, time('at')],
    [{ label: t('tickets.subject'), width: 18 }, plain('subject')],
    ...own,
    [{ label: t('tickets.state'), width: 12 }, (row) => stateWord(row, t)],
    [{ label: dimension('channel'), width: 12 }, named('channel', 'channel')],
    [{ label: dimension('team'), width: 16 }, plain('team')],
    [{ label: dimension('agent'), width: 12 }, plain('agent')],
    [{ label: t('tickets.customer'), width: 16 }, plain('who')],
    [{ label: dimension('customerTier'), width: 12 }, named('customerTier', 'customerTier')],
    [{ label: t('tickets.reason'), width: 40 }, plain('title')],
    [{ label: dimension('issueType'), width: 14 }, plain('issueType')],
    [{ label: dimension('product'), width: 16 }, plain('product')],
    [{ label: dimension('region'), width: 12 }, plain('region')],
    [{ label: dimension('campaign'), width: 16 }, plain('campaign')],
    [{ label: dimension('priority'), width: 10 }, named('priority', 'priority')],
    [{ label: dimension('source'), width: 20 }, plain('source')],
    ...seconds(t('tickets.frt'), (row) => row.firstResponseSeconds),
    ...seconds(t('tickets.handling'), (row) => row.handleSeconds),
    ...seconds(t('tickets.resolution'), (row) => row.resolutionSeconds),
    [{ label: t('tickets.messagesIn'), width: 12 }, plain('messagesIn')],
    [{ label: t('tickets.messagesOut'), width: 12 }, plain('messagesOut')],
    [{ label: t('tickets.answered'), width: 10 }, yes('answered')],
    [{ label: t('tickets.transferred'), width: 10 }, yes('transferred')],
    [{ label: t('tickets.reopened'), width: 10 }, yes('reopened')],
    [{ label: t('tickets.openedAt'), width: 20 }, time('openedAt')],
    [{ label: t('tickets.resolvedAt'), width: 20 }, time('resolvedAt')],
    [{ label: t('tickets.closedAt'), width: 20 }, time('closedAt')],
    [{ label: t('tickets.waitingSince'), width: 20 }, time('waitingSince')],
  ]
}

function stateWord(row: TicketRow, t: Translate): string | null {
  if (row.state === 'open')
    return row.waitingSince === null ? t('tickets.stateOpen') : t('tickets.stateWaiting')
  if (row.state === 'resolved') return t('tickets.stateResolved')
  if (row.state === 'closed') return t('tickets.stateClosed')
  return row.state === null ? null : t('tickets.stateAbandoned')
}

async function ticketsTable(
  ctx: Context,
  input: Extract<ExportInput, { kind: 'tickets' }>,
  tongue: Tongue,
): Promise<ExportTable> {
  const search = rowsSearch(input.query)
  const { rows: found } = await streamTickets(ctx, search)
  const readers = ticketReaders(tongue, search.get('metric'))
  async function* rows(): AsyncGenerator<readonly ExportCell[]> {
    try {
      for await (const row of found) yield readers.map(([, read]) => read(row))
    } finally {
      await found.return(undefined)
    }
  }
  return {
    title: input.title,
    head: headOf(ctx, tongue, input, ticketsHead(search, ctx, tongue)),
    columns: readers.map(([column]) => column),
    rows: rows(),
  }
}

async function voiceTable(
  ctx: Context,
  input: Extract<ExportInput, { kind: 'answers' | 'complaints' }>,
  tongue: Tongue,
): Promise<ExportTable> {
  const search = rowsSearch(input.query)
  return {
    title: input.title,
    head: headOf(ctx, tongue, input, ticketsHead(search, ctx, tongue)),
    ...(await exportVoice(ctx, input.kind, search, tongue)),
  }
}

/** The parameters of all rows: a page's place in the list is none of the file's business. */
export function rowsSearch(query: string): URLSearchParams {
  const search = new URLSearchParams(query)
  search.delete('limit')
  search.delete('cursor')
  return search
}

/**
 * The table behind an export, asked anew at `ctx.now` within the asker's teams. Throws what `runQuery` and
 * `listTickets` throw; what goes wrong later is thrown by the rows.
 */
export async function exportTable(ctx: Context, input: unknown): Promise<ExportTable> {
  const checked = parseInput(exportInput, input)
  const { zone } = await readTenant(ctx.now)
  const tongue: Tongue = { t: translator(ctx.locale), f: formats(ctx.locale, zone), zone }
  if (checked.kind === 'query') return queryTable(ctx, checked, tongue)
  return checked.kind === 'tickets' ? ticketsTable(ctx, checked, tongue) : voiceTable(ctx, checked, tongue)
}

/** `{title, format, page, about, columns, rows}`: exactly what a table on a screen shows. */
export const shownInput = z.strictObject({
  title: TITLE,
  format: z.enum(['csv', 'xlsx']),
  page: PAGE,
  about: z.array(z.strictObject({ label: z.string().max(200), text: z.string().max(2_000) })).max(20),
  columns: z.array(z.string().max(200)).min(1).max(100),
  rows: z.array(z.array(z.union([z.string().max(32_000), z.number(), z.null()])).max(100)).max(100_000),
})

/** The rows a screen shows, as a table for a file. Nothing is read: what is written is what was sent. */
export async function shownTable(
  ctx: Context,
  input: unknown,
): Promise<{ readonly table: ExportTable; readonly format: 'csv' | 'xlsx' }> {
  const shown = parseInput(shownInput, input)
  const { zone } = await readTenant(ctx.now)
  const tongue: Tongue = { t: translator(ctx.locale), f: formats(ctx.locale, zone), zone }
  async function* rows(): AsyncGenerator<readonly ExportCell[]> {
    yield* shown.rows
  }
  return {
    format: shown.format,
    table: {
      title: shown.title,
      head: headOf(ctx, tongue, shown, shown.about),
      columns: shown.columns.map((label) => ({ label, width: 16 })),
      rows: rows(),
    },
  }
}
