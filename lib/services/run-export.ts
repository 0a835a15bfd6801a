import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { isAppError, toAppError } from '@/lib/core/errors'
import {
  beginExportJob,
  closeExportJob,
  type ExportJobRow,
  findExportJob,
  finishExportJob,
  noteExportProgress,
} from '@/lib/db/exports'
import { parseLocale } from '@/lib/i18n/locale'
import { type Context, requireRole } from './context'
import { exportTable } from './export-content'
import { type ExportFormat, exportPieces } from './export-file'
import { exportFolder, KEEP_MS } from './export-jobs'

/** Milliseconds between two notes of progress. */
const NOTE_EVERY = 500

/** Nobody wants the file any more. */
class Unwanted extends Error {}

/**
 * Makes the file of a queued export, or makes it anew where a worker died over it: always from one snapshot, from the
 * first row to the last, under a name of its own until it is whole. `last`: no further try follows, so a failure is
 * final. Answers the rows written, or null where there was nothing to do. Needs role admin (the worker has it).
 */
export async function runExport(ctx: Context, id: string, last: boolean): Promise<number | null> {
  requireRole(ctx, 'admin')
  if (!(await beginExportJob(id, ctx.now))) return null
  const job = await findExportJob(id)
  if (job === null) return null
  const folder = exportFolder()
  const part = path.join(folder, `${id}.part`)
  const file = `${id}.${job.format}`
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { done, bytes } = await write(job, part)
    await rename(part, path.join(folder, file))
    const kept = await finishExportJob(id, { done, file, bytes, at: Date.now() }, KEEP_MS)
    if (!kept) await rm(path.join(folder, file), { force: true })
    return kept ? done : null
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof Unwanted) return null
    const { code, status } = toAppError(error)
    // A question that has become wrong stays wrong; a database that is away comes back.
    if (last || (isAppError(error) && status >= 400 && status < 500 && status !== 429)) {
      await closeExportJob(id, 'failed', { at: Date.now(), error: code })
      if (isAppError(error)) return null
    }
    throw error
  }
}

async function write(job: ExportJobRow, part: string): Promise<{ done: number; bytes: number }> {
  const locale = parseLocale(job.locale)
  const format: ExportFormat = job.format === 'xlsx' ? 'xlsx' : 'csv'
  // The period and the scope are those of the moment it was asked for.
  const asked: Context = {
    principal: { kind: 'system', name: 'export', teams: job.teams },
    now: job.createdAt,
    locale,
  }
  const table = await exportTable(asked, {
    kind: job.kind,
    format,
    title: job.title,
    page: job.page,
    query: job.kind === 'query' ? JSON.parse(job.query) : job.query,
  })
  let done = 0
  let bytes = 0
  let noted = Date.now()
  const handle = await open(part, 'w', 0o600)
  try {
    for await (const piece of exportPieces(table, format, locale, (rows) => {
      done += rows
    })) {
      await handle.writeFile(piece)
      bytes += piece.length
      if (Date.now() - noted >= NOTE_EVERY) {
        noted = Date.now()
        if (!(await noteExportProgress(job.id, done))) throw new Unwanted()
      }
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { done, bytes }
}

/** Deletes the file of an export whose time is over. Needs role admin (the worker has it). */
export async function expireExport(ctx: Context, id: string): Promise<void> {
  requireRole(ctx, 'admin')
  const job = await findExportJob(id)
  if (job?.file) await rm(path.join(exportFolder(), path.basename(job.file)), { force: true })
  await closeExportJob(id, 'expired', { at: ctx.now })
}
