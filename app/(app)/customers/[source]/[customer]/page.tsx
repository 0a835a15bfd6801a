import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { segment } from '@/app/question'
import { ticketHref } from '@/components/boards/figure'
import { KpiCard, KpiStrip } from '@/components/boards/kpi-card'
import { customerHref } from '@/components/customers/address'
import {
  CustomerTimeline,
  type TimelineItem,
  type TimelineMark,
} from '@/components/customers/customer-timeline'
import { RevealName } from '@/components/customers/reveal-name'
import { agentName } from '@/components/people/agent-names'
import { answerScore } from '@/components/satisfaction/kinds'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { Empty } from '@/components/ui/notice'
import { StateBadge, VipBadge } from '@/components/ui/state-badge'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { channelName, dimensionValueName, teamName } from '@/lib/i18n/names'
import { type CustomerDetail, getCustomer, type ShownCustomerTicket } from '@/lib/services/get-customer'
import { namesFor } from '../../../_people/names'

type Params = Promise<{ source: string; customer: string }>

const CARD = 'max-md:rounded-none max-md:border-x-0 max-md:border-t-0'
/** Ended tickets shown at once; the others are in the list of tickets. */
const HISTORY = 60

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('customers.title') }
}

/** One customer whole: all channels on one line, what is open, what they said, what they are worth. */
export default async function CustomerPage({ params }: { readonly params: Params }) {
  const page = await pageContext()
  const raw = await params
  const { t, locale, ctx } = page
  const source = segment(raw.source)
  const customer = segment(raw.customer)
  const asked = await settle(getCustomer(ctx, source, customer))
  const trail = { href: '/customers', text: t('customers.title') }
  if (!asked.ok) {
    if (asked.code === 'not_found') notFound()
    return (
      <PageBody>
        <PageHeader title={t('customers.title')} trail={trail} />
        <div className="mt-3">
          <SectionError t={t} title={t('customers.facts')} code={asked.code} href="" />
        </div>
      </PageBody>
    )
  }
  const detail = asked.value
  const open = detail.tickets.filter((ticket) => ticket.state === 'open')
  const ended = detail.tickets.filter((ticket) => ticket.state !== 'open')
  const about = [
    detail.tier === null || detail.tier === 'vip'
      ? null
      : dimensionValueName(locale, 'customerTier', detail.tier),
    detail.shownId,
    detail.source,
  ]
  return (
    <PageBody>
      <PageHeader
        title={detail.who ?? detail.shownId}
        trail={trail}
        badge={
          <span className="flex flex-wrap items-center gap-2 text-body text-ink-2">
            {detail.tier === 'vip' ? <VipBadge /> : null}
            <span className="[overflow-wrap:anywhere]">
              {about.filter((part) => part !== null).join(' · ')}
            </span>
          </span>
        }
      />
      <div className="mt-3 flex flex-col gap-3 max-md:gap-0">
        <Figures page={page} detail={detail} open={open.length} />
        <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_320px] max-md:gap-0">
          <div className="flex min-w-0 flex-col gap-3 max-md:gap-0">
            <Line page={page} detail={detail} />
            {open.length === 0 ? null : (
              <div id="open">
                <Card
                  title={t('customers.openTickets')}
                  hint={<span>{t('customers.openHint', { count: open.length })}</span>}
                  className={CARD}
                >
                  <Tickets page={page} detail={detail} tickets={open} />
                </Card>
              </div>
            )}
            <div id="history">
              <Card
                title={t('customers.history')}
                hint={<span>{t('customers.historyHint', { count: ended.length })}</span>}
                className={CARD}
              >
                {ended.length === 0 ? (
                  <Empty title={t('customers.none')} />
                ) : (
                  <Tickets page={page} detail={detail} tickets={ended.slice(0, HISTORY)} />
                )}
                {ended.length > HISTORY || detail.moreTickets ? (
                  <p className="flex flex-wrap justify-between gap-2 border-t border-line px-4 py-2 text-caption text-ink-3 max-md:px-5">
                    {t('customers.more', { count: Math.min(HISTORY, ended.length) })}
                    <Link href={allTickets(detail)} className="link text-ink-2">
                      {t('channels.allRows')}
                    </Link>
                  </p>
                ) : null}
              </Card>
            </div>
          </div>
          <aside className="flex min-w-0 flex-col gap-3 max-md:gap-0">
            <Profile page={page} detail={detail} />
            <Twins page={page} detail={detail} />
            <Ratings page={page} detail={detail} />
          </aside>
        </div>
      </div>
    </PageBody>
  )
}

interface Part {
  readonly page: Page
  readonly detail: CustomerDetail
}

/** Rows behind a figure of this customer, over the year the figures look at. */
function rowsHref(detail: CustomerDetail, metric: string): string {
  const search = new URLSearchParams({
    metric,
    from: detail.figuresFrom,
    to: detail.figuresTo,
    source: detail.source,
    customer: detail.customer,
  })
  return `/tickets?${search}`
}

function allTickets(detail: CustomerDetail, state?: string): string {
  const first = detail.tickets.at(-1)?.openedAt ?? detail.figuresFrom
  const from = Date.parse(first) < Date.parse(detail.figuresFrom) ? first : detail.figuresFrom
  const search = new URLSearchParams({
    from,
    to: detail.figuresTo,
    source: detail.source,
    customer: detail.customer,
    ...(state ? { state } : {}),
  })
  return `/tickets?${search}`
}

function Figures({ page, detail, open }: Part & { readonly open: number }) {
  const { t, f } = page
  const { figures, orders } = detail
  const year = t('customers.tile_year')
  // Of one customer there are few of everything: the cases are shown, never a share of two.
  const cases = (hits: number, n: number) =>
    n === 0 ? { digits: '—', quiet: true } : { digits: f.count(hits), unit: `/ ${f.count(n)}` }
  return (
    <KpiStrip columns={5}>
      <KpiCard
        id="customer_tickets"
        state={null}
        label={t('customers.tile_tickets')}
        aside={t('customers.tile_all')}
        digits={`${f.count(detail.tickets.length)}${detail.moreTickets ? '+' : ''}`}
        href={allTickets(detail)}
        left1={
          open > 0 ? (
            <Link href={allTickets(detail, 'open')} prefetch={false} className="num">
              {t('customers.tile_open', { count: open })}
            </Link>
          ) : (
            t('customers.tile_open', { count: 0 })
          )
        }
      />
      <KpiCard
        id="customer_frt"
        state={null}
        label={t('customers.tile_frt')}
        aside={year}
        digits={figures.frtN === 0 ? '—' : f.duration(figures.frtSumMs / figures.frtN / 1000)}
        quiet={figures.frtN === 0}
        href={figures.frtN === 0 ? undefined : rowsHref(detail, 'frt_avg')}
        left1={figures.frtN === 0 ? t('customers.none') : f.n(figures.frtN)}
      />
      <KpiCard
        id="customer_csat"
        state={null}
        label={t('customers.tile_csat')}
        aside={year}
        {...cases(figures.csatGood, figures.csatN)}
        href={figures.csatN === 0 ? undefined : rowsHref(detail, 'csat')}
        left1={
          figures.csatN === 0
            ? t('customers.none')
            : t('customers.good', { hits: figures.csatGood, n: figures.csatN })
        }
      />
      <KpiCard
        id="customer_fcr"
        state={null}
        label={t('customers.tile_fcr')}
        aside={year}
        {...cases(figures.fcrHits, figures.fcrN)}
        href={figures.fcrN === 0 ? undefined : rowsHref(detail, 'fcr')}
        left1={
          figures.fcrN === 0
            ? t('customers.none')
            : t('customers.solved', { hits: figures.fcrHits, n: figures.fcrN })
        }
      />
      <KpiCard
        id="customer_orders"
        state={null}
        label={t('customers.tile_orders')}
        aside={t('customers.tile_all')}
        digits={orders.count === 0 ? '—' : f.count(orders.count)}
        quiet={orders.count === 0}
        left1={
          orders.count === 0
            ? t('customers.none')
            : orders.lastAt
              ? t('customers.lastOrder', { day: f.day(orders.lastAt) })
              : undefined
        }
        right1={orders.sum === null ? undefined : f.money(orders.sum)}
      />
    </KpiStrip>
  )
}

function endedWord(page: Page, ticket: ShownCustomerTicket): string {
  const { t } = page
  if (ticket.state === 'open')
    return ticket.waitingSince === null ? t('tickets.stateOpen') : t('tickets.stateWaiting')
  if (ticket.state === 'resolved') return t('tickets.stateResolved')
  return ticket.state === 'closed' ? t('tickets.stateClosed') : t('tickets.stateAbandoned')
}

function Line({ page, detail }: Part) {
  const { t, f, locale } = page
  const tickets = detail.tickets.map(
    (ticket): TimelineItem => ({
      id: ticket.subject,
      href: ticketHref(detail.source, ticket.subject),
      channel: ticket.channel,
      from: Date.parse(ticket.openedAt),
      to: ticket.endedAt === null ? null : Date.parse(ticket.endedAt),
      title: `${f.dateTime(ticket.openedAt)} · ${channelName(locale, ticket.channel)} · ${ticket.title ?? ticket.subject} · ${endedWord(page, ticket)}`,
    }),
  )
  const marks: TimelineMark[] = [
    ...detail.tickets.flatMap((ticket) => [
      ...ticket.answers
        .filter((answer) => answer.kind.startsWith('csat'))
        .map(
          (answer): TimelineMark => ({
            id: `${ticket.subject} ${answer.at} ${answer.kind}`,
            kind: 'rating',
            channel: ticket.channel,
            at: Date.parse(answer.at),
            text: String(Math.round(answer.normal * 10) / 10),
            bad: answer.normal < 3,
            title: `${f.dateTime(answer.at)} · ${answerScore(answer, page.t).words}`,
          }),
        ),
      ...ticket.complaints.map(
        (complaint): TimelineMark => ({
          id: `${ticket.subject} ${complaint.at} complaint`,
          kind: 'complaint',
          channel: ticket.channel,
          at: Date.parse(complaint.at),
          title: `${f.dateTime(complaint.at)} · ${complaintWords(page, complaint.category)}`,
        }),
      ),
    ]),
    ...detail.orders.rows.slice(0, 100).map(
      (order, i): TimelineMark => ({
        id: `order ${order.at} ${i}`,
        kind: 'order',
        channel: null,
        at: Date.parse(order.at),
        title: `${f.dateTime(order.at)} · ${order.amount === null ? t('customers.orderPlain') : t('customers.order', { amount: f.money(order.amount) })}`,
      }),
    ),
  ]
  return (
    <Card title={t('customers.timeline')} hint={<span>{t('customers.timelineHint')}</span>} className={CARD}>
      {tickets.length === 0 && marks.length === 0 ? (
        <Empty title={t('customers.none')} />
      ) : (
        <CustomerTimeline page={page} tickets={tickets} marks={marks} />
      )}
    </Card>
  )
}

function complaintWords({ t }: Page, category: string | null): string {
  return category === null ? t('customers.complaintPlain') : t('customers.complaintOf', { category })
}

function isLow(answer: { readonly kind: string; readonly score: number; readonly normal: number }): boolean {
  if (answer.kind.startsWith('csat')) return answer.normal < 3
  if (answer.kind === 'nps') return answer.score <= 6
  if (answer.kind === 'ces') return answer.score <= 3
  if (answer.kind === 'ces1') return answer.score >= 5
  return answer.score <= 0.5
}

async function Tickets({
  page,
  detail,
  tickets,
}: Part & { readonly tickets: readonly ShownCustomerTicket[] }) {
  const names = await namesFor({})
  const { t, f, locale, ctx } = page
  return (
    <ol>
      {tickets.map((ticket) => {
        const due = ticket.resolutionDueAt === null ? null : Date.parse(ticket.resolutionDueAt)
        const left = due === null ? 0 : (due - ctx.now) / 1000
        const waited =
          ticket.waitingSince === null ? null : (ctx.now - Date.parse(ticket.waitingSince)) / 1000
        const who = [
          ...(ticket.team === null ? [] : [teamName(ticket.team)]),
          ...(ticket.agent === null ? [] : [agentName(names, ticket.agent)]),
        ].join(' · ')
        return (
          <li
            key={ticket.subject}
            className="grid grid-cols-[132px_minmax(0,1fr)_auto] gap-x-3 border-t border-line px-4 py-2 max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-5 max-md:py-2.5"
          >
            <time
              dateTime={ticket.openedAt}
              className="text-ink-2 max-md:order-2 max-md:text-right max-md:text-caption max-md:text-ink-3"
            >
              {f.day(ticket.openedAt)} {f.time(ticket.openedAt)}
            </time>
            <div className="min-w-0 max-md:order-1">
              <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                <Link
                  href={ticketHref(detail.source, ticket.subject)}
                  prefetch={false}
                  className="num max-w-full truncate font-[560] text-ink"
                >
                  {ticket.title ?? ticket.issueType ?? ticket.subject}
                </Link>
                <span className="text-caption text-ink-3">
                  {channelName(locale, ticket.channel)}
                  {ticket.product === null
                    ? ''
                    : ` · ${dimensionValueName(locale, 'product', ticket.product)}`}
                  {who === '' ? '' : ` · ${who}`}
                </span>
              </p>
              {ticket.state === 'open' && (due !== null || waited !== null) ? (
                <p className="flex flex-wrap gap-x-3 text-caption text-ink-2">
                  {waited === null ? null : <span>{t('customers.waiting', { age: f.span(waited) })}</span>}
                  {due === null ? null : left >= 0 ? (
                    <span>{t('customers.due', { when: f.dateTime(due), left: f.span(left) })}</span>
                  ) : (
                    <StateBadge
                      state="bad"
                      word={t('customers.overdue', { when: f.dateTime(due), over: f.span(-left) })}
                    />
                  )}
                </p>
              ) : null}
              {ticket.answers.map((answer) => (
                <p
                  key={`${answer.at} ${answer.kind}`}
                  className={cx('text-caption', isLow(answer) ? 'text-bad' : 'text-ink-2')}
                >
                  {answerScore(answer, page.t).words}
                  {answer.comment === null ? null : (
                    <span className="text-ink-2"> {t('ticket.quote', { text: answer.comment })}</span>
                  )}
                </p>
              ))}
              {ticket.complaints.map((complaint) => (
                <p key={complaint.at} className="text-caption text-ink-2">
                  <span className="font-[560] text-bad">
                    {complaintWords(page, complaint.category)}
                    {complaint.level === 'high' ? ` · ${t('customers.high')}` : ''}
                  </span>
                  {complaint.text === null ? null : ` ${t('ticket.quote', { text: complaint.text })}`}
                </p>
              ))}
              {ticket.suggestions.map((suggestion) => (
                <p key={suggestion.at} className="text-caption text-ink-2">
                  {t('customers.suggestion')} ·{' '}
                  {t(
                    suggestion.adopted === null
                      ? 'customers.pending'
                      : suggestion.adopted
                        ? 'customers.adopted'
                        : 'customers.declined',
                  )}
                  {suggestion.text === null ? null : ` ${t('ticket.quote', { text: suggestion.text })}`}
                </p>
              ))}
            </div>
            <div className="flex items-start gap-4 text-right max-md:order-3 max-md:col-span-2 max-md:hidden">
              <span className="w-14 text-ink-3">{f.duration(ticket.firstResponseSeconds)}</span>
              <span className="w-14 text-ink-2">{endedWord(page, ticket)}</span>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function Profile({ page, detail }: Part) {
  const { t, f, locale } = page
  const rows: (readonly [string, string | null])[] = [
    [t('customers.name'), detail.who],
    [t('customers.phone'), detail.phone],
    [t('customers.email'), detail.email],
    [
      t('customers.tier'),
      detail.tier === null ? null : dimensionValueName(locale, 'customerTier', detail.tier),
    ],
    [t('customers.region'), detail.region],
    [t('customers.tags'), detail.tags.length === 0 ? null : f.list(detail.tags)],
    [t('customers.lifetime'), detail.value === null ? null : f.money(detail.value)],
    [t('customers.orderCount'), detail.orders.count === 0 ? null : f.count(detail.orders.count)],
    [t('customers.orderSum'), detail.orders.sum === null ? null : f.money(detail.orders.sum)],
    [t('customers.orderLast'), detail.orders.lastAt === null ? null : f.date(detail.orders.lastAt)],
    [t('customers.lastActive'), detail.lastActiveAt === null ? null : f.dateTime(detail.lastActiveAt)],
  ]
  return (
    <Card title={t('customers.facts')} className={CARD}>
      <dl className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-3 gap-y-1.5 border-t border-line px-4 py-3 max-md:px-5">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className={cx('[overflow-wrap:anywhere]', value === null ? 'text-ink-3' : 'text-ink')}>
              {value ?? '—'}
            </dd>
          </div>
        ))}
      </dl>
      <div className="border-t border-line px-4 py-3 max-md:px-5">
        <RevealName
          key={`${detail.source}/${detail.customer}`}
          source={detail.source}
          customer={detail.customer}
        />
      </div>
    </Card>
  )
}

function Twins({ page, detail }: Part) {
  const { t } = page
  if (detail.twins.length === 0) return null
  return (
    <Card title={t('customers.twins')} hint={<span>{t('customers.twinsHint')}</span>} className={CARD}>
      <ul>
        {detail.twins.map((twin) => (
          <li key={`${twin.source} ${twin.customer}`} className="border-t border-line">
            <Link
              href={customerHref(twin.source, twin.customer)}
              prefetch={false}
              className="flex items-baseline gap-2 px-4 py-2 hover:bg-accent max-md:min-h-11 max-md:px-5"
            >
              <span className="shrink-0 font-[560] text-ink">{twin.who ?? '—'}</span>
              <span className="min-w-0 truncate text-caption text-ink-3">
                {twin.source} · {t(twin.by === 'phone' ? 'customers.byPhone' : 'customers.byEmail')}
              </span>
              <span className="ml-auto shrink-0 text-caption text-ink-2">
                {t('customers.twinTickets', { count: twin.tickets })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Ratings({ page, detail }: Part) {
  const { t, f } = page
  const rated = detail.tickets
    .flatMap((ticket) => ticket.answers.map((answer) => ({ ...answer, subject: ticket.subject })))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, 20)
  return (
    <div id="ratings">
      <Card title={t('customers.ratings')} className={CARD}>
        {rated.length === 0 ? (
          <p className="border-t border-line px-4 py-3 text-body text-ink-3 max-md:px-5">
            {t('customers.none')}
          </p>
        ) : (
          <ul className="border-t border-line py-1">
            {rated.map((answer) => (
              <li
                key={`${answer.subject} ${answer.at} ${answer.kind}`}
                className="flex items-baseline gap-2 px-4 py-1 max-md:px-5"
              >
                <Link
                  href={ticketHref(detail.source, answer.subject)}
                  prefetch={false}
                  className={cx('num min-w-0 truncate', isLow(answer) ? 'text-bad' : 'text-ink')}
                >
                  {answerScore(answer, page.t).words}
                </Link>
                <time dateTime={answer.at} className="ml-auto shrink-0 text-caption text-ink-3">
                  {f.day(answer.at)}
                </time>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  )
}
