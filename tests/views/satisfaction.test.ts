import { describe, expect, it } from 'vitest'
import { frtVerdict } from '@/components/satisfaction/frt-verdict'
import { npsParts, scoreBars } from '@/components/satisfaction/scores'

describe('does a quick reply matter', () => {
  it('calls a difference real only where its interval leaves 0 out', () => {
    const real = frtVerdict({ hits: 592, n: 662 }, { hits: 35, n: 48 })
    expect(real.kind).toBe('real')
    if (real.kind === 'few') throw new Error('enough answers')
    expect(real.difference.value).toBeCloseTo(592 / 662 - 35 / 48, 9)
    expect(real.difference.interval[0]).toBeGreaterThan(0)
    expect(frtVerdict({ hits: 60, n: 70 }, { hits: 40, n: 48 }).kind).toBe('unclear')
    expect(frtVerdict({ hits: 300, n: 500 }, { hits: 450, n: 500 }).kind).toBe('reverse')
  })

  it('says nothing of few', () => {
    expect(frtVerdict({ hits: 19, n: 19 }, { hits: 1, n: 400 }).kind).toBe('few')
    expect(frtVerdict({ hits: 0, n: 0 }, { hits: 0, n: 0 }).kind).toBe('few')
  })
})

describe('scores', () => {
  const counts = [
    { kind: 'csat', score: 5, n: 30 },
    { kind: 'csat', score: 1, n: 10 },
    { kind: 'nps', score: 10, n: 5 },
    { kind: 'nps', score: 9, n: 1 },
    { kind: 'nps', score: 8, n: 2 },
    { kind: 'nps', score: 6, n: 2 },
    { kind: 'ces1', score: 7, n: 1 },
  ]
  it('makes a bar for every score, the best first, also of those nobody gave', () => {
    expect(scoreBars(counts, 'csat')).toEqual([
      { score: 5, n: 30, share: 0.75 },
      { score: 4, n: 0, share: 0 },
      { score: 3, n: 0, share: 0 },
      { score: 2, n: 0, share: 0 },
      { score: 1, n: 10, share: 0.25 },
    ])
    expect(scoreBars(counts, 'ces1').map((bar) => bar.score)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(scoreBars(counts, 'ces')).toEqual([])
  })
  it('splits NPS into promoters, passives and detractors', () => {
    expect(npsParts(counts)).toEqual({ promoters: 6, passives: 2, detractors: 2, n: 10 })
  })
})
