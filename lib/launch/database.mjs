/** The database of a run: the user's own by DATABASE_URL, else the embedded one in the data folder. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './home.mjs'
import { Fault } from './output.mjs'
import { cluster } from './postgres.mjs'
import { run } from './processes.mjs'

/** The user's own database address, checked in form; null where none is given. */
export function ownDatabase() {
  const url = process.env.DATABASE_URL?.trim()
  if (!url) return null
  try {
    const { protocol, pathname } = new URL(url)
    if (!/^postgres(ql)?:$/.test(protocol) || pathname.length < 2) throw new Error('form')
  } catch {
    throw new Fault(
      'DATABASE_URL is not the address of a Postgres database: write it as postgresql://user:password@host:5432/database.',
    )
  }
  return url
}

/** The embedded cluster of a data folder; see `cluster`. */
export function embedded(home, onExit) {
  return cluster({
    root,
    folder: home.postgres,
    password: home.secrets().databasePassword,
    ...(onExit === undefined ? {} : { onExit }),
  })
}

/** Arguments of node that run a TypeScript file of the project. */
export function typescript(file) {
  return ['--import', 'tsx', file]
}

function migrationsDigest() {
  const hash = createHash('sha256')
  const folder = join(root, 'prisma', 'migrations')
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name, 'migration.sql')
    if (existsSync(file)) hash.update(name).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/**
 * What was prepared is noted inside the embedded cluster, so that the note goes when the cluster goes. Answers
 * {current, note()}: whether nothing is to do, and how to note it. `own` databases are always looked at.
 */
export function preparation(cluster) {
  const file = cluster === null ? null : join(cluster.data, 'helmline-prepared')
  const digest = migrationsDigest()
  return {
    current: file !== null && existsSync(file) && readFileSync(file, 'utf8') === digest,
    note: () => file !== null && writeFileSync(file, digest),
  }
}

/**
 * Brings the database to the present schema (lib/commands/prepare.ts). Answers what it found and did:
 * {applied, empty, admin: {email, password} | null}. Fault with one sentence where the database cannot be used.
 */
export async function prepareDatabase(env, { admin }) {
  const done = await run(
    process.execPath,
    [...typescript('lib/commands/prepare.ts'), ...(admin ? ['--admin'] : [])],
    { cwd: root, env },
  )
  const last = done.out.trim().split('\n').at(-1) ?? ''
  let answer = null
  try {
    answer = JSON.parse(last)
  } catch {
    throw new Error(`The database could not be prepared:\n${done.err || done.out}`)
  }
  if (answer.fault) throw new Fault(answer.fault)
  if (done.code !== 0) throw new Error(`The database could not be prepared:\n${done.err}`)
  return answer
}
