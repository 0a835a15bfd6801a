'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { nextBucket } from '@/lib/core/grain'
import { formatInZone } from '@/lib/core/zone'
import type { Formats } from '@/lib/i18n/format'
import { type Brush, EChart } from '../echart'
import type { ChartOption } from '../engine'
import { axisText, valueAxis } from '../scale'
import { TOOLTIP_LOOK, tooltipContent } from '../tooltip'
import type { LinesData } from './lines-data'

const SLIDER = 22
/** Up to so many points each stands as a dot of its own; of more, the one pointed at. */
const FEW_POINTS = 40

/** The lines of `Lines` to be looked at closely: a stretch of time drawn large, and every point opens its rows. */
export function ZoomedLines({
  height,
  label,
  ...lines
}: LinesData & { readonly label: string; readonly height: number }) {
  const t = useTranslations('board')
  const { series, unit, from, to, grain } = lines
  const data = useMemo(() => ({ series, unit, from, to, grain }), [series, unit, from, to, grain])
  const table = ({ series }: LinesData, f: Formats) => ({
    columns: [t('time'), ...series.map(({ name }) => name)],
    rows: (series[0]?.points ?? []).map(({ at }, i) => ({
      cells: [f.dateTime(at), ...series.map(({ points }) => f.value(unit, points[i]?.value))],
    })),
  })
  return <EChart data={data} draw={drawLines} table={table} label={label} height={height} />
}

/** The rows of a point: those of its line, from its bucket alone. */
function rowsOf(rows: string | undefined, at: number, grain: LinesData['grain'], zone: string) {
  if (rows === undefined || grain === null) return {}
  const query = new URLSearchParams(rows)
  query.delete('preset')
  query.set('from', formatInZone(at, zone))
  query.set('to', formatInZone(nextBucket(at, grain, zone), zone))
  return { href: `/tickets?${query}` }
}

function drawLines({ series, unit, grain }: LinesData, { tokens, f }: Brush): ChartOption {
  const instants = series[0]?.points.map(({ at }) => at) ?? []
  const days = grain !== 'hour' && grain !== '15m'
  const values = series.flatMap(({ points }) =>
    points.flatMap(({ value }) => (value === null ? [] : [value])),
  )
  const axis = valueAxis(unit, Math.min(...values, 1), Math.max(...values, 0))
  const text = { color: tokens.ink3, fontSize: tokens.fontSize, fontFamily: tokens.fontFamily }
  const when = (at: number) => (days ? f.axisDay(at) : `${f.axisDay(at)} ${f.time(at)}`)
  return {
    color: [...tokens.series],
    grid: { left: 50, right: 110, top: 14, bottom: 42 + SLIDER, containLabel: false },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: instants.map(when),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: tokens.line2 } },
      axisLabel: { ...text, margin: 8, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: axis.min,
      max: axis.max,
      interval: axis.step,
      axisLabel: { ...text, formatter: (value: number) => axisText(unit, value, f) },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    dataZoom: [
      { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
      {
        type: 'slider',
        height: SLIDER,
        bottom: 10,
        brushSelect: true,
        textStyle: text,
        borderColor: tokens.line2,
        backgroundColor: 'transparent',
        fillerColor: tokens.band,
        dataBackground: {
          lineStyle: { color: tokens.faint, width: 1 },
          areaStyle: { color: tokens.band },
        },
        selectedDataBackground: {
          lineStyle: { color: tokens.ink3, width: 1 },
          areaStyle: { color: tokens.band },
        },
        handleStyle: { color: tokens.surface, borderColor: tokens.ink3 },
        moveHandleStyle: { color: tokens.faint },
        emphasis: { handleStyle: { borderColor: tokens.ink }, moveHandleStyle: { color: tokens.ink3 } },
      },
    ],
    tooltip: {
      ...TOOLTIP_LOOK,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: tokens.line2, type: 'solid' } },
      formatter: (hovered: unknown) => {
        const i = indexOf(hovered)
        const at = instants[i]
        if (at === undefined) return ''
        return tooltipContent(
          days ? f.date(at) : f.dateTime(at),
          series.map(({ name, points }, nth) => ({
            color: tokens.series[nth] ?? tokens.ink,
            name,
            value: f.value(unit, points[i]?.value),
            n: f.n(points[i]?.n),
          })),
        )
      },
    },
    series: series.map(({ name, points, rows }) => ({
      type: 'line' as const,
      name,
      symbol: 'circle',
      symbolSize: 7,
      cursor: rows === undefined ? 'default' : 'pointer',
      showSymbol: points.length <= FEW_POINTS,
      showAllSymbol: true,
      lineStyle: { width: 2 },
      itemStyle: { borderColor: tokens.surface, borderWidth: 1 },
      emphasis: { focus: 'series' as const },
      endLabel: {
        ...text,
        show: true,
        color: tokens.ink,
        formatter: name,
        distance: 6,
        width: 96,
        overflow: 'truncate' as const,
      },
      labelLayout: { moveOverlap: 'shiftY' as const },
      data: points.map(({ at, value }) => ({
        value: value ?? '-',
        ...rowsOf(rows, at, grain, f.zone),
      })),
    })),
  }
}

/** Which instant the pointer is over. */
function indexOf(hovered: unknown): number {
  const first: unknown = Array.isArray(hovered) ? hovered[0] : hovered
  if (typeof first !== 'object' || first === null || !('dataIndex' in first)) return -1
  return typeof first.dataIndex === 'number' ? first.dataIndex : -1
}
