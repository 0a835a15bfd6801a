/** When a wall loads itself anew because the server has another build. Pure. */

/** Fifty screens spread their reloads over this time. */
export const SPREAD_MS = 55_000
/** Never more often than this. */
export const APART_MS = 300_000

/**
 * When to reload, epoch ms, or null for never. `planned` is the answer of before: a plan is kept until builds agree
 * again. `random` is 0–1, `lastAt` when this screen last reloaded by itself.
 */
export function planReload(at: {
  readonly own: string | null
  readonly served: string | null
  readonly planned: number | null
  readonly lastAt: number | null
  readonly now: number
  readonly random: number
}): number | null {
  if (at.own === null || at.served === null || at.own === at.served) return null
  if (at.planned !== null) return at.planned
  const jittered = at.now + Math.round(at.random * SPREAD_MS)
  return at.lastAt === null ? jittered : Math.max(jittered, at.lastAt + APART_MS)
}

/** Whether the plan is due: never while the line is down, for then the page could not come back. */
export function reloadDue(planned: number | null, online: boolean, now: number): boolean {
  return planned !== null && online && now >= planned
}
