import Link from 'next/link'
import { ticketHref } from '@/components/boards/figure'
import { verdictOf } from '@/components/tables/ticket-cells'
import { cx } from '@/components/ui/classes'
import { StateGlyph, VipBadge } from '@/components/ui/state-badge'
import type { Formats } from '@/lib/i18n/format'
import { channelName, teamName } from '@/lib/i18n/names'
import type { Translate } from '@/lib/i18n/translate'
import type { Metric } from '@/lib/metrics/types'
import type { PageKit } from './page-kit'

/** One ticket of a list, as `GET /tickets` describes it. */
export interface TicketListRow {
  readonly source: string
  readonly subject: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly who: string | null
  readonly customerTier: string | null
  readonly title: string | null
  readonly issueType: string | null
  readonly state: string | null
  readonly answered: boolean | null
  readonly waitingSince: string | null
  readonly firstResponseSeconds: number | null
  readonly at: string
  readonly value?: number | null
  readonly n?: number
  readonly hits?: number
  readonly score?: number | null
  readonly comment?: string | null
}

function stateWord(row: TicketListRow, t: Translate): string {
  if (row.state === null) return '—'
  if (row.state === 'open')
    return row.waitingSince === null ? t('tickets.stateOpen') : t('tickets.stateWaiting')
  if (row.state === 'resolved') return t('tickets.stateResolved')
  return row.state === 'closed' ? t('tickets.stateClosed') : t('tickets.stateAbandoned')
}

/** What the metric makes of one ticket: its seconds, its score, or whether it hit. */
function valueText(metric: Metric, row: TicketListRow, f: Formats, t: Translate): string {
  if (row.score !== null && row.score !== undefined) return String(row.score)
  if (row.value === null || row.value === undefined) return '—'
  if (metric.unit === 'share' && (row.n ?? 1) === 1)
    return row.value >= 1 ? t('tickets.yes') : t('tickets.no')
  return f.value(metric.unit, row.value)
}

const plainAgent = (agent: string) => ({ text: agent, href: `/agents/${encodeURIComponent(agent)}` })

function AgentName({ text, href }: { readonly text: string; readonly href: string | undefined }) {
  return href === undefined ? (
    text
  ) : (
    <Link href={href} prefetch={false} className="num">
      {text}
    </Link>
  )
}

/** Tickets as rows; a click opens the ticket. */
export function TicketRows({
  page,
  rows,
  metric,
  agentOf = plainAgent,
}: {
  readonly page: PageKit
  readonly rows: readonly TicketListRow[]
  /** the metric whose rows these are; null = all tickets */
  readonly metric: Metric | null
  /** how an agent is named and what the name opens, where names may be masked */
  readonly agentOf?: (agent: string) => { readonly text: string; readonly href: string | undefined }
}) {
  const { t, f, locale, ctx } = page
  const frt = page.metric('frt_avg')
  // First response has its column anyway.
  const ownColumn = metric !== null && metric.unit !== 'count' && metric.id !== 'frt_avg'
  return (
    <>
      <div className="overflow-x-auto max-md:hidden">
        <table className="grid-table" data-rows={rows.length}>
          <thead>
            <tr>
              <th scope="col" className="w-9">
                <span className="sr-only">{t('board.state')}</span>
              </th>
              <th scope="col">{t('tickets.opened')}</th>
              <th scope="col">{t('tickets.subject')}</th>
              <th scope="col">{t('tickets.customer')}</th>
              <th scope="col">{t('tickets.channel')}</th>
              <th scope="col" className="w-full">
                {t('tickets.reason')}
              </th>
              {ownColumn ? (
                <th scope="col" className="right">
                  {metric.text[locale].label}
                </th>
              ) : null}
              <th scope="col" className="right">
                {t('tickets.frt')}
              </th>
              <th scope="col">{t('tickets.state')}</th>
              <th scope="col">{t('tickets.team')}</th>
              <th scope="col">{t('tickets.agent')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const state = verdictOf(row, frt, ctx.now)
              const href = row.subject === null ? null : ticketHref(row.source, row.subject)
              return (
                <tr key={`${row.source} ${row.subject ?? ''} ${row.at} ${row.comment ?? ''}`}>
                  <td>{state ? <StateGlyph state={state} label={t(`state.${state}`)} /> : null}</td>
                  <td className="text-ink-2">{whenText(row.at, f, ctx.now)}</td>
                  <td className="max-w-[180px] truncate">
                    {href ? (
                      <Link href={href} prefetch={false} className="num font-[540] text-ink">
                        {row.subject}
                      </Link>
                    ) : (
                      <span className="text-ink-3">{row.source}</span>
                    )}
                  </td>
                  <td className="text-ink">
                    <span className="inline-flex items-center gap-1.5">
                      {row.who ?? '—'}
                      {row.customerTier === 'vip' ? <VipBadge /> : null}
                    </span>
                  </td>
                  <td className="text-ink-2">{row.channel ? channelName(locale, row.channel) : '—'}</td>
                  <td className="max-w-0 truncate text-ink" title={row.title ?? row.comment ?? undefined}>
                    {row.title ?? row.comment ?? row.issueType ?? '—'}
                  </td>
                  {ownColumn ? (
                    <td className="right font-[540] text-ink">{valueText(metric, row, f, t)}</td>
                  ) : null}
                  <td
                    className={cx(
                      'right',
                      state === 'bad' && row.waitingSince === null ? 'text-bad' : 'text-ink',
                    )}
                  >
                    {f.duration(row.firstResponseSeconds)}
                  </td>
                  <td className="text-ink-2">{stateWord(row, t)}</td>
                  <td className="text-ink-2">{row.team ? teamName(row.team) : '—'}</td>
                  <td className="text-ink">
                    {row.agent ? (
                      <AgentName {...agentOf(row.agent)} />
                    ) : (
                      <span className="text-ink-3">{t('tickets.unassigned')}</span>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <ul className="md:hidden">
        {rows.map((row) => {
          const state = verdictOf(row, frt, ctx.now)
          const body = (
            <>
              <span className="w-3">
                {state ? <StateGlyph state={state} label={t(`state.${state}`)} /> : null}
              </span>
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-1.5 text-phone text-ink">
                  <span className="truncate font-[560]">{row.who ?? row.subject ?? row.source}</span>
                  {row.customerTier === 'vip' ? <VipBadge /> : null}
                  <span className="shrink-0 text-ink-2">
                    · {row.channel ? channelName(locale, row.channel) : '—'}
                  </span>
                </span>
                <span className="block truncate text-body text-ink-3">
                  {whenText(row.at, f, ctx.now)} ·{' '}
                  {row.title ?? row.comment ?? row.issueType ?? stateWord(row, t)}
                </span>
              </span>
              <span
                className={cx('text-[18px] leading-6 font-[600]', state === 'bad' ? 'text-bad' : 'text-ink')}
              >
                {ownColumn ? valueText(metric, row, f, t) : f.duration(row.firstResponseSeconds)}
              </span>
            </>
          )
          const look = 'flex min-h-[60px] items-center gap-3 border-t border-line px-5 py-2'
          return (
            <li key={`${row.source} ${row.subject ?? ''} ${row.at} ${row.comment ?? ''}`}>
              {row.subject === null ? (
                <div className={look}>{body}</div>
              ) : (
                <Link href={ticketHref(row.source, row.subject)} prefetch={false} className={look}>
                  {body}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** Today only the time, else the day with it. */
function whenText(at: string, f: Formats, now: number): string {
  return f.day(at) === f.day(now) ? f.time(at) : `${f.day(at)} ${f.time(at)}`
}
