import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { segment } from '@/app/question'
import { TicketClock } from '@/components/tickets/ticket-clock-section'
import { TicketDeeds } from '@/components/tickets/ticket-deeds'
import { stateWord, textOf } from '@/components/tickets/ticket-detail'
import { TicketFacts } from '@/components/tickets/ticket-facts'
import { TicketTalk } from '@/components/tickets/ticket-talk'
import { Card } from '@/components/ui/card'
import { VipBadge } from '@/components/ui/state-badge'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { channelName } from '@/lib/i18n/names'
import { getTicket } from '@/lib/services/get-ticket'
import { namesFor } from '../../../_people/names'

type Params = Promise<{ source: string; subject: string }>

const CARD = 'max-md:rounded-none max-md:border-x-0 max-md:border-t-0'

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('ticket.title', { subject: segment((await params).subject) }) }
}

export default async function TicketPage({ params }: { readonly params: Params }) {
  const page = await pageContext()
  const raw = await params
  const { t, f, locale, ctx } = page
  const subject = segment(raw.subject)
  const asked = await settle(getTicket(ctx, segment(raw.source), subject))
  const trail = { href: '/tickets', text: t('tickets.title') }
  if (!asked.ok) {
    if (asked.code === 'not_found') notFound()
    return (
      <PageBody>
        <PageHeader title={subject} trail={trail} />
        <div className="mt-3">
          <SectionError t={t} title={t('ticket.facts')} code={asked.code} href="" />
        </div>
      </PageBody>
    )
  }
  const detail = asked.value
  const { ticket } = detail
  const kit = { t, f, locale, now: ctx.now, names: await namesFor({}) }
  const channel = textOf(ticket.channel)
  const about = [detail.who, channel ? channelName(locale, channel) : null, detail.source]
  return (
    <PageBody>
      <PageHeader
        title={detail.subject}
        trail={trail}
        badge={
          <span className="flex flex-wrap items-center gap-2 text-body text-ink-2">
            {textOf(ticket.customerTier) === 'vip' ? <VipBadge /> : null}
            <span>{about.filter((part) => part !== null).join(' · ')}</span>
          </span>
        }
      >
        <span className="text-body font-[560] text-ink">{stateWord(ticket, t)}</span>
      </PageHeader>
      <div className="mt-3 grid gap-3 lg:grid-cols-[minmax(0,62fr)_minmax(0,38fr)] max-md:gap-0">
        <div className="flex min-w-0 flex-col gap-3 max-md:gap-0">
          <section className="card p-4 max-md:rounded-none max-md:border-x-0">
            <TicketClock kit={kit} detail={detail} />
            {detail.mayAct ? (
              <div className="sticky bottom-[72px] mt-4 flex flex-wrap items-center gap-2 border-t border-line bg-surface pt-3">
                <TicketDeeds
                  detail={{
                    source: detail.source,
                    subject: detail.subject,
                    waits: detail.waits,
                    claim: detail.claim,
                    who: detail.who,
                  }}
                />
              </div>
            ) : null}
          </section>
          <Card title={t('ticket.messages')} hint={<span>{textOf(ticket.title)}</span>} className={CARD}>
            <div className="border-t border-line px-4 py-4">
              <TicketTalk kit={kit} detail={detail} />
            </div>
          </Card>
        </div>
        <Card title={t('ticket.facts')} className={`self-start ${CARD}`}>
          <div className="border-t border-line px-4 py-3">
            <TicketFacts kit={kit} detail={detail} />
          </div>
        </Card>
      </div>
    </PageBody>
  )
}
