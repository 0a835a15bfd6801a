/** What a demo company is made from, and the calendar days of its zone. */
import type { Instant } from '@/lib/facts/event'
import { DEMO_OFFSET_MS } from './company'

/**
 * `anchor`: the instant up to which history was loaded; the same company lives on after it. `perDay`: tickets on
 * a usual day around the anchor (the business grew up to then).
 */
export interface DemoPlan {
  readonly seed: number
  readonly anchor: Instant
  readonly days: number
  readonly perDay: number
}

export const SECOND = 1000
export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

/** Number of the local calendar day that holds the instant (0 = 1 January 1970 in the company's zone). */
export function dayOf(at: Instant): number {
  return Math.floor((at + DEMO_OFFSET_MS) / DAY)
}

/** First instant of a local day. */
export function startOfDay(day: number): Instant {
  return day * DAY - DEMO_OFFSET_MS
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** The first day of a plan's history. */
export function firstDay(plan: DemoPlan): number {
  return dayOf(plan.anchor) - plan.days
}

/** `261120` for 20 November 2026. */
export function dayCode(day: number): string {
  return new Date(day * DAY).toISOString().slice(2, 10).replaceAll('-', '')
}
