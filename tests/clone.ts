/** Databases of one's own on a test server, cloned from a template that is migrated once. Knows no test runner. */
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { resetEnv } from '@/lib/core/env'
import { migrate } from '@/lib/db/migrate'
import { closePools } from '@/lib/db/pool'

const TEMPLATE_LOCK = 7_431_900
const made: string[] = []

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL
  if (url === undefined) throw new Error('TEST_DATABASE_URL is not set: run database tests through vitest')
  return url
}

function urlOf(name: string): string {
  const url = new URL(serverUrl())
  url.pathname = `/${name}`
  return url.href
}

async function asServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function templateName(): Promise<string> {
  const folder = path.join(process.cwd(), 'prisma/migrations')
  const names = (await readdir(folder)).filter((name) => !name.includes('.')).sort()
  const hash = createHash('sha256')
  for (const name of names) hash.update(name).update(await readFile(path.join(folder, name, 'migration.sql')))
  return `helmline_template_${hash.digest('hex').slice(0, 12)}`
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  return rowCount === 1
}

let template: Promise<string> | null = null

/** The migrated template, made by whichever test process comes first. */
function readyTemplate(): Promise<string> {
  template ??= (async () => {
    const name = await templateName()
    await asServer(async (client) => {
      await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
      if (await exists(client, name)) return
      const draft = `${name}_draft`
      await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
      await migrate(urlOf(draft))
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
    })
    return name
  })()
  return template
}

function newName(): string {
  const name = `helmline_test_${process.pid}_${randomBytes(4).toString('hex')}`
  made.push(name)
  return name
}

/** Points DATABASE_URL, `pool()` and `prisma()` at a database. */
export async function connectTo(url: string): Promise<void> {
  await closePools()
  process.env.DATABASE_URL = url
  delete process.env.DATABASE_READ_URL
  resetEnv()
}

/** A new, empty, migrated database; unless `connect` is false the product's pools use it from now on. Answers its URL. */
export async function freshDatabase(options: { connect?: boolean } = {}): Promise<string> {
  const source = await readyTemplate()
  const name = newName()
  await asServer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY file_copy`))
  const url = urlOf(name)
  if (options.connect !== false) await connectTo(url)
  return url
}

/** The URL of a database that does not exist yet; it is dropped at the end as well. */
export function unusedDatabase(): string {
  return urlOf(newName())
}

/** Drops every database made here; connections to them are cut. */
export async function dropDatabases(): Promise<void> {
  await closePools()
  if (made.length === 0) return
  await asServer(async (client) => {
    for (const name of made.splice(0)) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}
