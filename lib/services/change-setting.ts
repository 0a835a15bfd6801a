import { appendAudit } from '@/lib/db/audit'
import type { Connection } from '@/lib/db/pool'
import { type SettingKey, writeSetting } from '@/lib/db/settings'
import { actorOf } from './actor'
import { requireUnchanged } from './changed-meanwhile'
import type { Context } from './context'

/**
 * Writes a setting in the caller's transaction and enters the change in the audit trail as `action`. `stood` is what
 * held before, where that is more than what was stored (a default); with `seen` (`settingsSeen`) it throws 409 where
 * somebody else changed the setting since. Throws 400 with the places where the value is wrong.
 */
export async function changeSetting(
  ctx: Context,
  client: Connection,
  key: SettingKey,
  value: unknown,
  action: string,
  { stood, seen = null }: { readonly stood?: unknown; readonly seen?: number | null } = {},
): Promise<void> {
  const { before, after } = await writeSetting(client, key, value, ctx.now)
  const object = `setting:${key}`
  await requireUnchanged(ctx, client, object, seen)
  await appendAudit(client, {
    at: ctx.now,
    actor: actorOf(ctx.principal),
    action,
    object,
    before: stood ?? before,
    after,
  })
}
