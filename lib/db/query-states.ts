/** SQL of metrics that are no sums of measures: states of now, and scans of customers' or agents' time. */
import { bucketCount, bucketOfNow, type Cells, type GroupKey, type Question } from '@/lib/metrics/cells'
import { closed } from '@/lib/metrics/families'
import { share } from '@/lib/metrics/formula'
import type { Dimension, GaugeId, ScanId } from '@/lib/metrics/types'
import { snakeCase } from './columns'
import { contactsSince } from './idle'
import {
  bucketSql,
  dimensionColumn,
  groupBy,
  Params,
  questionConditions,
  type Statement,
  stretchSql,
} from './query-sql'

type Row = readonly unknown[]
type Column = (dimension: Dimension) => string

const num = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? 0))
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const keyAt = (question: Question, row: Row, from: number): GroupKey =>
  question.dimensions.map((_, i) => text(row[from + i]))

const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`

/** The statement of a state of now; null where the answer has no bucket for it. */
export function gaugeStatement(
  question: Question,
  id: GaugeId,
  cells: Cells,
  metric: number,
): Statement | null {
  const bucket = bucketOfNow(question)
  if (bucket < 0) return null
  return id === 'queue_now' || id === 'oldest_wait_now'
    ? waitingStatement(question, id, cells, metric, bucket)
    : agentStatement(question, id, cells, metric, bucket)
}

function waitingStatement(
  question: Question,
  id: GaugeId,
  cells: Cells,
  metric: number,
  bucket: number,
): Statement {
  const params = new Params()
  const column: Column = (dimension) => `f.${snakeCase(dimension)}`
  const columns = question.dimensions.map(column)
  const conditions = ["f.outcome = 'waiting'", ...questionConditions(question, params, column, 'null')]
  return {
    text: `SELECT ${[...columns, 'count(*)', 'min(f.started_at)'].join(', ')} FROM episode f${where(conditions)}${groupBy(columns.length)}`,
    values: params.values,
    take: (rows) => {
      for (const row of rows) {
        const n = num(row[columns.length])
        if (n === 0) continue
        const waited = Math.max(0, question.now - num(row[columns.length + 1])) / 1000
        cells.put(keyAt(question, row, 0), bucket, metric, { value: id === 'queue_now' ? n : waited, n })
      }
    },
  }
}

const OPEN_CHATS = `(SELECT count(DISTINCT c.ticket_id) FROM contact c JOIN ticket t ON t.ticket_id = c.ticket_id
  WHERE c.agent = f.agent AND c.ended_at IS NULL AND t.channel_kind = 'chat')`
const ABLE = "f.status <> 'offline' AND f.capacity IS NOT NULL"

function agentStatement(
  question: Question,
  id: GaugeId,
  cells: Cells,
  metric: number,
  bucket: number,
): Statement {
  const params = new Params()
  const column: Column = (dimension) => `f.${snakeCase(dimension)}`
  const columns = question.dimensions.map(column)
  const select =
    id === 'load'
      ? [
          `count(*) FILTER (WHERE ${ABLE})`,
          `coalesce(sum(f.capacity) FILTER (WHERE ${ABLE}), 0)::float8`,
          `coalesce(sum(${OPEN_CHATS}) FILTER (WHERE ${ABLE}), 0)::float8`,
        ]
      : [
          'count(*)',
          `count(*) FILTER (WHERE f.status ${id === 'agents_online' ? "<> 'offline'" : "= 'available'"})`,
        ]
  const conditions = ['f.ended_at IS NULL', ...questionConditions(question, params, column, 'null')]
  return {
    text: `SELECT ${[...columns, ...select].join(', ')} FROM agent_span f${where(conditions)}${groupBy(columns.length)}`,
    values: params.values,
    take: (rows) => {
      for (const row of rows) {
        const [agents, second, third] = row.slice(columns.length).map(num)
        if (!agents) continue
        const key = keyAt(question, row, 0)
        if (id === 'load') {
          const capacity = second ?? 0
          const chats = third ?? 0
          cells.put(key, bucket, metric, {
            value: capacity > 0 ? chats / capacity : null,
            n: capacity,
            hits: chats,
          })
        } else cells.put(key, bucket, metric, { value: second ?? 0, n: agents })
      }
    },
  }
}

/** The statement of a scan; null where the answer has no bucket for it. */
export function scanStatement(
  question: Question,
  id: ScanId,
  cells: Cells,
  metric: number,
): Statement | null {
  switch (id) {
    case 'occupancy':
      return occupancyStatement(question, cells, metric)
    case 'repurchase_rate':
      return repurchaseStatement(question, cells, metric)
    case 'churn_rate':
      return churnStatement(question, cells, metric)
    case 'customer_value':
      return customerValueStatement(question, cells, metric)
  }
}

const MILLIS = (ranges: string): string =>
  `(SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r)) * 1000), 0) FROM unnest(${ranges}) r)`

/**
 * Per bucket, agent and group: signed-in time as a multirange, cut with the agent's contacts as another, so
 * that several contacts at once count once.
 */
function occupancyStatement(question: Question, cells: Cells, metric: number): Statement {
  const params = new Params()
  const column: Column = (dimension) => `f.${snakeCase(dimension)}`
  const starts = params.instants(question.boundaries.slice(0, -1))
  const ends = params.instants(question.boundaries.slice(1))
  const now = params.instant(question.now)
  const conditions = questionConditions(question, params, column, 'null')
  const names = question.dimensions.map((_, i) => `d${i}`)
  const named = question.dimensions.map((dimension, i) => `${column(dimension)} AS d${i}`)
  const piece = (table: string) =>
    `tstzrange(greatest(${table}.started_at, b.starts), least(coalesce(${table}.ended_at, ${now}), ${now}, b.ends))`
  const overlap = (table: string) =>
    `${table}.started_at < least(b.ends, ${now}) AND (${table}.ended_at > b.starts OR ${table}.ended_at IS NULL)`
  const first = params.instant(question.boundaries[0] ?? 0)
  const last = params.instant(question.boundaries.at(-1) ?? 0)
  // The same bounds once more for the whole period, as constants that an index can be searched by.
  const within = `f.started_at < ${last} AND (f.ended_at > ${first} OR f.ended_at IS NULL)`
  const groups = ['b.i', 'f.agent', ...question.dimensions.map(column)]
  return {
    text: `WITH b AS (
  SELECT u.starts, u.ends, u.i - 1 AS i FROM unnest(${starts}, ${ends}) WITH ORDINALITY AS u(starts, ends, i)
), signed AS (
  SELECT b.i, f.agent, ${[...named, `range_agg(${piece('f')}) AS span`].join(', ')}
  FROM b JOIN agent_span f ON ${overlap('f')} AND greatest(f.started_at, b.starts) < ${now}
  WHERE f.status <> 'offline' AND ${within}${conditions.map((c) => ` AND ${c}`).join('')}
  GROUP BY ${[...new Set(groups)].join(', ')}
), busy AS (
  SELECT b.i, c.agent, range_agg(${piece('c')}) AS span
  FROM ${contactsSince('signed', first)} JOIN b ON ${overlap('c')} AND greatest(c.started_at, b.starts) < ${now}
  WHERE c.started_at < ${last}
  GROUP BY b.i, c.agent
)
SELECT ${['s.i', ...names.map((name) => `s.${name}`)].join(', ')}, count(DISTINCT s.agent),
  sum(${MILLIS('s.span')})::float8, sum(${MILLIS("s.span * coalesce(busy.span, '{}'::tstzmultirange)")})::float8
FROM signed s LEFT JOIN busy ON busy.i = s.i AND busy.agent = s.agent
WHERE NOT isempty(s.span)${groupBy(1 + names.length)}`,
    values: params.values,
    estimate: Number.POSITIVE_INFINITY,
    take: (rows) => {
      for (const row of rows) {
        const [agents, present, busy] = row.slice(1 + names.length).map(num)
        const value = present !== undefined && present > 0 ? (busy ?? 0) / present : null
        cells.put(keyAt(question, row, 1), num(row[0]), metric, {
          value,
          n: agents ?? 0,
          part: [busy ?? 0, present ?? 0],
        })
      }
    },
  }
}

const NINETY_DAYS = 90 * 86_400_000
const NINETY_DAYS_SQL = "interval '2160 hours'"

function repurchaseStatement(question: Question, cells: Cells, metric: number): Statement {
  const params = new Params()
  const column: Column = (dimension) => `f.${dimensionColumn(closed, dimension)}`
  const bucket = bucketSql(question, params, 'f.closed_at')
  const named = question.dimensions.map((dimension, i) => `${column(dimension)} AS d${i}`)
  const names = question.dimensions.map((_, i) => `d${i}`)
  const whole = { from: question.boundaries[0] ?? 0, to: question.boundaries.at(-1) ?? 0 }
  const conditions = [
    'f.customer IS NOT NULL',
    stretchSql([whole], params, 'f.closed_at'),
    ...questionConditions(question, params, column, 'null'),
  ]
  const inner = ['bucket', ...names, 'source_id', 'customer']
  return {
    text: `SELECT ${['bucket', ...names, 'count(*)', 'count(*) FILTER (WHERE again)'].join(', ')} FROM (
  SELECT ${[`${bucket === '' ? '0' : bucket} AS bucket`, ...named, 'f.source AS source_id', 'f.customer'].join(', ')},
    bool_or(EXISTS (SELECT 1 FROM unnest(c.orders) o WHERE o > f.closed_at AND o <= f.closed_at + ${NINETY_DAYS_SQL})) AS again
  FROM ticket f LEFT JOIN customer c ON c.source = f.source AND c.customer = f.customer${where(conditions)}
  GROUP BY ${inner.map((_, i) => i + 1).join(', ')}
) served${groupBy(1 + names.length)}`,
    values: params.values,
    estimate: Number.POSITIVE_INFINITY,
    take: (rows) => {
      for (const row of rows) {
        const [all, again] = row.slice(1 + names.length).map(num)
        cells.put(keyAt(question, row, 1), num(row[0]), metric, share(again ?? 0, all ?? 0))
      }
    },
  }
}

const customerColumn: Column = (dimension) =>
  dimension === 'customerTier' ? 'f.tier' : `f.${snakeCase(dimension)}`

/** Filters on customers; a team scope lets through whoever has a ticket of a visible team. */
function customerConditions(question: Question, params: Params): string[] {
  const { scope } = question
  const conditions = questionConditions({ ...question, scope: null }, params, customerColumn, 'null')
  if (scope === null) return conditions
  return [
    ...conditions,
    `EXISTS (SELECT 1 FROM ticket t WHERE t.source = f.source AND t.customer = f.customer AND t.teams && ${params.texts(scope)})`,
  ]
}

/** Counts customers by the first bucket in which their last sign of life is older than 90 days. */
function churnStatement(question: Question, cells: Cells, metric: number): Statement | null {
  const { boundaries, now } = question
  const ends: number[] = []
  for (let bucket = 0; bucket < bucketCount(question); bucket++) {
    if ((boundaries[bucket] ?? 0) > now) break
    ends.push(Math.min(boundaries[bucket + 1] ?? 0, now))
  }
  if (ends.length === 0) return null
  const params = new Params()
  const limits = params.instants(ends.map((end) => end - NINETY_DAYS))
  const columns = question.dimensions.map(customerColumn)
  const last = 'greatest(f.last_order_at, f.last_active_at)'
  const conditions = [`${last} IS NOT NULL`, ...customerConditions(question, params)]
  return {
    text: `SELECT ${[...columns, `width_bucket(${last}, ${limits})`, 'count(*)'].join(', ')} FROM customer f${where(conditions)}${groupBy(columns.length + 1)}`,
    values: params.values,
    estimate: Number.POSITIVE_INFINITY,
    take: (rows) => {
      const groups = new Map<string, { key: GroupKey; steps: number[] }>()
      for (const row of rows) {
        const key = keyAt(question, row, 0)
        const id = JSON.stringify(key)
        const group = groups.get(id) ?? { key, steps: new Array<number>(ends.length + 1).fill(0) }
        const step = num(row[columns.length])
        group.steps[step] = (group.steps[step] ?? 0) + num(row[columns.length + 1])
        groups.set(id, group)
      }
      for (const { key, steps } of groups.values()) {
        const all = steps.reduce((sum, n) => sum + n, 0)
        let lost = 0
        for (let bucket = 0; bucket < ends.length; bucket++) {
          lost += steps[bucket] ?? 0
          cells.put(key, bucket, metric, share(lost, all))
        }
      }
    },
  }
}

function customerValueStatement(question: Question, cells: Cells, metric: number): Statement | null {
  const bucket = bucketOfNow(question)
  if (bucket < 0) return null
  const params = new Params()
  const columns = question.dimensions.map(customerColumn)
  const conditions = ['f.lifetime_value_cents IS NOT NULL', ...customerConditions(question, params)]
  return {
    text: `SELECT ${[...columns, 'count(*)', 'sum(f.lifetime_value_cents)::float8'].join(', ')} FROM customer f${where(conditions)}${groupBy(columns.length)}`,
    values: params.values,
    estimate: Number.POSITIVE_INFINITY,
    take: (rows) => {
      for (const row of rows) {
        const [n, cents] = row.slice(columns.length).map(num)
        if (n) cells.put(keyAt(question, row, 0), bucket, metric, { value: (cents ?? 0) / n / 100, n })
      }
    },
  }
}
