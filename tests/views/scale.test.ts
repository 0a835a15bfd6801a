import { describe, expect, it } from 'vitest'
import { axisValues, bandPath, linear, linePath, timeMarks, valueAxis } from '@/components/charts/scale'

const at = (text: string) => Date.parse(text)

describe('scales', () => {
  it('draws lines with gaps, and lone values as dots', () => {
    const path = linePath(
      [
        [0, 1],
        [1, 2],
        [2, null],
        [3, 4],
      ],
      linear(0, 10, 0, 100),
      linear(0, 10, 100, 0),
    )
    expect(path).toBe('M0 90h0L10 80M30 60h0')
  })
  it('closes a band at a gap', () => {
    const id = (v: number) => v
    expect(
      bandPath(
        [
          { at: 0, low: 1, high: 2 },
          { at: 1, low: 1, high: 3 },
          { at: 2, low: null, high: 3 },
          { at: 3, low: 1, high: 2 },
        ],
        id,
        id,
      ),
    ).toBe('M0 2L1 3L1 1L0 1Z')
  })
  it('marks local hours and days, also where the clock changes', () => {
    const hours = timeMarks(
      at('2026-11-20T08:00:00+08:00'),
      at('2026-11-20T22:00:00+08:00'),
      'Asia/Shanghai',
      8,
    )
    expect(hours.map((mark) => mark.hour)).toEqual([8, 10, 12, 14, 16, 18, 20, 22])
    const days = timeMarks(
      at('2026-11-14T00:00:00+08:00'),
      at('2026-11-20T14:00:00+08:00'),
      'Asia/Shanghai',
      8,
    )
    expect(days).toHaveLength(7)
    expect(days[0]?.at).toBe(at('2026-11-14T00:00:00+08:00'))
    const changed = timeMarks(
      at('2026-03-08T00:00:00-05:00'),
      at('2026-03-09T00:00:00-04:00'),
      'America/New_York',
      8,
    )
    expect(changed.map((mark) => mark.hour)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 0].slice(0, changed.length))
  })
  it('has round values', () => {
    expect(axisValues(valueAxis('seconds', 0, 80))).toEqual([0, 30, 60, 90])
    expect(axisValues(valueAxis('share', 0.85, 1)).length).toBe(4)
    expect(valueAxis('count', 0, 0).max).toBeGreaterThan(0)
    // A share of one in a hundred is drawn in its own size.
    expect(axisValues(valueAxis('share', 0, 0.018))).toEqual([0, 0.005, 0.01, 0.015, 0.02])
    expect(valueAxis('share', 0, 0.01)).toEqual({ min: 0, max: 0.01, step: 0.0025 })
    expect(valueAxis('share', 0, 0.7).max).toBe(1)
  })
})
