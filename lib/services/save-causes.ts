import { type Cause, causesSchema } from '@/lib/alerts/causes'
import { appendAudit } from '@/lib/db/audit'
import { readCauses, writeCauses } from '@/lib/db/incidents'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireRole, requireScope } from './context'
import { parseInput } from './parse-input'

/** The causes incidents are put down to. Needs scope read. */
export async function listCauses(ctx: Context): Promise<readonly Cause[]> {
  requireScope(ctx, 'read')
  return await readCauses()
}

/**
 * Keeps another list of causes. Incidents keep the id they were closed with, also where it is no longer in the list.
 * Needs role admin or manager. Throws 400 where the list is wrong.
 */
export async function saveCauses(ctx: Context, input: unknown): Promise<readonly Cause[]> {
  requireRole(ctx, 'admin', 'manager')
  const causes = parseInput(causesSchema, input)
  await transaction(async (client) => {
    const before = await writeCauses(client, causes, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'causes.changed',
      object: 'setting:causes',
      before,
      after: causes,
    })
  })
  return causes
}
