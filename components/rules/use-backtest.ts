'use client'

import { useEffect, useMemo, useState } from 'react'
import type { Backtest, NoBacktest, PastWaits } from '@/lib/alerts/backtest-answer'

export type BacktestState =
  | { readonly state: 'loading'; readonly answer: Backtest | null }
  | { readonly state: 'failed' | 'wrong'; readonly answer: null }
  | {
      readonly state: 'none'
      readonly reason: NoBacktest['reason']
      readonly waits: PastWaits | null
      readonly answer: null
    }
  | { readonly state: 'ready'; readonly answer: Backtest }

const WAIT_MS = 250
const ATTEMPTS = 3
const AGAIN_MS = 1_500

/** What the limit is moves nothing of the past: it is left out of what makes the past asked for again. */
const LIMITS = ['limit', 'recoverAt', 'op', 'change', 'recoverChange', 'sensitivity'] as const

/** The past of a condition, asked again when what it watches changes; the last answer stays meanwhile. */
export function useBacktest(
  kind: string,
  params: unknown,
  ruleId: string | null,
): { readonly backtest: BacktestState; readonly again: () => void } {
  const [backtest, setBacktest] = useState<BacktestState>({ state: 'loading', answer: null })
  const [turn, setTurn] = useState(0)
  const body = useMemo(() => JSON.stringify({ kind, params, ruleId }), [kind, params, ruleId])
  const asked = useMemo(() => {
    const rest: Record<string, unknown> = { ...(params as Record<string, unknown>) }
    for (const field of LIMITS) delete rest[field]
    return JSON.stringify([kind, rest, ruleId, turn])
  }, [kind, params, ruleId, turn])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a moved limit changes the body and not the past
  useEffect(() => {
    const gone = new AbortController()
    setBacktest((before) => ({ state: 'loading', answer: before.answer }))
    const timer = setTimeout(async () => {
      try {
        const answer = await askPatiently(body, gone.signal)
        if (answer.status === 400) setBacktest({ state: 'wrong', answer: null })
        else if (!answer.ok) setBacktest({ state: 'failed', answer: null })
        else {
          const found = (await answer.json()) as Backtest | NoBacktest
          setBacktest(
            'reason' in found
              ? { state: 'none', reason: found.reason, waits: found.waits ?? null, answer: null }
              : { state: 'ready', answer: found },
          )
        }
      } catch {
        if (!gone.signal.aborted) setBacktest({ state: 'failed', answer: null })
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
