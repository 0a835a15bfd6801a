/** One series over time: target, limit, reference band, comparison and annotations. */
import type { EChartsCoreOption } from 'echarts/core'
import type { TileState } from '@/lib/boards/types'
import { offsetAt } from '@/lib/core/zone'
import type { Formats, FormatUnit } from '@/lib/i18n/format'
import { countAxis, durationAxis, type Point, shareAxis, splitAtLimit } from '../limit'
import type { Tokens } from '../tokens'
import { type TooltipRow, tooltipContent } from '../tooltip'

export interface TrendData {
  readonly unit: FormatUnit
  readonly name: string
  /** instants in epoch milliseconds */
  readonly points: readonly { readonly at: number; readonly value: number | null; readonly n: number }[]
  readonly target: { readonly value: number; readonly op: '<=' | '>='; readonly label: string } | null
  readonly band?: {
    readonly name: string
    readonly rows: readonly {
      readonly at: number
      readonly low: number | null
      readonly high: number | null
    }[]
  }
  readonly compare?: {
    readonly name: string
    readonly points: readonly { readonly at: number; readonly value: number | null }[]
  }
  readonly annotations?: readonly { readonly at: number; readonly text: string }[]
  /** state of the last point; its shape ends the line */
  readonly state?: TileState
  /** write the last value beside the last point */
  readonly showLast?: boolean
  /** the whole span of the axis */
  readonly from: number
  readonly to: number
}

const SYMBOL: Record<TileState, string> = {
  ok: 'circle',
  watch: 'triangle',
  bad: 'rect',
  none: 'circle',
  closed: 'circle',
}

/** The ECharts option of a trend. `scale` is 1 in the app; walls draw lines thicker and show no tooltip. */
export function trendOption(data: TrendData, tokens: Tokens, f: Formats, wall: boolean): EChartsCoreOption {
  const { unit, target } = data
  const scale = wall ? tokens.fontSize / 12 : 1
  const wallClock = (at: number) => at + offsetAt(at, f.zone)
  const points: Point[] = data.points.map((p) => [wallClock(p.at), p.value])
  const { within, beyond } = splitAtLimit(points, target?.value ?? null, target?.op ?? '<=')
  const known = data.points.flatMap((p) => (p.value === null ? [] : [p.value]))
  const others = [
    ...(data.band?.rows.flatMap((r) => (r.high === null ? [] : [r.high])) ?? []),
    ...(data.compare?.points.flatMap((p) => (p.value === null ? [] : [p.value])) ?? []),
    ...(target ? [target.value] : []),
  ]
  const highest = Math.max(...known, ...others, 0)
  const lowest = Math.min(...known, ...others.slice(0, -1), ...(target ? [target.value] : []), 1)
  const axis =
    unit === 'share'
      ? shareAxis(lowest)
      : { min: 0, ...(unit === 'seconds' ? durationAxis(highest * 1.08) : countAxis(highest * 1.05)) }
  const write = (value: number) =>
    unit === 'seconds' ? f.duration(value) : unit === 'share' ? `${Math.round(value * 100)}%` : f.count(value)
  const hours = (data.to - data.from) / 3_600_000
  const axisText = (wallTime: number): string => {
    const at = new Date(wallTime)
    if (hours > 50) return `${at.getUTCMonth() + 1}/${at.getUTCDate()}`
    const hour = String(at.getUTCHours()).padStart(2, '0')
    return wall ? String(at.getUTCHours()) : `${hour}:${String(at.getUTCMinutes()).padStart(2, '0')}`
  }
  const text = { color: tokens.ink3, fontSize: tokens.fontSize, fontFamily: tokens.fontFamily }
  const width = 2 * Math.max(1, scale * 0.8)
  const lastIndex = data.points.findLastIndex((p) => p.value !== null)
  const last = data.points[lastIndex]
  const state = data.state ?? 'ok'
  const stateColor = {
    ok: tokens.ink,
    watch: tokens.watch,
    bad: tokens.bad,
    none: tokens.none,
    closed: tokens.closed,
  }[state]
  const line = {
    type: 'line' as const,
    showSymbol: false,
    silent: true,
    animation: false,
    connectNulls: false,
    lineStyle: { width, cap: 'round' as const, join: 'round' as const },
    emphasis: { disabled: true },
  }
  const alone = data.points.filter((p, i, all) => {
    if (p.value === null || i === lastIndex) return false
    return (all[i - 1]?.value ?? null) === null && (all[i + 1]?.value ?? null) === null
  })
  const end = wallClock(data.to)
  const nearEnd = last ? wallClock(last.at) > end - (end - wallClock(data.from)) * 0.12 : false

  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: tokens.fontFamily },
    grid: {
      left: Math.round(tokens.fontSize * 3.4),
      right: Math.round(tokens.fontSize * 1.2),
      top: Math.round(tokens.fontSize * 1.6),
      bottom: Math.round(tokens.fontSize * 2.2),
    },
    xAxis: {
      type: 'time',
      min: wallClock(data.from),
      max: end,
      axisLine: { lineStyle: { color: tokens.line2, width: 1 } },
      axisTick: { show: false },
      splitLine: { show: false },
      ...(hours > 50 ? { minInterval: 86_400_000 } : {}),
      ...(hours <= 50 && hours > 12 ? { minInterval: 2 * 3_600_000 } : {}),
      axisLabel: { ...text, hideOverlap: true, margin: tokens.fontSize * 0.75, formatter: axisText },
    },
    yAxis: {
      type: 'value',
      min: axis.min,
      max: axis.max,
      interval: axis.step,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: tokens.line, width: 1 } },
      axisLabel: { ...text, margin: tokens.fontSize * 0.6, formatter: write },
    },
    ...(wall
      ? {}
      : {
          tooltip: {
            trigger: 'axis',
            confine: true,
            transitionDuration: 0,
            backgroundColor: tokens.raised,
            borderColor: tokens.line2,
            borderWidth: 1,
            borderRadius: 6,
            padding: [6, 10],
            shadowBlur: 0,
            textStyle: { color: tokens.ink, fontSize: 12, fontFamily: tokens.fontFamily },
            axisPointer: {
              type: 'line',
              lineStyle: { color: tokens.line2, width: 1, type: 'solid' },
              label: { show: false },
            },
            formatter: (raw: unknown) => tooltipOf(raw, data, wallClock, tokens, f),
          },
        }),
    series: [
      ...(data.band
        ? [
            {
              ...line,
              name: 'band-low',
              stack: 'band',
              lineStyle: { opacity: 0 },
              data: data.band.rows.map((r) => [wallClock(r.at), r.low]),
            },
            {
              ...line,
              name: 'band-high',
              stack: 'band',
              lineStyle: { opacity: 0 },
              areaStyle: { color: tokens.band, opacity: 1 },
              data: data.band.rows.map((r) => [
                wallClock(r.at),
                r.low === null || r.high === null ? null : r.high - r.low,
              ]),
            },
          ]
        : []),
      ...(data.compare
        ? [
            {
              ...line,
              name: 'compare',
              lineStyle: { width: 1.25 * Math.max(1, scale * 0.8), type: [4, 3], color: tokens.ink3 },
              data: data.compare.points.map((p) => [wallClock(p.at), p.value]),
            },
          ]
        : []),
      {
        ...line,
        name: 'within',
        z: 3,
        lineStyle: { ...line.lineStyle, color: tokens.ink },
        data: within,
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: [
            ...(target
              ? [
                  {
                    yAxis: target.value,
                    lineStyle: {
                      type: [2 * scale, 3 * scale],
                      width: Math.max(1, scale * 0.7),
                      color: tokens.ink3,
                    },
                    label: {
                      ...text,
                      show: !wall,
                      formatter: target.label,
                      position: 'insideEndTop' as const,
                      distance: 2,
                    },
                  },
                ]
              : []),
            ...(data.annotations ?? []).slice(-4).map((note, i) => ({
              xAxis: wallClock(note.at),
              lineStyle: { type: 'solid' as const, width: 1, color: tokens.line2 },
              label: {
                ...text,
                formatter: note.text,
                position: 'insideEndTop' as const,
                distance: [2, i % 2 ? 18 : 2],
              },
            })),
          ],
        },
      },
      {
        ...line,
        name: 'beyond',
        z: 3,
        lineStyle: { ...line.lineStyle, color: tokens.bad },
        data: beyond,
      },
      {
        type: 'scatter',
        name: 'alone',
        silent: true,
        animation: false,
        symbolSize: width + 2,
        itemStyle: { color: tokens.ink },
        data: alone.map((p) => [wallClock(p.at), p.value]),
      },
      {
        type: 'scatter',
        name: 'last',
        z: 5,
        silent: true,
        animation: false,
        symbol: SYMBOL[state],
        symbolSize: (state === 'watch' ? 10 : 8) * Math.max(1, scale * 0.8),
        itemStyle: { color: stateColor, borderColor: tokens.bg, borderWidth: 2 * Math.max(1, scale * 0.5) },
        label: {
          show: data.showLast === true,
          position: nearEnd ? 'top' : 'right',
          distance: 8,
          formatter: last ? write(last.value ?? 0) : '',
          color: state === 'bad' ? tokens.bad : tokens.ink,
          fontSize: tokens.fontSize * 1.1,
          fontWeight: 620,
          fontFamily: tokens.fontFamily,
        },
        data: last ? [[wallClock(last.at), last.value]] : [],
      },
    ],
  }
}

function tooltipOf(
  raw: unknown,
  data: TrendData,
  wallClock: (at: number) => number,
  tokens: Tokens,
  f: Formats,
): HTMLElement {
  const first = Array.isArray(raw) ? raw[0] : raw
  const x = Number((first as { axisValue?: unknown } | undefined)?.axisValue)
  const nearest = <T extends { readonly at: number }>(rows: readonly T[]): T | undefined => {
    let best: T | undefined
    for (const row of rows) {
      if (!best || Math.abs(wallClock(row.at) - x) < Math.abs(wallClock(best.at) - x)) best = row
    }
    return best
  }
  const step = data.points.length > 1 ? (data.points[1]?.at ?? 0) - (data.points[0]?.at ?? 0) || 1 : 3_600_000
  const point = nearest(data.points)
  const compare = data.compare ? nearest(data.compare.points) : undefined
  const band = data.band ? nearest(data.band.rows) : undefined
  const near = (at: number) => Math.abs(wallClock(at) - x) <= step
  const rows: TooltipRow[] = []
  if (point && near(point.at)) {
    const { target } = data
    const loud =
      point.value !== null &&
      target !== null &&
      (target.op === '<=' ? point.value > target.value : point.value < target.value)
    rows.push({
      color: loud ? tokens.bad : tokens.ink,
      name: data.name,
      value: f.value(data.unit, point.value),
      n: f.n(point.n),
      loud,
    })
  }
  if (compare && data.compare && near(compare.at)) {
    rows.push({
      color: tokens.ink3,
      dashed: true,
      name: data.compare.name,
      value: f.value(data.unit, compare.value),
    })
  }
  if (band && data.band && near(band.at) && band.low !== null && band.high !== null) {
    rows.push({
      color: tokens.band,
      name: data.band.name,
      value: f.interval(data.unit, [band.low, band.high]),
    })
  }
  const at = (point && near(point.at) ? point.at : (compare?.at ?? band?.at)) ?? 0
  const title = data.to - data.from > 50 * 3_600_000 ? f.dateTime(at) : f.time(at)
  return tooltipContent(title, rows)
}
