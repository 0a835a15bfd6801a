/** When sources were silent in the past, from what they sent. Heartbeats are events too. */
import type { Instant } from '@/lib/facts/event'
import { snapshot } from './pool'
import { Params, runStatement } from './query-sql'

/** A source in the period: how much it sent, and its longest silence in each stretch. */
export interface SilenceLine {
  readonly source: string
  readonly events: number
  /**
   * Seconds, by stretch: the longest silence that ended in it or ran on at its end; null before the source was first
   * heard of.
   */
  readonly longest: readonly (number | null)[]
}

/** Silences shorter than this may be missed: events nearer to each other are taken as one. */
const SLOT = "interval '5 minutes'"

/**
 * The silences between the events of each source; every one of five minutes and more is found. `bounds` are the ends of the stretches, ascending, after the
 * start of the first; events are looked for a week before it. Sources with most events first, at most `most`.
 */
export async function readPastSilences(asked: {
  readonly bounds: readonly Instant[]
  /** null = every source */
  readonly sources: readonly string[] | null
  readonly most: number
}): Promise<readonly SilenceLine[]> {
  const { bounds, sources, most } = asked
  const [start = 0] = bounds
  const params = new Params()
  const grid = params.instants(bounds)
  const conditions = [
    `e.time >= ${params.instant(start)} - interval '7 days'`,
    `e.time < ${params.instant(bounds.at(-1) ?? 0)}`,
    ...(sources === null ? [] : [`e.source = ANY(${params.texts(sources)})`]),
  ]
  const found = new Map<string, { events: number; gaps: Map<number, { gap: number | null; last: number }> }>()
  const statement = {
    text: `SELECT source, width_bucket(last, ${grid}) - 1, sum(n), extract(epoch FROM max(gap))::float8, max(last)
      FROM (
        SELECT source, last, n, first - lag(last) OVER (PARTITION BY source ORDER BY slot) AS gap FROM (
          SELECT e.source COLLATE "C" AS source, date_bin(${SLOT}, e.time, 'epoch') AS slot,
            min(e.time) AS first, max(e.time) AS last, count(*) AS n
          FROM event e WHERE ${conditions.join(' AND ')} GROUP BY 1, 2
        ) s
      ) g GROUP BY 1, 2`,
    values: params.values,
    estimate: Number.POSITIVE_INFINITY,
    take: (rows: readonly (readonly unknown[])[]) => {
      for (const [source, bucket, events, gap, last] of rows) {
        const name = String(source)
        const line = found.get(name) ?? { events: 0, gaps: new Map() }
        const place = Number(bucket)
        if (place >= 0) line.events += Number(events)
        line.gaps.set(place, { gap: typeof gap === 'number' ? gap : null, last: Number(last) })
        found.set(name, line)
      }
    },
  }
  await snapshot(async (client) => {
    // With the default the planner sorts every event; with this it counts them where they lie.
    await client.query("SET LOCAL work_mem = '32MB'")
    await runStatement(client, statement)
  })
  return [...found]
    .sort(([a, one], [b, other]) => other.events - one.events || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([source, { events, gaps }]) => {
      let last = gaps.get(-1)?.last ?? null
      return {
        source,
        events,
        longest: bounds.slice(1).map((end, i) => {
          const own = gaps.get(i)
          if (own !== undefined) last = own.last
          if (last === null) return null
          return Math.max(own?.gap ?? 0, (end - last) / 1000)
        }),
      }
    })
}
