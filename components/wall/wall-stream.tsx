'use client'

import { BellRing, CircleCheck, MessageSquare, MessageSquareWarning, RotateCcw, Star } from 'lucide-react'
import { type CSSProperties, memo, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import {
  useBegun,
  useDensity,
  useOld,
  useServerNow,
  useTile,
  useTileState,
} from '@/components/wall/wall-context'
import { alarmsOf } from '@/components/wall/wall-results'
import { u } from '@/components/wall/wall-size'
import { radarState, secondsLeft } from '@/lib/boards/radar'
import type { AlarmsResult, StreamResult, TileState } from '@/lib/boards/types'
import { agentLabel, channelName } from '@/lib/i18n/names'
import { type Frames, type Newsworthy, newsOrder } from './news-order'
import { type Paced, type PacedRow, pace, STILL } from './stream-pace'
import { Figure } from './wall-figure'
import { useAlarmWords } from './wall-names'

type Waiting = StreamResult['breaching'][number]
type News = StreamResult['recent'][number]

const ICONS = {
  opened: MessageSquare,
  rated: Star,
  complaint: MessageSquareWarning,
  resolved: CircleCheck,
  reopened: RotateCcw,
} as const

const ROWS = {
  far: { waiting: 4, recent: 2 },
  middle: { waiting: 5, recent: 4 },
  near: { waiting: 7, recent: 6 },
} as const

/** A rating of this many points or fewer is read before it goes. */
const LOW_SCORE = 2
/** Seconds to its limit from which a waiting row is critical. */
const CRITICAL_SECONDS = 30

const waitingKey = (row: Waiting) => `${row.source} ${row.subject} ${row.waitingFor}`

/** As a countdown stands now, or watched as soon as the board says so: between frames it only gets worse. */
function breachOf(row: Waiting, now: number): TileState {
  const state = radarState(secondsLeft(row, now), row.limitSeconds)
  return state === 'ok' && row.state !== 'ok' ? 'watch' : state
}

/** Rows by key, at the wall's pace: those shown keep their place until their turn to move has come. */
function usePaced<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  isCritical: (row: Row) => boolean,
  most: number,
  keepGone: boolean,
): readonly Row[] {
  const second = useServerNow()
  const memory = useRef<{ paced: Paced; known: Map<string, Row> }>({ paced: STILL, known: new Map() })
  const [shown, setShown] = useState<readonly Row[]>(() => rows.slice(0, most))

  // biome-ignore lint/correctness/useExhaustiveDependencies: each second is a chance to move
  useEffect(() => {
    const { paced, known } = memory.current
    const next = new Map(rows.map((row) => [keyOf(row), row]))
    const wanted: PacedRow[] = rows.map((row) => ({ key: keyOf(row), critical: isCritical(row) }))
    const alive = new Set(keepGone ? [...next.keys(), ...paced.keys] : next.keys())
    const after = pace(paced, wanted, alive, most, Date.now())
    // Only what is shown is kept beyond the frame it came in.
    const kept = new Map<string, Row>()
    for (const key of after.keys) {
      const row = next.get(key) ?? known.get(key)
      if (row !== undefined) kept.set(key, row)
    }
    memory.current = { paced: after, known: kept }
    const list = [...kept.values()]
    setShown((before) =>
      before.length === list.length && before.every((row, i) => row === list[i]) ? before : list,
    )
  }, [rows, second, most])
  return shown
}

/** `alarm`: what its name is made of. */
interface Item extends Newsworthy {
  readonly news: News | null
  readonly alarm: Parameters<ReturnType<typeof useAlarmWords>['nameOf']>[0] | null
}

/** Zone E: who is about to wait too long, then what has just happened; VIPs in a gold frame. */
export const Stream = memo(function Stream() {
  const tile = useTile('stream')
  const alarms = alarmsOf(useTile('alarms'))
  const state = useTileState(tile)
  const old = useOld()
  const begun = useBegun()
  const density = useDensity()
  const t = useTranslations('board')
  const w = useTranslations('wall')
  const result = tile?.result
  const stream =
    typeof result === 'object' && result !== null && 'breaching' in result ? (result as StreamResult) : null
  const most = ROWS[density]
  return (
    <section className="wall-zone wall-open z-e" data-tile="stream" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('breaches')}</h2>
        {stream ? (
          <Figure
            behind={{ metric: 'overdue_now', target: 0, ageSeconds: tile?.ageSeconds }}
            className="wall-caption ml-auto"
          >
            {density === 'far'
              ? w('overdueFar', { overdue: stream.overdue })
              : t('overdueSoon', { overdue: stream.overdue, soon: stream.soon })}
          </Figure>
        ) : null}
      </div>
      <WaitingRows rows={stream?.breaching ?? NOBODY} most={most.waiting} brief={density === 'far'} old={old}>
        {stream ? t('nobodyWaiting') : begun ? w('noData') : w('waiting')}
      </WaitingRows>
      <div
        className="flex min-h-0 flex-1 flex-col"
        style={{ borderTop: 'max(1px, calc(2 * var(--u))) solid var(--line-2)', marginTop: u(6) }}
      >
        <div className="wall-zone-head">
          <h2>{t('recent')}</h2>
        </div>
        <NewsRows recent={stream?.recent ?? NOTHING} alarms={alarms} most={most.recent} old={old} />
      </div>
    </section>
  )
})

const NOBODY: readonly Waiting[] = []
const NOTHING: readonly News[] = []

const WaitingRows = memo(function WaitingRows({
  rows,
  most,
  brief,
  old,
  children,
}: {
  readonly rows: readonly Waiting[]
  readonly most: number
  /** large letters leave room for the limit only */
  readonly brief: boolean
  readonly old: boolean
  readonly children: string
}) {
  const now = useServerNow()
  const critical = (row: Waiting) => (Date.parse(row.dueAt) - now) / 1000 <= CRITICAL_SECONDS
  const shown = usePaced(rows, waitingKey, critical, most, false)
  return (
    <div className={cx('flex-none', old && 'opacity-60')}>
      {shown.length === 0 ? (
        <p className="wall-caption" style={{ borderTop: '1px solid var(--line)', padding: `${u(12)} 0` }}>
          {children}
        </p>
      ) : null}
      {shown.map((row) => (
        <WaitingRow key={waitingKey(row)} row={row} brief={brief} now={now} />
      ))}
    </div>
  )
})

const WaitingRow = memo(function WaitingRow({
  row,
  brief,
  now,
}: {
  readonly row: Waiting
  readonly brief: boolean
  readonly now: number
}) {
  const f = useFormats()
  const t = useTranslations('board')
  const w = useTranslations('wall')
  const s = useTranslations('state')
  const due = Date.parse(row.dueAt)
  const state = breachOf(row, now)
  const written = f.countdown((due - now) / 1000)
  const load = row.agentLoad
  return (
    <div
      className={cx('wall-row wall-stream-row', row.vip && 'wall-vip')}
      data-vip={row.vip || undefined}
      data-state={state}
    >
      <span
        className={cx('wall-countdown', state === 'bad' && 'text-bad!')}
        style={{ '--fit': Math.min(1, 5.2 / written.length).toFixed(2) } as CSSProperties}
      >
        {written}
      </span>
      <span className="min-w-0">
        <span className="flex items-center text-ink" style={{ gap: u(10), lineHeight: 1.3 }}>
          {row.vip ? <span className="wall-vip-badge">{t('vip')}</span> : null}
          <span className="wall-whole" style={{ height: '1.3em', columnGap: 0 }}>
            <span>{row.who}</span>
            <span className="text-ink-2">&nbsp;· {channelName(f.locale, row.channel)}</span>
          </span>
        </span>
        <span className="wall-caption wall-whole" style={{ height: '1.3em', lineHeight: 1.3 }}>
          <span>
            {brief ? '' : `${row.waitingFor === 'first_reply' ? t('waitFirst') : t('waitNext')} · `}
            {t('limit', { limit: f.duration(row.limitSeconds) })}
          </span>
          {row.claimedBy ? (
            <span>{w('claimed', { who: row.claimedBy })}</span>
          ) : row.agent && !brief ? (
            <span>
              {load && load.capacity !== null
                ? w('agentLoad', { agent: agentLabel(row.agent), open: load.open, capacity: load.capacity })
                : load
                  ? w('agentOpen', { agent: agentLabel(row.agent), open: load.open })
                  : agentLabel(row.agent)}
            </span>
          ) : null}
        </span>
      </span>
      <StateGlyph state={state} size="0.72em" className="justify-self-end" label={s(state)} />
    </div>
  )
})

const itemKey = (item: Item) => item.key
const itemCritical = ({ kind, score = LOW_SCORE + 1 }: Item) =>
  kind === 'began' || kind === 'complaint' || (kind === 'rated' && score <= LOW_SCORE)

const NewsRows = memo(function NewsRows({
  recent,
  alarms,
  most,
  old,
}: {
  readonly recent: readonly News[]
  readonly alarms: AlarmsResult | null
  readonly most: number
  readonly old: boolean
}) {
  const f = useFormats()
  const t = useTranslations('board')
  const frames = useRef<Frames>(new Map())
  const items = useMemo((): readonly Item[] => {
    const news = recent.map(
      (row): Item => ({
        key: `${row.source} ${row.subject ?? ''} ${row.at} ${row.kind}`,
        at: Date.parse(row.at),
        kind: row.kind,
        score: row.score,
        news: row,
        alarm: null,
      }),
    )
    const began = (alarms?.rows ?? [])
      .filter((row) => row.state === 'bad')
      .map(
        (row): Item => ({
          key: `alarm ${row.id} ${row.since}`,
          at: Date.parse(row.since),
          kind: 'began',
          news: null,
          alarm: row,
        }),
      )
    const ended = (alarms?.recovered ?? []).map(
      (row): Item => ({
        key: `recovered ${row.id} ${row.at}`,
        at: Date.parse(row.at),
        kind: 'recovered',
        news: null,
        alarm: row,
      }),
    )
    const ordered = newsOrder([...news, ...began, ...ended], frames.current)
    frames.current = ordered.frames
    return ordered.rows.slice(0, most * 2)
  }, [recent, alarms, most])
  const shown = usePaced(items, itemKey, itemCritical, most, true)
  return (
    <div className={cx('wall-recent', old && 'opacity-60')}>
      {shown.length === 0 ? <p className="wall-caption">{t('nothingRecent')}</p> : null}
      {shown.map((item) => (
        <NewsRow key={item.key} item={item} time={f.time(item.at)} />
      ))}
    </div>
  )
})

const NewsRow = memo(
  function NewsRow({ item, time }: { readonly item: Item; readonly time: string }) {
    const f = useFormats()
    const t = useTranslations('board')
    const w = useTranslations('wall')
    const { nameOf } = useAlarmWords()
    const row = item.news
    const over = item.kind === 'recovered'
    const Icon = row ? ICONS[row.kind] : over ? CircleCheck : BellRing
    return (
      <div className={cx('wall-recent-row', row?.vip && 'wall-vip')} data-vip={row?.vip || undefined}>
        <Icon aria-hidden strokeWidth={1.6} className="text-ink-3" style={{ width: '1em', height: '1em' }} />
        <span
          className="wall-whole text-ink-2"
          style={{ height: '1.3em', lineHeight: 1.3, columnGap: '0.3em' }}
        >
          <span className="font-[560] text-ink">
            {row
              ? row.kind === 'rated' && row.score !== undefined
                ? t('ratedScore', { score: row.score })
                : t(row.kind)
              : over
                ? w('alarm.recovered')
                : w('alarm.began')}
          </span>{' '}
          {row?.vip ? <span className="wall-vip-badge">{t('vip')}</span> : null}
          <span>· {row ? channelName(f.locale, row.channel) : item.alarm ? nameOf(item.alarm) : ''}</span>{' '}
          {row ? <span>{row.who}</span> : null}
        </span>
        <span className="text-ink-3">{time}</span>
      </div>
    )
  },
  (before, after) => before.item.key === after.item.key && before.time === after.time,
)
