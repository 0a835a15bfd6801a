import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { FilterBar } from '@/components/views/filter-bar'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import { TicketRows } from '@/components/views/ticket-rows'
import { parseView, periodOf, rowsQuery, type SearchParams } from '@/components/views/view-state'
import { metricById } from '@/lib/metrics/catalogue'
import { DIMENSIONS } from '@/lib/metrics/types'
import { listTickets } from '@/lib/services/list-tickets'

const PAGE_SIZE = 100

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('tickets.title') }
}

/** The rows behind a number: the same period and filters, `metric=ID` for exactly that metric's population. */
export default async function TicketsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, null)
  const { t, f, ctx, locale, zone } = page
  const metric = typeof params.metric === 'string' ? (metricById(params.metric) ?? null) : null
  const cursor = typeof params.cursor === 'string' ? params.cursor : ''
  const period = periodOf(view, zone, ctx.now)
  const query = rowsQuery(view, zone, ctx.now, {
    ...(metric ? { metric: metric.id } : {}),
    narrow: view.narrow,
  })
  const search = new URLSearchParams(query)
  search.set('limit', String(PAGE_SIZE))
  if (cursor !== '') search.set('cursor', cursor)
  const asked = await settle(listTickets(ctx, search))
  const extra = metric ? `metric=${metric.id}` : ''
  const now = metric?.type === 'gauge'
  const title = metric ? t('tickets.behind', { metric: metric.text[locale].label }) : t('tickets.title')
  return (
    <PageBody>
      <PageHeader
        title={title}
        {...(metric ? { trail: { href: '/tickets', text: t('tickets.title') } } : {})}
      >
        {now ? null : <PeriodBar view={view} now={ctx.now} extra={extra} compare={false} />}
      </PageHeader>
      <FilterBar view={view} dimensions={metric?.dimensions ?? DIMENSIONS} extra={extra}>
        <span>{now ? t('tickets.gaugeNow') : f.period(period.from, period.to)}</span>
      </FilterBar>
      {asked.ok ? (
        <Card
          title={t('channels.rows')}
          hint={
            <>
              <span data-total={asked.value.total}>
                {t('tickets.total', { total: f.integer(asked.value.total) })}
              </span>
              {metric ? (
                <Link href={`/catalogue?metric=${metric.id}`} className="link text-ink-2">
                  {metric.text[locale].label}
                </Link>
              ) : null}
            </>
          }
          aside={
            asked.value.total > 0 ? (
              <a href={`/tickets.csv?${query}`} className={button({ look: 'quiet', size: 'small' })} download>
                <Download size={13} strokeWidth={1.6} aria-hidden />
                {t('tickets.export')}
              </a>
            ) : null
          }
          className="max-md:rounded-none max-md:border-x-0"
        >
          {asked.value.rows.length === 0 ? (
            <Empty
              title={t('tickets.empty')}
              hint={t('tickets.emptyHint')}
              action={
                <Link href={`/tickets${extra ? `?${extra}` : ''}`} className={button()}>
                  {t('tickets.clear')}
                </Link>
              }
            />
          ) : (
            <TicketRows page={page} rows={asked.value.rows} metric={metric} />
          )}
          {asked.value.nextCursor || cursor !== '' ? (
            <nav className="flex items-center gap-2 border-t border-line px-4 py-2.5">
              {cursor === '' ? null : (
                <Link href={`/tickets?${query}`} className={button({ size: 'small' })}>
                  {t('tickets.first')}
                </Link>
              )}
              {asked.value.nextCursor ? (
                <Link
                  href={`/tickets?${query}&cursor=${encodeURIComponent(asked.value.nextCursor)}`}
                  className={button({ size: 'small' })}
                >
                  {t('tickets.next', { count: PAGE_SIZE })}
                </Link>
              ) : null}
            </nav>
          ) : null}
        </Card>
      ) : (
        <SectionError
          t={t}
          title={title}
          code={asked.code}
          message={asked.message}
          href={`/tickets?${query}`}
        />
      )}
    </PageBody>
  )
}
