'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { u } from '@/components/wall/wall-size'
import { TOKEN_KEY } from '@/components/wall/wall-store'

const ASK_EVERY_MS = 3_000
const RETRY_MS = 5_000
const LIMITED_MS = 120_000
const PATIENCE_MS = 11 * 60_000

type Shown =
  | { readonly kind: 'asking' | 'again' | 'limited' | 'returning' | 'paired' }
  | { readonly kind: 'code'; readonly code: string }

interface Pairing {
  readonly code: string
  readonly claim: string
}

async function post(path: string, body: object): Promise<Response | null> {
  try {
    return await fetch(`/api/v1/screens/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(8_000),
    })
  } catch {
    return null
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}

function kept(): string | null {
  try {
    return window.localStorage.getItem(TOKEN_KEY)
  } catch {
    return null
  }
}

function keep(token: string | null): void {
  try {
    if (token === null) window.localStorage.removeItem(TOKEN_KEY)
    else window.localStorage.setItem(TOKEN_KEY, token)
  } catch {
    // A television that keeps nothing is paired until it is switched off.
  }
}

/** The board of a token we kept; null where its pairing has ended. Asks until the server says either. */
async function boardOf(
  token: string,
  show: (to: Shown) => void,
  signal: AbortSignal,
): Promise<string | null> {
  while (!signal.aborted) {
    const answer = await post('session', { token })
    if (answer?.ok) {
      const { board } = (await answer.json()) as { board: string }
      return board
    }
    if (answer !== null && [400, 401, 403].includes(answer.status)) return null
    show({ kind: 'again' })
    await pause(RETRY_MS, signal)
  }
  return null
}

/** Shows codes until one of them is typed by an administrator; answers the path of the board. */
async function pairByCode(show: (to: Shown) => void, signal: AbortSignal): Promise<string | null> {
  while (!signal.aborted) {
    const answer = await post('pairing', {})
    if (answer === null || !answer.ok) {
      show({ kind: answer?.status === 429 ? 'limited' : 'again' })
      await pause(answer?.status === 429 ? LIMITED_MS : RETRY_MS, signal)
      continue
    }
    const { code, claim } = (await answer.json()) as Pairing
    show({ kind: 'code', code })
    // Televisions' clocks are wrong at times: the server says when a code is over, this is only for its absence.
    const patience = Date.now() + PATIENCE_MS
    while (!signal.aborted && Date.now() < patience) {
      await pause(ASK_EVERY_MS, signal)
      const claimed = signal.aborted ? null : await post('pairing/claim', { claim })
      if (claimed?.status === 200) return ((await claimed.json()) as { path: string }).path
      if (claimed?.status === 404) break
    }
  }
  return null
}

/**
 * What a television shows until it is paired. One that was paired goes straight back to its board. The token goes into
 * this browser's storage and the address's fragment, never into a query.
 */
export function PairingScreen({
  signedIn,
  address,
}: {
  readonly signedIn: boolean
  readonly address: string
}) {
  const t = useTranslations('pairing')
  const [shown, show] = useState<Shown>({ kind: 'asking' })

  useEffect(() => {
    const gone = new AbortController()
    const run = async () => {
      const token = kept()
      if (token !== null) {
        show({ kind: 'returning' })
        const board = await boardOf(token, show, gone.signal)
        if (gone.signal.aborted) return
        if (board !== null) return window.location.replace(`/wall/${encodeURIComponent(board)}#${token}`)
        keep(null)
        show({ kind: 'asking' })
      }
      const path = await pairByCode(show, gone.signal)
      if (path === null || gone.signal.aborted) return
      show({ kind: 'paired' })
      keep(path.slice(path.indexOf('#') + 1))
      window.location.replace(path)
    }
    void run()
    return () => gone.abort()
  }, [])

  return (
    <div
      className="flex min-h-0 min-w-0 flex-col justify-center"
      style={{ gap: u(36) }}
      data-pairing={shown.kind}
    >
      <h1
        className="font-[600] text-ink"
        style={{ fontSize: `max(${u(48)}, 26px)`, lineHeight: 1.3, letterSpacing: '-0.01em' }}
      >
        {t('title')}
      </h1>
      <p className="max-w-[46em]" style={{ fontSize: `max(${u(32)}, 17px)`, lineHeight: 1.5 }}>
        {t('lead')}
        <span className="block text-ink">{address}</span>
      </p>
      <div
        aria-live="polite"
        className="flex items-center border-t-2 border-b-2 border-line-2"
        style={{ minHeight: `max(${u(300)}, 132px)` }}
      >
        {shown.kind === 'code' ? (
          <p
            data-code={shown.code}
            className="font-[600] whitespace-nowrap text-ink"
            style={{ fontSize: `min(max(${u(220)}, 72px), 16vw)`, lineHeight: 1.1, letterSpacing: '0.02em' }}
          >
            {shown.code}
          </p>
        ) : (
          <p className="text-ink" style={{ fontSize: `max(${u(40)}, 20px)`, lineHeight: 1.5 }}>
            {t(shown.kind)}
          </p>
        )}
      </div>
      <div style={{ fontSize: `max(${u(26)}, 15px)`, lineHeight: 1.6 }}>
        <p>{t('renews', { minutes: 10 })}</p>
        <p>{t('returns')}</p>
        {signedIn ? (
          <p style={{ marginTop: u(28) }}>
            <a
              href="/wall/overview"
              className="inline-flex min-h-11 items-center text-ink underline decoration-line-2 underline-offset-4 hover:decoration-ink"
            >
              {t('signedIn')}
            </a>
          </p>
        ) : null}
      </div>
    </div>
  )
}
