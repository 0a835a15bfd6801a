'use client'

import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Bullet } from '@/components/charts'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { useBegun, useDensity, useOld, useTile, useTileState } from '@/components/wall/wall-context'
import { cellDuration, Figure, fitted, orCases } from '@/components/wall/wall-figure'
import { Spark } from '@/components/wall/wall-plot'
import { useRoom } from '@/components/wall/wall-rows'
import { type Density, u } from '@/components/wall/wall-size'
import { DENSITY_SIZES } from '@/lib/boards/density'
import type { ChannelsResult, ChannelTrendsResult } from '@/lib/boards/types'
import { channelName } from '@/lib/i18n/names'

type Row = ChannelsResult['rows'][number]

export function useChannelRows(): readonly Row[] {
  return (useTile('channels')?.result as ChannelsResult | undefined)?.rows ?? NONE
}
const NONE: readonly Row[] = []

/** Zone B: each channel against its own target; what is fine folds into one line. `tall` fills B and C with more. */
export const Channels = memo(function Channels({ tall = false }: { readonly tall?: boolean }) {
  const tile = useTile('channels')
  const state = useTileState(tile)
  const old = useOld()
  const begun = useBegun()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('board')
  const w = useTranslations('wall')
  const s = useTranslations('state')
  const most = DENSITY_SIZES[density].rows * (tall ? 2 : 1)
  const [box, room] = useRoom(most, 1.24)
  const rows = (tile?.result as ChannelsResult | undefined)?.rows ?? NONE
  const shown = rows.length > room ? rows.slice(0, Math.max(room - 1, 1)) : rows
  const rest = rows.slice(shown.length)
  const opens = rows.some((row) => row.state === 'closed' && row.until)
  const grid = tall ? 'wall-channel-wide' : 'wall-channel'
  return (
    <section
      className={cx('wall-zone', tall ? 'z-bc' : 'z-b', opens && 'wall-opens')}
      data-tile="channels"
      data-state={state}
    >
      <div className={cx('wall-zone-head wall-row', grid)} style={{ borderTop: 0 }}>
        <h2 style={{ gridColumn: '1 / 3' }}>{tall ? w('channelsScene.title') : t('channelsWall')}</h2>
        {tall ? null : <span className="wall-caption">{density === 'far' ? '' : t('tickHint')}</span>}
        <span className="wall-caption text-right">{t('frt')}</span>
        {tall ? (
          <>
            <span className="wall-caption text-right">{t('within')}</span>
            <span className="wall-caption text-right">{t('csat')}</span>
          </>
        ) : null}
        <span className="wall-caption text-right">{t('queue')}</span>
        <span className="wall-caption text-right">{t('volume')}</span>
        <span className="wall-caption text-right">{t('state')}</span>
      </div>
      <div ref={box} className={cx('wall-rows', old && 'opacity-60')}>
        {rows.length === 0 ? <p className="wall-caption">{begun ? t('empty') : w('waiting')}</p> : null}
        {shown.map((row) => (
          <ChannelRow key={row.channel ?? '_none'} row={row} tall={tall} density={density} />
        ))}
        {rest.length > 0 ? (
          <div className={cx('wall-row text-ink-3', grid)}>
            <StateGlyph state={rest[0]?.state ?? 'ok'} size="0.66em" />
            <span className="truncate" style={{ gridColumn: tall ? '2 / 6' : '2 / 5' }}>
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
})

const ChannelRow = memo(
  function ChannelRow({
    row,
    tall,
    density,
  }: {
    readonly row: Row
    readonly tall: boolean
    readonly density: Density
  }) {
    const f = useFormats()
    const t = useTranslations('board')
    const w = useTranslations('wall')
    const s = useTranslations('state')
    const silent = row.state === 'none'
    const slow = row.state === 'bad' && row.frt !== null && row.target !== null && row.frt > row.target
    const crowded = row.queueTarget !== null && row.queue > row.queueTarget
    const word =
      silent && row.ageSeconds !== null
        ? f.span(row.ageSeconds)
        : row.state === 'closed' && row.until
          ? w('opensAt', { time: f.time(row.until) })
          : s(row.state)
    const cell = 'w-full text-right font-[560]'
    const frt = orCases(f, row.frt, row.frtN, (value) => cellDuration(f, value))
    return (
      <div
        className={cx('wall-row', tall ? 'wall-channel-wide' : 'wall-channel')}
        data-channel={row.channel ?? '_none'}
        data-state={row.state}
      >
        <StateGlyph state={row.state} size="0.66em" />
        <span className="truncate font-[560] text-ink">{channelName(f.locale, row.channel)}</span>
        {tall ? null : silent ? (
          <span className="wall-caption truncate">
            {density === 'far' || row.ageSeconds === null
              ? ''
              : t('lastData', { time: f.span(row.ageSeconds) })}
          </span>
        ) : (
          <Bullet value={row.frt} target={row.target} state={row.state} thickness={u(10)} />
        )}
        <Figure
          behind={{
            metric: 'frt_avg',
            n: row.frtN,
            period: 'last15',
            target: row.target,
            ageSeconds: row.ageSeconds,
          }}
          className={cx(cell, row.frt === null ? 'text-none' : slow ? 'text-bad' : 'text-ink')}
          style={fitted(frt, 5)}
        >
          {silent ? '—' : frt}
        </Figure>
        {tall ? (
          <>
            <Figure
              behind={{ metric: 'frt_within_target', n: row.withinN, period: 'last15' }}
              className={cx(cell, row.within === null ? 'text-none' : 'text-ink-2')}
            >
              {silent ? '—' : orCases(f, row.within, row.withinN, f.share)}
            </Figure>
            <Figure
              behind={{ metric: 'csat', n: row.csatN, period: 'today' }}
              className={cx(cell, row.csat === null ? 'text-none' : 'text-ink-2')}
            >
              {orCases(f, row.csat, row.csatN, f.share)}
            </Figure>
          </>
        ) : null}
        <Figure
          behind={{ metric: 'queue_now', target: row.queueTarget, ageSeconds: row.ageSeconds }}
          className={cx(cell, crowded && !silent ? 'text-bad' : 'text-ink')}
        >
          {silent ? '—' : f.count(row.queue)}
        </Figure>
        <Figure
          behind={{ metric: 'tickets_opened', period: 'last15' }}
          className={cx(cell, 'font-[420]! text-ink-2')}
        >
          {silent ? '—' : f.count(row.volume)}
        </Figure>
        <span
          className={cx('text-right', WORD_COLOR[row.state], row.state !== 'ok' && 'font-[540]')}
          style={{ fontSize: '0.86em' }}
        >
          {word}
        </span>
      </div>
    )
  },
  // A frame brings every channel anew; most rows in it are as they were.
  (before, after) =>
    before.tall === after.tall &&
    before.density === after.density &&
    (before.row === after.row || JSON.stringify(before.row) === JSON.stringify(after.row)),
)

/** Zone D of the scene `channels`: one small line a channel, the most urgent first. */
export const ChannelMultiples = memo(function ChannelMultiples() {
  const tile = useTile('channels')
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall')
  const trends = useTile('channelTrends')?.result as ChannelTrendsResult | undefined
  const now = (tile?.result as ChannelsResult | undefined)?.rows ?? NONE
  const rows = now
    .map((row) => ({
      ...row,
      values: trends?.rows.find((it) => it.channel === row.channel)?.values ?? row.spark,
    }))
    .filter((row) => row.values.some((value) => value !== null))
    .slice(0, { far: 4, middle: 6, near: 8 }[density])
  return (
    <section className="wall-zone z-d" data-tile="channel-trends" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('channelsScene.small')}</h2>
      </div>
      {rows.length === 0 ? <p className="wall-caption">{t('noData')}</p> : null}
      <div className={cx('wall-multiples', old && 'opacity-60')}>
        {rows.map((row) => (
          <div key={row.channel ?? '_none'} className="flex min-h-0 flex-col overflow-hidden">
            <p className="wall-caption flex items-baseline justify-between" style={{ lineHeight: 1.25 }}>
              <span className="truncate text-ink-2">{channelName(f.locale, row.channel)}</span>
              <span className={cx('font-[560]', row.state === 'bad' ? 'text-bad' : 'text-ink')}>
                {row.state === 'none' ? '—' : orCases(f, row.frt, row.frtN, f.duration)}
              </span>
            </p>
            <Spark values={row.values} target={row.target} state={row.state} />
          </div>
        ))}
      </div>
    </section>
  )
})
