import { pool } from './pool'

/** More than these are not counted. */
const COUNTED = 100_000

/**
 * What still waits to be folded again after settings have changed: `all` = every ticket, not listed yet; else how many
 * units, at most 100,000.
 */
export async function readRefolding(): Promise<{ readonly all: boolean; readonly units: number }> {
  const { rows } = await pool().query<{ all: boolean; units: string }>(
    `SELECT EXISTS (SELECT FROM dirty_unit WHERE kind = 'all') AS all,
       (SELECT count(*) FROM (SELECT FROM dirty_unit WHERE kind <> 'all' LIMIT ${COUNTED}) AS waiting) AS units`,
  )
  return { all: rows[0]?.all ?? false, units: Number(rows[0]?.units ?? 0) }
}
