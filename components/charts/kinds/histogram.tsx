/** How values spread: bars to the right of the target are dark, those that keep it faint. Plain boxes, no script. */
export interface HistogramBin {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly label: string
}

export function Histogram({
  bins,
  target,
  targetLabel,
  ticks,
  max,
  label,
}: {
  readonly bins: readonly HistogramBin[]
  readonly target: number | null
  readonly targetLabel: string
  /** axis marks: place 0–1 and text */
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
  /** upper end of the axis, in the bins' unit */
  readonly max: number
  readonly label: string
}) {
  const top = Math.max(...bins.map((bin) => bin.count), 1)
  const place = target === null ? null : Math.min(target / max, 1) * 100
  return (
    <figure aria-label={label} className="relative px-4 pt-8 pb-7">
      <div className="relative h-[168px] border-b border-line-2">
        <div className="flex h-full items-end gap-px">
          {bins.map((bin) => (
            <div
              key={bin.from}
              className="flex-1"
              title={bin.label}
              style={{
                height: `${Math.round((bin.count / top) * 1000) / 10}%`,
                background: target !== null && bin.from >= target ? 'var(--ink-2)' : 'var(--faint)',
              }}
            />
          ))}
        </div>
        {place === null ? null : (
          <>
            <div className="absolute -top-1 bottom-0 w-[1.5px] bg-ink" style={{ left: `${place}%` }} />
            <div
              className="absolute -top-6 -translate-x-1/2 text-caption whitespace-nowrap text-ink"
              style={{ left: `${Math.min(Math.max(place, 10), 90)}%` }}
            >
              {targetLabel}
            </div>
          </>
        )}
      </div>
      <div className="relative mt-1 h-4 text-caption text-ink-3">
        {ticks.map((tick) => (
          <span
            key={tick.text}
            className="absolute -translate-x-1/2 whitespace-nowrap first:translate-x-0 last:-translate-x-full"
            style={{ left: `${Math.round(tick.at * 1000) / 10}%` }}
          >
            {tick.text}
          </span>
        ))}
      </div>
    </figure>
  )
}
