import type { Metadata } from 'next'
import Link from 'next/link'
import { answerOf, ask, settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { narrowable, question, segment } from '@/app/question'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { grainOf } from '@/components/views/answers'
import { FilterBar } from '@/components/views/filter-bar'
import { KpiSection, shortName } from '@/components/views/kpi-section'
import { MetricTable } from '@/components/views/metric-table'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import { TicketRows } from '@/components/views/ticket-rows'
import { TrendSection } from '@/components/views/trend-section'
import { AGENT_COLUMNS } from '@/components/views/uses'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
} from '@/components/views/view-state'
import { channelName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import { DIMENSIONS, type Filter } from '@/lib/metrics/types'
import { listTickets } from '@/lib/services/list-tickets'

type Params = Promise<{ agent: string }>

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  await pageContext()
  return { title: segment((await params).agent) }
}

export default async function AgentPage({
  params,
  searchParams,
}: {
  readonly params: Params
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const agent = segment((await params).agent)
  const asked = parseView(await searchParams)
  const others = asked.filters.filter((it) => it.dimension !== 'agent')
  const own: Filter = { dimension: 'agent', op: 'in', values: [agent] }
  const view: ViewState = { ...asked, filters: [own, ...others] }
  const { t, f, ctx, locale, zone } = page
  const period = periodOf(view, zone, ctx.now)
  const metrics = narrowable(AGENT_COLUMNS, view.filters)
  const grain = grainOf(period.from, period.to)
  // Tickets are credited to whoever settled them.
  const query = rowsQuery(view, zone, ctx.now, { metric: 'tickets_resolved' })
  const search = new URLSearchParams(query)
  search.set('limit', '20')
  const plain = question(page, view, { compare: false })
  const [now, spark, trend, channels, tickets] = await Promise.all([
    ask(page, { ...question(page, view), metrics }),
    ask(page, { ...plain, metrics, grain }),
    ask(page, { ...question(page, view), metrics: ['agent_frt_p50'], grain }),
    ask(page, { ...plain, metrics, dimensions: ['channel'] }),
    settle(listTickets(ctx, search)),
  ])
  const labels = Object.fromEntries(
    AGENT_COLUMNS.map((id) => [id, shortName(id, t) ?? metricById(id)?.text[locale].label ?? id]),
  )
  return (
    <PageBody>
      <PageHeader title={agent} trail={{ href: '/agents', text: t('agents.title') }}>
        <PeriodBar view={{ ...view, filters: others }} now={ctx.now} />
      </PageHeader>
      <FilterBar view={{ ...view, filters: others }} dimensions={DIMENSIONS.filter((it) => it !== 'agent')}>
        <span>{f.period(period.from, period.to)}</span>
      </FilterBar>
      <div className="flex flex-col gap-3">
        <KpiSection
          page={page}
          ids={AGENT_COLUMNS}
          asked={metrics}
          view={view}
          now={answerOf(now)}
          spark={answerOf(spark)}
          code={now.ok ? null : now.code}
          limitOf={(metric) => (metric.target?.byKind ? null : undefined)}
        />
        <TrendSection
          page={page}
          asked={trend}
          metricId="agent_frt_p50"
          title={t('agents.trend')}
          view={view}
          period={period}
        />
        {channels.ok ? (
          channels.value.rows.length === 0 ? null : (
            <Card title={t('agents.byChannel')} hint={<span>{t('board.channelHintShort')}</span>}>
              <MetricTable
                page={page}
                result={channels.value}
                dimension="channel"
                head={t('dimension.channel')}
                metrics={metrics}
                labels={labels}
                rowsHref={(metric, channel) =>
                  `/tickets?${rowsQuery(view, zone, ctx.now, { metric, filters: [{ dimension: 'channel', op: 'in', values: [channel] }] })}`
                }
                name={(channel) => channelName(locale, channel)}
              />
            </Card>
          )
        ) : (
          <SectionError t={t} title={t('agents.byChannel')} code={channels.code} href="" />
        )}
        {tickets.ok ? (
          <Card
            title={t('agents.resolvedRows')}
            hint={<span>{t('channels.rowsHint', { total: f.integer(tickets.value.total) })}</span>}
            aside={
              <Link href={`/tickets?${query}`} className={button({ look: 'quiet', size: 'small' })}>
                {t('channels.allRows')}
              </Link>
            }
          >
            {tickets.value.rows.length === 0 ? (
              <Empty title={t('tickets.empty')} hint={t('tickets.emptyHint')} />
            ) : (
              <TicketRows page={page} rows={tickets.value.rows} metric={null} />
            )}
          </Card>
        ) : (
          <SectionError t={t} title={t('channels.rows')} code={tickets.code} href="" />
        )}
      </div>
    </PageBody>
  )
}
