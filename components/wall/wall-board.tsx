'use client'

import { CircleCheck, MessageSquare, MessageSquareWarning, RotateCcw, Star } from 'lucide-react'
import { type CSSProperties, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { changeText, figureOf } from '@/components/boards/figure'
import { LiveProvider, useLive } from '@/components/boards/live-provider'
import { isOld } from '@/components/boards/live-state'
import { breachState } from '@/components/boards/live-stream'
import { trendDataOf } from '@/components/boards/live-trend'
import { channelsOf, sourcesOf, streamOf, trendOf } from '@/components/boards/results'
import { Tween } from '@/components/boards/tween'
import { Bullet, TrendChart } from '@/components/charts'
import { LocaleProvider, useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import type { TileState } from '@/lib/boards/types'
import type { Locale } from '@/lib/i18n/locale'
import { channelName } from '@/lib/i18n/names'
import type { Messages } from '@/lib/i18n/translate'

export type Density = 'far' | 'middle' | 'near'

/** What a screen must know besides its frames. */
export interface Standing {
  readonly company: string
  readonly zone: string
  readonly demo: boolean
}

const ROWS: Record<
  Density,
  { readonly channels: number; readonly waiting: number; readonly recent: number }
> = {
  far: { channels: 8, waiting: 4, recent: 3 },
  middle: { channels: 12, waiting: 5, recent: 5 },
  near: { channels: 16, waiting: 8, recent: 8 },
}

/** Size of something on the wall, in px at 1080 lines. */
const u = (px: number): string => `calc(${px} * var(--u))`

/**
 * A wall screen. The token stands in the address's fragment, which no server ever sees; it is changed for a cookie that
 * opens this board's stream and nothing else. Somebody signed in needs none: `standing` is then known from the start.
 */
export function Wall({
  board,
  density,
  locale,
  messages,
  standing,
  renderedAt,
}: {
  readonly board: string
  readonly density: Density
  readonly locale: Locale
  readonly messages: Messages
  readonly standing: Standing | null
  readonly renderedAt: number
}) {
  const [known, setKnown] = useState<Standing | null>(standing)
  const [unpaired, setUnpaired] = useState(false)
  const signedIn = standing !== null

  const mayConnect = useCallback(async (): Promise<'yes' | 'no' | 'later'> => {
    const token = window.location.hash.slice(1)
    if (token === '') {
      if (!signedIn) setUnpaired(true)
      return signedIn ? 'yes' : 'no'
    }
    try {
      const answer = await fetch('/api/v1/screens/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      })
      if (answer.status === 401 || answer.status === 403) return 'no'
      if (!answer.ok) return 'later'
      const about = (await answer.json()) as Standing & { board: string }
      if (about.board !== board) {
        window.location.replace(`/wall/${encodeURIComponent(about.board)}${window.location.hash}`)
        return 'later'
      }
      setKnown((before) =>
        before && before.company === about.company && before.zone === about.zone && before.demo === about.demo
          ? before
          : { company: about.company, zone: about.zone, demo: about.demo },
      )
      return 'yes'
    } catch {
      return 'later'
    }
  }, [board, signedIn])

  return (
    <LocaleProvider locale={locale} zone={known?.zone ?? 'Asia/Shanghai'} messages={messages}>
      <div data-wall data-density={density} data-scene="overview">
        <LiveProvider board={board} initial={null} renderedAt={renderedAt} mayConnect={mayConnect} askFirst>
          <Screen standing={known} density={density} unpaired={unpaired} />
        </LiveProvider>
      </div>
    </LocaleProvider>
  )
}

function Screen({
  standing,
  density,
  unpaired,
}: {
  readonly standing: Standing | null
  readonly density: Density
  readonly unpaired: boolean
}) {
  const live = useLive()
  const t = useTranslations('live')
  if (live.trouble === 'ended') {
    return (
      <main className="wall" data-wall-ended>
        <div className="wall-header">
          <Brand standing={standing} />
        </div>
        <p className="max-w-[40em] self-start text-ink" style={{ fontSize: u(40), lineHeight: 1.5 }}>
          {unpaired ? t('noToken') : t('ended')}
        </p>
      </main>
    )
  }
  return (
    <main className="wall">
      <Header standing={standing} />
      <Strip density={density} />
      <Banner />
      <div className="wall-zones">
        <Channels rows={ROWS[density].channels} density={density} />
        <Middle />
        <Stream rows={ROWS[density].waiting} recent={ROWS[density].recent} brief={density === 'far'} />
      </div>
    </main>
  )
}

function Brand({ standing }: { readonly standing: Standing | null }) {
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

function Header({ standing }: { readonly standing: Standing | null }) {
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

function Banner() {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('live')
  if (live.trouble === 'none' || live.trouble === 'ended') return <div aria-live="polite" />
  const time = live.at === 0 ? '—' : f.timeSeconds(live.at)
  const text =
    live.trouble === 'database'
      ? t('databaseDown', { time })
      : live.trouble === 'lost'
        ? t('lost', { time })
        : live.trouble === 'stale'
          ? t('stale', { time })
          : t('connecting')
  return (
    <div aria-live="polite" data-live-banner={live.trouble} className="wall-banner">
      <StateGlyph state="none" size={u(24)} />
      {text}
    </div>
  )
}

const STRIP = [
  { id: 'frt', columns: 4 },
  { id: 'queue_now', columns: 5 },
  { id: 'frt_within_target', columns: 4 },
  { id: 'agents_available', columns: 5 },
  { id: 'csat', columns: 3 },
  { id: 'overdue_now', columns: 3 },
] as const

/** Zone A: the same six figures in every scene. */
function Strip({ density }: { readonly density: Density }) {
  return (
    <div className="wall-strip">
      {STRIP.map(({ id, columns }) => (
        <StripTile key={id} id={id} columns={columns} density={density} />
      ))}
    </div>
  )
}

/** Width of a text in em: 汉字 are square, Latin letters a little over half. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e80 ? 1 : 0.56
  return width
}

/** The digits shrink where they are too many for their columns: a number is never cut. */
function fitOf(length: number, columns: number, density: Density, beside: boolean): number {
  const em = { far: 132, middle: 96, near: 64 }[density]
  const room = columns * 54.33 + (columns - 1) * 24 - (beside ? em * 1.6 : 0)
  return Math.min(1, Math.round((room / (Math.max(length, 1) * em * 0.6)) * 100) / 100)
}

function StripTile({
  id,
  columns,
  density,
}: {
  readonly id: (typeof STRIP)[number]['id']
  readonly columns: number
  readonly density: Density
}) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('tile')
  const s = useTranslations('state')
  const tile = live.tiles[id]
  const figure = figureOf(tile)
  const old = isOld(live.trouble)
  const value = tile?.value ?? null
  const small = figure?.smallSample === true && value !== null
  const state: TileState = old ? 'none' : (tile?.state ?? 'none')
  const unit = figure?.unit ?? 'count'
  const written = small ? f.count(tile?.n) : f.figure(unit, value, figure?.interval).digits
  const besideOf = (key: string): number | null => figure?.beside?.[key] ?? null
  // Two figures beside the first one fit only where that has one digit.
  const roomy = density !== 'far' && written.length < 2
  const beside: { label: string; value: string }[] =
    id === 'queue_now'
      ? [{ label: t('oldest'), value: f.duration(besideOf('oldest_wait_now')) }]
      : id === 'agents_available'
        ? [
            { label: t('online'), value: f.count(besideOf('agents_online')) },
            ...(roomy ? [{ label: t('busy'), value: f.count(besideOf('busy')) }] : []),
          ]
        : []
  const target = small
    ? t('smallSampleShort')
    : figure?.target
      ? density === 'far'
        ? f.target(figure.target.op, unit, figure.target.value)
        : t('target', { target: f.target(figure.target.op, unit, figure.target.value) })
      : ''
  const change = figure && value !== null && !small ? changeText(figure, value, f) : ''
  const [line, caption] = lines()
  const wordNeeded = old || (tile !== undefined && state !== 'ok' && !(state === 'none' && value !== null))
  const word = wordNeeded ? (old ? s('stale') : s(state)) : ''
  const em = { far: 40, middle: 30, near: 20 }[density]
  const width = columns * 54.33 + (columns - 1) * 24
  const labelFit = Math.min(
    1,
    Math.round((width / (em * (widthOf(t(id)) + widthOf(word) * 0.82 + 1.7))) * 100) / 100,
  )
  const lineFit = density === 'far' && columns === 3 ? 0.86 : 1
  return (
    <section
      className="wall-tile"
      data-tile={id}
      data-state={state}
      style={
        {
          '--span': columns,
          '--fit': fitOf(
            written.length + (value === null ? 0 : small ? 1.1 : unit === 'share' ? 0.8 : 0),
            columns,
            density,
            beside.length > 0,
          ),
        } as CSSProperties
      }
    >
      <h2 className="wall-label" style={{ '--fit': labelFit } as CSSProperties}>
        <StateGlyph state={state} size={u({ far: 26, middle: 20, near: 14 }[density])} />
        <span>{t(id)}</span>
        {word ? (
          <span className={cx('font-[540]', WORD_COLOR[state])} style={{ fontSize: '0.82em' }}>
            {word}
          </span>
        ) : null}
      </h2>
      <p className="wall-figures">
        <span
          className={cx(
            'wall-value',
            old || small || value === null ? 'text-none!' : state === 'bad' && 'text-bad!',
          )}
        >
          {value === null ? (
            '—'
          ) : small ? (
            written
          ) : (
            <Tween value={value} format={(v) => f.figure(unit, v, figure?.interval).digits} />
          )}
        </span>
        {value !== null && unit === 'share' && !small ? <span className="wall-unit">%</span> : null}
        {small ? (
          <span className={f.locale === 'en' ? 'wall-caption' : 'wall-unit'} style={{ marginLeft: u(-8) }}>
            {t('caseUnit')}
          </span>
        ) : null}
        {beside.map((it) => (
          <span key={it.label}>
            <span className="wall-second-label">{it.label}</span>
            <span className={cx('wall-second', old && 'text-none!')}>{it.value}</span>
          </span>
        ))}
      </p>
      <p className="wall-line" style={{ '--fit': lineFit } as CSSProperties}>
        {line}
      </p>
      <p className="wall-caption">{caption}</p>
    </section>
  )

  function lines(): [ReactNode, ReactNode] {
    const two = (a: ReactNode, b: ReactNode) => (
      <>
        <span>{a}</span>
        {b ? <span style={{ marginLeft: u(22) }}>{b}</span> : null}
      </>
    )
    switch (id) {
      case 'frt':
      case 'frt_within_target':
        return [
          two(target, change),
          [figure?.period.label[f.locale], tile?.n === null || tile?.n === undefined ? null : f.n(tile.n)]
            .filter((part) => part)
            .join(' · '),
        ]
      case 'queue_now':
        return [two(t('each'), change === '—' ? null : change), longestQueue()]
      case 'agents_available':
        return [
          two(t('handled', { count: f.count(besideOf('handled')) }), null),
          roomy ? null : `${t('busy')} ${f.count(besideOf('busy'))}`,
        ]
      case 'csat':
        return [
          target,
          [
            tile?.n === null || tile?.n === undefined ? null : f.n(tile.n),
            figure?.interval && value !== null && !small ? f.interval('share', figure.interval, value) : null,
          ]
            .filter((part) => part)
            .join(' · '),
        ]
      case 'overdue_now':
        return [value === 0 ? t('calm') : t('waitingPastLimit'), null]
    }
  }

  function longestQueue(): string | null {
    const rows = channelsOf(live.tiles)?.rows ?? []
    const top = [...rows].sort((a, b) => b.queue - a.queue)[0]
    if (!top || top.queue === 0) return null
    return `${channelName(f.locale, top.channel)} ${f.count(top.queue)}`
  }
}

/** Zone B: each channel against its own target; what is fine folds into one line. */
function Channels({ rows, density }: { readonly rows: number; readonly density: Density }) {
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

/** Zone D: today over the band of the same weekday, and below it the day's two counts. */
function Middle() {
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
    <div className="flex min-h-0 min-w-0 flex-col">
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
      <section className="wall-zone flex-none!" style={{ marginTop: u(14) }}>
        <div className="grid grid-cols-2" style={{ columnGap: u(24), padding: `${u(12)} 0 0` }}>
          <DayCount id="tickets_opened" />
          <DayCount id="messages_in" />
        </div>
      </section>
    </div>
  )
}

function DayCount({ id }: { readonly id: 'tickets_opened' | 'messages_in' }) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('tile')
  const tile = live.tiles[id]
  const figure = figureOf(tile)
  const value = tile?.value ?? null
  const change = figure && value !== null ? changeText(figure, value, f) : ''
  return (
    <div
      data-tile={id}
      data-state={isOld(live.trouble) ? 'none' : (tile?.state ?? 'none')}
      className="min-w-0 whitespace-nowrap"
    >
      <p className="wall-caption">{t(id)}</p>
      <p className="flex items-baseline" style={{ gap: u(16) }}>
        <span className={cx('wall-second', isOld(live.trouble) && 'text-none!')} style={{ lineHeight: 1.25 }}>
          {value === null ? '—' : <Tween value={value} format={f.count} />}
        </span>
        <span className="wall-line">{change === '—' ? '' : change}</span>
      </p>
    </div>
  )
}

const ICONS = {
  opened: MessageSquare,
  rated: Star,
  complaint: MessageSquareWarning,
  resolved: CircleCheck,
  reopened: RotateCcw,
} as const

/** Zone E: who is about to wait too long, then what has just happened; VIPs in a gold frame. */
function Stream({
  rows,
  recent,
  brief,
}: {
  readonly rows: number
  readonly recent: number
  /** large letters leave room for the limit only */
  readonly brief: boolean
}) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('board')
  const stream = streamOf(live.tiles)
  const waiting = (stream?.breaching ?? []).slice(0, rows)
  const news = (stream?.recent ?? []).slice(0, recent)
  const old = isOld(live.trouble)
  const now = old && live.at > 0 ? live.at : live.now
  return (
    <section
      className="wall-zone wall-zone-e"
      data-tile="stream"
      data-state={old ? 'none' : (live.tiles.stream?.state ?? 'none')}
    >
      <div className="wall-zone-head">
        <h2>{t('breaches')}</h2>
        {stream ? (
          <span className="wall-caption ml-auto">
            {t('overdueSoon', { overdue: stream.overdue, soon: stream.soon })}
          </span>
        ) : null}
      </div>
      <div className={cx('flex-none', old && 'opacity-60')}>
        {waiting.length === 0 ? (
          <p className="wall-caption" style={{ borderTop: '1px solid var(--line)', padding: `${u(12)} 0` }}>
            {t('nobodyWaiting')}
          </p>
        ) : null}
        {waiting.map((row) => {
          const due = Date.parse(row.dueAt)
          const state = breachState(due, row.limitSeconds, now)
          const written = f.countdown((due - now) / 1000)
          return (
            <div
              key={`${row.source} ${row.subject} ${row.waitingFor}`}
              className={cx('wall-row wall-stream-row', row.vip && 'wall-vip')}
              data-vip={row.vip || undefined}
            >
              <span
                className={cx('wall-countdown', state === 'bad' && 'text-bad!')}
                style={{ '--fit': written.length > 5 ? 0.7 : 1 } as CSSProperties}
              >
                {written}
              </span>
              <span className="min-w-0">
                <span className="flex items-center truncate text-ink" style={{ gap: u(10), lineHeight: 1.3 }}>
                  {row.vip ? <span className="wall-vip-badge">{t('vip')}</span> : null}
                  <span className="truncate">
                    {row.who}
                    <span className="text-ink-2"> · {channelName(f.locale, row.channel)}</span>
                  </span>
                </span>
                <span className="wall-caption block truncate" style={{ lineHeight: 1.3 }}>
                  {brief ? '' : `${row.waitingFor === 'first_reply' ? t('waitFirst') : t('waitNext')} · `}
                  {t('limit', { limit: f.duration(row.limitSeconds) })}
                </span>
              </span>
              <StateGlyph state={state} size="0.72em" className="justify-self-end" />
            </div>
          )
        })}
      </div>
      <div
        className="flex min-h-0 flex-1 flex-col"
        style={{ borderTop: '2px solid var(--line-2)', marginTop: u(6) }}
      >
        <div className="wall-zone-head">
          <h2>{t('recent')}</h2>
        </div>
        <div className={cx('wall-recent', old && 'opacity-60')}>
          {news.length === 0 ? <p className="wall-caption">{t('nothingRecent')}</p> : null}
          {news.map((row) => {
            const Icon = ICONS[row.kind]
            return (
              <div
                key={`${row.source} ${row.subject ?? ''} ${row.at} ${row.kind}`}
                className="wall-recent-row"
              >
                <Icon
                  aria-hidden
                  strokeWidth={1.6}
                  className="text-ink-3"
                  style={{ width: '1em', height: '1em' }}
                />
                <span className="truncate text-ink-2">
                  <span className="font-[560] text-ink">
                    {row.kind === 'rated' && row.score !== undefined
                      ? t('ratedScore', { score: row.score })
                      : t(row.kind)}
                  </span>{' '}
                  · {channelName(f.locale, row.channel)} {row.who}
                </span>
                <span className="text-ink-3">{f.time(row.at)}</span>
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}
