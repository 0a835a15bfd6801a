import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as sql from '@/lib/db/query-sql'
import type { FactBase } from '@/lib/metrics/reference'
import type { Filter, MetricQuery } from '@/lib/metrics/types'
import { freshDatabase } from '../database'
import { expectSame } from './compare'
import { load, readFacts, START, settle, world } from './world'

vi.mock('@/lib/db/query-sql', async (original) => {
  const real = await original<typeof import('@/lib/db/query-sql')>()
  return { ...real, runStatement: vi.fn(real.runStatement) }
})

const DAY = 86_400_000
const ZONE = 'Asia/Shanghai'
const NOW = START + 16 * DAY
/** three dimensions: more than any cube holds */
const NARROW: readonly Filter[] = [
  { dimension: 'channel', op: 'in', values: ['web', 'phone', 'douyin'] },
  { dimension: 'issueType', op: 'not_in', values: ['none'] },
  { dimension: 'region', op: 'in', values: ['上海', '北京', '广东', null] },
]
const METRICS = ['tickets_opened', 'fcr', 'frt_avg', 'frt_p90', 'csat', 'resolution_p50', 'reopen_rate']

const question = (changes: Partial<MetricQuery> = {}): MetricQuery => ({
  metrics: METRICS,
  dimensions: [],
  grain: null,
  period: { from: START, to: START + 12 * DAY },
  filters: NARROW,
  calendar: null,
  compare: null,
  orderBy: [],
  limit: 500,
  scope: null,
  ...changes,
})

/** Statements since the last look that read single facts. */
function factsRead(): number {
  const calls = vi.mocked(sql.runStatement).mock.calls
  const found = calls.filter(([, { text }]) => /FROM "(ticket|episode|answer)" f/.test(text)).length
  vi.mocked(sql.runStatement).mockClear()
  return found
}

describe('questions of one page that no cube answers', () => {
  let base: FactBase
  let clock = 0
  beforeAll(async () => {
    await freshDatabase()
    const [events] = fc.sample(world(120), { seed: 7, numRuns: 1 })
    await settle(ZONE, true)
    await load(events ?? [])
    base = await readFacts()
    // however slow the machine is: slices stand for a time
    clock = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => clock)
  })
  afterAll(() => {
    vi.restoreAllMocks()
  })

  it('read each family once, whatever they group by', async () => {
    factsRead()
    const whole = await expectSame(base, question(), NOW, ZONE)
    const first = factsRead()
    expect(first).toBeGreaterThan(3)
    expect(whole.rows[0]?.tickets_opened).toBeGreaterThan(10)
    for (const changes of [
      { grain: 'day' },
      { dimensions: ['product'] },
      { dimensions: ['channel', 'team'], grain: 'week' },
      { calendar: 'business' },
      { intervals: true },
      { grain: 'hour', metrics: ['frt_within_target'] },
    ] as const)
      await expectSame(base, question(changes), NOW, ZONE)
    expect(factsRead()).toBe(0)
    clock += 2_001
    await expectSame(base, question(), NOW, ZONE)
    expect(factsRead()).toBe(first)
  })

  it('asked at once wait for one reading', async () => {
    const later = { from: START + DAY, to: START + 11 * DAY }
    factsRead()
    await Promise.all(
      (['product', 'channel', 'agent', 'customerTier'] as const).map((dimension) =>
        expectSame(base, question({ period: later, dimensions: [dimension] }), NOW, ZONE),
      ),
    )
    const together = factsRead()
    await expectSame(base, question({ period: { ...later, to: later.to + DAY } }), NOW, ZONE)
    expect(together).toBeLessThan(factsRead() * 2)
  })

  it('are compared with other periods and seen within a scope like any other', async () => {
    for (const compare of ['previous_period', 'average'] as const) {
      const period = { from: START + 6 * DAY, to: START + 8 * DAY }
      await expectSame(base, question({ period, compare, dimensions: ['team'] }), NOW, ZONE)
    }
    await expectSame(base, question({ scope: ['red'], grain: 'day' }), NOW, ZONE)
  })

  it('show what was applied since', async () => {
    const before = await expectSame(base, question(), NOW, ZONE)
    const [more] = fc.sample(world(40), { seed: 8, numRuns: 1 })
    await load((more ?? []).map((event) => ({ ...event, source: `${event.source}-2` })))
    const after = await expectSame(await readFacts(), question(), NOW, ZONE)
    expect(Number(after.rows[0]?.tickets_opened)).toBeGreaterThan(Number(before.rows[0]?.tickets_opened))
  })
})
