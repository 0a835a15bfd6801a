/** Imports of files: how far each got, so that an interrupted one goes on where it stopped. */
import { databaseError, pool } from './pool'

export interface ImportRunRow {
  readonly id: string
  readonly state: 'running' | 'finished' | 'failed'
  /** what the importing service keeps to go on: the shape is its own */
  readonly progress: unknown
}

/** The import with this id, or null. Throws `unavailable` where the database is away. */
export async function findImportRun(id: string): Promise<ImportRunRow | null> {
  try {
    const found = await pool().query<ImportRunRow>(
      'SELECT id, state, progress FROM import_run WHERE id = $1',
      [id],
    )
    return found.rows[0] ?? null
  } catch (error) {
    throw databaseError(error)
  }
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

const START = `
  INSERT INTO import_run
    (id, source, file_name, file_hash, mapping, state, progress, started_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, 'running', $6::jsonb, to_timestamp($7::double precision / 1000),
    to_timestamp($7::double precision / 1000))
  ON CONFLICT (id) DO UPDATE SET file_name = excluded.file_name, state = 'running',
    progress = excluded.progress, report = NULL, updated_at = excluded.updated_at, finished_at = NULL`

/** Begins an import, or takes an earlier one up again. Throws `unavailable` where the database is away. */
export async function startImportRun(run: ImportRunStart): Promise<void> {
  try {
    await pool().query(START, [
      run.id,
      run.source,
      run.fileName,
      run.fileHash,
      run.mapping,
      JSON.stringify(run.progress),
      run.at,
    ])
  } catch (error) {
    throw databaseError(error)
  }
}

const SAVE = `
  UPDATE import_run SET state = $2, progress = $3::jsonb, report = $4::jsonb,
    updated_at = to_timestamp($5::double precision / 1000),
    finished_at = CASE WHEN $2 = 'finished' THEN to_timestamp($5::double precision / 1000) END
  WHERE id = $1`

/** Notes how far an import is; `report` is what it did, once it has ended. Throws `unavailable`. */
export async function saveImportRun(
  id: string,
  run: { state: ImportRunRow['state']; progress: unknown; report: unknown; at: number },
): Promise<void> {
  try {
    await pool().query(SAVE, [
      id,
      run.state,
      JSON.stringify(run.progress),
      run.report === null ? null : JSON.stringify(run.report),
      run.at,
    ])
  } catch (error) {
    throw databaseError(error)
  }
}
