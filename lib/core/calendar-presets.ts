import type { BusinessCalendar, CalendarException, CalendarVersion, SpanText, Weekday } from './calendar'
import { dateText, parseDate } from './zone'

/** Public holidays of one year: closed days, and weekend days worked in their stead (调休). */
export interface HolidayYear {
  readonly year: number
  /** false where the State Council's arrangement for the year was announced; true where only statutory days are known */
  readonly provisional: boolean
  readonly source: string
  /** first and last local date, both closed */
  readonly holidays: readonly { readonly from: string; readonly to: string; readonly name: string }[]
  /** weekend days that are worked */
  readonly workdays: readonly { readonly date: string; readonly name: string }[]
}

/**
 * Public holidays of mainland China. 2025 and 2026 are the State Council's arrangements. For 2027 no
 * arrangement was at hand when this was written: its days are the statutory ones, computed from the lunar
 * calendar, without make-up workdays, and the year is marked provisional.
 */
export const CHINA_HOLIDAYS: readonly HolidayYear[] = [
  {
    year: 2025,
    provisional: false,
    source: '国务院办公厅关于2025年部分节假日安排的通知',
    holidays: [
      { from: '2025-01-01', to: '2025-01-01', name: '元旦' },
      { from: '2025-01-28', to: '2025-02-04', name: '春节' },
      { from: '2025-04-04', to: '2025-04-06', name: '清明节' },
      { from: '2025-05-01', to: '2025-05-05', name: '劳动节' },
      { from: '2025-05-31', to: '2025-06-02', name: '端午节' },
      { from: '2025-10-01', to: '2025-10-08', name: '国庆节、中秋节' },
    ],
    workdays: [
      { date: '2025-01-26', name: '春节调休' },
      { date: '2025-02-08', name: '春节调休' },
      { date: '2025-04-27', name: '劳动节调休' },
      { date: '2025-09-28', name: '国庆节、中秋节调休' },
      { date: '2025-10-11', name: '国庆节、中秋节调休' },
    ],
  },
  {
    year: 2026,
    provisional: false,
    source: '国务院办公厅关于2026年部分节假日安排的通知',
    holidays: [
      { from: '2026-01-01', to: '2026-01-03', name: '元旦' },
      { from: '2026-02-15', to: '2026-02-23', name: '春节' },
      { from: '2026-04-04', to: '2026-04-06', name: '清明节' },
      { from: '2026-05-01', to: '2026-05-05', name: '劳动节' },
      { from: '2026-06-19', to: '2026-06-21', name: '端午节' },
      { from: '2026-09-25', to: '2026-09-27', name: '中秋节' },
      { from: '2026-10-01', to: '2026-10-07', name: '国庆节' },
    ],
    workdays: [
      { date: '2026-01-04', name: '元旦调休' },
      { date: '2026-02-14', name: '春节调休' },
      { date: '2026-02-28', name: '春节调休' },
      { date: '2026-05-09', name: '劳动节调休' },
      { date: '2026-09-20', name: '国庆节调休' },
      { date: '2026-10-10', name: '国庆节调休' },
    ],
  },
  {
    year: 2027,
    provisional: true,
    source: '全国年节及纪念日放假办法（2024年修订）的法定日期，调休未定',
    holidays: [
      { from: '2027-01-01', to: '2027-01-01', name: '元旦' },
      { from: '2027-02-05', to: '2027-02-08', name: '春节' },
      { from: '2027-04-05', to: '2027-04-05', name: '清明节' },
      { from: '2027-05-01', to: '2027-05-02', name: '劳动节' },
      { from: '2027-06-09', to: '2027-06-09', name: '端午节' },
      { from: '2027-09-15', to: '2027-09-15', name: '中秋节' },
      { from: '2027-10-01', to: '2027-10-03', name: '国庆节' },
    ],
    workdays: [],
  },
]

/**
 * The holidays as calendar exceptions by local date: holidays closed, make-up workdays with the hours of the
 * weekday `workdayAs` (default Monday).
 */
export function holidayExceptions(
  years: readonly HolidayYear[],
  workdayAs: Weekday = 'mon',
): Record<string, CalendarException> {
  const exceptions: Record<string, CalendarException> = {}
  for (const year of years) {
    for (const { from, to, name } of year.holidays) {
      const last = parseDate(to) ?? 0
      for (let day = parseDate(from) ?? 0; day <= last; day++) exceptions[dateText(day)] = { spans: [], name }
    }
    for (const { date, name } of year.workdays) exceptions[date] = { as: workdayAs, name }
  }
  return exceptions
}

/** A calendar in Asia/Shanghai with the given hours from Monday to Friday and China's holidays and 调休. */
export function chinaCalendar(
  hours: readonly SpanText[] = ['09:00-18:00'],
  weekend: readonly SpanText[] = [],
): BusinessCalendar {
  const weekly: CalendarVersion['weekly'] = {
    mon: hours,
    tue: hours,
    wed: hours,
    thu: hours,
    fri: hours,
    sat: weekend,
    sun: weekend,
  }
  return {
    zone: 'Asia/Shanghai',
    versions: [{ validFrom: '2000-01-01', weekly, exceptions: holidayExceptions(CHINA_HOLIDAYS) }],
  }
}
