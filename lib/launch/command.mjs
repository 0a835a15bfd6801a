/**
 * `npm run key`, `user`, `screen`, `import`, `rebuild`, `demo`, `bench`: runs lib/commands/NAME.ts with the
 * environment of the product on this data folder. Uses its database while it runs; else starts the database for
 * as long as the command lasts. stdout belongs to the command alone; what we say goes to stderr.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { embedded, ownDatabase, preparation, prepareDatabase, typescript } from './database.mjs'
import { environment, openHome, root } from './home.mjs'
import { Fault, fail, leave, warn } from './output.mjs'
import { checkNode, ensureClient, ensureInstalled } from './prepare.mjs'
import { same, stopRunning, until } from './processes.mjs'

const [name = '', ...args] = process.argv.slice(2)
let home = null
let database = null
let child = null
let interrupted = false

/** The address of the running product's database, waiting while it starts; null where none runs. */
async function running() {
  let url = null
  let told = false
  const known = await until(
    () => {
      const runtime = home.runtime()
      if (!runtime?.launcher || !same(runtime.launcher.pid, runtime.launcher.born)) return true
      url = runtime.databaseUrl ?? null
      if (url === null && !told) {
        told = true
        warn('Helmline is starting; waiting for its database …')
      }
      return url !== null
    },
    300_000,
    100,
  )
  if (!known) throw new Fault('Helmline on this data folder does not get its database up: see its output.')
  return url === null ? null : { url, runtime: home.runtime() }
}

/** The database the command works on: one that is named, that of the running product, or the embedded one. */
async function start() {
  const own = ownDatabase()
  const found = await running()
  if (found !== null && (own === null || own === found.url)) {
    const address = found.runtime?.url
    return { url: found.url, more: address ? { HELMLINE_URL: address } : {} }
  }
  if (own !== null) {
    await prepareDatabase(environment(home, own), { admin: false })
    return { url: own, more: {} }
  }
  let told = false
  const taken = await until(
    () => {
      const holder = home.take('command')
      if (holder !== null && !told) {
        told = true
        warn(`Waiting for process ${holder.pid}, which uses this data folder …`)
      }
      return holder === null || (holder.kind === 'start' && home.runtime()?.databaseUrl !== undefined)
    },
    3_600_000,
    200,
  )
  if (!taken) throw new Fault('Another process holds this data folder for an hour: end it.')
  if (home.holder()?.pid !== process.pid) return await start()
  database = embedded(home)
  const { port } = await database.start(home.state().postgresPort)
  home.remember({ postgresPort: port })
  const url = database.url(port)
  // the note is left to `npm start`, which makes the first administrator as well
  if (!preparation(database).current) await prepareDatabase(environment(home, url), { admin: false })
  return { url, more: {} }
}

async function finish() {
  await database?.stop()
  home?.release()
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true
    if (child !== null) child.kill(signal)
    else stopRunning()
  })
}

try {
  const file = join('lib', 'commands', `${name}.ts`)
  if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(join(root, file))) {
    throw new Fault(`There is no command "${name}".`)
  }
  checkNode()
  home = openHome()
  await ensureInstalled(warn)
  await ensureClient(warn)
  const { url, more } = await start()
  if (interrupted) throw new Fault('Interrupted.')
  const code = await new Promise((resolve, reject) => {
    child = spawn(process.execPath, [...typescript(file), ...args], {
      cwd: root,
      env: { ...environment(home, url), ...more },
      stdio: 'inherit',
    })
    child.once('error', reject)
    child.once('exit', (exit, by) => resolve(by === null ? exit : 1))
  })
  await finish()
  await leave(code)
} catch (error) {
  await finish()
  await fail(error)
}
