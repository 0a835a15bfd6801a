import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS, metricById } from '@/lib/metrics/catalogue'
import {
  type DraftRow,
  draftOverrides,
  figureText,
  readFigure,
  readRow,
  targetDraft,
} from '@/lib/metrics/target-draft'
import { type TargetOverride, targetOp } from '@/lib/metrics/target-overrides'
import type { Metric } from '@/lib/metrics/types'

const metric = (id: string): Metric => {
  const found = metricById(id)
  if (found === undefined) throw new Error(`the catalogue has no ${id}`)
  return found
}
const judged = METRICS.filter((it) => targetOp(it) !== null)
const row = (target: string, watch = '', more: Partial<DraftRow> = {}): DraftRow => ({
  scope: null,
  key: '',
  target,
  watch,
  ...more,
})
const read = (id: string, of: DraftRow) => readRow(metric(id), of)

describe('readFigure', () => {
  it('reads figures as people say them', () => {
    expect(['95', '95%', '95％', '92.5 %', '0.8'].map((text) => readFigure(text, 'share'))).toEqual([
      0.95, 0.95, 0.95, 0.925, 0.008,
    ])
    expect(['45秒', '3分20秒', '90', '4h'].map((text) => readFigure(text, 'seconds'))).toEqual([
      45, 200, 90, 14_400,
    ])
    expect(readFigure('-20', 'points')).toBe(-20)
    expect([readFigure('a lot', 'share'), readFigure('', 'count'), readFigure('5%', 'count')]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('reads what it has written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom('zh', 'en'), (basis, locale) => {
        expect(readFigure(figureText(basis / 10_000, 'share', locale), 'share')).toBeCloseTo(
          basis / 10_000,
          9,
        )
        expect(readFigure(figureText(basis, 'seconds', locale), 'seconds')).toBe(basis)
        expect(readFigure(figureText(basis / 100, 'score', locale), 'score')).toBeCloseTo(basis / 100, 9)
      }),
    )
  })
})

describe('a draft', () => {
  const overrides: TargetOverride[] = [
    { metric: 'frt_avg', scope: null, key: '', value: 90, watch: 70 },
    { metric: 'frt_avg', scope: 'channelKind', key: 'phone', value: 20, watch: null },
    { metric: 'csat', scope: 'channel', key: 'taobao', value: 0.925, watch: 0.95 },
  ]

  it('is saved as it was stored', () => {
    const draft = targetDraft(judged, { overrides }, 'zh')
    const saved = draftOverrides(judged, draft)
    expect([...saved].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual(
      [...overrides].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    )
    expect(draftOverrides(judged, targetDraft(judged, { overrides: [] }, 'en'))).toEqual([])
    expect(draft.frt_avg?.map(({ scope, key, target }) => [scope, key, target])).toEqual([
      [null, '', '1分30秒'],
      ['channelKind', 'phone', '20秒'],
      ['channelKind', 'chat', ''],
      ['channelKind', 'ticket', ''],
    ])
  })

  it('says what holds, and what is wrong where', () => {
    expect(read('csat', row('')).limit).toEqual({ value: 0.85, op: '>=' })
    expect(read('csat', row(''))).toMatchObject({ override: null, fault: null })
    // Only where watching begins was changed: the target is kept as it ships.
    expect(read('csat', row('', '90')).override).toMatchObject({ value: 0.85, watch: 0.9 })
    expect(read('csat', row('80', '70')).fault).toEqual({
      field: 'watch',
      code: 'watch_beyond',
      value: 0.8,
      ceiling: false,
    })
    expect(read('frt_avg', row('60', '70')).fault).toMatchObject({ code: 'watch_beyond', ceiling: true })
    expect(read('csat', row('150')).fault).toEqual({ field: 'target', code: 'out_of_range' })
    expect(read('csat', row('85', '150')).fault).toEqual({ field: 'watch', code: 'out_of_range' })
    expect(read('csat', row('good')).fault).toEqual({ field: 'target', code: 'unreadable' })
    expect(read('csat', row('85', 'good')).fault).toEqual({ field: 'watch', code: 'unreadable' })
    expect(read('csat', row('', '', { scope: 'team', key: 'A' })).fault).toEqual({
      field: 'target',
      code: 'no_target',
    })
    expect(read('transfer_rate', row(''))).toEqual({ limit: null, override: null, fault: null })
    expect(read('transfer_rate', row('', '5')).fault).toEqual({ field: 'target', code: 'no_target' })
  })
})
