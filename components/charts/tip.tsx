import type { ReactNode } from 'react'

/** What a chart says of the place one points at, beside it: right of it in the left half, left of it in the right. */
export function Tip({
  from,
  to = from,
  width,
  top = 4,
  children,
}: {
  /** left and right edge of the place, px of the chart's box */
  readonly from: number
  readonly to?: number
  /** of the chart's box, px */
  readonly width: number
  readonly top?: number
  readonly children: ReactNode
}) {
  return (
    <div
      role="status"
      className="pointer-events-none absolute z-10 rounded-control border border-line-2 bg-raised px-2.5 py-1.5 text-caption whitespace-nowrap"
      style={from + to > width ? { top, right: width - from + 10 } : { top, left: to + 10 }}
    >
      {children}
    </div>
  )
}
