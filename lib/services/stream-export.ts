import { formatInZone } from '@/lib/core/zone'
import { appendAudit } from '@/lib/db/audit'
import { transaction } from '@/lib/db/pool'
import { actorOf } from './actor'
import { type Context, requireScope } from './context'
import { exportInput, exportTable, shownTable } from './export-content'
import { CONTENT_TYPES, type ExportFormat, exportName, exportPieces } from './export-file'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'

export interface StreamedFile {
  readonly name: string
  readonly type: string
  readonly pieces: AsyncGenerator<Buffer>
}

/**
 * A table's file, sent while it is read: the input of `createExport`. Audited when it begins. Throws 400 for a wrong
 * question, 403 without the scope `read`; what goes wrong later is thrown by the pieces.
 */
export async function streamExport(ctx: Context, input: unknown): Promise<StreamedFile> {
  requireScope(ctx, 'read')
  const asked = parseInput(exportInput, input)
  const table = await exportTable(ctx, asked)
  await note(ctx, {
    kind: asked.kind,
    format: asked.format,
    title: asked.title,
    query: typeof asked.query === 'string' ? asked.query : JSON.stringify(asked.query),
  })
  return fileOf(ctx, table, asked.format)
}

/** The file of exactly the rows a screen shows (`{title, format, page, about, columns, rows}`). Audited. */
export async function streamShown(ctx: Context, input: unknown): Promise<StreamedFile> {
  requireScope(ctx, 'read')
  const { table, format } = await shownTable(ctx, input)
  await note(ctx, { kind: 'rows', format, title: table.title })
  return fileOf(ctx, table, format)
}

async function fileOf(
  ctx: Context,
  table: Awaited<ReturnType<typeof exportTable>>,
  format: ExportFormat,
): Promise<StreamedFile> {
  const { zone } = await readTenant(ctx.now)
  return {
    name: exportName(table.title, formatInZone(ctx.now, zone), format),
    type: CONTENT_TYPES[format],
    pieces: exportPieces(table, format, ctx.locale),
  }
}

async function note(ctx: Context, after: Readonly<Record<string, unknown>>): Promise<void> {
  await transaction((client) =>
    appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'export.streamed',
      object: 'export',
      before: null,
      after,
    }),
  )
}
