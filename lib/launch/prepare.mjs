/** What must be there before anything runs: packages, the Prisma client, the built pages. Done once, then stamped. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from './home.mjs'
import { Fault } from './output.mjs'
import { alive, run, until } from './processes.mjs'

const OLDEST = [20, 19]

/** Fault where Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Fault(
      `Node ${process.versions.node} is too old: install Node ${OLDEST.join('.')} or newer and run the command again.`,
    )
  }
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}

function json(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Names of packages that package-lock.json wants and node_modules lacks; null where nothing is installed. */
function missingPackages() {
  const wanted = json(join(root, 'package-lock.json'))?.packages
  const there = json(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (wanted === undefined) throw new Fault('package-lock.json is missing: get a whole copy of the project.')
  if (there === undefined) return null
  return Object.entries(wanted)
    .filter(([path, entry]) => {
      if (path === '' || entry.link) return false
      const found = there[path]
      if (found === undefined) return !(entry.optional || entry.devOptional || entry.peer)
      return found.version !== entry.version
    })
    .map(([path]) => path)
}

/** One preparation of a checkout at a time: two starts on two data folders share node_modules and the build. */
async function alone(say, work) {
  const folder = join(root, '.helmline-lock')
  const owner = join(folder, 'owner')
  let told = false
  const taken = await until(
    () => {
      try {
        mkdirSync(folder)
        writeFileSync(owner, String(process.pid))
        return true
      } catch (error) {
        if (error.code !== 'EEXIST') {
          throw new Fault(
            `The project folder ${root} cannot be written (${error.code}): give yourself write access, or prepare it once with: npm ci --ignore-scripts && npm run build.`,
          )
        }
        const pid = Number(existsSync(owner) ? readFileSync(owner, 'utf8') : 0)
        if (pid !== 0 && !alive(pid)) rmSync(folder, { recursive: true, force: true })
        else if (!told) {
          told = true
          say('Waiting for another start that prepares this checkout …')
        }
        return false
      }
    },
    600_000,
    200,
  )
  if (!taken) throw new Fault(`Another start holds ${folder} for ten minutes: end it, or remove that folder.`)
  try {
    return await work()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Installs what is missing, without install scripts. Answers whether it had to. */
export async function ensureInstalled(say) {
  const current = () => missingPackages()?.length === 0
  if (current()) return false
  return await alone(say, async () => {
    if (current()) return false
    const began = Date.now()
    say('Installing packages (once; about a minute) …')
    const npm = process.env.npm_execpath ?? ''
    const [file, ...first] = basename(npm) === 'npm-cli.js' ? [process.execPath, npm] : ['npm']
    const ticker = setInterval(() => {
      const folder = join(root, 'node_modules')
      const count = existsSync(folder) ? readdirSync(folder).length : 0
      say(`  … ${seconds(began)}, ${count} folders`)
    }, 10_000)
    try {
      const done = await run(
        file,
        [
          ...first,
          'ci',
          '--ignore-scripts',
          '--include=dev',
          '--include=optional',
          '--no-audit',
          '--no-fund',
          '--prefer-offline',
          '--loglevel=error',
        ],
        { cwd: root, env: process.env },
      )
      if (done.code !== 0) {
        const why = done.err.trim().split('\n').slice(0, 6).join('\n')
        throw new Fault(
          `Packages could not be installed; check that npm reaches its registry, then run the command again. npm said:\n${why}`,
        )
      }
    } catch (error) {
      if (error.code === 'ENOENT') throw new Fault('npm was not found: install Node.js with npm.')
      throw error
    } finally {
      clearInterval(ticker)
    }
    say(`Packages installed in ${seconds(began)}.`)
    return true
  })
}

function filesOf(path) {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths.sort()) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

/** Makes the Prisma client where the schema changed. No network: the engine it would fetch is not needed here. */
export async function ensureClient(say) {
  const stampFile = join(root, 'lib', 'db', 'generated', '.stamp')
  const wanted = () =>
    digest([
      ...filesOf(join(root, 'prisma', 'schema')),
      ...['prisma.config.ts', 'node_modules/prisma/package.json']
        .map((f) => join(root, f))
        .filter(existsSync),
    ])
  const current = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted()
  if (current()) return false
  return await alone(say, async () => {
    if (current()) return false
    const stamp = wanted()
    const began = Date.now()
    const idle = ['/bin/true', '/usr/bin/true'].find(existsSync) ?? process.execPath
    const done = await run(
      process.execPath,
      [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'],
      {
        cwd: root,
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: idle,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
          NO_COLOR: '1',
        },
      },
    )
    if (done.code !== 0) throw new Error(`The database client could not be made:\n${done.out}${done.err}`)
    mkdirSync(join(root, 'lib', 'db', 'generated'), { recursive: true })
    writeFileSync(stampFile, stamp)
    say(`Database client made in ${seconds(began)}.`)
    return true
  })
}

/** Builds the pages where their source changed. `env` is that of the web process. */
export async function ensureBuilt(say, env) {
  const stampFile = join(root, '.next', 'helmline-source')
  const wanted = () =>
    digest(
      [
        ...['app', 'components', 'public', 'prisma/schema'].flatMap((folder) => filesOf(join(root, folder))),
        ...filesOf(join(root, 'lib')).filter(
          (path) => !/[\\/]lib[\\/](launch|commands|jobs)[\\/]/.test(path),
        ),
        ...[
          'next.config.ts',
          'postcss.config.mjs',
          'proxy.ts',
          'instrumentation.ts',
          'tsconfig.json',
          'package-lock.json',
        ].map((file) => join(root, file)),
      ].filter(existsSync),
    )
  const current = () =>
    existsSync(join(root, '.next', 'BUILD_ID')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === wanted()
  if (current()) return false
  return await alone(say, async () => {
    if (current()) return false
    const stamp = wanted()
    const began = Date.now()
    say('Building the pages (once for each version; about a minute) …')
    rmSync(stampFile, { force: true })
    let rest = ''
    const tell = (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (/compiled|running typescript|collecting|generating|finaliz/i.test(line)) {
          say(`  ${line.replace(/^[^\w]+/, '').slice(0, 100)}`)
        }
      }
      kept = (kept + text).slice(-20_000)
    }
    let kept = ''
    const ticker = setInterval(() => say(`  … ${seconds(began)}`), 15_000)
    try {
      const done = await run(
        process.execPath,
        [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
        {
          cwd: root,
          env: { ...env, NODE_ENV: 'production', CI: '1', NO_COLOR: '1' },
          onOut: tell,
          onErr: tell,
        },
      )
      if (done.code !== 0) throw new Error(`The pages could not be built:\n${kept}`)
    } finally {
      clearInterval(ticker)
    }
    writeFileSync(stampFile, stamp)
    say(`Pages built in ${seconds(began)}.`)
    return true
  })
}
