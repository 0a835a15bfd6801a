/** Student's t distribution. */

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const

/** ln Γ(x) for x ≥ 0.5. */
function logGamma(x: number): number {
  const y = x - 1
  const t = y + 7.5
  const series = LANCZOS.reduce((sum, c, i) => sum + c / (y + i + 1), 0.9999999999998099)
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(series)
}

/** The continued fraction of the incomplete beta function (Lentz). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const off0 = (v: number) => (Math.abs(v) < tiny ? tiny : v)
  let c = 1
  let d = 1 / off0(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / off0(1 + even * d)
    c = off0(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / off0(1 + odd * d)
    c = off0(1 + odd / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-14) break
  }
  return h
}

/** The regularised incomplete beta function I_x(a, b). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b
}

/** P(T ≤ t) with `freedom` > 0 degrees of freedom, which need not be whole. */
export function studentShare(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
  return t >= 0 ? 1 - tail : tail
}

const kept = new Map<string, number>()
const KEPT_MAX = 2_000

/** The value that a share `p` (0.5 ≤ p < 1) of the distribution lies below; 0.975 → 12.706 at 1, 1.96 at infinity. */
export function studentQuantile(p: number, freedom: number): number {
  const key = `${p} ${freedom}`
  const known = kept.get(key)
  if (known !== undefined) return known
  let low = 0
  let high = 2
  while (studentShare(high, freedom) < p && high < 1e9) high *= 2
  for (let i = 0; i < 80 && high - low > 1e-10 * high; i++) {
    const middle = (low + high) / 2
    if (studentShare(middle, freedom) < p) low = middle
    else high = middle
  }
  const found = (low + high) / 2
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(key, found)
  return found
}
