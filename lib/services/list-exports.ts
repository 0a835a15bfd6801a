import { listExportJobs } from '@/lib/db/exports'
import { type Context, requireScope } from './context'
import { type ExportView, exportOwner, exportView } from './export-jobs'
import { readTenant } from './read-tenant'

/** The asker's own exports, the newest first, 100 at most. Throws 403 without the scope `read`. */
export async function listExports(ctx: Context): Promise<{ readonly exports: readonly ExportView[] }> {
  requireScope(ctx, 'read')
  const [{ zone }, jobs] = await Promise.all([readTenant(ctx.now), listExportJobs(exportOwner(ctx))])
  return { exports: jobs.map((job) => exportView(job, zone, ctx.now)) }
}
