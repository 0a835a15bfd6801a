import Link from 'next/link'
import { timeMarks } from '@/components/charts/scale'
import { cx } from '@/components/ui/classes'
import type { PageKit } from '@/components/views/page-kit'
import { channelName } from '@/lib/i18n/names'
import { placeAt, type TimelineTicket, timelineLanes, timelineSpan } from './timeline'

/** One ticket on the line, in words. */
export interface TimelineItem extends TimelineTicket {
  readonly id: string
  readonly href: string
  /** what is read aloud and shown on hover */
  readonly title: string
}

/** A rating, a complaint or an order on the line. */
export interface TimelineMark {
  readonly id: string
  readonly kind: 'rating' | 'complaint' | 'order'
  /** null = not of a channel: an order */
  readonly channel: string | null
  readonly at: number
  readonly title: string
  /** digits of a rating */
  readonly text?: string
  readonly bad?: boolean
}

const at = (share: number): string => `${Math.round(share * 10_000) / 100}%`

/** All channels of a customer on one line of time: a lane each, tickets as bars, what was said and bought as marks. */
export function CustomerTimeline({
  page,
  tickets,
  marks,
}: {
  readonly page: PageKit
  readonly tickets: readonly TimelineItem[]
  readonly marks: readonly TimelineMark[]
}) {
  const { t, f, locale, zone, ctx } = page
  const span = timelineSpan([...tickets.map((it) => it.from), ...marks.map((it) => it.at)], ctx.now)
  const lanes = timelineLanes(tickets, span)
  const orders = marks.filter((mark) => mark.kind === 'order')
  const ticks = timeMarks(span.from, span.to, zone, 6)
  return (
    <div className="border-t border-line px-4 pt-3 pb-2 max-md:px-5">
      <ol className="relative" aria-label={t('customers.timeline')}>
        {lanes.map((lane) => {
          const said = marks.filter((mark) => mark.kind !== 'order' && mark.channel === lane.channel)
          return (
            <li
              key={lane.channel ?? '_'}
              className="grid grid-cols-[76px_minmax(0,1fr)] items-center max-md:grid-cols-[60px_minmax(0,1fr)]"
            >
              <span className="truncate pr-2 text-caption text-ink-2">
                {channelName(locale, lane.channel)}
              </span>
              <div className="relative h-[50px] border-b border-line">
                {lane.bars.map(({ ticket, left, width }) => (
                  <Link
                    key={ticket.id}
                    href={ticket.href}
                    prefetch={false}
                    title={ticket.title}
                    aria-label={ticket.title}
                    className={cx(
                      'absolute top-[33px] h-[10px] min-w-[7px] rounded-[2px] outline-1 outline-surface hover:outline-ink focus-visible:outline-2 focus-visible:outline-focus',
                      'before:absolute before:-inset-x-1 before:-inset-y-2 before:content-[""]',
                      ticket.to === null ? 'bg-ink' : 'bg-faint',
                    )}
                    style={{ left: `min(${at(left)}, 100% - 7px)`, width: at(width) }}
                  />
                ))}
                {said.map((mark) => (
                  <span
                    key={mark.id}
                    role="img"
                    aria-label={mark.title}
                    title={mark.title}
                    className={cx(
                      'absolute -translate-x-1/2 text-[12px] leading-[16px] font-[600]',
                      mark.kind === 'complaint' ? 'top-0.5' : 'top-[15px]',
                      mark.bad ? 'text-bad' : 'text-ink-2',
                    )}
                    style={{ left: at(placeAt(mark.at, span)) }}
                  >
                    {mark.kind === 'complaint' ? (
                      <span className="block size-[9px] translate-y-[4px] bg-bad" />
                    ) : (
                      mark.text
                    )}
                  </span>
                ))}
              </div>
            </li>
          )
        })}
        {orders.length === 0 ? null : (
          <li className="grid grid-cols-[76px_minmax(0,1fr)] items-center max-md:grid-cols-[60px_minmax(0,1fr)]">
            <span className="truncate pr-2 text-caption text-ink-2">{t('customers.orders')}</span>
            <div className="relative h-[30px] border-b border-line">
              {orders.map((mark) => (
                <span
                  key={mark.id}
                  role="img"
                  aria-label={mark.title}
                  title={mark.title}
                  className="absolute top-[9px] size-[11px] -translate-x-1/2 rotate-45 border-[1.5px] border-ink-2 bg-surface"
                  style={{ left: at(placeAt(mark.at, span)) }}
                />
              ))}
            </div>
          </li>
        )}
      </ol>
      <div aria-hidden className="relative ml-[76px] h-6 text-caption text-ink-3 max-md:ml-[60px]">
        {ticks.map((tick) => (
          <span
            key={tick.at}
            className="absolute top-1 -translate-x-1/2 whitespace-nowrap first:translate-x-0 last:-translate-x-full"
            style={{ left: at(placeAt(tick.at, span)) }}
          >
            {tick.hour === null ? f.axisDay(tick.at) : f.time(tick.at)}
          </span>
        ))}
      </div>
      <p aria-hidden className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1 text-caption text-ink-3">
        <span className="flex items-center gap-1.5">
          <span className="h-[10px] w-3 rounded-[2px] bg-ink" />
          {t('customers.keyOpen')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="h-[10px] w-3 rounded-[2px] bg-faint" />
          {t('customers.keyDone')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="font-[600] text-ink-2">5</span>
          {t('customers.keyRating')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="size-[9px] bg-bad" />
          {t('customers.keyComplaint')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="size-[9px] rotate-45 border-[1.5px] border-ink-2" />
          {t('customers.keyOrder')}
        </span>
      </p>
    </div>
  )
}
