import type { Metadata } from 'next'
import Link from 'next/link'
import { ask } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { FilterBar } from '@/components/views/filter-bar'
import { shortName } from '@/components/views/kpi-section'
import { MetricTable } from '@/components/views/metric-table'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import { AGENT_COLUMNS, TEAM_COLUMNS } from '@/components/views/uses'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  viewQuery,
  withFilter,
} from '@/components/views/view-state'
import { metricById } from '@/lib/metrics/catalogue'
import { DIMENSIONS, type Dimension } from '@/lib/metrics/types'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('agents.title') }
}

export default async function AgentsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const page = await pageContext()
  const view = parseView(await searchParams)
  const { t, f, ctx, locale, zone } = page
  const period = periodOf(view, zone, ctx.now)
  const teamMetrics = narrowable(TEAM_COLUMNS, [...view.filters, { dimension: 'team', op: 'in', values: [] }])
  const agentMetrics = narrowable(AGENT_COLUMNS, [
    ...view.filters,
    { dimension: 'agent', op: 'in', values: [] },
  ])
  const [teams, people] = await Promise.all([
    ask(page, {
      ...question(page, view, { compare: false }),
      metrics: teamMetrics,
      dimensions: ['team'],
      orderBy: [{ id: 'team', direction: 'asc' }],
    }),
    ask(page, {
      ...question(page, view, { compare: false }),
      metrics: agentMetrics,
      dimensions: ['agent'],
      orderBy: [{ id: 'agent', direction: 'asc' }],
      limit: 500,
    }),
  ])
  const labels = Object.fromEntries(
    [...TEAM_COLUMNS, ...AGENT_COLUMNS].map((id) => [
      id,
      shortName(id, t) ?? metricById(id)?.text[locale].label ?? id,
    ]),
  )
  const rowsHref = (dimension: Dimension) => (metric: string, value: string | null) =>
    `/tickets?${rowsQuery(view, zone, ctx.now, { metric, filters: [{ dimension, op: 'in', values: [value] }] })}`
  return (
    <PageBody>
      <PageHeader title={t('agents.title')}>
        <PeriodBar view={view} now={ctx.now} compare={false} />
      </PageHeader>
      <FilterBar view={view} dimensions={DIMENSIONS}>
        <span>{f.period(period.from, period.to)}</span>
      </FilterBar>
      <div className="flex flex-col gap-3">
        {teams.ok ? (
          <Card title={t('agents.teams')} hint={<span>{t('board.channelHintShort')}</span>}>
            {teams.value.rows.length === 0 ? (
              <Empty title={t('tile.noData')} hint={t('tickets.emptyHint')} />
            ) : (
              <MetricTable
                page={page}
                result={teams.value}
                dimension="team"
                head={t('agents.team')}
                metrics={teamMetrics}
                labels={labels}
                rowsHref={rowsHref('team')}
                name={(team) => (
                  <Link
                    href={`/agents?${viewQuery(view, { filters: withFilter(view.filters, 'team', [team]) })}`}
                    prefetch={false}
                    className="num"
                  >
                    {team ?? t('agents.none')}
                  </Link>
                )}
              />
            )}
          </Card>
        ) : (
          <SectionError t={t} title={t('agents.teams')} code={teams.code} href={`?${viewQuery(view)}`} />
        )}
        {people.ok ? (
          <Card title={t('agents.people')} hint={<span>{t('agents.peopleHint')}</span>}>
            {people.value.rows.length === 0 ? (
              <Empty title={t('agents.empty')} hint={t('tickets.emptyHint')} />
            ) : (
              <MetricTable
                page={page}
                result={people.value}
                dimension="agent"
                head={t('agents.agent')}
                metrics={agentMetrics}
                labels={labels}
                rowsHref={rowsHref('agent')}
                name={(agent) =>
                  agent === null ? (
                    t('agents.none')
                  ) : (
                    <Link href={`/agents/${encodeURIComponent(agent)}`} prefetch={false} className="num">
                      {agent}
                    </Link>
                  )
                }
              />
            )}
          </Card>
        ) : (
          <SectionError t={t} title={t('agents.people')} code={people.code} href={`?${viewQuery(view)}`} />
        )}
      </div>
    </PageBody>
  )
}
