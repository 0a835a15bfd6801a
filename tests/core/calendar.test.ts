import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusiness,
  type BusinessCalendar,
  businessCalendarSchema,
  businessMs,
  isOpen,
  nextOpening,
  WEEKDAYS,
} from '@/lib/core/calendar'
import { CHINA_HOLIDAYS, chinaCalendar } from '@/lib/core/calendar-presets'
import { parseRfc3339 } from '@/lib/core/period'
import { DAY, dateText, formatInZone, HOUR, localParts, MINUTE, parseDate, wallAt } from '@/lib/core/zone'

const at = (text: string): number => {
  const instant = parseRfc3339(text)
  if (instant === null) throw new Error(`not a time: ${text}`)
  return instant
}

/** Slow and obvious: minutes whose local clock time lies within a span, counted one by one. */
function bruteForce(calendar: BusinessCalendar, from: number, to: number): number {
  const spansOn = (day: number): [number, number][] => {
    const date = dateText(day)
    const version = [...calendar.versions].reverse().find((v) => v.validFrom <= date) ?? calendar.versions[0]
    const exception = version?.exceptions[date]
    const weekday = WEEKDAYS[new Date(day * DAY).getUTCDay() === 0 ? 6 : new Date(day * DAY).getUTCDay() - 1]
    const texts = exception
      ? 'as' in exception
        ? version?.weekly[exception.as]
        : exception.spans
      : version?.weekly[weekday ?? 'mon']
    return (texts ?? []).map((text) => {
      const [a = 0, b = 0, c = 0, d = 0] = text.split(/[:-]/).map(Number)
      return [a * 60 + b, c * 60 + d]
    })
  }
  let minutes = 0
  for (let t = from; t < to; t += MINUTE) {
    const wall = wallAt(t, calendar.zone)
    const day = Math.floor(wall / DAY)
    const minute = Math.floor((wall - day * DAY) / MINUTE)
    const open =
      spansOn(day).some(([a, b]) => minute >= a && minute < b) ||
      spansOn(day - 1).some(([a, b]) => minute + 1440 >= a && minute + 1440 < b)
    if (open) minutes++
  }
  return minutes * MINUTE
}

const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .map(([start, length]) => {
    const text = (quarters: number) =>
      `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`
    return `${text(start)}-${text(start + length)}`
  })
const spans = fc.array(span, { maxLength: 3 })
// Around changes of clocks, and ordinary days.
const days = fc.constantFrom(
  '2026-03-07',
  '2026-03-28',
  '2026-04-04',
  '2026-10-03',
  '2026-10-24',
  '2026-10-31',
  '2026-06-18',
)
const calendars = fc.record({
  zone: fc.constantFrom(
    'Asia/Shanghai',
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  ),
  first: fc.record({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans }),
  second: fc.record({ mon: spans, sun: spans, sat: spans }),
  changeAfter: fc.integer({ min: -2, max: 4 }),
  exceptionAfter: fc.integer({ min: 0, max: 3 }),
  exception: fc.oneof(
    spans.map((list) => ({ spans: list })),
    fc.constantFrom(...WEEKDAYS).map((day) => ({ as: day })),
  ),
})

describe('businessMs', () => {
  it('equals a count of single minutes, in every zone, over holidays and changes of clocks', () => {
    fc.assert(
      fc.property(
        calendars,
        days,
        fc.integer({ min: 0, max: 3 * 1440 }),
        fc.integer({ min: 0, max: 4 * 1440 }),
        (c, date, after, length) => {
          const day = parseDate(date) ?? 0
          const exceptions = { [dateText(day + c.exceptionAfter)]: c.exception }
          const calendar: BusinessCalendar = {
            zone: c.zone,
            versions: [
              { validFrom: '2020-01-01', weekly: c.first, exceptions },
              { validFrom: dateText(day + c.changeAfter), weekly: c.second, exceptions },
            ],
          }
          const from = day * DAY + after * MINUTE
          const to = from + length * MINUTE
          const expected = bruteForce(calendar, from, to)
          expect(businessMs(calendar, from, to)).toBe(expected)
          // asked again after other days were compiled, and from the far side
          businessMs(calendar, from - 300 * DAY, to + 300 * DAY)
          expect(businessMs(calendar, from, to)).toBe(expected)
          if (expected > 0) {
            const back = addBusiness(calendar, from, expected) ?? 0
            expect(businessMs(calendar, from, back)).toBe(expected)
            expect(businessMs(calendar, from, back - 1)).toBe(expected - 1)
          }
          const last = addBusiness(calendar, from, expected, 'last')
          if (last !== null) {
            expect(businessMs(calendar, from, last)).toBe(expected)
            expect(businessMs(calendar, from, last + 1)).toBe(expected + 1)
          }
          expect(isOpen(calendar, from)).toBe(bruteForce(calendar, from, from + MINUTE) > 0)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('is never negative and is zero where the end is not after the start', () => {
    const calendar = chinaCalendar()
    expect(businessMs(calendar, at('2026-11-18T12:00:00+08:00'), at('2026-11-18T11:00:00+08:00'))).toBe(0)
  })

  it('counts several spans a day, over midnight, and up to 24:00', () => {
    const calendar: BusinessCalendar = {
      zone: 'Asia/Shanghai',
      versions: [
        {
          validFrom: '2026-01-01',
          weekly: { mon: ['09:00-12:00', '14:00-18:00', '22:00-26:00'], tue: ['20:00-24:00'] },
          exceptions: {},
        },
      ],
    }
    const monday = at('2026-11-16T00:00:00+08:00')
    expect(businessMs(calendar, monday, monday + DAY)).toBe(9 * HOUR)
    expect(businessMs(calendar, monday + DAY, monday + 2 * DAY)).toBe(6 * HOUR)
    expect(isOpen(calendar, monday + DAY + HOUR)).toBe(true)
    expect(isOpen(calendar, monday + DAY + 2 * HOUR)).toBe(false)
    expect(nextOpening(calendar, monday + 12 * HOUR)).toBe(monday + 14 * HOUR)
  })

  it('passes a closing when more than the time must have gone by', () => {
    const calendar = chinaCalendar()
    const from = at('2026-11-18T14:00:00+08:00')
    expect(addBusiness(calendar, from, 4 * HOUR)).toBe(at('2026-11-18T18:00:00+08:00'))
    expect(addBusiness(calendar, from, 4 * HOUR, 'last')).toBe(at('2026-11-19T09:00:00+08:00'))
    expect(addBusiness(calendar, at('2026-11-18T20:00:00+08:00'), 0, 'last')).toBe(
      at('2026-11-19T09:00:00+08:00'),
    )
    expect(addBusiness(calendar, at('2026-11-18T20:00:00+08:00'), 0)).toBe(at('2026-11-18T20:00:00+08:00'))
  })

  it('says never for a calendar that is never open', () => {
    const never: BusinessCalendar = {
      zone: 'UTC',
      versions: [{ validFrom: '2026-01-01', weekly: {}, exceptions: {} }],
    }
    expect(nextOpening(never, at('2026-11-18T00:00:00Z'))).toBeNull()
    expect(addBusiness(never, at('2026-11-18T00:00:00Z'), 1)).toBeNull()
    expect(businessMs(never, 0, DAY * 40)).toBe(0)
  })

  it('is fast enough for a hundred thousand questions a second', () => {
    const calendar = chinaCalendar(['09:00-12:00', '13:30-18:00'])
    const start = at('2026-01-01T00:00:00+08:00')
    businessMs(calendar, start, start + 400 * DAY)
    const began = process.cpuUsage()
    let sum = 0
    for (let i = 0; i < 100_000; i++)
      sum += businessMs(calendar, start + i * 3 * MINUTE, start + i * 3 * MINUTE + 5 * HOUR)
    expect(sum).toBeGreaterThan(0)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000)
  })
})

describe('China presets', () => {
  it('closes on holidays and opens on make-up workdays', () => {
    const calendar = chinaCalendar()
    const noon = (date: string) => at(`${date}T12:00:00+08:00`)
    for (const date of [
      '2025-01-28',
      '2025-10-08',
      '2026-02-15',
      '2026-02-23',
      '2026-09-25',
      '2026-10-07',
      '2027-02-05',
    ]) {
      expect(isOpen(calendar, noon(date)), date).toBe(false)
    }
    for (const date of [
      '2025-01-26',
      '2025-10-11',
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]) {
      expect(isOpen(calendar, noon(date)), date).toBe(true)
    }
  })

  it('makes up only on weekends and closes on no day twice', () => {
    for (const year of CHINA_HOLIDAYS) {
      for (const { date } of year.workdays) {
        expect([6, 7], date).toContain(localParts(at(`${date}T12:00:00Z`), 'UTC').weekday)
      }
      const closed = year.holidays.flatMap(({ from, to }) => {
        const dates: string[] = []
        for (let d = parseDate(from) ?? 0; d <= (parseDate(to) ?? 0); d++) dates.push(dateText(d))
        return dates
      })
      expect(new Set(closed).size).toBe(closed.length)
      expect(closed.every((date) => date.startsWith(String(year.year)))).toBe(true)
      expect(closed.some((date) => year.workdays.some((w) => w.date === date))).toBe(false)
    }
  })

  it('puts the festivals of the lunar calendar where it has them', () => {
    const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
      timeZone: 'Asia/Shanghai',
      month: 'numeric',
      day: 'numeric',
    })
    const festivals: Record<string, string> = { '1/1': '春节', '5/5': '端午节', '8/15': '中秋节' }
    for (const year of CHINA_HOLIDAYS) {
      for (
        let day = parseDate(`${year.year}-01-01`) ?? 0;
        dateText(day).startsWith(String(year.year));
        day++
      ) {
        const name = festivals[lunar.format(at(`${dateText(day)}T12:00:00+08:00`))]
        if (!name) continue
        const found = year.holidays.find(({ from, to }) => from <= dateText(day) && dateText(day) <= to)
        expect(found?.name, dateText(day)).toContain(name)
      }
    }
  })

  it('passes its own schema and marks the year whose arrangement is not announced', () => {
    expect(businessCalendarSchema.parse(JSON.parse(JSON.stringify(chinaCalendar())))).toBeTruthy()
    expect(CHINA_HOLIDAYS.filter((year) => year.provisional).map((year) => year.year)).toEqual([2027])
  })
})

describe('businessCalendarSchema', () => {
  const base = {
    zone: 'Asia/Shanghai',
    versions: [{ validFrom: '2026-01-01', weekly: { mon: ['09:00-18:00'] } }],
  }
  const version = (more: object) => ({ ...base, versions: [{ ...base.versions[0], ...more }] })

  it('takes a plain calendar', () => {
    expect(businessCalendarSchema.parse(base).versions[0]?.exceptions).toEqual({})
  })

  it.each([
    ['a bad zone', { ...base, zone: '+08:00' }, 'zone', 'Asia/Shanghai'],
    ['no version', { ...base, versions: [] }, 'versions', 'at least one'],
    [
      'overlapping spans',
      version({ weekly: { mon: ['09:00-12:00', '11:00-13:00'] } }),
      'versions.0.weekly.mon.1',
      'overlaps',
    ],
    [
      'an end before the start',
      version({ weekly: { mon: ['18:00-09:00'] } }),
      'versions.0.weekly.mon.0',
      '22:00-26:00',
    ],
    [
      'a span that is none',
      version({ weekly: { mon: ['nine to five'] } }),
      'versions.0.weekly.mon.0',
      '09:00-18:00',
    ],
    ['a minute above 59', version({ weekly: { mon: ['09:00-18:75'] } }), 'versions.0.weekly.mon.0', 'minute'],
    [
      'a span that runs into the next day’s',
      version({ weekly: { sun: ['22:00-34:00'], mon: ['09:00-18:00'] } }),
      'versions.0.weekly.mon.0',
      'over midnight',
    ],
    [
      'a date that does not exist',
      version({ exceptions: { '2026-02-30': { spans: [] } } }),
      'versions.0.exceptions.2026-02-30',
      '',
    ],
    [
      'an unknown weekday',
      version({ exceptions: { '2026-02-14': { as: 'monday' } } }),
      'versions.0.exceptions.2026-02-14',
      '',
    ],
    [
      'versions out of order',
      { ...base, versions: [base.versions[0], { ...base.versions[0], validFrom: '2025-01-01' }] },
      'versions.1.validFrom',
      'order',
    ],
  ])('refuses %s with place and cure', (_, input, path, words) => {
    const issues = businessCalendarSchema.safeParse(input).error?.issues ?? []
    const found = issues.find((issue) => issue.path.join('.').startsWith(path))
    expect(found, JSON.stringify(issues)).toBeDefined()
    expect(found?.message).toContain(words)
  })

  it('writes instants in the zone', () => {
    expect(formatInZone(at('2026-11-01T00:00:00Z'), 'Asia/Kathmandu')).toBe('2026-11-01T05:45:00+05:45')
  })
})
