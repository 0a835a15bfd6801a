/**
 * Limits of conversation rules that run out unless somebody acts: rows with `due_at`, set and cleared by the applier
 * from the facts, fired by a worker. A row that fired stays until the wait it is about has ended, so that a wait alarms
 * once. One that another alarm explains is held: it is told when that alarm is over and the wait is not.
 */
import type { ClientBase } from 'pg'
import type { TimedFacts } from '@/lib/alerts/conversation-timers'
import type { RuleTimer } from '@/lib/alerts/types'
import type { TicketFacts } from '@/lib/facts/shapes'
import { instantArray, numberArray, textArray, uuidArray } from './arrays'
import { FACT_TABLES } from './columns'
import { type FactRecord, selectList } from './fact-store'

/** A limit that ran out longer ago than this when it is first known is history: it alarms nobody. */
const HISTORY_MS = 86_400_000

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** In the order of the key: whoever writes several locks them in one order. */
function sorted<T extends Pick<RuleTimer, 'ticketId' | 'ruleId' | 'phase' | 'since'>>(
  timers: readonly T[],
): T[] {
  return [...timers].sort(
    (a, b) =>
      order(a.ticketId, b.ticketId) ||
      order(a.ruleId, b.ruleId) ||
      order(a.phase, b.phase) ||
      a.since - b.since,
  )
}

const KEY = 'ticket_id, rule_id, phase, since'
const keyColumns = (timers: readonly Pick<RuleTimer, 'ticketId' | 'ruleId' | 'phase' | 'since'>[]) => [
  uuidArray(timers.map((timer) => timer.ticketId)),
  uuidArray(timers.map((timer) => timer.ruleId)),
  textArray(timers.map((timer) => timer.phase)),
  instantArray(timers.map((timer) => timer.since)),
]

/**
 * Makes the timers of whole conversations those that are `wanted`. `standing` are the conversations that may have
 * some; of what goes and had fired, the members of incidents are closed. With `rules` only those rules are looked at.
 */
export async function syncRuleTimers(
  client: ClientBase,
  standing: readonly string[],
  wanted: readonly RuleTimer[],
  now: number,
  rules: readonly string[] | null = null,
): Promise<void> {
  const rows = sorted(wanted)
  if (standing.length > 0) {
    await client.query(
      `WITH gone AS (
         DELETE FROM rule_timer AS t
         WHERE t.ticket_id = ANY($1::uuid[]) AND ($7::uuid[] IS NULL OR t.rule_id = ANY($7))
           AND NOT EXISTS (
             SELECT FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) AS u(${KEY})
             WHERE u.ticket_id = t.ticket_id AND u.rule_id = t.rule_id AND u.phase = t.phase AND u.since = t.since)
         RETURNING ${KEY}, fired_at
       )
       UPDATE incident_member m SET closed_at = $6 FROM gone g
       WHERE g.fired_at IS NOT NULL AND m.closed_at IS NULL AND m.rule_id = g.rule_id
         AND m.ticket_id = g.ticket_id AND m.since = g.since AND m.phase = g.phase`,
      [uuidArray(standing), ...keyColumns(rows), new Date(now), rules === null ? null : uuidArray(rules)],
    )
  }
  const coming = rows.filter((timer) => timer.dueAt > now - HISTORY_MS)
  if (coming.length === 0) return
  await client.query(
    `INSERT INTO rule_timer AS t (${KEY}, due_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[])
     ON CONFLICT (${KEY}) DO UPDATE SET due_at = excluded.due_at
       WHERE t.fired_at IS NULL AND t.due_at <> excluded.due_at`,
    [...keyColumns(coming), instantArray(coming.map((timer) => timer.dueAt))],
  )
}

/** Takes away every timer of conversations that are no more (of removed sources). */
export async function clearRuleTimers(client: ClientBase, sources: readonly string[]): Promise<void> {
  await client.query(
    'DELETE FROM rule_timer WHERE ticket_id IN (SELECT ticket_id FROM ticket WHERE source = ANY($1::text[]))',
    [textArray(sources)],
  )
}

/** A timer that ran out, with what is known of its conversation. */
export interface FiredTimer extends RuleTimer {
  readonly source: string
  readonly subject: string
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly region: string | null
  readonly customerTier: string | null
  readonly campaign: string | null
  readonly priority: string | null
}

const FIRED_COLUMNS = `f.rule_id AS "ruleId", f.ticket_id AS "ticketId", f.phase, f.since, f.due_at AS "dueAt", t.source,
       t.subject, t.channel, t.team_last AS team, t.agent_last AS agent, t.product, t.issue_type AS "issueType",
       t.region, t.customer_tier AS "customerTier", t.campaign, t.priority`
const SAME = 't.ticket_id = d.ticket_id AND t.rule_id = d.rule_id AND t.phase = d.phase AND t.since = d.since'

/** Takes the timers `which` names, within the caller's transaction: others pass over them until it ends. */
async function takeTimers(
  client: ClientBase,
  which: string,
  set: string,
  values: readonly [until: Date, limit: number],
): Promise<FiredTimer[]> {
  const { rows } = await client.query<FiredTimer>(
    `WITH due AS (
       SELECT ${KEY} FROM rule_timer WHERE ${which} LIMIT $2 FOR UPDATE SKIP LOCKED
     ), fired AS (
       UPDATE rule_timer t SET ${set} FROM due d WHERE ${SAME}
       RETURNING t.ticket_id, t.rule_id, t.phase, t.since, t.due_at
     )
     SELECT ${FIRED_COLUMNS} FROM fired f JOIN ticket t USING (ticket_id) ORDER BY f.due_at, f.ticket_id`,
    [...values],
  )
  return rows
}

/**
 * Marks up to `limit` timers whose time has come at `now`, the first due first, within the caller's transaction: others
 * pass over them until it ends. What is locked by the applier is taken in the next round. Those of conversations that
 * are no more are marked and left out.
 */
export async function takeDueTimers(client: ClientBase, now: number, limit: number): Promise<FiredTimer[]> {
  const due = 'fired_at IS NULL AND due_at <= $1 ORDER BY due_at'
  return takeTimers(client, due, 'fired_at = $1', [new Date(now), limit])
}

/**
 * Takes up to `limit` timers that ran out while another alarm explained them and were last looked at by `before`; as
 * `takeDueTimers`. Those still explained are to be held again.
 */
export async function takeHeldTimers(
  client: ClientBase,
  before: number,
  limit: number,
): Promise<FiredTimer[]> {
  const held = 'held_at <= $1 ORDER BY held_at'
  return takeTimers(client, held, 'held_at = NULL', [new Date(before), limit])
}

/** Notes of timers that ran out that another alarm explains them at `now`. */
export async function holdTimers(
  client: ClientBase,
  timers: readonly FiredTimer[],
  now: number,
): Promise<void> {
  if (timers.length === 0) return
  await client.query(
    `UPDATE rule_timer t SET held_at = $5
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) AS d(${KEY}) WHERE ${SAME}`,
    [...keyColumns(sorted(timers)), new Date(now)],
  )
}

/** Conversations whose timers may have to change with these rules: those that are open, and those that have some. */
export async function ticketsOfRules(client: ClientBase, rules: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT ticket_id AS id FROM ticket WHERE state = 'open'
     UNION SELECT ticket_id FROM rule_timer WHERE rule_id = ANY($1::uuid[]) ORDER BY 1`,
    [uuidArray(rules)],
  )
  return rows.map(({ id }) => id)
}

/** Facts of those of the conversations that are open. */
export async function readOpenFacts(
  client: ClientBase,
  tickets: readonly string[],
): Promise<ReadonlyMap<string, TimedFacts>> {
  const ids = uuidArray(tickets)
  const { rows } = await client.query<FactRecord>(
    `SELECT ${selectList(FACT_TABLES.ticket)} FROM ticket
     WHERE ticket_id = ANY($1::uuid[]) AND state = 'open' ORDER BY ticket_id`,
    [ids],
  )
  const found = new Map<string, TimedFacts>()
  for (const row of rows) {
    const ticket = row as unknown as NonNullable<TicketFacts['ticket']>
    found.set(ticket.ticketId, { ticket, episode: [], round: [], assignment: [], complaint: [] })
  }
  for (const name of ['episode', 'round', 'assignment', 'complaint'] as const) {
    const parts = await client.query<FactRecord>(
      `SELECT ${selectList(FACT_TABLES[name])} FROM ${name} WHERE ticket_id = ANY($1::uuid[]) ORDER BY ticket_id, no`,
      [ids],
    )
    for (const row of parts.rows) {
      ;(found.get(row.ticketId as string)?.[name] as unknown as FactRecord[] | undefined)?.push(row)
    }
  }
  return found
}

/** Rules whose timers do not stand as the rules are: new, changed, switched on or off, or deleted ones. */
export async function rulesToSet(client: ClientBase): Promise<{ id: string; version: number | null }[]> {
  const { rows } = await client.query<{ id: string; version: number | null }>(
    `SELECT id, CASE WHEN enabled AND deleted_at IS NULL THEN version END AS version FROM alert_rule
     WHERE kind IN ('conversation', 'sla')
       AND timers_set IS DISTINCT FROM CASE WHEN enabled AND deleted_at IS NULL THEN version END ORDER BY id`,
  )
  return rows
}

/** Notes for which versions timers stand now. */
export async function noteTimersSet(
  client: ClientBase,
  set: readonly { readonly id: string; readonly version: number | null }[],
): Promise<void> {
  await client.query(
    `UPDATE alert_rule r SET timers_set = nullif(s.version, -1)
     FROM unnest($1::uuid[], $2::int[]) AS s(id, version) WHERE r.id = s.id`,
    [uuidArray(set.map(({ id }) => id)), numberArray(set.map(({ version }) => version ?? -1))],
  )
}

/** Forgets for which rules timers stand, so that all are set anew: after facts were rebuilt. */
export async function forgetTimers(client: ClientBase): Promise<void> {
  await client.query("UPDATE alert_rule SET timers_set = -1 WHERE kind IN ('conversation', 'sla')")
}
