/** The parameters that lists of single facts share: period and filters as `GET /tickets` takes them, and a cursor. */
import { z } from 'zod'
import { type ErrorPlace, invalidQuery } from '@/lib/core/errors'
import { END_OF_INSTANTS } from '@/lib/core/period'
import { masked } from '@/lib/db/live'
import type { RowsQuestion } from '@/lib/db/rows-question'
import type { FactKey } from '@/lib/db/voice'
import { parseTicketQuery } from '@/lib/metrics/parse-tickets'
import { DIMENSIONS } from '@/lib/metrics/types'
import { type Context, requireScope, teamScope } from './context'
import { readTenant } from './read-tenant'

const once = { error: 'Give it once.' }
const SHARED = ['from', 'to', 'preset', 'calendar', 'weekday', 'hour', 'limit'] as const

/** The shared parameters, for the description of the API. */
export const sharedParameters = {
  from: z.string(once).optional().describe('RFC 3339 with offset; inside the period'),
  to: z.string(once).optional().describe('RFC 3339 with offset; not inside the period'),
  preset: z.string(once).optional().describe('as in GET /tickets'),
  limit: z.coerce.number().int().min(1).max(1_000).optional().describe('default 100'),
  cursor: z.string(once).optional().describe('`nextCursor` of the page before'),
}

export interface RowsInput<Own> {
  readonly question: RowsQuestion
  readonly period: { readonly from: number; readonly to: number }
  readonly limit: number
  readonly zone: string
  readonly own: Own
}

/**
 * Reads the parameters of a list: the shared ones, and those of its own by their schema. Throws 400 `invalid_query`
 * naming what is wrong, 403 without the scope `read`.
 */
export async function parseRows<Schema extends z.ZodType>(
  ctx: Context,
  search: URLSearchParams,
  names: readonly string[],
  schema: Schema,
): Promise<RowsInput<z.output<Schema>>> {
  requireScope(ctx, 'read')
  const { zone } = await readTenant(ctx.now)
  const dimensions = DIMENSIONS.flatMap((dimension) => [dimension, `${dimension}!`])
  const shared = new URLSearchParams()
  const given: Record<string, string> = {}
  const places: ErrorPlace[] = []
  for (const [key, value] of search) {
    if (names.includes(key)) {
      if (given[key] !== undefined) places.push({ path: key, message: once.error })
      if (value !== '') given[key] = value
    } else if ((SHARED as readonly string[]).includes(key) || dimensions.includes(key))
      shared.append(key, value)
    else {
      places.push({
        path: key.slice(0, 60),
        message: `Unknown parameter. Known: ${[...SHARED, ...names, ...DIMENSIONS].join(', ')}; a dimension takes != as well.`,
      })
    }
  }
  const checked = schema.safeParse(given)
  if (!checked.success) {
    for (const issue of checked.error.issues)
      places.push({ path: String(issue.path[0] ?? ''), message: issue.message })
  }
  const query = parseTicketQuery(shared, { now: ctx.now, zone, scope: teamScope(ctx.principal) })
  const first = places[0]
  if (first !== undefined || !checked.success)
    throw invalidQuery(`${first?.path ?? ''}: ${first?.message ?? 'The input is wrong.'}`, places)
  return {
    question: { stretches: query.stretches, filters: query.filters, scope: query.scope },
    period: query.period,
    limit: query.limit,
    zone,
    own: checked.data,
  }
}

const WRONG_CURSOR = 'Not a cursor of ours; begin again without one.'
const instant = z.int().min(-END_OF_INSTANTS).max(END_OF_INSTANTS)

/** A cursor of a shape: base64url of JSON. */
export function cursorOf<Shape extends z.ZodType>(shape: Shape) {
  return z.string(once).transform((text, check): z.output<Shape> => {
    try {
      const read = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
      if (read.success) return read.data
    } catch {
      // what is no JSON is no cursor of ours
    }
    check.addIssue(WRONG_CURSOR)
    return z.NEVER
  })
}

export const writeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url')

/** `[at, ticketId, no]` */
export const factCursor = cursorOf(z.tuple([instant, z.uuid(), z.int().min(0)]))
export const factKey = (cursor: readonly [number, string, number] | undefined): FactKey | null =>
  cursor === undefined ? null : { at: cursor[0], ticketId: cursor[1], no: cursor[2] }

/** Who, as everybody may read it: 何** or the first letter of the id; null where nobody is named. */
export function shownName(name: string | null, customer: string | null): string | null {
  const text = masked(name ?? customer)
  return text === '' ? null : text
}
