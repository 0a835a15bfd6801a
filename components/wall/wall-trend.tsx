'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { useLive } from '@/components/boards/live-provider'
import { isOld } from '@/components/boards/live-state'
import { trendDataOf } from '@/components/boards/live-trend'
import { trendOf } from '@/components/boards/results'
import { TrendChart } from '@/components/charts'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'

/** Zone D: today over the band of the same weekday. */
export function Trend() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('board')
  const tile = live.tiles.trend
  const trend = trendOf(live.tiles)
  const weekday = trend?.points[0] ? f.weekdayLong(trend.points[0].time) : ''
  const bandName = trend ? t('bandLegend', { weeks: trend.weeks, weekday }) : ''
  const targetName = trend?.target ? t('target_label', { target: f.value(trend.unit, trend.target) }) : ''
  const today = t('today')
  const data = useMemo(
    () =>
      trend
        ? trendDataOf(
            trend,
            tile?.state ?? 'none',
            { series: today, band: bandName, target: targetName },
            f.zone,
          )
        : null,
    [trend, tile?.state, today, bandName, targetName, f.zone],
  )
  return (
    <section
      className="wall-zone wall-trend"
      style={{ flex: '1 1 0' }}
      data-tile="trend"
      data-state={isOld(live.trouble) ? 'none' : (tile?.state ?? 'none')}
    >
      <div className="wall-zone-head">
        <h2>{t('trendWall')}</h2>
        {trend?.band.some((row) => row.low !== null) ? (
          <span className="wall-caption truncate">{t('band', { weeks: trend.weeks, weekday })}</span>
        ) : (
          <span className="wall-caption truncate">{targetName}</span>
        )}
      </div>
      <div className={cx('wall-axis relative min-h-0 flex-1', isOld(live.trouble) && 'opacity-60')}>
        {data ? (
          <TrendChart data={data} label={t('trendWall')} wall className="size-full" />
        ) : (
          <p className="wall-caption">{live.at > 0 ? t('empty') : ''}</p>
        )}
      </div>
    </section>
  )
}
