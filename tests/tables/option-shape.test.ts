import { describe, expect, it } from 'vitest'
import { optionShape } from '@/components/charts/option-shape'

const bars = (data: number[], more: object = {}) => ({
  xAxis: { data: data.map(String) },
  series: { type: 'bar', data, ...more },
})

describe('shape of an option', () => {
  it('stays the same for other data, so that the drawing is kept', () => {
    expect(optionShape(bars([1, 2]))).toBe(optionShape(bars([5, 6, 7])))
    expect(optionShape({ series: [{ type: 'bar', data: [] }] })).toBe(
      optionShape({ series: { type: 'bar', data: [1] } }),
    )
  })
  it('is another where a part comes or goes, so that nothing of the old one stays', () => {
    expect(optionShape(bars([1], { markLine: {} }))).not.toBe(optionShape(bars([1])))
    expect(optionShape(bars([1], { markLine: undefined }))).toBe(optionShape(bars([1])))
    expect(optionShape({ ...bars([1]), visualMap: {} })).not.toBe(optionShape(bars([1])))
    expect(optionShape({ series: { type: 'heatmap', data: [] } })).not.toBe(
      optionShape({ series: { type: 'bar', data: [] } }),
    )
  })
})
