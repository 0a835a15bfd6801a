'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { figureData } from '@/components/ui/figure-data'
import type { TileState } from '@/lib/boards/types'
import { type BucketGrain, formatInZone, nextBucket } from '@/lib/core/grain'
import type { FormatUnit } from '@/lib/i18n/format'
import { type Point, splitAtLimit } from '../limit'
import { emsOf, type PlacedNote, placeNotes } from '../notes'
import { axisValues, bandPath, linear, linePath, timeMarks, valueAxis } from '../scale'
import { Tip } from '../tip'

export interface TrendNote {
  readonly at: number
  readonly text: string
  /** written without its time: it holds for whole days */
  readonly days?: boolean
}

const ChartMenu = dynamic(() => import('../chart-menu').then((module) => module.ChartMenu), { ssr: false })

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
  /** what explains stretches of time, the most important first */
  readonly annotations?: readonly TrendNote[]
  /** what is likely ahead, with its band; joins on at the last point */
  readonly forecast?: readonly {
    readonly at: number
    readonly value: number
    readonly low: number
    readonly high: number
  }[]
  /** state of the last point; its shape ends the line */
  readonly state?: TileState
  /** write the last value beside the last point */
  readonly showLast?: boolean
  /** the rows behind all points: parameters of `/tickets` for the whole period; a point's are those of its bucket */
  readonly rows?: {
    readonly metric: string
    readonly query: string
    readonly grain: BucketGrain
    /** the period, epoch ms: the first and the last bucket may reach beyond it */
    readonly from: number
    readonly to: number
  }
  /** the whole span of the axis */
  readonly from: number
  readonly to: number
}

/** Address of the rows behind a point; undefined where nobody can say. */
function rowsHref({ rows }: TrendData, at: number, zone: string): string | undefined {
  if (rows === undefined) return undefined
  const search = new URLSearchParams(rows.query)
  search.delete('preset')
  search.set('from', formatInZone(Math.max(at, rows.from), zone))
  search.set('to', formatInZone(Math.min(nextBucket(at, rows.grain, zone), rows.to), zone))
  return `/tickets?${search}`
}

const STATE_COLOR: Record<TileState, string> = {
  ok: 'var(--ink)',
  watch: 'var(--watch-shape)',
  bad: 'var(--bad)',
  none: 'var(--none)',
  closed: 'var(--closed)',
}

/** Texts of notes that stand in a chart at once, and the rows they stagger on; the rest unfolds. */
const NOTES_WRITTEN = 4
const NOTE_ROWS = 3
/** em from one row of notes to the next */
const NOTE_LINE = 1.45

interface Size {
  readonly width: number
  readonly height: number
  /** px of the axis texts; walls scale it with the screen */
  readonly font: number
}

/**
 * One series over time: now in ink, its comparison dashed, the reference band behind, the target dotted; where the line
 * breaks its limit it is red, cut at the crossing. SVG in the page's own colours, so a change of theme needs no redraw
 * and a wall that runs for weeks holds nothing but this markup. The same figures are there as a table.
 */
export function TrendChart({
  data,
  label,
  wall = false,
  className,
}: {
  readonly data: TrendData
  /** what the picture shows, for those who do not see it */
  readonly label: string
  readonly wall?: boolean
  /** must give the height, so that nothing jumps */
  readonly className: string
}) {
  const id = useId()
  const [asTable, setAsTable] = useState(false)
  return (
    <div className={cx('relative', wall && 'size-full')}>
      {wall ? null : (
        <div className="absolute -top-9 right-3 size-7">
          <ChartMenu asTable={asTable} onToggle={() => setAsTable(!asTable)} />
        </div>
      )}
      <div id={id} className={className}>
        {asTable ? <TrendTable data={data} label={label} /> : <Plot data={data} label={label} wall={wall} />}
      </div>
    </div>
  )
}

function TrendTable({ data, label }: { readonly data: TrendData; readonly label: string }) {
  const f = useFormats()
  const t = useTranslations('board')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} className="h-full overflow-auto" tabIndex={0}>
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            <th scope="col" className="right">
              {data.name}
            </th>
            <th scope="col" className="right">
              {t('n')}
            </th>
            {data.compare ? (
              <th scope="col" className="right">
                {data.compare.name}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {data.points.map((point, i) => (
            <tr key={point.at}>
              <td>{f.dateTime(point.at)}</td>
              <td className="right text-ink" data-column="value">
                <PointValue data={data} point={point} />
              </td>
              <td className="right">{f.count(point.n)}</td>
              {data.compare ? (
                <td className="right">{f.value(data.unit, data.compare.points[i]?.value)}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {data.annotations && data.annotations.length > 0 ? (
        <ul className="px-3 py-2 text-caption text-ink-2">
          {data.annotations.map((note) => (
            <li key={`${note.at} ${note.text}`}>
              {note.days ? f.date(note.at) : f.dateTime(note.at)} {note.text}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}

function PointValue({
  data,
  point,
}: {
  readonly data: TrendData
  readonly point: TrendData['points'][number]
}) {
  const f = useFormats()
  const text = f.value(data.unit, point.value)
  const href = point.value === null ? undefined : rowsHref(data, point.at, f.zone)
  if (href === undefined || data.rows === undefined) return text
  return (
    <Link
      href={href}
      prefetch={false}
      className="num"
      {...figureData(data.rows.metric, point.value, point.n)}
    >
      {text}
    </Link>
  )
}

function Plot({
  data,
  label,
  wall,
}: {
  readonly data: TrendData
  readonly label: string
  readonly wall: boolean
}) {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size | null>(null)
  const [index, setIndex] = useState<number | null>(null)
  const [allNotes, setAllNotes] = useState(false)
  const router = useRouter()
  const touched = useRef<number | null>(null)
  const f = useFormats()
  const n = useTranslations('annotations')

  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const font = Number.parseFloat(getComputedStyle(element).fontSize) || 12
      setSize((before) => {
        const next = { width: element.clientWidth, height: element.clientHeight, font }
        return before &&
          before.width === next.width &&
          before.height === next.height &&
          before.font === next.font
          ? before
          : next
      })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const drawn = size !== null && size.width > 40 && size.height > 40
  const place = (on: Geometry, all: boolean) =>
    placeNotes(data.annotations ?? [], {
      ...on,
      font: size?.font ?? 12,
      rows: all
        ? Math.max(1, Math.floor((on.bottom - on.top) / ((size?.font ?? 12) * NOTE_LINE)))
        : NOTE_ROWS,
      most: all ? Number.POSITIVE_INFINITY : NOTES_WRITTEN,
      write: (note) =>
        note.days || note.at <= data.from
          ? note.text
          : `${data.to - data.from <= 50 * 3_600_000 ? f.time(note.at) : f.axisDay(note.at)} ${note.text}`,
    })
  const bare = drawn ? geometryOf(data, size, wall, 0) : null
  const few = bare ? place(bare, false) : []
  // The texts stand above the lines they explain, not on them.
  const rows = few.reduce((most, note) => (note.text === null ? most : Math.max(most, note.row + 1)), 0)
  const geometry = bare && drawn && rows > 0 ? geometryOf(data, size, wall, rows) : bare
  const nearest = (event: PointerEvent<HTMLDivElement>): number | null => {
    if (!geometry) return null
    const box = event.currentTarget.getBoundingClientRect()
    // Where the page is zoomed, the pointer moves in other pixels than the drawing.
    const place = (event.clientX - box.left) * (event.currentTarget.clientWidth / (box.width || 1))
    let best: number | null = null
    data.points.forEach((point, i) => {
      const distance = Math.abs(geometry.x(point.at) - place)
      const known = best === null ? undefined : data.points[best]
      if (!known || distance < Math.abs(geometry.x(known.at) - place)) best = i
    })
    return best
  }
  const open = (i: number | null) => {
    const point = i === null ? undefined : data.points[i]
    const href = point && point.value !== null ? rowsHref(data, point.at, f.zone) : undefined
    if (href !== undefined) router.push(href)
  }
  const step = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') setIndex(null)
    if (event.key === 'Enter' && event.target === event.currentTarget) open(index)
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0 || data.points.length === 0) return
    event.preventDefault()
    setIndex((before) =>
      before === null ? data.points.length - 1 : Math.min(Math.max(before + by, 0), data.points.length - 1),
    )
  }
  const active = !wall && index !== null && index < data.points.length ? index : null
  const folded = wall ? 0 : few.filter((note) => note.text === null).length
  const notes = allNotes && geometry ? place(geometry, true) : few
  return (
    <div
      ref={box}
      className={cx(
        'relative size-full',
        !wall && 'text-caption',
        active !== null && data.rows && 'cursor-pointer',
      )}
      {...(wall
        ? {}
        : {
            role: 'group',
            'aria-label': label,
            tabIndex: 0,
            onKeyDown: step,
            onBlur: () => setIndex(null),
            onPointerMove: (event: PointerEvent<HTMLDivElement>) => setIndex(nearest(event)),
            onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
              // A finger's first touch says what stands there; a second one on it opens it.
              touched.current = event.pointerType === 'mouse' ? nearest(event) : index
              setIndex(nearest(event))
            },
            onClick: ({ target }: MouseEvent<HTMLDivElement>) => {
              if (target instanceof Element && target.closest('button')) return
              if (index !== null && index === touched.current) open(index)
            },
            onPointerLeave: (event: PointerEvent<HTMLDivElement>) => {
              // A finger has no hover: what it touched stays until the next touch.
              if (event.pointerType === 'mouse') setIndex(null)
            },
          })}
    >
      {geometry && size ? (
        <>
          <Drawing
            data={data}
            size={size}
            geometry={geometry}
            label={label}
            wall={wall}
            active={active}
            notes={notes}
          />
          {folded > 0 ? (
            <button
              type="button"
              title={n('moreHint')}
              data-notes-folded={folded}
              onMouseEnter={() => setAllNotes(true)}
              onMouseLeave={() => setAllNotes(false)}
              onFocus={() => setAllNotes(true)}
              onBlur={() => setAllNotes(false)}
              className="absolute -top-1 right-3 z-[5] h-6 rounded-control bg-surface px-1.5 text-caption text-ink-2 hover:text-ink max-md:h-11"
            >
              {n('more', { count: folded })}
            </button>
          ) : null}
          {active === null ? null : <Tooltip data={data} geometry={geometry} size={size} index={active} />}
        </>
      ) : null}
    </div>
  )
}

interface Geometry {
  readonly x: (at: number) => number
  readonly y: (value: number) => number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly lines: readonly number[]
  readonly within: readonly Point[]
  readonly beyond: readonly Point[]
  /** lines are drawn thicker on a wall */
  readonly scale: number
}

/** `noteRows`: rows of notes' texts that stand between the top and the highest value. */
function geometryOf(
  data: TrendData,
  { width, height, font }: Size,
  wall: boolean,
  noteRows: number,
): Geometry {
  const values = [
    ...data.points.flatMap((point) => (point.value === null ? [] : [point.value])),
    ...(data.compare?.points.flatMap((point) => (point.value === null ? [] : [point.value])) ?? []),
    ...(data.band?.rows.flatMap((row) =>
      row.high === null || row.low === null ? [] : [row.low, row.high],
    ) ?? []),
    ...(data.forecast?.flatMap((row) => [row.value, row.high]) ?? []),
    ...(data.target ? [data.target.value] : []),
  ]
  const axis = valueAxis(data.unit, Math.min(...values, 1), Math.max(...values, 0))
  const left = Math.round(font * 3.6)
  const right = Math.round(width - font * (wall ? 0.6 : 1.2))
  const top = Math.round(font * 1.5)
  const bottom = Math.round(height - font * 2.1)
  const points: Point[] = data.points.map((point) => [point.at, point.value])
  return {
    x: linear(data.from, data.to, left, right),
    y: linear(axis.min, axis.max, bottom, top + Math.min(noteRows * NOTE_LINE * font, (bottom - top) * 0.35)),
    left,
    right,
    top,
    bottom,
    lines: axisValues(axis),
    scale: wall ? Math.max(1, font / 12) : 1,
    ...splitAtLimit(points, data.target?.value ?? null, data.target?.op ?? '<='),
  }
}

function Drawing({
  data,
  size,
  geometry,
  label,
  wall,
  active,
  notes,
}: {
  readonly data: TrendData
  readonly size: Size
  readonly geometry: Geometry
  readonly label: string
  readonly wall: boolean
  readonly active: number | null
  readonly notes: readonly PlacedNote<TrendNote>[]
}) {
  const f = useFormats()
  const { x, y, left, right, top, bottom, scale } = geometry
  const { unit, target } = data
  const write = (value: number) =>
    unit === 'seconds'
      ? f.duration(value)
      : unit === 'share'
        ? `${Math.round(value * 10_000) / 100}%`
        : f.count(value)
  // The day after the last one is not in the picture: its midnight is the end of the axis.
  const marks = timeMarks(
    data.from,
    data.to,
    f.zone,
    (right - left) / (size.font * (wall ? 3.4 : 5.6)),
  ).filter((mark) => mark.hour !== null || mark.at < data.to)
  const last = data.points.findLast((point) => point.value !== null)
  const state = data.state ?? 'ok'
  const stroke = 2 * Math.max(1, scale * 0.8)
  const thin = Math.max(1, scale * 0.7)
  const radius = 4 * Math.max(1, scale * 0.8)
  const ring = 2 * Math.max(1, scale * 0.6)
  const hovered = active === null ? undefined : data.points[active]
  const path = (points: readonly Point[]) => linePath(points, x, y)
  // Where the line ends at the target, the target's name gives way to the last value.
  const crowded =
    target !== null &&
    last !== undefined &&
    last.value !== null &&
    x(last.at) > right - emsOf(target.label) * size.font - radius * 2 &&
    Math.abs(y(last.value) - (y(target.value) - size.font * 0.8)) < size.font * 1.2
  return (
    <svg
      width={size.width}
      height={size.height}
      role="img"
      aria-label={label}
      className="block overflow-visible"
    >
      {geometry.lines.map((value, i) => (
        <g key={value}>
          <line
            x1={left}
            x2={right}
            y1={Math.round(y(value)) + 0.5}
            y2={Math.round(y(value)) + 0.5}
            stroke={i === 0 ? 'var(--line-2)' : 'var(--line)'}
          />
          <text
            x={left - size.font * 0.6}
            y={y(value)}
            dy="0.35em"
            textAnchor="end"
            fill="var(--ink-3)"
            fontSize={size.font}
          >
            {write(value)}
          </text>
        </g>
      ))}
      {marks.map((mark) => (
        <text
          key={mark.at}
          x={x(mark.at)}
          y={bottom + size.font * 1.5}
          textAnchor="middle"
          fill="var(--ink-3)"
          fontSize={size.font}
        >
          {mark.hour === null ? f.axisDay(mark.at) : wall ? mark.hour : f.time(mark.at)}
        </text>
      ))}
      {data.band ? <path d={bandPath(data.band.rows, x, y)} fill="var(--band)" /> : null}
      {notes.map(({ x: place, note }) => (
        <line
          key={`${note.at} ${note.text}`}
          data-note={note.text}
          x1={Math.round(place) + 0.5}
          x2={Math.round(place) + 0.5}
          y1={top}
          y2={bottom}
          stroke="var(--line-2)"
        />
      ))}
      {target ? (
        <line
          x1={left}
          x2={right}
          y1={y(target.value)}
          y2={y(target.value)}
          stroke="var(--ink-3)"
          strokeWidth={thin}
          strokeDasharray={`${2 * scale} ${3 * scale}`}
        />
      ) : null}
      {data.forecast && data.forecast.length > 0 ? (
        <g data-forecast>
          <path d={bandPath(data.forecast, x, y)} fill="var(--ink-3)" fillOpacity={0.16} />
          <path
            d={path([
              ...(last ? ([[last.at, last.value]] as const) : []),
              ...data.forecast.map((row): Point => [row.at, row.value]),
            ])}
            fill="none"
            stroke="var(--ink-3)"
            strokeWidth={1.5 * Math.max(1, scale * 0.8)}
            strokeDasharray={`${4 * scale} ${3 * scale}`}
          />
        </g>
      ) : null}
      <g fill="none" strokeLinejoin="round" strokeLinecap="round">
        {data.compare ? (
          <path
            d={path(data.compare.points.map((point) => [point.at, point.value]))}
            stroke="var(--ink-3)"
            strokeWidth={1.25 * Math.max(1, scale * 0.8)}
            strokeDasharray={`${4 * scale} ${3 * scale}`}
            strokeLinecap="butt"
          />
        ) : null}
        <path d={path(geometry.within)} stroke="var(--ink)" strokeWidth={stroke} />
        <path d={path(geometry.beyond)} stroke="var(--bad)" strokeWidth={stroke} />
      </g>
      {target && !wall ? (
        <text
          x={crowded ? left + size.font * 0.4 : right}
          y={y(target.value) - size.font * 0.4}
          textAnchor={crowded ? 'start' : 'end'}
          fill="var(--ink-3)"
          fontSize={size.font}
          stroke="var(--surface)"
          strokeWidth={3}
          paintOrder="stroke"
        >
          {target.label}
        </text>
      ) : null}
      {hovered ? (
        <>
          <line x1={x(hovered.at)} x2={x(hovered.at)} y1={top} y2={bottom} stroke="var(--line-2)" />
          {hovered.value === null ? null : (
            <circle
              cx={x(hovered.at)}
              cy={y(hovered.value)}
              r={3.5}
              fill="var(--ink)"
              stroke="var(--surface)"
              strokeWidth={2}
            />
          )}
        </>
      ) : null}
      {last && last.value !== null ? (
        <>
          <LastGlyph state={state} x={x(last.at)} y={y(last.value)} radius={radius} ring={ring} />
          {data.showLast ? (
            <text
              x={x(last.at) + (x(last.at) > right - size.font * 5 ? -radius * 2 : radius * 2.2)}
              y={y(last.value) - (x(last.at) > right - size.font * 5 ? radius * 2 : 0)}
              dy="0.35em"
              textAnchor={x(last.at) > right - size.font * 5 ? 'end' : 'start'}
              fontSize={size.font * 1.12}
              fontWeight={620}
              fill={state === 'bad' ? 'var(--bad)' : 'var(--ink)'}
              stroke="var(--surface)"
              strokeWidth={3 * scale}
              paintOrder="stroke"
            >
              {write(last.value)}
            </text>
          ) : null}
        </>
      ) : null}
      {notes.map(({ x: place, note, text, anchor, row }) =>
        text === null ? null : (
          <text
            key={`${note.at} ${note.text}`}
            x={place + (anchor === 'start' ? 1 : -1) * size.font * 0.4}
            y={top + size.font * (0.55 + row * NOTE_LINE)}
            textAnchor={anchor}
            fill="var(--ink-3)"
            stroke="var(--surface)"
            strokeWidth={3 * scale}
            paintOrder="stroke"
            fontSize={size.font}
          >
            {text}
          </text>
        ),
      )}
    </svg>
  )
}

/** The last point carries the state's shape, with a ring of the ground around it. */
function LastGlyph({
  state,
  x,
  y,
  radius,
  ring,
}: {
  readonly state: TileState
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly ring: number
}) {
  const look = {
    fill: STATE_COLOR[state],
    stroke: 'var(--surface)',
    strokeWidth: ring,
    paintOrder: 'stroke' as const,
  }
  if (state === 'bad') {
    return <rect x={x - radius} y={y - radius} width={radius * 2} height={radius * 2} {...look} />
  }
  if (state === 'watch') {
    const r = radius * 1.25
    return <path d={`M${x} ${y - r}L${x + r} ${y + r * 0.85}H${x - r}Z`} {...look} />
  }
  return <circle cx={x} cy={y} r={radius} {...look} />
}

/** What one instant holds: time on top, then series, value and n. */
function Tooltip({
  data,
  geometry,
  size,
  index,
}: {
  readonly data: TrendData
  readonly geometry: Geometry
  readonly size: Size
  readonly index: number
}) {
  const f = useFormats()
  const point = data.points[index]
  if (!point) return null
  const { target } = data
  const broken =
    point.value !== null &&
    target !== null &&
    (target.op === '<=' ? point.value > target.value : point.value < target.value)
  const band = data.band?.rows.find((row) => row.at === point.at)
  const before = data.compare?.points[index]
  const place = geometry.x(point.at)
  const hours = data.to - data.from <= 50 * 3_600_000
  const days = (data.points[1]?.at ?? point.at) - (data.points[0]?.at ?? point.at) >= 23 * 3_600_000
  const next = data.points[index + 1]?.at ?? data.to
  const notes = (data.annotations ?? []).filter((note) => note.at >= point.at && note.at < next)
  return (
    <Tip from={place} width={size.width}>
      <p className="text-ink-3">
        {hours ? f.time(point.at) : days ? f.date(point.at) : f.dateTime(point.at)}
      </p>
      <table>
        <tbody>
          <tr>
            <td>
              <span
                aria-hidden
                className={cx(
                  'mr-1.5 inline-block w-3 border-t-2 align-middle',
                  broken ? 'border-bad' : 'border-ink',
                )}
              />
            </td>
            <td className="pr-4 text-ink-2">{data.name}</td>
            <td className={cx('text-right font-[600]', broken ? 'text-bad' : 'text-ink')}>
              {f.value(data.unit, point.value)}
            </td>
            <td className="pl-3 text-right text-ink-3">{f.n(point.n)}</td>
          </tr>
          {before && data.compare ? (
            <tr>
              <td>
                <span
                  aria-hidden
                  className="mr-1.5 inline-block w-3 border-t-2 border-dashed border-ink-3 align-middle"
                />
              </td>
              <td className="pr-4 text-ink-2">{data.compare.name}</td>
              <td className="text-right font-[600] text-ink">{f.value(data.unit, before.value)}</td>
              <td />
            </tr>
          ) : null}
          {band && data.band && band.low !== null && band.high !== null ? (
            <tr>
              <td>
                <span aria-hidden className="mr-1.5 inline-block h-2 w-3 bg-band align-middle" />
              </td>
              <td className="pr-4 text-ink-2">{data.band.name}</td>
              <td className="text-right text-ink">{f.interval(data.unit, [band.low, band.high])}</td>
              <td />
            </tr>
          ) : null}
        </tbody>
      </table>
      {notes.map((note) => (
        <p
          key={`${note.at} ${note.text}`}
          className="mt-1 max-w-[36ch] border-t border-line pt-1 whitespace-normal text-ink"
        >
          {note.days ? '' : `${f.time(note.at)} `}
          {note.text}
        </p>
      ))}
    </Tip>
  )
}
