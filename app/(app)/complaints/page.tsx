import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import { answerOf, ask, askKept, settle } from '@/app/ask'
import { askNotes } from '@/app/notes'
import { type Page, pageContext } from '@/app/page-context'
import { narrowable, question } from '@/app/question'
import { ticketHref } from '@/components/boards/figure'
import { KpiCard, KpiStrip } from '@/components/boards/kpi-card'
import { PictureMenu } from '@/components/charts/picture-menu'
import { crossCheck, type ShareOf } from '@/components/complaints/cross-check'
import { ShareBars } from '@/components/complaints/share-bars'
import { customerHref, withParameters } from '@/components/customers/address'
import { Pager } from '@/components/customers/pager'
import { Segment } from '@/components/customers/segment'
import { agentHref, agentName } from '@/components/people/agent-names'
import { DataTable, type TableCell, type TableColumn } from '@/components/tables/data-table'
import { button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { sampleData } from '@/components/ui/figure-data'
import { Empty } from '@/components/ui/notice'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { StateGlyph } from '@/components/ui/state-badge'
import { grainOf, metricCard, nOf, numberOf, seriesOf } from '@/components/views/answers'
import { KpiSkeleton, shortName } from '@/components/views/kpi-section'
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
} from '@/components/views/view-state'
import { comparePeriod } from '@/lib/core/period'
import { formatInZone } from '@/lib/core/zone'
import { channelName, dimensionValueName, teamName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import type { Dimension, QueryRow } from '@/lib/metrics/types'
import {
  groupComplaints,
  listComplaints,
  readComplaintTopics,
  type ShownComplaint,
} from '@/lib/services/list-complaints'
import { listSuggestions } from '@/lib/services/list-suggestions'
import { topicsAgainstUsual } from '@/lib/stats/topics'
import { namesFor } from '../_people/names'

const FIGURES = ['complaint_rate', 'csat_complaint', 'suggestion_adoption'] as const
const GROUPS = ['category', 'level', 'product', 'channel', 'team', 'issueType'] as const
const STATES = ['submitted', 'pending', 'decided', 'adopted'] as const
const PAGE_SIZE = 50
const SUGGESTIONS = 20
const MORE_SUGGESTIONS = 100
const SUGGESTIONS_AT_MOST = 1_000
/** Earlier periods of the same length that make "the usual". */
const USUAL = 4
const TOPICS = 4

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('complaints.title') }
}

interface Part {
  readonly page: Page
  readonly view: ViewState
  /** the page's own parameters, as a query string */
  readonly own: string
}

const at = (view: ViewState, own: string, changes: Readonly<Record<string, string | null>>): string =>
  `/complaints${withParameters([viewQuery(view), own].filter((part) => part !== '').join('&'), changes)}`

/** Parameters of the lists: they know no calendar. */
const listQuery = ({ page, view }: Omit<Part, 'own'>): URLSearchParams =>
  new URLSearchParams(rowsQuery({ ...view, calendar: null }, page.zone, page.ctx.now))

export default async function ComplaintsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const params = await searchParams
  const view = parseView(params, 'same_weekday', 'last_28_days')
  const { t } = page
  const one = (key: string) => (typeof params[key] === 'string' ? params[key] : null)
  const kept = Object.fromEntries(
    ['by', 'category', 'level', 'open', 'counted', 'suggestions', 'listed'].map((key) => [key, one(key)]),
  )
  const own = withParameters('', kept).slice(1)
  const part: Part = { page, view, own }
  return (
    <PageBody>
      <PeriodTop page={page} view={view} title={t('complaints.title')} own={own} />
      <div className="flex flex-col gap-3 max-md:gap-0">
        <Suspense fallback={<KpiSkeleton count={5} />}>
          <Figures {...part} />
        </Suspense>
        <div className="grid gap-3 lg:grid-cols-2 max-md:gap-0">
          <Suspense fallback={<Skeleton className="h-[150px]" />}>
            <Topics {...part} />
          </Suspense>
          <Suspense fallback={<Skeleton className="h-[150px]" />}>
            <Cross {...part} />
          </Suspense>
        </div>
        <div className="grid gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] max-md:gap-0">
          <Suspense fallback={<Skeleton className="h-[300px]" />}>
            <Trend {...part} />
          </Suspense>
          <Suspense fallback={<Skeleton className="h-[300px]" />}>
            <Groups {...part} asked={one('by')} />
          </Suspense>
        </div>
        <div id="list">
          <Suspense fallback={<SkeletonTable rows={10} />}>
            <List {...part} params={kept} cursor={one('cursor')} />
          </Suspense>
        </div>
        <div id="suggestions">
          <Suspense fallback={<SkeletonTable rows={6} />}>
            <Suggestions {...part} asked={one('suggestions')} listed={Number(one('listed') ?? SUGGESTIONS)} />
          </Suspense>
        </div>
      </div>
    </PageBody>
  )
}

async function Figures(part: Part) {
  const { page, view, own } = part
  const { t, f, locale, zone, ctx } = page
  const period = periodOf(view, zone, ctx.now)
  const metrics = narrowable(FIGURES, view.filters)
  const search = listQuery(part)
  search.set('limit', '1')
  const submitted = new URLSearchParams(search)
  const counted = new URLSearchParams(search)
  counted.set('counted', 'true')
  const [now, spark, made, complaints] = await Promise.all([
    ask(page, { ...question(page, view), metrics }),
    ask(page, {
      ...question(page, view, { compare: false }),
      metrics,
      grain: grainOf(period.from, period.to),
    }),
    settle(listSuggestions(ctx, submitted)),
    settle(listComplaints(ctx, counted)),
  ])
  if (!now.ok)
    return (
      <SectionError
        t={t}
        title={t('board.key')}
        code={now.code}
        href={at(view, own, {})}
        message={now.message}
      />
    )
  const row = now.value.rows[0]
  const card = (id: string) => {
    const metric = page.metric(id)
    if (!metric) return null
    const known = metrics.includes(id)
    return (
      <KpiCard
        key={id}
        {...metricCard(
          metric,
          { now: known ? now.value : null, spark: known ? answerOf(spark) : null },
          page,
          {
            label: shortName(id, t) ?? metric.text[locale].label,
            href: `/tickets?${rowsQuery(view, zone, ctx.now, { metric: id })}`,
            limit: targetAt(metric, scopeOf(view.filters)),
          },
        )}
        {...(known ? {} : { left1: t('tile.notNarrowed') })}
      />
    )
  }
  const ended = nOf(row, 'complaint_rate')
  const before = now.value.comparison?.rows[0]
  const countOf = (of: QueryRow | undefined) => {
    const rate = numberOf(of, 'complaint_rate')
    return rate === null ? null : Math.round(rate * nOf(of, 'complaint_rate'))
  }
  const count = answerOf(complaints)?.total ?? null
  const countBefore = countOf(before)
  const sparkCounts = (answerOf(spark)?.rows ?? []).map(countOf)
  return (
    <section aria-label={t('board.key')}>
      <KpiStrip columns={5}>
        {card('complaint_rate')}
        <KpiCard
          id="complaints_counted"
          state={null}
          label={t('complaints.count')}
          digits={f.count(count)}
          href={
            count === null
              ? undefined
              : `${at(view, own, { counted: 'true', category: null, level: null, open: null })}#list`
          }
          spark={sparkCounts.length > 1 ? sparkCounts : seriesOf(null, '')}
          left1={t('complaints.countHint')}
          left2={ended > 0 ? t('complaints.ended', { count: f.count(ended) }) : undefined}
          right2={count === null || countBefore === null ? undefined : f.change('count', count - countBefore)}
        />
        {card('csat_complaint')}
        <KpiCard
          id="suggestions_submitted"
          state={null}
          label={t('complaints.suggestions')}
          digits={f.count(answerOf(made)?.total ?? null)}
          href={`${at(view, own, { suggestions: 'submitted' })}#suggestions`}
          left1={t('complaints.submitted')}
          left2={`${t('complaints.decided')} ${f.count(nOf(row, 'suggestion_adoption'))}`}
        />
        {card('suggestion_adoption')}
      </KpiStrip>
    </section>
  )
}

async function Trend({ page, view }: Part) {
  const { t, zone, ctx } = page
  const period = periodOf(view, zone, ctx.now)
  const [asked, notes] = await Promise.all([
    ask(page, {
      ...question(page, view),
      metrics: ['complaint_rate'],
      grain: grainOf(period.from, period.to),
    }),
    askNotes(page, view),
  ])
  return (
    <TrendSection
      page={page}
      asked={asked}
      notes={notes}
      metricId="complaint_rate"
      title={t('complaints.trend')}
      view={view}
      period={period}
    />
  )
}

/** This period's categories against the mean of the periods before: what stands out, with its arithmetic. */
async function Topics(part: Part) {
  const { page, view, own } = part
  const { t, f, zone, ctx } = page
  const title = t('complaints.topics')
  const now = { ...periodOf(view, zone, ctx.now), preset: view.preset ?? undefined }
  const periods = [{ from: now.from, to: now.to }]
  for (let i = 0; i < USUAL; i++) {
    const period = { ...(periods[0] ?? now), preset: now.preset }
    periods.unshift(comparePeriod(period, 'previous_period', zone))
  }
  // Running periods are as long as the day is old: every second stretch lies between two of them and counts nowhere.
  const [asked, ...volumes] = await Promise.all([
    settle(
      readComplaintTopics(
        ctx,
        listQuery(part),
        periods.flatMap(({ from, to }) => [from, to]),
      ),
    ),
    ...periods.map(({ from, to }) =>
      ask(page, {
        metrics: ['tickets_opened'],
        period: { from: formatInZone(from, zone), to: formatInZone(to, zone) },
        filters: view.filters,
      }),
    ),
  ])
  if (!asked.ok)
    return (
      <SectionError t={t} title={title} code={asked.code} href={at(view, own, {})} message={asked.message} />
    )
  const parts = asked.value
    .filter((it) => it.period % 2 === 0)
    .map((it) => ({ topic: it.category, part: it.product, period: it.period / 2, n: it.n }))
  const opened = volumes.map((it) => numberOf(answerOf(it)?.rows[0], 'tickets_opened') ?? 0)
  const topics = topicsAgainstUsual(parts, opened)
  const compared = opened.slice(0, USUAL).filter((n) => n > 0).length
  return (
    <Card
      title={title}
      hint={
        <span>
          {compared > 0 ? t('complaints.topicsHint', { count: compared }) : t('complaints.topicsHintNone')}
        </span>
      }
      className="h-full max-md:rounded-none max-md:border-x-0"
    >
      {topics.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-body text-ink-3 max-md:px-5">
          {t('complaints.empty')}
        </p>
      ) : (
        <ol>
          {topics.slice(0, TOPICS).map((topic) => {
            const words = {
              topic: topic.topic ?? t('complaints.noCategory'),
              now: topic.now,
              usual: f.value('score', Math.round((topic.usual ?? 0) * 10) / 10).replace(/\.?0+$/, ''),
              more: f
                .value('score', Math.round((topic.now - (topic.usual ?? 0)) * 10) / 10)
                .replace(/\.?0+$/, ''),
              part: topic.mostly?.part
                ? dimensionValueName(page.locale, 'product', topic.mostly.part)
                : t('complaints.noProduct'),
              n: topic.mostly?.n ?? 0,
            }
            return (
              <li key={topic.topic ?? '-'} className="border-t border-line">
                <Link
                  href={`${at(view, own, { category: topic.topic ?? '-', counted: 'true' })}#list`}
                  prefetch={false}
                  className="flex items-baseline gap-2 px-4 py-2 text-body hover:bg-accent max-md:px-5"
                  {...sampleData('complaint_rate', topic.now)}
                >
                  <span className="relative top-px">
                    <StateGlyph state={topic.clear ? 'watch' : 'ok'} size="11px" />
                  </span>
                  <span className={topic.clear ? 'text-ink' : 'text-ink-2'}>
                    {t(
                      topic.usual === null
                        ? 'complaints.topicNew'
                        : topic.clear
                          ? 'complaints.topicClear'
                          : 'complaints.topicUsual',
                      words,
                    )}
                  </span>
                </Link>
              </li>
            )
          })}
        </ol>
      )}
    </Card>
  )
}

/** Few unhappy customers complain: fewer complaints are checked against churn. */
async function Cross({ page, view, own }: Part) {
  const { t, f } = page
  const title = t('complaints.crossTitle')
  // Customers have a source, a region and a tier; other filters leave churn as it is asked.
  const known = narrowable(['churn_rate'], view.filters).length > 0
  const [complaint, churn] = await Promise.all([
    ask(page, { ...question(page, view), metrics: ['complaint_rate'], compare: 'previous_period' }),
    known
      ? askKept(page, { ...question(page, view), metrics: ['churn_rate'], compare: 'previous_period' })
      : null,
  ])
  if (!complaint.ok)
    return <SectionError t={t} title={title} code={complaint.code} href={at(view, own, {})} />
  if (churn !== null && !churn.ok)
    return <SectionError t={t} title={title} code={churn.code} href={at(view, own, {})} />
  const share = (row: QueryRow | undefined, id: string): ShareOf | null => {
    const value = numberOf(row, id)
    return value === null ? null : { value, n: nOf(row, id), interval: row?.interval?.[id] ?? null }
  }
  const found = crossCheck(
    share(complaint.value.rows[0], 'complaint_rate'),
    share(complaint.value.comparison?.rows[0], 'complaint_rate'),
    share(churn?.value.rows[0], 'churn_rate'),
    share(churn?.value.comparison?.rows[0], 'churn_rate'),
  )
  const percent = (it: ShareOf) => f.share(it.value, it.interval)
  const key = {
    warn: 'complaints.crossWarn',
    fine: 'complaints.crossFine',
    up: 'complaints.crossUp',
    flat: 'complaints.crossFlat',
  } as const
  return (
    <Card
      title={title}
      hint={<span>{t('compare.previous_period')}</span>}
      className="h-full max-md:rounded-none max-md:border-x-0"
      data-tile="complaints_churn"
    >
      <p className="flex items-baseline gap-2 border-t border-line px-4 py-3 text-body text-ink max-md:px-5">
        <span className="relative top-px">
          <StateGlyph
            state={
              found.kind === 'none' ? 'none' : found.kind === 'warn' || found.kind === 'up' ? 'watch' : 'ok'
            }
            size="11px"
          />
        </span>
        <span>
          {found.kind === 'none'
            ? t('complaints.crossNone')
            : t(key[found.kind], {
                complaint: percent(found.complaint),
                complaintBefore: percent(found.complaintBefore),
                churn: f.share(found.churn.value, [found.churn.value, found.churn.value]),
                churnBefore: f.share(found.churnBefore.value, [
                  found.churnBefore.value,
                  found.churnBefore.value,
                ]),
                more: Math.round((found.churn.value - found.churnBefore.value) * 1000) / 10,
                n: f.count(found.churn.n),
              })}
        </span>
      </p>
      <p className="flex gap-4 px-4 pb-3 text-caption text-ink-3 max-md:px-5">
        <Link href="/catalogue?metric=churn_rate" prefetch={false} className="link">
          {metricById('churn_rate')?.text[page.locale].label}
        </Link>
        <Link href="/catalogue?metric=complaint_rate" prefetch={false} className="link">
          {metricById('complaint_rate')?.text[page.locale].label}
        </Link>
      </p>
    </Card>
  )
}

async function Groups(part: Part & { readonly asked: string | null }) {
  const { page, view, own } = part
  const { t, locale } = page
  const by = GROUPS.find((it) => it === part.asked) ?? 'category'
  const search = listQuery(part)
  search.set('by', by)
  const asked = await settle(groupComplaints(page.ctx, search))
  const title = t('complaints.by')
  if (!asked.ok)
    return (
      <SectionError t={t} title={title} code={asked.code} href={at(view, own, {})} message={asked.message} />
    )
  const name = (value: string | null): string => {
    if (by === 'category') return value ?? t('complaints.noCategory')
    if (by === 'level') return t(value === 'high' ? 'complaints.high' : 'complaints.normal')
    return dimensionValueName(locale, by, value)
  }
  const href = (value: string | null): string => {
    if (by === 'category') return at(view, own, { category: value ?? '-', counted: 'true' })
    if (by === 'level') return at(view, own, { level: value, counted: 'true' })
    const dimension: Dimension = by
    const filters = view.filters.filter((it) => it.dimension !== dimension)
    return at({ ...view, filters: [...filters, { dimension, op: 'in', values: [value] }] }, own, {
      counted: 'true',
    })
  }
  return (
    <Card
      title={title}
      className="h-full max-md:rounded-none max-md:border-x-0"
      aside={asked.value.length === 0 ? null : <PictureMenu />}
    >
      <div className="border-t border-line px-4 pt-3 pb-1 max-md:px-5">
        <Segment
          label={t('complaints.byLabel')}
          items={GROUPS.map((it) => ({
            href: at(view, own, { by: it }),
            text: it === 'category' || it === 'level' ? t(`complaints.${it}`) : t(`dimension.${it}`),
            current: it === by,
          }))}
        />
      </div>
      {asked.value.length === 0 ? (
        <p className="px-4 py-3 text-body text-ink-3 max-md:px-5">{t('complaints.empty')}</p>
      ) : (
        <ShareBars
          page={page}
          metric="complaint_rate"
          most={8}
          bars={asked.value.map((group) => ({
            key: group.value ?? '-',
            name: name(group.value),
            n: group.n,
            href: `${href(group.value)}#list`,
          }))}
        />
      )}
    </Card>
  )
}

function stateWord(page: Page, row: ShownComplaint): string {
  const { t } = page
  if (row.state === null) return '—'
  if (row.state === 'open') return t('tickets.stateOpen')
  if (row.state === 'resolved') return t('tickets.stateResolved')
  return row.state === 'closed' ? t('tickets.stateClosed') : t('tickets.stateAbandoned')
}

async function List(
  part: Part & {
    readonly params: Readonly<Record<string, string | null>>
    readonly cursor: string | null
  },
) {
  const { page, view, own, params, cursor } = part
  const { t, f, locale, ctx } = page
  const names = await namesFor({})
  const search = listQuery(part)
  for (const key of ['category', 'level', 'open', 'counted'] as const) {
    const value = params[key]
    if (value) search.set(key, value)
  }
  const all = search.toString()
  search.set('limit', String(PAGE_SIZE))
  if (cursor) search.set('cursor', cursor)
  const asked = await settle(listComplaints(ctx, search))
  const title = t('complaints.list')
  if (!asked.ok)
    return (
      <SectionError t={t} title={title} code={asked.code} href={at(view, own, {})} message={asked.message} />
    )
  const text = (value: string | null, shown = value): TableCell => ({
    value,
    text: shown ?? '—',
    quiet: value === null,
  })
  const columns: TableColumn[] = [
    { id: 'at', label: t('complaints.at'), sortable: false, phone: 'more' },
    { id: 'level', label: t('complaints.level'), sortable: false, phone: 'more' },
    { id: 'category', label: t('complaints.category'), sortable: false, phone: 'sub' },
    { id: 'text', label: t('complaints.text'), sortable: false, grow: true, fixed: true, phone: 'title' },
    { id: 'who', label: t('complaints.customer'), sortable: false, phone: 'more' },
    { id: 'channel', label: t('dimension.channel'), sortable: false, phone: 'more' },
    { id: 'product', label: t('dimension.product'), sortable: false, phone: 'more' },
    { id: 'team', label: t('dimension.team'), sortable: false, phone: 'more' },
    { id: 'agent', label: t('dimension.agent'), sortable: false, defaultHidden: true, phone: 'more' },
    { id: 'frt', label: t('complaints.frt'), align: 'right', sortable: false, phone: 'more' },
    { id: 'reply', label: t('complaints.reply'), align: 'right', sortable: false, phone: 'more' },
    { id: 'age', label: t('complaints.age'), align: 'right', sortable: false, phone: 'key' },
    { id: 'state', label: t('complaints.state'), sortable: false, phone: 'more' },
  ]
  const rows = asked.value.rows.map((row) => {
    const filed = Date.parse(row.at)
    const href = row.subject === null ? undefined : ticketHref(row.source, row.subject)
    return {
      id: `${row.source}/${row.subject ?? ''}/${row.at}`,
      ...(href === undefined ? {} : { href }),
      cells: {
        at: { value: row.at, text: `${f.day(filed)} ${f.time(filed)}` },
        level: {
          value: row.level,
          text: t(row.level === 'high' ? 'complaints.high' : 'complaints.normal'),
          ...(row.level === 'high' ? { state: 'bad' as const } : {}),
        },
        category: {
          ...text(row.category, row.category ?? t('complaints.noCategory')),
          ...(row.counted ? {} : { note: t('complaints.repeat') }),
        },
        text: {
          value: row.text,
          text: row.text ?? t('complaints.noText'),
          ...(href === undefined ? {} : { href }),
          quiet: row.text === null,
        },
        who: {
          ...text(row.who),
          ...(row.customer === null ? {} : { href: customerHref(row.source, row.customer) }),
          vip: row.customerTier === 'vip',
        },
        channel: text(row.channel, channelName(locale, row.channel)),
        product: text(row.product, row.product && dimensionValueName(locale, 'product', row.product)),
        team: text(row.team, row.team && teamName(row.team)),
        agent:
          row.agent === null
            ? text(null)
            : { ...text(agentName(names, row.agent)), href: agentHref(names, row.agent) },
        frt: {
          value: row.firstResponseSeconds,
          text: f.duration(row.firstResponseSeconds),
          quiet: row.firstResponseSeconds === null,
        },
        reply: {
          value: row.replySeconds,
          text: f.duration(row.replySeconds),
          quiet: row.replySeconds === null,
        },
        age: { value: (ctx.now - filed) / 1000, text: f.span((ctx.now - filed) / 1000) },
        state: text(row.state, stateWord(page, row)),
      },
    }
  })
  const clear = { category: null, level: null, open: null, counted: null }
  const narrowed = params.category || params.level
  const items = [
    { text: t('complaints.all'), changes: clear, current: !params.open && !params.counted && !narrowed },
    {
      text: t('complaints.onlyCounted'),
      changes: { ...clear, counted: 'true' },
      current: params.counted === 'true' && !narrowed,
    },
    {
      text: t('complaints.onlyOpen'),
      changes: { ...clear, open: 'true' },
      current: params.open === 'true' && !narrowed,
    },
    ...(narrowed
      ? [
          {
            text: [
              params.category === '-' ? t('complaints.noCategory') : params.category,
              params.level ? t(params.level === 'high' ? 'complaints.high' : 'complaints.normal') : null,
            ]
              .filter((it) => it)
              .join(' · '),
            changes: {},
            current: true,
          },
        ]
      : []),
  ]
  const hint = (
    <>
      <span data-total={asked.value.total}>
        {t('complaints.listHint', { total: f.integer(asked.value.total) })}
      </span>
      <Segment
        label={t('complaints.filterLabel')}
        items={items.map((it) => ({
          href: `${at(view, own, it.changes)}#list`,
          text: it.text,
          current: it.current,
        }))}
      />
    </>
  )
  if (rows.length === 0) {
    return (
      <Card title={title} hint={hint} className="max-md:rounded-none max-md:border-x-0">
        <Empty title={t('complaints.empty')} hint={t('complaints.emptyHint')} />
      </Card>
    )
  }
  return (
    <DataTable
      id="complaints"
      label={title}
      title={title}
      hint={hint}
      columns={columns}
      rows={rows}
      download={{ kind: 'complaints', query: all }}
      className="max-md:rounded-none max-md:border-x-0"
      foot={
        <Pager
          first={cursor ? { href: `${at(view, own, {})}#list`, text: t('complaints.first') } : null}
          next={
            asked.value.nextCursor === null
              ? null
              : {
                  href: `${at(view, own, { cursor: asked.value.nextCursor })}#list`,
                  text: t('complaints.next', { count: PAGE_SIZE }),
                }
          }
        />
      }
    />
  )
}

async function Suggestions(
  part: Part & {
    readonly asked: string | null
    /** how many are listed, as the address says */
    readonly listed: number
  },
) {
  const { page, view, own } = part
  const { t, f, locale } = page
  const state = STATES.find((it) => it === part.asked) ?? 'submitted'
  const search = listQuery(part)
  search.set('suggestions', state)
  const most = Number.isInteger(part.listed) && part.listed > 0 ? part.listed : SUGGESTIONS
  search.set('limit', String(Math.min(most, SUGGESTIONS_AT_MOST)))
  const asked = await settle(listSuggestions(page.ctx, search))
  const title = t('complaints.suggestionList')
  if (!asked.ok)
    return (
      <SectionError t={t} title={title} code={asked.code} href={at(view, own, {})} message={asked.message} />
    )
  const { rows, total } = asked.value
  return (
    <Card
      title={title}
      hint={
        <>
          <span data-suggestions={total}>{t('complaints.suggestionHint', { total: f.integer(total) })}</span>
          <Segment
            label={t('complaints.filterLabel')}
            items={STATES.map((it) => ({
              href: `${at(view, own, { suggestions: it, listed: null })}#suggestions`,
              text: t(`complaints.${it}`),
              current: it === state,
            }))}
          />
        </>
      }
      className="max-md:rounded-none max-md:border-x-0"
    >
      {rows.length === 0 ? (
        <Empty title={t('complaints.noSuggestions')} hint={t('complaints.noSuggestionsHint')} />
      ) : (
        <ol>
          {rows.map((row) => {
            const about = [
              row.channel === null ? null : channelName(locale, row.channel),
              row.product === null ? null : dimensionValueName(locale, 'product', row.product),
              row.team === null ? null : teamName(row.team),
              row.who,
            ].filter((it) => it !== null)
            const when = row.submittedAt ?? row.decidedAt
            return (
              <li
                key={row.id}
                className="grid grid-cols-[116px_minmax(0,1fr)_auto] gap-x-4 border-t border-line px-4 py-2 max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-5"
              >
                <span className="text-ink-2 max-md:hidden">
                  {when === null ? '—' : `${f.day(when)} ${f.time(when)}`}
                </span>
                <div className="min-w-0">
                  {row.subject === null ? (
                    <span className="text-card text-ink">{row.text ?? row.suggestion ?? '—'}</span>
                  ) : (
                    <Link
                      href={ticketHref(row.source, row.subject)}
                      prefetch={false}
                      className="num text-card [overflow-wrap:anywhere] text-ink"
                    >
                      {row.text ?? row.suggestion ?? '—'}
                    </Link>
                  )}
                  <p className="text-caption text-ink-3">{about.join(' · ')}</p>
                </div>
                <span className="text-right text-caption text-ink-2">
                  {row.adopted === null
                    ? t('complaints.pending')
                    : row.adopted
                      ? t('complaints.adopted')
                      : t('complaints.declined')}
                  {row.decidedAt === null ? null : (
                    <span className="block text-ink-3">{f.day(row.decidedAt)}</span>
                  )}
                </span>
              </li>
            )
          })}
        </ol>
      )}
      {total > rows.length && rows.length > 0 ? (
        <div className="flex flex-wrap items-center gap-x-3 border-t border-line px-4 py-2 text-caption text-ink-3 max-md:px-5">
          {t('complaints.suggestionMore', { count: rows.length })}
          {rows.length < SUGGESTIONS_AT_MOST ? (
            <Link
              href={`${at(view, own, { listed: String(rows.length + MORE_SUGGESTIONS) })}#suggestions`}
              prefetch={false}
              scroll={false}
              className={button({ size: 'small' })}
            >
              {t('complaints.suggestionNext', { count: MORE_SUGGESTIONS })}
            </Link>
          ) : null}
        </div>
      ) : null}
    </Card>
  )
}
