/** A dot on its 95 % interval against the line of the whole; all rows of a list share one scale. */
export function IntervalDot({
  value,
  interval,
  whole,
  scale,
}: {
  readonly value: number
  readonly interval: readonly [number, number]
  readonly whole: number | null
  readonly scale: readonly [number, number]
}) {
  const [low, high] = scale
  const at = (v: number) => `${Math.round(((v - low) / (high - low || 1)) * 1000) / 10}%`
  return (
    <span aria-hidden className="relative block h-full w-full">
      {whole === null ? null : (
        <span className="absolute inset-y-0 w-px bg-line-2" style={{ left: at(whole) }} />
      )}
      <span
        className="absolute top-1/2 h-[1.5px] -translate-y-1/2 bg-ink-2"
        style={{ left: at(interval[0]), width: `calc(${at(interval[1])} - ${at(interval[0])})` }}
      />
      <span
        className="absolute top-1/2 size-[9px] -translate-x-1/2 -translate-y-1/2 rounded-full bg-ink"
        style={{ left: at(value) }}
      />
    </span>
  )
}
