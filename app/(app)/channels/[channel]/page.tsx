import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { answerOf, ask, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { narrowable, question, segment } from '@/app/question'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { StateBadge } from '@/components/ui/state-badge'
import { AgentIntervals } from '@/components/views/agent-intervals'
import { grainOf, isSmall, nOf, numberOf } from '@/components/views/answers'
import { channelTarget } from '@/components/views/channel-section'
import { DistributionCard } from '@/components/views/distribution-card'
import { FilterBar } from '@/components/views/filter-bar'
import { KpiSection, KpiSkeleton } from '@/components/views/kpi-section'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import { TicketRows } from '@/components/views/ticket-rows'
import { TrendSection } from '@/components/views/trend-section'
import { CHANNEL_KPIS } from '@/components/views/uses'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
  viewQuery,
} from '@/components/views/view-state'
import { bandOf } from '@/lib/boards/state'
import { channelName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import { DIMENSIONS, type Filter } from '@/lib/metrics/types'
import { listTickets } from '@/lib/services/list-tickets'
import { readDistribution } from '@/lib/services/read-distribution'

type Params = Promise<{ channel: string }>

const channelOf = (raw: string): string | null => (raw === '_none' ? null : segment(raw))

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  const { locale } = await pageContext()
  return { title: channelName(locale, channelOf((await params).channel)) }
}

interface Part {
  readonly page: Page
  /** the page's own view, with the channel among its filters */
  readonly view: ViewState
  readonly channel: string | null
}

export default async function ChannelPage({
  params,
  searchParams,
}: {
  readonly params: Params
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const channel = channelOf((await params).channel)
  const search = await searchParams
  const asked = parseView(search)
  const others = asked.filters.filter((it) => it.dimension !== 'channel')
  const own: Filter = { dimension: 'channel', op: 'in', values: [channel] }
  const view: ViewState = { ...asked, filters: [own, ...others] }
  const { t, f, ctx, locale, zone } = page
  const period = periodOf(view, zone, ctx.now)
  const part: Part = { page, view, channel }
  const key = viewQuery(view)

  // The quarter of an hour that has just passed says how the channel is now.
  const recent = answerOf(
    await ask(page, { metrics: ['frt_avg'], period: { preset: 'last_15m' }, filters: view.filters }),
  )
  const frt = metricById('frt_avg')
  const value = numberOf(recent?.rows[0], 'frt_avg')
  const n = nOf(recent?.rows[0], 'frt_avg')
  const target = channelTarget(frt?.target ?? null, channel)
  const state =
    frt && value !== null && target !== null && !isSmall(frt, n)
      ? bandOf(value, { value: target, op: '<=' }, 'seconds')
      : null

  return (
    <PageBody>
      <PageHeader
        title={channelName(locale, channel)}
        trail={{ href: '/channels', text: t('channels.title') }}
        badge={state ? <StateBadge state={state} word={t(`state.${state}`)} /> : null}
      >
        <PeriodBar view={{ ...view, filters: others }} now={ctx.now} />
      </PageHeader>
      <FilterBar view={{ ...view, filters: others }} dimensions={DIMENSIONS.filter((it) => it !== 'channel')}>
        <span>{f.period(period.from, period.to)}</span>
      </FilterBar>
      <div className="flex flex-col gap-3">
        <Suspense fallback={<KpiSkeleton count={6} />} key={`kpi ${key}`}>
          <Kpis {...part} />
        </Suspense>
        <Suspense fallback={<Skeleton className="h-[300px]" />} key={`trend ${key}`}>
          <Trend {...part} target={target} now={value} n={n} bad={state === 'bad'} />
        </Suspense>
        <div className="grid gap-3 lg:grid-cols-[minmax(0,55fr)_minmax(0,45fr)]">
          <Suspense fallback={<SkeletonTable rows={7} />} key={`dist ${key}`}>
            <Distribution {...part} target={target} />
          </Suspense>
          <Suspense fallback={<SkeletonTable rows={7} />} key={`agents ${key}`}>
            <Agents {...part} />
          </Suspense>
        </div>
        <Suspense fallback={<SkeletonTable />} key={`rows ${key}`}>
          <Rows {...part} />
        </Suspense>
      </div>
    </PageBody>
  )
}

async function Kpis({ page, view, channel }: Part) {
  const period = periodOf(view, page.zone, page.ctx.now)
  const metrics = narrowable(CHANNEL_KPIS, view.filters)
  const [now, spark] = await Promise.all([
    ask(page, { ...question(page, view), metrics }),
    ask(page, {
      ...question(page, view, { compare: false }),
      metrics,
      grain: grainOf(period.from, period.to),
    }),
  ])
  return (
    <KpiSection
      page={page}
      ids={CHANNEL_KPIS}
      asked={metrics}
      view={view}
      now={answerOf(now)}
      spark={answerOf(spark)}
      code={now.ok ? null : now.code}
      limitOf={(metric) => channelTarget(metric.target, channel)}
    />
  )
}

async function Trend({
  page,
  view,
  target,
  now,
  n,
  bad,
}: Part & {
  readonly target: number | null
  readonly now: number | null
  readonly n: number
  readonly bad: boolean
}) {
  const { t, f } = page
  const period = periodOf(view, page.zone, page.ctx.now)
  const asked = await ask(page, {
    ...question(page, view),
    metrics: ['frt_avg'],
    grain: grainOf(period.from, period.to),
  })
  return (
    <TrendSection
      page={page}
      asked={asked}
      metricId="frt_avg"
      title={t('channels.trend')}
      view={view}
      period={period}
      target={target}
      headline={
        view.preset === 'today' && now !== null ? (
          <>
            <span className={`text-hero font-[620] tracking-[-0.02em] ${bad ? 'text-bad' : 'text-ink'}`}>
              {f.duration(now)}
            </span>
            <span className="text-ink-2">
              {t('period.last_15m')} · {f.n(n)}
            </span>
          </>
        ) : undefined
      }
    />
  )
}

/** First responses as a histogram, over all of the period. */
async function Distribution({ page, view, target }: Part & { readonly target: number | null }) {
  const { t, zone, ctx } = page
  const { period, filters, calendar } = question(page, view, { compare: false })
  const asked = await settle(readDistribution(ctx, { metric: 'frt_p50', period, filters, calendar, target }))
  return (
    <DistributionCard
      page={page}
      title={t('channels.distribution')}
      asked={asked}
      target={target}
      hrefOf={(narrow) => `/tickets?${rowsQuery(view, zone, ctx.now, { metric: 'frt_p50', narrow })}`}
    />
  )
}

async function Agents({ page, view }: Part) {
  const { t, zone, ctx } = page
  const [asked, whole] = await Promise.all([
    ask(page, {
      ...question(page, view, { compare: false }),
      metrics: ['frt_within_target'],
      dimensions: ['agent'],
      limit: 500,
    }),
    ask(page, { ...question(page, view, { compare: false }), metrics: ['frt_within_target'] }),
  ])
  return (
    <AgentIntervals
      page={page}
      title={t('channels.agents')}
      asked={asked}
      whole={numberOf(answerOf(whole)?.rows[0], 'frt_within_target')}
      metricId="frt_within_target"
      rowsHref={(agent) =>
        `/tickets?${rowsQuery(view, zone, ctx.now, { metric: 'frt_within_target', filters: [{ dimension: 'agent', op: 'in', values: [agent] }] })}`
      }
    />
  )
}

async function Rows({ page, view }: Part) {
  const { t, f, zone, ctx } = page
  const query = rowsQuery(view, zone, ctx.now)
  const search = new URLSearchParams(query)
  search.set('limit', '20')
  const asked = await settle(listTickets(ctx, search))
  if (!asked.ok) return <SectionError t={t} title={t('channels.rows')} code={asked.code} href="" />
  return (
    <Card
      title={t('channels.rows')}
      hint={<span>{t('channels.rowsHint', { total: f.integer(asked.value.total) })}</span>}
      aside={
        <Link href={`/tickets?${query}`} className={button({ look: 'quiet', size: 'small' })}>
          {t('channels.allRows')}
        </Link>
      }
    >
      {asked.value.rows.length === 0 ? (
        <Empty title={t('tickets.empty')} hint={t('tickets.emptyHint')} />
      ) : (
        <TicketRows page={page} rows={asked.value.rows} metric={null} />
      )}
    </Card>
  )
}
