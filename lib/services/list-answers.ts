import { z } from 'zod'
import { formatInZone } from '@/lib/core/grain'
import { maskText } from '@/lib/core/masking'
import { ANSWER_BANDS, type AnswerFilter, countAnswers, FRT_BANDS, readAnswers } from '@/lib/db/voice'
import { SURVEY_KINDS } from '@/lib/facts/event'
import type { Context } from './context'
import { factCursor, factKey, parseRows, sharedParameters, shownName, writeCursor } from './rows-input'

export const ANSWER_KINDS = [...SURVEY_KINDS, 'ces1'] as const
export type AnswerKind = (typeof ANSWER_KINDS)[number]

const kinds = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(ANSWER_KINDS, `kinds there are: ${ANSWER_KINDS.join(', ')}`)))

/** The parameters of `GET /answers` beside the dimensions. */
export const AnswerListSchema = z.object({
  ...sharedParameters,
  kind: z.string().optional().describe('kinds of survey with commas between'),
  band: z.enum(ANSWER_BANDS).optional().describe('low, middle or high, as the metric of the kind counts'),
  frt: z
    .enum(FRT_BANDS)
    .optional()
    .describe('first response of the ticket: quick = under 30 s, usual = to 120 s, slow = beyond'),
  commented: z.enum(['true', 'false']).optional().describe('true = only answers with a comment'),
})

const own = z.object({
  kind: kinds.optional(),
  band: z.enum(ANSWER_BANDS, 'low, middle or high').optional(),
  frt: z.enum(FRT_BANDS, 'quick, usual or slow').optional(),
  commented: z.enum(['true', 'false'], 'true or false').optional(),
  cursor: factCursor.optional(),
})

/** One answer of a survey. `score` on its own scale; personal numbers in the comment are masked. */
export interface ShownAnswer {
  readonly source: string
  readonly subject: string | null
  readonly at: string
  readonly kind: string
  readonly scale: string
  readonly score: number
  readonly band: (typeof ANSWER_BANDS)[number]
  readonly comment: string | null
  readonly who: string | null
  readonly customer: string | null
  readonly customerTier: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly firstResponseSeconds: number | null
}

/**
 * Answers of the period, newest first, within the asker's teams; `total` counts them all. Throws 400 `invalid_query`,
 * 403 without the scope `read`, 503 while the database is away.
 */
export async function listAnswers(
  ctx: Context,
  search: URLSearchParams,
): Promise<{
  readonly rows: readonly ShownAnswer[]
  readonly nextCursor: string | null
  readonly total: number
}> {
  const input = await parseRows(ctx, search, Object.keys(own.shape), own)
  const { question, limit, zone } = input
  const { kind, band, frt, commented, cursor } = input.own
  const filter: AnswerFilter = {
    kinds: kind ?? null,
    band: band ?? null,
    frt: frt ?? null,
    commented: commented === 'true',
  }
  const [found, total] = await Promise.all([
    readAnswers(question, filter, factKey(cursor), limit),
    countAnswers(question, filter),
  ])
  const last = found.length > limit ? found[limit - 1] : undefined
  return {
    rows: found.slice(0, limit).map((row) => ({
      source: row.source,
      subject: row.subject,
      at: formatInZone(row.at, zone),
      kind: row.kind,
      scale: row.scale,
      score: row.scoreMilli / 1000,
      band: ANSWER_BANDS[row.band],
      comment: row.comment === null ? null : maskText(row.comment),
      who: shownName(row.name, row.customer),
      customer: row.customer,
      customerTier: row.customerTier,
      channel: row.channel,
      team: row.team,
      agent: row.agent,
      product: row.product,
      issueType: row.issueType,
      firstResponseSeconds: row.waitMs === null ? null : row.waitMs / 1000,
    })),
    nextCursor: last === undefined ? null : writeCursor([last.at, last.ticketId, last.no]),
    total,
  }
}
