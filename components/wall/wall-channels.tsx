'use client'

import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useLive } from '@/components/boards/live-provider'
import { isOld } from '@/components/boards/live-state'
import { channelsOf } from '@/components/boards/results'
import { Bullet } from '@/components/charts'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { type Density, u } from '@/components/wall/wall-size'
import { channelName } from '@/lib/i18n/names'

/** Zone B: each channel against its own target; what is fine folds into one line. */
export function Channels({ rows, density }: { readonly rows: number; readonly density: Density }) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('board')
  const s = useTranslations('state')
  const box = useRef<HTMLDivElement>(null)
  const [fitting, setFitting] = useState(rows)
  const all = channelsOf(live.tiles)?.rows ?? []
  const shown = all.length > fitting ? all.slice(0, Math.max(fitting - 1, 1)) : all
  const rest = all.slice(shown.length)
  const old = isOld(live.trouble)

  // How many rows the zone holds is the screen's to say: a row is never cut in half.
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const row = element.querySelector<HTMLElement>('.wall-row')
      if (!row || row.offsetHeight === 0) return
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      setFitting(Math.max(3, Math.min(rows, Math.floor(element.clientHeight / (size * 1.62)))))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [rows])

  const height = { far: 2.2, middle: 2.1, near: 2.8 }[density]
  return (
    <section
      className="wall-zone"
      data-tile="channels"
      data-state={old ? 'none' : (live.tiles.channels?.state ?? 'none')}
    >
      <div className="wall-zone-head wall-row wall-channel" style={{ borderTop: 0 }}>
        <h2 style={{ gridColumn: '1 / 3' }}>{t('channelsWall')}</h2>
        <span className="wall-caption">{density === 'far' ? '' : t('tickHint')}</span>
        <span className="wall-caption text-right">{t('frt')}</span>
        <span className="wall-caption text-right">{t('queue')}</span>
        <span className="wall-caption text-right">{t('volume')}</span>
        <span className="wall-caption text-right">{t('state')}</span>
      </div>
      <div
        ref={box}
        className={cx('wall-channels', old && 'opacity-60')}
        style={{ gridAutoRows: 'minmax(1.62em, 1fr)', alignContent: 'stretch' }}
      >
        {all.length === 0 && live.at > 0 ? <p className="wall-row text-ink-3">{t('empty')}</p> : null}
        {shown.map((row) => {
          const silent = row.state === 'none'
          const slow = row.state === 'bad' && row.frt !== null && row.target !== null && row.frt > row.target
          const crowded = row.queue > 10
          const word = silent && row.ageSeconds !== null ? f.span(row.ageSeconds) : s(row.state)
          return (
            <div
              key={row.channel ?? '_none'}
              className="wall-row wall-channel"
              data-channel={row.channel ?? '_none'}
              data-state={row.state}
              style={{ maxHeight: `${height}em` }}
            >
              <StateGlyph state={row.state} size="0.66em" />
              <span className="truncate font-[560] text-ink">{channelName(f.locale, row.channel)}</span>
              {silent ? (
                <span className={cx('wall-caption truncate', density === 'far' && 'invisible')}>
                  {row.ageSeconds === null
                    ? s('none')
                    : t('lastData', { time: f.time(live.at - row.ageSeconds * 1000) })}
                </span>
              ) : (
                <Bullet value={row.frt} target={row.target} state={row.state} thickness={u(10)} />
              )}
              <span className={cx('text-right font-[560]', slow ? 'text-bad' : 'text-ink')}>
                {silent ? '—' : f.duration(row.frt)}
              </span>
              <span className={cx('text-right font-[560]', crowded && !silent ? 'text-bad' : 'text-ink')}>
                {silent ? '—' : f.count(row.queue)}
              </span>
              <span className="text-right text-ink-2">{silent ? '—' : f.count(row.volume)}</span>
              <span
                className={cx('text-right', WORD_COLOR[row.state], row.state !== 'ok' && 'font-[540]')}
                style={{ fontSize: '0.86em' }}
              >
                {word}
              </span>
            </div>
          )
        })}
        {rest.length > 0 ? (
          <div className="wall-row wall-channel text-ink-3" style={{ maxHeight: `${height}em` }}>
            <StateGlyph state={rest[0]?.state ?? 'ok'} size="0.66em" />
            <span className="truncate" style={{ gridColumn: '2 / 5' }}>
              {density === 'far' || rest.length > 4
                ? t('rest', { count: rest.length })
                : `${t('restNames', { count: rest.length })} ${rest.map((row) => channelName(f.locale, row.channel)).join(' ')}`}
            </span>
            <span className="text-right text-ink-2">
              {f.count(rest.reduce((sum, row) => sum + row.queue, 0))}
            </span>
            <span className="text-right">{f.count(rest.reduce((sum, row) => sum + row.volume, 0))}</span>
            <span className="text-right" style={{ fontSize: '0.86em' }}>
              {s(rest[0]?.state ?? 'ok')}
            </span>
          </div>
        ) : null}
      </div>
    </section>
  )
}
