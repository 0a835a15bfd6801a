import { addBusiness, type BusinessCalendar, businessMs } from '@/lib/core/calendar'
import { END_OF_INSTANTS } from '@/lib/core/period'
import type { Instant, Millis } from './event'

/** What is due "never": a limit in working time of a calendar that does not open again. */
export const NEVER: Instant = END_OF_INSTANTS

/** A stretch on both clocks; never negative. Without a calendar working time is wall clock. */
export function wallMs(from: Instant, to: Instant): Millis {
  return to > from ? to - from : 0
}

export function bizMs(calendar: BusinessCalendar | null, from: Instant, to: Instant): Millis {
  return calendar === null ? wallMs(from, to) : businessMs(calendar, from, to)
}

/**
 * The last instant at which no more than `limit` of working time has passed: only after it the limit is
 * exceeded. (A limit that is reached at closing time is exceeded at the next opening.)
 */
export function dueBiz(calendar: BusinessCalendar | null, from: Instant, limit: Millis): Instant {
  if (calendar === null) return from + limit
  return addBusiness(calendar, from, limit, 'last') ?? NEVER
}
