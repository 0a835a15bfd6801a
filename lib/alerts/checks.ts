/** What is wrong with a rule that could be saved all the same: it would never fire, always fire, or nobody would hear. Pure. */
import type { PastWaits } from './backtest-answer'
import { type Openings, unheard } from './heard'
import type { ConversationParams } from './kinds/conversation'
import { isUpper, type Op } from './kinds/limits'
import type { SlaParams } from './kinds/sla'
import type { MuteWindow, RuleKind } from './types'

/** What a value of a unit can be. */
const RANGE: Readonly<Record<string, readonly [low: number, high: number]>> = {
  share: [0, 1],
  score: [1, 5],
  points: [-100, 100],
  seconds: [0, Number.POSITIVE_INFINITY],
  count: [0, Number.POSITIVE_INFINITY],
  people: [0, Number.POSITIVE_INFINITY],
  money: [0, Number.POSITIVE_INFINITY],
}

/** Beyond its limit for more than this share of the time: it fires nearly always. */
const ALWAYS = 0.9
const DAY_SECONDS = 86_400
/** Fewer points say nothing of always. */
const ALWAYS_POINTS = 20

/** What is known of a rule's number over the 28 days. */
export interface Seen {
  /** it is one of several conditions */
  readonly joined: boolean
  readonly values: readonly (number | null)[]
  /** the most cases any point had */
  readonly mostCases: number
  /** how long it was beyond its limit at most, all conditions together, ms */
  readonly longestMs: number
}

export interface MetricFacts {
  readonly unit: string
  readonly polarity: 'up' | 'down' | 'none'
  /** the state of now; it has no past */
  readonly isState: boolean
}

/** `never`: it cannot fire, or nobody hears. `doubt`: it can, but look again. `place` = the token it is about. */
export type Finding = { readonly level: 'never' | 'doubt'; readonly place: string } & (
  | { readonly code: 'beyond_range'; readonly low: number; readonly high: number }
  | { readonly code: 'never_in_28_days'; readonly worst: number }
  | { readonly code: 'always'; readonly share: number }
  | { readonly code: 'no_data' }
  | { readonly code: 'few_cases'; readonly most: number }
  | { readonly code: 'never_together' }
  | { readonly code: 'no_waits'; readonly policy: string | null }
  | { readonly code: 'never_outlasted'; readonly policy: string | null; readonly longest: number }
  | { readonly code: 'mute_all' }
  | {
      readonly code: 'hours_none' | 'hours_muted'
      readonly calendars: readonly string[]
      readonly all: boolean
    }
  | { readonly code: 'clock_none'; readonly calendars: readonly string[] }
  | { readonly code: 'state_history' }
  | { readonly code: 'for_past_midnight' }
  | { readonly code: 'wrong_way'; readonly good: 'up' | 'down' }
  | { readonly code: 'for_too_long'; readonly longestMs: number; readonly waitMs: number }
  | { readonly code: 'window_past' }
  | { readonly code: 'recover_side'; readonly upper: boolean; readonly limit: number }
  | { readonly code: 'warn_long' }
  | { readonly code: 'vip_looser'; readonly limitSeconds: number }
  | { readonly code: 'ladder_none' }
  | { readonly code: 'gone_value'; readonly value: string }
  | { readonly code: 'empty_policy' }
  | { readonly code: 'name' }
)

interface Checked {
  readonly name: string
  readonly kind: RuleKind
  readonly params: unknown
  readonly activeIn: 'always' | 'business'
  readonly mute: readonly MuteWindow[]
  readonly forSeconds: number
  readonly ladder: string | null
}

/** A limit a number is held against. */
export interface LimitFacts {
  readonly op: Op
  readonly limit: number
  readonly recoverAt: number | null
  readonly minSample: number
  readonly window: string | number | null
  /** false where the number is a change or a distance, whose range is not the metric's */
  readonly isValue: boolean
}

/** What a rule is held against besides itself. */
export interface Known {
  /** null = the past is not known (yet), or the rule watches no number */
  readonly seen: Seen | null
  /** watched values without data */
  readonly gone: readonly string[]
  /** of rules that time conversations */
  readonly waits: readonly PastWaits[]
  readonly openings: Openings
}

/** Everything to say of a rule as it stands in the editor. */
export function findingsOf(
  rule: Checked,
  limit: LimitFacts | null,
  metric: MetricFacts | null,
  { seen, gone, waits, openings }: Known,
): readonly Finding[] {
  const found: Finding[] = []
  if (rule.name.trim() === '') found.push({ level: 'never', place: 'name', code: 'name' })
  if (limit !== null && metric !== null) found.push(...ofLimit(rule, limit, metric))
  if (limit !== null && seen !== null) found.push(...ofPast(rule, limit, seen))
  for (const value of gone) found.push({ level: 'never', place: 'scope', code: 'gone_value', value })
  if (rule.kind === 'conversation') found.push(...ofWait(rule.params as ConversationParams))
  if (rule.kind === 'sla') found.push(...ofPolicies(rule.params as SlaParams))
  found.push(...ofPastWaits(waits), ...ofHours(rule, openings))
  if (rule.ladder === null) found.push({ level: 'doubt', place: 'ladder', code: 'ladder_none' })
  return found
}

function ofLimit(
  { forSeconds }: Checked,
  { op, limit, recoverAt, window, isValue }: LimitFacts,
  metric: MetricFacts,
): readonly Finding[] {
  // Nothing of the past is kept that a state of now could be compared with.
  if (metric.isState && !isValue) return [{ level: 'never', place: 'metric', code: 'state_history' }]
  const found: Finding[] = []
  const [low, high] = RANGE[metric.unit] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const upper = isUpper(op)
  const never = upper ? (op === '>' ? limit >= high : limit > high) : op === '<' ? limit <= low : limit < low
  if (isValue && never) found.push({ level: 'never', place: 'limit', code: 'beyond_range', low, high })
  if (isValue && ((metric.polarity === 'up' && upper) || (metric.polarity === 'down' && !upper))) {
    found.push({ level: 'doubt', place: 'op', code: 'wrong_way', good: metric.polarity })
  }
  if (metric.isState && window === 'yesterday')
    found.push({ level: 'never', place: 'window', code: 'window_past' })
  if (window === 'today' && forSeconds >= DAY_SECONDS) {
    const counted = metric.unit === 'count' && upper
    found.push({ level: counted ? 'never' : 'doubt', place: 'for', code: 'for_past_midnight' })
  }
  if (recoverAt !== null && (upper ? recoverAt > limit : recoverAt < limit)) {
    found.push({ level: 'never', place: 'recoverAt', code: 'recover_side', upper, limit })
  }
  return found
}

function ofPast(
  { forSeconds }: Checked,
  { op, limit, minSample }: LimitFacts,
  seen: Seen,
): readonly Finding[] {
  if (minSample > 0 && seen.mostCases < minSample) {
    return [{ level: 'never', place: 'minSample', code: 'few_cases', most: seen.mostCases }]
  }
  const upper = isUpper(op)
  let worst: number | null = null
  let known = 0
  let beyond = 0
  for (const value of seen.values) {
    if (value === null) continue
    known++
    if (worst === null || (upper ? value > worst : value < worst)) worst = value
    if (upper ? value > limit : value < limit) beyond++
  }
  if (worst === null) return [{ level: 'never', place: 'metric', code: 'no_data' }]
  if (beyond === 0) return [{ level: 'doubt', place: 'limit', code: 'never_in_28_days', worst }]
  if (known >= ALWAYS_POINTS && beyond > known * ALWAYS)
    return [{ level: 'doubt', place: 'limit', code: 'always', share: beyond / known }]
  if (seen.joined && seen.longestMs === 0) return [{ level: 'doubt', place: 'limit', code: 'never_together' }]
  const waitMs = forSeconds * 1000
  if (seen.longestMs < waitMs) {
    return [{ level: 'doubt', place: 'for', code: 'for_too_long', longestMs: seen.longestMs, waitMs }]
  }
  return []
}

function ofWait({ limitSeconds, warnSeconds, vip }: ConversationParams): readonly Finding[] {
  const found: Finding[] = []
  if (warnSeconds !== null && warnSeconds >= limitSeconds) {
    found.push({ level: 'never', place: 'warn', code: 'warn_long' })
  }
  if (vip !== null && vip.limitSeconds > limitSeconds) {
    found.push({ level: 'doubt', place: 'vip', code: 'vip_looser', limitSeconds })
  }
  if (vip !== null && vip.warnSeconds !== null && vip.warnSeconds >= vip.limitSeconds) {
    found.push({ level: 'never', place: 'vip', code: 'warn_long' })
  }
  return found
}

function ofPolicies({ policies }: SlaParams): readonly Finding[] {
  return policies.flatMap(({ firstResponse, solution }, i): Finding[] => {
    const place = `policy${i}`
    if (firstResponse === null && solution === null) return [{ level: 'never', place, code: 'empty_policy' }]
    return [firstResponse, solution].flatMap((wait): Finding[] =>
      wait !== null && wait.warnSeconds !== null && wait.warnSeconds >= wait.limitSeconds
        ? [{ level: 'never', place, code: 'warn_long' }]
        : [],
    )
  })
}

function ofPastWaits(waits: readonly PastWaits[]): readonly Finding[] {
  return waits.flatMap(({ policy, part, waits: count, longest, limit, notKept }): Finding[] => {
    const place = policy === null ? (part === 'vip' ? 'vip' : 'wait') : `policy${policy.index}`
    const name = policy?.name ?? null
    if (notKept) return []
    if (count === 0) return [{ level: 'doubt', place, code: 'no_waits', policy: name }]
    return longest !== null && longest <= limit
      ? [{ level: 'doubt', place, code: 'never_outlasted', policy: name, longest }]
      : []
  })
}

function ofHours(rule: Checked, openings: Openings): readonly Finding[] {
  const found: Finding[] = []
  const silent = unheard(rule, openings)
  if (silent?.why === 'mute_all') found.push({ level: 'never', place: 'mute', code: 'mute_all' })
  else if (silent !== null) {
    const { why, calendars, all } = silent
    const place = why === 'hours_none' ? 'activeIn' : 'mute'
    found.push({ level: all ? 'never' : 'doubt', place, code: why, calendars, all })
  }
  // A limit in working hours runs out only where there are some.
  const shut = openings.calendars.filter(({ open }) => open.length === 0).map(({ name }) => name)
  if (isOnHours(rule) && shut.length > 0) {
    const all = shut.length === openings.calendars.length && !openings.always
    found.push({ level: all ? 'never' : 'doubt', place: 'calendar', code: 'clock_none', calendars: shut })
  }
  return found
}

function isOnHours({ kind, params }: Checked): boolean {
  if (kind === 'conversation') return (params as ConversationParams).calendar === 'business'
  return kind === 'sla' && (params as SlaParams).policies.some(({ calendar }) => calendar === 'business')
}
