import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { namesFor } from '@/app/(app)/_people/names'
import { Breakdown, Heat } from '@/app/(app)/_people/sections'
import { answerOf, ask, settle } from '@/app/ask'
import { askNotes } from '@/app/notes'
import { type Page, pageContext } from '@/app/page-context'
import { narrowable, question, segment } from '@/app/question'
import { agentName, mayOpen, type Names } from '@/components/people/agent-names'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { figureData } from '@/components/ui/figure-data'
import { Empty } from '@/components/ui/notice'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { StateBadge } from '@/components/ui/state-badge'
import { AgentIntervals } from '@/components/views/agent-intervals'
import { atLeast, grainOf, nOf, numberOf, stateOf } from '@/components/views/answers'
import { ChangeSection, type SlowTicket } from '@/components/views/change-section'
import { changeByDimension, changeByHour } from '@/components/views/changes'
import { DistributionCard } from '@/components/views/distribution-card'
import { FilterBar } from '@/components/views/filter-bar'
import { KpiSection, KpiSkeleton } from '@/components/views/kpi-section'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import { TicketRows } from '@/components/views/ticket-rows'
import { TrendSection } from '@/components/views/trend-section'
import { CHANNEL_BREAKDOWN, CHANNEL_KPIS } from '@/components/views/uses'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
} from '@/components/views/view-state'
import { channelName, dimensionValueName } from '@/lib/i18n/names'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import type { Limit } from '@/lib/metrics/types'
import { DIMENSIONS, type Filter } from '@/lib/metrics/types'
import { listTickets } from '@/lib/services/list-tickets'
import { readDistribution } from '@/lib/services/read-distribution'
import { drivers } from '@/lib/stats/decompose'

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
  /** how the reader sees agents */
  readonly names: Names
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
  const names = await namesFor(search)
  const part: Part = { page, view, channel, names }
  const shared = { page, view, names }

  // The quarter of an hour that has just passed says how the channel is now.
  const recent =
    view.preset === 'today'
      ? answerOf(
          await ask(page, { metrics: ['frt_avg'], period: { preset: 'last_15m' }, filters: view.filters }),
        )
      : null
  const frt = page.metric('frt_avg')
  const value = numberOf(recent?.rows[0], 'frt_avg')
  const n = nOf(recent?.rows[0], 'frt_avg')
  const target = targetAt(frt, scopeOf(view.filters))
  const state = frt && value !== null ? stateOf(frt, value, n, target) : null

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
        <Suspense fallback={<KpiSkeleton count={6} />}>
          <Kpis {...part} />
        </Suspense>
        <Suspense fallback={<Skeleton className="h-[300px]" />}>
          <Trend {...part} target={target} now={value} n={n} bad={state === 'bad'} />
        </Suspense>
        {view.compare ? (
          <Suspense fallback={<Skeleton className="h-[266px] rounded-card max-md:h-[620px]" />}>
            <Why {...part} />
          </Suspense>
        ) : null}
        <div className="grid gap-3 lg:grid-cols-[minmax(0,55fr)_minmax(0,45fr)]">
          <Suspense fallback={<SkeletonTable rows={7} />}>
            <Distribution {...part} target={target?.value ?? null} />
          </Suspense>
          <Suspense fallback={<SkeletonTable rows={7} />}>
            <Agents {...part} />
          </Suspense>
        </div>
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,60fr)_minmax(0,40fr)]">
          <Suspense fallback={<SkeletonTable rows={8} />}>
            <Breakdown
              {...shared}
              dimension="team"
              metrics={CHANNEL_BREAKDOWN}
              compare={false}
              title={t('people.byTeamShort')}
            />
          </Suspense>
          <Suspense fallback={<SkeletonTable rows={7} />}>
            <Heat {...shared} />
          </Suspense>
        </div>
        <Suspense fallback={<SkeletonTable rows={8} />}>
          <Breakdown
            {...shared}
            dimension="issueType"
            metrics={CHANNEL_BREAKDOWN}
            compare={false}
            title={t('people.byIssue')}
          />
        </Suspense>
        <Suspense fallback={<SkeletonTable />}>
          <Rows {...part} />
        </Suspense>
      </div>
    </PageBody>
  )
}

async function Kpis({ page, view }: Part) {
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
  readonly target: Limit | null
  readonly now: number | null
  readonly n: number
  readonly bad: boolean
}) {
  const { t, f } = page
  const period = periodOf(view, page.zone, page.ctx.now)
  const [asked, notes] = await Promise.all([
    ask(page, {
      ...question(page, view),
      metrics: ['frt_avg'],
      grain: grainOf(period.from, period.to),
    }),
    askNotes(page, view),
  ])
  return (
    <TrendSection
      page={page}
      asked={asked}
      notes={notes}
      metricId="frt_avg"
      title={t('channels.trend')}
      view={view}
      period={period}
      target={target}
      headline={
        view.preset === 'today' && now !== null ? (
          <>
            <Link
              href={`/tickets?${rowsQuery({ ...view, preset: 'last_15m' }, page.zone, page.ctx.now, { metric: 'frt_avg' })}`}
              prefetch={false}
              className={`num text-hero font-[620] tracking-[-0.02em] ${bad ? 'text-bad' : 'text-ink'}`}
              {...figureData('frt_avg', now, n)}
            >
              {f.duration(now)}
            </Link>
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

/** Values read to find the slowest among them. */
const SLOW_READ = 500
const SLOWEST = 3

/** Why the first response moved: what adds to the change, down to the slowest tickets where most of it comes from. */
async function Why({ page, view, names }: Part) {
  const { t, f, locale, zone, ctx } = page
  const base = { ...question(page, view), metrics: ['frt_avg'] }
  const by = (dimension: 'issueType' | 'team' | 'agent') =>
    ask(page, { ...base, dimensions: [dimension], limit: 500 })
  const [issues, hours, teams, agents] = await Promise.all([
    by('issueType'),
    ask(page, { ...base, grain: 'hour' }),
    by('team'),
    by('agent'),
  ])
  const rows = (filters: readonly Filter[], narrow: { readonly hour?: string; readonly min?: string } = {}) =>
    rowsQuery(view, zone, ctx.now, { metric: 'frt_avg', filters, narrow })
  const within = (dimension: 'issueType' | 'team' | 'agent') => ({
    change: changeByDimension(answerOf(of[dimension]), 'frt_avg', dimension),
    nameOf: (key: string | null) =>
      dimension === 'agent' && key !== null
        ? agentName(names, key)
        : dimensionValueName(locale, dimension, key),
    hrefOf: (key: string | null) =>
      dimension === 'agent' && key !== null && !mayOpen(names, key)
        ? undefined
        : `/tickets?${rows([{ dimension, op: 'in', values: [key] }])}`,
  })
  const of = { issueType: issues, team: teams, agent: agents }
  const issue = within('issueType')
  const byHour = changeByHour(answerOf(hours), 'frt_avg', zone)
  const hourName = (hour: string | null) => `${hour ?? ''}:00–${Number(hour) + 1}:00`

  // Three tickets to open: the slowest where issue type and hour push hardest, or where the stronger of both does.
  const slower = (issue.change?.change ?? 0) > 0
  const topIssue = issue.change === null ? undefined : drivers(issue.change, 1)[0]
  const topHour = byHour === null ? undefined : drivers(byHour, 1)[0]
  const narrowed = (withIssue: boolean, withHour: boolean) => ({
    query: rows(
      withIssue && topIssue ? [{ dimension: 'issueType', op: 'in', values: [topIssue.key] }] : [],
      withHour && topHour?.key ? { hour: topHour.key } : {},
    ),
    where: f.list([
      ...(withIssue && topIssue ? [issue.nameOf(topIssue.key)] : []),
      ...(withHour && topHour ? [hourName(topHour.key)] : []),
    ]),
  })
  let there = narrowed(true, true)
  let slow: readonly SlowTicket[] = []
  if (slower && topIssue && topHour) {
    slow = await slowest(page, there.query)
    if (slow.length < SLOWEST) {
      const byIssue = topIssue.contribution >= topHour.contribution
      there = narrowed(byIssue, !byIssue)
      slow = await slowest(page, there.query)
    }
  }
  return (
    <ChangeSection
      page={page}
      names={names}
      name={t('short.frt_avg')}
      against={
        view.compare === 'same_weekday' && (view.preset === 'today' || view.preset === 'yesterday')
          ? t('compare.sameWeekday', { weekday: f.weekday(periodOf(view, zone, ctx.now).from) })
          : t(`compare.${view.compare ?? 'same_weekday'}`)
      }
      columns={[
        { id: 'issueType', title: t('dimension.issueType'), ...issue },
        {
          id: 'hour',
          title: t('why.hour'),
          change: byHour,
          nameOf: hourName,
          hrefOf: (hour) => `/tickets?${rows([], hour === null ? {} : { hour })}`,
        },
        { id: 'team', title: t('dimension.team'), ...within('team') },
        { id: 'agent', title: t('dimension.agent'), ...within('agent') },
      ]}
      slow={slow}
      slowHref={`/tickets?${there.query}`}
      slowWhere={there.where}
    />
  )
}

async function slowest(page: Page, query: string): Promise<readonly SlowTicket[]> {
  const search = new URLSearchParams(query)
  search.set('limit', String(SLOW_READ))
  const listed = answerOf(await settle(listTickets(page.ctx, search)))
  return (listed?.rows ?? [])
    .flatMap((row): SlowTicket[] =>
      row.subject === null || row.value === null || row.value === undefined
        ? []
        : [
            {
              source: row.source,
              subject: row.subject,
              title: row.title,
              vip: row.customerTier === 'vip',
              agent: row.agent,
              at: Date.parse(row.openedAt ?? row.at),
              seconds: row.value,
            },
          ],
    )
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
}

async function Agents({ page, view, names }: Part) {
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
      names={names}
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

async function Rows({ page, view, names }: Part) {
  const { t, f, zone, ctx } = page
  const query = rowsQuery(view, zone, ctx.now)
  const search = new URLSearchParams(query)
  search.set('limit', '20')
  const asked = await settle(listTickets(ctx, search, { countUpTo: 10_000 }))
  if (!asked.ok) return <SectionError t={t} title={t('channels.rows')} code={asked.code} href="" />
  const title = t('channels.rows')
  const hint = (
    <span>
      {t('channels.rowsHint', { total: atLeast(f.integer(asked.value.total), asked.value.totalAtLeast) })}
    </span>
  )
  const aside = (
    <Link href={`/tickets?${query}`} className={button({ look: 'quiet', size: 'small' })}>
      {t('channels.allRows')}
    </Link>
  )
  if (asked.value.rows.length === 0) {
    return (
      <Card title={title} hint={hint} aside={aside}>
        <Empty title={t('tickets.empty')} hint={t('tickets.emptyHint')} />
      </Card>
    )
  }
  return (
    <TicketRows
      page={page}
      rows={asked.value.rows}
      query={query}
      title={title}
      hint={hint}
      aside={aside}
      names={names}
    />
  )
}
