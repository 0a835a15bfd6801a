'use client'

import { memo, useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { useDensity, useOld, useTile, useTileState } from '@/components/wall/wall-context'
import { cellDuration, Figure, fitted, orCases } from '@/components/wall/wall-figure'
import { Plot, type PlotData } from '@/components/wall/wall-plot'
import { campaignOf } from '@/components/wall/wall-results'
import { useRoom } from '@/components/wall/wall-rows'
import { DENSITY_SIZES } from '@/lib/boards/density'
import { HOUR, startOfDay } from '@/lib/core/zone'

/** Zones B and C: the day's campaigns against everything else. */
export const Campaigns = memo(function Campaigns() {
  const tile = useTile('campaign')
  const result = campaignOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall.campaign')
  const w = useTranslations('wall')
  const b = useTranslations('board')
  const [box, room] = useRoom(DENSITY_SIZES[density].rows * 2 - 2, 1.28)
  const rows = result?.rows ?? []
  const cell = 'w-full text-right font-[560]'
  return (
    <section className="wall-zone z-bc" data-tile="campaign" data-state={state}>
      <div className="wall-zone-head wall-row wall-campaign" style={{ borderTop: 0 }}>
        <h2>{t('title')}</h2>
        <span className="wall-caption text-right">{b('volume')}</span>
        <span className="wall-caption text-right">{t('share')}</span>
        <span className="wall-caption text-right">{b('frt')}</span>
        <span className="wall-caption text-right">{b('within')}</span>
        <span className="wall-caption text-right">{b('csat')}</span>
      </div>
      <div ref={box} className={cx('wall-rows', old && 'opacity-60')}>
        {rows.length === 0 ? (
          <div>
            <p className="text-ink-2">{result ? t('none') : w('noData')}</p>
            {result ? <p className="wall-caption whitespace-normal">{t('noneHint')}</p> : null}
          </div>
        ) : null}
        {rows.slice(0, Math.max(1, room - 1)).map((row) => (
          <div key={row.campaign} className="wall-row wall-campaign" data-campaign={row.campaign}>
            <span className="truncate font-[560] text-ink">{row.campaign}</span>
            <Figure behind={{ metric: 'tickets_opened', period: 'today' }} className={cx(cell, 'text-ink')}>
              {f.count(row.volume)}
            </Figure>
            <span className="text-right text-ink-2">{f.share(row.share)}</span>
            <Figure
              behind={{ metric: 'frt_avg', n: row.frtN, period: 'today' }}
              className={cx(cell, row.frt === null ? 'text-none' : 'text-ink')}
              style={fitted(cellDuration(f, row.frt), 5)}
            >
              {orCases(f, row.frt, row.frtN, (value) => cellDuration(f, value))}
            </Figure>
            <Figure
              behind={{ metric: 'frt_within_target', n: row.withinN, period: 'today' }}
              className={cx(cell, row.within === null ? 'text-none' : 'text-ink-2')}
            >
              {orCases(f, row.within, row.withinN, f.share)}
            </Figure>
            <Figure
              behind={{ metric: 'csat', n: row.csatN, period: 'today' }}
              className={cx(cell, row.csat === null ? 'text-none' : 'text-ink-2')}
            >
              {orCases(f, row.csat, row.csatN, f.share)}
            </Figure>
          </div>
        ))}
        {result ? (
          <div className="wall-row wall-campaign text-ink-3">
            <span className="truncate">{t('rest')}</span>
            <span className="text-right">{f.count(result.rest.volume)}</span>
            <span />
            <span className="text-right">{f.duration(result.rest.frt)}</span>
            <span className="text-right">{f.share(result.rest.within)}</span>
            <span />
          </div>
        ) : null}
      </div>
    </section>
  )
})

/** Zone D: the day's contacts a quarter-hour, over the same weekday before. */
export const CampaignVolume = memo(function CampaignVolume() {
  const tile = useTile('campaign')
  const result = campaignOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const f = useFormats()
  const t = useTranslations('wall.campaign')
  const w = useTranslations('wall')
  const volume = result?.volume
  const annotations = result?.annotations
  const data = useMemo((): PlotData | null => {
    const first = volume?.[0]
    if (!volume || !first) return null
    const points = volume.map((row) => ({ at: Date.parse(row.time), value: row.value as number | null }))
    const day = startOfDay(Date.parse(first.time), f.zone)
    const started = points.find((point) => (point.value ?? 0) > 0)?.at ?? day
    const from = Math.max(day, Math.min(started, day + 8 * HOUR))
    return {
      unit: 'count',
      points: points.filter((point) => point.at >= from),
      before: volume
        .map((row) => ({ at: Date.parse(row.time), value: row.before }))
        .filter((point) => point.at >= from),
      target: null,
      annotations: (annotations ?? []).map((note) => ({ at: Date.parse(note.time), text: note.text })),
      state,
      from,
      to: Math.max(day + 22 * HOUR, points.at(-1)?.at ?? 0),
    }
  }, [volume, annotations, state, f.zone])
  return (
    <section className="wall-zone z-d" data-tile="campaign-volume" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('volume')}</h2>
        <span className="wall-caption">{t('quarter')}</span>
        <span className="wall-caption ml-auto">{t('lastWeek')}</span>
      </div>
      <div className={cx('flex min-h-0 flex-1', old && 'opacity-60')}>
        {data ? <Plot data={data} label={t('volume')} /> : <p className="wall-caption">{w('noData')}</p>}
      </div>
    </section>
  )
})
