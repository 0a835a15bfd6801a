import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DENSITIES, DENSITY_SIZES, densityOf, legibility } from '@/lib/boards/density'

describe('the size of the letters', () => {
  it('needs digits of 54 px and 汉字 of 46 px on 65 inches from 5 m', () => {
    expect(legibility(65, 5)).toMatchObject({ digits: 54, hanzi: 46 })
  })

  it('says when even the largest letters are too small, and what would do', () => {
    const it = legibility(65, 5)
    expect([it.density, it.tooSmall]).toEqual(['far', true])
    expect(legibility(65, it.farthestMetres).tooSmall).toBe(false)
    expect(legibility(it.inchesNeeded, 5).tooSmall).toBe(false)
    expect(legibility(it.inchesNeeded - 1, 5).tooSmall).toBe(true)
  })

  it('takes larger letters for farther seats', () => {
    expect([1, 2, 3, 4].map((metres) => legibility(65, metres).density)).toEqual([
      'near',
      'near',
      'middle',
      'far',
    ])
  })

  it('never chooses letters that cannot be read where larger ones can', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 300, noNaN: true }),
        fc.double({ min: 0.3, max: 50, noNaN: true }),
        (inches, metres) => {
          const found = legibility(inches, metres)
          const size = DENSITY_SIZES[found.density]
          if (!found.tooSmall) {
            expect(size.second + 1).toBeGreaterThan(found.digits)
            expect(size.label + 1).toBeGreaterThan(found.hanzi)
          }
          // farther is never smaller
          const farther = legibility(inches, metres * 1.2)
          expect(DENSITIES.indexOf(farther.density)).toBeLessThanOrEqual(DENSITIES.indexOf(found.density))
        },
      ),
    )
  })

  it('refuses a screen without size', () => {
    expect(() => legibility(0, 5)).toThrow(RangeError)
    expect(() => legibility(65, Number.NaN)).toThrow(RangeError)
  })

  it('follows what is set, then the room, then the middle', () => {
    expect(densityOf({ density: 'near', inches: 65, metres: 5 })).toBe('near')
    expect(densityOf({ density: null, inches: 65, metres: 3 })).toBe('middle')
    expect(densityOf({ density: null, inches: 65, metres: 4 })).toBe('far')
    expect(densityOf({ density: null, inches: null, metres: 4 })).toBe('middle')
  })
})
