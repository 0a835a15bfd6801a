/** What a board is made of: questions to the one query door, live readings, and a pure way to put them into tiles. */
import type { Metric, QueryResult } from '@/lib/metrics/types'
import type { SourcesResult, StreamResult, TileValue } from './types'

/** One question of a board, in the wire form of `POST /query`. `everyMs` 0 = anew for each frame. */
export interface BoardQuery {
  readonly id: string
  readonly everyMs: number
  readonly input: (now: number, zone: string) => Readonly<Record<string, unknown>>
}

/** A conversation that waits for a human, and until when it may. */
export interface Waiting {
  readonly source: string
  readonly subject: string
  /** masked: no personal data on a wall */
  readonly who: string
  readonly vip: boolean
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly waitingFor: 'first_reply' | 'next_reply'
  readonly since: number
  readonly dueAt: number
}

/** What the live readers saw at one moment. */
export interface LiveReadings {
  /** the most urgent ones */
  readonly waiting: readonly Waiting[]
  /** conversations past their limit, and within their limit's last fifth */
  readonly overdue: number
  readonly soon: number
  readonly recent: StreamResult['recent']
  readonly sources: readonly SourceReading[]
  /** the newest source of each channel's tickets of the last day: whose silence makes the channel stale */
  readonly channelSources: readonly { readonly channel: string | null; readonly sources: readonly string[] }[]
  /** instant up to which all is applied, where the applier is behind; null = nothing waits */
  readonly behindSince: number | null
}

export interface SourceReading {
  readonly source: string
  readonly lastAt: number | null
  /** mean milliseconds between its events, heartbeats included, since it is known; null = not known */
  readonly meanGapMs: number | null
}

/** All a board is put together from. `results` holds the answers by query id; one that failed is absent. */
export interface BoardParts {
  readonly now: number
  readonly zone: string
  readonly results: Readonly<Record<string, QueryResult | undefined>>
  readonly live: LiveReadings
  readonly metric: (id: string) => Metric | undefined
}

export interface Board {
  readonly id: string
  /** ids of all its tiles */
  readonly tiles: readonly string[]
  readonly queries: readonly BoardQuery[]
  /** Pure: the same parts give the same tiles. States are of this moment; `Steady` keeps them from flickering. */
  readonly assemble: (parts: BoardParts) => Readonly<Record<string, TileValue>>
}

const MINUTES = 60
const QUIET_GAPS = 10
const SILENT_MOST = 240 * MINUTES

/** Seconds without any event after which nothing on a board is current any more. */
export const STALE_AFTER = 10 * MINUTES

/**
 * Seconds without an event or a heartbeat after which a source is silent: ten minutes, or ten times its own usual
 * gap where it says little, but no more than four hours.
 */
export function silentAfter(source: SourceReading): number {
  const usual = source.meanGapMs === null ? 0 : (QUIET_GAPS * source.meanGapMs) / 1000
  return Math.min(SILENT_MOST, Math.max(STALE_AFTER, Math.round(usual)))
}

/** The lights of the sources, silent ones first, then by name. */
export function sourceLights(sources: readonly SourceReading[], now: number): SourcesResult['rows'] {
  return sources
    .map((reading) => {
      const { source, lastAt } = reading
      const lagSeconds = lastAt === null ? null : Math.max(0, Math.floor((now - lastAt) / 1000))
      return {
        source,
        lagSeconds,
        silent: lagSeconds === null || lagSeconds > silentAfter(reading),
        lastAt: lastAt === null ? null : new Date(lastAt).toISOString(),
      }
    })
    .sort((a, b) => Number(b.silent) - Number(a.silent) || (a.source < b.source ? -1 : 1))
}
