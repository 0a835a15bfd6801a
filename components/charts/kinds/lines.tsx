'use client'

import { ZoomIn, ZoomOut } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { textWidth } from '@/components/tables/layout'
import { Skeleton } from '@/components/ui/skeleton'
import { PictureMenu } from '../picture-menu'
import { axisText, axisValues, linear, linePath, timeMarks, valueAxis } from '../scale'
import { Tip } from '../tip'
import { SERIES } from '../tokens'
import { useSize } from '../use-size'
import type { LinesData } from './lines-data'

const COLORS = SERIES.map((name) => `var(${name})`)
const FONT = 12
/** px */
const HEIGHT = 300

const ZoomedLines = dynamic(() => import('./zoomed-lines').then((module) => module.ZoomedLines), {
  ssr: false,
  loading: () => (
    <div style={{ height: HEIGHT }} className="p-4">
      <Skeleton className="size-full" />
    </div>
  ),
})

/**
 * Up to five series over time in one picture. First drawn by the page itself; who wants to look closely asks for it,
 * and only then the engine comes that can zoom.
 */
export function Lines({ label, ...lines }: LinesData & { readonly label: string }) {
  const t = useTranslations('picture')
  const [zoomed, setZoomed] = useState(false)
  const name = zoomed ? t('whole') : t('zoom')
  const Icon = zoomed ? ZoomOut : ZoomIn
  return (
    <div className="relative">
      <div className="absolute -top-9 right-11 max-md:right-14">
        <button
          type="button"
          aria-pressed={zoomed}
          aria-label={name}
          title={name}
          data-closer
          onClick={() => setZoomed(!zoomed)}
          className="grid size-7 place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:size-11"
        >
          <Icon size={14} strokeWidth={1.6} aria-hidden />
        </button>
      </div>
      {zoomed ? (
        <ZoomedLines {...lines} label={label} height={HEIGHT} />
      ) : (
        <>
          <div className="absolute -top-9 right-3">
            <PictureMenu />
          </div>
          <Plain {...lines} label={label} />
        </>
      )}
    </div>
  )
}

/**
 * The lines, each named at its end. SVG in the page's own colours. The arrow keys move through the instants; the
 * figures are in the table below it on the page.
 */
function Plain({ series, unit, from, to, label }: Omit<LinesData, 'grain'> & { readonly label: string }) {
  const f = useFormats()
  const t = useTranslations('board')
  const { box, width, height } = useSize()
  const [index, setIndex] = useState<number | null>(null)

  const instants = series[0]?.points.map((point) => point.at) ?? []
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') setIndex(null)
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0 || instants.length === 0) return
    event.preventDefault()
    setIndex((before) =>
      before === null ? instants.length - 1 : Math.min(Math.max(before + by, 0), instants.length - 1),
    )
  }
  const names = Math.min(140, Math.max(64, ...series.map(({ name }) => textWidth(name) + 20)))
  const left = 46
  const right = Math.max(left + 40, width - names)
  const top = 14
  const bottom = height - 26
  const values = series.flatMap(({ points }) =>
    points.flatMap(({ value }) => (value === null ? [] : [value])),
  )
  const axis = valueAxis(unit, Math.min(...values, 1), Math.max(...values, 0))
  const x = linear(from, to, left, right)
  const y = linear(axis.min, axis.max, bottom, top)
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const rect = event.currentTarget.getBoundingClientRect()
    const place = (event.clientX - rect.left) * (event.currentTarget.clientWidth / (rect.width || 1))
    let best: number | null = null
    instants.forEach((at, i) => {
      const known = best === null ? undefined : instants[best]
      if (known === undefined || Math.abs(x(at) - place) < Math.abs(x(known) - place)) best = i
    })
    setIndex(best)
  }
  // Names at the lines' ends, moved apart so that none covers another.
  const ends = series
    .map(({ name, points }, i) => {
      const last = points.findLast((it) => it.value !== null)
      return { name, i, at: last?.at ?? to, y: last?.value == null ? null : y(last.value) }
    })
    .filter((end): end is typeof end & { y: number } => end.y !== null)
    .sort((a, b) => a.y - b.y)
  let above = -Infinity
  const labels = ends.map((end) => {
    above = Math.max(end.y, above + 15)
    return { ...end, labelY: above }
  })
  const active = index === null ? null : (instants[index] ?? null)
  const days = (instants[1] ?? 0) - (instants[0] ?? 0) >= 23 * 3_600_000
  // Together, because the element becomes one that takes keys only with all of them.
  const cursor = {
    role: 'group',
    'aria-label': label,
    tabIndex: 0,
    onKeyDown: move,
    onBlur: () => setIndex(null),
    onPointerMove: point,
    onPointerDown: point,
    onPointerLeave: (event: PointerEvent<HTMLDivElement>) => {
      if (event.pointerType === 'mouse') setIndex(null)
    },
  }
  return (
    <div ref={box} style={{ height: HEIGHT }} className="relative px-1 pb-1 text-caption" {...cursor}>
      {width > 120 && height > 60 ? (
        <svg width={width} height={height} role="img" aria-label={label} className="block overflow-visible">
          {axisValues(axis).map((value, i) => (
            <g key={value}>
              <line
                x1={left}
                x2={right}
                y1={Math.round(y(value)) + 0.5}
                y2={Math.round(y(value)) + 0.5}
                stroke={i === 0 ? 'var(--line-2)' : 'var(--line)'}
              />
              <text
                x={left - 8}
                y={y(value)}
                dy="0.35em"
                textAnchor="end"
                fill="var(--ink-3)"
                fontSize={FONT}
              >
                {axisText(unit, value, f)}
              </text>
            </g>
          ))}
          {timeMarks(from, to, f.zone, (right - left) / 68).map((mark) => (
            <text
              key={mark.at}
              x={x(mark.at)}
              y={bottom + 18}
              textAnchor="middle"
              fill="var(--ink-3)"
              fontSize={FONT}
            >
              {mark.hour === null ? f.axisDay(mark.at) : f.time(mark.at)}
            </text>
          ))}
          {active === null ? null : (
            <line x1={x(active)} x2={x(active)} y1={top} y2={bottom} stroke="var(--line-2)" />
          )}
          <g fill="none" strokeLinejoin="round" strokeLinecap="round">
            {series.toReversed().map(({ name, points }, i) => (
              <path
                key={name}
                d={linePath(
                  points.map((it) => [it.at, it.value]),
                  x,
                  y,
                )}
                stroke={COLORS[series.length - 1 - i]}
                strokeWidth={2}
              />
            ))}
          </g>
          {labels.map((end) => (
            <g key={end.name}>
              <circle
                cx={x(end.at)}
                cy={end.y}
                r={3.5}
                fill={COLORS[end.i]}
                stroke="var(--surface)"
                strokeWidth={2}
              />
              <text
                x={right + 9}
                y={end.labelY}
                dy="0.35em"
                fill="var(--ink)"
                fontSize={FONT}
                fontWeight={540}
              >
                {end.name}
              </text>
              <line
                x1={x(end.at) + 4}
                x2={right + 6}
                y1={end.y}
                y2={end.labelY}
                stroke={COLORS[end.i]}
                strokeWidth={1}
                opacity={0.5}
              />
            </g>
          ))}
        </svg>
      ) : null}
      {active !== null && index !== null ? (
        <Tip from={x(active)} width={width}>
          <p className="text-ink-3">{days ? f.date(active) : f.dateTime(active)}</p>
          <table>
            <tbody>
              {series.map(({ name, points }, i) => (
                <tr key={name}>
                  <td>
                    <span
                      aria-hidden
                      className="mr-1.5 inline-block w-3 border-t-2 align-middle"
                      style={{ borderColor: COLORS[i] }}
                    />
                  </td>
                  <td className="pr-4 text-ink-2">{name}</td>
                  <td className="text-right font-[600] text-ink">{f.value(unit, points[index]?.value)}</td>
                  <td className="pl-3 text-right text-ink-3">
                    <span className="sr-only">{t('n')}</span>
                    {f.n(points[index]?.n)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Tip>
      ) : null}
    </div>
  )
}
