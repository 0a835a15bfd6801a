import { z } from 'zod'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { screenSettingsSchema, settingsOf } from '@/lib/boards/screen-settings'
import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { lockScreen, writeScreen } from '@/lib/db/screens'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { reachesScreen, requireScreenScope, screenScope } from './create-screen'
import { parseInput } from './parse-input'

/** What is left out stays; `settings` replaces them all. */
export const updateScreenInput = z.strictObject({
  board: z.enum(KNOWN_BOARDS, `boards there are: ${KNOWN_BOARDS.join(', ')}`).optional(),
  scope: screenScope.optional(),
  label: z.string().trim().max(200).optional(),
  settings: screenSettingsSchema.optional(),
})

/**
 * Changes what a live screen shows and is called; the screen follows with its next heartbeat. Throws 404 where there
 * is none within the asker's teams. Needs role admin or manager.
 */
export async function updateScreen(ctx: Context, id: string, input: unknown): Promise<{ id: string }> {
  requireRole(ctx, 'admin', 'manager')
  const change = parseInput(updateScreenInput, input)
  await transaction(async (client) => {
    const row = await lockScreen(client, id)
    if (row === null || !reachesScreen(ctx, row.scope.team ?? null)) throw notFound()
    const before = {
      board: row.board,
      scope: { team: row.scope.team ?? null },
      label: row.label,
      settings: settingsOf(row.settings),
    }
    const after = {
      board: change.board ?? before.board,
      scope: change.scope ?? before.scope,
      label: change.label ?? before.label,
      settings: change.settings ?? before.settings,
    }
    requireScreenScope(ctx, after.scope.team)
    if (JSON.stringify(before) === JSON.stringify(after)) return
    await writeScreen(client, { id, ...after })
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'screen.changed',
      object: `screen:${id}`,
      before,
      after,
    })
  })
  return { id }
}
