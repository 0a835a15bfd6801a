/** The pieces shared by lists of single facts: what a page asks, its conditions, and one statement run. */
import type pg from 'pg'
import { isOvertime } from '@/lib/core/errors'
import type { Instant } from '@/lib/facts/event'
import type { Dimension, Family, Filter } from '@/lib/metrics/types'
import { databaseError, readPool } from './pool'
import { dimensionColumn, overtime, Params, questionConditions, stretchSql } from './query-sql'

/** Period, filters and teams of a list of facts. */
export interface RowsQuestion {
  /** the parts of the period that count; ends are outside */
  readonly stretches: readonly { readonly from: Instant; readonly to: Instant }[]
  readonly filters: readonly Filter[]
  /** null = all teams, [] = none */
  readonly scope: readonly string[] | null
}

/** Conditions of a question over a family's facts, under an alias: the same as a metric of that family has. */
export function factConditions(
  question: RowsQuestion,
  family: Family,
  at: string,
  params: Params,
  alias = 'f',
): string[] {
  const column = (dimension: Dimension) => `${alias}.${dimensionColumn(family, dimension)}`
  return [
    stretchSql(question.stretches, params, `${alias}.${at}`),
    ...questionConditions(question, params, column, 'null'),
  ]
}

/** The rows of one statement, as objects. Throws `too_heavy`, `busy`, and `unavailable` where the database is away. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  write: (params: Params) => string,
  db: pg.Pool | pg.ClientBase = readPool(),
): Promise<Row[]> {
  const params = new Params()
  const text = write(params)
  try {
    const { rows } = await db.query<Row>(text, params.values as unknown[])
    return rows
  } catch (error) {
    if (isOvertime(error)) throw await overtime([{ text, values: params.values }])
    throw databaseError(error)
  }
}
