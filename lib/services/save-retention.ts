import { retentionForm } from '@/lib/core/settings-forms'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { type Retention, readRetention, writeSetting } from '@/lib/db/settings'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Decides how many days each kind of data is kept; the next nightly run clears by it. Needs role admin. */
export async function saveRetention(ctx: Context, input: unknown): Promise<Retention> {
  requireRole(ctx, 'admin')
  const after = parseInput(retentionForm, input)
  await transaction(async (client) => {
    const before = await readRetention(client)
    await writeSetting(client, 'retention', after, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'retention.changed',
      object: 'setting:retention',
      before,
      after,
    })
  })
  return after
}
