import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS } from '@/lib/metrics/catalogue'
import { DIMENSIONS, type Dimension, type Filter, GRAINS, type MetricQuery } from '@/lib/metrics/types'
import { freshDatabase } from '../database'
import { expectSame } from './compare'
import { load, readFacts, START, settle, world } from './world'

const MINUTE = 60_000
const DAY = 86_400_000
/** 12 databases of 90 tickets each: more than a thousand random histories a run. */
const WORLDS = 12
const TICKETS = 90
/** Shanghai twice as often; the others change their clocks within the histories or lie between the hours. */
const ZONES = [
  'Asia/Shanghai',
  'Asia/Shanghai',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
] as const

const VALUES: Readonly<Record<Dimension, readonly (string | null)[]>> = {
  channel: ['phone', 'web', 'douyin', 'email', null, 'nowhere'],
  team: ['red', 'blue', null],
  agent: ['amy', 'bo', null],
  product: ['tea', null],
  issueType: ['refund', 'delivery', null],
  region: ['上海', '北京', null],
  customerTier: ['vip', 'normal', null],
  source: ['src', 'other'],
  campaign: ['1111', null],
  priority: ['high', null],
}

const CUBED: readonly (readonly Dimension[])[] = [
  [],
  [],
  ...DIMENSIONS.map((dimension) => [dimension]),
  ['team', 'channel'],
  ['channel', 'issueType'],
  ['agent', 'region', 'priority'],
]

/** Whole local days, whole hours, or any minute. */
const period = fc
  .record({
    step: fc.constantFrom(DAY, 60 * MINUTE, 30 * MINUTE, MINUTE, 7 * MINUTE + 1),
    from: fc.integer({ min: -3, max: 12 }),
    days: fc.integer({ min: 1, max: 18 }),
    offset: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ step, from, days, offset }) => {
    const midnight = START - 9 * 60 * MINUTE // 00:00 in Shanghai
    const start = midnight + from * DAY + (step === DAY ? 0 : offset * step)
    return { from: start, to: start + Math.max(1, days) * (step === DAY ? DAY : Math.max(step, DAY / 3)) }
  })

const filter = fc.constantFrom(...DIMENSIONS).chain((dimension) =>
  fc.record({
    dimension: fc.constant(dimension),
    op: fc.constantFrom('in' as const, 'not_in' as const),
    values: fc.uniqueArray(fc.constantFrom(...VALUES[dimension]), { minLength: 1, maxLength: 3 }),
  }),
)

const ask: fc.Arbitrary<MetricQuery> = fc
  .record({
    dimensions: fc.constantFrom(...CUBED),
    filters: fc.array(filter, { maxLength: 2 }),
    grain: fc.constantFrom(null, null, ...GRAINS),
    period,
    calendar: fc.constantFrom(null, 'all_hours' as const, 'business' as const),
    compare: fc.constantFrom(
      null,
      null,
      'previous_period' as const,
      'same_weekday' as const,
      'average' as const,
      'average' as const,
    ),
    intervals: fc.boolean(),
    scope: fc.constantFrom(null, null, null, ['red'], ['blue', 'green'], []),
    limit: fc.constantFrom(100, 100, 2),
    order: fc.integer({ min: 0, max: 60 }),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
    only: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null, freq: 2 }),
  })
  .map(({ order, direction, only, ...rest }) => {
    const needed = [...rest.dimensions, ...rest.filters.map((f: Filter) => f.dimension)]
    const fitting = METRICS.filter((m) => needed.every((d) => m.dimensions.includes(d))).map((m) => m.id)
    // A fine grain over weeks and groups would be too long an answer.
    const long = rest.period.to - rest.period.from > 2 * DAY
    const grain =
      rest.grain === '15m' || (rest.grain === 'hour' && rest.dimensions.length > 0)
        ? long
          ? 'day'
          : rest.grain
        : rest.grain
    const metrics = only === null ? fitting : [fitting[only % fitting.length] as string]
    const orderable = [...metrics, ...rest.dimensions]
    return {
      ...rest,
      grain,
      metrics,
      orderBy: order > 40 ? [] : [{ id: orderable[order % orderable.length] as string, direction }],
    }
  })

describe('queries over random histories', () => {
  it('answers from SQL what the reference answers from the facts', { timeout: 240_000 }, async () => {
    const sources = new Set<string>()
    let asked = 0
    await fc.assert(
      fc.asyncProperty(
        world(TICKETS),
        fc.array(ask, { minLength: 50, maxLength: 50 }),
        fc.integer({ min: 0, max: 40 * 24 * 60 }),
        fc.constantFrom(...ZONES),
        fc.boolean(),
        async (events, questions, later, zone, withCalendar) => {
          await freshDatabase()
          await settle(zone, withCalendar)
          await load(events)
          const base = await readFacts()
          const now = START + later * MINUTE
          for (const question of questions) {
            const result = await expectSame(base, question, now, zone)
            sources.add(result.meta.source)
            asked += 1
          }
        },
      ),
      {
        numRuns: WORLDS,
        endOnFailure: true,
        // The counterexample is a whole company; the question and its differences say more.
        reporter: (run) => {
          if (run.failed) throw new Error(`seed ${run.seed}: ${String(run.errorInstance)}`)
        },
      },
    )
    expect(asked).toBeGreaterThanOrEqual(WORLDS * 50)
    expect([...sources]).toEqual(expect.arrayContaining(['rollup+facts', 'facts']))
  })
})
