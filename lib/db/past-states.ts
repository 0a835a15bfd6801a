/**
 * States of now as they were at instants of the past: how many waited, how long the oldest had, who was signed in. What
 * counts is what the live reading counts (`query-states`), at another instant; a test holds both against each other.
 */
import type { PastState } from '@/lib/alerts/signal'
import type { Instant } from '@/lib/facts/event'
import type { Dimension, Filter, MetricQuery } from '@/lib/metrics/types'
import { snakeCase } from './columns'
import { readPool } from './pool'
import { Params, questionConditions, runStatement } from './query-sql'

export interface StatesAsked {
  readonly gauge: PastState
  /** ascending; the state at each */
  readonly at: readonly Instant[]
  /** told apart by it; null = one line */
  readonly dimension: Dimension | null
  readonly filters: readonly Filter[]
  readonly scope: MetricQuery['scope']
}

/** The states of one value at each asked instant. */
export interface StateLine {
  readonly key: string | null
  /** as the metric's: people, or seconds; 0 where nobody waits, null where no agent is known */
  readonly values: readonly (number | null)[]
  /** who it is counted from: the waiting, or agents */
  readonly n: readonly number[]
}

/** Waits that ended are looked for this long before the first instant; what waits to this day however old it is. */
const BEFORE = "interval '7 days'"

interface Run {
  readonly key: string | null
  /** places of the first instant it lies over, and of the first it does not */
  readonly from: number
  readonly to: number
  readonly n: number
  /** the earliest start, or of how many it holds */
  readonly value: number
}

/** Throws `too_heavy`, `busy` or `unavailable` as the query door does. */
export async function readPastStates(asked: StatesAsked): Promise<readonly StateLine[]> {
  if (asked.scope !== null && asked.scope.length === 0) return []
  const runs = await readRuns(asked)
  const waiting = asked.gauge === 'queue_now' || asked.gauge === 'oldest_wait_now'
  const size = asked.at.length
  const lines = new Map<string | null, { n: number[]; sum: number[]; oldest: number[] }>()
  for (const { key, from, to, n, value } of runs) {
    let line = lines.get(key)
    if (line === undefined) {
      line = {
        n: new Array<number>(size + 1).fill(0),
        sum: new Array<number>(size + 1).fill(0),
        oldest: new Array<number>(waiting ? size : 0).fill(Number.POSITIVE_INFINITY),
      }
      lines.set(key, line)
    }
    line.n[from] = (line.n[from] ?? 0) + n
    line.n[to] = (line.n[to] ?? 0) - n
    if (waiting) {
      if (asked.gauge === 'queue_now') continue
      for (let i = from; i < to; i++) if (value < (line.oldest[i] ?? 0)) line.oldest[i] = value
    } else {
      line.sum[from] = (line.sum[from] ?? 0) + value
      line.sum[to] = (line.sum[to] ?? 0) - value
    }
  }
  return [...lines].map(([key, { n, sum, oldest }]) => {
    const counts = added(n, size)
    const sums = added(sum, size)
    return {
      key,
      n: counts,
      values: asked.at.map((at, i) => {
        const count = counts[i] ?? 0
        if (asked.gauge === 'queue_now') return count
        if (waiting) return count === 0 ? 0 : Math.max(0, at - (oldest[i] ?? at)) / 1000
        return count === 0 ? null : (sums[i] ?? 0)
      }),
    }
  })
}

function added(steps: readonly number[], size: number): readonly number[] {
  let sum = 0
  return Array.from({ length: size }, (_, i) => {
    sum += steps[i] ?? 0
    return sum
  })
}

/**
 * The waits or spans that lie over at least one instant, those over the same instants as one: what began and ended
 * between two of them is never sent.
 */
async function readRuns(asked: StatesAsked): Promise<readonly Run[]> {
  const { gauge, at, dimension } = asked
  const waiting = gauge === 'queue_now' || gauge === 'oldest_wait_now'
  const params = new Params()
  const grid = params.instants(at)
  const column = (each: Dimension) => `f.${snakeCase(each)}`
  const conditions = questionConditions(asked, params, column, 'null')
  const first = params.instant(at[0] ?? 0)
  const last = params.instant(at.at(-1) ?? 0)
  const key = dimension === null ? "''::text" : column(dimension)
  const open = `f.started_at <= ${last} AND (f.ended_at > ${first} OR f.ended_at IS NULL)`
  // Apart, so that each is found by its own index.
  const parts = waiting
    ? [
        `f.started_at > ${first} - ${BEFORE} AND ${open}`,
        `f.outcome = 'waiting' AND f.started_at <= ${first} - ${BEFORE}`,
      ]
    : [open]
  // An instant lies in it from its start on, and no longer at its end.
  const from = `width_bucket(f.started_at - interval '1 millisecond', ${grid})`
  const to = `CASE WHEN f.ended_at IS NULL THEN ${at.length}
    ELSE width_bucket(f.ended_at - interval '1 millisecond', ${grid}) END`
  const value = waiting
    ? 'min(since)'
    : `count(*) FILTER (WHERE status ${gauge === 'agents_online' ? "<> 'offline'" : "= 'available'"})`
  const runs: Run[] = []
  await runStatement(readPool(), {
    text: `SELECT key, i, j, count(*), ${value} FROM (${parts
      .map(
        (
          part,
        ) => `SELECT ${key} AS key, ${from} AS i, ${to} AS j, f.started_at AS since${waiting ? '' : ', f.status'}
          FROM ${waiting ? 'episode' : 'agent_span'} f WHERE ${[part, ...conditions].join(' AND ')}`,
      )
      .join(' UNION ALL ')}) r WHERE i < j GROUP BY 1, 2, 3`,
    values: params.values,
    estimate: Number.POSITIVE_INFINITY,
    take: (rows) => {
      for (const [named, i, j, n, found] of rows) {
        runs.push({
          key: typeof named === 'string' && named !== '' ? named : null,
          from: Number(i),
          to: Number(j),
          n: Number(n),
          value: Number(found),
        })
      }
    },
  })
  return runs
}
