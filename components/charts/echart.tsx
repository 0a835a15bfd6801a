'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { Skeleton } from '@/components/ui/skeleton'
import type { Formats } from '@/lib/i18n/format'
import { ChartShell, type ChartTable } from './chart-shell'
import type { ChartOption, Engine } from './engine'
import { optionShape } from './option-shape'
import { readTokens, type Tokens, watchTheme } from './tokens'

/** What a kind draws with. */
export interface Brush {
  readonly tokens: Tokens
  readonly f: Formats
}

/**
 * The one door to ECharts. The engine is loaded after the page; until then a still block of the same size stands there.
 * One instance is kept per chart: fed with new data, sized with its box, drawn again when the theme turns, disposed of
 * at the end. A data item with an `href` opens it. The figures are there as a table too, also if the engine fails to come.
 */
export function EChart<Data>({
  data,
  draw,
  table,
  label,
  height,
  flush = false,
}: {
  readonly data: Data
  /** from data to what ECharts shows; a function of the module, so that only new data repaints */
  readonly draw: (data: Data, brush: Brush) => ChartOption
  readonly table: (data: Data, f: Formats) => ChartTable
  /** what the picture shows, for those who do not see it */
  readonly label: string
  /** px; the same for skeleton, picture and table */
  readonly height: number
  /** the box ends where the card's content ends, not at the card's edge */
  readonly flush?: boolean
}) {
  const f = useFormats()
  const [asTable, setAsTable] = useState(false)
  return (
    <ChartShell
      asTable={asTable}
      onToggle={() => setAsTable(!asTable)}
      table={() => table(data, f)}
      label={label}
      height={height}
      flush={flush}
    >
      <Picture data={data} draw={draw} label={label} flush={flush} onFailure={() => setAsTable(true)} />
    </ChartShell>
  )
}

function Picture<Data>({
  data,
  draw,
  label,
  flush,
  onFailure,
}: {
  readonly data: Data
  readonly draw: (data: Data, brush: Brush) => ChartOption
  readonly label: string
  readonly flush: boolean
  readonly onFailure: () => void
}) {
  const f = useFormats()
  const router = useRouter()
  const box = useRef<HTMLDivElement>(null)
  const paint = useRef<() => void>(() => undefined)
  const shape = useRef('')
  const latest = useRef({ data, draw, f, router, onFailure })
  latest.current = { data, draw, f, router, onFailure }
  const [ready, setReady] = useState(false)

  useEffect(() => {
    const element = box.current
    if (!element) return
    let engine: Engine | null = null
    let gone = false
    const still = matchMedia('(prefers-reduced-motion: reduce)')
    paint.current = () => {
      if (!engine) return
      const now = latest.current
      const option = now.draw(now.data, { tokens: readTokens(element), f: now.f })
      const next = optionShape(option)
      engine.setOption(
        { ...option, animation: !still.matches, animationDuration: 200, animationDurationUpdate: 200 },
        { notMerge: shape.current !== next, lazyUpdate: true },
      )
      shape.current = next
    }
    const repaint = () => paint.current()
    const observer = new ResizeObserver(() => {
      // Behind its table the box has no size; the picture keeps the one it had.
      if (element.clientWidth > 0) engine?.resize()
    })
    const stopTheme = watchTheme(repaint)
    import('./engine').then(
      ({ createEngine }) => {
        if (gone) return
        engine = createEngine(element)
        engine.on('click', ({ data: item, event }) => {
          const href = hrefOf(item)
          if (href === null) return
          const press = event?.event as unknown as MouseEvent | undefined
          if (press?.metaKey || press?.ctrlKey) window.open(href, '_blank', 'noopener')
          else latest.current.router.push(href)
        })
        repaint()
        observer.observe(element)
        // Canvas text is drawn once: again when our fonts have arrived.
        document.fonts.addEventListener('loadingdone', repaint)
        setReady(true)
      },
      () => {
        if (!gone) latest.current.onFailure()
      },
    )
    return () => {
      gone = true
      observer.disconnect()
      stopTheme()
      document.fonts.removeEventListener('loadingdone', repaint)
      engine?.dispose()
      shape.current = ''
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: new data is what must be painted
  useEffect(() => {
    paint.current()
  }, [data, f])

  return (
    <div className="relative size-full">
      <div ref={box} role="img" aria-label={label} className="size-full text-caption" />
      {ready ? null : (
        <Skeleton className={cx('absolute', flush ? 'inset-0' : 'inset-x-4 top-8 bottom-12')} />
      )}
    </div>
  )
}

function hrefOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null || !('href' in item)) return null
  return typeof item.href === 'string' ? item.href : null
}
