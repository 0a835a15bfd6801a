import path from 'node:path'
import { env } from '@/lib/core/env'
import { forbidden, notFound } from '@/lib/core/errors'
import { formatInZone } from '@/lib/core/zone'
import { type ExportJobRow, type ExportState, findExportJob } from '@/lib/db/exports'
import { actorOf } from './actor'
import { type Context, teamScope } from './context'
import { type ExportFormat, exportName } from './export-file'

/** How long a finished file is kept. */
export const KEEP_MS = 24 * 3_600_000
/** Rows up to which a file is sent at once. */
export const STREAMED_ROWS: Readonly<Record<ExportFormat, number>> = { csv: 50_000, xlsx: 20_000 }

/** An export as its owner sees it. Times are RFC 3339, sizes bytes. */
export interface ExportView {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly page: string
  readonly format: string
  readonly state: ExportState
  readonly done: number
  readonly total: number | null
  readonly error: string | null
  readonly bytes: number | null
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly expiresAt: string
}

export function exportView(job: ExportJobRow, zone: string, now: number): ExportView {
  const at = (instant: number) => formatInZone(instant, zone)
  return {
    id: job.id,
    kind: job.kind,
    title: job.title,
    page: job.page,
    format: job.format,
    state: job.state === 'done' && job.expiresAt <= now ? 'expired' : job.state,
    done: job.done,
    total: job.total,
    error: job.error,
    bytes: job.bytes,
    createdAt: at(job.createdAt),
    finishedAt: job.finishedAt === null ? null : at(job.finishedAt),
    expiresAt: at(job.expiresAt),
  }
}

/** Whose an export is: a person's or a key's own, whatever the key is called. */
export function exportOwner(ctx: Context): string {
  const { principal } = ctx
  return principal.kind === 'key' ? `key:${principal.id}` : actorOf(principal)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The asker's own export. Throws 404 for one that is not there and for another's alike. */
export async function ownExport(ctx: Context, id: string): Promise<ExportJobRow> {
  const job = UUID.test(id) ? await findExportJob(id) : null
  if (job === null || job.owner !== exportOwner(ctx)) throw notFound()
  return job
}

/** Throws 403 where the asker no longer reaches the teams the file was made for. */
export function requireExportScope(ctx: Context, job: ExportJobRow): void {
  const teams = teamScope(ctx.principal)
  if (teams === null) return
  if (job.teams === null || job.teams.some((team) => !teams.includes(team))) {
    throw forbidden('Your teams have changed since this file was made; export it again.')
  }
}

/** Where files of exports lie on this machine. */
export function exportFolder(): string {
  return path.resolve(env().HELMLINE_HOME, 'exports')
}

/** The name a downloaded file gets. */
export function exportFileName(job: ExportJobRow, zone: string): string {
  return exportName(job.title, formatInZone(job.createdAt, zone), job.format === 'xlsx' ? 'xlsx' : 'csv')
}
