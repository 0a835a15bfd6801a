import { describe, expect, it } from 'vitest'
import { type TopicPart, topicsAgainstUsual } from '@/lib/stats/topics'

const part = (topic: string | null, part: string | null, period: number, n: number): TopicPart => ({
  topic,
  part,
  period,
  n,
})

describe('topics against the usual', () => {
  it('puts the greatest excess first, with what was to be expected and what it is mostly about', () => {
    const topics = topicsAgainstUsual(
      [
        part('物流', '床垫', 0, 8),
        part('物流', '床垫', 1, 12),
        part('物流', '床垫', 2, 9),
        part('物流', '沙发', 2, 21),
        part('服务', '床垫', 0, 20),
        part('服务', '床垫', 1, 22),
        part('服务', '床垫', 2, 23),
      ],
      [1000, 1000, 1000],
    )
    expect(topics.map((topic) => topic.topic)).toEqual(['物流', '服务'])
    expect(topics[0]).toEqual({
      topic: '物流',
      now: 30,
      usual: 10,
      clear: true,
      mostly: { part: '沙发', n: 21 },
    })
    // 23 against 21: within what chance makes
    expect(topics[1]).toMatchObject({ now: 23, usual: 21, clear: false })
  })

  it('expects as many more as there are tickets more', () => {
    const parts = [part('物流', 'a', 0, 10), part('物流', 'a', 1, 20)]
    expect(topicsAgainstUsual(parts, [500, 1000])[0]).toMatchObject({ now: 20, usual: 20, clear: false })
    expect(topicsAgainstUsual(parts, [500, 100])[0]).toMatchObject({ now: 20, usual: 2, clear: true })
  })

  it('has no usual where there were no tickets before', () => {
    expect(topicsAgainstUsual([part('a', null, 2, 3)], [0, 0, 9])[0]).toMatchObject({
      now: 3,
      usual: null,
      clear: false,
    })
    // Tickets, but none of the kind: more than a few stand out.
    expect(topicsAgainstUsual([part('a', null, 1, 2)], [50, 50])[0]).toMatchObject({ usual: 0, clear: false })
    expect(topicsAgainstUsual([part('a', null, 1, 9)], [50, 50])[0]).toMatchObject({ usual: 0, clear: true })
    expect(topicsAgainstUsual([], [1, 1])).toEqual([])
  })

  it('leaves out what no longer comes up', () => {
    const parts = [part('old', 'x', 0, 9), part('new', 'x', 1, 1)]
    expect(topicsAgainstUsual(parts, [10, 10]).map((it) => it.topic)).toEqual(['new'])
  })
})
