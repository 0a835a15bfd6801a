/** Notes on the time line: who may write which, what a period shows, and the trail of it. */

import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { openOutages } from '@/lib/db/annotations'
import { firstBrokenSeal } from '@/lib/db/audit'
import { transaction, withClient } from '@/lib/db/pool'
import { assignCalendar, writeCalendar } from '@/lib/db/settings'
import { type Context, ROLES, type Role, systemContext, teamsOfRole } from '@/lib/services/context'
import { createAnnotation } from '@/lib/services/create-annotation'
import { deleteAnnotation } from '@/lib/services/delete-annotation'
import { ingestEvents } from '@/lib/services/ingest-events'
import { type Annotation, listAnnotations } from '@/lib/services/list-annotations'
import { recordOutages } from '@/lib/services/record-outages'
import { updateAnnotation } from '@/lib/services/update-annotation'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const HOUR = 3_600_000
const person = (role: Role, ...teams: string[]): Context => ({
  principal: {
    kind: 'user',
    id: '6f9619ff-8b86-8d01-b42d-00cf4fc964ff',
    email: 'x@example.com',
    role,
    teams: teamsOfRole(role, teams),
  },
  now: NOW,
  locale: 'zh',
})
const admin = person('admin')
const note = (more: object = {}) => ({ at: NOW, kind: 'campaign', text: '促销活动A 上线', ...more })
const day = { from: NOW - 12 * HOUR, to: NOW + 12 * HOUR }
const texts = (found: readonly Annotation[]) => found.map((it) => it.text)
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
  await withClient((client) =>
    client.query('TRUNCATE annotation, source_outage, calendar_assignment, calendar CASCADE'),
  )
})

describe('a note by hand', () => {
  it('is written by supervisors and above, within their teams', async () => {
    const may: string[] = []
    for (const role of ROLES) {
      const ctx = person(role, 'east')
      if ((await status(() => createAnnotation(ctx, note({ team: 'east' })))) === 200) may.push(role)
    }
    expect(may).toEqual(['admin', 'manager', 'supervisor'])
    const east = person('supervisor', 'east')
    expect(await status(() => createAnnotation(east, note({ team: 'west' })))).toBe(403)
    expect(await status(() => createAnnotation(east, note())), 'of the whole company').toBe(403)
    expect(await status(() => createAnnotation(person('supervisor'), note()))).toBe(200)
  })

  it('is changed and taken away by those who reach it, and brought back under its id', async () => {
    const { id } = await createAnnotation(admin, note({ team: 'east', channel: 'jd' }))
    const west = person('supervisor', 'west')
    expect(await status(() => updateAnnotation(west, id, { text: 'x' }))).toBe(404)
    expect(await status(() => deleteAnnotation(west, id))).toBe(404)
    const east = person('supervisor', 'east')
    expect(await status(() => updateAnnotation(east, id, { team: null }))).toBe(403)
    await updateAnnotation(east, id, { text: '改过', until: NOW + HOUR })
    const [changed] = await listAnnotations(admin, day)
    expect(changed).toEqual({
      id,
      at: NOW,
      until: NOW + HOUR,
      kind: 'campaign',
      text: '改过',
      channel: 'jd',
      team: 'east',
      origin: 'hand',
    })
    expect(await status(() => updateAnnotation(east, id, { until: NOW - 1 }))).toBe(400)
    await deleteAnnotation(east, id)
    expect(await listAnnotations(admin, day)).toEqual([])
    await createAnnotation(east, note({ id, team: 'east' }))
    expect(texts(await listAnnotations(admin, day))).toEqual(['促销活动A 上线'])
    expect(await status(() => createAnnotation(east, note({ id, team: 'east' })))).toBe(400)
    expect(await status(() => deleteAnnotation(east, 'nonsense'))).toBe(404)
  })

  it('refuses what is no note', async () => {
    for (const wrong of [
      { text: '' },
      { text: 'a\u0007b' },
      { text: 'x'.repeat(121) },
      { kind: 'party' },
      { at: 'yesterday' },
      { until: NOW - 1 },
    ]) {
      expect(await status(() => createAnnotation(admin, note(wrong))), JSON.stringify(wrong)).toBe(400)
    }
  })

  it('leaves a trail', async () => {
    const { id } = await createAnnotation(admin, note())
    await updateAnnotation(admin, id, { text: 'b' })
    await deleteAnnotation(admin, id)
    const { rows } = await withClient((client) =>
      client.query<{ action: string }>('SELECT action FROM audit_entry WHERE object = $1 ORDER BY seq', [
        `annotation:${id}`,
      ]),
    )
    expect(rows.map((row) => row.action)).toEqual([
      'annotation.created',
      'annotation.changed',
      'annotation.deleted',
    ])
    expect(await withClient(firstBrokenSeal)).toBeNull()
  })
})

describe('a period', () => {
  it('shows what touches it, by time', async () => {
    await createAnnotation(admin, note({ text: 'before', at: day.from - HOUR }))
    await createAnnotation(admin, note({ text: 'reaches in', at: day.from - HOUR, until: day.from + HOUR }))
    await createAnnotation(admin, note({ text: 'inside' }))
    await createAnnotation(admin, note({ text: 'first instant', at: day.from }))
    await createAnnotation(admin, note({ text: 'end', at: day.to }))
    const found = await listAnnotations(admin, day)
    expect(texts(found)).toEqual(['reaches in', 'first instant', 'inside'])
    const written = await listAnnotations(admin, {
      from: new Date(day.from).toISOString(),
      to: '2026-11-21T02:00:00+08:00',
    })
    expect(texts(written)).toEqual(texts(found))
    expect(await status(() => listAnnotations(admin, { from: day.to, to: day.from }))).toBe(400)
  })

  it('is narrowed to channels and teams, with what concerns everybody', async () => {
    for (const [text, more] of [
      ['all', {}],
      ['jd', { channel: 'jd' }],
      ['east', { team: 'east' }],
      ['jd east', { channel: 'jd', team: 'east' }],
    ] as const) {
      await createAnnotation(admin, note({ text, ...more }))
    }
    const of = async (ctx: Context, more: object) =>
      texts(await listAnnotations(ctx, { ...day, ...more })).sort()
    expect(await of(admin, {})).toEqual(['all', 'east', 'jd', 'jd east'])
    expect(await of(admin, { channel: 'jd' })).toEqual(['all', 'east', 'jd', 'jd east'])
    expect(await of(admin, { channel: 'douyin' })).toEqual(['all', 'east'])
    expect(await of(admin, { channel: ['douyin', 'jd'], team: 'west' })).toEqual(['all', 'jd'])
    const lead = person('lead', 'west')
    expect(await of(lead, {}), 'never another team’s').toEqual(['all', 'jd'])
    expect(await of(lead, { team: 'east' })).toEqual(['all', 'jd'])
    const screen: Context = {
      principal: { kind: 'screen', id: 's', board: 'overview', scope: { team: null } },
      now: NOW,
      locale: 'zh',
    }
    expect(await status(() => listAnnotations(screen, day))).toBe(403)
  })

  it('knows the holidays and make-up days of the calendars in use', async () => {
    const calendar = {
      zone: 'Asia/Shanghai',
      versions: [
        {
          validFrom: '2000-01-01',
          weekly: { mon: ['09:00-18:00'] },
          exceptions: {
            '2026-10-01': { spans: [], name: '国庆节' },
            '2026-10-02': { spans: [], name: '国庆节' },
            '2026-10-10': { as: 'mon', name: '国庆节调休' },
            '2026-10-12': { spans: ['10:00-12:00'] },
          },
        },
      ],
    }
    await transaction(async (client) => {
      await writeCalendar(client, { id: 'a', name: 'A', calendar }, NOW)
      await writeCalendar(client, { id: 'b', name: 'B', calendar }, NOW)
      await writeCalendar(client, { id: 'unused', name: 'U', calendar }, NOW)
      await assignCalendar(client, { scope: 'channel', key: 'jd', calendarId: 'b' }, NOW)
    })
    const october = { from: '2026-09-30T00:00:00+08:00', to: '2026-11-01T00:00:00+08:00' }
    const of = async (more: object = {}) => await listAnnotations(admin, { ...october, ...more })
    expect((await of()).map(({ text, channel }) => [text, channel])).toEqual([
      ['国庆节', 'jd'],
      ['国庆节调休', 'jd'],
      ['特殊营业时间', 'jd'],
    ])
    expect(await of({ channel: 'douyin' })).toEqual([])
    await transaction((client) => assignCalendar(client, { scope: 'tenant', key: '', calendarId: 'a' }, NOW))
    const found = await of({ channel: 'douyin' })
    expect(texts(found)).toEqual(['国庆节', '国庆节调休', '特殊营业时间'])
    expect(found[0]).toMatchObject({
      at: Date.parse('2026-10-01T00:00:00+08:00'),
      until: Date.parse('2026-10-03T00:00:00+08:00'),
      kind: 'holiday',
      channel: null,
      origin: 'calendar',
    })
    expect(await of(), 'what two calendars share stands once').toHaveLength(3)
    expect(await status(() => deleteAnnotation(admin, found[0]?.id ?? ''))).toBe(404)
  })
})

describe('a source that fell silent', () => {
  const heartbeat = (id: string, at: number) => ({
    specversion: '1.0',
    id,
    source: 'shop',
    type: 'source.heartbeat',
    time: new Date(at).toISOString(),
    data: {},
  })
  const at = (now: number): Context => systemContext('worker', now)
  const seen = async () =>
    (await listAnnotations(admin, { from: NOW - HOUR, to: NOW + 24 * HOUR })).filter(
      (it) => it.origin === 'source',
    )

  it('is noted from its last word until it is heard again, once', async () => {
    await ingestEvents(systemContext('test', NOW), {
      format: 'single',
      text: JSON.stringify(heartbeat('1', NOW)),
    })
    await withClient((client) =>
      client.query(
        `UPDATE stream SET applied = accepted, applied_at = to_timestamp($1::double precision / 1000)`,
        [NOW],
      ),
    )
    expect(await recordOutages(at(NOW + 60_000))).toEqual({ opened: 0, closed: 0 })
    expect(await recordOutages(at(NOW + 5 * HOUR))).toEqual({ opened: 1, closed: 0 })
    expect(await recordOutages(at(NOW + 6 * HOUR)), 'known already').toEqual({ opened: 0, closed: 0 })
    expect(await seen()).toMatchObject([{ text: 'shop 中断', kind: 'outage', at: NOW, until: null }])

    const back = NOW + 7 * HOUR
    await withClient((client) =>
      client.query(
        `UPDATE source SET last_event_at = to_timestamp($1::double precision / 1000) WHERE source = 'shop'`,
        [back],
      ),
    )
    const both = await Promise.all([recordOutages(at(back + 1_000)), recordOutages(at(back + 1_000))])
    expect(both.reduce((sum, { closed }) => sum + closed, 0)).toBe(1)
    expect(await seen()).toMatchObject([{ at: NOW, until: back }])
    expect(await status(() => recordOutages(admin))).toBe(200)
    expect(await status(() => recordOutages(person('lead', 'east')))).toBe(403)
  })

  it('stands with others that fell silent with it', async () => {
    const since = NOW + 10 * HOUR
    const together = ['a', 'b', 'c'].map((source, i) => ({ source, since: since + i * 60_000 }))
    expect(await openOutages([...together, { source: 'd', since: since + 2 * HOUR }])).toBe(4)
    const later = (await seen()).filter(({ at }) => at >= since)
    expect(later).toMatchObject([
      { text: '3 个数据源中断', at: since, until: null },
      { text: 'd 中断', at: since + 2 * HOUR },
    ])
  })
})
