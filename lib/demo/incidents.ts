/** What became of troubles in the demo's past: who was quick, what it was put down to. Pure; the numbers are the data's. */
import { randomOf } from './random'

/** A stretch in which a number was out of its limit. */
export interface Trouble {
  readonly key: string
  readonly from: number
  /** the first instant at which it was back */
  readonly to: number
  readonly worst: number
}

export interface DemoCourse {
  readonly openedAt: number
  readonly acknowledgedAt: number | null
  readonly escalatedAt: number | null
  readonly recoveredAt: number
  readonly resolvedAt: number
  /** null = it was closed by the number alone */
  readonly cause: string | null
}

const MINUTE = 60_000
const ESCALATES_AFTER = 5 * MINUTE

/** How a trouble went; the same seed and trouble give the same. */
export function courseOf(seed: number, trouble: Trouble): DemoCourse {
  const random = randomOf(seed, 'incident', trouble.key, String(trouble.from))
  const openedAt = trouble.from + random.int(1, 14) * MINUTE
  const recoveredAt = Math.max(trouble.to, openedAt + 10 * MINUTE) + random.int(0, 4) * MINUTE
  const wait = Math.round(random.lognormal(3.5, 0.8) * MINUTE)
  const seen = random.chance(0.86) && openedAt + wait < recoveredAt
  const acknowledgedAt = seen ? openedAt + wait : null
  const resolvedAt = recoveredAt + (seen ? random.int(2, 50) : 5) * MINUTE
  return {
    openedAt,
    acknowledgedAt,
    escalatedAt:
      (acknowledgedAt ?? recoveredAt) - openedAt > ESCALATES_AFTER ? openedAt + ESCALATES_AFTER : null,
    recoveredAt,
    resolvedAt,
    cause:
      seen && random.chance(0.8)
        ? random.weighted([
            ['volume', 32],
            ['staffing', 26],
            ['campaign', 18],
            ['system', 10],
            ['logistics', 8],
            ['false_alarm', 6],
          ])
        : null,
  }
}

/** Stretches of points beyond `limit`; a gap of one point ends none. */
export function troublesOf(
  key: string,
  points: readonly { readonly at: number; readonly value: number | null; readonly n: number }[],
  limit: {
    readonly value: number
    readonly above: boolean
    readonly minSample: number
    readonly stepMs: number
  },
): Trouble[] {
  const found: { key: string; from: number; to: number; worst: number }[] = []
  let open = false
  for (const { at, value, n } of points) {
    const last = found.at(-1)
    if (last !== undefined && at - last.to > limit.stepMs) open = false
    const out =
      value !== null && n >= limit.minSample && (limit.above ? value > limit.value : value < limit.value)
    if (!out || value === null) continue
    if (last !== undefined && open) {
      last.to = at + limit.stepMs
      last.worst = limit.above ? Math.max(last.worst, value) : Math.min(last.worst, value)
    } else found.push({ key, from: at, to: at + limit.stepMs, worst: value })
    open = true
  }
  return found
}
