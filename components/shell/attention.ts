'use client'

import { useSyncExternalStore } from 'react'
import type { AutomationResult } from '@/lib/boards/types'

/** What wants somebody's eye wherever they are; null = not known. */
export interface Attention {
  readonly overdue: number | null
  readonly soon: number | null
  readonly automation: AutomationResult | null
  /** open incidents nobody has acknowledged */
  readonly incidents: number | null
  /** messages in one's inbox that are unread, and the newest of them */
  readonly unread: number | null
  readonly newest: string | null
}

const NOTHING: Attention = {
  overdue: null,
  soon: null,
  automation: null,
  incidents: null,
  unread: null,
  newest: null,
}
const EVERY_MS = 20_000

let latest: Attention = NOTHING
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

async function ask(): Promise<void> {
  if (document.visibilityState !== 'visible') return
  let next = NOTHING
  try {
    const answer = await fetch('/api/v1/attention', { cache: 'no-store' })
    if (answer.ok) next = { ...NOTHING, ...((await answer.json()) as Partial<Attention>) }
  } catch {
    // Away: not known is what is shown.
  }
  if (JSON.stringify(next) === JSON.stringify(latest)) return
  latest = next
  for (const tell of listeners) tell()
}

const onVisible = () => void ask()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    void ask()
    timer = setInterval(() => void ask(), EVERY_MS)
    document.addEventListener('visibilitychange', onVisible)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
    document.removeEventListener('visibilitychange', onVisible)
  }
}

/** Asks at once, where this page has just changed what the counts say. */
export function refreshAttention(): void {
  void ask()
}

/** The counts of the navigation, asked every 20 s while the page is looked at; one question however many show them. */
export function useAttention(): Attention {
  return useSyncExternalStore(
    subscribe,
    () => latest,
    () => NOTHING,
  )
}
