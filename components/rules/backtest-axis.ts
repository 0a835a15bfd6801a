/** The value axis of a rule's past: what most of it fills, not what one outlier does. Pure. */
import { valueAxis } from '@/components/charts/scale'
import type { SignalScale } from '@/lib/alerts/signal'
import type { FormatUnit } from '@/lib/i18n/format'

export interface Axis {
  readonly min: number
  readonly max: number
  readonly lines: readonly number[]
}

/** Part of the values beyond either end that may leave the picture. */
const OUTSIDE = 0.004
const ROOM = 1.25

/** Holds the bulk of the values, the limit and the target with room to drag; ends on round values. */
export function backtestAxis(
  values: readonly number[],
  limit: number,
  target: number | null,
  unit: FormatUnit,
  scale: SignalScale,
): Axis {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? limit
  const marks = target === null ? [limit] : [limit, target]
  const top = Math.max(at(1 - OUTSIDE), ...marks.map((mark) => mark * ROOM))
  const high = Math.min(top, Math.max(sorted.at(-1) ?? limit, ...marks.map((mark) => mark * ROOM)))
  const low = Math.min(at(OUTSIDE), ...marks)
  if (scale === 'value' && unit !== 'score' && unit !== 'points') {
    const { min, max, step } = valueAxis(unit, low, high)
    return { min, max, lines: linesOf(min, max, step) }
  }
  const from = scale === 'value' && unit === 'score' ? Math.max(1, low - 0.2) : Math.min(0, low)
  const step = roundStep(((unit === 'score' ? Math.min(5, high) : high) - from) / 3)
  const min = Math.floor(from / step) * step
  const max = Math.ceil(high / step) * step
  return { min, max, lines: linesOf(min, max, step) }
}

function roundStep(rough: number): number {
  if (!(rough > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
}

const linesOf = (min: number, max: number, step: number): readonly number[] =>
  Array.from(
    { length: Math.round((max - min) / step) + 1 },
    (_, i) => Math.round((min + i * step) * 1e6) / 1e6,
  )

/** How far one press of an arrow key moves a limit, and what a dragged one snaps to. */
export function limitStep(unit: FormatUnit, scale: SignalScale, limit: number): number {
  if (scale === 'change') return 0.05
  if (scale === 'spread') return 1
  if (unit === 'seconds') {
    const size = Math.abs(limit)
    return size < 120 ? 1 : size < 600 ? 5 : size < 7_200 ? 60 : 600
  }
  if (unit === 'share') return 0.005
  if (unit === 'score') return 0.01
  return Math.abs(limit) < 200 ? 1 : 10 ** Math.floor(Math.log10(Math.abs(limit)) - 1)
}
