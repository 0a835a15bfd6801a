import type { TileState } from '@/lib/boards/types'

/**
 * A word-sized line: no axes, the target dotted, the last point a dot. Gaps stay gaps. Plain SVG, so it is drawn on the
 * server and costs no script. Coordinates are rounded so that server and browser write the same.
 */
export function Sparkline({
  values,
  target,
  width = 80,
  height = 24,
  stale = false,
  state,
  stroke = 1.5,
  label,
  stretch = false,
}: {
  readonly values: readonly (number | null)[]
  readonly target?: number | null
  readonly width?: number
  readonly height?: number
  readonly stale?: boolean
  readonly state?: TileState
  readonly stroke?: number
  readonly label?: string
  /** fill the width of the parent */
  readonly stretch?: boolean
}) {
  const known = values.filter((v): v is number => v !== null)
  if (known.length === 0) {
    return <svg width={width} height={height} aria-hidden className="shrink-0" />
  }
  const all = target === null || target === undefined ? known : [...known, target]
  const low = Math.min(...all)
  const high = Math.max(...all)
  const span = high - low || Math.abs(high) || 1
  const pad = 3
  const flat = high === low
  const x = (i: number) => round(pad + (i / Math.max(values.length - 1, 1)) * (width - 2 * pad))
  const y = (v: number) => round(flat ? height / 2 : height - pad - ((v - low) / span) * (height - 2 * pad))
  const parts: string[] = []
  let drawing = false
  values.forEach((v, i) => {
    if (v === null) {
      drawing = false
      return
    }
    // A value alone between gaps is a dot: a line of no length with round ends.
    parts.push(drawing ? `L${x(i)} ${y(v)}` : `M${x(i)} ${y(v)}h0`)
    drawing = true
  })
  const lastIndex = values.findLastIndex((v) => v !== null)
  const last = values[lastIndex]
  const ink = stale ? 'var(--faint)' : 'var(--ink-2)'
  return (
    <svg
      width={stretch ? '100%' : width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={stretch ? 'none' : undefined}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className="shrink-0 overflow-visible"
    >
      {target === null || target === undefined ? null : (
        <line
          x1={0}
          x2={width}
          y1={y(target)}
          y2={y(target)}
          stroke="var(--line-2)"
          strokeDasharray="2 3"
          strokeWidth={1}
        />
      )}
      <path
        d={parts.join('')}
        fill="none"
        stroke={ink}
        strokeWidth={stroke}
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect={stretch ? 'non-scaling-stroke' : undefined}
      />
      {last === null || last === undefined ? null : (
        <circle
          cx={x(lastIndex)}
          cy={y(last)}
          r={2.4}
          fill={state === 'bad' && !stale ? 'var(--bad)' : ink}
          stroke="var(--surface)"
          strokeWidth={1}
        />
      )}
    </svg>
  )
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
