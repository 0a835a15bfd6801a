import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureEffect } from '@/lib/follow-up/effect'
import { defaultFollowUp, isQuality } from '@/lib/follow-up/settings'

const START = 20_000
/** Five weeks before and two after; weekdays differ by much, the change is `by`. */
const series = (by: number, noise: (day: number) => number = () => 0) =>
  Array.from({ length: 49 }, (_, i) => {
    const day = START - 35 + i
    return { day, value: 100 + 30 * (day % 7) + noise(day) + (day >= START ? by : 0) }
  })

describe('the measured effect of an improvement', () => {
  it('is the change against the same weekdays, whatever the weekdays are like', () => {
    const effect = measureEffect(series(-12), START)
    expect(effect?.change).toBeCloseTo(-12)
    expect(effect?.days).toBe(14)
    expect(effect?.clear).toBe(true)
  })

  it('is not clear where the noise is larger than the change', () => {
    const effect = measureEffect(
      series(1, (day) => ((day * 7919) % 41) - 20),
      START,
    )
    expect(effect?.clear).toBe(false)
    expect(effect?.interval[0]).toBeLessThan(0)
    expect(effect?.interval[1]).toBeGreaterThan(0)
  })

  it('says nothing of four days, of no days before, or of no data', () => {
    expect(measureEffect(series(5).slice(0, 35 + 4), START)).toBeNull()
    expect(measureEffect(series(5).slice(35), START)).toBeNull()
    expect(
      measureEffect(
        series(5).map(({ day }) => ({ day, value: null })),
        START,
      ),
    ).toBeNull()
  })

  it('moves with the values: a shift of the days after shifts the change and not its width', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9_999 }), (by, seed) => {
        const noise = (day: number) => ((day * seed) % 17) - 8
        const still = measureEffect(series(0, noise), START)
        const moved = measureEffect(series(by, noise), START)
        expect((moved?.change ?? 0) - (still?.change ?? 0)).toBeCloseTo(by)
        expect((moved?.interval[1] ?? 0) - (moved?.interval[0] ?? 0)).toBeCloseTo(
          (still?.interval[1] ?? 0) - (still?.interval[0] ?? 0),
        )
      }),
    )
  })
})

describe('complaints about product quality', () => {
  it('are found by the words of the setting in category or issue type', () => {
    const settings = defaultFollowUp(0)
    expect(isQuality(settings, '产品质量', null)).toBe(true)
    expect(isQuality(settings, null, 'Damaged parcel')).toBe(true)
    expect(isQuality(settings, '物流', '发票')).toBe(false)
  })
})
