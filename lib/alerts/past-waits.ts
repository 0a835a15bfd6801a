/** Limits of waits that are tried on the past, and what they come to. Pure; seconds. */

/** Parts of a rule's own limit that stand beside it. */
const PARTS = [0.5, 0.75, 1, 1.5, 2, 3] as const
/** Limits people write, for the one that is suggested. */
const ROUND = [
  30, 60, 120, 180, 300, 600, 900, 1_200, 1_800, 2_700, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800,
  259_200, 604_800,
] as const
const DAYS = 28

/** Waits between two of the tried limits: `beyond` = how many of the limits they are longer than. */
export interface WaitBin {
  readonly beyond: number
  readonly count: number
}

/** All limits that are tried for some own ones, ascending. */
export function waitLimits(own: readonly number[]): readonly number[] {
  const parts = own.flatMap((limit) => PARTS.map((part) => Math.max(5, Math.round(limit * part))))
  return [...new Set([...ROUND, ...parts])].sort((a, b) => a - b)
}

/** How many waits were longer than a limit, which is one of the tried. */
export function outlasting(bins: readonly WaitBin[], limits: readonly number[], seconds: number): number {
  const place = limits.indexOf(seconds)
  return bins.reduce((sum, { beyond, count }) => (beyond > place ? sum + count : sum), 0)
}

/** The tightest round limit that runs out once a day at most, and at all; null where there is none. */
export function suggestWait(bins: readonly WaitBin[], limits: readonly number[]): number | null {
  const found = ROUND.find((seconds) => outlasting(bins, limits, seconds) <= DAYS)
  return found !== undefined && outlasting(bins, limits, found) > 0 ? found : null
}
