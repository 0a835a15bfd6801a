/** Weekdays and hours of the day as stretches of instants: worked out here, never by the database's clock. */
import { nextBucket } from '@/lib/core/grain'
import { HOUR, wallAt, weekdayOf } from '@/lib/core/zone'
import type { Instant } from '@/lib/facts/event'

export interface WeekHours {
  /** 1 Monday … 7 Sunday; null = every day */
  readonly weekdays: readonly number[] | null
  /** 0–23 by the zone's clock; null = every hour */
  readonly hours: readonly number[] | null
}

const DAY = 24 * HOUR

/** The weekday (1 Monday … 7 Sunday) and the hour (0–23) of an instant by the zone's clock. */
export function weekHourAt(at: Instant, zone: string): { readonly weekday: number; readonly hour: number } {
  const wall = wallAt(at, zone)
  const day = Math.floor(wall / DAY)
  return { weekday: weekdayOf(day), hour: Math.floor((wall - day * DAY) / HOUR) }
}

/**
 * The parts of a period that lie on the weekdays and in the hours, in order and apart. An hour that a change of
 * the clock repeats is in it twice, one that it skips not at all: the same buckets as the grain `hour` has.
 */
export function stretchesOf(
  period: { readonly from: Instant; readonly to: Instant },
  { weekdays, hours }: WeekHours,
  zone: string,
): { readonly from: Instant; readonly to: Instant }[] {
  if (weekdays === null && hours === null) return [period]
  const found: { from: Instant; to: Instant }[] = []
  const grain = hours === null ? 'day' : 'hour'
  for (let from = period.from; from < period.to; ) {
    const to = Math.min(nextBucket(from, grain, zone), period.to)
    const { weekday, hour } = weekHourAt(from, zone)
    if ((weekdays === null || weekdays.includes(weekday)) && (hours === null || hours.includes(hour))) {
      const last = found.at(-1)
      if (last?.to === from) last.to = to
      else found.push({ from, to })
    }
    from = to
  }
  return found
}
