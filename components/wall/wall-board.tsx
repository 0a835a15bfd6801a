'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { LocaleProvider, useFormats } from '@/components/shell/locale-provider'
import { StateGlyph } from '@/components/ui/state-badge'
import { FullAlarm, useShownAlarm, ZoneAlarm } from '@/components/wall/wall-alarm'
import { useDensity, useTile, useWall, WallProvider } from '@/components/wall/wall-context'
import { CardsProvider, Explainer, type MetricCards } from '@/components/wall/wall-explain'
import { Brand, Header } from '@/components/wall/wall-header'
import { automationOf } from '@/components/wall/wall-results'
import { isPair, Scene, sceneKey } from '@/components/wall/wall-scenes'
import type { Standing } from '@/components/wall/wall-session'
import { type Density, u } from '@/components/wall/wall-size'
import { WallStore } from '@/components/wall/wall-store'
import { Stream } from '@/components/wall/wall-stream'
import { Strip } from '@/components/wall/wall-strip'
import { Voice } from '@/components/wall/wall-voice'
import { densityOf } from '@/lib/boards/density'
import type { ScreenSettings } from '@/lib/boards/screen-settings'
import type { Locale } from '@/lib/i18n/locale'
import type { Messages } from '@/lib/i18n/translate'
import { turnShare } from './rotation'

/**
 * A wall screen. Its token stands in the address's fragment, which no server ever sees, or in this browser's storage;
 * it is changed for a cookie that opens this screen's streams and nothing else. Somebody signed in needs none:
 * `standing` is then known from the start, and what a paired screen is told comes from the address.
 */
export function Wall({
  board,
  density,
  locale,
  messages,
  cards,
  standing,
  uncertain,
  build,
  settings,
  renderedAt,
}: {
  readonly board: string
  /** density of the address; null = as the settings say */
  readonly density: Density | null
  readonly locale: Locale
  readonly messages: Partial<Messages>
  readonly cards: MetricCards
  readonly standing: Standing | null
  /** the server could not tell whether somebody is signed in */
  readonly uncertain: boolean
  readonly build: string
  readonly settings: Partial<ScreenSettings>
  readonly renderedAt: number
}) {
  const [store] = useState(() => {
    const made: WallStore = new WallStore({
      board,
      standing,
      uncertain,
      renderedAt,
      build,
      settings,
      locale,
      density: () => density ?? densityOf(made.get().settings),
    })
    return made
  })

  useEffect(() => {
    // A browser that is too old shows what it needs instead (see the page's own script).
    if (document.documentElement.hasAttribute('data-old-browser')) return
    store.start()
    return () => store.stop()
  }, [store])

  return (
    <WallProvider store={store} asked={density} renderedAt={renderedAt}>
      <CardsProvider cards={cards}>
        <Localised locale={locale} messages={messages}>
          <Root />
        </Localised>
      </CardsProvider>
    </WallProvider>
  )
}

function Localised({
  locale,
  messages,
  children,
}: {
  readonly locale: Locale
  readonly messages: Partial<Messages>
  readonly children: ReactNode
}) {
  const zone = useWall((state) => state.standing?.zone ?? 'Asia/Shanghai')
  const names = useWall((state) => state.standing?.names)
  return (
    <LocaleProvider
      locale={locale}
      zone={zone}
      messages={messages}
      {...(names === undefined ? {} : { names })}
    >
      {children}
    </LocaleProvider>
  )
}

function Root() {
  const density = useDensity()
  const ended = useWall((state) => state.ended)
  const scene = useWall((state) => state.scene)
  const alarm = useShownAlarm()
  const full = alarm?.mode === 'full'
  useAwake()
  return (
    <div data-wall data-density={density} data-scene={full ? 'alarm' : sceneKey(scene)}>
      {ended === null ? <Screen scene={scene} alarm={alarm} /> : <Ended ended={ended} />}
    </div>
  )
}

function Screen({
  scene,
  alarm,
}: {
  readonly scene: string
  readonly alarm: ReturnType<typeof useShownAlarm>
}) {
  const full = alarm?.mode === 'full'
  return (
    <main
      className="wall"
      data-full={full || undefined}
      data-alarm={alarm ? alarm.mode : undefined}
      data-pair={isPair(scene) || undefined}
    >
      <Header />
      <Strip brief={full} />
      <Between />
      {full ? (
        <FullAlarm row={alarm.row} />
      ) : (
        <>
          <Turn />
          <Scene scene={scene} alarm={alarm ? <ZoneAlarm row={alarm.row} /> : null} />
          <Stream />
        </>
      )}
      <Voice />
      <Explainer />
    </main>
  )
}

function Ended({ ended }: { readonly ended: 'revoked' | 'unpaired' }) {
  const standing = useWall((state) => state.standing)
  const t = useTranslations('wall')
  return (
    <main className="wall" data-wall-ended={ended}>
      <div className="wall-header">
        <Brand standing={standing} />
      </div>
      <div style={{ gridArea: '3 / 1 / 6 / 17', paddingTop: u(40) }}>
        <h1 className="font-[600] text-ink" style={{ fontSize: u(64), lineHeight: 1.3 }}>
          {ended === 'revoked' ? t('revoked') : t('unpaired')}
        </h1>
        <p style={{ fontSize: u(36), lineHeight: 1.5, marginTop: u(16) }}>
          {ended === 'revoked' ? t('revokedHint') : t('unpairedHint')}
        </p>
      </div>
    </main>
  )
}

/** Between strip A and the zones: how old the picture is where it is old, and what the administrator has to say. */
function Between() {
  const trouble = useWall((state) => state.trouble)
  const at = useWall((state) => (state.trouble === 'none' ? 0 : state.live.at))
  const notice = useWall((state) => state.notice)
  const f = useFormats()
  const t = useTranslations('live')
  const w = useTranslations('wall')
  const a = useTranslations('automation')
  const automation = automationOf(useTile('automation'))
  const time = at === 0 ? '—' : f.timeSeconds(at)
  const text =
    trouble === 'database'
      ? t('databaseDown', { time })
      : trouble === 'lost'
        ? t('lost', { time })
        : trouble === 'stale'
          ? t('stale', { time })
          : trouble === 'connecting'
            ? t('connecting')
            : null
  return (
    <div className="wall-between" aria-live="polite">
      {text === null ? null : (
        <div data-live-banner={trouble} className="wall-banner">
          <StateGlyph state="none" size={u(24)} />
          {text}
        </div>
      )}
      {automation?.off === true ? (
        <div data-automation="off" className="wall-banner">
          <StateGlyph state="watch" size={u(24)} />
          <span className="min-w-0 flex-1">
            {a('banner', { since: automation.since === null ? '—' : f.dateTime(automation.since) })}
          </span>
        </div>
      ) : null}
      {notice === null ? null : (
        <div data-notice className="wall-banner wall-notice">
          <span className="min-w-0 flex-1">{notice.text}</span>
          {notice.until === null ? null : (
            <span className="flex-none font-[420] text-ink-2">
              {w('noticeUntil', { time: f.time(notice.until) })}
            </span>
          )}
        </div>
      )}
    </div>
  )
}

/** How much of the scene's turn is over. */
function Turn() {
  const share = useWall((state) => (state.everyMs === null ? null : turnShare(state.rotation, state.everyMs)))
  if (share === null) return null
  return (
    <span className="wall-turn" data-turn aria-hidden style={{ transform: `scaleX(${share.toFixed(3)})` }} />
  )
}

/** Keeps the television's screen on where the browser can. */
function useAwake() {
  const lock = useRef<WakeLockSentinel | null>(null)
  useEffect(() => {
    if (!('wakeLock' in navigator)) return
    let gone = false
    const hold = () => {
      if (document.visibilityState !== 'visible' || (lock.current && !lock.current.released)) return
      navigator.wakeLock.request('screen').then(
        (made) => {
          if (gone) void made.release()
          else lock.current = made
        },
        // Refused, for instance on low battery: the next time the page is shown it is asked again.
        () => undefined,
      )
    }
    hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      gone = true
      document.removeEventListener('visibilitychange', hold)
      void lock.current?.release()
      lock.current = null
    }
  }, [])
}
