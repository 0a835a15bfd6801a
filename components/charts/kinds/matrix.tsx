'use client'

import { useRouter } from 'next/navigation'
import { textWidth } from '@/components/tables/layout'
import { type Figure, figureData } from '@/components/ui/figure-data'
import { useSize } from '../use-size'
import { cut } from './bars'

export interface MatrixCell {
  /** 0 nearest to the ground … 6 farthest; null = no data; 'few' = under the minimum sample */
  readonly step: number | 'few' | null
  readonly text: string
  readonly title: string
  readonly href?: string
  /** the number whose rows `href` are */
  readonly figure?: Figure
}

export interface MatrixRow {
  readonly name: string
  readonly cells: readonly MatrixCell[]
}

/** Not one picture: its parts are links. */
const GROUP = { role: 'group' } as const
const ROW = 28
const FONT = 12

/** Two dimensions as a grid in one hue; each cell says its figure where there is room for it. */
export function Matrix({
  columns,
  rows,
  label,
}: {
  readonly columns: readonly string[]
  readonly rows: readonly MatrixRow[]
  readonly label: string
}) {
  const router = useRouter()
  const { box, width } = useSize()
  const left = Math.min(Math.max(...rows.map(({ name }) => textWidth(name)), 40) + 12, width * 0.3)
  const cell = Math.max(6, (width - left) / Math.max(columns.length, 1))
  const head = 24
  const height = head + rows.length * ROW
  // Names that have no room for two signs stand at every second column, or further apart.
  const every = Math.max(1, Math.ceil(34 / cell))
  return (
    <div ref={box} style={{ height }} className="text-caption">
      {width > 120 ? (
        <svg width={width} height={height} {...GROUP} aria-label={label} className="block">
          {columns.map((name, i) =>
            i % every === 0 ? (
              <text
                key={name}
                x={left + (i + 0.5) * cell}
                y={14}
                textAnchor="middle"
                fill="var(--ink-3)"
                fontSize={FONT}
              >
                {cut(name, cell * every - 4)}
                <title>{name}</title>
              </text>
            ) : null,
          )}
          {rows.map((row, y) => (
            <g key={row.name}>
              <text
                x={left - 10}
                y={head + (y + 0.5) * ROW}
                dy="0.35em"
                textAnchor="end"
                fill="var(--ink-2)"
                fontSize={FONT}
              >
                {cut(row.name, left - 12)}
                <title>{row.name}</title>
              </text>
              {row.cells.map((it, x) => {
                const place = { x: left + x * cell, y: head + y * ROW }
                const drawn = (
                  <>
                    <rect
                      x={place.x + 0.5}
                      y={place.y + 0.5}
                      width={Math.max(1, cell - 1)}
                      height={ROW - 1}
                      fill={
                        it.step === null
                          ? 'transparent'
                          : it.step === 'few'
                            ? 'var(--line)'
                            : `var(--heat-${it.step})`
                      }
                    >
                      <title>{it.title}</title>
                    </rect>
                    {it.step === null ? (
                      <text
                        x={place.x + cell / 2}
                        y={place.y + ROW / 2}
                        dy="0.35em"
                        textAnchor="middle"
                        fill="var(--faint)"
                        fontSize={10}
                      >
                        ╱
                      </text>
                    ) : cell > it.text.length * 7.4 + 8 ? (
                      <text
                        x={place.x + cell / 2}
                        y={place.y + ROW / 2}
                        dy="0.35em"
                        textAnchor="middle"
                        fill={
                          it.step === 'few' ? 'var(--ink-3)' : it.step > 3 ? 'var(--surface)' : 'var(--ink)'
                        }
                        fontSize={FONT}
                        fontWeight={520}
                        pointerEvents="none"
                      >
                        {it.text}
                      </text>
                    ) : null}
                  </>
                )
                return it.href ? (
                  <a
                    key={columns[x]}
                    href={it.href}
                    aria-label={it.title}
                    {...(it.figure ? figureData(it.figure.metric, it.figure.value, it.figure.n) : {})}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey) return
                      event.preventDefault()
                      router.push(it.href ?? '')
                    }}
                  >
                    {drawn}
                  </a>
                ) : (
                  <g key={columns[x]}>{drawn}</g>
                )
              })}
            </g>
          ))}
        </svg>
      ) : null}
    </div>
  )
}
