import { appendAudit } from '@/lib/db/audit'
import { revokeSession } from '@/lib/db/people'
import { transaction } from '@/lib/db/pool'

/** Ends one session of a person for good; its cookie is dead at once. */
export async function signOut(userId: string, sid: string, now: number): Promise<void> {
  await transaction(async (client) => {
    await revokeSession(client, sid, now)
    await appendAudit(client, {
      at: now,
      actor: `user:${userId}`,
      action: 'session.ended',
      object: `user:${userId}`,
      before: null,
      after: null,
    })
  })
}
