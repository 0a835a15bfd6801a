import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { conflict, notFound } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireScope } from './context'
import { CONTENT_TYPES } from './export-file'
import {
  type ExportView,
  exportFileName,
  exportFolder,
  exportView,
  ownExport,
  requireExportScope,
} from './export-jobs'
import { readTenant } from './read-tenant'

/** How far one of the asker's own exports is. Throws 404 for another's, 403 without the scope `read`. */
export async function getExport(ctx: Context, id: string): Promise<ExportView> {
  requireScope(ctx, 'read')
  const [{ zone }, job] = await Promise.all([readTenant(ctx.now), ownExport(ctx, id)])
  return exportView(job, zone, ctx.now)
}

export interface ExportFile {
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly open: () => AsyncIterable<Buffer>
}

/**
 * The finished file of the asker's own export. Audited. Throws 404 for another's and for one past its time, 409 where
 * it is not finished, 403 where the asker's teams no longer reach what is in it.
 */
export async function getExportFile(ctx: Context, id: string): Promise<ExportFile> {
  requireScope(ctx, 'read')
  const [{ zone }, job] = await Promise.all([readTenant(ctx.now), ownExport(ctx, id)])
  requireExportScope(ctx, job)
  if (job.state === 'queued' || job.state === 'running') throw conflict('The file is still being made.')
  if (job.state !== 'done' || job.file === null || job.expiresAt <= ctx.now) throw notFound()
  const place = path.join(exportFolder(), path.basename(job.file))
  const found = await stat(place).catch(() => null)
  if (found === null) throw notFound()
  await transaction((client) =>
    appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'export.downloaded',
      object: `export:${id}`,
      before: null,
      after: { format: job.format, title: job.title, rows: job.done },
    }),
  )
  return {
    name: exportFileName(job, zone),
    type: CONTENT_TYPES[job.format === 'xlsx' ? 'xlsx' : 'csv'],
    bytes: found.size,
    open: () => createReadStream(place) as AsyncIterable<Buffer>,
  }
}
