import { rm } from 'node:fs/promises'
import path from 'node:path'
import { appendAudit } from '@/lib/db/audit'
import { closeExportJob, deleteExportJob } from '@/lib/db/exports'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireScope } from './context'
import { exportFolder, ownExport } from './export-jobs'

/**
 * Cancels the asker's own export while it is not done, else removes it with its file. Audited. Throws 404 for
 * another's.
 */
export async function deleteExport(ctx: Context, id: string): Promise<void> {
  requireScope(ctx, 'read')
  const job = await ownExport(ctx, id)
  const cancelled = await closeExportJob(id, 'cancelled', { at: ctx.now })
  await transaction(async (client) => {
    if (!cancelled) await deleteExportJob(client, id)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: cancelled ? 'export.cancelled' : 'export.deleted',
      object: `export:${id}`,
      before: { state: job.state },
      after: null,
    })
  })
  if (!cancelled && job.file !== null)
    await rm(path.join(exportFolder(), path.basename(job.file)), { force: true })
}
