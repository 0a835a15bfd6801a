/** The bands of a target: past it a value is bad, close to it it is watched. */
import type { Limit, Unit } from './types'

/** Part of the limit from which a value is watched. */
const WATCH = 0.8

const topOf = (unit: Unit): number | null =>
  unit === 'share' ? 1 : unit === 'score' ? 5 : unit === 'points' ? 100 : null

/**
 * Where watching begins, in the metric's unit: at 80 % of a ceiling; above a floor where more than 80 % of what
 * may be missing is missing (shares, scores and points, which have a top). A target that says where watching begins
 * is heeded. null = a value is never only watched.
 */
export function watchLimit({ value, op, watch }: Limit, unit: Unit): number | null {
  if (watch !== undefined) return watch === value ? null : watch
  if (op === '<=') return value > 0 ? WATCH * value : null
  const top = topOf(unit)
  return top === null || top <= value ? null : top - WATCH * (top - value)
}
