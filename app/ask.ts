import { isAppError, toAppError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { MINUTE } from '@/lib/core/zone'
import type { QueryResult } from '@/lib/metrics/types'
import { teamScope } from '@/lib/services/context'
import { keepAnswers } from '@/lib/services/kept'
import { runQuery } from '@/lib/services/run-query'
import type { Page } from './page-context'

/** What a section of a page gets: its answer, or what went wrong, so that one failure does not take the page. */
export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message?: string }

/** Waits for a service; refusals and defects become a code to show. A defect is logged. */
export async function settle<T>(promise: Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, value: await promise }
  } catch (error) {
    if (!isAppError(error)) log('pages').error({ err: error }, 'a section of a page failed')
    const { code, status, message } = toAppError(error)
    // What is wrong with an address can be told; what went wrong inside is in the log.
    return status === 400 && code !== 'too_heavy' ? { ok: false, code, message } : { ok: false, code }
  }
}

/** Asks the query door for a section of a page. */
export function ask(page: Page, input: Readonly<Record<string, unknown>>): Promise<Asked<QueryResult>> {
  return settle(runQuery(page.ctx, input))
}

const kept = keepAnswers<QueryResult>(MINUTE)

/** As `ask`, for figures that read every customer or contact: an answer stands for a minute, for whoever sees the same. */
export function askKept(page: Page, input: Readonly<Record<string, unknown>>): Promise<Asked<QueryResult>> {
  const { ctx, zone, locale } = page
  const key = JSON.stringify([input, teamScope(ctx.principal), zone, locale])
  return settle(kept(key, ctx.now, () => runQuery(ctx, input)))
}

/** The answer, or null where there is none. */
export function answerOf<T>(asked: Asked<T>): T | null {
  return asked.ok ? asked.value : null
}

/** The teams somebody can choose from: their own, or all that had tickets in the last four weeks. By name. */
export async function knownTeams(page: Page): Promise<readonly string[]> {
  const own = teamScope(page.ctx.principal)
  if (own !== null) return [...own].sort()
  const asked = await askKept(page, {
    metrics: ['tickets_opened'],
    dimensions: ['team'],
    period: { preset: 'last_28_days' },
  })
  const teams = (answerOf(asked)?.rows ?? []).map((row) => row.team)
  return teams.filter((team): team is string => typeof team === 'string' && team !== '').sort()
}
