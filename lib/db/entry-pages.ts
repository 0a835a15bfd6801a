/** The pages customers came from. */
import { pool } from './pool'

export interface EntryPage {
  /** the address without what is asked of it: `/premium/sofa` */
  readonly page: string
  readonly tickets: number
}

/** Among the newest 20,000 conversations, the most frequent first; at most 200. */
export async function listNewestEntryPages(): Promise<EntryPage[]> {
  const { rows } = await pool().query<EntryPage>(
    `SELECT page, count(*)::int AS tickets FROM (
       SELECT split_part(split_part(entry_page, '?', 1), '#', 1) AS page FROM (
         SELECT entry_page FROM ticket WHERE opened_at IS NOT NULL ORDER BY opened_at DESC LIMIT 20000
       ) AS newest WHERE entry_page IS NOT NULL
     ) AS seen WHERE page <> '' AND length(page) <= 400 GROUP BY page ORDER BY tickets DESC, page LIMIT 200`,
  )
  return rows
}
