/** The parameters of `GET /tickets` and how they become a question for rows. */
import type { ErrorPlace } from '@/lib/core/errors'
import {
  END_OF_INSTANTS,
  FIRST_INSTANT,
  PERIOD_PRESETS,
  parseRfc3339,
  resolvePreset,
} from '@/lib/core/period'
import type { Instant } from '@/lib/facts/event'
import { METRICS, metricById } from './catalogue'
import { type AskedMetric, calendarOf } from './formula'
import { filterValues, type ParseContext, queryError } from './parse-query'
import { CALENDARS, type Calendar, DIMENSIONS, type Dimension, type Filter, type Metric } from './types'

export const MAX_TICKETS = 1_000
export const DEFAULT_TICKETS = 100

/** Where a page ended: anchor and ticket of its last row, the now it began with, and the rows in all. */
export interface TicketCursor {
  readonly at: Instant
  readonly ticketId: string
  readonly now: Instant
  readonly total: number
}

export interface TicketQuery {
  /** null = tickets opened in the period */
  readonly asked: AskedMetric | null
  readonly period: { readonly from: Instant; readonly to: Instant }
  readonly filters: readonly Filter[]
  readonly scope: readonly string[] | null
  readonly limit: number
  readonly now: Instant
  readonly after: TicketCursor | null
}

const OTHERS = ['from', 'to', 'preset', 'metric', 'calendar', 'limit', 'cursor'] as const
const listed = (words: readonly string[]) => words.join(', ')

/** Whether single tickets stand behind the metric; the others count agents or customers. */
export function hasTickets(metric: Metric): boolean {
  if (metric.type === 'gauge') return !metric.gauge.startsWith('agents_')
  return metric.type !== 'scan' || metric.scan === 'repurchase_rate'
}

export function encodeCursor(cursor: TicketCursor): string {
  const text = JSON.stringify([cursor.at, cursor.ticketId, cursor.now, cursor.total])
  return Buffer.from(text, 'utf8').toString('base64url')
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function decodeCursor(text: string): TicketCursor | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed) || parsed.length !== 4) return null
    const [at, ticketId, now, total] = parsed as unknown[]
    const time = (value: unknown): value is number =>
      Number.isSafeInteger(value) && Math.abs(value as number) < END_OF_INSTANTS
    if (!time(at) || !time(now) || !Number.isSafeInteger(total)) return null
    if (typeof ticketId !== 'string' || !UUID.test(ticketId)) return null
    return { at, ticketId, now, total: total as number }
  } catch {
    return null
  }
}

/** `channel=jd,douyin`; repeated parameters keep their commas; '' = no value. */
function valuesOf(given: readonly string[]): readonly (string | null)[] {
  const [only, ...more] = given
  return filterValues(more.length > 0 ? given : (only ?? '').split(','))
}

/**
 * The question of a query string. Parameters: `from`, `to` or `preset`, `metric`, `calendar`, each dimension
 * (`channel=jd,douyin`, `channel!=jd`), `limit`, `cursor`; without a period all of time. Throws 400
 * `invalid_query` naming the parameters that are wrong.
 */
export function parseTicketQuery(search: URLSearchParams, context: ParseContext): TicketQuery {
  const places: ErrorPlace[] = []
  const wrong = (path: string, message: string) => places.push({ path, message })
  const single = (name: (typeof OTHERS)[number]): string | null => {
    const all = search.getAll(name)
    if (all.length > 1) wrong(name, 'Give it once.')
    const value = all[0]
    return value === undefined || value === '' ? null : value
  }
  for (const key of new Set(search.keys())) {
    const name = key.replace(/!$/, '')
    const known =
      (DIMENSIONS as readonly string[]).includes(name) || (OTHERS as readonly string[]).includes(key)
    if (!known) {
      wrong(
        key.slice(0, 60),
        `Unknown parameter. Known: ${listed([...OTHERS, ...DIMENSIONS])}; a dimension takes != as well.`,
      )
    }
  }

  const cursorText = single('cursor')
  const after = cursorText === null ? null : decodeCursor(cursorText)
  if (cursorText !== null && after === null) wrong('cursor', 'Not a cursor of ours; begin again without one.')
  const now = after?.now ?? context.now

  const id = single('metric')
  const metric = id === null ? null : (metricById(id) ?? null)
  if (id !== null && metric === null) {
    wrong('metric', `Unknown metric "${id.slice(0, 60)}". Known: ${listed(METRICS.map((m) => m.id))}.`)
  }
  if (metric !== null && !hasTickets(metric)) {
    wrong(
      'metric',
      `"${metric.id}" counts ${metric.unit === 'people' || metric.group === 'people' ? 'agents' : 'customers'}; no tickets stand behind it.`,
    )
  }
  const calendarText = single('calendar')
  const calendar = CALENDARS.find((c) => c === calendarText) ?? null
  if (calendarText !== null && calendar === null) wrong('calendar', `One of ${listed(CALENDARS)}.`)

  const filters = DIMENSIONS.flatMap((dimension): Filter[] =>
    (['in', 'not_in'] as const).flatMap((op): Filter[] => {
      const given = search.getAll(op === 'in' ? dimension : `${dimension}!`)
      if (given.length === 0) return []
      const known: readonly Dimension[] = metric?.dimensions ?? DIMENSIONS
      if (!known.includes(dimension)) {
        wrong(
          dimension,
          `The metric "${metric?.id}" has no dimension "${dimension}"; it has ${listed(known)}.`,
        )
      }
      return [{ dimension, op, values: valuesOf(given) }]
    }),
  )

  const limitText = single('limit')
  const limit = limitText === null ? DEFAULT_TICKETS : Number(limitText)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_TICKETS || !/^\d{0,4}$/.test(limitText ?? '')) {
    wrong('limit', `A whole number from 1 to ${MAX_TICKETS}.`)
  }
  const period = periodOf(single('preset'), single('from'), single('to'), now, context.zone, wrong)
  if (places.length > 0) throw queryError(places)
  return {
    asked: metric === null ? null : { metric, calendar: calendarOf(metric, calendar as Calendar | null) },
    period,
    filters,
    scope: context.scope,
    limit,
    now,
    after,
  }
}

function periodOf(
  preset: string | null,
  fromText: string | null,
  toText: string | null,
  now: Instant,
  zone: string,
  wrong: (path: string, message: string) => void,
): TicketQuery['period'] {
  const known = PERIOD_PRESETS.find((p) => p === preset)
  if (preset !== null) {
    if (known === undefined) wrong('preset', `Unknown preset. Known: ${listed(PERIOD_PRESETS)}.`)
    if (fromText !== null || toText !== null) wrong('preset', 'Give either a preset, or from and to.')
    return known === undefined ? { from: 0, to: 1 } : resolvePreset(known, now, zone)
  }
  const at = (name: 'from' | 'to', text: string | null, open: Instant): Instant => {
    if (text === null) return open
    // A plus sign that was not encoded arrives as a space.
    const instant = parseRfc3339(text.replace(/ (?=\d\d:\d\d$)/, '+'))
    if (instant === null) {
      wrong(
        name,
        'Not a time of the years 2000 to 2100 in RFC 3339 with an offset, such as 2026-11-01T00:00:00+08:00.',
      )
    }
    return instant ?? Number.NaN
  }
  const from = at('from', fromText, FIRST_INSTANT)
  const to = at('to', toText, END_OF_INSTANTS)
  if (from >= to) wrong('to', 'The end must lie after the start: a period holds its start and not its end.')
  return { from, to }
}
