/** Over which time a metric is watched. Pure. */
import { z } from 'zod'
import { resolvePreset } from '@/lib/core/period'
import { DAY, MINUTE } from '@/lib/core/zone'
import type { MetricQuery } from '@/lib/metrics/types'

export const WINDOW_PRESETS = [
  'last_15m',
  'last_1h',
  'today',
  'yesterday',
  'last_7_days',
  'last_28_days',
  'this_week',
  'this_month',
] as const

/** A preset, or whole minutes up to now. */
export const windowSchema = z.union([z.enum(WINDOW_PRESETS), z.int().min(1).max(40_320)])
export type Window = z.infer<typeof windowSchema>

/** The window's period at an instant; what happens at `now` is inside. */
export function windowPeriod(window: Window, now: number, zone: string): MetricQuery['period'] {
  if (window === 'last_1h') return minutes(60, now)
  if (typeof window === 'number') return minutes(window, now)
  const preset = window
  return { ...resolvePreset(preset, now, zone), preset }
}

function minutes(count: number, now: number): MetricQuery['period'] {
  const to = Math.floor(now) + 1
  return { from: to - count * MINUTE, to }
}

/** The window's length in minutes, that of a day that is over where it grows with the day. */
export function windowMinutes(window: Window): number {
  if (typeof window === 'number') return window
  const days = { today: 1, yesterday: 1, last_7_days: 7, last_28_days: 28, this_week: 7, this_month: 30 }
  return window === 'last_15m' ? 15 : window === 'last_1h' ? 60 : (days[window] * DAY) / MINUTE
}
