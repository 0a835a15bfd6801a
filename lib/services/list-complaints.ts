import { z } from 'zod'
import { formatInZone } from '@/lib/core/grain'
import { maskText } from '@/lib/core/masking'
import {
  COMPLAINT_GROUPS,
  type ComplaintFilter,
  countComplaints,
  readComplaintGroups,
  readComplaints,
  readTopics,
  type TopicCount,
} from '@/lib/db/voice'
import type { Context } from './context'
import { factCursor, factKey, parseRows, sharedParameters, shownName, writeCursor } from './rows-input'

const LEVELS = ['high', 'normal'] as const

/** The parameters of `GET /complaints` beside the dimensions. */
export const ComplaintListSchema = z.object({
  ...sharedParameters,
  category: z.string().optional().describe('one category; `-` = without one'),
  level: z.enum(LEVELS).optional(),
  counted: z.enum(['true', 'false']).optional().describe('true = only those the complaint rate counts'),
  open: z.enum(['true', 'false']).optional().describe('true = only of tickets still open'),
})

const own = z.object({
  category: z.string().max(400).optional(),
  level: z.enum(LEVELS, 'high or normal').optional(),
  counted: z.enum(['true', 'false'], 'true or false').optional(),
  open: z.enum(['true', 'false'], 'true or false').optional(),
  cursor: factCursor.optional(),
})

/** One complaint; personal numbers in its text are masked. */
export interface ShownComplaint {
  readonly source: string
  readonly subject: string | null
  readonly at: string
  readonly level: string
  readonly category: string | null
  /** false = a repetition within 7 days, which the rate leaves out */
  readonly counted: boolean
  readonly text: string | null
  readonly who: string | null
  readonly customer: string | null
  readonly customerTier: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly state: string | null
  readonly firstResponseSeconds: number | null
  /** from the complaint to the next public message of an agent; null = none yet */
  readonly replySeconds: number | null
}

/**
 * Complaints filed in the period, newest first, within the asker's teams; `total` counts them all. Throws 400
 * `invalid_query`, 403 without the scope `read`, 503 while the database is away.
 */
export async function listComplaints(
  ctx: Context,
  search: URLSearchParams,
): Promise<{
  readonly rows: readonly ShownComplaint[]
  readonly nextCursor: string | null
  readonly total: number
}> {
  const input = await parseRows(ctx, search, Object.keys(own.shape), own)
  const { question, limit, zone } = input
  const { category, level, counted, open, cursor } = input.own
  const filter: ComplaintFilter = {
    categories: category === undefined ? null : [category === '-' ? null : category],
    levels: level === undefined ? null : [level],
    counted: counted === 'true',
    open: open === 'true',
  }
  const [found, total] = await Promise.all([
    readComplaints(question, filter, factKey(cursor), limit),
    countComplaints(question, filter),
  ])
  const last = found.length > limit ? found[limit - 1] : undefined
  return {
    rows: found.slice(0, limit).map((row) => ({
      source: row.source,
      subject: row.subject,
      at: formatInZone(row.at, zone),
      level: row.level,
      category: row.category,
      counted: row.counted,
      text: row.text === null ? null : maskText(row.text),
      who: shownName(row.name, row.customer),
      customer: row.customer,
      customerTier: row.customerTier,
      channel: row.channel,
      team: row.team,
      agent: row.agent,
      product: row.product,
      issueType: row.issueType,
      state: row.state,
      firstResponseSeconds: row.waitMs === null ? null : row.waitMs / 1000,
      replySeconds: row.repliedAt === null ? null : (row.repliedAt - row.at) / 1000,
    })),
    nextCursor: last === undefined ? null : writeCursor([last.at, last.ticketId, last.no]),
    total,
  }
}

const grouped = z.object({ by: z.enum(COMPLAINT_GROUPS).default('category') })

/** Complaints that the rate counts, by `by`, the most first. Parameters and errors as `listComplaints`. */
export async function groupComplaints(
  ctx: Context,
  search: URLSearchParams,
): Promise<readonly { readonly value: string | null; readonly n: number }[]> {
  const { question, own: asked } = await parseRows(ctx, search, ['by'], grouped)
  return readComplaintGroups(question, asked.by)
}

/**
 * Complaints by category and product in the stretches between rising boundaries, e.g. those of four usual months and
 * of this one. Filters and errors as `listComplaints`.
 */
export async function readComplaintTopics(
  ctx: Context,
  search: URLSearchParams,
  boundaries: readonly number[],
): Promise<readonly TopicCount[]> {
  const { question } = await parseRows(ctx, search, [], z.object({}))
  return readTopics(question, boundaries)
}
