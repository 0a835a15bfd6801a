import type { Metadata } from 'next'
import { answerOf, ask, settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { LiveBanner } from '@/components/boards/live-banner'
import { LiveChannels } from '@/components/boards/live-channels'
import { PageLiveProvider } from '@/components/boards/live-provider'
import { LiveAge } from '@/components/boards/now-strip'
import { grainOf } from '@/components/views/answers'
import { ChannelSection } from '@/components/views/channel-section'
import { FilterBar } from '@/components/views/filter-bar'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { CHANNEL_COLUMNS } from '@/components/views/uses'
import { parseView, periodOf, type SearchParams } from '@/components/views/view-state'
import { companyNames } from '@/lib/i18n/names'
import { DIMENSIONS } from '@/lib/metrics/types'
import { readBoard } from '@/lib/services/read-board'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('channels.title') }
}

export default async function ChannelsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const view = parseView(await searchParams)
  const { t, f, ctx } = page
  const period = periodOf(view, page.zone, ctx.now)
  const live = view.preset === 'today' && view.filters.length === 0 && view.calendar === null
  const unlisted = companyNames().hidden.length
  const head = (
    <>
      <PageHeader title={t('channels.title')}>
        <PeriodBar view={view} now={ctx.now} />
      </PageHeader>
      <FilterBar view={view} dimensions={DIMENSIONS}>
        <span>{f.period(period.from, period.to)}</span>
        {unlisted > 0 ? <span>{t('channels.unlisted', { count: unlisted })}</span> : null}
        {live ? <LiveAge /> : null}
      </FilterBar>
    </>
  )
  if (live) {
    const frame = answerOf(await settle(readBoard(ctx, 'overview')))
    return (
      <PageBody>
        <PageLiveProvider board="overview" initial={frame} renderedAt={ctx.now}>
          {head}
          <LiveBanner />
          <LiveChannels />
        </PageLiveProvider>
      </PageBody>
    )
  }
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
    <PageBody>
      {head}
      <ChannelSection page={page} now={now} spark={answerOf(spark)} view={view} title={t('channels.title')} />
    </PageBody>
  )
}
