/**
 * From every number to its rows, over everything a screen can ask: each metric by preset, calendar, filter, group and
 * bucket, with the link the screen gives.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { rowsHref } from '@/components/views/rows-href'
import { parseView, rowsQuery, type ViewState, wirePeriod, withFilter } from '@/components/views/view-state'
import { PERIOD_PRESETS } from '@/lib/core/period'
import { formatInZone } from '@/lib/core/zone'
import { METRICS } from '@/lib/metrics/catalogue'
import { hasTickets } from '@/lib/metrics/ticket-parts'
import {
  CALENDARS,
  DIMENSIONS,
  type Dimension,
  type Filter,
  type Metric,
  type QueryRow,
} from '@/lib/metrics/types'
import { weekHourAt } from '@/lib/metrics/week-hours'
import { systemContext } from '@/lib/services/context'
import { listTickets, type TicketRow } from '@/lib/services/list-tickets'
import { runQuery } from '@/lib/services/run-query'
import { freshDatabase } from '../database'
import { fromRows } from './rows'
import { load, START, settle, world } from './world'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** in the middle of an afternoon, when there is something of today */
const NOW = START + 11 * DAY + 8 * HOUR
const ZONE = 'Asia/Shanghai'
const all = systemContext('test', NOW)
const WITH_TICKETS = METRICS.filter(hasTickets)
const ids = WITH_TICKETS.map(({ id }) => id)

async function everyRow(query: string): Promise<TicketRow[]> {
  const rows: TicketRow[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listTickets>> = await listTickets(
      all,
      new URLSearchParams(`${query}&limit=1000${cursor === null ? '' : `&cursor=${cursor}`}`),
    )
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

let walked = 0

/** Follows the link of one number and adds its rows up. */
async function expectRows(metric: Metric, row: QueryRow | undefined, query: string): Promise<void> {
  const value = row?.[metric.id]
  const n = row?.n[metric.id] ?? 0
  const found = fromRows(metric.id, await everyRow(query), n)
  expect(found.n, query).toBe(n)
  if (typeof value === 'number') {
    expect(found.value, query).toBeCloseTo(value, 6)
    if (value !== 0) walked += 1
  } else if (metric.type === 'count' || metric.id === 'queue_now') expect(found.value, query).toBe(0)
  else expect(found.value, query).toBeNull()
}

const wire = (view: ViewState) => ({
  period: wirePeriod(view, ZONE, NOW),
  filters: view.filters,
  ...(view.calendar === null ? {} : { calendar: view.calendar }),
})

const FILTERS: readonly (readonly Filter[])[] = [
  [{ dimension: 'channel', op: 'in', values: ['web', 'phone'] }],
  [{ dimension: 'channel', op: 'not_in', values: ['web'] }],
  [{ dimension: 'team', op: 'in', values: ['red'] }],
  [{ dimension: 'agent', op: 'in', values: [null] }],
  [
    { dimension: 'source', op: 'in', values: ['src'] },
    { dimension: 'issueType', op: 'in', values: ['refund', null] },
  ],
  [
    { dimension: 'region', op: 'not_in', values: [null] },
    { dimension: 'customerTier', op: 'in', values: ['vip'] },
    { dimension: 'product', op: 'not_in', values: ['tea'] },
  ],
]

beforeAll(async () => {
  await freshDatabase()
  await settle(ZONE, true)
  await load(fc.sample(world(180), { seed: 23, numRuns: 1 })[0] ?? [])
})

describe('rows add up', () => {
  it.each(ids)('%s: every preset, on both clocks', { timeout: 60_000 }, async (id) => {
    const metric = WITH_TICKETS.find((it) => it.id === id) as Metric
    for (const preset of PERIOD_PRESETS) {
      for (const calendar of CALENDARS) {
        const view = parseView({ preset, calendar })
        const answer = await runQuery(all, { ...wire(view), metrics: [id] })
        await expectRows(metric, answer.rows[0], rowsQuery(view, ZONE, NOW, { metric: id }))
      }
    }
  })

  it.each(ids)('%s: filters', { timeout: 60_000 }, async (id) => {
    const metric = WITH_TICKETS.find((it) => it.id === id) as Metric
    for (const filters of FILTERS) {
      if (filters.some((filter) => !metric.dimensions.includes(filter.dimension))) continue
      const view: ViewState = { ...parseView({ preset: 'this_month' }), filters }
      const answer = await runQuery(all, { ...wire(view), metrics: [id] })
      await expectRows(metric, answer.rows[0], rowsQuery(view, ZONE, NOW, { metric: id }))
    }
  })

  it.each(DIMENSIONS)('each group by %s', { timeout: 60_000 }, async (dimension: Dimension) => {
    const metrics = WITH_TICKETS.filter((metric) => metric.dimensions.includes(dimension))
    // Beside a filter of the page the group's own filter counts.
    const view = parseView({ preset: 'last_28_days', channel: 'web,phone,douyin' })
    const narrowed = metrics.filter((metric) => metric.dimensions.includes('channel'))
    const answer = await runQuery(all, {
      ...wire(view),
      metrics: narrowed.map(({ id }) => id),
      dimensions: [dimension],
    })
    expect(answer.rows.length).toBeGreaterThan(0)
    for (const row of answer.rows) {
      const value = row[dimension]
      const own = withFilter([], dimension, [typeof value === 'string' ? value : null])
      for (const metric of narrowed) {
        await expectRows(metric, row, rowsQuery(view, ZONE, NOW, { metric: metric.id, filters: own }))
      }
    }
  })

  it.each([
    ['day', 'last_7_days'],
    ['hour', 'yesterday'],
    ['15m', 'last_15m'],
    ['week', 'this_month'],
  ] as const)('each bucket by %s', { timeout: 90_000 }, async (grain, preset) => {
    const metrics = WITH_TICKETS.filter(({ type }) => type !== 'gauge')
    const view = parseView({ preset })
    const answer = await runQuery(all, { ...wire(view), metrics: metrics.map(({ id }) => id), grain })
    const { from, to } = answer.query.period as { from: string; to: string }
    for (const [i, row] of answer.rows.entries()) {
      const start = Math.max(Date.parse(row.time ?? ''), Date.parse(from))
      const end = answer.rows[i + 1]?.time ?? to
      const own = { ...view, preset: null, from: formatInZone(start, ZONE), to: end }
      for (const metric of metrics) {
        if (row[metric.id] === null || row[metric.id] === 0) continue
        await expectRows(metric, row, rowsQuery(own, ZONE, NOW, { metric: metric.id }))
      }
    }
  })

  it('each cell of a heat map', { timeout: 60_000 }, async () => {
    const view = parseView({ preset: 'last_28_days' })
    const metrics = ['tickets_opened', 'frt_avg', 'csat', 'abandon_rate']
    const answer = await runQuery(all, { ...wire(view), metrics, grain: 'hour' })
    const cells = new Map<string, Record<string, number>>()
    for (const row of answer.rows) {
      const { weekday, hour } = weekHourAt(Date.parse(row.time ?? ''), ZONE)
      const cell = cells.get(`${weekday} ${hour}`) ?? {}
      for (const id of metrics) cell[id] = (cell[id] ?? 0) + (row.n[id] ?? 0)
      cells.set(`${weekday} ${hour}`, cell)
    }
    let opened = 0
    for (const [key, cell] of cells) {
      const [weekday = '', hour = ''] = key.split(' ')
      for (const metric of metrics) {
        const query = rowsQuery(view, ZONE, NOW, { metric, narrow: { weekday, hour } })
        const { n } = fromRows(metric, await everyRow(query))
        expect(n, query).toBe(cell[metric])
        opened += n
      }
    }
    expect(opened).toBeGreaterThan(100)
  })

  it('leads to agents and customers where no tickets stand behind a number', () => {
    const view = parseView({ preset: 'last_7_days', team: 'red' })
    const other = METRICS.filter((metric) => !hasTickets(metric))
    expect(other.length).toBeGreaterThan(3)
    for (const metric of other) {
      const href = rowsHref(view, ZONE, NOW, { metric: metric.id })
      expect(href).toBe(`${metric.group === 'people' ? '/agents' : '/customers'}?preset=last_7_days&team=red`)
    }
    const own = rowsHref(view, ZONE, NOW, {
      metric: 'occupancy',
      filters: [{ dimension: 'team', op: 'in', values: ['blue'] }],
    })
    expect(own).toBe('/agents?preset=last_7_days&team=blue')
  })

  it('has followed thousands of links to rows that are there', () => {
    expect(walked).toBeGreaterThan(1_000)
  })
})
