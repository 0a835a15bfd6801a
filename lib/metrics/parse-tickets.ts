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
import { CALENDARS, DIMENSIONS, type Dimension, type Filter, type Metric } from './types'

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

const listed = (words: readonly string[]) => words.join(', ')

/** Whether single tickets stand behind the metric; the others count agents or customers. */
export function hasTickets(metric: Metric): boolean {
  if (metric.type === 'gauge') return !metric.gauge.startsWith('agents_')
  return metric.type !== 'scan' || metric.scan === 'repurchase_rate'
}

const once = { error: 'Give it once.' }
const dimensionParameter = z
  .array(z.string().max(4_000).refine(isStorable, { error: 'Text holds NUL or half a character.' }))
  .max(1_000)
  .optional()
  .describe('values with commas between, or repeated; empty = no value')

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
  limit: z.coerce.number().int().min(1).max(MAX_TICKETS).optional().describe('default 100'),
  cursor: z.string(once).optional().describe('`nextCursor` of the page before'),
})
type Parameters = z.output<typeof TicketListSchema>

const SINGLE = ['from', 'to', 'preset', 'metric', 'calendar', 'limit', 'cursor'] as const

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
  if (places.length > 0) throw queryError(places)
  return {
    asked: metric === null ? null : { metric, calendar: calendarOf(metric, given.calendar ?? null) },
    period,
    filters,
    scope: context.scope,
    limit: given.limit ?? DEFAULT_TICKETS,
    now,
    after,
  }
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
