'use client'

import { useTranslations } from 'use-intl'
import { useLive } from '@/components/boards/live-provider'
import { sourcesOf } from '@/components/boards/results'
import { useFormats } from '@/components/shell/locale-provider'
import { StateGlyph } from '@/components/ui/state-badge'
import { u } from '@/components/wall/wall-size'

/** What a screen must know besides its frames. */
export interface Standing {
  readonly company: string
  readonly zone: string
  readonly demo: boolean
}

export function Brand({ standing }: { readonly standing: Standing | null }) {
  const t = useTranslations('app')
  return (
    <>
      <span className="font-[640] tracking-[-0.02em] text-ink" style={{ fontSize: u(29) }}>
        {t('name')}
      </span>
      <span className="text-ink-2" style={{ fontSize: u(29) }}>
        {standing && standing.company !== t('name') ? standing.company : ''}
      </span>
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

export function Header({ standing }: { readonly standing: Standing | null }) {
  const live = useLive()
  const f = useFormats()
  const n = useTranslations('nav')
  const t = useTranslations('board')
  const sources = sourcesOf(live.tiles)?.rows ?? []
  const silent = sources.filter((row) => row.silent)
  const first = silent[0]
  return (
    <header className="wall-header">
      <Brand standing={standing} />
      <span className="rule" />
      <span className="font-[600] text-ink" style={{ fontSize: u(28) }}>
        {n('overview')}
      </span>
      <span className="rule" />
      <span
        className="flex min-w-0 items-center"
        style={{ gap: u(10) }}
        data-tile="sources"
        data-state={live.tiles.sources?.state ?? 'none'}
      >
        <span className="text-ink-3" style={{ marginRight: u(4) }}>
          {sources.length === 0 ? t('noSources') : t('sourcesTitle')}
        </span>
        {[...sources]
          .sort((a, b) => Number(a.silent) - Number(b.silent))
          .slice(0, 16)
          .map((row) => (
            <span key={row.source} title={row.source} className="flex">
              <StateGlyph state={row.silent ? 'none' : 'ok'} size={u(row.silent ? 20 : 15)} />
            </span>
          ))}
        {first ? (
          <span className="min-w-0 truncate text-ink-2" style={{ marginLeft: u(6) }}>
            {silent.length === 1
              ? t('sourceSilent', { source: first.source, span: f.span(first.lagSeconds) })
              : t('sourcesSilent', { count: silent.length })}
          </span>
        ) : null}
      </span>
      <span className="ml-auto flex items-center" style={{ gap: u(20) }}>
        <Clock />
      </span>
    </header>
  )
}

/** Date and time of the tenant; empty until the browser's clock runs, so that nothing false is painted first. */
function Clock() {
  const live = useLive()
  const f = useFormats()
  return (
    <>
      <span className="text-ink-2">{f.date(live.now)}</span>
      <time className="wall-clock" dateTime={new Date(live.now).toISOString()} suppressHydrationWarning>
        {f.timeSeconds(live.now)}
      </time>
    </>
  )
}
