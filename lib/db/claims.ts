/** Who looks after a waiting conversation, and notes about tickets. Written in the caller's transaction. */
import { randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Instant } from '@/lib/facts/event'
import { APPLIED_CHANNEL } from './live'
import { databaseError, readPool } from './pool'

export interface TicketKey {
  readonly source: string
  readonly subject: string
}

export interface Claimant {
  /** as the audit trail names them */
  readonly by: string
  /** as colleagues see them */
  readonly name: string
}

/** Of ticket `t`: when its present wait began, for a first reply or the next one. */
const WAIT_SINCE = `coalesce(
       (SELECT min(started_at) FROM episode WHERE ticket_id = t.ticket_id AND outcome = 'waiting'),
       (SELECT min(started_at) FROM round WHERE ticket_id = t.ticket_id AND outcome = 'open' AND due_at IS NOT NULL)
     )`

/** The wait a ticket is in: null = the ticket is there and nobody waits; undefined = there is none within these teams. */
export async function readWait(
  client: ClientBase,
  ticketId: string,
  teams: readonly string[] | null,
): Promise<Instant | null | undefined> {
  const { rows } = await client.query<{ since: Instant | null }>(
    `SELECT ${WAIT_SINCE} AS since
     FROM ticket t WHERE ticket_id = $1 AND ($2::text[] IS NULL OR teams && $2)`,
    [ticketId, teams],
  )
  return rows[0] === undefined ? undefined : rows[0].since
}

/**
 * Claims a ticket's wait, unless somebody else has claimed the same wait; a claim of an earlier wait is over. Answers
 * who holds it now.
 */
export async function writeClaim(
  client: ClientBase,
  { source, subject }: TicketKey,
  since: Instant,
  { by, name }: Claimant,
  at: Instant,
): Promise<Claimant> {
  await client.query(
    `INSERT INTO claim AS c (source, subject, waiting_since, claimed_by, claimed_name, claimed_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (source, subject) DO UPDATE SET waiting_since = excluded.waiting_since,
       claimed_by = excluded.claimed_by, claimed_name = excluded.claimed_name, claimed_at = excluded.claimed_at
     WHERE c.waiting_since <> excluded.waiting_since`,
    [source, subject, new Date(since), by, name, new Date(at)],
  )
  const { rows } = await client.query<Claimant>(
    'SELECT claimed_by AS by, claimed_name AS name FROM claim WHERE source = $1 AND subject = $2',
    [source, subject],
  )
  return rows[0] ?? { by, name }
}

/** Who has claimed the wait that began at `since`; null = nobody. */
export async function lockClaim(
  client: ClientBase,
  { source, subject }: TicketKey,
  since: Instant,
): Promise<Claimant | null> {
  const { rows } = await client.query<Claimant>(
    `SELECT claimed_by AS by, claimed_name AS name FROM claim
     WHERE source = $1 AND subject = $2 AND waiting_since = $3 FOR UPDATE`,
    [source, subject, new Date(since)],
  )
  return rows[0] ?? null
}

export async function deleteClaim(client: ClientBase, { source, subject }: TicketKey): Promise<void> {
  await client.query('DELETE FROM claim WHERE source = $1 AND subject = $2', [source, subject])
}

export interface TicketNote {
  readonly text: string
  readonly by: string
  readonly at: Instant
}

export async function insertNote(
  client: ClientBase,
  { source, subject }: TicketKey,
  text: string,
  { by, name }: Claimant,
  at: Instant,
): Promise<void> {
  await client.query(
    `INSERT INTO ticket_note (id, source, subject, text, written_by, written_name, written_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [randomUUID(), source, subject, text, by, name, new Date(at)],
  )
}

export interface TicketCare {
  /** null where nobody is named */
  readonly customerName: string | null
  /** somebody waits for a reply on it now */
  readonly waits: boolean
  /** who looks after the present wait */
  readonly claim: (Claimant & { readonly at: Instant }) | null
  /** the newest 100, oldest first */
  readonly notes: readonly TicketNote[]
}

interface CareRow {
  readonly since: Instant | null
  readonly by: string | null
  readonly name: string | null
  readonly at: Instant | null
  readonly customerName: string | null
}

const NO_CARE: CareRow = { since: null, by: null, name: null, at: null, customerName: null }

/** Whose ticket it is, who looks after it now, and what colleagues noted about it. */
export async function readCare(ticketId: string, { source, subject }: TicketKey): Promise<TicketCare> {
  try {
    const [wait, notes] = await Promise.all([
      readPool().query<CareRow>(
        `SELECT w.since, c.claimed_by AS by, c.claimed_name AS name, c.claimed_at AS at,
           w.customer AS "customerName"
         FROM (SELECT ${WAIT_SINCE} AS since, k.name AS customer FROM ticket t
           LEFT JOIN customer k ON k.source = t.source AND k.customer = t.customer WHERE ticket_id = $1) w
         LEFT JOIN claim c ON c.source = $2 AND c.subject = $3 AND c.waiting_since = w.since`,
        [ticketId, source, subject],
      ),
      readPool().query<TicketNote>(
        `SELECT * FROM (
           SELECT text, written_name AS by, written_at AS at FROM ticket_note
           WHERE source = $1 AND subject = $2 ORDER BY written_at DESC LIMIT 100
         ) n ORDER BY at`,
        [source, subject],
      ),
    ])
    const { since, by, name, at, customerName } = wait.rows[0] ?? NO_CARE
    return {
      customerName,
      waits: since !== null,
      claim: by === null || name === null || at === null ? null : { by, name, at },
      notes: notes.rows,
    }
  } catch (error) {
    throw databaseError(error)
  }
}

/** The name a person is shown by; null where there is nobody. */
export async function readShownName(client: ClientBase, userId: string): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM app_user WHERE id = $1', [userId])
  return rows[0]?.name ?? null
}

/** Tells the boards to look again, as after a batch of events. */
export async function tellBoards(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_notify($1, json_build_object('applied', applied)::text) FROM stream`, [
    APPLIED_CHANNEL,
  ])
}
