/** Shares of small samples. */

const Z95 = 1.959963984540054

/**
 * The 95 % Wilson score interval of `hits` of `n`, as shares 0–1; null where n is 0. Also right for 0 of n and
 * n of n, where the plain interval has no width.
 */
export function wilson(hits: number, n: number): readonly [number, number] | null {
  if (n <= 0) return null
  const share = Math.min(1, Math.max(0, hits / n))
  const z2 = Z95 * Z95
  const middle = share + z2 / (2 * n)
  const half = Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  const whole = 1 + z2 / n
  return [
    hits <= 0 ? 0 : Math.max(0, (middle - half) / whole),
    hits >= n ? 1 : Math.min(1, (middle + half) / whole),
  ]
}

/** Whether a number rests on fewer than `minimum` values, and on at least one: shown grey with its n. */
export const isSmallSample = (n: number, minimum: number): boolean => n > 0 && n < minimum

/** The q-quantile of values, interpolated as Postgres's percentile_cont does it; null of nothing. */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = q * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.ceil(at)
  const a = sorted[low] as number
  const b = sorted[high] as number
  return low === high ? a : a + (b - a) * (at - low)
}
