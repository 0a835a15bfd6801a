/**
 * `npm start`: from a fresh checkout to the running product, without questions. Installs, prepares the database,
 * builds, loads the demo at first, then keeps Postgres, web and worker alive until it is told to end.
 */
import { parseArgs } from 'node:util'
import { embedded, ownDatabase, preparation, prepareDatabase, typescript } from './database.mjs'
import { environment, openHome, root } from './home.mjs'
import { Fault, fail, leave, say } from './output.mjs'
import { account, checkReachable } from './postgres.mjs'
import { checkNode, ensureBuilt, ensureClient, ensureInstalled } from './prepare.mjs'
import { alive, answers, bornAt, run, same, signal, stopRunning, until, whyNotListen } from './processes.mjs'
import { backOff, howEnded, service } from './supervise.mjs'

/** Together below the 10 s within which everything must have ended. */
const CHILD_PATIENCE = 5500
const POSTGRES_PATIENCE = 2200

const began = Date.now()
const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`

let home = null
let database = null
let web = null
let worker = null
let stopping = null

function options() {
  let values
  try {
    values = parseArgs({
      options: { 'no-demo': { type: 'boolean' }, demo: { type: 'boolean' }, help: { type: 'boolean' } },
    }).values
  } catch (error) {
    throw new Fault(`${error.message.split('. ')[0]}. Use: npm start [-- --no-demo].`)
  }
  const wanted = process.env.HELMLINE_DEMO?.trim().toLowerCase()
  return {
    help: values.help === true,
    demo: values['no-demo'] !== true && !['0', 'false', 'no', 'off'].includes(wanted ?? ''),
  }
}

function address() {
  const text = process.env.PORT?.trim() || '3000'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Fault(`PORT is "${text}": give a number from 1 to 65535, e.g. PORT=3001 npm start.`)
  }
  const host = process.env.HOST?.trim() || '127.0.0.1'
  const shown = ['0.0.0.0', '::', '[::]'].includes(host) ? '127.0.0.1' : host
  return { port, host, url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}` }
}

async function checkPort({ port, host }) {
  const why = await whyNotListen(port, host)
  if (why === null) return
  if (why === 'EADDRINUSE') {
    throw new Fault(
      `Port ${port} on ${host} is taken by another program: end that program, or start with another port, e.g. PORT=${port === 65_535 ? 3001 : port + 1} npm start.`,
    )
  }
  if (why === 'EACCES') {
    throw new Fault(`You may not listen on port ${port}: choose one above 1023, e.g. PORT=3000 npm start.`)
  }
  throw new Fault(
    `Nothing can listen on ${host}:${port} (${why}): set HOST to an address of this machine, e.g. HOST=127.0.0.1 npm start.`,
  )
}

/** Ends web and worker of a launcher that was killed; they end by themselves, this only shortens the wait. */
async function clearLeftovers() {
  const left = home.runtime()
  if (left === null) return
  for (const old of [left.web, left.worker]) {
    if (!old || !same(old.pid, old.born)) continue
    signal(old.pid, 'SIGTERM')
    if (!(await until(() => !alive(old.pid), 4000))) signal(old.pid, 'SIGKILL')
    await until(() => !alive(old.pid), 1000)
  }
  home.setRuntime(null)
}

function writeRuntime(more) {
  if (stopping !== null) return
  const now = home.runtime() ?? {}
  home.setRuntime({
    ...now,
    launcher: { pid: process.pid, born: bornAt(process.pid) },
    web: web?.process ?? null,
    worker: worker?.process ?? null,
    postgres: database?.pid ? { pid: database.pid } : null,
    ...more,
  })
}

/** Starts the embedded Postgres and keeps it alive. Answers a function that gives its present address. */
async function startDatabase() {
  const pause = backOff()
  let port = home.state().postgresPort

  async function up() {
    pause.started()
    const got = await database.start(port)
    const moved = got.port !== port
    port = got.port
    if (moved) home.remember({ postgresPort: port })
    return moved
  }

  async function again(how) {
    for (let why = how; stopping === null; ) {
      const wait = pause.next()
      say(`helmline: postgres ${why}; starting it again in ${wait} ms`)
      await new Promise((next) => setTimeout(next, wait))
      if (stopping !== null) return
      try {
        const moved = await up()
        say('helmline: postgres is back')
        writeRuntime({ databaseUrl: database.url(port) })
        if (moved) for (const one of [web, worker]) one?.bounce()
        return
      } catch (error) {
        why = `did not start (${error.message})`
      }
    }
  }

  database = embedded(home, (code, by) => void again(howEnded(code, by)))
  await up()
  return () => database.url(port)
}

/** Ends everything, in the order in which things depend on each other. */
function stop(reason, code = 0) {
  stopping ??= (async () => {
    say(`helmline: ${reason}; ending`)
    const start = Date.now()
    stopRunning()
    await Promise.all([web?.stop(CHILD_PATIENCE), worker?.stop(CHILD_PATIENCE)])
    await database?.stop(POSTGRES_PATIENCE)
    home?.setRuntime(null)
    home?.release()
    say(`helmline: ended in ${((Date.now() - start) / 1000).toFixed(1)} s`)
    await leave(code)
  })()
  return stopping
}

/** npm that is killed does not tell its child; without this the product would go on with nobody to end it. */
function watchNpm() {
  if (process.env.npm_lifecycle_event !== 'start' || process.platform === 'win32') return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) void stop('npm was ended')
  }, 500).unref()
}

async function waitForWeb({ port, host }) {
  const target = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  const up = await until(
    async () => {
      if (stopping !== null) return true
      if (web.failures >= 4) {
        throw new Fault('The web server ended four times while it started: its last lines above say why.')
      }
      return web.process !== null && (await answers(port, target, 500))
    },
    120_000,
    50,
  )
  if (!up) throw new Fault('The web server did not answer within two minutes: its lines above say why.')
}

async function loadDemo(env) {
  const start = Date.now()
  say('Loading the demo company (once; start with --no-demo for an empty product) …')
  home.remember({ demo: 'loading' })
  let told = Date.now()
  const done = await run(process.execPath, [...typescript('lib/commands/demo.ts'), 'load'], {
    cwd: root,
    env,
    // its progress, at most a line every few seconds
    onErr: (text) => {
      if (Date.now() - told < 4_000) return
      told = Date.now()
      say(`  ${text.trim().split('\n').at(-1)}`)
    },
  })
  if (stopping !== null) return
  if (done.code !== 0) throw new Error(`The demo could not be loaded:\n${done.err}`)
  home.remember({ demo: 'loaded' })
  say(`Demo loaded in ${((Date.now() - start) / 1000).toFixed(1)} s.`)
}

async function main() {
  const wanted = options()
  if (wanted.help) {
    say(
      'npm start [-- --no-demo]   environment: PORT, HOST, HELMLINE_HOME, DATABASE_URL, HELMLINE_DEMO=0, CRON_SECRET',
    )
    return await leave(0)
  }
  checkNode()
  const at = address()
  const own = ownDatabase()
  home = openHome()
  const holder = home.take('start')
  if (holder !== null) {
    const url = home.runtime()?.url
    home = null
    throw new Fault(
      holder.kind === 'command'
        ? `A command (process ${holder.pid}) works on this data folder: wait until it has ended and start again.`
        : `Helmline already runs on this data folder (process ${holder.pid}${url ? `, ${url}` : ''}): open it there, end it first, or start with another HELMLINE_HOME and PORT.`,
    )
  }
  await clearLeftovers()
  await checkPort(at)
  // before a minute of installing: as root, Postgres needs a folder its account can enter
  if (own === null) checkReachable(account(), home.folder)
  home.setRuntime({ launcher: { pid: process.pid, born: bornAt(process.pid) }, url: at.url })
  watchNpm()

  await ensureInstalled(say)
  if (stopping !== null) return
  let url = () => own
  const client = ensureClient(say)
  if (own === null) {
    const start = Date.now()
    url = await startDatabase()
    say(`Postgres runs (${((Date.now() - start) / 1000).toFixed(1)} s).`)
  }
  await client
  if (stopping !== null) return

  const env = () => ({
    ...environment(home, url()),
    PORT: String(at.port),
    HOST: at.host,
    HELMLINE_URL: at.url,
    HELMLINE_DEMO: wanted.demo ? '1' : '0',
  })
  const prepared = preparation(own === null ? database : null)
  const found = prepared.current
    ? { applied: 0, empty: false, admin: null }
    : await prepareDatabase(env(), { admin: true })
  if (found.applied > 0) say(`Database brought up to date (${found.applied} migrations).`)
  if (found.admin !== null) {
    say('')
    say('  First administrator (shown once; change it with: npm run user):')
    say(`    e-mail    ${found.admin.email}`)
    say(`    password  ${found.admin.password}`)
    say('')
  }
  prepared.note()
  writeRuntime({ databaseUrl: url(), url: at.url })
  if (stopping !== null) return

  const first = home.state().demo === undefined
  // killed while it loaded: the loader goes on where it was
  const withDemo = home.state().demo === 'loading' || (first && wanted.demo && found.empty)
  if (first && !withDemo) home.remember({ demo: 'none' })
  await ensureBuilt(say, env())
  if (stopping !== null) return
  if (withDemo) await loadDemo(env())
  if (stopping !== null) return

  const preload = ['--enable-source-maps', '--import', './lib/launch/child.mjs']
  const make = (name, file) =>
    service({ name, args: [...preload, ...typescript(file)], cwd: root, env, onChange: () => writeRuntime() })
  web = make('helmline-web', 'lib/http/server.ts')
  worker = make('helmline-worker', 'lib/jobs/main.ts')
  web.start()
  worker.start()
  await waitForWeb(at)
  if (stopping !== null) return
  say('')
  say(`Helmline is ready after ${since()}: ${at.url}`)
  say(
    found.admin === null
      ? '  Sign in with your account; a forgotten password: npm run user -- --email E --role admin --password P'
      : `  Sign in as ${found.admin.email} with the password above.`,
  )
  say('')
}

process.title = 'helmline'
process.on('SIGTERM', () => void stop('SIGTERM'))
process.on('SIGINT', () => void stop('Ctrl-C'))
process.on('SIGHUP', () => void stop('the terminal closed'))
try {
  await main()
} catch (error) {
  if (stopping === null) {
    stopping = Promise.resolve()
    stopRunning()
    await Promise.all([web?.stop(CHILD_PATIENCE), worker?.stop(CHILD_PATIENCE)])
    await database?.stop(POSTGRES_PATIENCE)
    home?.setRuntime(null)
    home?.release()
    await fail(error)
  }
}
