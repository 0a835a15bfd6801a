/** Differences of two figures with their 95 % intervals: Newcombe for shares, Welch for means. Pure. */
import { studentQuantile } from './student'
import { wilson } from './wilson'

export interface Difference {
  /** first − second */
  readonly value: number
  readonly interval: readonly [number, number]
  /** whether the interval leaves 0 out: chance alone seldom makes such a difference */
  readonly clear: boolean
}

const difference = (value: number, low: number, high: number): Difference => ({
  value,
  interval: [low, high],
  clear: low > 0 || high < 0,
})

/** Hits and sample of a share. */
export interface ShareSample {
  readonly hits: number
  readonly n: number
}

/**
 * Difference of two shares by Newcombe's hybrid score interval: made from both Wilson intervals, so it is right near 0
 * and 1 and for small samples. Null where a sample is empty.
 */
export function differenceOfShares(a: ShareSample, b: ShareSample): Difference | null {
  const first = wilson(a.hits, a.n)
  const second = wilson(b.hits, b.n)
  if (first === null || second === null) return null
  const p = a.hits / a.n
  const q = b.hits / b.n
  const value = p - q
  return difference(
    value,
    value - Math.hypot(p - first[0], second[1] - q),
    value + Math.hypot(first[1] - p, q - second[0]),
  )
}

/** Mean, standard error of the mean and sample size. */
export interface MeanSample {
  readonly mean: number
  readonly error: number
  readonly n: number
}

/** The standard error behind a 95 % t-interval of a mean; null where one value stands alone. */
export function errorOf(interval: readonly [number, number], n: number): number | null {
  return n < 2 ? null : (interval[1] - interval[0]) / 2 / studentQuantile(0.975, n - 1)
}

/**
 * Difference of two means by Welch's t-interval, which does not ask for equal spread. Null where a sample has fewer
 * than two values.
 */
export function differenceOfMeans(a: MeanSample, b: MeanSample): Difference | null {
  if (a.n < 2 || b.n < 2) return null
  const value = a.mean - b.mean
  const one = a.error ** 2
  const two = b.error ** 2
  const error = Math.sqrt(one + two)
  if (error === 0) return difference(value, value, value)
  const freedom = (one + two) ** 2 / (one ** 2 / (a.n - 1) + two ** 2 / (b.n - 1))
  const half = studentQuantile(0.975, freedom) * error
  return difference(value, value - half, value + half)
}
