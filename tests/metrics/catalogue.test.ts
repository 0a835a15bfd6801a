import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { METRICS, metricById } from '@/lib/metrics/catalogue'
import { MEASURES } from '@/lib/metrics/measures'
import type { MeasureRef, Metric } from '@/lib/metrics/types'

/** The ids of metrics.md, which are a contract. */
const CONTRACT =
  'tickets_opened tickets_resolved tickets_closed messages_in messages_out frt_avg frt_p50 frt_p90 frt_within_target agent_frt_p50 agent_frt_avg art_avg art_p50 art_p90 queue_now oldest_wait_now wait_p90 abandon_rate service_level aht_avg aht_p50 resolution_avg resolution_p50 resolution_p90 resolved_within_target resolution_rate fcr fcr_said reopen_rate transfer_rate csat csat_avg csat_first_response csat_solution csat_complaint csat_process survey_response_rate nps ces ces1 complaint_rate suggestion_adoption agents_online agents_available load occupancy delay_alerts repurchase_rate churn_rate customer_value'.split(
    ' ',
  )

function refs(metric: Metric): readonly MeasureRef[] {
  switch (metric.type) {
    case 'count':
      return metric.of
    case 'mean':
      return [metric.sum, metric.count]
    case 'ratio':
      return [...metric.numerator, ...metric.denominator]
    case 'quantile':
      return [metric.sketch, metric.count]
    case 'derived':
      return [...metric.inputs, metric.n]
    default:
      return []
  }
}

const strings = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(strings)
      : []

describe('catalogue', () => {
  it('has every id of the contract exactly once', () => {
    const ids = METRICS.map((m) => m.id)
    expect([...ids].sort()).toEqual([...CONTRACT].sort())
    expect(new Set(ids).size).toBe(ids.length)
    expect(metricById('frt_p50')?.id).toBe('frt_p50')
    expect(metricById('toString')).toBeUndefined()
  })

  it('has one file for each metric, named after its id', () => {
    const files = readdirSync('lib/metrics/catalogue').filter((f) => !['index.ts', 'wording.ts'].includes(f))
    expect(files.sort()).toEqual(METRICS.map((m) => `${m.id.replaceAll('_', '-')}.ts`).sort())
  })

  it.each(METRICS.map((m) => [m.id, m] as const))('%s has a whole card in both languages', (_, metric) => {
    expect(strings(metric.card).every((text) => text.trim() !== '')).toBe(true)
    for (const locale of ['zh', 'en'] as const) {
      const { label, definition, synonyms } = metric.text[locale]
      expect(label).not.toBe('')
      expect(definition.length).toBeGreaterThan(9)
      expect(synonyms.length).toBeGreaterThan(0)
      for (const card of Object.values(metric.card)) expect(card[locale].trim()).not.toBe('')
    }
    expect(/[\u4e00-\u9fff]/.test(metric.text.zh.definition)).toBe(true)
    expect(/[\u4e00-\u9fff]/.test(strings(metric.text.en).join(''))).toBe(false)
  })

  it('refers to registered measures only, and no measure is idle', () => {
    const used = new Set(
      METRICS.flatMap(refs).flatMap((ref) => ('all_hours' in ref ? [ref.all_hours, ref.business] : [ref])),
    )
    for (const measure of used) expect(MEASURES).toContain(measure)
    expect(MEASURES.filter((m) => !used.has(m)).map((m) => m.id)).toEqual([])
  })

  it('gives no two metrics of a language the same name', () => {
    for (const locale of ['zh', 'en'] as const) {
      const labels = METRICS.map((m) => m.text[locale].label)
      expect(new Set(labels).size).toBe(labels.length)
    }
  })
})
