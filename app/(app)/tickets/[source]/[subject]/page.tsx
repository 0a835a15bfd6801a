import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { segment } from '@/app/question'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { StateGlyph, VipBadge } from '@/components/ui/state-badge'
import { ClockBar, ClockLegend } from '@/components/views/clock-bar'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { clockOf } from '@/components/views/ticket-clock'
import { channelName, dimensionValueName } from '@/lib/i18n/names'
import { DIMENSIONS } from '@/lib/metrics/types'
import { getTicket, type TicketDetail } from '@/lib/services/get-ticket'

type Params = Promise<{ source: string; subject: string }>

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('ticket.title', { subject: segment((await params).subject) }) }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export default async function TicketPage({ params }: { readonly params: Params }) {
  const page = await pageContext()
  const raw = await params
  const source = segment(raw.source)
  const subject = segment(raw.subject)
  const { t, locale } = page
  const asked = await settle(getTicket(page.ctx, source, subject))
  if (!asked.ok) {
    if (asked.code === 'not_found') notFound()
    return (
      <PageBody>
        <PageHeader title={subject} trail={{ href: '/tickets', text: t('tickets.title') }} />
        <div className="mt-3">
          <SectionError t={t} title={t('ticket.facts')} code={asked.code} href="" />
        </div>
      </PageBody>
    )
  }
  const detail = asked.value
  const { ticket } = detail
  const channel = text(ticket.channel)
  return (
    <PageBody>
      <PageHeader
        title={detail.subject}
        trail={{ href: '/tickets', text: t('tickets.title') }}
        badge={
          <span className="flex flex-wrap items-center gap-2 text-body text-ink-2">
            {text(ticket.customerTier) === 'vip' ? <VipBadge /> : null}
            <span>
              {[text(ticket.customer), channel ? channelName(locale, channel) : null, detail.source]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </span>
        }
      >
        <StateOf page={page} ticket={ticket} />
      </PageHeader>
      <div className="mt-3 grid gap-3 lg:grid-cols-[minmax(0,62fr)_minmax(0,38fr)] max-md:gap-0">
        <div className="flex min-w-0 flex-col gap-3 max-md:gap-0">
          <Clock page={page} detail={detail} />
          <Messages page={page} detail={detail} />
        </div>
        <div className="flex min-w-0 flex-col gap-3 max-md:gap-0">
          <Facts page={page} detail={detail} />
          <Events page={page} detail={detail} />
        </div>
      </div>
    </PageBody>
  )
}

interface Part {
  readonly page: Page
  readonly detail: TicketDetail
}

function StateOf({ page, ticket }: { readonly page: Page; readonly ticket: TicketDetail['ticket'] }) {
  const { t } = page
  const state = text(ticket.state)
  const word =
    state === 'open'
      ? text(ticket.waitingSince)
        ? t('tickets.stateWaiting')
        : t('tickets.stateOpen')
      : state === 'resolved'
        ? t('tickets.stateResolved')
        : state === 'closed'
          ? t('tickets.stateClosed')
          : t('tickets.stateAbandoned')
  return <span className="text-body font-[560] text-ink">{word}</span>
}

/** The clock bar and the three facts under it. */
function Clock({ page, detail }: Part) {
  const { t, f, ctx } = page
  const clock = clockOf(detail.segments, detail.limits, {
    kind: (kind) =>
      ({
        waiting: t('ticket.segmentWait'),
        handling: t('ticket.segmentHandle'),
        waiting_for_customer: t('ticket.segmentCustomer'),
        transfer: t('ticket.segmentTransfer'),
      })[kind],
    duration: f.duration,
    time: f.timeSeconds,
    limit: (kind, seconds) => {
      const limit = f.duration(seconds)
      if (kind === 'round') return t('ticket.limitRound', { limit })
      return kind === 'resolution'
        ? t('ticket.limitResolution', { limit })
        : t('ticket.limitFirst', { limit })
    },
  })
  const first = detail.episodes[0]
  const wait = number(first?.waitSeconds)
  const firstLimit = detail.limits.find((limit) => limit.kind === 'first_response')
  const started = text(first?.startedAt)
  const due = text(first?.dueAt)
  const limitSeconds = started && due ? (Date.parse(due) - Date.parse(started)) / 1000 : null
  const waiting = text(detail.ticket.waitingSince)
  const waited = wait ?? (waiting ? (ctx.now - Date.parse(waiting)) / 1000 : null)
  const late =
    firstLimit?.met === false || (limitSeconds !== null && waited !== null && waited > limitSeconds)
  const agent = text(detail.ticket.agentLast) ?? text(detail.ticket.agentSettled)
  const start = detail.segments[0]?.from ?? text(detail.ticket.firstAt)
  const open = detail.segments.at(-1)?.to === null
  const facts: readonly { readonly name: string; readonly value: React.ReactNode }[] = [
    {
      name: t('ticket.firstResponse'),
      value: (
        <span className={cx('flex items-center gap-2', late && 'text-bad')}>
          {waited === null ? null : <StateGlyph state={late ? 'bad' : 'ok'} />}
          {f.duration(waited)}
          {limitSeconds === null ? null : (
            <span className={late ? '' : 'text-ink-3'}>/ {f.duration(limitSeconds)}</span>
          )}
        </span>
      ),
    },
    { name: t('ticket.resolution'), value: f.duration(number(detail.ticket.resolutionSeconds)) },
    {
      name: t('ticket.owner'),
      value: agent ? (
        <Link href={`/agents/${encodeURIComponent(agent)}`} className="num">
          {agent}
        </Link>
      ) : (
        t('tickets.unassigned')
      ),
    },
  ]
  return (
    <section className="card p-4 max-md:rounded-none max-md:border-x-0">
      <p className="flex flex-wrap justify-between gap-2 text-body text-ink-2">
        <span>{start ? t('ticket.since', { time: `${f.day(start)} ${f.timeSeconds(start)}` }) : ''}</span>
        <span>
          {open ? t('ticket.elapsed') : t('ticket.took')}{' '}
          <b className="font-[620] text-ink">{f.duration(clock.seconds)}</b>
        </span>
      </p>
      {clock.parts.length === 0 ? (
        <p className="py-6 text-body text-ink-3">{t('ticket.noClock')}</p>
      ) : (
        <>
          <ClockBar parts={clock.parts} ticks={clock.ticks} label={t('ticket.facts')} />
          <div className="mt-2">
            <ClockLegend sums={clock.sums} />
          </div>
        </>
      )}
      <dl className="mt-4 grid grid-cols-3 gap-4 border-t border-line pt-3 max-md:gap-2">
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt className="text-caption text-ink-3">{fact.name}</dt>
            <dd className="text-card font-[600] text-ink">{fact.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Messages by time; machines and private notes in the third ink. */
function Messages({ page, detail }: Part) {
  const { t, f } = page
  return (
    <Card
      title={t('ticket.messages')}
      hint={<span>{text(detail.ticket.title)}</span>}
      className="max-md:rounded-none max-md:border-x-0 max-md:border-t-0"
    >
      {detail.messages.length === 0 ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3">{t('ticket.noMessages')}</p>
      ) : (
        <ol className="flex flex-col gap-4 border-t border-line px-4 py-4">
          {detail.messages.map((message) => {
            const quiet =
              message.from === 'system' || message.from === 'bot' || message.auto || !message.public
            const who =
              message.from === 'customer'
                ? t('ticket.customer')
                : message.from === 'bot'
                  ? t('ticket.bot')
                  : message.from === 'system'
                    ? t('ticket.system')
                    : (message.agent ?? t('ticket.agent'))
            const mark = [
              message.public ? null : t('ticket.private'),
              message.auto ? t('ticket.auto') : null,
            ].filter((part) => part !== null)
            return (
              <li
                key={message.id}
                className="grid grid-cols-[64px_minmax(0,1fr)] gap-x-3"
                data-from={message.from}
              >
                <time dateTime={message.at} title={f.dateTime(message.at)} className="text-body text-ink-3">
                  {f.timeSeconds(message.at)}
                </time>
                <div className="min-w-0">
                  <p className="text-caption text-ink-3">
                    <span className={quiet ? '' : 'font-[540] text-ink-2'}>{who}</span>
                    {mark.length > 0 ? ` · ${mark.join(' · ')}` : ''}
                  </p>
                  <p
                    className={cx(
                      'text-card leading-[22px] [overflow-wrap:anywhere] whitespace-pre-line',
                      quiet ? 'text-ink-3' : 'text-ink',
                    )}
                  >
                    {message.text ?? t('ticket.hidden')}
                  </p>
                </div>
              </li>
            )
          })}
        </ol>
      )}
    </Card>
  )
}

function Facts({ page, detail }: Part) {
  const { t, f, locale } = page
  const { ticket } = detail
  const rows: (readonly [string, string])[] = []
  for (const dimension of DIMENSIONS) {
    if (dimension === 'team' || dimension === 'agent') continue
    const value = text(ticket[dimension])
    if (value !== null) rows.push([t(`dimension.${dimension}`), dimensionValueName(locale, dimension, value)])
  }
  const team = text(ticket.teamLast)
  if (team) rows.push([t('dimension.team'), team])
  const aht = number(ticket.ahtSeconds)
  if (aht !== null) rows.push([t('agents.aht'), f.duration(aht)])
  for (const answer of detail.answers) {
    const score = number(answer.score)
    if (score === null) continue
    const comment = text(answer.comment)
    rows.push([
      t('ticket.rating'),
      comment ? `${score} · ${t('ticket.quote', { text: comment })}` : String(score),
    ])
  }
  return (
    <Card title={t('ticket.facts')} className="max-md:rounded-none max-md:border-x-0 max-md:border-t-0">
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1.5 border-t border-line px-4 py-3">
        {rows.map(([name, value]) => (
          <div key={`${name} ${value}`} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="[overflow-wrap:anywhere] text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

const EVENTS = [
  'ticket.opened',
  'ticket.updated',
  'ticket.queued',
  'ticket.assigned',
  'ticket.transferred',
  'message.sent',
  'call.ringing',
  'call.answered',
  'call.held',
  'call.resumed',
  'call.ended',
  'call.wrapup_ended',
  'ticket.abandoned',
  'ticket.resolved',
  'ticket.reopened',
  'ticket.closed',
  'survey.sent',
  'survey.answered',
  'complaint.filed',
  'suggestion.submitted',
  'suggestion.decided',
] as const

/** What happened, without the messages, which stand beside. */
function Events({ page, detail }: Part) {
  const { t, f } = page
  const rows = detail.events.filter((event) => event.type !== 'message.sent')
  const words = (event: TicketDetail['events'][number]): string => {
    const known = EVENTS.find((type) => type === event.type)
    if (!known) return event.type
    const data = (typeof event.data === 'object' && event.data !== null ? event.data : {}) as Record<
      string,
      unknown
    >
    const name = t(`event.${known.replace('.', '_') as 'ticket_opened'}`, {
      agent: text(data.agent) ?? '—',
      score: number(data.score) ?? '—',
    })
    if (known === 'ticket.transferred') {
      const from = text(data.fromAgent)
      const to = text(data.toAgent) ?? text(data.toTeam)
      return to ? t('ticket.transfer', { from: from ?? '—', to }) : name
    }
    return name
  }
  return (
    <Card title={t('ticket.events')} className="max-md:rounded-none max-md:border-x-0 max-md:border-t-0">
      <ol className="border-t border-line px-4 py-2">
        {rows.map((event) => (
          <li key={event.id} className="grid grid-cols-[64px_12px_minmax(0,1fr)] items-baseline gap-x-2 py-1">
            <time dateTime={event.at} title={f.dateTime(event.at)} className="text-body text-ink-3">
              {f.timeSeconds(event.at)}
            </time>
            <span aria-hidden className="size-[7px] rounded-full bg-ink-3" />
            <span className="[overflow-wrap:anywhere] text-ink">{words(event)}</span>
          </li>
        ))}
      </ol>
      {detail.moreEvents ? (
        <p className="px-4 pb-3 text-caption text-ink-3">{t('ticket.moreEvents')}</p>
      ) : null}
    </Card>
  )
}
