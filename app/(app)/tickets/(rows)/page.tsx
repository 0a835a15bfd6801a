import type { Metadata } from 'next'
import Link from 'next/link'
import { ask, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { question } from '@/app/question'
import type { ListedTicket } from '@/components/tables/ticket-cells'
import { sumKind } from '@/components/tables/ticket-sum'
import { TicketTable } from '@/components/tables/ticket-table'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { nOf, numberOf } from '@/components/views/answers'
import { FilterBar } from '@/components/views/filter-bar'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PeriodBar } from '@/components/views/period-bar'
import { SectionError } from '@/components/views/section-error'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  type ViewState,
} from '@/components/views/view-state'
import { metricById } from '@/lib/metrics/catalogue'
import type { Judged } from '@/lib/metrics/targets'
import { DIMENSIONS, type Metric } from '@/lib/metrics/types'
import { listTickets, type TicketRow } from '@/lib/services/list-tickets'

/** Beyond it a list says that there are more. */
const COUNT_UP_TO = 10_000
const PAGE_SIZE = 100

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('tickets.title') }
}

/** What judges first responses, for the state in front of each row. */
function judgedFrt(page: Page): Judged | undefined {
  const metric = page.metric('frt_avg')
  if (metric === undefined) return undefined
  const { target, scopedTargets } = metric
  return scopedTargets === undefined ? { target } : { target, scopedTargets }
}

/** What a table shows of a ticket; the rest stays on the server. */
function listed(row: TicketRow): ListedTicket {
  const { source, subject, channel, team, agent, product, issueType, region, campaign, priority } = row
  const { who, customerTier, title, state, waitingSince, firstResponseSeconds } = row
  const { handleSeconds, resolutionSeconds, messagesIn, messagesOut, at } = row
  return {
    ...{ source, subject, channel, team, agent, product, issueType, region, campaign, priority },
    ...{ who, customerTier, title, state, waitingSince, firstResponseSeconds },
    ...{ handleSeconds, resolutionSeconds, messagesIn, messagesOut, at },
    ...(row.value === undefined ? {} : { value: row.value }),
    ...(row.n === undefined ? {} : { n: row.n }),
    ...(row.hits === undefined ? {} : { hits: row.hits }),
    ...(row.values === undefined ? {} : { values: row.values }),
    ...(row.score === undefined ? {} : { score: row.score, comment: row.comment ?? null }),
  }
}

/** The number of the same question; null where the list is narrower than any question of the door. */
async function statedFigure(page: Page, view: ViewState, metric: Metric | null) {
  if (metric === null || Object.keys(view.narrow ?? {}).length > 0) return null
  const asked = await ask(page, { ...question(page, view, { compare: false }), metrics: [metric.id] })
  const row = asked.ok ? asked.value.rows[0] : undefined
  return row === undefined ? null : { value: numberOf(row, metric.id), n: nOf(row, metric.id) }
}

/** The rows behind a number: the same period and filters, `metric=ID` for exactly that metric's population. */
export default async function TicketsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, null)
  const { t, f, ctx, locale, zone } = page
  const metric = typeof params.metric === 'string' ? (metricById(params.metric) ?? null) : null
  const period = periodOf(view, zone, ctx.now)
  const query = rowsQuery(view, zone, ctx.now, {
    ...(metric ? { metric: metric.id } : {}),
    narrow: view.narrow,
  })
  const search = new URLSearchParams(query)
  search.set('limit', String(PAGE_SIZE))
  const [asked, stated] = await Promise.all([
    settle(listTickets(ctx, search, { countUpTo: COUNT_UP_TO })),
    statedFigure(page, view, metric),
  ])
  const extra = metric ? `metric=${metric.id}` : ''
  const now = metric?.type === 'gauge'
  const label = metric?.text[locale].label ?? ''
  const title = metric ? t('tickets.behind', { metric: label }) : t('tickets.title')
  return (
    <PageBody>
      <PageHeader
        title={title}
        {...(metric ? { trail: { href: '/tickets', text: t('tickets.title') } } : {})}
      >
        {now ? null : <PeriodBar view={view} now={ctx.now} extra={extra} compare={false} />}
      </PageHeader>
      <FilterBar view={view} dimensions={metric?.dimensions ?? DIMENSIONS} extra={extra} compare={false}>
        <span>{now ? t('tickets.gaugeNow') : f.period(period.from, period.to)}</span>
      </FilterBar>
      {metric ? (
        <p
          data-explains={metric.id}
          className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 pb-3 text-body text-ink-2 max-md:px-5"
        >
          <span>{t('tickets.explains')}</span>
          <Link href={`/catalogue?metric=${metric.id}`} className="link font-[540]">
            {label}
          </Link>
          {stated ? (
            <>
              <b className="text-row font-[600] text-ink" data-stated={stated.value ?? ''}>
                {f.value(metric.unit, stated.value)}
              </b>
              {metric.unit === 'count' ? null : <span className="text-ink-3">{f.n(stated.n)}</span>}
            </>
          ) : null}
          <span className="text-caption text-ink-3">{metric.card.population[locale]}</span>
        </p>
      ) : null}
      {asked.ok ? (
        asked.value.rows.length === 0 ? (
          <Card
            title={t('tickets.rowsTitle')}
            hint={<span data-total={0}>{t('tickets.total', { total: f.integer(0) })}</span>}
          >
            <Empty
              title={t('tickets.empty')}
              hint={t('tickets.emptyHint')}
              action={
                <Link href={`/tickets${extra ? `?${extra}` : ''}`} className={button()}>
                  {t('tickets.clear')}
                </Link>
              }
            />
          </Card>
        ) : (
          <TicketTable
            first={{ rows: asked.value.rows.map(listed), nextCursor: asked.value.nextCursor }}
            total={asked.value.total}
            atLeast={asked.value.totalAtLeast === true}
            query={query}
            title={title}
            figure={metric ? { id: metric.id, label, unit: metric.unit } : null}
            sum={metric ? sumKind(metric) : null}
            stated={stated}
            frt={judgedFrt(page)}
            now={ctx.now}
          />
        )
      ) : (
        <SectionError
          t={t}
          title={title}
          code={asked.code}
          message={asked.message}
          href={`/tickets?${query}`}
        />
      )}
    </PageBody>
  )
}
