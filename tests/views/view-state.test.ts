import { describe, expect, it } from 'vitest'
import {
  parseView,
  periodOf,
  rowsQuery,
  type SearchParams,
  viewQuery,
  wirePeriod,
  withFilter,
} from '@/components/views/view-state'

const zone = 'Asia/Shanghai'
const now = Date.parse('2026-11-20T14:37:08+08:00')

function paramsOf(query: string): SearchParams {
  const out: Record<string, string | string[]> = {}
  for (const [key, value] of new URLSearchParams(query)) {
    const before = out[key]
    out[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return out
}

describe('view state', () => {
  it('is today, against the same weekday, without filters', () => {
    const view = parseView({})
    expect(view).toEqual({
      preset: 'today',
      from: null,
      to: null,
      compare: 'same_weekday',
      calendar: null,
      filters: [],
    })
    expect(viewQuery(view)).toBe('')
  })
  it('narrows rows only where it is told to', () => {
    const view = parseView({ weekday: '1,2', hour: 'noon', min: '3', max: '', state: 'open' })
    expect(view.narrow).toEqual({ weekday: '1,2', min: '3', state: 'open' })
    expect(rowsQuery(view, zone, now)).toBe('preset=today')
    expect(rowsQuery(view, zone, now, { metric: 'frt_avg', narrow: view.narrow })).toBe(
      'metric=frt_avg&preset=today&weekday=1%2C2&min=3&state=open',
    )
  })
  it('survives nonsense', () => {
    const view = parseView({
      preset: 'last_aeon',
      from: 'x',
      to: 'y',
      compare: '7',
      calendar: 'moon',
      colour: 'red',
    })
    expect(viewQuery(view)).toBe('')
    expect(periodOf(parseView({ from: '2026-11-05', to: '2026-11-01' }), zone, now)).toEqual(
      periodOf(parseView({}), zone, now),
    )
  })
  it('goes into the address and comes back', () => {
    for (const query of [
      'preset=last_7_days&compare=previous_period&channel=jd%2Cdouyin',
      'from=2026-11-01&to=2026-11-07&compare=none&team%21=A',
      'calendar=business&channel=&product=%E6%B2%99%E5%8F%91',
      'region=a%2Cb&region=a%2Cb',
      'region=a%2Cb&region=c',
      'source=shop&weekday=1%2C7&hour=0%2C13&min=-1.5&max=60&score=1%2C5&state=open%2Cwaiting&customer=c%2F1',
    ]) {
      expect(viewQuery(parseView(paramsOf(query)))).toBe(query)
    }
    expect(parseView(paramsOf('region=a%2Cb&region=a%2Cb')).filters).toEqual([
      { dimension: 'region', op: 'in', values: ['a,b'] },
    ])
    expect(parseView({ channel: '' }).filters).toEqual([{ dimension: 'channel', op: 'in', values: [null] }])
  })
  it('reads dates as whole local days', () => {
    const view = parseView({ from: '2026-11-01', to: '2026-11-07' })
    expect(wirePeriod(view, zone, now)).toEqual({
      from: '2026-11-01T00:00:00+08:00',
      to: '2026-11-08T00:00:00+08:00',
    })
    expect(wirePeriod(parseView({ preset: 'yesterday' }), zone, now)).toEqual({ preset: 'yesterday' })
  })
  it('leads to the rows with the same period and filters', () => {
    const view = parseView({ preset: 'last_7_days', channel: 'jd,douyin', team: 'A' })
    expect(
      rowsQuery(view, zone, now, {
        metric: 'csat',
        filters: [{ dimension: 'channel', op: 'in', values: ['jd'] }],
      }),
    ).toBe('metric=csat&preset=last_7_days&team=A&channel=jd')
    expect(rowsQuery(parseView({ from: '2026-11-01', to: '2026-11-01' }), zone, now)).toBe(
      'from=2026-11-01T00%3A00%3A00%2B08%3A00&to=2026-11-02T00%3A00%3A00%2B08%3A00',
    )
  })
  it('replaces the filter of one dimension where it stands', () => {
    const filters = parseView({ channel: 'jd', team: 'A' }).filters
    expect(withFilter(filters, 'channel', ['pdd', null]).map((f) => f.values)).toEqual([['pdd', null], ['A']])
    expect(withFilter(filters, 'channel', [])).toHaveLength(1)
    expect(withFilter(filters, 'product', ['x'], 'not_in')).toHaveLength(3)
  })
})
