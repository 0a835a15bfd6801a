/**
 * Brings a database to the newest schema: `migrate(url, log)`, or `node --import tsx lib/db/migrate.ts` with
 * DATABASE_URL. Two replicas that start at once do it once. Failures are `MigrationError`s of one sentence.
 */
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { databaseUrl } from '@/lib/core/env'
import { applyMigrations } from './schema-engine'

const OLDEST_MAJOR = 15
/** Everybody who migrates takes this advisory lock of the database first. */
const MIGRATION_LOCK = 7_431_001

/** What keeps a database from being used, in one sentence that says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

export interface MigrateOptions {
  /** make the database where it does not exist (default true) */
  readonly create?: boolean
}

function nameOf(url: string): string {
  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  return name === '' ? 'postgres' : name
}

function where(url: string): string {
  const { hostname, port } = new URL(url)
  return `${hostname || 'localhost'}:${port || '5432'}`
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'helmline-migrate',
    options: '-c timezone=UTC -c client_min_messages=warning',
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** A connection to the database, made first where it does not exist. */
async function reach(url: string, create: boolean): Promise<pg.Client> {
  try {
    return await connect(url)
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code !== '3D000') throw unreachable(url, error)
    if (!create)
      throw new MigrationError(`There is no database "${nameOf(url)}" at ${where(url)}; create it.`)
  }
  await createDatabase(url)
  return connect(url)
}

function unreachable(url: string, error: unknown): MigrationError {
  const { code, message } = error as { code?: string; message?: string }
  const reason =
    code === '28P01' || code === '28000'
      ? 'refuses this user or password; correct DATABASE_URL'
      : 'does not answer; start it, or correct DATABASE_URL'
  return new MigrationError(`Postgres at ${where(url)} ${reason} (${code ?? message ?? 'no reason given'}).`)
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const name = nameOf(url)
  let client: pg.Client
  try {
    client = await connect(maintenance.href)
  } catch (error) {
    throw unreachable(url, error)
  }
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
  } catch (error) {
    const code = (error as { code?: string }).code
    // 42P04 and 23505: another replica was quicker.
    if (code !== '42P04' && code !== '23505') {
      throw new MigrationError(
        `There is no database "${name}" at ${where(url)} and this user may not create it; create it and let the user own it.`,
      )
    }
  } finally {
    await client.end()
  }
}

async function checkServer(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ version: string; zone: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS version, current_setting('TimeZone') AS zone,
       current_setting('server_encoding') AS encoding`,
  )
  const row = rows[0]
  const major = Math.floor(Number(row?.version ?? 0) / 10_000)
  if (major < OLDEST_MAJOR) {
    throw new MigrationError(
      `Postgres at ${where(url)} is version ${major}; Helmline needs ${OLDEST_MAJOR} or newer.`,
    )
  }
  if (row?.zone !== 'UTC') {
    throw new MigrationError(
      `Sessions at ${where(url)} are in ${row?.zone}, not UTC: what stands between drops the option "-c timezone=UTC"; connect to Postgres directly.`,
    )
  }
  if (row.encoding !== 'UTF8') {
    throw new MigrationError(
      `The database "${nameOf(url)}" is encoded in ${row.encoding}; create it with ENCODING 'UTF8'.`,
    )
  }
}

/**
 * Applies every migration the database at `url` lacks and answers their names (none: it was up to date). Makes
 * the database first where it is missing. Throws MigrationError where the server is away, too old, not in UTC,
 * or a migration fails.
 */
export async function migrate(
  url: string,
  log: (line: string) => void = () => undefined,
  options: MigrateOptions = {},
): Promise<string[]> {
  const client = await reach(url, options.create ?? true)
  try {
    await checkServer(client, url)
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await applyMigrations(url).catch((error: unknown) => {
      throw new MigrationError(`The database could not be migrated: ${(error as Error).message}`, {
        cause: error,
      })
    })
    for (const name of applied) log(`migrated ${name}`)
    return applied
  } finally {
    // Ending the session frees the lock.
    await client.end().catch(() => undefined)
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  migrate(databaseUrl(), (line) => process.stdout.write(`${line}\n`)).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof MigrationError ? error.message : String(error)}\n`)
      process.exit(1)
    },
  )
}
