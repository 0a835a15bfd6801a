/** What a board is made of: questions to the one query door, live readings, and a pure way to put them into tiles. */
import { type SourceReading, silentAfter } from '@/lib/facts/source-reading'
import type { Metric, QueryResult } from '@/lib/metrics/types'
import type { AlarmCandidate } from './alarm-book'
import type { Hours } from './hours'
import type {
  ComplaintsResult,
  FocusResult,
  SatisfactionResult,
  SourcesResult,
  StreamResult,
  TileValue,
  TrendResult,
} from './types'

/**
 * One question of a board, in the wire form of `POST /query`. `everyMs` 0 = anew for each frame. The same id is the
 * same question on every board: its answer is shared.
 */
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
  /** what it may take, in the time that counts for the channel; null = not known, then `dueAt − since` */
  readonly limitMs?: number | null
  /** shown name of whoever said 我来 for this wait */
  readonly claimedBy?: string | null
}

/** A person who is signed in. `open` = chats and calls in hand. */
export interface PersonReading {
  readonly agent: string
  readonly team: string | null
  readonly status: string
  readonly open: number
  readonly capacity: number | null
}

/** What the live readers saw at one moment; readings a board does not take are empty. */
export interface LiveReadings {
  /** the most urgent ones */
  readonly waiting: readonly Waiting[]
  /** conversations past their limit, and within its last part (`SOON`) */
  readonly overdue: number
  readonly soon: number
  /** the same by channel; `vipOverdue` of VIPs alone */
  readonly waitingBy: readonly {
    readonly channel: string | null
    readonly waiting: number
    readonly overdue: number
    readonly soon: number
    readonly vipOverdue: number
    /** when the oldest of the VIPs past their limit came to be so */
    readonly vipOverdueSince: number | null
  }[]
  readonly recent: StreamResult['recent']
  readonly sources: readonly SourceReading[]
  /** the newest source of each channel's tickets of the last day: whose silence makes the channel stale */
  readonly channelSources: readonly { readonly channel: string | null; readonly sources: readonly string[] }[]
  /** instant up to which all is applied, where the applier is behind; null = nothing waits */
  readonly behindSince: number | null
  readonly people: readonly PersonReading[]
  readonly words: FocusResult['words']
  readonly answers: Pick<SatisfactionResult, 'spread' | 'low'>
  readonly complaints: Pick<ComplaintsResult, 'today' | 'before' | 'byIssue' | 'open'>
  readonly annotations: TrendResult['annotations']
}

/** Readings beside those of every board (waiting, recent, sources, channels' sources, people). */
export type ReadingId = 'words' | 'answers' | 'complaints' | 'annotations'

export const NO_READINGS: LiveReadings = {
  waiting: [],
  overdue: 0,
  soon: 0,
  waitingBy: [],
  recent: [],
  sources: [],
  channelSources: [],
  behindSince: null,
  people: [],
  words: [],
  answers: { spread: [], low: [] },
  complaints: { today: 0, before: null, byIssue: [], open: [] },
  annotations: [],
}

/** All a board is put together from. `results` holds the answers by query id; one that failed is absent. */
export interface BoardParts {
  readonly now: number
  readonly zone: string
  readonly results: Readonly<Record<string, QueryResult | undefined>>
  readonly live: LiveReadings
  readonly metric: (id: string) => Metric | undefined
  /** whether a channel, a team, or the company (neither) serves now */
  readonly hours: (scope: { readonly channel?: string | null; readonly team?: string | null }) => Hours
  /** whether anybody of the company serves now */
  readonly company: Hours
}

/** Tiles as they are at one moment, and what is out of its limit in them. */
export interface Assembled {
  readonly tiles: Readonly<Record<string, TileValue>>
  readonly alarms: readonly AlarmCandidate[]
}

export interface Board {
  readonly id: string
  /** ids of all its tiles */
  readonly tiles: readonly string[]
  readonly queries: readonly BoardQuery[]
  readonly readings: readonly ReadingId[]
  /** Questions that hang on what others answered; asked again with their own answers until there are no new ones. */
  readonly follow?: (parts: BoardParts) => readonly BoardQuery[]
  /**
   * Pure: the same parts give the same tiles. States are of this moment; `Steady` keeps them from flickering, and the
   * book of alarms turns `alarms` into the tile of that name.
   */
  readonly assemble: (parts: BoardParts) => Assembled
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
