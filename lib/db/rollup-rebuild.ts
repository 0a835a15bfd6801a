/**
 * All rollups from the facts as they stand, in bulk SQL: for rebuilding, for a change of the tenant's zone, and
 * for histories made in SQL. Gives the same bytes as applying event by event does.
 */
import type { ClientBase } from 'pg'
import { bucketStart, nextBucket } from '@/lib/core/grain'
import { CUBE_SET, CUBES, type Cube } from '@/lib/metrics/cubes'
import { FAMILIES } from '@/lib/metrics/families'
import { rolledUp, sketches } from '@/lib/metrics/measures'
import type { Dimension, Family, Measure, Predicate } from '@/lib/metrics/types'
import { SKETCH_EDGES } from '@/lib/stats/sketch'
import { instantArray, numberArray } from './arrays'
import { BIN_COLUMNS, CELL_KEY, ROLLUP_TABLES, snakeCase } from './columns'

/** A value as an SQL literal; only for the values of measures, which are code. */
function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

function predicateSql(p: Predicate): string {
  const column = snakeCase(p.column)
  switch (p.op) {
    case 'eq':
      return `${column} = ${literal(p.value)}`
    case 'in':
      return `${column} IN (${p.values.map(literal).join(', ')})`
    case 'gte':
      return `${column} >= ${p.value}`
    case 'lte':
      return `${column} <= ${p.value}`
    case 'gt':
      return `${column} > ${p.value}`
    case 'lt':
      return `${column} < ${p.value}`
    case 'not_null':
      return `${column} IS NOT NULL`
    case 'is_null':
      return `${column} IS NULL`
    case 'before_now':
      throw new RangeError('A live measure is never rolled up')
  }
}

/** 1 or the column's value where the row counts, else 0. */
function valueSql(measure: Measure): string {
  const value = measure.column === undefined ? '1' : `coalesce(${snakeCase(measure.column)}, 0)`
  if (measure.where.length === 0) return value
  return `CASE WHEN ${measure.where.map(predicateSql).join(' AND ')} THEN ${value} ELSE 0 END`
}

/** The bin of the value where the row counts, else null. */
function binSql(measure: Measure): string {
  const bin = `width_bucket(${snakeCase(measure.column ?? '')}, $3::bigint[])::int2`
  if (measure.where.length === 0) return bin
  return `CASE WHEN ${measure.where.map(predicateSql).join(' AND ')} THEN ${bin} END`
}

const DIMENSION_COLUMNS: readonly Dimension[] = [...new Set(CUBES.flatMap((cube) => cube.dimensions))]

function dimensionColumn(family: Family, dimension: Dimension): string {
  if (dimension === 'team') return snakeCase(family.team)
  if (dimension === 'agent') return snakeCase(family.agent)
  return snakeCase(dimension)
}

/** Starts of all buckets that hold an instant of [from, to]. */
function bucketStarts(from: number, to: number, grain: 'hour' | 'day', zone: string): number[] {
  const starts: number[] = []
  for (let at = bucketStart(from, grain, zone); at <= to; at = nextBucket(at, grain, zone)) starts.push(at)
  return starts
}

const cellOf = (cube: Cube) =>
  [
    `'${cube.id}'`,
    cube.bucket,
    cube.dimensions[0] === undefined ? "''" : snakeCase(cube.dimensions[0]),
    cube.dimensions[1] === undefined ? "''" : snakeCase(cube.dimensions[1]),
  ].join(', ')

const CELL = CELL_KEY.join(', ')

/**
 * Empties every rollup and fills it from the facts, with buckets in `zone`, within the caller's transaction,
 * which should hold the applier's lock. Minutes for millions of tickets: the connection's statement time-out
 * must allow it.
 */
export async function rebuildRollups(client: ClientBase, zone: string): Promise<void> {
  await client.query(`TRUNCATE ${ROLLUP_TABLES.map((table) => table.name).join(', ')}, rollup_sketch`)
  await fillRollups(client, zone)
  await client.query('UPDATE stream SET zone = $1, cubes = $2 WHERE zone <> $1 OR cubes <> $2', [
    zone,
    CUBE_SET,
  ])
}

/** Fills empty rollups from the facts; they may be temporary tables of the same names. */
export async function fillRollups(client: ClientBase, zone: string): Promise<void> {
  for (const family of FAMILIES) await rebuildFamily(client, family, zone)
}

async function rebuildFamily(client: ClientBase, family: Family, zone: string): Promise<void> {
  const at = snakeCase(family.at)
  const { rows } = await client.query<{ from: number | null; to: number | null }>(
    `SELECT min(${at}) AS from, max(${at}) AS to FROM ${family.fact}`,
  )
  const from = rows[0]?.from
  const to = rows[0]?.to
  if (from === null || from === undefined || to === null || to === undefined) return
  const measures = rolledUp(family)
  const sketched = sketches(family)
  const columns = [
    `($1::timestamptz[])[width_bucket(${at}, $1::timestamptz[])] AS hour`,
    `($2::timestamptz[])[width_bucket(${at}, $2::timestamptz[])] AS day`,
    ...DIMENSION_COLUMNS.map((d) => `coalesce(${dimensionColumn(family, d)}, '') AS ${snakeCase(d)}`),
    ...measures.map((measure) => `(${valueSql(measure)})::bigint AS ${measure.id}`),
    ...sketched.map((measure) => `${binSql(measure)} AS ${measure.id}`),
  ]
  await client.query('DROP TABLE IF EXISTS pg_temp.rebuild_base')
  await client.query(
    `CREATE TEMPORARY TABLE rebuild_base ON COMMIT DROP AS
     SELECT ${columns.join(', ')} FROM ${family.fact} WHERE ${at} IS NOT NULL`,
    [
      instantArray(bucketStarts(from, to, 'hour', zone)),
      instantArray(bucketStarts(from, to, 'day', zone)),
      ...(sketched.length > 0 ? [numberArray(SKETCH_EDGES)] : []),
    ],
  )
  const names = ['n', ...measures.map((measure) => measure.id)]
  for (const cube of CUBES) {
    await client.query(
      `INSERT INTO rollup_${family.id} (${CELL}, ${names.join(', ')})
       SELECT ${cellOf(cube)}, count(*), ${measures.map((measure) => `sum(${measure.id})`).join(', ')}
       FROM rebuild_base GROUP BY 1, 2, 3, 4`,
    )
    for (const measure of cube.sketched ? sketched : []) {
      await client.query(
        `INSERT INTO rollup_sketch (measure, ${CELL}, ${BIN_COLUMNS.join(', ')})
         SELECT '${measure.id}', ${CELL},
           ${BIN_COLUMNS.map((_, bin) => `coalesce(sum(c) FILTER (WHERE bin = ${bin}), 0)`).join(', ')}
         FROM (SELECT cell.*, count(*) AS c FROM rebuild_base
           CROSS JOIN LATERAL (SELECT ${cellOf(cube)}, ${measure.id}) AS cell(${CELL}, bin)
           WHERE ${measure.id} IS NOT NULL GROUP BY ${CELL}, bin) AS counted
         GROUP BY ${CELL}`,
      )
    }
  }
  await client.query('DROP TABLE pg_temp.rebuild_base')
}
