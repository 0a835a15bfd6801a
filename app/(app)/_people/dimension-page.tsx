import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { pageContext } from '@/app/page-context'
import { segment } from '@/app/question'
import type { DimensionKind } from '@/components/dimension-pages/kinds'
import { parsePeople, peopleQuery } from '@/components/people/page-params'
import { button } from '@/components/ui/button'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { KpiSkeleton } from '@/components/views/kpi-section'
import { parseView, type SearchParams, type ViewState, viewQuery } from '@/components/views/view-state'
import { dimensionValueName } from '@/lib/i18n/names'
import type { Filter } from '@/lib/metrics/types'
import { PeopleFrame } from './frame'
import { namesFor } from './names'
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
} from './sections'
import { UnknownValue } from './unknown'

/** `_none` in the address = no value. */
export const valueInPath = (raw: string): string | null => (raw === '_none' ? null : segment(raw))

/** What a value's page is called. */
export async function valueTitle(kind: DimensionKind, raw: string): Promise<string> {
  const { t, locale } = await pageContext()
  const value = valueInPath(raw)
  return value === null
    ? t(`dimensionPage.${kind.dimension}.none`)
    : dimensionValueName(locale, kind.dimension, value)
}

/** All values of a dimension over a period. */
export async function DimensionListPage({
  kind,
  searchParams,
}: {
  readonly kind: DimensionKind
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const search = await searchParams
  const names = await namesFor(search)
  const view = parseView(search)
  const params = parsePeople(search, { trend: kind.figures })
  const { t } = page
  const part: Part = { page, view, names }
  const figures = askFigures(page, view, kind.figures)
  return (
    <PeopleFrame
      page={page}
      view={view}
      extra={peopleQuery(params)}
      names={null}
      title={t(`dimensionPage.${kind.dimension}.title`)}
    >
      <Suspense fallback={<KpiSkeleton count={6} />}>
        <Kpis {...part} figures={figures} />
      </Suspense>
      <Suspense fallback={<SkeletonTable rows={12} />}>
        <Breakdown
          {...part}
          dimension={kind.dimension}
          metrics={kind.columns}
          title={t(`dimensionPage.${kind.dimension}.rows`)}
        />
      </Suspense>
      <Suspense fallback={<Skeleton className="h-[300px]" />}>
        <Trend {...part} others={view} figures={figures} params={params} />
      </Suspense>
    </PeopleFrame>
  )
}

const TITLES = {
  issueType: 'people.byIssue',
  channel: 'people.byChannel',
  region: 'people.byRegion',
  product: 'people.byProduct',
  team: 'people.byTeamShort',
  customerTier: 'people.byTier',
} as const

/** One value of a dimension: its figures, course, breakdowns, spread and tickets. */
export async function DimensionValuePage({
  kind,
  raw,
  searchParams,
}: {
  readonly kind: DimensionKind
  readonly raw: string
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const { dimension } = kind
  const value = valueInPath(raw)
  const search = await searchParams
  const [names, known, title] = await Promise.all([
    namesFor(search),
    isKnownValue(page, dimension, value),
    valueTitle(kind, raw),
  ])
  if (!known) notFound()
  const asked = parseView(search)
  const others: ViewState = { ...asked, filters: asked.filters.filter((it) => it.dimension !== dimension) }
  const own: Filter = { dimension, op: 'in', values: [value] }
  const view: ViewState = { ...others, filters: [own, ...others.filters] }
  const params = parsePeople(search, { trend: kind.figures })
  const { t } = page
  const part: Part = { page, view, names }
  const figures = askFigures(page, view, kind.figures)
  const query = viewQuery(others)
  const trend = (
    <Suspense fallback={<Skeleton className="h-[300px]" />}>
      <Trend {...part} others={others} figures={figures} params={params} />
    </Suspense>
  )
  const spread = (
    <Suspense fallback={<SkeletonTable rows={7} />}>
      <Distribution {...part} metric={kind.spread} />
    </Suspense>
  )
  const [main, ...rest] = kind.breakdowns
  const breakdown = (it: DimensionKind['breakdowns'][number]) => {
    const key = it.dimension as keyof typeof TITLES
    return (
      <Suspense key={it.dimension} fallback={<SkeletonTable rows={8} />}>
        <Breakdown {...part} dimension={it.dimension} metrics={it.metrics} title={t(TITLES[key])} />
      </Suspense>
    )
  }
  return (
    <PeopleFrame
      page={page}
      view={others}
      extra={peopleQuery(params)}
      names={null}
      own={dimension}
      title={title}
      trail={{
        href: `${kind.path}${query === '' ? '' : `?${query}`}`,
        text: t(`dimensionPage.${dimension}.title`),
      }}
      badge={
        <span className="flex gap-1">
          <Link
            href={`/complaints?${viewQuery(view)}`}
            prefetch={false}
            className={button({ look: 'quiet', size: 'small' })}
          >
            {t('dimensionPage.complaintsLink')}
          </Link>
          <Link
            href={`/satisfaction?${viewQuery(view)}`}
            prefetch={false}
            className={button({ look: 'quiet', size: 'small' })}
          >
            {t('dimensionPage.satisfactionLink')}
          </Link>
        </span>
      }
    >
      <Suspense fallback={<KpiSkeleton count={6} />}>
        <Kpis {...part} figures={figures} />
      </Suspense>
      <div className="grid gap-3 xl:grid-cols-[minmax(0,64fr)_minmax(0,35fr)]">
        {trend}
        {kind.hourly ? (
          <Suspense fallback={<SkeletonTable rows={6} />}>
            <Heat {...part} />
          </Suspense>
        ) : (
          spread
        )}
      </div>
      {main ? breakdown(main) : null}
      {kind.hourly ? (
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,60fr)_minmax(0,40fr)]">
          {rest[0] ? breakdown(rest[0]) : null}
          {spread}
        </div>
      ) : rest[0] ? (
        breakdown(rest[0])
      ) : null}
      {rest.slice(1).map(breakdown)}
      <Suspense fallback={<SkeletonTable />}>
        <Tickets {...part} />
      </Suspense>
    </PeopleFrame>
  )
}

/** A value that nothing has. */
export async function UnknownDimensionValue({ kind }: { readonly kind: DimensionKind }) {
  const { t } = await pageContext()
  const what = t(`dimensionPage.${kind.dimension}.one`)
  return (
    <UnknownValue
      dimension={kind.dimension}
      path={kind.path}
      listTitle={t(`dimensionPage.${kind.dimension}.title`)}
      title={t('people.unknownValue', { what })}
      hint={t('people.unknownValueHint')}
    />
  )
}
