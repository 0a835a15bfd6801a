/** Fair comparison of agents, teams or channels by one metric, raw and adjusted for case mix. Pure. */
import { channelKind } from '@/lib/facts/config'
import type { Metric, QueryResult } from '@/lib/metrics/types'
import { adjustedInterval, type MixCell, standardise } from '@/lib/stats/case-mix'
import { studentQuantile } from '@/lib/stats/student'
import { wilson } from '@/lib/stats/wilson'

export const BASES = ['adjusted', 'raw'] as const
export type Basis = (typeof BASES)[number]

/** One group's cases of one kind, in the metric's unit; as the service `readCaseMix` answers. */
export interface MixedCases {
  readonly group: string | null
  readonly channel: string | null
  readonly issueType: string | null
  readonly part: number
  readonly n: number
  readonly sum: number
  readonly squares: number
}

export interface Estimate {
  readonly value: number
  readonly interval: readonly [number, number] | null
}

export interface Standing {
  readonly key: string
  readonly n: number
  readonly raw: Estimate
  /** null where there is nothing to compare with */
  readonly adjusted: Estimate | null
  /** what the same cases come to at everybody's rates */
  readonly expected: number | null
  /** share of cases of a kind nobody else has */
  readonly alone: number
}

export interface Standings {
  /** everybody's figure: the line; null of no cases */
  readonly line: number | null
  readonly all: readonly Standing[]
}

/** Cases of a stratum needed before its rate is taken; thinner ones join the next coarser kind. */
const STRATUM_MIN = 20
/** Beyond this share of cases that nobody else has, an adjusted figure compares with nobody. */
const ALONE_MAX = 0.5

/** The 95 % t-interval of a mean, not below 0; null of fewer than two values. */
export function meanInterval(n: number, sum: number, squares: number): readonly [number, number] | null {
  if (n < 2) return null
  const mean = sum / n
  const variance = Math.max(0, (squares - n * mean * mean) / (n - 1))
  const half = studentQuantile(0.975, n - 1) * Math.sqrt(variance / n)
  return [Math.max(0, mean - half), mean + half]
}

/**
 * Everybody by one mean or share. Cases of nobody (group null) are left out on both sides: the line is that of those
 * who are compared. `by` leaves that dimension out of the kinds of case.
 */
export function standingsOf(
  cases: readonly MixedCases[],
  metric: Pick<Metric, 'unit'>,
  by: 'agent' | 'team' | 'channel',
): Standings {
  const share = metric.unit === 'share'
  const own = cases.filter((it) => it.group !== null)
  const cells = own.map(
    (it): MixCell => ({
      group: it.group ?? '',
      // A call is no chat: kinds of channel are never mixed, whatever is thin.
      stratum: [
        channelKind(it.channel),
        ...(by === 'agent' ? [it.channel ?? ''] : []),
        it.issueType ?? '',
        String(it.part),
      ],
      n: it.n,
      sum: it.sum,
    }),
  )
  const { overall, groups } = standardise(cells, { minimum: STRATUM_MIN, share })
  if (overall === null) return { line: null, all: [] }
  const totals = new Map<string, { sum: number; squares: number }>()
  for (const it of own) {
    const total = totals.get(it.group ?? '') ?? { sum: 0, squares: 0 }
    totals.set(it.group ?? '', { sum: total.sum + it.sum, squares: total.squares + it.squares })
  }
  const all = groups.map((it): Standing => {
    const { sum, squares } = totals.get(it.group) ?? { sum: 0, squares: 0 }
    const interval = share ? wilson(sum, it.n) : meanInterval(it.n, sum, squares)
    const comparable = it.adjusted !== null && it.alone <= ALONE_MAX
    return {
      key: it.group,
      n: it.n,
      raw: { value: it.observed, interval },
      adjusted:
        comparable && it.adjusted !== null
          ? {
              value: it.adjusted,
              interval: interval === null ? null : adjustedInterval(interval, it, overall, share),
            }
          : null,
      expected: it.expected,
      alone: it.alone,
    }
  })
  return { line: overall, all }
}

/**
 * The same from an answer of the query door by one dimension, raw only: for periods whose single cases are too many.
 * The line is the mean of those compared, weighted by their cases.
 */
export function standingsFromAnswer(result: QueryResult, id: string, by: string): Standings {
  const all = result.rows.flatMap((row): Standing[] => {
    const key = row[by]
    const value = row[id]
    if (typeof key !== 'string' || typeof value !== 'number') return []
    const interval = row.interval?.[id] ?? null
    return [{ key, n: row.n[id] ?? 0, raw: { value, interval }, adjusted: null, expected: null, alone: 0 }]
  })
  const n = all.reduce((total, it) => total + it.n, 0)
  const line = n === 0 ? null : all.reduce((total, it) => total + it.raw.value * it.n, 0) / n
  return { line, all }
}

export interface Grouped {
  readonly better: readonly Standing[]
  readonly usual: readonly Standing[]
  readonly help: readonly Standing[]
  /** adjusted figures only: nobody else has such cases */
  readonly alone: readonly Standing[]
  /** under the minimum sample, or without an interval: not compared */
  readonly few: readonly Standing[]
}

/** The figure that is compared: the adjusted one where it is asked for and there is one. */
export function shownOf(standing: Standing, basis: Basis): Estimate {
  return basis === 'adjusted' ? (standing.adjusted ?? standing.raw) : standing.raw
}

/**
 * Three groups by 95 % intervals against the line, and those with too few cases. A difference counts only where the
 * whole interval lies on one side. Within a group by name, so that no place is a rank.
 */
export function groupStandings(
  { line, all }: Standings,
  metric: Pick<Metric, 'polarity' | 'minSample'>,
  basis: Basis,
): Grouped {
  const groups = { better: [], usual: [], help: [], alone: [], few: [] } as Record<keyof Grouped, Standing[]>
  const byName = [...all].sort((a, b) => a.key.localeCompare(b.key, 'zh'))
  for (const standing of byName) {
    const { interval } = shownOf(standing, basis)
    if (line === null || interval === null || standing.n < Math.max(metric.minSample, 2)) {
      groups.few.push(standing)
      continue
    }
    if (basis === 'adjusted' && standing.adjusted === null) {
      groups.alone.push(standing)
      continue
    }
    const above = interval[0] > line
    const below = interval[1] < line
    const good = metric.polarity === 'down' ? below : above
    const bad = metric.polarity === 'down' ? above : below
    groups[good ? 'better' : bad ? 'help' : 'usual'].push(standing)
  }
  return groups
}
