import { describe, expect, it } from 'vitest'
import { type TopicPart, topicsAgainstUsual } from '@/lib/stats/topics'

const part = (topic: string | null, part: string | null, period: number, n: number): TopicPart => ({
  topic,
  part,
  period,
  n,
})

describe('topics against the usual', () => {
  it('puts the greatest excess first, with the mean before and what it is mostly about', () => {
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
      3,
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

  it('has no usual where nothing was recorded before, and leaves empty periods at the start out', () => {
    expect(topicsAgainstUsual([part('a', null, 4, 3)], 5)[0]).toMatchObject({
      now: 3,
      usual: null,
      clear: false,
    })
    expect(topicsAgainstUsual([part('a', null, 3, 2), part('a', null, 4, 4)], 5)[0]?.usual).toBe(2)
    expect(topicsAgainstUsual([], 5)).toEqual([])
  })

  it('leaves out what no longer comes up', () => {
    expect(
      topicsAgainstUsual([part('old', 'x', 0, 9), part('new', 'x', 1, 1)], 2).map((it) => it.topic),
    ).toEqual(['new'])
  })
})
