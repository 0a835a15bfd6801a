import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { answerOf, ask, settle } from '@/app/ask'
import { askNotes } from '@/app/notes'
import { type Page, pageContext } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { PictureMenu } from '@/components/charts/picture-menu'
import { withParameters } from '@/components/customers/address'
import { Segment } from '@/components/customers/segment'
import { AnswerRows } from '@/components/satisfaction/answer-rows'
import { FRT_LEAST, frtVerdict } from '@/components/satisfaction/frt-verdict'
import { isGoodScore, SURVEYS, surveyMetric, surveyOf } from '@/components/satisfaction/kinds'
import { NpsBar } from '@/components/satisfaction/nps-bar'
import { ScoreChart } from '@/components/satisfaction/score-chart'
import { npsParts, scoreBars } from '@/components/satisfaction/scores'
import { ExportMenu } from '@/components/tables/export-menu'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { sampleData } from '@/components/ui/figure-data'
import { Empty } from '@/components/ui/notice'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { grainOf } from '@/components/views/answers'
import { KpiSection, KpiSkeleton, shortName } from '@/components/views/kpi-section'
import { MetricTable } from '@/components/views/metric-table'
import { PageBody } from '@/components/views/page-header'
import { PeriodTop } from '@/components/views/period-top'
import { SectionError } from '@/components/views/section-error'
import { TrendSection } from '@/components/views/trend-section'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
  viewQuery,
  withFilter,
} from '@/components/views/view-state'
import { dimensionValueName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import { scopeOf } from '@/lib/metrics/targets'
import { listAnswers } from '@/lib/services/list-answers'
import { readFrtSatisfaction, readScores } from '@/lib/services/read-scores'
import { wilson } from '@/lib/stats/wilson'
import { namesFor } from '../_people/names'

const KINDS = ['csat', 'csat_first_response', 'csat_solution', 'csat_complaint', 'csat_process'] as const
const OTHERS = ['csat_avg', 'nps', 'ces', 'ces1', 'fcr_said', 'survey_response_rate'] as const
const GROUPS = ['channel', 'team', 'issueType', 'product'] as const
const COLUMNS = ['csat', 'csat_avg', 'nps', 'ces', 'fcr_said', 'survey_response_rate'] as const
const BANDS = ['low', 'middle', 'high'] as const
const COMMENTS = 12
const GROUPS_AT_MOST = 200

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('satisfaction.title') }
}

interface Part {
  readonly page: Page
  readonly view: ViewState
  /** the page's own parameters, as a query string */
  readonly own: string
}

/** Parameters of the address with one replaced. */
const at = (view: ViewState, own: string, changes: Readonly<Record<string, string | null>>): string =>
  `/satisfaction${withParameters([viewQuery(view), own].filter((part) => part !== '').join('&'), changes)}`

export default async function SatisfactionPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, 'same_weekday', 'last_28_days')
  const { t } = page
  const one = (key: string) => (typeof params[key] === 'string' ? params[key] : null)
  const own = withParameters('', {
    scores: one('scores'),
    by: one('by'),
    kind: one('kind'),
    band: one('band'),
  }).slice(1)
  const part: Part = { page, view, own }
  return (
    <PageBody>
      <PeriodTop page={page} view={view} title={t('satisfaction.title')} own={own} />
      <div className="flex flex-col gap-3">
        <Suspense
          fallback={
            <>
              <KpiSkeleton count={5} />
              <KpiSkeleton count={6} />
            </>
          }
        >
          <Figures {...part} />
        </Suspense>
        <div className="grid gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] max-md:gap-0">
          <Suspense fallback={<Skeleton className="h-[300px]" />}>
            <Trend {...part} />
          </Suspense>
          <Suspense fallback={<Skeleton className="h-[300px]" />}>
            <Scores {...part} asked={one('scores')} />
          </Suspense>
        </div>
        <Suspense fallback={<Skeleton className="h-[180px]" />}>
          <FrtMatters {...part} />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={8} />}>
          <Groups {...part} asked={one('by')} />
        </Suspense>
        <Suspense fallback={<SkeletonTable rows={8} />}>
          <Comments {...part} kind={one('kind')} band={one('band')} />
        </Suspense>
      </div>
    </PageBody>
  )
}

async function Figures({ page, view }: Part) {
  const { t, zone, ctx } = page
  const period = periodOf(view, zone, ctx.now)
  const metrics = narrowable([...KINDS, ...OTHERS], view.filters)
  const [now, spark] = await Promise.all([
    ask(page, { ...question(page, view), metrics }),
    ask(page, {
      ...question(page, view, { compare: false }),
      metrics,
      grain: grainOf(period.from, period.to),
    }),
  ])
  const shared = {
    page,
    asked: metrics,
    view,
    now: answerOf(now),
    spark: answerOf(spark),
    code: now.ok ? null : now.code,
  }
  return (
    <>
      <KpiSection {...shared} ids={KINDS} />
      {now.ok ? <KpiSection {...shared} ids={OTHERS} /> : null}
      <p className="-mt-1.5 text-caption text-ink-3 max-md:px-5">{t('satisfaction.ces1Hint')}</p>
    </>
  )
}

async function Trend({ page, view }: Part) {
  const { t, zone, ctx } = page
  const period = periodOf(view, zone, ctx.now)
  const [asked, notes] = await Promise.all([
    ask(page, {
      ...question(page, view),
      metrics: ['csat'],
      grain: grainOf(period.from, period.to),
    }),
    askNotes(page, view),
  ])
  return (
    <TrendSection
      page={page}
      asked={asked}
      notes={notes}
      metricId="csat"
      title={t('satisfaction.trend')}
      view={view}
      period={period}
      intervals={t('satisfaction.band')}
    />
  )
}

/** Parameters of the lists of answers: they know no calendar. */
const listQuery = ({ page, view }: Part): URLSearchParams =>
  new URLSearchParams(rowsQuery({ ...view, calendar: null }, page.zone, page.ctx.now))

async function Scores(part: Part & { readonly asked: string | null }) {
  const { page, view, own } = part
  const { t, f, zone, ctx } = page
  const counts = await settle(readScores(ctx, listQuery(part)))
  const title = t('satisfaction.distribution')
  if (!counts.ok) return <SectionError t={t} title={title} code={counts.code} href={at(view, own, {})} />
  const there = SURVEYS.filter((kind) => counts.value.some((it) => it.kind === kind))
  const kind = there.find((it) => it === part.asked) ?? there[0]
  const rows = (metric: string, score: string) =>
    `/tickets?${rowsQuery(view, zone, ctx.now, { metric, narrow: { score } })}`
  if (kind === undefined) {
    return (
      <Card title={title}>
        <Empty title={t('satisfaction.empty')} hint={t('satisfaction.emptyHint')} />
      </Card>
    )
  }
  const bars = scoreBars(counts.value, kind)
  const n = bars.reduce((sum, bar) => sum + bar.n, 0)
  return (
    <Card
      title={title}
      hint={
        <>
          <span>{f.n(n)}</span>
          <span>{t('satisfaction.distributionHint')}</span>
        </>
      }
      aside={<PictureMenu />}
    >
      <div className="border-t border-line px-4 pt-3 pb-1 max-md:px-5">
        <Segment
          label={t('satisfaction.kindLabel')}
          items={there.map((it) => ({
            href: at(view, own, { scores: it }),
            text: t(`surveyKind.${it}`),
            current: it === kind,
          }))}
        />
      </div>
      <ScoreChart
        page={page}
        metric={surveyMetric(kind)}
        bars={bars}
        good={(score) => isGoodScore(kind, score)}
        href={(score) => rows(surveyMetric(kind), String(score))}
      />
      {kind === 'nps' ? (
        <NpsBar page={page} parts={npsParts(counts.value)} href={(scores) => rows('nps', scores)} />
      ) : null}
    </Card>
  )
}

async function FrtMatters(part: Part) {
  const { page, view, own } = part
  const { t, f } = page
  const asked = await settle(readFrtSatisfaction(page.ctx, listQuery(part)))
  const title = t('satisfaction.frtMatters')
  if (!asked.ok)
    return (
      <SectionError t={t} title={title} code={asked.code} href={at(view, own, {})} message={asked.message} />
    )
  const groups = asked.value
  const [quick, , slow] = groups
  const sample = (group: (typeof groups)[number] | undefined) => ({
    hits: group?.good ?? 0,
    n: group?.n ?? 0,
  })
  const verdict = frtVerdict(sample(quick), sample(slow))
  const share = (group: { readonly hits: number; readonly n: number }) =>
    f.share(group.hits / group.n, wilson(group.hits, group.n))
  const points = (value: number) => f.value('score', Math.round(value * 1000) / 10).replace(/\.?0+$/, '')
  const sentence =
    verdict.kind === 'few'
      ? t('satisfaction.frtFew', {
          count: FRT_LEAST,
          quick: sample(quick).n,
          slow: sample(slow).n,
        })
      : t(
          `satisfaction.${verdict.kind === 'real' ? 'frtReal' : verdict.kind === 'reverse' ? 'frtReverse' : 'frtUnclear'}`,
          {
            quick: share(sample(quick)),
            slow: share(sample(slow)),
            difference: points(Math.abs(verdict.difference.value)),
            interval: `${points(verdict.difference.interval[0])}–${points(verdict.difference.interval[1])}`,
          },
        )
  const names = {
    quick: t('satisfaction.frtQuick'),
    usual: t('satisfaction.frtUsual'),
    slow: t('satisfaction.frtSlow'),
  }
  return (
    <Card title={title} data-tile="frt_matters">
      <div className="grid gap-x-8 gap-y-3 border-t border-line px-4 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] max-md:px-5">
        <ul className="flex flex-col">
          {groups.map((group) => {
            const interval = wilson(group.good, group.n)
            const few = group.n < FRT_LEAST
            const query = withParameters(listQuery(part).toString(), { kind: 'csat', frt: group.band })
            return (
              <li
                key={group.band}
                data-frt={group.band}
                className="grid h-9 grid-cols-[minmax(0,1fr)_52px_84px_64px] items-center gap-2 border-b border-line last:border-0"
              >
                <span className="truncate text-ink-2">{names[group.band]}</span>
                <span className={`text-right font-[600] ${few ? 'text-ink-3' : 'text-ink'}`}>
                  {group.n === 0 || few ? '—' : f.share(group.good / group.n, interval)}
                </span>
                <span className="text-right text-caption text-ink-3">
                  {interval === null || few ? '' : f.interval('share', interval, group.good / group.n)}
                </span>
                {group.n === 0 ? (
                  <span className="text-right text-caption text-ink-3">{f.n(0)}</span>
                ) : (
                  <Link
                    href={`/satisfaction/answers${query}`}
                    prefetch={false}
                    className="num text-right text-caption text-ink-3"
                    {...sampleData('csat', group.n)}
                  >
                    {f.n(group.n)}
                  </Link>
                )}
              </li>
            )
          })}
        </ul>
        <div className="flex flex-col justify-center gap-1">
          <p className="text-card text-ink">{sentence}</p>
          <p className="text-caption text-ink-3">{t('satisfaction.frtNote')}</p>
        </div>
      </div>
    </Card>
  )
}

async function Groups({ page, view, own, asked }: Part & { readonly asked: string | null }) {
  const { t, locale, zone, ctx } = page
  const by = GROUPS.find((it) => it === asked) ?? 'channel'
  const metrics = narrowable(COLUMNS, [...view.filters, { dimension: by, op: 'in', values: [] }])
  const found = await ask(page, {
    ...question(page, view, { compare: false }),
    metrics,
    dimensions: [by],
    orderBy: [{ id: by, direction: 'asc' }],
    limit: GROUPS_AT_MOST,
  })
  const title = t('satisfaction.by')
  if (!found.ok)
    return (
      <SectionError t={t} title={title} code={found.code} href={at(view, own, {})} message={found.message} />
    )
  const labels = Object.fromEntries(
    COLUMNS.map((id) => [id, shortName(id, t) ?? metricById(id)?.text[locale].label ?? id]),
  )
  return (
    <Card
      title={title}
      hint={
        <Segment
          label={t('satisfaction.byLabel')}
          items={GROUPS.map((it) => ({
            href: at(view, own, { by: it }),
            text: t(`dimension.${it}`),
            current: it === by,
          }))}
        />
      }
      className="max-md:rounded-none max-md:border-x-0"
    >
      {found.value.rows.length === 0 ? (
        <Empty title={t('satisfaction.empty')} hint={t('satisfaction.emptyHint')} />
      ) : (
        <MetricTable
          page={page}
          id={`satisfaction-${by}`}
          result={found.value}
          dimension={by}
          head={t(`dimension.${by}`)}
          metrics={metrics}
          within={scopeOf(view.filters)}
          labels={labels}
          rowsHref={(metric, value) =>
            `/tickets?${rowsQuery(view, zone, ctx.now, { metric, filters: [{ dimension: by, op: 'in', values: [value] }] })}`
          }
          name={(value) => (
            <Link
              href={at({ ...view, filters: withFilter(view.filters, by, [value]) }, own, {})}
              prefetch={false}
              className="num"
            >
              {dimensionValueName(locale, by, value)}
            </Link>
          )}
        />
      )}
    </Card>
  )
}

async function Comments(part: Part & { readonly kind: string | null; readonly band: string | null }) {
  const { page, view, own } = part
  const { t, f } = page
  const kind = part.kind === null ? null : surveyOf(part.kind)
  const band = BANDS.find((it) => it === part.band) ?? (part.band === 'all' ? null : 'low')
  const search = listQuery(part)
  search.set('commented', 'true')
  if (kind !== null) search.set('kind', kind)
  if (band !== null) search.set('band', band)
  const all = search.toString()
  search.set('limit', String(COMMENTS))
  const asked = await settle(listAnswers(page.ctx, search))
  const title = t('satisfaction.comments')
  if (!asked.ok)
    return (
      <SectionError t={t} title={title} code={asked.code} href={at(view, own, {})} message={asked.message} />
    )
  const words = {
    low: t('satisfaction.bandLow'),
    middle: t('satisfaction.bandMiddle'),
    high: t('satisfaction.bandHigh'),
  }
  return (
    <Card
      title={title}
      hint={<span>{t('satisfaction.commentsHint', { total: f.integer(asked.value.total) })}</span>}
      aside={
        <>
          <Link href={`/satisfaction/answers?${all}`} className={button({ look: 'quiet', size: 'small' })}>
            {t('satisfaction.commentsAll')}
          </Link>
          {asked.value.total === 0 ? null : (
            <ExportMenu download={{ kind: 'answers', query: all }} label={title} />
          )}
        </>
      }
      className="max-md:rounded-none max-md:border-x-0"
    >
      <div className="flex flex-wrap gap-2 px-4 pb-3 max-md:px-5">
        <Segment
          label={t('satisfaction.bandLabel')}
          items={[...BANDS, null].map((it) => ({
            href: at(view, own, { band: it === 'low' ? null : (it ?? 'all') }),
            text: it === null ? t('satisfaction.bandAll') : words[it],
            current: it === band,
          }))}
        />
        <Segment
          label={t('satisfaction.kindLabel')}
          items={[null, ...SURVEYS].map((it) => ({
            href: at(view, own, { kind: it }),
            text: it === null ? t('satisfaction.kindAll') : t(`surveyKind.${it}`),
            current: it === kind,
          }))}
        />
      </div>
      {asked.value.rows.length === 0 ? (
        <Empty title={t('satisfaction.noComments')} hint={t('satisfaction.noCommentsHint')} />
      ) : (
        <AnswerRows page={page} names={await namesFor({})} rows={asked.value.rows} />
      )}
    </Card>
  )
}
