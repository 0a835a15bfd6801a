/**
 * Seeded randomness of the demo company: every ticket, customer and day draws from a stream of its own, named
 * by strings, so that the same seed gives the same company whatever is generated first.
 */
export interface Random {
  /** uniform in [0, 1) */
  next(): number
  /** whole number in [min, max] */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** one of the keys, with the given weights (any positive sum) */
  weighted<T>(items: readonly (readonly [T, number])[]): T
  /** standard normal */
  normal(): number
  /** log-normal with this median and the standard deviation of its logarithm */
  lognormal(median: number, sigma: number): number
  /** exponential with this mean */
  exponential(mean: number): number
  /** Poisson count with this mean */
  poisson(mean: number): number
}

/** 128 bits of hash of the parts, as four 32-bit words. */
function hash128(text: string): [number, number, number, number] {
  let a = 1779033703
  let b = 3144134277
  let c = 1013904242
  let d = 2773480762
  for (let i = 0; i < text.length; i += 1) {
    const k = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ k, 597399067)
    b = c ^ Math.imul(b ^ k, 2869860233)
    c = d ^ Math.imul(c ^ k, 951274213)
    d = a ^ Math.imul(d ^ k, 2716044179)
  }
  a = Math.imul(c ^ (a >>> 18), 597399067)
  b = Math.imul(d ^ (b >>> 22), 2869860233)
  c = Math.imul(a ^ (c >>> 17), 951274213)
  d = Math.imul(b ^ (d >>> 19), 2716044179)
  return [(a ^ b ^ c ^ d) >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0]
}

/** A whole number in [0, 2^32) that depends on nothing but the parts. */
export function hashOf(...parts: readonly (string | number)[]): number {
  return hash128(parts.join('\u0001'))[0]
}

/** A stream of random numbers named by its parts (sfc32). */
export function randomOf(...parts: readonly (string | number)[]): Random {
  let [a, b, c, d] = hash128(parts.join('\u0001'))
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 8; i += 1) next()

  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick,
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return pick(items)[0]
    },
    normal,
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
    exponential: (mean) => -mean * Math.log(1 - next()),
    poisson: (mean) => {
      if (mean <= 0) return 0
      if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
      const limit = Math.exp(-mean)
      let count = 0
      let product = next()
      while (product > limit) {
        count += 1
        product *= next()
      }
      return count
    },
  }
}
