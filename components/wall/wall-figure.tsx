'use client'

import { type CSSProperties, memo, type ReactNode, useEffect, useRef } from 'react'
import { cx } from '@/components/ui/classes'
import type { Formats } from '@/lib/i18n/format'

export type BehindPeriod = 'last15' | 'lastHour' | 'today' | 'night' | 'now'

/** What stands behind a figure, beside its metric's own card. */
export interface Behind {
  readonly metric: string
  readonly n?: number | null | undefined
  /** which stretch of time it is of; none = its metric is one of this moment, or nobody knows */
  readonly period?: BehindPeriod | undefined
  /** the limit of its own row; null = there is none; absent = the company's */
  readonly target?: number | null | undefined
  readonly ageSeconds?: number | null | undefined
  readonly provisional?: boolean | undefined
}

/** A figure that tells about itself when pointed at, touched or focused. */
export function Figure({
  behind,
  className,
  style,
  children,
}: {
  readonly behind: Behind
  readonly className?: string | undefined
  readonly style?: CSSProperties | undefined
  readonly children: ReactNode
}) {
  return (
    <button
      type="button"
      className={cx('wall-figure', className)}
      style={style}
      data-explain={behind.metric}
      data-n={behind.n ?? undefined}
      data-period={behind.period}
      data-target={behind.target === undefined ? undefined : (behind.target ?? '')}
      data-age={behind.ageSeconds ?? undefined}
      data-provisional={behind.provisional || undefined}
    >
      {children}
    </button>
  )
}

/** A wait in a table's cell: m:ss, h:mm:ss, and from a day on in words. */
export function cellDuration(f: Formats, seconds: number | null): string {
  return seconds !== null && seconds >= 3_600 && seconds < 86_400 ? f.clock(seconds) : f.duration(seconds)
}

/** A figure of a row, or where it rests on too few cases how many those are. */
export function orCases(
  f: Formats,
  value: number | null,
  n: number,
  write: (value: number | null) => string,
): string {
  return value === null && n > 0 ? f.n(n) : write(value)
}

/** Shrinks what is longer than its cell, so that no number is cut. */
export function fitted(text: string, letters: number): CSSProperties {
  return text.length > letters ? { fontSize: `${(letters / text.length).toFixed(2)}em` } : {}
}

const STEPS = 6
const STEP_MS = 45

/**
 * A number that walks to its next value within 300 ms, in a few steps written straight into the text: React renders
 * it once, however often it changes. At once where motion is not wanted.
 */
export const Counter = memo(function Counter({
  value,
  format,
}: {
  readonly value: number
  /** must be the same function while it writes the same */
  readonly format: (value: number) => string
}) {
  const element = useRef<HTMLSpanElement>(null)
  const shown = useRef(value)
  const first = useRef(format(value))

  useEffect(() => {
    const target = element.current
    if (!target) return
    const write = (next: number) => {
      shown.current = next
      const text = format(Number.isInteger(value) ? Math.round(next) : next)
      if (target.textContent !== text) target.textContent = text
    }
    const start = shown.current
    if (start === value || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      write(value)
      return
    }
    let step = 0
    const timer = setInterval(() => {
      step += 1
      if (step >= STEPS) {
        clearInterval(timer)
        write(value)
      } else {
        write(start + (value - start) * (1 - (1 - step / STEPS) ** 3))
      }
    }, STEP_MS)
    return () => {
      clearInterval(timer)
      shown.current = value
    }
  }, [value, format])

  return <span ref={element}>{first.current}</span>
})
