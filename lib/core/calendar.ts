import * as z from 'zod'
import { parseSpan } from './calendar-spans'
import {
  DAY,
  dayNumberAt,
  isZone,
  MINUTE,
  offsetAt,
  offsetChange,
  parseDate,
  startOfDayNumber,
  weekdayOf,
} from './zone'

/**
 * Business calendars: when somebody is there to answer. All times are local to the calendar's zone; an instant
 * is working time when the local clock shows a time within a span, so hours that a change of clocks repeats
 * count twice and hours it skips do not count.
 */

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/**
 * `09:00-18:00`; the whole day is `00:00-24:00`; a span over midnight is written with hours beyond 24,
 * `22:00-26:00`, and belongs to the day on which it begins.
 */
export type SpanText = string

/** What holds on one date instead of the weekly hours: spans (none = closed), or the hours of a weekday (调休). */
export type CalendarException =
  | { readonly spans: readonly SpanText[]; readonly name?: string | undefined }
  | { readonly as: Weekday; readonly name?: string | undefined }

export interface CalendarVersion {
  /** local date from which this version holds, `2026-01-01`; the first version also holds before it */
  readonly validFrom: string
  readonly weekly: { readonly [day in Weekday]?: readonly SpanText[] | undefined }
  /** by local date */
  readonly exceptions: { readonly [date: string]: CalendarException }
}

export interface BusinessCalendar {
  readonly zone: string
  /** by validFrom, ascending, at least one */
  readonly versions: readonly CalendarVersion[]
}

/** Beyond this many days without an opening a calendar counts as never open. */
export const NEVER_AFTER_DAYS = 400

// ---- the JSON form -------------------------------------------------------------------------------------------

const spanList = z.array(z.string()).superRefine((texts, ctx) => {
  const spans: { from: number; to: number; index: number }[] = []
  for (const [index, text] of texts.entries()) {
    const span = parseSpan(text)
    if (typeof span === 'string') ctx.addIssue({ code: 'custom', path: [index], message: span })
    else spans.push({ from: span[0], to: span[1], index })
  }
  spans.sort((a, b) => a.from - b.from)
  for (let i = 1; i < spans.length; i++) {
    const before = spans[i - 1]
    const span = spans[i]
    if (before && span && span.from < before.to) {
      ctx.addIssue({
        code: 'custom',
        path: [span.index],
        message: `"${texts[span.index]}" overlaps "${texts[before.index]}"; join them or move one`,
      })
    }
  }
})

const localDate = z.string().refine((text) => parseDate(text) !== null, {
  error: 'not a date of the calendar; write it as "2026-10-01"',
})

const exception = z.union([
  z.strictObject({ spans: spanList, name: z.string().max(200).optional() }),
  z.strictObject({ as: z.enum(WEEKDAYS), name: z.string().max(200).optional() }),
])

const version = z.strictObject({
  validFrom: localDate,
  weekly: z
    .strictObject({
      mon: spanList.optional(),
      tue: spanList.optional(),
      wed: spanList.optional(),
      thu: spanList.optional(),
      fri: spanList.optional(),
      sat: spanList.optional(),
      sun: spanList.optional(),
    })
    .superRefine((weekly, ctx) => {
      for (const [index, day] of WEEKDAYS.entries()) {
        const next = WEEKDAYS[(index + 1) % 7] ?? 'mon'
        for (const text of weekly[day] ?? []) {
          const span = parseSpan(text)
          if (typeof span === 'string' || span[1] <= 1440) continue
          for (const [at, other] of (weekly[next] ?? []).entries()) {
            const follower = parseSpan(other)
            if (typeof follower !== 'string' && follower[0] < span[1] - 1440) {
              ctx.addIssue({
                code: 'custom',
                path: [next, at],
                message: `"${other}" overlaps "${text}" of ${day}, which runs over midnight; begin it later`,
              })
            }
          }
        }
      }
    }),
  exceptions: z.record(localDate, exception).default({}),
})

/** The JSON form of a business calendar; messages name the place and the cure. */
export const businessCalendarSchema = z.strictObject({
  zone: z.string().refine(isZone, { error: 'not an IANA time zone; write a name such as "Asia/Shanghai"' }),
  versions: z
    .array(version)
    .min(1, { error: 'a calendar needs at least one version' })
    .superRefine((versions, ctx) => {
      for (let i = 1; i < versions.length; i++) {
        if ((versions[i]?.validFrom ?? '') <= (versions[i - 1]?.validFrom ?? '')) {
          ctx.addIssue({
            code: 'custom',
            path: [i, 'validFrom'],
            message: 'versions must be in order of validFrom, each later than the one before',
          })
        }
      }
    }),
})

// ---- working time --------------------------------------------------------------------------------------------

/** Open stretches of one local day as instants, [from, to, from, to …], ascending and apart. */
type OpenSpans = readonly number[]

class Compiled {
  readonly zone: string
  private readonly versions: readonly {
    readonly from: number
    readonly weekly: readonly (readonly number[])[]
    readonly exceptions: ReadonlyMap<number, readonly number[]>
  }[]
  // Days are compiled outwards from the first one asked for; `sums[i]` is the working time before day `first + i`.
  private first = 0
  private spans: OpenSpans[] = []
  private sums: number[] = [0]

  constructor(calendar: BusinessCalendar) {
    this.zone = calendar.zone
    this.versions = calendar.versions.map((version) => {
      const weekly = WEEKDAYS.map((day) => wallSpans(version.weekly[day] ?? []))
      const exceptions = new Map<number, readonly number[]>()
      for (const [date, exception] of Object.entries(version.exceptions)) {
        const spans = 'as' in exception ? weekly[WEEKDAYS.indexOf(exception.as)] : wallSpans(exception.spans)
        exceptions.set(parseDate(date) ?? Number.NaN, spans ?? [])
      }
      return { from: parseDate(version.validFrom) ?? Number.NEGATIVE_INFINITY, weekly, exceptions }
    })
  }

  /** Open stretches of a local day. */
  day(day: number): OpenSpans {
    // Reaching may replace the arrays, so the index comes first.
    const index = this.reach(day)
    return this.spans[index] ?? []
  }

  /** Working time before an instant, counted from some day of its own. Only differences mean anything. */
  before(instant: number): number {
    const index = this.reach(dayNumberAt(instant, this.zone))
    const spans = this.spans[index] ?? []
    let sum = this.sums[index] ?? 0
    for (let i = 0; i < spans.length; i += 2) {
      const from = spans[i] ?? 0
      if (from >= instant) break
      sum += Math.min(spans[i + 1] ?? 0, instant) - from
    }
    return sum
  }

  /** Working time before a local day, on the same count as `before`. */
  beforeDay(day: number): number {
    const index = this.reach(day)
    return this.sums[index] ?? 0
  }

  private reach(day: number): number {
    if (this.spans.length === 0) this.first = day
    if (day < this.first) this.prepend(Math.min(day, this.first - 128))
    while (day >= this.first + this.spans.length) this.append()
    return day - this.first
  }

  private append(): void {
    const spans = this.open(this.first + this.spans.length)
    this.sums.push((this.sums[this.sums.length - 1] ?? 0) + lengthOf(spans))
    this.spans.push(spans)
  }

  private prepend(day: number): void {
    const spans: OpenSpans[] = []
    for (let d = day; d < this.first; d++) spans.push(this.open(d))
    let sum = this.sums[0] ?? 0
    const sums: number[] = []
    for (let i = spans.length - 1; i >= 0; i--) {
      sum -= lengthOf(spans[i] ?? [])
      sums.push(sum)
    }
    this.spans = [...spans, ...this.spans]
    this.sums = [...sums.reverse(), ...this.sums]
    this.first = day
  }

  private open(day: number): OpenSpans {
    const start = startOfDayNumber(day, this.zone)
    const end = startOfDayNumber(day + 1, this.zone)
    const found: number[] = []
    const change =
      offsetAt(start, this.zone) === offsetAt(end - 1, this.zone)
        ? null
        : offsetChange(start, end - 1, this.zone)
    if (change === null) this.cut(day, start, end, found)
    else {
      this.cut(day, start, change, found)
      this.cut(day, change, end, found)
    }
    return merged(found)
  }

  /** Open stretches of [start, end), within which the offset does not change. */
  private cut(day: number, start: number, end: number, into: number[]): void {
    if (start >= end) return
    const offset = offsetAt(start, this.zone)
    for (let d = day - 1; d <= day + 1; d++) {
      const spans = this.wall(d)
      for (let i = 0; i < spans.length; i += 2) {
        const from = Math.max(start, d * DAY + (spans[i] ?? 0) - offset)
        const to = Math.min(end, d * DAY + (spans[i + 1] ?? 0) - offset)
        if (from < to) into.push(from, to)
      }
    }
  }

  /** Spans that begin on a local day, in ms from its midnight. */
  private wall(day: number): readonly number[] {
    let version = this.versions[0]
    for (const candidate of this.versions) if (candidate.from <= day) version = candidate
    if (!version) return []
    return version.exceptions.get(day) ?? version.weekly[weekdayOf(day) - 1] ?? []
  }
}

function wallSpans(texts: readonly SpanText[]): number[] {
  const spans: number[] = []
  for (const text of texts) {
    const span = parseSpan(text)
    if (typeof span === 'string') throw new RangeError(span)
    spans.push(span[0] * MINUTE, span[1] * MINUTE)
  }
  return merged(spans)
}

/** Pairs in order, with those that touch or overlap joined. */
function merged(pairs: readonly number[]): number[] {
  const list: [number, number][] = []
  for (let i = 0; i < pairs.length; i += 2) list.push([pairs[i] ?? 0, pairs[i + 1] ?? 0])
  list.sort((a, b) => a[0] - b[0])
  const joined: number[] = []
  for (const [from, to] of list) {
    const last = joined.length - 1
    const end = joined[last]
    if (end !== undefined && from <= end) joined[last] = Math.max(end, to)
    else joined.push(from, to)
  }
  return joined
}

function lengthOf(spans: OpenSpans): number {
  let sum = 0
  for (let i = 0; i < spans.length; i += 2) sum += (spans[i + 1] ?? 0) - (spans[i] ?? 0)
  return sum
}

const compiled = new WeakMap<BusinessCalendar, Compiled>()

function compile(calendar: BusinessCalendar): Compiled {
  let found = compiled.get(calendar)
  if (!found) {
    found = new Compiled(calendar)
    compiled.set(calendar, found)
  }
  return found
}

/** Working milliseconds in [from, to); 0 where `to` is not after `from`. */
export function businessMs(calendar: BusinessCalendar, from: number, to: number): number {
  if (to <= from) return 0
  const c = compile(calendar)
  return c.before(to) - c.before(from)
}

/** Whether the instant is working time. A span holds its start and not its end. */
export function isOpen(calendar: BusinessCalendar, at: number): boolean {
  const c = compile(calendar)
  const spans = c.day(dayNumberAt(at, c.zone))
  for (let i = 0; i < spans.length; i += 2) {
    if (at >= (spans[i] ?? 0) && at < (spans[i + 1] ?? 0)) return true
  }
  return false
}

/** The working time of [from, to), as stretches in order that neither touch nor overlap. */
export function openStretches(
  calendar: BusinessCalendar,
  from: number,
  to: number,
): readonly { readonly from: number; readonly to: number }[] {
  const c = compile(calendar)
  const pairs: number[] = []
  for (let day = dayNumberAt(from, c.zone); day <= dayNumberAt(to, c.zone); day++) pairs.push(...c.day(day))
  const joined = merged(pairs)
  const found: { from: number; to: number }[] = []
  for (let i = 0; i < joined.length; i += 2) {
    const stretch = { from: Math.max(from, joined[i] ?? 0), to: Math.min(to, joined[i + 1] ?? 0) }
    if (stretch.from < stretch.to) found.push(stretch)
  }
  return found
}

/** The first instant at or after `at` that is working time; null where none comes within 400 days. */
export function nextOpening(calendar: BusinessCalendar, at: number): number | null {
  const c = compile(calendar)
  const first = dayNumberAt(at, c.zone)
  for (let day = first; day <= first + NEVER_AFTER_DAYS; day++) {
    const spans = c.day(day)
    for (let i = 0; i < spans.length; i += 2) {
      if (at < (spans[i + 1] ?? 0)) return Math.max(at, spans[i] ?? 0)
    }
  }
  return null
}

/**
 * The first instant at or after `at` that is no working time; null where none comes within 400 days. Spans that
 * touch, over midnight too, are one.
 */
export function nextClosing(calendar: BusinessCalendar, at: number): number | null {
  const c = compile(calendar)
  const first = dayNumberAt(at, c.zone)
  let open = at
  for (let day = first; day <= first + NEVER_AFTER_DAYS; day++) {
    const spans = c.day(day)
    for (let i = 0; i < spans.length; i += 2) {
      const to = spans[i + 1] ?? 0
      if (to <= open) continue
      if ((spans[i] ?? 0) > open) return open
      open = to
    }
    if (open < startOfDayNumber(day + 1, c.zone)) return open
  }
  return null
}

/**
 * The instant at which `ms` of working time have passed since `from`; null where they do not pass within 400
 * days. Where the last of them ends at a closing, every instant up to the next opening fits: `edge` chooses the
 * `first` (the closing) or the `last` (the opening: only after it more than `ms` have passed).
 */
export function addBusiness(
  calendar: BusinessCalendar,
  from: number,
  ms: number,
  edge: 'first' | 'last' = 'first',
): number | null {
  if (edge === 'first' && ms <= 0) return from
  const c = compile(calendar)
  const target = c.before(from) + ms
  const start = dayNumberAt(from, c.zone)
  for (let day = start; day <= start + NEVER_AFTER_DAYS; day++) {
    let sum = c.beforeDay(day)
    const dayEnds = c.beforeDay(day + 1)
    if (edge === 'first' ? dayEnds < target : dayEnds <= target) continue
    const spans = c.day(day)
    for (let i = 0; i < spans.length; i += 2) {
      const open = spans[i] ?? 0
      const length = (spans[i + 1] ?? 0) - open
      if (edge === 'first' ? sum + length >= target : sum + length > target) return open + (target - sum)
      sum += length
    }
  }
  return null
}
