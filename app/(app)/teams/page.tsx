import type { Metadata } from 'next'
import { Suspense } from 'react'
import { pageContext } from '@/app/page-context'
import { COMPARED_MAX } from '@/components/people/comparison'
import { joinQuery, parsePeople, peopleQuery } from '@/components/people/page-params'
import { TEAM_KPIS, TEAM_RANKS, TEAM_TABLE } from '@/components/people/uses'
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
  return { title: t('people.teams') }
}

export default async function TeamsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const page = await pageContext()
  const search = await searchParams
  const names = await namesFor(search)
  const view = parseView(search)
  const params = parsePeople(search, { rank: TEAM_RANKS, trend: TEAM_KPIS })
  const { t } = page
  const part: Part = { page, view, names }
  const figures = askFigures(page, view, TEAM_KPIS)
  return (
    <PeopleFrame page={page} view={view} extra={peopleQuery(params)} names={names} title={t('people.teams')}>
      <Suspense fallback={<KpiSkeleton count={6} />}>
        <Kpis {...part} figures={figures} />
      </Suspense>
      <Suspense fallback={<SkeletonTable rows={8} />}>
        <Breakdown
          {...part}
          dimension="team"
          metrics={TEAM_TABLE}
          title={t('people.byTeam')}
          selection={{
            href: `/teams/compare?${joinQuery(viewQuery(view, { filters: view.filters.filter((it) => it.dimension !== 'team') }), 'teams=')}`,
            label: t('people.compareSelected', { count: '{count}' }),
            max: COMPARED_MAX,
          }}
        />
      </Suspense>
      <div className="grid gap-3 lg:grid-cols-2">
        <Suspense fallback={<SkeletonTable rows={8} />}>
          <Ranking
            {...part}
            others={view}
            by="team"
            metrics={TEAM_RANKS}
            params={params}
            whom={t('people.lineAll')}
            title={t('people.rank')}
          />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={8} />}>
          <TeamNow {...part} />
        </Suspense>
      </div>
      <Suspense fallback={<Skeleton className="h-[300px]" />}>
        <Trend {...part} others={view} figures={figures} params={params} />
      </Suspense>
    </PeopleFrame>
  )
}
