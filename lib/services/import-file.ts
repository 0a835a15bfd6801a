import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type MappedRow, mapFile } from '@/lib/connectors/map-file'
import { type Mapping, parseMapping } from '@/lib/connectors/mapping-schema'
import { openRows, type RowFile } from '@/lib/connectors/open-rows'
import type { RowReport } from '@/lib/connectors/row'
import { shippedMapping } from '@/lib/connectors/shipped-mappings'
import { invalid, isAppError } from '@/lib/core/errors'
import { unitId, uuidOf } from '@/lib/core/ids'
import { isZone } from '@/lib/core/zone'
import { appendAudit } from '@/lib/db/audit'
import { findImportRun, saveImportRun, startImportRun } from '@/lib/db/import-runs'
import { type Stored, storeEvents } from '@/lib/db/ingest'
import { transaction } from '@/lib/db/pool'
import type { UnifiedEvent } from '@/lib/facts/event'
import { checkEvent } from '@/lib/facts/parse-event'
import { actorOf } from './actor'
import { type Context, requireScope } from './context'
import { parseInput } from './parse-input'

/** Events stored in one transaction at most. */
const BATCH = 2_500
/** How long a lost database is waited for before the import stops (it can be taken up again). */
const PATIENCE = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000]

export const importFileInput = z.strictObject({
  /** a path on this machine: CSV, XLSX or JSONL, also packed as .gz */
  file: z.string().min(1, 'name the file'),
  source: z
    .string()
    .trim()
    .min(1, 'name the source, e.g. --source call-centre')
    .max(200, 'at most 200 characters'),
  /** the path of a mapping, or the name of a shipped one */
  mapping: z.string().min(1, 'name a mapping'),
  encoding: z.string().nullable().default(null),
  zone: z.string().refine(isZone, 'not an IANA zone; write one like Asia/Shanghai').nullable().default(null),
  /** true: from the first row, whatever an earlier run did */
  restart: z.boolean().default(false),
})

export interface ImportSummary {
  readonly file: string
  readonly source: string
  readonly mapping: string
  readonly encoding: string | null
  /** data rows of the file; each is rejected, skipped, or became events */
  readonly rows: number
  readonly events: number
  readonly accepted: number
  readonly duplicates: number
  /** duplicates whose content differs from what is kept: the first stays */
  readonly conflicts: number
  /** rows with a wrong cell: nothing of them was kept */
  readonly rejected: number
  /** rows the mapping leaves out */
  readonly skipped: number
  /** rows by code of rejection, and by reason of leaving out */
  readonly rejectedBy: Readonly<Record<string, number>>
  readonly skippedBy: Readonly<Record<string, number>>
  /** rows an earlier, interrupted run had done; their counts are in the others */
  readonly resumedAfter: number
  readonly position: number
}

export interface ImportProgress {
  readonly rows: number
  readonly events: number
  readonly accepted: number
  readonly rejected: number
  /** bytes of the file read in this pass, and its size */
  readonly read: number
  readonly size: number
}

export interface ImportHooks {
  onProgress?(progress: ImportProgress): void
  /** every rejected row, in file order */
  onReport?(report: RowReport): void
  /** something the person should know, one sentence */
  onNotice?(text: string): void
}

type Counts = Omit<ImportSummary, 'file' | 'source' | 'mapping' | 'encoding' | 'resumedAfter'>

/** `rows` of the counts is the number of the last row that is done. */
const counts = z.object({
  rows: z.number().int().nonnegative(),
  events: z.number(),
  accepted: z.number(),
  duplicates: z.number(),
  conflicts: z.number(),
  rejected: z.number(),
  skipped: z.number(),
  rejectedBy: z.record(z.string(), z.number()),
  skippedBy: z.record(z.string(), z.number()),
  position: z.number(),
})

const NOTHING: Counts = {
  rows: 0,
  events: 0,
  accepted: 0,
  duplicates: 0,
  conflicts: 0,
  rejected: 0,
  skipped: 0,
  rejectedBy: {},
  skippedBy: {},
  position: 0,
}

/**
 * Imports a file through the same checks and the same store as `POST /events`. Needs scope ingest. A row with a
 * wrong cell is reported and leaves nothing behind; the others are kept. Interrupted, it goes on where it stopped
 * when called again with the same file, source and mapping; run again after its end, everything is a duplicate.
 * Throws `invalid` with one sentence where file or mapping cannot be used, `unavailable` where the database stays
 * away.
 */
export async function importFile(
  ctx: Context,
  input: unknown,
  hooks: ImportHooks = {},
): Promise<ImportSummary> {
  requireScope(ctx, 'ingest')
  const options = parseInput(importFileInput, input)
  const mapping = await loadMapping(options.mapping)
  const { size, open, read } = await fileBytes(options.file)
  const file = await openRows(open, mapping, options.encoding)
  const how = uuidOf(JSON.stringify([mapping, options.zone, file.encoding]))
  const id = unitId('import', options.source, how, file.hash)
  const before = options.restart ? null : await unfinished(id)
  if (before) hooks.onNotice?.(`Going on after row ${before.rows}, where an earlier run stopped.`)
  await startImportRun({
    id,
    source: options.source,
    fileName: path.basename(options.file),
    fileHash: file.hash,
    mapping: mapping.name,
    progress: before ?? NOTHING,
    at: Date.now(),
  })

  const run = new ImportRun(id, before ?? NOTHING, hooks)
  const done = await run.take(
    mapFile(file, mapping, { source: options.source, zone: options.zone, after: before?.rows ?? 0 }),
    () => ({ read: read(), size }),
  )
  const summary: ImportSummary = {
    file: options.file,
    source: options.source,
    mapping: mapping.name,
    encoding: file.encoding,
    ...done,
    resumedAfter: before?.rows ?? 0,
  }
  await saveImportRun(id, { state: 'finished', progress: done, report: summary, at: Date.now() })
  await audit(ctx, summary)
  noticeOf(file, summary, hooks)
  return summary
}

async function audit(ctx: Context, summary: ImportSummary): Promise<void> {
  const { source, mapping, rows, events, accepted, rejected, skipped } = summary
  await transaction((client) =>
    appendAudit(client, {
      at: Date.now(),
      actor: actorOf(ctx.principal),
      action: 'file.imported',
      object: `source:${source}`,
      before: null,
      after: { file: path.basename(summary.file), mapping, rows, events, accepted, rejected, skipped },
    }),
  )
}

function noticeOf(file: RowFile, summary: ImportSummary, hooks: ImportHooks): void {
  if (summary.conflicts > 0) {
    hooks.onNotice?.(
      `${summary.conflicts} events differ from what is stored under the same id: the first stays. Ids must be unique in the file; to import it under a changed mapping, use another --source.`,
    )
  }
  if (file.encoding === 'gb18030') hooks.onNotice?.('The file is not UTF-8; it was read as GB18030.')
}

async function unfinished(id: string): Promise<Counts | null> {
  const run = await findImportRun(id)
  if (!run || run.state === 'finished') return null
  const parsed = counts.safeParse(run.progress)
  return parsed.success && parsed.data.rows > 0 ? parsed.data : null
}

async function loadMapping(name: string): Promise<Mapping> {
  if (!/[/\\]|\.json$/i.test(name)) return shippedMapping(name)
  try {
    return parseMapping(await readFile(name, 'utf8'), name)
  } catch (error) {
    if (isAppError(error)) throw error
    throw invalid(`The mapping ${name} cannot be read: ${reasonOf(error)}.`)
  }
}

async function fileBytes(file: string) {
  let size: number
  try {
    const info = await stat(file)
    if (!info.isFile()) throw new Error('it is not a file')
    size = info.size
  } catch (error) {
    throw invalid(`The file ${file} cannot be read: ${reasonOf(error)}.`)
  }
  let read = 0
  const open = async function* (): AsyncGenerator<Uint8Array> {
    read = 0
    try {
      for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
        read += chunk.length
        yield chunk
      }
    } catch (error) {
      if (error instanceof Error && 'syscall' in error) {
        throw invalid(`The file ${file} cannot be read: ${reasonOf(error)}.`)
      }
      throw error
    }
  }
  return { size, open, read: () => read }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it'
  if (code === 'EISDIR') return 'it is a folder'
  return error instanceof Error ? error.message : String(error)
}

/** One run: gathers the events of whole rows, stores them, and notes after each batch how far it is. */
class ImportRun {
  private counts: Counts
  private events: UnifiedEvent[] = []
  /** the counts as they are once the gathered events are stored */
  private next: Counts

  constructor(
    private readonly id: string,
    start: Counts,
    private readonly hooks: ImportHooks,
  ) {
    this.counts = start
    this.next = { ...start, rejectedBy: { ...start.rejectedBy }, skippedBy: { ...start.skippedBy } }
  }

  async take(rows: AsyncIterable<MappedRow>, bytes: () => { read: number; size: number }): Promise<Counts> {
    let noted = performance.now()
    for await (const row of rows) {
      if (row.kind === 'done') continue
      if (row.kind === 'events' && this.events.length + row.events.length > BATCH) await this.flush()
      this.add(row)
      const now = performance.now()
      if (now - noted > 200) {
        noted = now
        const { rows: done, events, accepted, rejected } = this.next
        this.hooks.onProgress?.({ rows: done, events, accepted, rejected, ...bytes() })
      }
    }
    await this.flush()
    return this.counts
  }

  private add(row: Exclude<MappedRow, { kind: 'done' }>): void {
    this.count({ rows: row.row })
    if (row.kind === 'skip') {
      this.count({ skipped: this.next.skipped + 1 })
      this.countBy('skippedBy', row.reason)
    } else if (row.kind === 'reject') this.reject(row.report)
    else this.addEvents(row)
  }

  private addEvents(row: Extract<MappedRow, { kind: 'events' }>): void {
    const events: UnifiedEvent[] = []
    const now = Date.now()
    for (const [i, wire] of row.events.entries()) {
      const parsed = checkEvent(wire, i, now)
      if (!parsed.ok) {
        const { code, path: at, message } = parsed.reject
        const columns = row.columns[i]?.get(at)
        const column = columns && columns.length > 0 ? columns.join(', ') : at === '' ? null : at
        const what = `${String(wire.type)}${at === '' ? '' : ` ${at}`}`
        this.reject({ line: row.line, row: row.row, column, code, reason: `${what}: ${message}` })
        return
      }
      events.push(parsed.event)
    }
    for (const event of events) this.events.push(event)
    this.count({ events: this.next.events + events.length })
  }

  private reject(report: RowReport): void {
    this.count({ rejected: this.next.rejected + 1 })
    this.countBy('rejectedBy', report.code)
    this.hooks.onReport?.(report)
  }

  private count(change: Partial<Counts>): void {
    Object.assign(this.next, change)
  }

  private countBy(field: 'rejectedBy' | 'skippedBy', key: string): void {
    const by = this.next[field] as Record<string, number>
    by[key] = (by[key] ?? 0) + 1
  }

  private async flush(): Promise<void> {
    const events = this.events
    this.events = []
    for (let at = 0; at < events.length; at += BATCH) {
      const stored = await this.store(events.slice(at, at + BATCH))
      this.count({
        accepted: this.next.accepted + stored.accepted,
        duplicates: this.next.duplicates + stored.duplicates,
        conflicts: this.next.conflicts + stored.conflicts.length,
        position: Math.max(this.next.position, stored.position),
      })
    }
    this.counts = structuredClone(this.next)
    await this.patiently(() =>
      saveImportRun(this.id, { state: 'running', progress: this.counts, report: null, at: Date.now() }),
    )
  }

  private store(events: readonly UnifiedEvent[]): Promise<Stored> {
    return this.patiently(() => storeEvents(events, { receivedAt: Date.now() }))
  }

  /** Tries again while the database is away: storing twice is harmless. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    for (const wait of PATIENCE) {
      try {
        return await work()
      } catch (error) {
        if (!isAppError(error) || error.code !== 'unavailable') throw error
        this.hooks.onNotice?.(`The database is away; trying again in ${wait / 1000} s …`)
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
    return work()
  }
}
