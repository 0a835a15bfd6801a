import { describe, expect, it } from 'vitest'
import { sumKind, sumRows } from '@/components/tables/ticket-sum'
import { METRICS, metricById } from '@/lib/metrics/catalogue'

const kindOf = (id: string) => {
  const metric = metricById(id)
  const kind = metric ? sumKind(metric) : null
  if (kind === null) throw new Error(`${id} has no sum`)
  return kind
}

describe('sum of rows', () => {
  const rows = [
    { n: 2, hits: 1, values: [10, 30] },
    { n: 1, hits: 1, values: [50] },
    { n: 1, hits: 0, values: [] },
  ]
  it('counts, means, shares, points and percentiles as the metric does', () => {
    expect(sumRows(kindOf('tickets_opened'), rows)).toEqual({ value: 4, n: 4, hits: 2 })
    expect(sumRows(kindOf('frt_avg'), rows).value).toBe(30)
    expect(sumRows(kindOf('frt_p50'), rows).value).toBe(30)
    expect(sumRows(kindOf('fcr'), rows).value).toBe(0.5)
    expect(sumRows(kindOf('nps'), rows).value).toBe(50)
    expect(sumRows(kindOf('queue_now'), rows).value).toBe(3)
    expect(sumRows(kindOf('oldest_wait_now'), rows).value).toBe(50)
  })
  it('has no value of nothing, save for what is counted', () => {
    expect(sumRows(kindOf('frt_avg'), [])).toEqual({ value: null, n: 0, hits: 0 })
    expect(sumRows(kindOf('fcr'), []).value).toBeNull()
    expect(sumRows(kindOf('tickets_opened'), []).value).toBe(0)
  })
  it('knows every metric, or says that its rows are no sum', () => {
    const without = METRICS.filter((metric) => sumKind(metric) === null).map((metric) => metric.id)
    for (const id of without) {
      const metric = metricById(id)
      expect(metric?.type === 'gauge' || metric?.type === 'derived', id).toBe(true)
    }
  })
})
