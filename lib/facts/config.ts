import * as z from 'zod'
import type { BusinessCalendar } from '@/lib/core/calendar'
import { dateText, dayNumberAt, parseDate } from '@/lib/core/zone'
import type { Instant, Millis } from './event'
import type { ChannelKind } from './shapes'

export { CHAT_CHANNELS, channelKind } from './channel-kind'

/** Whose calendar or limits are asked for, and when: a version holds from its date on. */
export interface Scope {
  readonly channel: string | null
  readonly team: string | null
  readonly at: Instant
}

/** The limits a ticket is measured against, in milliseconds; "within" includes the limit itself. */
export interface Targets {
  /** first response */
  readonly frtMs: Millis
  /** service level Y */
  readonly serviceLevelMs: Millis
  /** reply within a round; null = none */
  readonly roundMs: Millis | null
  readonly resolutionMs: Millis
  /** abandons within it leave the rates; null = none do */
  readonly shortAbandonMs: Millis | null
}

/** Everything the fold needs beside events. Pure: the same scope gives the same answer. */
export interface FoldConfig {
  /** the tenant's zone */
  readonly zone: string
  /** null = all hours: working time equals wall clock */
  calendarFor(scope: Scope): BusinessCalendar | null
  targetsFor(scope: Scope & { readonly channelKind: ChannelKind }): Targets
}

const SECONDS = 1000
const HOURS = 3_600_000

/** The default limits by channel kind. */
export const DEFAULT_TARGETS: Readonly<Record<ChannelKind, Targets>> = {
  phone: {
    frtMs: 15 * SECONDS,
    serviceLevelMs: 20 * SECONDS,
    roundMs: null,
    resolutionMs: 24 * HOURS,
    shortAbandonMs: 5 * SECONDS,
  },
  chat: {
    frtMs: 60 * SECONDS,
    serviceLevelMs: 60 * SECONDS,
    roundMs: 40 * SECONDS,
    resolutionMs: 24 * HOURS,
    shortAbandonMs: 10 * SECONDS,
  },
  ticket: {
    frtMs: 300 * SECONDS,
    serviceLevelMs: 4 * HOURS,
    roundMs: 4 * HOURS,
    resolutionMs: 24 * HOURS,
    shortAbandonMs: null,
  },
}

// ---- settings ------------------------------------------------------------------------------------------------

const seconds = z
  .number()
  .min(0)
  .max(366 * 86_400)

const limits = z.strictObject({
  frtSeconds: seconds.optional(),
  serviceLevelSeconds: seconds.optional(),
  roundSeconds: seconds.nullable().optional(),
  resolutionSeconds: seconds.optional(),
  shortAbandonSeconds: seconds.nullable().optional(),
})

const validFrom = z.string().refine((text) => parseDate(text) !== null, {
  error: 'not a date of the calendar; write it as "2026-10-01"',
})

/**
 * The setting `targets`: limits in seconds, by version. What a version leaves out keeps its default; a team's
 * limit goes before its channel's, a channel's before its kind's.
 */
export const targetSettingsSchema = z.strictObject({
  versions: z
    .array(
      z.strictObject({
        validFrom,
        kinds: z
          .strictObject({ phone: limits.optional(), chat: limits.optional(), ticket: limits.optional() })
          .optional(),
        channels: z.record(z.string(), limits).optional(),
        teams: z.record(z.string(), limits).optional(),
      }),
    )
    .refine(
      (versions) => versions.every((v, i) => i === 0 || (versions[i - 1]?.validFrom ?? '') < v.validFrom),
      {
        error: 'versions must be in order of validFrom, each later than the one before',
      },
    ),
})
export type TargetSettings = z.infer<typeof targetSettingsSchema>
type Limits = z.infer<typeof limits>

/** Which calendar holds for what: a team's goes before its channel's, a channel's before the tenant's. */
export interface CalendarAssignment {
  readonly scope: 'tenant' | 'channel' | 'team'
  /** channel or team; ignored for the tenant */
  readonly key: string
  readonly calendar: BusinessCalendar
  /** local date of the tenant's zone; absent = always. The latest that is not after the day holds. */
  readonly validFrom?: string | undefined
}

export interface FoldSettings {
  readonly zone: string
  readonly targets?: TargetSettings | null | undefined
  readonly calendars?: readonly CalendarAssignment[] | undefined
}

/** The configuration of a fold from stored settings (already checked by their schemas). */
export function foldConfig(settings: FoldSettings): FoldConfig {
  const { zone } = settings
  const assigned = new Map<string, { from: string; calendar: BusinessCalendar }[]>()
  for (const { scope, key, calendar, validFrom: from = '' } of settings.calendars ?? []) {
    const name = scope === 'tenant' ? 'tenant' : `${scope}:${key}`
    const list = assigned.get(name) ?? []
    list.push({ from, calendar })
    list.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    assigned.set(name, list)
  }
  const versions = settings.targets?.versions ?? []
  const merged = new Map<string, Targets>()

  const dated = [...assigned.values()].some((list) => list.some(({ from }) => from !== ''))
  const calendarOf = (name: string, date: string): BusinessCalendar | null => {
    let found: BusinessCalendar | null = null
    for (const { from, calendar } of assigned.get(name) ?? []) if (from <= date) found = calendar
    return found
  }

  return {
    zone,
    calendarFor({ channel, team, at }) {
      if (assigned.size === 0) return null
      const date = dated ? dateText(dayNumberAt(at, zone)) : ''
      return (
        (team === null ? null : calendarOf(`team:${team}`, date)) ??
        (channel === null ? null : calendarOf(`channel:${channel}`, date)) ??
        calendarOf('tenant', date)
      )
    },
    targetsFor({ channel, channelKind: kind, team, at }) {
      if (versions.length === 0) return DEFAULT_TARGETS[kind]
      const date = dateText(dayNumberAt(at, zone))
      let index = -1
      for (const [i, version] of versions.entries()) if (version.validFrom <= date) index = i
      const version = versions[index]
      if (!version) return DEFAULT_TARGETS[kind]
      const ofChannel = own(version.channels, channel)
      const ofTeam = own(version.teams, team)
      const key = JSON.stringify([index, kind, ofChannel && channel, ofTeam && team])
      let targets = merged.get(key)
      if (!targets) {
        targets = [version.kinds?.[kind], ofChannel, ofTeam].reduce<Targets>(overlay, DEFAULT_TARGETS[kind])
        merged.set(key, targets)
      }
      return targets
    },
  }
}

function own(limitsOf: Record<string, Limits> | undefined, key: string | null): Limits | undefined {
  return limitsOf !== undefined && key !== null && Object.hasOwn(limitsOf, key) ? limitsOf[key] : undefined
}

function overlay(base: Targets, over: Limits | undefined): Targets {
  if (!over) return base
  const ms = (value: number | undefined, fallback: Millis): Millis =>
    value === undefined ? fallback : Math.round(value * 1000)
  const orNone = (value: number | null | undefined, fallback: Millis | null): Millis | null =>
    value === undefined ? fallback : value === null ? null : Math.round(value * 1000)
  return {
    frtMs: ms(over.frtSeconds, base.frtMs),
    serviceLevelMs: ms(over.serviceLevelSeconds, base.serviceLevelMs),
    roundMs: orNone(over.roundSeconds, base.roundMs),
    resolutionMs: ms(over.resolutionSeconds, base.resolutionMs),
    shortAbandonMs: orNone(over.shortAbandonSeconds, base.shortAbandonMs),
  }
}

/** No calendar, default limits. */
export const DEFAULT_CONFIG: FoldConfig = foldConfig({ zone: 'Asia/Shanghai' })
