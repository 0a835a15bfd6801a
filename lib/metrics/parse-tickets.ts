/** The parameters of `GET /tickets` and how they become a question for rows. */
import { z } from 'zod'
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
import { filterValues, isStorable, type ParseContext, queryError } from './parse-query'
import { hasTickets, metricParts, TICKET_STATES, type TicketState, type ValueRange } from './ticket-parts'
import { CALENDARS, DIMENSIONS, type Dimension, type Filter } from './types'
import { stretchesOf } from './week-hours'

export const MAX_TICKETS = 1_000
export const DEFAULT_TICKETS = 100

/** Where a page ended: anchor and ticket of its last row, the now it began with, and the rows in all (or at least). */
export interface TicketCursor {
  readonly at: Instant
  readonly ticketId: string
  readonly now: Instant
  readonly total: number
  readonly atLeast: boolean
}

export interface TicketQuery {
  /** null = tickets opened in the period */
  readonly asked: AskedMetric | null
  readonly period: { readonly from: Instant; readonly to: Instant }
  /** the parts of the period in which an anchor counts: all of it, or the asked weekdays and hours */
  readonly stretches: readonly { readonly from: Instant; readonly to: Instant }[]
  /** of the metric's value of each counted fact; null = any */
  readonly range: ValueRange | null
  /** whole points of answers; null = any */
  readonly scores: readonly number[] | null
  /** null = any */
  readonly states: readonly TicketState[] | null
  /** one customer of one source; null = all */
  readonly customer: { readonly source: string; readonly customer: string } | null
  readonly filters: readonly Filter[]
  readonly scope: readonly string[] | null
  readonly limit: number
  readonly now: Instant
  readonly after: TicketCursor | null
}

const listed = (words: readonly string[]) => words.join(', ')

const once = { error: 'Give it once.' }
const dimensionParameter = z
  .array(z.string().max(4_000).refine(isStorable, { error: 'Text holds NUL or half a character.' }))
  .max(1_000)
  .optional()
  .describe('values with commas between, or repeated; empty = no value')

const text = z.string(once).max(400).refine(isStorable, { error: 'Text holds NUL or half a character.' })
const wholeNumbers = (least: number, most: number) =>
  z
    .string(once)
    .max(200)
    .transform((given) => given.split(',').map((part) => (/^\d{1,2}$/.test(part) ? Number(part) : -1)))
    .refine((numbers) => numbers.every((number) => number >= least && number <= most), {
      error: `Whole numbers from ${least} to ${most} with commas between.`,
    })
    .optional()
const value = z
  .string(once)
  .regex(/^-?\d{1,12}(\.\d{1,6})?$/, { error: 'A plain number, such as 30 or 4.5.' })
  .transform(Number)
  .optional()

/** The parameters of `GET /tickets`, before they are read: single ones as text, dimensions as lists. */
export const TicketListSchema = z.strictObject({
  from: z.string(once).optional().describe('RFC 3339 with offset; inside the period'),
  to: z.string(once).optional().describe('RFC 3339 with offset; not inside the period'),
  preset: z.enum(PERIOD_PRESETS).optional(),
  metric: z
    .enum(METRICS.filter(hasTickets).map((metric) => metric.id))
    .optional()
    .describe('exactly this metric’s population'),
  calendar: z.enum(CALENDARS).optional(),
  ...(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, dimensionParameter])) as Record<
    Dimension,
    typeof dimensionParameter
  >),
  ...(Object.fromEntries(DIMENSIONS.map((dimension) => [`${dimension}!`, dimensionParameter])) as Record<
    `${Dimension}!`,
    typeof dimensionParameter
  >),
  weekday: wholeNumbers(1, 7).describe(
    '1 Monday … 7 Sunday in the tenant’s zone, of the instant that puts a fact into the period; for periods of at most 400 days',
  ),
  hour: wholeNumbers(0, 23).describe('hours of the day in the tenant’s zone, with the same meaning'),
  min: value.describe(
    'only facts whose value is at least this, in the metric’s unit; for means, percentiles and waits',
  ),
  max: value.describe('only facts whose value is below this'),
  score: wholeNumbers(0, 10).describe(
    'answers with these points, for metrics made of answers: 1–5 (the nearest whole) for satisfaction, else on the answer’s own scale',
  ),
  state: z
    .string(once)
    .transform((given) => given.split(','))
    .pipe(z.array(z.enum(TICKET_STATES)))
    .optional()
    .describe('states of the ticket now, with commas between; `waiting` = open and waiting for a human'),
  customer: text.optional().describe('one customer; beside exactly one `source`'),
  limit: z.coerce.number().int().min(1).max(MAX_TICKETS).optional().describe('default 100'),
  cursor: z.string(once).optional().describe('`nextCursor` of the page before'),
})
type Parameters = z.output<typeof TicketListSchema>

const SINGLE = [
  'from',
  'to',
  'preset',
  'metric',
  'calendar',
  'weekday',
  'hour',
  'min',
  'max',
  'score',
  'state',
  'customer',
  'limit',
  'cursor',
] as const
const MAX_DAYS = 400

function sentenceOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const metric = issue.path[0] === 'metric' ? metricById(value) : undefined
    if (metric !== undefined) {
      const whom = metric.group === 'people' ? 'agents' : 'customers'
      return `"${value}" counts ${whom}; no tickets stand behind it.`
    }
    return `Unknown value "${value.slice(0, 60)}". Known: ${listed(issue.values.map(String))}.`
  }
  if (Array.isArray(value) && (SINGLE as readonly PropertyKey[]).includes(issue.path[0] ?? ''))
    return 'Give it once.'
  if (issue.path[0] === 'limit') return `A whole number from 1 to ${MAX_TICKETS}.`
  return issue.message
}

/** Parameters as the schema has them; wrong ones go to `places`. An empty single parameter counts as absent. */
function readParameters(search: URLSearchParams, places: ErrorPlace[]): Parameters {
  const raw: Record<string, unknown> = {}
  for (const key of new Set(search.keys())) {
    const all = search.getAll(key)
    const isSingle = (SINGLE as readonly string[]).includes(key)
    if (!isSingle) raw[key] = all
    else if (all.length > 1) raw[key] = all
    else if (all[0] !== '') raw[key] = all[0]
  }
  const checked = TicketListSchema.safeParse(raw)
  if (checked.success) return checked.data
  for (const issue of checked.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        places.push({
          path: key.slice(0, 60),
          message: `Unknown parameter. Known: ${listed([...SINGLE, ...DIMENSIONS])}; a dimension takes != as well.`,
        })
      }
    } else {
      const path = String(issue.path[0] ?? '')
      places.push({ path, message: sentenceOf(issue, raw[path]) })
    }
  }
  throw queryError(places)
}

export function encodeCursor(cursor: TicketCursor): string {
  const text = JSON.stringify([cursor.at, cursor.ticketId, cursor.now, cursor.total, cursor.atLeast ? 1 : 0])
  return Buffer.from(text, 'utf8').toString('base64url')
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function decodeCursor(text: string): TicketCursor | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed) || parsed.length !== 5) return null
    const [at, ticketId, now, total, atLeast] = parsed as unknown[]
    const time = (value: unknown): value is number =>
      Number.isSafeInteger(value) && Math.abs(value as number) < END_OF_INSTANTS
    if (!time(at) || !time(now) || !Number.isSafeInteger(total)) return null
    if (typeof ticketId !== 'string' || !UUID.test(ticketId)) return null
    return { at, ticketId, now, total: total as number, atLeast: atLeast === 1 }
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
 * (`channel=jd,douyin`, `channel!=jd`), what narrows the population (`weekday`, `hour`, `min`, `max`, `score`,
 * `state`, `customer`), `limit`, `cursor`; without a period all of time. Throws 400
 * `invalid_query` naming the parameters that are wrong.
 */
export function parseTicketQuery(search: URLSearchParams, context: ParseContext): TicketQuery {
  const places: ErrorPlace[] = []
  const wrong = (path: string, message: string) => places.push({ path, message })
  const given = readParameters(search, places)
  const after = given.cursor === undefined ? null : decodeCursor(given.cursor)
  if (given.cursor !== undefined && after === null)
    wrong('cursor', 'Not a cursor of ours; begin again without one.')
  const now = after?.now ?? context.now
  const metric = given.metric === undefined ? null : (metricById(given.metric) ?? null)

  const filters = DIMENSIONS.flatMap((dimension): Filter[] =>
    (['in', 'not_in'] as const).flatMap((op): Filter[] => {
      const values = op === 'in' ? given[dimension] : given[`${dimension}!` as const]
      if (values === undefined) return []
      const known: readonly Dimension[] = metric?.dimensions ?? DIMENSIONS
      if (!known.includes(dimension)) {
        wrong(
          dimension,
          `The metric "${metric?.id}" has no dimension "${dimension}"; it has ${listed(known)}.`,
        )
      }
      return [{ dimension, op, values: valuesOf(values) }]
    }),
  )

  const period = periodOf(given, now, context.zone, wrong)
  const asked = metric === null ? null : { metric, calendar: calendarOf(metric, given.calendar ?? null) }
  checkNarrowing(given, asked, period, wrong)
  const customer = customerOf(given, filters, wrong)
  if (places.length > 0) throw queryError(places)
  const weekHours = { weekdays: given.weekday ?? null, hours: given.hour ?? null }
  return {
    asked,
    period,
    stretches: stretchesOf(period, weekHours, context.zone),
    range:
      given.min === undefined && given.max === undefined
        ? null
        : { min: given.min ?? null, max: given.max ?? null },
    scores: given.score ?? null,
    states: given.state ?? null,
    customer,
    filters,
    scope: context.scope,
    limit: given.limit ?? DEFAULT_TICKETS,
    now,
    after,
  }
}

/** Whether each counted fact of the metric has a value of its own. */
function hasValues({ metric }: AskedMetric): boolean {
  if (metric.type === 'gauge') return metric.gauge === 'queue_now' || metric.gauge === 'oldest_wait_now'
  return metric.type === 'mean' || metric.type === 'quantile'
}

function checkNarrowing(
  { weekday, hour, min, max, score }: Parameters,
  asked: AskedMetric | null,
  { from, to }: TicketQuery['period'],
  wrong: (path: string, message: string) => void,
): void {
  for (const [path, given] of Object.entries({ weekday, hour })) {
    if (given === undefined) continue
    if (asked?.metric.type === 'gauge')
      wrong(path, `"${asked.metric.id}" is a state of now; it has no ${path}s.`)
    else if (to - from > MAX_DAYS * 86_400_000)
      wrong(path, `Give a period of at most ${MAX_DAYS} days with it.`)
  }
  for (const [path, given] of Object.entries({ min, max })) {
    if (given !== undefined && (asked === null || !hasValues(asked)))
      wrong(path, 'Only means, percentiles and waits have a value in each row; name such a metric.')
  }
  if (min !== undefined && max !== undefined && min >= max) wrong('max', 'It must be above min.')
  if (score !== undefined) {
    const parts = asked === null ? [] : metricParts(asked)
    if (parts.length === 0 || parts.some(({ family }) => family.fact !== 'answer'))
      wrong('score', 'Only answers have a score; name a metric made of answers, such as csat.')
  }
}

function customerOf(
  { customer }: Parameters,
  filters: readonly Filter[],
  wrong: (path: string, message: string) => void,
): TicketQuery['customer'] {
  if (customer === undefined) return null
  const sources = filters.find(({ dimension, op }) => dimension === 'source' && op === 'in')?.values ?? []
  const [source] = sources
  if (sources.length === 1 && typeof source === 'string') return { source, customer }
  wrong('customer', 'Customers are a source’s own: name exactly one source beside it.')
  return null
}

function periodOf(
  { preset, from: fromText, to: toText }: Parameters,
  now: Instant,
  zone: string,
  wrong: (path: string, message: string) => void,
): TicketQuery['period'] {
  if (preset !== undefined) {
    if (fromText !== undefined || toText !== undefined)
      wrong('preset', 'Give either a preset, or from and to.')
    return resolvePreset(preset, now, zone)
  }
  const at = (name: 'from' | 'to', text: string | undefined, open: Instant): Instant => {
    if (text === undefined) return open
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
