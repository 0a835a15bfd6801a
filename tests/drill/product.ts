/** The whole product for a drill, as `npm start` runs it: a data folder and a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

interface Runtime {
  readonly web: { readonly pid: number } | null
  readonly worker: { readonly pid: number } | null
  readonly postgres: { readonly pid: number } | null
  readonly databaseUrl: string
}

export interface Product {
  readonly url: string
  readonly home: string
  /** pids and addresses at this moment */
  readonly runtime: () => Runtime
  /** what the launcher has said so far */
  readonly output: () => string
  /** runs a command of the product (`key`, `rebuild` …); answers its stdout and exit code */
  readonly command: (...args: string[]) => Promise<{ out: string; code: number | null }>
  /** asks the database directly */
  readonly sql: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>
  /** SIGTERM; answers the milliseconds until it had ended */
  readonly stop: () => Promise<number>
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}

/** Starts it and answers when it is ready; `env` is added to the environment. */
async function startProduct(env: Record<string, string> = {}, args: string[] = []): Promise<Product> {
  const home = mkdtempSync(join(tmpdir(), 'helmline-drill-'))
  const port = await freePort()
  const { DATABASE_URL: _, CRON_SECRET: __, ...inherited } = process.env
  const environment = {
    ...inherited,
    HELMLINE_HOME: home,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    ...env,
  }
  let text = ''
  const child: ChildProcess = spawn(process.execPath, ['lib/launch/start.mjs', ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const read = (more: Buffer) => {
    text += more.toString()
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (!text.includes('Helmline is ready')) {
    if (child.exitCode !== null) throw new Error(`The product did not start:\n${text}`)
    await pause(50)
  }
  const runtime = (): Runtime => JSON.parse(readFileSync(join(home, 'runtime.json'), 'utf8')) as Runtime
  return {
    url: `http://127.0.0.1:${port}`,
    home,
    runtime,
    output: () => text,
    async command(...command) {
      const done = spawn(process.execPath, ['lib/launch/command.mjs', ...command], {
        env: environment,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let out = ''
      done.stdout.on('data', (more: Buffer) => {
        out += more.toString()
      })
      const code = await new Promise<number | null>((resolve) => done.once('close', resolve))
      return { out: out.trim(), code }
    },
    async sql<Row extends pg.QueryResultRow>(query: string, values: unknown[] = []) {
      const client = new pg.Client({ connectionString: runtime().databaseUrl, options: '-c timezone=UTC' })
      await client.connect()
      try {
        return (await client.query<Row>(query, values)).rows
      } finally {
        await client.end()
      }
    },
    async stop() {
      const at = Date.now()
      child.kill('SIGTERM')
      await ended
      const took = Date.now() - at
      rmSync(home, { recursive: true, force: true })
      return took
    },
  }
}

/** Tells whoever watches a drill how it goes; stdout is for its result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs a drill on a product of its own without demo data and ends the process: with code 1, and what the launcher said
 * last, where the drill answers false or fails.
 */
export async function runDrill(drill: (product: Product) => Promise<boolean>): Promise<never> {
  const product = await startProduct({}, ['--no-demo'])
  let ok = false
  try {
    ok = await drill(product)
    if (!ok) say(product.output().slice(-5_000))
  } catch (error) {
    say(`${error instanceof Error ? error.stack : error}\n${product.output().slice(-5_000)}`)
  } finally {
    say(`ended in ${await product.stop()} ms`)
  }
  process.exit(ok ? 0 : 1)
}
