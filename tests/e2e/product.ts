/**
 * Starts the product for the end-to-end tests, as `npm start` does, on a data folder and a port of its own, and
 * ends it afterwards, with a week of the demo company in it. HELMLINE_E2E_URL and HELMLINE_E2E_HOME in the environment
 * mean that it runs already.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from './command'

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

async function untilReady(product: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`The product did not get ready:\n${text}`)), 300_000)
    const read = (more: Buffer) => {
      text += more.toString()
      if (!text.includes('Helmline is ready')) return
      clearTimeout(timer)
      resolve()
    }
    product.stdout?.on('data', read)
    product.stderr?.on('data', read)
    product.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The product ended with ${code}:\n${text}`))
    })
  })
}

export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.HELMLINE_E2E_URL) return undefined
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
    await untilReady(product)
  } catch (error) {
    await stop()
    throw error
  }
  process.env.HELMLINE_E2E_URL = `http://127.0.0.1:${port}`
  process.env.HELMLINE_E2E_HOME = home
  try {
    command('demo', 'load', '--days', '7', '--per-day', '400')
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
