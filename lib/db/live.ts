/** What is happening now, for boards: who waits and until when, what just happened. Read from the facts. */

import type { LiveReadings, PersonReading, Waiting } from '@/lib/boards/board'
import { SOON } from '@/lib/boards/radar'
import { maskName } from '@/lib/core/masking'
import { CHAT_CHANNELS } from '@/lib/facts/config'
import type { Instant } from '@/lib/facts/event'
import type { SourceReading } from '@/lib/facts/source-reading'
import { readSources, readStream } from './health'
import { databaseError, readPool } from './pool'

/** Conversations on the list of a board, and how many of those past their limit are on it. */
const WAITING_SHOWN = 12
const OVERDUE_SHOWN = 6
const RECENT_SHOWN = 12
/** The applier is behind where something waits and nothing was applied for this long. */
const BEHIND_MS = 5_000
/** Who has waited longer than this past the limit waits no more: the ticket was forgotten open. */
const FORGOTTEN = "interval '30 days'"
/** Conversations one reading looks at on either side of now. */
const READ_MOST = 600

// Limits run on the wall clock for calls and chats, and count working time on all other channels.
const DUE = `CASE WHEN channel IN (${['phone', ...CHAT_CHANNELS].map((c) => `'${c}'`).join(', ')}) THEN due_at ELSE due_biz_at END`
const COLUMNS = 'ticket_id, channel, team, customer_tier, started_at AS since, due_at'

// `$1` is the instant, `$2` the teams (null = all). A round waits for its next reply only where no episode waits
// for its first one. `side` narrows by due_at, which leads both partial indexes; working time ends no earlier.
const openSql = (side: string, order: string, more: string): string => `
  (SELECT ${COLUMNS}, ${DUE} AS due, 'first_reply' AS kind FROM episode
    WHERE outcome = 'waiting' AND ${side} AND ($2::text[] IS NULL OR team = ANY($2))${more}
    ORDER BY due_at ${order} LIMIT ${READ_MOST})
  UNION ALL
  (SELECT ${COLUMNS}, ${DUE}, 'next_reply' FROM round r
    WHERE outcome = 'open' AND due_at IS NOT NULL AND ${side} AND ($2::text[] IS NULL OR team = ANY($2))${more}
      AND NOT EXISTS (SELECT FROM episode e WHERE e.ticket_id = r.ticket_id AND e.outcome = 'waiting')
    ORDER BY due_at ${order} LIMIT ${READ_MOST})`
const open = (more: string): string => `
  ${openSql(`due_at < $1::timestamptz AND due_at >= $1::timestamptz - ${FORGOTTEN}`, 'DESC', more)}
  UNION ALL
  ${openSql('due_at >= $1::timestamptz', 'ASC', more)}`

const CLAIM_JOIN = `
  LEFT JOIN claim k ON k.source = t.source AND k.subject = t.subject AND k.waiting_since = s.since`

const LIST = `
  WITH open AS MATERIALIZED (${open('')}),
  shown AS (
    (SELECT * FROM open WHERE due < $1::timestamptz ORDER BY due DESC LIMIT ${OVERDUE_SHOWN})
    UNION ALL
    (SELECT * FROM open WHERE due >= $1::timestamptz ORDER BY due LIMIT ${WAITING_SHOWN})
  )
  SELECT t.source, t.subject, coalesce(c.name, t.customer) AS who, t.customer_tier = 'vip' AS vip, t.channel,
    s.team, t.agent_last AS agent, s.kind, s.since, s.due AS "dueAt",
    extract(epoch FROM s.due_at - s.since)::float8 * 1000 AS "limitMs", k.claimed_name AS "claimedBy"
  FROM shown s JOIN ticket t USING (ticket_id)
  LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer${CLAIM_JOIN}
  ORDER BY s.due, t.customer_tier = 'vip' DESC NULLS LAST LIMIT ${WAITING_SHOWN}`

/** How long before its end a countdown is worth a look (`radarState`). */
const soonOf = (limit: string): string =>
  `GREATEST(${limit} * ${SOON.share}, LEAST(${limit} * ${SOON.most}, interval '${SOON.seconds} seconds'))`

// Each table by itself: what waits is a small part of it, behind a partial index.
const BY_CHANNEL = `
  WITH open AS (
    SELECT channel, customer_tier, started_at AS since, due_at AS wall, ${DUE} AS due FROM episode
    WHERE outcome = 'waiting' AND due_at >= $1::timestamptz - ${FORGOTTEN} AND ($2::text[] IS NULL OR team = ANY($2))
    UNION ALL
    SELECT channel, customer_tier, started_at, due_at, ${DUE} FROM round r
    WHERE outcome = 'open' AND due_at >= $1::timestamptz - ${FORGOTTEN} AND ($2::text[] IS NULL OR team = ANY($2))
      AND NOT EXISTS (SELECT FROM episode e WHERE e.ticket_id = r.ticket_id AND e.outcome = 'waiting')
  )
  SELECT channel, count(*) AS waiting,
    count(*) FILTER (WHERE due < $1::timestamptz) AS overdue,
    count(*) FILTER (WHERE due >= $1::timestamptz AND due - $1::timestamptz <= ${soonOf('(wall - since)')}) AS soon,
    count(*) FILTER (WHERE due < $1::timestamptz AND customer_tier = 'vip') AS "vipOverdue",
    min(due) FILTER (WHERE due < $1::timestamptz AND customer_tier = 'vip') AS "vipOverdueSince"
  FROM open GROUP BY channel ORDER BY waiting DESC LIMIT 200`

const RECENT = `
  WITH happened AS (
    (SELECT opened_at AS at, 'opened' AS kind, ticket_id, NULL::float8 AS score, source, channel
      FROM ticket WHERE opened_at <= $1 AND opened_at > $1::timestamptz - interval '1 day'
        AND ($2::text[] IS NULL OR teams && $2) ORDER BY opened_at DESC LIMIT ${RECENT_SHOWN})
    UNION ALL
    (SELECT resolved_at, 'resolved', ticket_id, NULL, source, channel
      FROM ticket WHERE resolved_at <= $1 AND resolved_at > $1::timestamptz - interval '1 day'
        AND ($2::text[] IS NULL OR teams && $2) ORDER BY resolved_at DESC LIMIT ${RECENT_SHOWN})
    UNION ALL
    (SELECT at, 'rated', ticket_id, score_milli / 1000.0, source, channel
      FROM answer WHERE at <= $1 AND at > $1::timestamptz - interval '1 day' AND kind LIKE 'csat%'
        AND ($2::text[] IS NULL OR team = ANY($2)) ORDER BY at DESC LIMIT ${RECENT_SHOWN})
    UNION ALL
    (SELECT filed_at, 'complaint', ticket_id, NULL, source, channel
      FROM complaint WHERE filed_at <= $1 AND filed_at > $1::timestamptz - interval '1 day'
        AND ($2::text[] IS NULL OR team = ANY($2)) ORDER BY filed_at DESC LIMIT ${RECENT_SHOWN})
    UNION ALL
    (SELECT e.started_at, 'reopened', e.ticket_id, NULL, e.source, e.channel
      FROM episode e WHERE e.no > 0 AND e.started_at <= $1 AND e.started_at > $1::timestamptz - interval '1 hour'
        AND ($2::text[] IS NULL OR e.team = ANY($2)) ORDER BY e.started_at DESC LIMIT ${RECENT_SHOWN})
  )
  SELECT h.at, h.kind, h.score, h.source, h.channel, t.subject, coalesce(c.name, t.customer) AS who,
    coalesce(t.customer_tier = 'vip', false) AS vip
  FROM (SELECT * FROM happened ORDER BY at DESC LIMIT ${RECENT_SHOWN}) h
  LEFT JOIN ticket t USING (ticket_id)
  LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
  ORDER BY h.at DESC`

const CHANNEL_SOURCES = `
  SELECT channel, array_agg(DISTINCT source) AS sources FROM ticket
  WHERE opened_at > $1::timestamptz - interval '1 day' AND opened_at <= $1
  GROUP BY channel`

// Open spans and open contacts are found by partial indexes that hold nothing else; people are few.
const PEOPLE = `
  SELECT s.agent, s.team, s.status, s.capacity,
    (SELECT count(DISTINCT c.ticket_id) FROM contact c JOIN ticket t ON t.ticket_id = c.ticket_id
      WHERE c.agent = s.agent AND c.ended_at IS NULL AND t.channel_kind IN ('chat', 'phone')) AS open
  FROM agent_span s
  WHERE s.ended_at IS NULL AND s.status <> 'offline' AND ($1::text[] IS NULL OR s.team = ANY($1))
  ORDER BY s.agent LIMIT 2000`

const WORDS = `
  WITH talk AS (
    SELECT issue_type, campaign, tags FROM ticket
    WHERE opened_at > $1::timestamptz - interval '1 hour' AND opened_at <= $1
      AND ($2::text[] IS NULL OR teams && $2)
    ORDER BY opened_at DESC LIMIT 20000
  )
  SELECT text, kind, count(*) AS count FROM (
    SELECT issue_type AS text, 'issueType' AS kind FROM talk
    UNION ALL SELECT campaign, 'campaign' FROM talk
    UNION ALL SELECT unnest(tags), 'tag' FROM talk
  ) said WHERE text <> '' GROUP BY text, kind ORDER BY count DESC, text LIMIT 10`

/** Past the limit by more than this comes after all others: it burns no more, it was forgotten. */
const LONG_OVER = "interval '1 day'"

// `$3` channels, `$4` VIPs only, `$5`, `$6`, `$9`, `$7` the place after which to go on, `$8` how many.
const RADAR = `
  WITH open AS MATERIALIZED (${open(` AND ($3::text[] IS NULL OR coalesce(channel, '') = ANY($3)) AND ($4::bool IS NOT TRUE OR customer_tier = 'vip')`)}),
  ranked AS (
    SELECT *, CASE WHEN due < $1::timestamptz - ${LONG_OVER} THEN 1 ELSE 0 END AS late,
      CASE WHEN customer_tier = 'vip' THEN 0 ELSE 1 END AS plain FROM open
  )
  SELECT t.source, t.subject, coalesce(c.name, t.customer) AS who, t.customer_tier = 'vip' AS vip, t.channel,
    s.team, t.agent_last AS agent, s.kind, s.since, s.due AS "dueAt", s.late, s.plain, s.ticket_id AS "ticketId",
    extract(epoch FROM s.due_at - s.since)::float8 * 1000 AS "limitMs", t.issue_type AS "issueType",
    k.claimed_name AS "claimedBy", k.claimed_by AS "claimedId", k.claimed_at AS "claimedAt",
    n.text AS "noteText", n.written_name AS "noteBy", n.written_at AS "noteAt"
  FROM (
    SELECT * FROM ranked
    WHERE $5::int IS NULL OR (late, due, plain, ticket_id) > ($5::int, $6::timestamptz, $9::int, $7::uuid)
    ORDER BY late, due, plain, ticket_id LIMIT $8
  ) s JOIN ticket t USING (ticket_id)
  LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer${CLAIM_JOIN}
  LEFT JOIN LATERAL (
    SELECT text, written_name, written_at FROM ticket_note
    WHERE source = t.source AND subject = t.subject ORDER BY written_at DESC LIMIT 1
  ) n ON true
  ORDER BY s.late, s.due, s.plain, s.ticket_id`

// How many waited at each step: those that had begun and had not ended. Who begins to wait is answered, gives up or is
// forgotten within a day; older waits that still stand are in the partial index of those that wait.
const QUEUE_HISTORY = `
  WITH wait AS MATERIALIZED (
      SELECT started_at, ended_at FROM episode
      WHERE started_at > $1::timestamptz - interval '1 day' AND started_at <= $1
        AND channel IS NOT DISTINCT FROM $3 AND ($2::text[] IS NULL OR team = ANY($2))
        AND (ended_at IS NULL OR ended_at > $1::timestamptz - interval '1 hour')
      UNION ALL
      SELECT started_at, NULL FROM episode
      WHERE outcome = 'waiting' AND started_at <= $1::timestamptz - interval '1 day'
        AND channel IS NOT DISTINCT FROM $3 AND ($2::text[] IS NULL OR team = ANY($2))
  )
  SELECT s.at, (
    SELECT count(*) FROM wait e WHERE e.started_at <= s.at AND (e.ended_at IS NULL OR e.ended_at > s.at)
  ) AS value
  FROM generate_series($1::timestamptz - interval '1 hour', $1::timestamptz, interval '5 minutes') AS s(at)
  ORDER BY s.at`

interface WaitingSql extends Omit<Waiting, 'who' | 'waitingFor' | 'vip'> {
  readonly who: string | null
  readonly vip: boolean | null
  readonly kind: 'first_reply' | 'next_reply'
}

interface RecentSql {
  readonly at: number
  readonly kind: LiveReadings['recent'][number]['kind']
  readonly score: number | null
  readonly source: string
  readonly channel: string | null
  readonly subject: string | null
  readonly who: string | null
  readonly vip: boolean
}

type Teams = readonly string[] | null

async function ask<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  try {
    return (await readPool().query<Row>({ name, text, values })).rows
  } catch (error) {
    throw databaseError(error)
  }
}

export type WaitingReading = Pick<LiveReadings, 'waiting' | 'waitingBy' | 'overdue' | 'soon'>

/**
 * Who waits for a human within these teams (null = all): the most urgent ones with masked names, and counts by
 * channel. A limit counts wall clock on chats and calls, working time elsewhere. Throws `unavailable` where the
 * database is away.
 */
export async function readWaiting(now: Instant, teams: Teams): Promise<WaitingReading> {
  const values = [new Date(now), teams]
  const [list, counts] = await Promise.all([
    ask<WaitingSql>('live_waiting', LIST, values),
    ask<LiveReadings['waitingBy'][number]>('live_waiting_by', BY_CHANNEL, values),
  ])
  return {
    waiting: list.map(({ kind, vip, who, claimedBy, ...row }) => ({
      ...row,
      who: masked(who),
      vip: vip ?? false,
      waitingFor: kind,
      claimedBy: claimedBy ?? null,
    })),
    waitingBy: counts,
    overdue: counts.reduce((sum, row) => sum + row.overdue, 0),
    soon: counts.reduce((sum, row) => sum + row.soon, 0),
  }
}

/** A conversation on the radar: a waiting one, and what colleagues said about it. */
export interface RadarEntry extends Omit<Waiting, 'claimedBy'> {
  readonly issueType: string | null
  readonly claim: { readonly by: string; readonly name: string; readonly at: number } | null
  readonly note: { readonly text: string; readonly by: string; readonly at: number } | null
  /** where to go on after it */
  readonly place: RadarPlace
}

export interface RadarPlace {
  readonly late: number
  readonly due: number
  readonly plain: number
  readonly ticketId: string
}

export interface RadarAsk {
  /** '' = no channel; null = all */
  readonly channels: readonly string[] | null
  readonly vip: boolean
  readonly after: RadarPlace | null
  readonly limit: number
}

interface RadarSql extends WaitingSql {
  readonly late: number
  readonly plain: number
  readonly ticketId: string
  readonly issueType: string | null
  readonly claimedId: string | null
  readonly claimedAt: number | null
  readonly noteText: string | null
  readonly noteBy: string | null
  readonly noteAt: number | null
}

/**
 * Conversations that wait, by the time left to their limit, of equals the VIP first; those over by more than a day
 * come last. Names masked.
 */
export async function readRadarEntries(now: Instant, teams: Teams, asked: RadarAsk): Promise<RadarEntry[]> {
  const { channels, vip, after, limit } = asked
  const rows = await ask<RadarSql>('live_radar', RADAR, [
    new Date(now),
    teams,
    channels,
    vip,
    after?.late ?? null,
    after === null ? null : new Date(after.due),
    after?.ticketId ?? null,
    limit,
    after?.plain ?? null,
  ])
  return rows.map((row) => ({
    source: row.source,
    subject: row.subject,
    who: masked(row.who),
    vip: row.vip ?? false,
    channel: row.channel,
    team: row.team,
    agent: row.agent,
    waitingFor: row.kind,
    since: row.since,
    dueAt: row.dueAt,
    limitMs: row.limitMs ?? null,
    issueType: row.issueType,
    claim:
      row.claimedId === null || row.claimedAt === null
        ? null
        : { by: row.claimedId, name: row.claimedBy ?? '', at: row.claimedAt },
    note:
      row.noteText === null || row.noteAt === null
        ? null
        : { text: row.noteText, by: row.noteBy ?? '', at: row.noteAt },
    place: { late: row.late, due: row.dueAt, plain: row.plain, ticketId: row.ticketId },
  }))
}

/** How many wait, by channel, within these teams. */
export async function readWaitingCounts(now: Instant, teams: Teams): Promise<LiveReadings['waitingBy']> {
  return await ask('live_waiting_by', BY_CHANNEL, [new Date(now), teams])
}

/** What just happened within these teams, the newest first; names masked, no texts. */
export async function readRecent(now: Instant, teams: Teams): Promise<Pick<LiveReadings, 'recent'>> {
  const rows = await ask<RecentSql>('live_recent', RECENT, [new Date(now), teams])
  return {
    recent: rows.map(({ at, kind, score, source, channel, subject, who, vip }) => ({
      at: new Date(at).toISOString(),
      kind,
      channel,
      who: masked(who),
      vip,
      source,
      subject,
      ...(score === null ? {} : { score }),
    })),
  }
}

/** How the sources and the applier are. */
export async function readSourceReadings(
  now: Instant,
): Promise<Pick<LiveReadings, 'sources' | 'behindSince'>> {
  const [sources, stream] = await Promise.all([readSources(), readStream()])
  const behind = stream.applied < stream.accepted && now - (stream.appliedAt ?? 0) > BEHIND_MS
  return {
    sources: sources.map(
      ({ source, firstSeenAt, lastEventAt, lastReceivedAt, events }): SourceReading => ({
        source,
        lastAt: lastEventAt,
        meanGapMs: events < 2 ? null : (lastReceivedAt - firstSeenAt) / (events - 1),
      }),
    ),
    behindSince: behind ? (stream.appliedAt ?? 0) : null,
  }
}

/** The sources behind each channel's tickets of the last day. */
export async function readChannelSources(now: Instant): Promise<LiveReadings['channelSources']> {
  return await ask('live_channel_sources', CHANNEL_SOURCES, [new Date(now)])
}

/** Who is signed in, with what each has in hand. */
export async function readPeople(teams: Teams): Promise<PersonReading[]> {
  return await ask('live_people', PEOPLE, [teams])
}

/** Issue types, campaigns and tags of the conversations opened in the last hour, most first. */
export async function readWords(now: Instant, teams: Teams): Promise<LiveReadings['words']> {
  return await ask('live_words', WORDS, [new Date(now), teams])
}

/** How many waited for a first reply on a channel in the last hour, every five minutes up to now. */
export async function readQueueHistory(
  now: Instant,
  teams: Teams,
  channel: string | null,
): Promise<{ readonly time: string; readonly value: number }[]> {
  const rows = await ask<{ at: number; value: number }>('live_queue_history', QUEUE_HISTORY, [
    new Date(now),
    teams,
    channel,
  ])
  return rows.map(({ at, value }) => ({ time: new Date(at).toISOString(), value }))
}

/** 陈晓 → 陈**; an id → its first letter. Nobody can be told from it. */
export const masked = (name: string | null): string => maskName(name ?? '')

/** The channel on which the applier tells that a batch is in every figure. */
export const APPLIED_CHANNEL = 'applied'
