import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { unitId } from '@/lib/core/ids'
import { canBeMixed, readMix } from '@/lib/db/query-mix'
import { METRICS, metricById } from '@/lib/metrics/catalogue'
import { parseQuery } from '@/lib/metrics/parse-query'
import { type Context, systemContext } from '@/lib/services/context'
import { readCaseMix } from '@/lib/services/read-case-mix'
import { runQuery } from '@/lib/services/run-query'
import { freshDatabase } from '../database'
import { load, START, world } from './world'

const DAY = 86_400_000
const NOW = START + 9 * DAY
const all = systemContext('test', NOW)
const lead = (teams: readonly string[]): Context => ({
  principal: { kind: 'user', id: unitId('user', 'l'), email: 'l@example.com', role: 'lead', teams },
  now: NOW,
  locale: 'zh',
})
const iso = (at: number) => new Date(at).toISOString()
const MIXED = METRICS.filter(canBeMixed).map(({ id }) => id)

beforeAll(async () => {
  await freshDatabase()
  await load(fc.sample(world(200), { seed: 7, numRuns: 1 })[0] ?? [])
})

describe('figures by kind of case', () => {
  it('can be read of means and of shares of counts, not of percentiles and states', () => {
    expect(MIXED).toEqual(
      expect.arrayContaining([
        'frt_avg',
        'agent_frt_avg',
        'frt_within_target',
        'csat',
        'fcr',
        'aht_avg',
        'reopen_rate',
      ]),
    )
    for (const id of ['frt_p50', 'tickets_opened', 'queue_now', 'nps', 'occupancy']) {
      expect(MIXED, id).not.toContain(id)
    }
  })

  it.each(MIXED)('%s: the kinds of a group add up to its figure and its n', async (metric) => {
    const period = { from: iso(START - DAY + 4321), to: iso(START + 12 * DAY) }
    for (const by of ['agent', 'team', 'channel'] as const) {
      for (const calendar of ['all_hours', 'business'] as const) {
        for (const ctx of [all, lead(['red'])]) {
          const common = { period, calendar, filters: [] }
          const cells = await readCaseMix(ctx, { ...common, metric, by })
          const answer = await runQuery(ctx, { ...common, metrics: [metric], dimensions: [by], limit: 1000 })
          const sums = new Map<string | null, { n: number; sum: number }>()
          for (const { group, n, sum } of cells ?? []) {
            const own = sums.get(group) ?? { n: 0, sum: 0 }
            sums.set(group, { n: own.n + n, sum: own.sum + sum })
          }
          const counted = answer.rows.filter((row) => (row.n[metric] ?? 0) > 0)
          const known = [...sums].flatMap(([group, { n }]) => (n > 0 ? [group] : []))
          expect(new Set(known)).toEqual(new Set(counted.map((row) => row[by])))
          for (const row of counted) {
            const own = sums.get(row[by] as string | null)
            expect(own?.n).toBe(row.n[metric])
            expect((own?.sum ?? 0) / (own?.n ?? 1)).toBeCloseTo(row[metric] as number, 6)
          }
        }
      }
    }
  })

  it('has squares whose spread is that of the single values', async () => {
    const period = { from: iso(START - DAY), to: iso(START + 12 * DAY) }
    const cells = (await readCaseMix(all, { metric: 'frt_avg', by: 'team', period })) ?? []
    const n = cells.reduce((total, it) => total + it.n, 0)
    const sum = cells.reduce((total, it) => total + it.sum, 0)
    const squares = cells.reduce((total, it) => total + it.squares, 0)
    const answer = await runQuery(all, { metrics: ['frt_avg'], period, intervals: true })
    const interval = answer.rows[0]?.interval?.frt_avg
    const variance = (squares - (sum * sum) / n) / (n - 1)
    // 1.984 is t at 97.5 % for about a hundred values; the interval itself is tested where it is made.
    const half = ((interval?.[1] ?? 0) - (interval?.[0] ?? 0)) / 2
    expect(n).toBeGreaterThan(30)
    expect(half / Math.sqrt(variance / n)).toBeGreaterThan(1.95)
    expect(half / Math.sqrt(variance / n)).toBeLessThan(2.1)
  })

  it('puts every case into its part of the day by the company’s clock', async () => {
    const period = { from: iso(START - DAY), to: iso(START + 12 * DAY) }
    const cells = (await readCaseMix(all, { metric: 'frt_avg', by: 'team', period })) ?? []
    expect(new Set(cells.map((it) => it.part))).toEqual(new Set([0, 1, 2, 3]))
    const hours = await runQuery(all, { metrics: ['frt_avg'], period, grain: 'hour' })
    const partOf = (hour: number) => (hour < 8 ? 0 : hour < 12 ? 1 : hour < 18 ? 2 : 3)
    for (const part of [0, 1, 2, 3]) {
      const expected = hours.rows
        .filter((row) => partOf(Number(row.time?.slice(11, 13))) === part)
        .reduce((total, row) => total + (row.n.frt_avg ?? 0), 0)
      expect(cells.filter((it) => it.part === part).reduce((total, it) => total + it.n, 0)).toBe(expected)
    }
  })

  it('is asked of a month at most, and of nobody’s teams answers nothing', async () => {
    const period = { from: iso(START - 40 * DAY), to: iso(START) }
    expect(await readCaseMix(all, { metric: 'csat', by: 'agent', period })).toBeNull()
    const short = { from: iso(START), to: iso(START + DAY) }
    expect(await readCaseMix(all, { metric: 'frt_p50', by: 'agent', period: short })).toBeNull()
    expect(await readCaseMix(lead([]), { metric: 'csat', by: 'agent', period: short })).toEqual([])
    await expect(readCaseMix(all, { metric: 'nothing', by: 'agent', period: short })).rejects.toMatchObject({
      code: 'invalid_query',
    })
    const query = parseQuery(
      { metrics: ['frt_p50'], period: short },
      { now: NOW, zone: 'Asia/Shanghai', scope: null },
    )
    const percentile = metricById('frt_p50')
    if (percentile === undefined) throw new Error('the catalogue has frt_p50')
    await expect(readMix(query, percentile, 'agent', { now: NOW, zone: 'Asia/Shanghai' })).rejects.toThrow(
      /cannot be taken apart/,
    )
  })
})
