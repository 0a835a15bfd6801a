/** The wire form of `POST /query` and how it becomes a MetricQuery. */
import { z } from 'zod'
import { type ErrorPlace, invalidQuery } from '@/lib/core/errors'
import { PERIOD_COMPARES, PERIOD_PRESETS, parseRfc3339, resolvePreset } from '@/lib/core/period'
import type { Instant } from '@/lib/facts/event'
import { METRICS, metricById } from './catalogue'
import { CALENDARS, DIMENSIONS, type Dimension, type Filter, GRAINS, type MetricQuery } from './types'

const MAX_METRICS = 100
const MAX_FILTERS = 20
const MAX_VALUES = 1_000
export const MAX_GROUPS = 1_000
export const DEFAULT_GROUPS = 100

const listed = (words: readonly string[]) => words.join(', ')

/** Whether Postgres can hold the text: no NUL, no lone surrogate. Nothing else is ever stored. */
export const isStorable = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text)

/** `{from, to}` in RFC 3339 with offset, `to` not inside; or a preset in the tenant's zone. */
export const PeriodSchema = z.union([
  z.strictObject({ preset: z.enum(PERIOD_PRESETS) }),
  z.strictObject({
    from: z.string().describe('RFC 3339 with offset; inside the period'),
    to: z.string().describe('RFC 3339 with offset; not inside the period'),
  }),
])

export const FilterSchema = z.strictObject({
  dimension: z.enum(DIMENSIONS),
  op: z.enum(['in', 'not_in']),
  values: z
    .array(
      z.union([
        z.string().max(400).refine(isStorable, { error: 'Text holds NUL or half a character.' }),
        z.null(),
      ]),
    )
    .min(1)
    .max(MAX_VALUES)
    .describe('null = no value'),
})

/** One semantic query, as clients send it. */
export const QuerySchema = z.strictObject({
  metrics: z
    .array(z.enum(METRICS.map((metric) => metric.id)))
    .min(1)
    .max(MAX_METRICS),
  dimensions: z.array(z.enum(DIMENSIONS)).max(DIMENSIONS.length).optional(),
  grain: z.enum(GRAINS).nullable().optional(),
  period: PeriodSchema,
  filters: z.array(FilterSchema).max(MAX_FILTERS).optional(),
  calendar: z.enum(CALENDARS).nullable().optional(),
  compare: z
    .enum(PERIOD_COMPARES)
    .nullable()
    .optional()
    .describe(
      'average = the four same weekdays and times before, 7 to 28 days earlier (longer periods go back whole weeks without overlap): shares, means and percentiles of the four together, counts as the mean of a period within the time of the data',
    ),
  intervals: z
    .boolean()
    .optional()
    .describe(
      '95 % intervals (Student’s t) of means as well, from the single values; absent with a warning where there are more than 200,000 of them',
    ),
  orderBy: z
    .array(z.strictObject({ id: z.string(), direction: z.enum(['asc', 'desc']).optional() }))
    .max(10)
    .optional(),
  limit: z.int().min(1).max(MAX_GROUPS).optional().describe('groups of dimension values, default 100'),
})
export type QueryInput = z.input<typeof QuerySchema>

/** Sentences that name the place and the cure, where zod's own do not. */
function sentenceOf(issue: z.core.$ZodIssue, value: unknown): string {
  const [field, , inner] = issue.path
  if (issue.code === 'unrecognized_keys') {
    return `Unknown field${issue.keys.length > 1 ? 's' : ''} ${listed(issue.keys)}. Known here: ${listed(knownFields(issue.path))}.`
  }
  if (issue.code === 'invalid_value') {
    const known = listed(issue.values.map(String))
    const what =
      field === 'metrics' ? 'metric' : field === 'dimensions' || inner === 'dimension' ? 'dimension' : 'value'
    const given = typeof value === 'string' ? ` "${value.slice(0, 60)}"` : ''
    return value === undefined ? `Required. One of: ${known}.` : `Unknown ${what}${given}. Known: ${known}.`
  }
  if (issue.code === 'invalid_type' && value === undefined) return 'Required.'
  return issue.message
}

function knownFields(path: readonly PropertyKey[]): readonly string[] {
  switch (path[0]) {
    case undefined:
      return Object.keys(QuerySchema.shape)
    case 'filters':
      return Object.keys(FilterSchema.shape)
    case 'orderBy':
      return ['id', 'direction']
    default:
      return ['from and to, or preset']
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  )
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
}

const PERIOD_CURE = `Give {"from", "to"} as RFC 3339 times with an offset, or {"preset"}: ${listed(PERIOD_PRESETS)}.`

function placesOf(issues: readonly z.core.$ZodIssue[], input: unknown): ErrorPlace[] {
  return issues.flatMap((issue): ErrorPlace[] => {
    const path = placeOf(issue.path)
    // Both readings of a period fail in their own way; one sentence says what to write.
    if (issue.code === 'invalid_union' && issue.path[0] === 'period') return [{ path, message: PERIOD_CURE }]
    return [{ path, message: sentenceOf(issue, valueAt(input, issue.path)) }]
  })
}

/** 400 `invalid_query`; the message begins with the first wrong place. */
export function queryError(places: readonly ErrorPlace[]) {
  const first = places[0]
  const message =
    first === undefined
      ? 'The query is wrong.'
      : `${first.path === '' ? '' : `${first.path}: `}${first.message}${places.length > 1 ? ` (and ${places.length - 1} more)` : ''}`
  return invalidQuery(message, places.slice(0, 50))
}

export interface ParseContext {
  readonly now: Instant
  /** the tenant's zone, for presets */
  readonly zone: string
  /** team scope of the asker; null = all teams */
  readonly scope: readonly string[] | null
}

const distinct = <T>(items: readonly T[]): readonly T[] => [...new Set(items)]

/** '' is stored as no value, so it asks for none. */
export const filterValues = (values: readonly (string | null)[]): readonly (string | null)[] =>
  distinct(values.map((value) => (value === '' ? null : value)))

/**
 * The period of a checked input as instants; wrong ones are added to `places` under `path`. A period holds
 * `from` and not `to`, and lies within the years 2000 to 2100.
 */
export function resolvePeriod(
  input: z.output<typeof PeriodSchema>,
  context: Pick<ParseContext, 'now' | 'zone'>,
  places: ErrorPlace[],
  path = 'period',
): MetricQuery['period'] {
  if ('preset' in input) {
    return { ...resolvePreset(input.preset, context.now, context.zone), preset: input.preset }
  }
  const at = (field: 'from' | 'to'): Instant => {
    const instant = parseRfc3339(input[field])
    if (instant !== null) return instant
    places.push({
      path: path === '' ? field : `${path}.${field}`,
      message: `Not a time of the years 2000 to 2100 in RFC 3339 with an offset, such as 2026-11-01T00:00:00+08:00.`,
    })
    return Number.NaN
  }
  const from = at('from')
  const to = at('to')
  if (from >= to) {
    places.push({
      path: path === '' ? 'to' : `${path}.to`,
      message: 'The end must lie after the start: a period holds its start and not its end.',
    })
  }
  return { from, to }
}

/**
 * The query of a JSON body. Throws AppError `invalid_query` (400) that names every wrong place and its cure.
 */
export function parseQuery(input: unknown, context: ParseContext): MetricQuery {
  const checked = QuerySchema.safeParse(input)
  if (!checked.success) throw queryError(placesOf(checked.error.issues, input))
  const raw = checked.data
  const places: ErrorPlace[] = []
  const period = resolvePeriod(raw.period, context, places)
  const metrics = distinct(raw.metrics)
  const dimensions = distinct(raw.dimensions ?? [])
  const filters: Filter[] = (raw.filters ?? []).map((f) => ({ ...f, values: filterValues(f.values) }))
  const grain = raw.grain ?? null

  metrics.forEach((id) => {
    const known: readonly Dimension[] = metricById(id)?.dimensions ?? []
    const wrong = (dimension: Dimension, path: string) => {
      if (known.includes(dimension)) return
      places.push({
        path,
        message: `The metric "${id}" has no dimension "${dimension}"; it has ${listed(known)}. Ask for it in a query of its own.`,
      })
    }
    dimensions.forEach((dimension, d) => {
      wrong(dimension, `dimensions[${d}]`)
    })
    filters.forEach((filter, f) => {
      wrong(filter.dimension, `filters[${f}].dimension`)
    })
  })
  const orderable = [...metrics, ...dimensions, ...(grain === null ? [] : ['time'])]
  const orderBy = (raw.orderBy ?? []).map(({ id, direction }, i) => {
    if (!orderable.includes(id)) {
      places.push({
        path: `orderBy[${i}].id`,
        message: `"${id.slice(0, 60)}" is not in this answer; order by one of ${listed(orderable)}.`,
      })
    }
    return { id, direction: direction ?? ('asc' as const) }
  })
  if (places.length > 0) throw queryError(places)
  return {
    metrics,
    dimensions,
    grain,
    period,
    filters,
    calendar: raw.calendar ?? null,
    compare: raw.compare ?? null,
    ...(raw.intervals === true ? { intervals: true } : {}),
    orderBy,
    limit: raw.limit ?? DEFAULT_GROUPS,
    scope: context.scope,
  }
}
