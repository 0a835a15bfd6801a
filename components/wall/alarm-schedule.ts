/** Which alarm takes the screen, how much of it, and for how long. Pure: the same rows and clock give the same. */
import type { AlarmsResult } from '@/lib/boards/types'

type Row = AlarmsResult['rows'][number]

/** How long an alarm stays in front. */
export const HOLD_MS = 30_000
/** The whole screen is taken at most once in this time. */
export const FULL_EVERY_MS = 180_000
/** One of the worst that nobody has acknowledged takes the screen again after this time. */
export const REMIND_MS = 600_000
/** What has just begun blinks for this long. */
export const BLINK_MS = 10_000

export interface AlarmState {
  readonly showing: {
    readonly id: string
    readonly mode: 'zone' | 'full'
    readonly since: number
    readonly until: number
  } | null
  /** the whole screen was taken last, epoch ms; null = never */
  readonly lastFullAt: number | null
  /** what was shown of the alarms that last now; one entry an alarm, none that has ended */
  readonly seen: Readonly<Record<string, { readonly zoneAt: number | null; readonly fullAt: number | null }>>
}

export const QUIET: AlarmState = { showing: null, lastFullAt: null, seen: {} }

/**
 * The state after a look at the alarms at `now`. `rows` come the worst first; those that are only watched or that
 * somebody has acknowledged take nothing. What ends while it is shown gives the place back at once.
 */
export function stepAlarms(before: AlarmState, rows: readonly Row[], now: number): AlarmState {
  const loud = rows.filter((row) => row.state === 'bad' && row.acknowledgedAt === null)
  const present = new Map(loud.map((row) => [row.id, row]))
  const seen = Object.fromEntries(
    Object.entries(before.seen).filter(([id]) => rows.some((row) => row.id === id)),
  )
  const showing =
    before.showing !== null && present.has(before.showing.id) && now < before.showing.until
      ? before.showing
      : null
  const fullFree = before.lastFullAt === null || now - before.lastFullAt >= FULL_EVERY_MS
  const wantsFull = loud.find((row) => {
    const fullAt = seen[row.id]?.fullAt ?? null
    return row.worst && (fullAt === null || now - fullAt >= REMIND_MS)
  })
  if (wantsFull && fullFree && showing?.mode !== 'full') {
    return {
      showing: { id: wantsFull.id, mode: 'full', since: now, until: now + HOLD_MS },
      lastFullAt: now,
      seen: { ...seen, [wantsFull.id]: { zoneAt: now, fullAt: now } },
    }
  }
  if (showing === null) {
    const next = loud.find((row) => (seen[row.id]?.zoneAt ?? null) === null)
    if (next) {
      return {
        showing: { id: next.id, mode: 'zone', since: now, until: now + HOLD_MS },
        lastFullAt: before.lastFullAt,
        seen: { ...seen, [next.id]: { zoneAt: now, fullAt: seen[next.id]?.fullAt ?? null } },
      }
    }
  }
  const same = showing === before.showing && Object.keys(seen).length === Object.keys(before.seen).length
  return same ? before : { showing, lastFullAt: before.lastFullAt, seen }
}

/**
 * The state after somebody has chosen a scene at `now`: it is to be seen, so an alarm on the whole screen steps back
 * into its zone, and none takes the whole screen for the next 30 s.
 */
export function giveWay(before: AlarmState, now: number): AlarmState {
  const { showing, lastFullAt } = before
  return {
    ...before,
    showing: showing === null ? null : { ...showing, mode: 'zone' },
    lastFullAt: Math.max(lastFullAt ?? 0, now + HOLD_MS - FULL_EVERY_MS),
  }
}
