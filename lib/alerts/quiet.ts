/** When nobody is told: silences, mute windows, working hours, and alarms that another one explains. Pure. */
import { isOpen, nextOpening } from '@/lib/core/calendar'
import { DAY, dayNumberAt, instantOfWall, MINUTE, wallAt, weekdayOf } from '@/lib/core/zone'
import type { FoldConfig } from '@/lib/facts/config'
import type { Instant } from '@/lib/facts/event'
import { covers } from './keys'
import type { AlarmScope, MuteWindow, Rule } from './types'

/** Row of `silence`. */
export interface Silence {
  readonly id: string
  /** null = every rule */
  readonly ruleId: string | null
  readonly matcher: AlarmScope
  readonly from: Instant
  readonly until: Instant
  /** ended before its time */
  readonly endedAt: Instant | null
}

/** What fires at this moment, of whichever rule. */
export interface Firing {
  readonly ruleId: string
  readonly scope: AlarmScope
}

/** Why nobody is told; `until` = when that ends by itself, null = not known. */
export type QuietReason =
  | { readonly kind: 'silence'; readonly id: string; readonly until: Instant }
  | { readonly kind: 'mute'; readonly until: Instant }
  | { readonly kind: 'hours'; readonly until: Instant | null }
  /** the rule whose alarm explains this one: no incident is opened */
  | { readonly kind: 'inhibited'; readonly ruleId: string; readonly until: null }

export interface QuietMoment {
  /** the tenant's zone */
  readonly zone: string
  readonly calendars: Pick<FoldConfig, 'calendarFor'>
  readonly silences: readonly Silence[]
  readonly firing: readonly Firing[]
}

type Hushable = Pick<Rule, 'id' | 'mute' | 'activeIn' | 'inhibitedBy'>

/** Every reason why nobody is told about this scope now; empty = tell. */
export function quietReasons(
  rule: Hushable,
  scope: AlarmScope,
  now: Instant,
  moment: QuietMoment,
): readonly QuietReason[] {
  const reasons: QuietReason[] = []
  for (const silence of moment.silences) {
    if (holds(silence, now) && (silence.ruleId === null || silence.ruleId === rule.id)) {
      if (covers(silence.matcher, scope))
        reasons.push({ kind: 'silence', id: silence.id, until: silence.until })
    }
  }
  const mutedUntil = muteEnd(rule.mute, now, moment.zone)
  if (mutedUntil !== null) reasons.push({ kind: 'mute', until: mutedUntil })
  if (rule.activeIn === 'business') {
    const calendar = moment.calendars.calendarFor({
      channel: scope.channel ?? null,
      team: scope.team ?? null,
      at: now,
    })
    if (calendar !== null && !isOpen(calendar, now)) {
      reasons.push({ kind: 'hours', until: nextOpening(calendar, now) })
    }
  }
  const cause = moment.firing.find(
    ({ ruleId, scope: wider }) =>
      ruleId !== rule.id && rule.inhibitedBy.includes(ruleId) && covers(wider, scope),
  )
  if (cause !== undefined) reasons.push({ kind: 'inhibited', ruleId: cause.ruleId, until: null })
  return reasons
}

/** Whether a silence holds at an instant: it has its start and not its end. */
export function holds(
  { from, until, endedAt }: Pick<Silence, 'from' | 'until' | 'endedAt'>,
  now: Instant,
): boolean {
  return now >= from && now < Math.min(until, endedAt ?? until)
}

/** Minutes from midnight of `HH:MM`, 0–1440. */
export function minuteOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}

/** The part of the day, on the days it begins on; `from` = `to` is the whole day. */
export interface DaySpan {
  readonly from: string
  readonly to: string
  /** 1 Monday … 7 Sunday; absent or empty = every day */
  readonly weekdays?: readonly number[] | undefined
}

/**
 * When the span that holds an instant ends, null where none does. A span over midnight belongs to the day on which it
 * begins.
 */
export function spanEnd(span: DaySpan, at: Instant, zone: string): Instant | null {
  const from = minuteOfDay(span.from)
  const to = minuteOfDay(span.to)
  const length = to > from ? to - from : to - from + 1440
  const today = dayNumberAt(at, zone)
  const wall = wallAt(at, zone)
  for (const day of [today, today - 1]) {
    if (span.weekdays !== undefined && span.weekdays.length > 0 && !span.weekdays.includes(weekdayOf(day)))
      continue
    const start = day * DAY + from * MINUTE
    const end = start + length * MINUTE
    if (wall >= start && wall < end) return instantOfWall(end, zone)
  }
  return null
}

/** When the mute windows that hold now end, those that follow without a gap included; null = none holds. */
function muteEnd(windows: readonly MuteWindow[], now: Instant, zone: string): Instant | null {
  let end: Instant | null = null
  for (let at = now, hops = 0; hops <= windows.length * 8; hops++) {
    const ends = windows.flatMap((window) => spanEnd(window, at, zone) ?? [])
    if (ends.length === 0) break
    end = Math.max(...ends)
    at = end
  }
  return end
}
