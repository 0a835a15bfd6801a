import { z } from 'zod'
import { formatInZone } from '@/lib/core/grain'
import { maskText } from '@/lib/core/masking'
import { readSuggestions, SUGGESTION_STATES } from '@/lib/db/voice'
import type { Context } from './context'
import { parseRows, shownName } from './rows-input'

const own = z.object({ suggestions: z.enum(SUGGESTION_STATES).default('submitted') })

/** One suggestion of a customer; `adopted` null = nobody has decided. */
export interface ShownSuggestion {
  readonly id: string
  readonly source: string
  readonly subject: string | null
  readonly suggestion: string | null
  readonly text: string | null
  readonly submittedAt: string | null
  readonly decidedAt: string | null
  readonly adopted: boolean | null
  readonly who: string | null
  readonly customerTier: string | null
  readonly channel: string | null
  readonly product: string | null
  readonly team: string | null
}

/**
 * Suggestions of the period: `submitted` or `pending` by submission, `decided` or `adopted` by decision, newest first,
 * at most `limit` of `total`. Throws 400 `invalid_query`, 403 without the scope `read`, 503 while the database is away.
 */
export async function listSuggestions(
  ctx: Context,
  search: URLSearchParams,
): Promise<{ readonly rows: readonly ShownSuggestion[]; readonly total: number }> {
  const { question, limit, zone, own: asked } = await parseRows(ctx, search, ['suggestions'], own)
  const found = await readSuggestions(question, asked.suggestions, limit)
  const time = (at: number | null) => (at === null ? null : formatInZone(at, zone))
  return {
    total: found.total,
    rows: found.rows.map((row) => ({
      id: row.id,
      source: row.source,
      subject: row.subject,
      suggestion: row.suggestion,
      text: row.text === null ? null : maskText(row.text),
      submittedAt: time(row.submittedAt),
      decidedAt: time(row.decidedAt),
      adopted: row.adopted,
      who: shownName(row.name, row.customer),
      customerTier: row.customerTier,
      channel: row.channel,
      product: row.product,
      team: row.team,
    })),
  }
}
