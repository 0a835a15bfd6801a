/**
 * What the rest of a day is likely to bring: the usual shape of such a day, times how far this one runs above or
 * below it. Nothing is learnt but that, and the band comes from how wrong the same rule was on the past days.
 * Pure; slots are those of the local clock (96 quarter-hours).
 */
import { quantile } from './wilson'

/** A figure of one slot and how much it rests on (cases of a mean; 1 for a count). */
export interface SlotValue {
  readonly value: number
  readonly weight: number
}

/** Slot → value, of one day; slots without data are absent. */
export type Day = ReadonlyMap<number, SlotValue>

export interface Ahead {
  readonly slot: number
  readonly value: number
  /** 10 % and 90 % of what it may come to */
  readonly low: number
  readonly high: number
}

/** Slots that say how the day runs, and after how many ahead that has faded to a third. */
const RECENT = 8
const FADES = 16
const LEVEL_MOST = 4
/** Fewer past days, values of a slot or errors tell nothing. */
const DAYS_LEAST = 4
const VALUES_LEAST = 3
const ERRORS_LEAST = 20
/** Errors grow with the distance; they are gathered up to these many slots ahead. */
const REACHES = [4, 16, Number.POSITIVE_INFINITY] as const

/** Values of a slot over the days, its neighbours' too: a quarter-hour of one channel holds few cases. */
export function slotValues(days: readonly Day[], slot: number): SlotValue[] {
  return days.flatMap((day) => [slot - 1, slot, slot + 1].flatMap((s) => day.get(s) ?? []))
}

const meanOf = (values: readonly SlotValue[]): number | null => {
  let sum = 0
  let weight = 0
  for (const v of values) {
    sum += v.value * v.weight
    weight += v.weight
  }
  return weight > 0 ? sum / weight : null
}

type Profile = (slot: number) => number | null

function profileOf(days: readonly Day[]): Profile {
  const known = new Map<number, number | null>()
  return (slot) => {
    const found = known.get(slot)
    if (found !== undefined) return found
    const values = slotValues(days, slot)
    const mean = values.length < VALUES_LEAST ? null : meanOf(values)
    known.set(slot, mean)
    return mean
  }
}

/** How far the day runs above its usual shape in the slots before `from`; null where they hold nothing to tell it by. */
function levelOf(day: Day, profile: Profile, from: number): number | null {
  let seen = 0
  let usual = 0
  for (let slot = from - RECENT; slot < from; slot++) {
    const value = day.get(slot)
    const normal = profile(slot)
    if (value === undefined || normal === null) continue
    seen += value.value * value.weight
    usual += normal * value.weight
  }
  return usual > 0 ? Math.min(LEVEL_MOST, Math.max(1 / LEVEL_MOST, seen / usual)) : null
}

const expected = (normal: number, level: number, ahead: number): number =>
  normal * (1 + (level - 1) * Math.exp(-ahead / FADES))

const reachOf = (ahead: number): number => REACHES.findIndex((reach) => ahead < reach)

/** Actual ÷ expected of the past days, each forecast from its own hours before `from` and the other days' shape. */
function errorsOf(days: readonly Day[], from: number, to: number): number[][] {
  const errors: number[][] = REACHES.map(() => [])
  for (const day of days) {
    const profile = profileOf(days.filter((other) => other !== day))
    const level = levelOf(day, profile, from)
    if (level === null) continue
    for (let slot = from; slot < to; slot++) {
      const value = day.get(slot)
      const normal = profile(slot)
      if (value === undefined || normal === null || normal <= 0) continue
      errors[reachOf(slot - from)]?.push(value.value / expected(normal, level, slot - from))
    }
  }
  return errors
}

/**
 * The slots from `from` (the one that has begun, or the next) up to `to`, exclusive; those nobody can tell are left
 * out. Empty where there are fewer than four days, nothing of today, or too little to know the error from.
 */
export function forecastDay(past: readonly Day[], today: Day, from: number, to: number): Ahead[] {
  const days = past.filter((day) => day.size > 0)
  if (days.length < DAYS_LEAST) return []
  const profile = profileOf(days)
  const level = levelOf(today, profile, from)
  if (level === null) return []
  const errors = errorsOf(days, from, to)
  const all = errors.flat()
  if (all.length < ERRORS_LEAST) return []
  const bands = errors.map((own) => {
    const use = own.length < ERRORS_LEAST ? all : own
    return [quantile(use, 0.1) ?? 1, quantile(use, 0.9) ?? 1] as const
  })
  const ahead: Ahead[] = []
  for (let slot = from; slot < to; slot++) {
    const normal = profile(slot)
    if (normal === null) continue
    const value = expected(normal, level, slot - from)
    const [low, high] = bands[reachOf(slot - from)] ?? [1, 1]
    ahead.push({ slot, value, low: Math.min(value, value * low), high: Math.max(value, value * high) })
  }
  return ahead
}
