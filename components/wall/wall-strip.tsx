'use client'

import { type CSSProperties, memo, type ReactNode, useCallback } from 'react'
import { useTranslations } from 'use-intl'
import { changeText, figureOf } from '@/components/boards/figure'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { useDensity, useOld, useTile } from '@/components/wall/wall-context'
import { type Behind, type BehindPeriod, Counter, Figure } from '@/components/wall/wall-figure'
import { alarmsOf } from '@/components/wall/wall-results'
import { type Density, u } from '@/components/wall/wall-size'
import { DENSITY_SIZES } from '@/lib/boards/density'
import type { ChannelsResult, TileState, TileValue } from '@/lib/boards/types'
import { type FormatUnit, NONE } from '@/lib/i18n/format'
import { channelName } from '@/lib/i18n/names'

const STRIP = [
  { id: 'frt', columns: 4, period: 'last15' },
  { id: 'queue_now', columns: 5, period: 'now' },
  { id: 'frt_within_target', columns: 4, period: 'last15' },
  { id: 'agents_available', columns: 5, period: 'now' },
  { id: 'csat', columns: 3, period: 'today' },
] as const
type StripId = (typeof STRIP)[number]['id']

const COLUMN = 54.33
const GUTTER = 24
/** Width of a tile on an upright screen, where three stand side by side. */
const UPRIGHT = (1080 - 64 - 2 * GUTTER) / 3

const widthOfColumns = (columns: number) => columns * COLUMN + (columns - 1) * GUTTER
const round = (value: number) => Math.round(value * 100) / 100

/** Zone A: the same six figures in every scene. With an alarm on the whole screen it is one line at the foot. */
export const Strip = memo(function Strip({ brief }: { readonly brief: boolean }) {
  const density = useDensity()
  return (
    <div className={cx('wall-strip', brief && 'wall-line-strip')}>
      {STRIP.map(({ id, columns, period }) => (
        <StripTile key={id} id={id} columns={columns} period={period} density={density} brief={brief} />
      ))}
      <AlarmsTile density={density} brief={brief} />
    </div>
  )
})

/** Width of a text in em: 汉字 are square, Latin letters a little over half. */
export function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e80 ? 1 : 0.56
  return width
}

/** Shrinks what is too long for its place: nothing is ever cut. */
const fitted = (room: number, needed: number) => Math.min(1, round(room / Math.max(needed, 1)))

function useWritten(unit: FormatUnit, interval: readonly [number, number] | null | undefined) {
  const f = useFormats()
  const low = interval?.[0]
  const high = interval?.[1]
  return useCallback(
    (value: number) =>
      f.figure(unit, value, low === undefined || high === undefined ? null : [low, high]).digits,
    [f, unit, low, high],
  )
}

/** Frame of a tile: its rule, its name and its word, and sizes that fit both ways a screen can stand. */
function TileFrame({
  id,
  label,
  state,
  word,
  columns,
  density,
  digits,
  beside,
  children,
}: {
  readonly id: string
  readonly label: string
  readonly state: TileState
  readonly word: string
  readonly columns: number
  readonly density: Density
  /** width of the first figure in digits */
  readonly digits: number
  /** width of what stands beside it, in em of the second value */
  readonly beside: number
  readonly children: ReactNode
}) {
  const size = DENSITY_SIZES[density]
  const name = size.label * (widthOf(label) + widthOf(word) * 0.82 + 1.9)
  const digitsWidth = Math.max(digits, 1) * size.value * 0.6
  const width = widthOfColumns(columns)
  // What stands beside gives way first, to two thirds; then the figure itself.
  const besideFull = beside * size.second
  const fitSecond = beside === 0 ? 1 : Math.max(0.7, fitted(width - digitsWidth, besideFull))
  const besideWidth = besideFull * fitSecond
  const style = {
    '--span': columns,
    '--fit-wide': fitted(width - besideWidth, digitsWidth),
    '--fit-second-wide': fitSecond,
    '--fit-upright': fitted(UPRIGHT - besideFull * 0.7, digitsWidth),
    '--label-fit-wide': fitted(width, name),
    '--label-fit-upright': fitted(UPRIGHT, name),
  } as CSSProperties
  return (
    <section className="wall-tile" data-tile={id} data-state={state} style={style}>
      <h2 className="wall-label">
        <StateGlyph state={state} size={u({ far: 26, middle: 20, near: 14 }[density])} />
        <span>{label}</span>
        {word ? (
          <span className={cx('font-[540]', WORD_COLOR[state])} style={{ fontSize: '0.82em' }}>
            {word}
          </span>
        ) : null}
      </h2>
      {children}
    </section>
  )
}

function Brief({
  id,
  label,
  state,
  children,
}: {
  readonly id: string
  readonly label: string
  readonly state: TileState
  readonly children: ReactNode
}) {
  return (
    <section
      className="flex items-baseline text-ink-2"
      style={{ gap: u(12), fontSize: u(26) }}
      data-tile={id}
      data-state={state}
    >
      <StateGlyph state={state} size={u(18)} />
      <h2 className="font-[460] text-ink-2">{label}</h2>
      {children}
    </section>
  )
}

const StripTile = memo(function StripTile({
  id,
  columns,
  period,
  density,
  brief,
}: {
  readonly id: StripId
  readonly columns: number
  readonly period: BehindPeriod
  readonly density: Density
  readonly brief: boolean
}) {
  const tile = useTile(id)
  const channels = useTile(id === 'queue_now' ? 'channels' : '')
  const old = useOld()
  const f = useFormats()
  const t = useTranslations('tile')
  const s = useTranslations('state')
  const w = useTranslations('wall')
  const figure = figureOf(tile)
  const state: TileState = old ? 'none' : (tile?.state ?? 'none')
  // Where nobody is heard of, that nobody waits is not known.
  const deaf = id === 'queue_now' && state === 'none' && !old && tile?.value === 0
  const value = deaf ? null : (tile?.value ?? null)
  const small = figure?.smallSample === true && value !== null
  const unit = figure?.unit ?? 'count'
  const write = useWritten(unit, figure?.interval)
  const digits = value === null ? '—' : small ? f.count(tile?.n) : write(value)
  const besideOf = (key: string): number | null => figure?.beside?.[key] ?? null
  const beside: { label: string; metric: string; value: string }[] =
    id === 'queue_now'
      ? [{ label: t('oldest'), metric: 'oldest_wait_now', value: f.duration(besideOf('oldest_wait_now')) }]
      : id === 'agents_available'
        ? [
            { label: t('online'), metric: 'agents_online', value: f.count(besideOf('agents_online')) },
            ...(density === 'far'
              ? []
              : [{ label: t('busy'), metric: 'busy', value: f.count(besideOf('busy')) }]),
          ]
        : []
  const behind: Behind = {
    metric: figure?.metric ?? (id === 'frt' ? 'frt_avg' : id),
    n: tile?.n,
    period,
    target: figure === null ? undefined : (figure.target?.value ?? null),
    ageSeconds: tile?.ageSeconds,
    provisional: figure?.provisional,
  }
  const unitText = value === null ? '' : small ? t('caseUnit') : unit === 'share' ? '%' : ''
  const silent = state === 'none' && (value !== null || deaf) && !old && !small
  const loud = old || small || silent || value === null ? 'text-none!' : state === 'bad' ? 'text-bad!' : ''
  const number = value === null ? '—' : small ? digits : <Counter key={unit} value={value} format={write} />
  if (brief) {
    return (
      <Brief id={id} label={t(id)} state={state}>
        <Figure behind={behind} className={cx('font-[600] text-ink', loud)} style={{ fontSize: u(46) }}>
          {number}
          {small ? ` ${unitText}` : unitText}
        </Figure>
        {beside.slice(0, 1).map((it) => (
          <span key={it.label}>
            {it.label}{' '}
            <Figure
              behind={{ metric: it.metric, ageSeconds: tile?.ageSeconds }}
              className="font-[600] text-ink"
              style={{ fontSize: u(46) }}
            >
              {it.value}
            </Figure>
          </span>
        ))}
      </Brief>
    )
  }
  const word = old || silent ? s('stale') : tile !== undefined && state !== 'ok' && !small ? s(state) : ''
  const target = figure?.target
    ? density === 'far'
      ? f.target(figure.target.op, unit, figure.target.value)
      : t('target', { target: f.target(figure.target.op, unit, figure.target.value) })
    : ''
  const change = figure && value !== null && !small ? changeText(figure, value, f) : ''
  const lines = linesOf()
  // The narrowest tile holds its target and its change in smaller letters rather than lose one.
  const lineFit =
    columns > 3
      ? 1
      : Math.max(
          0.66,
          fitted(
            widthOfColumns(columns) - GUTTER,
            // Signs and arrows are wider than letters.
            DENSITY_SIZES[density].row * (widthOf(target) + widthOf(change)),
          ),
        )
  return (
    <TileFrame
      id={id}
      label={t(id)}
      state={state}
      word={word}
      columns={columns}
      density={density}
      digits={digits.length + (unitText === '%' ? 0.8 : 0)}
      beside={beside.reduce(
        (sum, it) => sum + widthOf(it.label) * 0.5 + it.value.length * 0.58 + 0.7,
        small ? widthOf(unitText) * 0.86 + 0.1 : 0,
      )}
    >
      <p className="wall-figures">
        <Figure behind={behind} className={cx('wall-value', loud)}>
          {number}
        </Figure>
        {unitText ? <span className="wall-unit">{unitText}</span> : null}
        {beside.map((it) => (
          <span key={it.label}>
            <span className="wall-second-label">{it.label}</span>
            <Figure
              behind={{ metric: it.metric, ageSeconds: tile?.ageSeconds }}
              className={cx('wall-second', old && 'text-none!')}
            >
              {it.value}
            </Figure>
          </span>
        ))}
      </p>
      <p className="wall-line" style={{ '--line-fit': lineFit } as CSSProperties}>
        {lines[0]}
      </p>
      <p className="wall-caption">{lines[1]}</p>
    </TileFrame>
  )

  function linesOf(): [ReactNode, ReactNode] {
    if (state === 'closed' && figure?.until) {
      return [<span key="until">{w('opensAt', { time: f.time(figure.until) })}</span>, '']
    }
    const two = (a: ReactNode, b: ReactNode) => (
      <>
        <span>{a}</span>
        {b ? <span>{b}</span> : null}
      </>
    )
    const n = tile?.n === null || tile?.n === undefined ? null : f.n(tile.n)
    const join = (...parts: (string | null | undefined)[]) => parts.filter((part) => part).join(' · ')
    /** What does not fit beside the first leaves whole. */
    const whole = (...parts: (string | null)[]) => (
      <span className="wall-whole">
        {parts.map((part) => (part === null ? null : <span key={part}>{part}</span>))}
      </span>
    )
    const age = silent && tile?.ageSeconds ? f.age(tile.ageSeconds) : null
    const settling = figure?.provisional && value !== null ? t('provisional') : null
    switch (id) {
      case 'frt':
      case 'frt_within_target':
        return [
          two(small ? t('smallSampleShort') : target, change),
          // Large letters leave room for one thing: how old it is where it is too old, else on how much it rests.
          density === 'far' ? (age ?? n) : join(age, figure?.period.label[f.locale], n, settling),
        ]
      case 'queue_now':
        return [
          t('each'),
          density === 'far' ? (age ?? longestQueue(channels)) : join(age, longestQueue(channels)),
        ]
      case 'agents_available':
        return [
          two(t('handled', { count: f.count(besideOf('handled')) }), null),
          age ?? (density === 'far' ? `${t('busy')} ${f.count(besideOf('busy'))}` : null),
        ]
      case 'csat':
        return [
          two(small ? t('smallSampleShort') : target, change === NONE ? null : change),
          density === 'far'
            ? (age ?? n)
            : age
              ? join(age, n)
              : whole(
                  n,
                  figure?.provisional && value !== null ? w('provisional') : null,
                  figure?.interval && value !== null && !small
                    ? f.interval('share', figure.interval, value)
                    : null,
                ),
        ]
    }
  }

  function longestQueue(of: TileValue | undefined): string | null {
    const rows = (of?.result as ChannelsResult | undefined)?.rows ?? []
    const top = [...rows].sort((a, b) => b.queue - a.queue)[0]
    if (!top || top.queue === 0) return null
    return `${channelName(f.locale, top.channel)} ${f.count(top.queue)}`
  }
})

/** The sixth tile: figures that are out of their limit now. */
const AlarmsTile = memo(function AlarmsTile({
  density,
  brief,
}: {
  readonly density: Density
  readonly brief: boolean
}) {
  const tile = useTile('alarms')
  const old = useOld()
  const f = useFormats()
  const t = useTranslations('wall')
  const s = useTranslations('state')
  const alarms = alarmsOf(tile)
  const rows = alarms?.rows ?? []
  const bad = rows.filter((row) => row.state === 'bad').length
  const watch = rows.length - bad
  const state: TileState = old || !alarms ? 'none' : bad > 0 ? 'bad' : watch > 0 ? 'watch' : 'ok'
  const digits = alarms ? f.count(rows.length) : '—'
  const earliest = rows.reduce<number | null>((first, row) => {
    const at = Date.parse(row.since)
    return first === null || at < first ? at : first
  }, null)
  const loud = old || !alarms ? 'text-none!' : ''
  const behind: Behind = { metric: 'alarms', ageSeconds: tile?.ageSeconds }
  if (brief) {
    return (
      <Brief id="alarms" label={t('openAlarms')} state={state}>
        <Figure behind={behind} className={cx('font-[600] text-ink', loud)} style={{ fontSize: u(46) }}>
          {digits}
        </Figure>
      </Brief>
    )
  }
  return (
    <TileFrame
      id="alarms"
      label={t('openAlarms')}
      state={state}
      word={old ? s('stale') : ''}
      columns={3}
      density={density}
      digits={digits.length}
      beside={0}
    >
      <p className="wall-figures">
        <Figure behind={behind} className={cx('wall-value', loud)}>
          {digits}
        </Figure>
      </p>
      <p className="wall-line">
        {alarms && rows.length === 0 ? <span>{t('noAlarms')}</span> : null}
        {bad > 0 ? <Count state="bad" value={f.count(bad)} /> : null}
        {watch > 0 ? <Count state="watch" value={f.count(watch)} /> : null}
      </p>
      <p className="wall-caption">{earliest === null ? '' : t('oldestSince', { time: f.time(earliest) })}</p>
    </TileFrame>
  )
})

function Count({ state, value }: { readonly state: TileState; readonly value: string }) {
  const s = useTranslations('state')
  return (
    <span className="inline-flex items-center" style={{ gap: u(12) }}>
      <StateGlyph state={state} size="0.66em" label={s(state)} />
      {value}
    </span>
  )
}
