/** In which order what has just happened stands on the wall. Pure. */
import type { StreamResult } from '@/lib/boards/types'

export interface Newsworthy {
  readonly key: string
  readonly at: number
  /** an event of the stream, or an alarm that began or recovered */
  readonly kind: StreamResult['recent'][number]['kind'] | 'began' | 'recovered'
  /** of a rating, 1–5 */
  readonly score?: number | undefined
}

/** New work ▸ ratings ▸ alarms ▸ what is settled. */
const RANK: Readonly<Record<Newsworthy['kind'], number>> = {
  opened: 0,
  reopened: 0,
  complaint: 0,
  rated: 1,
  began: 2,
  resolved: 3,
  recovered: 3,
}

/** The frame in which each row came: 0 = the first, whose rows come all at once; no more entries than rows. */
export type Frames = ReadonlyMap<string, number>

/**
 * Rows of later frames above those of earlier ones; within a frame new work, then ratings, the low ones first, then
 * alarms and what is settled, each the latest first. The rows of the first frame are in the order of time: they did not
 * happen together.
 */
export function newsOrder<Row extends Newsworthy>(
  rows: readonly Row[],
  before: Frames,
): { readonly rows: readonly Row[]; readonly frames: Frames } {
  const last = Math.max(-1, ...before.values())
  const frames = new Map(rows.map(({ key }) => [key, before.get(key) ?? last + 1]))
  const frameOf = (row: Row): number => frames.get(row.key) ?? 0
  const ordered = [...rows].sort((a, b) => {
    const byFrame = frameOf(b) - frameOf(a)
    if (byFrame !== 0) return byFrame
    if (frameOf(a) === 0) return b.at - a.at
    return RANK[a.kind] - RANK[b.kind] || (a.score ?? 0) - (b.score ?? 0) || b.at - a.at
  })
  return { rows: ordered, frames }
}
