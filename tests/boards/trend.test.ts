import { describe, expect, it } from 'vitest'
import { BAND_WEEKS, isInSight, trendOf, trendTile } from '@/lib/boards/trend'
import { buckets } from '@/lib/core/grain'
import { DAY, dayNumberAt, startOfDay, startOfDayNumber } from '@/lib/core/zone'
import type { QueryRow } from '@/lib/metrics/types'
import { answer, NOW, parts, ZONE } from './parts'

const QUARTER = 15 * 60_000

/** One local day in quarter-hours, up to `until`. */
const day = (
  start: number,
  end: number,
  zone: string,
  value: (at: number, i: number) => number,
  n = 40,
): QueryRow[] =>
  buckets(start, end, '15m', zone).map((at, i) => ({
    time: new Date(at).toISOString(),
    frt_avg: value(at, i),
    n: { frt_avg: n },
  }))

const past = (now: number, zone: string, value: (week: number, i: number) => number, weeks = BAND_WEEKS) =>
  Object.fromEntries(
    Array.from({ length: weeks }, (_, w) => {
      const number = dayNumberAt(now, zone) - 7 * (w + 1)
      return [
        `trendWeek${w + 1}`,
        answer(
          day(startOfDayNumber(number, zone), startOfDayNumber(number + 1, zone), zone, (_, i) =>
            value(w + 1, i),
          ),
        ),
      ]
    }),
  )

const start = startOfDay(NOW, ZONE)

describe('the trend', () => {
  it('draws today over the band of the same weekday', () => {
    const trend = trendOf(
      parts({ ...past(NOW, ZONE, (week) => 10 * week), trendToday: answer(day(start, NOW, ZONE, () => 30)) }),
    )
    expect(trend.band).toHaveLength(96)
    expect(trend.band[36]).toMatchObject({ time: '2026-11-20T01:00:00.000Z', low: 13, high: 77 })
    expect(trend.points).toHaveLength(59)
    expect(trend.weeks).toBe(8)
  })

  it('makes no band of two days, and no forecast of three', () => {
    const two = trendOf(
      parts({ ...past(NOW, ZONE, () => 20, 2), trendToday: answer(day(start, NOW, ZONE, () => 20)) }),
    )
    expect(two.band.every(({ low, high }) => low === null && high === null)).toBe(true)
    const three = trendOf(
      parts({ ...past(NOW, ZONE, () => 20, 3), trendToday: answer(day(start, NOW, ZONE, () => 20)) }),
    )
    expect(three.band[40]).toMatchObject({ low: 20, high: 20 })
    expect(three.forecast).toEqual([])
    expect(three.crossesAt).toBeNull()
  })

  it('says when the forecast first crosses the limit, and watches a quarter of an hour before', () => {
    // The afternoon's rise begins at 15:00 and passes 60 s at 15:30 on such days.
    const shape = (i: number) => (i < 60 ? 30 : i < 62 ? 50 : 90)
    const trend = trendOf(
      parts({
        ...past(NOW, ZONE, (_, i) => shape(i)),
        trendToday: answer(day(start, NOW, ZONE, (_, i) => shape(i))),
      }),
    )
    expect(trend.forecast[0]?.time).toBe('2026-11-20T06:45:00.000Z')
    expect(trend.forecast.at(-1)?.time).toBe('2026-11-20T15:45:00.000Z')
    expect(trend.crossesAt).not.toBeNull()
    const crosses = Date.parse(trend.crossesAt ?? '')
    expect(crosses).toBeGreaterThanOrEqual(start + 61 * QUARTER)
    expect(crosses).toBeLessThanOrEqual(start + 62 * QUARTER)
    expect(isInSight(trend, NOW)).toBe(false)
    expect(isInSight(trend, crosses - QUARTER)).toBe(true)
    const later = crosses - 10 * 60_000
    const tile = trendTile(
      parts({}, { sources: [{ source: 's', lastAt: later, meanGapMs: 1 }] }, { now: later }),
      trend,
    )
    expect(tile.state).toBe('watch')
  })

  it('has nothing to cross where it is across already', () => {
    const trend = trendOf(
      parts({ ...past(NOW, ZONE, () => 80), trendToday: answer(day(start, NOW, ZONE, () => 80)) }),
    )
    expect(trend.forecast.length).toBeGreaterThan(0)
    expect(trend.crossesAt).toBeNull()
  })

  it('puts quarters of few cases together into hours, each case weighing the same', () => {
    const few = day(start, NOW, ZONE, (_, i) => (i % 4 === 0 ? 80 : 20), 4)
    const trend = trendOf(
      parts({
        ...Object.fromEntries(
          Object.entries(past(NOW, ZONE, () => 35)).map(([id, { rows }]) => [
            id,
            answer(rows.map((row) => ({ ...row, n: { frt_avg: 3 } }))),
          ]),
        ),
        trendToday: answer(few),
      }),
    )
    expect(trend.grain).toBe('hour')
    expect(trend.points).toHaveLength(15)
    expect(trend.points[3]).toMatchObject({ value: 35, n: 16 })
    expect(trend.band).toHaveLength(24)
    expect(trend.band[9]).toMatchObject({ time: '2026-11-20T01:00:00.000Z', low: 35, high: 35 })
    expect(trend.forecast[0]?.time).toBe('2026-11-20T07:00:00.000Z')
    expect(trend.forecast).toHaveLength(9)
  })

  it('leaves the answers of yesterday out when the day has rolled over', () => {
    const midnight = startOfDay(NOW, ZONE) + DAY + 1_000
    const trend = trendOf(
      parts(
        { ...past(NOW, ZONE, () => 20), trendToday: answer(day(start, start + DAY, ZONE, () => 20)) },
        {},
        { now: midnight },
      ),
    )
    expect(trend.points).toEqual([])
    expect(trend.band.every(({ low }) => low === null)).toBe(true)
    expect(trend.band[0]?.time).toBe(new Date(start + DAY).toISOString())
  })

  it.each([
    ['the short day', '2026-03-29T10:00:00Z', 92],
    ['the long day', '2026-10-25T10:00:00Z', 100],
  ])('keeps the hours of the local clock in step on %s', (_, at, quarters) => {
    const now = Date.parse(at)
    const zone = 'Europe/Berlin'
    const begin = startOfDay(now, zone)
    // Past days have 96 quarters; the value is the local hour.
    const trend = trendOf(
      parts(
        {
          ...past(now, zone, (_, i) => Math.floor(i / 4)),
          trendToday: answer(day(begin, now, zone, () => 5)),
        },
        { sources: [{ source: 's', lastAt: now, meanGapMs: 1 }] },
        { now, zone },
      ),
    )
    expect(trend.band).toHaveLength(quarters)
    const noon = trend.band.find(
      ({ time }) =>
        time === (at.startsWith('2026-03') ? '2026-03-29T10:30:00.000Z' : '2026-10-25T11:30:00.000Z'),
    )
    expect(noon).toMatchObject({ low: 12, high: 12 })
  })
})
