'use client'

import { type CSSProperties, memo } from 'react'
import { useTranslations } from 'use-intl'
import { figureOf } from '@/components/boards/figure'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import { useDensity, useServerNow, useTile, useWall } from '@/components/wall/wall-context'
import { Figure, orCases } from '@/components/wall/wall-figure'
import { alarmsOf, focusOf } from '@/components/wall/wall-results'
import { u } from '@/components/wall/wall-size'
import { dimensionValueName } from '@/lib/i18n/names'
import { BLINK_MS } from './alarm-schedule'
import { useChannelRows } from './wall-channels'
import { type AlarmRow, useAlarmWords } from './wall-names'
import { Plot, type PlotData } from './wall-plot'
import { widthOf } from './wall-strip'

const QUARTER = 900_000

/** The alarm in front, or null. */
export function useShownAlarm(): { readonly row: AlarmRow; readonly mode: 'zone' | 'full' } | null {
  const showing = useWall((state) => state.alarm.showing)
  const alarms = alarmsOf(useTile('alarms'))
  const row = showing ? alarms?.rows.find((it) => it.id === showing.id) : undefined
  return showing && row ? { row, mode: showing.mode } : null
}

/** The glyph of what has just begun: the one thing on the wall that blinks. */
function Beginning({ size }: { readonly size: string }) {
  const since = useWall((state) => state.alarm.showing?.since ?? 0)
  const now = useServerNow()
  const blinks = now - since < BLINK_MS
  return (
    <span className={cx('flex', blinks && 'blink')} data-blinks={blinks || undefined}>
      <StateGlyph state="bad" size={size} />
    </span>
  )
}

/** How much longer the alarm stays in front. */
function Hold() {
  const showing = useWall((state) => state.alarm.showing)
  const now = useServerNow()
  if (!showing) return null
  const left = Math.max(0, Math.min(1, (showing.until - now) / (showing.until - showing.since)))
  return (
    <span className="wall-hold" aria-hidden>
      <span style={{ transform: `scaleX(${left.toFixed(3)})` }} />
    </span>
  )
}

function Lasting({ row }: { readonly row: AlarmRow }) {
  const f = useFormats()
  const t = useTranslations('wall.alarm')
  const now = useServerNow()
  return <>{t('lasting', { span: f.clock(Math.max(0, Math.floor((now - Date.parse(row.since)) / 1000))) })}</>
}

/** Who has it and since when; while nobody has said so, when the next step of the ladder is told. */
function Owner({ row }: { readonly row: AlarmRow }) {
  const f = useFormats()
  const t = useTranslations('wall.alarm')
  const now = useServerNow()
  const said =
    row.acknowledgedAt === null
      ? t('unacknowledged')
      : t('acknowledged', { time: f.time(row.acknowledgedAt) })
  const left = row.nextStepAt ? (Date.parse(row.nextStepAt) - now) / 1000 : null
  const next =
    left === null ? null : left > 0 ? t('escalates', { span: f.clock(Math.ceil(left)) }) : t('escalating')
  return <>{[row.owner ?? null, said, next].filter((part) => part !== null).join(' · ')}</>
}

/** How many can take over; nothing where the alarm is not about work that waits. */
function helpersOf(row: AlarmRow, t: ReturnType<typeof useTranslations<'wall.alarm'>>): string {
  if (row.canHelp.length > 0) return t('helpers', { count: row.canHelp.length })
  return wantsHelp(row) ? t('helpersNone') : ''
}

/** Whether it is about work that waits, which more hands would shorten. */
export function wantsHelp(row: AlarmRow): boolean {
  return (
    ['queue_now', 'wait_over', 'vip_overdue', 'oldest_wait_now'].includes(row.metric) || isFirstResponse(row)
  )
}

const isFirstResponse = (row: AlarmRow): boolean => row.metric.startsWith('frt')

/** An alarm that takes zone F. */
export const ZoneAlarm = memo(function ZoneAlarm({ row }: { readonly row: AlarmRow }) {
  const f = useFormats()
  const t = useTranslations('wall.alarm')
  const { nameOf, actionOf } = useAlarmWords()
  const figure = f.figure(row.unit, row.value)
  const action = actionOf(row)
  // Far away the letters are large: where the action takes two lines, the figure makes room.
  const far = useDensity() === 'far'
  return (
    <section
      className="wall-alarm z-f"
      data-tile="alarm"
      data-state="bad"
      data-alarm-id={row.id}
      role="alert"
    >
      <div className="flex items-center justify-between" style={{ gap: u(20) }}>
        <h2 className="flex min-w-0 items-center font-[600]" style={{ gap: u(14), fontSize: u(30) }}>
          <Beginning size={u(20)} />
          <span className="text-bad">{t('bad')}</span>
          <span className="truncate text-bad">{nameOf(row)}</span>
        </h2>
        <span className="text-ink-2" style={{ fontSize: u(25) }}>
          <Lasting row={row} />
        </span>
      </div>
      <div className="flex min-h-0 flex-1 items-end justify-between" style={{ gap: u(20) }}>
        <span className="flex items-baseline" style={{ gap: u(14) }}>
          <Figure
            behind={{ metric: row.metric, target: row.limit }}
            className="font-[620] text-ink"
            style={{
              fontSize: u(Math.min(far ? 84 : 132, 560 / (figure.digits.length * 0.62))),
              lineHeight: 1,
              letterSpacing: '-0.04em',
            }}
          >
            {figure.digits}
          </Figure>
          <span className="text-ink-2" style={{ fontSize: u(36) }}>
            {figure.unit}
          </span>
        </span>
        {row.limit === null ? null : (
          <span className="text-ink-2" style={{ fontSize: u(28), paddingBottom: u(8) }}>
            {row.value !== null && row.value < row.limit ? t('floor') : t('limit')}{' '}
            <span className="font-[600] text-ink">{f.value(row.unit, row.limit)}</span>
          </span>
        )}
      </div>
      <p
        className="wall-alarm-action"
        style={
          {
            '--fit': Math.min(far ? 0.86 : 1, 20 / Math.max(widthOf(action) / 1.9, 1)).toFixed(2),
          } as CSSProperties
        }
      >
        {action}
      </p>
      <p className="flex justify-between text-ink-2" style={{ fontSize: u(25), lineHeight: 1.4 }}>
        <span className="truncate">
          <Owner row={row} />
        </span>
        <span>{helpersOf(row, t)}</span>
      </p>
      <Hold />
    </section>
  )
})

/** An alarm that takes the whole screen. */
export const FullAlarm = memo(function FullAlarm({ row }: { readonly row: AlarmRow }) {
  const f = useFormats()
  const t = useTranslations('wall.alarm')
  const b = useTranslations('board')
  const w = useTranslations('wall')
  const { nameOf, actionOf } = useAlarmWords()
  const focus = focusOf(useTile('focus'))
  const rows = useChannelRows()
  // What a channel is going through says something about work that waits, and nothing about ratings.
  const channel = wantsHelp(row) ? rows.find((it) => it.channel === row.scope.channel) : undefined
  const figure = f.figure(row.unit, row.value)
  const action = actionOf(row)
  const data = useSeries(row)
  const cause = focus?.cause && focus.cause.channel === (row.scope.channel ?? null) ? focus.cause : null
  return (
    <section
      className="wall-alarm wall-alarm-full z-full"
      data-tile="alarm"
      data-state="bad"
      data-alarm-id={row.id}
      role="alert"
    >
      <h2
        className="flex items-center font-[620]"
        style={{ gap: u(24), fontSize: u(48), gridColumn: '1 / -1' }}
      >
        <Beginning size={u(32)} />
        <span className="text-bad">{t('worst')}</span>
        <span className="text-ink">{nameOf(row)}</span>
        <span className="ml-auto font-[420] text-ink-2" style={{ fontSize: u(36) }}>
          {t('from', { time: f.time(row.since) })}{' '}
          <span className="font-[600] text-ink" style={{ marginLeft: u(20) }}>
            <Lasting row={row} />
          </span>
        </span>
      </h2>
      <div className="flex min-h-0 flex-col justify-center">
        <p className="flex items-baseline" style={{ gap: u(40) }}>
          <Figure
            behind={{ metric: row.metric, target: row.limit }}
            className="font-[620] text-ink"
            style={{
              fontSize: u(Math.min(340, 980 / (figure.digits.length * 0.6 + (figure.unit ? 0.5 : 0)))),
              lineHeight: 1.02,
              letterSpacing: '-0.04em',
            }}
          >
            {figure.digits}
          </Figure>
          <span className="text-ink-2" style={{ fontSize: u(84) }}>
            {figure.unit}
          </span>
        </p>
        <p className="wall-whole text-ink-2" style={{ fontSize: u(40), columnGap: u(36) }}>
          {row.limit === null ? null : (
            <Fact
              name={row.value !== null && row.value < row.limit ? t('floor') : t('limit')}
              value={f.value(row.unit, row.limit)}
            />
          )}
          {channel ? (
            <>
              <Fact name={b('frt')} value={orCases(f, channel.frt, channel.frtN, f.duration)} />
              {row.metric === 'queue_now' ? null : <Fact name={b('queue')} value={f.count(channel.queue)} />}
              <Fact name={b('volume')} value={f.count(channel.volume)} />
            </>
          ) : null}
        </p>
      </div>
      <div className="flex min-h-0 flex-col" style={{ fontSize: u(28), paddingTop: u(10) }}>
        {data ? (
          <>
            <p className="text-ink-2" style={{ fontSize: u(30) }}>
              {data.name}
            </p>
            <div className="flex min-h-0 flex-1 flex-col" style={{ fontSize: u(26) }}>
              <Plot data={data.plot} label={data.name} />
            </div>
          </>
        ) : null}
      </div>
      <div
        className="grid"
        style={{
          gridColumn: '1 / -1',
          gridTemplateColumns: 'subgrid',
          borderTop: '1px solid #5a2529',
          paddingTop: u(26),
        }}
      >
        <div className="min-w-0">
          <p className="text-ink-2" style={{ fontSize: u(30) }}>
            {t('doNow')}
          </p>
          <p
            className="font-[620] text-ink"
            style={{
              fontSize: u(Math.min(57, Math.round(900 / Math.max(widthOf(action) * 0.98, 1)))),
              lineHeight: 1.35,
              whiteSpace: 'normal',
            }}
          >
            {action}
          </p>
          {cause?.driver ? (
            <p className="truncate text-ink-2" style={{ fontSize: u(34) }}>
              {t('cause', {
                hint: w('focusHint', { name: nameOf({ metric: cause.metric, scope: row.scope }) }),
                driver: dimensionValueName(f.locale, cause.driver.dimension, cause.driver.value),
                share: f.share(cause.driver.share),
              })}
            </p>
          ) : null}
        </div>
        <div className="min-w-0">
          <p className="text-ink-2" style={{ fontSize: u(30) }}>
            {t('owner')}
          </p>
          <p className="truncate font-[620] text-ink" style={{ fontSize: u(46), lineHeight: 1.35 }}>
            <Owner row={row} />
          </p>
          <p className="text-ink-2" style={{ fontSize: u(34) }}>
            {helpersOf(row, t)}
          </p>
        </div>
      </div>
      <Hold />
    </section>
  )
})

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span>
      {name} <span className="font-[600] text-ink">{value}</span>
    </span>
  )
}

/**
 * What led to an alarm, where the board holds it: the last hour of a queue, else the quarter-hours of the channel's or the
 * company's first responses. An alarm of anything else has none.
 */
function useSeries(row: AlarmRow): { readonly name: string; readonly plot: PlotData } | null {
  const t = useTranslations('tile')
  const w = useTranslations('wall.alarm')
  const { nameOf } = useAlarmWords()
  const own = useTile(row.metric === 'frt_within_target' ? 'frt_within_target' : 'frt')
  const channel = useChannelRows().find((it) => it.channel === row.scope.channel)
  const quarter = useWall((state) => Math.floor(state.live.at / QUARTER) * QUARTER)
  const plotOf = (
    unit: PlotData['unit'],
    target: number | null,
    points: PlotData['points'],
  ): PlotData | null => {
    const [first] = points
    const last = points.at(-1)
    return first === undefined ||
      last === undefined ||
      points.filter(({ value }) => value !== null).length < 3
      ? null
      : { unit, points, target, state: row.state, from: first.at, to: last.at }
  }
  const quarters = (values: readonly (number | null)[]) => {
    const recent = values.slice(-9)
    return recent.map((value, i) => ({ at: quarter - (recent.length - 1 - i) * QUARTER, value }))
  }
  const named = (name: string, plot: PlotData | null) => (plot === null ? null : { name, plot })

  if (row.metric === 'queue_now') {
    const points = (row.history ?? []).map(({ time, value }) => ({ at: Date.parse(time), value }))
    return named(w('lastHour', { name: nameOf(row) }), plotOf('count', row.limit, points))
  }
  if (!isFirstResponse(row)) return null
  const name = w('hour', { name: nameOf(row) })
  if (row.scope.channel !== undefined) {
    return row.metric === 'frt_avg' && channel
      ? named(name, plotOf('seconds', channel.target, quarters(channel.spark)))
      : null
  }
  const figure = figureOf(own)
  if (figure === null || figure.metric !== row.metric || row.scope.team) return null
  // A floor is not drawn as a ceiling.
  const limit = row.metric === 'frt_avg' ? (figure.target?.value ?? null) : null
  return named(
    w('hour', { name: t(row.metric === 'frt_avg' ? 'frt' : 'frt_within_target') }),
    plotOf(figure.unit, limit, quarters(figure.spark)),
  )
}
