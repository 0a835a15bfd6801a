/** The radar read page by page, and what its head counts. Pure but for the reading it is handed. */
import type { RadarPage } from '@/lib/boards/radar'

/** Rows asked for at first, and more at each wish; one answer has at most `MOST`. */
export const PIECE = 200
const MOST = 500

/** The radar with `want` rows where so many wait: further pages are read on from the first, whose totals stand. */
export async function readPages(
  ask: (search: URLSearchParams) => Promise<RadarPage>,
  query: string,
  want: number,
): Promise<RadarPage> {
  const page = async (limit: number, cursor: string | null) => {
    const search = new URLSearchParams(query)
    search.set('limit', String(Math.min(MOST, limit)))
    if (cursor !== null) search.set('cursor', cursor)
    return ask(search)
  }
  const first = await page(want, null)
  // By key: who moved from one page to the next between two answers is shown once.
  const rows = new Map(first.rows.map((row) => [`${row.source}\u0000${row.subject}`, row]))
  let cursor = first.nextCursor
  while (cursor !== null && rows.size < want) {
    const next = await page(want - rows.size, cursor)
    for (const row of next.rows) rows.set(`${row.source}\u0000${row.subject}`, row)
    if (next.rows.length === 0) break
    cursor = next.nextCursor
  }
  return { ...first, rows: [...rows.values()], nextCursor: cursor }
}

/** A count; `more`: at least so many, for not all were read. */
export interface Counted {
  readonly count: number
  readonly more: boolean
}

/**
 * How many are over, near their limit, neither, and VIPs. From the rows where they are all there; else from the totals,
 * which are of everybody, so that a narrowed radar says "at least". VIPs have no total.
 */
export function countsOf(
  page: RadarPage,
  states: readonly ('bad' | 'watch' | 'ok')[],
  narrowed: boolean,
): Readonly<Record<'bad' | 'watch' | 'ok' | 'vip', Counted>> {
  const more = page.nextCursor !== null
  const vip = { count: page.rows.filter((row) => row.vip).length, more }
  if (more && !narrowed) {
    const { waiting, overdue, soon } = page
    const total = (count: number): Counted => ({ count, more: false })
    return { bad: total(overdue), watch: total(soon), ok: total(waiting - overdue - soon), vip }
  }
  const of = (state: string): Counted => ({ count: states.filter((own) => own === state).length, more })
  return { bad: of('bad'), watch: of('watch'), ok: of('ok'), vip }
}
