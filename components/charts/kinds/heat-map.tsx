'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import type { Figure } from '@/components/ui/figure-data'
import { type Brush, EChart } from '../echart'
import type { ChartOption } from '../engine'
import { TOOLTIP_LOOK, tooltipContent } from '../tooltip'

export interface HeatCell {
  /** 0 = best … 6 = worst; null = no data; 'few' = under the minimum sample */
  readonly step: number | 'few' | null
  /** which weekday and hour */
  readonly title: string
  /** the value in words, and the sample it comes from */
  readonly value: string
  readonly n: string
  /** the rows behind the cell */
  readonly href?: string
  /** the number whose rows `href` are */
  readonly figure?: Figure
}

interface HeatData {
  readonly rows: readonly { readonly name: string; readonly cells: readonly HeatCell[] }[]
  readonly columns: readonly string[]
}

const ROW = 23
const FOOT = 22
const FEW = 7
const MISSING = 8

/** Weekday × hour in one hue, seven even steps; the end far from the ground is the worse end. */
export function HeatMap({ rows, columns, label }: HeatData & { readonly label: string }) {
  const t = useTranslations('board')
  const data = useMemo(() => ({ rows, columns }), [rows, columns])
  const table = () => ({
    columns: [t('time'), t('value'), t('n')],
    rows: rows.flatMap((row) =>
      row.cells.map((cell) => ({
        cells: [cell.title, cell.value, cell.n],
        href: cell.href,
        figure: cell.figure,
      })),
    ),
  })
  return (
    <EChart
      data={data}
      draw={drawHeatMap}
      table={table}
      label={label}
      height={rows.length * ROW + FOOT}
      flush
    />
  )
}

function drawHeatMap({ rows, columns }: HeatData, { tokens }: Brush): ChartOption {
  const text = { color: tokens.ink3, fontSize: tokens.fontSize, fontFamily: tokens.fontFamily }
  const bare = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } }
  const colors = [...tokens.heat, tokens.line, 'transparent']
  return {
    grid: { left: 36, right: 0, top: 0, bottom: FOOT, containLabel: false },
    xAxis: {
      type: 'category',
      data: [...columns],
      ...bare,
      axisLabel: { ...text, margin: 6, interval: (i: number) => i % 2 === 0 },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.name),
      ...bare,
      axisLabel: { ...text, align: 'left', margin: 36, interval: 0 },
    },
    visualMap: {
      type: 'piecewise',
      show: false,
      dimension: 2,
      pieces: colors.map((color, value) => ({ value, color })),
    },
    tooltip: {
      ...TOOLTIP_LOOK,
      trigger: 'item',
      formatter: (hovered: unknown) => {
        const [x, y] = placeOf(hovered)
        const cell = rows[y]?.cells[x]
        return cell ? tooltipContent(cell.title, cell.value, cell.n) : ''
      },
    },
    series: {
      type: 'heatmap',
      cursor: rows.some((row) => row.cells.some((cell) => cell.href)) ? 'pointer' : 'default',
      itemStyle: { borderColor: tokens.surface, borderWidth: 1 },
      emphasis: { itemStyle: { borderColor: tokens.ink, borderWidth: 1 } },
      data: rows.flatMap((row, y) =>
        row.cells.map((cell, x) => ({
          value: [x, y, cell.step === null ? MISSING : cell.step === 'few' ? FEW : cell.step],
          ...(cell.href ? { href: cell.href } : {}),
          label: {
            show: cell.step === null,
            formatter: '╱',
            color: tokens.faint,
            fontSize: 10,
            fontFamily: tokens.fontFamily,
          },
        })),
      ),
    },
  }
}

/** Column and row of the cell the pointer is over. */
function placeOf(hovered: unknown): readonly [number, number] {
  if (typeof hovered === 'object' && hovered !== null && 'value' in hovered && Array.isArray(hovered.value)) {
    const [x, y]: unknown[] = hovered.value
    if (typeof x === 'number' && typeof y === 'number') return [x, y]
  }
  return [-1, -1]
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
