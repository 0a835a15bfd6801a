/**
 * Boards and their live frames. A board is a list of tiles; the same board serves page, wall and mailed report.
 * A frame is what the hub sends: the first is full, later ones hold only the tiles that changed.
 */
import type { Instant } from '@/lib/facts/event'
import type { Locale, Unit } from '@/lib/metrics/types'

/** ok 正常 ● · watch 关注 ▲ · bad 异常 ■ · none 无数据或过期 ╱╱ · closed 不在营业 ◐ */
export type TileState = 'ok' | 'watch' | 'bad' | 'none' | 'closed'

/** One figure on a board. Durations in seconds, shares 0–1; null = no data, never zero. */
export interface TileValue {
  readonly value: number | null
  /** sample size; null where the figure has none (a gauge) */
  readonly n: number | null
  readonly state: TileState
  /** seconds since the newest data behind it; null = never any */
  readonly ageSeconds: number | null
  /** what the tile draws beside the figure; one of the results below, by tile id */
  readonly result?: unknown
}

export interface Frame {
  readonly board: string
  /** RFC 3339 */
  readonly at: string
  readonly full: boolean
  readonly tiles: Readonly<Record<string, TileValue>>
}

/** `result` of a plain figure tile. */
export interface FigureResult {
  readonly metric: string
  readonly unit: Unit
  readonly target: { readonly value: number; readonly op: '<=' | '>=' } | null
  /** value of the same weekday and hours a week before, and the change against it */
  readonly before: number | null
  readonly change: number | null
  readonly interval: readonly [number, number] | null
  readonly smallSample: boolean
  readonly provisional: boolean
  /** the last points of the series, oldest first; null = gap */
  readonly spark: readonly (number | null)[]
  readonly period: { readonly from: string; readonly to: string; readonly label: Record<Locale, string> }
  /** second figures: oldest wait, online, busy, handled today … by id, in the metric's unit */
  readonly beside?: Readonly<Record<string, number | null>>
}

/** `result` of the tile `channels` (zone B): ordered by urgency, value = how many channels are in trouble. */
export interface ChannelsResult {
  readonly rows: readonly {
    readonly channel: string | null
    readonly state: TileState
    readonly frt: number | null
    readonly frtN: number
    readonly frtToday: number | null
    readonly target: number | null
    readonly within: number | null
    readonly queue: number
    readonly volume: number
    readonly volumeChange: number | null
    readonly csat: number | null
    readonly csatN: number
    readonly ageSeconds: number | null
    readonly spark: readonly (number | null)[]
  }[]
}

/** `result` of the tile `trend` (zone D): today over the band of the same weekday. Times are RFC 3339. */
export interface TrendResult {
  readonly metric: string
  readonly unit: Unit
  readonly target: number | null
  readonly points: readonly { readonly time: string; readonly value: number | null; readonly n: number }[]
  /** 10 % and 90 % of the last weeks' same weekday */
  readonly band: readonly {
    readonly time: string
    readonly low: number | null
    readonly high: number | null
  }[]
  readonly weeks: number
}

/** `result` of the tile `stream` (zone E). No personal data: names arrive masked, no message text. */
export interface StreamResult {
  /** waiting conversations by seconds to breach, the most urgent first; secondsLeft < 0 = over */
  readonly breaching: readonly {
    readonly source: string
    readonly subject: string
    readonly who: string
    readonly vip: boolean
    readonly channel: string | null
    readonly team: string | null
    readonly agent: string | null
    readonly waitingFor: 'first_reply' | 'next_reply'
    readonly dueAt: string
    readonly limitSeconds: number
    readonly state: TileState
  }[]
  readonly overdue: number
  readonly soon: number
  readonly recent: readonly {
    readonly at: string
    readonly kind: 'opened' | 'rated' | 'complaint' | 'resolved' | 'reopened'
    readonly channel: string | null
    readonly who: string
    readonly vip: boolean
    readonly score?: number
    readonly source: string
    readonly subject: string | null
  }[]
}

/** `result` of the tile `sources`: one light per connected source. */
export interface SourcesResult {
  readonly rows: readonly {
    readonly source: string
    readonly lagSeconds: number | null
    readonly silent: boolean
    readonly lastAt: string | null
  }[]
}

/**
 * Tiles of the board `overview`:
 * - zone A figures (FigureResult): `frt` (frt_avg, last 15 min), `queue_now` (beside: oldest_wait_now),
 *   `frt_within_target` (last 15 min), `agents_available` (beside: agents_online, busy, handled),
 *   `csat` (today), `overdue_now` (waiting conversations past their limit)
 * - also `tickets_opened` and `messages_in` (today)
 * - `channels`, `trend`, `stream`, `sources`
 */
export const OVERVIEW_TILES = [
  'frt',
  'queue_now',
  'frt_within_target',
  'agents_available',
  'csat',
  'overdue_now',
  'tickets_opened',
  'messages_in',
  'channels',
  'trend',
  'stream',
  'sources',
] as const

/** What the header of every screen needs beside tiles. */
export interface Standing {
  readonly company: string
  readonly zone: string
  readonly demo: boolean
  readonly at: Instant
}
