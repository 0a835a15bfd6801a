import { z } from 'zod'
import { notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { disableUserRow, findUserByEmail } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Disables the person `{email}` and ends all their sessions at once. Throws 404 where there is none. Needs role admin. */
export async function disableUser(ctx: Context, input: unknown): Promise<{ id: string }> {
  requireRole(ctx, 'admin')
  const { email } = parseInput(
    z.strictObject({ email: z.string().trim().toLowerCase().min(3).max(200) }),
    input,
  )
  return await transaction(async (client) => {
    const before = await findUserByEmail(email, client)
    if (before === null || !(await disableUserRow(client, email, ctx.now))) throw notFound()
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'user.disabled',
      object: `user:${before.id}`,
      before: { disabled: before.disabledAt !== null },
      after: { disabled: true },
    })
    return { id: before.id }
  })
}
