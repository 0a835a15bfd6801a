import type { Metadata } from 'next'
import { Suspense } from 'react'
import { pageContext } from '@/app/page-context'
import { COMPARED_MAX } from '@/components/people/comparison'
import { joinQuery, parsePeople, peopleQuery } from '@/components/people/page-params'
import { AGENT_KPIS, AGENT_RANKS, AGENT_TABLE } from '@/components/people/uses'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { KpiSkeleton } from '@/components/views/kpi-section'
import { parseView, type SearchParams, viewQuery } from '@/components/views/view-state'
import { PeopleFrame } from '../_people/frame'
import { namesFor } from '../_people/names'
import { TeamNow } from '../_people/now'
import { Ranking } from '../_people/ranking'
import { askFigures, Breakdown, Kpis, type Part, Trend } from '../_people/sections'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('agents.people') }
}

export default async function AgentsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const page = await pageContext()
  const search = await searchParams
  const names = await namesFor(search)
  const view = parseView(search)
  const params = parsePeople(search, { rank: AGENT_RANKS, trend: AGENT_KPIS })
  const { t } = page
  const part: Part = { page, view, names }
  const figures = askFigures(page, view, AGENT_KPIS)
  const query = viewQuery(view, { filters: view.filters.filter((it) => it.dimension !== 'agent') })
  return (
    <PeopleFrame page={page} view={view} extra={peopleQuery(params)} names={names} title={t('agents.people')}>
      <Suspense fallback={<KpiSkeleton count={6} />}>
        <Kpis {...part} figures={figures} />
      </Suspense>
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,55fr)_minmax(0,45fr)]">
        <Suspense fallback={<SkeletonTable rows={16} />}>
          <Ranking
            {...part}
            others={view}
            by="agent"
            metrics={AGENT_RANKS}
            params={params}
            whom={t('people.lineAll')}
            title={t('people.rank')}
          />
        </Suspense>
        <div className="flex min-w-0 flex-col gap-3">
          <Suspense fallback={<SkeletonTable rows={8} />}>
            <TeamNow {...part} />
          </Suspense>
          <Suspense fallback={<Skeleton className="h-[300px]" />}>
            <Trend {...part} others={view} figures={figures} params={params} />
          </Suspense>
        </div>
      </div>
      <Suspense fallback={<SkeletonTable rows={16} />}>
        <Breakdown
          {...part}
          dimension="agent"
          metrics={AGENT_TABLE}
          title={t('people.byAgent')}
          compare={false}
          byName
          {...(names.fixed
            ? {}
            : {
                selection: {
                  href: `/agents/compare?${joinQuery(query, 'agents=')}`,
                  label: t('people.compareSelected', { count: '{count}' }),
                  max: COMPARED_MAX,
                },
              })}
        />
      </Suspense>
    </PeopleFrame>
  )
}
