import { describe, expect, it } from 'vitest'
import { daysByWeekday, hourCells, hoursShown, rampOf, stepOf, weekOf } from '@/components/time/week-map'
import { metricById } from '@/lib/metrics/catalogue'
import type { Metric, QueryResult } from '@/lib/metrics/types'

const ZONE = 'Asia/Shanghai'
const HOUR = 3_600_000
/** Monday 2026-11-02, four weeks */
const FROM = Date.parse('2026-11-02T00:00:00+08:00')
const PERIOD = { from: FROM, to: FROM + 28 * 24 * HOUR }

const answer = (id: string, rows: readonly (readonly [string, number, number])[]): QueryResult =>
  ({
    rows: rows.map(([time, value, n]) => ({ time, [id]: value, n: { [id]: n } })),
  }) as unknown as QueryResult
const metric = (id: string): Metric => {
  const found = metricById(id)
  if (!found) throw new Error(id)
  return found
}

describe('the hours of a week', () => {
  it('pools means and shares by their cases', () => {
    const week = weekOf(
      answer('frt_avg', [
        ['2026-11-02T10:00:00+08:00', 30, 10],
        ['2026-11-09T10:00:00+08:00', 90, 30],
        ['2026-11-03T10:00:00+08:00', 50, 2],
      ]),
      metric('frt_avg'),
      ZONE,
      PERIOD,
    )
    expect(week[0]?.[10]).toEqual({ value: 75, n: 40 })
    expect(week[1]?.[10]).toEqual({ value: 50, n: 2 })
    expect(week[2]?.[10]).toEqual({ value: null, n: 0 })
    expect(hoursShown(week)).toEqual([10, 10])
  })

  it('makes a count the mean of such hours, 0 included', () => {
    const week = weekOf(
      answer('tickets_opened', [
        ['2026-11-02T10:00:00+08:00', 6, 6],
        ['2026-11-09T10:00:00+08:00', 10, 10],
      ]),
      metric('tickets_opened'),
      ZONE,
      PERIOD,
    )
    expect(week[0]?.[10]).toEqual({ value: 4, n: 16 })
    expect(week[0]?.[11]).toEqual({ value: 0, n: 0 })
    expect(daysByWeekday({ from: FROM, to: FROM + 8 * 24 * HOUR }, ZONE)).toEqual([2, 1, 1, 1, 1, 1, 1])
  })

  it('numbers the weeks of the period', () => {
    const cells = hourCells(
      answer('frt_avg', [
        ['2026-11-08T23:00:00+08:00', 10, 1],
        ['2026-11-09T00:00:00+08:00', 20, 2],
      ]),
      metric('frt_avg'),
      ZONE,
      FROM,
    )
    expect(cells).toEqual([
      { week: 0, weekday: 7, hour: 23, sum: 10, n: 1 },
      { week: 1, weekday: 1, hour: 0, sum: 40, n: 2 },
    ])
  })

  it('puts the worse end dark and judges no hour of too few cases', () => {
    const week = [
      [
        { value: 10, n: 50 },
        { value: 40, n: 50 },
        { value: 900, n: 1 },
        { value: null, n: 0 },
      ],
    ]
    expect(rampOf(week, 20, 'high')).toEqual({ pale: 10, dark: 40, beyond: false })
    expect(rampOf(week, 20, 'low')).toEqual({ pale: 40, dark: 10, beyond: false })
    expect(rampOf(week, 100, 'low')).toBeNull()
    // One of a hundred hours beyond all others does not leave them pale.
    const spread = [Array.from({ length: 100 }, (_, i) => ({ value: i === 3 ? 9_000 : i, n: 50 }))]
    expect(rampOf(spread, 20, 'high')).toEqual({ pale: 0, dark: 98, beyond: true })
    // A few hours with cases among empty ones are seen.
    const rare = [Array.from({ length: 100 }, (_, i) => ({ value: i === 3 ? 2 : 0, n: 50 }))]
    expect(rampOf(rare, 20, 'high')).toEqual({ pale: 0, dark: 2, beyond: false })
    expect([10, 25, 40, 900].map((value) => stepOf(value, { pale: 10, dark: 40 }))).toEqual([0, 3, 6, 6])
    expect(stepOf(10, { pale: 40, dark: 10 })).toBe(6)
    expect(stepOf(5, { pale: 5, dark: 5 })).toBe(0)
  })
})
