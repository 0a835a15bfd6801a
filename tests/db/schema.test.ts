import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { AGENT_SPAN_TABLE, CUSTOMER_TABLE, FACT_NAMES, FACT_TABLES, ROLLUP_TABLES } from '@/lib/db/columns'
import { migrate } from '@/lib/db/migrate'
import { factModels, rollupModels } from '@/lib/db/models'
import { pool } from '@/lib/db/pool'
import { differenceFromSchema } from '@/lib/db/schema-engine'
import { FAMILIES } from '@/lib/metrics/families'
import { MEASURES } from '@/lib/metrics/measures'
import { SKETCH_BINS } from '@/lib/stats/sketch'
import { freshDatabase, unusedDatabase } from '../database'

let url = ''
beforeAll(async () => {
  url = await freshDatabase()
})

async function columnsOf(table: string): Promise<Record<string, string>> {
  const { rows } = await pool().query<{ name: string; type: string; nullable: boolean }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable
     FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  )
  return Object.fromEntries(rows.map((row) => [row.name, `${row.type}${row.nullable ? '?' : ''}`]))
}

async function keyOf(table: string): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
     JOIN pg_attribute a USING (attnum)
     WHERE i.indrelid = to_regclass($1) AND i.indisprimary AND a.attrelid = i.indrelid ORDER BY k.place`,
    [table],
  )
  return rows.map((row) => row.name)
}

const SQL_TYPE = {
  uuid: 'uuid',
  text: 'text',
  int: 'integer',
  bigint: 'bigint',
  bool: 'boolean',
  instant: 'timestamp(3) with time zone',
  texts: 'text[]',
  instants: 'timestamp(3) with time zone[]',
} as const

describe('migrations', () => {
  it('leave exactly what the Prisma schema says', async () => {
    expect(await differenceFromSchema(url)).toBe('')
  })

  it('are noticed when they differ', async () => {
    const other = await freshDatabase({ connect: false })
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: other })
    await client.connect()
    await client.query('ALTER TABLE setting ADD COLUMN stray text')
    await client.end()
    expect(await differenceFromSchema(other)).toContain('DROP COLUMN "stray"')
  })

  it('run once though two replicas start at once, and make the database', async () => {
    const missing = unusedDatabase()
    const applied = await Promise.all([migrate(missing), migrate(missing), migrate(missing)])
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
    expect(await differenceFromSchema(missing)).toBe('')
    expect(await migrate(missing)).toEqual([])
  })

  it('say in one sentence what is wrong', async () => {
    await expect(migrate('postgresql://nobody@127.0.0.1:1/x')).rejects.toThrow(
      /^Postgres at 127.0.0.1:1 does not answer; start it, or correct DATABASE_URL/,
    )
    await expect(migrate(unusedDatabase(), undefined, { create: false })).rejects.toThrow(
      /^There is no database /,
    )
  })
})

describe('tables', () => {
  it.each([...FACT_NAMES.map((name) => FACT_TABLES[name]), AGENT_SPAN_TABLE, CUSTOMER_TABLE])(
    '$name has the columns of its shape',
    async (table) => {
      const expected = Object.fromEntries(
        table.columns.map((column) => {
          const list = column.type === 'texts' || column.type === 'instants'
          return [column.name, `${SQL_TYPE[column.type]}${column.nullable || list ? '?' : ''}`]
        }),
      )
      expect(await columnsOf(table.name)).toEqual(expected)
      expect(await keyOf(table.name)).toEqual(table.key)
    },
  )

  it('ticket ids lead every key of a fact of a ticket', () => {
    for (const name of FACT_NAMES) expect(FACT_TABLES[name].key[0]).toBe('ticket_id')
  })

  it('every measure that is rolled up has its column', async () => {
    for (const family of FAMILIES) {
      const columns = Object.keys(await columnsOf(`rollup_${family.id}`))
      const measures = MEASURES.filter(
        (m) => m.family.id === family.id && m.live !== true && m.agg !== 'sketch',
      )
      expect(columns).toEqual(['cube', 'bucket', 'k1', 'k2', 'n', ...measures.map((m) => m.id)])
    }
    expect(ROLLUP_TABLES).toHaveLength(FAMILIES.length)
    expect(Object.keys(await columnsOf('rollup_sketch'))).toHaveLength(5 + SKETCH_BINS)
  })

  it('facts and rollups have no foreign keys and no triggers', async () => {
    const tables = [
      ...Object.values(FACT_TABLES),
      ...Object.values(ROLLUP_TABLES),
      AGENT_SPAN_TABLE,
      CUSTOMER_TABLE,
    ].map(({ name }) => name)
    const { rows } = await pool().query(
      `SELECT conname AS name FROM pg_constraint
       WHERE contype = 'f' AND (conrelid::regclass::text = ANY ($1) OR confrelid::regclass::text = ANY ($1))
       UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY ($1)`,
      [tables],
    )
    expect(tables.filter((name) => name !== '').length).toBeGreaterThan(20)
    expect(rows).toEqual([])
  })

  it('the committed models are those of the descriptors', async () => {
    const squeeze = (text: string) => text.replace(/[ \t]+/g, ' ')
    expect(squeeze(await readFile('prisma/schema/facts.prisma', 'utf8'))).toBe(squeeze(factModels()))
    expect(squeeze(await readFile('prisma/schema/rollups.prisma', 'utf8'))).toBe(squeeze(rollupModels()))
  })
})
