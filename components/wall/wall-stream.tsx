'use client'

import { CircleCheck, MessageSquare, MessageSquareWarning, RotateCcw, Star } from 'lucide-react'
import type { CSSProperties } from 'react'
import { useTranslations } from 'use-intl'
import { useLive } from '@/components/boards/live-provider'
import { isOld } from '@/components/boards/live-state'
import { breachState } from '@/components/boards/live-stream'
import { streamOf } from '@/components/boards/results'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import { u } from '@/components/wall/wall-size'
import { channelName } from '@/lib/i18n/names'

const ICONS = {
  opened: MessageSquare,
  rated: Star,
  complaint: MessageSquareWarning,
  resolved: CircleCheck,
  reopened: RotateCcw,
} as const

/** Zone E: who is about to wait too long, then what has just happened; VIPs in a gold frame. */
export function Stream({
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
