'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { RadarPage } from '@/lib/boards/radar'
import { PIECE, readPages } from './radar-pages'

const EVERY_MS = 2_000
const RETRY_MOST_MS = 20_000
/** Without an answer for this long the figures are old. */
const STALE_MS = 10_000

export interface Radar {
  readonly page: RadarPage | null
  /** the server's clock now, epoch ms, in steps of a second */
  readonly now: number
  /** the server's clock at the last answer */
  readonly at: number
  readonly stale: boolean
  /** asks at once, e.g. after something was claimed */
  readonly refresh: () => void
  /** shows further rows from the next answer on, which it asks for at once */
  readonly readMore: () => void
  /** further rows are on their way */
  readonly reading: boolean
}

/** The radar of these filters, asked anew every two seconds while it is looked at, and less often while it fails. */
export function useRadar(query: string, initial: RadarPage | null, renderedAt: number): Radar {
  const [known, setKnown] = useState<{ readonly query: string; readonly page: RadarPage | null }>({
    query,
    page: initial,
  })
  const [now, setNow] = useState(renderedAt)
  const [heard, setHeard] = useState(renderedAt)
  // Our clock against the server's; a television's may be minutes off.
  const offset = useRef<number | null>(null)
  const ask = useRef<() => void>(() => undefined)
  const [want, setWant] = useState({ query, rows: PIECE })
  const rows = want.query === query ? want.rows : PIECE

  useEffect(() => {
    let ended = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0
    let running: AbortController | null = null

    const next = (ms: number) => {
      clearTimeout(timer)
      if (!ended) timer = setTimeout(() => void load(), ms)
    }
    const load = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return next(EVERY_MS)
      running?.abort()
      const own = new AbortController()
      running = own
      try {
        const page = await readPages(
          async (search) => {
            const answer = await fetch(`/api/v1/radar?${search}`, { cache: 'no-store', signal: own.signal })
            if (!answer.ok) throw new Error(String(answer.status))
            return (await answer.json()) as RadarPage
          },
          query,
          rows,
        )
        if (ended || own.signal.aborted) return
        failures = 0
        const at = Date.parse(page.at)
        offset.current = at - Date.now()
        setKnown({ query, page })
        setHeard(at)
        next(EVERY_MS)
      } catch {
        if (ended || own.signal.aborted) return
        failures++
        next(Math.min(RETRY_MOST_MS, EVERY_MS * 2 ** failures) * (0.75 + Math.random() / 2))
      }
    }
    const onVisible = () => {
      if (document.visibilityState === 'visible') void load()
    }
    ask.current = () => void load()
    void load()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      ended = true
      clearTimeout(timer)
      running?.abort()
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [query, rows])

  useEffect(() => {
    offset.current ??= renderedAt - Date.now()
    const tick = () => {
      if (offset.current !== null) setNow(Math.floor((Date.now() + offset.current) / 1000) * 1000)
    }
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [renderedAt])

  const refresh = useCallback(() => ask.current(), [])
  const readMore = useCallback(() => setWant({ query, rows: rows + PIECE }), [query, rows])
  return {
    page: known.page,
    now: Math.max(now, heard - 1_000),
    at: heard,
    stale: now - heard > STALE_MS,
    refresh,
    readMore,
    reading:
      known.query === query &&
      known.page !== null &&
      known.page.nextCursor !== null &&
      known.page.rows.length < rows,
  }
}
