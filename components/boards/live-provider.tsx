'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer } from 'react'
import type { Frame } from '@/lib/boards/types'
import {
  backoff,
  initialState,
  type LiveState,
  type Trouble,
  troubleOf,
  withFrame,
  withLink,
  withPing,
} from './live-state'
import { useNow } from './use-now'

type Action =
  | { readonly type: 'frame'; readonly frame: Frame; readonly now: number }
  | { readonly type: 'ping'; readonly database: boolean; readonly now: number }
  | { readonly type: 'lost' }
  | { readonly type: 'ended' }

function reduce(state: LiveState, action: Action): LiveState {
  switch (action.type) {
    case 'frame':
      return withFrame(state, action.frame, action.now)
    case 'ping':
      return withPing(state, action.database, action.now)
    case 'lost':
      return withLink(state, state.link === 'ended' ? 'ended' : 'lost')
    case 'ended':
      return withLink(state, 'ended')
  }
}

interface Live extends LiveState {
  readonly trouble: Trouble
  /** the server's clock now, whole seconds, epoch ms */
  readonly now: number
}

const Context = createContext<Live | null>(null)

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && 'tiles' in value && 'at' in value
}

/**
 * Keeps one stream of frames open for everything below. Before each try it may ask `mayConnect` (a wall renews its
 * pairing there); `false` means the right to look is gone for good.
 */
export function LiveProvider({
  board,
  initial,
  renderedAt,
  mayConnect,
  children,
}: {
  readonly board: string
  readonly initial: Frame | null
  /** epoch ms of the server's render, for the first paint */
  readonly renderedAt: number
  /** must be the same function on every render */
  readonly mayConnect?: () => Promise<'yes' | 'no' | 'later'>
  readonly children: ReactNode
}) {
  const [state, dispatch] = useReducer(reduce, null, () => initialState(initial, renderedAt))
  const ownNow = useNow(renderedAt)

  useEffect(() => {
    let source: EventSource | null = null
    let timer: ReturnType<typeof setTimeout> | null = null
    let attempt = 0
    let gone = false

    const again = () => {
      source?.close()
      source = null
      if (gone || timer) return
      timer = setTimeout(
        () => {
          timer = null
          void open()
        },
        backoff(attempt, Math.random()),
      )
      attempt += 1
    }

    const open = async () => {
      const answer = mayConnect ? await mayConnect() : 'yes'
      if (gone) return
      if (answer === 'no') {
        dispatch({ type: 'ended' })
        return
      }
      if (answer === 'later') {
        dispatch({ type: 'lost' })
        again()
        return
      }
      const opened = new EventSource(`/api/v1/live/${encodeURIComponent(board)}`)
      source = opened
      opened.addEventListener('frame', (event) => {
        const frame = readJson((event as MessageEvent<string>).data)
        if (!isFrame(frame)) return
        attempt = 0
        dispatch({ type: 'frame', frame, now: Date.now() })
      })
      opened.addEventListener('ping', (event) => {
        const said = readJson((event as MessageEvent<string>).data)
        const away = typeof said === 'object' && said !== null && 'database' in said && said.database !== 'ok'
        dispatch({ type: 'ping', database: !away, now: Date.now() })
      })
      opened.addEventListener('bye', () => {
        dispatch({ type: 'lost' })
        again()
      })
      opened.addEventListener('error', () => {
        dispatch({ type: 'lost' })
        again()
      })
    }

    void open()
    return () => {
      gone = true
      if (timer) clearTimeout(timer)
      source?.close()
    }
  }, [board, mayConnect])

  const trouble = troubleOf(state, ownNow)
  const live = useMemo<Live>(
    () => ({ ...state, trouble, now: ownNow + Math.round(state.skew / 1000) * 1000 }),
    [state, trouble, ownNow],
  )
  return <Context value={live}>{children}</Context>
}

/** The latest frame and how far it can be trusted. */
export function useLive(): Live {
  const live = useContext(Context)
  if (!live) throw new Error('useLive needs a LiveProvider above it')
  return live
}
