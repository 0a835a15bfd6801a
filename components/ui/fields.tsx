'use client'

import type { ComponentProps, ReactNode } from 'react'
import { cx } from '@/components/ui/classes'

const BOX =
  'h-[34px] min-w-0 rounded-control border border-line-2 bg-surface px-3 text-body text-ink placeholder:text-ink-3 max-md:h-11 max-md:text-[16px]'

/** A name above its control, below it a remark, or what is wrong and the cure. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null
  readonly children: ReactNode
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children */}
      <label className="flex flex-col gap-1.5">
        <span className="text-body font-[540] text-ink">{label}</span>
        {children}
      </label>
      {error ? (
        <p role="alert" className="text-caption font-[540] text-bad">
          {error}
        </p>
      ) : hint ? (
        <p className="text-caption text-ink-3">{hint}</p>
      ) : null}
    </div>
  )
}

/** Why a form was not taken, in a line of its own; nothing where there is nothing to say. */
export function Refused({
  className,
  children,
}: {
  readonly className?: string
  readonly children: string | null
}) {
  return children === null ? null : (
    <p role="alert" className={cx('text-body text-bad', className)}>
      {children}
    </p>
  )
}

export function Text({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(BOX, 'w-full', className)} {...rest} />
}

export function Choice({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={cx(BOX, 'w-full pr-8', className)} {...rest} />
}

/** A number with its unit behind it; empty = null. */
export function Amount({
  label,
  unit,
  value,
  onValue,
  min,
  max,
  step,
}: {
  readonly label: string
  readonly unit: string
  readonly value: number | null
  readonly onValue: (value: number | null) => void
  readonly min: number
  readonly max: number
  readonly step: number
}) {
  return (
    <label className="flex min-w-0 flex-1 flex-col gap-1.5">
      <span className="text-body text-ink-2">{label}</span>
      <span className="flex items-center gap-2">
        <input
          type="number"
          inputMode="decimal"
          min={min}
          max={max}
          step={step}
          value={value ?? ''}
          onChange={(event) => {
            const next = event.currentTarget.valueAsNumber
            onValue(Number.isFinite(next) ? next : null)
          }}
          className={cx(BOX, 'w-full')}
        />
        <span className="shrink-0 text-body text-ink-3">{unit}</span>
      </span>
    </label>
  )
}

/** A box to tick with its sentence. */
export function Tick({
  checked,
  onChange,
  children,
}: {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}) {
  return (
    <label className="flex min-h-[30px] cursor-pointer items-center gap-2.5 text-body text-ink max-md:min-h-11 max-md:text-phone">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="size-4 accent-ink max-md:size-5"
      />
      {children}
    </label>
  )
}
