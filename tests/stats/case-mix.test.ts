import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjustedInterval, type MixCell, standardise, strataOf } from '@/lib/stats/case-mix'

const cell = (group: string, stratum: readonly string[], n: number, sum: number): MixCell => ({
  group,
  stratum,
  n,
  sum,
})

const KINDS = ['chat/refund/0', 'chat/refund/1', 'chat/invoice/0', 'phone/refund/0', 'phone/invoice/1']

/** Random cells: several groups, few kinds, also empty ones. */
const cells = fc.array(
  fc.record({
    group: fc.constantFrom('a', 'b', 'c', 'd'),
    stratum: fc.constantFrom(...KINDS).map((kind) => kind.split('/')),
    n: fc.integer({ min: 0, max: 60 }),
    each: fc.integer({ min: 1, max: 500 }),
  }),
  { minLength: 1, maxLength: 40 },
)
const built = cells.map((all) => all.map(({ each, ...it }) => ({ ...it, sum: it.n * each })))

describe('case mix', () => {
  it('takes the mix out: the arithmetic by hand', () => {
    // Chats take 60 s and calls 300 s for everybody; b has the calls.
    const { overall, groups } = standardise(
      [
        cell('a', ['chat'], 90, 90 * 60),
        cell('a', ['phone'], 10, 10 * 300),
        cell('b', ['chat'], 10, 10 * 60),
        cell('b', ['phone'], 90, 90 * 300),
      ],
      { minimum: 1 },
    )
    expect(overall).toBe(180)
    expect(groups).toEqual([
      { group: 'a', n: 100, observed: 84, expected: 84, adjusted: 180, alone: 0 },
      { group: 'b', n: 100, observed: 276, expected: 276, adjusted: 180, alone: 0 },
    ])
  })

  it('shows who is quicker on the same cases, though the raw figure is slower', () => {
    const { groups } = standardise(
      [
        cell('quick', ['phone'], 80, 80 * 240),
        cell('quick', ['chat'], 20, 20 * 50),
        cell('slow', ['phone'], 20, 20 * 300),
        cell('slow', ['chat'], 80, 80 * 60),
      ],
      { minimum: 1 },
    )
    const of = (name: string) => groups.find((it) => it.group === name)
    expect(of('quick')?.observed).toBeGreaterThan(of('slow')?.observed ?? 0)
    expect(of('quick')?.adjusted).toBeLessThan(of('slow')?.adjusted ?? 0)
  })

  it('adjusts everybody to the whole where all perform alike, whatever their mix', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 15, maxLength: 15 })
    const rates = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(weights, rates, (n, rate) => {
        const all = ['a', 'b', 'c'].flatMap((group, g) =>
          KINDS.map((kind, k) => {
            const cases = n[g * KINDS.length + k] ?? 1
            return cell(group, kind.split('/'), cases, cases * (rate[k] ?? 1))
          }),
        )
        const { overall, groups } = standardise(all, { minimum: 2 })
        expect(groups).toHaveLength(3)
        for (const { adjusted } of groups) expect(adjusted).toBeCloseTo(overall ?? Number.NaN, 6)
      }),
    )
  })

  it('does not hang on the order or on how cells are split', () => {
    fc.assert(
      fc.property(built, fc.infiniteStream(fc.nat()), (all, order) => {
        const shuffled = [...all]
          .map((it) => ({ it, at: order.next().value ?? 0 }))
          .sort((x, y) => x.at - y.at)
          .flatMap(({ it }) =>
            it.n < 2
              ? [it]
              : [
                  { ...it, n: 1, sum: 0 },
                  { ...it, n: it.n - 1 },
                ],
          )
        const by = (mix: ReturnType<typeof standardise>) =>
          [...mix.groups].sort((x, y) => (x.group < y.group ? -1 : 1))
        const one = by(standardise(all))
        const two = by(standardise(shuffled))
        expect(two.map((it) => it.group)).toEqual(one.map((it) => it.group))
        one.forEach((it, i) => {
          expect(two[i]?.n).toBe(it.n)
          expect(two[i]?.observed).toBeCloseTo(it.observed, 6)
          expect(two[i]?.expected).toBeCloseTo(it.expected, 6)
        })
      }),
    )
  })

  it('expects in sum what happened in sum, and puts every case into one stratum', () => {
    fc.assert(
      fc.property(built, fc.integer({ min: 1, max: 200 }), (all, minimum) => {
        const mix = standardise(all, { minimum })
        const sum = all.filter((it) => it.n > 0).reduce((total, it) => total + it.sum, 0)
        const expected = mix.groups.reduce((total, it) => total + it.expected * it.n, 0)
        expect(expected).toBeCloseTo(sum, 4)
        const placed = strataOf(all, minimum).flat()
        expect(placed).toHaveLength(all.filter((it) => it.n > 0).length)
      }),
    )
  })

  it('pools thin kinds into the next coarser one, and says who is compared with nobody', () => {
    const thin = [
      cell('a', ['chat', 'refund'], 50, 500),
      cell('b', ['chat', 'refund'], 50, 700),
      cell('a', ['chat', 'rare'], 1, 400),
      cell('b', ['chat', 'odd'], 2, 20),
      cell('c', ['mail', 'refund'], 40, 4000),
    ]
    const strata = strataOf(thin, 3)
    expect(strata.map((inside) => inside.map((it) => `${it.group} ${it.stratum.join('/')}`))).toEqual([
      ['a chat/refund', 'b chat/refund'],
      ['a chat/rare', 'b chat/odd'],
      ['c mail/refund'],
    ])
    const { groups } = standardise(thin, { minimum: 3 })
    expect(groups.map(({ group, alone }) => [group, alone])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1],
    ])
  })

  it('never mixes the coarsest kinds, however thin they are', () => {
    const strata = strataOf(
      [cell('a', ['phone', 'x'], 1, 300), cell('b', ['chat', 'x'], 1, 20), cell('c', ['chat', 'y'], 1, 30)],
      50,
    )
    expect(strata.map((inside) => inside.map((it) => it.group))).toEqual([['a'], ['b', 'c']])
  })

  it('keeps shares within 0 and 1, and has no adjusted figure where nothing was to be expected', () => {
    const { groups } = standardise(
      [
        cell('a', ['easy'], 10, 10),
        cell('b', ['easy'], 90, 90),
        cell('a', ['hard'], 90, 88),
        cell('b', ['hard'], 10, 1),
      ],
      { minimum: 1, share: true },
    )
    for (const { adjusted } of groups) {
      expect(adjusted).toBeGreaterThanOrEqual(0)
      expect(adjusted).toBeLessThanOrEqual(1)
    }
    const none = standardise([cell('a', ['x'], 5, 0), cell('b', ['x'], 5, 0)], { minimum: 1 })
    expect(none.overall).toBe(0)
    expect(none.groups.map((it) => it.adjusted)).toEqual([null, null])
    expect(standardise([])).toEqual({ overall: null, groups: [] })
    expect(standardise([cell('a', ['x'], 0, 0)])).toEqual({ overall: null, groups: [] })
  })

  it('moves the interval with the figure', () => {
    expect(adjustedInterval([40, 60], { expected: 100 }, 80, false)).toEqual([32, 48])
    expect(adjustedInterval([0.8, 0.95], { expected: 0.6 }, 0.7, true)?.[1]).toBe(1)
    expect(adjustedInterval([0, 1], { expected: 0 }, 0.7, true)).toBeNull()
  })
})
