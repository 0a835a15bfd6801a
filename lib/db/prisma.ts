/** Prisma's client, for the tables of people, settings and work. Events, facts and rollups are raw SQL. */
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { PrismaClient } from './generated/client'
import { pool } from './pool'

const KEY = Symbol.for('helmline.db.prisma')
const shared = globalThis as unknown as Record<symbol, { pool: pg.Pool; client: PrismaClient } | undefined>

/** The client on the shared pool; a new one where the pool has been made anew. */
export function prisma(): PrismaClient {
  const current = pool()
  const known = shared[KEY]
  if (known !== undefined && known.pool === current) return known.client
  const client = new PrismaClient({ adapter: new PrismaPg(current) })
  shared[KEY] = { pool: current, client }
  return client
}
