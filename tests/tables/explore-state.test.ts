import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ExploreState,
  exploreQuery,
  formsOf,
  metricChoice,
  parseExplore,
  refuseDimension,
  refuseGrain,
  refuseMetric,
  soundQuestion,
} from '@/components/explore/explore-state'
import { METRICS } from '@/lib/metrics/catalogue'
import { parseQuery } from '@/lib/metrics/parse-query'
import { DIMENSIONS, type Filter, GRAINS } from '@/lib/metrics/types'

const KNOWN = new Set(METRICS.map((metric) => metric.id))
const choices = METRICS.map((metric) => metricChoice(metric, 'zh'))
const DAY = 86_400_000
const FROM = Date.parse('2026-11-01T00:00:00+08:00')

const state: fc.Arbitrary<ExploreState> = fc.record({
  metrics: fc.uniqueArray(fc.constantFrom(...KNOWN), { maxLength: 6 }),
  by: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { maxLength: 2 }),
  grain: fc.option(fc.constantFrom(...GRAINS), { nil: null }),
  form: fc.option(fc.constantFrom('lines', 'bars', 'heat', 'table', 'multiples', 'figures'), { nil: null }),
})
const filters: fc.Arbitrary<Filter[]> = fc.uniqueArray(
  fc.record({
    dimension: fc.constantFrom(...DIMENSIONS),
    op: fc.constant('in' as const),
    values: fc.constant(['x']),
  }),
  { maxLength: 3, selector: (it) => it.dimension },
)

describe('the question of the explore page', () => {
  it('comes back from its address', () => {
    fc.assert(
      fc.property(state, (asked) => {
        const params = Object.fromEntries(new URLSearchParams(exploreQuery(asked)))
        expect(parseExplore(params, KNOWN)).toEqual(asked)
      }),
    )
  })
  it('leaves out what it does not know', () => {
    expect(
      parseExplore({ metrics: 'frt_avg,nonsense,frt_avg', by: 'team,moon', grain: 'eon', as: 'pie' }, KNOWN),
    ).toEqual({ metrics: ['frt_avg'], by: ['team'], grain: null, form: null })
  })
  it('is always one the query door takes, whatever the address says', () => {
    fc.assert(
      fc.property(state, filters, fc.integer({ min: 1, max: 500 }), (asked, narrowed, days) => {
        const period = { from: FROM - days * DAY, to: FROM }
        const { state: sound } = soundQuestion(asked, choices, narrowed, period)
        if (sound.metrics.length === 0) return
        const iso = (at: number) => new Date(at).toISOString()
        expect(() =>
          parseQuery(
            {
              metrics: sound.metrics,
              dimensions: sound.by,
              grain: sound.grain,
              period: { from: iso(period.from), to: iso(period.to) },
              filters: narrowed,
            },
            { now: FROM, zone: 'Asia/Shanghai', scope: null },
          ),
        ).not.toThrow()
      }),
    )
  })
  it('says why something cannot be chosen', () => {
    const now = choices.find((choice) => choice.momentary)
    if (!now) throw new Error('no gauge in the catalogue')
    const empty: ExploreState = { metrics: [], by: [], grain: 'day', form: null }
    expect(refuseMetric(now, empty, [])).toEqual({ why: 'momentary_now' })
    expect(refuseGrain('day', [now], { from: 0, to: 7 * DAY })).toMatchObject({ why: 'momentary' })
    expect(refuseGrain('15m', [], { from: 0, to: 90 * DAY })).toEqual({ why: 'too_fine' })
    expect(refuseGrain('month', [], { from: 0, to: 2 * DAY })).toEqual({ why: 'too_coarse' })
    const two: ExploreState = { metrics: [], by: ['team', 'channel'], grain: null, form: null }
    expect(refuseDimension('agent', two, [])).toEqual({ why: 'full' })
    const narrow = choices.find((choice) => choice.dimensions.length < DIMENSIONS.length)
    const missing = DIMENSIONS.find((it) => narrow && !narrow.dimensions.includes(it))
    if (narrow && missing) {
      expect(refuseDimension(missing, { ...two, by: [] }, [narrow])).toEqual({
        why: 'metric',
        metric: narrow.label,
      })
    }
  })
  it('offers the form that fits first, and the table always', () => {
    const one = (changes: Partial<ExploreState>): ExploreState => ({
      metrics: ['frt_avg'],
      by: [],
      grain: null,
      form: null,
      ...changes,
    })
    expect(formsOf(one({}), 1)[0]).toBe('figures')
    expect(formsOf(one({ by: ['channel'] }), 9)[0]).toBe('bars')
    expect(formsOf(one({ by: ['channel', 'team'] }), 40)[0]).toBe('heat')
    expect(formsOf(one({ grain: 'day' }), 1)[0]).toBe('lines')
    expect(formsOf(one({ grain: 'day', by: ['customerTier'] }), 4)[0]).toBe('lines')
    expect(formsOf(one({ grain: 'day', by: ['channel'] }), 12)[0]).toBe('multiples')
    fc.assert(
      fc.property(state, fc.integer({ min: 0, max: 500 }), (asked, groups) => {
        const forms = formsOf(asked, groups)
        expect(forms).toContain('table')
        expect(new Set(forms).size).toBe(forms.length)
      }),
    )
  })
})
