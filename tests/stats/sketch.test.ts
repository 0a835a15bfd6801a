import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  SKETCH_BINS,
  SKETCH_EDGES,
  SKETCH_USUAL_ERROR,
  SKETCH_WORST_ERROR,
  sketchBin,
  sketchQuantile,
} from '@/lib/stats/sketch'
import { quantile, wilson } from '@/lib/stats/wilson'

const sketch = (values: readonly number[]) => {
  const bins = new Array<number>(SKETCH_BINS).fill(0)
  for (const value of values) {
    const bin = sketchBin(value)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}

/** A seeded generator, so that measured errors are the same on every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

describe('sketch', () => {
  it('has 47 rising whole edges and the bin of width_bucket', () => {
    expect(SKETCH_EDGES).toHaveLength(SKETCH_BINS - 1)
    expect(
      SKETCH_EDGES.every((e, i) => Number.isInteger(e) && (i === 0 || e > (SKETCH_EDGES[i - 1] ?? 0))),
    ).toBe(true)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000 }), (value) => {
        expect(sketchBin(value)).toBe(SKETCH_EDGES.filter((edge) => edge <= value).length)
      }),
    )
    expect(sketchBin(0)).toBe(0)
    expect(sketchBin(SKETCH_EDGES[0] ?? 0)).toBe(1)
    expect(sketchBin(1e15)).toBe(SKETCH_BINS - 1)
  })

  it('is null of nothing and stays in the bin of the true value', () => {
    expect(sketchQuantile(sketch([]), 0.5)).toBeNull()
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1000, max: 4_000_000_000 }), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0.5, 0.9),
        (values, q) => {
          const sorted = [...values].sort((a, b) => a - b)
          const answer = sketchQuantile(sketch(values), q) ?? Number.NaN
          // The true quantile lies between two neighbouring values, which may be bins apart in sparse data.
          const at = q * (sorted.length - 1)
          const low = sorted[Math.floor(at)] ?? 0
          const high = sorted[Math.ceil(at)] ?? 0
          expect(answer).toBeGreaterThanOrEqual(low / (1 + SKETCH_WORST_ERROR) - 1)
          expect(answer).toBeLessThanOrEqual(high * (1 + SKETCH_WORST_ERROR) + 1)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('keeps the stated usual error on smooth data of a thousand values', () => {
    const next = random(7)
    const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
    const errors: number[] = []
    for (let i = 0; i < 400; i++) {
      const middle = 8 + next() * 9
      const width = 0.3 + next() * 1.2
      const values = Array.from({ length: 1000 }, () =>
        Math.min(5_000_000_000, Math.max(1000, Math.round(Math.exp(middle + width * normal())))),
      )
      for (const q of [0.5, 0.9]) {
        const truth = quantile(values, q) ?? Number.NaN
        errors.push(Math.abs((sketchQuantile(sketch(values), q) ?? Number.NaN) / truth - 1))
      }
    }
    const p95 = quantile(errors, 0.95) ?? 1
    const median = quantile(errors, 0.5) ?? 1
    console.info(`sketch error: median ${(median * 100).toFixed(2)} %, 95 % ${(p95 * 100).toFixed(2)} %`)
    expect(p95).toBeLessThan(SKETCH_USUAL_ERROR)
    expect(median).toBeLessThan(0.015)
    expect(Math.max(...errors)).toBeLessThan(SKETCH_WORST_ERROR)
  })
})

describe('wilson', () => {
  it('agrees with published values and never leaves 0…1', () => {
    const [low, high] = wilson(81, 263) ?? [0, 0]
    expect(low).toBeCloseTo(0.2553, 4)
    expect(high).toBeCloseTo(0.3662, 4)
    expect(wilson(0, 0)).toBeNull()
    expect(wilson(0, 10)?.[0]).toBe(0)
    expect(wilson(10, 10)?.[1]).toBe(1)
    expect(wilson(0, 10)?.[1]).toBeCloseTo(0.2775, 4)
  })
})
