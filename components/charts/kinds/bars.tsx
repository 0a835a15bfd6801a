'use client'

import { useRouter } from 'next/navigation'
import { textWidth } from '@/components/tables/layout'
import { type Figure, figureData } from '@/components/ui/figure-data'
import { useSize } from '../use-size'

export interface Bar {
  readonly name: string
  /** in any unit, all bars the same; null = no data */
  readonly value: number | null
  /** what is read beside the bar */
  readonly text: string
  readonly note?: string
  /** beyond its target: drawn darker; too few cases: an outline */
  readonly look: 'within' | 'beyond' | 'few'
  readonly href?: string
  /** the number whose rows `href` are */
  readonly figure?: Figure
}

/** Not one picture: its parts are links. */
const GROUP = { role: 'group' } as const
const ROW = 30
const FONT = 12.5

/** A name cut to the room it has, px. */
export function cut(name: string, room: number): string {
  if (textWidth(name) <= room) return name
  const letters = [...name]
  while (letters.length > 1 && textWidth(`${letters.join('')}…`) > room) letters.pop()
  return `${letters.join('')}…`
}

/** Groups as lying bars from zero, in the order given; the target is a dotted line. */
export function Bars({
  bars,
  target,
  label,
}: {
  readonly bars: readonly Bar[]
  readonly target: { readonly value: number; readonly text: string } | null
  readonly label: string
}) {
  const router = useRouter()
  const { box, width } = useSize()
  const longest = Math.max(...bars.map(({ name }) => textWidth(name)), 40)
  const left = Math.min(longest + 12, Math.max(90, width * 0.28))
  // Values stand in a column of their own, so that they align and no target line runs through them.
  const notes = Math.max(...bars.map(({ note }) => (note ? textWidth(note) + 10 : 0)), 0)
  const figures = Math.max(...bars.map(({ text }) => textWidth(text)), 30)
  const right = Math.max(left + 60, width - notes - figures - 16)
  const most = Math.max(...bars.map(({ value }) => value ?? 0), target?.value ?? 0) || 1
  const x = (value: number) => left + (Math.max(0, value) / most) * (right - left)
  const top = target ? 18 : 2
  const height = top + bars.length * ROW + 4
  return (
    <div ref={box} style={{ height }} className="text-caption">
      {width > 120 ? (
        <svg width={width} height={height} {...GROUP} aria-label={label} className="block">
          <line x1={left} x2={left} y1={top} y2={height - 4} stroke="var(--line-2)" />
          {bars.map((bar, i) => {
            const y = top + i * ROW
            const middle = y + ROW / 2
            const shown = cut(bar.name, left - 12)
            const end = bar.value === null ? left : x(bar.value)
            const drawn = (
              <>
                <rect x={0} y={y} width={width} height={ROW} fill="transparent" />
                <text x={left - 10} y={middle} dy="0.35em" textAnchor="end" fill="var(--ink)" fontSize={FONT}>
                  {shown}
                  <title>{bar.name}</title>
                </text>
                {bar.value === null ? null : (
                  <rect
                    x={left}
                    y={middle - 8}
                    width={Math.max(1, end - left)}
                    height={16}
                    fill={
                      bar.look === 'few'
                        ? 'var(--surface)'
                        : bar.look === 'beyond'
                          ? 'var(--ink-2)'
                          : 'var(--faint)'
                    }
                    stroke={bar.look === 'few' ? 'var(--line-2)' : 'none'}
                  />
                )}
                <text
                  x={width - notes}
                  y={middle}
                  dy="0.35em"
                  textAnchor="end"
                  fill={bar.look === 'few' || bar.value === null ? 'var(--ink-3)' : 'var(--ink)'}
                  fontSize={FONT}
                  fontWeight={bar.look === 'few' ? 420 : 560}
                >
                  {bar.text}
                </text>
                {bar.note ? (
                  <text x={width} y={middle} dy="0.35em" textAnchor="end" fill="var(--ink-3)" fontSize={FONT}>
                    {bar.note}
                  </text>
                ) : null}
              </>
            )
            return bar.href ? (
              <a
                key={bar.name}
                href={bar.href}
                aria-label={[bar.name, bar.text, bar.note].filter(Boolean).join(' ')}
                {...(bar.figure ? figureData(bar.figure.metric, bar.figure.value, bar.figure.n) : {})}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return
                  event.preventDefault()
                  router.push(bar.href ?? '')
                }}
              >
                {drawn}
              </a>
            ) : (
              <g key={bar.name}>{drawn}</g>
            )
          })}
          {target ? (
            <>
              <line
                x1={x(target.value)}
                x2={x(target.value)}
                y1={top - 2}
                y2={height - 4}
                stroke="var(--ink-3)"
                strokeDasharray="2 3"
              />
              <text
                x={x(target.value)}
                y={11}
                textAnchor={x(target.value) > width - 120 ? 'end' : 'middle'}
                fill="var(--ink-3)"
                fontSize={12}
              >
                {target.text}
              </text>
            </>
          ) : null}
        </svg>
      ) : null}
    </div>
  )
}
