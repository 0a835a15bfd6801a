/** Files made in the background: who asked for what, and how far they are. Instants are epoch milliseconds. */
import type { ClientBase } from 'pg'
import type { Prisma } from './generated/client'
import { prisma } from './prisma'

/** graphile-worker's schema; its functions are there once a worker has run. */
const QUEUE = 'helmline_jobs'

export const EXPORT_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const
export type ExportState = (typeof EXPORT_STATES)[number]

export interface ExportJobRow {
  readonly id: string
  readonly owner: string
  /** the scope it was asked in; null = all teams */
  readonly teams: readonly string[] | null
  readonly kind: string
  readonly title: string
  readonly query: string
  readonly page: string
  readonly format: string
  readonly locale: string
  readonly state: ExportState
  readonly done: number
  readonly total: number | null
  /** a code, where it failed */
  readonly error: string | null
  /** name within the folder of exports */
  readonly file: string | null
  readonly bytes: number | null
  readonly createdAt: number
  readonly finishedAt: number | null
  readonly expiresAt: number
}

function rowOf(job: Prisma.ExportJobGetPayload<object>): ExportJobRow {
  return {
    ...job,
    teams: Array.isArray(job.teams) ? job.teams.map(String) : null,
    state: job.state as ExportState,
    bytes: job.bytes === null ? null : Number(job.bytes),
    createdAt: job.createdAt.getTime(),
    finishedAt: job.finishedAt?.getTime() ?? null,
    expiresAt: job.expiresAt.getTime(),
  }
}

export type ExportJobStart = Pick<
  ExportJobRow,
  'id' | 'owner' | 'teams' | 'kind' | 'title' | 'query' | 'page' | 'format' | 'locale' | 'total'
> & { readonly at: number; readonly expiresAt: number }

/** Enters an export and queues it for the worker, in the caller's transaction. Exports run one after the other. */
export async function insertExportJob(client: ClientBase, job: ExportJobStart): Promise<void> {
  await client.query(
    `INSERT INTO export_job (id, owner, teams, kind, title, query, page, format, locale, state, total, created_at, expires_at)
     VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, 'queued', $10,
       to_timestamp($11::double precision / 1000), to_timestamp($12::double precision / 1000))`,
    [
      job.id,
      job.owner,
      JSON.stringify(job.teams),
      job.kind,
      job.title,
      job.query,
      job.page,
      job.format,
      job.locale,
      job.total,
      job.at,
      job.expiresAt,
    ],
  )
  await client.query(
    `SELECT ${QUEUE}.add_job('export', json_build_object('id', $1::text), queue_name := 'exports', max_attempts := 5, job_key := 'export:' || $1::text)`,
    [job.id],
  )
}

/** Whether a worker has ever run on this database, so that jobs can be queued. */
export async function hasQueue(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS there', [
    QUEUE,
  ])
  return rows[0]?.there ?? false
}

/** How many exports of this owner wait or run; further calls for the same owner wait for the caller's transaction. */
export async function countUnfinished(client: ClientBase, owner: string): Promise<number> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('export:' || $1, 0))`, [owner])
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM export_job WHERE owner = $1 AND state IN ('queued', 'running')`,
    [owner],
  )
  return rows[0]?.n ?? 0
}

/** One export, or null. Throws `unavailable`. */
export async function findExportJob(id: string): Promise<ExportJobRow | null> {
  const job = await prisma().exportJob.findUnique({ where: { id } })
  return job === null ? null : rowOf(job)
}

/** The exports of one owner, the newest first, 100 at most. Throws `unavailable`. */
export async function listExportJobs(owner: string): Promise<ExportJobRow[]> {
  const jobs = await prisma().exportJob.findMany({
    where: { owner },
    orderBy: { createdAt: 'desc' },
    take: 100,
  })
  return jobs.map(rowOf)
}

/** Takes an export up, also one whose worker died in the middle. False where it has been cancelled or is done. */
export async function beginExportJob(id: string, at: number): Promise<boolean> {
  const { count } = await prisma().exportJob.updateMany({
    where: { id, state: { in: ['queued', 'running'] } },
    data: { state: 'running', done: 0, startedAt: new Date(at) },
  })
  return count === 1
}

/** Notes how many rows are written. False where nobody wants the file any more. */
export async function noteExportProgress(id: string, done: number): Promise<boolean> {
  const { count } = await prisma().exportJob.updateMany({ where: { id, state: 'running' }, data: { done } })
  return count === 1
}

/** Ends an export with its file. False where it was cancelled meanwhile. Its file is due to be deleted in `keepMs`. */
export async function finishExportJob(
  id: string,
  end: { readonly done: number; readonly file: string; readonly bytes: number; readonly at: number },
  keepMs: number,
): Promise<boolean> {
  const { count } = await prisma().exportJob.updateMany({
    where: { id, state: 'running' },
    data: {
      state: 'done',
      done: end.done,
      total: end.done,
      file: end.file,
      bytes: BigInt(end.bytes),
      finishedAt: new Date(end.at),
      expiresAt: new Date(end.at + keepMs),
    },
  })
  if (count === 0) return false
  // The database's clock, which the queue goes by.
  await prisma().$executeRaw`
    SELECT helmline_jobs.add_job('export_expire', json_build_object('id', ${id}::text),
      run_at := now() + make_interval(secs => ${keepMs / 1000}::double precision), job_key := 'export_expire:' || ${id}::text)`
  return true
}

/** Closes an export that will not come: it failed, was cancelled, or is past its time. False where it is closed already. */
export async function closeExportJob(
  id: string,
  state: 'failed' | 'cancelled' | 'expired',
  end: { readonly at: number; readonly error?: string },
): Promise<boolean> {
  const open: ExportState[] = state === 'expired' ? ['queued', 'running', 'done'] : ['queued', 'running']
  const { count } = await prisma().exportJob.updateMany({
    where: { id, state: { in: open } },
    data: { state, error: end.error ?? null, file: null, finishedAt: new Date(end.at) },
  })
  return count === 1
}

/** Removes an export altogether, in the caller's transaction. */
export async function deleteExportJob(client: ClientBase, id: string): Promise<void> {
  await client.query('DELETE FROM export_job WHERE id = $1', [id])
}
