/** How long the waits of the past were, for rules that time conversations and promises. Read from the facts. */
import type { Match } from '@/lib/alerts/kinds/matching'
import type { Clock } from '@/lib/alerts/types'
import type { Instant } from '@/lib/facts/event'
import { readPool } from './pool'
import { Params, runStatement } from './query-sql'

/** Whose waits are counted together, and on which clock. */
export interface WaitGroup {
  readonly match: Match
  /** those of this tier alone; null = of any */
  readonly tier: string | null
  readonly business: boolean
  /** it begins with the complaint the match asks for: then alone, and not on the clock of working hours */
  readonly filed: boolean
}

export interface WaitsAsked {
  readonly clock: Clock
  /** starts of the local days; the last is the end of the period */
  readonly days: readonly Instant[]
  /** until when waits that still run have lasted */
  readonly now: Instant
  /** whole seconds, ascending */
  readonly limits: readonly number[]
  /** a wait is of the first group it fits */
  readonly groups: readonly WaitGroup[]
  /** the asker's teams; null = all */
  readonly teams: readonly string[] | null
}

/** Waits of one group that began on one day and lie between two limits. */
export interface WaitCount {
  /** places in `groups` and `days` */
  readonly group: number
  readonly day: number
  /** how many of `limits` they are longer than */
  readonly beyond: number
  readonly count: number
  readonly longestMs: number
}

/** Where the waits of a clock are stored. */
const TABLE = {
  reply: 'round',
  next_reply: 'round',
  first_reply: 'episode',
  queue: 'episode',
  unresolved: 'ticket',
} as const satisfies Record<Clock, string>
const COLUMNS = {
  round: { at: 'started_at', ms: 'response', team: 'team', runs: "f.outcome = 'open'" },
  episode: { at: 'started_at', ms: 'wait', team: 'team', runs: "f.outcome = 'waiting'" },
  ticket: { at: 'opened_at', ms: 'resolution', team: 'team_last', runs: "f.state = 'open'" },
} as const

/**
 * Waits that began in the period, by group, day and the limits they outlasted. Those that still run count as long as
 * they are by now; on the clock of working hours they are left out, for their length is not stored. `only` = the
 * groups that are counted on this clock; the others take what is theirs all the same. Throws `busy` or `too_heavy`
 * where the database does not answer in time, `unavailable` where it is away.
 */
export async function countPastWaits(
  asked: WaitsAsked,
  only: readonly number[] = asked.groups.map((_, i) => i),
): Promise<readonly WaitCount[]> {
  const plain = only.filter((i) => asked.groups[i]?.filed !== true)
  const filed = only.filter((i) => asked.groups[i]?.filed === true && asked.groups[i]?.business !== true)
  const counts: WaitCount[] = []
  if (plain.length > 0) await count(asked, plain, null, counts)
  for (const group of filed) await count(asked, [group], asked.groups[group]?.match ?? null, counts)
  return counts
}

async function count(
  { clock, days, now, limits, groups, teams }: WaitsAsked,
  only: readonly number[],
  filed: Match | null,
  into: WaitCount[],
): Promise<void> {
  const table = TABLE[clock]
  const { at, ms, team, runs } = COLUMNS[table]
  const params = new Params()
  const from = params.instant(days[0] ?? 0)
  const to = params.instant(days.at(-1) ?? 0)
  const fits = groups.map((group, i) => `WHEN ${groupSql(group, table, team, from, params)} THEN ${i}`)
  const since = filed === null ? `f.${at}` : `greatest(f.${at}, c.filed)`
  const wall = `coalesce(f.${ms}_ms, CASE WHEN ${runs}
    THEN (extract(epoch FROM ${params.instant(now)} - f.${at}) * 1000)::bigint END)`
  const business = only.filter((i) => groups[i]?.business === true)
  const length =
    business.length === 0
      ? 'wall'
      : business.length === only.length
        ? 'biz'
        : `CASE WHEN fits = ANY(${params.add(business, '::int[]')}) THEN biz ELSE wall END`
  const conditions = [
    filed === null
      ? `f.${at} >= ${from} AND f.${at} < ${to}`
      : `${since} >= ${from} AND ${since} < ${to} AND f.${at} + make_interval(secs => ${wall} / 1000.0) > c.filed`,
    ...(clock === 'next_reply' ? ['NOT f.first'] : []),
    ...(table === 'ticket' ? ["f.direction <> 'out'"] : []),
    ...(teams === null ? [] : [`f.${team} = ANY(${params.texts(teams)})`]),
  ]
  const edges = params.add(
    limits.map((seconds) => seconds * 1000 + 1),
    '::bigint[]',
  )
  // Complaints are few: each looks up its own conversation.
  const source =
    filed === null
      ? `${table} f`
      : `(SELECT c.ticket_id, min(c.filed_at) AS filed FROM complaint c
          WHERE c.filed_at >= ${from} - interval '28 days' AND c.filed_at < ${to} AND ${complaintSql(filed, params)}
          GROUP BY 1) c CROSS JOIN LATERAL (SELECT * FROM ${table} f WHERE f.ticket_id = c.ticket_id OFFSET 0) f`
  const lasted = filed === null ? wall : `${wall} - (extract(epoch FROM ${since} - f.${at}) * 1000)::bigint`
  await runStatement(readPool(), {
    text: `SELECT fits, width_bucket(since, ${params.instants(days)}) - 1, width_bucket(ms, ${edges}), count(*), max(ms)
      FROM (
        SELECT fits, since, ${length} AS ms FROM (
          SELECT CASE ${fits.join(' ')} END AS fits, ${since} AS since, f.${ms}_biz_ms AS biz, ${lasted} AS wall
          FROM ${source} WHERE ${conditions.join(' AND ')}
        ) w WHERE fits = ANY(${params.add(only, '::int[]')})
      ) w WHERE ms IS NOT NULL GROUP BY 1, 2, 3`,
    values: params.values,
    estimate: Number.POSITIVE_INFINITY,
    take: (rows) => {
      for (const row of rows) {
        const [group = 0, day = 0, beyond = 0, size = 0, longestMs = 0] = row.map(Number)
        into.push({ group, day, beyond, count: size, longestMs })
      }
    },
  })
}

const complaintSql = ({ complaints = [] }: Match, params: Params): string =>
  complaints.length === 0
    ? 'true'
    : `coalesce(c.category, c.issue_type, '') = ANY(${params.texts(complaints)})`

/** The condition that a fact `f` is of a group: what `matches` says of one conversation. */
function groupSql(
  { match, tier }: WaitGroup,
  table: string,
  team: string,
  from: string,
  params: Params,
): string {
  const { any, channels, teams, customerTiers, products, issueTypes, priorities } = match
  const { entryPages, tags, complaints } = match
  const own = table === 'ticket'
  const t = own ? 'f' : 't'
  // What only the conversation itself knows; one that waits now was seldom opened more than four weeks before.
  const ofTicket = (condition: string): string =>
    own
      ? condition
      : `f.ticket_id IN (SELECT t.ticket_id FROM ticket t WHERE t.opened_at >= ${from} - interval '28 days' AND ${condition})`
  const within = (column: string, values: readonly string[] | undefined): string[] =>
    values === undefined ? [] : [`f.${column} = ANY(${params.texts(values)})`]
  const begins = (pages: readonly string[]): string =>
    pages.map((page) => `starts_with(${t}.entry_page, ${params.add(page, '::text')})`).join(' OR ')
  const fits = [
    ...within('channel', channels),
    ...within(team, teams),
    ...within('customer_tier', customerTiers),
    ...within('product', products),
    ...within('issue_type', issueTypes),
    ...within('priority', priorities),
    ...(entryPages === undefined ? [] : [ofTicket(`(${begins(entryPages)})`)]),
    ...(tags === undefined ? [] : [ofTicket(`${t}.tags && ${params.texts(tags)}`)]),
    ...(complaints === undefined
      ? []
      : [`f.ticket_id IN (SELECT c.ticket_id FROM complaint c WHERE ${complaintSql(match, params)})`]),
  ]
  const named = fits.length === 0 ? 'true' : `(${fits.join(any === true ? ' OR ' : ' AND ')})`
  return tier === null ? named : `${named} AND f.customer_tier = ${params.add(tier, '::text')}`
}
