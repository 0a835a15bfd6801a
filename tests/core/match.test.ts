import { describe, expect, it } from 'vitest'
import { bestMatches, matchScore } from '@/lib/core/match'

describe('matchScore', () => {
  it('ranks the same text over its beginning over a word over a part over scattered letters', () => {
    const scores = ['douyin', 'douyin live', 'the douyin', 'mydouyin', 'd-o-u-y-i-n'].map((name) =>
      matchScore('douyin', name),
    )
    expect(scores).toEqual([5, 4, 3, 2, 1])
  })

  it('knows nothing of case, width and spaces at the ends', () => {
    expect(matchScore(' ＦＲＴ ', 'frt')).toBe(5)
    expect(matchScore('抖音', '抖音直播组')).toBe(4)
  })

  it('does not take two letters that merely stand somewhere for a match', () => {
    expect(matchScore('dn', 'douyin')).toBe(0)
    expect(matchScore('', 'douyin')).toBe(0)
  })
})

describe('bestMatches', () => {
  it('takes the best of several names, keeps the order of equals and the limit', () => {
    const items = [
      { id: 'frt_p50', names: ['首次响应中位'] },
      { id: 'frt_avg', names: ['平均首次响应', '首次响应'] },
      { id: 'frt_p90', names: ['首次响应九成'] },
      { id: 'csat', names: ['满意度'] },
    ]
    const found = bestMatches('首次响应', items, (it) => it.names, 10).map((it) => it.id)
    expect(found).toEqual(['frt_avg', 'frt_p50', 'frt_p90'])
    expect(bestMatches('首次响应', items, (it) => it.names, 1).map((it) => it.id)).toEqual(['frt_avg'])
  })
})
