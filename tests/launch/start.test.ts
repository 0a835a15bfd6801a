/** What a stranger meets who starts the product where it cannot start: one sentence that says what to do, and 1. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'helmline-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(
  env: Record<string, string>,
  args: string[] = [],
): Promise<{ code: number | null; out: string; err: string }> {
  const { DATABASE_URL: _, PORT: __, HOST: ___, ...inherited } = process.env
  const child = spawn(process.execPath, ['lib/launch/start.mjs', ...args], {
    env: { ...inherited, HELMLINE_HOME: join(folder, 'home'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    err += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** One line on stderr, which begins with the program's name. */
function sentence({ code, err }: { code: number | null; err: string }): string {
  expect(code).toBe(1)
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(err).toMatch(/^helmline: .*\.\n$/)
  return err
}

describe('npm start', () => {
  const taken = createServer()
  beforeAll(async () => {
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => {
    taken.close()
  })

  it('says which port is taken and how to take another', async () => {
    const port = portOf(taken)
    expect(sentence(await start({ PORT: String(port) }))).toContain(
      `Port ${port} on 127.0.0.1 is taken by another program`,
    )
  })
  it('says what a port is', async () => {
    expect(sentence(await start({ PORT: '80x' }))).toContain('PORT is "80x"')
    expect(sentence(await start({ PORT: '65536' }))).toContain('PORT is "65536"')
  })
  it('says where it cannot listen', async () => {
    expect(sentence(await start({ PORT: '3999', HOST: '192.0.2.1' }))).toContain('192.0.2.1:3999')
  })
  it('says which folder cannot be written and how to name another', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const said = sentence(await start({ PORT: '3999', HELMLINE_HOME: join(file, 'home') }))
    expect(said).toContain(join(file, 'home'))
    expect(said).toContain('HELMLINE_HOME=')
  })
  it('says what a database address looks like', async () => {
    expect(sentence(await start({ PORT: '3999', DATABASE_URL: 'mysql://localhost/x' }))).toContain(
      'postgresql://',
    )
    expect(sentence(await start({ PORT: '3999', DATABASE_URL: 'nonsense' }))).toContain('postgresql://')
  })
  it('says that a database does not answer', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const port = portOf(closed)
    await new Promise((resolve) => closed.close(resolve))
    const web = createServer()
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const free = portOf(web)
    await new Promise((resolve) => web.close(resolve))
    const said = sentence(
      await start({ PORT: String(free), DATABASE_URL: `postgresql://u:p@127.0.0.1:${port}/helmline` }),
    )
    expect(said).toContain(`127.0.0.1:${port} does not answer`)
  })
  it('refuses what it does not know', async () => {
    expect(sentence(await start({}, ['--nodemo']))).toContain('npm start [-- --no-demo]')
  })
})
