import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { readSettingsFile, type SettingsFile } from '@/lib/db/settings-file'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'

/** All settings as one file, without passwords, keys and secrets. Needs role admin. */
export async function exportSettings(ctx: Context): Promise<SettingsFile> {
  requireRole(ctx, 'admin')
  return await transaction(async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    const file = await readSettingsFile(client, ctx.now)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'settings.exported',
      object: 'settings:file',
      before: null,
      after: { people: file.people.length, rules: file.rules.length, targets: file.targets.length },
    })
    return file
  })
}
