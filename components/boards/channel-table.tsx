'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Sparkline } from '@/components/charts'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { figureData, sampleData } from '@/components/ui/figure-data'
import { StateGlyph } from '@/components/ui/state-badge'
import type { ChannelsResult } from '@/lib/boards/types'
import { channelName } from '@/lib/i18n/names'
import { byUrgency, channelHref } from './figure'

export type ChannelRow = ChannelsResult['rows'][number]

/** Addresses of the rows behind the cells; the caller knows the period and the filters. */
export interface ChannelLinks {
  /** query string that narrows /tickets to the table's period, without `channel` and `metric` */
  readonly period: string
}

/**
 * Channels by urgency: red only in the cell that is broken, every number opens its rows. `live` has the last quarter of
 * an hour beside the day and the queue of this moment; without it the figures are a whole period's.
 */
export function ChannelTable({
  rows,
  links,
  live,
  change,
}: {
  readonly rows: readonly ChannelRow[]
  readonly links: ChannelLinks
  readonly live: boolean
  /** head of the column of change */
  readonly change: string
}) {
  const t = useTranslations('board')
  const s = useTranslations('state')
  const f = useFormats()
  const sorted = byUrgency(rows)

  const rowsHref = (metric: string, { channel }: ChannelRow, period: string) =>
    `/tickets?${new URLSearchParams({ metric, channel: channel ?? '' })}${period ? `&${period}` : ''}`
  const cell = (
    metric: string,
    row: ChannelRow,
    value: number | null,
    text: ReactNode,
    period = links.period,
  ) => (
    <Link
      href={rowsHref(metric, row, period)}
      prefetch={false}
      className="num"
      // A dash stands for no case or for too few: it is no number whose rows could be counted.
      {...(value === null ? {} : figureData(metric, value))}
    >
      {text}
    </Link>
  )

  return (
    <>
      <div className="overflow-x-auto max-md:hidden">
        <table className="grid-table">
          <thead>
            <tr>
              <th scope="col" className="w-9">
                <span className="sr-only">{t('state')}</span>
              </th>
              <th scope="col">{t('channelColumn')}</th>
              {live ? (
                <th scope="col" className="right">
                  {t('frt15')}
                </th>
              ) : null}
              <th scope="col" className="right">
                {live ? t('today') : t('frt')}
              </th>
              <th scope="col" className="right">
                {t('target')}
              </th>
              <th scope="col" className="pl-6!">
                {t('shape')}
              </th>
              <th scope="col" className="right">
                {t('within')}
              </th>
              {live ? (
                <th scope="col" className="right">
                  {t('queue')}
                </th>
              ) : null}
              <th scope="col" className="right">
                {live ? t('volume15') : t('volumeFull')}
              </th>
              <th scope="col" className="right">
                {change}
              </th>
              <th scope="col" className="right">
                {t('csat')}
              </th>
              <th scope="col" className="right">
                <span className="sr-only">{t('n')}</span>
              </th>
              {live ? (
                <th scope="col" className="right">
                  {t('data')}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => {
              const silent = row.state === 'none'
              const over =
                row.frt !== null && row.target !== null && row.frt > row.target && row.state === 'bad'
              const main = live ? row.frt : row.frtToday
              return (
                <tr key={row.channel ?? '_none'} data-channel={row.channel ?? '_none'} data-state={row.state}>
                  <td>
                    <StateGlyph state={row.state} label={s(row.state)} />
                  </td>
                  <td className="font-[560] text-ink">
                    <Link href={channelHref(row.channel)} prefetch={false} className="num">
                      {channelName(f.locale, row.channel)}
                    </Link>
                  </td>
                  {live ? (
                    <td className={cx('right font-[560]', over ? 'text-bad' : 'text-ink')}>
                      {cell('frt_avg', row, row.frt, f.duration(row.frt), 'preset=last_15m')}
                    </td>
                  ) : null}
                  <td
                    className={cx(
                      'right',
                      live ? 'text-ink-2' : over ? 'font-[560] text-bad' : 'font-[560] text-ink',
                    )}
                  >
                    {cell('frt_avg', row, row.frtToday, f.duration(row.frtToday))}
                  </td>
                  <td className="right text-ink-2">{f.duration(row.target)}</td>
                  <td className="pl-6!">
                    {silent && main === null ? (
                      <span className="text-ink-3">
                        {row.ageSeconds === null ? s('none') : f.age(row.ageSeconds)}
                      </span>
                    ) : (
                      <Sparkline
                        values={row.spark}
                        target={row.target}
                        state={row.state}
                        width={108}
                        height={22}
                      />
                    )}
                  </td>
                  <td
                    className={cx(
                      'right',
                      row.missed.includes('frt_within_target') ? 'text-bad' : 'text-ink',
                    )}
                  >
                    {cell(
                      'frt_within_target',
                      row,
                      row.within,
                      f.share(row.within),
                      live ? 'preset=last_15m' : links.period,
                    )}
                  </td>
                  {live ? (
                    <td
                      className={cx(
                        'right',
                        row.queueTarget !== null && row.queue > row.queueTarget
                          ? 'font-[560] text-bad'
                          : 'text-ink',
                      )}
                    >
                      {silent ? '—' : cell('queue_now', row, row.queue, f.count(row.queue), '')}
                    </td>
                  ) : null}
                  <td className="right text-ink">
                    {cell(
                      'tickets_opened',
                      row,
                      row.volume,
                      f.count(row.volume),
                      live ? 'preset=last_15m' : links.period,
                    )}
                  </td>
                  <td className="right text-ink-2">
                    {row.volumeChange === null ? (
                      f.relative(null)
                    ) : (
                      <Link
                        href={rowsHref('tickets_opened', row, live ? 'preset=last_15m' : links.period)}
                        prefetch={false}
                        className="num"
                        {...sampleData('tickets_opened', row.volume)}
                      >
                        {f.relative(row.volumeChange)}
                      </Link>
                    )}
                  </td>
                  <td className={cx('right', row.missed.includes('csat') ? 'text-bad' : 'text-ink')}>
                    {cell('csat', row, row.csat, f.share(row.csat))}
                  </td>
                  <td className="right text-ink-3">{row.csatN > 0 ? f.n(row.csatN) : ''}</td>
                  {live ? (
                    <td className={cx('right', silent ? 'text-ink' : 'text-ink-3')}>
                      {f.age(row.ageSeconds)}
                    </td>
                  ) : null}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <ul className="md:hidden">
        {sorted.map((row) => (
          <li key={row.channel ?? '_none'} className="border-t border-line">
            <Link
              href={channelHref(row.channel)}
              prefetch={false}
              className="flex min-h-[52px] items-center gap-3 px-5"
            >
              <StateGlyph state={row.state} label={s(row.state)} />
              <span className="min-w-0 flex-1 truncate text-phone font-[600] text-ink">
                {channelName(f.locale, row.channel)}
              </span>
              <span className="text-body whitespace-nowrap text-ink-3">
                {live ? `${t('queue')} ${f.count(row.queue)}` : `${t('volume')} ${f.count(row.volume)}`}
              </span>
              <Sparkline values={row.spark} target={null} state={row.state} width={64} height={22} />
              <span
                className={cx(
                  'w-[68px] text-right text-[18px] leading-6 font-[620] whitespace-nowrap',
                  row.state === 'bad' && row.frt !== null && row.target !== null && row.frt > row.target
                    ? 'text-bad'
                    : 'text-ink',
                )}
              >
                {f.duration(live ? row.frt : row.frtToday)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
