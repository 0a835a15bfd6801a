import type { Metadata } from 'next'
import Link from 'next/link'
import { answerOf, ask } from '@/app/ask'
import { askNotes } from '@/app/notes'
import { pageContext } from '@/app/page-context'
import { question } from '@/app/question'
import { ExploreBar } from '@/components/explore/explore-bar'
import { ExploreResults, groupCount } from '@/components/explore/explore-results'
import {
  type ExploreState,
  exploreQuery,
  formsOf,
  type MetricChoice,
  metricChoice,
  parseExplore,
  type Refusal,
  soundQuestion,
} from '@/components/explore/explore-state'
import { FilterBar } from '@/components/views/filter-bar'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import { parseView, periodOf, type SearchParams, viewQuery } from '@/components/views/view-state'
import { buckets } from '@/lib/core/grain'
import type { Translate } from '@/lib/i18n/translate'
import { METRICS, metricById } from '@/lib/metrics/catalogue'
import { DIMENSIONS } from '@/lib/metrics/types'

const KNOWN = new Set(METRICS.map((metric) => metric.id))
const MOST_ROWS = 9_000
const MOST_GROUPS = 500

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('explore.title') }
}

/** Any metrics × dimensions × grain, as a picture and a table; the question stands in the address. */
export default async function ExplorePage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, null)
  const { t, f, ctx, locale, zone } = page
  const period = periodOf(view, zone, ctx.now)
  const choices = METRICS.map((metric) => metricChoice(metric, locale))
  const asked = parseExplore(params, KNOWN)
  const { state, left } = soundQuestion(asked, choices, view.filters, period)
  const wire = state.metrics.length === 0 ? null : wireOf(state, question(page, view), period, zone)
  const [main, totals, notes] = await Promise.all([
    wire ? ask(page, wire) : null,
    wire && (state.by.length > 0 || state.grain !== null)
      ? ask(page, { ...question(page, view, { compare: false }), metrics: state.metrics })
      : null,
    wire && state.grain !== null ? askNotes(page, view) : null,
  ])
  const groups = main?.ok ? groupCount(state, main.value) : 1
  const forms = formsOf(state, groups)
  const form = state.form !== null && forms.includes(state.form) ? state.form : (forms[0] ?? 'table')
  const extra = exploreQuery(asked)
  const rest = viewQuery(view, {}, null)
  return (
    <PageBody>
      <PageHeader title={t('explore.title')}>
        <PeriodBar view={view} now={ctx.now} extra={extra} />
      </PageHeader>
      <FilterBar view={view} dimensions={DIMENSIONS} extra={extra}>
        <span>{f.period(period.from, period.to)}</span>
      </FilterBar>
      <div className="flex flex-col gap-3">
        <ExploreBar
          state={{ ...asked, form: state.form === null ? null : form }}
          choices={choices}
          filters={view.filters}
          period={period}
          forms={forms}
          rest={rest}
          wire={wire}
        />
        {left.length > 0 ? (
          <p role="status" className="px-1 text-caption text-ink-2 max-md:px-5">
            {t('explore.leftOut', { what: f.list([...new Set(left.map((it) => refusalText(it, t)))]) })}
          </p>
        ) : null}
        {main === null ? (
          <Examples t={t} choices={choices} />
        ) : main.ok ? (
          <ExploreResults
            answer={{
              page,
              view,
              state,
              period,
              result: main.value,
              totals: totals === null ? null : answerOf(totals),
              notes,
            }}
            form={form}
          />
        ) : (
          <SectionError
            t={t}
            title={t('explore.title')}
            code={main.code}
            message={main.message}
            href={`/explore?${[extra, rest].filter((part) => part !== '').join('&')}`}
          />
        )}
      </div>
    </PageBody>
  )
}

function refusalText(refusal: Exclude<Refusal, null>, t: Translate): string {
  if (refusal.why === 'dimension')
    return t('explore.why.dimension', { dimension: t(`dimension.${refusal.dimension}`) })
  if (refusal.why === 'metric' || refusal.why === 'momentary')
    return t(`explore.why.${refusal.why}`, { metric: refusal.metric })
  return t(`explore.why.${refusal.why}`)
}

/** The question in its wire form. People are listed by name; other groups by their first figure. */
function wireOf(
  state: ExploreState,
  base: ReturnType<typeof question>,
  period: { readonly from: number; readonly to: number },
  zone: string,
): Readonly<Record<string, unknown>> {
  const { metrics, by, grain } = state
  const steps =
    grain === null ? 1 : Math.max(1, buckets(period.from, period.to, grain, zone, MOST_ROWS).length)
  const [first = ''] = metrics
  const metric = metricById(first)
  const order =
    by.length === 0 || grain !== null
      ? null
      : by.includes('agent')
        ? { id: 'agent', direction: 'asc' }
        : { id: first, direction: metric?.polarity === 'up' ? 'asc' : 'desc' }
  return {
    metrics,
    ...(by.length > 0 ? { dimensions: by } : {}),
    ...(grain ? { grain } : {}),
    ...base,
    ...(order ? { orderBy: [order] } : {}),
    ...(by.length > 0 ? { limit: Math.max(1, Math.min(MOST_GROUPS, Math.floor(MOST_ROWS / steps))) } : {}),
  }
}

const EXAMPLES = [
  { key: '1', state: { metrics: ['frt_avg', 'frt_within_target'], by: ['channel'] }, view: '' },
  {
    key: '2',
    state: { metrics: ['tickets_opened'], grain: 'day' },
    view: 'preset=last_28_days&compare=previous_period',
  },
  { key: '3', state: { metrics: ['csat'], by: ['team', 'channel'] }, view: 'preset=last_28_days' },
  {
    key: '4',
    state: { metrics: ['tickets_opened', 'fcr', 'aht_avg'], by: ['issueType'] },
    view: 'preset=last_7_days',
  },
] as const satisfies readonly { key: '1' | '2' | '3' | '4'; state: Partial<ExploreState>; view: string }[]

function Examples({ t, choices }: { readonly t: Translate; readonly choices: readonly MetricChoice[] }) {
  const nothing: ExploreState = { metrics: [], by: [], grain: null, form: null }
  const known = new Set(choices.map((choice) => choice.id))
  return (
    <section className="card px-4 py-6 max-md:px-5">
      <h2 className="text-card font-[600] text-ink">{t('explore.emptyTitle')}</h2>
      <p className="mt-1 max-w-[60ch] text-body text-ink-2">{t('explore.emptyHint')}</p>
      <ul className="mt-4 grid grid-cols-2 gap-3 max-md:grid-cols-1">
        {EXAMPLES.filter((example) => example.state.metrics.every((id) => known.has(id))).map((example) => (
          <li key={example.key}>
            <Link
              href={`/explore?${[exploreQuery(nothing, example.state), example.view].filter((it) => it !== '').join('&')}`}
              className="flex min-h-[64px] flex-col justify-center rounded-card border border-line px-4 py-2.5 hover:border-line-2 hover:bg-sunken"
            >
              <span className="text-body font-[560] text-ink">{t(`explore.example${example.key}`)}</span>
              <span className="text-caption text-ink-3">{t(`explore.example${example.key}Hint`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
