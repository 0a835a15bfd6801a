/** Which scene comes when. Pure. */

export interface Rotation {
  /** when the present scene's turn began, epoch ms; moved on by what was paused */
  readonly since: number
  /** epoch ms of the last look */
  readonly seenAt: number
}

/** Share of the scene's time that is over, 0–1; 0 where nothing rotates. */
export function turnShare(rotation: Rotation, everyMs: number | null): number {
  if (everyMs === null || everyMs <= 0) return 0
  return Math.min(1, Math.max(0, (rotation.seenAt - rotation.since) / everyMs))
}

/** The clock after a look at `now`: while paused, the turn is as long over as it was. */
export function tickRotation(rotation: Rotation, paused: boolean, now: number): Rotation {
  const passed = Math.max(0, now - rotation.seenAt)
  return { since: paused ? rotation.since + passed : rotation.since, seenAt: now }
}

/** The scene after this one that is not skipped; null where there is no other. */
export function nextScene(
  scenes: readonly string[],
  current: string,
  skipped: ReadonlySet<string>,
): string | null {
  const at = scenes.indexOf(current)
  for (let step = 1; step <= scenes.length; step++) {
    const scene = scenes[(at + step + scenes.length) % scenes.length]
    if (scene !== undefined && scene !== current && !skipped.has(scene)) return scene
  }
  return null
}
