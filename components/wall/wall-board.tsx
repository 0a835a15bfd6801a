'use client'

import { useCallback, useState } from 'react'
import { useTranslations } from 'use-intl'
import { LiveProvider, useLive } from '@/components/boards/live-provider'
import { LocaleProvider, useFormats } from '@/components/shell/locale-provider'
import { StateGlyph } from '@/components/ui/state-badge'
import { Channels } from '@/components/wall/wall-channels'
import { Brand, Header, type Standing } from '@/components/wall/wall-header'
import { type Density, u } from '@/components/wall/wall-size'
import { Stream } from '@/components/wall/wall-stream'
import { Strip } from '@/components/wall/wall-strip'
import { Today } from '@/components/wall/wall-today'
import { Trend } from '@/components/wall/wall-trend'
import type { Locale } from '@/lib/i18n/locale'
import type { Messages } from '@/lib/i18n/translate'

export type { Density }

const ROWS: Record<
  Density,
  { readonly channels: number; readonly waiting: number; readonly recent: number }
> = {
  far: { channels: 8, waiting: 4, recent: 3 },
  middle: { channels: 12, waiting: 5, recent: 5 },
  near: { channels: 16, waiting: 8, recent: 8 },
}

/**
 * A wall screen. The token stands in the address's fragment, which no server ever sees; it is changed for a cookie that
 * opens this board's stream and nothing else. Somebody signed in needs none: `standing` is then known from the start.
 */
export function Wall({
  board,
  density,
  locale,
  messages,
  standing,
  renderedAt,
}: {
  readonly board: string
  readonly density: Density
  readonly locale: Locale
  readonly messages: Messages
  readonly standing: Standing | null
  readonly renderedAt: number
}) {
  const [known, setKnown] = useState<Standing | null>(standing)
  const [unpaired, setUnpaired] = useState(false)
  const signedIn = standing !== null

  const mayConnect = useCallback(async (): Promise<'yes' | 'no' | 'later'> => {
    const token = window.location.hash.slice(1)
    if (token === '') {
      if (!signedIn) setUnpaired(true)
      return signedIn ? 'yes' : 'no'
    }
    try {
      const answer = await fetch('/api/v1/screens/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      })
      if (answer.status === 401 || answer.status === 403) return 'no'
      if (!answer.ok) return 'later'
      const about = (await answer.json()) as Standing & { board: string }
      if (about.board !== board) {
        window.location.replace(`/wall/${encodeURIComponent(about.board)}${window.location.hash}`)
        return 'later'
      }
      setKnown((before) =>
        before && before.company === about.company && before.zone === about.zone && before.demo === about.demo
          ? before
          : { company: about.company, zone: about.zone, demo: about.demo },
      )
      return 'yes'
    } catch {
      return 'later'
    }
  }, [board, signedIn])

  return (
    <LocaleProvider locale={locale} zone={known?.zone ?? 'Asia/Shanghai'} messages={messages}>
      <div data-wall data-density={density} data-scene="overview">
        <LiveProvider board={board} initial={null} renderedAt={renderedAt} mayConnect={mayConnect} askFirst>
          <Screen standing={known} density={density} unpaired={unpaired} />
        </LiveProvider>
      </div>
    </LocaleProvider>
  )
}

function Screen({
  standing,
  density,
  unpaired,
}: {
  readonly standing: Standing | null
  readonly density: Density
  readonly unpaired: boolean
}) {
  const live = useLive()
  const t = useTranslations('live')
  if (live.trouble === 'ended') {
    return (
      <main className="wall" data-wall-ended>
        <div className="wall-header">
          <Brand standing={standing} />
        </div>
        <p className="max-w-[40em] self-start text-ink" style={{ fontSize: u(40), lineHeight: 1.5 }}>
          {unpaired ? t('noToken') : t('ended')}
        </p>
      </main>
    )
  }
  return (
    <main className="wall">
      <Header standing={standing} />
      <Strip density={density} />
      <Banner />
      <div className="wall-zones">
        <Channels rows={ROWS[density].channels} density={density} />
        <Middle />
        <Stream rows={ROWS[density].waiting} recent={ROWS[density].recent} brief={density === 'far'} />
      </div>
    </main>
  )
}

/** Zone D and below it the day's two counts. */
function Middle() {
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
      <Trend />
      <Today />
    </div>
  )
}

function Banner() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('live')
  if (live.trouble === 'none' || live.trouble === 'ended') return <div aria-live="polite" />
  const time = live.at === 0 ? '—' : f.timeSeconds(live.at)
  const text =
    live.trouble === 'database'
      ? t('databaseDown', { time })
      : live.trouble === 'lost'
        ? t('lost', { time })
        : live.trouble === 'stale'
          ? t('stale', { time })
          : t('connecting')
  return (
    <div aria-live="polite" data-live-banner={live.trouble} className="wall-banner">
      <StateGlyph state="none" size={u(24)} />
      {text}
    </div>
  )
}
