import { z } from 'zod'
import { type FrtEffect, readScores as readCounts, readFrtEffect, type ScoreCount } from '@/lib/db/voice'
import type { Context } from './context'
import { parseRows } from './rows-input'

const own = z.object({})

/** How often each score was given in the period, by kind. Parameters and errors as `listAnswers`. */
export async function readScores(ctx: Context, search: URLSearchParams): Promise<readonly ScoreCount[]> {
  const { question } = await parseRows(ctx, search, [], own)
  return readCounts(question)
}

/** Satisfaction by how long the first response took. Parameters and errors as `listAnswers`. */
export async function readFrtSatisfaction(
  ctx: Context,
  search: URLSearchParams,
): Promise<readonly FrtEffect[]> {
  const { question } = await parseRows(ctx, search, [], own)
  return readFrtEffect(question)
}
