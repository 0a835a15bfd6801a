import { afterAll, beforeAll, expect, test } from 'vitest'
import { benchDashboard } from '@/lib/commands/bench-dashboard'
import { BenchDatabase } from '@/lib/db/bench-database'
import { ROLLUP_TABLES } from '@/lib/db/columns'
import { rebuildRollups } from '@/lib/db/rollup-rebuild'
import { connectTo, freshDatabase } from '../database'

const END = '2026-11-21T00:00:00+08:00'
const ZONE = 'Asia/Shanghai'

let database: BenchDatabase

beforeAll(async () => {
  await freshDatabase()
  database = await BenchDatabase.open(null)
  await connectTo(database.url)
  const facts = { tickets: 4_000, days: 60, end: END, zone: ZONE, sketches: null }
  await database.fill(facts, () => undefined)
}, 240_000)

afterAll(async () => {
  await freshDatabase()
  await database?.close()
})

test('the three ways to ask give the same figures', async () => {
  const result = await benchDashboard(database, END, () => undefined)
  expect(result.tiles).toHaveLength(12)
  expect(result.againstRaw.figures).toBeGreaterThan(2_000)
  expect(result.againstRaw.exactWorst).toBeLessThan(1e-9)
  expect(result.againstRaw.sketchP95).toBeLessThan(0.05)
  expect(result.againstDuckdb?.exactWorst).toBeLessThan(1e-9)
  expect(result.rawOverOurs).toBeGreaterThan(0)
}, 240_000)

test('rollups filled in bulk are those that a rebuild makes', async () => {
  const tables = [...ROLLUP_TABLES.map((table) => table.name), 'rollup_sketch']
  const read = async (): Promise<unknown[]> =>
    Promise.all(
      tables.map(async (table) => {
        const [row] = await database.query(
          `SELECT count(*) AS n, sum(hashtextextended(t::text, 0)::numeric)::text AS sum FROM ${table} AS t`,
        )
        return { table, ...row }
      }),
    )
  const filled = await read()
  const client = await database.pool.connect()
  try {
    await client.query('BEGIN')
    await rebuildRollups(client, ZONE)
    await client.query('COMMIT')
  } finally {
    client.release(true)
  }
  expect(await read()).toEqual(filled)
}, 240_000)
