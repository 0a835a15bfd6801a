import { HeatLegend, HeatMap } from '@/components/charts'
import { Card } from '@/components/ui/card'
import { weekdayNames } from '@/lib/i18n/format'
import { metricById } from '@/lib/metrics/catalogue'
import type { QueryResult } from '@/lib/metrics/types'
import { weekdayHours } from './answers'
import type { PageKit } from './page-kit'
import { SectionError } from './section-error'
import { rowsQuery, type ViewState } from './view-state'

/** A share over four weeks as weekday × hour, each cell with its rows; the worse end is far from the ground. */
export function HeatSection({
  page,
  asked,
  metricId,
  view,
}: {
  readonly page: PageKit
  readonly asked:
    | { readonly ok: true; readonly value: QueryResult }
    | { readonly ok: false; readonly code: string }
  readonly metricId: string
  /** what the cells are narrowed to beside their hour; its period is not heeded */
  readonly view: ViewState
}) {
  const { t, f, locale, zone } = page
  const metric = metricById(metricId)
  const title = metric?.text[locale].label ?? metricId
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href="" />
  const days = weekdayNames(locale)
  const four: ViewState = { ...view, preset: 'last_28_days', from: null, to: null }
  const cells = weekdayHours(asked.value, metricId, zone)
  const minSample = Math.max(metric?.minSample ?? 1, 1)
  const judged = cells.flat().filter((cell) => cell.value !== null && cell.n >= minSample)
  const lowest = Math.min(...judged.map((cell) => cell.value ?? 1), 1)
  const floor = Math.min(Math.floor(lowest * 10) / 10, 0.9)
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    cells.some((day) => (day[hour]?.n ?? 0) > 0),
  )
  const first = hours[0] ?? 8
  const last = hours.at(-1) ?? 21
  const shown = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  let worst: { readonly when: string; readonly value: number } | null = null
  cells.forEach((day, d) => {
    day.forEach((cell, hour) => {
      if (cell.value === null || cell.n < minSample || (worst && cell.value >= worst.value)) return
      worst = { when: `${days[d] ?? ''} ${t('board.hour', { hour })}`, value: cell.value }
    })
  })
  const low = worst as { when: string; value: number } | null
  return (
    <Card title={title} hint={<span>{t('board.heatHint')}</span>} className="h-full" data-tile="week_map">
      {judged.length === 0 ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3">{t('tile.noData')}</p>
      ) : (
        <div className="px-4 pb-3">
          <HeatMap
            label={`${title}, ${t('board.heatHint')}`}
            columns={shown.map(String)}
            rows={cells.map((day, d) => ({
              name: days[d] ?? '',
              cells: shown.map((hour) => {
                const cell = day[hour]
                const when = `${days[d] ?? ''} ${t('board.hour', { hour })}`
                if (!cell || cell.value === null) return { step: null, title: when, value: '—', n: '' }
                const words = {
                  title: when,
                  value: f.share(cell.value),
                  n: f.n(cell.n),
                  href: `/tickets?${rowsQuery(four, zone, page.ctx.now, {
                    metric: metricId,
                    narrow: { weekday: String(d + 1), hour: String(hour) },
                  })}`,
                  figure: { metric: metricId, value: cell.value, n: cell.n },
                }
                if (cell.n < minSample) return { step: 'few', ...words, value: words.n, n: '' }
                const step = Math.round(((1 - cell.value) / (1 - floor)) * 6)
                return { step: Math.min(Math.max(step, 0), 6), ...words }
              }),
            }))}
          />
          <div className="mt-1 flex flex-wrap items-center justify-between gap-2">
            <HeatLegend low={f.share(floor)} high="100%" />
            {low ? (
              <span className="text-caption text-ink-2">
                {t('board.heatLow', { when: low.when, value: f.share(low.value) })}
              </span>
            ) : null}
          </div>
        </div>
      )}
    </Card>
  )
}
