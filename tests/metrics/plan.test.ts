import { describe, expect, it } from 'vitest'
import { askedMetrics } from '@/lib/metrics/answer'
import type { Question } from '@/lib/metrics/cells'
import { CUBE_SET, CUBES, cubesOfSet } from '@/lib/metrics/cubes'
import { bucketsOf, planFamilies } from '@/lib/metrics/plan'
import type { Dimension, Grain } from '@/lib/metrics/types'

const ZONE = 'Asia/Shanghai'
const at = (text: string) => Date.parse(`${text}+08:00`)

function plan(
  options: {
    metrics?: readonly string[]
    dimensions?: readonly Dimension[]
    filters?: readonly Dimension[]
    grain?: Grain | null
    from: string
    to: string
    scope?: readonly string[]
  },
  cubes = CUBES,
) {
  const grain = options.grain ?? null
  const { boundaries } = bucketsOf({ from: at(options.from), to: at(options.to) }, grain, ZONE)
  const question: Question = {
    metrics: askedMetrics({ metrics: options.metrics ?? ['frt_avg'], calendar: null }),
    dimensions: options.dimensions ?? [],
    filters: (options.filters ?? []).map((dimension) => ({ dimension, op: 'in', values: ['x'] })),
    scope: options.scope ?? null,
    boundaries,
    grained: grain !== null,
    live: true,
    now: at('2026-12-01T00:00:00'),
    zone: ZONE,
  }
  return planFamilies(question, grain, cubes)
}

const days = { from: '2026-11-01T00:00:00', to: '2026-11-08T00:00:00' }

describe('plan', () => {
  it('reads whole days from the day cube with the fewest rows, hours from an hour cube', () => {
    expect(plan(days)[0]).toMatchObject({ cube: { id: 'priority' }, edges: [] })
    expect(plan({ ...days, grain: 'hour' })[0]).toMatchObject({ cube: { id: 'all' }, edges: [] })
    expect(plan({ ...days, grain: 'hour', dimensions: ['channel'] })[0]?.cube?.id).toBe('channel')
  })

  it('takes a cube that has every dimension asked for, filtered by or scoped to', () => {
    expect(plan({ ...days, dimensions: ['channel'], filters: ['team'] })[0]?.cube?.id).toBe('team_channel')
    expect(plan({ ...days, dimensions: ['channel'], scope: ['a'] })[0]?.cube?.id).toBe('team_channel')
    expect(plan({ ...days, dimensions: ['channel'], filters: ['product'] })[0]?.cube?.id).toBe(
      'product_channel',
    )
    expect(plan({ ...days, dimensions: ['region'], filters: ['product'] })[0]?.cube).toBeNull()
    expect(plan({ ...days, dimensions: ['agent'], grain: 'hour' })[0]?.cube).toBeNull()
  })

  it('takes no cube that the rollups do not hold yet', () => {
    const held = cubesOfSet('all team channel team_channel no_more')
    expect(held.map(({ id }) => id)).toEqual(['all', 'channel', 'team', 'team_channel'])
    const pair = { ...days, dimensions: ['channel'] as const, filters: ['product'] as const }
    expect(plan(pair, held)[0]?.cube).toBeNull()
    expect(plan(days, held)[0]?.cube?.id).toBe('all')
    expect(plan(days, cubesOfSet(''))[0]?.cube).toBeNull()
    expect(cubesOfSet(CUBE_SET)).toBe(CUBES)
  })

  it('asks for percentiles where their sketches are, be there fewer cells elsewhere', () => {
    const byChannel = { ...days, dimensions: ['channel'] as const }
    expect(plan(byChannel)[0]?.cube).toMatchObject({ id: 'customer_tier_channel', sketched: false })
    expect(plan({ ...byChannel, metrics: ['frt_p90'] })[0]?.cube).toMatchObject({ sketched: true })
    // Where no cube with sketches has the dimensions, sums still come from one without.
    const pair = { ...byChannel, metrics: ['frt_p90'], filters: ['product'] as const }
    expect(plan(pair)[0]?.cube?.id).toBe('product_channel')
  })

  it('takes ragged ends from the facts', () => {
    const [family] = plan({ from: '2026-11-01T09:20:00', to: '2026-11-01T12:40:00' })
    expect(family?.middles).toEqual([{ from: at('2026-11-01T10:00:00'), to: at('2026-11-01T12:00:00') }])
    expect(family?.edges).toEqual([
      { from: at('2026-11-01T09:20:00'), to: at('2026-11-01T10:00:00') },
      { from: at('2026-11-01T12:00:00'), to: at('2026-11-01T12:40:00') },
    ])
  })

  it('goes to the facts for quarters of an hour and for periods without a whole hour', () => {
    expect(plan({ ...days, to: '2026-11-02T00:00:00', grain: '15m' })[0]?.cube).toBeNull()
    expect(plan({ from: '2026-11-01T09:20:00', to: '2026-11-01T09:35:00' })[0]?.cube).toBeNull()
  })

  it('keeps counts that hang on now out of the rollups', () => {
    const [family] = plan({ ...days, metrics: ['frt_within_target'] })
    expect(family?.measures.map((m) => m.id)).toEqual([
      'episode_within',
      'episode_answered',
      'episode_abandoned_past',
    ])
    expect(family?.live.map((m) => m.id)).toEqual(['episode_overdue'])
  })

  it('refuses more buckets than an answer may have rows', () => {
    expect(() =>
      bucketsOf({ from: at('2020-01-01T00:00:00'), to: at('2026-01-01T00:00:00') }, 'hour', ZONE),
    ).toThrow(/coarser grain/)
  })
})
