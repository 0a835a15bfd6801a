import type { TileState } from '@/lib/boards/types'
import { cx } from './classes'

/** Colour of the state's shape. */
export const SHAPE_COLOR: Record<TileState, string> = {
  ok: 'text-ok',
  watch: 'text-watch-shape',
  bad: 'text-bad',
  none: 'text-none',
  closed: 'text-closed',
}

/** Colour of the state's word: loud only where something is to be done. */
export const WORD_COLOR: Record<TileState, string> = {
  ok: 'text-ink-3',
  watch: 'text-watch',
  bad: 'text-bad',
  none: 'text-none',
  closed: 'text-closed',
}

/** The shape of a state: ● ▲ ■ ╱╱ ◐. `size` is any CSS length. */
export function StateGlyph({
  state,
  size = '12px',
  label,
  className,
}: {
  readonly state: TileState
  readonly size?: string
  /** read aloud where no word stands beside the shape */
  readonly label?: string
  readonly className?: string
}) {
  return (
    <svg
      viewBox="0 0 12 12"
      width={size}
      height={size}
      style={{ width: size, height: size }}
      className={cx('shrink-0', SHAPE_COLOR[state], className)}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {state === 'ok' ? <circle cx="6" cy="6" r="3" fill="currentColor" /> : null}
      {state === 'watch' ? <path d="M6 1 11.4 11H.6Z" fill="currentColor" /> : null}
      {state === 'bad' ? <path d="M1 1h10v10H1Z" fill="currentColor" /> : null}
      {state === 'none' ? (
        <path d="M1.6 10.2 4.9 1.8M6.9 10.2l3.3-8.4" stroke="currentColor" strokeWidth="1.5" fill="none" />
      ) : null}
      {state === 'closed' ? (
        <>
          <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
          <path d="M6 1.6a4.4 4.4 0 0 0 0 8.8Z" fill="currentColor" />
        </>
      ) : null}
    </svg>
  )
}

/** Glyph and word on one baseline. */
export function StateBadge({
  state,
  word,
  className,
}: {
  readonly state: TileState
  readonly word: string
  readonly className?: string
}) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 font-[540]', WORD_COLOR[state], className)}>
      <StateGlyph state={state} size="11px" />
      {word}
    </span>
  )
}

/** The gold word. Nothing else in the product is gold. */
export function VipBadge({ className }: { readonly className?: string }) {
  return (
    <span
      className={cx(
        'inline-block rounded-badge border border-gold-line px-[5px] text-[11px] leading-[16px] font-[620] text-gold',
        className,
      )}
    >
      VIP
    </span>
  )
}
