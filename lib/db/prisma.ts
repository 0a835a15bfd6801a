/**
 * Prisma's client, for the tables of people, settings and work. Events, facts and rollups are raw SQL. It asks on
 * `pool()`, so its connections are in UTC and every wait has the same end; a lost database is an AppError
 * `unavailable`, any other error of Postgres has Postgres' own code.
 */
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { Prisma, PrismaClient } from './generated/client'
import { databaseError, pool } from './pool'

const KEY = Symbol.for('helmline.db.prisma')
const shared = globalThis as unknown as Record<
  symbol,
  { pool: pg.Pool; from: typeof PrismaClient; client: Client } | undefined
>

type Client = ReturnType<typeof clientOn>

function clientOn(from: pg.Pool) {
  // Other formats take a stack and read a source file for each error, and put values of the query into its text.
  const client = new PrismaClient({ adapter: new PrismaPg(from), errorFormat: 'minimal' })
  return client.$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args)
        } catch (error) {
          throw databaseError(postgresError(error))
        }
      },
    },
  })
}

/** Prisma gives most errors of Postgres one code (P2039) and keeps theirs where `isDatabaseAway` cannot see it. */
function postgresError(error: unknown): unknown {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return error
  const driver = error.meta?.driverAdapterError
  const { originalCode, originalMessage } = (
    driver instanceof Error && typeof driver.cause === 'object' ? { ...driver.cause } : {}
  ) as { originalCode?: unknown; originalMessage?: unknown }
  if (typeof originalCode !== 'string') return error
  const text = typeof originalMessage === 'string' ? originalMessage : error.message
  return Object.assign(new Error(text, { cause: error }), { code: originalCode })
}

/** The client on the shared pool; a new one where the pool, or in development the generated client, is another. */
export function prisma(): Client {
  const current = pool()
  const known = shared[KEY]
  if (known !== undefined && known.pool === current && known.from === PrismaClient) return known.client
  const client = clientOn(current)
  shared[KEY] = { pool: current, from: PrismaClient, client }
  return client
}
