import Link from 'next/link'
import { ticketHref } from '@/components/boards/figure'
import { customerHref } from '@/components/customers/address'
import { agentName, type Names } from '@/components/people/agent-names'
import { cx } from '@/components/ui/classes'
import { VipBadge } from '@/components/ui/state-badge'
import type { PageKit } from '@/components/views/page-kit'
import { channelName, dimensionValueName, teamName } from '@/lib/i18n/names'
import { answerScore } from './kinds'

/** One answer, as `GET /answers` describes it. */
export interface AnswerItem {
  readonly source: string
  readonly subject: string | null
  readonly at: string
  readonly kind: string
  readonly scale: string
  readonly score: number
  readonly band: 'low' | 'middle' | 'high'
  readonly comment: string | null
  readonly who: string | null
  readonly customer: string | null
  readonly customerTier: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
}

/** Answers with what was written; the score opens the ticket, the name the customer. */
export function AnswerRows({
  page,
  names,
  rows,
}: {
  readonly page: PageKit
  /** how the reader sees agents */
  readonly names: Names
  readonly rows: readonly AnswerItem[]
}) {
  const { t, f, locale, ctx } = page
  return (
    <ol data-answers={rows.length}>
      {rows.map((row) => {
        const about = [
          channelName(locale, row.channel),
          row.team === null ? null : teamName(row.team),
          row.agent === null ? null : agentName(names, row.agent),
          row.product === null ? null : dimensionValueName(locale, 'product', row.product),
          row.issueType,
        ].filter((part) => part !== null)
        const score = answerScore(row, t)
        const tone = row.band === 'low' ? 'text-bad' : row.band === 'middle' ? 'text-ink' : 'text-ink-2'
        return (
          <li
            key={`${row.source} ${row.subject ?? ''} ${row.at} ${row.kind}`}
            className="grid grid-cols-[64px_minmax(0,1fr)_auto] gap-x-4 border-t border-line px-4 py-2 max-md:grid-cols-[48px_minmax(0,1fr)] max-md:px-5 max-md:py-2.5"
          >
            <div>
              {row.subject === null ? (
                <span className={cx('text-card font-[620]', tone)}>{score.digits}</span>
              ) : (
                <Link
                  href={ticketHref(row.source, row.subject)}
                  prefetch={false}
                  className={cx('num text-card font-[620]', tone)}
                  aria-label={`${score.words} ${row.subject}`}
                >
                  {score.digits}
                </Link>
              )}
              {score.of === '' ? null : <span className="text-caption text-ink-3"> {score.of}</span>}
            </div>
            <div className="min-w-0">
              {row.comment === null ? null : (
                <p className="text-card [overflow-wrap:anywhere] text-ink">{row.comment}</p>
              )}
              <p className="text-caption text-ink-3">
                <span className="text-ink-2">{score.kind}</span>
                {' · '}
                {row.customer === null ? (
                  (row.who ?? '—')
                ) : (
                  <Link
                    href={customerHref(row.source, row.customer)}
                    prefetch={false}
                    className="num text-ink-2"
                  >
                    {row.who ?? '—'}
                  </Link>
                )}
                {row.customerTier === 'vip' ? (
                  <>
                    {' '}
                    <VipBadge />
                  </>
                ) : null}
                {about.length === 0 ? null : ` · ${about.join(' · ')}`}
              </p>
            </div>
            <time
              dateTime={row.at}
              className="text-right text-caption text-ink-3 max-md:col-start-2 max-md:text-left"
            >
              {f.day(row.at) === f.day(ctx.now) ? f.time(row.at) : `${f.day(row.at)} ${f.time(row.at)}`}
            </time>
          </li>
        )
      })}
    </ol>
  )
}
