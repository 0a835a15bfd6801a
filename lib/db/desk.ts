/** How each section of the settings stands, in one look. Counts only. */
import type { ClientBase } from 'pg'
import { pool } from './pool'

export interface DeskCounts {
  readonly channels: number
  readonly teams: number
  readonly duties: number
  readonly calendars: number
  readonly calendarPlaces: number
  readonly targets: number
  readonly targetsFailing: number
  readonly sent: number
  readonly failed: number
  readonly people: number
  readonly admins: number
  readonly keys: number
  readonly keysIdle: number
  readonly auditEntries: number
  /** epoch ms; null = none yet */
  readonly auditAt: number | null
  readonly purgedAt: number | null
}

/** All counts as they stand at `now` (epoch ms). */
export async function readDeskCounts(now: number): Promise<DeskCounts> {
  const { rows } = await pool().query<DeskCounts>(
    `WITH clock AS (SELECT to_timestamp($1::double precision / 1000) AS now)
     SELECT
       (SELECT count(*) FROM org_channel WHERE label IS NOT NULL OR cardinality(owners) > 0) AS channels,
       (SELECT count(*) FROM org_team) AS teams,
       (SELECT count(*) FROM org_duty) AS duties,
       (SELECT count(*) FROM calendar) AS calendars,
       (SELECT count(*) FROM calendar_assignment) AS "calendarPlaces",
       (SELECT count(*) FROM notify_target
        WHERE enabled AND deleted_at IS NULL AND kind NOT IN ('inbox', 'wall')) AS targets,
       (SELECT count(*) FROM notify_target WHERE enabled AND deleted_at IS NULL AND failures > 0) AS "targetsFailing",
       (SELECT count(*) FROM delivery
        WHERE state = 'sent' AND created_at > (SELECT now FROM clock) - interval '24 hours') AS sent,
       (SELECT count(*) FROM delivery
        WHERE state = 'failed' AND created_at > (SELECT now FROM clock) - interval '24 hours') AS failed,
       (SELECT count(*) FROM app_user WHERE disabled_at IS NULL) AS people,
       (SELECT count(*) FROM app_user WHERE disabled_at IS NULL AND role = 'admin') AS admins,
       (SELECT count(*) FROM api_key WHERE revoked_at IS NULL) AS keys,
       (SELECT count(*) FROM api_key WHERE revoked_at IS NULL
          AND coalesce(last_used_at, created_at) < (SELECT now FROM clock) - interval '30 days') AS "keysIdle",
       (SELECT count(*) FROM audit_entry) AS "auditEntries",
       (SELECT at FROM audit_entry ORDER BY seq DESC LIMIT 1) AS "auditAt",
       (SELECT at FROM audit_entry WHERE action = 'retention.purged' ORDER BY seq DESC LIMIT 1) AS "purgedAt"`,
    [now],
  )
  const counts = rows[0]
  if (counts === undefined) throw new Error('the counts of the desk returned no row')
  return counts
}

/** Every team the organisation, people, calendars or the open contacts and signed-in agents name, by name. */
export async function listTeamNames(): Promise<string[]> {
  const { rows } = await pool().query<{ team: string }>(
    `SELECT team FROM (
       SELECT team FROM org_team
       UNION SELECT unnest(teams) FROM app_user
       UNION SELECT key FROM calendar_assignment WHERE scope = 'team'
       UNION SELECT team FROM agent_span WHERE started_at > (SELECT max(started_at) FROM agent_span) - interval '7 days'
       UNION SELECT k1 FROM rollup_opened WHERE cube = 'team'
         AND bucket > (SELECT max(bucket) FROM rollup_opened WHERE cube = 'team') - interval '7 days'
     ) AS all_teams WHERE team <> '' ORDER BY team LIMIT 500`,
  )
  return rows.map(({ team }) => team)
}

export interface SetupFacts {
  readonly events: number
  readonly channels: number
  readonly calendars: number
  readonly screens: number
  readonly testEvents: number
}

/** What the first-run wizard finds already there. `testSource`: the source of its own test events. */
export async function readSetupFacts(testSource: string): Promise<SetupFacts> {
  const { rows } = await pool().query<SetupFacts>(
    `SELECT (SELECT coalesce(sum(events), 0)::bigint FROM source WHERE source <> $1) AS events,
       (SELECT count(*) FROM org_channel) AS channels,
       (SELECT count(*) FROM calendar_assignment WHERE scope = 'tenant') AS calendars,
       (SELECT count(*) FROM screen WHERE revoked_at IS NULL) AS screens,
       (SELECT coalesce(sum(events), 0)::bigint FROM source WHERE source = $1) AS "testEvents"`,
    [testSource],
  )
  return rows[0] ?? { events: 0, channels: 0, calendars: 0, screens: 0, testEvents: 0 }
}

/** Enters channels that are not entered yet, without owners. Answers how many were new. */
export async function addChannels(
  client: ClientBase,
  channels: readonly { readonly channel: string; readonly label: string | null }[],
  at: number,
): Promise<number> {
  const done = await client.query(
    `INSERT INTO org_channel (channel, label, owners, hidden, updated_at)
     SELECT u.channel, u.label, '{}', false, to_timestamp($3::double precision / 1000)
     FROM unnest($1::text[], $2::text[]) AS u(channel, label) ON CONFLICT (channel) DO NOTHING`,
    [channels.map(({ channel }) => channel), channels.map(({ label }) => label), at],
  )
  return done.rowCount ?? 0
}
