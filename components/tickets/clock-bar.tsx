import { cx } from '@/components/ui/classes'

export interface ClockPart {
  readonly kind: 'waiting' | 'handling' | 'waiting_for_customer' | 'transfer'
  readonly seconds: number
  readonly name: string
  readonly text: string
  /** read on hover: who, from when to when */
  readonly title: string
}

export interface ClockTick {
  /** seconds of the bar's own time (gaps left out) */
  readonly at: number
  readonly label: string
  readonly broken: boolean
}

const FILL: Record<ClockPart['kind'], string> = {
  waiting: 'bg-ink',
  handling: 'bg-series-2',
  waiting_for_customer: 'hatch',
  transfer: 'bg-series-3',
}

/**
 * A ticket's time in one bar: waiting in ink, handling in the second series, waiting for the customer hatched,
 * transfers in the third; limits as ticks with their label above, red where they broke. Short parts keep a sliver, so
 * widths are the share of time with a floor.
 */
export function ClockBar({
  parts,
  ticks,
  label,
}: {
  readonly parts: readonly ClockPart[]
  readonly ticks: readonly ClockTick[]
  readonly label: string
}) {
  const total = parts.reduce((sum, part) => sum + part.seconds, 0) || 1
  const floor = Math.min(1.2, 60 / Math.max(parts.length, 1))
  const raw = parts.map((part) => Math.max((part.seconds / total) * 100, floor))
  const scale = 100 / raw.reduce((sum, width) => sum + width, 0)
  const widths = raw.map((width) => width * scale)
  const placeOf = (seconds: number): number => {
    let passed = 0
    let left = 0
    for (const [i, part] of parts.entries()) {
      const width = widths[i] ?? 0
      if (seconds <= passed + part.seconds) {
        return left + (part.seconds === 0 ? 0 : ((seconds - passed) / part.seconds) * width)
      }
      passed += part.seconds
      left += width
    }
    return 100
  }
  // Labels that would run into each other are left to their ticks.
  const labelled: { readonly tick: ClockTick; readonly place: number; readonly onPhone: boolean }[] = []
  let phoneAt = Number.NEGATIVE_INFINITY
  for (const tick of ticks) {
    const place = placeOf(tick.at)
    const before = labelled.at(-1)
    if (before && place - before.place <= 17) continue
    const onPhone = place - phoneAt > 36
    if (onPhone) phoneAt = place
    labelled.push({ tick, place, onPhone })
  }
  return (
    <figure aria-label={label}>
      <div className="relative h-6">
        {labelled.map(({ tick, place, onPhone }) => {
          return (
            <span
              key={`${tick.label} ${tick.at}`}
              className={cx(
                'absolute bottom-0.5 text-caption whitespace-nowrap',
                tick.broken ? 'font-[600] text-bad' : 'text-ink-2',
                !onPhone && 'max-md:hidden',
                place > 85 ? '-translate-x-full' : place > 12 ? '-translate-x-1/2' : '',
              )}
              style={{ left: `${Math.round(place * 10) / 10}%` }}
            >
              {tick.label}
            </span>
          )
        })}
      </div>
      <div className="relative">
        <div className="flex h-[18px] gap-px overflow-hidden">
          {parts.map((part, i) => (
            <div
              key={`${part.kind} ${part.title}`}
              title={part.title}
              data-segment={part.kind}
              className={cx('h-full min-w-px', FILL[part.kind])}
              style={{ width: `${Math.round((widths[i] ?? 0) * 100) / 100}%` }}
            />
          ))}
        </div>
        {ticks.map((tick) => (
          <span
            key={`${tick.label} ${tick.at}`}
            aria-hidden
            className={cx('absolute -top-1 -bottom-1 w-[2px]', tick.broken ? 'bg-bad' : 'bg-ink')}
            style={{
              left: `calc(${Math.round(placeOf(tick.at) * 10) / 10}% - 1px)`,
              boxShadow: '0 0 0 1px var(--surface)',
            }}
          />
        ))}
      </div>
      <div className="mt-1 flex gap-px overflow-hidden text-caption leading-4 max-md:hidden">
        {parts.map((part, i) => {
          const wide = (widths[i] ?? 0) > 9
          return (
            <div
              key={`${part.kind} ${part.title}`}
              className="min-w-px overflow-hidden whitespace-nowrap text-ink-2"
              style={{ width: `${Math.round((widths[i] ?? 0) * 100) / 100}%` }}
            >
              {wide ? (
                <>
                  <span className="block text-ink">{part.name}</span>
                  <span className="block text-ink-3">{part.text}</span>
                </>
              ) : null}
            </div>
          )
        })}
      </div>
    </figure>
  )
}

/** Sample and name of each kind of stretch, with its time in all. */
export function ClockLegend({
  sums,
}: {
  readonly sums: readonly { readonly kind: ClockPart['kind']; readonly name: string; readonly text: string }[]
}) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-caption text-ink-2">
      {sums.map((sum) => (
        <li key={sum.kind} className="flex items-center gap-1.5">
          <span aria-hidden className={cx('h-2.5 w-4', FILL[sum.kind])} />
          {sum.name} <span className="font-[540] text-ink">{sum.text}</span>
        </li>
      ))}
    </ul>
  )
}
