'use client'

import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { StateGlyph } from '@/components/ui/state-badge'
import { useClock, useOld, useTile, useWall } from '@/components/wall/wall-context'
import { alarmsOf, openingOf } from '@/components/wall/wall-results'
import { u } from '@/components/wall/wall-size'
import type { SourcesResult } from '@/lib/boards/types'
import { sceneKey } from './wall-scenes'
import type { Standing } from './wall-session'

const LIGHTS = 14

export function Brand({ standing }: { readonly standing: Standing | null }) {
  const t = useTranslations('app')
  return (
    <>
      <span className="font-[640] tracking-[-0.02em] text-ink" style={{ fontSize: u(29) }}>
        {t('name')}
      </span>
      {standing && standing.company !== t('name') && standing.company !== '' ? (
        <span className="text-ink-2" style={{ fontSize: u(29) }}>
          {standing.company}
        </span>
      ) : null}
      {standing?.demo ? (
        <span
          data-demo
          title={t('demoHint')}
          className="border border-line-2 text-ink-2"
          style={{ fontSize: u(20), lineHeight: u(28), padding: `0 ${u(8)}` }}
        >
          {t('demo')}
        </span>
      ) : null}
    </>
  )
}

export const Header = memo(function Header() {
  const standing = useWall((state) => state.standing)
  const scene = useWall((state) => (state.alarm.showing?.mode === 'full' ? 'alarm' : state.scene))
  const t = useTranslations('wall')
  return (
    <header className="wall-header">
      <Brand standing={standing} />
      <span className="rule" />
      <h1 className="font-[600] text-ink" style={{ fontSize: u(28) }}>
        {t(`scene.${sceneKey(scene)}`)}
      </h1>
      <span className="rule" />
      <Sources />
      <span className="wall-facts flex items-center" style={{ gap: u(18) }}>
        <Unacknowledged />
        <Opening />
      </span>
      <span className="wall-times flex items-center" style={{ gap: u(18) }}>
        <Clock />
      </span>
    </header>
  )
})

/** A light for each source; the one that has been silent longest is named. */
const Sources = memo(function Sources() {
  const tile = useTile('sources')
  const old = useOld()
  const f = useFormats()
  const t = useTranslations('board')
  const w = useTranslations('wall')
  const result = tile?.result as SourcesResult | undefined
  const sources = result?.rows ?? []
  const silent = sources.filter((row) => row.silent)
  // From the right: the silent ones are what one must see, however many sources there are.
  const lit = [...sources].sort((a, b) => Number(b.silent) - Number(a.silent))
  const shown = lit.slice(0, LIGHTS)
  const first = [...silent].sort((a, b) => (b.lagSeconds ?? 0) - (a.lagSeconds ?? 0))[0]
  return (
    <div className="wall-lights" data-tile="sources" data-state={old ? 'none' : (tile?.state ?? 'none')}>
      <span className="wall-dots">
        {shown.map((row) => (
          <span
            key={row.source}
            title={row.source}
            className="flex flex-none"
            data-silent={row.silent || undefined}
          >
            <StateGlyph state={row.silent || old ? 'none' : 'ok'} size={u(row.silent || old ? 20 : 15)} />
          </span>
        ))}
        {lit.length > shown.length ? (
          <span className="flex-none text-ink-3">{w('rest', { count: lit.length - shown.length })}</span>
        ) : null}
        <span className="wall-lights-name flex-none text-ink-3">
          {sources.length === 0 && tile ? t('noSources') : t('sourcesTitle')}
        </span>
      </span>
      {first ? (
        <span className="flex-none text-ink-2">
          {w('silent', { source: first.source, span: f.span(first.lagSeconds) })}
          {silent.length > 1 ? ` ${w('rest', { count: silent.length - 1 })}` : ''}
        </span>
      ) : null}
    </div>
  )
})

const Unacknowledged = memo(function Unacknowledged() {
  const alarms = alarmsOf(useTile('alarms'))
  const old = useOld()
  const t = useTranslations('wall')
  if (!alarms || alarms.unacknowledged === 0) return null
  const waiting = alarms.rows.filter((row) => row.acknowledgedAt === null)
  const state = old ? 'none' : waiting.some((row) => row.state === 'bad') ? 'bad' : 'watch'
  return (
    <>
      <span className="flex items-center font-[600] text-ink" style={{ gap: u(10) }}>
        <StateGlyph state={state} size={u(17)} />
        {t('unacknowledged', { count: alarms.unacknowledged })}
      </span>
      <span className="rule" />
    </>
  )
})

const Opening = memo(function Opening() {
  const tile = useTile('opening')
  const opening = openingOf(tile)
  const f = useFormats()
  const t = useTranslations('wall')
  if (!opening) return null
  return (
    <>
      <span className="flex items-center text-ink-2" style={{ gap: u(10) }} data-tile="opening">
        {opening.state === 'closed' ? (
          <>
            <StateGlyph state="closed" size={u(20)} />
            {opening.until ? t('closedUntil', { time: f.time(opening.until) }) : t('closed')}
          </>
        ) : opening.state === 'open' && opening.until ? (
          t('openUntil', { time: f.time(opening.until) })
        ) : (
          t('openAlways')
        )}
      </span>
      <span className="rule" />
    </>
  )
})

/** Date and time of the tenant's zone. */
const Clock = memo(function Clock() {
  const now = useClock()
  const f = useFormats()
  return (
    <>
      <span className="text-ink-2" suppressHydrationWarning>
        {f.date(now)}
      </span>
      <time className="wall-clock" dateTime={new Date(now).toISOString()} suppressHydrationWarning>
        {f.timeSeconds(now)}
      </time>
    </>
  )
})
