import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { answerOf, ask } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { Sparkline } from '@/components/charts'
import { mayOpenSection } from '@/components/settings/sections'
import { cx } from '@/components/ui/classes'
import { Skeleton } from '@/components/ui/skeleton'
import { nOf, numberOf, seriesOf } from '@/components/views/answers'
import { CatalogueList } from '@/components/views/catalogue-list'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { USES } from '@/components/views/uses'
import type { SearchParams } from '@/components/views/view-state'
import { findBoard } from '@/lib/boards/registry'
import { formatInZone } from '@/lib/core/zone'
import { dimensionValueName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import type { MetricDescription } from '@/lib/metrics/describe'
import { targetOp } from '@/lib/metrics/target-overrides'
import { KINDS } from '@/lib/metrics/targets'
import { listMetrics } from '@/lib/services/list-metrics'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('catalogue.title') }
}

export default async function CataloguePage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  const page = await pageContext()
  const { t, locale, ctx } = page
  const { metrics } = await listMetrics(ctx)
  const params = await searchParams
  const asked = typeof params.metric === 'string' ? params.metric : null
  const selected = metrics.find((metric) => metric.id === (asked ?? metrics[0]?.id))
  if (!selected) notFound()
  const items = metrics.map((metric) => ({
    id: metric.id,
    label: metric.label[locale],
    group: t(`catalogue.group.${metric.group}`),
    words: [metric.id, metric.label.zh, metric.label.en, ...metric.synonyms.zh, ...metric.synonyms.en]
      .join(' ')
      .toLowerCase(),
  }))
  return (
    <PageBody>
      <PageHeader title={t('catalogue.title')}>
        <span className="text-caption text-ink-3">{t('catalogue.hint', { count: metrics.length })}</span>
      </PageHeader>
      <div className="mt-3 grid gap-3 md:grid-cols-[minmax(240px,340px)_minmax(0,1fr)]">
        <div className="md:sticky md:top-3 md:grid md:max-h-[calc(100dvh/var(--zoom)-88px)] max-md:order-2">
          <CatalogueList items={items} selected={selected.id} />
        </div>
        <MetricCard page={page} metric={selected} />
      </div>
    </PageBody>
  )
}

function MetricCard({ page, metric }: { readonly page: Page; readonly metric: MetricDescription }) {
  const { t, f, locale } = page
  const c = metric.card
  const direction = { up: t('catalogue.up'), down: t('catalogue.down'), none: t('catalogue.neither') }[
    metric.direction
  ]
  const places = USES.filter((use) => use.metrics.includes(metric.id)).map((use) => ({
    text: t(`catalogue.places.${use.page}`),
    href: use.page === 'overview' ? '/' : `/${use.page}`,
  }))
  const onWall = (findBoard('overview')?.queries ?? []).some((query) => {
    const { metrics } = query.input(page.ctx.now, page.zone)
    return Array.isArray(metrics) && metrics.includes(metric.id)
  })
  if (onWall) places.push({ text: t('catalogue.places.wall'), href: '/wall/overview' })
  const used =
    places.length === 0 ? (
      t('catalogue.notUsed')
    ) : (
      <span className="flex flex-wrap gap-x-3">
        {places.map((place) => (
          <Link key={place.href} href={place.href} className="link">
            {place.text}
          </Link>
        ))}
      </span>
    )
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('catalogue.population'), c.population[locale]],
    [t('catalogue.unitOfAnalysis'), c.unitOfAnalysis[locale]],
    [t('catalogue.clockStart'), c.clockStart[locale]],
    [t('catalogue.clockStop'), c.clockStop[locale]],
    [t('catalogue.anchor'), c.anchor[locale]],
    [t('catalogue.attribution'), c.attribution[locale]],
    [t('catalogue.exclusions'), c.exclusions[locale]],
    [t('catalogue.twins'), c.twins[locale]],
    [t('catalogue.target'), <Targets key="targets" page={page} metric={metric} />],
    [t('catalogue.direction'), direction],
    [t('catalogue.minSample'), f.count(metric.minSample)],
    [
      t('catalogue.mature'),
      metric.matureAfterSeconds === 0 ? t('catalogue.matureNow') : f.duration(metric.matureAfterSeconds),
    ],
    [t('catalogue.calendar'), f.list(metric.calendars.map((it) => t(`calendar.${it}`)))],
    [t('catalogue.dimensions'), f.list(metric.dimensions.map((it) => t(`dimension.${it}`)))],
    [t('catalogue.unit'), t(`catalogue.unitName.${metric.unit}`)],
    [
      t('catalogue.version'),
      t('catalogue.versionText', { number: metric.version.number, date: metric.version.validFrom }),
    ],
    [t('catalogue.usedIn'), used],
  ]
  return (
    <article className="card max-md:rounded-none max-md:border-x-0" data-metric={metric.id}>
      <header className="flex flex-wrap items-start gap-x-6 gap-y-3 px-6 pt-5 pb-4 max-md:px-5">
        <div className="min-w-0 flex-1">
          <h2 className="text-page font-[620]">{metric.label[locale]}</h2>
          <p className="text-caption text-ink-3">
            {metric.label[locale === 'zh' ? 'en' : 'zh']} · <code className="font-sans">{metric.id}</code>
          </p>
          <p className="mt-2 max-w-[68ch] text-card leading-[22px] text-ink-2">{metric.definition[locale]}</p>
        </div>
        <Suspense fallback={<Skeleton className="h-[84px] w-[200px]" />} key={metric.id}>
          <Freshness page={page} metric={metric} />
        </Suspense>
      </header>
      <div className="border-t border-line bg-sunken px-6 py-3 max-md:px-5">
        <p className="text-caption text-ink-3">{t('catalogue.formula')}</p>
        <p className="text-card text-ink [overflow-wrap:anywhere]">
          <code className="font-sans font-[520]">{metric.formula}</code>
        </p>
      </div>
      <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-4 px-6 py-2 max-md:grid-cols-1 max-md:px-5">
        {facts.map(([name, value], i) => (
          <div key={name} className="contents">
            <dt className={cx('py-2 text-ink-3 max-md:pb-0', i > 0 && 'border-t border-line')}>{name}</dt>
            <dd
              className={cx('py-2 text-ink max-md:border-t-0 max-md:pt-0', i > 0 && 'border-t border-line')}
            >
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </article>
  )
}

/** The company's target, where it is its own the shipped one too, and the places that have another. */
function Targets({ page, metric }: { readonly page: Page; readonly metric: MetricDescription }) {
  const { t, f, locale, ctx } = page
  const text = ({ op, bad }: { readonly op: '<=' | '>='; readonly bad: number }) =>
    f.target(op, metric.unit, bad)
  const described = metricById(metric.id)
  const shipped = described?.target ?? null
  const kind = (key: string) => metric.scopes.find((it) => it.scope === 'channelKind' && it.key === key)
  const kinds = KINDS.flatMap((key) => {
    const found = kind(key)
    return found === undefined ? [] : [`${t(`limits.kind.${key}`)} ${text(found.bands)}`]
  })
  const others = metric.scopes
    .filter(({ scope }) => scope !== 'channelKind')
    .map(
      ({ scope, key, bands }) =>
        `${t(`metricTargets.dimension.${scope}`)} ${dimensionValueName(locale, scope, key)} ${text(bands)}`,
    )
  const role = ctx.principal.kind === 'user' ? ctx.principal.role : ''
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span>{metric.bands === null ? '—' : text(metric.bands)}</span>
      {metric.target?.own ? (
        <span className="text-ink-2" data-own>
          {shipped === null
            ? t('catalogue.ownTargetNew')
            : t('catalogue.ownTarget', { target: f.target(shipped.op, metric.unit, shipped.value) })}
        </span>
      ) : null}
      {[...kinds, ...others].map((it) => (
        <span key={it} className="text-ink-2">
          {it}
        </span>
      ))}
      {described && targetOp(described) !== null && mayOpenSection(role, 'metricTargets') ? (
        <Link href={`/settings/metric-targets?metric=${metric.id}`} prefetch={false} className="link">
          {t('catalogue.changeTarget')}
        </Link>
      ) : null}
    </span>
  )
}

/** The metric over the last day, and up to when it is complete. */
async function Freshness({ page, metric }: { readonly page: Page; readonly metric: MetricDescription }) {
  const { t, f, ctx, zone } = page
  const period = { from: formatInZone(ctx.now - 86_400_000, zone), to: formatInZone(ctx.now + 1, zone) }
  const gauge = metric.type === 'gauge' || metric.type === 'scan'
  const [whole, hours] = await Promise.all([
    ask(page, { metrics: [metric.id], period }),
    gauge ? null : ask(page, { metrics: [metric.id], period, grain: 'hour' }),
  ])
  const answer = answerOf(whole)
  const row = answer?.rows[0]
  const value = numberOf(row, metric.id)
  const lags = answer?.meta.freshness.map((it) => it.lagSeconds) ?? []
  return (
    <div className="w-[220px] text-caption text-ink-3 max-md:w-full">
      <p>{t('catalogue.latest')}</p>
      <p className="flex items-center justify-between gap-3">
        <span className="text-hero font-[620] tracking-[-0.02em] text-ink">
          {f.value(metric.unit, value, row?.interval?.[metric.id])}
        </span>
        {hours ? <Sparkline values={seriesOf(answerOf(hours), metric.id)} width={96} height={26} /> : null}
      </p>
      <p className="flex justify-between gap-3">
        <span>{f.n(nOf(row, metric.id))}</span>
        <span title={t('catalogue.freshness')}>
          {lags.length > 0 ? f.age(Math.min(...lags)) : '—'}
          {answer?.meta.completeUntil
            ? ` · ${t('catalogue.complete', { time: f.time(answer.meta.completeUntil) })}`
            : ''}
        </span>
      </p>
    </div>
  )
}
