import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketStart, buckets, nextBucket } from '@/lib/core/grain'
import { unitId } from '@/lib/core/ids'
import { comparePeriod, comparePeriods, parseRfc3339, resolvePreset } from '@/lib/core/period'
import {
  DAY,
  formatInZone,
  HOUR,
  instantOfWall,
  isZone,
  localParts,
  MINUTE,
  offsetAt,
  parseDate,
} from '@/lib/core/zone'

const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
  'UTC',
]
const at = (text: string): number => {
  const instant = parseRfc3339(text)
  if (instant === null) throw new Error(`not a time: ${text}`)
  return instant
}
const instants = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2040, 0, 1) })
const zones = fc.constantFrom(...ZONES)

describe('zone', () => {
  it('knows IANA zones and refuses other words', () => {
    for (const zone of ZONES) expect(isZone(zone)).toBe(true)
    for (const zone of ['', '+08:00', 'Asia/Nowhere', 'Beijing time']) expect(isZone(zone)).toBe(false)
  })

  it('gives the same offset as Intl at any instant', () => {
    const formats = new Map(
      ZONES.map((zone) => [
        zone,
        new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
      ]),
    )
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const whole = Math.floor(instant / 1000) * 1000
        const shown = formats.get(zone)?.format(whole) ?? ''
        expect(formatInZone(whole, zone).slice(0, 19).replace('T', ' ')).toBe(shown)
      }),
      { numRuns: 3000 },
    )
  })

  it('reads back what it writes, in every zone', () => {
    fc.assert(fc.property(instants, zones, (instant, zone) => at(formatInZone(instant, zone)) === instant))
  })

  it('finds the first instant of a wall time, and the jump where clocks jump over it', () => {
    expect(instantOfWall(Date.UTC(2026, 2, 8, 2, 30), 'America/New_York')).toBe(
      at('2026-03-08T03:00:00-04:00'),
    )
    expect(instantOfWall(Date.UTC(2026, 10, 1, 1, 30), 'America/New_York')).toBe(
      at('2026-11-01T01:30:00-04:00'),
    )
    expect(instantOfWall(Date.UTC(2026, 9, 4, 2, 15), 'Australia/Lord_Howe')).toBe(
      at('2026-10-04T02:30:00+11:00'),
    )
    expect(instantOfWall(Date.UTC(2017, 9, 15, 0, 0), 'America/Sao_Paulo')).toBe(
      at('2017-10-15T01:00:00-02:00'),
    )
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const wall = instant + offsetAt(instant, zone)
        const first = instantOfWall(wall, zone)
        expect(first).toBeLessThanOrEqual(instant)
        expect(first + offsetAt(first, zone)).toBe(wall)
      }),
    )
  })

  it('tells local parts, Monday = 1', () => {
    expect(localParts(at('2026-11-01T23:59:59.007+05:45'), 'Asia/Kathmandu')).toEqual({
      year: 2026,
      month: 11,
      day: 1,
      hour: 23,
      minute: 59,
      second: 59,
      millisecond: 7,
      weekday: 7,
    })
  })

  it('is fast enough for hundreds of thousands of calls a second', () => {
    const started = process.cpuUsage()
    let sum = 0
    for (let i = 0; i < 200_000; i++)
      sum += bucketStart(at('2026-01-01T00:00:00Z') + i * 60_000, 'day', 'America/New_York')
    expect(sum).toBeGreaterThan(0)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000)
  })
})

describe('grain', () => {
  it('lays buckets end to end, each holding its instants', () => {
    fc.assert(
      fc.property(
        instants,
        zones,
        fc.constantFrom('15m', 'hour', 'day', 'week', 'month'),
        (instant, zone, grain) => {
          const start = bucketStart(instant, grain, zone)
          const next = nextBucket(instant, grain, zone)
          expect(start).toBeLessThanOrEqual(instant)
          expect(next).toBeGreaterThan(instant)
          expect(bucketStart(start, grain, zone)).toBe(start)
          expect(bucketStart(next - 1, grain, zone)).toBe(start)
          expect(bucketStart(next, grain, zone)).toBe(next)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['America/New_York', '2026-03-08T00:00:00-05:00', 23],
    ['America/New_York', '2026-11-01T00:00:00-04:00', 25],
    ['Europe/London', '2026-03-29T00:00:00Z', 23],
    ['Europe/London', '2026-10-25T00:00:00+01:00', 25],
    ['Asia/Shanghai', '2026-11-01T00:00:00+08:00', 24],
    ['Asia/Kathmandu', '2026-11-01T00:00:00+05:45', 24],
  ])('gives a day in %s from %s %i hours', (zone, start, hours) => {
    const day = at(start)
    const next = nextBucket(day, 'day', zone)
    expect(bucketStart(day + HOUR, 'day', zone)).toBe(day)
    expect(next - day).toBe(hours * HOUR)
    expect(buckets(day, next, 'hour', zone)).toHaveLength(hours)
  })

  it('splits the hour where Lord Howe changes by half an hour', () => {
    const day = at('2026-04-05T00:00:00+11:00')
    expect(nextBucket(day, 'day', 'Australia/Lord_Howe') - day).toBe(24.5 * HOUR)
    const hours = buckets(day, day + 4 * HOUR, 'hour', 'Australia/Lord_Howe')
    expect(hours.map((h) => formatInZone(h, 'Australia/Lord_Howe').slice(11))).toEqual([
      '00:00:00+11:00',
      '01:00:00+11:00',
      '01:30:00+10:30',
      '02:00:00+10:30',
      '03:00:00+10:30',
    ])
  })

  it('begins weeks on Monday and stops at a limit', () => {
    expect(
      formatInZone(bucketStart(at('2026-11-01T12:00:00+08:00'), 'week', 'Asia/Shanghai'), 'Asia/Shanghai'),
    ).toBe('2026-10-26T00:00:00+08:00')
    expect(buckets(0, 1e15, '15m', 'UTC', 10)).toHaveLength(11)
    expect(buckets(5, 5, 'day', 'UTC')).toEqual([])
  })
})

describe('period', () => {
  const zone = 'Asia/Shanghai'
  const now = at('2026-11-18T10:30:00.500+08:00')
  const show = (period: { from: number; to: number }) => [
    formatInZone(period.from, zone),
    formatInZone(period.to, zone),
  ]

  it.each([
    ['today', '2026-11-18T00:00:00+08:00', '2026-11-18T10:30:00.501+08:00'],
    ['yesterday', '2026-11-17T00:00:00+08:00', '2026-11-18T00:00:00+08:00'],
    ['last_15m', '2026-11-18T10:15:00.501+08:00', '2026-11-18T10:30:00.501+08:00'],
    ['last_7_days', '2026-11-12T00:00:00+08:00', '2026-11-18T10:30:00.501+08:00'],
    ['last_28_days', '2026-10-22T00:00:00+08:00', '2026-11-18T10:30:00.501+08:00'],
    ['this_week', '2026-11-16T00:00:00+08:00', '2026-11-18T10:30:00.501+08:00'],
    ['this_month', '2026-11-01T00:00:00+08:00', '2026-11-18T10:30:00.501+08:00'],
    ['last_month', '2026-10-01T00:00:00+08:00', '2026-11-01T00:00:00+08:00'],
  ] as const)('resolves %s', (preset, from, to) => {
    expect(show(resolvePreset(preset, now, zone))).toEqual([from, to])
  })

  it('compares today with the same hours of yesterday', () => {
    const today = { ...resolvePreset('today', now, zone), preset: 'today' as const }
    expect(show(comparePeriod(today, 'previous_period', zone))).toEqual([
      '2026-11-17T00:00:00+08:00',
      '2026-11-17T10:30:00.501+08:00',
    ])
    expect(show(comparePeriod(today, 'same_weekday', zone))).toEqual([
      '2026-11-11T00:00:00+08:00',
      '2026-11-11T10:30:00.501+08:00',
    ])
    expect(show(comparePeriod(today, 'previous_year', zone))[0]).toBe('2025-11-18T00:00:00+08:00')
  })

  it('compares whole local days with as many before, over a change of clocks too', () => {
    const week = { from: at('2026-03-08T00:00:00-05:00'), to: at('2026-03-15T00:00:00-04:00') }
    const averaged = comparePeriods(week, 'average', 'America/New_York')
    expect(averaged).toHaveLength(4)
    // Whole weeks end to end, whatever the clocks did in between.
    for (const [i, { from }] of [week, ...averaged.slice(0, -1)].entries()) expect(averaged[i]?.to).toBe(from)
    const before = comparePeriod(week, 'previous_period', 'America/New_York')
    expect(formatInZone(before.from, 'America/New_York')).toBe('2026-03-01T00:00:00-05:00')
    expect(before.to).toBe(week.from)
    const odd = { from: at('2026-03-08T00:00:00-05:00'), to: at('2026-03-08T05:00:00-04:00') }
    expect(comparePeriod(odd, 'previous_period', 'America/New_York')).toEqual({
      from: odd.from - 4 * HOUR,
      to: odd.from,
    })
  })

  it('compares leap days with a year that has none', () => {
    const day = { from: at('2028-02-29T00:00:00+08:00'), to: at('2028-03-01T00:00:00+08:00') }
    expect(show(comparePeriod(day, 'previous_year', zone))).toEqual([
      '2027-02-28T00:00:00+08:00',
      '2027-03-01T00:00:00+08:00',
    ])
    const eve = { from: at('2028-02-28T00:00:00+08:00'), to: at('2028-02-29T00:00:00+08:00') }
    expect(show(comparePeriod(eve, 'previous_year', zone))).toEqual([
      '2027-02-28T00:00:00+08:00',
      '2027-03-01T00:00:00+08:00',
    ])
  })

  it('keeps a long period from overlapping the weeks it is compared with', () => {
    const month = { from: at('2026-10-01T00:00:00+08:00'), to: at('2026-11-01T00:00:00+08:00') }
    expect(show(comparePeriod(month, 'same_weekday', zone))[0]).toBe('2026-08-27T00:00:00+08:00')
  })
})

describe('parseRfc3339', () => {
  it.each([
    ['2026-11-01T00:00:00+08:00', Date.UTC(2026, 9, 31, 16)],
    ['2026-11-01t00:00:00z', Date.UTC(2026, 10, 1)],
    ['2026-11-01T00:00:00.1234567Z', Date.UTC(2026, 10, 1, 0, 0, 0, 123)],
    ['2026-11-01T00:00:00.5-00:30', Date.UTC(2026, 10, 1, 0, 30, 0, 500)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['2000-01-01T00:00:00Z', Date.UTC(2000, 0, 1)],
  ])('reads %s', (text, expected) => {
    expect(parseRfc3339(text)).toBe(expected)
  })

  it.each([
    '',
    '2026-11-01',
    '2026-11-01T00:00:00',
    '2026-11-01 00:00:00Z',
    '2026-11-01T00:00Z',
    '2026-11-01T00:00:00.Z',
    '2026-11-01T00:00:00+0800',
    '2026-11-01T00:00:00+08',
    '2026-11-01T00:00:00+24:00',
    '2026-11-01T00:00:00+08:60',
    '2026-13-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-11-01T24:00:00Z',
    '2026-11-01T00:60:00Z',
    '2026-11-01T12:00:60Z',
    '2026-11-00T00:00:00Z',
    '2026-1a-01T00:00:00Z',
    '1999-12-31T23:59:59Z',
    '2101-01-01T00:00:00Z',
    '2026-11-01T00:00:00Z ',
    ' 2026-11-01T00:00:00Z',
    '٢٠٢٦-11-01T00:00:00Z',
    '1793462400',
  ])('refuses %j', (text) => {
    expect(parseRfc3339(text)).toBeNull()
  })

  it('agrees with Date for every time Date writes', () => {
    fc.assert(fc.property(instants, (instant) => parseRfc3339(new Date(instant).toISOString()) === instant))
  })
})

describe('ids', () => {
  it('names the same thing the same way, as a version-8 uuid', () => {
    expect(unitId('ticket', 'a', 'b')).toBe(unitId('ticket', 'a', 'b'))
    expect(unitId('ticket', 'a', 'b')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(unitId('ticket', 'a', 'b')).not.toBe(unitId('ticket', 'ab'))
    expect(unitId('ticket', 'a","b')).not.toBe(unitId('ticket', 'a', 'b'))
    expect(unitId('ticket', 'a', 'b')).toBe('ef001b16-5b95-89d0-8f38-e5f90aaf10f1')
  })

  it('is fast', () => {
    const started = process.cpuUsage()
    for (let i = 0; i < 50_000; i++) unitId('event', 'source', `id-${i}`)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000)
  })
})

describe('dates', () => {
  it('reads real dates only', () => {
    expect(parseDate('1970-01-02')).toBe(1)
    expect((parseDate('2026-11-01') ?? 0) * DAY).toBe(Date.UTC(2026, 10, 1))
    for (const text of ['2026-02-30', '2026-1-1', '', '20261101']) expect(parseDate(text)).toBeNull()
    expect(MINUTE).toBe(60_000)
  })
})
