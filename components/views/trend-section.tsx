import { AnnotatedTrend } from '@/components/annotations/annotated-trend'
import type { NoteScope, Notes } from '@/components/annotations/note-store'
import { NotesButton } from '@/components/annotations/notes-button'
import type { TrendData } from '@/components/charts'
import { Card } from '@/components/ui/card'
import { DAY, HOUR, startOfDay } from '@/lib/core/zone'
import { scopeOf, targetAt } from '@/lib/metrics/targets'
import { hasTickets } from '@/lib/metrics/ticket-parts'
import { GRAINS, type Limit, type QueryResult } from '@/lib/metrics/types'
import { nOf, numberOf, stateOf } from './answers'
import type { PageKit } from './page-kit'
import { SectionError } from './section-error'
import { rowsQuery, type ViewState } from './view-state'

/** One metric over a period against its comparison: now in ink, before dashed, the target dotted. */
export function TrendSection({
  page,
  asked,
  metricId,
  title,
  view,
  period,
  target,
  headline,
  height = 'h-[248px]',
  intervals,
  notes = null,
}: {
  readonly page: PageKit
  readonly asked:
    | { readonly ok: true; readonly value: QueryResult }
    | { readonly ok: false; readonly code: string }
  readonly metricId: string
  readonly title: string
  readonly view: ViewState
  readonly period: { readonly from: number; readonly to: number }
  /** a target other than that of what the view is narrowed to; null = none */
  readonly target?: Limit | null
  /** the figure of now, beside the title */
  readonly headline?: React.ReactNode
  readonly height?: string
  /** draws the figures' 95 % intervals behind the line, under this name; for metrics that have them */
  readonly intervals?: string
  /** the notes of `noteScopeOf`; null = they could not be read, and the browser asks for them */
  readonly notes?: Notes | null
}) {
  const { t, f } = page
  const metric = page.metric(metricId)
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href="" />
  if (!metric) return null
  const limit = target === undefined ? targetAt(metric, scopeOf(view.filters)) : target
  const rows = asked.value.rows
  const grain = GRAINS.find((it) => it === asked.value.query.grain)
  const points = rows.map((row) => ({
    at: Date.parse(row.time ?? ''),
    value: numberOf(row, metricId),
    n: nOf(row, metricId),
  }))
  // The bucket of a comparison stands under the bucket of the same place in its period.
  const before = asked.value.comparison?.rows ?? []
  const comparePoints = points.map((point, i) => ({ at: point.at, value: numberOf(before[i], metricId) }))
  const compareName = view.compare ? t(`compare.${view.compare}`) : ''
  // A day begins where it has something to show, at the latest at eight, and is drawn to its end.
  const begins = points.find((point, i) => point.value !== null || comparePoints[i]?.value !== null)?.at
  const first =
    view.preset === 'today'
      ? Math.min(begins ?? period.from, startOfDay(period.from, page.zone) + 8 * HOUR)
      : period.from
  const last = points.findLast((point) => point.value !== null)
  const data: TrendData = {
    unit: metric.unit,
    name: t('board.thisLine'),
    points: points.filter((point) => point.at >= first),
    target:
      limit === null
        ? null
        : {
            value: limit.value,
            op: limit.op,
            label: t('board.target_label', { target: f.value(metric.unit, limit.value) }),
          },
    ...(asked.value.comparison
      ? { compare: { name: compareName, points: comparePoints.filter((point) => point.at >= first) } }
      : {}),
    ...(intervals
      ? {
          band: {
            name: intervals,
            rows: rows.map((row) => {
              const interval = row.interval?.[metricId]
              return {
                at: Date.parse(row.time ?? ''),
                low: interval?.[0] ?? null,
                high: interval?.[1] ?? null,
              }
            }),
          },
        }
      : {}),
    ...(grain === undefined || !hasTickets(metric)
      ? {}
      : {
          rows: {
            metric: metricId,
            query: rowsQuery(view, page.zone, page.ctx.now, { metric: metricId }),
            grain,
            from: period.from,
            to: period.to,
          },
        }),
    state: last ? (stateOf(metric, last.value, last.n, limit) ?? 'ok') : 'none',
    showLast: view.preset === 'today',
    from: first,
    to:
      view.preset === 'today'
        ? startOfDay(period.from, page.zone) + DAY
        : Math.max(period.to, ...points.map((point) => point.at)),
  }
  const scope = noteScopeOf(view, period, page.zone)
  return (
    <Card
      title={title}
      hint={
        <>
          {headline}
          <span className="flex items-center gap-1.5 text-ink-2">
            <span aria-hidden className="w-4 border-t-2 border-ink" />
            {t('board.thisLine')}
          </span>
          {intervals ? (
            <span className="flex items-center gap-1.5 text-ink-2">
              <span aria-hidden className="h-2.5 w-4 bg-band" />
              {intervals}
            </span>
          ) : null}
          {asked.value.comparison ? (
            <span className="flex items-center gap-1.5 text-ink-2">
              <span aria-hidden className="w-4 border-t-2 border-dashed border-ink-3" />
              {compareName}
            </span>
          ) : null}
        </>
      }
      aside={
        <>
          <NotesButton scope={scope} title={title} brought={notes} />
          <span className="w-7" />
        </>
      }
    >
      {last ? (
        <AnnotatedTrend
          data={data}
          label={`${title}, ${f.period(period.from, period.to)}`}
          className={`${height} px-1 pb-1`}
          scope={scope}
          brought={notes}
        />
      ) : (
        <p className={`${height} border-t border-line px-4 py-6 text-body text-ink-3`}>{t('tile.noData')}</p>
      )}
    </Card>
  )
}

/** The notes that belong to a page's trend: today is drawn to its end, and of names only those it is narrowed to count. */
export function noteScopeOf(
  view: ViewState,
  { from, to }: { readonly from: number; readonly to: number },
  zone: string,
): NoteScope {
  const of = (dimension: string) =>
    view.filters
      .filter((filter) => filter.dimension === dimension && filter.op === 'in')
      .flatMap((filter) => filter.values)
      .filter((value): value is string => value !== null)
  const until = view.preset === 'today' ? startOfDay(from, zone) + DAY : to
  return { from, to: until, channels: of('channel'), teams: of('team') }
}
