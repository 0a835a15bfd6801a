import type { AutomationResult } from '@/lib/boards/types'
import type { Context } from './context'
import { boardReader, openBoard } from './read-board'

/** What wants somebody's eye on every page: waiting conversations past their limit, and those about to be. */
export interface Attention {
  readonly overdue: number | null
  readonly soon: number | null
  readonly automation: AutomationResult | null
}

/** Milliseconds the counts may be behind: they stand beside a word, nobody counts down by them. */
const BEHIND_MS = 10_000

/** The counts of the navigation within the asker's teams; from what the live overview has read anyway. */
export async function readAttention(ctx: Context): Promise<Attention> {
  const { tiles } = await boardReader(openBoard(ctx, 'overview')).readRecent(ctx.now, BEHIND_MS)
  const result: unknown = tiles.stream?.result
  const count = (name: string): number | null => {
    const value =
      typeof result === 'object' && result !== null ? (result as Record<string, unknown>)[name] : null
    return typeof value === 'number' ? value : null
  }
  return {
    overdue: count('overdue'),
    soon: count('soon'),
    automation: (tiles.automation?.result ?? null) as AutomationResult | null,
  }
}
