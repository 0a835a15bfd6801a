import { beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { withClient } from '@/lib/db/pool'
import { authenticateKey, authenticateScreen } from '@/lib/services/authenticate'
import {
  type Context,
  type Principal,
  ROLES,
  requireScope,
  SCOPES,
  systemContext,
  teamScope,
  teamsOfRole,
} from '@/lib/services/context'
import { createApiKey } from '@/lib/services/create-api-key'
import { createScreen } from '@/lib/services/create-screen'
import { disableUser } from '@/lib/services/disable-user'
import { listApiKeys } from '@/lib/services/list-api-keys'
import { listScreens } from '@/lib/services/list-screens'
import { listUsers } from '@/lib/services/list-users'
import { revokeApiKey } from '@/lib/services/revoke-api-key'
import { revokeScreen } from '@/lib/services/revoke-screen'
import { upsertUser } from '@/lib/services/upsert-user'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const system = systemContext('test', NOW)
const as = (principal: Principal): Context => ({ principal, now: NOW, locale: 'en' })
const person = (role: (typeof ROLES)[number]): Context =>
  as({
    kind: 'user',
    id: '6f9619ff-8b86-8d01-b42d-00cf4fc964ff',
    email: 'x@example.com',
    role,
    teams: teamsOfRole(role, []),
  })
const key = (...scopes: (typeof SCOPES)[number][]): Context => as({ kind: 'key', id: 'k', name: 'k', scopes })
const screen: Context = as({ kind: 'screen', id: 's', board: 'overview', scope: { team: 'east' } })

const status = async (work: () => unknown): Promise<number> => {
  try {
    await work()
    return 200
  } catch (error) {
    return (error as { status?: number }).status ?? 500
  }
}

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
})

describe('who reaches what', () => {
  it('gives each role, key and screen its scopes', async () => {
    const reach = async (ctx: Context) => {
      const out = []
      for (const scope of SCOPES) if ((await status(() => requireScope(ctx, scope))) === 200) out.push(scope)
      return out
    }
    expect(await reach(person('admin'))).toEqual(['ingest', 'read', 'admin'])
    for (const role of ROLES.filter((r) => r !== 'admin'))
      expect(await reach(person(role)), role).toEqual(['read'])
    for (const scope of SCOPES) expect(await reach(key(scope))).toEqual([scope])
    expect(await reach(screen)).toEqual([])
  })

  it('narrows leads and agents to their teams, supervisors where they have some', () => {
    expect(teamsOfRole('admin', ['east'])).toBeNull()
    expect(teamsOfRole('manager', ['east'])).toBeNull()
    expect(teamsOfRole('auditor', [])).toBeNull()
    expect(teamsOfRole('supervisor', [])).toBeNull()
    expect(teamsOfRole('supervisor', ['east'])).toEqual(['east'])
    expect(teamsOfRole('lead', [])).toEqual([])
    expect(teamsOfRole('agent', ['east'])).toEqual(['east'])
    expect(teamScope(screen.principal)).toEqual(['east'])
  })

  const everybody: [string, Context][] = [
    ...ROLES.map((role): [string, Context] => [role, person(role)]),
    ...SCOPES.map((scope): [string, Context] => [`key ${scope}`, key(scope)]),
    ['screen', screen],
  ]
  const who = async (work: (ctx: Context) => Promise<unknown>) => {
    const out = []
    for (const [name, ctx] of everybody) if ((await status(() => work(ctx))) !== 403) out.push(name)
    return out
  }

  it('lets only those change people, keys and screens who may', async () => {
    let n = 0
    expect(await who((ctx) => createApiKey(ctx, { name: `m${n++}`, scopes: ['read'] }))).toEqual([
      'admin',
      'key admin',
    ])
    expect(await who((ctx) => revokeApiKey(ctx, { name: 'none' }))).toEqual(['admin', 'key admin'])
    expect(await who((ctx) => upsertUser(ctx, { email: 'm@example.com', role: 'agent' }))).toEqual([
      'admin',
      'key admin',
    ])
    expect(await who((ctx) => disableUser(ctx, { email: 'none@example.com' }))).toEqual([
      'admin',
      'key admin',
    ])
    expect(await who((ctx) => createScreen(ctx, { board: 'overview' }))).toEqual([
      'admin',
      'manager',
      'key admin',
    ])
    expect(await who((ctx) => revokeScreen(ctx, { screen: 'none' }))).toEqual([
      'admin',
      'manager',
      'key admin',
    ])
    for (const list of [listApiKeys, listScreens, listUsers]) {
      expect(await who(list)).toEqual(['admin', 'manager', 'auditor', 'key admin'])
    }
  })
})

describe('API keys', () => {
  it('are shown once, stored hashed, and dead within 5 s of their end', async () => {
    const { token, id } = await createApiKey(system, { name: 'shop', scopes: ['read', 'ingest'] })
    expect(token).toMatch(/^hl_[0-9a-f]{18}_[\w-]{43}$/)
    const stored = await withClient((client) => client.query('SELECT * FROM api_key WHERE id = $1', [id]))
    expect(JSON.stringify(stored.rows)).not.toContain(token.slice('hl_'.length + 18 + 1))
    expect(await authenticateKey(token, NOW)).toMatchObject({
      kind: 'key',
      name: 'shop',
      scopes: ['ingest', 'read'],
    })
    expect(await authenticateKey(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, NOW)).toBeNull()
    expect(await authenticateKey('hl_x_y', NOW)).toBeNull()
    await revokeApiKey(system, { name: 'shop' })
    expect(await authenticateKey(token, NOW + 3_001)).toBeNull()
  })

  it('refuses a name that is taken, and names the places of wrong input', async () => {
    await createApiKey(system, { name: 'twice', scopes: ['read'] })
    expect(await status(() => createApiKey(system, { name: 'twice', scopes: ['read'] }))).toBe(409)
    await revokeApiKey(system, { name: 'twice' })
    expect(await status(() => createApiKey(system, { name: 'twice', scopes: ['read'] }))).toBe(200)
    expect(await status(() => revokeApiKey(system, { name: 'never' }))).toBe(404)
    await expect(createApiKey(system, { name: '', scopes: ['write'] })).rejects.toMatchObject({
      status: 400,
      details: { errors: [{ path: 'name' }, { path: 'scopes[0]' }] },
    })
    for (const name of ['a\0b', '\ud800', 'x'.repeat(101)]) {
      expect(await status(() => createApiKey(system, { name, scopes: ['read'] }))).toBe(400)
    }
  })
})

describe('screens', () => {
  it('carry their secret in the fragment and end when told', async () => {
    const { path, id } = await createScreen(system, { board: 'overview', scope: 'team=east' })
    const token = path.slice(path.indexOf('#') + 1)
    expect(path.startsWith('/wall/overview#hs_')).toBe(true)
    expect(await authenticateScreen(token, NOW)).toEqual({
      kind: 'screen',
      id,
      board: 'overview',
      scenes: [],
      scope: { team: 'east' },
    })
    expect(await authenticateKey(token, NOW)).toBeNull()
    await revokeScreen(system, { screen: `http://127.0.0.1:3000${path}` })
    expect(await authenticateScreen(token, NOW + 3_001)).toBeNull()
    expect(await status(() => revokeScreen(system, { screen: path }))).toBe(404)
    expect(await status(() => createScreen(system, { board: 'nothing' }))).toBe(400)
    expect(await status(() => createScreen(system, { board: 'overview', scope: 'agent=x' }))).toBe(400)
  })
})

describe('people', () => {
  it('keep teams and password that are not given, and end sessions where a password changes', async () => {
    const made = await upsertUser(system, { email: 'Lin@Example.com', role: 'lead', team: 'east,west' })
    expect(made).toMatchObject({ email: 'lin@example.com', teams: ['east', 'west'], created: true })
    expect(made.password?.length).toBeGreaterThan(10)
    const changed = await upsertUser(system, { email: 'lin@example.com', role: 'supervisor' })
    expect(changed).toMatchObject({ id: made.id, teams: ['east', 'west'], created: false })
    expect(changed.password).toBeUndefined()
    for (const email of ['x', 'a b@c', 'a@b\0', `${'x'.repeat(200)}@y`]) {
      expect(await status(() => upsertUser(system, { email, role: 'agent' }))).toBe(400)
    }
    expect(await status(() => upsertUser(system, { email: 'a@b', role: 'king' }))).toBe(400)
    expect(await status(() => upsertUser(system, { email: 'a@b', role: 'agent', password: 'short' }))).toBe(
      400,
    )
  })
})
