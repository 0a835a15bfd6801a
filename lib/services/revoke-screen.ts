import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { lockScreen, revokeScreenRow } from '@/lib/db/screens'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { reachesScreen } from './create-screen'
import { parseInput } from './parse-input'

/**
 * Ends a wall screen, `{screen}`: its URL, its token or its id. Its stream ends within 10 s. Throws 404 where no
 * live screen within the asker's teams is meant. Needs role admin or manager.
 */
export async function revokeScreen(ctx: Context, input: unknown): Promise<{ id: string }> {
  requireRole(ctx, 'admin', 'manager')
  const { screen } = parseInput(z.strictObject({ screen: z.string().trim().min(1).max(2_000) }), input)
  const id = /(?:^|#|hs_)([0-9a-f]{18})(?:_|$)/.exec(screen)?.[1]
  if (id === undefined) throw notFound()
  return await transaction(async (client) => {
    const row = await lockScreen(client, id)
    if (row === null || !reachesScreen(ctx, row.scope.team ?? null)) throw notFound()
    await revokeScreenRow(client, id, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'screen.revoked',
      object: `screen:${id}`,
      before: { live: true },
      after: { live: false },
    })
    return { id }
  })
}
