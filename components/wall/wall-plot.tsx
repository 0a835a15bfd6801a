'use client'

import { memo, type ReactNode } from 'react'
import { type Point, splitAtLimit } from '@/components/charts/limit'
import { placeNotes } from '@/components/charts/notes'
import { axisValues, bandPath, linear, linePath, timeMarks, valueAxis } from '@/components/charts/scale'
import { useFormats } from '@/components/shell/locale-provider'
import type { TileState } from '@/lib/boards/types'
import type { FormatUnit } from '@/lib/i18n/format'
import { type Box, useBox } from './wall-box'

/** A box smaller than this, px, holds no drawing. */
const LEAST = 60

export interface PlotData {
  readonly unit: FormatUnit
  readonly points: readonly { readonly at: number; readonly value: number | null }[]
  /** dashed, behind: the same weekday before */
  readonly before?: readonly { readonly at: number; readonly value: number | null }[]
  readonly band?: readonly {
    readonly at: number
    readonly low: number | null
    readonly high: number | null
  }[]
  readonly forecast?: readonly {
    readonly at: number
    readonly value: number
    readonly low: number
    readonly high: number
  }[]
  readonly target: number | null
  readonly annotations?: readonly { readonly at: number; readonly text: string }[]
  readonly state: TileState
  readonly from: number
  readonly to: number
}

const STATE_COLOR: Record<TileState, string> = {
  ok: 'var(--ink)',
  watch: 'var(--watch-shape)',
  bad: 'var(--bad)',
  none: 'var(--none)',
  closed: 'var(--closed)',
}

const place = (value: number) => Math.round(value * 10) / 10

/** One series over time, as the wall draws it. Plain SVG: it holds nothing but this markup, for weeks. */
export const Plot = memo(function Plot({ data, label }: { readonly data: PlotData; readonly label: string }) {
  const [element, box] = useBox(`plot ${label}`)
  return (
    <div ref={element} className="wall-axis relative min-h-0 w-full flex-1">
      {box && box.width > LEAST && box.height > LEAST ? (
        <Drawing data={data} size={box} label={label} />
      ) : null}
    </div>
  )
})

function Drawing({
  data,
  size,
  label,
}: {
  readonly data: PlotData
  readonly size: Box
  readonly label: string
}) {
  const f = useFormats()
  const { font } = size
  const values = [
    ...data.points.flatMap((point) => (point.value === null ? [] : [point.value])),
    ...(data.before ?? []).flatMap((point) => (point.value === null ? [] : [point.value])),
    ...(data.band ?? []).flatMap((row) => (row.high === null || row.low === null ? [] : [row.low, row.high])),
    ...(data.forecast ?? []).flatMap((row) => [row.low, row.high]),
    ...(data.target === null ? [] : [data.target]),
  ]
  const axis = valueAxis(data.unit, Math.min(...values, 1), Math.max(...values, 0))
  const write = (value: number) =>
    data.unit === 'seconds'
      ? f.duration(value)
      : data.unit === 'share'
        ? `${Math.round(value * 100)}%`
        : f.count(value)
  const lines = axisValues(axis)
  const left = Math.round(
    Math.max(...lines.map((value) => write(value).length), 2) * font * 0.64 + font * 0.5,
  )
  const right = Math.round(size.width - font * 0.6)
  const top = Math.round(font * (data.annotations?.length ? 1.7 : 0.9))
  const bottom = Math.round(size.height - font * 1.8)
  const x = linear(data.from, data.to, left, right)
  const y = linear(axis.min, axis.max, bottom, top)
  const { within, beyond } = splitAtLimit(
    data.points.map((point): Point => [point.at, point.value]),
    data.target,
    '<=',
  )
  const last = data.points.findLast((point) => point.value !== null)
  const marks = timeMarks(data.from, data.to, f.zone, (right - left) / (font * 3.4))
  const stroke = Math.max(1.5, font * 0.16)
  const thin = Math.max(1, font * 0.06)
  const ahead = data.forecast ?? []
  return (
    <svg
      width={size.width}
      height={size.height}
      role="img"
      aria-label={label}
      className="block overflow-visible"
    >
      {data.band && data.band.length > 0 ? <path d={bandPath(data.band, x, y)} fill="var(--band)" /> : null}
      {ahead.length > 0 ? <path d={bandPath(ahead, x, y)} fill="var(--ink-3)" fillOpacity={0.16} /> : null}
      {lines.map((value, i) => (
        <g key={value}>
          <line
            x1={left}
            x2={right}
            y1={place(y(value))}
            y2={place(y(value))}
            stroke={i === 0 ? 'var(--line-2)' : 'var(--line)'}
            strokeWidth={thin}
          />
          <text
            x={left - font * 0.5}
            y={place(y(value))}
            dy="0.35em"
            textAnchor="end"
            fill="var(--ink-3)"
            fontSize={font}
          >
            {write(value)}
          </text>
        </g>
      ))}
      {marks.map((mark) => (
        <text
          key={mark.at}
          x={place(x(mark.at))}
          y={size.height - font * 0.35}
          textAnchor={x(mark.at) > right - font ? 'end' : 'middle'}
          fill="var(--ink-3)"
          fontSize={font}
        >
          {mark.hour === null ? f.axisDay(mark.at) : mark.hour}
        </text>
      ))}
      {data.target === null ? null : (
        <line
          x1={left}
          x2={right}
          y1={place(y(data.target))}
          y2={place(y(data.target))}
          stroke="var(--ink-2)"
          strokeWidth={thin}
          strokeDasharray={`${thin * 2} ${thin * 3}`}
        />
      )}
      <Notes
        notes={data.annotations ?? []}
        x={x}
        left={left}
        right={right}
        top={top}
        bottom={bottom}
        font={font}
      />
      {data.before ? (
        <path
          d={linePath(
            data.before.map((point): Point => [point.at, point.value]),
            x,
            y,
          )}
          fill="none"
          stroke="var(--ink-3)"
          strokeWidth={Math.max(1.25, font * 0.08)}
          strokeDasharray={`${font * 0.3} ${font * 0.22}`}
        />
      ) : null}
      {ahead.length > 0 ? (
        <path
          d={linePath(
            [
              ...(last && last.value !== null ? [[last.at, last.value] as const] : []),
              ...ahead.map((row): Point => [row.at, row.value]),
            ],
            x,
            y,
          )}
          fill="none"
          stroke="var(--ink-3)"
          strokeWidth={Math.max(1.5, font * 0.11)}
          strokeDasharray={`${font * 0.35} ${font * 0.25}`}
        />
      ) : null}
      <path
        d={linePath(within, x, y)}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={stroke}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path
        d={linePath(beyond, x, y)}
        fill="none"
        stroke="var(--bad)"
        strokeWidth={stroke}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last && last.value !== null ? (
        <Last
          cx={x(last.at)}
          cy={y(last.value)}
          state={data.state}
          font={font}
          text={write(last.value)}
          roomLeft={x(last.at) - left}
        />
      ) : null}
    </svg>
  )
}

/** The end of the line: the shape of its state, ringed in the ground's colour, and its value. */
function Last({
  cx,
  cy,
  state,
  font,
  text,
  roomLeft,
}: {
  readonly cx: number
  readonly cy: number
  readonly state: TileState
  readonly font: number
  readonly text: string
  readonly roomLeft: number
}) {
  const r = font * 0.34
  const color = STATE_COLOR[state]
  const ring = { stroke: 'var(--bg)', strokeWidth: font * 0.14, fill: color }
  const shape: ReactNode =
    state === 'bad' ? (
      <rect x={cx - r} y={cy - r} width={2 * r} height={2 * r} {...ring} />
    ) : state === 'watch' ? (
      <path d={`M${cx} ${cy - r * 1.15}l${r * 1.25} ${r * 2.1}h${-r * 2.5}Z`} {...ring} />
    ) : (
      <circle cx={cx} cy={cy} r={r} {...ring} />
    )
  return (
    <>
      {shape}
      <text
        x={cx + (roomLeft > font * 4 ? -font * 0.5 : font * 0.6)}
        y={cy - font * 0.75}
        textAnchor={roomLeft > font * 4 ? 'end' : 'start'}
        fill={state === 'bad' ? 'var(--bad)' : 'var(--ink)'}
        fontSize={font * 1.15}
        fontWeight={600}
        paintOrder="stroke"
        stroke="var(--bg)"
        strokeWidth={font * 0.25}
      >
        {text}
      </text>
    </>
  )
}

const NOTE_ROWS = 2
const NOTES_MOST = 4

/** The latest notes that find room; the line of one whose text does not stays. */
function Notes({
  notes,
  x,
  left,
  right,
  top,
  bottom,
  font,
}: {
  readonly notes: readonly { readonly at: number; readonly text: string }[]
  readonly x: (at: number) => number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly font: number
}) {
  const f = useFormats()
  const inside = notes
    .filter((note) => x(note.at) >= left && x(note.at) <= right)
    .sort((a, b) => b.at - a.at)
    .slice(0, NOTES_MOST)
  const placed = placeNotes(inside, {
    x,
    left,
    right,
    font,
    rows: NOTE_ROWS,
    most: NOTES_MOST,
    write: (note) => `${f.time(note.at)} ${note.text}`,
  })
  return placed.map((spot) => (
    <g key={`${spot.note.at} ${spot.note.text}`}>
      <line
        x1={spot.x}
        x2={spot.x}
        y1={top - font * 0.6}
        y2={bottom}
        stroke="var(--line-2)"
        strokeWidth={Math.max(1, font * 0.06)}
      />
      {spot.text === null ? null : (
        <text
          x={spot.x + (spot.anchor === 'end' ? -font * 0.4 : font * 0.4)}
          y={top - font * 0.1 + spot.row * font * 1.15}
          textAnchor={spot.anchor}
          fill="var(--ink-2)"
          fontSize={font}
          paintOrder="stroke"
          stroke="var(--bg)"
          strokeWidth={font * 0.2}
        >
          {spot.text}
        </text>
      )}
    </g>
  ))
}

/** A small line against its target, filling its box. */
export function Spark({
  values,
  target,
  state,
}: {
  readonly values: readonly (number | null)[]
  readonly target: number | null
  readonly state: TileState
}) {
  const known = values.filter((value): value is number => value !== null)
  if (known.length === 0) return null
  const high = Math.max(...known, target ?? 0) || 1
  const width = 100
  const height = 40
  const x = (i: number) => (i / Math.max(values.length - 1, 1)) * width
  const y = (value: number) => height - 2 - (value / high) * (height - 4)
  const points = values.map((value, i): Point => [i, value])
  const { within, beyond } = splitAtLimit(points, target, '<=')
  const line = {
    fill: 'none',
    strokeWidth: 3,
    vectorEffect: 'non-scaling-stroke',
    strokeLinejoin: 'round',
  } as const
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
      className="min-h-0 w-full flex-1"
    >
      {target === null ? null : (
        <line
          x1={0}
          x2={width}
          y1={place(y(target))}
          y2={place(y(target))}
          stroke="var(--ink-3)"
          strokeDasharray="2 3"
          vectorEffect="non-scaling-stroke"
        />
      )}
      <path d={linePath(within, x, y)} stroke={state === 'none' ? 'var(--faint)' : 'var(--ink)'} {...line} />
      <path d={linePath(beyond, x, y)} stroke={state === 'none' ? 'var(--faint)' : 'var(--bad)'} {...line} />
    </svg>
  )
}
