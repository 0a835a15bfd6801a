import Link from 'next/link'
import { ticketHref } from '@/components/boards/figure'
import { agentName, type Names } from '@/components/people/agent-names'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { VipBadge } from '@/components/ui/state-badge'
import { inSentence } from '@/lib/i18n/names'
import type { Change, PartChange } from '@/lib/stats/decompose'
import { drivers } from '@/lib/stats/decompose'
import type { PageKit } from './page-kit'

/** One way to look at the change: by issue type, hour, team or agent. */
export interface ChangeColumn {
  readonly id: string
  readonly title: string
  readonly change: Change<string | null> | null
  readonly nameOf: (key: string | null) => string
  /** the rows of one part, in this period; undefined where the reader may not open them */
  readonly hrefOf: (key: string | null) => string | undefined
}

export interface SlowTicket {
  readonly source: string
  readonly subject: string
  readonly title: string | null
  readonly vip: boolean
  readonly agent: string | null
  readonly at: number
  readonly seconds: number
}

const EACH = 3

/**
 * Why a mean moved: what each issue type, hour, team and agent adds to the change, strongest first, down to the slowest
 * tickets. Contributions of a column add up to the change (lib/stats/decompose). Where nothing moved it says so.
 */
export function ChangeSection({
  page,
  names,
  name,
  against,
  columns,
  slow,
  slowHref,
  slowWhere,
}: {
  readonly page: PageKit
  /** how the reader sees agents */
  readonly names: Names
  /** what the figure is called */
  readonly name: string
  /** what it is compared with */
  readonly against: string
  readonly columns: readonly ChangeColumn[]
  /** the slowest where most of it comes from; none where nothing got slower */
  readonly slow: readonly SlowTicket[]
  readonly slowHref: string
  readonly slowWhere: string
}) {
  const { t, f } = page
  const whole = columns.find((column) => column.change !== null)?.change ?? null
  const moved = whole !== null && Math.abs(whole.change) >= Math.max(1, whole.before * 0.02)
  return (
    <Card
      title={t('why.title')}
      data-tile="why"
      hint={
        whole === null ? null : (
          <span>
            {name} {f.duration(whole.before)} →{' '}
            <b className="font-[600] text-ink">{f.duration(whole.after)}</b>
            {' · '}
            {t('compare.against', { what: inSentence(against) })} {f.change('seconds', whole.change)}
          </span>
        )
      }
    >
      {whole === null || !moved ? (
        <p className="border-t border-line px-4 py-5 text-body text-ink-3">
          {whole === null ? t('why.unknown') : t('why.still', { what: against })}
        </p>
      ) : (
        <>
          <div className="grid border-t border-line md:grid-cols-2 xl:grid-cols-4">
            {columns.map((column, i) => (
              <Column key={column.id} page={page} column={column} first={i === 0} />
            ))}
          </div>
          {slow.length > 0 ? (
            <div className="border-t border-line">
              <p className="flex items-center justify-between gap-3 px-4 pt-2.5 pb-1 text-caption text-ink-2 max-md:px-5">
                <span>{t('why.slowest', { count: slow.length, where: slowWhere })}</span>
                <Link href={slowHref} prefetch={false} className="link shrink-0">
                  {t('why.allThere')}
                </Link>
              </p>
              <ul className="pb-1.5">
                {slow.map((ticket) => (
                  <li key={`${ticket.source} ${ticket.subject}`}>
                    <Link
                      href={ticketHref(ticket.source, ticket.subject)}
                      prefetch={false}
                      data-slow={ticket.subject}
                      className="flex min-h-[34px] items-center gap-3 px-4 text-body hover:bg-sunken max-md:min-h-12 max-md:px-5"
                    >
                      <span className="w-14 shrink-0 font-[600] text-ink">{f.duration(ticket.seconds)}</span>
                      {ticket.vip ? <VipBadge /> : null}
                      <span className="min-w-0 flex-1 truncate text-ink">
                        {ticket.title ?? ticket.subject}
                      </span>
                      <span className="shrink-0 text-caption text-ink-3">
                        {ticket.agent === null ? '' : `${agentName(names, ticket.agent)} · `}
                        {f.dateTime(ticket.at)}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
        </>
      )}
    </Card>
  )
}

function Column({
  page,
  column,
  first,
}: {
  readonly page: PageKit
  readonly column: ChangeColumn
  readonly first: boolean
}) {
  const { t, f } = page
  const { change } = column
  const top = change === null ? [] : drivers(change, EACH)
  const most = Math.max(...top.map((part) => Math.abs(part.contribution)), 0)
  const part = (it: PartChange<string | null>) => {
    const of = change === null || change.change === 0 ? 0 : it.contribution / change.change
    const href = column.hrefOf(it.key)
    const title = t('why.how', { rate: f.change('seconds', it.rate), mix: f.change('seconds', it.mix) })
    const words = (
      <>
        <span className="flex items-baseline gap-2 text-body">
          <span className="min-w-0 flex-1 truncate text-ink">{column.nameOf(it.key)}</span>
          <span className="font-[600] whitespace-nowrap text-ink">
            {f.change('seconds', it.contribution)}
          </span>
          <span className="w-9 text-right text-caption text-ink-3">{f.share(of)}</span>
        </span>
        <span aria-hidden className="mt-0.5 block h-1 bg-sunken">
          <span
            className="block h-1 bg-ink-2"
            style={{ width: `${most === 0 ? 0 : (Math.abs(it.contribution) / most) * 100}%` }}
          />
        </span>
        <span className="block text-caption text-ink-3">
          {it.before === null ? '—' : f.duration(it.before.mean)} →{' '}
          {it.after === null ? '—' : f.duration(it.after.mean)}
          {' · '}
          {f.n(it.before?.n ?? 0)} → {f.count(it.after?.n ?? 0)}
        </span>
      </>
    )
    return (
      <li key={it.key ?? '_none'}>
        {href === undefined ? (
          <div title={title} className="px-4 py-1 max-md:px-5 max-md:py-2">
            {words}
          </div>
        ) : (
          <Link
            href={href}
            prefetch={false}
            data-part={it.key ?? ''}
            title={title}
            className="block px-4 py-1 hover:bg-sunken max-md:px-5 max-md:py-2"
          >
            {words}
          </Link>
        )}
      </li>
    )
  }
  return (
    <section
      aria-label={column.title}
      className={cx(
        'min-w-0 border-line pt-2 pb-2',
        !first &&
          'max-md:border-t md:border-l md:max-xl:[&:nth-child(3)]:border-t md:max-xl:[&:nth-child(3)]:border-l-0 md:max-xl:[&:nth-child(4)]:border-t',
      )}
    >
      <h3 className="px-4 pb-1 text-caption font-[420] text-ink-3 max-md:px-5">{column.title}</h3>
      {top.length === 0 ? (
        <p className="px-4 py-2 text-body text-ink-3 max-md:px-5">{t('why.unknown')}</p>
      ) : (
        <ul>{top.map(part)}</ul>
      )}
    </section>
  )
}
