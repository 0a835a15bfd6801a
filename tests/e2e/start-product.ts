/** A product of one's own for a test, without the demo: `npm start -- --no-demo` on a data folder and a free port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'helmline-e2e-'

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
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

/** Data folders of runs that were killed. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const folder = join(tmpdir(), name)
    const lock = join(folder, 'lock.json')
    const pid = existsSync(lock) ? (JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }).pid : 0
    try {
      if (pid > 0) process.kill(pid, 0)
      else rmSync(folder, { recursive: true, force: true })
    } catch {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** What it printed until it was ready. */
async function untilReady(product: ChildProcess): Promise<string> {
  return await new Promise<string>((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`The product did not get ready:\n${text}`)), 300_000)
    const read = (more: Buffer) => {
      text += more.toString()
      if (!text.includes('Helmline is ready')) return
      clearTimeout(timer)
      resolve(text)
    }
    product.stdout?.on('data', read)
    product.stderr?.on('data', read)
    product.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The product ended with ${code}:\n${text}`))
    })
  })
}

export interface Product {
  readonly url: string
  readonly home: string
  /** what it printed until it was ready, the first administrator's password among it */
  readonly printed: string
  readonly stop: () => Promise<void>
}

/** Starts it and waits until it is ready; `stop` ends it and deletes its data. */
export async function startProduct(): Promise<Product> {
  sweep()
  const home = mkdtempSync(join(tmpdir(), PREFIX))
  const port = await freePort()
  const { DATABASE_URL: _, CRON_SECRET: __, ...inherited } = process.env
  const product = spawn(process.execPath, ['lib/launch/start.mjs', '--no-demo'], {
    env: { ...inherited, HELMLINE_HOME: home, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => product.once('exit', () => resolve()))
  const stop = async () => {
    product.kill('SIGTERM')
    await ended
    rmSync(home, { recursive: true, force: true })
  }
  try {
    return { url: `http://127.0.0.1:${port}`, home, printed: await untilReady(product), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
