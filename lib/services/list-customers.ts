import { z } from 'zod'
import { formatInZone } from '@/lib/core/grain'
import { maskText } from '@/lib/core/masking'
import {
  CUSTOMER_ONLY,
  CUSTOMER_SORTS,
  type CustomerSearch,
  findCustomers,
  readCustomerKeys,
  readCustomerRows,
} from '@/lib/db/customers-list'
import { isStorable } from '@/lib/metrics/parse-query'
import type { Context } from './context'
import { cursorOf, parseRows, sharedParameters, shownName, writeCursor } from './rows-input'
import { runQuery } from './run-query'

/** Tickets a period may hold where all of them are read to order its customers. */
const GROUPED_AT_MOST = 100_000
const FOUND_AT_MOST = 50

/** The parameters of `GET /customers` beside the dimensions. */
export const CustomerListSchema = z.object({
  ...sharedParameters,
  sort: z.enum(CUSTOMER_SORTS).optional().describe('default recent: the last to open a ticket first'),
  only: z
    .enum(CUSTOMER_ONLY)
    .optional()
    .describe('among the tickets of the period: one open now, one with a complaint, one rated 1 or 2'),
  q: z
    .string()
    .optional()
    .describe('an id or its beginning, a whole telephone number or address, or a masked name (何**)'),
})

const own = z.object({
  sort: z.enum(CUSTOMER_SORTS, 'recent, value or tickets').optional(),
  only: z.enum(CUSTOMER_ONLY, 'open, complaint or low').optional(),
  q: z.string().trim().max(200).refine(isStorable, 'Text holds NUL or half a character.').optional(),
  cursor: cursorOf(z.tuple([z.number(), z.string().max(200), z.string().max(400)])).optional(),
})

/** One customer of a list. The name is masked; money in units of the source's currency. */
export interface ShownCustomer {
  readonly source: string
  readonly customer: string
  /** the id with personal numbers in it masked */
  readonly shownId: string
  readonly who: string | null
  readonly tier: string | null
  readonly region: string | null
  readonly tags: readonly string[]
  readonly value: number | null
  /** when the latest ticket was opened, whatever the period */
  readonly lastAt: string | null
  readonly lastChannel: string | null
  /** opened in the period, matching the filters */
  readonly tickets: number
  readonly open: number
  /** the last satisfaction rating, on 1–5 */
  readonly rating: number | null
  readonly ratedAt: string | null
  readonly complaints: number
}

export interface CustomerPage {
  readonly rows: readonly ShownCustomer[]
  readonly nextCursor: string | null
  /** tickets of the period that match the filters, of all customers */
  readonly tickets: number
  /** the order the list has: `tickets` falls back to `recent` where the period holds too many to count by customer */
  readonly sort: (typeof CUSTOMER_SORTS)[number] | 'found'
}

/** 何** or 何 asks for masked names; what is longer is an id, a number or an address. */
function initialOf(text: string): string | null {
  const letters = [...text.replace(/\*+$/, '')]
  return letters.length === 1 && /\p{L}/u.test(letters[0] ?? '') ? (letters[0] ?? null) : null
}

function searchOf(text: string): CustomerSearch {
  const digits = text.replace(/[\s()+-]/g, '')
  return {
    id: text,
    phone: /^\d{6,20}$/.test(digits) ? digits : null,
    email: text.includes('@') ? text.toLowerCase() : null,
  }
}

/**
 * Customers with tickets in the period, or those a search finds, within the asker's teams: a customer is visible
 * through each ticket a team ever had. Throws 400 `invalid_query`, 403 without the scope `read`, 503 while the
 * database is away.
 */
export async function listCustomers(ctx: Context, search: URLSearchParams): Promise<CustomerPage> {
  const input = await parseRows(ctx, search, Object.keys(own.shape), own)
  const { question, period, limit, zone } = input
  const { only, q, cursor } = input.own
  const time = (at: number | null) => (at === null ? null : formatInZone(at, zone))
  const initial = q === undefined ? null : initialOf(q)
  const finding = q !== undefined && initial === null
  const until = Math.min(period.to, ctx.now + 1)
  const counted =
    period.from < until
      ? await runQuery(ctx, {
          metrics: ['tickets_opened'],
          period: { from: formatInZone(period.from, zone), to: formatInZone(until, zone) },
          filters: question.filters,
        })
      : null
  const tickets = Number(counted?.rows[0]?.tickets_opened ?? 0)
  const few = tickets <= GROUPED_AT_MOST
  const sort = input.own.sort === 'tickets' && !few ? 'recent' : (input.own.sort ?? 'recent')
  const after = cursor === undefined ? null : { by: cursor[0], source: cursor[1], customer: cursor[2] }
  const size = finding ? Math.min(limit, FOUND_AT_MOST) : limit
  const keys =
    finding && q !== undefined
      ? await findCustomers(searchOf(q), question.scope, size)
      : await readCustomerKeys(question, { sort, only: only ?? null, initial }, few, after, size)
  const page = keys.slice(0, size)
  const rows = await readCustomerRows(page, question)
  const last = page.at(-1)
  return {
    rows: rows.map((row) => ({
      source: row.source,
      customer: row.customer,
      shownId: maskText(row.customer),
      who: shownName(row.name, row.customer),
      tier: row.tier,
      region: row.region,
      tags: row.tags ?? [],
      value: row.lifetimeValueCents === null ? null : row.lifetimeValueCents / 100,
      lastAt: time(row.lastAt),
      lastChannel: row.lastChannel,
      tickets: row.tickets,
      open: row.open,
      rating: row.ratingMilli === null ? null : row.ratingMilli / 1000,
      ratedAt: time(row.ratedAt),
      complaints: row.complaints,
    })),
    nextCursor:
      !finding && keys.length > size && last !== undefined
        ? writeCursor([last.by, last.source, last.customer])
        : null,
    tickets,
    sort: finding ? 'found' : sort,
  }
}
