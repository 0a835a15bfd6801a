import { randomUUID } from 'node:crypto'
import { XLSX_ROWS } from '@/lib/connectors/write-xlsx'
import { invalid, rateLimited, unavailable } from '@/lib/core/errors'
import { appendAudit } from '@/lib/db/audit'
import { countUnfinished, hasQueue, insertExportJob } from '@/lib/db/exports'
import { transaction } from '@/lib/db/pool'
import { parseQuery } from '@/lib/metrics/parse-query'
import { actorOf } from './actor'
import { type Context, requireScope, teamScope } from './context'
import { type ExportInput, exportInput, rowsSearch } from './export-content'
import { type ExportView, exportOwner, exportView, KEEP_MS, STREAMED_ROWS } from './export-jobs'
import { listAnswers } from './list-answers'
import { listComplaints } from './list-complaints'
import { listTickets } from './list-tickets'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'

/** Exports of one person that may wait or run at once. */
const UNFINISHED_AT_MOST = 3
/** Longer addresses are cut by proxies. */
const LONGEST_HREF = 6_000

/**
 * Begins the export of a table: `{kind, format, title, query, page}`. Answers `{href}` where the file is short enough
 * to be sent at once from there, else the job that makes it (which the worker takes up). Throws 400 for a wrong
 * question and for more rows than a sheet holds, 403 without the scope `read`, 429 beyond 3 unfinished exports, 503
 * where no worker has ever run.
 */
export async function createExport(
  ctx: Context,
  input: unknown,
): Promise<{ readonly href: string } | ExportView> {
  requireScope(ctx, 'read')
  const asked = parseInput(exportInput, input)
  const { zone } = await readTenant(ctx.now)
  const total = await rowsOf(ctx, asked, zone)
  if (asked.format === 'xlsx' && total !== null && total > XLSX_ROWS) {
    throw invalid('A sheet holds 1,048,575 rows at most; export as CSV, or filter.', [
      { path: 'format', message: `${total} rows` },
    ])
  }
  const href = hrefOf(asked)
  if ((total === null || total <= STREAMED_ROWS[asked.format]) && href.length <= LONGEST_HREF) return { href }

  const id = randomUUID()
  const owner = exportOwner(ctx)
  const job = {
    id,
    owner,
    teams: teamScope(ctx.principal),
    kind: asked.kind,
    title: asked.title,
    query: asked.kind === 'query' ? JSON.stringify(asked.query) : asked.query,
    page: asked.page,
    format: asked.format,
    locale: ctx.locale,
    total,
    at: ctx.now,
    expiresAt: ctx.now + KEEP_MS,
  }
  await transaction(async (client) => {
    if (!(await hasQueue(client))) throw unavailable('No worker has run yet; start one and try again.')
    if ((await countUnfinished(client, owner)) >= UNFINISHED_AT_MOST)
      throw rateLimited('Three exports are under way already; wait for one to finish or cancel it.', 15)
    await insertExportJob(client, job)
    await appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'export.queued',
      object: `export:${id}`,
      before: null,
      after: { kind: job.kind, format: job.format, title: job.title, query: job.query, rows: total },
    })
  })
  return exportView(
    {
      ...job,
      state: 'queued',
      done: 0,
      error: null,
      file: null,
      bytes: null,
      createdAt: job.at,
      finishedAt: null,
    },
    zone,
    ctx.now,
  )
}

/** Rows there will be, after checking the question; null = few by the door's own bounds. */
async function rowsOf(ctx: Context, asked: ExportInput, zone: string): Promise<number | null> {
  if (asked.kind === 'query') {
    parseQuery(asked.query, { now: ctx.now, zone, scope: teamScope(ctx.principal) })
    return null
  }
  const search = rowsSearch(asked.query)
  search.set('limit', '1')
  if (asked.kind === 'answers') return (await listAnswers(ctx, search)).total
  if (asked.kind === 'complaints') return (await listComplaints(ctx, search)).total
  return (await listTickets(ctx, search)).total
}

function hrefOf(asked: ExportInput): string {
  const { kind, format, title, page } = asked
  const q = asked.kind === 'query' ? JSON.stringify(asked.query) : asked.query
  return `/export?${new URLSearchParams({ kind, format, title, q, page })}`
}
