/** Geometry of a line against its limit, apart from any drawing library. */

/** A point of a series: x in milliseconds, y in the metric's unit or null where there is a gap. */
export type Point = readonly [number, number | null]

/**
 * Two series from one: what keeps the limit and what breaks it, cut exactly at the crossing. The crossing point is in
 * both, so the line stays whole; gaps stay gaps. Each result has its points in order.
 */
export function splitAtLimit(
  points: readonly Point[],
  limit: number | null,
  op: '<=' | '>=',
): { readonly within: readonly Point[]; readonly beyond: readonly Point[] } {
  if (limit === null) return { within: points, beyond: [] }
  const breaks = (y: number) => (op === '<=' ? y > limit : y < limit)
  const within: Point[] = []
  const beyond: Point[] = []
  let before: readonly [number, number] | null = null
  for (const [x, y] of points) {
    if (y === null) {
      within.push([x, null])
      beyond.push([x, null])
      before = null
      continue
    }
    const out = breaks(y)
    if (before && breaks(before[1]) !== out) {
      const share = (limit - before[1]) / (y - before[1])
      const at = before[0] + (x - before[0]) * share
      const [ending, starting] = out ? [within, beyond] : [beyond, within]
      ending.push([at, limit], [at, null])
      starting.push([at, limit])
    }
    const line = out ? beyond : within
    line.push([x, y])
    before = [x, y]
  }
  return { within, beyond }
}

/** Top of an axis of durations in seconds, and the step of its lines: 2–4 lines on round times. */
export function durationAxis(highest: number): { readonly max: number; readonly step: number } {
  const steps = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]
  const step = steps.find((s) => highest / s <= 3.4) ?? Math.ceil(highest / 3 / 86_400) * 86_400
  return { max: Math.max(step * Math.ceil(highest / step), step), step }
}

/** The same for counts. */
export function countAxis(highest: number): { readonly max: number; readonly step: number } {
  const rough = Math.max(highest / 3.2, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((s) => s >= rough && (power > 1 || s % 1 === 0))
  const chosen = step ?? 10 * power
  return { max: chosen * Math.max(1, Math.ceil(highest / chosen)), step: chosen }
}

/** The same for shares: from 0 to 1, or a narrower window of round percents where all values are high. */
export function shareAxis(lowest: number): {
  readonly min: number
  readonly max: number
  readonly step: number
} {
  if (lowest >= 0.8) return { min: 0.7, max: 1, step: 0.1 }
  if (lowest >= 0.5) return { min: 0.4, max: 1, step: 0.2 }
  return { min: 0, max: 1, step: 0.25 }
}
