import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOfMeans, differenceOfShares, errorOf } from '@/lib/stats/difference'
import { studentQuantile, studentShare } from '@/lib/stats/student'

describe('Student’s t', () => {
  it('has the quantiles of the tables', () => {
    const table: readonly (readonly [number, number])[] = [
      [1, 12.7062],
      [2, 4.30265],
      [5, 2.57058],
      [10, 2.22814],
      [30, 2.04227],
      [120, 1.97993],
      [1e6, 1.95997],
    ]
    for (const [freedom, value] of table) expect(studentQuantile(0.975, freedom)).toBeCloseTo(value, 3)
    expect(studentQuantile(0.95, 7)).toBeCloseTo(1.89458, 4)
  })

  it('turns back into the share it came from, also between whole degrees', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 400, noNaN: true }),
        fc.double({ min: 0.55, max: 0.995, noNaN: true }),
        (freedom, p) => {
          expect(studentShare(studentQuantile(p, freedom), freedom)).toBeCloseTo(p, 7)
        },
      ),
    )
    expect(studentShare(0, 3)).toBeCloseTo(0.5, 12)
    expect(studentShare(-2, 9) + studentShare(2, 9)).toBeCloseTo(1, 12)
  })
})

describe('difference of shares', () => {
  it('is Newcombe’s: the examples of his paper', () => {
    // Newcombe 1998, table II, method 10, without continuity correction.
    const a = differenceOfShares({ hits: 56, n: 70 }, { hits: 48, n: 80 })
    expect(a?.value).toBeCloseTo(0.2, 10)
    expect(a?.interval[0]).toBeCloseTo(0.0524, 4)
    expect(a?.interval[1]).toBeCloseTo(0.3339, 4)
    expect(a?.clear).toBe(true)
    const b = differenceOfShares({ hits: 9, n: 10 }, { hits: 3, n: 10 })
    expect(b?.interval[0]).toBeCloseTo(0.1705, 4)
    expect(b?.interval[1]).toBeCloseTo(0.809, 4)
    const c = differenceOfShares({ hits: 0, n: 10 }, { hits: 0, n: 10 })
    expect(c?.interval[0]).toBeCloseTo(-0.2775, 4)
    expect(c?.clear).toBe(false)
  })

  it('turns its sign with the order, holds the difference, and stays within −1 and 1', () => {
    const sample = fc
      .tuple(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([n, share]) => ({ n, hits: Math.round(n * share) }))
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const one = differenceOfShares(a, b)
        const two = differenceOfShares(b, a)
        if (one === null || two === null) throw new Error('both samples hold something')
        expect(one.value).toBeCloseTo(-two.value, 12)
        expect(one.interval[0]).toBeCloseTo(-two.interval[1], 12)
        expect(one.interval[0]).toBeLessThanOrEqual(one.value)
        expect(one.interval[1]).toBeGreaterThanOrEqual(one.value)
        expect(one.interval[0]).toBeGreaterThanOrEqual(-1)
        expect(one.interval[1]).toBeLessThanOrEqual(1)
      }),
    )
    expect(differenceOfShares({ hits: 0, n: 0 }, { hits: 1, n: 2 })).toBeNull()
  })
})

describe('difference of means', () => {
  it('is Welch’s', () => {
    // Means 20 and 22, standard deviations 2 and 4, 15 and 10 values.
    const found = differenceOfMeans(
      { mean: 20, error: 2 / Math.sqrt(15), n: 15 },
      { mean: 22, error: 4 / Math.sqrt(10), n: 10 },
    )
    expect(found?.value).toBe(-2)
    // Degrees of freedom 12.0505, t 2.1778, standard error 1.3663.
    expect(found?.interval[0]).toBeCloseTo(-4.9755, 2)
    expect(found?.interval[1]).toBeCloseTo(0.9755, 2)
    expect(found?.clear).toBe(false)
  })

  it('reads the standard error back out of a t-interval', () => {
    const error = 3.5
    const half = studentQuantile(0.975, 19) * error
    expect(errorOf([100 - half, 100 + half], 20)).toBeCloseTo(error, 9)
    expect(errorOf([1, 1], 1)).toBeNull()
  })

  it('needs two values on either side, and takes values without spread as they are', () => {
    expect(differenceOfMeans({ mean: 1, error: 0, n: 1 }, { mean: 2, error: 0, n: 9 })).toBeNull()
    expect(differenceOfMeans({ mean: 1, error: 0, n: 5 }, { mean: 2, error: 0, n: 9 })).toEqual({
      value: -1,
      interval: [-1, -1],
      clear: true,
    })
  })
})
