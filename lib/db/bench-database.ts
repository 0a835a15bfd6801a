/** Databases that a benchmark makes beside the product's own, fills, and drops. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { databaseUrl } from '@/lib/core/env'
import { MEASURES } from '@/lib/metrics/measures'
import { type BenchFacts, fillBenchFacts } from './bench-facts'
import { fillRollups } from './bench-rollups'
import { migrate } from './migrate'
import { createPool } from './pool'

const DAY = 86_400_000

/** A scratch database with connections whose statements may take as long as they need. */
export class BenchDatabase {
  private constructor(
    readonly url: string,
    readonly name: string,
    readonly pool: pg.Pool,
    private readonly kept: boolean,
  ) {}

  /** Makes it in the product's Postgres, at the present schema; with a `name` it is kept, and used again. */
  static async open(name: string | null): Promise<BenchDatabase> {
    const chosen = name ?? `helmline_bench_${randomBytes(4).toString('hex')}`
    const url = new URL(databaseUrl())
    url.pathname = `/${chosen}`
    await migrate(url.href)
    const pool = createPool(url.href, { max: 4, statementTimeout: 0, name: 'helmline-bench' })
    return new BenchDatabase(url.href, chosen, pool, name !== null)
  }

  async query<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const { rows } = await this.pool.query<T>(sql, [...values])
    return rows
  }

  /** Facts and rollups, unless a kept database holds them already. `sketches` null = all of them. */
  async fill(
    facts: BenchFacts & { readonly zone: string; readonly sketches: readonly string[] | null },
    progress: (what: 'facts' | 'rollups', share: number) => void,
  ): Promise<void> {
    const [held] = await this.query<{ n: number }>('SELECT count(*) AS n FROM ticket')
    const [rolled] = await this.query<{ n: number }>(
      'SELECT coalesce(sum(n), 0)::bigint AS n FROM rollup_opened WHERE cube = $1',
      ['all'],
    )
    const clients = await Promise.all([this.pool.connect(), this.pool.connect()])
    const [first] = clients
    try {
      if (Number(held?.n ?? 0) < facts.tickets) {
        await fillBenchFacts(first as pg.PoolClient, facts, (share) => progress('facts', share))
      }
      if (Number(rolled?.n ?? 0) < facts.tickets) {
        const end = Date.parse(facts.end)
        const range = { zone: facts.zone, from: end - (facts.days + 2) * DAY, to: end + 60 * DAY }
        const wanted = facts.sketches ?? MEASURES.map((measure) => measure.id)
        await fillRollups(clients, range, new Set(wanted), (share) => progress('rollups', share))
      }
    } finally {
      // settings of the filling must not stay with the connections
      for (const client of clients) client.release(true)
    }
  }

  /** Bytes of the named tables with their indexes. */
  async bytes(tables: readonly string[]): Promise<number> {
    const [row] = await this.query<{ bytes: number }>(
      'SELECT sum(pg_total_relation_size(t::regclass))::bigint AS bytes FROM unnest($1::text[]) AS t',
      [tables],
    )
    return Number(row?.bytes ?? 0)
  }

  async close(): Promise<void> {
    await this.pool.end()
    if (this.kept) return
    const server = createPool(databaseUrl(), { max: 1, statementTimeout: 0 })
    try {
      await server.query(`DROP DATABASE IF EXISTS "${this.name}" WITH (FORCE)`)
    } finally {
      await server.end()
    }
  }
}

/** A table like `event`, keys and indexes included, for bare inserts of the same rows. */
export async function makeBareEvents(database: BenchDatabase): Promise<void> {
  await database.query('DROP TABLE IF EXISTS bench_event')
  await database.query('CREATE TABLE bench_event (LIKE event INCLUDING ALL)')
}

export const BARE_INSERT = `INSERT INTO bench_event
  (event_key, unit_id, source, id, type, time, subject, data, content_hash, batch, received_at)
  SELECT *, 1, now() FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
    $7::text[], $8::jsonb[], $9::uuid[])`
