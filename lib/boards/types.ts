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
  /** where the state is `closed`: when it opens again, RFC 3339; null = not within sight */
  readonly until?: string | null
  /** second figures: oldest wait, online, busy, handled today … by id, in the metric's unit */
  readonly beside?: Readonly<Record<string, number | null>>
}

/** `result` of the tile `channels` (zone B): ordered by urgency, value = how many channels are in trouble. */
export interface ChannelsResult {
  readonly rows: readonly {
    readonly channel: string | null
    readonly state: TileState
    /** this and every other figure of the row: null where it rests on fewer cases than its metric asks for */
    readonly frt: number | null
    readonly frtN: number
    readonly frtToday: number | null
    readonly target: number | null
    readonly within: number | null
    readonly withinN: number
    /** shares of the row that miss their targets */
    readonly missed: readonly ('frt_within_target' | 'csat')[]
    readonly queue: number
    /** the queue that is still fine; null = none is set */
    readonly queueTarget: number | null
    readonly volume: number
    readonly volumeChange: number | null
    readonly csat: number | null
    readonly csatN: number
    readonly ageSeconds: number | null
    readonly spark: readonly (number | null)[]
    /** where the state is `closed`: when it opens again, RFC 3339 */
    readonly until?: string | null
  }[]
}

/** `result` of the tile `channelTrends`: today's first responses of each channel in quarter-hours. */
export interface ChannelTrendsResult {
  readonly metric: string
  readonly unit: Unit
  /** times of the points, RFC 3339 */
  readonly times: readonly string[]
  /** in the order of the tile `channels`; one value a time, null = gap */
  readonly rows: readonly {
    readonly channel: string | null
    readonly target: number | null
    readonly state: TileState
    readonly values: readonly (number | null)[]
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
  /** width of a point: a quarter-hour, or an hour where quarters hold too few cases */
  readonly grain?: '15m' | 'hour'
  /** what is likely ahead, from the next bucket to the end of the day; empty where the past cannot tell */
  readonly forecast: readonly {
    readonly time: string
    readonly value: number
    readonly low: number
    readonly high: number
  }[]
  /** when the forecast first crosses the target; null = not today, or it is across already */
  readonly crossesAt: string | null
  readonly annotations: readonly { readonly time: string; readonly text: string }[]
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
    readonly since: string
    readonly dueAt: string
    readonly limitSeconds: number
    readonly state: TileState
    /** open chats and capacity of that agent now; null where there is no agent, or the source does not say */
    readonly agentLoad: { readonly open: number; readonly capacity: number | null } | null
    /** who said 我来 and when, where somebody did */
    readonly claimedBy: string | null
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

/** `result` of the tile `teams` (zone C): ordered by urgency. Agents by their shown names, no ranking. */
export interface TeamsResult {
  readonly rows: readonly {
    readonly team: string | null
    readonly state: TileState
    /** open chats and calls ÷ capacity of those signed in; null = no capacity known */
    readonly load: number | null
    readonly open: number
    readonly capacity: number | null
    readonly online: number
    readonly free: number
    readonly queue: number
    readonly frt: number | null
    readonly frtN: number
    readonly within: number | null
    readonly withinN: number
    readonly handled: number
    readonly members: readonly {
      readonly agent: string
      readonly status: string
      readonly open: number
      readonly capacity: number | null
    }[]
    /** where the state is `closed`: when it opens again, RFC 3339 */
    readonly until?: string | null
  }[]
  /** people with room now, most room first, from teams that are not in trouble */
  readonly canHelp: readonly { readonly agent: string; readonly team: string | null; readonly room: number }[]
}

/**
 * `result` of the tile `alarms`: figures that are out of their limit now, the worst first. `metric` is a metric of the
 * catalogue, or `source_silent` (seconds since a source was heard of), `vip_overdue` (VIPs waiting past their limit),
 * `wait_over` (conversations past the limit of a rule), `alarm` (a rule about no single metric). What a rule watches has
 * an incident, with its title, number, owner and next step; the rest is judged against its target.
 */
export interface AlarmsResult {
  readonly rows: readonly {
    /** stable while it lasts */
    readonly id: string
    readonly metric: string
    readonly unit: Unit
    readonly scope: {
      readonly channel?: string | null
      readonly team?: string | null
      readonly source?: string
    }
    readonly state: 'bad' | 'watch'
    readonly value: number | null
    readonly limit: number | null
    readonly since: string
    /** what can be done now: free people of other teams, or whom to call */
    readonly canHelp: readonly { readonly agent: string; readonly team: string | null }[]
    /** true = takes the whole screen */
    readonly worst: boolean
    /** of the worst, where it is a channel's queue: how long it was in the last hour, every five minutes up to now */
    readonly history?: readonly { readonly time: string; readonly value: number }[]
    readonly acknowledgedAt: string | null
    readonly title?: Readonly<Record<Locale, string>>
    /** number of the incident */
    readonly incident?: number
    /** who has it: assigned, acknowledged, or told last */
    readonly owner?: string | null
    /** when the next step of the ladder is told, while nobody has acknowledged, RFC 3339 */
    readonly nextStepAt?: string | null
    /** when somebody was told of it last; null = nobody has been */
    readonly notifiedAt?: string | null
    /** evaluations in a row back inside the limit, of those it takes to recover; null = not counted */
    readonly recovery?: { readonly done: number; readonly needed: number } | null
    /** further incidents of the same kind in the row */
    readonly others?: number
  }[]
  readonly unacknowledged: number
  /** the ones that ended today, newest first */
  readonly recovered: readonly {
    readonly id: string
    readonly metric: string
    readonly scope: AlarmsResult['rows'][number]['scope']
    readonly at: string
    readonly title?: Readonly<Record<Locale, string>>
  }[]
}

/** `result` of the tile `focus` (zone F): the likely cause of the worst figure, with its arithmetic; null = quiet. */
export interface FocusResult {
  readonly cause: {
    readonly metric: string
    readonly unit: Unit
    readonly channel: string | null
    readonly value: number
    /** the same weekday a week before; changes are parts of it, 1.2 = +120 % */
    readonly before: number | null
    readonly change: number | null
    readonly volume: number
    readonly volumeChange: number | null
    readonly period: FigureResult['period']
    /** the share of the volume that one value of one dimension (or one word) holds, against its usual share */
    readonly driver: {
      readonly dimension: string
      readonly value: string
      readonly share: number
      readonly usualShare: number | null
      readonly count: number
    } | null
    /** the figure without that part; null where too little is left */
    readonly without: number | null
  } | null
  /** what conversations of the last hour are about: issue types and campaigns with counts, most first */
  readonly words: readonly {
    readonly text: string
    readonly count: number
    readonly kind: 'issueType' | 'campaign' | 'tag'
  }[]
}

/** `result` of the tile `opening`: whether the company serves now, by its calendars. */
export interface OpeningResult {
  /** `always` = no calendar is set */
  readonly state: 'open' | 'closed' | 'always'
  /** when that changes next; RFC 3339 */
  readonly until: string | null
}

/** `result` of the tile `automation`: whether rules fire and messages go out; no names, for walls show it. */
export interface AutomationResult {
  readonly off: boolean
  /** RFC 3339; null = never thrown */
  readonly since: string | null
  readonly reason: string
}

/** `result` of the tile `satisfaction`: kinds of answers, their spread and the last low ones (no text). */
export interface SatisfactionResult {
  readonly kinds: readonly {
    readonly metric: string
    readonly value: number | null
    readonly n: number
    readonly interval: readonly [number, number] | null
    readonly target: number | null
    readonly state: TileState
    readonly smallSample: boolean
  }[]
  /** answers of today on 1–5, by score */
  readonly spread: readonly { readonly score: number; readonly count: number }[]
  /** null also where fewer were asked than its metric asks for */
  readonly responseRate: number | null
  readonly responseN: number
  readonly low: readonly {
    readonly at: string
    readonly channel: string | null
    readonly who: string
    readonly vip: boolean
    readonly score: number
    readonly source: string
    readonly subject: string | null
  }[]
}

/** `result` of the tile `complaints`: today's, by issue and channel. */
export interface ComplaintsResult {
  readonly today: number
  readonly before: number | null
  /** share of the day's tickets; null also where those are too few. How many they are is the tile's `n`. */
  readonly rate: number | null
  readonly byIssue: readonly {
    readonly issue: string | null
    readonly count: number
    readonly usual: number | null
  }[]
  readonly open: readonly {
    readonly at: string
    readonly level: string | null
    readonly issue: string | null
    readonly channel: string | null
    readonly who: string
    readonly vip: boolean
    readonly source: string
    readonly subject: string | null
  }[]
}

/** `result` of the tile `campaign`: the campaigns of today against everything else. */
export interface CampaignResult {
  readonly rows: readonly {
    readonly campaign: string
    readonly volume: number
    readonly share: number
    /** this and the other figures: null where they rest on fewer cases than their metrics ask for */
    readonly frt: number | null
    readonly frtN: number
    readonly within: number | null
    readonly withinN: number
    readonly csat: number | null
    readonly csatN: number
    readonly spark: readonly (number | null)[]
  }[]
  readonly rest: { readonly volume: number; readonly frt: number | null; readonly within: number | null }
  /** volume per quarter-hour of today and of the same weekday before */
  readonly volume: readonly {
    readonly time: string
    readonly value: number
    readonly before: number | null
  }[]
  /** what the company noted of today */
  readonly annotations: TrendResult['annotations']
}

/** `result` of the tile `night`: what the night left, and who is there. */
export interface NightResult {
  readonly from: string
  /** counts: null = not known, never zero */
  readonly opened: number | null
  readonly answered: number | null
  /** answered ÷ opened; null where too few came, or where some that were answered had come before the night */
  readonly answeredShare: number | null
  readonly waiting: number | null
  readonly oldestSeconds: number | null
  readonly abandoned: number | null
  /** null = no source says who is there */
  readonly online: number | null
  readonly hours: readonly {
    readonly time: string
    readonly opened: number | null
    readonly frt: number | null
  }[]
}

/**
 * Tiles of every board of the wall:
 * - strip A (FigureResult): `frt` (frt_avg, last 15 min), `queue_now` (beside: oldest_wait_now), `frt_within_target`
 *   (last 15 min), `agents_available` (beside: agents_online, busy, handled), `csat` (today), `overdue_now`
 *   (waiting conversations past their limit), and `tickets_opened`, `messages_in` (today)
 * - `opening`, `sources`, `alarms`, `stream`, `automation`
 */
export const SHARED_TILES = [
  'frt',
  'queue_now',
  'frt_within_target',
  'agents_available',
  'csat',
  'overdue_now',
  'tickets_opened',
  'messages_in',
  'opening',
  'sources',
  'alarms',
  'stream',
  'automation',
] as const

/** Tiles of the board `overview`: the shared ones, and zones B, C, D and F. */
export const OVERVIEW_TILES = [...SHARED_TILES, 'channels', 'teams', 'trend', 'focus'] as const

/** What the header of every screen needs beside tiles. */
export interface Standing {
  readonly company: string
  readonly zone: string
  readonly demo: boolean
  readonly at: Instant
}
