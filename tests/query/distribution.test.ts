import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { unitId } from '@/lib/core/ids'
import { queryDistribution } from '@/lib/db/query-distribution'
import { METRICS } from '@/lib/metrics/catalogue'
import { type Distribution, niceEdges } from '@/lib/metrics/distribution'
import { parseQuery } from '@/lib/metrics/parse-query'
import type { Filter } from '@/lib/metrics/types'
import { type Context, systemContext } from '@/lib/services/context'
import { listTickets } from '@/lib/services/list-tickets'
import { type DistributionInput, readDistribution } from '@/lib/services/read-distribution'
import { quantile } from '@/lib/stats/wilson'
import { freshDatabase } from '../database'
import { load, START, world } from './world'

const DAY = 86_400_000
const NOW = START + 9 * DAY
const ZONE = 'Asia/Shanghai'
const all = systemContext('test', NOW)
const iso = (at: number) => new Date(at).toISOString()
/** All, by one dimension, and by two that no cube holds together. */
const NARROWINGS: readonly (readonly Filter[])[] = [
  [],
  [{ dimension: 'channel', op: 'in', values: ['web', 'phone'] }],
  [
    { dimension: 'channel', op: 'in', values: ['web', 'phone', 'douyin'] },
    { dimension: 'priority', op: 'in', values: ['high', 'low'] },
  ],
]
const VALUED = METRICS.filter(({ type }) => type === 'mean' || type === 'quantile')

/** The single values behind the rows of a link. */
async function valuesOf(ctx: Context, search: string): Promise<number[]> {
  const values: number[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listTickets>> = await listTickets(
      ctx,
      new URLSearchParams(`${search}&limit=1000${cursor === null ? '' : `&cursor=${cursor}`}`),
    )
    values.push(...page.rows.flatMap((row) => row.values ?? []))
    cursor = page.nextCursor
  } while (cursor !== null)
  return values
}

/** Every bin opens exactly its values, and together they are all. */
async function expectBinsOpen(ctx: Context, found: Distribution, search: string) {
  expect(found.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(found.n)
  for (const { min, max, count } of found.bins) {
    const link = `${search}${min === null ? '' : `&min=${min}`}${max === null ? '' : `&max=${max}`}`
    expect(await valuesOf(ctx, link), link).toHaveLength(count)
  }
}

beforeAll(async () => {
  await freshDatabase()
  await load(fc.sample(world(200), { seed: 5, numRuns: 1 })[0] ?? [])
})

describe('the spread of values', () => {
  const periods = [
    { from: iso(START - DAY), to: iso(START + 60 * DAY) },
    { from: iso(START + DAY + 4321), to: iso(START + 4 * DAY + 999) },
  ]
  it.each(VALUED.map(({ id }) => id))('%s: bins open their rows and add up to all', async (id) => {
    for (const period of periods) {
      for (const filters of NARROWINGS) {
        const narrowed = filters.map(({ dimension, values }) => `&${dimension}=${values.join(',')}`).join('')
        const search = `metric=${id}&from=${period.from}&to=${period.to}${narrowed}`
        const found = await readDistribution(all, { metric: id, period, filters, target: 60 })
        const values = await valuesOf(all, search)
        expect(found.source).toBe('facts')
        expect(found.n).toBe(values.length)
        if (values.length === 0) continue
        expect(found.median).toBeCloseTo(quantile(values, 0.5) ?? Number.NaN, 6)
        expect(found.p90).toBeCloseTo(quantile(values, 0.9) ?? Number.NaN, 6)
        const better = METRICS.find((metric) => metric.id === id)?.target?.op ?? '<='
        const kept = values.filter((value) => (better === '<=' ? value <= 60 : value >= 60)).length
        expect(found.within).toBeCloseTo(kept / values.length, 9)
        await expectBinsOpen(all, found, search)
      }
    }
  })

  it('comes from the sketch where there are too many values, and its bins open their rows too', async () => {
    const period = { from: iso(START - DAY), to: iso(START + 60 * DAY + 1) }
    const context = { now: NOW, zone: ZONE, scope: null }
    const query = parseQuery({ metrics: ['frt_avg'], period }, context)
    const options = { now: NOW, zone: ZONE, target: { value: 60, op: '<=' as const }, edges: niceEdges }
    const exact = await queryDistribution(query, options)
    const rough = await queryDistribution(query, { ...options, counted: 1 })
    expect(exact?.source).toBe('facts')
    expect(rough?.source).toBe('sketch')
    expect(rough?.n).toBe(exact?.n)
    expect(rough?.within).toBeCloseTo(exact?.within ?? Number.NaN, 1)
    if (rough) await expectBinsOpen(all, rough, `metric=frt_avg&from=${period.from}&to=${period.to}`)
  })

  it('takes the edges it is given, the upper one inside', async () => {
    const found = await readDistribution(all, {
      metric: 'frt_avg',
      period: periods[0] as DistributionInput['period'],
      bins: [1, 60, 3600],
    })
    expect(found.bins.map(({ min, max }) => [min, max])).toEqual([
      [null, 1.001],
      [1.001, 60.001],
      [60.001, null],
    ])
  })

  it('keeps to the teams of the asker and to metrics with values', async () => {
    const lead = (teams: readonly string[]): Context => ({
      principal: { kind: 'user', id: unitId('user', 'l'), email: 'l@example.com', role: 'lead', teams },
      now: NOW,
      locale: 'en',
    })
    const input = { metric: 'frt_avg', period: periods[0] as DistributionInput['period'] }
    const [whole, own, none] = await Promise.all([
      readDistribution(all, input),
      readDistribution(lead(['red']), input),
      readDistribution(lead([]), input),
    ])
    expect(own.n).toBeGreaterThan(0)
    expect(own.n).toBeLessThan(whole.n)
    expect(none).toMatchObject({ n: 0, bins: [], median: null })
    await expect(readDistribution(all, { ...input, metric: 'csat' })).rejects.toMatchObject({ status: 400 })
    await expect(readDistribution(all, { ...input, bins: [2, 1] })).rejects.toMatchObject({ status: 400 })
  })
})
