/** Fills the rollups of a database from its facts in bulk: one pass over the facts for each family and sketch. */
import type pg from 'pg'
import { buckets } from '@/lib/core/grain'
import type { Instant } from '@/lib/facts/event'
import { CUBE_SET, CUBES, type Cube } from '@/lib/metrics/cubes'
import { FAMILIES } from '@/lib/metrics/families'
import { rolledUp, sketches } from '@/lib/metrics/measures'
import type { Dimension, Family, Measure, Predicate } from '@/lib/metrics/types'
import { SKETCH_EDGES } from '@/lib/stats/sketch'
import { instantArray, numberArray } from './arrays'
import { dropIndexes } from './bench-facts'
import { BIN_COLUMNS, FACT_TABLES, ROLLUP_TABLES, snakeCase } from './columns'

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

function predicateSql(predicate: Predicate): string {
  const column = `f."${snakeCase(predicate.column)}"`
  switch (predicate.op) {
    case 'eq':
      return `${column} = ${literal(predicate.value)}`
    case 'in':
      return `${column} IN (${predicate.values.map(literal).join(', ')})`
    case 'gte':
      return `${column} >= ${predicate.value}`
    case 'lte':
      return `${column} <= ${predicate.value}`
    case 'gt':
      return `${column} > ${predicate.value}`
    case 'lt':
      return `${column} < ${predicate.value}`
    case 'not_null':
      return `${column} IS NOT NULL`
    case 'is_null':
      return `${column} IS NULL`
    case 'before_now':
      throw new Error(`${predicate.column}: a measure of the query's now is never rolled up`)
  }
}

function whereSql(measure: Measure): string {
  return measure.where.length === 0 ? 'true' : measure.where.map(predicateSql).join(' AND ')
}

function dimensionSql(family: Family, dimension: Dimension): string {
  const field = dimension === 'team' ? family.team : dimension === 'agent' ? family.agent : dimension
  return `coalesce(f."${snakeCase(field)}", '')`
}

const DIMENSIONS_USED = [...new Set(CUBES.flatMap((cube) => cube.dimensions))]

/** The rows of a family: start of hour and day ($1, $2 = boundaries), every dimension, and what the caller adds. */
function rowsSql(family: Family, extra: readonly string[], where: string): string {
  const at = `f."${snakeCase(family.at)}"`
  const dimensions = DIMENSIONS_USED.map(
    (dimension) => `${dimensionSql(family, dimension)} AS "${snakeCase(dimension)}"`,
  )
  return `SELECT width_bucket(${at}, $1::timestamptz[]) AS h, width_bucket(${at}, $2::timestamptz[]) AS d,
      ${[...dimensions, ...extra].join(', ')}
    FROM ${FACT_TABLES[family.fact].name} AS f WHERE ${at} IS NOT NULL AND ${where}`
}

const SKETCHED = CUBES.filter((cube) => cube.sketched)

const dims = (cube: Cube): string[] => cube.dimensions.map((dimension) => `"${snakeCase(dimension)}"`)

/** One grouping set a cube; `more` are columns every set has. */
function setsSql(cubes: readonly Cube[], more: readonly string[]): string {
  const sets = cubes.map(
    (cube) => `(${[cube.bucket === 'hour' ? 'h' : 'd', ...dims(cube), ...more].join(', ')})`,
  )
  return `GROUPING SETS (${sets.join(', ')})`
}

/** Which cube a grouped row is of: the only one whose columns are all grouped. */
function cubeSql(value: (cube: (typeof CUBES)[number]) => string): string {
  const grouped = ['h', 'd', ...DIMENSIONS_USED.map((dimension) => `"${snakeCase(dimension)}"`)]
  const mask = (cube: (typeof CUBES)[number]): number => {
    const own = new Set([cube.bucket === 'hour' ? 'h' : 'd', ...dims(cube)])
    return grouped.reduce((bits, column) => bits * 2 + (own.has(column) ? 0 : 1), 0)
  }
  const cases = CUBES.map((cube) => `WHEN ${mask(cube)} THEN ${value(cube)}`)
  return `CASE grouping(${grouped.join(', ')}) ${cases.join(' ')} END`
}

const CELL = [
  `${cubeSql((cube) => `'${cube.id}'`)} AS cube`,
  `${cubeSql((cube) => (cube.bucket === 'hour' ? '($1::timestamptz[])[h]' : '($2::timestamptz[])[d]'))} AS bucket`,
  `${cubeSql((cube) => dims(cube)[0] ?? `''`)} AS k1`,
  `${cubeSql((cube) => dims(cube)[1] ?? `''`)} AS k2`,
].join(',\n      ')

function rollupSql(family: Family): string {
  const measures = rolledUp(family)
  const extra = measures.map((measure, index) => {
    const value = measure.column === undefined ? '1' : `coalesce(f."${snakeCase(measure.column)}", 0)`
    return measure.where.length === 0
      ? `${value} AS m${index}`
      : `CASE WHEN ${whereSql(measure)} THEN ${value} ELSE 0 END AS m${index}`
  })
  const columns = measures.map((measure) => `"${measure.id}"`)
  return `INSERT INTO rollup_${family.id} (cube, bucket, k1, k2, n${columns.map((column) => `, ${column}`).join('')})
    SELECT ${CELL}, count(*)${measures.map((_, index) => `, sum(m${index})`).join('')}
    FROM (${rowsSql(family, extra, 'true')}) AS r
    GROUP BY ${setsSql(CUBES, [])}`
}

function sketchSql(measure: Measure): string {
  if (measure.column === undefined) throw new Error(`${measure.id}: a sketch is of a column`)
  const column = `f."${snakeCase(measure.column)}"`
  const extra = [`width_bucket(${column}, $3::bigint[]) AS bin`]
  const bins = BIN_COLUMNS.map((_, bin) => `coalesce(sum(c) FILTER (WHERE bin = ${bin}), 0)`)
  return `INSERT INTO rollup_sketch (measure, cube, bucket, k1, k2, ${BIN_COLUMNS.join(', ')})
    SELECT '${measure.id}', cube, bucket, k1, k2, ${bins.join(', ')}
    FROM (SELECT ${CELL}, bin, count(*) AS c
      FROM (${rowsSql(measure.family, extra, `${column} IS NOT NULL AND ${whereSql(measure)}`)}) AS r
      GROUP BY ${setsSql(SKETCHED, ['bin'])}) AS g
    GROUP BY cube, bucket, k1, k2`
}

/**
 * Makes rollups anew from the facts between two instants (all facts must lie there), on as many connections as
 * are given. `measures`: the sketches to make; every other measure is made anyway.
 */
export async function fillRollups(
  clients: readonly pg.ClientBase[],
  range: { readonly zone: string; readonly from: Instant; readonly to: Instant },
  measures: ReadonlySet<string>,
  progress: (share: number) => void,
): Promise<void> {
  const [first] = clients
  if (first === undefined) throw new RangeError('filling rollups needs a connection')
  const { zone, from, to } = range
  for (const client of clients) {
    await client.query(
      `SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '256MB'`,
    )
  }
  const bounds = [instantArray(buckets(from, to, 'hour', zone)), instantArray(buckets(from, to, 'day', zone))]
  const edges = numberArray(SKETCH_EDGES)
  const tables = [...ROLLUP_TABLES.map((table) => table.name), 'rollup_sketch']
  await first.query(`TRUNCATE ${tables.join(', ')}`)
  const restore = await dropIndexes(first, tables)
  const steps: ((client: pg.ClientBase) => Promise<unknown>)[] = FAMILIES.flatMap((family) => [
    (client: pg.ClientBase) => client.query(rollupSql(family), bounds),
    ...sketches(family)
      .filter((measure) => measures.has(measure.id))
      .map((measure) => (client: pg.ClientBase) => client.query(sketchSql(measure), [...bounds, edges])),
  ])
  await inTurns(clients, steps, (done) => progress((0.85 * done) / steps.length))
  await inTurns(
    clients,
    restore.map((statement) => (client) => client.query(statement)),
    (done) => progress(0.85 + (0.1 * done) / restore.length),
  )
  for (const table of tables) await first.query(`VACUUM (ANALYZE) ${table}`)
  await first.query('UPDATE stream SET zone = $1, cubes = $2', [zone, CUBE_SET])
  progress(1)
}

/** Each connection takes the next step as soon as it is free. */
async function inTurns(
  clients: readonly pg.ClientBase[],
  steps: readonly ((client: pg.ClientBase) => Promise<unknown>)[],
  told: (done: number) => void,
): Promise<void> {
  let next = 0
  let done = 0
  await Promise.all(
    clients.map(async (client) => {
      for (let step = steps[next]; step !== undefined; step = steps[next]) {
        next += 1
        await step(client)
        done += 1
        told(done)
      }
    }),
  )
}
