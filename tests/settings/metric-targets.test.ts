/** The company's own targets of metrics: who may set them, what is refused, and that screens judge by them. */
import { beforeAll, describe, expect, it } from 'vitest'
import { findBoard } from '@/lib/boards/registry'
import type { ChannelsResult, FigureResult, TileValue } from '@/lib/boards/types'
import { resetEnv } from '@/lib/core/env'
import { readSettings } from '@/lib/db/settings'
import { targetAt } from '@/lib/metrics/targets'
import { settingsSeen } from '@/lib/services/changed-meanwhile'
import { type Context, type Role, systemContext, teamsOfRole } from '@/lib/services/context'
import { getMetricTargets } from '@/lib/services/get-metric-targets'
import { listAudit } from '@/lib/services/list-audit'
import { listMetrics } from '@/lib/services/list-metrics'
import { boardReader } from '@/lib/services/read-board'
import { readMetrics } from '@/lib/services/read-metrics'
import { saveMetricTargets } from '@/lib/services/save-metric-targets'
import { freshDatabase } from '../database'
import { happen, NOW, talk } from '../services/company'

const MINUTE = 60_000
const as = (role: Role): Context => ({
  principal: {
    kind: 'user',
    id: '0b9f4b52-6ff4-4b0a-9c58-2b8f1f2f3f4f',
    email: `${role}@example.com`,
    role,
    teams: teamsOfRole(role, []),
  },
  now: NOW,
  locale: 'zh',
})
const admin = as('admin')

interface Refused {
  readonly status?: number
  readonly details?: { readonly errors?: readonly { readonly path: string }[] }
}
const refusal = async (work: Promise<unknown>): Promise<Refused> =>
  work.then(
    () => ({}),
    (error: Refused) => error,
  )
const board = async (now: number): Promise<Readonly<Record<string, TileValue>>> => {
  const overview = findBoard('overview')
  if (overview === null) throw new Error('no overview')
  return await boardReader({ board: overview, teams: null }).read(now)
}
const resultOf = <T>(tile: TileValue | undefined): T => tile?.result as T
const douyin = (tiles: Readonly<Record<string, TileValue>>) =>
  resultOf<ChannelsResult>(tiles.channels).rows.find(({ channel }) => channel === 'douyin')

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  // Forty conversations of 抖音, each answered after 50 seconds: watched by the shipped 60 seconds.
  await happen(
    Array.from({ length: 40 }, (_, i) =>
      talk({ subject: `chat-${i}`, at: NOW - 12 * MINUTE + i * 10_000, reply: 50, done: true }),
    ).flat(),
  )
})

describe('the company’s own targets', () => {
  it('are the administrator’s to set and the others’ to read', async () => {
    expect(await getMetricTargets(as('auditor'))).toEqual({ overrides: [] })
    expect((await refusal(getMetricTargets(as('agent')))).status).toBe(403)
    for (const role of ['manager', 'auditor', 'lead', 'agent'] as const)
      expect((await refusal(saveMetricTargets(as(role), { overrides: [] }))).status).toBe(403)
  })

  it('are refused with their places where they cannot hold', async () => {
    const refused = await refusal(
      saveMetricTargets(admin, {
        overrides: [
          { metric: 'csat', value: 0.9 },
          { metric: 'csat', value: 95, scope: 'team', key: 'A' },
          { metric: 'frt_avg', value: 60, watch: 90 },
          { metric: 'made_up', value: 1 },
          { metric: 'tickets_opened', value: 1 },
          { metric: 'csat', value: 0.8 },
        ],
      }),
    )
    expect(refused.status).toBe(400)
    expect(refused.details?.errors?.map(({ path }) => path)).toEqual([
      'overrides[1].value',
      'overrides[2].watch',
      'overrides[3].metric',
      'overrides[4].metric',
      'overrides[5].key',
    ])
    expect((await readSettings()).metricTargets.overrides).toEqual([])
  })

  it('judge the boards from the next reading on, channel by channel, and change no number', async () => {
    const before = await board(NOW)
    expect(douyin(before)).toMatchObject({ state: 'watch', target: 60, frt: 50 })
    expect(resultOf<FigureResult>(before.frt).target).toMatchObject({ value: 60, op: '<=' })

    await saveMetricTargets(admin, {
      overrides: [
        { metric: 'frt_avg', scope: 'channel', key: 'douyin', value: 100, watch: 90 },
        { metric: 'frt_avg', value: 40 },
      ],
    })
    const after = await board(NOW)
    expect(douyin(after)).toMatchObject({ state: 'ok', target: 100, frt: 50 })
    expect(after.frt?.value).toBe(before.frt?.value)
    expect(resultOf<FigureResult>(after.frt).target).toMatchObject({ value: 40, op: '<=' })

    await saveMetricTargets(admin, {
      overrides: [{ metric: 'frt_avg', scope: 'channel', key: 'douyin', value: 45 }],
    })
    expect(douyin(await board(NOW + 10_000))).toMatchObject({ target: 45 })
    const own = (await readMetrics(NOW + 10_000))('frt_avg')
    expect(targetAt(own, { channel: 'douyin' })?.value).toBe(45)
    expect(targetAt(own, { channel: 'phone' })?.value).toBe(15)
  })

  it('are not overwritten by somebody who has not seen the last change', async () => {
    const seen = await settingsSeen()
    await saveMetricTargets(admin, { overrides: [{ metric: 'csat', value: 0.9 }] }, seen)
    // One's own change is known; another administrator's is not.
    await saveMetricTargets(admin, { overrides: [{ metric: 'csat', value: 0.91 }] }, seen)
    const other = systemContext('other', NOW)
    const refused = await refusal(saveMetricTargets(other, { overrides: [] }, seen))
    expect(refused.status).toBe(409)
    expect((await readSettings()).metricTargets.overrides).toMatchObject([{ value: 0.91 }])
    await saveMetricTargets(other, { overrides: [] }, await settingsSeen())
    expect((await readSettings()).metricTargets.overrides).toEqual([])
  })

  it('stand in the list of metrics and in the audit log, before and after', async () => {
    await saveMetricTargets(admin, { overrides: [{ metric: 'csat', value: 0.92, watch: 0.95 }] })
    const { metrics } = await listMetrics(systemContext('test', NOW + 20_000))
    expect(metrics.find(({ id }) => id === 'csat')).toMatchObject({
      target: { value: 0.92, op: '>=', watch: 0.95, own: true },
      bands: { watch: 0.95, bad: 0.92, op: '>=' },
    })
    const [entry] = (await listAudit(admin, { action: 'metric_targets.changed' })).entries
    expect(entry?.object).toBe('setting:metric_targets')
    expect(JSON.stringify(entry?.changes)).toContain('0.92')

    const single = { metric: 'csat', scope: 'agent', key: '陈晓', value: 0.8 }
    await saveMetricTargets(admin, { overrides: [single] })
    const read = async (ctx: Context) =>
      (await listMetrics({ ...ctx, now: NOW + 25_000 })).metrics.find(({ id }) => id === 'csat')?.scopes ?? []
    expect((await read(as('auditor'))).map(({ key }) => key)).toContain('陈晓')
    for (const ctx of [as('lead'), as('supervisor'), as('agent'), systemContext('test', NOW)])
      expect((await read(ctx)).filter(({ scope }) => scope === 'agent')).toEqual([])

    await saveMetricTargets(admin, { overrides: [] })
    const again = await listMetrics(systemContext('test', NOW + 30_000))
    expect(again.metrics.find(({ id }) => id === 'csat')?.target).toEqual({ value: 0.85, op: '>=' })
  })
})
