/** Saved views: whose they are, who sees them, who shares. */
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { withClient } from '@/lib/db/pool'
import { type Context, ROLES, type Role, teamsOfRole } from '@/lib/services/context'
import { deleteSavedView } from '@/lib/services/delete-saved-view'
import { listSavedViews } from '@/lib/services/list-saved-views'
import { saveView } from '@/lib/services/save-view'
import { updateSavedView } from '@/lib/services/update-saved-view'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const person = (role: Role, ...teams: string[]): Context => ({
  principal: {
    kind: 'user',
    id: randomUUID(),
    email: `${role}@example.com`,
    role,
    teams: teamsOfRole(role, teams),
  },
  now: NOW,
  locale: 'zh',
})
const view = (name: string, more: object = {}) => ({
  name,
  path: '/channels/douyin',
  query: 'preset=last_7_days&team=east',
  ...more,
})
const names = async (ctx: Context) => (await listSavedViews(ctx)).views.map((it) => it.name)
const status = async (work: () => Promise<unknown>): Promise<number> => {
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
beforeEach(async () => {
  await withClient((client) => client.query('TRUNCATE saved_view'))
})

describe('a view', () => {
  it('is its owner’s alone, until it is shared', async () => {
    const [anna, ben] = [person('manager'), person('agent', 'east')]
    const { id } = await saveView(anna, view('mine'))
    expect((await listSavedViews(anna)).views).toEqual([
      {
        id,
        name: 'mine',
        path: '/channels/douyin',
        query: 'preset=last_7_days&team=east',
        shared: false,
        mine: true,
        owner: null,
      },
    ])
    expect(await names(ben)).toEqual([])
    await updateSavedView(anna, id, { shared: true })
    expect((await listSavedViews(ben)).views).toMatchObject([{ name: 'mine', mine: false, shared: true }])
    await updateSavedView(anna, id, { shared: false })
    expect(await names(ben)).toEqual([])
  })

  it('is changed by its owner only; an administrator may end a shared one', async () => {
    const [anna, boss, admin] = [person('lead', 'east'), person('manager'), person('admin')]
    const { id } = await saveView(anna, view('mine'))
    expect(await status(() => updateSavedView(boss, id, { name: 'x' }))).toBe(404)
    expect(await status(() => deleteSavedView(boss, id))).toBe(404)
    expect(await status(() => deleteSavedView(admin, id)), 'not a private one').toBe(404)
    await updateSavedView(anna, id, { name: 'renamed', query: 'preset=today' })
    expect((await listSavedViews(anna)).views).toMatchObject([{ name: 'renamed', query: 'preset=today' }])
    await updateSavedView(anna, id, { shared: true })
    expect(await status(() => deleteSavedView(boss, id))).toBe(404)
    expect(await status(() => deleteSavedView(admin, id))).toBe(200)
    expect(await names(anna)).toEqual([])
  })

  it('of a lead is shared with the lead’s teams', async () => {
    const lead = person('lead', 'east')
    await saveView(lead, view('east only', { shared: true }))
    await saveView(person('manager'), view('for all', { shared: true }))
    expect(await names(person('agent', 'east'))).toEqual(['east only', 'for all'])
    expect(await names(person('agent', 'west'))).toEqual(['for all'])
    expect(await names(person('manager')), 'who sees all teams').toEqual(['east only', 'for all'])
  })

  it('is shared by leads and above', async () => {
    const may: string[] = []
    for (const role of ROLES) {
      const ctx = person(role, 'east')
      expect(await status(() => saveView(ctx, view('own')))).toBe(200)
      if ((await status(() => saveView(ctx, view('shared', { shared: true })))) === 200) may.push(role)
      const { views, mayShare } = await listSavedViews(ctx)
      const own = views.find((it) => it.mine && it.name === 'own')
      expect(await status(() => updateSavedView(ctx, own?.id ?? '', { shared: true }))).toBe(
        mayShare ? 200 : 403,
      )
      expect(mayShare).toBe(may.includes(role))
    }
    expect(may).toEqual(['admin', 'manager', 'supervisor', 'lead'])
  })

  it('has a name of its own among its owner’s', async () => {
    const [anna, ben] = [person('manager'), person('manager')]
    const { id } = await saveView(anna, view('a'))
    await saveView(anna, view('b'))
    expect(await status(() => saveView(anna, view('a')))).toBe(409)
    expect(await status(() => updateSavedView(anna, id, { name: 'b' }))).toBe(409)
    expect(await status(() => updateSavedView(anna, id, { name: 'a', query: '' }))).toBe(200)
    expect(await status(() => saveView(ben, view('a')))).toBe(200)
    const race = await Promise.all(Array.from({ length: 4 }, () => status(() => saveView(ben, view('race')))))
    expect(race.sort()).toEqual([200, 409, 409, 409])
  })

  it('comes back under its id after it was deleted', async () => {
    const anna = person('agent', 'east')
    const { id } = await saveView(anna, view('a'))
    await deleteSavedView(anna, id)
    expect(await saveView(anna, view('a', { id }))).toEqual({ id })
  })

  it('leads to pages of ours only', async () => {
    const anna = person('agent', 'east')
    for (const wrong of [
      { path: '//evil.example' },
      { path: '/\\evil.example' },
      { path: 'https://evil.example' },
      { path: '/api/v1/query' },
      { path: '/channels?x=1' },
      { query: 'a=1#b' },
      { name: ' ' },
      { name: 'a\u0000b' },
    ]) {
      expect(await status(() => saveView(anna, { ...view('w'), ...wrong })), JSON.stringify(wrong)).toBe(400)
    }
    expect(await status(() => saveView(anna, view('root', { path: '/', query: '' })))).toBe(200)
    const key: Context = {
      principal: { kind: 'key', id: 'k', name: 'k', scopes: ['admin'] },
      now: NOW,
      locale: 'zh',
    }
    expect(await status(() => listSavedViews(key))).toBe(403)
  })
})
