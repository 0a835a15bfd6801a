import {
  DAY,
  dayNumberAt,
  endOfSlot,
  HOUR,
  instantOfWall,
  MINUTE,
  startOfDay,
  startOfDayNumber,
  startOfHour,
  startOfMonth,
  startOfQuarterHour,
  startOfWeek,
  weekdayOf,
} from './zone'

/** The widths of time buckets. Weeks begin on Monday. */
export type BucketGrain = '15m' | 'hour' | 'day' | 'week' | 'month'

/**
 * The start of the zone's local bucket that holds the instant. Buckets of a grain lie end to end without gap or
 * overlap: a day has 23, 24 or 25 hour buckets, and where an offset changes within an hour (Lord Howe) a bucket
 * ends and another begins there.
 */
export function bucketStart(instant: number, grain: BucketGrain, zone: string): number {
  switch (grain) {
    case '15m':
      return startOfQuarterHour(instant, zone)
    case 'hour':
      return startOfHour(instant, zone)
    case 'day':
      return startOfDay(instant, zone)
    case 'week':
      return startOfWeek(instant, zone)
    case 'month':
      return startOfMonth(instant, zone)
  }
}

/** The start of the bucket after the one that holds the instant. */
export function nextBucket(instant: number, grain: BucketGrain, zone: string): number {
  switch (grain) {
    case '15m':
      return endOfSlot(instant, 15 * MINUTE, zone)
    case 'hour':
      return endOfSlot(instant, HOUR, zone)
    case 'day':
      return startOfDayNumber(dayNumberAt(instant, zone) + 1, zone)
    case 'week': {
      const day = dayNumberAt(instant, zone)
      return startOfDayNumber(day - weekdayOf(day) + 8, zone)
    }
    case 'month': {
      const date = new Date(dayNumberAt(instant, zone) * DAY)
      return instantOfWall(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1), zone)
    }
  }
}

/**
 * Starts of all buckets that touch [from, to), in order; the first may lie before `from`. At most `limit + 1`
 * are made, so that a caller can tell "too many" without building them.
 */
export function buckets(
  from: number,
  to: number,
  grain: BucketGrain,
  zone: string,
  limit = Number.POSITIVE_INFINITY,
): number[] {
  const starts: number[] = []
  if (from >= to) return starts
  let start = bucketStart(from, grain, zone)
  while (start < to && starts.length <= limit) {
    starts.push(start)
    start = nextBucket(start, grain, zone)
  }
  return starts
}

/** Whether the instant is the start of a bucket of this grain. */
export function isBucketStart(instant: number, grain: BucketGrain, zone: string): boolean {
  return bucketStart(instant, grain, zone) === instant
}

export { formatInZone } from './zone'
