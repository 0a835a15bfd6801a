'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import type { Formats } from '@/lib/i18n/format'
import { type Brush, EChart } from '../echart'
import type { ChartOption } from '../engine'
import { TOOLTIP_LOOK, tooltipContent } from '../tooltip'

export interface HistogramBin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** the range in words */
  readonly label: string
  /** the rows behind the bar */
  readonly href?: string
}

interface HistogramData {
  readonly bins: readonly HistogramBin[]
  readonly target: number | null
  readonly targetLabel: string
  /** axis marks: place 0–1 and text */
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
  /** upper end of the axis, in the bins' unit */
  readonly max: number
  /** place of the target on the axis, 0–1, where the bins are not of one width */
  readonly targetAt?: number | undefined
}

/** How values spread: bars to the right of the target are dark, those that keep it faint. */
export function Histogram({
  bins,
  target,
  targetLabel,
  ticks,
  max,
  targetAt,
  label,
}: HistogramData & { readonly label: string }) {
  const t = useTranslations('board')
  const data = useMemo(
    () => ({ bins, target, targetLabel, ticks, max, targetAt }),
    [bins, target, targetLabel, ticks, max, targetAt],
  )
  const table = (_: HistogramData, f: Formats) => ({
    columns: [label, t('n')],
    rows: bins.map((bin) => ({ cells: [bin.label, f.count(bin.count)], href: bin.href })),
  })
  return <EChart data={data} draw={drawHistogram} table={table} label={label} height={248} />
}

function drawHistogram(
  { bins, target, targetLabel, ticks, max, targetAt }: HistogramData,
  { tokens, f }: Brush,
): ChartOption {
  const place = target === null ? null : Math.min(targetAt ?? target / max, 1)
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const text = { color: tokens.ink3, fontSize: tokens.fontSize, fontFamily: tokens.fontFamily }
  const words = new Map(ticks.map((tick) => [tick.at, tick.text]))
  return {
    grid: { left: 16, right: 16, top: 32, bottom: 48, containLabel: false },
    xAxis: [
      {
        type: 'category',
        data: bins.map((bin) => bin.label),
        axisLabel: { show: false },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: tokens.line2, width: 1 } },
      },
      // The bars stand between edges; the target and the marks stand on them, so they have an axis of edges.
      {
        type: 'value',
        position: 'bottom',
        min: 0,
        max: 1,
        axisPointer: { show: false },
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: {
          ...text,
          margin: 8,
          customValues: ticks.map((tick) => tick.at),
          formatter: (at: number) => words.get(at) ?? '',
          alignMinLabel: 'left',
          alignMaxLabel: 'right',
          hideOverlap: true,
        },
      },
    ],
    yAxis: { type: 'value', show: false, min: 0, max: Math.max(...bins.map((bin) => bin.count), 1) },
    tooltip: {
      ...TOOLTIP_LOOK,
      trigger: 'axis',
      axisPointer: { type: 'none' },
      formatter: (hovered: unknown) => {
        const bin = bins[indexOf(hovered)]
        return bin ? tooltipContent(bin.label, f.share(total ? bin.count / total : 0), f.n(bin.count)) : ''
      },
    },
    series: [
      {
        type: 'bar',
        barCategoryGap: 1,
        cursor: bins.some((bin) => bin.href) ? 'pointer' : 'default',
        data: bins.map((bin) => ({
          value: bin.count,
          ...(bin.href ? { href: bin.href } : {}),
          itemStyle: { color: target !== null && bin.from >= target ? tokens.ink2 : tokens.faint },
        })),
      },
      {
        type: 'bar',
        xAxisIndex: 1,
        silent: true,
        data: [],
        ...(place === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                animation: false,
                lineStyle: { color: tokens.ink, width: 1.5, type: 'solid' },
                label: {
                  ...text,
                  color: tokens.ink,
                  position: 'end',
                  align: place < 0.1 ? 'left' : place > 0.9 ? 'right' : 'center',
                  formatter: () => targetLabel,
                },
                data: [{ xAxis: place }],
              },
            }),
      },
    ],
  }
}

/** Which bar the pointer is over. */
function indexOf(hovered: unknown): number {
  const first: unknown = Array.isArray(hovered) ? hovered[0] : hovered
  if (typeof first !== 'object' || first === null || !('dataIndex' in first)) return -1
  return typeof first.dataIndex === 'number' ? first.dataIndex : -1
}
