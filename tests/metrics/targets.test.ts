import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandOf } from '@/lib/boards/state'
import { channelKind } from '@/lib/facts/channel-kind'
import { METRICS, metricById } from '@/lib/metrics/catalogue'
import { describeMetric } from '@/lib/metrics/describe'
import {
  type TargetOverride,
  targetFaults,
  targetOp,
  targetScopes,
  unitRange,
  withTargets,
} from '@/lib/metrics/target-overrides'
import { metricsWith, metricTargetsSchema, storedTargets } from '@/lib/metrics/target-settings'
import { KINDS, type Scope, scopeOf, TARGET_SCOPES, type TargetScope, targetAt } from '@/lib/metrics/targets'
import type { Metric } from '@/lib/metrics/types'

const metric = (id: string): Metric => {
  const found = metricById(id)
  if (found === undefined) throw new Error(`the catalogue has no ${id}`)
  return found
}

const set = (id: string, value: number, more: Partial<TargetOverride> = {}): TargetOverride => ({
  metric: id,
  scope: null,
  key: '',
  value,
  watch: null,
  ...more,
})

const channels = ['phone', 'taobao', 'email', 'a channel of their own']
const values: Record<Exclude<TargetScope, 'channelKind'>, readonly string[]> = {
  agent: ['li', 'wang'],
  team: ['A', 'B'],
  product: ['kettle', 'lamp'],
  issueType: ['refund', 'delivery'],
  region: ['north', 'south'],
  channel: channels,
}
const scopes: fc.Arbitrary<Scope> = fc.record(
  Object.fromEntries(
    Object.entries(values).map(([scope, keys]) => [scope, fc.constantFrom(...keys, null)]),
  ) as Record<keyof typeof values, fc.Arbitrary<string | null>>,
  { requiredKeys: [] },
)
const judged = METRICS.filter((it) => targetOp(it) !== null)
const override: fc.Arbitrary<TargetOverride> = fc
  .record({
    metric: fc.constantFrom(...judged),
    scope: fc.constantFrom(null, ...TARGET_SCOPES),
    pick: fc.nat(),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ metric: of, scope, pick, part }) => {
    const keys = scope === null ? [''] : scope === 'channelKind' ? KINDS : values[scope]
    const [low, high] = unitRange(of.unit)
    return set(of.id, low + part * (high - low), { scope, key: keys[pick % keys.length] ?? '' })
  })
/** Overrides that can be kept. */
const settings = fc
  .uniqueArray(override, { selector: (it) => JSON.stringify([it.metric, it.scope, it.key]), maxLength: 60 })
  .map((all) => all.filter((it) => targetFaults([it], metricById).length === 0))

/** What the order says, said another way: the first place that fits, in a list made by hand. */
function expected(of: Metric, scope: Scope, overrides: readonly TargetOverride[]): number | null {
  const fits = (place: TargetScope, key: string | null | undefined) =>
    overrides.find((it) => it.metric === of.id && it.scope === place && it.key === key)?.value
  const kind = scope.channel === undefined ? undefined : channelKind(scope.channel)
  return (
    fits('agent', scope.agent) ??
    fits('team', scope.team) ??
    fits('product', scope.product) ??
    fits('issueType', scope.issueType) ??
    fits('region', scope.region) ??
    fits('channel', scope.channel) ??
    fits('channelKind', kind) ??
    (kind === undefined ? undefined : of.target?.byKind?.[kind]) ??
    overrides.find((it) => it.metric === of.id && it.scope === null)?.value ??
    of.target?.value ??
    null
  )
}

describe('targetAt', () => {
  it('takes the most specific target there is', () => {
    fc.assert(
      fc.property(settings, scopes, fc.constantFrom(...METRICS), (overrides, scope, of) => {
        const own = metricsWith({ overrides })(of.id)
        expect(targetAt(own, scope)?.value ?? null).toBe(expected(of, scope, overrides))
      }),
      { numRuns: 500 },
    )
  })

  it('is what the catalogue says where nothing is set', () => {
    const lookup = metricsWith({ overrides: [] })
    fc.assert(
      fc.property(scopes, fc.constantFrom(...METRICS), (scope, of) => {
        const own = lookup(of.id)
        expect(own).toBe(of)
        const kind = scope.channel === undefined ? undefined : channelKind(scope.channel)
        const shipped = of.target === null ? null : ((kind && of.target.byKind?.[kind]) ?? of.target.value)
        const found = targetAt(own, scope)
        expect(found?.value ?? null).toBe(shipped)
        expect(found?.op).toBe(of.target?.op)
        expect(found?.watch).toBeUndefined()
        // A mix of kinds that differ has no target, as ever.
        const mixes = of.target?.byKind !== undefined && kind === undefined
        expect(targetAt(own, scope, 'none')?.value ?? null).toBe(mixes ? null : shipped)
      }),
    )
  })

  it('judges a mix of kinds by what was set for just that team', () => {
    const own = withTargets(metric('frt_avg'), {
      overrides: [set('frt_avg', 90, { scope: 'team', key: 'A' })],
    })
    expect(targetAt(own, { team: 'A' }, 'none')?.value).toBe(90)
    expect(targetAt(own, { team: 'B' }, 'none')).toBeNull()
    expect(targetAt(own, { team: 'B', channel: 'phone' }, 'none')?.value).toBe(15)
    expect(targetAt(metric('tickets_opened'), {})).toBeNull()
    expect(targetAt(undefined, {})).toBeNull()
  })

  it('gives a target to a metric that ships without one, to a scope alone too', () => {
    expect(metric('transfer_rate').target).toBeNull()
    const own = withTargets(metric('transfer_rate'), {
      overrides: [set('transfer_rate', 0.05, { scope: 'channel', key: 'phone', watch: 0.03 })],
    })
    expect(targetAt(own, {})).toBeNull()
    expect(targetAt(own, { channel: 'phone' })).toEqual({ value: 0.05, op: '<=', watch: 0.03, own: true })
  })

  it('leaves metrics without a better side alone', () => {
    expect(withTargets(metric('tickets_opened'), { overrides: [set('tickets_opened', 5)] })).toBe(
      metric('tickets_opened'),
    )
  })
})

describe('bands', () => {
  const at = (id: string, value: number, watch: number | null) => {
    const own = withTargets(metric(id), { overrides: [set(id, value, { watch })] })
    return (figure: number) => bandOf(figure, targetAt(own, {}), own.unit)
  }

  it('watches from where the company says', () => {
    const csat = at('csat', 0.92, 0.95)
    expect([0.919, 0.92, 0.949, 0.95, 1].map(csat)).toEqual(['bad', 'watch', 'watch', 'ok', 'ok'])
    const frt = at('frt_avg', 100, 50)
    expect([49, 50, 100, 101].map(frt)).toEqual(['ok', 'watch', 'watch', 'bad'])
  })

  it('watches by itself where nothing is said, and never where both are the same', () => {
    expect([79, 80, 101].map(at('frt_avg', 100, null))).toEqual(['ok', 'watch', 'bad'])
    expect([99, 100, 101].map(at('frt_avg', 100, 100))).toEqual(['ok', 'ok', 'bad'])
    expect([0.89, 0.9, 0.91].map(at('csat', 0.9, 0.9))).toEqual(['bad', 'ok', 'ok'])
  })

  it('stand in the description of the metric', () => {
    const own = withTargets(metric('csat'), {
      overrides: [set('csat', 0.9, { watch: 0.94 }), set('csat', 0.8, { scope: 'channel', key: 'phone' })],
    })
    expect(describeMetric(own)).toMatchObject({
      bands: { watch: 0.94, bad: 0.9, op: '>=' },
      scopes: [{ scope: 'channel', key: 'phone', own: true, bands: { bad: 0.8, op: '>=' } }],
    })
    expect(describeMetric(metric('frt_avg')).scopes.map(({ key, own }) => [key, own])).toEqual([
      ['phone', false],
      ['chat', false],
      ['ticket', false],
    ])
  })
})

describe('targetFaults', () => {
  const codes = (...overrides: TargetOverride[]) =>
    targetFaults(overrides, metricById).map(({ at, field, code }) => [at, field, code])

  it('says what cannot be, each at its place', () => {
    expect(codes(set('nothing', 1))).toEqual([[0, 'metric', 'unknown_metric']])
    expect(codes(set('tickets_opened', 1))).toEqual([[0, 'metric', 'no_direction']])
    // More is better, but a week always has more of it than a day.
    expect(codes(set('tickets_resolved', 1))).toEqual([[0, 'metric', 'no_direction']])
    expect(codes(set('load', 0.9))).toEqual([])
    expect(codes(set('csat', 1.2))).toEqual([[0, 'value', 'out_of_range']])
    expect(codes(set('csat', 0.9, { watch: -1 }))).toEqual([[0, 'watch', 'watch_out_of_range']])
    expect(codes(set('csat', 0.9, { watch: 0.8 }))).toEqual([[0, 'watch', 'watch_beyond']])
    expect(codes(set('frt_avg', 60, { watch: 61 }))).toEqual([[0, 'watch', 'watch_beyond']])
    expect(codes(set('queue_now', 5, { scope: 'agent', key: 'li' }))).toEqual(
      targetScopes(metric('queue_now')).includes('agent') ? [] : [[0, 'scope', 'no_dimension']],
    )
    expect(codes(set('csat', 0.9, { scope: 'team' }))).toEqual([[0, 'key', 'no_key']])
    expect(codes(set('csat', 0.9, { key: 'A' }))).toEqual([[0, 'key', 'no_key']])
    expect(codes(set('csat', 0.9, { scope: 'channelKind', key: 'fax' }))).toEqual([
      [0, 'key', 'unknown_kind'],
    ])
    const row = set('csat', 0.9, { scope: 'team', key: 'A' })
    expect(codes(row, { ...row, value: 0.8 })).toEqual([[1, 'key', 'twice']])
  })

  it('refuses a dimension the metric lacks', () => {
    const lacking = judged.find((it) => !it.dimensions.includes('agent'))
    expect(lacking).toBeDefined()
    expect(codes(set(lacking?.id ?? '', 0.5, { scope: 'agent', key: 'li' }))[0]).toEqual([
      0,
      'scope',
      'no_dimension',
    ])
  })

  it('becomes sentences with places in the schema', () => {
    const found = metricTargetsSchema.safeParse({
      overrides: [set('csat', 0.9), set('csat', 95, { scope: 'team', key: 'A', watch: 0.1 })],
    })
    expect(found.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['overrides.1.value', expect.stringContaining('between 0 and 1')],
      ['overrides.1.watch', expect.stringContaining('before the target is missed')],
    ])
  })
})

describe('storedTargets', () => {
  it('leaves out what the catalogue has no place for, and is empty where nothing is stored', () => {
    expect(storedTargets({ overrides: [set('gone', 1), set('csat', 0.9)] }).overrides).toEqual([
      set('csat', 0.9),
    ])
    expect(storedTargets(undefined)).toEqual({ overrides: [] })
  })
})

describe('scopeOf', () => {
  it('heeds filters that leave one value', () => {
    expect(
      scopeOf([
        { dimension: 'channel', op: 'in', values: [null] },
        { dimension: 'team', op: 'in', values: ['A', 'B'] },
        { dimension: 'region', op: 'not_in', values: ['north'] },
        { dimension: 'product', op: 'in', values: ['kettle'] },
      ]),
    ).toEqual({ channel: null, product: 'kettle' })
  })
})
