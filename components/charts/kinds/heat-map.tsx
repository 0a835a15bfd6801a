'use client'

import { useTranslations } from 'use-intl'
import { type Figure, figureData } from '@/components/ui/figure-data'
import { type Mark, MarkChart, markData, markLabel } from '../mark-chart'

export interface HeatCell extends Mark {
  /** 0 = best … 6 = worst; null = no data; 'few' = under the minimum sample */
  readonly step: number | 'few' | null
  /** the number whose rows `href` are */
  readonly figure?: Figure
}

const ROW = 23
const FOOT = 22
const NAMES = 36

const shareOf = (i: number, count: number): string => `${Math.round((i / count) * 100_000) / 1000}%`

/**
 * Weekday × hour in one hue, seven even steps; the end far from the ground is the worse end. Its places are shares of
 * the width, so that the server draws it without knowing the width and nothing is drawn again.
 */
export function HeatMap({
  rows,
  columns,
  label,
}: {
  readonly rows: readonly { readonly name: string; readonly cells: readonly HeatCell[] }[]
  readonly columns: readonly string[]
  readonly label: string
}) {
  const t = useTranslations('board')
  const table = () => ({
    columns: [t('time'), t('value'), t('n')],
    rows: rows.flatMap((row) =>
      row.cells.map(({ title, value, n, href, figure }) => ({
        cells: [title, value, n],
        href,
        figure: figure && figureData(figure.metric, figure.value, figure.n),
      })),
    ),
  })
  const bottom = rows.length * ROW
  return (
    <MarkChart marks={rows.map((row) => row.cells)} table={table} label={label} height={bottom + FOOT} flush>
      <div className="flex">
        <svg role="presentation" width={NAMES} height={bottom + FOOT} className="block shrink-0">
          {rows.map((row, y) => (
            <text key={row.name} x={0} y={(y + 0.5) * ROW} dy="0.35em" fill="var(--ink-3)">
              {row.name}
            </text>
          ))}
        </svg>
        <svg
          role="presentation"
          width="100%"
          height={bottom + FOOT}
          stroke="var(--surface)"
          className="block min-w-0"
        >
          {rows.map((row, y) =>
            row.cells.map((cell, x) => (
              <Cell key={columns[x]} cell={cell} x={x} y={y} columns={columns.length} />
            )),
          )}
          {columns.map((name, x) =>
            x % 2 === 0 ? (
              <text
                key={name}
                x={shareOf(x + 0.5, columns.length)}
                y={bottom + FOOT - 5}
                textAnchor="middle"
                fill="var(--ink-3)"
                stroke="none"
              >
                {name}
              </text>
            ) : null,
          )}
        </svg>
      </div>
    </MarkChart>
  )
}

function Cell({
  cell,
  x,
  y,
  columns,
}: {
  readonly cell: HeatCell
  readonly x: number
  readonly y: number
  readonly columns: number
}) {
  const { step, href, figure } = cell
  const drawn = (
    <>
      <rect
        x={shareOf(x, columns)}
        y={y * ROW}
        width={shareOf(1, columns)}
        height={ROW}
        fill={step === null ? 'transparent' : step === 'few' ? 'var(--line)' : `var(--heat-${step})`}
      />
      {step === null ? (
        <text
          x={shareOf(x + 0.5, columns)}
          y={(y + 0.5) * ROW}
          dy="0.35em"
          textAnchor="middle"
          fontSize={10}
          fill="var(--faint)"
          stroke="none"
        >
          ╱
        </text>
      ) : null}
    </>
  )
  if (!href) return <g {...markData(y, x)}>{drawn}</g>
  return (
    <a
      href={href}
      tabIndex={-1}
      aria-label={markLabel(cell)}
      {...markData(y, x)}
      {...(figure ? figureData(figure.metric, figure.value, figure.n) : {})}
    >
      {drawn}
    </a>
  )
}

/** The ramp with both ends named. */
export function HeatLegend({ low, high }: { readonly low: string; readonly high: string }) {
  return (
    <span className="flex items-center gap-2 text-caption text-ink-2">
      {low}
      <span aria-hidden className="flex">
        {[6, 5, 4, 3, 2, 1, 0].map((step) => (
          <span key={step} className="h-2 w-3" style={{ background: `var(--heat-${step})` }} />
        ))}
      </span>
      {high}
    </span>
  )
}
