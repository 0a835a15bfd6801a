/** The common scale of a list of intervals. Pure. */
import type { Estimate } from './standings'

export interface Scale {
  readonly low: number
  readonly high: number
  /** the place of a value, between that of `low` and that of `high` */
  readonly at: (value: number) => number
}

/**
 * A scale that holds every interval and the line. Durations are told apart by how many times longer they are, so
 * theirs is logarithmic: a few wide intervals of small samples do not squeeze everybody else. Its low end is at least
 * a third of the smallest value.
 */
export function scaleOf(durations: boolean, figures: readonly Estimate[], line: number | null): Scale {
  const values = [...figures.map((it) => it.value), ...(line === null ? [] : [line])]
  const ends = figures.flatMap((it) => (it.interval === null ? [] : [it.interval[0], it.interval[1]]))
  const low = Math.min(...values, ...ends)
  const high = Math.max(...values, ...ends)
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { low: 0, high: 1, at: (value) => value }
  if (!durations) return { low, high: high > low ? high : low + 1, at: (value) => value }
  const positive = values.filter((value) => value > 0)
  const floor = positive.length === 0 ? 1 : Math.max(low, Math.min(...positive) / 3, 0.1)
  const top = Math.max(high, floor * 1.01)
  return { low: floor, high: top, at: (value) => Math.log(Math.min(top, Math.max(floor, value))) }
}
