import Link from 'next/link'
import { Suspense } from 'react'
import { ask } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { PictureMenu } from '@/components/charts/picture-menu'
import { CompareTable, compareRows } from '@/components/people/compare-table'
import { COMPARED_MAX } from '@/components/people/comparison'
import { metricLabel } from '@/components/people/labels'
import { joinQuery } from '@/components/people/page-params'
import { SmallMultiple } from '@/components/people/small-multiple'
import { AGENT_COMPARE_METRICS, COMPARE_METRICS } from '@/components/people/uses'
import { RowsExport } from '@/components/tables/rows-export'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { SkeletonTable } from '@/components/ui/skeleton'
import { grainOf, isSmall, nOf, numberOf, textOf } from '@/components/views/answers'
import { SectionError } from '@/components/views/section-error'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
  viewQuery,
} from '@/components/views/view-state'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import type { Dimension, Metric, QueryResult } from '@/lib/metrics/types'
import { PeopleFrame } from './frame'
import { namesFor } from './names'
import { type Part, valueNaming } from './sections'

export type CompareBy = 'team' | 'agent' | 'channel'

const PLACES = {
  team: { path: '/teams', parameter: 'teams', title: 'people.teams' },
  agent: { path: '/agents', parameter: 'agents', title: 'agents.people' },
  channel: { path: '/channels', parameter: 'channels', title: 'channels.title' },
} as const satisfies Record<CompareBy, { path: string; parameter: string; title: string }>

/** `a,b` or said several times; `_none` = no value. At most four, each once. */
export function comparedOf(raw: string | readonly string[] | undefined): readonly (string | null)[] {
  const parts = raw === undefined ? [] : typeof raw === 'string' ? raw.split(',') : raw
  const named = [...new Set(parts.filter((part) => part !== ''))]
  return named.slice(0, COMPARED_MAX).map((part) => (part === '_none' ? null : part))
}

const idOf = (value: string | null): string => value ?? '_none'

/** Two to four teams, agents or channels side by side; all of it in the address. */
export async function ComparePage({
  by,
  searchParams,
}: {
  readonly by: CompareBy
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const search = await searchParams
  const names = await namesFor(search)
  const place = PLACES[by]
  const asked = parseView(search)
  const others: ViewState = { ...asked, filters: asked.filters.filter((it) => it.dimension !== by) }
  const compared = comparedOf(search[place.parameter])
  const { t } = page
  const query = viewQuery(others)
  const extraOf = (values: readonly (string | null)[]) =>
    values.length === 0
      ? ''
      : new URLSearchParams({ [place.parameter]: values.map(idOf).join(',') }).toString()
  const part: Part = { page, view: others, names }
  return (
    <PeopleFrame
      page={page}
      view={others}
      extra={extraOf(compared)}
      names={by === 'agent' ? names : null}
      own={by}
      title={t('people.compareTitle')}
      trail={{ href: `${place.path}${query === '' ? '' : `?${query}`}`, text: t(place.title) }}
    >
      <Suspense fallback={<SkeletonTable rows={8} />}>
        <Compared
          {...part}
          by={by}
          compared={compared}
          hrefOf={(values) => `?${joinQuery(query, extraOf(values))}`}
        />
      </Suspense>
    </PeopleFrame>
  )
}

async function Compared({
  page,
  view,
  names,
  by,
  compared,
  hrefOf,
}: Part & {
  readonly by: CompareBy
  readonly compared: readonly (string | null)[]
  readonly hrefOf: (values: readonly (string | null)[]) => string
}) {
  const { t } = page
  const { nameOf } = valueNaming({ page, view, names })
  const name = (value: string | null) => nameOf(by, value)
  const picker = <Picker page={page} by={by} compared={compared} hrefOf={hrefOf} name={name} view={view} />
  if (compared.length < 2) {
    return (
      <Card title={t('people.comparePick')} hint={<span>{t('people.comparePickHint')}</span>}>
        {picker}
      </Card>
    )
  }
  return (
    <>
      <Card title={t('people.comparePick')}>{picker}</Card>
      <Suspense fallback={<SkeletonTable rows={8} />}>
        <Figures page={page} view={view} names={names} by={by} compared={compared} />
      </Suspense>
      <Suspense fallback={<SkeletonTable rows={8} />}>
        <Courses page={page} view={view} names={names} by={by} compared={compared} />
      </Suspense>
    </>
  )
}

/** Everybody there is as a button; the chosen ones pressed. */
async function Picker({
  page,
  by,
  compared,
  hrefOf,
  name,
  view,
}: {
  readonly page: Page
  readonly by: CompareBy
  readonly compared: readonly (string | null)[]
  readonly hrefOf: (values: readonly (string | null)[]) => string
  readonly name: (value: string | null) => string
  readonly view: ViewState
}) {
  const { t } = page
  const metric = by === 'agent' ? 'tickets_resolved' : 'tickets_opened'
  const asked = await ask(page, {
    ...question(page, view, { compare: false }),
    metrics: [metric],
    dimensions: [by],
    orderBy: [{ id: by, direction: 'asc' }],
    limit: 200,
  })
  if (!asked.ok) {
    return (
      <p role="alert" className="border-t border-line px-4 py-4 text-body text-ink-2">
        {t('error.body')}
      </p>
    )
  }
  const found = asked.value.rows.flatMap((row) => {
    const value = textOf(row, by)
    return value === null ? [] : [value]
  })
  const values = [...compared, ...found.filter((value) => !compared.includes(value))]
  return (
    <ul className="flex max-h-[148px] flex-wrap gap-2 overflow-y-auto max-md:max-h-[260px] border-t border-line px-4 py-3 max-md:px-5">
      {values.map((value) => {
        const chosen = compared.includes(value)
        const next = chosen
          ? compared.filter((it) => it !== value)
          : [...compared, value].slice(-COMPARED_MAX)
        return (
          <li key={idOf(value)}>
            <Link
              href={hrefOf(next)}
              prefetch={false}
              scroll={false}
              aria-current={chosen ? 'true' : undefined}
              className={button({
                look: chosen ? 'primary' : 'secondary',
                size: 'small',
              })}
            >
              {name(value)}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

interface Shown extends Part {
  readonly by: CompareBy
  readonly compared: readonly (string | null)[]
}

function metricsOf({ by, view }: Pick<Shown, 'by' | 'view'>): string[] {
  const dimension: Dimension = by
  return narrowable(by === 'agent' ? AGENT_COMPARE_METRICS : COMPARE_METRICS, [
    ...view.filters,
    { dimension, op: 'in', values: [] },
  ])
}

async function Figures({ page, view, names, by, compared }: Shown) {
  const { t, zone, ctx } = page
  const metrics = metricsOf({ by, view })
  const asked = await ask(page, {
    ...question(page, view, { compare: false }),
    metrics,
    dimensions: [by],
    filters: [...view.filters, { dimension: by, op: 'in', values: compared }],
    intervals: true,
  })
  const title = t('people.compareTitle')
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href={`?${viewQuery(view)}`} />
  const { nameOf, pageOf } = valueNaming({ page, view, names })
  const columns = compared.map((value) => ({
    key: idOf(value),
    name: nameOf(by, value),
    href: pageOf(by, value),
    row: asked.value.rows.find((row) => textOf(row, by) === value) ?? null,
    rowsHref: (metric: string) =>
      `/tickets?${rowsQuery(view, zone, ctx.now, { metric, filters: [{ dimension: by, op: 'in', values: [value] }] })}`,
    limit: (metric: Metric) => targetAt(metric, { ...scopeOf(view.filters), [by]: value }, 'none'),
  }))
  return (
    <Card
      title={title}
      className="max-md:rounded-none max-md:border-x-0"
      data-tile="compare"
      hint={<span>{t('people.clickHint')}</span>}
      aside={<RowsExport label={title} {...compareRows({ page, metrics, columns })} />}
    >
      <CompareTable page={page} label={title} metrics={metrics} columns={columns} />
      <div className="border-t border-line px-4 py-2.5 text-caption text-ink-3 max-md:px-5">
        <p className="max-w-[96ch]">{t('people.differenceNote')}</p>
      </div>
    </Card>
  )
}

/** The same metrics over the period, a small chart each. */
async function Courses({ page, view, names, by, compared }: Shown) {
  const { t, f, zone, ctx } = page
  const period = periodOf(view, zone, ctx.now)
  const metrics = metricsOf({ by, view })
  const asked = await ask(page, {
    ...question(page, view, { compare: false }),
    metrics,
    dimensions: [by],
    filters: [...view.filters, { dimension: by, op: 'in', values: compared }],
    grain: grainOf(period.from, period.to),
  })
  const title = t('people.smallMultiples')
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href={`?${viewQuery(view)}`} />
  const { nameOf } = valueNaming({ page, view, names })
  const days = period.to - period.from > 2.1 * 86_400_000
  const end = (at: number) => (days ? f.axisDay(at) : f.time(at))
  const courses = metrics.flatMap((id) => {
    const metric = page.metric(id)
    if (!metric) return []
    const series = compared.map((value) => ({
      name: nameOf(by, value),
      values: courseOf(asked.value, by, value, metric),
    }))
    // A line needs two points; what has fewer is named below.
    const drawn = series.some((it) => it.values.filter((value) => value !== null).length > 1)
    return [{ metric, series, drawn }]
  })
  const thin = courses.filter((it) => !it.drawn)
  return (
    <Card
      title={title}
      className="max-md:rounded-none max-md:border-x-0"
      data-tile="courses"
      aside={courses.some((it) => it.drawn) ? <PictureMenu /> : null}
    >
      <div className="grid grid-cols-1 border-t border-line md:grid-cols-2 xl:grid-cols-4">
        {courses
          .filter((it) => it.drawn)
          .map(({ metric, series }) => (
            <SmallMultiple
              key={metric.id}
              page={page}
              metric={metric}
              title={metricLabel(metric.id, page)}
              series={series}
              from={end(period.from)}
              to={end(period.to - 1)}
            />
          ))}
      </div>
      {thin.length > 0 ? (
        <p className="px-4 pt-1 pb-3 text-caption text-ink-3 max-md:px-5">
          {t('people.thinCourses', { metrics: f.list(thin.map((it) => metricLabel(it.metric.id, page))) })}
        </p>
      ) : null}
    </Card>
  )
}

/** Figures over time; a point of too few cases is a gap. */
function courseOf(result: QueryResult, by: string, value: string | null, metric: Metric): (number | null)[] {
  return result.rows
    .filter((row) => textOf(row, by) === value)
    .map((row) => (isSmall(metric, nOf(row, metric.id)) ? null : numberOf(row, metric.id)))
}
