import { describe, expect, it } from 'vitest'
import { countAxis, durationAxis, splitAtLimit } from '@/components/charts/limit'

describe('a line against its limit', () => {
  it('is cut exactly at the crossing', () => {
    const { within, beyond } = splitAtLimit(
      [
        [0, 40],
        [10, 80],
        [20, 50],
      ],
      60,
      '<=',
    )
    expect(within.filter((p) => p[1] !== null)).toEqual([
      [0, 40],
      [5, 60],
      [10 + (20 / 30) * 10, 60],
      [20, 50],
    ])
    expect(beyond.filter((p) => p[1] !== null)).toEqual([
      [5, 60],
      [10, 80],
      [10 + (20 / 30) * 10, 60],
    ])
  })
  it('keeps gaps, and shares have a floor', () => {
    const { within, beyond } = splitAtLimit(
      [
        [0, 0.95],
        [1, null],
        [2, 0.8],
      ],
      0.9,
      '>=',
    )
    expect(within).toEqual([
      [0, 0.95],
      [1, null],
    ])
    expect(beyond).toEqual([
      [1, null],
      [2, 0.8],
    ])
    expect(splitAtLimit([[0, 1]], null, '<=').beyond).toEqual([])
  })
  it('has round axes', () => {
    expect(durationAxis(85)).toEqual({ max: 90, step: 30 })
    expect(durationAxis(0)).toEqual({ max: 1, step: 1 })
    expect(durationAxis(200_000)).toEqual({ max: 259_200, step: 86_400 })
    expect(countAxis(0)).toEqual({ max: 1, step: 1 })
    expect(countAxis(17).max).toBeGreaterThanOrEqual(17)
    for (const high of [1, 7, 12, 99, 340, 12_345])
      expect(countAxis(high).max / countAxis(high).step).toBeLessThanOrEqual(5)
  })
})
