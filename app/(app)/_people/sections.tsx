/** Sections that the people and dimension pages share. Each asks for itself, so that one failure takes one section. */
import Link from 'next/link'
import { type Asked, answerOf, ask, settle } from '@/app/ask'
import { askNotes } from '@/app/notes'
import type { Page } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { agentHref, agentName, mayOpen, type Names } from '@/components/people/agent-names'
import { figureTable } from '@/components/people/figure-table'
import { metricLabel, type SpreadMetric } from '@/components/people/labels'
import { LinkMenu } from '@/components/people/link-menu'
import { joinQuery, type PeopleParams, peopleQuery } from '@/components/people/page-params'
import { DataTable, type TableSelection } from '@/components/tables/data-table'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { atLeast, grainOf, numberOf } from '@/components/views/answers'
import { DistributionCard } from '@/components/views/distribution-card'
import { HeatSection } from '@/components/views/heat-section'
import { KpiSection } from '@/components/views/kpi-section'
import { SectionError } from '@/components/views/section-error'
import { TicketRows } from '@/components/views/ticket-rows'
import { TrendSection } from '@/components/views/trend-section'
import { periodOf, rowsQuery, type ViewState, viewQuery } from '@/components/views/view-state'
import { channelName, dimensionValueName, teamName } from '@/lib/i18n/names'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import type { Dimension, Filter, Limit, Metric, QueryResult } from '@/lib/metrics/types'
import { listTickets } from '@/lib/services/list-tickets'
import { readDistribution } from '@/lib/services/read-distribution'

/** What every section knows: the page, its view with the page's own value among the filters, and how agents are named. */
export interface Part {
  readonly page: Page
  readonly view: ViewState
  readonly names: Names
}

/** The figures of a page's cards and trend, asked once for both. */
export interface Figures {
  readonly ids: readonly string[]
  /** those the filters can narrow */
  readonly asked: readonly string[]
  readonly now: Promise<Asked<QueryResult>>
  readonly series: Promise<Asked<QueryResult>>
}

/** Begins to ask for the figures of a period and their course; sections wait for them. */
export function askFigures(page: Page, view: ViewState, ids: readonly string[]): Figures {
  const period = periodOf(view, page.zone, page.ctx.now)
  const asked = narrowable(ids, view.filters)
  const common = { ...question(page, view), metrics: asked }
  return {
    ids,
    asked,
    now: ask(page, common),
    series: ask(page, { ...common, grain: grainOf(period.from, period.to) }),
  }
}

/** The target of a figure on a page: where kinds of channels mix and have targets of their own, none. */
export function limitFor(view: ViewState): (metric: Metric) => Limit | null {
  const scope = scopeOf(view.filters)
  return (metric) => targetAt(metric, scope, 'none')
}

export async function Kpis({ page, view, figures }: Part & { readonly figures: Figures }) {
  const [now, series] = await Promise.all([figures.now, figures.series])
  return (
    <KpiSection
      page={page}
      ids={figures.ids}
      asked={figures.asked}
      view={view}
      now={answerOf(now)}
      spark={answerOf(series)}
      code={now.ok ? null : now.code}
      limitOf={limitFor(view)}
    />
  )
}

export async function Trend({
  page,
  view,
  others,
  figures,
  params,
}: Part & {
  /** the view as it stands in the address */
  readonly others: ViewState
  readonly figures: Figures
  readonly params: PeopleParams
}) {
  const id = params.trend ?? figures.asked[0] ?? ''
  const metric = page.metric(id)
  if (!metric) return null
  const [series, notes] = await Promise.all([figures.series, askNotes(page, view)])
  return (
    <TrendSection
      page={page}
      asked={series}
      metricId={id}
      title={page.t('people.trend')}
      view={view}
      period={periodOf(view, page.zone, page.ctx.now)}
      target={limitFor(view)(metric)}
      notes={notes}
      headline={
        <LinkMenu
          label={page.t('people.trendMetric')}
          strong
          current={id}
          items={figures.asked.map((it) => ({
            id: it,
            text: metricLabel(it, page),
            href: `?${joinQuery(
              viewQuery(others),
              peopleQuery(params, { trend: it === figures.asked[0] ? null : it }),
            )}`,
          }))}
        />
      }
    />
  )
}

/** Share within target over four weeks by weekday and hour. */
export async function Heat({ page, view }: Part) {
  const asked = await ask(page, {
    metrics: ['frt_within_target'],
    grain: 'hour',
    period: { preset: 'last_28_days' },
    filters: view.filters,
    ...(view.calendar ? { calendar: view.calendar } : {}),
  })
  return <HeatSection page={page} asked={asked} metricId="frt_within_target" view={view} />
}

/** How a value of a dimension is written on this page, and the page of its own that it opens. */
export function valueNaming({ page, names, view }: Part): {
  readonly nameOf: (dimension: Dimension, value: string | null) => string
  readonly pageOf: (dimension: Dimension, value: string | null) => string | undefined
} {
  const { t, locale } = page
  const kept = (dimension: Dimension) =>
    viewQuery(view, { filters: view.filters.filter((it) => it.dimension !== dimension) })
  const PATHS: Partial<Record<Dimension, string>> = {
    channel: '/channels',
    team: '/teams',
    product: '/products',
    issueType: '/issue-types',
    region: '/regions',
  }
  return {
    nameOf: (dimension, value) => {
      if (dimension === 'agent') return value === null ? t('agents.none') : agentName(names, value)
      if (dimension === 'team') return value === null ? t('people.noTeam') : teamName(value)
      if (dimension === 'channel') return channelName(locale, value)
      return dimensionValueName(locale, dimension, value)
    },
    pageOf: (dimension, value) => {
      const query = kept(dimension)
      if (dimension === 'agent') return value === null ? undefined : agentHref(names, value, query)
      const path = PATHS[dimension]
      if (path === undefined) return undefined
      return `${path}/${value === null ? '_none' : encodeURIComponent(value)}${query === '' ? '' : `?${query}`}`
    },
  }
}

/** The page's figures by one dimension, as a table; every figure opens its rows. */
export async function Breakdown({
  page,
  view,
  names,
  dimension,
  metrics,
  title,
  byName = false,
  selection,
  compare = true,
  asked: given,
}: Part & {
  readonly dimension: Dimension
  readonly metrics: readonly string[]
  readonly title: string
  /** by name in place of by the first figure: people are in no order of merit */
  readonly byName?: boolean
  readonly selection?: TableSelection
  readonly compare?: boolean
  /** the answer, where the page has asked already */
  readonly asked?: Promise<Asked<QueryResult>>
}) {
  const { t, zone, ctx } = page
  const known = narrowable(metrics, [...view.filters, { dimension, op: 'in', values: [] }])
  const wire = {
    ...question(page, view, { compare }),
    metrics: known,
    dimensions: [dimension],
    orderBy: [{ id: known[0] ?? '', direction: 'desc' }],
    limit: 500,
  }
  const asked = await (given ?? ask(page, wire))
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href={`?${viewQuery(view)}`} />
  if (asked.value.rows.length === 0) {
    return (
      <Card title={title} className="max-md:rounded-none max-md:border-x-0">
        <Empty title={t('people.noRows')} hint={t('people.noRowsHint')} />
      </Card>
    )
  }
  const { nameOf, pageOf } = valueNaming({ page, view, names })
  const table = figureTable({
    page,
    result: asked.value,
    dimension,
    head: t(`dimension.${dimension}`),
    metrics: known,
    compareName: compare && view.compare ? t(`compare.${view.compare}`) : null,
    nameOf: (value) => nameOf(dimension, value),
    pageOf: (value) => pageOf(dimension, value),
    within: scopeOf(view.filters),
    anonymous: names.fixed && dimension === 'agent',
    rowsHref: (metric, value) =>
      dimension === 'agent' && value !== null && !mayOpen(names, value)
        ? undefined
        : `/tickets?${rowsQuery(view, zone, ctx.now, { metric, filters: [{ dimension, op: 'in', values: [value] }] })}`,
  })
  // Sorted here: browsers order Chinese names in their own ways.
  const rows = byName
    ? [...table.rows].sort((a, b) => (a.cells.name?.text ?? '').localeCompare(b.cells.name?.text ?? '', 'zh'))
    : table.rows
  return (
    <DataTable
      id={`people-${dimension}`}
      label={title}
      title={title}
      hint={t('people.clickHint')}
      columns={table.columns}
      rows={rows}
      {...(names.hidden && dimension === 'agent'
        ? { download: { kind: 'rows' as const } }
        : { download: { kind: 'query' as const, query: wire } })}
      {...(selection ? { selection } : {})}
    />
  )
}

/** How the values behind a duration spread over all of the period; every bar opens its rows. */
export async function Distribution({ page, view, metric: id }: Part & { readonly metric: SpreadMetric }) {
  const { t, zone, ctx } = page
  const metric = page.metric(id)
  if (!metric) return null
  // A resolution limit of a day squeezes what mostly takes minutes into one bar; the cards judge it.
  const target = id === 'resolution_p50' ? null : (limitFor(view)(metric)?.value ?? null)
  const { period, filters, calendar } = question(page, view, { compare: false })
  const asked = await settle(readDistribution(ctx, { metric: id, period, filters, calendar, target }))
  return (
    <DistributionCard
      page={page}
      title={t('people.distributionOf', { metric: t(`peopleSpread.${id}`) })}
      asked={asked}
      target={target}
      className="h-full max-md:rounded-none max-md:border-x-0"
      hrefOf={(narrow) => `/tickets?${rowsQuery(view, zone, ctx.now, { metric: id, narrow })}`}
    />
  )
}

/** The newest tickets of the page, and the way to all of them. */
export async function Tickets({
  page,
  view,
  names,
  metric,
  title,
}: Part & { readonly metric?: string; readonly title?: string }) {
  const { t, f, zone, ctx } = page
  const query = rowsQuery(view, zone, ctx.now, metric ? { metric } : {})
  const search = new URLSearchParams(query)
  search.set('limit', '20')
  const asked = await settle(listTickets(ctx, search, { countUpTo: 10_000 }))
  const heading = title ?? t('people.tickets')
  if (!asked.ok) return <SectionError t={t} title={heading} code={asked.code} href={`?${viewQuery(view)}`} />
  const hint = (
    <span>
      {t('people.ticketsHint', {
        total: atLeast(f.integer(asked.value.total), asked.value.totalAtLeast),
      })}
    </span>
  )
  const aside = (
    <Link href={`/tickets?${query}`} prefetch={false} className={button({ look: 'quiet', size: 'small' })}>
      {t('people.allTickets')}
    </Link>
  )
  if (asked.value.rows.length === 0) {
    return (
      <Card title={heading} className="max-md:rounded-none max-md:border-x-0" hint={hint} aside={aside}>
        <Empty title={t('tickets.empty')} hint={t('tickets.emptyHint')} />
      </Card>
    )
  }
  return (
    <TicketRows
      page={page}
      rows={asked.value.rows}
      query={query}
      title={heading}
      hint={hint}
      aside={aside}
      names={names}
    />
  )
}

/** Whether a value of a dimension was ever seen; within the asker's teams. */
export async function isKnownValue(page: Page, dimension: Dimension, value: string | null): Promise<boolean> {
  if (value === null) return true
  const own: Filter = { dimension, op: 'in', values: [value] }
  const asked = await ask(page, {
    metrics: ['tickets_opened', 'tickets_resolved'],
    period: { from: '2000-01-01T00:00:00Z', to: new Date(page.ctx.now + 86_400_000).toISOString() },
    filters: [own],
  })
  // Where it cannot be told, the page's own sections say what is wrong.
  if (!asked.ok) return true
  return asked.value.rows.some(
    (row) => (numberOf(row, 'tickets_opened') ?? 0) + (numberOf(row, 'tickets_resolved') ?? 0) > 0,
  )
}
