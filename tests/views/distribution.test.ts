import { describe, expect, it } from 'vitest'
import { weekdayHours } from '@/components/views/answers'
import { histogramOf, shapeOf } from '@/components/views/distribution'
import { formats } from '@/lib/i18n/format'
import { niceEdges, sketchedDistribution } from '@/lib/metrics/distribution'
import type { QueryResult } from '@/lib/metrics/types'

const f = formats('zh', 'Asia/Shanghai')

describe('histogram', () => {
  it('counts every value once, the target on an edge', () => {
    const values = [0, 10, 15, 15.1, 60, 61, 400]
    const shape = histogramOf(values, 60, f)
    expect(shape?.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(values.length)
    const edge = shape?.bins.findIndex((bin) => Math.abs(bin.from - 60) < 1e-9) ?? -1
    expect(edge).toBeGreaterThan(0)
    const within = shape?.bins.slice(0, edge).reduce((sum, bin) => sum + bin.count, 0)
    expect(within).toBe(5)
  })
  it('opens the rows of each bar of a counted distribution', () => {
    const bins = [
      { min: null, max: 15.001, from: 0, to: 15, count: 4 },
      { min: 15.001, max: null, from: 15, to: 30, count: 0 },
    ]
    const about = { metric: 'frt_avg', unit: 'seconds', calendar: 'all_hours', source: 'facts' } as const
    const whole = { ...about, n: 4, bins, median: 3, p90: 12, within: 1 }
    const shape = shapeOf(whole, 15, f, (narrow) => JSON.stringify(narrow))
    expect(shape?.bins.map(({ href }) => href)).toEqual(['{"max":"15.001"}', undefined])
    expect(shape?.ticks.map(({ at }) => at)).toEqual([0, 0.5, 1])
    expect(shapeOf({ ...whole, n: 0 }, 15, f, String)).toBeNull()
  })
  it('marks the target among the bars of a sketch', () => {
    const counts = Array.from({ length: 48 }, (_, bin) => (bin > 5 && bin < 20 ? 10 : 0))
    const found = sketchedDistribution(counts, 0.001, { value: 60, op: '<=' })
    const about = { metric: 'frt_avg', unit: 'seconds', calendar: 'all_hours', source: 'sketch' } as const
    const shape = shapeOf({ ...about, ...found }, 60, f, () => '')
    const at = shape?.targetAt ?? 0
    const bar = shape?.bins[Math.floor(at * 14)]
    expect(shape?.bins).toHaveLength(14)
    expect(bar && bar.from < 60 && bar.to >= 60).toBe(true)
    expect(found.within).toBeGreaterThan(at - 0.05)
    expect(found.within).toBeLessThan(at + 0.05)
  })
  it('has edges that meet the target', () => {
    const edges = niceEdges({ p95: 400, target: 60, unit: 'seconds' })
    expect(edges).toContain(60)
    expect(edges.at(-1)).toBeGreaterThanOrEqual(400)
    expect(niceEdges({ p95: 0, target: null, unit: 'seconds' })).toHaveLength(8)
  })
  it('needs values, and stands zeros and no target', () => {
    expect(histogramOf([], 60, f)).toBeNull()
    expect(histogramOf([0, 0, 0], null, f)?.bins[0]?.count).toBe(3)
  })
})

describe('weekday × hour', () => {
  it('adds counts, not shares', () => {
    const row = (time: string, share: number, n: number) => ({ time, m: share, n: { m: n } })
    const result = {
      rows: [
        row('2026-11-20T14:00:00+08:00', 0.5, 10),
        row('2026-11-13T14:00:00+08:00', 1, 30),
        row('2026-11-16T00:00:00+08:00', 0.25, 4),
      ],
    } as unknown as QueryResult
    const cells = weekdayHours(result, 'm', 'Asia/Shanghai')
    expect(cells[4]?.[14]).toEqual({ value: 35 / 40, n: 40 })
    expect(cells[0]?.[0]).toEqual({ value: 0.25, n: 4 })
    expect(cells[1]?.[1]).toEqual({ value: null, n: 0 })
  })
})
