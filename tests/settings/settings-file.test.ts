/** All settings as one file: out of one database, into an empty one, and out again the same. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { writeTarget } from '@/lib/db/notify-targets'
import { transaction, withClient } from '@/lib/db/pool'
import { readSettings } from '@/lib/db/settings'
import type { SettingsFile } from '@/lib/db/settings-file'
import { type Context, systemContext } from '@/lib/services/context'
import { createPerson } from '@/lib/services/create-person'
import { exportSettings } from '@/lib/services/export-settings'
import { importSettings } from '@/lib/services/import-settings'
import { installPresets } from '@/lib/services/install-presets'
import { listAudit } from '@/lib/services/list-audit'
import { saveCompany } from '@/lib/services/save-company'
import { saveMetricTargets } from '@/lib/services/save-metric-targets'
import { saveSetupStep } from '@/lib/services/save-setup-step'
import { verifyAudit } from '@/lib/services/verify-audit'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const ctx: Context = systemContext('test', NOW)
const SECRET = 'v1.sealed.nobody-may-see-this'
const status = async (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: { status?: number }) => error.status ?? 500,
  )
const bare = ({ exportedAt: _, ...rest }: SettingsFile) => rest
const [TARGET, LADDER, SILENCE] = [randomUUID(), randomUUID(), randomUUID()]

/** A company with something in every section of the file. */
async function furnish(): Promise<void> {
  const lead = await createPerson(ctx, {
    email: 'lead@example.com',
    name: '林晓',
    role: 'lead',
    teams: ['直播组'],
    phone: '13812345678',
  })
  const boss = await createPerson(ctx, { email: 'boss@example.com', name: '周珂', role: 'admin' })
  await saveCompany(ctx, {
    company: '云杉',
    zone: 'Asia/Shanghai',
    baseUrl: 'https://helm.example.com',
    locale: 'zh',
  })
  await saveSetupStep(ctx, { step: 'channels', value: { channels: ['douyin', 'jd'] } })
  await saveSetupStep(ctx, {
    step: 'hours',
    value: { always: false, from: '09:00', to: '21:00', weekend: null, holidays: true },
  })
  await saveSetupStep(ctx, { step: 'limits', value: { chat: 30, phone: 20, ticket: 600, resolution: 7200 } })
  await saveMetricTargets(ctx, {
    overrides: [
      { metric: 'csat', value: 0.9, watch: 0.93 },
      { metric: 'csat', scope: 'channel', key: 'douyin', value: 0.8 },
    ],
  })
  await installPresets(ctx, { locale: 'zh' })
  await transaction(async (client) => {
    await client.query(
      `INSERT INTO org_team (team, label, leads, supervisors, updated_at) VALUES ('直播组', '直播', $1, $2, now())`,
      [[lead.id], [boss.id]],
    )
    await client.query(
      `INSERT INTO org_agent (agent, team, user_id, updated_at) VALUES ('云舒', '直播组', $1, now())`,
      [lead.id],
    )
    await client.query(`UPDATE org_channel SET owners = $1 WHERE channel = 'douyin'`, [[boss.id]])
    await client.query(`INSERT INTO org_product (product, owners, updated_at) VALUES ('sofa', $1, now())`, [
      [boss.id],
    ])
    await client.query(
      `INSERT INTO org_duty (id, kind, user_id, weekdays, "from", "to", valid_from, valid_to, updated_at)
       VALUES ($1, 'duty', $2, '{1,2}', '09:00', '18:00', '2026-11-20T01:00:00Z', NULL, now())`,
      [randomUUID(), lead.id],
    )
    await writeTarget(
      client,
      {
        id: TARGET,
        name: '直播群',
        kind: 'wecom',
        config: { hint: 'abcd…' },
        secret: SECRET,
        locale: 'zh',
        enabled: true,
        fallbackId: null,
      },
      NOW,
    )
    await client.query(
      'INSERT INTO escalation_ladder (id, name, steps, created_at, updated_at) VALUES ($1, $2, $3, now(), now())',
      [
        LADDER,
        '夜班',
        JSON.stringify([
          { afterMinutes: 0, audiences: ['lead'], users: [lead.id], targets: [TARGET] },
          { afterMinutes: 10, afterMinutesVip: 3, audiences: ['manager'], users: [], targets: [] },
        ]),
      ],
    )
    await client.query(
      `INSERT INTO silence (id, matcher, "from", until, reason, created_by, created_at)
       VALUES ($1, '{"channel":"jd"}', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', '大促', 'user:x', now())`,
      [SILENCE],
    )
  })
}

describe('the file of all settings', () => {
  let file: SettingsFile
  beforeAll(async () => {
    process.env.NEXTAUTH_SECRET = 'b0f6c1d2e3f405162738495a6b7c8d9e0f1a2b3c'
    await freshDatabase()
    resetEnv()
    await furnish()
    file = JSON.parse(JSON.stringify(await exportSettings(ctx))) as SettingsFile
  })

  it('names people by their addresses and holds no secret', () => {
    expect(file.teams).toEqual([
      { team: '直播组', label: '直播', leads: ['lead@example.com'], supervisors: ['boss@example.com'] },
    ])
    expect(file.ladders.find(({ id }) => id === LADDER)?.steps[0]?.users).toEqual(['lead@example.com'])
    expect(file.rules.length).toBeGreaterThan(5)
    const text = JSON.stringify(file)
    expect(text).not.toContain(SECRET)
    expect(text).not.toMatch(/password|hash/i)
  })

  it('comes out of an empty database as it went in', async () => {
    await freshDatabase()
    const preview = await importSettings(ctx, { file })
    expect(preview).toMatchObject({ preview: true, withoutSecret: ['直播群'] })
    expect(preview.changes.filter(({ added }) => added).length).toBeGreaterThan(file.rules.length)
    expect((await readSettings()).tenant.company).toBe('Helmline')

    await importSettings(ctx, { file, preview: false })
    expect(bare(await exportSettings(ctx))).toEqual(bare(file))
    const again = await importSettings(ctx, { file, preview: false })
    expect(again.changes).toEqual([])
    expect(await verifyAudit(ctx, {})).toMatchObject({ broken: null })
    const [entry] = (await listAudit(ctx, { action: 'settings.imported' })).entries
    expect(entry?.changes.length).toBeGreaterThan(10)
    expect(JSON.stringify(entry)).not.toContain('13812345678')
  })

  it('takes a file of before targets of metrics could be set, and leaves them as they are', async () => {
    const { metricTargets: _, ...older } = file.settings
    const done = await importSettings(ctx, { file: { ...file, settings: older }, preview: false })
    expect(done.changes).toEqual([])
    expect((await readSettings()).metricTargets.overrides.map(({ key, value }) => [key, value])).toEqual([
      ['', 0.9],
      ['douyin', 0.8],
    ])
  })

  it('changes what differs, leaves what it does not hold, and keeps secrets that are here', async () => {
    await withClient((client) =>
      client.query('UPDATE notify_target SET secret = $1, name = $2 WHERE id = $3', [SECRET, '旧名', TARGET]),
    )
    await withClient((client) =>
      client.query(`INSERT INTO org_product (product, owners, updated_at) VALUES ('lamp', '{}', now())`),
    )
    const done = await importSettings(ctx, { file, preview: false })
    expect(done).toMatchObject({
      changes: [
        { section: 'targets', name: '直播群', places: [{ path: 'name', before: '旧名', after: '直播群' }] },
      ],
      withoutSecret: [],
    })
    expect((await exportSettings(ctx)).products.map(({ product }) => product)).toEqual(['lamp', 'sofa'])
  })

  it('is taken whole or not at all', async () => {
    const before = bare(await exportSettings(ctx))
    const broken = (change: (copy: SettingsFile) => void): unknown => {
      const copy = structuredClone(file)
      change(copy)
      return copy
    }
    const refused: [string, unknown, number][] = [
      ['another format', { ...file, format: 'x' }, 400],
      ['a later version', { ...file, version: 2 }, 400],
      ['not a file', 'hello', 400],
      [
        'a rule that is none',
        broken((copy) => {
          copy.settings.company.company = '改了'
          Object.assign(copy.rules[0]?.body ?? {}, { kind: 'threshold', params: {} })
        }),
        400,
      ],
      [
        'somebody who is nowhere',
        broken((copy) => {
          copy.settings.company.company = '改了'
          copy.channels[0]?.owners.push('nobody@example.com')
        }),
        400,
      ],
      [
        'a target a metric cannot have',
        broken((copy) => {
          copy.settings.metricTargets?.overrides.push({
            metric: 'csat',
            scope: null,
            key: '',
            value: 85,
            watch: null,
          })
        }),
        400,
      ],
      [
        'nobody left to administer',
        broken((copy) => {
          copy.settings.company.company = '改了'
          for (const person of copy.people) person.role = 'agent'
        }),
        409,
      ],
    ]
    for (const [what, bad, expected] of refused)
      expect([what, await status(importSettings(ctx, { file: bad, preview: false }))]).toEqual([
        what,
        expected,
      ])
    expect(bare(await exportSettings(ctx))).toEqual(before)
  })
})
