/**
 * What a rule would have done: on a series of the past, read as a line from point to point. Light enough to run in a
 * browser while a limit is dragged. Pure; instants and durations are milliseconds unless the name says otherwise.
 */
import { isBack, isBeyond, isUpper, type Limit } from './kinds/limits'

export interface Point {
  /** the end of the stretch the value is of: when a rule would have seen it */
  readonly at: number
  readonly value: number | null
}

export interface Line {
  readonly key: string
  readonly points: readonly Point[]
  /** a limit of its own, for rules that name none */
  readonly own?: number | undefined
}

/** Other conditions of the same rule under limits that stay. */
export interface Joined {
  readonly join: 'and' | 'or'
  readonly parts: readonly Part[]
}

/** A condition's lines under its limit; `whole` = it watches one number, which holds for every key of the others. */
export interface Part {
  readonly lines: readonly Line[]
  readonly limit: Limit
  readonly whole: boolean
}

export interface Timing {
  readonly forSeconds: number
  readonly recoverTimes: number
  readonly everySeconds: number
  readonly keepFiringSeconds: number
}

/** One time the rule would have fired. */
export interface Firing {
  readonly key: string
  /** when it went beyond its limit */
  readonly from: number
  /** when somebody would have been told */
  readonly firedAt: number
  /** when it was back; null = it was not by the end of the series */
  readonly to: number | null
  /** the worst value of it, and when */
  readonly worst: number
  readonly worstAt: number
}

/** A stretch of trouble that people know of. */
export interface Trouble {
  readonly from: number
  readonly to: number
}

/** Flickers shorter than this cost more than they tell. */
export const BRIEF_MS = 5 * 60_000
/** A firing within an hour of a known trouble belongs to it: it often shows before it is called one. */
const NEAR_MS = 60 * 60_000

type Stretch = readonly [from: number, to: number]

/** Stretches in which the line is on the asked side of a level; the end of a gap counts half a step. */
function stretches(
  points: readonly Point[],
  level: number,
  inside: (value: number) => boolean,
  half: number,
): Stretch[] {
  const found: Stretch[] = []
  let start: number | null = null
  let before: { readonly at: number; readonly value: number } | null = null
  const close = (end: number) => {
    if (start !== null) found.push([start, end])
    start = null
  }
  for (const { at, value } of points) {
    if (value === null) {
      if (before !== null) close(before.at + half)
      before = null
      continue
    }
    const is = inside(value)
    if (before === null) {
      if (is) start = at - half
    } else if (is !== (start !== null)) {
      const cross = before.at + crossing(before.value, value, level) * (at - before.at)
      if (is) start = cross
      else close(cross)
    }
    before = { at, value }
  }
  if (before !== null) close(before.at + half)
  return found
}

/** Which part of the way from a to b the level is met, 0–1. */
function crossing(a: number, b: number, level: number): number {
  if (a === b) return 1
  return Math.min(1, Math.max(0, (level - a) / (b - a)))
}

/** When a line is beyond its limit, and when it is back. */
interface Sides {
  readonly outs: readonly Stretch[]
  readonly backs: readonly Stretch[]
}

function sidesOf(points: readonly Point[], limit: Limit): Sides {
  const half = stepOf(points) / 2
  return {
    outs: stretches(points, limit.limit, (value) => isBeyond(value, limit.op, limit.limit), half),
    backs: stretches(points, limit.recoverAt ?? limit.limit, (value) => isBack(value, limit), half),
  }
}

/** What lies in both, in order. */
function shared(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [one, other] = [a[i] as Stretch, b[j] as Stretch]
    const from = Math.max(one[0], other[0])
    const to = Math.min(one[1], other[1])
    if (from < to) found.push([from, to])
    if (one[1] < other[1]) i++
    else j++
  }
  return found
}

/** What lies in either, in order, what touches as one. */
function either(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const found: [number, number][] = []
  for (const [from, to] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const last = found.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else found.push([from, to])
  }
  return found
}

/** Several conditions as one: all must be beyond, and one that is back ends it; or any is, and all must be back. */
function joinedSides(join: Joined['join'], sides: readonly Sides[]): Sides {
  const all = join === 'and' ? shared : either
  const any = join === 'and' ? either : shared
  return sides.reduce((sum, it) => ({ outs: all(sum.outs, it.outs), backs: any(sum.backs, it.backs) }))
}

/**
 * Every time the rule would have fired on a line, in order; `beside`: lines of its other conditions, under their limits.
 */
export function firingsOf(
  { key, points }: Line,
  limit: Limit,
  timing: Timing,
  beside: {
    readonly join: Joined['join']
    readonly parts: readonly (readonly [Line, Limit])[]
  } | null = null,
): Firing[] {
  const own = sidesOf(points, limit)
  const { outs, backs } =
    beside === null
      ? own
      : joinedSides(beside.join, [own, ...beside.parts.map(([line, at]) => sidesOf(line.points, at))])
  const holdMs = ((timing.recoverTimes - 1) * timing.everySeconds + timing.keepFiringSeconds) * 1000
  const forMs = timing.forSeconds * 1000
  const firings: Firing[] = []
  let until = Number.NEGATIVE_INFINITY
  let back = 0
  for (const [from, to] of outs) {
    if (from < until || to - from < forMs) continue
    const firedAt = from + forMs
    while (back < backs.length && !ends(backs[back], to, holdMs)) back++
    const end = backs[back]?.[0] ?? null
    until = end === null ? Number.POSITIVE_INFINITY : end + holdMs
    firings.push({ key, from, firedAt, to: end, ...worstOf(points, from, end, limit) })
  }
  return firings
}

const ends = (stretch: Stretch | undefined, out: number, holdMs: number): boolean =>
  stretch !== undefined && stretch[0] >= out && stretch[1] - stretch[0] >= holdMs

function stepOf(points: readonly Point[]): number {
  const [first, second] = points
  return first === undefined || second === undefined ? 0 : second.at - first.at
}

function worstOf(points: readonly Point[], from: number, to: number | null, { op, limit }: Limit) {
  let worst = limit
  let worstAt = from
  for (let i = firstAfter(points, from); i < points.length; i++) {
    const point = points[i]
    if (point === undefined || (to !== null && point.at > to)) break
    if (point.value === null) continue
    if (isUpper(op) ? point.value > worst : point.value < worst) {
      worst = point.value
      worstAt = point.at
    }
  }
  return { worst, worstAt }
}

/** The first point at or after an instant. */
function firstAfter(points: readonly Point[], at: number): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** How long a firing lasted; to the end of the series where it did not end. */
export const lastedMs = ({ from, to }: Pick<Firing, 'from' | 'to'>, end: number): number => (to ?? end) - from

/** What a limit would have come to over the period. */
export interface Outcome {
  readonly limit: number
  readonly firings: number
  /** of them longer than five minutes */
  readonly longer: number
  readonly longestMs: number
  readonly perWeek: number
  /** known troubles it would have told of, and those it would not; both null where none is known */
  readonly caught: number | null
  readonly missed: number | null
  /** firings with no known trouble */
  readonly falseAlarms: number | null
  /** mean of how long before the worst moment of a trouble somebody would have been told */
  readonly leadMs: number | null
}

const WEEK = 7 * 86_400_000

/** What all firings of a limit come to. */
export function outcomeOf(
  limit: number,
  firings: readonly Firing[],
  known: readonly Trouble[],
  period: Trouble,
): Outcome {
  const lasted = firings.map((firing) => lastedMs(firing, period.to))
  const base = {
    limit,
    firings: firings.length,
    longer: lasted.filter((ms) => ms > BRIEF_MS).length,
    longestMs: Math.max(0, ...lasted),
    perWeek: firings.length / Math.max(1 / 7, (period.to - period.from) / WEEK),
  }
  if (known.length === 0) return { ...base, caught: null, missed: null, falseAlarms: null, leadMs: null }
  const touches = (firing: Firing, trouble: Trouble) =>
    firing.from <= trouble.to + NEAR_MS && (firing.to ?? period.to) >= trouble.from - NEAR_MS
  const found = known.flatMap((trouble) => {
    const firing = firings.find((it) => touches(it, trouble))
    return firing === undefined ? [] : [{ firing, trouble }]
  })
  // A firing may outlast a trouble by days on either side: what it was ahead of is this one.
  const leads = found.map(({ firing, trouble }) => {
    const told = Math.max(firing.firedAt, trouble.from - NEAR_MS)
    return Math.max(0, Math.min(firing.worstAt, trouble.to + NEAR_MS) - told)
  })
  return {
    ...base,
    caught: found.length,
    missed: known.length - found.length,
    falseAlarms: firings.filter((firing) => !known.some((trouble) => touches(firing, trouble))).length,
    leadMs: leads.length === 0 ? null : leads.reduce((sum, ms) => sum + ms, 0) / leads.length,
  }
}

/** Everything a limit is judged on. */
export interface Trial {
  readonly lines: readonly Line[]
  readonly limit: Omit<Limit, 'limit'>
  readonly timing: Timing
  readonly known: readonly Trouble[]
  readonly period: Trouble
  /** distance of the recovery limit from the limit, kept while the limit moves */
  readonly recoverBy: number | null
  /** whether the lines are of one number, which holds for every key of the other conditions */
  readonly whole?: boolean
  /** its other conditions; absent = it has none */
  readonly joined?: Joined | null
}

/** The limit a trial is made at, with its recovery limit. */
export function limitAt(trial: Pick<Trial, 'limit' | 'recoverBy'>, limit: number): Limit {
  return { op: trial.limit.op, limit, recoverAt: trial.recoverBy === null ? null : limit - trial.recoverBy }
}

/** All firings of a trial at a limit, by time; null = each line at its own. */
export function tryLimit(trial: Trial, limit: number | null): readonly Firing[] {
  const joined = trial.joined ?? null
  const of = (line: Line, others: readonly (readonly [Line, Limit])[]): readonly Firing[] => {
    const value = limit ?? line.own
    if (value === undefined) return []
    const beside = joined === null ? null : { join: joined.join, parts: others }
    return firingsOf(line, limitAt(trial, value), trial.timing, beside)
  }
  return togetherOf(trial)
    .flatMap(([line, others]) => of(line, others))
    .sort((a, b) => a.from - b.from || (a.key < b.key ? -1 : 1))
}

/** Each line of a trial with the lines of the other conditions it is looked at with. */
function togetherOf(
  trial: Trial,
): readonly (readonly [line: Line, others: readonly (readonly [Line, Limit])[]])[] {
  const { lines, joined } = trial
  if (joined == null) return lines.map((line) => [line, []])
  const apart = trial.whole === true ? joined.parts.find(({ whole }) => !whole)?.lines : undefined
  return (apart ?? lines).flatMap(({ key }) => {
    const own = trial.whole === true ? lines[0] : lines.find((line) => line.key === key)
    const others = joined.parts.flatMap(({ lines: theirs, limit, whole }) => {
      const line = whole ? theirs[0] : theirs.find((it) => it.key === key)
      return line === undefined ? [] : [[line, limit] as const]
    })
    // What is not known of one condition decides nothing where any is enough, and everything where all must hold.
    if (own === undefined || (joined.join === 'and' && others.length < joined.parts.length)) return []
    return [[{ ...own, key }, others] as const]
  })
}

/** Limits worth trying: round numbers over the outer tenth of what was seen. At most `most`, the tightest first. */
export function candidateLimits(
  lines: readonly Line[],
  op: Limit['op'],
  round: (value: number) => number,
  most: number,
): readonly number[] {
  const values = lines
    .flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])))
    .sort((a, b) => (isUpper(op) ? a - b : b - a))
  if (values.length === 0) return []
  const last = values.length - 1
  const shares = Array.from({ length: most * 2 }, (_, i) => 1 - 0.1 * (1 - i / (most * 2)) ** 3)
  const found = new Set(shares.map((share) => round(values[Math.min(last, Math.floor(share * last))] ?? 0)))
  const sorted = [...found].sort((a, b) => (isUpper(op) ? a - b : b - a))
  if (sorted.length <= most) return sorted
  return Array.from(
    { length: most },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (most - 1))] ?? 0,
  )
}

/** More than this a week is noise; fewer long ones than this share are flicker. */
const WEEK_MOST = 7
const LONGER_LEAST = 0.8

export interface Suggestion {
  readonly outcome: Outcome
  /** the next tighter one that was tried, to say what it would cost */
  readonly tighter: Outcome | null
  /** by what it was chosen */
  readonly by: 'known' | 'noise' | 'least'
}

/**
 * The limit to take among those tried: with known troubles the one that tells of most of them with the fewest false
 * alarms, the loosest among equals; without, the tightest that fires at most once a day with four of five firings
 * longer than five minutes, or the loosest that fires at all. `outcomes` the tightest first; null where none ever fires.
 */
export function suggestLimit(outcomes: readonly Outcome[]): Suggestion | null {
  const firing = outcomes.filter(({ firings }) => firings > 0)
  if (firing.length === 0) return null
  const known = firing.some(({ caught }) => caught !== null && caught > 0)
  const steady = firing.find(
    ({ perWeek, longer, firings }) => perWeek <= WEEK_MOST && longer >= firings * LONGER_LEAST,
  )
  const best = known ? firing.reduce((a, b) => (better(b, a) ? b : a)) : (steady ?? firing.at(-1))
  if (best === undefined) return null
  // Only one that would disturb more often is worth a word.
  const tighter = outcomes.slice(0, outcomes.indexOf(best)).findLast(({ firings }) => firings > best.firings)
  return {
    outcome: best,
    tighter: tighter ?? null,
    by: known ? 'known' : steady === undefined ? 'least' : 'noise',
  }
}

const better = (a: Outcome, b: Outcome): boolean =>
  (a.caught ?? 0) !== (b.caught ?? 0)
    ? (a.caught ?? 0) > (b.caught ?? 0)
    : (a.falseAlarms ?? 0) <= (b.falseAlarms ?? 0)

/** A number people would write: durations on quarters of a minute, shares on whole per cents, counts whole. */
export function roundLimit(unit: string, value: number): number {
  const size = Math.abs(value)
  const step =
    unit === 'seconds'
      ? size < 60
        ? 5
        : size < 300
          ? 15
          : size < 1_800
            ? 60
            : size < 14_400
              ? 300
              : 3_600
      : unit === 'share'
        ? size < 0.05
          ? 0.005
          : 0.01
        : unit === 'score'
          ? 0.05
          : size < 20
            ? 1
            : size < 200
              ? 5
              : 10 ** Math.floor(Math.log10(size)) / 10
  return Math.round(Math.round(value / step) * step * 1e6) / 1e6
}
