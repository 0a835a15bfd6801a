import { describe, expect, it } from 'vitest'
import { type Frames, type Newsworthy, newsOrder } from '@/components/wall/news-order'

const row = (key: string, at: number, kind: Newsworthy['kind'], score?: number): Newsworthy => ({
  key,
  at,
  kind,
  score,
})
const keysOf = (rows: readonly Newsworthy[], before: Frames) => {
  const { rows: ordered, frames } = newsOrder(rows, before)
  return { keys: ordered.map(({ key }) => key), frames }
}

describe('what has just happened', () => {
  const first = [row('a', 10, 'rated', 5), row('b', 30, 'resolved'), row('c', 20, 'opened')]

  it('stands by time where it is the first to be seen', () => {
    expect(keysOf(first, new Map()).keys).toEqual(['b', 'c', 'a'])
  })

  it('stands by what it asks for within a frame, above what came before', () => {
    const { frames } = keysOf(first, new Map())
    const second = [
      row('recovered', 48, 'recovered'),
      row('began', 47, 'began'),
      row('five', 46, 'rated', 5),
      row('one', 40, 'rated', 1),
      row('late', 5, 'opened'),
      row('new', 41, 'opened'),
      row('complaint', 42, 'complaint'),
      ...first,
    ]
    const after = keysOf(second, frames)
    expect(after.keys).toEqual([
      'complaint',
      'new',
      'late',
      'one',
      'five',
      'began',
      'recovered',
      'b',
      'c',
      'a',
    ])
    // The same frame again moves nothing, and the next one comes above it.
    expect(keysOf(second, after.frames).keys).toEqual(after.keys)
    expect(keysOf([row('next', 1, 'rated', 5), ...second], after.frames).keys[0]).toBe('next')
  })

  it('is forgotten when it goes', () => {
    const { frames } = keysOf(first, new Map())
    expect([...keysOf(first.slice(1), frames).frames.keys()]).toEqual(['b', 'c'])
  })
})
