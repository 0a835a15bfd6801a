/** Imports of files: how far each got, so that an interrupted one goes on where it stopped. */
import { Prisma } from './generated/client'
import { prisma } from './prisma'

export interface ImportRunRow {
  readonly id: string
  readonly state: 'running' | 'finished' | 'failed'
  /** what the importing service keeps to go on: the shape is its own */
  readonly progress: unknown
}

/** The import with this id, or null. Throws `unavailable` where the database is away. */
export async function findImportRun(id: string): Promise<ImportRunRow | null> {
  const run = await prisma().importRun.findUnique({
    where: { id },
    select: { id: true, state: true, progress: true },
  })
  return run === null ? null : { ...run, state: run.state as ImportRunRow['state'] }
}

export interface ImportRunStart {
  readonly id: string
  readonly source: string
  readonly fileName: string
  readonly fileHash: string
  readonly mapping: string
  readonly progress: unknown
  readonly at: number
}

/** Begins an import, or takes an earlier one up again. Throws `unavailable` where the database is away. */
export async function startImportRun(run: ImportRunStart): Promise<void> {
  const { id, source, fileName, fileHash, mapping } = run
  const at = new Date(run.at)
  const now = { fileName, state: 'running', progress: json(run.progress), updatedAt: at }
  await prisma().importRun.upsert({
    where: { id },
    create: { id, source, fileHash, mapping, startedAt: at, ...now },
    update: { ...now, report: Prisma.DbNull, finishedAt: null },
    select: { id: true },
  })
}

/** Notes how far an import is; `report` is what it did, once it has ended. Throws `unavailable`. */
export async function saveImportRun(
  id: string,
  run: { state: ImportRunRow['state']; progress: unknown; report: unknown; at: number },
): Promise<void> {
  const at = new Date(run.at)
  await prisma().importRun.updateMany({
    where: { id },
    data: {
      state: run.state,
      progress: json(run.progress),
      report: run.report === null ? Prisma.DbNull : json(run.report),
      updatedAt: at,
      finishedAt: run.state === 'finished' ? at : null,
    },
  })
}

/** A value as a JSON column takes it: SQL's NULL is another thing than JSON's. */
function json(value: unknown): Prisma.InputJsonValue | typeof Prisma.JsonNull {
  return value === null ? Prisma.JsonNull : (value as Prisma.InputJsonValue)
}
