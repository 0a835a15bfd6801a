'use client'

import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { useDensity, useOld, useTile, useTileState } from '@/components/wall/wall-context'
import { Figure, orCases } from '@/components/wall/wall-figure'
import { complaintsOf, satisfactionOf } from '@/components/wall/wall-results'
import { useRoom } from '@/components/wall/wall-rows'
import { u } from '@/components/wall/wall-size'
import { DENSITY_SIZES } from '@/lib/boards/density'
import { channelName } from '@/lib/i18n/names'
import { useCards } from './wall-explain'

/** Kinds of answers with a name short enough for a wall. */
const NAMED = [
  'csat',
  'csat_first_response',
  'csat_solution',
  'csat_complaint',
  'csat_process',
  'nps',
  'ces',
  'fcr_said',
] as const

/** Zone B: each kind of answer with its interval against its target; too few answers are counted, not judged. */
export const Kinds = memo(function Kinds() {
  const tile = useTile('satisfaction')
  const result = satisfactionOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall')
  const b = useTranslations('board')
  const s = useTranslations('state')
  const tiles = useTranslations('tile')
  const cards = useCards()
  const [box, room] = useRoom(DENSITY_SIZES[density].rows, 1.28)
  const nameOf = (metric: string) => {
    const known = NAMED.find((it) => it === metric)
    return known === undefined ? null : t(`satisfaction.names.${known}`)
  }
  const kinds = result?.kinds ?? []
  return (
    <section className="wall-zone z-b" data-tile="satisfaction" data-state={state}>
      <div className="wall-zone-head wall-row wall-kind" style={{ borderTop: 0 }}>
        <h2 style={{ gridColumn: '1 / 3' }}>{t('satisfaction.title')}</h2>
        <span className="wall-caption text-right">{b('today')}</span>
        <span className="wall-caption text-right">{t('satisfaction.target')}</span>
        {density === 'far' ? null : (
          <span className="wall-caption text-right">{t('satisfaction.interval')}</span>
        )}
        <span className="wall-caption text-right">{b('state')}</span>
      </div>
      <div ref={box} className={cx('wall-rows', old && 'opacity-60')}>
        {kinds.length === 0 ? <p className="wall-caption">{t('noData')}</p> : null}
        {kinds.slice(0, room).map((kind) => {
          const card = cards[kind.metric]
          const unit = card?.unit ?? 'share'
          const few = kind.smallSample || kind.value === null
          return (
            <div
              key={kind.metric}
              className="wall-row wall-kind"
              data-metric={kind.metric}
              data-state={kind.state}
            >
              <StateGlyph state={few ? 'none' : kind.state} size="0.66em" />
              <span className="truncate font-[540] text-ink">
                {nameOf(kind.metric) ?? card?.label ?? kind.metric}
              </span>
              <Figure
                behind={{ metric: kind.metric, n: kind.n, period: 'today', target: kind.target }}
                className={cx(
                  'w-full text-right font-[600]',
                  few ? 'text-none' : kind.state === 'bad' ? 'text-bad' : 'text-ink',
                )}
              >
                {kind.value === null
                  ? '—'
                  : kind.smallSample
                    ? tiles('pieces', { count: f.count(kind.n) })
                    : f.value(unit, kind.value, kind.interval)}
              </Figure>
              <span className="text-right text-ink-2">
                {kind.target === null ? '—' : f.target(card?.target?.op ?? '>=', unit, kind.target)}
              </span>
              <span className={cx('text-right text-ink-3', density === 'far' && 'hidden')}>
                {few || kind.interval === null ? f.n(kind.n) : f.interval(unit, kind.interval, kind.value)}
              </span>
              <span
                className={cx('text-right', WORD_COLOR[few ? 'none' : kind.state])}
                style={{ fontSize: '0.86em' }}
              >
                {kind.value === null ? s('none') : kind.smallSample ? t('satisfaction.few') : s(kind.state)}
              </span>
            </div>
          )
        })}
      </div>
    </section>
  )
})

/** Which channel a row comes from and, masked, from whom. */
function Whose({
  row,
}: {
  readonly row: { readonly vip: boolean; readonly channel: string | null; readonly who: string }
}) {
  const f = useFormats()
  const b = useTranslations('board')
  return (
    <span className="flex min-w-0 items-center text-ink-2" style={{ gap: u(8) }}>
      {row.vip ? <span className="wall-vip-badge">{b('vip')}</span> : null}
      <span className="truncate">
        {channelName(f.locale, row.channel)} {row.who}
      </span>
    </span>
  )
}

/** Zone C: the day's scores from 1 to 5, and the low ones that came last. */
export const Spread = memo(function Spread() {
  const tile = useTile('satisfaction')
  const result = satisfactionOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall.satisfaction')
  const w = useTranslations('wall')
  const spread = result?.spread ?? []
  const most = Math.max(1, ...spread.map((row) => row.count))
  const low = (result?.low ?? []).slice(0, { far: 2, middle: 3, near: 5 }[density])
  return (
    <section className="wall-zone z-c" data-tile="spread" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('spread')}</h2>
        {result === null || result.responseN === 0 ? null : (
          <Figure
            behind={{ metric: 'survey_response_rate', n: result.responseN, period: 'today' }}
            className="wall-caption ml-auto"
          >
            {t('response', { share: orCases(f, result.responseRate, result.responseN, f.share) })}
          </Figure>
        )}
      </div>
      {result === null ? <p className="wall-caption">{w('noData')}</p> : null}
      <div className={cx('wall-bars', old && 'opacity-60')} style={{ maxHeight: '42%' }}>
        {spread.map((row) => (
          <div key={row.score} className="wall-bar">
            <span className="wall-small text-ink" style={{ lineHeight: 1.25 }}>
              {f.count(row.count)}
            </span>
            <i style={{ height: `${Math.round((row.count / most) * 62)}%` }} />
            <span className="wall-small text-ink-3" style={{ lineHeight: 1.3 }}>
              {t('score', { score: row.score })}
            </span>
          </div>
        ))}
      </div>
      <div className="wall-recent" style={{ marginTop: u(8) }}>
        {result !== null && low.length === 0 ? <p className="wall-caption">{t('noLow')}</p> : null}
        {low.map((row) => (
          <div
            key={`${row.source} ${row.subject ?? ''} ${row.at}`}
            className={cx('wall-recent-row', row.vip && 'wall-vip')}
            style={{ gridTemplateColumns: '4em minmax(0, 1fr) auto' }}
          >
            <span className="font-[560] text-ink">{t('score', { score: row.score })}</span>
            <Whose row={row} />
            <span className="text-ink-3">{f.time(row.at)}</span>
          </div>
        ))}
      </div>
    </section>
  )
})

/** Zone D: the day's complaints by issue, each beside what is usual. */
export const Complaints = memo(function Complaints() {
  const tile = useTile('complaints')
  const result = complaintsOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall.satisfaction')
  const w = useTranslations('wall')
  const [box, room] = useRoom(DENSITY_SIZES[density].rows - 2, 1.28)
  const rows = result?.byIssue ?? []
  const most = Math.max(1, ...rows.map((row) => Math.max(row.count, row.usual ?? 0)))
  const n = tile?.n ?? 0
  const change = result && result.before !== null ? f.change('count', result.today - result.before) : null
  return (
    <section className="wall-zone z-d" data-tile="complaints" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('complaints')}</h2>
        {result && n > 0 ? (
          <Figure behind={{ metric: 'complaint_rate', n, period: 'today' }} className="wall-caption truncate">
            {t('complaintRate', { share: orCases(f, result.rate, n, f.share) })}
          </Figure>
        ) : null}
      </div>
      <p className={cx('flex items-baseline', old && 'opacity-60')} style={{ gap: u(18) }}>
        <Figure behind={{ metric: 'complaints_today', period: 'today' }} className="wall-second">
          {result ? f.count(result.today) : '—'}
        </Figure>
        <span className="wall-line">{result ? t('complaintsToday') : w('noData')}</span>
        <span className="wall-line">{change}</span>
      </p>
      <div ref={box} className={cx('wall-rows', old && 'opacity-60')}>
        {result && rows.length === 0 ? <p className="wall-caption">{t('noComplaints')}</p> : null}
        {rows.slice(0, room).map((row) => (
          <div key={row.issue ?? '_none'} className="wall-row wall-issue">
            <span className="truncate text-ink">{row.issue ?? '—'}</span>
            <span className="relative block" style={{ height: u(10), background: 'var(--band)' }} aria-hidden>
              <span
                className="absolute inset-y-0 left-0"
                style={{ width: `${Math.round((row.count / most) * 100)}%`, background: 'var(--ink-2)' }}
              />
              {row.usual === null ? null : (
                <span
                  className="absolute bg-ink"
                  style={{
                    left: `${Math.round((row.usual / most) * 100)}%`,
                    top: u(-6),
                    bottom: u(-6),
                    width: u(3),
                  }}
                />
              )}
            </span>
            <span className="text-right font-[600] text-ink">{f.count(row.count)}</span>
            <span className="wall-small text-right text-ink-3">
              {row.usual === null ? '—' : t('usual', { count: f.count(Math.round(row.usual)) })}
            </span>
          </div>
        ))}
      </div>
    </section>
  )
})

/** Zone F: complaints that nobody has settled yet. No names, no text. */
export const OpenComplaints = memo(function OpenComplaints() {
  const tile = useTile('complaints')
  const result = complaintsOf(tile)
  const state = useTileState(tile)
  const old = useOld()
  const density = useDensity()
  const f = useFormats()
  const t = useTranslations('wall.satisfaction')
  const w = useTranslations('wall')
  const [box, room] = useRoom(DENSITY_SIZES[density].rows, 1.34)
  const rows = result?.open ?? []
  return (
    <section className="wall-zone z-f wall-open" data-tile="open-complaints" data-state={state}>
      <div className="wall-zone-head">
        <h2>{t('open')}</h2>
      </div>
      <div ref={box} className={cx('wall-rows', old && 'opacity-60')} style={{ overflow: 'visible' }}>
        {rows.length === 0 ? <p className="wall-caption">{result ? t('noOpen') : w('noData')}</p> : null}
        {rows.slice(0, room).map((row) => (
          <div
            key={`${row.source} ${row.subject ?? ''} ${row.at}`}
            className={cx('wall-row', row.vip && 'wall-vip')}
            style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 0.9fr) auto' }}
          >
            <span className="truncate font-[540] text-ink">{row.issue ?? '—'}</span>
            <Whose row={row} />
            <span className="text-right text-ink-3">{f.time(row.at)}</span>
          </div>
        ))}
      </div>
    </section>
  )
})
