'use client'

import { cx } from '@/components/ui/classes'

/** The editions of a setting, of which one is looked at; none of them may be, too. */
export function EditionTabs({
  labels,
  at,
  onAt,
}: {
  /** in order */
  readonly labels: readonly string[]
  /** place of the one that is shown; -1 = none */
  readonly at: number
  readonly onAt: (at: number) => void
}) {
  return (
    <div className="flex flex-wrap gap-1.5 empty:hidden">
      {labels.map((label, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: an edition's date is being edited
          key={i}
          type="button"
          aria-pressed={i === at}
          onClick={() => onAt(i)}
          className={cx(
            'h-[30px] rounded-control border px-2.5 text-body max-md:h-11',
            i === at ? 'border-ink bg-accent font-[600] text-ink' : 'border-line-2 text-ink-2',
          )}
        >
          {label}
        </button>
      ))}
    </div>
  )
}
