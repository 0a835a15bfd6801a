import { describe, expect, it } from 'vitest'
import { keepAnswers } from '@/lib/services/kept'

describe('kept answers', () => {
  it('are worked out once for a while, each key by itself', async () => {
    let worked = 0
    const keep = keepAnswers<number>(1_000)
    const work = async () => ++worked
    expect(await Promise.all([keep('a', 0, work), keep('a', 10, work)])).toEqual([1, 1])
    expect(await keep('b', 20, work)).toBe(2)
    expect(await keep('a', 999, work)).toBe(1)
    expect(await keep('a', 1_000, work)).toBe(3)
    // A clock that is set back makes nothing live for ever.
    expect(await keep('a', -5_000, work)).toBe(4)
  })

  it('forget failures, and the rest when there are too many', async () => {
    const keep = keepAnswers<string>(1_000, 2)
    await expect(keep('a', 0, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(await keep('a', 0, async () => 'back')).toBe('back')
    await keep('b', 0, async () => 'b')
    await keep('c', 0, async () => 'c')
    expect(await keep('a', 0, async () => 'again')).toBe('again')
  })
})
