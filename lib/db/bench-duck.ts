/** The benchmark's facts in DuckDB: a columnar engine on the same rows, in memory, with the columns tiles read. */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { BenchDatabase } from './bench-database'
import { TILE_COLUMNS, tileRows } from './bench-tiles'

export class DuckCopy {
  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly end: () => void,
  ) {}

  /** An empty one with `threads` threads; null where the package is not installed (it is for development only). */
  static async open(threads: number): Promise<DuckCopy | null> {
    const duck = await import('@duckdb/node-api').catch(() => null)
    if (duck === null) return null
    const instance = await duck.DuckDBInstance.create(':memory:', { threads: String(threads) })
    const connection = await instance.connect()
    return new DuckCopy(connection, () => {
      connection.closeSync()
      instance.closeSync()
    })
  }

  /** Copies the tile columns of ticket, episode and answer over, by way of files in the temporary folder. */
  async copy(database: BenchDatabase, progress: (share: number) => void): Promise<void> {
    const folder = await mkdtemp(path.join(tmpdir(), 'helmline-bench-'))
    try {
      const tables = Object.keys(TILE_COLUMNS) as (keyof typeof TILE_COLUMNS)[]
      for (const [index, table] of tables.entries()) {
        const file = path.join(folder, `${table}.csv`)
        const out = await open(file, 'w')
        for await (const piece of tileRows((sql, values) => database.query(sql, values), table))
          await out.write(piece)
        await out.close()
        const columns = Object.entries(TILE_COLUMNS[table]).map(([name, type]) => `'${name}': '${type}'`)
        await this.connection.run(
          `CREATE TABLE ${table} AS SELECT * FROM read_csv('${file.replaceAll("'", "''")}', header = false,
            auto_detect = false, delim = ',', nullstr = '', columns = {${columns.join(', ')}})`,
        )
        progress((index + 1) / tables.length)
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    const reader = await this.connection.runAndReadAll(sql)
    return reader.getRowObjectsJS() as Record<string, unknown>[]
  }

  close(): void {
    this.end()
  }
}
