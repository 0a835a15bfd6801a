import { describe, expect, it } from 'vitest'
import { placeAt, timelineLanes, timelineSpan } from '@/components/customers/timeline'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-20T06:00:00Z')

describe('the timeline of a customer', () => {
  it('spans from before the first thing to now, four weeks at least', () => {
    expect(timelineSpan([], NOW)).toEqual({ from: NOW - 28 * DAY, to: NOW })
    const span = timelineSpan([NOW - 100 * DAY, NOW - DAY], NOW)
    expect(span.from).toBe(NOW - 102 * DAY)
    expect(placeAt(NOW - 100 * DAY, span)).toBeCloseTo(2 / 102, 9)
  })

  it('gives each channel a lane, the latest first, and draws open tickets to now', () => {
    const span = { from: NOW - 10 * DAY, to: NOW }
    const lanes = timelineLanes(
      [
        { channel: 'web', from: NOW - 9 * DAY, to: NOW - 8 * DAY },
        { channel: 'phone', from: NOW - 5 * DAY, to: null },
        { channel: 'web', from: NOW - 7 * DAY, to: NOW - 7 * DAY },
        { channel: null, from: NOW - 20 * DAY, to: NOW - 9 * DAY },
      ],
      span,
    )
    expect(lanes.map((lane) => lane.channel)).toEqual(['phone', 'web', null])
    expect(lanes[0]?.bars[0]).toMatchObject({ left: 0.5, width: 0.5 })
    expect(lanes[1]?.bars.map((bar) => bar.left)).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.3, 9)])
    expect(lanes[1]?.bars[1]?.width).toBe(0)
    // What began before the span is cut at its start.
    expect(lanes[2]?.bars[0]).toMatchObject({ left: 0, width: expect.closeTo(0.1, 9) })
  })
})
