/** When a source was heard, and when it counts as silent. Pure. */

export interface SourceReading {
  readonly source: string
  readonly lastAt: number | null
  /** mean milliseconds between its events, heartbeats included, since it is known; null = not known */
  readonly meanGapMs: number | null
}

const MINUTES = 60
const QUIET_GAPS = 10
const SILENT_MOST = 240 * MINUTES

/** Seconds without any event after which nothing is current any more. */
export const STALE_AFTER = 10 * MINUTES

/**
 * Seconds without an event or a heartbeat after which a source is silent: ten minutes, or ten times its own usual
 * gap where it says little, but no more than four hours.
 */
export function silentAfter(source: SourceReading): number {
  const usual = source.meanGapMs === null ? 0 : (QUIET_GAPS * source.meanGapMs) / 1000
  return Math.min(SILENT_MOST, Math.max(STALE_AFTER, Math.round(usual)))
}
