'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { sampleData } from '@/components/ui/figure-data'
import { MarkChart, markData, markLabel } from '../mark-chart'

export interface HistogramBin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** the range in words */
  readonly label: string
  /** the rows behind the bar */
  readonly href?: string
}

const HEIGHT = 248
const TOP = 32
const BOTTOM = 200

const percent = (share: number): string => `${Math.round(share * 100_000) / 1000}%`
/** A text at the very end of an axis ends there, one at its beginning starts there. */
const anchorAt = (share: number, edge: number) =>
  share <= edge ? 'start' : share >= 1 - edge ? 'end' : 'middle'

/**
 * How values spread: bars to the right of the target are dark, those that keep it faint. Its places are shares of the
 * width, so that the server draws it without knowing the width and nothing is drawn again.
 */
export function Histogram({
  bins,
  metric,
  target,
  targetLabel,
  ticks,
  max,
  targetAt,
  label,
}: {
  readonly bins: readonly HistogramBin[]
  /** whose values these are */
  readonly metric: string
  readonly target: number | null
  readonly targetLabel: string
  /** axis marks: place 0–1 and text */
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
  /** upper end of the axis, in the bins' unit */
  readonly max: number
  /** place of the target on the axis, 0–1, where the bins are not of one width */
  readonly targetAt?: number | undefined
  readonly label: string
}) {
  const t = useTranslations('board')
  const f = useFormats()
  const most = Math.max(...bins.map((bin) => bin.count), 1)
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const place = target === null ? null : Math.min(targetAt ?? target / max, 1)
  const marks = bins.map(({ label: title, count, href }) => ({
    title,
    value: f.share(total === 0 ? 0 : count / total),
    n: f.n(count),
    href,
  }))
  const table = () => ({
    columns: [label, t('n')],
    rows: bins.map(({ label: title, count, href }) => ({
      cells: [title, f.count(count)],
      href,
      figure: sampleData(metric, count),
    })),
  })
  return (
    <MarkChart marks={[marks]} table={table} label={label} height={HEIGHT}>
      <div className="px-4">
        <svg role="presentation" width="100%" height={HEIGHT} className="block overflow-visible">
          {bins.map((bin, i) => {
            const height = bin.count === 0 ? 0 : Math.max(1, (bin.count / most) * (BOTTOM - TOP))
            const across = { x: percent(i / bins.length), width: percent(1 / bins.length) }
            const mark = marks[i]
            const drawn = (
              <>
                <rect {...across} y={TOP} height={BOTTOM - TOP} fill="transparent" />
                <rect
                  {...across}
                  y={Math.round((BOTTOM - height) * 10) / 10}
                  height={Math.round(height * 10) / 10}
                  fill={target !== null && bin.from >= target ? 'var(--ink-2)' : 'var(--faint)'}
                  stroke="var(--surface)"
                />
              </>
            )
            return bin.href && mark ? (
              <a
                key={bin.from}
                href={bin.href}
                tabIndex={-1}
                aria-label={markLabel(mark)}
                {...markData(0, i)}
                {...sampleData(metric, bin.count)}
              >
                {drawn}
              </a>
            ) : (
              <g key={bin.from} {...markData(0, i)}>
                {drawn}
              </g>
            )
          })}
          <line x1="0" x2="100%" y1={BOTTOM + 0.5} y2={BOTTOM + 0.5} stroke="var(--line-2)" />
          {ticks.map((tick) => (
            <text
              key={tick.at}
              x={percent(tick.at)}
              y={BOTTOM + 20}
              textAnchor={anchorAt(tick.at, 0)}
              fill="var(--ink-3)"
            >
              {tick.text}
            </text>
          ))}
          {place === null ? null : (
            <>
              <line
                x1={percent(place)}
                x2={percent(place)}
                y1={TOP - 2}
                y2={BOTTOM}
                stroke="var(--ink)"
                strokeWidth={1.5}
              />
              <text x={percent(place)} y={TOP - 9} textAnchor={anchorAt(place, 0.1)} fill="var(--ink)">
                {targetLabel}
              </text>
            </>
          )}
        </svg>
      </div>
    </MarkChart>
  )
}
