import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Suspense } from 'react'
import { answerOf, ask, settle } from '@/app/ask'
import { askNotes } from '@/app/notes'
import { type Page, pageContext } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { LiveBanner } from '@/components/boards/live-banner'
import { LiveChannels } from '@/components/boards/live-channels'
import { PageLiveProvider } from '@/components/boards/live-provider'
import { LiveBreaches, LiveRecent } from '@/components/boards/live-stream'
import { LiveTrend } from '@/components/boards/live-trend'
import { NowLine, PhoneFreshness, PhoneNow } from '@/components/boards/now-line'
import { LiveAge, TodayCounts } from '@/components/boards/now-strip'
import { agentHref, agentName } from '@/components/people/agent-names'
import { PhoneActions } from '@/components/phone/phone-actions'
import { PhoneHelp } from '@/components/phone/phone-help'
import { PhoneIncidents } from '@/components/phone/phone-incidents'
import { Snapshot } from '@/components/phone/snapshot'
import { SetupReminder } from '@/components/setup/setup-reminder'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { grainOf } from '@/components/views/answers'
import { ChannelSection } from '@/components/views/channel-section'
import { FilterBar } from '@/components/views/filter-bar'
import { HeatSection } from '@/components/views/heat-section'
import { KpiSection, KpiSkeleton } from '@/components/views/kpi-section'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { TrendSection } from '@/components/views/trend-section'
import { CHANNEL_COLUMNS, OVERVIEW_KPIS } from '@/components/views/uses'
import { parseView, periodOf, type SearchParams, type ViewState } from '@/components/views/view-state'
import { metricById } from '@/lib/metrics/catalogue'
import { DIMENSIONS } from '@/lib/metrics/types'
import { listAgentsNow } from '@/lib/services/list-agents-now'
import { listIncidents } from '@/lib/services/list-incidents'
import { readBoard } from '@/lib/services/read-board'
import { readSetup } from '@/lib/services/read-setup'
import { namesFor } from '../_people/names'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('nav.overview') }
}

export default async function OverviewPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const view = parseView(await searchParams)
  const { t, f, ctx } = page
  const period = periodOf(view, page.zone, ctx.now)
  // The live figures are of everything the reader may see; a narrowed view shows what it asked for and nothing else.
  const live = view.preset === 'today' && view.filters.length === 0 && view.calendar === null

  const header = (
    <PageHeader
      title={t('nav.overview')}
      {...(live ? { phoneTitle: t('nav.nowShort'), badge: <PhoneFreshness /> } : {})}
    >
      <PeriodBar view={view} now={ctx.now} />
    </PageHeader>
  )
  const filters = (
    <FilterBar view={view} dimensions={DIMENSIONS}>
      <span>{f.period(period.from, period.to)}</span>
      {live ? <LiveAge /> : null}
    </FilterBar>
  )
  const kpis = (
    <Suspense fallback={<KpiSkeleton count={OVERVIEW_KPIS.length} />}>
      <Kpis page={page} view={view} />
    </Suspense>
  )
  const heat = (
    <Suspense fallback={<SkeletonTable rows={6} />}>
      <Heat page={page} view={view} />
    </Suspense>
  )

  if (!live) {
    return (
      <PageBody>
        {header}
        {filters}
        <div className="flex flex-col gap-3">
          {kpis}
          <div className="grid gap-3 xl:grid-cols-[minmax(0,64fr)_minmax(0,35fr)]">
            <Suspense fallback={<Skeleton className="h-[300px]" />}>
              <Trend page={page} view={view} />
            </Suspense>
            {heat}
          </div>
          <Suspense fallback={<SkeletonTable />}>
            <Channels page={page} view={view} />
          </Suspense>
        </div>
      </PageBody>
    )
  }

  const admin = ctx.principal.kind === 'user' && ctx.principal.role === 'admin'
  const [board, setup] = await Promise.all([
    settle(readBoard(ctx, 'overview')),
    admin ? settle(readSetup(ctx)).then(answerOf) : null,
  ])
  if (setup?.fresh === true) redirect('/setup')
  const frame = answerOf(board)
  const hands = ctx.principal.kind === 'user' && ctx.principal.role !== 'auditor'
  return (
    <PageBody>
      <PageLiveProvider board="overview" initial={frame} renderedAt={ctx.now}>
        {header}
        {setup?.remind === true ? <SetupReminder t={t} missing={setup.missing} /> : null}
        <div className="max-md:px-5">
          <LiveBanner />
        </div>
        {/* A phone shows what burns, who waits, who can help, then channels; the period's figures come after. */}
        <div className="flex flex-col gap-3 max-md:gap-0">
          <div className="-mb-3 max-md:order-3 max-md:mb-0">{filters}</div>
          <PhoneNow />
          <Suspense fallback={null}>
            <Burning page={page} hands={hands} />
          </Suspense>
          <div className="max-md:order-3">
            <NowLine>
              <TodayCounts />
            </NowLine>
            {kpis}
          </div>
          <div className="grid gap-3 max-md:contents xl:grid-cols-[minmax(0,64fr)_minmax(0,35fr)]">
            <div className="min-w-0 max-md:order-4">
              <LiveTrend />
            </div>
            <div className="min-w-0 max-md:order-6">{heat}</div>
          </div>
          <div className="min-w-0 max-md:order-2">
            <LiveChannels />
          </div>
          <div className="grid gap-3 max-md:contents xl:grid-cols-[minmax(0,64fr)_minmax(0,35fr)]">
            <div id="waiting" className="min-w-0 scroll-mt-4 max-md:order-1">
              <LiveBreaches hands={hands} />
            </div>
            <div className="min-w-0 max-md:order-5">
              <LiveRecent />
            </div>
          </div>
          <div className="max-md:order-1">
            <Suspense fallback={<Skeleton className="h-[200px] md:hidden" />}>
              <Help page={page} />
            </Suspense>
          </div>
        </div>
        <PhoneActions hands={hands} />
        <Snapshot />
      </PageLiveProvider>
    </PageBody>
  )
}

/** Incidents the phone shows before everything else. */
const BURNING = 3

async function Burning({ page, hands }: { readonly page: Page; readonly hands: boolean }) {
  const found = answerOf(await settle(listIncidents(page.ctx, { state: 'open', limit: BURNING })))
  if (found === null) return null
  return <PhoneIncidents page={page} rows={found.rows} open={found.counts.open} hands={hands} />
}

/** Who is free now, by team, for the phone. */
async function Help({ page }: { readonly page: Page }) {
  const [listed, names] = await Promise.all([settle(listAgentsNow(page.ctx)), namesFor({})])
  const people = listed.ok ? listed.value : []
  const byTeam = new Map<string | null, (typeof people)[number][]>()
  for (const person of people) byTeam.set(person.team, [...(byTeam.get(person.team) ?? []), person])
  const teams = [...byTeam]
    .map(([team, members]) => ({
      team,
      online: members.length,
      people: members
        .filter(
          ({ status, open, capacity }) => status === 'available' && (capacity === null || open < capacity),
        )
        .sort((a, b) => a.open - b.open)
        .map(({ agent, open, capacity }) => ({
          name: agentName(names, agent),
          href: agentHref(names, agent),
          open,
          capacity,
        })),
    }))
    .filter((team) => team.people.length > 0)
    .sort((a, b) => b.people.length - a.people.length)
  return <PhoneHelp page={page} teams={teams} />
}

interface Part {
  readonly page: Page
  readonly view: ViewState
}

async function Kpis({ page, view }: Part) {
  const period = periodOf(view, page.zone, page.ctx.now)
  const metrics = narrowable(OVERVIEW_KPIS, view.filters)
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
      ids={OVERVIEW_KPIS}
      asked={metrics}
      view={view}
      now={now.ok ? now.value : null}
      spark={answerOf(spark)}
      code={now.ok ? null : now.code}
    />
  )
}

async function Heat({ page, view }: Part) {
  const filters = view.filters.filter((it) =>
    metricById('frt_within_target')?.dimensions.includes(it.dimension),
  )
  const asked = await ask(page, {
    metrics: ['frt_within_target'],
    grain: 'hour',
    period: { preset: 'last_28_days' },
    filters,
    ...(view.calendar ? { calendar: view.calendar } : {}),
  })
  return <HeatSection page={page} asked={asked} metricId="frt_within_target" view={{ ...view, filters }} />
}

async function Trend({ page, view }: Part) {
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
      title={page.t('board.trendTitle')}
      view={view}
      period={period}
    />
  )
}

async function Channels({ page, view }: Part) {
  const period = periodOf(view, page.zone, page.ctx.now)
  const metrics = narrowable(CHANNEL_COLUMNS, view.filters)
  const [now, spark] = await Promise.all([
    ask(page, { ...question(page, view), metrics, dimensions: ['channel'] }),
    ask(page, {
      ...question(page, view, { compare: false }),
      metrics: ['frt_avg'],
      dimensions: ['channel'],
      grain: grainOf(period.from, period.to),
    }),
  ])
  return (
    <ChannelSection
      page={page}
      now={now}
      spark={answerOf(spark)}
      view={view}
      title={page.t('board.channelsTitle')}
    />
  )
}
