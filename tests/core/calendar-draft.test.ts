/** Calendars as people edit them, and their holidays as a file. */
import { describe, expect, it } from 'vitest'
import { businessCalendarSchema, isOpen } from '@/lib/core/calendar'
import {
  type CalendarDraft,
  calendarOf,
  draftFaults,
  draftOf,
  hoursOn,
  parseHolidays,
  withDays,
} from '@/lib/core/calendar-draft'
import { chinaCalendar } from '@/lib/core/calendar-presets'
import { readSpans } from '@/lib/core/calendar-spans'

const draft = (weekly: object = {}, days: CalendarDraft['editions'][0]['days'] = []): CalendarDraft => ({
  name: '公司',
  zone: 'Asia/Shanghai',
  editions: [
    {
      validFrom: '2026-01-01',
      weekly: { mon: '9-18', tue: '', wed: '', thu: '', fri: '', sat: '', sun: '', ...weekly },
      days,
    },
  ],
})
const codes = (of: CalendarDraft) => draftFaults(of).map(({ code }) => code)

describe('hours as typed', () => {
  it('are read in the ways people write them', () => {
    expect(readSpans('9:00-12:00、13:00—18:00').spans).toEqual(['09:00-12:00', '13:00-18:00'])
    expect(readSpans('9 - 18').spans).toEqual(['09:00-18:00'])
    expect(readSpans('22:00~2:00').spans).toEqual(['22:00-26:00'])
    expect(readSpans('0:00-24:00').spans).toEqual(['00:00-24:00'])
    expect(readSpans('').spans).toEqual([])
    expect(readSpans('9点到18点').wrong).not.toEqual([])
    expect(readSpans('9:70-18:00, 9:00-10:00')).toEqual({ spans: ['09:00-10:00'], wrong: ['9:70-18:00'] })
  })
})

describe('a draft', () => {
  it('is saved as what it was read from', () => {
    const calendar = chinaCalendar(['09:00-12:00', '13:00-18:00'], ['22:00-26:00'])
    expect(calendarOf(draftOf('x', calendar))).toEqual(calendar)
    expect(draftFaults(draftOf('x', calendar))).toEqual([])
  })

  it('is told what is wrong, by place', () => {
    expect(draftFaults(draft({ mon: '9-12 11-18' }))).toEqual([
      {
        code: 'overlap',
        stops: true,
        edition: 0,
        place: 'mon',
        pair: ['09:00-12:00', '11:00-18:00'],
      },
    ])
    expect(draftFaults(draft({ mon: '22:00-2:00', tue: '1:00-9:00' }))).toEqual([
      { code: 'overnight', stops: true, edition: 0, place: 'tue', before: 'mon' },
    ])
    expect(codes(draft({ mon: 'all day' }))).toContain('span')
    expect(codes(draft({ mon: '' }))).toEqual(['empty_week'])
    const day = { date: '2026-10-01', name: '国庆节', as: null, text: '' }
    expect(codes(draft({}, [day, day]))).toEqual(['twice'])
    expect(codes(draft({}, [{ ...day, date: '2026-02-30' }]))).toEqual(['day_date'])
    expect(codes({ ...draft(), name: ' ' })).toEqual(['name'])
    const [edition] = draft({}, [{ ...day, date: '2027-10-01' }]).editions
    if (edition === undefined) throw new Error('no edition')
    expect(codes({ ...draft(), editions: [edition, { ...edition, validFrom: '2027-01-01' }] })).toEqual([
      'outside',
    ])
    expect(codes({ ...draft(), editions: [edition, edition] })).toContain('edition_order')
  })

  it('without what stops it passes the schema it is saved by, and with it does not', () => {
    const texts = ['9-18', '9-12 11-18', '22:00-2:00', '', '1:00-9:00', '8-12 13-26']
    for (const mon of texts)
      for (const tue of texts) {
        const made = draft({ mon, tue })
        const stops = draftFaults(made).some(({ stops: it }) => it)
        expect([mon, tue, businessCalendarSchema.safeParse(calendarOf(made)).success]).toEqual([
          mon,
          tue,
          !stops,
        ])
      }
  })

  it('is open when the calendar it becomes is open', () => {
    const calendar = chinaCalendar(['09:00-12:00', '13:00-18:00'])
    const made = draftOf('x', calendar)
    for (const date of ['2026-09-30', '2026-10-01', '2026-10-10', '2026-10-11', '2026-11-20'])
      for (const clock of ['08:59', '09:00', '12:30', '17:59']) {
        const { spans } = hoursOn(made, date)
        const listed = spans.some((span) => clock >= span.slice(0, 5) && clock < span.slice(6))
        expect([date, clock, listed]).toEqual([
          date,
          clock,
          isOpen(calendar, Date.parse(`${date}T${clock}:00+08:00`)),
        ])
      }
  })
})

describe('holidays from a file', () => {
  it('are read in both languages, with faults by line', () => {
    const { days, faults } = parseHolidays(
      '\uFEFFdate,name,hours\r\n2026/10/1,国庆节,休息\r\n2026-10-10,国庆调休,上班\n20261011,加班,"9:00-12:00 13:00-18:00"\n2026-10-02,国庆节,sat\n\n2026-02-30,没有,closed\n2026-10-03,少一列\n2026-10-04,看不懂,也许\n2026-10-01,又来,closed\n2026-10-05,重叠,9-12 10-13',
    )
    expect(days).toEqual([
      { date: '2026-10-01', name: '国庆节', as: null, text: '' },
      { date: '2026-10-02', name: '国庆节', as: 'sat', text: '' },
      { date: '2026-10-10', name: '国庆调休', as: 'mon', text: '' },
      { date: '2026-10-11', name: '加班', as: null, text: '09:00-12:00 13:00-18:00' },
    ])
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [7, 'date'],
      [8, 'columns'],
      [9, 'hours'],
      [10, 'twice'],
      [11, 'hours'],
    ])
  })

  it('replace days of the same date and keep the others', () => {
    const day = (date: string, name: string) => ({ date, name, as: null, text: '' })
    expect(
      withDays(
        [day('2026-01-01', 'a'), day('2026-05-01', 'b')],
        [day('2026-05-01', 'c'), day('2026-02-01', 'd')],
      ),
    ).toEqual([day('2026-01-01', 'a'), day('2026-02-01', 'd'), day('2026-05-01', 'c')])
  })
})
