/** Asks a question of the database and of the reference, and compares the answers. */
import { startOfHour } from '@/lib/core/zone'
import { queryMetrics } from '@/lib/db/query'
import { answer, type Standing } from '@/lib/metrics/answer'
import { anchorOf, familyRows } from '@/lib/metrics/interpret'
import { type FactBase, referenceCells } from '@/lib/metrics/reference'
import type { MetricQuery, QueryResult, QueryRow } from '@/lib/metrics/types'

/** Where the data begins, worked out from the facts. */
export function dataFrom(base: FactBase, zone: string): number | null {
  const anchors = base.tickets.flatMap((facts) =>
    familyRows(facts).map(({ family, row }) => startOfHour(anchorOf(family, row) ?? 0, zone)),
  )
  return anchors.length === 0 ? null : Math.min(...anchors)
}

export async function reference(
  base: FactBase,
  query: MetricQuery,
  now: number,
  zone: string,
): Promise<QueryResult> {
  const standing: Standing = {
    now,
    zone,
    locale: 'en',
    dataFrom: dataFrom(base, zone),
    completeUntil: now,
    sources: [],
    calendarSet: false,
  }
  return answer(
    query,
    standing,
    async (question) => referenceCells(base, question),
    () => 0,
  )
}

const close = (a: number, b: number) =>
  a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))

/** Paths at which two answers differ, with both values. */
export function differences(a: unknown, b: unknown, path = ''): string[] {
  if (typeof a === 'number' && typeof b === 'number') return close(a, b) ? [] : [`${path}: ${a} ≠ ${b}`]
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b ? [] : [`${path}: ${JSON.stringify(a)} ≠ ${JSON.stringify(b)}`]
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].flatMap((key) =>
    differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`),
  )
}

const rowsOf = (result: QueryResult): { rows: readonly QueryRow[]; comparison: unknown } => ({
  rows: result.rows,
  comparison: result.comparison,
})

/** The database's answer, which must be the reference's; both sets of rows are compared. */
export async function expectSame(
  base: FactBase,
  query: MetricQuery,
  now: number,
  zone: string,
): Promise<QueryResult> {
  const expected = await reference(base, query, now, zone)
  const found = await queryMetrics(query, { now, zone, locale: 'en' })
  const wrong = differences(rowsOf(found), rowsOf(expected))
  if (wrong.length > 0)
    throw new Error(`${wrong.slice(0, 12).join('\n')}\n${JSON.stringify({ ...query, now, zone })}`)
  return found
}
