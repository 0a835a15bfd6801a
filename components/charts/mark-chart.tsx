'use client'

import { useRouter } from 'next/navigation'
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
} from 'react'
import { ChartShell, type ChartTable } from './chart-shell'
import { Tip } from './tip'

/** One bar or cell: what it is, its value in words and its sample, and the rows behind it. */
export interface Mark {
  readonly title: string
  readonly value: string
  readonly n: string
  readonly href?: string | undefined
}

interface Active {
  readonly row: number
  readonly column: number
  /** where it is drawn, px of the chart's box */
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** of the chart's box */
  readonly room: number
}

const TIP_HEIGHT = 56

/** What a mark's element carries, so that it is found again: its row and column. */
export const markData = (row: number, column: number) => ({ 'data-mark': `${row} ${column}` })

/** What a mark is called as a link. */
export const markLabel = ({ title, value, n }: Mark): string =>
  [title, value, n].filter((part) => part !== '').join(' · ')

/**
 * A drawing of marks in rows and columns (SVG of the page itself, drawn by the server), each mark an element with
 * `markData` whose last rectangle is its shape. Pointing at one, or walking to it with the arrow keys, says what it is;
 * a click or Enter opens its rows. The drawing takes one stop of the tab key, however many marks it has.
 */
export function MarkChart({
  marks,
  table,
  label,
  height,
  flush = false,
  children,
}: {
  readonly marks: readonly (readonly Mark[])[]
  readonly table: () => ChartTable
  /** what the picture shows, for those who do not see it */
  readonly label: string
  readonly height: number
  readonly flush?: boolean
  readonly children: ReactNode
}) {
  const router = useRouter()
  const box = useRef<HTMLDivElement>(null)
  const [asTable, setAsTable] = useState(false)
  const [active, setActive] = useState<Active | null>(null)
  const mark = active === null ? undefined : marks[active.row]?.[active.column]

  const show = (row: number, column: number) => {
    const host = box.current
    const shape = host?.querySelector(`[data-mark="${row} ${column}"] rect:last-of-type`)
    if (!host || !shape) return
    if (active?.row === row && active.column === column) return
    const outer = host.getBoundingClientRect()
    const inner = shape.getBoundingClientRect()
    // Where the page is zoomed, rectangles on the screen are in other pixels than the box.
    const zoom = outer.width / (host.clientWidth || 1) || 1
    setActive({
      row,
      column,
      left: (inner.left - outer.left) / zoom,
      top: (inner.top - outer.top) / zoom,
      width: inner.width / zoom,
      height: inner.height / zoom,
      room: host.clientWidth,
    })
  }
  const point = ({ target }: PointerEvent<HTMLDivElement>) => {
    const place = target instanceof Element ? target.closest('[data-mark]')?.getAttribute('data-mark') : null
    const [row, column] = place?.split(' ').map(Number) ?? []
    if (row === undefined || column === undefined) setActive(null)
    else show(row, column)
  }
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const { row, column } = active ?? { row: 0, column: 0 }
    if (event.key === 'Escape') setActive(null)
    if (event.key === 'Enter' && mark?.href !== undefined && event.target === event.currentTarget) {
      router.push(mark.href)
    }
    const columns = marks[row]?.length ?? 0
    const to = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, columns - 1],
    }[event.key]
    if (!to) return
    event.preventDefault()
    const [nextRow = 0, nextColumn = 0] = active === null ? [row, column] : to
    show(Math.min(Math.max(nextRow, 0), marks.length - 1), Math.min(Math.max(nextColumn, 0), columns - 1))
  }
  const follow = (event: MouseEvent<HTMLDivElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !(event.target instanceof Element)) return
    const href = event.target.closest('a')?.getAttribute('href')
    if (!href) return
    event.preventDefault()
    router.push(href)
  }
  // Together, because the element becomes one that takes keys only with all of them.
  const cursor = {
    role: 'group',
    'aria-label': label,
    tabIndex: 0,
    onKeyDown: walk,
    onClick: follow,
    onBlur: () => setActive(null),
    onPointerOver: point,
    onPointerLeave: () => setActive(null),
  }
  return (
    <ChartShell
      asTable={asTable}
      onToggle={() => setAsTable(!asTable)}
      table={table}
      label={label}
      height={height}
      flush={flush}
    >
      <div ref={box} className="relative size-full text-caption" {...cursor}>
        {children}
        {active && mark ? (
          <>
            <span
              aria-hidden
              className="pointer-events-none absolute border border-ink"
              style={{ left: active.left, top: active.top, width: active.width, height: active.height }}
            />
            <Tip
              from={active.left}
              to={active.left + active.width}
              width={active.room}
              top={Math.max(0, Math.min(active.top, height - TIP_HEIGHT))}
            >
              <p className="text-ink-3">{mark.title}</p>
              <p className="flex justify-between gap-4">
                <span className="font-[600] text-ink">{mark.value}</span>
                <span className="text-ink-3">{mark.n}</span>
              </p>
            </Tip>
          </>
        ) : null}
      </div>
    </ChartShell>
  )
}
