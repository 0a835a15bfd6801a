import pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError, busy } from '@/lib/core/errors'
import { closePools, createPool, parseTimestamp, pool, readPool, snapshot, transaction } from '@/lib/db/pool'
import { prisma } from '@/lib/db/prisma'
import { connectTo, freshDatabase } from '../database'

let url = ''
beforeAll(async () => {
  url = await freshDatabase()
  // The trap of a database with a zone of its own: what is written must not move.
  await pool().query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone = 'Asia/Shanghai'`)
  await connectTo(url)
})

const AT = Date.UTC(2026, 2, 1, 0, 30, 15, 120)

describe('connections', () => {
  it('are in UTC whatever the database says', async () => {
    expect((await pool().query('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }])
    expect((await readPool().query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'on' }])
  })

  it('write the same instant by SQL and by Prisma, as others read it', async () => {
    await pool().query("INSERT INTO setting (key, value, updated_at) VALUES ('a', '1', $1)", [new Date(AT)])
    await prisma().setting.create({ data: { key: 'b', value: 1, updatedAt: new Date(AT) } })
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    const { rows } = await other.query<{ ms: number }>(
      "SELECT (extract(epoch FROM updated_at) * 1000)::float8 AS ms FROM setting WHERE key IN ('a', 'b')",
    )
    await other.end()
    expect(rows).toEqual([{ ms: AT }, { ms: AT }])
    const found = await prisma().setting.findUnique({ where: { key: 'a' } })
    expect(found?.updatedAt.getTime()).toBe(AT)
  })

  it('read bigints as numbers and times as epoch milliseconds, also in arrays', async () => {
    const { rows } = await pool().query(
      `SELECT 9007199254740991::bigint AS big, ARRAY[1, NULL, 3]::bigint[] AS bigs, $1::timestamptz AS at,
         ARRAY[$1::timestamptz, NULL] AS ats, '{}'::timestamptz[] AS none`,
      [new Date(AT)],
    )
    expect(rows).toEqual([
      { big: Number.MAX_SAFE_INTEGER, bigs: [1, null, 3], at: AT, ats: [AT, null], none: [] },
    ])
    await expect(pool().query('SELECT 9007199254740992::bigint')).rejects.toThrow(/beyond whole numbers/)
  })

  it.each([
    ['2026-03-01 00:30:15.12+00', AT],
    ['2026-03-01 00:30:15+00', AT - 120],
    ['1969-12-31 23:59:59.999+00', -1],
    ['0001-01-01 00:00:00+00', -62_135_596_800_000],
  ])('%s', (text, at) => {
    expect(parseTimestamp(text)).toBe(at)
  })
})

describe('transaction', () => {
  const keys = async () =>
    (await pool().query("SELECT key FROM setting WHERE key LIKE 't%' ORDER BY key")).rows.map((r) => r.key)
  const put = (client: pg.ClientBase, key: string) =>
    client.query("INSERT INTO setting (key, value, updated_at) VALUES ($1, '1', $2)", [
      `t${key}`,
      new Date(AT),
    ])

  it('keeps all or nothing, after refusals of ours and after errors of the database', async () => {
    await transaction((client) => put(client, '1'))
    const refused = transaction(async (client) => {
      await put(client, '2')
      throw new AppError('conflict', 409, 'no')
    })
    await expect(refused).rejects.toMatchObject({ code: 'conflict' })
    const broken = transaction(async (client) => {
      await put(client, '3')
      await put(client, '1')
    })
    await expect(broken).rejects.toMatchObject({ code: '23505' })
    expect(await keys()).toEqual(['t1'])
  })

  it('a statement that takes too long ends as unavailable', async () => {
    await expect(transaction((client) => client.query('SELECT pg_sleep(20)'))).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect((await pool().query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  it('a connection that is cut while it is idle or lent does not end the process', async () => {
    await pool().query('SELECT 1')
    const killer = new pg.Client({ connectionString: url })
    await killer.connect()
    const cut =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'helmline' AND datname = current_database()"
    await killer.query(cut)
    await expect
      .poll(
        async () =>
          (
            await pool()
              .query('SELECT 1 AS one')
              .catch(() => null)
          )?.rowCount,
      )
      .toBe(1)
    const lent = transaction(async (client) => {
      await killer.query(cut)
      return client.query('SELECT 1')
    })
    await expect(lent).rejects.toMatchObject({ code: 'unavailable' })
    await killer.end()
    await closePools()
  })
})

describe('snapshot', () => {
  const backend = async (client: pg.ClientBase) =>
    (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid
  const count = async (client: pg.ClientBase) =>
    (await client.query<{ n: number }>('SELECT count(*) AS n FROM setting')).rows[0]?.n

  it('sees the same rows in all its statements, and writes none', async () => {
    const [before, after] = await snapshot(async (client) => {
      const found = await count(client)
      await pool().query("INSERT INTO setting (key, value, updated_at) VALUES ('s', '1', $1)", [new Date(AT)])
      return [found, await count(client)]
    })
    expect(after).toBe(before)
    expect(await snapshot(count)).toBe((before ?? 0) + 1)
    const { rows } = await snapshot((client) => client.query('SHOW transaction_read_only'))
    expect(rows).toEqual([{ transaction_read_only: 'on' }])
  })

  it('a statement that fails in it leaves a connection that answers', async () => {
    const one = createPool(url, { max: 1 })
    let pid: number | undefined
    const refused = snapshot(async (client) => {
      pid = await backend(client)
      await client.query('SELECT 1 / 0').catch(() => {
        throw busy()
      })
    }, one)
    await expect(refused).rejects.toMatchObject({ code: 'busy' })
    // the same connection, and no transaction stands on it
    expect(await snapshot(backend, one)).toBe(pid)
    expect((await one.query('SELECT pg_backend_pid() AS pid')).rows).toEqual([{ pid }])

    // one whose statement goes on is given up, and what was wrong is still said
    const began = Date.now()
    const given = snapshot(async (client) => {
      client.query('SELECT pg_sleep(3)').catch(() => undefined)
      throw busy()
    }, one)
    await expect(given).rejects.toMatchObject({ code: 'busy' })
    expect(Date.now() - began).toBeLessThan(2_500)
    expect(await snapshot(backend, one)).not.toBe(pid)

    const broken = snapshot((client) => client.query('SELECT 1 / 0'), one)
    await expect(broken).rejects.toMatchObject({ code: '22012' })
    expect(await snapshot(count, one)).toBeGreaterThan(0)
    await one.end()
  })
})

describe('prisma', () => {
  const row = { key: 'p', value: 1, updatedAt: new Date(AT) }

  it('passes errors of Postgres on with their own code', async () => {
    await prisma().setting.create({ data: row })
    await expect(prisma().setting.create({ data: row })).rejects.toMatchObject({ code: '23505' })
  })

  it('a statement that waits too long ends as unavailable, and so does one that is cut', async () => {
    const holder = new pg.Client({ connectionString: url })
    await holder.connect()
    await holder.query('BEGIN')
    await holder.query('LOCK TABLE setting')
    // A transaction sees pg_stat_activity as it was at its first look: the cutting is another connection's.
    const killer = new pg.Client({ connectionString: url })
    await killer.connect()
    const began = Date.now()
    await expect(prisma().setting.findMany()).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    expect(Date.now() - began).toBeLessThan(5_000)

    const cut = prisma()
      .setting.count()
      .catch((error: unknown) => error)
    await expect
      .poll(async () => {
        const { rowCount } = await killer.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'helmline' AND datname = current_database() AND wait_event_type = 'Lock'`,
        )
        return rowCount
      })
      .toBe(1)
    expect(await cut).toMatchObject({ code: 'unavailable', status: 503 })
    await holder.end()
    await killer.end()
    await expect.poll(() => prisma().setting.count({ where: { key: 'p' } })).toBe(1)
    await closePools()
  })

  it('a server that is not there is unavailable', async () => {
    await connectTo('postgresql://postgres@127.0.0.1:1/none')
    await expect(prisma().setting.findMany()).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    await connectTo(url)
  })
})
