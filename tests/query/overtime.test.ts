import { beforeAll, describe, expect, it } from 'vitest'
import { databaseUrl } from '@/lib/core/env'
import { createPool } from '@/lib/db/pool'
import { overtime, runStatement } from '@/lib/db/query-sql'
import { freshDatabase } from '../database'

describe('a statement that runs out of time', () => {
  beforeAll(async () => {
    await freshDatabase()
  })
  const run = async (text: string): Promise<unknown> => {
    const db = createPool(databaseUrl(), { max: 1, statementTimeout: 200 })
    try {
      return await runStatement(db, { text, values: [], take: () => undefined }).catch((error) => error)
    } finally {
      await db.end()
    }
  }
  it('is too heavy where the planner thinks it dear', async () => {
    const error = await run(
      'SELECT count(*) FROM generate_series(1, 100000000) a, generate_series(1, 1000) b',
    )
    expect(error).toMatchObject({ code: 'too_heavy', status: 400 })
  })
  it('met a busy database where it is cheap', async () => {
    expect(await run('SELECT pg_sleep(2)')).toMatchObject({
      code: 'busy',
      status: 503,
      details: { retryAfter: 5 },
    })
  })
  it('is judged with those before it, and is called busy where nobody can tell', async () => {
    const statement = { text: 'SELECT count(*) FROM generate_series(1, $1::int)', values: [50_000_000] }
    expect(await overtime([statement])).toMatchObject({ code: 'too_heavy' })
    expect(await overtime([])).toMatchObject({ code: 'busy' })
    expect(await overtime([{ text: 'SELECT nothing FROM nowhere', values: [] }])).toMatchObject({
      code: 'busy',
    })
  })
})
