/**
 * The one picture this device keeps for when there is no network: what the supervisor's page showed last. It lives in
 * the page's own storage, holds no ids and no names but channels', and signing out clears it. Pure but for `Storage`.
 */
import type { TileState } from '@/lib/boards/types'

export const SNAPSHOT_KEY = 'helmline-snapshot'

export interface SnapshotFigure {
  readonly label: string
  readonly text: string
  readonly state: TileState
}

export interface Snapshot {
  /** when the figures were true, epoch ms */
  readonly at: number
  /** the same in words of the tenant's zone, for a page without our formats */
  readonly seen: string
  readonly lang: string
  readonly words: {
    readonly title: string
    readonly body: string
    readonly nothing: string
    readonly retry: string
  }
  readonly figures: readonly SnapshotFigure[]
  readonly channels: readonly SnapshotFigure[]
}

/** Keeps a picture; a browser that keeps nothing has none offline. */
export function keepSnapshot(storage: Storage, snapshot: Snapshot): void {
  try {
    storage.setItem(SNAPSHOT_KEY, JSON.stringify(snapshot))
  } catch {
    // Full, or private: there is no picture then.
  }
}

/** Everything the product keeps in this browser about what somebody saw; signing out calls it. */
export function forgetSeen(storage: Storage, keys: readonly string[]): void {
  for (const key of [SNAPSHOT_KEY, ...keys]) {
    try {
      storage.removeItem(key)
    } catch {
      // Nothing is kept where nothing may be removed.
    }
  }
}
