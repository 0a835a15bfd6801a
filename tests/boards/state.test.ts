import { describe, expect, it } from 'vitest'
import { bandOf, byUrgency, Steady, worst } from '@/lib/boards/state'

describe('the band of a value', () => {
  it('watches from 80 % of a ceiling and is bad beyond it', () => {
    const of = (value: number | null) => bandOf(value, { value: 60, op: '<=' }, 'seconds')
    expect([of(0), of(47.9), of(48), of(60), of(60.1), of(null)]).toEqual([
      'ok',
      'ok',
      'watch',
      'watch',
      'bad',
      'none',
    ])
  })

  it('is bad below a floor and watches where most of what may be missing is missing', () => {
    const of = (value: number) => bandOf(value, { value: 0.85, op: '>=' }, 'share')
    expect([of(0.84), of(0.85), of(0.87), of(0.88), of(1)]).toEqual(['bad', 'watch', 'watch', 'ok', 'ok'])
  })

  it('does not judge what has no target', () => {
    expect(bandOf(5, null, 'count')).toBe('ok')
    expect(bandOf(0, { value: 0, op: '<=' }, 'count')).toBe('ok')
    expect(bandOf(1, { value: 0, op: '<=' }, 'count')).toBe('bad')
  })

  it('orders by urgency', () => {
    expect(['ok', 'closed', 'bad', 'none', 'watch'].sort(byUrgency as never)).toEqual([
      'bad',
      'watch',
      'none',
      'ok',
      'closed',
    ])
    expect(worst(['ok', 'watch', 'none'])).toBe('watch')
    expect(worst([])).toBe('none')
  })
})

describe('a state that does not flicker', () => {
  it('shows at once what has no history', () => {
    expect(new Steady().next('frt', 'bad', 0)).toBe('bad')
  })

  it('turns red after the pending time only, and is watched meanwhile', () => {
    const steady = new Steady()
    steady.next('frt', 'ok', 0)
    expect(steady.next('frt', 'bad', 1_000)).toBe('watch')
    expect(steady.next('frt', 'bad', 3_999)).toBe('watch')
    expect(steady.next('frt', 'bad', 4_000)).toBe('bad')
  })

  it('forgets a short breach', () => {
    const steady = new Steady()
    steady.next('frt', 'ok', 0)
    steady.next('frt', 'bad', 1_000)
    expect(steady.next('frt', 'ok', 2_000)).toBe('ok')
    expect(steady.next('frt', 'bad', 4_500)).toBe('watch')
  })

  it('leaves red after two good evaluations that are no echo of each other', () => {
    const steady = new Steady()
    steady.next('frt', 'bad', 0)
    expect(steady.next('frt', 'ok', 1_000)).toBe('bad')
    expect(steady.next('frt', 'ok', 1_500)).toBe('bad')
    expect(steady.next('frt', 'ok', 5_000)).toBe('ok')
    steady.next('frt', 'bad', 6_000)
    expect(steady.next('frt', 'bad', 9_000)).toBe('bad')
    steady.next('frt', 'ok', 10_000)
    expect(steady.next('frt', 'bad', 14_000)).toBe('bad')
    expect(steady.next('frt', 'ok', 15_000)).toBe('bad')
  })

  it('shows missing data at once, in both directions', () => {
    const steady = new Steady()
    steady.next('frt', 'bad', 0)
    expect(steady.next('frt', 'none', 100)).toBe('none')
    expect(steady.next('frt', 'ok', 200)).toBe('ok')
    expect(steady.next('other', 'watch', 200)).toBe('watch')
  })
})
