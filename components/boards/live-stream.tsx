'use client'

import { CircleCheck, MessageSquare, MessageSquareWarning, RotateCcw, Star } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { agentName } from '@/components/people/agent-names'
import { useAgentNames } from '@/components/people/use-agent-names'
import { ClaimButton } from '@/components/phone/claim-button'
import { useFormats } from '@/components/shell/locale-provider'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StateGlyph, VipBadge } from '@/components/ui/state-badge'
import { radarState } from '@/lib/boards/radar'
import type { StreamResult } from '@/lib/boards/types'
import { channelName } from '@/lib/i18n/names'
import { ticketHref } from './figure'
import { useLive } from './live-provider'
import { isOld } from './live-state'
import { streamOf } from './results'

export type Breach = StreamResult['breaching'][number]

/** Zone E on the page, upper half: who is about to wait too long. */
export function LiveBreaches({
  rows = 5,
  hands = false,
}: {
  readonly rows?: number
  /** whether the reader may take a conversation on */
  readonly hands?: boolean
}) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('board')
  const s = useTranslations('state')
  const names = useAgentNames()
  const stream = streamOf(live.tiles)
  const list = (stream?.breaching ?? []).slice(0, rows)
  const frozen = isOld(live.trouble)
  const now = frozen && live.at > 0 ? live.at : live.now
  return (
    <Card
      title={t('breaches')}
      aside={stream ? <span>{t('overdueSoon', { overdue: stream.overdue, soon: stream.soon })}</span> : null}
      data-tile="stream"
      data-state={live.tiles.stream?.state ?? 'none'}
      className="h-full"
    >
      {stream === null ? (
        <SkeletonRows rows={rows} />
      ) : list.length === 0 ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3">{t('nobodyWaiting')}</p>
      ) : (
        <ul className={cx(frozen && 'opacity-60')}>
          {list.map((row) => {
            const due = Date.parse(row.dueAt)
            const left = (due - now) / 1000
            const state = radarState(left, row.limitSeconds)
            return (
              <li
                key={`${row.source} ${row.subject} ${row.waitingFor}`}
                className={cx(
                  'flex items-center pr-4 hover:bg-sunken max-md:pr-5',
                  row.vip
                    ? 'relative z-[1] -mt-px border border-gold-line bg-gold-bg'
                    : 'border-t border-line',
                )}
              >
                <Link
                  href={ticketHref(row.source, row.subject)}
                  prefetch={false}
                  className="flex min-h-[43px] min-w-0 flex-1 items-center gap-3 py-1 pr-2 pl-4 max-md:min-h-[66px] max-md:pl-5"
                >
                  <StateGlyph state={state} label={s(state)} />
                  <span
                    className={cx(
                      'w-[76px] shrink-0 text-row font-[600] whitespace-nowrap max-md:w-[88px] max-md:leading-8',
                      Math.abs(left) < 3600 ? 'max-md:text-[26px] max-md:tracking-[-0.02em]' : '',
                      state === 'bad' ? 'text-bad' : 'text-ink',
                    )}
                  >
                    {f.countdown(left)}
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="flex items-center gap-1.5 truncate text-body text-ink max-md:text-phone">
                      {row.vip ? <VipBadge /> : null}
                      {row.who}
                      <span className="text-ink-2"> · {channelName(f.locale, row.channel)}</span>
                    </span>
                    <span className="block truncate text-caption text-ink-3">
                      {row.waitingFor === 'first_reply' ? t('waitFirst') : t('waitNext')} ·{' '}
                      {t('limit', { limit: f.duration(row.limitSeconds) })}
                      {row.agent ? ` · ${agentName(names, row.agent)}` : ''}
                    </span>
                  </span>
                </Link>
                {row.claimedBy || hands ? (
                  <ClaimButton
                    source={row.source}
                    subject={row.subject}
                    who={row.who}
                    claimedBy={row.claimedBy ?? null}
                  />
                ) : null}
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}

const ICONS = {
  opened: MessageSquare,
  rated: Star,
  complaint: MessageSquareWarning,
  resolved: CircleCheck,
  reopened: RotateCcw,
} as const

/** Zone E, lower half: what has just happened. */
export function LiveRecent({ rows = 7 }: { readonly rows?: number }) {
  const live = useLive()
  const f = useFormats()
  const t = useTranslations('board')
  const stream = streamOf(live.tiles)
  const list = (stream?.recent ?? []).slice(0, rows)
  return (
    <Card title={t('recent')} className="h-full">
      {stream === null ? (
        <SkeletonRows rows={rows} />
      ) : list.length === 0 ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3">{t('nothingRecent')}</p>
      ) : (
        <ul>
          {list.map((row) => {
            const Icon = ICONS[row.kind]
            const what =
              row.kind === 'rated' && row.score !== undefined
                ? t('ratedScore', { score: row.score })
                : t(row.kind)
            const body = (
              <>
                <Icon size={14} strokeWidth={1.6} aria-hidden className="shrink-0 text-ink-3" />
                <span className="min-w-0 flex-1 truncate text-ink-2">
                  <span className="text-ink">{what}</span> · {channelName(f.locale, row.channel)} {row.who}
                </span>
                {row.vip ? <VipBadge /> : null}
                <span className="shrink-0 text-caption text-ink-3">{f.time(row.at)}</span>
              </>
            )
            const look =
              'flex h-[34px] items-center gap-2.5 border-t border-line px-4 text-body max-md:h-[48px] max-md:px-5'
            return (
              <li key={`${row.source} ${row.subject ?? ''} ${row.at} ${row.kind}`}>
                {row.subject ? (
                  <Link
                    href={ticketHref(row.source, row.subject)}
                    prefetch={false}
                    className={cx(look, 'hover:bg-sunken')}
                  >
                    {body}
                  </Link>
                ) : (
                  <div className={look}>{body}</div>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
