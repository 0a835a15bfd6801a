import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache, Suspense } from 'react'
import { type Asked, answerOf, ask, settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { narrowable, question, segment } from '@/app/question'
import { agentName } from '@/components/people/agent-names'
import { CompareTable, compareRows } from '@/components/people/compare-table'
import { DayTimeline } from '@/components/people/day-timeline'
import { parsePeople, peopleQuery } from '@/components/people/page-params'
import { AGENT_COMPARE_METRICS, AGENT_KPIS, AGENT_TABLE } from '@/components/people/uses'
import { RowsExport } from '@/components/tables/rows-export'
import { Card } from '@/components/ui/card'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { KpiSkeleton } from '@/components/views/kpi-section'
import { SectionError } from '@/components/views/section-error'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
  viewQuery,
} from '@/components/views/view-state'
import { DAY, formatInZone, startOfDay } from '@/lib/core/zone'
import { teamName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import type { Filter } from '@/lib/metrics/types'
import { type AgentDay, readAgentDay } from '@/lib/services/read-agent-day'
import { PeopleFrame } from '../../_people/frame'
import { namesFor } from '../../_people/names'
import {
  askFigures,
  Breakdown,
  Distribution,
  Kpis,
  limitFor,
  type Part,
  Tickets,
  Trend,
} from '../../_people/sections'

type Params = Promise<{ agent: string }>

/** The agent's day; asked once for the page and its title. */
const dayOf = cache(async (agent: string): Promise<Asked<AgentDay>> => {
  const { ctx, zone } = await pageContext()
  const from = startOfDay(ctx.now, zone)
  return settle(readAgentDay(ctx, { agent, from, to: from + DAY }))
})

export async function generateMetadata({
  params,
  searchParams,
}: {
  readonly params: Params
  readonly searchParams: Promise<SearchParams>
}): Promise<Metadata> {
  const { t } = await pageContext()
  const agent = segment((await params).agent)
  const [names, day] = await Promise.all([namesFor(await searchParams), dayOf(agent)])
  return { title: day.ok ? agentName(names, agent) : t('agents.people') }
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
  const search = await searchParams
  const [names, day] = await Promise.all([namesFor(search), dayOf(agent)])
  if (!day.ok && day.code === 'not_found') notFound()
  const asked = parseView(search)
  const others: ViewState = { ...asked, filters: asked.filters.filter((it) => it.dimension !== 'agent') }
  const own: Filter = { dimension: 'agent', op: 'in', values: [agent] }
  const view: ViewState = { ...others, filters: [own, ...others.filters] }
  const people = parsePeople(search, { trend: AGENT_KPIS })
  const { t } = page
  const part: Part = { page, view, names }
  const figures = askFigures(page, view, AGENT_KPIS)
  const query = viewQuery(others)
  const now = answerOf(day)?.now ?? null
  return (
    <PeopleFrame
      page={page}
      view={others}
      extra={peopleQuery(people)}
      names={names}
      own="agent"
      title={agentName(names, agent)}
      trail={{ href: `/agents${query === '' ? '' : `?${query}`}`, text: t('agents.people') }}
      badge={now?.team ? <span className="text-body text-ink-2">{teamName(now.team)}</span> : null}
    >
      <Suspense fallback={<KpiSkeleton count={6} />}>
        <Kpis {...part} figures={figures} />
      </Suspense>
      {day.ok ? (
        <DayTimeline page={page} spans={day.value.spans} now={now} />
      ) : (
        <SectionError t={t} title={t('people.today')} code={day.code} href={`?${query}`} />
      )}
      <div className="grid gap-3 xl:grid-cols-[minmax(0,62fr)_minmax(0,38fr)]">
        <Suspense fallback={<Skeleton className="h-[300px]" />}>
          <Trend {...part} others={others} figures={figures} params={people} />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={7} />}>
          <Distribution {...part} metric="agent_frt_p50" />
        </Suspense>
      </div>
      <Suspense fallback={<SkeletonTable rows={9} />}>
        <Versus {...part} agent={agent} others={others} team={now?.team ?? null} />
      </Suspense>
      <Suspense fallback={<SkeletonTable rows={4} />}>
        <Breakdown {...part} dimension="channel" metrics={AGENT_TABLE} title={t('people.byChannel')} />
      </Suspense>
      <Suspense fallback={<SkeletonTable rows={8} />}>
        <Breakdown {...part} dimension="issueType" metrics={AGENT_TABLE} title={t('people.byIssue')} />
      </Suspense>
      <Suspense fallback={<SkeletonTable />}>
        {/* Tickets are credited to whoever settled them. */}
        <Tickets {...part} metric="tickets_resolved" title={t('people.resolvedRows')} />
      </Suspense>
    </PeopleFrame>
  )
}

/** The same view a period earlier: yesterday in full for today, else the stretch of the same length before. */
function viewBefore(view: ViewState, zone: string, now: number): ViewState {
  if (view.preset === 'today') return { ...view, preset: 'yesterday' }
  const { from, to } = periodOf(view, zone, now)
  return {
    ...view,
    preset: null,
    from: formatInZone(from - (to - from), zone),
    to: formatInZone(from, zone),
  }
}

/** The agent beside the team and beside the agent's own period before: no other person in sight. */
async function Versus({
  page,
  view,
  names,
  agent,
  others,
  team,
}: Part & { readonly agent: string; readonly others: ViewState; readonly team: string | null }) {
  const { t, zone, ctx } = page
  // A person's count against a team's says nothing.
  const metrics = narrowable(
    AGENT_COMPARE_METRICS.filter((id) => metricById(id)?.unit !== 'count'),
    view.filters,
  )
  const plain = { metrics, intervals: true }
  const teamView: ViewState = {
    ...others,
    filters: [
      { dimension: 'team', op: 'in', values: [team] },
      ...others.filters.filter((it) => it.dimension !== 'team'),
    ],
  }
  const before = viewBefore(view, zone, ctx.now)
  const [own, ofTeam, earlier] = await Promise.all([
    ask(page, { ...question(page, view, { compare: false }), ...plain }),
    team === null ? null : ask(page, { ...question(page, teamView, { compare: false }), ...plain }),
    ask(page, { ...question(page, before, { compare: false }), ...plain }),
  ])
  const title = agent === names.own ? t('people.versus') : t('people.versusOther')
  if (!own.ok) return <SectionError t={t} title={title} code={own.code} href={`?${viewQuery(others)}`} />
  const limit = limitFor(view)
  const rows = (it: ViewState) => (metric: string) => `/tickets?${rowsQuery(it, zone, ctx.now, { metric })}`
  const teamRow = ofTeam === null ? null : (answerOf(ofTeam)?.rows[0] ?? null)
  const columns = [
    {
      key: 'own',
      name: agent === names.own ? t('people.own') : t('people.me'),
      href: undefined,
      row: own.value.rows[0] ?? null,
      rowsHref: rows(view),
      limit,
    },
    ...(team === null
      ? []
      : [
          {
            key: 'team',
            name: teamName(team),
            href: undefined,
            row: teamRow,
            rowsHref: rows(teamView),
            limit: limitFor(teamView),
          },
        ]),
    {
      key: 'before',
      name: view.preset === 'today' ? t('people.yesterday') : t('compare.previous_period'),
      href: undefined,
      row: answerOf(earlier)?.rows[0] ?? null,
      rowsHref: rows(before),
      limit,
    },
  ]
  return (
    <Card
      title={title}
      className="max-md:rounded-none max-md:border-x-0"
      bodyClassName="border-t-0"
      data-tile="versus"
      aside={<RowsExport label={title} {...compareRows({ page, metrics, columns })} />}
    >
      <CompareTable page={page} label={title} metrics={metrics} marks={false} columns={columns} />
    </Card>
  )
}
