/** When somebody hears of a rule at all: working hours, where it keeps them, less its mute windows. Pure. */
import type { Instant } from '@/lib/facts/event'
import { type Stretch, stretchesOf, uncovered } from './cover'
import type { MuteWindow } from './types'

/** The working hours of the weeks to come: holidays and moved days are in them as they fall. */
export interface Openings {
  readonly from: Instant
  readonly to: Instant
  readonly zone: string
  /** whether there is somebody no calendar holds for: all hours count */
  readonly always: boolean
  readonly calendars: readonly { readonly name: string; readonly open: readonly Stretch[] }[]
}

/** What mute windows leave of open stretches, in order; `open` null = all the time. */
export function heard(
  open: readonly Stretch[] | null,
  mute: readonly MuteWindow[],
  { from, to, zone }: Pick<Openings, 'from' | 'to' | 'zone'>,
): readonly Stretch[] {
  const muted = mute.flatMap((window) =>
    stretchesOf(
      { ...window, weekdays: window.weekdays ?? [], validFrom: null, validTo: null },
      from,
      to,
      zone,
    ),
  )
  const free = uncovered(muted, from, to)
  if (open === null) return free
  const left: Stretch[] = []
  let at = 0
  for (const span of open) {
    while ((free[at]?.to ?? Number.POSITIVE_INFINITY) <= span.from) at++
    for (let i = at; i < free.length; i++) {
      const stretch = free[i]
      if (stretch === undefined || stretch.from >= span.to) break
      left.push({ from: Math.max(span.from, stretch.from), to: Math.min(span.to, stretch.to) })
    }
  }
  return left
}

/** Why nobody ever hears of a rule, or nobody some calendars hold for; null = everybody does at times. */
export type Unheard =
  | { readonly why: 'mute_all' }
  /** working hours that have no minute at all, or that mute windows cover; `all` = nobody is left */
  | {
      readonly why: 'hours_none' | 'hours_muted'
      readonly calendars: readonly string[]
      readonly all: boolean
    }

export function unheard(
  rule: { readonly activeIn: 'always' | 'business'; readonly mute: readonly MuteWindow[] },
  openings: Openings,
): Unheard | null {
  if (heard(null, rule.mute, openings).length === 0) return { why: 'mute_all' }
  if (rule.activeIn === 'always') return null
  const { calendars, always } = openings
  const silent = calendars.filter(({ open }) => heard(open, rule.mute, openings).length === 0)
  if (silent.length === 0) return null
  return {
    why: silent.every(({ open }) => open.length === 0) ? 'hours_none' : 'hours_muted',
    calendars: silent.map(({ name }) => name),
    all: silent.length === calendars.length && !always,
  }
}
