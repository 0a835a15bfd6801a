/**
 * Connections to Postgres. Every session is in UTC, every wait has an end, and a lost database is an AppError
 * `unavailable`. Times read as epoch milliseconds, bigints as numbers (an unsafe one throws).
 */
import pg from 'pg'
import { databaseUrl, env } from '@/lib/core/env'
import { isAppError, isDatabaseAway, unavailable } from '@/lib/core/errors'
import { log } from '@/lib/core/log'

const CONNECT_TIMEOUT = 2_500
const STATEMENT_TIMEOUT = 4_000
/** How much longer the client waits than the server may work: it ends the wait where the server is hung. */
const GRACE = 300

/**
 * What reading costs where the pages lie in memory, as those of recent weeks do: one out of order little more than the
 * next one, and both far less, against the work on a row, than the defaults say of disks. Else the planner reads all
 * rows of a week in their order for the tenth that an index would have named, or intersects bitmaps of years for some
 * hundred rows of a month.
 */
const COSTS = '-c seq_page_cost=0.2 -c random_page_cost=0.22 -c cpu_index_tuple_cost=0.02'

const OID = { int8: 20, timestamptz: 1184, int8s: 1016, timestamptzs: 1185 } as const

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`The database holds ${text}, beyond whole numbers here.`)
  return value
}

/** `2026-11-01 00:00:00.123+00` (sessions are in UTC) → epoch ms. */
export function parseTimestamp(text: string): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  if (text.charCodeAt(4) === 45 && text.endsWith('+00') && !text.startsWith('00')) {
    const millis = text.charCodeAt(19) === 46 ? Number(`${text.slice(20, -3)}00`.slice(0, 3)) : 0
    return Date.UTC(
      Number(text.slice(0, 4)),
      Number(text.slice(5, 7)) - 1,
      Number(text.slice(8, 10)),
      Number(text.slice(11, 13)),
      Number(text.slice(14, 16)),
      Number(text.slice(17, 19)),
      millis,
    )
  }
  const value = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(value)) throw new RangeError(`The database holds the time ${text}, beyond instants here.`)
  return value
}

/** Arrays of plain numbers and times: `{a,"b c",NULL}` has no escapes in them. */
function arrayOf<T>(parse: (text: string) => T): (text: string) => (T | null)[] {
  return (text) =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => (item === 'NULL' ? null : parse(item.replaceAll('"', ''))))
}

const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [OID.int8]: parseInt8,
  [OID.timestamptz]: parseTimestamp,
  [OID.int8s]: arrayOf(parseInt8),
  [OID.timestamptzs]: arrayOf(parseTimestamp),
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : PARSERS[oid]
    return own ?? pg.types.getTypeParser(oid, format)
  },
} as pg.CustomTypesConfig

export interface PoolOptions {
  /** connections at most */
  readonly max?: number
  /** milliseconds one statement may take on the server; 0 = no limit */
  readonly statementTimeout?: number
  /** shown in pg_stat_activity */
  readonly name?: string
}

/** What every connection of ours is made with; for `pg.Pool` and `pg.Client`. */
export function connectionConfig(url: string, options: PoolOptions = {}): pg.ClientConfig {
  const statementTimeout = options.statementTimeout ?? STATEMENT_TIMEOUT
  return {
    connectionString: url,
    application_name: options.name ?? 'helmline',
    options: `-c timezone=UTC -c synchronous_commit=on -c jit=off ${COSTS} -c client_min_messages=warning`,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    types,
    ...(statementTimeout > 0
      ? { statement_timeout: statementTimeout, query_timeout: statementTimeout + GRACE }
      : {}),
  }
}

/** A pool of our own kind. The caller ends it. */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const made = new pg.Pool({
    ...connectionConfig(url, options),
    max: options.max ?? 10,
    idleTimeoutMillis: 30_000,
  })
  // Without a handler a connection that breaks while idle would end the process.
  made.on('error', (error) => log('db').warn({ err: error }, 'an idle connection broke'))
  return made
}

interface Pools {
  main: pg.Pool | null
  read: pg.Pool | null
}
const KEY = Symbol.for('helmline.db.pools')
const shared = globalThis as unknown as Record<symbol, Pools | undefined>

/** Next bundles routes and instrumentation apart; both meet here. */
function pools(): Pools {
  shared[KEY] ??= { main: null, read: null }
  return shared[KEY]
}

/** The pool of DATABASE_URL, made at the first call. */
export function pool(): pg.Pool {
  const all = pools()
  all.main ??= createPool(databaseUrl(), { max: env().DATABASE_POOL, name: 'helmline' })
  return all.main
}

/** The pool of DATABASE_READ_URL (a replica) for queries; where it is not set, `pool()`. */
export function readPool(): pg.Pool {
  const url = env().DATABASE_READ_URL
  if (url === undefined) return pool()
  const all = pools()
  all.read ??= createPool(url, { max: env().DATABASE_POOL, name: 'helmline-read' })
  return all.read
}

/** Ends the shared pools; the next `pool()` makes new ones (at shutdown and between tests). */
export async function closePools(): Promise<void> {
  const all = pools()
  const open = [all.main, all.read].filter((p) => p !== null)
  all.main = null
  all.read = null
  await Promise.all(open.map((p) => p.end()))
}

/** The error as the product throws it: AppError `unavailable` where the database is away, else as it was. */
export function databaseError(error: unknown): unknown {
  if (isAppError(error) || !isDatabaseAway(error)) return error
  const away = unavailable()
  away.cause = error
  return away
}

/** Lends one connection for the time of `work`; after an error the connection is closed, not reused. */
export async function withClient<T>(
  work: (client: pg.PoolClient) => Promise<T>,
  from: pg.Pool = pool(),
): Promise<T> {
  let client: pg.PoolClient
  try {
    client = await from.connect()
  } catch (error) {
    throw databaseError(error)
  }
  keepFromThrowing(client)
  let failure: unknown
  try {
    return await work(client)
  } catch (error) {
    if (!isAppError(error)) failure = error
    throw databaseError(error)
  } finally {
    client.release(failure instanceof Error ? failure : failure !== undefined || stuck.has(client))
  }
}

/** Connections that answer no more: a statement we wait for no longer still runs on them. */
const stuck = new WeakSet<pg.PoolClient>()
const kept = new WeakSet<pg.PoolClient>()

/**
 * A connection that breaks while it is lent, or while the pool puts it away, emits an error that would end the
 * process; whatever was asked on it fails by itself.
 */
function keepFromThrowing(client: pg.PoolClient): void {
  if (kept.has(client)) return
  kept.add(client)
  client.on('error', (error) => log('db').debug({ err: error }, 'a connection broke'))
}

/** The connection a transaction runs on; services hand it from one reader or writer to the next. */
export type Connection = pg.ClientBase
/** What a reading statement runs on: a connection of one's own, or any of the pool. */
export type Reader = pg.ClientBase | pg.Pool

/**
 * Runs `work` in one transaction (read committed): commits when it resolves, rolls back when it throws. A lost
 * database becomes AppError `unavailable`.
 */
export async function transaction<T>(
  work: (client: pg.PoolClient) => Promise<T>,
  from: pg.Pool = pool(),
): Promise<T> {
  return transactionOf('BEGIN', work, from)
}

/**
 * Runs `work`, which reads only, on one snapshot: all its statements see the same rows. A lost database becomes
 * AppError `unavailable`.
 */
export async function snapshot<T>(
  work: (client: pg.PoolClient) => Promise<T>,
  from: pg.Pool = readPool(),
): Promise<T> {
  return transactionOf('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work, from)
}

/** Waited for but shortly: behind a statement that goes on it would only hide why the transaction failed. */
const ROLLBACK = { text: 'ROLLBACK', query_timeout: 1_000 }

async function transactionOf<T>(
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
  from: pg.Pool,
): Promise<T> {
  return withClient(async (client) => {
    await client.query(begin)
    try {
      const result = await work(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      // A connection that is closed rolls back by itself; only a refusal of ours leaves it in good order.
      if (isAppError(error)) await client.query(ROLLBACK).catch(() => stuck.add(client))
      throw error
    }
  }, from)
}

/** The rows of one statement on any reader; AppError `unavailable` where the database is away. */
export async function readRows<Row extends object>(
  text: string,
  values: unknown[],
  reader: Reader = pool(),
): Promise<Row[]> {
  try {
    return (await reader.query<Row>(text, values)).rows
  } catch (error) {
    throw databaseError(error)
  }
}
