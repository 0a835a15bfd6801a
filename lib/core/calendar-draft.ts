/** A business calendar as people edit it, what is wrong with it, and its holidays as a CSV file. Pure, without schemas. */
import type { BusinessCalendar, CalendarException, Weekday } from './calendar'
import { firstOf, overlapOf, readSpans, spillOf } from './calendar-spans'
import { dateText, parseDate, weekdayOf } from './zone'

export const DRAFT_WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** `as` = the hours of that weekday (调休); `text` = its own hours as typed, empty = closed. */
export interface DraftDay {
  readonly date: string
  readonly name: string
  readonly as: Weekday | null
  readonly text: string
}

export interface DraftEdition {
  readonly validFrom: string
  /** hours as typed; empty = closed */
  readonly weekly: Readonly<Record<Weekday, string>>
  /** in the order of their dates */
  readonly days: readonly DraftDay[]
}

export interface CalendarDraft {
  readonly name: string
  readonly zone: string
  readonly editions: readonly DraftEdition[]
}

const textOf = (spans: readonly string[] | undefined): string => (spans ?? []).join(' ')

/** A stored calendar to edit. */
export function draftOf(name: string, calendar: BusinessCalendar): CalendarDraft {
  return {
    name,
    zone: calendar.zone,
    editions: calendar.versions.map(({ validFrom, weekly, exceptions }) => ({
      validFrom,
      weekly: Object.fromEntries(DRAFT_WEEKDAYS.map((day) => [day, textOf(weekly[day])])) as Record<
        Weekday,
        string
      >,
      days: daysOf(exceptions),
    })),
  }
}

/** Exceptions as a list, by date. */
export function daysOf(exceptions: Readonly<Record<string, CalendarException>>): DraftDay[] {
  return Object.entries(exceptions)
    .map(([date, exception]) => ({
      date,
      name: exception.name ?? '',
      as: 'as' in exception ? exception.as : null,
      text: 'as' in exception ? '' : textOf(exception.spans),
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1))
}

/** What is saved of a draft that has no faults. */
export function calendarOf({ zone, editions }: CalendarDraft): BusinessCalendar {
  return {
    zone,
    versions: editions.map(({ validFrom, weekly, days }) => ({
      validFrom,
      weekly: Object.fromEntries(DRAFT_WEEKDAYS.map((day) => [day, readSpans(weekly[day]).spans])),
      exceptions: Object.fromEntries(
        days.map(({ date, name, as, text }): [string, CalendarException] => {
          const named = name.trim() === '' ? {} : { name: name.trim() }
          return [date, as === null ? { spans: readSpans(text).spans, ...named } : { as, ...named }]
        }),
      ),
    })),
  }
}

/** `stops` = it cannot be saved so; the others can, and are said. */
export type DraftFault =
  | { readonly code: 'name'; readonly stops: true }
  | { readonly code: 'edition_date'; readonly stops: true; readonly edition: number }
  | { readonly code: 'edition_order'; readonly stops: true; readonly edition: number }
  | {
      readonly code: 'span'
      readonly stops: true
      readonly edition: number
      readonly place: string
      readonly text: string
    }
  | {
      readonly code: 'overlap'
      readonly stops: true
      readonly edition: number
      readonly place: string
      readonly pair: readonly [string, string]
    }
  /** the hours of `place` begin before those of the day before have ended */
  | {
      readonly code: 'overnight'
      readonly stops: true
      readonly edition: number
      readonly place: Weekday
      readonly before: Weekday
    }
  | {
      readonly code: 'twice' | 'day_date'
      readonly stops: true
      readonly edition: number
      readonly place: string
    }
  | { readonly code: 'empty_week'; readonly stops: false; readonly edition: number }
  /** a day that is before the edition begins or after the next one does: it never counts */
  | { readonly code: 'outside'; readonly stops: false; readonly edition: number; readonly place: string }

/** Everything to say of a draft while it is edited. `place`: a weekday or a date. */
export function draftFaults({ name, editions }: CalendarDraft): readonly DraftFault[] {
  const faults: DraftFault[] = []
  if (name.trim() === '') faults.push({ code: 'name', stops: true })
  for (const [edition, { validFrom, weekly, days }] of editions.entries()) {
    if (parseDate(validFrom) === null) faults.push({ code: 'edition_date', stops: true, edition })
    else if (edition > 0 && (editions[edition - 1]?.validFrom ?? '') >= validFrom)
      faults.push({ code: 'edition_order', stops: true, edition })
    const hours = (place: string, text: string): readonly string[] => {
      const { spans, wrong } = readSpans(text)
      for (const part of wrong) faults.push({ code: 'span', stops: true, edition, place, text: part })
      const pair = overlapOf(spans)
      if (pair !== null) faults.push({ code: 'overlap', stops: true, edition, place, pair })
      return spans
    }
    const week = DRAFT_WEEKDAYS.map((day) => hours(day, weekly[day]))
    for (const [i, day] of DRAFT_WEEKDAYS.entries()) {
      const before = DRAFT_WEEKDAYS[(i + 6) % 7] ?? 'sun'
      const first = firstOf(week[i] ?? [])
      if (first !== null && first < spillOf(week[(i + 6) % 7] ?? []))
        faults.push({ code: 'overnight', stops: true, edition, place: day, before })
    }
    if (week.every((spans) => spans.length === 0)) faults.push({ code: 'empty_week', stops: false, edition })
    const seen = new Set<string>()
    const until = editions[edition + 1]?.validFrom
    for (const { date, as, text } of days) {
      if (parseDate(date) === null) faults.push({ code: 'day_date', stops: true, edition, place: date })
      if (seen.has(date)) faults.push({ code: 'twice', stops: true, edition, place: date })
      seen.add(date)
      if (as === null) hours(date, text)
      if ((edition > 0 && date < validFrom) || (until !== undefined && date >= until))
        faults.push({ code: 'outside', stops: false, edition, place: date })
    }
  }
  return faults
}

/** When a calendar is open on a local date, and the name of the day where it is unlike its week. */
export function hoursOn(
  { editions }: CalendarDraft,
  date: string,
): { readonly spans: readonly string[]; readonly name: string | null; readonly special: boolean } {
  const edition = editions.filter(({ validFrom }, i) => i === 0 || validFrom <= date).at(-1)
  const day = parseDate(date)
  if (edition === undefined || day === null) return { spans: [], name: null, special: false }
  const special = edition.days.find((it) => it.date === date)
  const weekday = special?.as ?? DRAFT_WEEKDAYS[weekdayOf(day) - 1] ?? 'mon'
  const text = special !== undefined && special.as === null ? special.text : edition.weekly[weekday]
  return {
    spans: readSpans(text).spans,
    name: special === undefined || special.name === '' ? null : special.name,
    special: special !== undefined,
  }
}

/** Line numbers from 1. */
export interface CsvFault {
  readonly line: number
  readonly code: 'columns' | 'date' | 'hours' | 'twice'
  readonly text: string
}

const CLOSED = /^(?:closed|off|休|休息|放假|休假|节假日)$/i
const OPEN = /^(?:open|work|班|上班|调休|补班|工作日)$/i
const HEADER = /^(?:date|日期)$/i

/**
 * Days from a CSV file: date, name, and `closed`, `open` (the hours of a Monday), a weekday (`mon`) or hours. Commas,
 * semicolons or tabs; a line of heads is passed over. Lines with faults give no day.
 */
export function parseHolidays(text: string): {
  readonly days: readonly DraftDay[]
  readonly faults: readonly CsvFault[]
} {
  const days: DraftDay[] = []
  const faults: CsvFault[] = []
  const seen = new Set<string>()
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (const [index, raw] of lines.entries()) {
    const line = index + 1
    if (raw.trim() === '') continue
    const mark = raw.includes('\t') ? '\t' : raw.includes(',') ? ',' : /[，；;]/
    const [first = '', name = '', ...rest] = raw
      .split(mark)
      .map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
    if (HEADER.test(first)) continue
    const hours = rest.join(' ').trim()
    const date = dateOf(first)
    const wrong = (code: CsvFault['code'], about: string) => faults.push({ line, code, text: about })
    if (date === null) {
      wrong('date', first)
      continue
    }
    if (rest.length === 0) {
      wrong('columns', raw.trim())
      continue
    }
    const as = OPEN.test(hours) ? 'mon' : (DRAFT_WEEKDAYS.find((it) => it === hours.toLowerCase()) ?? null)
    const own = CLOSED.test(hours) ? '' : hours
    const read = readSpans(own)
    if (
      as === null &&
      !CLOSED.test(hours) &&
      (own === '' || read.wrong.length > 0 || overlapOf(read.spans) !== null)
    ) {
      wrong('hours', hours)
      continue
    }
    if (seen.has(date)) {
      wrong('twice', date)
      continue
    }
    seen.add(date)
    days.push({ date, name, as, text: as === null ? read.spans.join(' ') : '' })
  }
  return { days: days.sort((a, b) => (a.date < b.date ? -1 : 1)), faults }
}

/** 2026-10-01, 2026/10/1, 2026.10.1, 20261001, 2026年10月1日 → 2026-10-01; null = no day of the calendar. */
function dateOf(text: string): string | null {
  const match = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text)
  if (match === null) return null
  const [, year = '', month = '', day = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const parsed = parseDate(date)
  return parsed === null ? null : dateText(parsed)
}

/** Days with others laid over them: the same date is taken from `over`. */
export function withDays(days: readonly DraftDay[], over: readonly DraftDay[]): DraftDay[] {
  const dates = new Set(over.map(({ date }) => date))
  return [...days.filter(({ date }) => !dates.has(date)), ...over].sort((a, b) => (a.date < b.date ? -1 : 1))
}
