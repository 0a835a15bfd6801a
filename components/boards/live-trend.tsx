'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { AnnotatedTrend } from '@/components/annotations/annotated-trend'
import { NotesButton } from '@/components/annotations/notes-button'
import type { TrendData } from '@/components/charts'
import { useFormats } from '@/components/shell/locale-provider'
import { Card } from '@/components/ui/card'
import { StateBadge } from '@/components/ui/state-badge'
import type { TileState, TrendResult } from '@/lib/boards/types'
import { startOfDay } from '@/lib/core/zone'
import { useLive } from './live-provider'
import { isOld } from './live-state'
import { trendOf } from './results'

const DAY = 86_400_000

/** A trend tile as chart data. The axis is the day of the points, from the first that has data (at most 8:00). */
export function trendDataOf(
  trend: TrendResult,
  state: TileState,
  names: { readonly series: string; readonly band: string; readonly target: string },
  zone: string,
): TrendData {
  const points = trend.points.map((p) => ({ at: Date.parse(p.time), value: p.value, n: p.n }))
  const band = trend.band.map((b) => ({ at: Date.parse(b.time), low: b.low, high: b.high }))
  const anchor = points[0]?.at ?? band[0]?.at ?? Date.now()
  const day = startOfDay(anchor, zone)
  const times = [
    ...points.filter((p) => p.value !== null).map((p) => p.at),
    ...band.filter((b) => b.low !== null).map((b) => b.at),
  ]
  const from = Math.min(Math.max(Math.min(...times, day + DAY), day), day + 8 * 3_600_000)
  const to = Math.max(...times, day + 22 * 3_600_000)
  return {
    unit: trend.unit,
    name: names.series,
    points: points.filter((p) => p.at >= from),
    target: trend.target === null ? null : { value: trend.target, op: '<=', label: names.target },
    ...(band.length > 0 ? { band: { name: names.band, rows: band.filter((b) => b.at >= from) } } : {}),
    // A server of before sends neither.
    forecast: (trend.forecast ?? []).flatMap((row) => {
      const at = Date.parse(row.time)
      return at >= from && at <= to ? [{ at, value: row.value, low: row.low, high: row.high }] : []
    }),
    annotations: (trend.annotations ?? []).map((note) => ({ at: Date.parse(note.time), text: note.text })),
    state,
    showLast: true,
    from,
    to,
  }
}

/** Each point opens the rows of its stretch of the day. */
function withRows(data: TrendData, { metric, grain = '15m' }: TrendResult, zone: string): TrendData {
  const from = startOfDay(data.from, zone)
  const query = new URLSearchParams({ metric }).toString()
  return { ...data, rows: { metric, query, grain, from, to: from + DAY } }
}

/** Zone D on the page: today over the band of the same weekday. */
export function LiveTrend() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('board')
  const tile = live.tiles.trend
  const trend = trendOf(live.tiles)
  const weekday = trend?.points[0] ? f.weekdayLong(trend.points[0].time) : ''
  const target = trend?.target ? t('target_label', { target: f.value(trend.unit, trend.target) }) : ''
  const today = t('today')
  const bandName = trend ? t('bandLegend', { weeks: trend.weeks, weekday }) : ''
  const data = useMemo(
    () =>
      trend
        ? withRows(
            trendDataOf(trend, tile?.state ?? 'none', { series: today, band: bandName, target }, f.zone),
            trend,
            f.zone,
          )
        : null,
    [trend, tile?.state, today, bandName, target, f.zone],
  )
  const day = startOfDay(data?.from ?? live.now, f.zone)
  const scope = { from: day, to: startOfDay(day + DAY + DAY / 2, f.zone), channels: [], teams: [] }
  return (
    <Card
      title={t('trendTitle')}
      hint={
        trend ? (
          <>
            <span className="flex items-center gap-1.5 text-ink-2">
              <span aria-hidden className="w-4 border-t-2 border-ink" />
              {today}
            </span>
            {data?.forecast && data.forecast.length > 0 ? (
              <span className="flex items-center gap-1.5 text-ink-2">
                <span aria-hidden className="w-4 border-t-2 border-dashed border-ink-3" />
                {t('forecast')}
              </span>
            ) : null}
            {trend.band.length > 0 ? (
              <span className="flex items-center gap-1.5 text-ink-2">
                <span aria-hidden className="h-2.5 w-4 bg-band" />
                {bandName}
              </span>
            ) : null}
          </>
        ) : null
      }
      aside={
        <>
          {trend?.crossesAt && !isOld(live.trouble) ? (
            <StateBadge
              state="watch"
              word={t('crosses', { time: f.time(trend.crossesAt) })}
              className="text-caption"
            />
          ) : null}
          {data ? <NotesButton scope={scope} title={t('trendTitle')} /> : null}
          <span className="w-7" />
        </>
      }
      data-tile="trend"
      data-state={tile?.state ?? 'none'}
    >
      {data ? (
        <AnnotatedTrend
          data={data}
          label={`${t('trendTitle')}, ${today}`}
          className="h-[248px] px-1 pb-1 max-md:h-[200px]"
          scope={scope}
        />
      ) : (
        <div className="h-[248px] max-md:h-[200px]">
          {live.at === 0 ? null : <p className="px-4 py-6 text-body text-ink-3">{t('empty')}</p>}
        </div>
      )}
    </Card>
  )
}
