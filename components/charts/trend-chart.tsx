'use client'

import { Table2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import type { Engine } from './engine'
import { type TrendData, trendOption } from './kinds/trend'
import { readTokens, watchTheme } from './tokens'

/**
 * A trend on the page or on the wall. The engine is loaded when the chart is first seen; one instance is kept and
 * fed, sized with its box and disposed of at the end. The same figures are there as a table.
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
  const f = useFormats()
  const t = useTranslations('board')
  const id = useId()
  const [asTable, setAsTable] = useState(false)
  return (
    <div className={cx('relative', wall && 'size-full')}>
      {wall ? null : (
        <button
          type="button"
          onClick={() => setAsTable(!asTable)}
          aria-pressed={asTable}
          aria-controls={id}
          title={asTable ? t('asChart') : t('asTable')}
          className="absolute -top-9 right-3 grid size-7 place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink"
        >
          <Table2 size={14} strokeWidth={1.6} aria-hidden />
          <span className="sr-only">{asTable ? t('asChart') : t('asTable')}</span>
        </button>
      )}
      <div id={id} className={className}>
        {asTable ? (
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
                    <td className="right text-ink">{f.value(data.unit, point.value)}</td>
                    <td className="right">{f.count(point.n)}</td>
                    {data.compare ? (
                      <td className="right">{f.value(data.unit, data.compare.points[i]?.value)}</td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ) : (
          <Canvas data={data} label={label} wall={wall} />
        )}
      </div>
    </div>
  )
}

function Canvas({
  data,
  label,
  wall,
}: {
  readonly data: TrendData
  readonly label: string
  readonly wall: boolean
}) {
  const f = useFormats()
  const box = useRef<HTMLDivElement>(null)
  const paint = useRef<() => void>(() => undefined)
  const latest = useRef({ data, f, wall })
  latest.current = { data, f, wall }

  useEffect(() => {
    const element = box.current
    if (!element) return
    let engine: Engine | null = null
    let gone = false
    paint.current = () => {
      if (!engine) return
      const now = latest.current
      engine.setOption(trendOption(now.data, readTokens(element), now.f, now.wall), {
        notMerge: true,
        lazyUpdate: true,
      })
    }
    const observer = new ResizeObserver(() => {
      engine?.resize()
      paint.current()
    })
    const stopTheme = watchTheme(() => paint.current())
    void import('./engine').then(({ createEngine }) => {
      if (gone) return
      engine = createEngine(element)
      paint.current()
      observer.observe(element)
      // Canvas text is drawn once: again when our fonts have arrived.
      void document.fonts.ready.then(() => paint.current())
    })
    return () => {
      gone = true
      observer.disconnect()
      stopTheme()
      engine?.dispose()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: new data is what must be painted
  useEffect(() => {
    paint.current()
  }, [data, f])

  return <div ref={box} role="img" aria-label={label} className="size-full" />
}
