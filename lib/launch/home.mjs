/**
 * The data folder (HELMLINE_HOME): generated secrets, the embedded database, who runs on it. Files a stranger must
 * not read have mode 0600; the folder itself can be passed through when Postgres runs under an account of its own.
 */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from './output.mjs'
import { bornAt, same } from './processes.mjs'

/** The project folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

const SECRETS = { databasePassword: 24, NEXTAUTH_SECRET: 36, METRICS_TOKEN: 30 }

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function writePrivate(file, value) {
  const half = `${file}.${process.pid}`
  writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(half, file)
}

/** Opens the data folder, making it where it is missing. Fault, with the cure, where it cannot be used. */
export function openHome() {
  const folder = resolve(root, process.env.HELMLINE_HOME?.trim() || '.helmline')
  try {
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    const probe = join(folder, `.probe-${process.pid}`)
    writeFileSync(probe, '')
    unlinkSync(probe)
  } catch (error) {
    const why = { EACCES: 'you may not write there', EROFS: 'it is read-only', ENOSPC: 'the disk is full' }
    throw new Fault(
      `The data folder ${folder} cannot be written (${why[error.code] ?? error.code}): start with HELMLINE_HOME=/a/folder/of/yours npm start.`,
    )
  }
  if (process.getuid?.() === 0 && (statSync(folder).mode & 0o111) !== 0o111) chmodSync(folder, 0o711)

  const files = {
    secrets: join(folder, 'secrets.json'),
    state: join(folder, 'state.json'),
    runtime: join(folder, 'runtime.json'),
    lock: join(folder, 'lock.json'),
  }

  return {
    folder,
    postgres: join(folder, 'postgres'),

    /** Secrets of this folder, made at first use. */
    secrets() {
      const known = readJson(files.secrets) ?? {}
      const missing = Object.keys(SECRETS).filter((name) => typeof known[name] !== 'string')
      if (missing.length > 0) {
        if (existsSync(files.secrets) && Object.keys(known).length === 0) {
          throw new Fault(
            `${files.secrets} cannot be read as JSON: restore it, or remove the data folder to begin anew.`,
          )
        }
        for (const name of missing) known[name] = randomBytes(SECRETS[name]).toString('base64url')
        writePrivate(files.secrets, known)
      }
      return known
    },

    /** What was done once on this folder, e.g. {demo: 'loaded'}. */
    state() {
      return readJson(files.state) ?? {}
    },
    remember(change) {
      writePrivate(files.state, { ...(readJson(files.state) ?? {}), ...change })
    },

    /** Addresses and processes of the product that runs on this folder; null where none does. */
    runtime() {
      return readJson(files.runtime)
    },
    setRuntime(value) {
      if (value !== null) writePrivate(files.runtime, value)
      else if (existsSync(files.runtime)) unlinkSync(files.runtime)
    },

    /** Who holds the folder: {pid, born, kind}, where that process lives; else null. */
    holder() {
      const lock = readJson(files.lock)
      return lock !== null && same(lock.pid, lock.born) ? lock : null
    },
    /** Takes the folder for this process. Answers null, or the living holder. */
    take(kind) {
      const mine = { pid: process.pid, born: bornAt(process.pid), kind }
      const draft = `${files.lock}.${process.pid}`
      writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
      try {
        for (let attempt = 0; attempt < 5; attempt++) {
          try {
            linkSync(draft, files.lock)
            return null
          } catch (error) {
            if (error.code !== 'EEXIST') throw error
          }
          const holder = this.holder()
          if (holder !== null) return holder
          try {
            unlinkSync(files.lock)
          } catch (error) {
            if (error.code !== 'ENOENT') throw error
          }
        }
        return this.holder() ?? { pid: 0, kind: 'unknown' }
      } finally {
        unlinkSync(draft)
      }
    },
    release() {
      const lock = readJson(files.lock)
      if (lock?.pid === process.pid) unlinkSync(files.lock)
    },
  }
}

/** The environment of web, worker and commands: ours, the generated secrets where none were given, the database. */
export function environment(home, databaseUrl) {
  const secrets = home.secrets()
  return {
    NEXTAUTH_SECRET: secrets.NEXTAUTH_SECRET,
    METRICS_TOKEN: secrets.METRICS_TOKEN,
    ...Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
    HELMLINE_HOME: home.folder,
    DATABASE_URL: databaseUrl,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}
