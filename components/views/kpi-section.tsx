import { KpiCard, KpiStrip } from '@/components/boards/kpi-card'
import { SkeletonCard } from '@/components/ui/skeleton'
import type { Translate } from '@/lib/i18n/translate'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import type { Limit, Metric, QueryResult } from '@/lib/metrics/types'
import { metricCard } from './answers'
import type { PageKit } from './page-kit'
import { rowsHref } from './rows-href'
import { SectionError } from './section-error'
import { type ViewState, viewQuery } from './view-state'

const SHORT = [
  'tickets_opened',
  'tickets_resolved',
  'frt_avg',
  'frt_within_target',
  'abandon_rate',
  'fcr',
  'csat',
  'complaint_rate',
  'agent_frt_p50',
  'agent_frt_avg',
  'reopen_rate',
  'resolution_p50',
  'art_avg',
  'aht_avg',
  'csat_first_response',
  'csat_solution',
  'csat_complaint',
  'csat_process',
  'nps',
  'ces',
  'ces1',
  'fcr_said',
  'survey_response_rate',
] as const

/** A metric's name where room is short; null where only its full one exists. */
export function shortName(id: string, t: Translate): string | null {
  const known = SHORT.find((it) => it === id)
  return known ? t(`short.${known}`) : null
}

/** The key figures of a period, as cards in one frame. Figures the filters cannot narrow show "—". */
export function KpiSection({
  page,
  ids,
  asked,
  view,
  now,
  spark,
  code,
  limitOf,
}: {
  readonly page: PageKit
  readonly ids: readonly string[]
  readonly asked: readonly string[]
  readonly view: ViewState
  readonly now: QueryResult | null
  readonly spark: QueryResult | null
  readonly code: string | null
  /** targets other than those of what the view is narrowed to: none where kinds of channels mix */
  readonly limitOf?: (metric: Metric) => Limit | null
}) {
  const { t, locale, zone, ctx } = page
  if (code !== null) {
    return <SectionError t={t} title={t('board.key')} code={code} href={`?${viewQuery(view)}`} />
  }
  const scope = scopeOf(view.filters)
  return (
    <section aria-label={t('board.key')}>
      <KpiStrip columns={ids.length === 6 ? 6 : 5}>
        {ids.map((id) => {
          const metric = page.metric(id)
          if (!metric) return null
          const known = asked.includes(id)
          const card = metricCard(metric, { now: known ? now : null, spark: known ? spark : null }, page, {
            label: shortName(id, t) ?? metric.text[locale].label,
            limit: limitOf ? limitOf(metric) : targetAt(metric, scope),
            href: rowsHref(view, zone, ctx.now, { metric: id }),
          })
          return <KpiCard key={id} {...card} {...(known ? {} : { left1: t('tile.notNarrowed') })} />
        })}
      </KpiStrip>
    </section>
  )
}

/** The same frame while the figures are computed. */
export function KpiSkeleton({ count }: { readonly count: 5 | 6 }) {
  return (
    <KpiStrip columns={count}>
      {Array.from({ length: count }, (_, i) => `card-${i}`).map((key) => (
        <div key={key} className="bg-surface">
          <SkeletonCard />
        </div>
      ))}
    </KpiStrip>
  )
}
