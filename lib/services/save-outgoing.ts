import { appendAudit } from '@/lib/db/audit'
import { writeOutgoing } from '@/lib/db/notify-targets'
import { transaction } from '@/lib/db/pool'
import { type Outgoing, outgoingSchema } from '@/lib/notify/outgoing'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'

/** Decides which intranet hosts may be reached and where the heartbeat goes. Needs role admin. */
export async function saveOutgoing(ctx: Context, input: unknown): Promise<Outgoing> {
  requireRole(ctx, 'admin')
  const after = parseInput(outgoingSchema, input)
  await transaction(async (client) => {
    const before = await writeOutgoing(client, after, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'outgoing.changed',
      object: 'setting:outgoing',
      before: trailOf(before),
      after: trailOf(after),
    })
  })
  return after
}

/** The heartbeat's address is a key to the service it calls: the trail names its host only. */
function trailOf({ allow, heartbeatUrl, staffNames }: Outgoing): object {
  return { allow, staffNames, heartbeat: heartbeatUrl === null ? null : new URL(heartbeatUrl).host }
}
