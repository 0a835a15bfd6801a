import type { AutomationResult, TileValue } from '@/lib/boards/types'
import { readUnread } from '@/lib/db/inbox'
import { countUnacknowledged } from '@/lib/db/incidents'
import { readAutomation } from '@/lib/db/settings'
import type { Context } from './context'
import { incidentReach } from './incident-access'
import { boardReader, openBoard } from './read-board'

/** What wants somebody's eye on every page: conversations past their limit or near it, alarms, messages. */
export interface Attention {
  readonly overdue: number | null
  readonly soon: number | null
  readonly automation: AutomationResult
  /** open incidents nobody has acknowledged */
  readonly incidents: number
  /** messages in the asker's inbox, and the newest of them */
  readonly unread: number
  readonly newest: string | null
}

/** Milliseconds the counts may be behind: they stand beside a word, nobody counts down by them. */
const BEHIND_MS = 10_000
/** Milliseconds the counts of waits are waited for: alarms and messages do not wait for a busy board. */
const PATIENCE_MS = 2_000

/** The counts of the navigation within what the asker reaches; waits from what the live overview has read anyway. */
export async function readAttention(ctx: Context): Promise<Attention> {
  const { principal } = ctx
  const [tiles, automation, incidents, inbox] = await Promise.all([
    waitsOf(ctx),
    // The switch is asked for itself: who has just thrown it sees it on the next page.
    readAutomation(),
    incidentReach(ctx).then(countUnacknowledged),
    principal.kind === 'user' ? readUnread(principal.id) : { unread: 0, newest: null },
  ])
  const result: unknown = tiles.stream?.result
  const count = (name: string): number | null => {
    const value =
      typeof result === 'object' && result !== null ? (result as Record<string, unknown>)[name] : null
    return typeof value === 'number' ? value : null
  }
  return {
    overdue: count('overdue'),
    soon: count('soon'),
    automation: {
      off: automation.off,
      since: automation.since === null ? null : new Date(automation.since).toISOString(),
      reason: automation.reason,
    },
    incidents,
    ...inbox,
  }
}

/** The tiles of the overview, or none where they are not there in time; a lost database fails the other counts as well. */
async function waitsOf(ctx: Context): Promise<Readonly<Record<string, TileValue | undefined>>> {
  const read = boardReader(openBoard(ctx, 'overview'))
    .readRecent(ctx.now, BEHIND_MS)
    .then(
      ({ tiles }) => tiles,
      () => ({}),
    )
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Record<string, never>>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, {})
  })
  try {
    return await Promise.race([read, late])
  } finally {
    clearTimeout(timer)
  }
}
