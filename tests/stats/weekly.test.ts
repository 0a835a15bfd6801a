import { describe, expect, it } from 'vitest'
import { type HourCell, idleNight, weeklyPatterns } from '@/lib/stats/weekly'

const LIMITS = { weeks: 4, above: 0.2, minPerWeek: 5 }

/** Four weeks of 60 s an hour with ten cases, changed where `change` says. */
function weeks(
  change: (cell: { week: number; weekday: number; hour: number }) => number = () => 60,
): HourCell[] {
  const cells: HourCell[] = []
  for (let week = 0; week < 4; week++) {
    for (let weekday = 1; weekday <= 7; weekday++) {
      for (let hour = 8; hour < 22; hour++) {
        cells.push({ week, weekday, hour, n: 10, sum: 10 * change({ week, weekday, hour }) })
      }
    }
  }
  return cells
}

describe('weekly patterns', () => {
  it('finds “every Monday 10–12 above the mean by at least 20 %”, with its arithmetic', () => {
    const found = weeklyPatterns(
      weeks(({ weekday, hour }) => (weekday === 1 && (hour === 10 || hour === 11) ? 78 : 60)),
      LIMITS,
    )
    expect(found).toHaveLength(1)
    const [pattern] = found
    expect(pattern).toMatchObject({ weekday: 1, fromHour: 10, toHour: 12, value: 78, n: 80 })
    expect(pattern?.weeks).toEqual([78, 78, 78, 78])
    // 392 hours of which 8 have 78 s
    expect(pattern?.usual).toBeCloseTo(60 + (18 * 8) / 392, 9)
    expect(pattern?.above).toBeCloseTo(78 / (60 + (18 * 8) / 392) - 1, 9)
  })

  it('wants every week above, enough cases in each, and the asked excess', () => {
    const monday = (value: number) => (at: { week: number; weekday: number; hour: number }) =>
      at.weekday === 1 && (at.hour === 10 || at.hour === 11) ? value : 60
    expect(weeklyPatterns(weeks(monday(70)), LIMITS)).toEqual([])
    const oneWeekFine = weeks((at) => (at.week === 2 ? 60 : monday(120)(at)))
    expect(weeklyPatterns(oneWeekFine, LIMITS)).toEqual([])
    const few = weeks(monday(90)).map((cell) =>
      cell.weekday === 1 && cell.week === 0 ? { ...cell, n: 1, sum: cell.sum / 10 } : cell,
    )
    expect(weeklyPatterns(few, LIMITS)).toEqual([])
  })

  it('says nothing where nothing is, and nothing of nothing', () => {
    expect(weeklyPatterns(weeks(), LIMITS)).toEqual([])
    expect(weeklyPatterns([], LIMITS)).toEqual([])
  })

  it('keeps the stretch that costs most where stretches overlap', () => {
    const found = weeklyPatterns(
      weeks(({ weekday, hour }) => (weekday === 3 && hour >= 14 && hour < 18 ? 120 : 60)),
      LIMITS,
    )
    expect(found.map(({ weekday, fromHour, toHour }) => [weekday, fromHour, toHour])).toEqual([[3, 14, 18]])
  })
})

describe('idle nights', () => {
  const day = (idle: (hour: number) => number) =>
    Array.from({ length: 24 }, (_, hour) => ({ hour, signed: 10_000, busy: 10_000 * (1 - idle(hour)) }))

  it('finds the idle stretch across midnight and how many would be enough', () => {
    // 28 days, 3 people each hour
    const hours = Array.from({ length: 24 }, (_, hour) => {
      const signed = 28 * 3 * 3600
      return { hour, signed, busy: hour >= 23 || hour < 6 ? signed * 0.4 : signed * 0.8 }
    })
    const night = idleNight(hours, 28)
    expect(night).toMatchObject({ fromHour: 23, toHour: 30 })
    expect(night?.share).toBeCloseTo(0.6, 9)
    expect(night?.people).toBeCloseTo(3, 9)
    // 1.2 busy people at 85 % are 1.41, so two
    expect(night?.enough).toBe(2)
    expect(night?.idle).toBeCloseTo(28 * 3 * 3600 * 7 * 0.6, 3)
  })

  it('is at 40 % what the text names, not below, and never of one hour or of the day', () => {
    expect(
      idleNight(
        day((hour) => (hour < 3 ? 0.4 : 0.2)),
        28,
      ),
    ).toMatchObject({ fromHour: 24, toHour: 27 })
    expect(
      idleNight(
        day((hour) => (hour < 3 ? 0.39 : 0.2)),
        28,
      ),
    ).toBeNull()
    expect(
      idleNight(
        day((hour) => (hour === 2 ? 0.9 : 0.2)),
        28,
      ),
    ).toBeNull()
    expect(
      idleNight(
        day((hour) => (hour >= 10 && hour < 16 ? 0.9 : 0.2)),
        28,
      ),
    ).toBeNull()
    expect(idleNight([], 28)).toBeNull()
  })

  it('does not count hours in which nobody was signed in', () => {
    const hours = day((hour) => (hour < 6 ? 0.5 : 0.2)).map((it) =>
      it.hour === 3 ? { hour: 3, signed: 0, busy: 0 } : it,
    )
    expect(idleNight(hours, 28)).toMatchObject({ fromHour: 24, toHour: 27 })
  })
})
