import { describe, expect, it } from 'vitest'
import { METRICS, metricById } from '@/lib/metrics/catalogue'
import { describeMetric } from '@/lib/metrics/describe'

const shown = (id: string) => {
  const metric = metricById(id)
  if (metric === undefined) throw new Error(id)
  return describeMetric(metric)
}

describe('describeMetric', () => {
  it('puts every formula into words of measures', () => {
    expect(shown('csat').formula).toBe('csat_good ÷ csat_answers')
    expect(shown('frt_within_target').formula).toBe(
      'episode_within ÷ (episode_answered + episode_overdue + episode_abandoned_past)',
    )
    expect(shown('frt_p90').formula).toBe('p90(first_response_sketch)')
    for (const metric of METRICS) expect(describeMetric(metric).facts.length).toBeGreaterThan(0)
  })

  it('gives the bands of a target', () => {
    expect(shown('frt_avg').bands).toEqual({ watch: 48, bad: 60, op: '<=' })
    expect(shown('csat').bands).toEqual({ watch: expect.closeTo(0.88, 9), bad: 0.85, op: '>=' })
    expect(shown('delay_alerts').bands).toEqual({ watch: null, bad: 0, op: '<=' })
    expect(shown('tickets_opened').bands).toBeNull()
  })

  it('names the clocks a metric has', () => {
    expect(shown('resolution_avg')).toMatchObject({
      calendars: ['all_hours', 'business'],
      defaultCalendar: 'business',
    })
    expect(shown('csat').calendars).toEqual(['all_hours'])
  })
})
