import { commandOf, type ScreenCommand, type ScreenSettings, settingsOf } from '@/lib/boards/screen-settings'
import { buildId } from '@/lib/core/build'
import { listScreenRows, type Viewport } from '@/lib/db/screens'
import { type Context, requireRole, type ScreenScope } from './context'
import { reachesScreen } from './create-screen'

/** Milliseconds without a heartbeat after which a screen counts as lost: three missed ones. */
const LOST_AFTER = 35_000

export interface ScreenInfo {
  readonly id: string
  readonly label: string
  readonly board: string
  readonly scope: ScreenScope
  readonly settings: ScreenSettings
  readonly command: ScreenCommand | null
  /** `waiting`: paired, but no television has called yet; `ended`: revoked */
  readonly state: 'live' | 'lost' | 'waiting' | 'ended'
  /** of the pages the screen shows; `oldBuild` where this process serves another one */
  readonly build: string | null
  readonly oldBuild: boolean
  readonly viewport: Viewport | null
  /** what it shows just now */
  readonly scene: string | null
  readonly density: string | null
  readonly createdAt: number
  readonly lastSeenAt: number | null
  readonly revokedAt: number | null
}

/**
 * The wall screens within the asker's teams without their secrets, newest first, ended ones included. Needs role
 * admin, manager or auditor.
 */
export async function listScreens(ctx: Context): Promise<readonly ScreenInfo[]> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const rows = await listScreenRows()
  return rows
    .filter((row) => reachesScreen(ctx, row.scope.team ?? null))
    .map(({ secretHash: _, scope, settings, command, ...row }) => ({
      ...row,
      scope: { team: scope.team ?? null },
      settings: settingsOf(settings),
      command: commandOf(command, ctx.now),
      state: stateOf(row, ctx.now),
      oldBuild: row.build !== null && row.build !== buildId(),
    }))
}

function stateOf(
  { lastSeenAt, revokedAt }: { lastSeenAt: number | null; revokedAt: number | null },
  now: number,
): ScreenInfo['state'] {
  if (revokedAt !== null) return 'ended'
  if (lastSeenAt === null) return 'waiting'
  return now - lastSeenAt > LOST_AFTER ? 'lost' : 'live'
}
