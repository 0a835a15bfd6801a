import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decompose, drivers } from '@/lib/stats/decompose'

const part = fc.option(
  fc.record({ n: fc.integer({ min: 0, max: 5_000 }), mean: fc.double({ min: 0, max: 10_000, noNaN: true }) }),
  { nil: null },
)

describe('decompose', () => {
  it('gives contributions that sum to the change, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ before: part, after: part }), { maxLength: 40 }), (rows) => {
        const keyed = rows.map((row, key) => ({ key, ...row }))
        const found = decompose(keyed)
        const has = (pick: 'before' | 'after') => rows.some((row) => (row[pick]?.n ?? 0) > 0)
        if (!has('before') || !has('after')) {
          expect(found).toBeNull()
          return
        }
        const sum = found?.parts.reduce((total, it) => total + it.contribution, 0) ?? Number.NaN
        expect(sum).toBeCloseTo(found?.change ?? Number.NaN, 6)
        for (const it of found?.parts ?? []) expect(it.rate + it.mix).toBeCloseTo(it.contribution, 9)
      }),
    )
  })

  it('tells a slower part from a bigger share of a slow part', () => {
    const slower = decompose([
      { key: 'a', before: { n: 100, mean: 30 }, after: { n: 100, mean: 90 } },
      { key: 'b', before: { n: 100, mean: 30 }, after: { n: 100, mean: 30 } },
    ])
    expect(slower?.change).toBe(30)
    expect(slower?.parts[0]?.rate).toBe(30)
    expect(slower?.parts[0]?.contribution).toBeCloseTo(30, 9)
    expect(slower?.parts[1]?.contribution).toBeCloseTo(0, 9)

    const bigger = decompose([
      { key: 'slow', before: { n: 50, mean: 100 }, after: { n: 150, mean: 100 } },
      { key: 'fast', before: { n: 150, mean: 20 }, after: { n: 50, mean: 20 } },
    ])
    expect(bigger?.change).toBe(40)
    expect(bigger?.parts.every((it) => it.rate === 0)).toBe(true)
    expect(bigger?.parts.map((it) => it.mix)).toEqual([20, 20])
  })

  it('counts a part that is new or gone by mix alone', () => {
    const found = decompose([
      { key: 'old', before: { n: 10, mean: 10 }, after: { n: 10, mean: 10 } },
      { key: 'new', before: null, after: { n: 10, mean: 50 } },
    ])
    expect(found?.change).toBe(20)
    expect(found?.parts.find((it) => it.key === 'new')).toMatchObject({ rate: 0, before: null })
    expect(found?.parts.reduce((sum, it) => sum + it.contribution, 0)).toBeCloseTo(20, 9)
  })

  it('has nothing to say where one period has no values', () => {
    expect(decompose([{ key: 'a', before: null, after: { n: 3, mean: 1 } }])).toBeNull()
    expect(decompose([])).toBeNull()
  })
})

describe('drivers', () => {
  it('are the parts that push the way of the whole, strongest first', () => {
    const found = decompose([
      { key: 'calm', before: { n: 100, mean: 40 }, after: { n: 100, mean: 20 } },
      { key: 'worse', before: { n: 100, mean: 40 }, after: { n: 100, mean: 120 } },
      { key: 'worst', before: { n: 100, mean: 40 }, after: { n: 100, mean: 400 } },
    ])
    if (found === null) throw new Error('there are values in both periods')
    expect(drivers(found, 5).map((it) => it.key)).toEqual(['worst', 'worse'])
    expect(drivers(found, 1)).toHaveLength(1)
  })
})
