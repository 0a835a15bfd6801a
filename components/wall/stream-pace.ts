/** How rows move on the wall: one a second at most, and what is critical stays long enough to be read. Pure. */

/** At most one row moves in this time. */
export const ROW_EVERY_MS = 1_000
/** A critical row that has just come stays where it is for this long. */
export const CRITICAL_HOLD_MS = 10_000

export interface PacedRow {
  readonly key: string
  readonly critical: boolean
}

export interface Paced {
  readonly keys: readonly string[]
  readonly movedAt: number
  /** when each critical row that is shown came, epoch ms; no more entries than rows */
  readonly heldSince: Readonly<Record<string, number>>
}

export const STILL: Paced = { keys: [], movedAt: 0, heldSince: {} }

/**
 * The rows to show at `now`, given those that should be (in order, at most `most`). `alive` are the keys that may
 * still be shown: a row that is not among them leaves before anything else. The first rows come all at once.
 */
export function pace(
  before: Paced,
  wanted: readonly PacedRow[],
  alive: ReadonlySet<string>,
  most: number,
  now: number,
): Paced {
  const target = wanted.slice(0, most)
  if (before.keys.length === 0 || before.keys.every((key) => !alive.has(key))) return all(target, before, now)
  const trimmed = before.keys.length > most ? { ...before, keys: before.keys.slice(0, most) } : before
  if (now - before.movedAt < ROW_EVERY_MS) return trimmed
  const keys = step(trimmed, target, alive, most, now)
  if (keys === null) return trimmed
  return { keys, movedAt: now, heldSince: heldOf(keys, target, before, now) }
}

function all(target: readonly PacedRow[], before: Paced, now: number): Paced {
  const keys = target.map((row) => row.key)
  if (keys.length === 0 && before.keys.length === 0) return before
  return { keys, movedAt: now, heldSince: heldOf(keys, target, before, now) }
}

function heldOf(keys: readonly string[], target: readonly PacedRow[], before: Paced, now: number) {
  const critical = new Set(target.filter((row) => row.critical).map((row) => row.key))
  const held: Record<string, number> = {}
  for (const key of keys) {
    const since = before.heldSince[key]
    if (since !== undefined) held[key] = since
    else if (critical.has(key) && !before.keys.includes(key)) held[key] = now
  }
  return held
}

/** One move towards the target: a dead row makes place, else the first missing row comes, else one row changes place. */
function step(
  shown: Paced,
  target: readonly PacedRow[],
  alive: ReadonlySet<string>,
  most: number,
  now: number,
): readonly string[] | null {
  const order = new Map(target.map((row, i) => [row.key, i]))
  const held = (key: string) => {
    const since = shown.heldSince[key]
    return since !== undefined && now - since < CRITICAL_HOLD_MS && alive.has(key)
  }
  const missing = target.filter((row) => !shown.keys.includes(row.key))
  const coming = missing.find((row) => row.critical) ?? missing[0]
  const dead = shown.keys.find((key) => !alive.has(key))
  const full = shown.keys.length >= most
  const out =
    dead ?? (full && coming ? shown.keys.findLast((key) => !order.has(key) && !held(key)) : undefined)
  const kept = out === undefined ? shown.keys : shown.keys.filter((key) => key !== out)
  if (coming && kept.length < most) return insert(kept, coming.key, order)
  if (out !== undefined) return kept
  const stray = shown.keys.find((key) => !order.has(key) && !held(key))
  if (stray !== undefined) return shown.keys.filter((key) => key !== stray)
  return reorder(shown.keys, order, held)
}

function insert(keys: readonly string[], key: string, order: ReadonlyMap<string, number>): readonly string[] {
  const place = order.get(key) ?? keys.length
  const at = keys.findIndex((other) => (order.get(other) ?? Number.MAX_SAFE_INTEGER) > place)
  return at < 0 ? [...keys, key] : [...keys.slice(0, at), key, ...keys.slice(at)]
}

function reorder(
  keys: readonly string[],
  order: ReadonlyMap<string, number>,
  held: (key: string) => boolean,
): readonly string[] | null {
  const placeOf = (key: string) => order.get(key) ?? Number.MAX_SAFE_INTEGER
  for (const [i, key] of keys.entries()) {
    const before = keys[i - 1]
    if (before === undefined || placeOf(before) <= placeOf(key) || held(key)) continue
    return insert(
      keys.filter((other) => other !== key),
      key,
      order,
    )
  }
  return null
}
