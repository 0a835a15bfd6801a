'use client'

import { cx } from '@/components/ui/classes'

/** Several lines of text. */
export function LongText({
  value,
  onValue,
  rows,
  name,
  placeholder,
  className,
  label,
}: {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly rows: number
  readonly name: string
  readonly placeholder?: string
  readonly className?: string
  /** read aloud where no label stands above it */
  readonly label?: string
}) {
  return (
    <textarea
      name={name}
      rows={rows}
      maxLength={4_000}
      value={value}
      placeholder={placeholder}
      aria-label={label}
      onChange={(event) => onValue(event.currentTarget.value)}
      className={cx(
        'w-full rounded-control border border-line-2 bg-surface px-3 py-2 text-body text-ink placeholder:text-ink-3 max-md:text-[16px]',
        className,
      )}
    />
  )
}
