/** A backtest's answer as what limits are tried on, and the limits that are shown beside each other. Pure. */
import {
  candidateLimits,
  type Firing,
  type Joined,
  type Line,
  lastedMs,
  type Outcome,
  outcomeOf,
  roundLimit,
  type Suggestion,
  suggestLimit,
  type Timing,
  type Trial,
  tryLimit,
} from '@/lib/alerts/backtest'
import type { Backtest } from '@/lib/alerts/backtest-answer'
import { isUpper, type Limit } from '@/lib/alerts/kinds/limits'

const CANDIDATES = 14
const ROWS = 5

export function linesOf(answer: Backtest): readonly Line[] {
  return answer.series.map(({ key, values, limit }) => ({
    key,
    points: answer.at.map((at, i) => ({ at, value: values[i] ?? null })),
    own: limit,
  }))
}

/** The other conditions of a rule, and whether this one watches one number. */
export interface Beside {
  readonly joined: Joined | null
  readonly whole: boolean
}

export function trialOf(
  answer: Backtest,
  lines: readonly Line[],
  limit: Limit,
  timing: Timing,
  beside: Beside,
): Trial {
  return {
    ...beside,
    lines,
    limit: { op: limit.op, recoverAt: null },
    timing,
    known: answer.known,
    period: { from: answer.from, to: answer.to },
    recoverBy: limit.recoverAt === null ? null : limit.limit - limit.recoverAt,
  }
}

export const outcomeAt = (trial: Trial, limit: number): Outcome =>
  outcomeOf(limit, tryLimit(trial, limit), trial.known, trial.period)

/** How long the rule's condition held at most, ms. */
export function longestMs(
  answer: Backtest,
  limit: Limit,
  own: boolean,
  timing: Timing,
  beside: Beside,
): number {
  const trial = trialOf(answer, linesOf(answer), limit, { ...timing, forSeconds: 0 }, beside)
  const firings = tryLimit(trial, own ? null : limit.limit)
  return Math.max(0, ...firings.map((firing) => lastedMs(firing, answer.to)))
}

/** Tried limits, the tightest first, and the one to take. */
export interface Tried {
  readonly outcomes: readonly Outcome[]
  readonly suggestion: Suggestion | null
}

/** Limits worth trying, `also` among them (target, stored edition). */
export function tryAll(trial: Trial, answer: Backtest, also: readonly number[]): Tried {
  const round = (value: number) =>
    answer.scale === 'spread'
      ? Math.max(2, Math.min(4, Math.round(Math.abs(value)))) * (isUpper(trial.limit.op) ? 1 : -1)
      : answer.scale === 'change'
        ? Math.round(value * 20) / 20 || (isUpper(trial.limit.op) ? 0.05 : -0.05)
        : roundLimit(answer.unit, value)
  const found = candidateLimits(trial.lines, trial.limit.op, round, CANDIDATES)
  const limits = sorted([...new Set([...found, ...also])], trial)
  const outcomes = limits.map((limit) => outcomeAt(trial, limit))
  return { outcomes, suggestion: suggestLimit(outcomes) }
}

const sorted = (limits: readonly number[], { limit }: Pick<Trial, 'limit'>): readonly number[] =>
  [...limits].sort((a, b) => (isUpper(limit.op) ? a - b : b - a))

/** The rows of the table: the named limits, and others around them, the tightest first. `current` null = it has none. */
export function rowsOf(
  tried: Tried,
  current: Outcome | null,
  named: readonly (number | null)[],
  trial: Pick<Trial, 'limit'>,
): readonly Outcome[] {
  const all = current === null ? tried.outcomes : [...tried.outcomes, current]
  const byLimit = new Map(all.map((outcome) => [outcome.limit, outcome]))
  const keep = new Set(
    [current?.limit, ...named].flatMap((it) => (it != null && byLimit.has(it) ? [it] : [])),
  )
  const others = tried.outcomes.filter(({ limit, firings }) => !keep.has(limit) && firings > 0)
  const middle = tried.suggestion?.outcome.limit ?? current?.limit ?? 0
  const near = [...others].sort((a, b) => Math.abs(a.limit - middle) - Math.abs(b.limit - middle))
  // A row that says the same as another one says nothing.
  const said = new Set([...keep].map((limit) => signature(byLimit.get(limit))))
  for (const outcome of near) {
    if (keep.size >= ROWS) break
    if (said.has(signature(outcome))) continue
    said.add(signature(outcome))
    keep.add(outcome.limit)
  }
  return sorted([...keep], trial).flatMap((limit) => byLimit.get(limit) ?? [])
}

const signature = (outcome: Outcome | undefined): string =>
  outcome === undefined ? '' : [outcome.firings, outcome.longer, outcome.caught, outcome.falseAlarms].join()

/** Firings that no known trouble explains; none are told apart where no trouble is known. */
export function falseAlarmsOf(firings: readonly Firing[], trial: Trial): ReadonlySet<Firing> {
  if (trial.known.length === 0) return new Set()
  return new Set(
    firings.filter((firing) => outcomeOf(0, [firing], trial.known, trial.period).falseAlarms === 1),
  )
}
