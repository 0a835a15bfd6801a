import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { revokeKeyRow } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Ends the API key of a name, `{name}`; dead everywhere within 3 s. Throws 404 where no live key has it. */
export async function revokeApiKey(ctx: Context, input: unknown): Promise<{ id: string }> {
  requireRole(ctx, 'admin')
  const { name } = parseInput(z.strictObject({ name: z.string().trim().min(1).max(100) }), input)
  return await transaction(async (client) => {
    const id = await revokeKeyRow(client, name, ctx.now)
    if (id === null) throw notFound()
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'key.revoked',
      object: `key:${id}`,
      before: { name },
      after: null,
    })
    return { id }
  })
}
