/** From a value to a state, and from a state of the moment to one that does not flicker. */
import { watchLimit } from '@/lib/metrics/bands'
import type { Limit, Unit } from '@/lib/metrics/types'
import type { TileState } from './types'

/**
 * The band a value lies in: bad beyond its target, watched from where the target says, or else from 80 % of a ceiling
 * and where more than 80 % of what may be missing above a floor is missing.
 */
export function bandOf(value: number | null, target: Limit | null, unit: Unit): TileState {
  if (value === null) return 'none'
  if (target === null) return 'ok'
  const watch = watchLimit(target, unit)
  if (target.op === '<=') {
    if (value > target.value) return 'bad'
    return watch !== null && value >= watch ? 'watch' : 'ok'
  }
  if (value < target.value) return 'bad'
  return watch !== null && value < watch - 1e-9 ? 'watch' : 'ok'
}

const URGENCY: Readonly<Record<TileState, number>> = { bad: 0, watch: 1, none: 2, ok: 3, closed: 4 }

/** Order by urgency: bad, watch, none, ok, closed. */
export function byUrgency(a: TileState, b: TileState): number {
  return URGENCY[a] - URGENCY[b]
}

/** The most urgent of these; 'none' where there are none. */
export function worst(states: readonly TileState[]): TileState {
  return [...states].sort(byUrgency)[0] ?? 'none'
}

/** How long a value must be bad before it is shown so, and how far apart two good evaluations must lie. */
const PENDING_MS = 3_000
const GOOD_MS = 4_000
const GOODS = 2

interface Memory {
  readonly shown: TileState
  readonly badSince: number | null
  readonly goods: number
  readonly goodAt: number
}

/**
 * Remembers the states of one board's tiles: into red after the pending time (meanwhile watched), out after two
 * good evaluations at least 4 s apart. What has no history, no data or is closed shows as it is.
 */
export class Steady {
  private readonly memory = new Map<string, Memory>()

  /** The state to show for `key`, given the state of this moment. */
  next(key: string, raw: TileState, now: number): TileState {
    const before = this.memory.get(key)
    const after = before === undefined ? fresh(raw, now) : step(before, raw, now)
    this.memory.set(key, after)
    return after.shown
  }

  /** Forgets every key that is not among these. */
  forget(known: ReadonlySet<string>): void {
    for (const key of this.memory.keys()) if (!known.has(key)) this.memory.delete(key)
  }
}

function fresh(raw: TileState, now: number): Memory {
  return { shown: raw, badSince: raw === 'bad' ? now : null, goods: 0, goodAt: 0 }
}

function step(before: Memory, raw: TileState, now: number): Memory {
  if (raw === 'none' || raw === 'closed' || before.shown === 'none' || before.shown === 'closed')
    return fresh(raw, now)
  if (raw === 'bad') {
    const badSince = before.badSince ?? now
    const red = before.shown === 'bad' || now - badSince >= PENDING_MS
    return { shown: red ? 'bad' : 'watch', badSince, goods: 0, goodAt: 0 }
  }
  if (before.shown !== 'bad') return fresh(raw, now)
  const counts = before.goods === 0 || now - before.goodAt >= GOOD_MS
  const goods = before.goods + (counts ? 1 : 0)
  if (goods >= GOODS) return fresh(raw, now)
  return { shown: 'bad', badSince: before.badSince, goods, goodAt: counts ? now : before.goodAt }
}
