'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer } from 'react'
import type { Frame } from '@/lib/boards/types'
import {
  backoff,
  initialState,
  isFrame,
  type LiveState,
  readJson,
  type Trouble,
  troubleOf,
  withDatabase,
  withFrame,
  withLink,
  withPing,
} from './live-state'
import { useNow } from './use-now'

type Action =
  | { readonly type: 'frame'; readonly frame: Frame; readonly now: number }
  | { readonly type: 'ping'; readonly now: number }
  | { readonly type: 'database'; readonly up: boolean; readonly now: number }
  | { readonly type: 'lost' }
  | { readonly type: 'ended' }

function reduce(state: LiveState, action: Action): LiveState {
  switch (action.type) {
    case 'frame':
      return withFrame(state, action.frame, action.now)
    case 'ping':
      return withPing(state, action.now)
    case 'database':
      return withDatabase(state, action.up, action.now)
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

/**
 * Keeps one stream of frames open for everything below. Before each try but the first it may ask `mayConnect`; `no`
 * means that the right to look is gone for good.
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
      const answer = mayConnect && attempt > 0 ? await mayConnect() : 'yes'
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
      opened.addEventListener('open', () => {
        // A server without its database says so right after its first frame.
        dispatch({ type: 'database', up: true, now: Date.now() })
      })
      opened.addEventListener('ping', () => dispatch({ type: 'ping', now: Date.now() }))
      opened.addEventListener('status', (event) => {
        const said = readJson((event as MessageEvent<string>).data)
        const down =
          typeof said === 'object' && said !== null && 'database' in said && said.database === 'down'
        dispatch({ type: 'database', up: !down, now: Date.now() })
      })
      opened.addEventListener('bye', (event) => {
        const said = readJson((event as MessageEvent<string>).data)
        const ended = typeof said === 'object' && said !== null && 'reason' in said && said.reason === 'ended'
        if (ended) {
          // The right to look may be gone for good: asking tells.
          opened.close()
          source = null
          attempt = Math.max(attempt, 1)
          void open()
        } else {
          dispatch({ type: 'lost' })
          again()
        }
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

/** Asks whether this browser is still signed in. */
async function signedIn(): Promise<'yes' | 'no' | 'later'> {
  try {
    const answer = await fetch('/api/auth/session', { cache: 'no-store' })
    if (!answer.ok) return 'later'
    const session = (await answer.json()) as { user?: unknown } | null
    return session?.user ? 'yes' : 'no'
  } catch {
    return 'later'
  }
}

/** The stream of a page: who is no longer signed in is led to the sign-in page. */
export function PageLiveProvider(props: {
  readonly board: string
  readonly initial: Frame | null
  readonly renderedAt: number
  readonly children: ReactNode
}) {
  return (
    <LiveProvider {...props} mayConnect={signedIn}>
      <LeaveWhenEnded />
      <Refresh />
      {props.children}
    </LiveProvider>
  )
}

const REFRESH_MS = 60_000

/** What stands beside the live tiles is computed on the server; it is asked anew once a minute while one looks. */
function Refresh() {
  const router = useRouter()
  const { trouble } = useLive()
  useEffect(() => {
    if (trouble !== 'none') return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [router, trouble])
  return null
}

function LeaveWhenEnded() {
  const { link } = useLive()
  useEffect(() => {
    if (link === 'ended') window.location.assign('/sign-in')
  }, [link])
  return null
}

/** The latest frame and how far it can be trusted. */
export function useLive(): Live {
  const live = useContext(Context)
  if (!live) throw new Error('useLive needs a LiveProvider above it')
  return live
}
