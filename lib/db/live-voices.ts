/** Ratings and complaints of the day, for boards. Read from the facts, by the indexes on their instants. */
import type { LiveReadings } from '@/lib/boards/board'
import type { Instant } from '@/lib/facts/event'
import { masked } from './live'
import { databaseError, readPool } from './pool'

const LOW_SHOWN = 10
const OPEN_SHOWN = 10
const ISSUES_SHOWN = 8
/** Days whose same hours say what is usual. */
const USUAL_DAYS = 28

// `$1` the day's start, `$2` now, `$3` the teams (null = all).
const SPREAD = `
  SELECT least(5, greatest(1, round(normal_milli / 1000.0)))::int AS score, count(*) AS count FROM answer
  WHERE at >= $1 AND at <= $2 AND kind = 'csat' AND ($3::text[] IS NULL OR team = ANY($3))
  GROUP BY 1 ORDER BY 1`

const LOW = `
  SELECT a.at, a.channel, coalesce(c.name, t.customer) AS who, coalesce(t.customer_tier = 'vip', false) AS vip,
    a.score_milli / 1000.0 AS score, a.source, t.subject
  FROM (
    SELECT * FROM answer WHERE at >= $1 AND at <= $2 AND kind = 'csat' AND normal_milli <= 3000
      AND ($3::text[] IS NULL OR team = ANY($3)) ORDER BY at DESC LIMIT ${LOW_SHOWN}
  ) a
  LEFT JOIN ticket t USING (ticket_id)
  LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
  ORDER BY a.at DESC`

// `$4` the same stretch of the weekday a week before, from and to.
const FILED = `
  SELECT coalesce(category, issue_type) AS issue,
    count(*) FILTER (WHERE filed_at >= $1) AS count,
    count(*) FILTER (WHERE filed_at >= $4 AND filed_at <= $5) AS before,
    count(*) FILTER (WHERE filed_at < $1)::float8 / ${USUAL_DAYS} AS usual
  FROM complaint
  WHERE filed_at >= $1::timestamptz - interval '${USUAL_DAYS} days' AND filed_at <= $2
    AND ($3::text[] IS NULL OR team = ANY($3))
  GROUP BY 1 ORDER BY count DESC, issue`

// `$1` now, `$2` the teams.
const OPEN_NOW = `
  SELECT p.filed_at AS at, p.level, coalesce(p.category, p.issue_type) AS issue, p.channel,
    coalesce(c.name, p.customer) AS who, coalesce(p.customer_tier = 'vip', false) AS vip, p.source, t.subject
  FROM (
    SELECT * FROM complaint p
    WHERE filed_at > $1::timestamptz - interval '7 days' AND filed_at <= $1
      AND ($2::text[] IS NULL OR team = ANY($2))
      AND NOT EXISTS (SELECT FROM ticket t WHERE t.ticket_id = p.ticket_id AND t.state <> 'open')
    ORDER BY filed_at DESC LIMIT ${OPEN_SHOWN}
  ) p
  LEFT JOIN ticket t USING (ticket_id)
  LEFT JOIN customer c ON c.source = p.source AND c.customer = p.customer
  ORDER BY p.filed_at DESC`

type Teams = readonly string[] | null

interface Day {
  readonly from: Instant
  readonly now: Instant
  /** the same stretch a week before */
  readonly before: { readonly from: Instant; readonly to: Instant }
}

async function ask<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  try {
    return (await readPool().query<Row>({ name, text, values })).rows
  } catch (error) {
    throw databaseError(error)
  }
}

type LowSql = Omit<LiveReadings['answers']['low'][number], 'at' | 'who'> & { at: number; who: string | null }
type OpenSql = Omit<LiveReadings['complaints']['open'][number], 'at' | 'who'> & {
  at: number
  who: string | null
}

/** Answers of the kind `csat` of the day: how many of each score on 1–5, and the last low ones; names masked, no texts. */
export async function readAnswers({ from, now }: Day, teams: Teams): Promise<LiveReadings['answers']> {
  const values = [new Date(from), new Date(now), teams]
  const [spread, low] = await Promise.all([
    ask<{ score: number; count: number }>('live_spread', SPREAD, values),
    ask<LowSql>('live_low', LOW, values),
  ])
  const counts = new Map(spread.map(({ score, count }) => [score, count]))
  return {
    spread:
      spread.length === 0 ? [] : [1, 2, 3, 4, 5].map((score) => ({ score, count: counts.get(score) ?? 0 })),
    low: low.map(({ at, who, score, ...row }) => ({
      ...row,
      at: new Date(at).toISOString(),
      who: masked(who),
      score: Number(score),
    })),
  }
}

/** Complaints filed on the day by issue, against the mean day of four weeks, and those still open of a week. */
export async function readComplaints(
  { from, now, before }: Day,
  teams: Teams,
): Promise<LiveReadings['complaints']> {
  const values = [new Date(from), new Date(now), teams]
  const [filed, open] = await Promise.all([
    ask<{ issue: string | null; count: number; before: number; usual: number }>('live_filed', FILED, [
      ...values,
      new Date(before.from),
      new Date(before.to),
    ]),
    ask<OpenSql>('live_complaints_open', OPEN_NOW, [new Date(now), teams]),
  ])
  return {
    today: filed.reduce((sum, row) => sum + row.count, 0),
    before: filed.length === 0 ? null : filed.reduce((sum, row) => sum + row.before, 0),
    byIssue: filed
      .filter(({ count }) => count > 0)
      .slice(0, ISSUES_SHOWN)
      .map(({ issue, count, usual }) => ({ issue, count, usual: Math.round(usual * 100) / 100 })),
    open: open.map(({ at, who, ...row }) => ({ ...row, at: new Date(at).toISOString(), who: masked(who) })),
  }
}
