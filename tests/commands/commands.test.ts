/** The commands as people type them: what stands on stdout is the answer and nothing else. */
import { spawn } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { authenticateKey } from '@/lib/services/authenticate'
import { freshDatabase } from '../database'

let url = ''
beforeAll(async () => {
  url = await freshDatabase()
})

async function run(
  name: string,
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', `lib/commands/${name}.ts`, ...args], {
    env: { ...process.env, DATABASE_URL: url, HELMLINE_URL: 'http://127.0.0.1:4321', LOG_LEVEL: 'silent' },
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

describe('key', () => {
  it('prints one new key and nothing else, and ends it', async () => {
    const made = await run('key', '--name', 'shop', '--scopes', 'ingest, read')
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/^hl_\S+\n$/)
    const token = made.out.trim()
    expect(await authenticateKey(token, 0)).toMatchObject({ name: 'shop', scopes: ['ingest', 'read'] })

    const twice = await run('key', '--name', 'shop', '--scopes', 'read')
    expect(twice).toMatchObject({ code: 1, out: '' })
    expect(twice.err).toContain('There is a key named "shop" already')

    expect(await run('key', '--revoke', 'shop')).toMatchObject({ code: 0, out: '' })
    expect(await authenticateKey(token, 10_000)).toBeNull()
    expect(await run('key', '--revoke', 'shop')).toMatchObject({ code: 1, out: '' })
  })
  it('says how it is used, and which scopes there are', async () => {
    for (const args of [[], ['--name', 'x'], ['--nonsense'], ['--revoke', 'x', '--name', 'y']]) {
      const wrong = await run('key', ...args)
      expect(wrong).toMatchObject({ code: 2, out: '' })
      expect(wrong.err).toContain('npm run --silent key --')
    }
    const scope = await run('key', '--name', 'x', '--scopes', 'everything')
    expect(scope).toMatchObject({ code: 1, out: '' })
    expect(scope.err).toContain('known scopes: ingest, read, admin')
  })
})

describe('user', () => {
  it('makes a person with a password shown once, and changes one', async () => {
    const made = await run('user', '--email', 'Li@Example.com', '--role', 'lead', '--team', '热线组,微信组')
    expect(made.code).toBe(0)
    expect(JSON.parse(made.out)).toMatchObject({
      email: 'li@example.com',
      role: 'lead',
      teams: ['微信组', '热线组'],
      created: true,
      password: expect.stringMatching(/^\S{16}$/),
    })
    const changed = await run(
      'user',
      '--email',
      'li@example.com',
      '--role',
      'agent',
      '--password',
      'long enough',
    )
    expect(JSON.parse(changed.out)).toMatchObject({ role: 'agent', created: false })
    expect(changed.out).not.toContain('long enough')
  })
  it('names the roles there are', async () => {
    const wrong = await run('user', '--email', 'li@example.com', '--role', 'boss')
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.err).toContain('admin, manager, supervisor, lead, agent, auditor')
  })
})

describe('screen', () => {
  it('prints the address of a paired screen, its secret in the fragment, and ends it', async () => {
    const made = await run('screen', '--board', 'overview', '--scope', 'team=热线组')
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/^http:\/\/127\.0\.0\.1:4321\/wall\/overview#hs_\S+\n$/)
    expect(await run('screen', '--revoke', made.out.trim())).toMatchObject({ code: 0, out: '' })
    expect(await run('screen', '--revoke', made.out.trim())).toMatchObject({ code: 1, out: '' })
  })
})

describe('rebuild', () => {
  it('prints what it compared', async () => {
    expect(await run('rebuild', '--check')).toEqual({
      code: 0,
      out: '{"tickets": 0, "differences": 0}\n',
      err: '',
    })
  })
})

describe('prepare', () => {
  it('makes the first administrator once, and says in one sentence what keeps it from working', async () => {
    const again = await run('prepare', '--admin')
    expect(JSON.parse(again.out)).toEqual({ applied: 0, empty: true, admin: null })
    const right = url
    url = 'postgresql://nobody@127.0.0.1:1/none'
    const away = await run('prepare')
    url = right
    expect(away.code).toBe(1)
    expect((JSON.parse(away.out) as { fault: string }).fault).toMatch(/127\.0\.0\.1:1 does not answer.*\.$/)
  })
})
