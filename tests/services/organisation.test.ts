/** The business half of the settings: organisation, duty list, channels. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '@/lib/boards/screen-settings'
import { chinaCalendar } from '@/lib/core/calendar-presets'
import { resetEnv } from '@/lib/core/env'
import { applyAll } from '@/lib/db/apply'
import { listSourceAgents } from '@/lib/db/organisation'
import { pool } from '@/lib/db/pool'
import { readFoldConfig, readTenant } from '@/lib/db/settings'
import { channelName, NO_NAMES, takeNames } from '@/lib/i18n/names'
import { assignCalendar } from '@/lib/services/assign-calendar'
import { settingsSeen } from '@/lib/services/changed-meanwhile'
import { type Context, ROLES, type Role, teamsOfRole } from '@/lib/services/context'
import { createPerson } from '@/lib/services/create-person'
import { currentSettings } from '@/lib/services/current-settings'
import { getLimits } from '@/lib/services/get-limits'
import { getOrganisation } from '@/lib/services/get-organisation'
import { listAudit } from '@/lib/services/list-audit'
import { listCalendars } from '@/lib/services/list-calendars'
import { listChannelRows } from '@/lib/services/list-channel-rows'
import { previewLimit } from '@/lib/services/preview-limit'
import { removeCalendar } from '@/lib/services/remove-calendar'
import { removeOrganisationItem } from '@/lib/services/remove-organisation-item'
import { saveCalendar } from '@/lib/services/save-calendar'
import { saveLimits } from '@/lib/services/save-limits'
import { saveOrganisationItem } from '@/lib/services/save-organisation-item'
import { namesForReader, namesForScreen } from '@/lib/services/shown-names'
import { updatePerson } from '@/lib/services/update-person'
import { whoIsTold } from '@/lib/services/who-is-told'
import { freshDatabase } from '../database'
import { NOW as HAPPENED, happen, talk } from './company'

/** Friday 2026-11-20, 14:00 in Shanghai. */
const NOW = Date.parse('2026-11-20T06:00:00Z')
const SUNDAY_NIGHT = Date.parse('2026-11-22T15:30:00Z')
const as = (role: Role): Context => ({
  principal: {
    kind: 'user',
    id: randomUUID(),
    email: `${role}@example.com`,
    role,
    teams: teamsOfRole(role, []),
  },
  now: NOW,
  locale: 'zh',
})
const admin = as('admin')
const refusal = async (work: Promise<unknown>): Promise<{ status: number; paths: string[] }> => {
  try {
    await work
    return { status: 200, paths: [] }
  } catch (error) {
    const { status = 500, details } = error as {
      status?: number
      details?: { errors?: { path: string }[] }
    }
    return { status, paths: (details?.errors ?? []).map(({ path }) => path) }
  }
}
const statusOf = async (work: Promise<unknown>) => (await refusal(work)).status
const person = async (name: string, role: Role, teams: string[] = []) =>
  (await createPerson(admin, { email: `${randomUUID()}@example.com`, name, role, teams })).id
const told = async (audience: string, input: object) =>
  (await whoIsTold(admin, input)).audiences.find((it) => it.audience === audience)

let lin: string
let zhou: string
beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
  process.env.LOG_LEVEL = 'fatal'
  await freshDatabase()
  resetEnv()
  lin = await person('林晓', 'lead', ['抖音直播组'])
  zhou = await person('周珂', 'supervisor')
  await person('管理员', 'admin')
})

describe('who may', () => {
  it('read it: admin, manager, auditor; change it: admin and manager', async () => {
    const readers = ['admin', 'manager', 'auditor']
    for (const role of ROLES) {
      const ctx = as(role)
      const reads = readers.includes(role) ? 200 : 403
      expect([role, await statusOf(getOrganisation(ctx))]).toEqual([role, reads])
      expect([role, await statusOf(listChannelRows(ctx))]).toEqual([role, reads])
      expect([role, await statusOf(whoIsTold(ctx, {}))]).toEqual([role, reads])
      const writes = role === 'admin' || role === 'manager' ? 200 : 403
      const team = `权限-${role}`
      expect([role, await statusOf(saveOrganisationItem(ctx, 'teams', team, {}))]).toEqual([role, writes])
      await saveOrganisationItem(admin, 'teams', team, {})
      expect([role, await statusOf(removeOrganisationItem(ctx, 'teams', team))]).toEqual([role, writes])
    }
  })
})

describe('items', () => {
  it('are entered, changed and taken away with their pictures in the audit trail', async () => {
    await saveOrganisationItem(admin, 'teams', ' 淘系组 ', { label: ' 淘宝天猫 ', leads: [lin, lin] })
    await saveOrganisationItem(admin, 'teams', '淘系组', { label: '', leads: [lin], supervisors: [zhou] })
    const rows = (await getOrganisation(admin)).teams
    expect(rows.find(({ team }) => team === '淘系组')).toEqual({
      team: '淘系组',
      label: null,
      leads: [lin],
      supervisors: [zhou],
    })
    await removeOrganisationItem(admin, 'teams', '淘系组')
    expect(await statusOf(removeOrganisationItem(admin, 'teams', '淘系组'))).toBe(404)
    const trail = (await listAudit(admin, { limit: 3 })).entries
    expect(trail.map(({ action }) => action)).toEqual(['team.deleted', 'team.changed', 'team.created'])
    expect(trail[1]?.object).toBe('team:淘系组')
  })

  it('refuse people who are not there, names that cannot be, lists that are not', async () => {
    const nobody = randomUUID()
    expect(await refusal(saveOrganisationItem(admin, 'teams', 'x', { leads: [lin, nobody] }))).toEqual({
      status: 400,
      paths: ['leads'],
    })
    expect(await refusal(saveOrganisationItem(admin, 'agents', 'x', { userId: nobody }))).toEqual({
      status: 400,
      paths: ['userId'],
    })
    expect(await statusOf(saveOrganisationItem(admin, 'teams', '  ', {}))).toBe(400)
    expect(await statusOf(saveOrganisationItem(admin, 'bosses', 'x', {}))).toBe(404)
    expect(await statusOf(saveOrganisationItem(admin, 'teams', null, {}))).toBe(404)
    expect(await statusOf(saveOrganisationItem(admin, 'duties', 'no-uuid', {}))).toBe(400)
    expect((await getOrganisation(admin)).teams.some(({ team }) => team === 'x')).toBe(false)
  })

  it('name the places that are wrong in a shift', async () => {
    const shift = { kind: 'shift', userId: lin, weekdays: [1], from: '09:00', to: '18:00' }
    const wrong = async (over: object) =>
      (await refusal(saveOrganisationItem(admin, 'duties', null, { ...shift, ...over }))).paths
    expect(await wrong({ weekdays: [] })).toEqual(['weekdays'])
    expect(await wrong({ to: '09:00' })).toEqual(['to'])
    expect(await wrong({ userId: '' })).toEqual(['userId'])
    expect(await wrong({ from: '25:00' })).toEqual(['from'])
    expect(await wrong({ kind: 'duty' })).toEqual(['validFrom', 'validTo'])
    expect(await wrong({ kind: 'duty', validFrom: NOW, validTo: NOW })).toEqual(['validTo'])
  })
})

describe('who is told', () => {
  it('follows the shifts, says who stands in for whom, and hears of people who are disabled', async () => {
    const team = '抖音直播组'
    const { key } = await saveOrganisationItem(admin, 'duties', null, {
      kind: 'shift',
      userId: lin,
      team,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      from: '08:00',
      to: '22:00',
    })
    expect(await told('on_duty', { team })).toMatchObject({ people: ['林晓'], insteadOf: null })
    expect(await told('on_duty', { team, at: SUNDAY_NIGHT })).toMatchObject({
      people: ['林晓'],
      insteadOf: 'on_duty',
      found: 'lead',
    })
    const night = await saveOrganisationItem(admin, 'duties', null, {
      kind: 'duty',
      userId: zhou,
      team,
      validFrom: SUNDAY_NIGHT - 3_600_000,
      validTo: SUNDAY_NIGHT + 3_600_000,
    })
    expect(await told('on_duty', { team, at: SUNDAY_NIGHT })).toMatchObject({
      people: ['周珂'],
      insteadOf: null,
    })
    expect(await told('on_duty', { team: '淘系组' })).toMatchObject({ insteadOf: 'on_duty' })

    const before = await getOrganisation(admin)
    expect(before.findings).toContainEqual(expect.objectContaining({ kind: 'gap', scope: { team } }))
    await updatePerson(admin, lin, { disabled: true })
    const after = await getOrganisation(admin)
    expect(after.findings).toContainEqual({ kind: 'disabled_duty', dutyId: key, userId: lin })
    expect(await told('on_duty', { team })).toMatchObject({ people: ['周珂'], found: 'supervisor' })
    await updatePerson(admin, lin, { disabled: false })
    await removeOrganisationItem(admin, 'duties', key)
    await removeOrganisationItem(admin, 'duties', night.key)
    expect((await getOrganisation(admin)).duties).toEqual([])
  })

  it('finds the agent behind a name, and the owners of channels and products', async () => {
    await saveOrganisationItem(admin, 'agents', '半夏', { userId: zhou, team: '抖音直播组', newcomer: true })
    await saveOrganisationItem(admin, 'channels', 'douyin', { owners: [lin] })
    await saveOrganisationItem(admin, 'products', '云朵沙发', { owners: [zhou] })
    expect(await told('agent', { agent: '半夏' })).toMatchObject({ people: ['周珂'], insteadOf: null })
    expect(await told('lead', { agent: '半夏' })).toMatchObject({ people: ['林晓'] })
    expect(await told('channel_owner', { channel: 'douyin' })).toMatchObject({ people: ['林晓'] })
    expect(await told('product_owner', { product: '云朵沙发' })).toMatchObject({ people: ['周珂'] })
  })
})

describe('channels', () => {
  it('are those that had tickets and those that are entered, and are called what the company calls them', async () => {
    await happen([
      ...talk({ subject: '1', at: HAPPENED - 3_600_000, reply: 20 }),
      ...talk({ subject: '2', at: HAPPENED - 3_600_000, channel: 'xhs', reply: 20 }),
    ])
    await saveOrganisationItem(admin, 'channels', 'xhs', { label: '小红书', hidden: true })
    await saveOrganisationItem(admin, 'channels', 'fax', { label: '传真' })
    const { channels } = await listChannelRows(admin)
    expect(channels.find(({ channel }) => channel === 'xhs')).toMatchObject({
      label: '小红书',
      hidden: true,
      entered: true,
      tickets: 1,
    })
    expect(channels.find(({ channel }) => channel === 'fax')).toMatchObject({ tickets: 0, entered: true })
    await readTenant()
    expect(channelName('zh', 'xhs')).toBe('小红书')
    expect(channelName('en', 'fax')).toBe('传真')
    expect(channelName('en', 'douyin')).toBe('Douyin')
    await removeOrganisationItem(admin, 'channels', 'xhs')
    await readTenant()
    expect(channelName('zh', 'xhs')).toBe('xhs')
  })

  it('keep both languages where what is entered is the name the product has anyway', () => {
    takeNames({ ...NO_NAMES, channel: { douyin: '抖音', jd: '京东自营' } })
    expect([channelName('en', 'douyin'), channelName('en', 'jd')]).toEqual(['Douyin', '京东自营'])
    takeNames(NO_NAMES)
    expect(channelName('en', 'jd')).toBe('JD')
  })
})

describe('names of agents on a television', () => {
  it('are those its scenes show, and on a screen of one team that team’s', async () => {
    await currentSettings(NOW)
    await saveOrganisationItem(admin, 'agents', 'n1', { label: '陈晓', team: '甲组' })
    await saveOrganisationItem(admin, 'agents', 'n2', { label: '林可' })
    await saveOrganisationItem(admin, 'agents', 'n3', { label: '高远', team: '丙组' })
    const span = { team: '乙组', source: 'shop', status: 'available', at: new Date(NOW) }
    await pool().query(
      'INSERT INTO agent_span (agent, team, source, status, started_at) VALUES ($1, $2, $3, $4, $5)',
      ['n2', span.team, span.source, span.status, span.at],
    )
    // what was saved is known without waiting for a cache to end
    await currentSettings(NOW)
    const settings = (scenes: string[] = []) => ({ ...DEFAULT_SETTINGS, scenes })
    const of = async (
      team: string | null,
      board: string,
      scenes: string[] = [],
      scene: string | null = null,
    ) =>
      Object.keys(
        (
          await namesForScreen({
            team,
            board,
            settings: settings(scenes),
            command: scene === null ? null : { id: '1', scene, notice: null },
          })
        ).agent,
      ).filter((agent) => agent.startsWith('n'))
    expect(await of('甲组', 'teams')).toEqual(['n1'])
    expect(await of('乙组', 'overview')).toEqual(['n2'])
    expect(await of(null, 'channels', ['satisfaction'])).toEqual([])
    expect(await of(null, 'channels', ['teams'])).toEqual(['n1', 'n2', 'n3'])
    expect(await of('丙组', 'channels', [], 'teams')).toEqual(['n3'])
  })

  it('reach a reader with the role agent masked, but their own', async () => {
    const user = await createPerson(admin, {
      email: 'n3@example.com',
      name: 'n3',
      role: 'agent',
      teams: ['丙组'],
    })
    const agent: Context = {
      ...admin,
      principal: { kind: 'user', id: user.id, email: 'n3@example.com', role: 'agent', teams: ['丙组'] },
    }
    expect((await namesForReader(agent)).agent).toMatchObject({ n1: '陈**', n2: '林**', n3: '高远' })
    expect((await namesForReader(as('lead'))).agent).toMatchObject({ n1: '陈晓' })
  })

  it('belong to the team of the newest contact, not of an old one nobody ended', async () => {
    const [day, hour] = [86_400_000, 3_600_000]
    const put = (team: string, from: number, to: number | null) =>
      pool().query(
        `INSERT INTO contact (ticket_id, no, source, team, agent, started_at, ended_at)
         VALUES (gen_random_uuid(), 1, 'shop', $1, 'n9', $2, $3)`,
        [team, new Date(from), to === null ? null : new Date(to)],
      )
    const teamOf = async () => (await listSourceAgents()).find(({ agent }) => agent === 'n9')?.team
    await put('旧组', NOW - 30 * day, null)
    await put('新组', NOW - 2 * hour, NOW - hour)
    expect(await teamOf()).toBe('新组')
    await put('今组', NOW - hour, null)
    expect(await teamOf()).toBe('今组')
  })
})

describe('calendars', () => {
  const nine = { name: '公司', calendar: chinaCalendar() }

  it('are changed by admins only, and looked at by managers and auditors', async () => {
    for (const role of ROLES) {
      const ctx = as(role)
      const { id } = await saveCalendar(admin, null, nine)
      const reads = role === 'admin' || role === 'manager' || role === 'auditor' ? 200 : 403
      const writes = role === 'admin' ? 200 : 403
      expect([role, await statusOf(listCalendars(ctx))]).toEqual([role, reads])
      expect([role, await statusOf(saveCalendar(ctx, id, nine))]).toEqual([role, writes])
      const everywhere = { scope: 'tenant', key: '', calendarId: id }
      expect([role, await statusOf(assignCalendar(ctx, everywhere))]).toEqual([role, writes])
      expect([role, await statusOf(removeCalendar(ctx, id))]).toEqual([role, writes])
    }
  })

  it('hold where they are given to, and have everything computed anew once', async () => {
    const { id } = await saveCalendar(admin, null, nine)
    await applyAll()
    expect((await listCalendars(admin)).refolding).toEqual({ all: false, units: 0 })
    await assignCalendar(admin, { scope: 'channel', key: 'douyin', calendarId: id, validFrom: '2026-11-01' })
    expect((await listCalendars(admin)).refolding.all).toBe(true)
    await applyAll()
    const listed = await listCalendars(admin)
    expect(listed.refolding).toEqual({ all: false, units: 0 })
    expect(listed.assignments).toEqual([
      { scope: 'channel', key: 'douyin', calendarId: id, validFrom: '2026-11-01' },
    ])
    await assignCalendar(admin, {
      scope: 'channel',
      key: 'douyin',
      calendarId: null,
      validFrom: '2026-11-01',
    })
    expect((await listCalendars(admin)).assignments).toEqual([])
    await removeCalendar(admin, id)
    const trail = (await listAudit(admin, { limit: 4 })).entries.map(({ action }) => action)
    expect(trail).toEqual(['calendar.deleted', 'calendar.assigned', 'calendar.assigned', 'calendar.created'])
  })

  it('refuse spans that overlap, places that do not fit, and calendars that are not there', async () => {
    const overlapping = chinaCalendar(['09:00-12:00', '11:00-18:00'])
    const { status, paths } = await refusal(saveCalendar(admin, null, { name: 'x', calendar: overlapping }))
    expect(status).toBe(400)
    expect(paths[0]).toContain('calendar.versions[0].weekly.mon')
    const { id } = await saveCalendar(admin, null, nine)
    expect(await refusal(assignCalendar(admin, { scope: 'team', key: '', calendarId: id }))).toEqual({
      status: 400,
      paths: ['key'],
    })
    expect(await statusOf(assignCalendar(admin, { scope: 'tenant', key: '', calendarId: 'none' }))).toBe(400)
    expect(await statusOf(assignCalendar(admin, { scope: 'team', key: 'x', calendarId: null }))).toBe(404)
    expect(await statusOf(saveCalendar(admin, 'none', nine))).toBe(404)
    expect((await listCalendars(admin)).calendars.map((it) => it.id)).not.toContain('none')
    expect(await statusOf(removeCalendar(admin, 'none'))).toBe(404)
  })
})

describe('limits', () => {
  it('are changed by admins only, by edition, and audited', async () => {
    const versions = [
      { validFrom: '2026-12-01', kinds: { chat: { frtSeconds: 30 } }, channels: {}, teams: {} },
    ]
    for (const role of ROLES) {
      const ctx = as(role)
      const reads = role === 'admin' || role === 'manager' || role === 'auditor' ? 200 : 403
      expect([role, await statusOf(getLimits(ctx))]).toEqual([role, reads])
      const asked = { limit: 'frt', scope: 'kind', key: 'chat', seconds: '60' }
      expect([role, await statusOf(previewLimit(ctx, asked))]).toEqual([role, reads])
      expect([role, await statusOf(saveLimits(ctx, { versions }))]).toEqual([
        role,
        role === 'admin' ? 200 : 403,
      ])
    }
    expect((await getLimits(admin)).limits).toEqual({ versions })
    expect((await getLimits(admin)).defaults.chat).toEqual({
      frt: 60,
      serviceLevel: 60,
      round: 40,
      resolution: 86_400,
      shortAbandon: 10,
    })
    expect((await listAudit(admin, { limit: 1 })).entries[0]?.action).toBe('limits.changed')
    const config = await readFoldConfig()
    const chat = { channel: 'douyin', channelKind: 'chat', team: null } as const
    expect(config.targetsFor({ ...chat, at: NOW }).frtMs).toBe(60_000)
    expect(config.targetsFor({ ...chat, at: Date.parse('2026-12-02T00:00:00Z') }).frtMs).toBe(30_000)
    expect(await statusOf(saveLimits(admin, { versions: [...versions, ...versions] }))).toBe(400)
  })

  it('are previewed on the tickets of the last 28 days', async () => {
    const after = { ...admin, now: HAPPENED }
    const within = (seconds: number, over: object = {}) =>
      previewLimit(after, { limit: 'frt', scope: 'channel', key: 'douyin', seconds, ...over })
    expect(await within(20)).toEqual({ n: 1, within: 1 })
    expect(await within(19)).toEqual({ n: 1, within: 0 })
    expect(await within(20, { scope: 'kind', key: 'chat' })).toEqual({ n: 1, within: 1 })
    expect(await within(20, { scope: 'channel', key: 'fax' })).toEqual({ n: 0, within: null })
  })
})

describe('two people at one setting', () => {
  const other: Context = {
    ...admin,
    principal: { kind: 'user', id: randomUUID(), email: 'other@example.com', role: 'admin', teams: null },
  }
  const refused = async (work: () => Promise<unknown>) =>
    work().then(
      () => null,
      (error: { code?: string; status?: number; message?: string }) => error,
    )
  const limits = async (ctx: Context, seen: number | null) =>
    saveLimits(ctx, (await getLimits(ctx)).limits ?? { versions: [] }, seen)

  it('do not overwrite what they never saw: calendars, limits, teams, agents, channels, products, duties', async () => {
    const calendar = { name: '两人同改', calendar: chinaCalendar() }
    const { id } = await saveCalendar(admin, null, calendar)
    const duty = {
      kind: 'shift',
      userId: (
        await createPerson(admin, { email: 'd@example.com', name: '值班', role: 'lead', teams: ['x'] })
      ).id,
      team: 'x',
      channel: null,
      weekdays: [1],
      from: '09:00',
      to: '18:00',
      validFrom: null,
      validTo: null,
    }
    const { key } = await saveOrganisationItem(admin, 'duties', null, duty)
    const saves: readonly [string, (ctx: Context, seen: number | null) => Promise<unknown>][] = [
      ['calendar', (ctx, seen) => saveCalendar(ctx, id, calendar, seen)],
      ['limits', limits],
      ['team', (ctx, seen) => saveOrganisationItem(ctx, 'teams', 'two', { label: '二' }, seen)],
      ['agent', (ctx, seen) => saveOrganisationItem(ctx, 'agents', 'two', { label: '二' }, seen)],
      ['channel', (ctx, seen) => saveOrganisationItem(ctx, 'channels', 'two', { label: '二' }, seen)],
      ['product', (ctx, seen) => saveOrganisationItem(ctx, 'products', 'two', { label: '二' }, seen)],
      ['duty', (ctx, seen) => saveOrganisationItem(ctx, 'duties', key, duty, seen)],
    ]
    for (const [what, save] of saves) {
      const seen = await settingsSeen()
      // another object that changes meanwhile is nobody's conflict
      await saveOrganisationItem(other, 'teams', 'elsewhere', { label: what })
      expect(await refused(() => save(admin, seen)), `${what}: first`).toBeNull()
      expect(await refused(() => save(admin, seen)), `${what}: one’s own change`).toBeNull()
      const error = await refused(() => save(other, seen))
      expect(error, `${what}: second`).toMatchObject({ status: 409, code: 'changed' })
      expect(error?.message).toContain('改过')
      expect(await refused(async () => save(other, await settingsSeen())), `${what}: reloaded`).toBeNull()
      expect(await refused(() => save(admin, null)), `${what}: who does not say`).toBeNull()
    }
  })

  it('are one winner where they save at the same moment', async () => {
    const seen = await settingsSeen()
    const results = await Promise.all(
      [admin, other].map((ctx, i) =>
        refused(() => saveOrganisationItem(ctx, 'teams', 'race', { label: `${i}` }, seen)),
      ),
    )
    expect(results.filter((error) => error === null)).toHaveLength(1)
    expect(results.find((error) => error !== null)).toMatchObject({ status: 409 })
  })
})
