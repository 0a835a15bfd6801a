/** When anybody hears of a rule: what mute windows leave of working hours, against looking at every minute. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heard, type Openings, unheard } from '@/lib/alerts/heard'
import { spanEnd } from '@/lib/alerts/quiet'
import type { MuteWindow } from '@/lib/alerts/types'
import { type BusinessCalendar, isOpen, openStretches, WEEKDAYS } from '@/lib/core/calendar'

const MINUTE = 60_000
const QUARTER = 15 * MINUTE
const DAY = 86_400_000
/** Berlin puts its clocks back on 25 October 2026. */
const WEEKS = [
  { zone: 'Asia/Shanghai', from: Date.parse('2026-11-20T14:37:00+08:00') },
  { zone: 'Europe/Berlin', from: Date.parse('2026-10-22T10:00:00+02:00') },
]
/** The hour they repeat: windows that begin or end in it may hold for either. */
const isRepeated = (at: number, zone: string) =>
  zone === 'Europe/Berlin' &&
  at >= Date.parse('2026-10-25T00:00:00Z') &&
  at < Date.parse('2026-10-25T02:00:00Z')
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const mutes = fc.array(
  fc
    .record({
      from: fc.integer({ min: 0, max: 95 }),
      length: fc.integer({ min: 1, max: 96 }),
      weekdays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), {
        nil: undefined,
      }),
    })
    .map(({ from, length, weekdays }): MuteWindow => {
      const end = (from + length) * 15
      return {
        from: clock(from * 15),
        to: end === 1440 ? '24:00' : clock(end % 1440),
        ...(weekdays === undefined ? {} : { weekdays }),
      }
    })
    .filter(({ from, to }) => from !== to),
  { maxLength: 5 },
)

const spans = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 96 }))
  .map(([from, length]) => [`${clock(from * 15)}-${clock(Math.min(1440, (from + length) * 15))}`])
const calendars = fc.record({
  week: fc.array(fc.option(spans, { nil: [] }), { minLength: 7, maxLength: 7 }),
  holiday: fc.integer({ min: 0, max: 6 }),
})

describe('what mute windows leave of working hours', () => {
  it('is every minute that is open and not muted', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WEEKS), calendars, mutes, (week, { week: hours, holiday }, mute) => {
        const { zone, from } = week
        const to = from + 8 * DAY
        const date = new Date(from + holiday * DAY).toISOString().slice(0, 10)
        const calendar: BusinessCalendar = {
          zone,
          versions: [
            {
              validFrom: '2026-01-01',
              weekly: Object.fromEntries(WEEKDAYS.map((day, i) => [day, hours[i] ?? []])),
              exceptions: { [date]: { spans: [] } },
            },
          ],
        }
        const open = openStretches(calendar, from, to)
        const left = heard(open, mute, { from, to, zone })
        const free = heard(null, mute, { from, to, zone })
        const within = (at: number, stretches: typeof left) =>
          stretches.some((it) => at >= it.from && at < it.to)
        // Windows are cut on quarters of an hour.
        for (let at = Math.ceil(from / QUARTER) * QUARTER; at < to; at += QUARTER) {
          if (isRepeated(at, zone)) continue
          const muted = mute.some((window) => spanEnd(window, at, zone) !== null)
          expect(within(at, free)).toBe(!muted)
          expect(within(at, open)).toBe(isOpen(calendar, at))
          expect(within(at, left)).toBe(!muted && isOpen(calendar, at))
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('a rule nobody hears of', () => {
  const from = Date.parse('2026-11-20T00:00:00+08:00')
  const to = from + 56 * DAY
  const zone = 'Asia/Shanghai'
  const office: BusinessCalendar = {
    zone,
    versions: [
      {
        validFrom: '2026-01-01',
        weekly: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, ['09:00-18:00']])),
        exceptions: { '2026-11-21': { as: 'mon' } },
      },
    ],
  }
  const open = openStretches(office, from, to)
  const openings = (more: Partial<Openings> = {}): Openings => ({
    from,
    to,
    zone,
    always: false,
    calendars: [{ name: 'office', open }],
    ...more,
  })
  const day = { from: '09:00', to: '18:00' }
  const why = (mute: readonly MuteWindow[], activeIn: 'always' | 'business', of = openings()) => {
    const found = unheard({ mute, activeIn }, of)
    return found === null ? null : [found.why, 'all' in found ? found.all : null]
  }

  it('has no minute left', () => {
    const whole = [
      { from: '20:00', to: '09:00' },
      { from: '09:00', to: '20:00' },
    ]
    expect(why(whole, 'always')).toEqual(['mute_all', null])
    expect(why([{ from: '00:00', to: '24:00', weekdays: [1, 2, 3, 4, 5, 6] }], 'always')).toBeNull()
    expect(why([{ from: '00:00', to: '23:59' }], 'always')).toBeNull()
    expect(why([], 'business')).toBeNull()
  })

  it('keeps working hours that its mute windows cover', () => {
    expect(why([day], 'business')).toEqual(['hours_muted', true])
    expect(why([day], 'always')).toBeNull()
    // A Saturday that is worked instead is in nobody's mute window.
    expect(why([{ ...day, weekdays: [1, 2, 3, 4, 5] }], 'business')).toBeNull()
    expect(why([{ ...day, from: '09:01' }], 'business')).toBeNull()
  })

  it('is heard where another calendar holds, or none', () => {
    const night = { name: 'night', open: [{ from: from + 20 * 60 * MINUTE, to: from + DAY }] }
    const both = openings({ calendars: [{ name: 'office', open }, night] })
    expect(why([day], 'business', both)).toEqual(['hours_muted', false])
    expect(why([day], 'business', openings({ always: true }))).toEqual(['hours_muted', false])
    expect(why([day], 'business', openings({ always: true, calendars: [] }))).toBeNull()
  })

  it('keeps hours of a calendar that has none', () => {
    const none = openings({ calendars: [{ name: 'empty', open: [] }] })
    expect(why([], 'business', none)).toEqual(['hours_none', true])
    expect(why([], 'always', none)).toBeNull()
  })
})
