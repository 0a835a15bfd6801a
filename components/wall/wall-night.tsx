'use client'

import { memo, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { useDensity, useOld, useTile, useTileState } from '@/components/wall/wall-context'
import { cellDuration, Figure, fitted } from '@/components/wall/wall-figure'
import { nightOf } from '@/components/wall/wall-results'
import { DENSITY_SIZES } from '@/lib/boards/density'

/** Zones B and C: what the night left, and who is there. */
export const NightSummary = memo(function NightSummary() {
  const tile = useTile('night')
  const night = nightOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const f = useFormats()
  const t = useTranslations('wall.night')
  const w = useTranslations('wall')
  return (
    <section className="wall-zone z-bc" data-tile="night" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('title')}</h2>
        {night ? <span className="wall-caption">{t('since', { time: f.time(night.from) })}</span> : null}
      </div>
      {night === null ? (
        <p className="wall-caption">{w('noData')}</p>
      ) : (
        <div className={cx('wall-six', old && 'opacity-60')}>
          <Big name={t('opened')} metric="tickets_opened" night value={f.count(night.opened)} />
          <Big name={t('answered')} metric="night_answered" night value={f.count(night.answered)}>
            {night.answeredShare === null ? '' : t('answeredShare', { share: f.share(night.answeredShare) })}
          </Big>
          <Big name={t('waiting')} metric="queue_now" value={f.count(night.waiting)} loud={state === 'bad'}>
            {night.oldestSeconds === null ? '' : t('oldest', { time: f.duration(night.oldestSeconds) })}
          </Big>
          <Big name={t('abandoned')} metric="night_abandoned" night value={f.count(night.abandoned)} />
          <Big name={t('online')} metric="agents_online" value={f.count(night.online)} />
        </div>
      )}
    </section>
  )
})

function Big({
  name,
  metric,
  value,
  night = false,
  loud = false,
  children,
}: {
  readonly name: string
  readonly metric: string
  /** of the night; else of this moment */
  readonly night?: boolean
  readonly value: string
  readonly loud?: boolean
  readonly children?: ReactNode
}) {
  return (
    <div>
      <p className="font-[540] text-ink">{name}</p>
      <p className="flex items-baseline" style={{ gap: '0.7em' }}>
        <Figure
          behind={{ metric, ...(night ? { period: 'night' } : {}) }}
          className={cx('wall-second', loud && 'text-bad!')}
          style={{ fontSize: 'calc(min(var(--value) * 0.8, 76) * var(--u))', lineHeight: 1.15 }}
        >
          {value}
        </Figure>
        <span className="wall-line">{children}</span>
      </p>
    </div>
  )
}

/** Width of zone D in units of the canvas. */
const WIDTH = 600

/** Zone D: how many came each hour of the night, and how long they waited for a first word. */
export const NightHours = memo(function NightHours() {
  const tile = useTile('night')
  const night = nightOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const f = useFormats()
  const t = useTranslations('wall.night')
  const w = useTranslations('wall')
  const hours = (night?.hours ?? []).slice(-14)
  const most = Math.max(1, ...hours.map((hour) => hour.opened ?? 0))
  const every = hours.length > 10 ? 2 : 1
  const density = useDensity()
  // Large letters stand below every other bar and take the room of two.
  const span = density === 'far' ? every : 1
  const lettersAt = (i: number) =>
    ((WIDTH / Math.max(hours.length, 8)) * (i === hours.length - 1 ? 1 : span) - 10) /
    (DENSITY_SIZES[density].caption * 0.91 * 0.6)
  return (
    <section className="wall-zone z-d" data-tile="night-hours" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('hours')}</h2>
        <span className="wall-caption truncate">{t('hoursFrt')}</span>
      </div>
      {hours.length === 0 ? <p className="wall-caption">{w('noData')}</p> : null}
      <div className={cx('wall-bars', old && 'opacity-60')}>
        {hours.map((hour, i) => (
          <div key={hour.time} className="wall-bar">
            <span className="wall-small text-ink" style={{ lineHeight: 1.25 }}>
              {f.count(hour.opened)}
            </span>
            <i style={{ height: `${Math.round(((hour.opened ?? 0) / most) * 58)}%` }} />
            <span className="wall-small text-ink-3" style={{ lineHeight: 1.35 }}>
              {i % every === 0 ? f.time(hour.time).slice(0, 2) : '\u00a0'}
            </span>
            <span className="wall-small text-ink-2" style={{ lineHeight: 1.25, whiteSpace: 'nowrap' }}>
              {i % span === 0 ? (
                <span style={fitted(cellDuration(f, hour.frt), lettersAt(i))}>
                  {cellDuration(f, hour.frt)}
                </span>
              ) : (
                '\u00a0'
              )}
            </span>
          </div>
        ))}
      </div>
    </section>
  )
})
