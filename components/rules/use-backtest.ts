'use client'

import { useEffect, useMemo, useState } from 'react'
import type { PastOfRule } from '@/lib/alerts/backtest-answer'

export type BacktestState =
  /** the last answer stays meanwhile */
  | { readonly state: 'loading'; readonly past: PastOfRule | null }
  | { readonly state: 'failed' | 'wrong'; readonly past: null }
  | { readonly state: 'ready'; readonly past: PastOfRule }

const WAIT_MS = 250
const ATTEMPTS = 3
const AGAIN_MS = 1_500

/** What the limit is moves nothing of the past: it is left out of what makes the past asked for again. */
const LIMITS: ReadonlySet<string> = new Set([
  'limit',
  'recoverAt',
  'op',
  'change',
  'recoverChange',
  'sensitivity',
  'afterSeconds',
  'join',
])

const withoutLimits = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([field]) => !LIMITS.has(field)))
    : value

/** The past of a rule, asked again when what it watches changes; the last answer stays meanwhile. */
export function useBacktest(
  kind: string,
  params: unknown,
  ruleId: string | null,
): { readonly backtest: BacktestState; readonly again: () => void } {
  const [backtest, setBacktest] = useState<BacktestState>({ state: 'loading', past: null })
  const [turn, setTurn] = useState(0)
  const body = useMemo(() => JSON.stringify({ kind, params, ruleId }), [kind, params, ruleId])
  const asked = useMemo(
    () => JSON.stringify([kind, params, ruleId, turn], withoutLimits),
    [kind, params, ruleId, turn],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: a moved limit changes the body and not the past
  useEffect(() => {
    const gone = new AbortController()
    setBacktest((before) => ({ state: 'loading', past: before.past }))
    const timer = setTimeout(async () => {
      try {
        const answer = await askPatiently(body, gone.signal)
        if (answer.status === 400) setBacktest({ state: 'wrong', past: null })
        else if (!answer.ok) setBacktest({ state: 'failed', past: null })
        else setBacktest({ state: 'ready', past: (await answer.json()) as PastOfRule })
      } catch {
        if (!gone.signal.aborted) setBacktest({ state: 'failed', past: null })
      }
    }, WAIT_MS)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [asked])
  return { backtest, again: () => setTurn((before) => before + 1) }
}

/** A database that is busy is asked again, twice at most. */
async function askPatiently(body: string, signal: AbortSignal): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch('/api/v1/rules/backtest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      cache: 'no-store',
      signal,
      body,
    })
    if (answer.status !== 503 || attempt === ATTEMPTS) return answer
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}
