/**
 * Prisma's own schema engine as WebAssembly, so that migrations need no binary and no network. It keeps
 * `_prisma_migrations` exactly as `prisma migrate deploy` would.
 */
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaContainer, SchemaEngine, SchemaFilter } from '@prisma/schema-engine-wasm'
import pg from 'pg'

const PRISMA = fileURLToPath(new URL('../../prisma/', import.meta.url))
const OID_CHAR = 18
const OID_TEXT = 25
/** graphile-worker keeps a schema of its own; in `public` everything is ours. */
const FILTER: SchemaFilter = { externalTables: [], externalEnums: [] }

/** The engine cannot read the type "char" of the catalogues: it is told that it is text. */
function charsAsText(answer: pg.QueryResult | undefined): void {
  for (const field of answer?.fields ?? []) {
    if (field.dataTypeID === OID_CHAR) Object.assign(field, { dataTypeID: OID_TEXT })
  }
}

type Callback = (error: Error | null, answer?: pg.QueryResult) => void

class CatalogueClient extends pg.Client {
  override query = ((...args: unknown[]) => {
    const done = args.at(-1)
    if (typeof done === 'function') {
      const callback: Callback = (error, answer) => {
        charsAsText(answer)
        ;(done as Callback)(error, answer)
      }
      args[args.length - 1] = callback
    }
    const query = pg.Client.prototype.query as (this: pg.Client, ...all: unknown[]) => unknown
    const result = query.apply(this, args)
    if (!(result instanceof Promise)) return result
    return result.then((answer: pg.QueryResult) => {
      charsAsText(answer)
      return answer
    })
  }) as pg.Client['query']
}

/** The adapter splits scripts at every semicolon, also within quotes; ours are sent whole, as one simple query. */
function factory(url: string): { adapters: PrismaPg; close: () => Promise<void> } {
  const open: { dispose(): Promise<void> }[] = []
  const adapters = new PrismaPg({
    connectionString: url,
    options: '-c timezone=UTC -c client_min_messages=warning',
    connectionTimeoutMillis: 5_000,
    max: 1,
    Client: CatalogueClient,
  } as pg.PoolConfig)
  const connect = adapters.connect.bind(adapters)
  adapters.connect = async () => {
    const adapter = await connect()
    open.push(adapter)
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const answer = await queryRaw(query)
      // The one column that the engine reads as a single character and not as text.
      const columnTypes = answer.columnTypes.map((type, i) =>
        answer.columnNames[i] === 'constraint_type' ? ColumnTypeEnum.Character : type,
      )
      return { ...answer, columnTypes }
    }
    adapter.executeScript = async (script: string) => {
      await adapter.underlyingDriver().query(script)
    }
    return adapter
  }
  // The engine leaves its connections to us.
  const close = async () => {
    for (const adapter of open.splice(0)) await adapter.dispose()
  }
  return { adapters, close }
}

/** The Prisma schema files, by name. */
export async function schemaFiles(): Promise<SchemaContainer[]> {
  const folder = path.join(PRISMA, 'schema')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({
      path: path.join(folder, name),
      content: await readFile(path.join(folder, name), 'utf8'),
    })),
  )
}

async function migrationList(): Promise<MigrationList> {
  const folder = path.join(PRISMA, 'migrations')
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(folder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(folder, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}

type Engine = typeof import('@prisma/schema-engine-wasm')
let engineModule: Promise<Engine> | null = null

/** The package's entry imports its .wasm, which Node 20 cannot: the glue and the bytes are joined here. */
function loadEngine(): Promise<Engine> {
  engineModule ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
    const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
    const bytes = await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
    glue.__wbg_set_wasm(instance.exports)
    ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
    return glue as unknown as Engine
  })()
  return engineModule
}

async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const files = await schemaFiles()
  const { SchemaEngine } = await loadEngine()
  const { adapters, close } = factory(url)
  const engine = await SchemaEngine.new(
    { datamodels: files.map((file): [string, string] => [file.path, file.content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapters),
  )
  try {
    return await work(engine)
  } finally {
    engine.free()
    await close()
  }
}

/** Applies the migrations the database lacks; answers their names. Throws where one fails. */
export async function applyMigrations(url: string): Promise<string[]> {
  const migrationsList = await migrationList()
  return withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: FILTER })
    return appliedMigrationNames
  })
}

/** SQL that would turn the database at `url` into what the schema files say; '' where they agree. */
export async function differenceFromSchema(url: string): Promise<string> {
  const files = await schemaFiles()
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: PRISMA },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: FILTER,
    })
    const sql = (stdout ?? '').trim()
    return sql === '-- This is an empty migration.' ? '' : sql
  })
}
