/** The days of a month as a calendar shows them, by day numbers (lib/core/zone). Pure. */
import { weekdayOf } from '@/lib/core/zone'

const DAY = 86_400_000

/** The day number of the first day of the month a day lies in. */
export function firstOfMonth(day: number): number {
  const date = new Date(day * DAY)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY
}

/** The first day of the month `months` later (earlier where negative). */
export function monthLater(day: number, months: number): number {
  const date = new Date(day * DAY)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY
}

/** The same day of another month, or its last where that month is shorter. */
export function sameDayLater(day: number, months: number): number {
  const first = monthLater(day, months)
  const ofMonth = new Date(day * DAY).getUTCDate()
  return Math.min(first + ofMonth - 1, monthLater(first, 1) - 1)
}

/** The weeks of a month from Monday; null where a place belongs to another month. */
export function weeksOf(day: number): readonly (readonly (number | null)[])[] {
  const first = firstOfMonth(day)
  const end = monthLater(first, 1)
  const monday = first - (weekdayOf(first) - 1)
  const weeks: (number | null)[][] = []
  for (let start = monday; start < end; start += 7) {
    weeks.push(
      Array.from({ length: 7 }, (_, i) => {
        const at = start + i
        return at < first || at >= end ? null : at
      }),
    )
  }
  return weeks
}

/** The day of the month, 1–31. */
export function dayOfMonth(day: number): number {
  return new Date(day * DAY).getUTCDate()
}
