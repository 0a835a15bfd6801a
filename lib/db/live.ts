/** What is happening now, for boards: who waits and until when, what just happened. Read from the facts. */
import type { LiveReadings, SourceReading, Waiting } from '@/lib/boards/board'
import { readSources, readStream } from './health'
import { databaseError, readPool } from './pool'

/** Conversations on the list of a board, and how far back one past its limit is still on it. */
const WAITING_SHOWN = 12
const OVERDUE_SHOWN = 6
const RECENT_SHOWN = 12
/** The applier is behind where something waits and nothing was applied for this long. */
const BEHIND_MS = 5_000

// `$1` is the instant, `$2` the teams (null = all). A round waits for its next reply only where no episode waits
// for its first one.
const OPEN = `
  SELECT e.ticket_id, e.team, e.started_at AS since, e.due_at, 'first_reply' AS kind
  FROM episode e WHERE e.outcome = 'waiting' AND ($2::text[] IS NULL OR e.team = ANY($2))
  UNION ALL
  SELECT r.ticket_id, r.team, r.started_at, r.due_at, 'next_reply'
  FROM round r WHERE r.outcome = 'open' AND r.due_at IS NOT NULL AND ($2::text[] IS NULL OR r.team = ANY($2))
    AND NOT EXISTS (SELECT FROM episode e WHERE e.ticket_id = r.ticket_id AND e.outcome = 'waiting')`

const LIST = `
  WITH open AS (${OPEN}),
  shown AS (
    (SELECT * FROM open WHERE due_at < $1::timestamptz AND due_at >= $1::timestamptz - interval '1 day'
      ORDER BY due_at DESC LIMIT ${OVERDUE_SHOWN})
    UNION ALL
    (SELECT * FROM open WHERE due_at >= $1::timestamptz ORDER BY due_at LIMIT ${WAITING_SHOWN})
  )
  SELECT t.source, t.subject, coalesce(c.name, t.customer) AS who, t.customer_tier = 'vip' AS vip, t.channel,
    s.team, t.agent_last AS agent, s.kind, s.since, s.due_at AS "dueAt"
  FROM shown s JOIN ticket t USING (ticket_id)
  LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
  ORDER BY s.due_at LIMIT ${WAITING_SHOWN}`

const COUNTS = `
  WITH open AS (${OPEN})
  SELECT
    (SELECT count(*) FROM open WHERE due_at < $1::timestamptz) AS overdue,
    (SELECT count(*) FROM open WHERE due_at >= $1::timestamptz AND due_at < $1::timestamptz + interval '1 day'
      AND due_at - $1::timestamptz <= (due_at - since) * 0.2) AS soon`

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

/**
 * What happens now within these teams (null = all). Names come masked. Throws `unavailable` where the database is
 * away.
 */
export async function readLive(
  now: number,
  teams: readonly string[] | null,
): Promise<Omit<LiveReadings, 'channelSources'>> {
  const values = [new Date(now), teams]
  try {
    const [list, counts, recent, sources, stream] = await Promise.all([
      readPool().query<WaitingSql>(LIST, values),
      readPool().query<{ overdue: number; soon: number }>(COUNTS, values),
      readPool().query<RecentSql>(RECENT, values),
      readSources(),
      readStream(),
    ])
    const behind = stream.applied < stream.accepted && now - (stream.appliedAt ?? 0) > BEHIND_MS
    return {
      waiting: list.rows.map(({ kind, vip, who, ...row }) => ({
        ...row,
        who: masked(who),
        vip: vip ?? false,
        waitingFor: kind,
      })),
      overdue: counts.rows[0]?.overdue ?? 0,
      soon: counts.rows[0]?.soon ?? 0,
      recent: recent.rows.map(({ at, kind, score, source, channel, subject, who, vip }) => ({
        at: new Date(at).toISOString(),
        kind,
        channel,
        who: masked(who),
        vip,
        source,
        subject,
        ...(score === null ? {} : { score }),
      })),
      sources: sources.map(
        ({ source, firstSeenAt, lastEventAt, lastReceivedAt, events }): SourceReading => ({
          source,
          lastAt: lastEventAt,
          meanGapMs: events < 2 ? null : (lastReceivedAt - firstSeenAt) / (events - 1),
        }),
      ),
      behindSince: behind ? (stream.appliedAt ?? 0) : null,
    }
  } catch (error) {
    throw databaseError(error)
  }
}

/** The sources behind each channel's tickets of the last day. */
export async function readChannelSources(now: number): Promise<LiveReadings['channelSources']> {
  try {
    const found = await readPool().query<{ channel: string | null; sources: string[] }>(CHANNEL_SOURCES, [
      new Date(now),
    ])
    return found.rows
  } catch (error) {
    throw databaseError(error)
  }
}

/** 陈晓 → 陈**; an id → its first letter. Nobody can be told from it. */
export function masked(name: string | null): string {
  const first = [...(name ?? '').trim()][0]
  return first === undefined ? '' : `${first}**`
}

/** The channel on which the applier tells that a batch is in every figure. */
export const APPLIED_CHANNEL = 'applied'
