/** From answers with a comparison to what changed where. Pure. */
import { localParts } from '@/lib/core/zone'
import type { Dimension, QueryResult, QueryRow } from '@/lib/metrics/types'
import { type Change, decompose, type Part } from '@/lib/stats/decompose'
import { nOf, numberOf, textOf } from './answers'

function changeOf<K extends string | null>(
  result: QueryResult | null,
  metric: string,
  keyOf: (row: QueryRow) => K | undefined,
): Change<K> | null {
  if (result === null || result.comparison === null) return null
  const rows = new Map<K, { before: Part | null; after: Part | null }>()
  const add = (list: readonly QueryRow[], side: 'before' | 'after') => {
    for (const row of list) {
      const key = keyOf(row)
      const mean = numberOf(row, metric)
      const n = nOf(row, metric)
      if (key === undefined || mean === null || n === 0) continue
      const known = rows.get(key) ?? { before: null, after: null }
      const part = known[side]
      const sum = (part?.n ?? 0) + n
      known[side] = { n: sum, mean: ((part?.mean ?? 0) * (part?.n ?? 0) + mean * n) / sum }
      rows.set(key, known)
    }
  }
  add(result.rows, 'after')
  add(result.comparison.rows, 'before')
  return decompose([...rows].map(([key, parts]) => ({ key, ...parts })))
}

/** What each value of a dimension adds to the change of a mean; null where nothing is compared. */
export function changeByDimension(
  result: QueryResult | null,
  metric: string,
  dimension: Dimension,
): Change<string | null> | null {
  return changeOf(result, metric, (row) => textOf(row, dimension))
}

/** What each hour of the day ("0" … "23", in the zone) adds to it; the answer has the grain `hour`. */
export function changeByHour(
  result: QueryResult | null,
  metric: string,
  zone: string,
): Change<string | null> | null {
  return changeOf(result, metric, (row) =>
    row.time === undefined ? undefined : String(localParts(Date.parse(row.time), zone).hour),
  )
}
