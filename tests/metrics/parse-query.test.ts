import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/core/errors'
import { parseQuery } from '@/lib/metrics/parse-query'

const NOW = Date.parse('2026-11-21T10:30:00+08:00')
const context = { now: NOW, zone: 'Asia/Shanghai', scope: null }
const good = {
  metrics: ['frt_p50', 'csat'],
  dimensions: ['channel'],
  grain: 'hour',
  period: { from: '2026-11-01T00:00:00+08:00', to: '2026-11-08T00:00:00+08:00' },
  filters: [{ dimension: 'channel', op: 'in', values: ['douyin', 'jd', ''] }],
  calendar: 'business',
  compare: 'previous_period',
  orderBy: [{ id: 'csat', direction: 'desc' }],
  limit: 50,
}

describe('parseQuery', () => {
  it('reads the query of the contract', () => {
    expect(parseQuery(good, context)).toEqual({
      ...good,
      period: { from: Date.parse(good.period.from), to: Date.parse(good.period.to) },
      filters: [{ dimension: 'channel', op: 'in', values: ['douyin', 'jd', null] }],
      scope: null,
    })
  })

  it('has defaults for all but metrics and period', () => {
    const query = parseQuery({ metrics: ['csat'], period: { preset: 'today' } }, context)
    expect(query).toMatchObject({
      dimensions: [],
      grain: null,
      filters: [],
      calendar: null,
      compare: null,
      orderBy: [],
      limit: 100,
    })
    expect(query.period.from).toBe(Date.parse('2026-11-21T00:00:00+08:00'))
  })

  it.each([
    [{ ...good, metrics: ['frt_p5'] }, 'metrics[0]', 'frt_p50'],
    [{ ...good, metrics: [] }, 'metrics', ''],
    [{ ...good, metrics: 'csat' }, 'metrics', ''],
    [{ ...good, dimensions: ['colour'] }, 'dimensions[0]', 'issueType'],
    [{ ...good, colour: 1 }, '', 'orderBy'],
    [{ ...good, grain: 'year' }, 'grain', '15m'],
    [{ metrics: ['csat'] }, 'period', 'last_15m'],
    [{ ...good, period: { preset: 'tomorrow' } }, 'period', 'last_7_days'],
    [{ ...good, period: { from: 'yesterday', to: good.period.to } }, 'period.from', 'RFC 3339'],
    [{ ...good, period: { from: good.period.to, to: good.period.from } }, 'period.to', 'after the start'],
    [{ ...good, period: { ...good.period, preset: 'today' } }, 'period', 'last_7_days'],
    [{ ...good, filters: [{ dimension: 'channel', op: 'is', values: ['jd'] }] }, 'filters[0].op', 'not_in'],
    [{ ...good, filters: [{ dimension: 'channel', op: 'in', values: [] }] }, 'filters[0].values', ''],
    [
      { ...good, filters: [{ dimension: 'channel', op: 'in', values: ['a'], not: 1 }] },
      'filters[0]',
      'values',
    ],
    [
      { ...good, filters: [{ dimension: 'channel', op: 'in', values: ['a\u0000'] }] },
      'filters[0].values[0]',
      'NUL',
    ],
    [{ ...good, orderBy: [{ id: 'nps' }] }, 'orderBy[0].id', 'frt_p50'],
    [{ ...good, limit: 1001 }, 'limit', ''],
    [{ ...good, limit: 1.5 }, 'limit', ''],
    [
      { ...good, metrics: ['agents_online'], filters: [], orderBy: [] },
      'dimensions[0]',
      'team, agent, source',
    ],
    [{ ...good, calendar: 'lunar' }, 'calendar', 'business'],
    [{ ...good, compare: 'last_week' }, 'compare', 'same_weekday'],
    [null, '', ''],
    ['csat', '', ''],
    [[], '', ''],
  ])('refuses %j and names %s', (input, path, cure) => {
    let refusal: unknown
    try {
      parseQuery(input, context)
    } catch (error) {
      refusal = error
    }
    if (!isAppError(refusal)) throw new Error('was not refused')
    expect(refusal.code).toBe('invalid_query')
    expect(refusal.status).toBe(400)
    const place = refusal.details.errors?.find((error) => error.path === path)
    expect(place, JSON.stringify(refusal.details)).toBeDefined()
    expect(place?.message).toContain(cure)
  })
})
