/** The state machine of one key of one rule. Pure; it knows no kind. */
import type { Evaluation, KeyState, Phase, Rule, Transition } from './types'

type Timing = Pick<Rule, 'forSeconds' | 'keepFiringSeconds' | 'recoverTimes' | 'noData' | 'onError' | 'flap'>

export interface Step {
  readonly next: KeyState
  readonly transition: Transition
}

/** How an evaluation is taken, once the rule's answers for "no data" and "error" are applied. */
type Signal = 'inside' | 'between' | 'out' | 'blind'

const MINUTE = 60_000
/** It is worse when it is this many times as far beyond its limit as when somebody was told … */
const WORSE = 2
/** … and by this part of the room there is: a value just past its limit doubles its distance easily. */
const LEAST = 0.5

/**
 * The next state after one evaluation, and what there is to tell.
 *
 * - Out of the limit for `forSeconds` → `fire` (`no_data`, `error` where those alarm). With 0 at once.
 * - Firing ends when `recoverTimes` evaluations in a row were inside the recovery limit, and `keepFiringSeconds` more
 *   have passed there → `recover`. A value between the two limits neither fires nor recovers.
 * - `worse`: at least twice as far out as when last told, and by half of what there is room for.
 * - More than `flap.changes` changes within `flap.minutes`: it stays open and says `flap` once; it recovers when fewer
 *   changes are left in the window.
 * - No data and errors: `keep` leaves what stands, `ok` counts as inside, `alarm` as out.
 *
 * `fire`, `no_data` and `error` come only where nothing was open, `recover` only where something was.
 */
export function step(state: KeyState | null, evaluation: Evaluation, rule: Timing, now: number): Step {
  const before = state ?? fresh(now)
  const seen: KeyState = {
    ...before,
    value: evaluation.value,
    limit: evaluation.limit,
    evaluatedAt: now,
  }
  const signal = signalOf(evaluation, rule)
  if (signal === 'blind') return blind(seen, evaluation, now)
  return seen.open
    ? whileOpen(seen, signal, evaluation, rule, now)
    : whileShut(seen, signal, evaluation, rule, now)
}

/** The state while the rule or all automation is switched off: nothing runs, and what is open stays open. */
export function pause(state: KeyState, now: number): KeyState {
  if (state.phase === 'paused') return state
  return { ...state, phase: 'paused', since: now, breachedAt: null, recoveredTimes: 0 }
}

function fresh(now: number): KeyState {
  return {
    phase: 'normal',
    since: now,
    breachedAt: null,
    recoveredTimes: 0,
    changes: [],
    flapping: false,
    open: false,
    told: null,
    value: null,
    limit: null,
    evaluatedAt: now,
  }
}

function signalOf({ verdict, recovered }: Evaluation, rule: Timing): Signal {
  switch (verdict) {
    case 'breach':
      return 'out'
    case 'ok':
      return recovered ? 'inside' : 'between'
    case 'no_data':
    case 'error': {
      const answer = verdict === 'error' ? rule.onError : rule.noData
      return answer === 'keep' ? 'blind' : answer === 'ok' ? 'inside' : 'out'
    }
  }
}

const at = (state: KeyState, phase: Phase, now: number): KeyState =>
  state.phase === phase ? state : { ...state, phase, since: now }

/** Nothing can be said: what is open or pending stays so; the rest says why it is blind. */
function blind(state: KeyState, { verdict }: Evaluation, now: number): Step {
  const stands = state.phase === 'pending' || (state.open && state.phase !== 'paused')
  if (stands) return { next: state, transition: 'none' }
  if (state.open) return { next: at(state, 'firing', now), transition: 'none' }
  return { next: at(state, verdict === 'error' ? 'error' : 'no_data', now), transition: 'none' }
}

function whileShut(state: KeyState, signal: Signal, evaluation: Evaluation, rule: Timing, now: number): Step {
  if (signal !== 'out') {
    return { next: at({ ...state, breachedAt: null, recoveredTimes: 0 }, 'normal', now), transition: 'none' }
  }
  const breachedAt = state.breachedAt ?? now
  if (now - breachedAt < rule.forSeconds * 1000) {
    return { next: at({ ...state, breachedAt }, 'pending', now), transition: 'none' }
  }
  const [phase, transition] = alarmOf(evaluation)
  const fired: KeyState = {
    ...state,
    breachedAt,
    recoveredTimes: 0,
    open: true,
    told: evaluation.verdict === 'breach' ? evaluation.value : null,
    changes: changed(state, rule, now),
  }
  return { next: at(fired, phase, now), transition }
}

function alarmOf({ verdict }: Evaluation): readonly [Phase, Transition] {
  if (verdict === 'no_data') return ['no_data', 'no_data']
  if (verdict === 'error') return ['error', 'error']
  return ['firing', 'fire']
}

function whileOpen(state: KeyState, signal: Signal, evaluation: Evaluation, rule: Timing, now: number): Step {
  if (signal === 'inside') return inside(state, rule, now)
  const still: KeyState = {
    ...state,
    breachedAt: signal === 'out' ? (state.breachedAt ?? now) : state.breachedAt,
    recoveredTimes: 0,
    // Back out while it flaps: a change, though nobody is told of it.
    changes: state.flapping && state.phase === 'keep_firing' ? changed(state, rule, now) : state.changes,
  }
  if (signal === 'between') return { next: at(still, 'firing', now), transition: 'none' }
  if (evaluation.verdict !== 'breach') {
    const phase = state.phase === 'no_data' || state.phase === 'error' ? state.phase : 'firing'
    return { next: at(still, phase, now), transition: 'none' }
  }
  const firing = at(still, 'firing', now)
  // What alarmed for want of data turns out to be beyond its limit: that is news.
  const news = state.phase === 'no_data' || state.phase === 'error' || isWorse(state.told, evaluation)
  return news
    ? { next: { ...firing, told: evaluation.value }, transition: 'worse' }
    : { next: { ...firing, told: firing.told ?? evaluation.value }, transition: 'none' }
}

function inside(state: KeyState, rule: Timing, now: number): Step {
  const recoveredTimes = state.recoveredTimes + 1
  const back: KeyState = { ...state, recoveredTimes, breachedAt: null }
  if (recoveredTimes < rule.recoverTimes) {
    return { next: state.phase === 'paused' ? at(back, 'firing', now) : back, transition: 'none' }
  }
  const keeping = at(
    // Each time it comes back while it flaps is a change; while it stays back, changes leave the window.
    state.flapping
      ? {
          ...back,
          changes: state.phase === 'keep_firing' ? recent(state, rule, now) : changed(state, rule, now),
        }
      : back,
    'keep_firing',
    now,
  )
  if (now - keeping.since < rule.keepFiringSeconds * 1000) return { next: keeping, transition: 'none' }
  if (rule.flap === null) return { next: shut(keeping, [], now), transition: 'recover' }
  if (state.flapping) {
    return keeping.changes.length > rule.flap.changes
      ? { next: keeping, transition: 'none' }
      : { next: shut(keeping, keeping.changes, now), transition: 'recover' }
  }
  const changes = changed(keeping, rule, now)
  return changes.length > rule.flap.changes
    ? { next: { ...keeping, changes, flapping: true }, transition: 'flap' }
    : { next: shut(keeping, changes, now), transition: 'recover' }
}

function shut(state: KeyState, changes: readonly number[], now: number): KeyState {
  const closed: KeyState = {
    ...state,
    open: false,
    told: null,
    flapping: false,
    breachedAt: null,
    recoveredTimes: 0,
    changes,
  }
  return at(closed, 'normal', now)
}

function recent(state: KeyState, { flap }: Timing, now: number): readonly number[] {
  return flap === null ? [] : state.changes.filter((change) => change > now - flap.minutes * MINUTE)
}

const changed = (state: KeyState, rule: Timing, now: number): readonly number[] =>
  rule.flap === null ? [] : [...recent(state, rule, now), now]

function isWorse(told: number | null, { value, limit, unit, steady }: Evaluation): boolean {
  if (steady === true || told === null || value === null || limit === null) return false
  const beyond = value - limit
  if (beyond === 0 || Math.sign(beyond) !== Math.sign(told - limit)) return false
  const least = Math.max(WORSE * Math.abs(told - limit), LEAST * roomOf(limit, unit))
  return Math.abs(beyond) >= least
}

/** How far a value can be from its limit: shares and scores end somewhere, for the rest the limit is the measure. */
function roomOf(limit: number, unit: Evaluation['unit']): number {
  if (unit === 'share') return Math.min(limit, 1 - limit)
  return unit === 'score' ? Math.min(limit - 1, 5 - limit) : Math.abs(limit)
}
