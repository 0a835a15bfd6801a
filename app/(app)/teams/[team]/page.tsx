import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { pageContext } from '@/app/page-context'
import { segment } from '@/app/question'
import { COMPARED_MAX } from '@/components/people/comparison'
import { joinQuery, parsePeople, peopleQuery } from '@/components/people/page-params'
import { AGENT_RANKS, AGENT_TABLE, TEAM_KPIS, TEAM_TABLE } from '@/components/people/uses'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { KpiSkeleton } from '@/components/views/kpi-section'
import { parseView, type SearchParams, type ViewState, viewQuery } from '@/components/views/view-state'
import { teamName } from '@/lib/i18n/names'
import type { Filter } from '@/lib/metrics/types'
import { PeopleFrame } from '../../_people/frame'
import { namesFor } from '../../_people/names'
import { TeamNow } from '../../_people/now'
import { Ranking } from '../../_people/ranking'
import {
  askFigures,
  Breakdown,
  Distribution,
  Heat,
  isKnownValue,
  Kpis,
  type Part,
  Tickets,
  Trend,
} from '../../_people/sections'

type Params = Promise<{ team: string }>

const teamOf = (raw: string): string | null => (raw === '_none' ? null : segment(raw))

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  const { t } = await pageContext()
  const team = teamOf((await params).team)
  return { title: team === null ? t('people.noTeam') : teamName(team) }
}

export default async function TeamPage({
  params,
  searchParams,
}: {
  readonly params: Params
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const team = teamOf((await params).team)
  const search = await searchParams
  const [names, known] = await Promise.all([namesFor(search), isKnownValue(page, 'team', team)])
  if (!known) notFound()
  const asked = parseView(search)
  const others: ViewState = { ...asked, filters: asked.filters.filter((it) => it.dimension !== 'team') }
  const own: Filter = { dimension: 'team', op: 'in', values: [team] }
  const view: ViewState = { ...others, filters: [own, ...others.filters] }
  const people = parsePeople(search, { rank: AGENT_RANKS, trend: TEAM_KPIS })
  const { t } = page
  const part: Part = { page, view, names }
  const figures = askFigures(page, view, TEAM_KPIS)
  const query = viewQuery(others)
  return (
    <PeopleFrame
      page={page}
      view={others}
      extra={peopleQuery(people)}
      names={names}
      own="team"
      title={team === null ? t('people.noTeam') : teamName(team)}
      trail={{ href: `/teams${query === '' ? '' : `?${query}`}`, text: t('people.teams') }}
    >
      <Suspense fallback={<KpiSkeleton count={6} />}>
        <Kpis {...part} figures={figures} />
      </Suspense>
      <Suspense fallback={<Skeleton className="h-[150px]" />}>
        <TeamNow {...part} team={team} />
      </Suspense>
      <div className="grid gap-3 xl:grid-cols-[minmax(0,64fr)_minmax(0,35fr)]">
        <Suspense fallback={<Skeleton className="h-[300px]" />}>
          <Trend {...part} others={others} figures={figures} params={people} />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={6} />}>
          <Heat {...part} />
        </Suspense>
      </div>
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,55fr)_minmax(0,45fr)]">
        <Suspense fallback={<SkeletonTable rows={8} />}>
          <Ranking
            {...part}
            others={others}
            by="agent"
            metrics={AGENT_RANKS}
            params={people}
            whom={t('people.lineTeam')}
            title={t('people.rank')}
          />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={7} />}>
          <Distribution {...part} metric="frt_p50" />
        </Suspense>
      </div>
      <Suspense fallback={<SkeletonTable rows={8} />}>
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
      <Suspense fallback={<SkeletonTable rows={4} />}>
        <Breakdown {...part} dimension="channel" metrics={TEAM_TABLE} title={t('people.byChannel')} />
      </Suspense>
      <Suspense fallback={<SkeletonTable rows={8} />}>
        <Breakdown {...part} dimension="issueType" metrics={TEAM_TABLE} title={t('people.byIssue')} />
      </Suspense>
      <Suspense fallback={<SkeletonTable />}>
        <Tickets {...part} />
      </Suspense>
    </PeopleFrame>
  )
}
