import { z } from 'zod'
import { MINUTE } from '@/lib/core/zone'
import { type FrtEffect, readScores as readCounts, readFrtEffect, type ScoreCount } from '@/lib/db/voice'
import type { Context } from './context'
import { keepAnswers } from './kept'
import { parseRows } from './rows-input'

const own = z.object({})

/** How often each score was given in the period, by kind. Parameters and errors as `listAnswers`. */
export async function readScores(ctx: Context, search: URLSearchParams): Promise<readonly ScoreCount[]> {
  const { question } = await parseRows(ctx, search, [], own)
  return readCounts(question)
}

const keep = keepAnswers<readonly FrtEffect[]>(MINUTE)

/**
 * Satisfaction by how long the first response took. Looks at the ticket of every answer, so it stands for a minute.
 * Parameters and errors as `listAnswers`.
 */
export async function readFrtSatisfaction(
  ctx: Context,
  search: URLSearchParams,
): Promise<readonly FrtEffect[]> {
  const { question } = await parseRows(ctx, search, [], own)
  const key = JSON.stringify([search.toString(), question.scope])
  return keep(key, ctx.now, () => readFrtEffect(question))
}
