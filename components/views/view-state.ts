/**
 * What a page looks at, as it stands in the address: period, comparison, calendar and filters, written the way
 * `GET /tickets` takes them (`preset` or `from` and `to`, `channel=jd,douyin`, `channel!=jd`, `channel=` for no value).
 * Pure; whatever cannot be read is left out, so an address never breaks a page.
 */
import {
  PERIOD_COMPARES,
  PERIOD_PRESETS,
  type PeriodCompare,
  type PeriodPreset,
  resolvePreset,
} from '@/lib/core/period'
import { formatInZone, parseDate, startOfDayNumber } from '@/lib/core/zone'
import { CALENDARS, type Calendar, DIMENSIONS, type Dimension, type Filter } from '@/lib/metrics/types'

/**
 * What narrows the rows behind a number to a part of them, as `GET /tickets` takes it: `weekday=1,2` (1 Monday …
 * 7 Sunday), `hour=0,13`, `min` and `max` of the metric's value in its unit (min inside, max outside), `customer`
 * (beside one `source`), `score` of answers, `state` of tickets. Lists have commas between.
 */
export const NARROWINGS = ['weekday', 'hour', 'min', 'max', 'score', 'state', 'customer'] as const
export type Narrowing = Readonly<Partial<Record<(typeof NARROWINGS)[number], string>>>

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>

export interface ViewState {
  /** null where the period is custom */
  readonly preset: PeriodPreset | null
  /** custom period as written: a date or RFC 3339 */
  readonly from: string | null
  readonly to: string | null
  /** null = none asked for */
  readonly compare: PeriodCompare | null
  readonly calendar: Calendar | null
  readonly filters: readonly Filter[]
  /** only lists of tickets heed it: pass it on to `rowsQuery` there; absent = none */
  readonly narrow?: Narrowing
  /** the period of an address that names none; absent = today */
  readonly home?: PeriodPreset
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}

function filterValues(raw: string | readonly string[]): (string | null)[] {
  const parts = typeof raw === 'string' ? (raw === '' ? [''] : raw.split(',')) : raw
  return [...new Set(parts.map((part) => (part === '' ? null : part)))]
}

function isTime(text: string | undefined): text is string {
  if (text === undefined) return false
  return parseDate(text) !== null || Number.isFinite(Date.parse(text))
}

const WHOLE_NUMBERS = /^\d{1,2}(,\d{1,2})*$/
const NUMBER = /^-?\d+(\.\d+)?$/
const NARROWED: Readonly<Record<(typeof NARROWINGS)[number], RegExp>> = {
  weekday: WHOLE_NUMBERS,
  hour: WHOLE_NUMBERS,
  min: NUMBER,
  max: NUMBER,
  score: WHOLE_NUMBERS,
  state: /^[a-z]+(,[a-z]+)*$/,
  customer: /./,
}

function writeNarrowing(query: URLSearchParams, narrow: Narrowing | undefined): void {
  for (const key of NARROWINGS) {
    const text = narrow?.[key]
    if (text !== undefined && text !== '') query.set(key, text)
  }
}

/**
 * The state of an address. `comparison` is what a page compares with unless told otherwise, `home` the period it shows
 * where none is named.
 */
export function parseView(
  params: SearchParams,
  comparison: PeriodCompare | null = 'same_weekday',
  home: PeriodPreset = 'today',
): ViewState {
  const from = first(params.from)
  const to = first(params.to)
  const custom = isTime(from) && isTime(to)
  const preset = PERIOD_PRESETS.find((it) => it === first(params.preset)) ?? home
  const asked = first(params.compare)
  const filters: Filter[] = []
  for (const dimension of DIMENSIONS) {
    const included = params[dimension]
    if (included !== undefined) filters.push({ dimension, op: 'in', values: filterValues(included) })
    const excluded = params[`${dimension}!`]
    if (excluded !== undefined) filters.push({ dimension, op: 'not_in', values: filterValues(excluded) })
  }
  const narrow: Partial<Record<(typeof NARROWINGS)[number], string>> = {}
  for (const key of NARROWINGS) {
    const text = first(params[key])
    if (text !== undefined && text !== '' && NARROWED[key].test(text)) narrow[key] = text
  }
  return {
    preset: custom ? null : preset,
    from: custom ? from : null,
    to: custom ? to : null,
    compare: asked === 'none' ? null : (PERIOD_COMPARES.find((it) => it === asked) ?? comparison),
    calendar: CALENDARS.find((it) => it === first(params.calendar)) ?? null,
    filters,
    ...(Object.keys(narrow).length > 0 ? { narrow } : {}),
    ...(home === 'today' ? {} : { home }),
  }
}

/** The period as instants, epoch ms; `to` is outside. A date as an end includes its day. */
export function periodOf(
  view: ViewState,
  zone: string,
  now: number,
): { readonly from: number; readonly to: number } {
  if (view.preset !== null) return resolvePreset(view.preset, now, zone)
  const instant = (text: string, end: boolean): number => {
    const day = parseDate(text)
    return day === null ? Date.parse(text) : startOfDayNumber(end ? day + 1 : day, zone)
  }
  const from = instant(view.from ?? '', false)
  const to = instant(view.to ?? '', true)
  return to > from ? { from, to } : resolvePreset('today', now, zone)
}

/** The period in the wire form of `POST /query`. */
export function wirePeriod(
  view: ViewState,
  zone: string,
  now: number,
): { readonly preset: PeriodPreset } | { readonly from: string; readonly to: string } {
  if (view.preset !== null) return { preset: view.preset }
  const { from, to } = periodOf(view, zone, now)
  return { from: formatInZone(from, zone), to: formatInZone(to, zone) }
}

function writeFilter(query: URLSearchParams, filter: Filter): void {
  const key = filter.op === 'in' ? filter.dimension : `${filter.dimension}!`
  const values = filter.values.map((value) => value ?? '')
  if (values.length === 1 || values.every((value) => value !== '' && !value.includes(','))) {
    const only = values[0] ?? ''
    // Said twice, a value with a comma is taken as it stands.
    if (values.length === 1 && only.includes(',')) query.append(key, only)
    query.append(key, values.join(','))
    return
  }
  for (const value of values) query.append(key, value)
}

/** The state as a query string, without "?"; `changes` replace parts of it. */
export function viewQuery(
  view: ViewState,
  changes: Partial<ViewState> = {},
  comparison: PeriodCompare | null = 'same_weekday',
): string {
  const next = { ...view, ...changes }
  const query = new URLSearchParams()
  if (next.preset === null && next.from && next.to) {
    query.set('from', next.from)
    query.set('to', next.to)
  } else if (next.preset && next.preset !== (next.home ?? 'today')) query.set('preset', next.preset)
  if (next.compare !== comparison) query.set('compare', next.compare ?? 'none')
  if (next.calendar) query.set('calendar', next.calendar)
  for (const filter of next.filters) writeFilter(query, filter)
  writeNarrowing(query, next.narrow)
  return query.toString()
}

/**
 * Query string of the rows behind a number: the same period and filters, in the form `GET /tickets` takes.
 * `narrow` opens a part of them, e.g. `{ weekday: '1', hour: '9' }` a heat map's cell, `{ min: '30', max: '60' }`
 * a histogram's bar.
 */
export function rowsQuery(
  view: ViewState,
  zone: string,
  now: number,
  extra: {
    readonly metric?: string
    readonly filters?: readonly Filter[]
    readonly narrow?: Narrowing | undefined
  } = {},
): string {
  const query = new URLSearchParams()
  if (extra.metric) query.set('metric', extra.metric)
  if (view.preset !== null) query.set('preset', view.preset)
  else {
    const { from, to } = periodOf(view, zone, now)
    query.set('from', formatInZone(from, zone))
    query.set('to', formatInZone(to, zone))
  }
  if (view.calendar) query.set('calendar', view.calendar)
  const own = extra.filters ?? []
  for (const filter of view.filters) {
    if (!own.some((it) => it.dimension === filter.dimension)) writeFilter(query, filter)
  }
  for (const filter of own) writeFilter(query, filter)
  writeNarrowing(query, extra.narrow)
  return query.toString()
}

/** The filters with one dimension's replaced; no values = removed. */
export function withFilter(
  filters: readonly Filter[],
  dimension: Dimension,
  values: readonly (string | null)[],
  op: Filter['op'] = 'in',
): readonly Filter[] {
  const others = filters.filter((filter) => filter.dimension !== dimension)
  if (values.length === 0) return others
  const next: Filter = { dimension, op, values }
  const at = filters.findIndex((filter) => filter.dimension === dimension)
  return at < 0 ? [...others, next] : [...others.slice(0, at), next, ...others.slice(at)]
}
