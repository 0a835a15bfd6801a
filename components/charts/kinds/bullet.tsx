import type { TileState } from '@/lib/boards/types'

const FILL: Record<TileState, string> = {
  ok: 'var(--faint)',
  watch: 'var(--watch-shape)',
  bad: 'var(--bad)',
  none: 'transparent',
  closed: 'transparent',
}

/**
 * A bar against a tick that stands at the same place in every row: each is scaled to its own target. The tick is at
 * 42 % of the width, so that more than twice the target still fits.
 */
export function Bullet({
  value,
  target,
  state,
  thickness = '6px',
}: {
  readonly value: number | null
  readonly target: number | null
  readonly state: TileState
  readonly thickness?: string
}) {
  const tick = 42
  const share = value === null || !target ? 0 : Math.min((value / target) * tick, 100)
  return (
    <span className="relative block w-full" style={{ height: thickness }} aria-hidden>
      <span className="absolute inset-0 bg-band" />
      <span
        className="absolute inset-y-0 left-0 transition-[width] duration-300 ease-out"
        style={{ width: `${Math.round(share * 10) / 10}%`, background: FILL[state] }}
      />
      {target ? (
        <span
          className="absolute bg-ink"
          style={{
            width: `max(2px, calc(${thickness} * 0.22))`,
            left: `${tick}%`,
            top: `calc(${thickness} * -0.6)`,
            bottom: `calc(${thickness} * -0.6)`,
          }}
        />
      ) : null}
    </span>
  )
}
