import { describe, expect, it } from 'vitest'
import { weekdayHours } from '@/components/views/answers'
import { histogramOf } from '@/components/views/distribution'
import { formats } from '@/lib/i18n/format'
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
