'use client'

import { memo, useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { useBegun, useOld, useTile, useTileState } from '@/components/wall/wall-context'
import { Plot, type PlotData } from '@/components/wall/wall-plot'
import type { TileState, TrendResult } from '@/lib/boards/types'
import { HOUR, startOfDay } from '@/lib/core/zone'

/** The day of the points on the wall's axis: from the first that has data, at most from 8:00, to 22:00 at least. */
function plotOf(trend: TrendResult, state: TileState, zone: string): PlotData {
  const points = trend.points.map((point) => ({ at: Date.parse(point.time), value: point.value }))
  const band = trend.band.map((row) => ({ at: Date.parse(row.time), low: row.low, high: row.high }))
  // A board of before knows neither forecast nor annotations.
  const forecast = (trend.forecast ?? []).map((row) => ({
    at: Date.parse(row.time),
    value: row.value,
    low: row.low,
    high: row.high,
  }))
  const day = startOfDay(points[0]?.at ?? band[0]?.at ?? Date.now(), zone)
  const known = [
    ...points.flatMap((point) => (point.value === null ? [] : [point.at])),
    ...band.flatMap((row) => (row.low === null ? [] : [row.at])),
  ]
  const from = known.reduce((first, at) => Math.min(first, at), day + 8 * HOUR)
  const to = [...known, ...forecast.map((row) => row.at)].reduce(
    (latest, at) => Math.max(latest, at),
    day + 22 * HOUR,
  )
  const inside = <T extends { readonly at: number }>(rows: readonly T[]) =>
    rows.filter((row) => row.at >= from && row.at <= to)
  return {
    unit: trend.unit,
    points: inside(points),
    band: inside(band),
    forecast: inside(forecast),
    target: trend.target,
    annotations: (trend.annotations ?? []).map((note) => ({ at: Date.parse(note.time), text: note.text })),
    state,
    from: Math.max(from, day),
    to,
  }
}

/** Zone D: today over the band of the same weekday, and what is likely ahead. */
export const Trend = memo(function Trend({ zone }: { readonly zone: 'z-d' | 'z-f' }) {
  const tile = useTile('trend')
  const state = useTileState(tile)
  const old = useOld()
  const begun = useBegun()
  const f = useFormats()
  const t = useTranslations('board')
  const w = useTranslations('wall')
  const result = tile?.result
  const trend =
    typeof result === 'object' && result !== null && 'points' in result ? (result as TrendResult) : null
  const weekday = trend?.points[0] ? f.weekdayLong(trend.points[0].time) : ''
  const data = useMemo(() => (trend ? plotOf(trend, state, f.zone) : null), [trend, state, f.zone])
  return (
    <section className={cx('wall-zone', zone)} data-tile="trend" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('trendWall')}</h2>
        <span
          className="wall-caption wall-whole wall-whole-only min-w-0 flex-1"
          style={{ lineHeight: 1.45, columnGap: 0 }}
        >
          <span>
            {trend?.band.some((row) => row.low !== null)
              ? t('band', { weeks: trend.weeks, weekday })
              : trend?.target
                ? t('target_label', { target: f.value(trend.unit, trend.target) })
                : ''}
          </span>
        </span>
        {trend?.crossesAt && !old ? (
          <span className="wall-caption flex-none font-[560] text-watch!">
            {w('plot.crosses', { time: f.time(trend.crossesAt) })}
          </span>
        ) : null}
      </div>
      <div className={cx('flex min-h-0 flex-1', old && 'opacity-60')}>
        {data ? (
          <Plot data={data} label={t('trendWall')} />
        ) : (
          <p className="wall-caption">{begun ? t('empty') : w('waiting')}</p>
        )}
      </div>
    </section>
  )
})
